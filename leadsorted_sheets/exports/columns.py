"""From a profile's column to two functions: where its cell comes from, and how it is spelt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.exports import phones, values
from leadsorted_sheets.exports.crosswalk import Crosswalk
from leadsorted_sheets.exports.profile import Column, Profile
from leadsorted_sheets.exports.subjects import Subject, their_id
from leadsorted_sheets.exports.values import Spell, Spelt

Get: TypeAlias = Callable[[Subject], Cell]
Take: TypeAlias = Callable[[Sequence[Subject]], list[Cell]]


@dataclass(frozen=True, slots=True)
class Slot:
    """A column ready to be filled. `blank` is what stands there when there is nothing to say."""

    column: Column
    take: Take
    spell: Spell
    blank: str
    texty: bool


def slots(
    columns: tuple[Column, ...], profile: Profile, crosswalk: Crosswalk, *, zone: dt.tzinfo, fill: dict[str, str]
) -> tuple[Slot, ...]:
    """The columns, ready to be filled. `fill` gives stand-ins for blanks by header."""
    return tuple(
        Slot(
            column,
            _taking(column, profile),
            _spelling(column, profile, crosswalk, zone),
            _blank(column, profile, fill),
            texty=column.type in {"text", "long", "email", "url", "pick", "several", "owner", "country"},
        )
        for column in columns
    )


def taken(columns: tuple[Column, ...]) -> frozenset[str]:
    """The fields of ours that these columns carry whole."""
    fields: set[str] = set()
    for column in columns:
        if not column.item:
            fields.update(name for name in column.take if not name.startswith("Lead."))
        fields.update(_MAKES_USE_OF.get(column.make or "", ()))
    return frozenset(fields)


_MAKES_USE_OF: dict[str, tuple[str, ...]] = {
    "full name": ("First name", "Last name"),
    "external id": ("Lead ID", "Deal ID", "Activity ID"),
    "their id": ("External IDs",),
}


def _taking(column: Column, profile: Profile) -> Take:
    """A constant and the notes are there already, as the slot's blank, or written later: their cells are blank."""
    if column.value is not None or column.make == "notes":
        return lambda subjects: [None] * len(subjects)
    if len(column.take) == 1 and not column.item and not column.take[0].startswith("Lead."):
        name = column.take[0]
        return lambda subjects: [subject.row.get(name) for subject in subjects]
    if column.make == "their id":
        return lambda subjects: [their_id(subject.row, profile) or None for subject in subjects]
    get = _from(column) if column.take else _MADE[column.make or ""]
    return lambda subjects: [get(subject) for subject in subjects]


def _from(column: Column) -> Get:
    if len(column.take) > 1:
        return partial(_first, names=column.take)
    name = column.take[0]
    if column.item:
        return partial(_item, name=name, n=column.item)
    return partial(_of_lead, name=name.removeprefix("Lead."))


def _of_lead(subject: Subject, *, name: str) -> Cell:
    return subject.lead.get(name) if subject.lead is not None else None


def _item(subject: Subject, *, name: str, n: int) -> Cell:
    found = values.items(subject.row.get(name))
    return found[n - 1] if len(found) >= n else None


def _first(subject: Subject, *, names: tuple[str, ...]) -> Cell:
    for name in names:
        cell = _of_lead(subject, name=name[5:]) if name.startswith("Lead.") else subject.row.get(name)
        if cell is not None:
            return cell
    return None


def _full_name(subject: Subject) -> Cell:
    row = subject.row if subject.tab == "Leads" else subject.lead or {}
    parts = [shown(row.get(name)).strip() for name in ("First name", "Last name")]
    return " ".join(part for part in parts if part) or None


def _lead_title(subject: Subject) -> Cell:
    company, name = shown(subject.row.get("Company")).strip(), shown(_full_name(subject))
    subject_of = " - ".join(part for part in (company, name) if part)
    return f"{subject_of} lead" if subject_of else None


