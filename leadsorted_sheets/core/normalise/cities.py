"""Cities: capitals as on a map, where a name was typed without any difference of case."""

from __future__ import annotations

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.normalise.text import recased
from leadsorted_sheets.core.normalise.verdict import Verdict

WHY = "city: capitals as on a map"


def read_city(cell: Cell) -> Verdict | None:
    """The city as on a map, or None where it is so already. Names of up to three letters may be short forms and stay.

    >>> read_city("FRANKFURT AM MAIN").value, read_city("saint-denis").value, read_city("NYC"), read_city("London")
    ('Frankfurt am Main', 'Saint-Denis', None, None)
    """
    if not isinstance(cell, str):
        return None
    city = recased(cell, small=_SMALL)
    return None if city == cell else Verdict(city, WHY)


_SMALL = frozenset(
    (
        *(
            "upon",
            "on",
            "in",
            "of",
            "the",
            "by",
            "under",
            "le",
            "la",
            "les",
            "sur",
            "sous",
            "en",
            "de",
            "des",
            "du",
            "lès",
            "am",
            "an",
            "der",
        ),
        *(
            "dem",
            "im",
            "bei",
            "ob",
            "vor",
            "auf",
            "aan",
            "den",
            "op",
            "del",
            "di",
            "do",
            "da",
            "dos",
            "das",
            "nad",
            "y",
            "e",
            "und",
            "and",
            "et",
        ),
    )
)
