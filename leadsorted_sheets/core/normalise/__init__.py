"""Clean rows: every value in one spelling. One idea a file, each a few pure functions on one value.

names  emails  phones  companies  websites  countries  regions  cities  streets  postcodes  industries
dates  numbers  titles  picks  owners  surnames  text

rules      which column is read how: `RULES`
sheet      the rules over one tab
outcome    all tabs of a book
plan       the operation
"""

from leadsorted_sheets.core.normalise.plan import Options, plan

__all__ = ["Options", "plan"]
