"""Commands without buttons: ticks on Settings."""

from __future__ import annotations

import time
from pathlib import Path

import click


@click.command()
@click.argument("book")
@click.option(
    "--every", type=click.IntRange(1, 3600), default=3, show_default=True, metavar="SECONDS",
    help="How often to look whether the file has changed.",
)  # fmt: skip
def watch(book: str, every: int) -> None:
    """Do what is ticked under Commands on Settings, each time the workbook is saved and closed. Ctrl-C ends it.

    The tick goes, and the row says when it ran and what came of it. For places where macros are not allowed.

    \b
    Example: leadsorted watch leads.xlsx
    """
    from leadsorted_sheets.session.watching import watch as begin

    sentences = begin(Path(book), every=every, sleep=time.sleep)
    click.echo(f"Watching {book}. Tick a command under Commands on Settings, save and close. Ctrl-C ends it.")
    for sentence in sentences:
        click.echo(f"{time.strftime('%H:%M')} {sentence}")
