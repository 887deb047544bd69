"""First and last names in each other's column, all the way down: a sign that a list was read the wrong way round.

Only ever a finding about the columns. One row alone proves nothing: James and Taylor are both.
"""

from __future__ import annotations

from itertools import islice

from leadsorted_sheets.core.book import Table
from leadsorted_sheets.core.findings import Finding


def swapped_names(table: Table) -> tuple[Finding, ...]:
    """A finding where most rows that tell have a given name under Last name and none under First name.

    Given names are those the nicknames package lists (English ones). Two thousand rows are looked at; fewer than
    twenty telling ones tell nothing.

    >>> rows = {f"L-{n}": {"First name": "Kowalski", "Last name": "Robert"} for n in range(30)}
    >>> [finding.message for finding in swapped_names(rows)]
    ['First name and Last name look swapped in 30 of 30 rows that tell. Nothing was changed. Swap the two headers if they are.']
    """
    pairs = [
        (first.casefold(), last.casefold())
        for row in islice(table.values(), _SAMPLE)
        if isinstance(first := row.get("First name"), str) and isinstance(last := row.get("Last name"), str)
    ]
    if len(pairs) < _ENOUGH:
        return ()
    given = _given_names()
    swapped = sum(last in given and first not in given for first, last in pairs)
    straight = sum(first in given and last not in given for first, last in pairs)
    if swapped + straight < _ENOUGH or swapped < 0.8 * (swapped + straight):
        return ()
    message = (
        f"First name and Last name look swapped in {swapped} of {swapped + straight} rows that tell. "
        "Nothing was changed. Swap the two headers if they are."
    )
    return (Finding("warning", "Leads", None, "First name", "normalise.swapped", message),)


_ENOUGH, _SAMPLE = 20, 2000


def _given_names() -> frozenset[str]:
    from nicknames import NickNamer

    lookup = NickNamer.default_lookup()
    return frozenset(name for canonical, short in lookup.items() for name in (canonical, *short))
