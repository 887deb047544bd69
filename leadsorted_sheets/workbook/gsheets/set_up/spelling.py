"""How Google spells formulas.

Arguments are separated by semicolons, which Google takes in every locale; a comma is a decimal sign in half of them.
"""

from __future__ import annotations

import re


def with_semicolons(formula: str) -> str:
    """
    >>> with_semicolons('COUNTIFS(A1:A,"a,b",B1:B,">0")')
    'COUNTIFS(A1:A;"a,b";B1:B;">0")'
    """
    return re.sub(r""""[^"]*"|'(?:[^']|'')*'|,""", lambda found: ";" if found[0] == "," else found[0], formula)


def quoted(title: str) -> str:
    """A sheet's title as a formula spells it.

    >>> quoted("Leads"), quoted("Ann's leads"), quoted("Q1")
    ('Leads', "'Ann''s leads'", "'Q1'")
    """
    return title if re.fullmatch(r"[A-Za-z]{4,}", title) else "'" + title.replace("'", "''") + "'"
