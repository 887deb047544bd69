"""Where each tab is: which sheet, which row has the headers, which column holds which field.

A column is known by our note on it, wherever it was moved and whatever its header says now; where the note was lost, by
its header. A header row is found by what stands in it, since a person may have put rows above. The tables of Report
share their columns and carry no notes: each is found by its row of headers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.cell import canon, shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.schema import BY_NAME, Tab
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.workbook.gsheets.facts import Facts, SheetFacts

Rows = Sequence[Sequence[Any]]
HEADER_WITHIN = 20
_SETTINGS_HEADER = 4
_OWN_SHEET = frozenset(tab.name for tab in schema.TABS if tab.sheet not in {"Settings", "Report"})


@dataclass(frozen=True, slots=True)
class Place:
    """A tab in the spreadsheet. `header` and `bottom` are rows counted from 0; `bottom` is the first row below all that
    is filled, `reach` the first row that can never be one of this table's. `labelled` are the columns with a note."""

    layout: Layout
    sheet: SheetFacts
    header: int
    bottom: int
    reach: int
    labelled: frozenset[int] = frozenset()

    @property
    def tab(self) -> str:
        return self.layout.tab

    @property
    def left(self) -> int:
        return self.layout.first_column - 1

    @property
    def right(self) -> int:
        """The first column behind the table."""
        return self.left + len(self.layout.columns)

    @property
    def columns(self) -> dict[str, int]:
        """The column of each field, counted from 0."""
        return {at.field: n for n, at in enumerate(self.layout.columns, self.left) if at.field}

    @property
    def id(self) -> str:
        """The field that names a row; "" where its column is not there."""
        known = BY_NAME.get(self.tab)
        return known.id if known and known.id in self.columns else ""

    @property
    def has_sheet_to_itself(self) -> bool:
        return self.tab in _OWN_SHEET


