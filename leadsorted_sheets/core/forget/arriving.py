"""Rows that arrive: somebody who was forgotten does not come back with a list."""

from __future__ import annotations

from collections.abc import Sequence

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.forget.marks import Marked

RULE = "import.forgotten"


def kept_out(book: Book, arrivals: Sequence[AddRow], country: str = "") -> tuple[list[AddRow], list[Finding]]:
    """The rows without those of people whom the book has forgotten, and a finding for each of these.

    A row of Activities goes by what it says of its lead.
    """
    marked = Marked.of(book, country)
    if not marked:
        return list(arrivals), []
    stay: list[AddRow] = []
    findings: list[Finding] = []
    for arrival in arrivals:
        since = marked.since(arrival.row)
        if since:
            findings.append(Finding("warning", arrival.tab, arrival.key, None, RULE, _MESSAGE.format(since=since)))
        else:
            stay.append(arrival)
    return stay, findings


_MESSAGE = (
    "This person was forgotten on {since} and did not come in. Take the row out of the list too. Where they have come "
    "back of their own will, add them by hand: leadsorted add."
)
