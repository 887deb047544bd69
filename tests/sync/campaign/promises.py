"""What a sync promises, held against the workbooks and the sheet as they are. A broken one raises AssertionError.

P1 when the edits stop, all sides come to hold the same    P2 a further sync writes nothing
P3 every row has an id of its own                          P4 no lead is doubled beyond what people copied
P5 no value lands in another lead's row                    P6 no edit is lost in silence
P7 no conflict but where two edited                        P8 what is the team's own stays as it is
P9 rows keep their order, cells their format               P10 few requests
P11 a side that was emptied stops the sync                 P12 a sync that says it is verified is
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell, Error, Formula, same, shown
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.sheets_server.grid import BLANK, COLUMNS
from tests.sheets_server.grid import Formula as SheetFormula
from tests.sheets_server.grid import Row as SheetRow
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sync.campaign.ledger import KNOWN_BY, TYPED, Ledger, Name, name_in
from tests.sync.campaign.looking import tabs

if TYPE_CHECKING:
    from tests.sync.campaign.world import World

SHARED = ("Leads", "Activities", "Pipeline", "Sources", "Preferences", "Owners", "Column policies", "Review")
WITH_IDS = ("Leads", "Activities", "Pipeline", "Review")
OWN_TAB = "Our targets"
STRANGE = "oops"
_IDS = {tab: re.compile(rf"{schema.BY_NAME[tab].prefix}-[0-9A-Z]{{10}}") for tab in WITH_IDS}


def nothing_of_the_teams_own_changed(before: Spreadsheet, after: Spreadsheet) -> None:
    """P8 and P9, for a sync in which no person had a hand in the sheet.

    A write makes a new book that shares the rows it did not touch with the one before, so few have to be looked at.
    """
    titles = [sheet.title for sheet in before.sheets]
    assert [sheet.title for sheet in after.sheets] == titles, f"P8: tabs were {titles}, are others now"
    for old, new in zip(before.sheets, after.sheets, strict=True):
        if old.title.startswith("_leadsorted"):
            continue
        kept = {row.uid for row in old.rows}
        order = [row.uid for row in new.rows if row.uid in kept]
        assert order == [row.uid for row in old.rows], f"P9: the rows of {old.title} moved, or some are gone"
        places = {column.uid: place for place, column in enumerate(new.columns)}
        stayed = [places.get(column.uid, -1) for column in old.columns]
        assert -1 not in stayed, f"P9: a column of {old.title} is gone"
        assert stayed == sorted(stayed), f"P9: the columns of {old.title} moved"
        theirs = {row.uid: row for row in new.rows}
        for row in old.rows:
            if theirs[row.uid] is not row:
                _row_is_as_it_was(old.title, row, theirs[row.uid], stayed)


def _row_is_as_it_was(title: str, before: SheetRow, after: SheetRow, stayed: list[int]) -> None:
    """Formats, notes, drop-downs and formulas of a row that was written to; every cell, in the team's own tab."""
    assert (before.hidden, before.size) == (after.hidden, after.size), f"P9: a row of {title} was shown or hidden"
    for place, old in enumerate(before.cells):
        new = after.cells[stayed[place]] if stayed[place] < len(after.cells) else BLANK
        if old is new:
            continue
        assert title != OWN_TAB, f"P8: the team's own tab was changed: {old} to {new}"
        was_formula = isinstance(old.value, SheetFormula)
        assert not was_formula or new.value == old.value, f"P8: a formula was changed: {old.value} to {new.value}"
        dressed = old.format is not None or old.validation is not None or old.note
        looks = (old.format, old.validation, old.note), (new.format, new.validation, new.note)
        assert not dressed or looks[0] == looks[1], f"P9: in {title}, a cell's look was changed: {looks}"


def every_value_is_in_its_own_row(world: World) -> None:
    """P5 on the sheet."""
    found = [
        stranger
        for name, tab in tabs(world.book, *TYPED).items()
        for at in tab.rows
        for stranger in world.ledger.strangers(name, tab.row(at))
    ]
    assert not found, "P5 on the sheet: " + "; ".join(found)


def in_the_files_too(world: World, books: Iterable[Book]) -> None:
    """P5 in the workbooks."""
    for letter, book in zip("ab", books, strict=True):
        found = [
            each for name in TYPED for row in book[name].values() for each in world.ledger.strangers(name, dict(row))
        ]
        assert not found, f"P5 in workbook {letter}: " + "; ".join(found)


def sheet_book(world: World, book: Spreadsheet | None = None) -> Book:
    """The sheet as a book, read by our own eyes: row id -> cells. A row without an id has its number for one."""
    return {
        name: {shown(row.get(schema.BY_NAME[name].id)) or f"#{at + 1}": row for at in tab.rows for row in [tab.row(at)]}
        for name, tab in tabs(book or world.book, *SHARED).items()
    }


def file_book(path: Path) -> Book:
    """The workbook as a book; the same content is read once."""
    content = path.read_bytes()
    if content not in _books:
        if len(_books) > 8:
            _books.clear()
        _books[content] = XlsxWorkbook(path, backup=False).read().book
    return _books[content]


_books: dict[bytes, Book] = {}


def all_sides_are_the_same(world: World, sheet: Book, files: Mapping[str, Book]) -> None:
    """P1."""
    for letter, book in files.items():
        for tab in SHARED:
            differences = list(_differences(world, tab, sheet.get(tab, {}), book.get(tab, {})))
            assert not differences, f"P1: workbook {letter} and the sheet differ: " + "; ".join(differences[:6])


