"""The Survivorship table of Settings: which rule a field goes by, and which of its lines nothing goes by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.dedupe.claims import HOW
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.settings import Settings, Survivor

Rules: TypeAlias = Mapping[str, Survivor]
"""The lines of the table that name a rule, by their field in any case."""

_DEFAULTS = {
    "Created": "oldest",
    "First contacted": "oldest",
    "Qualified on": "oldest",
    "Last activity": "newest",
    "Updated": "newest",
    "Tags": "keep all",
    "External IDs": "keep all",
    "Notes": "keep all",
    "Owner": "oldest",
}
"""Rules where Settings has none; for the rest, the more complete row's value stays. Owner: the kept row's first."""


def rules_of(settings: Settings) -> Rules:
    """The table, ready to be asked. A line that names no rule says nothing: `unfollowed` reports it."""
    lines = (replace(survivor, rule=_named(survivor.rule)) for survivor in settings.survivors)
    return {_named(line.field): line for line in lines if line.rule in HOW}


def rule_for(fields: Sequence[str], rules: Rules) -> Survivor:
    """The rule of fields that go together: that of the first which has one."""
    named = next((rule for name in fields if (rule := rules.get(_named(name)))), None)
    return named or Survivor(fields[0], _DEFAULTS.get(fields[0], "most complete"))


def unfollowed(settings: Settings, headers: Iterable[str]) -> Iterator[Finding]:
    """Lines of the Survivorship table that nothing goes by: no such rule, no such field, or one with a way of its own.

    `headers` are the columns there are.
    """
    known = {_named(name): name for name in (*headers, *schema.LEADS.fields)}
    for survivor in settings.survivors:
        name = known.get(_named(survivor.field))
        if name is None:
            why = f'There is no column "{survivor.field}", so its rule is not followed. Mend the name, or take the line out.'
        elif name in _NO_CHOICE:
            why = f"{name} goes its own way when leads are merged ({_NO_CHOICE[name]}), so its rule is not followed."
        elif _named(survivor.rule) not in HOW:
            rules = ", ".join(HOW)
            why = f'"{survivor.rule}" is no rule, so {name} goes by the usual one. Choose one of: {rules}.'
        else:
            continue
        yield Finding("warning", "Survivorship", survivor.field, "Rule", "dedupe.survivorship", why)


_NO_CHOICE: dict[str, str] = {
    "Lead ID": "the id of the row that stays",
    "Other emails": "every other address is kept",
    "Other phones": "every other number is kept",
    "Lost reason": "it belongs to the status",
    "Do not contact": "who asked for it once is not contacted",
}


def _named(text: str) -> str:
    return text.strip().casefold()
