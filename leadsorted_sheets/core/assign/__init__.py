"""Every lead gets an owner, and the sheet says why this one."""

from leadsorted_sheets.core.assign.plan import Options, plan

__all__ = ["Options", "plan"]
