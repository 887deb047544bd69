"""Nothing falls through: what comes next with every lead, when, and who has to do it.

working_days   which days count
sequences      the touches of Settings
next_action    what comes next with a lead
after_activity what an activity does to it
"""

from leadsorted_sheets.core.followup.after_activity import after_activity

__all__ = ["after_activity"]
