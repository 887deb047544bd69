"""The user's own workbook becomes ours, in place: its lead tab is mapped, its rows get ids, our columns and tabs are added.

Nothing else in it is touched. What a column of ours can be filled with from a column of the user's (a full name
split in two, a mobile number) is filled there; the user's column stays as it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadsorted_sheets import errors
from leadsorted_sheets.core import identify, lifecycle, schema
from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Changes, Edit, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Progress, silent
from leadsorted_sheets.core.state import ColumnAt, Layout, State
from leadsorted_sheets.journal import Journal
from leadsorted_sheets.session.clean import Wishes, wished
from leadsorted_sheets.session.context import Clock, context_for, mint, utc_now
from leadsorted_sheets.session.record import Entry, batch_of
from leadsorted_sheets.workbook.port import Reading, Setup, Sketch, Workbook
from leadsorted_sheets.workbook.resolve import workbook_at

if TYPE_CHECKING:
    from leadsorted_sheets.intake import Incoming, Mapped

FILLED = "adopt: filled from your own columns"


@dataclass(frozen=True, slots=True)
class Adopted:
    """What adopting would do, or did (`applied`). `sheet` is "" where the book has no lead tab of the user's."""

    reading: Reading
    sheet: str = ""
    mapping: tuple[Mapped, ...] = ()
    new_columns: tuple[str, ...] = ()
    changes: Changes = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    applied: bool = False


def adopt(
    address: str, *, tab: str = "", no_tab: bool = False, maps: Mapping[str, str] | None = None,
    wishes: Wishes | None = None, apply: bool = False, clock: Clock = utc_now, progress: Progress = silent,
) -> Adopted:  # fmt: skip
    """Show what makes the workbook ours; with `apply`, do it in one write.

    `tab` names the lead tab; without it the best-matching one is taken. `no_tab` adds our tabs, an empty Leads among
    them, beside what is there. Of the `wishes`, country, currency and owners go onto the new Settings tab. Raises errors.BadInput or errors.Refused where it cannot be done.
    """
    workbook = workbook_at(address)
    if address.lower().endswith((".csv", ".tsv", ".txt")):
        raise errors.WrongUsage(
            f"{address} is one table, not a workbook. Make one of it: leadsorted clean {address} --to leads.xlsx"
        )
    if _is_ours(workbook):
        raise errors.WrongUsage(f"{address} is ours already. See what can be done with it: leadsorted --help")
    preferred = wished(wishes or Wishes(), {tab.name: schema.table_of(tab) for tab in schema.SETTINGS})
    if no_tab:
        beside = Adopted(workbook.read(layouts=(), progress=progress), changes=preferred)
        return _written(workbook, beside, None, clock, progress) if apply else beside
    sketches = workbook.sketches()
    source = None if Path(address).is_file() else _first_rows(sketches)
    context = context_for({}, clock=clock, progress=progress)
    incoming = _incoming(address, source, tab, maps or {}, context)
    layout = _layout(sketches, incoming)
    reading = workbook.read(layouts=(layout,), progress=progress)
    if source is not None:
        said = {each.header: each.field for each in incoming.mapping if each.field and not each.own}
        incoming = _incoming(address, _all_rows(reading, layout), layout.sheet, said, context)
    changes, findings = _planned(reading, layout, incoming, context_for({}, clock=clock))
    changes = [*preferred, *changes]
    have = {at.field for at in layout.columns}
    missing = tuple(name for name in schema.LEADS.fields if name not in have)
    adopted = Adopted(
        reading, layout.sheet, incoming.mapping, missing, changes, (*incoming.findings, *findings), incoming.notes
    )
    return _written(workbook, adopted, layout, clock, progress) if apply else adopted


def _is_ours(workbook: Workbook) -> bool:
    try:
        return "Leads" in workbook.read().book
    except errors.NotOurBook:
        return False


def _incoming(address: str, source: bytes | None, tab: str, maps: Mapping[str, str], context: Context) -> Incoming:
    """The list in the file at the address or, where it is no file, in `source`."""
    from leadsorted_sheets.intake import Options, incoming

    return incoming(source or address, options=Options(maps=maps, sheet=tab), context=context, name=address)


def _first_rows(sketches: Sequence[Sketch]) -> bytes:
    """What is needed to find the leads in a workbook that is no file."""
    from leadsorted_sheets.intake import as_file

    return as_file({each.sheet: dict(enumerate(each.rows, 1)) for each in sketches})


