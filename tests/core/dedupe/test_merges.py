"""Which rows become one, and why: shortly for an edit, in full for a person to read."""

from __future__ import annotations

import dataclasses
import math

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe.listed import listed
from leadsorted_sheets.core.dedupe.merges import merges
from leadsorted_sheets.core.state import DECISIONS
from tests.core.dedupe.lists import book_of

Row = dict[str, Cell]
ANA: Row = {"First name": "Ana", "Last name": "Delgado", "Email": "ana@acme.com"}
BEN: Row = {"First name": "Ben", "Last name": "Osei", "Phone": "+447700900123"}
LEEDS: Row = {"City": "Leeds", "Region": "Yorkshire"}
DECIDED = "you decided that they are one person"

MERGES: list[tuple[str, list[Row], list[str], list[tuple[str, str, str, str]]]] = [
    # the leads, what was decided, and of each row that goes: the one that stays, the reason of the merge, and its own
    ("nobody", [ANA, BEN], [], []),
    ("equal but for what we write", [{**ANA, "Score": 3, **LEEDS}, {**ANA, **LEEDS}], [], [("L-2", "L-1", "equal in every cell", "Equal in every cell that people type.")]),
    ("equal, and decided too", [{**ANA, "Score": 3}, ANA], ["same:L-1:L-2"], [("L-2", "L-1", "equal in every cell", "Equal in every cell that people type.")]),
    ("decided", [{**ANA, **LEEDS}, BEN], ["same:L-1:L-2"], [("L-2", "L-1", DECIDED, "You decided that they are one person.")]),
    ("decided, and likely by themselves", [{"First name": "Ana", "Last name": "Delgado", "Company": "Acme", **LEEDS}, {"First name": "Ana", "Last name": "Delgado", "Company": "Acme Ltd"}], ["same:L-1:L-2"], [("L-2", "L-1", DECIDED, "You decided that they are one person.")]),
    ("one by its e-mail, one as it was decided", [{**ANA, **LEEDS}, ANA, BEN], ["same:L-1:L-3"], [("L-3", "L-1", DECIDED, "You decided that they are one person."), ("L-2", "L-1", DECIDED, "Same e-mail ana@acme.com; same surname (2 of 63 here); same first name (2 of 63 here).")]),
    ("two people in the order of their rows", [{**BEN, **LEEDS}, BEN, {**ANA, **LEEDS}, ANA], [], [("L-2", "L-1", "same name and phone", "Same phone; same surname (2 of 64 here); same first name (2 of 64 here)."), ("L-4", "L-3", "same name and e-mail", "Same e-mail ana@acme.com; same surname (2 of 64 here); same first name (2 of 64 here).")]),
]  # fmt: skip


def told(book: Book) -> list[tuple[str, str, str, str]]:
    found = listed(book)
    return [
        (gone.lead.key, merge.kept.key, merge.because, gone.why)
        for merge in merges(found, found.people("certain"))
        for gone in merge.gone
    ]


@pytest.mark.parametrize(("rows", "decided", "expected"), [row[1:] for row in MERGES], ids=[row[0] for row in MERGES])
def test_each_row_that_goes_says_why(
    rows: list[Row], decided: list[str], expected: list[tuple[str, str, str, str]]
) -> None:
    assert told(book_of(*rows, **{DECISIONS: {key: {} for key in decided}})) == expected


def test_who_is_certain_by_the_evidence_is_told_by_it_though_somebody_decided() -> None:
    """From the very confidence on at which merging begins; a hair below it the decision is the reason."""
    found = listed(book_of({**ANA, **LEEDS}, ANA, **{DECISIONS: {"same:L-1:L-2": {}}}))
    sure = float(found.examined.confidence.max())
    reasons = []
    for line in (sure, math.nextafter(sure, 1)):
        moved = dataclasses.replace(found, limits=dataclasses.replace(found.limits, certain=line))
        ((gone,),) = (merge.gone for merge in merges(moved, found.people("certain")))
        reasons.append((gone.because, gone.confidence))
    assert reasons == [("same name and e-mail", round(sure, 3)), (DECIDED, 1.0)]
