"""Companies and households for a person at a terminal, and as data: each with its leads and who owns them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.dedupe.links import Group, Kind
from leadsorted_sheets.frontends.json import Plain, plain
from leadsorted_sheets.session.linking import Linked

_MANY: dict[Kind, str] = {"company": "companies", "household": "households"}
_HEADING: dict[Kind, str] = {"company": "Company", "household": "Household"}


def show_linked(linked: Linked, by: Kind, columns: Sequence[str], out: Console) -> None:
    """A table: the group in the first column, then its leads, a line each; remarks and counts below it."""
    held = [linked.leads[key] for group in linked.groups for key in group.leads]
    used = [name for name in columns if name != _HEADING[by] and any(name in row for row in held)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in (_HEADING[by], "Lead ID", *used):
        table.add_column(name, overflow="fold")
    for group in linked.groups:
        for n, key in enumerate(group.leads):
            cells = (escape(shown(linked.leads[key].get(name))) for name in used)
            table.add_row("" if n else escape(_heading(group)), escape(key), *cells)
    if linked.groups:
        out.print(table)
    for group in linked.groups:
        if group.remark:
            out.print(f"\n{group.name}: {group.remark}", soft_wrap=True, markup=False)
    out.print(f"\n{_summary(linked, by)}", soft_wrap=True)


def as_data(linked: Linked, by: Kind) -> dict[str, Plain]:
    """The same as data."""
    groups: list[Plain] = [
        {
            "name": group.name,
            "count": len(group.leads),
            "because": list(group.because),
            "owners": [{"owner": name, "count": count} for name, count in group.owners],
            "remark": group.remark or None,
            "leads": [_lead(key, linked) for key in group.leads],
        }
        for group in linked.groups
    ]
    return {"by": by, "looked_at": linked.looked_at, "groups": groups}


def _lead(key: str, linked: Linked) -> Plain:
    return {"Lead ID": key, **{name: plain(cell) for name, cell in linked.leads[key].items()}}


def _heading(group: Group) -> str:
    because = f" ({', '.join(group.because)})" if group.because else ""
    return f"{group.name}: {len(group.leads):,}{because}"


def _summary(linked: Linked, by: Kind) -> str:
    many = len(linked.groups)
    inside = sum(len(group.leads) for group in linked.groups)
    noun = by if many == 1 else _MANY[by]
    return f"{many:,} {noun} with more than one lead: {inside:,} of {linked.looked_at:,} leads. Nothing was merged."
