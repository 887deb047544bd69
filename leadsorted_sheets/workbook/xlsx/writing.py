"""A batch becomes new parts: what changes on each sheet is planned first, then each sheet is patched once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadsorted_sheets.core.changes import AddRow, Change, Clash, rebase
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.core.schema import STATE_SHEET
from leadsorted_sheets.core.state import Layout, pack, unpack
from leadsorted_sheets.workbook.port import Batch, Reading
from leadsorted_sheets.workbook.xlsx import hidden, markup, workbook_part
from leadsorted_sheets.workbook.xlsx.admission import Admitted, admitted
from leadsorted_sheets.workbook.xlsx.forgetting import forgotten
from leadsorted_sheets.workbook.xlsx.merges import covered_cells
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.reading import Snapshot
from leadsorted_sheets.workbook.xlsx.rows import TabRows
from leadsorted_sheets.workbook.xlsx.sheet_patch import SheetPatch, Task
from leadsorted_sheets.workbook.xlsx.styles import Styles


@dataclass(slots=True)
class Result:
    """What was planned into the package."""

    applied: list[Change]
    clashed: list[Clash]
    findings: list[Finding] = field(default_factory=list)


def plan_into(package: Package, snapshot: Snapshot, batch: Batch, progress: Progress) -> Result:
    """Put the batch into the package. Raises errors.Refused where a guard forbids it; the package is then of no use."""
    reading = snapshot.reading
    places = {place.layout.tab: place for place in snapshot.places}
    allowed = _admitted(package, places, batch, reading)
    rebased = rebase(allowed.changes, reading.book)
    clashed = _in_asked_order(batch.changes, [*rebased.clashes, *allowed.clashes])
    result = Result(list(rebased.valid), clashed, allowed.findings)
    _patch(package, list(_tabs(result.applied, places, batch, reading)), batch, result, progress)
    for name, text in batch.hidden.items():
        hidden.keep(package, name, _with_layouts(text, reading.layouts) if name == STATE_SHEET else text)
    if batch.forgetting is not None:
        result.findings += forgotten(package, batch.forgetting, {layout.sheet for layout in reading.layouts})
    return result


def _admitted(package: Package, places: Mapping[str, Place], batch: Batch, reading: Reading) -> Admitted:
    covered = {tab: cells for tab, place in places.items() if (cells := covered_cells(package, place))}
    return admitted(batch.changes, places, covered, reading.lines, from_1904=package.counts_from_1904)


def _tabs(changes: Sequence[Change], places: Mapping[str, Place], batch: Batch, reading: Reading) -> Iterable[TabRows]:
    """The tabs that have something to be done, with it."""
    tabs: dict[str, TabRows] = {}

    def rows_of(tab: str) -> TabRows:
        if tab not in tabs:
            tabs[tab] = TabRows(places[tab], reading.lines[tab], reading.book[tab])
        return tabs[tab]

    for index, change in enumerate(changes):
        rows_of(change.tab).take(change, index)
    for tab in places if batch.compact else batch.computed.keys() & places.keys():
        rows_of(tab)
    return tabs.values()


def _patch(package: Package, tabs: Sequence[TabRows], batch: Batch, result: Result, progress: Progress) -> None:
    """Patch the sheets these tabs are on, and what depends on them."""
    part = next(iter(package.related(package.workbook, "styles")), "")
    styles = Styles(package.xml(part) if part else b"")
    task = Task(package, styles, batch.computed, compact=batch.compact, from_1904=package.counts_from_1904)
    by_sheet: dict[str, list[TabRows]] = defaultdict(list)
    for rows in tabs:
        by_sheet[rows.place.sheet.part].append(rows)
    patches = [SheetPatch(task, every) for every in by_sheet.values()]
    for done, patch in enumerate(patches):
        progress(f"Writing {patch.sheet.name}", done, len(patches))
        patch.apply()
        result.findings += patch.findings
        _note_formulas(result.applied, patch)
    _put_styles(package, styles, part)
    if any(patch.moves_formulas for patch in patches):
        workbook_part.drop_calculation_order(package)
    if _needs_calculation(package, patches):
        workbook_part.request_calculation(package)
    progress("Writing", len(patches), len(patches))


def _in_asked_order(asked: Sequence[Change], clashes: list[Clash]) -> list[Clash]:
    if len(clashes) < 2:
        return clashes
    order = {id(change): n for n, change in enumerate(asked)}
    return sorted(clashes, key=lambda clash: order.get(id(clash.change), len(order)))


def _note_formulas(applied: list[Change], patch: SheetPatch) -> None:
    """A new row's change says what was written, the formulas it took from its column included: or undo would not know the row."""
    for index, formulas in patch.formulas_given.items():
        change = applied[index]
        if isinstance(change, AddRow):
            applied[index] = replace(change, row={**change.row, **formulas})


def _put_styles(package: Package, styles: Styles, part: str) -> None:
    if not styles.changed:
        return
    if part:
        package.put(part, styles.xml)
        return
    name = "xl/styles.xml"
    package.put(name, styles.xml)
    workbook_part.add_content_type(package, name, workbook_part.STYLES_TYPE)
    workbook_part.add_relation(package, package.workbook, "styles", name)


def _needs_calculation(package: Package, patches: Sequence[SheetPatch]) -> bool:
    """Whether a formula may show another value now than the one kept in its cell."""
    if not any(patch.changes_values for patch in patches):
        return False
    known = sum(patch.formulas_computed for patch in patches)
    there = sum(_formula_count(package.xml(sheet.part)) for sheet in package.sheets if sheet.grid)
    return there > known


def _formula_count(xml: bytes) -> int:
    outer = markup.root(xml)
    prefix = outer.prefix + b":" if outer and outer.prefix else b""
    if b"<%sf" % prefix not in xml:
        return 0
    end = xml.rfind(b"sheetData")
    return sum(xml.count(b"<%sf%s" % (prefix, sign), 0, end) for sign in (b">", b" "))


def _with_layouts(text: str, layouts: tuple[Layout, ...]) -> str:
    """The state with the tabs where they are now; a text that is no state stays as it is."""
    try:
        state = unpack(text)
    except ValueError:
        return text
    return pack(state.with_layouts(layouts)) if text.strip() else text
