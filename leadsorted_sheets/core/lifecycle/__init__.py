"""The lead's way from New to Converted or dead, and the deal's from its first stage to won or lost.

Code knows statuses and stages by kind, people by name.

    begin(book)                       a lead without a status is new
    ways      which move is allowed from where: two tables, and the sentence that refuses
    moving    what a move changes: the status, its dates, its line in Activities
    missing   what a lead must have before it is qualified: budget, authority, need, timeline
    diary     the Activities rows of moves, written and read again: `moves(book)`
    seen      what we last saw of every row
    standing  what is wrong with where they all stand
    noticed   moves that people made by hand in the sheet
"""

from leadsorted_sheets.core.lifecycle.begin import begin
from leadsorted_sheets.core.lifecycle.diary import Moved, moves
from leadsorted_sheets.core.lifecycle.noticed import notice
from leadsorted_sheets.core.lifecycle.seen import remembering
from leadsorted_sheets.core.lifecycle.standing import standing

__all__ = ["Moved", "begin", "moves", "notice", "remembering", "standing"]
