"""A CRM's own export, known again by its headers, so that it comes back without a question.

The profiles say what each CRM calls our columns, by label and by internal name; `RECORDS` adds under which headers
it exports its own record ids and how those look. A list is a CRM's where it has a column of such ids, or one with
ours, and most of its other headers are in that CRM's profile. Labels in other languages are not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from leadsorted_sheets.core.headers import header_key
from leadsorted_sheets.core.importing import Origin
from leadsorted_sheets.core.importing.identity import our_id
from leadsorted_sheets.core.records import folded
from leadsorted_sheets.core.settings import Settings
from leadsorted_sheets.exports.library import load, profiles
from leadsorted_sheets.exports.profile import Column, File, Make, Picklist, Profile

Values: TypeAlias = Callable[[str], Sequence[str]]
"""The first values under a header."""
Recognise: TypeAlias = Callable[[Sequence[str], Values], Origin | None]

ENOUGH = 3
"""Headers of a profile that a list has to have, beside the one with the ids."""
_MOST = 0.8


@dataclass(frozen=True, slots=True)
class Record:
    """Under which headers a CRM exports its record ids, and how one looks."""

    headers: frozenset[str]
    looks: re.Pattern[str]


def _record(headers: str, looks: str) -> Record:
    return Record(frozenset(map(header_key, headers.split("; "))), re.compile(looks, re.IGNORECASE))


_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
RECORDS: dict[str, Record] = {
    "hubspot": _record("Record ID; Record ID - Contact; Contact ID; hs_object_id; VID; HubSpot ID", r"\d{1,15}"),
    "salesforce": _record(
        "Lead ID; Contact ID; Id; Lead ID 18; Contact ID 18; Case Safe ID", r"00[Q3][a-z0-9]{12}(?:[a-z0-9]{3})?"
    ),
    "pipedrive": _record("Person - ID; Lead - ID; ID", rf"\d{{1,12}}|{_UUID}"),
    "zoho": _record("Record Id; Lead Id; Contact Id; Id; Record ID", r"(?:zcrm_)?\d{12,22}"),
    "dynamics365": _record("(Do Not Modify) Lead; (Do Not Modify) Contact; leadid; contactid; Lead ID", rf"\{{?{_UUID}\}}?"),
    "freshsales": _record("Id; Contact id; Lead id; Contact ID", r"\d{5,20}"),
    "odoo": _record("id; External ID; .id; ID", r"__export__\.\w+|[a-z_]\w*\.[\w-]+|\d{1,12}"),
    "frappe-crm": _record("ID; name", r"CRM-LEAD-\d{4}-\d+"),
    "erpnext": _record("ID; name", r"(?:CRM-LEAD|LEAD)-(?:\d{4}-)?\d+"),
    "twenty": _record("Id; id", _UUID),
    "espocrm": _record("id; ID", r"[0-9a-z]{13,17}"),
    "suitecrm": _record("id; ID", _UUID),
}  # fmt: skip
"""By the profile's name. The plain CSV has no record ids but ours."""


def coming_back(settings: Settings) -> Recognise:
    """What knows a CRM's export by its headers. `settings` say what the team calls the CRM's values and owners."""

    def recognise(headers: Sequence[str], values: Values) -> Origin | None:
        found = _best(headers, values)
        return _origin(found, settings) if found else None

    return recognise


def systems() -> tuple[str, ...]:
    """The marks of the ids that come from a CRM we know."""
    return tuple(RECORDS)


@dataclass(frozen=True, slots=True)
class _Found:
    """A list held against one file of a profile: the headers it knows, and those with ids."""

    profile: Profile
    file: File
    columns: Mapping[str, Column]
    ids: frozenset[str] = frozenset()
    own_ids: frozenset[str] = frozenset()
    rank: tuple[int, int, int] = field(default=(0, 0, 0))


def _best(headers: Sequence[str], values: Values) -> _Found | None:
    found = sorted(_candidates(headers, values), key=lambda each: each.rank, reverse=True)
    return found[0] if found else None


def _candidates(headers: Sequence[str], values: Values) -> Iterator[_Found]:
    keys = {header: header_key(header) for header in headers}
    for order, profile in enumerate(_shipped()):
        record = RECORDS.get(profile.name)
        ids = frozenset(
            header
            for header, key in keys.items()
            if record and key in record.headers and _look(values(header), record.looks)
        )
        for file in profile.files:
            known = _known(file)
            columns = {header: known[key] for header, key in keys.items() if key in known and header not in ids}
            own = frozenset(header for header, column in columns.items() if _is_our_id(file, column))
            own = frozenset(header for header in own if _are_ours(values(header)))
            told = len(columns.keys() - own)
            if told >= ENOUGH and (ids or own):
                yield _Found(profile, file, columns, ids, own, (told, len(ids), -order))


@cache
def _shipped() -> tuple[Profile, ...]:
    return tuple(load(name) for name in profiles())


def _known(file: File) -> dict[str, Column]:
    """The columns of a file by each name they go by."""
    known: dict[str, Column] = {}
    for column in file.columns:
        for name in (column.header, column.api):
            if name:
                known.setdefault(header_key(name), column)
    return known


