"""Every row of ours has an id of its own: rows pasted in get one, and of two rows with one id the later gets a new one.

Adapters give a row without a unique id the key `#<row>`; this turns such keys into ids, as ordinary
changes. It runs before every other operation, so that nothing else ever works on a row by its number.
"""

from __future__ import annotations

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Row, has_id
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Outcome

NEW_ID = "identify: the row had no id"
OWN_ID = "identify: another row has the same id, so this one gets its own"


def plan(book: Book, context: Context) -> Outcome:
    """Ids for the rows of Leads, Activities, Pipeline and every other tab whose ids we mint."""
    edits: list[Edit] = []
    findings: list[Finding] = []
    for tab in schema.TABS:
        if not tab.prefix:
            continue
        for key, row in book.get(tab.name, {}).items():
            if has_id(key):
                continue
            if isinstance(row.get(tab.id), Formula):
                findings.append(_formula_id(tab, key))
                continue
            minted = context.new_id(tab.prefix)
            repeated = row.get(tab.id)
            why = NEW_ID if repeated is None else OWN_ID
            edits.append(Edit(tab.name, key, tab.id, repeated, minted, why, becomes=minted))
            if repeated is not None:
                findings.append(_repeated(tab, minted, row))
    return Outcome(edits, findings)


def _repeated(tab: schema.Tab, minted: str, row: Row) -> Finding:
    message = (
        f"The id {row[tab.id]} stands in another row too, perhaps from copying a row. "
        f"This row is now {minted}; the first one keeps the id."
    )
    return Finding("warning", tab.name, minted, tab.id, "identify.repeated", message, found=row[tab.id])


def _formula_id(tab: schema.Tab, key: str) -> Finding:
    message = (
        f"A formula stands in {tab.id}, so the row has no id that stays. It is left out until the formula is removed."
    )
    return Finding("error", tab.name, key, tab.id, "identify.formula", message)
