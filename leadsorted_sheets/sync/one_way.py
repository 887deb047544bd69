"""What goes from the file to the sheet and never back: the figures of Report, the lines of History.

A sheet that several workbooks share keeps what the others wrote: only what changed in this file since its last
sync is sent.
"""

from __future__ import annotations

from leadsorted_sheets.core.book import Row, Table, has_id
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Edit
from leadsorted_sheets.sync.cells import alike, computed, too_long, written_as
from leadsorted_sheets.sync.merge import Cells, Merged
from leadsorted_sheets.sync.sides import Names
from leadsorted_sheets.sync.terms import Rules

_UNDONE = "Undone"


def report(rules: Rules, base: Table, here: Table, there: Table, *, names: Names, stuck: Cells) -> Merged:
    """The figures that were written here since."""
    out = Merged()
    why = f"sync: reported in {names.here}"
    for key, row in here.items():
        if not has_id(key):
            continue
        before, now = base.get(key, {}), there.get(key)
        wanted = _sendable(rules, row)
        out.agreed[key] = wanted
        changed = [
            name for name in rules.fields if not alike(wanted.get(name), before.get(name), rules.kinds.get(name))
        ]
        if now is None or not changed:  # a line that somebody took off the sheet's Report stays off
            continue
        out.to_there += [
            Edit(rules.tab, key, name, now.get(name), wanted.get(name), why)
            for name in changed
            if not alike(now.get(name), wanted.get(name), rules.kinds.get(name))
            and not computed(now.get(name))
            and (rules.tab, key, name) not in stuck
        ]
    return out


def history(rules: Rules, base: Table, here: Table, there: Table, *, names: Names, stuck: Cells) -> Merged:
    """The lines of this file that the sheet has not got, and what was taken back since.

    What a sync wrote into History stays here: sent, it would be something new to send the next time, for ever.
    A line that somebody removed from the sheet is not sent again.
    """
    out = Merged()
    why = f"sync: done in {names.here}"
    for key, row in here.items():
        if not has_id(key) or shown(row.get("What")) == "sync" or (rules.tab, key, None) in stuck:
            continue
        mark = row.get(_UNDONE)
        out.agreed[key] = _line(rules, key, mark)
        now = there.get(key)
        if now is None and key not in base:
            out.to_there.append(AddRow(rules.tab, key, _sendable(rules, row), why, below=""))
            continue
        changed = _UNDONE in rules.fields and not alike(mark, base.get(key, {}).get(_UNDONE), None)
        if now is None or not changed or (rules.tab, key, _UNDONE) in stuck:
            continue
        if not alike(now.get(_UNDONE), mark, None):
            out.to_there.append(Edit(rules.tab, key, _UNDONE, now.get(_UNDONE), mark, why))
    return out


def _line(rules: Rules, key: str, mark: Cell) -> Row:
    return {rules.id: key} if mark is None else {rules.id: key, _UNDONE: mark}


def _sendable(rules: Rules, row: Row) -> Row:
    wanted = {rules.id, *rules.fields}
    return {
        name: written
        for name, value in row.items()
        if name in wanted and not computed(value) and not too_long(value)
        if (written := written_as(value, rules.kinds.get(name))) is not None
    }