def _differences(world: World, tab: str, sheet: Mapping[str, Row], file: Mapping[str, Row]) -> Iterator[str]:
    for key in sheet.keys() | file.keys():
        if key not in sheet or key not in file:
            yield f"{tab}: {key} is only in {'the sheet' if key in sheet else 'the workbook'}: {dict(sheet.get(key) or file[key])}"
            continue
        one, other = sheet[key], file[key]
        for field in one.keys() | other.keys():
            if (tab, field) in world.apart or not _counts(tab, field):
                continue
            if not _same(tab, field, one.get(field), other.get(field)):
                yield f"{tab}: {field} of {key} is {one.get(field)!r} in the sheet, {other.get(field)!r} in the workbook"


def _counts(tab: str, field: str) -> bool:
    column = schema.BY_NAME[tab].column(field)
    return column is None or column.kind != "formula"


def _same(tab: str, field: str, one: Cell, other: Cell) -> bool:
    if any(isinstance(cell, Formula | Error) for cell in (one, other)):
        return True  # nobody's business but the team's
    return same(one, other) or shown(one).strip() == shown(other).strip()


def every_row_has_its_own_id(world: World) -> None:
    """P3, on the sheet as people see it; a workbook cannot hold a row twice without the merge showing it."""
    for name, tab in tabs(world.book, *WITH_IDS).items():
        ids = [shown(tab.row(at).get(schema.BY_NAME[name].id)) for at in tab.rows]
        doubled = [id for id, times in Counter(ids).items() if times > 1]
        assert not doubled, f"P3: {name} has {doubled} more than once"
        # A strange id that cannot be given back stays: teams have numbers of their own for their leads.
        formless = [id for id in ids if not _IDS[name].fullmatch(id) and id != STRANGE]
        assert not formless, f"P3: {name} has ids that are none: {formless}"


def no_lead_is_doubled(world: World, books: Iterable[Book]) -> None:
    """P4."""
    for book in books:
        for tab, column in KNOWN_BY.items():
            times = Counter(name_in(row.get(column)) for row in book[tab].values())
            for name, count in times.items():
                assert not name or count <= 1 + world.ledger.copies[name], f"P4: {tab} has {name} {count} times"


def no_edit_is_lost(world: World, books: Iterable[Book], journals: Iterable[Cell]) -> None:
    """P6: every value ever typed stands in some cell, was removed by somebody who saw it, or fell in the instant."""
    ledger = world.ledger
    found = {value for book in books for cell in _cells(book) for value in ledger.held(cell)}
    found |= {value for cell in journals for value in ledger.held(cell)}
    found |= _as_text(ledger, books)
    lost = ledger.typed.keys() - found - ledger.known_to_go - ledger.in_the_instant
    assert not lost, f"P6: lost without a word: {sorted(map(str, lost))}"


def _as_text(ledger: Ledger, books: Iterable[Book]) -> set[Cell]:
    """Numbers and days that stand on the Review tab as text."""
    texts = {
        shown(row.get(field))
        for book in books
        for row in book.get("Review", {}).values()
        for field in ("Found", "Suggestion", "Why")
    }
    return {value for value in ledger.typed if shown(value) in texts or any(shown(value) in text for text in texts)}


def _cells(book: Book) -> Iterator[Cell]:
    for table in book.values():
        for row in table.values():
            yield from row.values()


def no_false_conflict(world: World, book: Book) -> None:
    """P7: a conflict needs two who edited the cell."""
    names = world.names_by_id
    for row in book.get("Review", {}).values():
        if row.get("Rule") != "sync.conflict" or row.get("Field") is None:
            continue
        name, field = names.get(shown(row.get("Row")), ""), shown(row.get("Field"))
        if not name or field not in TYPED.get(shown(row.get("Tab")), {}):
            continue
        parties = world.ledger.parties[name, field]
        beside = {value for each in ("Found", "Suggestion") for value in world.ledger.held(row.get(each))}
        # Somebody typed a lead of his own into the row in the moment in which it became this lead's.
        fell_in = beside & world.ledger.in_the_instant
        excused = world.ledger.copies[name] or name in world.ledger.removed or fell_in
        assert excused or len(parties) > 1, f"P7: {field} of {name} was edited by {parties or 'nobody'}: {dict(row)}"


def names_of(books: Iterable[Book]) -> dict[str, Name]:
    return {
        key: name_in(row.get(KNOWN_BY[tab])) for book in books for tab in KNOWN_BY for key, row in book[tab].items()
    }


def own_tab_of(path: Path) -> tuple[bytes, ...]:
    """P8 in a workbook: the parts of the team's own tab and what they stand on."""
    with zipfile.ZipFile(path) as package:
        names = [
            name
            for name in package.namelist()
            if name.startswith("xl/worksheets/sheet") and b"OWN-TAB" in package.read(name)
        ]
        return tuple(package.read(name) for name in names)


def no_traces_are_left(book: Spreadsheet) -> None:
    """No tags stay but those of a last commit that was cut off, which the next commit sweeps; few commit notes are kept."""
    commits = {entry.id: str(entry.value) for entry in book.metadata.values() if entry.key == "ls.commit"}
    last = commits.get(max(commits, default=0), "")
    tags = [str(entry.value) for entry in book.metadata.values() if entry.key == "ls.r" and entry.value != last]
    assert not tags, f"tags were left on rows or columns: {tags}, and the last commit is {last}"
    assert len(commits) <= 60, f"{len(commits)} commit notes are kept"
    marks = Counter((e.sheet_id, e.line) for e in book.metadata.values() if e.dimension == COLUMNS and e.key == "ls.c")
    twice = [where for where, count in marks.items() if count > 1]
    assert not twice, f"columns carry more than one mark: {twice}"
