"""What we refuse, and why: each guard looks at one thing and raises the error that says what to do."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from leadsorted_sheets.errors import (
    Corrupt,
    Encrypted,
    InUse,
    NotAWorkbook,
    NotFound,
    ReadOnly,
    Signed,
    TooLarge,
)

MOST_PARTS = 10_000
MOST_BYTES = 2_000_000_000
MOST_RATIO = 250
"""A sheet of real leads packs to a tenth; one of nothing but blanks to a hundredth."""
_RATIO_MATTERS = 50_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "Open it in Excel or LibreOffice, save it as .xlsx and use that."
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Export the rows as .csv or .xlsx where they come from."),
    (b"<html", "a web page", _SAVE_AS),
    (b"<!doctype html", "a web page", _SAVE_AS),
    (b"<table", "a web page", _SAVE_AS),
    (b"<?xml", "an XML file", _SAVE_AS),
    (b"{", "a text file", "Give a .csv or .xlsx file with a header row."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and use what is inside."),
    (b"Rar!", "a RAR archive", "Unpack it and use what is inside."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and use what is inside."),
)
"""How a file starts, what it is, what to do."""


def content_of(path: Path) -> bytes:
    """The file's bytes. Raises NotFound, or InUse where another program will not share it."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(str(path)) from None
    except IsADirectoryError:
        raise NotAWorkbook(str(path), "a folder", "Give the file in it.") from None
    except PermissionError as refusal:
        if path.is_dir():
            raise NotAWorkbook(str(path), "a folder", "Give the file in it.") from None
        if os.name == "nt":
            raise InUse(str(path), "another program") from refusal
        raise ReadOnly(str(path), "you may not read it") from refusal


def check_kind(data: bytes, path: str) -> None:
    """Raises unless the bytes are a zip: what they are instead decides the sentence."""
    if data[:4] == b"PK\3\4":
        return
    if data[:8] == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Encrypted(path)
        raise NotAWorkbook(path, "an old .xls workbook or another Office 97 file", _SAVE_AS)
    if not data:
        raise NotAWorkbook(path, "an empty file", "Take the last good copy, such as its .bak file.")
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for sign, what, remedy in _KINDS:
        if start.startswith(sign.lower()):
            raise NotAWorkbook(path, what, remedy)
    if data[:4] in {b"PK\5\6", b"PK\7\x08"}:
        raise NotAWorkbook(path, "an empty or split zip archive", "Take the last good copy, such as its .bak file.")
    if b"\0" in data[:4096] and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise Corrupt(path, "it does not start like a workbook")
    raise NotAWorkbook(path, "a text file", "If it is a CSV, give it a name that ends in .csv.")


def check_members(infos: Sequence[zipfile.ZipInfo], path: str) -> None:
    """Raises TooLarge for a zip bomb, Corrupt for two parts of one name or an unknown compression."""
    if len(infos) > MOST_PARTS:
        raise TooLarge(path, f"it has {len(infos):,} parts, more than any workbook needs")
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if total > MOST_BYTES or (total > _RATIO_MATTERS and total / packed > MOST_RATIO):
        raise TooLarge(path, f"it would unpack to {total / 1e6:,.0f} MB")
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename.replace("\\", "/").lower()
        if name in seen:
            raise Corrupt(path, f"it has two parts called {name}")
        seen.add(name)
        if info.flag_bits & 1:
            raise Encrypted(path)
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Corrupt(path, f"its part {name} is packed in a way no workbook is")


def check_signature(names: Iterable[str], path: str) -> None:
    """Raises Signed where the package carries a digital signature. A signed macro project is not one."""
    if any(name.lower().startswith("_xmlsignatures/") for name in names):
        raise Signed(path)


def check_free(path: Path) -> None:
    """Raises InUse where Excel or LibreOffice has it open, ReadOnly where it may not be replaced."""
    for known_as in {path, path.resolve()}:
        excel = known_as.with_name(f"~${known_as.name}")
        if excel.exists():
            raise _in_use(path, "Excel", _excel_user(excel), excel)
        office = known_as.with_name(f".~lock.{known_as.name}#")
        if office.exists():
            raise _in_use(path, "LibreOffice", _office_user(office), office)
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        raise ReadOnly(str(path), "it is read-only")
    if not os.access(path.resolve().parent, os.W_OK):
        raise ReadOnly(str(path), "its folder is read-only")


def _in_use(path: Path, program: str, user: str, lock: Path) -> InUse:
    return InUse(str(path), f"{program}{f' by {user}' if user else ''} (it left {lock.name} beside it)")


def _excel_user(lock: Path) -> str:
    """Who has it open: one byte of length and that many of the name, then the name again in UTF-16 at byte 55."""
    try:
        data = lock.read_bytes()
    except OSError:
        return ""
    if len(data) > 56 and 0 < data[55] <= 54:
        return data[57 : 57 + 2 * data[55]].decode("utf-16-le", "replace").strip()
    return data[1 : 1 + data[0]].decode("cp1252", "replace").strip() if data else ""


def _office_user(lock: Path) -> str:
    """The first filled field of `name,login,host,date,profile;`."""
    try:
        fields = lock.read_text("utf-8", "replace").rstrip(";\n").split(",")
    except OSError:
        return ""
    return next((field.strip() for field in fields[:2] if field.strip()), "")
