"""Duplicates: who is in the list twice, how sure that is, why, and what stays when rows are merged.

    plan(book, options, context)             the operation
    why(book, a, b)                          why two leads are, or are not, one person
    clusters(header, rows, tier=...)         the people of any table, for measuring
    matches(incoming, known)                 which incoming rows are there already

Importing this loads no numpy: that waits until rows are compared.
"""

from leadsorted_sheets.core.dedupe.ask import Match, clusters, matches, why
from leadsorted_sheets.core.dedupe.plan import Options, plan

__all__ = ["Match", "Options", "clusters", "matches", "plan", "why"]
