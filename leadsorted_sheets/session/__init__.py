"""Where pure meets real: read the book, plan, write, keep the journal. The front ends know nothing below this.

Session(workbook).run("normalise", options, apply=True)     one operation on a book
Session(workbook).undo()                                    take the last one back
clean(inputs, to, wishes)                                   the main job: lists in, an organised book out
new(to), adopt(path), export(workbook, crm, folder)
"""

from leadsorted_sheets.session.context import Clock, mint
from leadsorted_sheets.session.work import Result, Session

__all__ = ["Clock", "Result", "Session", "mint"]
