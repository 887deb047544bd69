"""Filters: `status=Qualified and owner=Ann and created>=2026-01-01`, from text to the rows it means.

    parse(text)                 -> Where                       raises WrongUsage with the place and the remedy
    condition(where, scene)     -> (key, row) -> bool          compiled once, quick on every row
    matching(where, table, scene) -> keys
    matches(where, row, scene)  -> bool

The same language narrows a command, defines a segment, and is the "When" of assignment and scoring rules.
"""

from leadsorted_sheets.core.where.columns import columns_of
from leadsorted_sheets.core.where.companies import NO_COMPANY, company_key
from leadsorted_sheets.core.where.language import All, Any, Comparison, Not, Where, comparisons, parse
from leadsorted_sheets.core.where.mailboxes import business_domain, domain_of, is_free
from leadsorted_sheets.core.where.meaning import Activities, Condition, Scene, condition, matches, matching
from leadsorted_sheets.core.where.segments import asked_columns, segments_of
from leadsorted_sheets.core.where.times import add_months, moment_of

__all__ = [
    "NO_COMPANY",
    "Activities",
    "All",
    "Any",
    "Comparison",
    "Condition",
    "Not",
    "Scene",
    "Where",
    "add_months",
    "asked_columns",
    "business_domain",
    "columns_of",
    "company_key",
    "comparisons",
    "condition",
    "domain_of",
    "is_free",
    "matches",
    "matching",
    "moment_of",
    "parse",
    "segments_of",
]
