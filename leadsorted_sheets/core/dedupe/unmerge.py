"""One merge taken back among many: whoever went comes back whole, and what they brought goes with them.

The row that stayed becomes what it would have been without them. Cells edited since are left and named. The leads
are kept apart from then on: who takes a merge back has decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row, row_of
from leadsorted_sheets.core.cell import Cell, Formula, same
from leadsorted_sheets.core.changes import AddRow, Change, Changes, Clash, Edit, RemoveRow
from leadsorted_sheets.core.dedupe import remembered
from leadsorted_sheets.core.dedupe.claims import Lead
from leadsorted_sheets.core.dedupe.plan import FOLLOWS, REMEMBERED
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.settings import Settings, read_settings
from leadsorted_sheets.core.state import DECISIONS, MERGED

LEADS = schema.LEADS.name
BACK = "undo: a merge was taken back"
APART = "undo: kept apart from now on"
_MOST_PAIRED = 12
"""Leads that are kept apart from one another, each from each; of more, each only from the row that stayed."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One merge of a change set. `out` are the leads to come back, `staying` those that stay in `kept`."""

    kept: Key
    out: tuple[Key, ...]
    staying: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Unmerged:
    """What takes the merge back on the book as it is, and what was left because it has changed since."""

    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]
    findings: tuple[Finding, ...]


def merged_in(made: Changes, lead: Key) -> Merged | None:
    """The merge of a change set that a lead had a part in: as one that went, or as the one that stayed."""
    into = {each.key: each.row["Into"] for each in made if isinstance(each, AddRow) and each.tab == MERGED}
    kept = into.get(lead, lead)
    gone = tuple(key for key, stayed in into.items() if stayed == kept)
    if not gone or not isinstance(kept, str):
        return None
    out = (lead,) if lead in into else gone
    return Merged(kept, out, tuple(key for key in gone if key not in out))


def unmerge(merged: Merged, made: Changes, book: Book, context: Context) -> Unmerged:
    """Take the merge out of what a change set `made`, on the book as it is now."""
    whole, merged = merged, _still(merged, book)
    settings = read_settings(book)[0]
    rows = {each.key: each for each in made if isinstance(each, RemoveRow) and each.tab == LEADS}
    changes: list[Change] = []
    clashes: list[Clash] = []
    for key in merged.out:
        back = AddRow(LEADS, key, rows[key].row, BACK, rows[key].below)
        there = book[LEADS].get(key)
        if there is None:
            changes.append(back)
        else:
            clashes.append(Clash(back, there))
    for change, clash in (
        *_cells(merged, whole, made, rows=rows, book=book, settings=settings),
        *_followers(merged, made, book),
    ):
        if change is not None:
            changes.append(change)
        if clash is not None:
            clashes.append(clash)
    before = before_merge(merged.kept, made, book) or {}
    leads = {merged.kept: before, **{key: rows[key].row for key in merged.out}}
    changes += [*_forgotten(merged, made, book), *_kept_apart(merged, leads, book, settings, context)]
    return Unmerged(tuple(changes), tuple(clashes), tuple(_moved_on(merged, book)))


def _still(merged: Merged, book: Book) -> Merged:
    """The merge without those that were taken out of it before."""
    into = book.get(MERGED, {})
    out, staying = (tuple(key for key in keys if key in into) for keys in (merged.out, merged.staying))
    return Merged(merged.kept, out, staying)


def before_merge(kept: Key, made: Changes, book: Book) -> Row | None:
    """The row that stayed as it was before, but for cells that the merge did not touch; None where it is gone."""
    row = book.get(LEADS, {}).get(kept)
    return None if row is None else row_of({**row, **{edit.field: edit.before for edit in _edits(kept, made)}})


def _edits(kept: Key, made: Changes) -> list[Edit]:
    return [
        each
        for each in made
        if isinstance(each, Edit) and (each.tab, each.key) == (LEADS, kept) and each.why.startswith("dedupe: ")
    ]


_Done = tuple[Change | None, Clash | None]


