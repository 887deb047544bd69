"""The design in XlsxWriter's terms: formats made once each, and the workbook's theme."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.theme import THEME_XML_2007

from leadsorted_sheets.core.design.look import ACCENT, ACCENT_MID, ACCENT_PALE, DEFAULT, FONT, GREEN, INK, MUTED, Look


class Brush:
    """Formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, look: Look, **also: Any) -> Format:
        """The format for a look, with the font of the house."""
        whole = {**DEFAULT, **look, **also}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(whole)
        return self._formats[key]

    def mark(self, look: Look) -> Format:
        """The format for a conditional rule: what it changes, and no font of its own."""
        return self._workbook.add_format(dict(look))


def theme_file() -> io.StringIO:
    """The Office theme in our colours and font, so that tables, charts and the colour picker follow."""
    text = THEME_XML_2007
    for old, new in _THEME:
        if old not in text:
            raise ValueError(f"the theme that comes with XlsxWriter has no {old!r} any more")
        text = text.replace(old, new)
    return io.StringIO(text)


_THEME: tuple[tuple[str, str], ...] = (
    ('name="Office Theme"', 'name="Lead Sorted"'),
    ('typeface="Cambria"', f'typeface="{FONT}"'),
    ('typeface="Calibri"', f'typeface="{FONT}"'),
    ("1F497D", INK[1:]),
    ("EEECE1", ACCENT_PALE[1:]),
    ("4F81BD", ACCENT[1:]),
    ("C0504D", ACCENT_MID[1:]),
    ("9BBB59", GREEN[1:]),
    ("8064A2", "B54708"),
    ("4BACC6", MUTED[1:]),
    ("F79646", "BFD3DE"),
)
