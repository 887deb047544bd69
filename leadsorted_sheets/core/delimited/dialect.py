"""Which delimiter and which quotes: told by the text itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
"""In order of preference where the text does not tell."""

_SAMPLE = 64_000
_SAMPLE_LINES = 200


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited file is spelt.

    `backslash` marks files whose quotes inside a cell are written \\" rather than "".
    `guard` puts the formula guard before risky text when writing; files for a machine go without.
    `utf-8-sig` begins with a byte order mark: without one, Excel takes UTF-8 for Windows-1252.
    """

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    quote: str = '"'
    backslash: bool = False
    guard: bool = True


def named_delimiter(text: str) -> str | None:
    """The delimiter that a first line such as `sep=;` names, which Excel understands and writes.

    >>> named_delimiter("sep=;\\nName;Email"), named_delimiter("sep,Email")
    (';', None)
    """
    match = re.match(r"sep=([^\n\"A-Za-z0-9])(?:\n|$)", text, re.IGNORECASE)
    return match[1] if match else None


def sniffed(text: str, encoding: str) -> Dialect:
    """The dialect that the text speaks. Line ends are "\\n" here.

    >>> sniffed("Name;Value\\nAnn;1,5\\nBob;2,5\\n", "utf-8").delimiter
    ';'
    """
    sample = text[:_SAMPLE]
    quote = _quote(sample)
    outside = re.sub(f"{quote}[^{quote}]*{quote}", "", sample)
    lines = [line for line in outside.split("\n") if line.strip()][:_SAMPLE_LINES]
    best = max(DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))
    return Dialect(encoding, best, quote, backslash=_escapes(sample, quote))


def _regularity(lines: list[str], delimiter: str) -> float:
    """How much the lines look like rows of one width: the share with the usual count, heavier for more columns."""
    counts = Counter(count for line in lines if (count := line.count(delimiter)))
    if not counts:
        return 0.0
    usual, lines_with_it = counts.most_common(1)[0]
    share = lines_with_it / len(lines)
    return share * share * (1 + min(usual, 20) / 10)


def _quote(sample: str) -> str:
    """Double quotes, unless there are none and most lines are `'a','b'` from end to end."""
    if '"' in sample:
        return '"'
    lines = [line for line in sample.split("\n") if line][:_SAMPLE_LINES]
    pairs = tuple(f"'{delimiter}'" for delimiter in DELIMITERS)
    single = sum(line[0] == line[-1] == "'" and any(pair in line for pair in pairs) for line in lines)
    return "'" if lines and single >= 0.8 * len(lines) else '"'


def _escapes(sample: str, quote: str) -> bool:
    """Whether quotes inside cells are written with a backslash. A doubled one, or one that ends a cell, proves nothing."""
    ends = re.escape("".join(DELIMITERS))
    return re.search(rf"\\{quote}(?![{ends}\n{quote}]|$)", sample) is not None
