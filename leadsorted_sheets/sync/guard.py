"""What a sync does not do without being asked: carry a disaster from one side to the other.

Rows that go and cells that change there are ordinary, many at once are an accident more often than not: a filter that
deleted what it hid, a column pasted one row too low. The sync stops before anything is written and says the number.
"""

from __future__ import annotations

from collections.abc import Mapping

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Table
from leadsorted_sheets.sync.merge import changed_cells
from leadsorted_sheets.sync.sides import Names
from leadsorted_sheets.sync.terms import DATA, Rules, Terms

FEW_ROWS, FEW_CELLS = 20, 200
SHARE_OF_ROWS, SHARE_OF_CELLS = 0.10, 0.30
_ROWS = {"Leads": "leads", "Activities": "activities", "Pipeline": "deals"}


def check(rules: Mapping[str, Rules], base: Book, here: Book, there: Book, *, names: Names, terms: Terms) -> None:
    """Raises errors.ManyGone or errors.ManyChanged where too much is gone from a side, or changed in the sheet."""
    for name, now, other in ((names.there, there, here), (names.here, here, there)):
        gone = {tab: _gone(base.get(tab, {}), now.get(tab, {}), other.get(tab, {})) for tab in DATA if tab in rules}
        for tab, count in gone.items():
            of = len(base.get(tab, {}))
            many = count > max(FEW_ROWS, SHARE_OF_ROWS * of) or (count > 0 and not now.get(tab))
            if many and sum(gone.values()) > terms.allow_removals:
                raise errors.ManyGone(name, f"{count} of {of} {_ROWS[tab]}", sum(gone.values()), terms.command)
    for tab in DATA:
        if tab in rules:
            _check_cells(rules[tab], base.get(tab, {}), there.get(tab, {}), names=names, terms=terms)


def _gone(base: Table, now: Table, other: Table) -> int:
    """Rows that one side has lost and the other has not."""
    return sum(key not in now and key in other for key in base)


def _check_cells(rules: Rules, base: Table, there: Table, *, names: Names, terms: Terms) -> None:
    counts = changed_cells(rules, base, there)
    changed = sum(counts.values())
    if changed <= max(terms.allow_changes, FEW_CELLS - 1):
        return
    held = sum(name in rules.fields for row in base.values() for name in row)
    if changed > SHARE_OF_CELLS * held:
        raise errors.ManyChanged(names.there, rules.tab, changed, held, terms.command)
