"""What was done, and taking it back."""

from __future__ import annotations

import click

from leadsorted_sheets.frontends.cli.flags import as_json, end, progress, show_all, strict


@click.command()
@click.argument("book")
@click.option("--change", default="", metavar="ID", help="Which change set; the newest by default. See history.")
@click.option(
    "--merge", default="", metavar="L-...", help="One merge only: the lead that went, or the one that stayed."
)
@click.option("--with-later", is_flag=True, help="Also take back later changes to the same rows.")
@as_json
@show_all
@strict
def undo(book: str, change: str, merge: str, with_later: bool, as_json: bool, show_all: bool, strict: bool) -> None:
    """Take the last change back, exactly; cells edited since stay as they are and are named.

    With --merge, one merge among many is taken back: whoever went comes back whole, with activities and deals, and
    dedupe keeps them apart from then on.

    \b
    Example: leadsorted undo leads.xlsx
    """
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session import Session
    from leadsorted_sheets.workbook.resolve import workbook_at

    if merge and with_later:
        raise click.UsageError("--merge takes back one merge alone, so it does not go with --with-later.")
    with progress() as tell:
        session = Session(workbook_at(book), progress=tell)
        result = session.undo_merge(merge, change) if merge else session.undo(change, with_later=with_later)
    if as_json:
        click.echo(json.rendered(json.of_result(result)))
    else:
        out = preview.console()
        preview.show(result, out, limit=10**9 if show_all else preview.SHOWN)
        if result.later:
            names = ", ".join(f"{heading.verb} ({heading.id})" for heading in result.later)
            out.print(
                f"\nLater changes touched the same rows: {names}. To take them along: --with-later", soft_wrap=True
            )
        out.print(
            f"\nTaken back. To do it again after all: leadsorted undo {book} --change {result.change_id}",
            soft_wrap=True,
        )
        if result.partner:
            out.print(f"The next sync takes it to the Google sheet: leadsorted sync {book}", soft_wrap=True)
    end(strict=strict, findings=result.findings, also=bool(result.clashes))


@click.command()
@click.argument("book")
@as_json
def history(book: str, as_json: bool) -> None:
    """What was done to the book, newest first, and how far back undo reaches.

    \b
    Example: leadsorted history leads.xlsx
    """
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session import Session
    from leadsorted_sheets.workbook.resolve import workbook_at

    headings, undone, reach = Session(workbook_at(book)).history()
    if as_json:
        facts: list[json.Plain] = [
            {
                "id": heading.id,
                "when": heading.when.isoformat(),
                "actor": heading.actor,
                "verb": heading.verb,
                "undone": heading.id in undone,
                "undoes": list(heading.undoes),
                "counts": [{"tab": tab, "why": why, "count": count} for tab, why, count in heading.counts],
            }
            for heading in headings
        ]
        click.echo(json.rendered({"history": facts, "reach": reach}))
        return
    preview.show_history(headings, undone, preview.console())
    click.echo(f"\n{reach}")
