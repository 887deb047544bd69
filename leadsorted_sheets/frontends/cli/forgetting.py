"""Erasing a person: shown first, asked, done for good."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import click

from leadsorted_sheets.errors import NeedsYes
from leadsorted_sheets.frontends.cli.flags import as_json, progress, show_all

if TYPE_CHECKING:
    from leadsorted_sheets.frontends.json import Plain
    from leadsorted_sheets.session.forgetting import Forgotten


@click.command()
@click.argument("book", metavar="BOOK")
@click.argument("lead", metavar="LEAD|EMAIL")
@click.option(
    "--yes", is_flag=True, help="Do it without asking. Where nobody can be asked, nothing is done without it."
)
@as_json
@show_all
def forget(book: str, lead: str, yes: bool, as_json: bool, show_all: bool) -> None:
    """Erase a person for good: the lead, its activities, and every trace in history, undo, backup and notes.

    It shows first what would go, and what it cannot reach. Deals keep their figures and lose every text. The person
    goes from the Google sheet and from colleagues' workbooks as they sync, and an import does not bring them back.
    There is no undo.

    \b
    Example: leadsorted forget leads.xlsx ann@acme.example
    """
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session.forgetting import forget as erase
    from leadsorted_sheets.session.forgetting import whom

    with progress() as tell:
        found = whom(book, lead, progress=tell)
    out = preview.console()
    if not as_json:
        click.echo(_told(found))
        preview.show_findings(found.left, found.reading, out, limit=10**9 if show_all else preview.SHOWN)
    if not yes:
        command = shlex.join(["leadsorted", "forget", book, found.lead])
        if as_json or not sys.stdin.isatty():
            if as_json:
                click.echo(json.rendered(_facts(found)))
            raise NeedsYes("Forgetting a person", command)
        if not click.confirm(f"\nErase {found.who} for good? This cannot be undone"):
            click.echo("Nothing was changed.")
            return
    with progress() as tell:
        done = erase(book, found, progress=tell)
    if as_json:
        click.echo(json.rendered(_facts(done)))
        return
    preview.show_findings([each for each in done.left if each not in found.left], done.reading, out)
    click.echo(f"\n{done.lead} is forgotten.")


def _told(found: Forgotten) -> str:
    """What would go, and what is out of reach."""
    head = f"{found.who} was forgotten before; what is left goes:" if found.again else f"{found.who} would be erased:"
    lines = [f"  {count:>6}  {what}" for what, count in found.counts] or ["          nothing is left in the workbook"]
    beyond = [f"  - {each}" for each in found.beyond]
    return "\n".join([head, *lines, "", "Out of reach:", *beyond])


def _facts(found: Forgotten) -> dict[str, Plain]:
    left: list[Plain] = [
        {"place": found.reading.place(each.tab, each.key, each.field), "rule": each.rule, "message": each.message}
        for each in found.left
    ]
    counts: list[Plain] = [{"what": what, "count": count} for what, count in found.counts]
    return {
        "lead": found.lead,
        "done": found.done,
        "counts": counts,
        "left": left,
        "beyond": list(found.beyond),
    }
