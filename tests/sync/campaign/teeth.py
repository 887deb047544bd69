"""Planted faults: the product with one of its cares taken out. A campaign that does not find them finds nothing.

Each is one thing that a sync of sheets gets wrong when nobody thought of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from leadsorted_sheets.sync import engine, plan
from leadsorted_sheets.sync.base import Base
from leadsorted_sheets.sync.in_flight import InFlight
from leadsorted_sheets.sync.natural import Lost
from leadsorted_sheets.workbook.gsheets import keys, one_commit, rows
from leadsorted_sheets.workbook.gsheets.commit import Commit
from leadsorted_sheets.workbook.gsheets.rows import RowWrite

Planted = tuple[Any, str, Any]
"""What is replaced, by what: (owner, name, value)."""


def _guard_of_nobody(self: Commit) -> dict[str, Any]:
    return keys.created(keys.COMMIT, self.token, keys.ON_SPREADSHEET, number=next(self._ids))


def _write_by_number(self: Commit, each_row: list[RowWrite], _taken: object = None) -> set[tuple[int, int]]:
    """The rows as they were numbered when they were read."""
    data = []
    for each in each_row:
        if each.put:
            line = [each.put.get(column) for column in range(max(each.put) + 1)]
            data.append({"range": each.sheet.a1(each.row, each.row + 1), "majorDimension": "ROWS", "values": [line]})
    if data:
        self._client.write_ranges(self._key, data)
        self._log.writes += 1
    return {(each.sheet.id, each.row) for each in each_row if each.put}


def _no_base(text: str) -> Base:
    found = _unpack(text)
    return Base(**{**{name: getattr(found, name) for name in Base.__slots__}, "tables": {}})


_unpack = engine.unpack

PLANTED: dict[str, tuple[Planted, ...]] = {
    "no guard between programs": ((Commit, "guard", property(_guard_of_nobody)),),
    "rows by their number": ((Commit, "write", _write_by_number),),
    "nobody looks before writing": ((rows, "holds", lambda *_: True), (rows, "is_empty", lambda *_: True)),
    "no base": ((engine, "unpack", _no_base),),
    "no note of what was sent": ((InFlight, "note", lambda *_, **__: None),),
    "no conflict rows": ((plan.told, "review_rows", lambda *_, **__: {}),),
    "lost ids are not given back": ((Lost, "found", lambda *_: None),),
    "no guard against an emptied side": ((plan.guard, "check", lambda *_, **__: None),),
    "misplaced columns stay": (
        (one_commit, "put_right", lambda *_, **__: []),
        (one_commit, "_headers_hold", lambda *_: True),
    ),
}


@contextlib.contextmanager
def planted(name: str) -> Iterator[None]:
    """The product with that fault in it."""
    kept: list[Planted] = [(owner, attribute, _own(owner, attribute)) for owner, attribute, _ in PLANTED[name]]
    try:
        for owner, attribute, value in PLANTED[name]:
            setattr(owner, attribute, value)
        yield
    finally:
        for owner, attribute, value in kept:
            setattr(owner, attribute, value)


def _own(owner: Any, attribute: str) -> Any:
    """The attribute itself, not what a class makes of it."""
    return vars(owner)[attribute] if isinstance(owner, type) else getattr(owner, attribute)
