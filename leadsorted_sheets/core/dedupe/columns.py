"""Which column of a list says what. A lead tab's fields and any stranger's headers are read by the same table.

A role may have several columns (Phone and Mobile, Email and Other emails). Columns without a role
take no part in comparing; nothing is ever written by role.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Literal, TypeAlias, get_args

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, Error, Formula, shown
from leadsorted_sheets.core.dedupe.countries import country_key
from leadsorted_sheets.core.headers import match_headers

Role: TypeAlias = Literal[
    "name", "first", "middle", "last", "email", "phone", "company", "website", "house", "street", "city", "region", "postcode",
    "country", "born", "birth year", "birth month", "birth day", "number", "title",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)
Texts: TypeAlias = Mapping[Role, Sequence[Sequence[str]]]
"""For each role its columns, each a text per row ("" for blank)."""

_OF_FIELD: dict[str, Role] = {
    "Full name": "name", "First name": "first", "Middle name": "middle", "Last name": "last",
    "Email": "email", "Second email": "email", "Other emails": "email",
    "Phone": "phone", "Mobile": "phone", "Second phone": "phone", "Other phones": "phone",
    "Company": "company", "Website": "website",
    "House number": "house", "Street": "street", "Address": "street", "City": "city", "Region": "region", "Postcode": "postcode",
    "Country": "country", "External IDs": "number", "Job title": "title",
}  # fmt: skip
"""What the fields of `core.headers` say."""
# fmt: off
_MORE_HEADERS: dict[Role, str] = {
    "first": "fname c1|name first|forename",
    "middle": "fname c2|name middle|middle initial",
    "last": "lname c1|name last",
    "company": "site name|shop|store|school|agency|facility|practice|hotel|restaurant",
    "street": "addr line1|residence|postal address",
    "house": "street number|house no|address number|hausnummer|huisnummer",
    "city": "birth place|place|locality",
    "postcode": "postcode fake",
    "born": "date of birth|dob|birth date|birthdate|birthday|born|geburtsdatum|geburtstag|fecha de nacimiento|date de naissance|"
            "data di nascita|data de nascimento|geboortedatum|data urodzenia",
    "birth year": "by|birth year|year of birth|yob|geburtsjahr",
    "birth month": "bm|birth month|month of birth",
    "birth day": "bd|birth day|day of birth",
    "number": "ssn|soc sec id|social security|social security number|national id|national insurance number|nino|tax id|tax number|tin|"
              "vat|vat number|vat id|ust id|ustid|nif|cif|siret|siren|passport|passport number|drivers license|"
              "customer number|customer no|account number|member number|membership number|kundennummer",
}
# fmt: on
_OF_HEADER: dict[str, Role] = {spelt: role for role, headers in _MORE_HEADERS.items() for spelt in headers.split("|")}


def roles_of(headers: Sequence[str]) -> dict[Role, list[str]]:
    """The columns of each role, in the order of the table; what stands first counts as the main one.

    >>> roles_of(["E-Mail_Address", "Mobile", "Phone", "Deal value", "D.O.B."])
    {'email': ['E-Mail_Address'], 'phone': ['Mobile', 'Phone'], 'born': ['D.O.B.']}
    """
    roles: dict[Role, list[str]] = {}
    for match in match_headers(headers):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", match.header).casefold().replace(".", "")
        role = _OF_HEADER.get(" ".join(re.split(r"[\W_]+", words)).strip()) or _OF_FIELD.get(match.field or "")
        if role:
            roles.setdefault(role, []).append(match.header)
    return roles


def texts_of(rows: Sequence[Row], headers: Sequence[str]) -> Texts:
    """The cells of rows by role. A formula's value is never an input, nor is an error: both count as blank."""

    wanted = [name for names in roles_of(headers).values() for name in names]
    # Row by row: a row is then found in memory once, not once a column.
    by_row = [tuple(map(row.get, wanted)) for row in rows]
    columns = dict(zip(wanted, zip(*by_row, strict=True), strict=True)) if by_row else dict.fromkeys(wanted, ())

    def column(name: str) -> list[str]:
        cells: Sequence[Cell] = columns[name]
        return ["" if cell is None else cell if type(cell) is str else _text(cell) for cell in cells]

    return _texts(headers, column)


def texts_of_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Texts:
    """The cells of a plain table by role; a short row counts as blank at its end."""
    place = {name: n for n, name in reversed(list(enumerate(header)))}
    narrowest = min(map(len, rows), default=0)

    def column(name: str) -> list[str]:
        at = place[name]
        if at < narrowest:
            return list(map(itemgetter(at), rows))
        return [row[at] if at < len(row) else "" for row in rows]

    return _texts(list(dict.fromkeys(header)), column)


def home_country(texts: Texts) -> str:
    """The country most rows name, by ISO 3166; US where none is named."""
    named: Counter[str] = Counter()
    for column in texts.get("country", ()):
        for text, rows in Counter(column).items():
            named[country_key(text)] += rows
    named.pop("", None)
    return min(named, key=lambda country: (-named[country], country), default="US")


def _texts(headers: Sequence[str], column: Callable[[str], list[str]]) -> Texts:
    texts: dict[Role, list[list[str]]] = {
        role: [column(name) for name in names] for role, names in roles_of(headers).items()
    }
    houses = texts.pop("house", None)
    if houses and "street" in texts:
        texts["street"][0] = [
            f"{number} {street}".strip() for number, street in zip(houses[0], texts["street"][0], strict=True)
        ]
    parts = [texts.pop(part, [[]])[0] for part in ("birth year", "birth month", "birth day")]
    if parts[0] and "born" not in texts:
        months, days = parts[1] or [""] * len(parts[0]), parts[2] or [""] * len(parts[0])
        texts["born"] = [["-".join(date) if date[0] else "" for date in zip(parts[0], months, days, strict=True)]]
    return texts


def _text(cell: Cell) -> str:
    return "" if isinstance(cell, (Formula, Error)) else shown(cell)