def _is_our_id(file: File, column: Column) -> bool:
    return column.header == file.external_id


def _look(values: Sequence[str], looks: re.Pattern[str]) -> bool:
    """Whether nearly all the values are such ids."""
    return bool(values) and sum(looks.fullmatch(text.strip()) is not None for text in values) >= _MOST * len(values)


def _are_ours(values: Sequence[str]) -> bool:
    """Whether ids of ours stand there. A CRM has leads of its own too, so one is enough."""
    return any(our_id(text) or re.fullmatch(r"D-[0-9A-Z]{10}", text.strip()) for text in values)


def _origin(found: _Found, settings: Settings) -> Origin:
    profile, file = found.profile, found.file
    system = profile.name if profile.name in RECORDS else ""
    if system and file.rows != "leads":
        system = f"{system} {file.name}"
    fields: dict[str, str | None] = {}
    values: dict[str, Mapping[str, str]] = {}
    said = {_field_of(column) for column in found.columns.values() if column.take and not _coarse(profile, column)}
    for header, column in found.columns.items():
        if header in found.own_ids:
            continue
        name = _field_of(column)
        coarse = _coarse(profile, column) and name in said
        if coarse or (column.make and name in said) or (column.make in _MADE_UP and found.own_ids):
            name = None if found.own_ids or column.make else OWN
        fields[header] = name
        if column.picklist and not coarse:
            values[header] = _ours_of(profile, profile.picklists[column.picklist], settings)
        elif column.type == "owner":
            values[header] = _owners(profile, settings)
        elif column.type == "several":
            values[header] = {}
    calling = next((header for header, column in found.columns.items() if column.make == "phone calling code"), "")
    joined = {
        header: calling for header, column in found.columns.items() if column.type == "national phone" and calling
    }
    return Origin(
        profile.label, system, fields, found.ids, found.own_ids, values, joined=joined, rows=file.rows
    )  # fmt: skip


_MADE: dict[Make, str | None] = {
    "full name": "Full name",
    "lead title": "Deal",
    "address": "Address",
    "notes": "Notes",
    "company name": "Company",
    "company domain": "Website",
    "company url": "Website",
}
"""What the columns that an export makes out of several of ours are when they come back; of the others nothing is kept."""
_MADE_UP: frozenset[Make | None] = frozenset({"lead title", "address"})
"""Those that say nothing a lead of ours does not say better in its own columns."""
OWN = ""
"""The field of a column that stays the user's own."""


def _coarse(profile: Profile, column: Column) -> bool:
    return bool(column.picklist) and profile.picklists[column.picklist].coarse


def _field_of(column: Column) -> str | None:
    """Our field for a column of theirs; None where it says nothing that is kept."""
    if column.make:
        return _MADE.get(column.make)
    if not column.take or column.take[0].startswith("Lead.") or column.type == "id":
        return None
    name = column.take[0]
    return {"Other phones": "Mobile", "Other emails": "Second email"}.get(name, name) if column.item else name


def _ours_of(profile: Profile, picklist: Picklist, settings: Settings) -> dict[str, str]:
    """What their values are here: by kind first, then by name, then as the team wrote it on Settings."""
    found: dict[str, str] = {}
    if picklist.kind == "status":
        for kind, theirs in picklist.by_kind.items():
            if kind in {"open", "qualified", "dead", "converted"}:
                found.setdefault(_plain(theirs), settings.first_status(kind))  # type: ignore[arg-type]  # one of the four
    here = {folded(status.name) for status in settings.statuses} if picklist.kind == "status" else None
    for name in here or ():
        found.pop(name, None)  # theirs that is called like one of ours is that one
    first: set[str] = set()
    for ours, theirs in picklist.by_name.items():
        if (here is None or folded(ours) in here) and _plain(theirs) not in first:
            first.add(_plain(theirs))
            found[_plain(theirs)] = ours
    found |= _said(profile, picklist.kind, settings)
    spelt = {_plain(theirs): theirs for theirs in picklist.values}
    return found | {folded(spelt[plain]): ours for plain, ours in found.items() if plain in spelt}


def _owners(profile: Profile, settings: Settings) -> dict[str, str]:
    by_email = {folded(owner.email): owner.name for owner in settings.owners if owner.email}
    return by_email | _said(profile, "owner", settings)


def _said(profile: Profile, kind: str, settings: Settings) -> dict[str, str]:
    """What the rows of "CRM owners and values" say; one that names this CRM goes before one that names none."""
    names = {folded(profile.name), folded(profile.label)}
    rows = [row for row in settings.crm_values if folded(row.kind) == kind and row.ours and row.theirs]
    general = {folded(row.theirs): row.ours for row in reversed(rows) if not row.crm.strip()}
    return general | {folded(row.theirs): row.ours for row in reversed(rows) if folded(row.crm) in names}


def _plain(value: str) -> str:
    """A value as the CRM's pages show it: IN_PROGRESS is In Progress there."""
    return folded(value.replace("_", " "))
