"""A sync beside the open workbook: another process talks to Google while the user goes on working.

    start(workbook)          give every row its id, leave a token in the workbook, keep a copy, start the process
    the process              syncs the copy with the sheet; what it finds lies in the user's state folder
    taken_over(workbook)     the next click puts it into the workbook, where its cells still are as they were

The process never touches the open workbook. What was edited there meanwhile was not agreed on, so the next sync sees
both values and asks. The token tells the workbook from its copies and from itself closed without saving: what was
sent from a content that is gone must not be taken for agreed.
"""

from leadsorted_sheets.session.detached.job import Folder
from leadsorted_sheets.session.detached.landing import Landing, taken_over, waits
from leadsorted_sheets.session.detached.starting import start
from leadsorted_sheets.session.syncing import Wanted

__all__ = ["Folder", "Landing", "Wanted", "start", "taken_over", "waits"]
