"""One command for each operation: its options become flags, its docstring the help."""

from __future__ import annotations

import dataclasses
import shutil
import typing
from pathlib import Path
from typing import Any, Literal

import click

from leadsorted_sheets.errors import WouldOverwrite
from leadsorted_sheets.frontends.cli.flags import FOUND, as_json, end, force, progress, show_all, strict
from leadsorted_sheets.operations import Operation


def command_of(operation: Operation) -> click.Command:
    """The command: it shows what would change, and does it with --apply or --to."""

    def run(book: str, **given: Any) -> None:
        _run(operation, book, **given)

    for decorate in (strict, show_all, as_json, force):
        run = decorate(run)
    command = click.command(operation.name, help=f"{operation.help}\n\n\b\nExample: {operation.example}")(run)
    command.params = [
        click.Argument(["book"], metavar="BOOK"),
        *(_flag(each, hints) for hints in [typing.get_type_hints(operation.options)] for each in _asked(operation)),
        *_FLAGS,
        *command.params,
    ]
    return command


_FLAGS: tuple[click.Option, ...] = (
    click.Option(
        ["--where"], default="", metavar="FILTER", help='Only these leads, such as "status=New and owner is blank".'
    ),
    click.Option(["--apply"], is_flag=True, help="Write the changes. Without it they are only shown."),
    click.Option(["--check"], is_flag=True, help="Change nothing; exit with 1 where anything would change."),
    click.Option(["--to"], default="", metavar="FILE", help="Write the result to a new file and leave BOOK as it is."),
)


def _run(
    operation: Operation, book: str, *, where: str, apply: bool, check: bool, to: str, force: bool, as_json: bool,
    show_all: bool, strict: bool, **options: Any,
) -> None:  # fmt: skip
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session import Session
    from leadsorted_sheets.workbook.resolve import workbook_at

    if check and (apply or to):
        raise click.UsageError("--check changes nothing, so it does not go with --apply or --to.")
    address = _copied(book, to, force=force) if to else book
    with progress() as tell:
        session = Session(workbook_at(address), progress=tell)
        result = session.run(operation.name, operation.options(**options), apply=apply or bool(to), where=where)
    if as_json:
        click.echo(json.rendered(json.of_result(result)))
    else:
        out = preview.console()
        preview.show(result, out, limit=10**9 if show_all else preview.SHOWN)
        preview.show_outcome(result, out, command=f"leadsorted {operation.name} {book}")
    if check and (result.changes or result.doubts):
        raise click.exceptions.Exit(FOUND)
    end(strict=strict, findings=result.findings, also=bool(result.clashes))


def _asked(operation: Operation) -> list[dataclasses.Field[Any]]:
    """The options a person is asked for; those without a help text are set by the program."""
    return [each for each in dataclasses.fields(operation.options) if "help" in each.metadata]


def _flag(option: dataclasses.Field[Any], hints: dict[str, Any]) -> click.Option:
    name = "--" + option.name.replace("_", "-")
    kind = hints[option.name]
    help = option.metadata["help"]
    if kind is bool:
        return click.Option([f"{name}/--no-{name[2:]}"], default=option.default, show_default=True, help=help)
    if typing.get_origin(kind) is Literal:
        return click.Option(
            [name], type=click.Choice(typing.get_args(kind)), default=option.default, show_default=True, help=help
        )
    return click.Option([name], type=kind, default=option.default, show_default=option.default != "", help=help)


def _copied(book: str, to: str, *, force: bool) -> str:
    """A copy to work on, so that the book itself stays as it is."""
    if Path(to).exists() and not force:
        raise WouldOverwrite(to)
    shutil.copyfile(book, to)
    return to
