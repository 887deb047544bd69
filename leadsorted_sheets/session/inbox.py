"""What there is to bring in: files, the files of a folder, a tab of a sheet; each file and each row of a tab once.

What came in is remembered in the book's own state, a file by its content, a row of a tab by its cells. So it does not
matter what a file is called, and a copy of the book that is restored from a backup knows what it has and what not.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.core.plan import Context, Progress, silent
from leadsorted_sheets.core.state import INBOX, ColumnAt, Layout
from leadsorted_sheets.workbook import files

ENDINGS = frozenset(
    {".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".vcf", ".vcard"}
)  # fmt: skip
CAME_IN = "import: this file came in"
ROWS_CAME_IN = "import: these rows came in"
ONLINE = ("gsheet:", "https://docs.google.com/", "excel:")


@dataclass(frozen=True, slots=True)
class Source:
    """One list to bring in: its content (None for a tab, whose rows are read when they are wanted), and what it is called.

    `once` says that it only comes in where it has not yet: it lay in a folder. `tab` is the sheet to read.
    """

    name: str
    data: bytes | None = None
    tab: str = ""
    once: bool = False

    @property
    def mark(self) -> str:
        """The key under which the book remembers it."""
        return f"{self.name}#{self.tab}" if self.data is None else _hash(self.data)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a source has for the book: a file to be read by intake, and the change that remembers it. `seen` counts what came in before."""

    name: str
    data: bytes
    tab: str = ""
    remember: tuple[Change, ...] = ()
    once: bool = False
    seen: int = 0


def sources(inputs: Sequence[str], *, once: Collection[str] = ()) -> tuple[Source, ...]:
    """Each file and tab that the inputs name; those in a folder, and those named in `once`, only come in once.

    Raises errors.NotFound, errors.BadInput or errors.WrongUsage.
    """
    return tuple(replace(each, once=each.once or each.name in once) for given in inputs for each in _sources(given))


def file_mark(path: str) -> str:
    """The key under which a book remembers the file as it is now."""
    return _hash(_content(Path(path)))


def waiting(source: Source, book: Book, context: Context, *, passed_over: Collection[str] = ()) -> Waiting | None:
    """What of the source is to come in; None where all of it has. `passed_over` are marks of files that are being brought in already."""
    known = book.get(INBOX, {}).get(source.mark)
    if source.data is None:
        return _new_rows(source, known or {}, context)
    if source.mark in passed_over or (source.once and known is not None):
        return None
    remember: tuple[Change, ...] = ()
    if known is None:
        row: dict[str, Cell] = {"File": Path(source.name).name, "On": context.local_now}
        remember = (AddRow(INBOX, source.mark, row, CAME_IN),)
    return Waiting(source.name, source.data, source.tab, remember, source.once)


def in_folder(folder: Path) -> list[Path]:
    """The lists in a folder, by name. Hidden files, locks of open workbooks and rows we handed back are none."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS
        and not path.name.startswith((".", "~$"))
        and ".rejected" not in path.stem
        and path.is_file()
    )


def _sources(given: str) -> Iterator[Source]:
    if given.startswith(ONLINE):
        address, _, tab = given.partition("#")
        yield Source(address, tab="" if tab.startswith("gid=") else tab)
        return
    path = Path(given)
    if path.is_dir():
        for each in in_folder(path):
            yield Source(str(each), _content(each), once=True)
        return
    name, _, tab = given.rpartition("#")
    if tab and name and not path.exists() and Path(name).is_file():
        yield Source(name, _content(Path(name)), tab)
        return
    if not path.exists():
        raise errors.NotFound(given)
    yield Source(given, _content(path))


def _content(path: Path) -> bytes:
    """What is in the file. Raises errors.TooLarge for what no list of leads can be, before it is read."""
    from leadsorted_sheets.intake.opening import MAX_FILE

    if path.is_file() and path.stat().st_size > MAX_FILE:
        raise errors.TooLarge(str(path), f"it is larger than {MAX_FILE // 1_000_000} MB, more than any list of leads")
    return files.content(path)


def _hash(data: bytes) -> str:
    return "F-" + hashlib.sha256(data).hexdigest()[:32]


def _new_rows(source: Source, known: Mapping[str, Cell], context: Context) -> Waiting | None:
    """The rows of a tab that did not come in yet, under the header they stand under, each on its own line."""
    from leadsorted_sheets.intake import as_file, read_table

    tab, rows = rows_of(source.name, source.tab, context.progress)
    table = read_table(as_file({tab: rows}), f"{source.name}#{tab}", sheet=tab)
    seen = shown(known.get("Seen"))
    before = {seen[n : n + _SHORT] for n in range(0, len(seen), _SHORT)}
    marks = {line: _row_mark(rows[line]) for line in table.lines}
    new = [line for line, mark in marks.items() if mark not in before]
    if not new:
        return None
    kept = {line: cells for line, cells in rows.items() if line <= table.header_line or line in set(new)}
    row: dict[str, Cell] = {
        "File": tab,
        "On": context.local_now,
        "Rows": len(before) + len(new),
        "Seen": seen + "".join(dict.fromkeys(marks[line] for line in new)),
    }
    key = source.mark
    remember: tuple[Change, ...] = (AddRow(INBOX, key, row, ROWS_CAME_IN),)
    if known:
        remember = tuple(Edit(INBOX, key, name, known.get(name), cell, ROWS_CAME_IN) for name, cell in row.items())
    return Waiting(f"{source.name}#{tab}", as_file({tab: kept}), tab, remember, once=True, seen=len(marks) - len(new))


_SHORT = 12
"""Characters of a row's mark: nine bytes, so that no two of a million rows share one by chance."""


