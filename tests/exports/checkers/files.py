"""What all checkers share: an export's files read back with the standard library alone, and complaints in words.

A checker states a CRM's import rules as that CRM's pages or source state them. It imports no profile,
so that a slip in a profile cannot hide in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping

Table = list[dict[str, str]]

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
EMAIL = re.compile(r"[^@\s,;\"<>()]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
E164 = re.compile(r"\+[1-9][0-9]{6,14}( (x|ext\. )[0-9]{1,8})?")
ISO_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def read(content: bytes, *, delimiter: str = ",") -> tuple[list[str], Table]:
    """Header and rows. Raises where the file is not UTF-8, or a row is not as wide as the header."""
    text = content.decode("utf-8", "strict")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    header, data = rows[0], rows[1:]
    assert all(len(row) == len(header) for row in data), "a row is not as wide as the header"
    return header, [dict(zip(header, row, strict=True)) for row in data]


def tables(files: Mapping[str, bytes], name: str, *, delimiter: str = ",") -> list[tuple[str, list[str], Table]]:
    """The parts of one file: `contacts.csv`, or `contacts-1.csv` and on."""
    parts = [one for one in files if re.fullmatch(rf"{name}(-[0-9]+)?\.csv", one)]
    return [(one, *read(files[one], delimiter=delimiter)) for one in parts]


def together(files: Mapping[str, bytes], name: str, *, delimiter: str = ",") -> Table:
    return [row for _, _, rows in tables(files, name, delimiter=delimiter) for row in rows]


def units(text: str) -> int:
    """Length as Java and JavaScript count it."""
    return len(text.encode("utf-16-le")) // 2


def plain_text(rows: Table) -> Iterator[str]:
    """No cell with control characters, none with blanks around it."""
    for row in rows:
        for header, text in row.items():
            if CONTROL.search(text):
                yield f"{header}: control characters in {text!r}"
            if text != text.strip():
                yield f"{header}: blanks around {text!r}"


def matching(rows: Table, header: str, pattern: re.Pattern[str]) -> Iterator[str]:
    return (f"{header}: {row[header]!r}" for row in rows if row[header] and not pattern.fullmatch(row[header]))


def one_of(rows: Table, header: str, allowed: Iterable[str]) -> Iterator[str]:
    allowed = frozenset(allowed)
    return (
        f"{header}: {row[header]!r} is not in its list" for row in rows if row[header] and row[header] not in allowed
    )


def filled(rows: Table, header: str) -> Iterator[str]:
    return (f"{header} is required" for row in rows if not row[header])


def distinct(rows: Table, header: str) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        text = row[header].casefold()
        if text and text in seen:
            yield f"{header}: {text!r} twice"
        seen.add(text)


def no_longer(rows: Table, header: str, most: int) -> Iterator[str]:
    return (f"{header}: {units(row[header])} of {most}" for row in rows if units(row[header]) > most)
