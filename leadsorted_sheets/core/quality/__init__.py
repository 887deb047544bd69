"""How good each row is, and what goes wrong again and again.

checks     the checks, their points, and the score made of them
clean_up   the weekly list
plan       the operation
"""

from leadsorted_sheets.core.quality.plan import Options, plan

__all__ = ["Options", "plan"]
