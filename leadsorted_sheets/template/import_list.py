"""The list to fill in and import: the columns a person knows, and one example row."""

from __future__ import annotations

import csv
import io

from leadsorted_sheets.core.schema import LEADS

OURS: frozenset[str] = frozenset(
    {
        "Lead ID",
        "Score",
        "Rating",
        "Last activity",
        "First contacted",
        "Qualified on",
        "Assigned on",
        "Sequence",
        "Step",
        "Lost reason",
        "Quality",
        "Deal ID",
        "External IDs",
        "Updated",
        "Why",
    }
)
"""Columns of Leads that are filled by us, or as the lead goes its way."""

EXAMPLE: dict[str, str] = {
    "First name": "Ana",
    "Last name": "Example",
    "Company": "Example Trading Ltd",
    "Job title": "Head of Operations",
    "Email": "ana@example.com",
    "Phone": "+442079460018",
    "Source": "Referral",
    "Status": "New",
    "Next action": "Call to introduce ourselves",
    "Next action due": "2026-03-02",
    "Notes": "This row is an example. Replace it.",
    "Website": "https://example.com",
    "Street": "1 High Street",
    "City": "London",
    "Postcode": "SW1A 1AA",
    "Country": "GB",
    "Employees": "120",
    "Created": "2026-02-27 09:30",
}
"""A person nobody is: names, addresses and numbers reserved for examples (RFC 2606, Ofcom's drama numbers)."""


def import_list() -> str:
    """`leads.csv` as text: comma, CRLF, as RFC 4180 has it."""
    fields = [name for name in LEADS.fields if name not in OURS]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fields, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(EXAMPLE)
    return text.getvalue()
