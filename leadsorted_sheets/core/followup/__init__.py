"""Nothing falls through: what comes next with every lead, when, and who has to do it.

working_days     which days count
sequences        the touches of Settings
next_action      what comes next with a lead
after_activity   what an activity does to it
caught_up        activities that people wrote into the sheet themselves
arrived          activities that came in from elsewhere
vague            next actions that say nothing
watch            what is late
agenda, digest   who has what to do today, and how it is told
letters          the e-mails of the steps that are due
plan             the operation
"""

from leadsorted_sheets.core.followup.after_activity import after_activity
from leadsorted_sheets.core.followup.plan import Options, plan

__all__ = ["Options", "after_activity", "plan"]