def _row_mark(cells: Sequence[Cell]) -> str:
    text = "\x1f".join(shown(cell).strip() for cell in cells).rstrip("\x1f")
    return base64.b64encode(hashlib.sha256(text.encode()).digest()[:9]).decode()


def rows_of(address: str, tab: str, progress: Progress = silent) -> tuple[str, dict[int, list[Cell]]]:
    """A tab of a workbook that is no file: its title and its rows by line. The best-matching one where none is named."""
    from leadsorted_sheets.intake import as_file, read_table
    from leadsorted_sheets.workbook.resolve import workbook_at

    workbook = workbook_at(address, progress=progress)
    sketches = {each.sheet: dict(enumerate(each.rows, 1)) for each in workbook.sketches() if not each.hidden}
    if tab and tab not in sketches:
        raise errors.NoSuchTab(address, tab, tuple(sketches))
    head = read_table(as_file(sketches), address, sheet=tab)
    title = head.sheet
    top = sketches[title][head.header_line] if head.header_line else ()
    width = max((len(row) for row in sketches[title].values()), default=0)
    columns = tuple(ColumnAt(f"column {n}", shown(top[n]) if n < len(top) else "") for n in range(width))
    layout = Layout("Leads", title, "", head.header_line or 1, 1, columns)
    reading = workbook.read(layouts=(layout,), progress=progress)
    found = reading.book["Leads"]
    rows = {line: [found[key].get(at.field) for at in columns] for key, line in reading.lines["Leads"].items()}
    above = {line: list(cells) for line, cells in sketches[title].items() if line <= head.header_line}
    return title, {**above, **rows}


@dataclass(slots=True)
class Watched:
    """A folder under watch: what was there the last time one looked, so that nothing is read while it is still being written."""

    folders: tuple[Path, ...]
    _sizes: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _done: set[tuple[Path, int, int]] = field(default_factory=set)

    def settled(self) -> list[Path]:
        """The files that have not changed since the last look and were not done with."""
        ready: list[Path] = []
        now: dict[Path, tuple[int, int]] = {}
        for folder in self.folders:
            for path in _there(folder):
                try:
                    facts = path.stat()
                except OSError:  # moved away between looking and asking
                    continue
                now[path] = (facts.st_size, facts.st_mtime_ns)
                if self._sizes.get(path) == now[path] and (path, *now[path]) not in self._done:
                    ready.append(path)
        self._sizes = now
        return ready

    def done(self, path: Path) -> None:
        self._done.add((path, *self._sizes[path]))


def _there(folder: Path) -> list[Path]:
    """The lists in a folder; none while a network drive is away."""
    try:
        return in_folder(folder)
    except OSError:
        return []


def watch(
    inputs: Sequence[str],
    take: Callable[[str], None],
    *,
    pause: Callable[[], bool],
    refused: Callable[[str, Exception], None],
) -> None:
    """Bring in whatever comes, until `pause` says no more. `take` brings one file or one tab in.

    A file that cannot be used is told to `refused` and left alone until it changes. What passes by itself (the book is
    open elsewhere, the network is away) is told too, and tried again.
    """
    folders = tuple(Path(each) for each in inputs if not each.startswith(ONLINE))
    for folder in folders:
        if not folder.is_dir():
            raise errors.WrongUsage(
                f"{folder} is not a folder. --watch takes folders, and tabs such as gsheet:KEY#Form responses 1."
            )
    tabs = [each for each in inputs if each.startswith(ONLINE)]
    watched = Watched(folders)
    while True:
        for path in watched.settled():
            if _took(str(path), take, refused):
                watched.done(path)
        for tab in tabs:
            _took(tab, take, refused)
        if not pause():
            return


def _took(source: str, take: Callable[[str], None], refused: Callable[[str, Exception], None]) -> bool:
    """Whether one is done with it: taken, or of no use as it is."""
    try:
        take(source)
    except (errors.Refused, errors.OtherSideFailed) as passing:
        refused(source, passing)
        return False
    except errors.BadInput as useless:
        refused(source, useless)
    return True
