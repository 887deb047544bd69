"""`report BOOK --html FILE`: the report as a page of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from leadsorted_sheets.errors import WouldOverwrite
from leadsorted_sheets.frontends.cli.flags import end, progress


def with_page(command: click.Command) -> click.Command:
    """The report command, which with --html writes a page; the book is filled only with --apply, as ever."""
    plain = command.callback

    def run(*, html: str, **given: Any) -> None:
        if html:
            _write(html, **given)
        elif plain is not None:
            plain(**given)

    help = "Write the report as one page with charts, to open, print or mail. It needs no network."
    command.params.append(click.Option(["--html"], default="", metavar="FILE", help=help))
    command.callback = run
    return command


def _write(
    html: str, *, book: str, where: str, apply: bool, check: bool, copy: str, force: bool, as_json: bool, strict: bool,
    **_others: Any,
) -> None:  # fmt: skip
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.frontends.html import Heading, page
    from leadsorted_sheets.session import Session
    from leadsorted_sheets.session.context import context_for
    from leadsorted_sheets.workbook import files
    from leadsorted_sheets.workbook.resolve import workbook_at

    if check or copy:
        raise click.UsageError("--html writes a page, so it does not go with --check or --to.")
    if Path(html).exists() and not force:
        raise WouldOverwrite(html)
    with progress() as tell:
        result = Session(workbook_at(book), progress=tell).run("report", apply=apply, where=where)
    context = context_for(result.reading.book)
    now = context.local_now
    heading = Heading(Path(book).stem or book, f"{now.day} {now:%B %Y, %H:%M} ({context.zone})", where)
    told = [preview.sentence(each, result.reading) for each in result.findings if each.rule.startswith(_ABOUT_FIGURES)]
    files.replace(Path(html), page(heading, result.figures, told).encode())
    if as_json:
        click.echo(json.rendered({**json.of_result(result), "html": html}))
    else:
        click.echo(f"{html} is ready. Open it in a browser, print it, or mail it.")
        if result.applied and result.change_id:
            click.echo(f"The Report tab is filled too. To take it back: leadsorted undo {book}")
    end(strict=strict, findings=result.findings, also=bool(result.clashes))


_ABOUT_FIGURES = ("report.", "records.", "settings.")
