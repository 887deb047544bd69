"""Where a lead came from, by the UTM tags its click carried: the source as the team calls it, and the campaign.

Tags are read from their own columns (utm_source, utm_medium, utm_campaign) or out of a column of landing pages.
They stay as they are; what they say goes into Source and Campaign where no other column says it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.headers import header_key, match_headers
from leadsorted_sheets.core.importing import Origin
from leadsorted_sheets.intake.table import RawTable

SOURCE, CAMPAIGN = "Source (by UTM)", "Campaign (by UTM)"
_OWN = ""


def source_of(tags: Mapping[str, str]) -> str:
    """The source that tags tell of; what no list of ours knows stays what the tag says.

    >>> source_of({"utm_source": "google", "utm_medium": "cpc"}), source_of({"utm_source": "linkedin", "utm_medium": "social"})
    ('Paid ads', 'Social media')
    >>> source_of({"utm_source": "march newsletter", "utm_medium": "email"}), source_of({})
    ('march newsletter', '')
    """
    medium = header_key(tags.get("utm_medium", ""))
    if not medium and tags.get("gclid"):
        return "Paid ads"
    told = next((source for source, words in _MEDIUMS.items() if medium in words), "")
    return told or tags.get("utm_source", "").strip() or tags.get("utm_medium", "").strip()


_MEDIUMS: dict[str, frozenset[str]] = {
    "Paid ads": frozenset(
        map(header_key, ["cpc", "ppc", "paid", "paid search", "paidsearch", "paid social", "paidsocial", "paid media", "cpm", "cpv", "display", "banner", "retargeting", "remarketing", "ads", "ad"])
    ),
    "Organic search": frozenset(map(header_key, ["organic", "organic search", "seo"])),
    "Social media": frozenset(map(header_key, ["social", "organic social", "social media", "social network", "sm"])),
    "Referral": frozenset(map(header_key, ["referral", "referrals"])),
    "Partner": frozenset(map(header_key, ["partner", "affiliate", "affiliates"])),
    "Trade show / event": frozenset(map(header_key, ["event", "trade show", "webinar"])),
}  # fmt: skip


def with_channels(table: RawTable) -> tuple[RawTable, Origin | None]:
    """The table with a column for the source that its tags tell of, and what that makes of its columns; as it is without tags."""
    keys = [header_key(header) for header in table.header]
    tagged = {name: n for n, key in enumerate(keys) if (name := _TAGS.get(key))}
    if "utm_source" in tagged or "utm_medium" in tagged:
        tags = [{name: shown(row[n]).strip() for name, n in tagged.items()} for row in table.rows]
        own = [table.header[tagged[name]] for name in ("utm_source", "utm_medium") if name in tagged]
        brings_campaign = False
    else:
        page = _landing_page(table)
        if page is None:
            return table, None
        tags = [tags_in(shown(row[page])) for row in table.rows]
        own = [table.header[page]]
        brings_campaign = any(each.get("utm_campaign") for each in tags)
    others = [match.field for match in match_headers([each for each in table.header if each not in own])]
    new: dict[str, list[Cell]] = {}
    if "Source" not in others:
        new[SOURCE] = [source_of(each) for each in tags]
    if brings_campaign and "Campaign" not in others:
        new[CAMPAIGN] = [each.get("utm_campaign", "") for each in tags]
    fields: dict[str, str | None] = dict.fromkeys(own, _OWN)
    fields |= {name: name.partition(" ")[0] for name in new}
    rows = [[*row, *(column[n] for column in new.values())] for n, row in enumerate(table.rows)]
    return replace(table, header=(*table.header, *new), rows=rows), Origin("", "", fields)


def tags_in(address: str) -> dict[str, str]:
    """The tags a landing page was called with.

    >>> tags_in("https://x.example/?utm_source=google&utm_medium=cpc&page=2")
    {'utm_source': 'google', 'utm_medium': 'cpc'}
    """
    try:
        query = urlsplit(address.strip()).query
    except ValueError:  # not an address after all
        return {}
    return {name.lower(): text for name, text in parse_qsl(query) if name.lower() in _TAGS.values()}


_TAGS: dict[str, str] = {
    header_key(name): name for name in ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid")
}


def _landing_page(table: RawTable) -> int | None:
    """The column whose addresses carry tags."""
    return next(
        (n for n in range(len(table.header)) if any("utm_" in text for text in _texts(table.column(n, 200)))), None
    )


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [cell for cell in cells if isinstance(cell, str) and "://" in cell]
