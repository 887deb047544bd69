"""The buttons of the product: what stands on Excel's tab and on Calc's toolbar, as data.

They are made from OPERATIONS, the CRMs and the verbs on a lead (`made`), and from what is written down for the rest
(`around`). A new operation is on both after that, with its previews and choices: nothing else has to be written. The
tag of a button is a command's name, then "undo" where Ctrl+Z can take it back, then the questions that are asked
first. What a program hands to Python is the name; `command_of` finds what it stands for.
"""

from __future__ import annotations

from leadsorted_sheets.frontends.buttons.made import is_row
from leadsorted_sheets.frontends.buttons.nouns import Choice, Command, Group, Question
from leadsorted_sheets.frontends.buttons.tab import command_of, commands, commands_of, groups

__all__ = ["Choice", "Command", "Group", "Question", "command_of", "commands", "commands_of", "groups", "is_row"]
