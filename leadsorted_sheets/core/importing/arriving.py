"""Rows on their way in, in the one spelling that the book keeps: what normalise would do, done before they are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import same, shown
from leadsorted_sheets.core.changes import AddRow, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.importing.signals import WHOSE
from leadsorted_sheets.core.plan import Context

_OF_LEADS = ("Email", "Phone")


def normalised(
    book: Book, arrivals: Sequence[AddRow], context: Context
) -> tuple[tuple[AddRow, ...], tuple[Finding, ...]]:
    """The rows of one list, normalised by what that list shows and the book's Settings; and what is doubtful in them.

    What a row of activities says of its lead is spelt like a lead's, or the lead would not be found by it.
    """
    from leadsorted_sheets.core import normalise

    tables: dict[str, dict[Key, Row]] = {"Leads": {}, "Activities": {}}
    for arrival in arrivals:
        tables[arrival.tab][arrival.key] = arrival.row
    whose = {key: {name: row[name] for name in WHOSE if name in row} for key, row in tables["Activities"].items()}
    settings = {tab: table for tab, table in book.items() if tab not in _OF_ROWS}
    outcome = normalise.plan({**settings, **tables, "Leads": tables["Leads"] | whose}, normalise.Options(), context)
    ours = {arrival.key for arrival in arrivals}
    there: Book = {"Leads": tables["Leads"] | whose, "Activities": tables["Activities"]}
    after = apply(there, [change for change in outcome.changes if change.tab in there and change.key in ours])
    rows = tuple(replace(arrival, row=_row(arrival, after)) for arrival in arrivals)
    findings = tuple(
        finding for finding in outcome.findings if finding.tab in there and (finding.key is None or finding.key in ours)
    )
    return rows, findings


_OF_ROWS = frozenset({"Leads", "Activities", "Pipeline"})


def _row(arrival: AddRow, after: Book) -> Row:
    row = after[arrival.tab][arrival.key]
    if arrival.tab == "Leads":
        return row
    whose = after["Leads"].get(arrival.key, {})
    return {**row, **{name: whose[name] for name in WHOSE if name in whose}}


def landed(findings: Sequence[Finding], became: Mapping[Key, Key], after: Book) -> tuple[Finding, ...]:
    """The findings about rows that arrived, as findings about the rows they are by now.

    One about a value that did not come in is gone with it: the row was skipped, or the lead kept its own. A pair is
    named by its lower id, which may be the lead's that was here before.
    """
    kept: list[Finding] = []
    for finding in findings:
        key = finding.key
        of_the_book = key not in became and key in after.get(finding.tab, {})
        if key is None or finding.tab == "Activities" or of_the_book or became.get(key) == key:
            kept.append(finding)
            continue
        lead = became.get(key)
        if lead is None or finding.field is None:
            continue
        now = after.get(finding.tab, {}).get(lead, {}).get(finding.field)
        if finding.found is not None and (same(now, finding.found) or shown(now) == shown(finding.found)):
            kept.append(replace(finding, key=lead))
    return tuple(kept)
