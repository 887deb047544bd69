"""What a sync did or would do, for a person at a terminal and as data: both directions, conflicts, what waits."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, RemoveRow
from leadsorted_sheets.core.state import visible
from leadsorted_sheets.frontends.json import Plain, of_changes, of_findings, plain
from leadsorted_sheets.frontends.preview import SHOWN, show_changes, show_findings
from leadsorted_sheets.session.syncing import Meeting
from leadsorted_sheets.sync import CONFLICT, Conflict, Synced
from leadsorted_sheets.workbook.port import Reading

URL = "https://docs.google.com/spreadsheets/d/{key}/edit"


def show(meeting: Meeting, out: Console, *, book: str, limit: int = SHOWN) -> None:
    """Both directions with places and reasons, then the conflicts, then the last line."""
    synced, there = meeting.synced, meeting.synced.there or meeting.synced.here
    if meeting.made:
        out.print(f"Made a Google sheet: {link(meeting.partner)}\n", soft_wrap=True, markup=False)
    _direction("To the Google sheet", synced.to_there, there, out, limit=limit, brief=meeting.made)
    _direction(f"To {book}", _came(synced), synced.here, out, limit=limit)
    for conflict in synced.conflicts[:limit]:
        out.print(told(conflict, there), soft_wrap=True, markup=False)
    if len(synced.conflicts) > limit:
        out.print(f"[dim]... and {len(synced.conflicts) - limit:,} more (--all shows them)[/dim]")
    findings = [finding for finding in synced.findings if finding.rule != CONFLICT]
    show_findings(findings, synced.here, out, limit=limit)
    out.print(f"\n{in_a_line(meeting)}", soft_wrap=True, markup=False)
    if not synced.applied and not synced.idle:
        out.print(f"Nothing was written. To do it: leadsorted sync {book}", soft_wrap=True, markup=False)
    elif synced.conflicts:
        out.print(
            "Decide them on the Review tab, here or in the Google sheet, then: "
            f"leadsorted review {book} --apply",
            soft_wrap=True, markup=False,
        )  # fmt: skip
    if synced.applied and _came(synced):
        out.print(f"To take back what came to {book}: leadsorted undo {book}", soft_wrap=True, markup=False)


def in_a_line(meeting: Meeting) -> str:
    """The outcome in one line, as a watch prints it."""
    synced = meeting.synced
    if synced.idle:
        return f"Nothing has changed on either side.{_doubt(synced)}"
    go, come = ("went", "came") if synced.applied else ("would go", "would come")
    sent, came = _counted(visible(synced.to_there)), _counted(_came(synced))
    parts = [f"{sent} {go} to the Google sheet", f"{came} {come} from it"]
    if synced.conflicts:
        count = len(synced.conflicts)
        parts.append(f"{count:,} {'cell' if count == 1 else 'cells'} edited on both sides")
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}.{_doubt(synced)}"


def told(conflict: Conflict, there: Reading) -> str:
    """A conflict as a person reads it: place, both values, which one stayed."""
    place = there.place(conflict.tab, conflict.key, conflict.field)
    stays = "the sheet's" if conflict.winner == "there" else "the file's"
    return (
        f"{place} ({conflict.key}) {conflict.field}: the sheet says {_value(conflict.theirs)}, the file says "
        f"{_value(conflict.ours)}, before {_value(conflict.base)}. {stays.capitalize()} value stays; the other waits on Review."
    )


def as_data(meeting: Meeting) -> dict[str, Plain]:
    """The same facts for other programs."""
    synced = meeting.synced
    there = synced.there or synced.here
    conflicts: list[Plain] = [
        {
            "place": there.place(each.tab, each.key, each.field), "tab": each.tab, "key": each.key, "field": each.field,
            "base": plain(each.base), "ours": plain(each.ours), "theirs": plain(each.theirs),
            "winner": "sheet" if each.winner == "there" else "file",
        }
        for each in synced.conflicts
    ]  # fmt: skip
    return {
        "partner": meeting.partner,
        "made": meeting.made,
        "applied": synced.applied,
        "first": synced.first,
        "idle": synced.idle,
        "verified": synced.verified,
        "rounds": synced.rounds,
        "to_sheet": of_changes(visible(synced.to_there), there),
        "to_file": of_changes(_came(synced), synced.here),
        "conflicts": conflicts,
        "findings": of_findings(synced.findings, synced.here),
    }


def link(partner: str) -> str:
    """Where a browser shows the sheet.

    >>> link("gsheet:1AbC")
    'https://docs.google.com/spreadsheets/d/1AbC/edit'
    """
    return URL.format(key=partner.removeprefix("gsheet:"))


def _direction(
    title: str, changes: Sequence[Change], reading: Reading, out: Console, *, limit: int, brief: bool = False
) -> None:
    shown = visible(changes)
    if not shown:
        return
    out.print(f"[bold]{escape(title)}[/bold]")
    show_changes(shown, reading, out, limit=0 if brief else limit)
    out.print()


def _came(synced: Synced) -> list[Change]:
    """What came from the sheet; the file's own lines about it, on History, did not."""
    return [change for change in visible(synced.to_here) if change.tab != "History"]


def _counted(changes: Sequence[Change]) -> str:
    """`3 cells, 2 new rows`; `nothing` where there is none."""
    added = sum(isinstance(change, AddRow) for change in changes)
    removed = sum(isinstance(change, RemoveRow) for change in changes)
    counts = ((len(changes) - added - removed, "cell"), (added, "new row"), (removed, "removed row"))
    parts = [f"{count:,} {what}{'' if count == 1 else 's'}" for count, what in counts if count]
    return ", ".join(parts) or "nothing"


def _doubt(synced: Synced) -> str:
    return "" if synced.verified else " Somebody wrote to the sheet at the same time: the next sync brings that."


def _value(cell: Cell) -> str:
    return "(blank)" if cell is None else repr(shown(cell))