def _all_rows(reading: Reading, layout: Layout) -> bytes:
    """The lead tab of a workbook that is no file, each row on its own line."""
    from leadsorted_sheets.intake import as_file

    left: list[Cell] = [None] * (layout.first_column - 1)
    rows = {
        line: [*left, *(reading.book["Leads"][key].get(at.field) for at in layout.columns)]
        for key, line in reading.lines["Leads"].items()
    }
    return as_file({layout.sheet: {layout.header_row: [*left, *(at.header for at in layout.columns)], **rows}})


def _layout(sketches: Sequence[Sketch], incoming: Incoming) -> Layout:
    """Where the leads are: every column from the first header to the last, each with the field it stands for.

    Intake leaves out columns without a header and renames repeated ones, so its columns are found again in order.
    """
    sketch = next(each for each in sketches if each.sheet == incoming.sheet)
    if not 0 < incoming.header_line <= len(sketch.rows):
        raise errors.NoLeadColumns(f"{incoming.name}, tab {incoming.sheet}", incoming.header)
    texts = [shown(cell).strip() for cell in sketch.rows[incoming.header_line - 1]]
    filled = [n for n, text in enumerate(texts) if text]
    if not filled:
        raise errors.NoLeadColumns(f"{incoming.name}, tab {incoming.sheet}", incoming.header)
    first, last = filled[0], filled[-1]
    mapped = list(incoming.mapping)
    columns: list[ColumnAt] = []
    taken: set[str] = set()
    for number in range(first, last + 1):
        text = texts[number]
        mapping = mapped.pop(0) if mapped and text and _is_of(text, mapped[0].header) else None
        field = mapping.field if mapping and not mapping.own and mapping.field in schema.LEADS.fields else None
        name = field or _free(text or f"Column {number + 1}", taken)
        taken.add(name)
        columns.append(ColumnAt(name, text))
    return Layout("Leads", incoming.sheet, "", incoming.header_line, first + 1, tuple(columns))


def _is_of(text: str, header: str) -> bool:
    """Whether intake's header is this cell's: the same words, or the last line of a header of several rows."""
    return header == text or header.startswith(text) or header.endswith(text)


def _free(name: str, taken: set[str]) -> str:
    candidate, n = name, 2
    while candidate in taken or candidate in schema.LEADS.fields:
        candidate, n = f"{name} ({n})", n + 1
    return candidate


def _planned(
    reading: Reading, layout: Layout, incoming: Incoming, context: Context
) -> tuple[Changes, tuple[Finding, ...]]:
    ids = identify.plan({"Leads": reading.book["Leads"]}, context)
    given: dict[Key, Key] = {edit.key: edit.becomes or edit.key for edit in ids.changes if isinstance(edit, Edit)}
    at_line = {line: given.get(key, key) for key, line in reading.lines["Leads"].items()}
    there = {at.field for at in layout.columns}
    fills = [
        Edit("Leads", at_line[line], name, None, cell, FILLED)
        for change in incoming.changes
        if (line := incoming.lines[change.key]) in at_line
        for name, cell in _fillable(change, there)
    ]
    book: Book = apply({"Leads": reading.book["Leads"]}, [*ids.changes, *fills])
    return [*ids.changes, *fills, *lifecycle.begin(book)], tuple(ids.findings)


def _fillable(change: AddRow, there: set[str]) -> list[tuple[str, Cell]]:
    return [
        (name, cell)
        for name, cell in change.row.items()
        if name in schema.LEADS.fields and name not in there and name != schema.LEADS.id
    ]


def _written(workbook: Workbook, adopted: Adopted, layout: Layout | None, clock: Clock, progress: Progress) -> Adopted:
    """One write: our tabs, the new columns, the ids, History, the hidden state."""
    book: Book = {**{tab.name: schema.table_of(tab) for tab in schema.TABS}, **adopted.reading.book}
    context = context_for(book, clock=clock, progress=progress)
    state = State(book_id=mint("B"), layouts=(layout,) if layout else ())
    batch = batch_of(Entry("adopt", adopted.changes), book, state, journal=Journal(), id=mint("C"), context=context)
    batch = dataclasses.replace(batch, setup=Setup(layout))
    written = workbook.write(batch, expect=adopted.reading.revision, progress=progress)
    return dataclasses.replace(adopted, applied=True, findings=(*adopted.findings, *written.findings))
