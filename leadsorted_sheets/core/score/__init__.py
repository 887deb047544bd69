"""How promising each lead is, and the sheet says by which rules."""

from leadsorted_sheets.core.score.plan import Options, plan

__all__ = ["Options", "plan"]
