"""What headers say about amounts and times: "Wert (EUR)", "Created (UTC)". Nothing is converted, so it is said."""

from __future__ import annotations

from collections.abc import Sequence

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.headers import currency_in, without_unit
from leadsorted_sheets.core.normalise.numbers import currency_of
from leadsorted_sheets.core.schema import LEADS
from leadsorted_sheets.intake.mapping import Mapped


def unit_notes(columns: Sequence[Mapped], saved: Book) -> list[str]:
    """A line for each column of amounts or times whose header names a currency or a time zone. `saved` has the workbook's currency."""
    ours = shown(saved.get("Preferences", {}).get("Currency", {}).get("Value")).strip().upper()
    notes: list[str] = []
    for column in columns:
        unit = without_unit(column.header)[1]
        field = LEADS.column(column.field or "")
        if not unit or column.own or field is None:
            continue
        if field.kind == "money" and (currency := currency_in(unit)):
            code = currency_of(f"{currency} 1")
            other = f" The workbook counts in {ours}." if code and ours and code != ours else ""
            notes.append(
                f'The header "{column.header}" says {unit}; its amounts were taken as {field.name}, as they stand.{other}'
            )
        elif field.kind == "moment" and unit.isupper() and not currency_in(unit):
            notes.append(
                f'The header "{column.header}" says {unit}; its times were taken as {field.name}, as they stand.'
            )
    return notes
