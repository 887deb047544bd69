"""The answer to the question where phones without a country are from: a preference, and the phones written by it."""

from __future__ import annotations

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.review.doubts import raised
from leadsorted_sheets.core.state import DECISIONS

RULE = "normalise.home"
PREFERENCE, NAME = "Preferences", "Country"
ANSWERED = "review: where phones without a country are from"
_PHONES = ("Phone", "Other phones")


def chosen(row: Row, book: Book) -> Change | Finding:
    """The preference as the Suggestion of the question says it, be it a code or the country's name."""
    from leadsorted_sheets.core.normalise.countries import country_code

    wanted = row.get("Suggestion")
    code = country_code(shown(wanted))
    if not code:
        message = f'"{shown(wanted)}" is no country we know. Write one under Suggestion, such as DE, and decide again.'
        return Finding(
            "warning", "Review", shown(row.get("Review ID")), "Suggestion", "review.country", message, wanted
        )
    there = book.get(PREFERENCE, {}).get(NAME)
    if there is None:
        return AddRow(PREFERENCE, NAME, {"Preference": NAME, "Value": code}, ANSWERED)
    return Edit(PREFERENCE, NAME, "Value", there.get("Value"), code, ANSWERED)


def written_by(country: str, book: Book, context: Context) -> list[Change]:
    """The phones of the book by its new preference, and questions about those that are no numbers there.

    What somebody has decided to leave as it is stays so.
    """
    from leadsorted_sheets.core import normalise

    decided = book.get(DECISIONS, {})
    asked = normalise.plan(book, normalise.Options(region=country, fields=_PHONES), context)
    edits = [change for change in asked.changes if isinstance(change, Edit) and _identity(change) not in decided]
    after = apply(book, edits)
    rest = normalise.plan(after, normalise.Options(fields=_PHONES), context)
    return [*edits, *raised(rest.findings, after, context, examined="")]


def _identity(edit: Edit) -> str:
    """The decision there would be about this very phone."""
    alone = Finding("review", edit.tab, edit.key, edit.field, "normalise.phone", "", edit.before)
    return f"value:{alone.identity}"
