"""The day's list, its reminders and its drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadsorted_sheets.frontends.cli.flags import as_json, end, force, progress, strict

if TYPE_CHECKING:
    from leadsorted_sheets.frontends.json import Plain
    from leadsorted_sheets.session.today import Today


@click.command()
@click.argument("book")
@click.option(
    "--owner", default="", metavar="NAME", help="Whose day; a name, an e-mail, or me. Everybody's by default."
)
@click.option("--ics", default="", metavar="FILE", help="Write the next actions that have a day as calendar reminders.")
@click.option(
    "--drafts", default="", metavar="DIR", help="Write the e-mails of the steps that are due as drafts (.eml)."
)
@as_json
@strict
@force
def today(book: str, owner: str, ics: str, drafts: str, as_json: bool, strict: bool, force: bool) -> None:
    """What is due, overdue, late, quiet or without an owner, as one list a person, ready to mail.

    Nothing in the book is changed. A calendar that imports the reminders again moves what it has. Nobody who asked not
    to be contacted is on a list or written to.

    \b
    Example: leadsorted today leads.xlsx --owner Ann --ics ann.ics --drafts drafts
    """
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session.today import Wishes
    from leadsorted_sheets.session.today import today as day_of
    from leadsorted_sheets.workbook.resolve import workbook_at

    with progress() as tell:
        day = day_of(workbook_at(book), Wishes(owner, ics, drafts, force), progress=tell)
    if as_json:
        click.echo(json.rendered(_facts(day)))
    else:
        out = preview.console()
        for each in day.digests:
            click.echo(each.text)
        if not day.digests:
            click.echo("Nothing is due, and no lead is open.")
        if day.agenda.asked_not_to:
            click.echo(f"Left out, for they asked not to be contacted: {day.agenda.asked_not_to:,}.")
        preview.show_findings(day.findings, day.reading, out)
        if ics:
            click.echo(
                f"{ics}: {day.reminders:,} reminders. Import it into your calendar; again later, it moves what is there."
            )
        if drafts:
            kept = (
                f" {day.kept:,} were there already and stay as they are (--force writes them anew)." if day.kept else ""
            )
            click.echo(f"{drafts}: {len(day.drafts):,} drafts.{kept}")
    end(strict=strict, findings=day.findings)


def _facts(day: Today) -> dict[str, Plain]:
    from leadsorted_sheets.frontends.json import of_findings

    items: list[Plain] = [
        {
            "owner": item.owner or None,
            "section": item.section,
            "tab": item.tab,
            "key": item.key,
            "lead": item.lead,
            "name": item.name,
            "company": item.company or None,
            "phone": item.phone or None,
            "email": item.email or None,
            "action": item.action or None,
            "due": item.due.isoformat() if item.due else None,
            "remark": item.remark or None,
            "score": item.score,
        }
        for item in day.agenda.items
    ]
    digests: list[Plain] = [
        {"owner": each.owner or None, "subject": each.subject, "text": each.text} for each in day.digests
    ]
    return {
        "day": day.agenda.day.isoformat(),
        "items": items,
        "digests": digests,
        "asked_not_to": day.agenda.asked_not_to,
        "reminders": day.reminders,
        "drafts": list(day.drafts),
        "kept": day.kept,
        "findings": of_findings(day.findings, day.reading),
    }
