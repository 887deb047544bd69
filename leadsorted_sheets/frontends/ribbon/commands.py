"""What each command does: operations as they come, and the verbs around them."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.errors import BadInput, WrongUsage
from leadsorted_sheets.frontends.buttons import Command, command_of
from leadsorted_sheets.frontends.ribbon import boxes, scope
from leadsorted_sheets.frontends.ribbon.once import ReadOnce
from leadsorted_sheets.frontends.ribbon.words import joined
from leadsorted_sheets.operations import BY_NAME
from leadsorted_sheets.resources import state_folder
from leadsorted_sheets.session.context import Clock

if TYPE_CHECKING:
    from leadsorted_sheets.session import Session
    from leadsorted_sheets.workbook.excel.front import Front

UNDO_CLICK = "undo_click"
"""What Ctrl+Z sends; no button has it. Its answer is the click to take back."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the box says ("" for none), and the change set that the click made, which Ctrl+Z takes back."""

    text: str = ""
    change_id: str = ""


@dataclass(frozen=True, slots=True)
class Click:
    """A click as it arrived. `answers` are as they were typed, in the order of the command's questions."""

    front: Front
    name: str
    rows: str
    id: str
    answers: tuple[str, ...]
    clock: Clock
    progress: Progress
    workbook: ReadOnce = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "workbook", ReadOnce(self.front.workbook()))

    @property
    def command(self) -> Command:
        """What the button stands for. Raises errors.BadInput where no button of this version has the name."""
        try:
            return command_of(self.name)
        except KeyError:
            raise BadInput(
                f"This version has no button {self.name!r}. Nothing was changed. Quit Excel, run this in a terminal, and "
                "start Excel again: leadsorted excel install"
            ) from None

    def given(self) -> Mapping[str, str]:
        """The answers by option. Raises errors.BadInput where there are not as many as questions."""
        questions = self.command.questions
        if len(questions) != len(self.answers):
            raise BadInput("An answer did not arrive. Nothing was changed. Click again.")
        return {question.option: answer for question, answer in zip(questions, self.answers, strict=True)}

    def session(self) -> Session:
        from leadsorted_sheets.session import Session

        return Session(self.workbook, clock=self.clock, progress=self.progress)


Verb: TypeAlias = Callable[[Click], Said]


def carry_out(click: Click) -> Said:
    """Do it. Raises errors.LeadSortedError where it cannot be done."""
    if click.rows not in {"all", "visible", "selected"}:
        raise BadInput(f"There is no choice of rows called {click.rows!r}. Choose one under Rows, and click again.")
    if click.name == UNDO_CLICK:
        from leadsorted_sheets.frontends.ribbon.past import undo_click

        return undo_click(click)
    verb = click.command.verb
    return operated(click) if verb in BY_NAME else _verbs()[verb](click)


def _verbs() -> dict[str, Verb]:
    """Everything a button may stand for that is no operation."""
    from leadsorted_sheets.frontends.ribbon import files, looking, past, syncing, verbs
    from leadsorted_sheets.session.verbs import VERBS

    return {
        "clean": files.clean,
        "import": files.bring_in,
        "adopt": files.adopt,
        "export": files.export,
        "sync": syncing.sync,
        "undo": past.undo,
        "history": past.history,
        "settings": looking.settings,
        "help": looking.manual,
        "today": verbs.today,
        **dict.fromkeys((verb.name for verb in VERBS), verbs.acted),
    }


def operated(click: Click) -> Said:
    """An operation on the book, shown or done. What a sync has found meanwhile goes in first, or is only named."""
    command = click.command
    operation = BY_NAME[command.verb]
    options = options_of(operation.options, {**dict(command.options), **click.given()})
    news = arrived(click, only_look=command.preview)
    chosen = None if operation.name in scope.WHOLE_BOOK else scope.of(click.front, click.rows)
    result = click.session().run(operation.name, options, apply=not command.preview, only=chosen)
    shown = boxes.preview if command.preview else boxes.done
    told = shown(result, operation.label, scope=chosen.told if chosen else "")
    note = "" if command.preview or not result.applied else read_only_note(click.front)
    return Said(joined(told, note, news), result.change_id)


def arrived(click: Click, *, only_look: bool) -> str:
    """What a sync beside Excel has found since, taken over before another command, or only named; "" for nothing.

    Mostly there is no sync, and then nothing of it is loaded.
    """
    if not any((state_folder() / "detached").glob("*/job.json")):
        return ""
    from leadsorted_sheets.frontends.ribbon import syncing

    return syncing.news(click, only_look=only_look)


def read_only_note(front: Front) -> str:
    """What somebody should know before they go on working in a workbook that they cannot save."""
    if not front.is_read_only():
        return ""
    return f"{front.name} is open read-only: keep the changes with File > Save As."


def options_of(kind: type, given: Mapping[str, str | bool]) -> Any:
    """The operation's options as a button gives them; an empty answer is the default.

    Raises errors.WrongUsage where a number was asked for and something else was typed.
    """
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    typed: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, bool) or name not in fields:
            typed[name] = value
        elif value.strip():
            typed[name] = _typed(hints[name], value.strip(), name)
    return kind(**typed)


def _typed(kind: Any, text: str, name: str) -> Any:
    """A text as the option takes it."""
    if typing.get_origin(kind) is Literal:
        return text
    plain = [each for each in typing.get_args(kind) or (kind,) if each is not type(None)]
    for number in (int, float):
        if plain == [number]:
            try:
                return number(text)
            except ValueError:
                raise WrongUsage(f"{name.replace('_', ' ')}: {text!r} is no number. Nothing was changed.") from None
    return text


def lines_of(text: str) -> Iterable[str]:
    """What a question for several files answers: a line each."""
    return [line.strip() for line in text.splitlines() if line.strip()]
