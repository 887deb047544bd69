"""Clean rows: every value in one spelling. One idea a file, each a few pure functions on one value.

names  emails  phones  companies  websites  countries  regions  cities  postcodes
dates  numbers  titles  picks  text

rules     which column is read how: `RULES`
sheet     the rules over one tab
plan      the operation
"""

from leadsorted_sheets.core.normalise.plan import Options, plan
from leadsorted_sheets.core.normalise.rules import RULES, Rule, missing_sources

__all__ = ["RULES", "Options", "Rule", "missing_sources", "plan"]