def _address(subject: Subject) -> Cell:
    row = subject.row
    parts = [shown(row.get(name)).strip() for name in ("Street", "City", "Region", "Postcode")]
    home = values.country(row.get("Country"))
    parts.append(home if isinstance(home, str) else "")
    return ", ".join(part for part in parts if part) or None


def _company_name(subject: Subject) -> Cell:
    return subject.company.name if subject.company else None


def _company_domain(subject: Subject) -> Cell:
    return (subject.company.domain or None) if subject.company else None


def _company_url(subject: Subject) -> Cell:
    return f"https://{subject.company.domain}" if subject.company and subject.company.domain else None


def _company_id(subject: Subject) -> Cell:
    return subject.company.id if subject.company else None


def _external_id(subject: Subject) -> Cell:
    name = {"Leads": "Lead ID", "Pipeline": "Deal ID", "Activities": "Activity ID"}[subject.tab]
    own = shown(subject.row.get(name)).strip()
    return values.external_id(own) if own else None


def _phone_part(subject: Subject, *, part: int) -> Cell:
    """The region or the calling code of the phone; blank where it is no international number."""
    cell = subject.row.get("Phone")
    said = phones.phone(cell, extension="") if cell is not None else ""
    number = said.text if isinstance(said, values.Changed) else said
    return phones.apart(number)[part] or None if isinstance(number, str) and number else None


def _activity_title(subject: Subject) -> Cell:
    kind = shown(subject.row.get("Type")).strip()
    said = " ".join(shown(subject.row.get("Summary")).partition("\n")[0].split())
    title = ": ".join(part for part in (kind, said) if part)
    return (title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…") or None


def _activity_status(subject: Subject) -> Cell:
    planned = subject.row.get("Due") is not None and subject.row.get("Done") is None
    return "Planned" if planned else "Done"


_TITLE = 60
_MADE: dict[str, Get] = {
    "full name": _full_name,
    "lead title": _lead_title,
    "address": _address,
    "company name": _company_name,
    "company domain": _company_domain,
    "company url": _company_url,
    "company id": _company_id,
    "phone region": partial(_phone_part, part=0),
    "phone calling code": partial(_phone_part, part=1),
    "external id": _external_id,
    "activity title": _activity_title,
    "activity status": _activity_status,
}


def _spelling(column: Column, profile: Profile, crosswalk: Crosswalk, zone: dt.tzinfo) -> Spell:
    formats = profile.formats
    match column.type:
        case "phone":
            return partial(phones.phone, extension=formats.phone_extension)
        case "country":
            return partial(values.country, form=formats.country)
        case "date":
            return partial(values.date, pattern=formats.date)
        case "moment":
            return partial(values.moment, pattern=formats.moment, zone=zone)
        case "whole":
            return partial(values.whole, most=column.most)
        case "flag":
            return partial(values.flag, yes=formats.yes, no=formats.no)
        case "several":
            return partial(values.several, between=formats.several)
        case "pick":
            return partial(_pick, crosswalk=crosswalk, picklist=column.picklist)
        case "owner":
            return partial(_owner, crosswalk=crosswalk, by=column.by)
        case plain:
            return _PLAIN[plain]


_PLAIN: dict[str, Spell] = {
    "text": values.text,
    "id": values.text,
    "long": values.long,
    "email": values.email,
    "url": values.url,
    "number": values.number,
    "national phone": phones.national,
}


def _pick(cell: Cell, *, crosswalk: Crosswalk, picklist: str) -> Spelt:
    return crosswalk.pick(picklist, cell)


def _owner(cell: Cell, *, crosswalk: Crosswalk, by: str) -> Spelt:
    return crosswalk.owner(cell, by=by)


def _blank(column: Column, profile: Profile, fill: dict[str, str]) -> str:
    if column.value is not None:
        return column.value
    stand_in = fill.get(column.header) or (fill.get(column.field) if column.field else None)
    return stand_in or column.when_blank or (profile.formats.no if column.type == "flag" else "")
