"""What a click in LibreOffice Calc means: an order comes in as JSON, the command is done on the file, the answer goes out.

python -m leadsorted_sheets.frontends.calc_click < order.json

The order is `{"command": name, "book": path, "answers": [text, ...]}`, as `ribbon/calc/lead_sorted_toolbar.py` sends
it. The answer is `{"text": what the box says, "open": a file to show or "", "tab": where to go or ""}`. An operation is
run as Excel's ribbon runs it; every other verb as its command does it, so a new command needs nothing here.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leadsorted_sheets.errors import LeadSortedError
from leadsorted_sheets.frontends.buttons import Command, command_of
from leadsorted_sheets.operations import BY_NAME

if TYPE_CHECKING:
    from leadsorted_sheets.session import Result

WIDTH = 96
"""Letters in a line of the box."""
_TABS = {"review": "Review", "report": "Report"}
_BACK = "Undo on this toolbar takes it back."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person is told and shown."""

    text: str
    open: str = ""
    tab: str = ""


def main() -> None:
    """One order from standard input, one answer to standard output; ends well whatever happens."""
    with contextlib.redirect_stdout(io.StringIO()):  # nothing but the answer may reach it
        answer = answered(json.loads(sys.stdin.buffer.read()))
    told = {"text": answer.text, "open": answer.open, "tab": answer.tab}
    sys.stdout.buffer.write(json.dumps(told).encode())


def answered(order: Mapping[str, Any]) -> Answer:
    """The command is done, and what came of it. Whatever goes wrong becomes a sentence."""
    try:
        command = command_of(order["command"])
        book, answers = str(order["book"]), [str(each) for each in order["answers"]]
        return _operated(command, book, answers) if command.verb in BY_NAME else _commanded(command, book, answers)
    except LeadSortedError as refusal:
        return Answer(str(refusal))
    except click.ClickException as misuse:
        return Answer(misuse.format_message())
    except Exception:  # noqa: BLE001  # a person is told where the rest stands, LibreOffice is told nothing
        return Answer(f"Lead Sorted met a fault of its own. What it was stands in {_logged(traceback.format_exc())}.")


def words(command: Command, book: str, answers: Sequence[str]) -> list[str]:
    """The command line that says the same. What a person typed is never taken for a flag.

    >>> from leadsorted_sheets.frontends.buttons import command_of
    >>> words(command_of("adopt"), "/leads.xlsx", [])
    ['adopt', '--apply', '--', '/leads.xlsx']
    """
    from leadsorted_sheets.frontends.cli import cli

    told: dict[str, str | bool] = dict(command.options)
    said = zip(command.questions, answers, strict=True)
    told |= {question.option: answer for question, answer in said if answer}  # what is left blank is not said
    flags: list[str] = []
    places: list[str] = []
    for each in cli.commands[command.verb].params:
        name = each.name or ""
        if isinstance(each, click.Argument):
            places += [book] if name == "book" else str(told.get(name, "")).splitlines()
        elif name == "apply" and not command.preview:
            flags.append("--apply")
        elif name == "force" and any(question.kind == "save" for question in command.questions):
            flags.append("--force")  # the dialog has asked already
        elif name in told:
            flags.append(_flag(each, told[name]))
        elif name == "to" and command.verb == "export":
            flags.append(f"--to={_beside(book, str(told.get('name', told.get('crm', 'crm'))))}")
        elif name == "name" and "crm" in told:
            flags.append(f"--crm={told['crm']}")
    return [command.verb, *flags, "--", *places]


def _flag(option: click.Parameter, value: str | bool) -> str:
    if value is False:
        return option.secondary_opts[0]
    return option.opts[0] if value is True else f"{option.opts[0]}={value}"


def _operated(command: Command, book: str, answers: Sequence[str]) -> Answer:
    from leadsorted_sheets.frontends import preview
    from leadsorted_sheets.session import Session
    from leadsorted_sheets.workbook.resolve import workbook_at

    operation = BY_NAME[command.verb]
    told: dict[str, Any] = dict(command.options)
    told |= {question.option: answer for question, answer in zip(command.questions, answers, strict=True)}
    result = Session(workbook_at(book)).run(command.verb, operation.options(**told), apply=not command.preview)
    with _page() as (out, page):
        preview.show(result, out)
    tab = "" if command.preview else _TABS.get(command.verb, "")
    return Answer(f"{_outcome(command, result)}\n\n{page.getvalue()}".strip(), tab=tab)


def _outcome(command: Command, result: Result) -> str:
    """The first line: what was done, in numbers."""
    from leadsorted_sheets.core.changes import AddRow

    waiting = sum(isinstance(change, AddRow) for change in result.doubts)
    review = f" {_many(waiting, 'row')} for you to decide on the Review tab." if waiting else ""
    if not (result.seen or result.doubts):
        return f"{command.label}: nothing to change."
    made = len(result.seen) - len(result.clashes)
    if command.preview:
        return f"{command.label}: nothing was changed. {_many(made, 'change')} would be made.{review}"
    return f"{command.label}: {_many(made, 'change') if made else 'no change'} made.{review} {_BACK}"


def _commanded(command: Command, book: str, answers: Sequence[str]) -> Answer:
    """Run as the command line runs it, and what it says."""
    from leadsorted_sheets.frontends.cli import cli

    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        cli.main(words(command, book, answers), prog_name="leadsorted", standalone_mode=False)
    given = {question.kind: answer for question, answer in zip(command.questions, answers, strict=True)}
    return Answer(told.getvalue().strip() or "Done.", open=given.get("save", ""))


@contextlib.contextmanager
def _page() -> Iterator[tuple[Any, io.StringIO]]:
    from rich.console import Console

    page = io.StringIO()
    yield Console(file=page, width=WIDTH, highlight=False, no_color=True), page


def _beside(book: str, crm: str) -> str:
    """A new folder beside the workbook for the files of a CRM."""
    path = Path(book)
    named = f"{path.stem}-{Path(crm).stem}"
    folder, number = path.with_name(named), 1
    while folder.exists():
        number += 1
        folder = path.with_name(f"{named}-{number}")
    return str(folder)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _logged(trace: str) -> Path:
    """The fault, for whoever mends it; the newest only, and nothing of what the cells hold but what Python names."""
    from leadsorted_sheets.resources import state_folder

    path = state_folder() / "toolbar.log"
    path.write_text(f"{dt.datetime.now(dt.UTC).isoformat()}\n{trace}", "utf-8")
    path.chmod(0o600)
    return path


if __name__ == "__main__":
    main()
