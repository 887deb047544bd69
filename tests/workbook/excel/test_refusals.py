"""What stops a write to the open workbook, word for word: what happened, where, and what to do next."""

from __future__ import annotations

import pytest

from leadsorted_sheets import errors

SAYS: tuple[tuple[errors.LeadSortedError, int, str], ...] = (
    (
        errors.NotOpen("excel:c.xlsx", ("a.xlsx", "b.xlsx")), 3,
        ("excel:c.xlsx names no workbook that is open in Excel. Open now: a.xlsx, b.xlsx. "
        "Open it and run the command again."),
    ),
    (
        errors.NotOpen("excel:", ()), 3,
        "excel: names no workbook that is open in Excel. No workbook is open. Open it and run the command again.",
    ),
    (
        errors.BeingEdited("leads.xlsx"), 4,
        ("leads.xlsx: a cell is being edited, or a box is open. Nothing was written. "
        "Press Enter or Esc in Excel and run the command again."),
    ),
    (
        errors.OpenTwice("excel:leads.xlsx"), 4,
        ("excel:leads.xlsx: two Excel programs have a workbook of this name open. Nothing was written. "
        "Close one of them and run the command again."),
    ),
    (
        errors.OddFilter("leads.xlsx", "the table Leads on the sheet 'Leads' is filtered in a way"), 4,
        ("leads.xlsx: the table Leads on the sheet 'Leads' is filtered in a way that we could not put back. "
        "Nothing was written. Clear it (Data > Clear) and run the command again."),
    ),
    (
        errors.OnlyClosed("leads.xlsx"), 4,
        ("leads.xlsx: tabs are added to a closed file, where everything else in it stays as it is. Nothing was written. "
        "Save and close it, then run: leadsorted adopt, with the file's name"),
    ),
    (
        errors.ExcelRefused("leads.xlsx", "The command cannot be used on multiple selections"), 4,
        ("leads.xlsx: Excel refused (The command cannot be used on multiple selections). Nothing was written. "
        "Run the command again."),
    ),
    (
        errors.StoppedHalfWay("leads.xlsx", "the RPC server is unavailable", recorded=True), 5,
        ("leads.xlsx: Excel stopped in the middle of writing (the RPC server is unavailable). What was still to be "
        "written is kept in it: the next command that writes does that first. "
        "If Excel itself is gone, open the file again: it is as it was last saved."),
    ),
    (
        errors.StoppedHalfWay("leads.xlsx", "the RPC server is unavailable", recorded=False), 5,
        ("leads.xlsx: Excel stopped in the middle of writing (the RPC server is unavailable). A part of the changes may "
        "be in it already: look before you save. "
        "If Excel itself is gone, open the file again: it is as it was last saved."),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("refusal", "code", "says"), SAYS, ids=[type(each).__name__ for each, _code, _says in SAYS])
def test_a_refusal_says_what_happened_where_and_what_to_do(
    refusal: errors.LeadSortedError, code: int, says: str
) -> None:
    assert (str(refusal), refusal.exit_code) == (says, code)
