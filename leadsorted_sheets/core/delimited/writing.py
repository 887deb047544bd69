"""Rows of text to bytes: RFC 4180, CRLF at the end of each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from leadsorted_sheets.core.delimited.dialect import DELIMITERS, Dialect
from leadsorted_sheets.core.delimited.guard import guarded


def write_delimited(rows: Iterable[Sequence[str]], dialect: Dialect | None = None) -> bytes:
    """The rows as a file. A character that the encoding lacks becomes "?"; UTF-8, the default, lacks none.

    A cell is quoted where any common delimiter, not only ours, stands in it: whoever
    guesses the delimiter then guesses right.

    >>> write_delimited([["Name", "Note"], ["Ann", "=1;2"]], Dialect("utf-8"))
    b'Name,Note\\r\\nAnn,"\\'=1;2"\\r\\n'
    """
    dialect = dialect or Dialect()
    plain = _plain(dialect).fullmatch
    lines = [
        dialect.delimiter.join([text if plain(text) else _cell(text, dialect) for text in row]) or dialect.quote * 2
        for row in rows
    ]
    lines.append("")
    return "\r\n".join(lines).encode(dialect.encoding, "replace")


def _plain(dialect: Dialect) -> re.Pattern[str]:
    """Cells that are written as they are.

    Not those with a delimiter, quote or line end in them, a blank at either end, or, at the start, a sign
    that is guarded, an apostrophe, a byte order mark or `sep=`, each of which a reader could misunderstand.
    """
    inside = re.escape("".join(DELIMITERS) + '"\r\n' + dialect.quote + dialect.delimiter)
    return re.compile(
        rf"(?:(?![sS][eE][pP]=)[^=+\-@'\s\ufeff{inside}](?:[^{inside}]*[^\s{inside}])?)?|\+[1-9][0-9]{{6,14}}"
    )


def _cell(text: str, dialect: Dialect) -> str:
    text = guarded(text) if dialect.guard else text
    quote = dialect.quote
    if dialect.backslash:
        text = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
    else:
        text = text.replace(quote, quote * 2)
    return f"{quote}{text}{quote}"
