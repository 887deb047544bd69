"""What bringing lists in would do or did, for a person at a terminal, in a line, and as data."""

from __future__ import annotations

from rich.console import Console

from leadsorted_sheets.core.records import counted
from leadsorted_sheets.frontends import json, preview
from leadsorted_sheets.session.importing import Brought


def show(brought: Brought, out: Console, *, command: str, book: str, limit: int = preview.SHOWN) -> None:
    """How each list was understood, what it changes, what waits for a person, and how to do it or take it back."""
    for each in brought.lists:
        preview.show_incoming(each, out)
    for name in brought.before:
        out.print(f"{name} has come in before; nothing in it is new.", soft_wrap=True, markup=False)
    preview.show(brought.result, out, limit=limit)
    if brought.rejected:
        rows = counted(brought.rejected, "row")
        where = f"{brought.rejects} says why" if brought.rejects else "they come back in a file that says why"
        out.print(f"{rows} could not be used: {where}.", soft_wrap=True, markup=False)
        if not brought.result.applied:
            _some_rejects(brought, out)
    changed = bool(brought.result.changes or brought.result.doubts)
    if changed and brought.result.applied:
        out.print(f"\nDone. To take it back: leadsorted undo {book}", soft_wrap=True, markup=False)
    elif changed:
        out.print(f"\nNothing was written. To do it: {command} --apply", soft_wrap=True, markup=False)
    else:
        out.print("Nothing to change.")


def in_a_line(brought: Brought) -> str:
    """What came in, in few words: 12 new leads, 3 activities, 1 row that could not be used."""
    rows = {str(what): count for figures in brought.result.figures for what, count in figures.rows}
    said = [f"{str(what).lower()}: {count}" for what, count in rows.items()]
    if brought.rejected:
        said.append(f"{counted(brought.rejected, 'row')} could not be used ({brought.rejects})")
    return ", ".join(said) or "nothing new"


def as_data(brought: Brought) -> dict[str, json.Plain]:
    lists: list[json.Plain] = [
        {
            "name": each.name,
            "origins": [origin.name for origin in each.origins],
            "mapping": [
                {"header": one.header, "field": one.field, "own": one.own, "why": one.why} for one in each.mapping
            ],
            "rows": len(each.changes),
            "rejected": [{"line": row.line, "reason": row.reason} for row in each.rejected],
            "notes": list(each.notes),
        }
        for each in brought.lists
    ]
    return {
        **json.of_result(brought.result),
        "lists": lists,
        "came_before": list(brought.before),
        "rejected_file": brought.rejects or None,
    }


_FEW = 5


def _some_rejects(brought: Brought, out: Console) -> None:
    rows = [(each.name, row) for each in brought.lists for row in each.rejected]
    for name, row in rows[:_FEW]:
        out.print(f"  {name}, line {row.line} {row.reason.removesuffix('.')}.", soft_wrap=True, markup=False)
    if len(rows) > _FEW:
        out.print(f"  ... and {len(rows) - _FEW:,} more", markup=False)
