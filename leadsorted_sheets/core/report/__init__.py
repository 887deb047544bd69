"""What the leads and deals of a book come to: key figures, and tables for the charts to show."""

from leadsorted_sheets.core.report.plan import Options, figures, plan

__all__ = ["Options", "figures", "plan"]