class Places:
    """Finds the tabs. `tops` are the cells of our sheets by sheet id; `known` the headers as they were last seen."""

    def __init__(self, facts: Facts, cells: Mapping[int, Rows], known: Sequence[Layout]) -> None:
        self._facts, self._cells = facts, cells
        self._known = {layout.tab: layout for layout in known}
        self.findings: list[Finding] = []

    def all(self) -> list[Place]:
        found = []
        for sheet in self._facts.sheets:
            tabs = [tab for tab in schema.TABS if tab.sheet == sheet.name]
            rows = self._cells.get(sheet.id, ())
            labels = _labels(sheet, tabs)
            taken = frozenset(sheet.labels)
            for tab in tabs:
                place = (
                    _in_report(sheet, tab, rows)
                    if tab.sheet == "Report"
                    else self._of(sheet, tab, rows, labels.get(tab.name, {}), taken)
                )
                if place is not None:
                    found.append(place)
                    self._report_missing(place)
                else:
                    self._missing(tab, sheet)
        for name in self._known.keys() & BY_NAME.keys():
            if self._facts.named(BY_NAME[name].sheet) is None:
                self._sheet_missing(name)
        order = {name: n for n, name in enumerate(BY_NAME)}
        return sorted(found, key=lambda place: order[place.tab])

    def adopted(self, layout: Layout) -> Place | None:
        """A tab where a layout says it is, column by column: a workbook about to be adopted."""
        sheet = next((each for each in self._facts.sheets if each.title == layout.sheet), None)
        if sheet is None:
            return None
        rows = self._cells.get(sheet.id, ())
        header = layout.header_row - 1
        texts = [_text(value) for value in _row(rows, header)]
        columns = tuple(
            replace(at, header=texts[n]) if n < len(texts) else replace(at, header="")
            for n, at in enumerate(layout.columns, layout.first_column - 1)
        )
        return _placed(sheet, layout.tab, header, layout.first_column - 1, columns, rows=rows)

    def _of(
        self, sheet: SheetFacts, tab: Tab, rows: Rows, labels: Mapping[int, str], taken: frozenset[int]
    ) -> Place | None:
        if labels:
            header = self._header(tab, rows, labels)
        else:
            at = _by_headers(tab, rows)
            if at is None:
                return None
            header, start = at
        texts = [_text(value) for value in _row(rows, header)]
        if tab.name in _OWN_SHEET:
            filled = [n for n, text in enumerate(texts) if text] + list(labels)
            left, right = min(filled), max(filled) + 1
        else:
            left, right = _extent(texts, labels or range(start, start + len(tab.columns)), taken)
        columns = _named(tab, texts, labels, left, right, known=self._headers(tab))
        return _placed(sheet, tab.name, header, left, columns, rows=rows, labelled=frozenset(labels))

    def _headers(self, tab: Tab) -> dict[str, str]:
        """Header -> field, as the columns were last seen."""
        known = self._known.get(tab.name)
        return {at.header.casefold(): at.field for at in known.columns if at.header and at.field} if known else {}

    def _header(self, tab: Tab, rows: Rows, labels: Mapping[int, str]) -> int:
        """The row where most of the columns show their name, or the one they had when last seen."""
        known = (
            {at.field: at.header.casefold() for at in self._known[tab.name].columns} if tab.name in self._known else {}
        )
        usual = _SETTINGS_HEADER if tab.sheet == "Settings" else 0

        def score(row: int) -> tuple[int, int]:
            cells = _row(rows, row)
            texts = {at: _text(cells[at]).casefold() for at in labels if at < len(cells)}
            agree = sum(text in (labels[at].casefold(), known.get(labels[at])) for at, text in texts.items() if text)
            return agree, -abs(row - usual)

        return max(range(max(min(HEADER_WITHIN, len(rows)), usual + 1)), key=score)

    def _missing(self, tab: Tab, sheet: SheetFacts) -> None:
        self.findings.append(
            Finding(
                "warning", tab.name, None, None, "workbook.tab-missing",
                f"This table is not on the sheet {sheet.title!r}: its headers are gone. Its rows are not seen. "
                "Bring it back with Google's version history (File > Version history).",
            )
        )  # fmt: skip

    def _sheet_missing(self, tab: str) -> None:
        self.findings.append(
            Finding(
                "warning", tab, None, None, "workbook.tab-missing",
                f"The sheet {self._known[tab].sheet!r} is gone. Its rows are not seen. "
                "Bring it back with Google's version history (File > Version history).",
            )
        )  # fmt: skip

    def _report_missing(self, place: Place) -> None:
        known = self._known.get(place.tab)
        for at in known.columns if known else ():
            if at.field not in place.columns and BY_NAME[place.tab].column(at.field) is not None:
                self.findings.append(
                    Finding(
                        "warning", place.tab, None, at.field, "workbook.column-missing",
                        f"The column {at.header!r} is gone, so it is neither read nor written. "
                        "Add a column with that header to have it back.",
                    )
                )  # fmt: skip


def label(tab: str, field: str) -> str:
    """What our note on a column says."""
    return f"{tab}.{field}"


def doubtful(places: Sequence[Place], known: Sequence[Layout]) -> bool:
    """Whether a header does not say what our note on its column says, nor what it said when last seen.

    Either a person renamed it, or columns were moved between the look at the notes and the look at the cells.
    """
    headers = {(layout.tab, at.field): at.header for layout in known for at in layout.columns}
    return any(
        n in place.labelled and at.header.casefold() not in {at.field.casefold(), headers.get((place.tab, at.field), at.field).casefold()}
        for place in places
        for n, at in enumerate(place.layout.columns, place.left)
    )  # fmt: skip


def _labels(sheet: SheetFacts, tabs: Sequence[Tab]) -> dict[str, dict[int, str]]:
    """Tab -> column -> field. Where a column was copied with its note, the first one has it."""
    found: dict[str, dict[int, str]] = {}
    for at, value in sorted(sheet.labels.items()):
        tab = next((tab.name for tab in tabs if value.startswith(f"{tab.name}.")), None)
        if tab is not None:
            field = value.removeprefix(f"{tab}.")
            mine = found.setdefault(tab, {})
            if field and field not in mine.values():
                mine[at] = field
    return found


