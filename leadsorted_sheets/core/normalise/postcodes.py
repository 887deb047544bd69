"""Postcodes: kept as text, in their country's spelling; a leading zero that a spreadsheet ate is suggested back.

Spellings as the Universal Postal Union publishes them for each country's addresses.
"""

from __future__ import annotations

import re

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.normalise.verdict import Doubt, Verdict

WHY_TEXT = "postcode: kept as text, so that no program drops its zeros"
WHY_SPELLING = "postcode: written as its country writes it"


def read_postcode(cell: Cell, country: str) -> Verdict | None:
    """The cell as `country` (alpha-2, or "") writes it, or None where it is so already.

    >>> read_postcode("sw1a1aa", "GB").value, read_postcode(10115, "DE").value, read_postcode("02134", "US")
    ('SW1A 1AA', '10115', None)
    >>> read_postcode(2134, "US").doubt.suggestion
    '02134'
    """
    if isinstance(cell, bool) or not isinstance(cell, (str, int)):
        return None
    text = str(cell)
    if country in _FIVE_DIGITS and len(text) == 4 and text.isascii() and text.isdigit():
        message = f'"{text}" has four digits; postcodes in {country} have five. Left as it is until you decide.'
        why = "Spreadsheets drop a leading zero from what they take for a number."
        return Verdict(text, "" if text == cell else WHY_TEXT, Doubt(message, "review", "0" + text, why, 0.9))
    spelling = spelt(text, country)
    if spelling == cell:
        return None
    return Verdict(spelling, WHY_SPELLING if spelling != text else WHY_TEXT)


def spelt(text: str, country: str) -> str:
    """The postcode in its country's spelling; as it is where it does not have that country's form.

    >>> spelt("k1a0b1", "CA"), spelt("1234ab", "NL"), spelt("D-10115", "DE"), spelt("1000-205", "PT"), spelt("somewhere", "GB")
    ('K1A 0B1', '1234 AB', '10115', '1000-205', 'somewhere')
    """
    form = _FORMS.get(country)
    if form is None:
        return text
    match = form.fullmatch(text.upper().replace(" ", ""))
    return _BETWEEN.get(country, " ").join(filter(None, match.groups())) if match else text


_FIVE_DIGITS = frozenset({"US", "DE", "FR", "IT", "ES", "FI", "HR", "EE", "TR", "MX", "PR"})
_FORMS: dict[str, re.Pattern[str]] = {
    "GB": re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})"),
    "CA": re.compile(r"([A-Z][0-9][A-Z])-?([0-9][A-Z][0-9])"),
    "NL": re.compile(r"(?:NL-?)?([1-9][0-9]{3})([A-Z]{2})"),
    "IE": re.compile(r"([A-Z][0-9][0-9W])([0-9A-Z]{4})"),
    "SE": re.compile(r"(?:SE?-?)?([0-9]{3})([0-9]{2})"),
    "PL": re.compile(r"([0-9]{2})-?([0-9]{3})"),
    "PT": re.compile(r"([0-9]{4})-?([0-9]{3})"),
    "US": re.compile(r"([0-9]{5})(?:-?([0-9]{4}))?"),
    "DE": re.compile(r"(?:DE?-)?([0-9]{5})"),
    "AT": re.compile(r"(?:A-)?([0-9]{4})"),
    "CH": re.compile(r"(?:CH-)?([0-9]{4})"),
    "FR": re.compile(r"(?:F-)?([0-9]{5})"),
}
_BETWEEN = {"PL": "-", "PT": "-", "US": "-"}
