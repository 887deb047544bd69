"""What a click on the Lead Sorted tab runs: one entry, which never raises and always leaves Excel as it found it.

    run('dedupe', 'all', '0f3a9c21d4e8', '46348_5012345')

`ribbon/README.md` says what the words are. Everything heavy is imported when it is needed, after xlwings.
"""

from __future__ import annotations


def run(command: str, rows: str, stamp: str, click: str, *answers: str) -> None:
    """Do what the button `command` stands for, on the workbook in front, and say in one box what was done."""
    from leadsorted_sheets.frontends.ribbon.entry import clicked

    clicked(command, rows, stamp, click, answers)
