"""No e-mail address and no phone is lost: what stands in front and what goes beside it."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.dedupe.claims import Lead
from leadsorted_sheets.core.dedupe.other_contacts import Kept, emails, phones
from leadsorted_sheets.core.settings import Survivor

Row = dict[str, Cell]
ONE, TWO, THREE = "+442079460018", "+442079460019", "+442079460022"


def mail(cell: Cell = None, others: Cell = None, **more: Cell) -> Row:
    return {"Email": cell, "Other emails": others, **more}


MAIL: list[tuple[str, str, list[Row], Kept]] = [
    # the rule, the rows, and what stands in the two cells
    ("nothing", "most complete", [mail(), mail()], Kept(None, None)),
    ("only the row that stays has one", "most complete", [mail("a@x.de", "b@x.de"), mail()], Kept("a@x.de", "b@x.de")),
    ("the same cell as typed", "longest", [mail("A@x.de "), mail("A@x.de ")], Kept("A@x.de ", None)),
    ("filled", "most complete", [mail(), mail("a@x.de")], Kept("a@x.de", None)),
    ("filled from the others' cell", "most complete", [mail(), mail(None, "a@x.de; b@x.de")], Kept("a@x.de", "b@x.de")),
    ("the other beside it", "most complete", [mail("a@x.de"), mail("b@x.de")], Kept("a@x.de", "b@x.de")),
    ("each once, in the order of the rows", "most complete", [mail("a@x.de", "c@x.de"), mail("b@x.de", "C@x.de; d@x.de"), mail("D@x.de")], Kept("a@x.de", "c@x.de; b@x.de; d@x.de")),
    ("one's own before a role's", "most complete", [mail("info@x.de"), mail("a@x.de")], Kept("a@x.de", "info@x.de")),
    ("one's own beside before a role's in front", "most complete", [mail("info@x.de", "a@x.de"), mail("sales@x.de")], Kept("a@x.de", "info@x.de; sales@x.de")),
    ("of two beside the row that stays", "most complete", [mail("info@x.de", "a@x.de"), mail(None, "b@x.de")], Kept("a@x.de", "info@x.de; b@x.de")),
    ("what can be read before what cannot", "most complete", [mail("ana at x"), mail("a@x.de")], Kept("a@x.de", None)),
    ("unreadable with an at sign is kept", "most complete", [mail("a@x.de"), mail("ana@@x")], Kept("a@x.de", "ana@@x")),
    ("unreadable beside is kept whatever it is", "most complete", [mail("a@x.de"), mail("b@x.de", "ask Ben")], Kept("a@x.de", "b@x.de; ask Ben")),
    ("two in one cell stay there", "longest", [mail("a@x.de, b@x.de"), mail("B@x.de")], Kept("a@x.de, b@x.de", None)),
    ("two in one cell and a third", "most complete", [mail("a@x.de; b@x.de"), mail("c@x.de")], Kept("a@x.de; b@x.de", "c@x.de")),
    ("the most common", "most common", [mail("a@x.de"), mail("b@x.de"), mail("B@x.de")], Kept("b@x.de", "a@x.de")),
    ("common: twice in one row is once", "most common", [mail("a@x.de"), mail("b@x.de", "B@x.de"), mail("c@x.de")], Kept("a@x.de", "b@x.de; c@x.de")),
    ("common: in front before beside", "most common", [mail("a@x.de", "b@x.de"), mail("c@x.de", "b@x.de"), mail("c@x.de")], Kept("c@x.de", "a@x.de; b@x.de")),
    ("common: of equals the row that stays", "most common", [mail("a@x.de"), mail("b@x.de")], Kept("a@x.de", "b@x.de")),
    ("common: beside counts too", "most common", [mail("a@x.de"), mail("b@x.de"), mail("c@x.de", "b@x.de")], Kept("b@x.de", "a@x.de; c@x.de")),
    ("by the rule", "longest", [mail("a@x.de"), mail("long.b@x.de")], Kept("long.b@x.de", "a@x.de")),
    ("a formula stays, the others go beside", "most complete", [mail(Formula("=A1")), mail("a@x.de")], Kept(None, "a@x.de")),
    ("a formula of a row that goes says nothing", "most complete", [mail("a@x.de"), mail(Formula("=A1"), "b@x.de")], Kept("a@x.de", "b@x.de")),
    ("lines, bars and words between addresses", "most complete", [mail(), mail("a@x.de\nb@x.de|c@x.de / d@x.de or e@x.de;; f@x.de")], Kept("a@x.de", "b@x.de; c@x.de; d@x.de; e@x.de; f@x.de")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "kept"), [row[1:] for row in MAIL], ids=[row[0] for row in MAIL])
def test_the_address_in_front_and_the_others(rule: str, rows: list[Row], kept: Kept) -> None:
    leads = [Lead(f"L-{n}", row) for n, row in enumerate(rows, 1)]
    assert emails(leads, Survivor("Email", rule)) == kept


def phone(cell: Cell = None, others: Cell = None, **more: Cell) -> Row:
    return {"Phone": cell, "Other phones": others, **more}


PHONE: list[tuple[str, str, list[Row], Kept]] = [
    ("one number in two spellings", "most complete", [phone(ONE), phone("020 7946 0018")], Kept(ONE, None)),
    ("the other beside it", "most complete", [phone(ONE), phone(TWO, THREE)], Kept(ONE, f"{TWO}; {THREE}")),
    ("filled", "most complete", [phone(), phone(TWO)], Kept(TWO, None)),
    ("by the row's own country, else the team's", "most complete", [phone("+4930901820"), phone("030 901820", Country="Germany")], Kept("+4930901820", None)),
    ("five digits nobody can read are kept", "most complete", [phone(ONE), phone("12345")], Kept(ONE, "12345")),
    ("four are not", "most complete", [phone(ONE), phone("1234")], Kept(ONE, None)),
    ("nor is a dash", "most complete", [phone(ONE), phone("-")], Kept(ONE, None)),
    ("nothing readable anywhere: as it was", "most complete", [phone("ask Ben"), phone("123456")], Kept("ask Ben", "123456")),
    ("a comma between numbers", "most complete", [phone(), phone(f"{ONE}, {TWO}")], Kept(ONE, TWO)),
    ("nothing readable, and nothing in front", "most complete", [phone(), phone("123456")], Kept(None, "123456")),
    ("what cannot be read is not said twice", "most complete", [phone("12345"), phone("123456", "12345")], Kept("12345", "123456")),
    ("each word beside once", "most complete", [phone(ONE), phone(None, "ask Ben; ask Bo; ASK BEN")], Kept(ONE, "ask Ben; ask Bo")),
    ("each number beside once", "most complete", [phone(ONE), phone(TWO, "020 7946 0019")], Kept(ONE, TWO)),
    ("the newest", "newest", [phone(ONE, Created="2024-01-01"), phone(TWO, Created="2025-01-01")], Kept(TWO, ONE)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "kept"), [row[1:] for row in PHONE], ids=[row[0] for row in PHONE])
def test_the_number_in_front_and_the_others(rule: str, rows: list[Row], kept: Kept) -> None:
    leads = [Lead(f"L-{n}", row) for n, row in enumerate(rows, 1)]
    assert phones(leads, Survivor("Phone", rule), "GB") == kept