def _by_headers(tab: Tab, rows: Rows) -> tuple[int, int] | None:
    """The row and first column of a table without any note: its headers side by side, or most of them in one row."""
    best: tuple[int, int, int] | None = None
    wanted = [field.casefold() for field in tab.fields]
    for number in range(min(HEADER_WITHIN, len(rows))):
        texts = [_text(value).casefold() for value in rows[number]]
        if tab.name in _OWN_SHEET:
            there = set(texts) & set(wanted)
            if tab.id.casefold() in there and (best is None or len(there) > best[0]):
                best = (len(there), number, 0)
        elif (at := _sequence(texts, wanted)) is not None:
            return number, at
    return best[1:] if best else None


def _sequence(texts: Sequence[str], wanted: Sequence[str]) -> int | None:
    for at, text in enumerate(texts):
        if text == wanted[0] and list(texts[at : at + len(wanted)]) == list(wanted):
            return at
    return None


def _in_report(sheet: SheetFacts, tab: Tab, rows: Rows) -> Place | None:
    wanted = [field.casefold() for field in tab.fields]
    for number, row in enumerate(rows):
        at = _sequence([_text(value).casefold() for value in row], wanted) if len(row) >= len(wanted) else None
        if at is not None:
            columns = tuple(ColumnAt(field, _text(row[n])) for n, field in enumerate(tab.fields, at))
            return _placed(sheet, tab.name, number, at, columns, rows=rows, reach=number + 1 + tab.block)
    return None


def _extent(
    texts: Sequence[str], columns: Sequence[int] | Mapping[int, str] | range, taken: frozenset[int]
) -> tuple[int, int]:
    """A table among others: its columns, and those with a header right beside them that are nobody's."""
    left, right = min(columns), max(columns) + 1

    def is_free(at: int) -> bool:
        return 0 <= at < len(texts) and texts[at] != "" and at not in taken

    while is_free(left - 1):
        left -= 1
    while is_free(right):
        right += 1
    return left, right


def _named(
    tab: Tab, texts: Sequence[str], labels: Mapping[int, str], left: int, right: int, *, known: Mapping[str, str]
) -> tuple[ColumnAt, ...]:
    """The field of each column: by its note, by our name for it, by the header that a field was `known` by.

    A header that stands there twice says nothing. A column without a note and a header is nobody's: its field is "".
    """
    fields = dict(labels)
    headers = {at: texts[at] if at < len(texts) else "" for at in range(left, right)}
    ours = {field.casefold(): field for field in tab.fields}
    for names in (ours, known):
        for folded, field in names.items():
            mine = [at for at, text in headers.items() if at not in fields and text.casefold() == folded]
            if len(mine) == 1 and field not in fields.values():
                fields[mine[0]] = field
    taken = set(fields.values()) | set(tab.fields)
    for at, text in headers.items():
        if at not in fields and text:
            fields[at] = free_name(text, taken)
            taken.add(fields[at])
    return tuple(ColumnAt(fields.get(at, ""), text) for at, text in headers.items())


def free_name(name: str, taken: set[str]) -> str:
    """The name, or the first one like it that is free.

    >>> free_name("Email", {"Email"})
    'Email (2)'
    """
    if name not in taken:
        return name
    return next(each for n in range(2, len(taken) + 3) if (each := f"{name} ({n})") not in taken)


def _placed(
    sheet: SheetFacts, tab: str, header: int, left: int, columns: tuple[ColumnAt, ...], *, rows: Rows,
    labelled: frozenset[int] = frozenset(), reach: int | None = None,
) -> Place:  # fmt: skip
    bottom = min(len(rows), reach or len(rows))
    right = left + len(columns)
    while bottom > header + 1 and not any(value != "" for value in rows[bottom - 1][left:right]):
        bottom -= 1
    layout = Layout(tab, sheet.title, "", header + 1, left + 1, columns)
    return Place(layout, sheet, header, max(bottom, header + 1), reach or 10**9, labelled)


def _row(rows: Rows, at: int) -> Sequence[Any]:
    return rows[at] if 0 <= at < len(rows) else ()


def _text(value: Any) -> str:
    return "" if value == "" else shown(canon(value)).strip()


def tags_of(place: Place) -> Iterator[tuple[int, str]]:
    """The columns of a place that have a field and no note yet, with what the note is to say."""
    if BY_NAME[place.tab].sheet == "Report":
        return
    for field, at in place.columns.items():
        if at not in place.labelled:
            yield at, label(place.tab, field)
