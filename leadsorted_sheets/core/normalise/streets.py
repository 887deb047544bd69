"""Streets: ordinary capitals, where an address was typed in capitals all through.

Compass points, house numbers and words of initials keep theirs: "410 SE Stark St", "12A", "NDSM-Plein".
"""

from __future__ import annotations

import re

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.normalise.names import capitalised
from leadsorted_sheets.core.normalise.verdict import Verdict

WHY = "street: capitals as on a sign"


def read_street(cell: Cell) -> Verdict | None:
    """The address as on a sign, or None where it is so already, or short enough to be a code.

    >>> [read_street(text).value for text in ("WALDSTR. 60", "410 SE STARK ST", "5 S 2ND ST", "9 RUE DE L'ÉGLISE")]
    ['Waldstr. 60', '410 SE Stark St', '5 S 2nd St', "9 Rue de l'Église"]
    >>> read_street("Waldstr. 60"), read_street("PO BOX 12A").value
    (None, 'PO Box 12A')
    """
    if not isinstance(cell, str) or not cell.isupper() or "İ" in cell or _WHOLE_WORD.search(cell) is None:
        return None
    street = _WORD.sub(_word, cell)
    return None if street == cell else Verdict(street, WHY)


def _word(match: re.Match[str]) -> str:
    word, owned = match["word"], (match["owned"] or "").lower()
    low, before = word.lower(), match.string[: match.start()]
    if before[-1:].isdigit():
        return f"{low}{owned}" if low in _ORDINALS else match.group()
    is_elided = low in ("l", "d") and match.string[match.end() : match.end() + 1] in ("'", "’")
    if (low in _SMALL or is_elided) and any(letter.isalpha() for letter in before):
        return low + owned
    if low in _COMPASS or (not set(low) & _VOWELS and low not in _ABBREVIATIONS):
        return word + owned
    return capitalised(low) + owned


# fmt: off
_SMALL = frozenset((
    "de", "la", "le", "les", "du", "des", "del", "della", "dei", "di", "da", "do", "dos", "das", "y", "e", "et", "und", "der", "den", "dem", "von", "van", "het", "op", "aan",
    "of", "on", "upon", "am", "an", "im", "in", "sur", "sous", "aux", "au", "à",
))
_ABBREVIATIONS = frozenset(("st", "rd", "dr", "ln", "blvd", "pl", "ct", "hwy", "pkwy", "sq", "str", "pk", "mt", "ft", "trl", "plz", "crt", "gdns", "gr", "nr", "bldg", "flr", "rm"))
# fmt: on
_COMPASS = frozenset(("n", "s", "e", "w", "ne", "nw", "se", "sw", "po"))
_ORDINALS = frozenset(("st", "nd", "rd", "th", "er", "ème"))
_VOWELS = frozenset("aeiouyäöüéèêáàâóòôíìîúùûåæøœąęãõ")
_WHOLE_WORD = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"(?P<word>[^\W\d_]+)(?P<owned>['’]S\b)?")
