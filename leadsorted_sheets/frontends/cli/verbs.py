"""One command for each verb on a lead or deal: its options become arguments and flags, its docstring the help."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any, Literal

import click

from leadsorted_sheets.frontends.cli.flags import as_json, end, progress, show_all, strict
from leadsorted_sheets.frontends.cli.operating import flag
from leadsorted_sheets.session.verbs import Verb


def verb_command(verb: Verb) -> click.Command:
    """The command: it does what it says at once, and tells how to take it back."""

    def run(book: str, **given: Any) -> None:
        _run(verb, book, **given)

    for decorate in (strict, show_all, as_json):
        run = decorate(run)
    command = click.command(verb.name, help=f"{verb.help}\n\n\b\nExample: {verb.example}")(run)
    hints = typing.get_type_hints(verb.options)
    asked = dataclasses.fields(verb.options)
    command.params = [
        click.Argument(["book"], metavar="BOOK"),
        *(_argument(each, hints[each.name]) for each in asked if "argument" in each.metadata),
        *(flag(each, hints[each.name]) for each in asked if "argument" not in each.metadata),
        *command.params,
    ]
    return command


def _argument(option: dataclasses.Field[Any], kind: Any) -> click.Argument:
    optional = bool(option.metadata.get("optional"))
    chosen = click.Choice(typing.get_args(kind)) if typing.get_origin(kind) is Literal else str
    named = option.metadata["argument"]
    told: dict[str, Any] = {"default": "", "required": False} if optional else {"required": True}
    return click.Argument([option.name], type=chosen, metavar=f"[{named}]" if optional else named, **told)


def _run(verb: Verb, book: str, *, as_json: bool, show_all: bool, strict: bool, **options: Any) -> None:
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session.verbs import act
    from leadsorted_sheets.workbook.resolve import workbook_at

    with progress() as tell:
        result = act(workbook_at(book), verb.name, verb.options(**options), progress=tell)
    if as_json:
        click.echo(json.rendered(json.of_result(result)))
    else:
        out = preview.console()
        preview.show(result, out, limit=10**9 if show_all else preview.SHOWN)
        if verb.writes:
            preview.show_outcome(result, out, command=f"leadsorted {verb.name} {book}")
    end(strict=strict, findings=result.findings, also=bool(result.clashes))