def _cells(
    merged: Merged, whole: Merged, made: Changes, *, rows: dict[Key, RemoveRow], book: Book, settings: Settings
) -> Iterator[_Done]:
    """The cells that the row which stayed took from the others, as they would be without those."""
    now, before = book[LEADS].get(merged.kept), before_merge(merged.kept, made, book)
    if now is None or before is None:
        return
    edits = _edits(merged.kept, made)

    def taken(keys: Sequence[Key]) -> dict[str, Cell]:
        """The cells of the merge when only these leads go into the row that stays."""
        wanted = [key for key in rows if key in keys]
        if set(wanted) == {*whole.out, *whole.staying}:
            return {edit.field: edit.after for edit in edits}
        if not wanted:
            return {edit.field: edit.before for edit in edits}
        from leadsorted_sheets.core.dedupe.survive import survive

        survival = survive([Lead(merged.kept, before), *(Lead(key, rows[key].row) for key in wanted)], settings, "")
        return {edit.field: edit.before for edit in edits} | {edit.field: edit.after for edit in survival.edits}

    stood, without = taken((*merged.out, *merged.staying)), taken(merged.staying)
    for name in (edit.field for edit in edits):
        found = now.get(name)
        if same(found, without[name]) or same(stood[name], without[name]):
            continue
        back = Edit(LEADS, merged.kept, name, stood[name], without[name], BACK)
        yield (
            (back, None) if same(found, stood[name]) and not isinstance(found, Formula) else (None, Clash(back, found))
        )


def _followers(merged: Merged, made: Changes, book: Book) -> Iterator[_Done]:
    """Activities and deals that followed. Where the row that stayed was merged again, they went with it."""
    now_in = {merged.kept, *_on(merged.kept, book)}
    for each in made:
        if isinstance(each, Edit) and each.why == FOLLOWS and each.before in merged.out:
            row = book.get(each.tab, {}).get(each.key)
            found = None if row is None else row.get(each.field)
            if same(found, each.before):
                continue
            back = Edit(each.tab, each.key, each.field, found, each.before, BACK)
            yield (back, None) if found in now_in else (None, Clash(back, found))


def _on(kept: Key, book: Book) -> Iterator[Key]:
    """Where the row that stayed went itself, and where that one went."""
    seen = {kept}
    while isinstance(into := book.get(MERGED, {}).get(kept, {}).get("Into"), str) and into not in seen:
        yield into
        seen.add(into)
        kept = into


def _forgotten(merged: Merged, made: Changes, book: Book) -> Iterator[Change]:
    """What was remembered because of the merge, or led to it."""
    for key in merged.out:
        if key in book.get(MERGED, {}):
            yield RemoveRow(MERGED, key, book[MERGED][key], BACK)
    decisions = book.get(DECISIONS, {})
    for one, other in _pairs(merged):
        if (said := f"same:{one}:{other}") in decisions:
            yield RemoveRow(DECISIONS, said, decisions[said], BACK)
    carried = {_carried(key, merged) for key in decisions}
    for each in made:
        if isinstance(each, AddRow) and each.why == REMEMBERED and each.key in carried and each.key in decisions:
            yield RemoveRow(DECISIONS, each.key, decisions[each.key], BACK)


def _carried(decision: Key, merged: Merged) -> Key:
    """The decision that one about a lead which went was carried over to; "" where it is about none of them."""
    kind, _, pair = decision.partition(":")
    leads = pair.split(":")
    if not set(leads) & set(merged.out):
        return ""
    return f"{kind}:{':'.join(sorted(merged.kept if lead in merged.out else lead for lead in leads))}"


def _kept_apart(
    merged: Merged, leads: dict[Key, Row], book: Book, settings: Settings, context: Context
) -> Iterator[AddRow]:
    known = {key: remembered.written(row, settings.preferences.country) or None for key, row in leads.items()}
    for a, b in _pairs(merged):
        if f"apart:{a}:{b}" not in book.get(DECISIONS, {}):
            facts: dict[str, Cell] = {
                "Kind": "apart", "A": a, "B": b, "Choice": "keep apart", "By": context.actor, "On": context.local_now,
                remembered.KNOWN_A: known[a], remembered.KNOWN_B: known[b],
            }  # fmt: skip
            yield AddRow(DECISIONS, f"apart:{a}:{b}", row_of(facts), APART)


def _pairs(merged: Merged) -> Sequence[tuple[Key, Key]]:
    if len(merged.out) > _MOST_PAIRED:
        return [(min(merged.kept, key), max(merged.kept, key)) for key in merged.out]
    return list(combinations(sorted((merged.kept, *merged.out)), 2))


def _moved_on(merged: Merged, book: Book) -> Iterator[Finding]:
    if merged.kept not in book[LEADS]:
        now = next((key for key in reversed(list(_on(merged.kept, book))) if key in book[LEADS]), None)
        went = f"was merged into {now} since" if now else "is gone since"
        message = f"{merged.kept} {went}. What it took over from {', '.join(merged.out)} stays where it is."
        yield Finding("warning", LEADS, now, None, "undo.moved-on", message, others=merged.out)
