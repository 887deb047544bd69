"""What kind of file it is, by its first bytes: names lie, and a zip may unpack to anything."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from leadsorted_sheets.errors import BadInput, Corrupt, Encrypted, NotATable, NotFound, TooLarge

Kind: TypeAlias = Literal["text", "vcards", "xlsx", "xlsb", "xls", "ods"]

MAX_FILE = 500_000_000
MAX_UNPACKED = 2_000_000_000
"""Bytes. A sheet of a million rows and thirty columns unpacks to about a billion."""
MAX_RATIO = 400
"""How many bytes one packed byte may become, in a part of more than ten megabytes. A sheet's XML packs to about a tenth."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's content, what kind of file it is, and what is to be said about that."""

    name: str
    data: bytes
    kind: Kind
    notes: tuple[str, ...] = ()


def opened(source: Path | str | bytes, name: str = "") -> Opened:
    """The file at a path, or the bytes given.

    Raises errors.NotFound, NotATable, Encrypted, Corrupt or TooLarge, each with what to do next.
    """
    if isinstance(source, bytes):
        data, name = source, name or "the list"
    else:
        name = name or str(source)
        data = _content(Path(source), name)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NotATable(name, "it is empty")
    kind = _kind(data, name)
    return Opened(name, data, kind, _misnamed(name, kind))


def _content(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise TooLarge(name, f"it is larger than {MAX_FILE // 1_000_000} MB, more than any list of leads")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(name) from None
    except IsADirectoryError:
        raise NotATable(name, "it is a folder", "Name a file in it.") from None
    except PermissionError:
        raise BadInput(f"{name} may not be read. Ask its owner for permission, or copy it first.") from None
    except (OSError, ValueError) as refusal:
        raise BadInput(f"{name} cannot be read: {refusal}. Nothing was read.") from None


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "Open it in Excel, save it as .xlsx or CSV, and use that."
# First bytes, what they are, what to do.
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "it is a PDF", "Ask for the list as CSV or .xlsx."),
    (b"\x1f\x8b", "it is a packed file (gzip)", "Unpack it and use the file in it."),
    (b"7z\xbc\xaf\x27\x1c", "it is a packed file (7z)", "Unpack it and use the file in it."),
    (b"Rar!", "it is a packed file (rar)", "Unpack it and use the file in it."),
    (b"\x89PNG", "it is a picture", "Give a CSV or .xlsx file with a header row."),
    (b"\xff\xd8\xff", "it is a picture", "Give a CSV or .xlsx file with a header row."),
    (b"GIF8", "it is a picture", "Give a CSV or .xlsx file with a header row."),
    (b"{\\rtf", "it is a text document", "Ask for the list as CSV or .xlsx."),
    (b"SQLite format 3", "it is a database", "Export the list from it as CSV."),
)


def _kind(data: bytes, name: str) -> Kind:
    for magic, what, remedy in _OTHERS:
        if data.startswith(magic):
            raise NotATable(name, what, remedy)
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Encrypted(name)
        return "xls"
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.replace(b"\0", b"").lstrip(b"\xff\xfe").startswith(b"begin:vcard"):
        return "vcards"
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<style")):
        raise NotATable(name, "it is a web page, whatever its name says", _SAVE_AS)
    if head.startswith(b"<?xml") or b"schemas-microsoft-com:office:spreadsheet" in head:
        raise NotATable(name, "it is an XML file", _SAVE_AS)
    if head.startswith((b"[{", b'{"')):
        raise NotATable(name, "it is JSON", "Export the list as CSV or .xlsx instead.")
    return "text"


def _zipped(data: bytes, name: str) -> Kind:
    """Which kind of workbook a zip is, once it is known to unpack to something reasonable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            kind_of_document = archive.read("mimetype")[:100] if "mimetype" in archive.namelist() else b""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as damage:
        raise Corrupt(name, f"the file is damaged or was not copied completely ({damage})") from None
    if any(member.flag_bits & 1 for member in members):
        raise Encrypted(name)
    total = sum(member.file_size for member in members)
    burst = any(
        member.file_size > 10_000_000 and member.file_size > MAX_RATIO * max(1, member.compress_size)
        for member in members
    )
    if total > MAX_UNPACKED or burst or len(members) > 20_000:
        raise TooLarge(name, f"{len(data):,} bytes that would unpack to {total:,}, as no real workbook does")
    names = {member.filename for member in members}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if b"opendocument.spreadsheet" in kind_of_document:
        return "ods"
    if any(each.startswith("Index/") for each in names):
        raise NotATable(
            name, "it is an Apple Numbers document", "In Numbers, choose File > Export To > CSV, and use that."
        )
    if "[Content_Types].xml" in names and not any(each.startswith("word/") for each in names):
        raise Corrupt(name, "it is a workbook without its main part")
    raise NotATable(name, "it is a packed file (zip), not a workbook", "Unpack it and use the file in it.")


_SAID: dict[Kind, str] = {
    "vcards": "holds vCards, whatever its name says; it was read as such.",
    "text": "is a text file, whatever its name says; it was read as one.",
    "xls": "is an old .xls workbook, whatever its name says; it was read as one.",
    "xlsx": "is an .xlsx workbook, whatever its name says; it was read as one.",
    "xlsb": "is an .xlsb workbook, whatever its name says; it was read as one.",
    "ods": "is an OpenDocument spreadsheet, whatever its name says; it was read as one.",
}
_ENDINGS: dict[str, Kind] = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xltm": "xlsx", ".xlsb": "xlsb", ".xls": "xls", ".xlt": "xls",
    ".ods": "ods", ".csv": "text", ".tsv": "text", ".txt": "text", ".tab": "text", ".vcf": "vcards", ".vcard": "vcards",
}  # fmt: skip


def _misnamed(name: str, kind: Kind) -> tuple[str, ...]:
    told = _ENDINGS.get(Path(name).suffix.lower())
    return (f"{Path(name).name} {_SAID[kind]}",) if told and told != kind else ()
