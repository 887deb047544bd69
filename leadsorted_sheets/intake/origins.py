"""Lists that say by their headers where they come from: lead ads, and what we handed back ourselves.

Each product is a row of `LEAD_ADS`: which headers give it away, what its columns are, how its ids are marked.
Meta's columns are those of its own "Retrieving leads" documentation. For LinkedIn and Google, whose help pages
name no header of the file, any of several spellings is enough, those of their lead APIs among them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.headers import header_key
from leadsorted_sheets.core.importing import Origin
from leadsorted_sheets.core.records import folded
from leadsorted_sheets.intake.table import RawTable, Rejected

Recognise: TypeAlias = Callable[[Sequence[str], Callable[[str], Sequence[str]]], Origin | None]
"""Given the headers and a way to look at the first values under one, the product; None where it is none it knows."""

OWN = ""
"""The field of a column that stays the user's own."""


@dataclass(frozen=True, slots=True)
class LeadAds:
    """An advertiser's list of leads. Of each of `gives_away` one header has to be there. `fields`, `before` and `values` by header key."""

    name: str
    system: str
    gives_away: tuple[frozenset[str], ...]
    ids: frozenset[str]
    fields: Mapping[str, str | None]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)


def _keys(text: str) -> frozenset[str]:
    return frozenset(map(header_key, text.split(", ")))


def _fields(said: Mapping[str, str | None]) -> dict[str, str | None]:
    return {key: name for words, name in said.items() for key in _keys(words)}


_TEST = _keys("is test, is test lead, test lead, test")

LEAD_ADS: tuple[LeadAds, ...] = (
    LeadAds(
        "Meta lead ads",
        "meta",
        (_keys("created_time"), _keys("form_id, form_name"), _keys("ad_id, ad_name, is_organic, platform")),
        _keys("id, lead_id"),
        _fields(
            {
                "created_time": "Created",
                "campaign_name": "Campaign",
                "is_organic": "Source",
                "ad_id, adset_id, campaign_id, form_id, id_form": None,
                "platform, ad_name, adset_name, form_name": OWN,
            }
        ),
        {
            header_key("is_organic"): {
                "false": "Paid ads",
                "0": "Paid ads",
                "true": "Social media",
                "1": "Social media",
            },
            header_key("lead_status"): {"created": "New", "complete": "New"},
        },
        dict.fromkeys(_keys("phone_number, work_phone_number"), "p:")
        | {header_key("id"): "l:"}
        | dict.fromkeys(_keys("post_code, zip_code, zip"), "z:"),
    ),
    LeadAds(
        "LinkedIn lead gen forms",
        "linkedin",
        (
            _keys("form name, lead form name, lead gen form name, form id, lead form id, lead gen form id"),
            _keys("campaign name, campaign id, campaign"),
            _keys("creative id, lead type, test lead, is test lead, submitted at, date submitted, account name"),
        ),
        _keys("lead id, response id, id"),
        _fields(
            {
                "submitted at, date submitted, submission date, lead created at": "Created",
                "campaign name, campaign": "Campaign",
                "account name, account id, campaign id, campaign group id, creative id, form id, lead form id, lead gen form id": None,
                "form name, lead form name, lead gen form name, lead type": OWN,
            }
        ),
    ),
    LeadAds(
        "Google lead forms",
        "google ads",
        (
            _keys("gclid, gcl id, google click id, google key"),
            _keys("form id, lead form id, asset id, lead form asset id"),
            _keys("campaign id, campaign, campaign name"),
        ),
        _keys("lead id, google lead id"),
        _fields(
            {
                "lead submit time, submit time, submission date, lead submitted at, date, submitted at": "Created",
                "campaign name, campaign": "Campaign",
                "user email, work email": "Email",
                "user phone, work phone": "Phone",
                "campaign id, ad group id, adgroup id, asset group id, creative id, form id, lead form id, asset id, lead form asset id, google key, api version": None,
                "gclid, gcl id, google click id": OWN,
            }
        ),
    ),
)


def lead_ads(headers: Sequence[str], _values: Callable[[str], Sequence[str]]) -> Origin | None:
    """The advertiser whose list has these headers."""
    keys = {header: header_key(header) for header in headers}
    there = set(keys.values())
    found = next((ads for ads in LEAD_ADS if all(there & some for some in ads.gives_away)), None)
    if found is None:
        return None
    return Origin(
        found.name,
        found.system,
        {header: found.fields[key] for header, key in keys.items() if key in found.fields},
        frozenset(header for header, key in keys.items() if key in found.ids),
        values={header: found.values[key] for header, key in keys.items() if key in found.values},
        before={header: found.before[key] for header, key in keys.items() if key in found.before},
        source="Paid ads",
    )


def handed_back(headers: Sequence[str], _values: Callable[[str], Sequence[str]]) -> Origin | None:
    """The rows we could not take, mended: file, line and reason have done their work."""
    if tuple(map(header_key, headers[:3])) != ("file", "line", "reason"):
        return None
    return Origin("Rows that came back", "", dict.fromkeys(headers[:3]))


def with_our_values(table: RawTable, origin: Origin) -> RawTable:
    """The table with its cells as we call them: values translated, marks before them gone, split numbers whole, tests out."""
    table = _without_tests(table, origin)
    places = {header: n for n, header in enumerate(table.header)}
    steps = [
        (places[header], origin.values.get(header, {}), origin.before.get(header, ""), places.get(origin.joined.get(header, ""), -1))
        for header in {*origin.values, *origin.before, *origin.joined}
        if header in places
    ]  # fmt: skip
    if not steps:
        return table
    rows = [list(row) for row in table.rows]
    for row in rows:
        for at, values, before, beside in steps:
            row[at] = _ours(row[at], values, before, row[beside] if beside >= 0 else None)
    return replace(table, rows=rows)


def _ours(cell: Cell, values: Mapping[str, str], before: str, beside: Cell) -> Cell:
    text = shown(cell).strip()
    if not text:
        return cell
    if before and folded(text).startswith(before):
        cell = text = text[len(before) :]
    if values and folded(text) in values:
        return values[folded(text)]
    if text.startswith('["') and text.endswith('"]'):
        return _listed(text)
    if beside is not None and (code := shown(beside).strip()) and not text.startswith("+"):
        return f"+{code.lstrip('+')} {text}"
    return cell


def _listed(text: str) -> str:
    """A list as some products write it into one cell: ["a", "b"]."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return "; ".join(map(str, found)) if isinstance(found, list) else text


def _without_tests(table: RawTable, origin: Origin) -> RawTable:
    """Advertisers let one send a test through the form; it is nobody."""
    if origin.source != "Paid ads":
        return table
    flags = [n for n, header in enumerate(table.header) if header_key(header) in _TEST]
    tests = {
        n
        for n, row in enumerate(table.rows)
        if any(folded(shown(row[at])) in {"true", "yes", "1"} for at in flags)
        or any(isinstance(cell, str) and folded(cell).startswith("<test lead:") for cell in row)
    }
    if not tests:
        return table
    gone = tuple(
        Rejected(table.lines[n], "is a test of the form, not a lead", tuple(table.rows[n])) for n in sorted(tests)
    )
    kept = [n for n in range(len(table.rows)) if n not in tests]
    return replace(
        table,
        rows=[table.rows[n] for n in kept],
        lines=[table.lines[n] for n in kept],
        rejected=(*table.rejected, *gone),
    )
