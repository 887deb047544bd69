"""Which tabs and columns take part in a sync, and how.

Both ways: leads, activities, deals, sources, Settings without its Commands (ticks belong to one workbook), Review
and what was decided there, and who was forgotten. From the file to the sheet only: Report and History. Anything else
stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Table
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.state import DECISIONS, FORGOTTEN

DATA: tuple[str, ...] = ("Leads", "Activities", "Pipeline")
"""The tabs that hold what the team has gathered: losing their rows is what the guards are for."""
POLICIES = "Column policies"
TWO_WAY: tuple[str, ...] = (
    *DATA,
    "Sources",
    *(tab.name for tab in schema.SETTINGS if tab.name != "Commands"),
    "Review",
    DECISIONS,
    FORGOTTEN,
)
ONE_WAY: tuple[str, ...] = (*(tab.name for tab in schema.REPORT), "History")
MADE_WITH_ROWS: frozenset[str] = frozenset(
    tab.name for tab in (schema.SOURCES, *schema.SETTINGS, *schema.REPORT) if tab.name != "Commands"
)
"""Every workbook is made with these rows, so both sides have agreed on them before they ever met."""

DECISION_FIELDS = ("Kind", "A", "B", "Choice", "By", "On", "Known A", "Known B")
HIDDEN_FIELDS: Mapping[str, tuple[str, ...]] = {DECISIONS: DECISION_FIELDS, FORGOTTEN: ("On", "Salt", "Marks")}
"""The columns of the hidden tables that are synced, which have no layout of their own."""
_STAYS = frozenset({"file only", "sheet only"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person who syncs has asked for.

    `partner` is the other side's address: a base made with another partner is not used. `command` is what messages
    tell the user to type. `allow_removals` and `allow_changes` are how many a guard lets pass.
    """

    partner: str = ""
    command: str = "leadsorted sync leads.xlsx"
    allow_removals: int = 0
    allow_changes: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """How one tab is merged.

    `id` is the column that holds the row's key ("" in a hidden table), `fields` the columns that take part besides it.
    `file_wins` names the columns in which a conflict goes to the file. In a `quiet` tab
    a conflict is the sheet's to win and nobody is asked.
    """

    tab: str
    id: str
    fields: tuple[str, ...]
    kinds: Mapping[str, schema.Kind] = field(default_factory=dict)
    file_wins: frozenset[str] = frozenset()
    quiet: bool = False


Policies = Mapping[tuple[str, str], str]
"""(tab, column) -> policy, all in lower case."""


def policies_of(table: Table) -> tuple[Policies, tuple[Finding, ...]]:
    """What the team decided about single columns, and the lines that say nothing we know.

    >>> policies_of({"Leads.Notes": {"Column": "Leads.Notes", "Policy": "File wins"}})[0]
    {('leads', 'notes'): 'file wins'}
    """
    policies: dict[tuple[str, str], str] = {}
    findings: list[Finding] = []
    for key, row in table.items():
        named, policy = shown(row.get("Column")).strip(), shown(row.get("Policy")).strip().casefold()
        tab, dot, column = named.partition(".")
        if not named or not policy:
            continue
        if not dot or tab.strip().casefold() not in _TABS_FOLDED or policy not in schema.LISTS["Policies"]:
            message = (
                f"{named!r} with the policy {policy!r} says nothing the sync can follow. Write a tab and a column, "
                f"such as Leads.Notes, and one of: {', '.join(schema.LISTS['Policies'])}."
            )
            findings.append(Finding("warning", POLICIES, key, "Policy", "sync.policy", message, row.get("Policy")))
            continue
        policies[tab.strip().casefold(), column.strip().casefold()] = policy
    return policies, tuple(findings)


_TABS_FOLDED = frozenset(tab.casefold() for tab in TWO_WAY)


def crosses(policies: Policies, tab: str, column: str) -> bool:
    """Whether the column takes part at all."""
    return policies.get((tab.casefold(), column.casefold()), "") not in _STAYS


def rules_for(tab: str, fields: Iterable[str], policies: Policies) -> Rules:
    """The rules of a tab whose synced columns are `fields`."""
    ours = schema.BY_NAME.get(tab)
    fields = tuple(fields)
    return Rules(
        tab,
        ours.id if ours else "",
        fields,
        {name: column.kind for name in fields if ours and (column := ours.column(name))},
        frozenset(name for name in fields if policies.get((tab.casefold(), name.casefold())) == "file wins"),
        quiet=tab in {"Review", *HIDDEN_FIELDS},
    )
