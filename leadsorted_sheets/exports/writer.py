"""Checked rows to files: the CRM's CSV dialect, split by its limits, a reject file for people, a manifest."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.delimited import Dialect, write_delimited
from leadsorted_sheets.exports.preflight import Checked, Rejected
from leadsorted_sheets.exports.profile import Profile

_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export. `rows` counts data rows; it is None for files that hold no rows of the CRM's."""

    name: str
    content: bytes
    rows: int | None = None


def written(checked: Checked, profile: Profile) -> tuple[ExportFile, ...]:
    """The CSV files of these rows: `contacts.csv`, or `contacts-1.csv` and on where the limits split them.

    Every part repeats the header. No rows, no file.
    """
    rows = checked.rows
    if not rows:
        return ()
    header = [column.header for column in checked.columns]
    parts = [
        part
        for start in range(0, len(rows), profile.limits.rows)
        for part in _within_bytes(_csv([header, *rows[start : start + profile.limits.rows]], profile), profile)
    ]
    names = [f"-{n}" for n in range(1, len(parts) + 1)] if len(parts) > 1 else [""]
    return tuple(
        ExportFile(f"{checked.file.name}{name}.csv", content, count)
        for name, (content, count) in zip(names, parts, strict=True)
    )


def rejects(book: Book, rejected: Iterable[Rejected]) -> ExportFile | None:
    """The rows that could not go, for a person to mend: their own cells, and every reason why. None where all went."""
    rejected = tuple(rejected)
    if not rejected:
        return None
    rows = [book[one.tab][one.key] for one in rejected]
    present = dict.fromkeys(name for row in rows for name in row)
    known = [name for tab in ("Leads", "Pipeline", "Activities") for name in schema.BY_NAME[tab].fields]
    fields = [
        *dict.fromkeys(name for name in known if name in present),
        *(name for name in present if name not in known),
    ]
    lines = [["Reason", "Tab", "Row", *fields]]
    for one, row in zip(rejected, rows, strict=True):
        lines.append([" ".join(one.reasons), one.tab, one.key, *(shown(row.get(name)) for name in fields)])
    return ExportFile("rejected.csv", write_delimited(lines))


def manifest(files: Sequence[ExportFile], profile: Profile, *, made: dt.datetime, rejected: int) -> ExportFile:
    """What was written: each file with its rows, bytes and SHA-256, so that a copy can be checked."""
    facts = {
        "profile": profile.name,
        "crm": profile.label,
        "made": made.astimezone(dt.UTC).replace(microsecond=0).isoformat(),
        "rejected": rejected,
        "files": [
            {
                "name": file.name,
                "rows": file.rows,
                "bytes": len(file.content),
                "sha256": hashlib.sha256(file.content).hexdigest(),
            }
            for file in files
        ],
    }
    return ExportFile("manifest.json", (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode())


def _csv(rows: Iterable[Sequence[str]], profile: Profile) -> bytes:
    """The rows in UTF-8. A file for a machine needs no guard and no guessing of its delimiter, which is much quicker."""
    if profile.formula_guard == "apostrophe":
        return write_delimited(rows, Dialect("utf-8", profile.dialect.delimiter))
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=profile.dialect.delimiter, lineterminator="\r\n").writerows(rows)
    return page.getvalue().encode()


def _within_bytes(content: bytes, profile: Profile) -> Iterator[tuple[bytes, int]]:
    """The CSV in parts that fit the limit for bytes, each with the header and its number of rows.

    Where it may be cut is plain to see: line breaks inside a cell are "\\n" by now, so "\\r\\n" only ends a row.
    """
    header, *lines = content.removesuffix(_END).split(_END)
    room = profile.limits.bytes - len(_spelt([header], profile))
    start, used = 0, 0
    for n, line in enumerate(lines):
        used += len(line) + len(_END)
        if used > room and n > start:
            yield _spelt([header, *lines[start:n]], profile), n - start
            start, used = n, len(line) + len(_END)
    yield _spelt([header, *lines[start:]], profile), len(lines) - start


def _spelt(lines: Iterable[bytes], profile: Profile) -> bytes:
    end = _END if profile.dialect.line_end == "crlf" else b"\n"
    return (codecs.BOM_UTF8 if profile.dialect.bom else b"") + b"".join(line + end for line in lines)
