"""What lies outside a workbook and still tells of somebody: its backup, notes of a sync, lists beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key, Table
from leadsorted_sheets.core.changes import apply
from leadsorted_sheets.core.forget import Person, Rows, Words, erased
from leadsorted_sheets.core.state import FORGOTTEN, pack, visible
from leadsorted_sheets.resources import state_folder
from leadsorted_sheets.session.erasing import erasing_of
from leadsorted_sheets.session.opened import opened
from leadsorted_sheets.workbook import files
from leadsorted_sheets.workbook.port import Batch

_LISTS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ics", ".eml", ".html", ".vcf"})
_BACKUP = "the backup beside the file"
_LARGEST = 20_000_000


def is_file(address: str) -> bool:
    """Whether the address is a file on this computer."""
    return not address.startswith(("gsheet:", "https:", "excel:"))


def backup_without(address: str, person: Person, forgotten: Table) -> tuple[str, int]:
    """Erase the person from the backup beside the file; one that cannot be read is deleted. Says what was done, and how often.

    `forgotten` is what the workbook itself will remember of those whom it forgot.
    """
    path = files.backup_of(Path(address))
    if not is_file(address) or not path.exists():
        return _BACKUP, 0
    try:
        if _rewritten(path, person, forgotten):
            return _BACKUP, 1
    except errors.BadInput:
        pass
    path.unlink()
    return f"{_BACKUP} (deleted)", 1


def _rewritten(path: Path, person: Person, forgotten: Table) -> bool:
    """Whether all of the person could be taken out of the backup."""
    from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

    workbook = XlsxWorkbook(path, backup=False)
    seen = opened(workbook)
    found = erasing_of(seen.book, person.leads, seen.reading.hidden)
    whole = Person(found.person.leads | person.leads, found.person.words | person.words)
    changes = erased(seen.book, whole)
    after = {**apply(seen.book, changes), FORGOTTEN: {**seen.book.get(FORGOTTEN, {}), **forgotten}}
    shown = visible(changes)
    state = dataclasses.replace(seen.state, waiting="").with_tables(after)
    batch = Batch(shown, {schema.STATE_SHEET: pack(state)})
    batch = dataclasses.replace(found, person=whole).batch(batch, after, seen.reading.hidden)
    return not workbook.write(batch, expect=seen.reading.revision).clashed


def check_free(person: Person) -> None:
    """Raises errors.InUse where a sync of a workbook that holds the person runs in the background."""
    import time

    from leadsorted_sheets.session.detached.job import Folder  # here, for a detached sync is made of a plain one

    for path in _telling(person):
        if Folder(path).is_running(time.time()):
            raise errors.InUse(str(path.name), "a sync that runs in the background")


def user_folder_without(person: Person, rows: Rows) -> tuple[str, int]:
    """Take the person out of what syncs keep in the user's state folder. Losing a note costs a question, never data."""
    from leadsorted_sheets.session.detached.job import Folder

    touched = 0
    for path in sorted((state_folder() / "sync").glob("*.sent")):
        touched += _without_lines(path, person, rows.all)
    for path in sorted((state_folder() / "detached").glob("*/sent.jsonl")):
        touched += _without_lines(path, person, rows.all)
    for folder in list(_telling(person)):
        Folder(folder).remove()
        touched += 1
    for path in sorted((state_folder() / "log").glob("*")):
        touched += _without_lines(path, person, frozenset())
    return "notes in your user folder", touched


def lists_beside(address: str, person: Person) -> list[str]:
    """Lists beside the file that hold a word of the person: rejected rows, exports, lists that were imported."""
    if not is_file(address) or not person.words:
        return []
    book = Path(address)
    own = {book.resolve(), files.backup_of(book)}
    found: list[str] = []
    for path in sorted(book.parent.iterdir()):
        if path.suffix.lower() not in _LISTS or path.name.startswith("~$") or not path.is_file():
            continue
        if path.resolve() not in own and path.stat().st_size <= _LARGEST and _names(path, person.words):
            found.append(str(path))
    return found


def _names(path: Path, words: Words) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        return False
    if data[:2] != b"PK":
        return words.holds(data.decode("utf-8", "replace")) or words.holds(data.decode("utf-16", "replace"))
    import zipfile

    try:
        with zipfile.ZipFile(path) as whole:
            small = [each for each in whole.infolist() if each.file_size <= _LARGEST * 10]
            return any(words.holds(whole.read(each).decode("utf-8", "replace")) for each in small)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return False


def _telling(person: Person) -> Iterator[Path]:
    """The folders of syncs in the background that were given the person."""
    for path in sorted((state_folder() / "detached").glob("*/")):
        for name in ("job.json", "found.json"):
            file = path / name
            if file.exists() and _tells(file.read_text("utf-8", "replace"), person, frozenset()):
                yield path
                break


def _without_lines(path: Path, person: Person, keys: frozenset[Key]) -> int:
    text = path.read_text("utf-8", "replace")
    lines = text.split("\n")
    kept = [line for line in lines if not _tells(line, person, keys)]
    if len(kept) == len(lines):
        return 0
    files.replace(path, "\n".join(kept).encode())
    return 1


def _tells(text: str, person: Person, keys: frozenset[Key]) -> bool:
    ids = {f'"{key}"' for key in person.leads | keys}
    return any(id in text for id in ids) or person.words.holds(text)
