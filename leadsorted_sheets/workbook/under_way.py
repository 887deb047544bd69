"""The record of a write that is under way: what it is going to do, so that it can be finished when it was cut off.

A program that is open takes a write in many calls. The record stands in column B of the journal's sheet from before
the first of them until after the last. Where it was cut off in between and the workbook saved, the file has it too: so
whoever reads the workbook next sees it, and whoever writes to it next makes what is left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Formula, same
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, change_from_json, change_to_json, rebase
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.state import expand, squeeze


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The changes of a write, in order, and the hidden texts it leaves behind beside the journal's."""

    changes: Sequence[Change] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)


def pack(write: UnderWay) -> str:
    """As text for cells.

    >>> unpack(pack(UnderWay([Edit("Leads", "L-1", "Email", None, "a@b.example")]))).changes[0].after
    'a@b.example'
    """
    facts = {"changes": [change_to_json(change) for change in write.changes], "hidden": dict(write.hidden)}
    return squeeze(json.dumps(facts, ensure_ascii=False, separators=(",", ":")))


def unpack(text: str) -> UnderWay:
    """Raises ValueError where the text is damaged."""
    facts = json.loads(expand(text))
    return UnderWay([change_from_json(each) for each in facts["changes"]], facts["hidden"])


def rest(record: str, now: Book) -> UnderWay:
    """What is left of the write on the book as it is; nothing where the record is damaged."""
    try:
        write = unpack(record)
    except ValueError:
        return UnderWay()
    return UnderWay(rebase(still_to_do(write.changes, now), now).valid, write.hidden)


def cut_off(record: str, now: Book) -> Finding:
    """What is said of it until then."""
    try:
        waiting = len(still_to_do(unpack(record).changes, now))
    except ValueError:
        waiting = 0
    return Finding(
        "warning", "Leads", None, None, "workbook.cut-off",
        f"The last run was cut off in the middle of writing: {waiting} of its changes are still to be made. "
        "The next command that writes makes them first.",
    )  # fmt: skip


def still_to_do(changes: Sequence[Change], now: Book) -> list[Change]:
    """The changes that the book does not show yet, in order.

    A row that was being added may have some of its cells, one that was being blanked may have lost some: what is left
    is added or taken out as it stands. What a person has changed since shows neither the old nor the new, and `rebase`
    leaves it alone afterwards.
    """
    added = {(change.tab, change.key): change for change in changes if isinstance(change, AddRow)}
    waiting: list[Change] = []
    for change in changes:
        row = now.get(change.tab, {}).get(change.key)
        match change:
            case Edit():
                row = now.get(change.tab, {}).get(change.becomes or change.key)
                if row is None or not same(row.get(change.field), change.after):
                    waiting.append(change)
            case AddRow() if row is None or _is_replaced(change, changes, row):
                waiting.append(change)
            case AddRow() if row is not None:
                waiting += _rest_of(change, row)
            case RemoveRow() if row is not None:
                again = added.get((change.tab, change.key))
                if again is None or not _agrees(row, again.row):
                    waiting.append(replace(change, row=row) if _agrees(row, change.row) else change)
    return waiting


def _rest_of(change: AddRow, row: Row) -> list[Edit]:
    """The cells of a row that is there, but not all of it."""
    return [
        Edit(change.tab, change.key, name, None, cell, change.why)
        for name, cell in change.row.items()
        if row.get(name) is None and not isinstance(cell, Formula)
    ]


def _is_replaced(change: AddRow, changes: Sequence[Change], row: Row) -> bool:
    """Whether the row that is there is still the one that this one is to replace under its key."""
    gone = (
        each for each in changes if isinstance(each, RemoveRow) and (each.tab, each.key) == (change.tab, change.key)
    )
    return any(_agrees(row, each.row) for each in gone) and not _agrees(row, change.row)


def _agrees(row: Row, whole: Row) -> bool:
    """Whether a row holds nothing but cells of the other; formulas are not looked at."""
    return all(isinstance(cell, Formula) or same(cell, whole.get(name)) for name, cell in row.items())
