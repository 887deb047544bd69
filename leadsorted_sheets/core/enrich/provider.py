"""What a provider of the user's own has answered, as a hidden tab of the Book, and which of it may be filled in.

The session asks the provider and puts its answers here, a row a lead: `ANSWERS`. What is asked and how a provider is
made is in docs/enrichment.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key, Row, Table
from leadsorted_sheets.core.cell import Cell, Error, Formula, canon, shown
from leadsorted_sheets.core.findings import Finding

ANSWERS = "_answers"
"""Key: the lead's; fields: columns of Leads."""
ASKED: tuple[str, ...] = (
    *("Lead ID", "First name", "Last name", "Company", "Job title", "Email", "Phone", "Website"),
    *("Street", "City", "Region", "Postcode", "Country"),
)
"""What a provider is told of a lead. Notes, money and history stay at home."""
FILLED: tuple[str, ...] = (
    *("First name", "Last name", "Company", "Job title", "Email", "Phone", "Website", "Street", "City", "Region"),
    *("Postcode", "Country", "Industry", "Employees", "Seniority", "Time zone"),
)
"""What a provider may say of one."""


def asked(row: Row) -> dict[str, str]:
    """What a provider is told of a lead: text, blanks and formulas left out."""
    return {name: shown(cell) for name in ASKED if (cell := row.get(name)) is not None and not _odd(cell)}


def answers_of(given: Mapping[Key, Mapping[str, Cell]]) -> Table:
    """What a provider said, as the tab the plan reads."""
    return {
        key: {name: cell for name, raw in row.items() if (cell := canon(raw)) is not None} for key, row in given.items()
    }


def usable(key: Key, answer: Row, findings: list[Finding]) -> Iterator[tuple[str, Cell]]:
    """The answers that fit their columns; each other one is a finding."""
    for name, cell in answer.items():
        column = schema.LEADS.column(name)
        if name not in FILLED or column is None:
            message = f"The provider says something under {name}, which it may not fill. It was left out."
            findings.append(Finding("note", "Leads", key, name, "enrich.answer", message, cell))
            continue
        if column.kind == "whole":
            fits = isinstance(cell, int) and not isinstance(cell, bool)
        else:
            fits = isinstance(cell, str) and (column.pick not in schema.LISTS or cell in schema.LISTS[column.pick])
        if fits:
            yield name, cell
        else:
            message = f"The provider's answer {shown(cell)!r} does not fit under {name}. It was left out."
            findings.append(Finding("warning", "Leads", key, name, "enrich.answer", message, cell))


def _odd(cell: Cell) -> bool:
    return isinstance(cell, Formula | Error)
