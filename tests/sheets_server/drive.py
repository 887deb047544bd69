"""Drive v3, as much as spreadsheets need: files, permissions, comments, export, and the v2 upload of a CSV.

`version` rises and `modifiedTime` moves with every change of a file: hints that something happened, not locks.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import secrets
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.sheets_server.auth import Caller
from tests.sheets_server.cells import rendered, user_entered
from tests.sheets_server.grid import BLANK, Sheet
from tests.sheets_server.refusals import Json, Refusal, file_not_found, forbidden, invalid, not_found
from tests.sheets_server.spreadsheet import Spreadsheet

MIME = "application/vnd.google-apps.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRITERS = ("owner", "organizer", "fileOrganizer", "writer")


@dataclass(slots=True)
class File:
    """A spreadsheet with what Drive knows of it. `client` is the program that made it."""

    book: Spreadsheet
    client: str
    created: float
    modified: float
    version: int = 1
    trashed: bool = False
    parents: list[str] = field(default_factory=lambda: ["root"])
    permissions: list[Json] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.book.properties["title"])

    def told(self) -> Json:
        """Every field of the file; Drive tells kind, id, name and mimeType where no others are asked for."""
        return {
            "kind": "drive#file",
            "id": self.book.id,
            "name": self.name,
            "mimeType": MIME,
            "parents": list(self.parents),
            "version": str(self.version),
            "createdTime": _stamp(self.created),
            "modifiedTime": _stamp(self.modified),
            "trashed": self.trashed,
            "permissions": [dict(each) for each in self.permissions],
            "owners": [{"emailAddress": p["emailAddress"]} for p in self.permissions if p["role"] == "owner"],
            "ownedByMe": True,
            "capabilities": {"canEdit": True},
            "webViewLink": f"https://docs.google.com/spreadsheets/d/{self.book.id}/edit?usp=drivesdk",
        }

    def role(self, caller: Caller | None) -> str | None:
        """What the caller may do with it at most."""
        mine = [p["role"] for p in self.permissions if caller and p.get("emailAddress") == caller.email]
        open_to_all = [p["role"] for p in self.permissions if p["type"] == "anyone"]
        ranked = sorted(mine + open_to_all, key=lambda role: 0 if role in _WRITERS else 1)
        return ranked[0] if ranked else None


@dataclass(slots=True)
class Files:
    """All files of one server."""

    clock: Callable[[], float]
    kept: dict[str, File] = field(default_factory=dict)

    def create(self, title: str, caller: Caller, parents: list[str] | None = None) -> File:
        key = "1" + secrets.token_urlsafe(32).replace("-", "x")[:43]
        book = Spreadsheet.new(key, title, seed=len(self.kept))
        book.owner = caller.email
        file = File(book, caller.client, self.clock(), self.clock())
        file.parents = parents or ["root"]
        file.permissions.append(permission({"type": "user", "role": "owner", "emailAddress": caller.email}))
        self.kept[key] = file
        return file

    def file(self, key: str, caller: Caller | None, *, write: bool = False, drive: bool = False) -> File:
        """The file, if the caller may read or write it. Sheets and Drive refuse in different words."""
        found = self.kept.get(key)
        missing = file_not_found(key) if drive else not_found()
        if found is None or (caller and caller.only_own_files(drive=drive) and found.client != caller.client):
            raise missing
        role = found.role(caller)
        if role is None:
            raise missing if drive else forbidden()
        if write and role not in _WRITERS:
            raise forbidden()
        return found

    def commit(self, file: File, book: Spreadsheet) -> None:
        """The draft becomes the file."""
        file.book = book
        self.touch(file)

    def touch(self, file: File) -> None:
        file.version += 1
        file.modified = max(self.clock(), file.modified + 0.001)

    def found(self, query: str, caller: Caller) -> list[File]:
        """The files a `q` finds that the caller can see, the one changed last first."""
        seen = [
            f
            for f in self.kept.values()
            if f.role(caller) and not (caller.only_own_files(drive=True) and f.client != caller.client)
        ]
        terms = [_term(text) for text in filter(None, re.split(r"\s+and\s+", query.strip()))]
        seen = [file for file in seen if all(meets(file) for meets in terms)]
        return sorted(seen, key=lambda file: -file.modified)

    def copy(self, source: File, title: str | None, caller: Caller, parents: list[str] | None) -> File:
        file = self.create(title or f"Copy of {source.name}", caller, parents)
        book = source.book.draft()
        book.id, book.owner = file.book.id, caller.email
        book.properties["title"] = file.name
        file.book = book
        return file


def permission(given: Json) -> Json:
    """A permission as Drive keeps it, with an id that is the same for the same person."""
    kind = given.get("type")
    if kind not in ("user", "group", "domain", "anyone"):
        raise invalid("The permission type field is required.")
    if given.get("role") not in (*_WRITERS, "commenter", "reader"):
        raise invalid("The permission role field is required.")
    if kind in ("user", "group") and "@" not in given.get("emailAddress", ""):
        raise invalid("The specified emailAddress is invalid or not applicable for the given permission type.")
    who = given.get("emailAddress") or given.get("domain") or ""
    number = "anyoneWithLink" if kind == "anyone" else f"{zlib.crc32(who.encode()):020d}"
    told = {"kind": "drive#permission", "id": number, "type": kind, "role": given["role"]}
    return told | {name: given[name] for name in ("emailAddress", "domain", "pendingOwner") if name in given}


def exported(file: File, mime: str) -> bytes:
    """CSV and TSV of the first tab, or XLSX of all, values only."""
    if mime in ("text/csv", "text/tab-separated-values"):
        text = io.StringIO()
        writer = csv.writer(text, delimiter="," if mime == "text/csv" else "\t", lineterminator="\r\n")
        writer.writerows(_shown_rows(file.book, file.book.sheets[0], "FORMATTED_VALUE"))
        return text.getvalue().encode()
    if mime == XLSX:
        return _xlsx(file.book)
    raise Refusal(400, "INVALID_ARGUMENT", "The requested conversion is not supported.", reason="badRequest")


def import_csv(book: Spreadsheet, data: bytes) -> None:
    """The upload takes the place of everything: one tab is left, and its cells are read as if typed."""
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    sheet = Sheet.new(
        book.sheets[0].id, book.properties["title"], max(len(lines), 1), max(map(len, lines), default=1) or 1
    )
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.put(row, column, user_entered(BLANK, text, book.properties["locale"]))
    book.sheets, book.named_ranges, book.metadata = [sheet], [], {}


def _term(text: str) -> Callable[[File], bool]:
    """One condition of a query: `name = 'Leads'`, `trashed = false`, `'FOLDER' in parents`."""
    # gspread writes the last one the other way round, `parents in "FOLDER"`, and that is taken too.
    if found := re.fullmatch(r"""(?:"([^"]*)"|'([^']*)')\s+in\s+parents|parents\s+in\s+"([^"]*)\"""", text):
        folder = next(part for part in found.groups() if part is not None)
        return lambda file: folder in file.parents
    if found := re.fullmatch(r"trashed\s*=\s*(true|false)", text):
        binned = found[1] == "true"
        return lambda file: file.trashed == binned
    found = re.fullmatch(r"""(name|mimeType)\s*(=|!=|contains)\s*(?:"([^"]*)"|'((?:[^'\\]|\\.)*)')""", text)
    if found is None:
        raise invalid("Invalid Value", ("q", "Invalid Value"))
    wanted = (found[3] if found[3] is not None else found[4]).replace("\\'", "'")
    same = found[2] == "="
    if found[1] == "mimeType":
        return lambda _: (wanted == MIME) == same
    if found[2] == "contains":
        return lambda file: wanted.lower() in file.name.lower()
    return lambda file: (wanted == file.name) == same


def _shown_rows(book: Spreadsheet, sheet: Sheet, option: str) -> Iterator[list[Any]]:
    width = max((row.width() for row in sheet.rows), default=0)
    for row in range(sheet.height()):
        cells = [rendered(book, sheet, row, column, option=option, dates="SERIAL_NUMBER") for column in range(width)]
        yield ["" if value is None and option != "UNFORMATTED_VALUE" else value for value in cells]


def _xlsx(book: Spreadsheet) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for sheet in book.sheets:
        page = workbook.create_sheet(sheet.title[:31])
        for line in _shown_rows(book, sheet, "UNFORMATTED_VALUE"):
            page.append(line)
    stream = io.BytesIO()
    workbook.save(stream)
    workbook.close()
    return stream.getvalue()


def _stamp(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
