"""Two-way sync between a workbook file and a sheet that a team shares.

    sync(here, there, terms=…, in_flight=…, context=…) -> Synced

Three versions of every cell are compared: what both sides last agreed on (the base, kept in the file), what the file
says, and what the sheet says. The engine sees both sides through `Side` and never knows what they are.
"""

from leadsorted_sheets.sync.conflicts import RULE as CONFLICT
from leadsorted_sheets.sync.engine import ROUNDS, Synced, sync
from leadsorted_sheets.sync.in_flight import InFlight
from leadsorted_sheets.sync.lock import locked
from leadsorted_sheets.sync.merge import Conflict
from leadsorted_sheets.sync.sides import Seen, Side
from leadsorted_sheets.sync.terms import Terms

__all__ = ["CONFLICT", "ROUNDS", "Conflict", "InFlight", "Seen", "Side", "Synced", "Terms", "locked", "sync"]
