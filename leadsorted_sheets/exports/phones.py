"""A phone number, spelt as a CRM wants it: whole in E.164, or in its parts. Answers are those of `values`."""

from __future__ import annotations

import functools
import re

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.exports.values import Changed, Flaw, Spelt, text

_PHONE = re.compile(r"(\+[1-9][0-9]{6,14})(?:(?:;ext=|,? ?(?:x|ext\.?) ?)([0-9]{1,8}))?", re.IGNORECASE)


def phone(cell: Cell, *, extension: str = " x{}") -> Spelt:
    """A phone number in E.164 with its extension, in the form that `extension` gives.

    >>> phone("+442079460018"), phone("+442079460018;ext=5"), phone("020 7946 0018").rule
    ('+442079460018', '+442079460018 x5', 'phone')
    """
    given = text(cell)
    if isinstance(given, Flaw):
        return given
    said = given if isinstance(given, str) else given.text
    match = _PHONE.fullmatch(said)
    if match is None:
        mend = "Write it with its country code, such as +442079460018; leadsorted normalise does it."
        return Flaw("phone", "is not an international phone number", mend) if said else ""
    if match[2] is None:
        return match[1]
    if not extension:
        return Changed(match[1], "the extension has no place there", keep=True)
    return match[1] + extension.format(match[2])


def national(cell: Cell) -> Spelt:
    """The digits of a phone number after its calling code, for a CRM that keeps the two apart.

    >>> national("+442079460018"), national("020 7946 0018").rule
    ('2079460018', 'phone')
    """
    given = phone(cell, extension="")
    match given:
        case Changed():
            return Changed(apart(given.text)[2], given.what, keep=True)
        case str() if given:
            return apart(given)[2]
        case _:
            return given


@functools.lru_cache(maxsize=1 << 16)
def apart(number: str) -> tuple[str, str, str]:
    """Region, calling code and national digits of an E.164 number.

    >>> apart("+442079460018")
    ('GB', '+44', '2079460018')
    """
    import phonenumbers

    for length in (1, 2, 3):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(number[1 : 1 + length]), ())
        if regions:
            region = regions[0]
            if len(regions) > 1:
                region = phonenumbers.region_code_for_number(phonenumbers.parse(number)) or region
            return region, number[: 1 + length], number[1 + length :]
    return "", "", number
