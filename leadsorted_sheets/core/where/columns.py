"""Which column a filter means by a name: ours, the user's own by header, or one of four that are no column."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Table
from leadsorted_sheets.errors import WrongUsage

ANYWHERE, NAME, ACTIVITY, SEGMENT = "*any", "*name", "*activity", "*segment"
"""What `any`, `name`, `activity` and `segment` ask, where no column is called so: any cell of the row; a lead's first and last name together; the types of a lead's activities; whether a saved filter holds."""


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is None for the user's own columns, which may hold anything."""

    name: str
    kind: schema.Kind | None = None


def column_named(written: str, tab: schema.Tab, own: Iterable[str]) -> Column:
    """The column a filter names, in any case, with spaces, hyphens or underscores.

    Raises WrongUsage, with the nearest name, where there is none.

    >>> column_named("next_action_DUE", schema.LEADS, ()), column_named("tag", schema.LEADS, ())
    (Column(name='Next action due', kind='date'), Column(name='Tags', kind='tags'))
    """
    name = folded(written)
    ours = {folded(column.name): Column(column.name, column.kind) for column in tab.columns}
    theirs = {folded(header): Column(header) for header in sorted(own, key=lambda header: (header == written, header))}
    for known in (ours, theirs):
        if name in known:
            return known[name]
    if name in _ALSO and folded(_ALSO[name]) in ours:
        return ours[folded(_ALSO[name])]
    if name == "any" or (tab is schema.LEADS and name in ("name", "activity", "segment")):
        return Column(f"*{name}")
    names = ours | theirs
    near = difflib.get_close_matches(name, names, n=1)
    remedy = (
        f"Did you mean {names[near[0]].name}?" if near else "Write a header of the tab as it stands in its first row."
    )
    raise WrongUsage(f"The filter names a column that is not there: {written!r}. {remedy}")


def columns_of(table: Table) -> set[str]:
    """Every column that any row of the table fills."""
    return set().union(*table.values())


def folded(name: str) -> str:
    """A column's name as it is compared.

    >>> folded("Next_action  DUE"), folded("E-mail")
    ('next action due', 'e mail')
    """
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


_ALSO: dict[str, str] = {
    "tag": "Tags",
    "e mail": "Email",
    "mail": "Email",
    "telephone": "Phone",
    "due": "Next action due",
    "dnc": "Do not contact",
    "value": "Deal value",
    "title": "Job title",
    "other email": "Other emails",
    "other phone": "Other phones",
    "external id": "External IDs",
}
