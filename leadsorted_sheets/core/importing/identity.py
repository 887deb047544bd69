"""Rows that say themselves which lead they are: by our own id, or by the id another system gave them.

Only ids of systems that are known to be one (a CRM, an advertiser) count: two lists may both number their rows from 1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Key, Row, Table
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.importing.filling import parts
from leadsorted_sheets.core.importing.origin import OURS
from leadsorted_sheets.core.records import folded

_OUR_ID = re.compile(r"(?:leadsorted\.lead_)?(?:l[-_])?([0-9a-hjkmnp-tv-z]{10})", re.IGNORECASE)

_OTHER_ID = re.compile(r"(?:[\w ]+:)?[AD]-[0-9A-HJKMNP-TV-Z]{10}")
"""A deal or an activity of a book of ours: it says nothing here."""


@dataclass(slots=True)
class Identified:
    """`known` says which lead a row is; `rows` are the rows without the marks that were only there to say it.

    `strange` are rows whose id belongs to a lead that is somebody else by name and address, with that lead; `shared`
    those whose id several leads have, with the id and the leads.
    """

    known: dict[Key, Key] = field(default_factory=dict)
    rows: dict[Key, Row] = field(default_factory=dict)
    strange: dict[Key, Key] = field(default_factory=dict)
    shared: dict[Key, tuple[str, Sequence[Key]]] = field(default_factory=dict)


def our_id(text: str) -> Key | None:
    """The lead's id in a text that once left a book of ours, in either spelling.

    >>> our_id("L-7K3QZ9M2XA"), our_id("leadsorted.lead_7k3qz9m2xa"), our_id("L-12")
    ('L-7K3QZ9M2XA', 'L-7K3QZ9M2XA', None)
    """
    found = _OUR_ID.fullmatch(text.strip())
    if not found or not text.strip().lower().startswith(("l-", "leadsorted.lead_")):
        return None
    return f"L-{found[1].upper()}"


def identified(rows: Table, leads: Table, trusted: Collection[str]) -> Identified:
    """Which of the rows are leads of the book, by an id they carry."""
    result = Identified()
    holders = _holders(leads, trusted)
    for key, given in rows.items():
        marks = parts(given.get("External IDs"))
        own = [our for mark in marks if (our := _ours(mark))]
        rest = [mark for mark in marks if not _ours(mark) and not _OTHER_ID.fullmatch(mark)]
        result.rows[key] = _with_ids(given, rest) if len(rest) < len(marks) else given
        lead = next((our for our in own if our in leads), None)
        if lead is None:
            lead = next((one for mark in rest if (one := _only(holders.get(folded(mark), ()))) is not None), None)
            if lead is not None and _another_person(given, leads[lead]):
                result.strange[key] = lead
                continue
        if lead is not None:
            result.known[key] = lead
        elif told := next(((mark, each) for mark in rest if len(each := holders.get(folded(mark), ())) > 1), None):
            result.shared[key] = told
    return result


def _ours(mark: str) -> Key | None:
    system, _, text = mark.rpartition(":")
    exported = text.casefold().startswith("leadsorted.")  # the form in which Odoo and its kin keep our ids
    return our_id(text) if exported or system in {"", OURS, "lead id"} else None


def _with_ids(row: Row, marks: list[str]) -> Row:
    rest = {name: cell for name, cell in row.items() if name != "External IDs"}
    return {**rest, "External IDs": "; ".join(marks)} if marks else rest


def _holders(leads: Table, trusted: Collection[str]) -> Mapping[str, list[Key]]:
    systems = tuple(f"{folded(system)}:" for system in trusted if system != OURS)
    found: dict[str, list[Key]] = defaultdict(list)
    for key, row in leads.items():
        cell = row.get("External IDs")
        for mark in parts(cell) if isinstance(cell, str) else ():
            if folded(mark).startswith(systems):
                found[folded(mark)].append(key)
    return found


def _only(keys: Collection[Key]) -> Key | None:
    """The lead, where one alone holds the id."""
    return next(iter(keys)) if len(keys) == 1 else None


def _another_person(given: Row, lead: Row) -> bool:
    """Whether nothing of who they are agrees: an id of another account of the same CRM looks the same."""
    said = [name for name in ("Email", "Last name") if given.get(name) is not None and lead.get(name) is not None]
    return len(said) == 2 and all(folded(shown(given[name])) != folded(shown(lead[name])) for name in said)
