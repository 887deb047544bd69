"""What intake makes of things that are no column of ours: a full name, a mobile, an address in one cell.

`finishers` gives one function for each of them that the table has. Each takes its own cells
out of a row and puts what they say where it belongs; what fits nowhere goes to Notes under
its own header, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.headers import header_key
from leadsorted_sheets.core.normalise.names import split_full_name
from leadsorted_sheets.intake.evidence import company_and_person
from leadsorted_sheets.intake.mapping import Mapped

Row: TypeAlias = dict[str, Cell]
Finish: TypeAlias = Callable[[Row], None]


def finishers(columns: Sequence[Mapped]) -> list[Finish]:
    """One function for each pseudo-field, in the order in which they have to run.

    A row holds the cell of a pseudo-field under its name, a NUL, and the number of its column.
    """
    found: list[Finish] = []
    for name, make in _MAKERS:
        for n, column in enumerate(columns):
            if column.field == name and not column.own:
                key = f"{name}\0{n}"
                found.append(_marked_id(key, column.system) if column.system else make(key, column.header))
    return found


def _full_name(key: str, header: str) -> Finish:
    def finish(row: Row) -> None:
        text = _taken(row, key)
        if text:
            _name(row, text, header)

    return finish


def _company_and_person(key: str, header: str) -> Finish:
    def finish(row: Row) -> None:
        text = _taken(row, key)
        company, person = company_and_person(text) or (text, "")
        if company and not row.get("Company"):
            row["Company"] = company
        elif company and shown(row.get("Company")) != company:
            _note(row, header, company)
        if person:
            _name(row, person, header)

    return finish


def _first_free(fields: tuple[str, str]) -> Callable[[str, str], Finish]:
    """Into the first field where it is blank, else added to the second."""
    first, second = fields

    def make(key: str, _header: str) -> Finish:
        def finish(row: Row) -> None:
            cell = row.pop(key, None)
            if cell is None:
                return
            if row.get(first) is None:
                row[first] = cell
            elif row[first] != cell:
                _add(row, second, shown(cell).strip(), "; ")

        return finish

    return make


def _address(key: str, header: str) -> Finish:
    def finish(row: Row) -> None:
        text = _taken(row, key)
        street = shown(row.get("Street"))
        if text and not street:
            row["Street"] = text
        elif text and street not in text:
            _note(row, header, text)
        elif text:
            row["Street"] = text

    return finish


def _beside(field: str, *, before: bool, between: str = " ") -> Callable[[str, str], Finish]:
    """Put before or behind what the field holds."""

    def make(key: str, _header: str) -> Finish:
        def finish(row: Row) -> None:
            text, there = _taken(row, key), shown(row.get(field))
            if text and there:
                row[field] = f"{text}{between}{there}" if before else f"{there}{between}{text}"
            elif text:
                row[field] = text

        return finish

    return make


def _house_number(key: str, _header: str) -> Finish:
    def finish(row: Row) -> None:
        text, street = _taken(row, key), shown(row.get("Street"))
        if text and street:
            french = street.split()[0].casefold() in _FRENCH_WAYS
            row["Street"] = f"{text} {street}" if french else f"{street} {text}"
        elif text:
            row["Street"] = text

    return finish


def _foreign_id(key: str, header: str) -> Finish:
    return _marked_id(key, _system(header))


def _marked_id(key: str, system: str) -> Finish:
    def finish(row: Row) -> None:
        text = _taken(row, key)
        if text:
            _add(row, "External IDs", f"{system}:{text}", "; ")

    return finish


def _into_notes(key: str, header: str) -> Finish:
    def finish(row: Row) -> None:
        text = _taken(row, key)
        if text:
            _note(row, header, text)

    return finish


# In this order: a street needs its number before its second line, a mobile goes before a second phone.
_MAKERS: tuple[tuple[str, Callable[[str, str], Finish]], ...] = (
    ("Company - Person", _company_and_person),
    ("Full name", _full_name),
    ("Middle name", _beside("First name", before=False)),
    ("Last name prefix", _beside("Last name", before=True)),
    ("Name suffix", _beside("Last name", before=False)),
    ("Second email", _first_free(("Email", "Other emails"))),
    ("Mobile", _first_free(("Phone", "Other phones"))),
    ("Second phone", _first_free(("Phone", "Other phones"))),
    ("House number", _house_number),
    ("Address", _address),
    ("Address line 2", _beside("Street", before=False, between=", ")),
    ("Deal", _into_notes),
    ("Foreign ID", _foreign_id),
)
_FRENCH_WAYS = frozenset(
    (
        "rue",
        "avenue",
        "av",
        "av.",
        "boulevard",
        "bd",
        "bd.",
        "chemin",
        "place",
        "allée",
        "impasse",
        "quai",
        "route",
        "cours",
    )
)
_SYSTEMS: dict[str, str] = {
    "hubspot": "hubspot",
    "salesforce": "salesforce",
    "pipedrive": "pipedrive",
    "zoho": "zoho",
    "freshsales": "freshsales",
    "odoo": "odoo",
    "dynamics": "dynamics365",
    "mailchimp": "mailchimp",
    "espo": "espocrm",
    "suitecrm": "suitecrm",
    "erpnext": "erpnext",
    "frappe": "frappe-crm",
}
"""A word in a header, and the mark that ids under it get."""


def _taken(row: Row, key: str) -> str:
    cell = row.pop(key, None)
    return "" if cell is None else shown(cell).strip()


def _name(row: Row, text: str, header: str) -> None:
    """A full name fills what is blank of First and Last name; one that says something else is kept in Notes."""
    first, last = _split(text)
    there = shown(row.get("First name")), shown(row.get("Last name"))
    if not any(there) or (_alike(there[0], first) and not there[1]) or (_alike(there[1], last) and not there[0]):
        if first:
            row["First name"] = first
        if last:
            row["Last name"] = last
    elif not set(_words(text)) <= set(_words(" ".join(there))):
        _note(row, header, text)


@lru_cache(maxsize=65_536)
def _split(text: str) -> tuple[str, str]:
    """First and last name; read once however often it stands there."""
    return split_full_name(text).columns


def _alike(a: str, b: str) -> bool:
    return bool(a) and a.casefold() == b.casefold()


def _words(text: str) -> list[str]:
    return text.replace(",", " ").casefold().split()


def _add(row: Row, field: str, text: str, between: str) -> None:
    there = shown(row.get(field))
    row[field] = f"{there}{between}{text}" if there else text


def _note(row: Row, header: str, text: str) -> None:
    _add(row, "Notes", f"{header}: {text}", "\n")


def _system(header: str) -> str:
    """What an id of another system is marked with: the system's name where the header has it, else the header."""
    key = header_key(header)
    return next(
        (system for word, system in _SYSTEMS.items() if word in key),
        " ".join(header.replace(":", " ").split()).casefold(),
    )
