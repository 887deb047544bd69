"""The formula guard: text that a spreadsheet would take for a formula gets one leading apostrophe.

A program that opens a CSV runs whatever begins with `=`, `+`, `-` or `@` (OWASP, "CSV
injection"; a leading tab, CR or LF is skipped first). A phone in E.164, with its extension or without, and a plain negative
number begin so too and are harmless: they stay as they are.
"""

from __future__ import annotations

import re

_RISKY = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
_HARMLESS = re.compile(r"\+[1-9][0-9]{6,14}(?:;ext=[0-9]{1,8})?|-[0-9]+(?:[.,][0-9]+)*")


def guarded(text: str) -> str:
    """The text as a CSV for people holds it. One that begins with apostrophes before a risky sign gets one more.

    >>> guarded("=1+1"), guarded("+442079460018"), guarded("+442079460018;ext=12"), guarded("-5"), guarded("'=1+1")
    ("'=1+1", '+442079460018', '+442079460018;ext=12', '-5', "''=1+1")
    """
    return "'" + text if _RISKY.match(text) and not _HARMLESS.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given. An apostrophe before anything else is the user's own.

    >>> unguarded("'=1+1"), unguarded("'+44 20 7946 0018"), unguarded("'tis"), unguarded("''=1+1")
    ('=1+1', '+44 20 7946 0018', "'tis", "'=1+1")
    """
    return text[1:] if _GUARDED.match(text) else text
