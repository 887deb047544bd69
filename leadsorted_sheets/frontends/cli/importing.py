"""Lists into a book that is in use, by hand or as they arrive."""

from __future__ import annotations

import shlex
import sys
import time
from typing import TYPE_CHECKING, Literal, get_args

import click

from leadsorted_sheets.core.importing.plan import Mode
from leadsorted_sheets.frontends.cli.books import pairs
from leadsorted_sheets.frontends.cli.flags import as_json, end, progress, show_all, strict

if TYPE_CHECKING:
    from leadsorted_sheets.session.importing import Wishes

_EVERY = 10
"""Seconds between two looks into an inbox."""


@click.command("import")
@click.argument("book")
@click.argument("lists", nargs=-1, required=True, metavar="IN...")
@click.option(
    "--map", "maps", multiple=True, metavar='"THEIRS=OURS"', help='Which column is which, such as "Mail=Email".'
)
@click.option(
    "--on-duplicate",
    type=click.Choice(get_args(Mode)),
    default="review",
    show_default=True,
    help="A row that is a lead already: review puts the pair on Review, skip leaves the row out, update fills the lead's blanks, create makes a lead of it all the same.",
)
@click.option(
    "--overwrite",
    multiple=True,
    metavar="COLUMN",
    help='With update: in this column the list goes before what stands here, such as "Job title"; all for every column.',
)
@click.option("--source", default="", metavar="NAME", help="Where these leads came from, such as Trade show.")
@click.option(
    "--as",
    "rows",
    type=click.Choice(("auto", "leads", "activities")),
    default="auto",
    show_default=True,
    help="What the rows are. auto: the list says it itself.",
)
@click.option("--watch", is_flag=True, help="Bring in what comes into the folders or tabs, each once, until Ctrl-C.")
@click.option(
    "--apply", is_flag=True, help="Write the changes. Without it they are only shown. --watch writes at once."
)
@as_json
@show_all
@strict
def import_lists(
    book: str, lists: tuple[str, ...], maps: tuple[str, ...], on_duplicate: Mode, overwrite: tuple[str, ...],
    source: str, rows: Literal["auto", "leads", "activities"], watch: bool, apply: bool, as_json: bool, show_all: bool,
    strict: bool,
) -> None:  # fmt: skip
    """Bring lists into a book: map their columns, normalise them, hold them against the leads that are there.

    IN is a file (CSV, Excel, OpenDocument, vCards), a folder, or a tab such as gsheet:KEY#Form responses 1. The exports
    of the known CRMs, lead ads and lists of activities are known by their headers. Rows that cannot be used come back in
    BOOK.rejected.csv with the reason.

    \b
    Example: leadsorted import leads.xlsx fair.csv --source "Trade show" --apply
    """
    from leadsorted_sheets.frontends import import_preview, json
    from leadsorted_sheets.frontends.preview import SHOWN, console
    from leadsorted_sheets.session.importing import Wishes, bring_in

    if overwrite and on_duplicate != "update":
        raise click.UsageError("--overwrite says what an update takes from the list: add --on-duplicate update.")
    if watch and as_json:
        raise click.UsageError("--watch goes on for ever: leave out --json.")
    wishes = Wishes(on_duplicate, overwrite, pairs("--map", maps), source, rows)
    if watch:
        _watched(book, lists, wishes)
        return
    with progress() as tell:
        brought = bring_in(book, lists, wishes, apply=apply, progress=tell)
    if as_json:
        click.echo(json.rendered(import_preview.as_data(brought)))
    else:
        command = shlex.join(["leadsorted", *sys.argv[1:]])
        import_preview.show(brought, console(), command=command, book=book, limit=10**9 if show_all else SHOWN)
    end(
        strict=strict,
        findings=brought.result.findings,
        also=bool(brought.rejected or brought.result.clashes),
    )


def _watched(book: str, lists: tuple[str, ...], wishes: Wishes) -> None:
    from leadsorted_sheets.frontends.import_preview import in_a_line
    from leadsorted_sheets.session.importing import Inbox
    from leadsorted_sheets.session.inbox import watch

    inbox = Inbox(book, wishes)

    def take(source: str) -> None:
        brought = inbox.take(source)
        if brought is not None:
            click.echo(f"{time.strftime('%H:%M')} {source}: {in_a_line(brought)}")

    def refused(source: str, why: Exception) -> None:
        if inbox.is_news(source, why):
            click.echo(f"{time.strftime('%H:%M')} {source}: {why}", err=True)

    def pause() -> bool:
        time.sleep(_EVERY)
        return True

    click.echo(f"Waiting for lists in {', '.join(lists)}. Press Ctrl-C to stop.")
    watch(lists, take, pause=pause, refused=refused)
