"""One command for each operation: its options become flags, its docstring the help."""

from __future__ import annotations

import contextlib
import dataclasses
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import click

from leadsorted_sheets.errors import WouldOverwrite
from leadsorted_sheets.frontends.cli.flags import FOUND, as_json, end, force, progress, show_all, strict
from leadsorted_sheets.operations import Operation
from leadsorted_sheets.workbook import files


def command_of(operation: Operation) -> click.Command:
    """The command: it shows what would change, and does it with --apply or --to."""

    def run(book: str, **given: Any) -> None:
        _run(operation, book, **given)

    for decorate in (strict, show_all, as_json, force):
        run = decorate(run)
    command = click.command(operation.name, help=f"{operation.help}\n\n\b\nExample: {operation.example}")(run)
    hints = typing.get_type_hints(operation.options)
    asked = [each for each in dataclasses.fields(operation.options) if each.name != _SCOPE]
    command.params = [
        click.Argument(["book"], metavar="BOOK"),
        *(flag(each, hints[each.name]) for each in asked),
        *_FLAGS,
        *([] if any(each.name == "to" for each in asked) else [_TO]),
        *command.params,
    ]
    return command


_SCOPE = "keys"
"""The option that --where fills in; nobody types it."""
_FLAGS: tuple[click.Option, ...] = (
    click.Option(
        ["--where"], default="", metavar="FILTER", help='Only these leads, such as "status=New and owner is blank".'
    ),
    click.Option(["--apply"], is_flag=True, help="Write the changes. Without it they are only shown."),
    click.Option(["--check"], is_flag=True, help="Change nothing; exit with 1 where anything would change."),
)
_TO = click.Option(
    ["--to", "copy"], default="", metavar="FILE", help="Write to a new file at once and leave BOOK as it is."
)


def _run(
    operation: Operation, book: str, *, where: str, apply: bool, check: bool, force: bool, as_json: bool,
    show_all: bool, strict: bool, copy: str = "", **options: Any,
) -> None:  # fmt: skip
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session import Session
    from leadsorted_sheets.workbook.resolve import workbook_at

    if check and (apply or copy):
        raise click.UsageError("--check changes nothing, so it does not go with --apply or --to.")
    with progress() as tell, _copied(book, copy, force=force) as address:
        session = Session(workbook_at(address, backup=not copy), progress=tell)
        result = session.run(operation.name, operation.options(**options), apply=apply or bool(copy), where=where)
    if as_json:
        click.echo(json.rendered(json.of_result(result)))
    else:
        out = preview.console()
        preview.show(result, out, limit=10**9 if show_all else preview.SHOWN)
        preview.show_outcome(result, out, command=f"leadsorted {operation.name} {book}")
    if check and (result.seen or result.doubts):
        raise click.exceptions.Exit(FOUND)
    end(strict=strict, findings=result.findings, also=bool(result.clashes))


def flag(option: dataclasses.Field[Any], kind: Any) -> click.Option:
    """A field of the options as a flag: a bool is a pair, a tuple may be given several times, a Literal is a choice."""
    name = "--" + option.name.replace("_", "-")
    told = {
        "default": option.default,
        "help": option.metadata["help"],
        "show_default": option.default not in {"", None, ()},
    }
    if kind is bool:
        return click.Option([f"{name}/--no-{name[2:]}"], **told)
    if typing.get_origin(kind) is Literal:
        return click.Option([name], type=click.Choice(typing.get_args(kind)), **told)
    if typing.get_origin(kind) is tuple:
        return click.Option([name], multiple=True, **told)
    plain = next((each for each in typing.get_args(kind) if each is not type(None)), kind)
    return click.Option([name], type=plain, **told)


@contextlib.contextmanager
def _copied(book: str, copy: str, *, force: bool) -> Iterator[str]:
    """The book itself, or a copy to work on. Where the work fails, what stood in the copy's place stands there again."""
    if not copy:
        yield book
        return
    path = Path(copy)
    before = files.content(path) if path.exists() else None
    if before is not None and not force:
        raise WouldOverwrite(copy)
    files.replace(path, files.content(Path(book)))
    try:
        yield copy
    except BaseException:
        if before is None:
            path.unlink()
        else:
            files.replace(path, before)
        raise
