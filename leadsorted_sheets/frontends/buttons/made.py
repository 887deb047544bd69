"""The buttons that nobody writes: one for each operation, each verb on a lead, each CRM, from what those say of themselves."""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from leadsorted_sheets.frontends.buttons.around import TAKEN_BACK
from leadsorted_sheets.frontends.buttons.nouns import Choice, Command, Question
from leadsorted_sheets.operations import Operation

if TYPE_CHECKING:
    from leadsorted_sheets.session.verbs import Verb

_FACES = ("log", "qualify", "convert")
"""The verbs on one lead that have a button of their own; the others stand behind one of them."""
_BEHIND = {"register": "qualify", "move": "convert", "close": "convert"}
"""Behind which; one that is not named here stands behind the first."""
_SELECTED = " Leave it empty for the one that is selected."


def of_operation(operation: Operation) -> Choice:
    """An operation with its preview behind it, and one button for everything it can be told in a word."""
    title, about = _told(operation.help)
    name = _word(operation.name)
    face = Command(
        name,
        operation.name,
        operation.label,
        title,
        f"{about} {TAKEN_BACK}".strip(),
        operation.icon,
        undo=True,
    )
    preview = Command(
        f"{name}_preview", operation.name, f"Preview {operation.label.lower()}",
        f"Show what {operation.label.lower()} would do", "Nothing is changed.", preview=True,
    )  # fmt: skip
    return Choice(name, face, operation.label, operation.icon, title, about, (preview, *_told_otherwise(operation)))


def _told_otherwise(operation: Operation) -> Iterator[Command]:
    """The operation's options as buttons: one for each word of a choice, one that asks for each text."""
    hints = typing.get_type_hints(operation.options)
    for option in dataclasses.fields(operation.options):
        kind: Any = hints[option.name]
        words = option.name.replace("_", " ")
        told = {"title": f"{operation.label}: {words}", "about": option.metadata.get("help", ""), "undo": True}
        if typing.get_origin(kind) is Literal:
            for value in typing.get_args(kind):
                if value != option.default:
                    name, label = f"{_word(operation.name)}_{option.name}_{_word(value)}", f"{operation.label}: {value}"
                    yield Command(name, operation.name, label, options=((option.name, value),), **told)
        elif kind is bool:
            name = f"{_word(operation.name)}_{'not_' if option.default else ''}{option.name}"
            label = f"{operation.label}: {'not ' if option.default else ''}{words}"
            yield Command(name, operation.name, label, options=((option.name, not option.default),), **told)
        elif kind is str or set(typing.get_args(kind)) == {str, type(None)}:
            name, label = f"{_word(operation.name)}_{option.name}", f"{operation.label}: {words}..."
            question = Question(option.name, "ask", _plain(option.metadata.get("help", words)))
            yield Command(name, operation.name, label, questions=(question,), **told)


def of_verbs() -> Iterator[Choice]:
    """The verbs on one lead or deal; each asks what its options say."""
    from leadsorted_sheets.session.verbs import VERBS

    made = {verb.name: _of_verb(verb) for verb in VERBS}
    for name in _FACES:
        behind = tuple(
            each for other, each in made.items() if other not in _FACES and _BEHIND.get(other, _FACES[0]) == name
        )
        yield Choice.of(made[name], *behind)


def _of_verb(verb: Verb) -> Command:
    title, about = _told(verb.help)
    questions = tuple(
        Question(option.name, "ask", _plain(option.metadata["ask"]) + (_SELECTED if is_row(option) else ""))
        for option in dataclasses.fields(verb.options)
        if "ask" in option.metadata
    )
    told = f"{about} {TAKEN_BACK}".strip() if verb.writes else about
    return Command(verb.name, verb.name, verb.label, title, told, verb.icon, (), questions, undo=verb.writes)


def is_row(option: dataclasses.Field[Any]) -> bool:
    """Whether the option names a lead or a deal, so that the selected one can stand for it."""
    return not {"LEAD", "DEAL"}.isdisjoint(str(option.metadata.get("argument", "")).split("|"))


def of_crms() -> Choice:
    """A button for each CRM we have a profile for, and one for a profile of the user's own."""
    from leadsorted_sheets.exports import library

    icon, title = "FileSaveAs", "Files that your CRM imports"
    about = "Every row is checked against the rules of the CRM first. The files go into a folder beside the workbook."
    ours = [
        Command(
            f"export_{_word(name)}", "export", profile.label, f"Export for {profile.label}", profile.summary,
            options=(("crm", name),),
        )
        for name, profile in ((name, library.load(name)) for name in library.profiles())
    ]  # fmt: skip
    own = Command(
        "export_own", "export", "A profile of your own...", "Export with a profile of your own",
        "Choose its .toml file. To begin one: leadsorted crm new my-crm.toml",
        questions=(Question("crm", "ask", "The path of the profile, such as C:\\Leads\\my-crm.toml"),),
    )  # fmt: skip
    return Choice("export", None, "Export", icon, title, about, (*ours, own))


def _told(help_text: str) -> tuple[str, str]:
    """The first sentence of a help, and the rest as one paragraph."""
    first, *others = help_text.split("\n\n")
    sentence = " ".join(first.split())
    return sentence.removesuffix("."), " ".join(" ".join(each.split()) for each in others)


def _word(text: str) -> str:
    """The text as a part of a command's name: the add-in passes on a-z, 0-9 and _ only."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower())


def _plain(text: str) -> str:
    """The text as a part of a tag, where | is the sign between two parts."""
    return text.replace("|", "/")
