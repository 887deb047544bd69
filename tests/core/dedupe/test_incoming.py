"""Incoming rows against the book and each other: which match is the best, and whom a decision is about."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe import Match
from leadsorted_sheets.core.dedupe.remembered import Remembered, written
from tests.core.dedupe.lists import strangers

Row = dict[str, Cell]
Rows = dict[str, Row]
NAME: Row = {"First name": "Zelda", "Last name": "Quartermain"}
ZELDA: Row = {**NAME, "Email": "zq@web.de"}
PHONE: Row = {"Phone": "+447700900123"}
BO: Row = {"First name": "Bo", "Last name": "Li", "Email": "bo@li.example"}

BEST: list[tuple[str, Rows, Rows, list[tuple[str, str, bool, str]]]] = [
    # what comes in, what is in the book beside sixty strangers, and the best match of each
    ("the book before a surer earlier row", {"#2": {**ZELDA, **PHONE}, "#3": {**ZELDA, **PHONE, "City": "York"}}, {"L-1": ZELDA}, [("#2", "L-1", True, "certain"), ("#3", "L-1", True, "certain")]),
    ("the surer of two in the book", {"#2": {**ZELDA, **PHONE}}, {"L-1": ZELDA, "L-2": {**ZELDA, **PHONE, "City": "York"}}, [("#2", "L-2", True, "certain")]),
    ("a certain earlier row before a likely one of the book", {"#2": {**ZELDA, "Company": "Zinc"}, "#3": {**ZELDA, "Company": "Zinc", "City": "York"}}, {"L-1": {**NAME, "Company": "Zinc Ltd"}}, [("#2", "L-1", True, "likely"), ("#3", "#2", False, "certain")]),
]  # fmt: skip


@pytest.mark.parametrize(("incoming", "known", "expected"), [row[1:] for row in BEST], ids=[row[0] for row in BEST])
def test_the_best_of_several_matches_is_told(
    incoming: Rows, known: Rows, expected: list[tuple[str, str, bool, str]]
) -> None:
    found = dedupe.matches(incoming, {**strangers(), **known})
    assert [(match.key, match.other, match.in_book, match.tier) for match in found] == expected


def test_one_row_against_a_book_of_one() -> None:
    why = "Same e-mail zq@web.de; same surname (2 of 2 here); same first name (2 of 2 here)."
    assert dedupe.matches({"#2": ZELDA}, {"L-1": ZELDA}) == (Match("#2", "L-1", True, "certain", 0.985, why),)
    assert dedupe.matches({"#2": ZELDA}, {}) == ()


@pytest.mark.parametrize(("country", "tier"), [("DE", "certain"), ("GB", "possible")])
def test_a_phone_without_a_code_is_of_the_country_given(country: str, tier: str) -> None:
    known = {**strangers(), "L-1": {**NAME, "Phone": "+49 30 901820"}}
    (match,) = dedupe.matches({"#2": {**NAME, "Phone": "030 901820"}}, known, country=country)
    assert match.tier == tier


def test_who_waits_is_told_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    dedupe.matches({"#2": ZELDA}, {"L-1": ZELDA}, progress=lambda *step: told.append(step))
    assert told == [("Looking for duplicates", done, 5) for done in (1, 2, 3, 4)]


def test_who_was_said_to_be_the_same_and_to_be_two_is_kept_apart() -> None:
    facts: Row = {"A": "L-1", "B": "L-9", "Known A": written(ZELDA, "GB"), "Known B": written(BO, "GB")}
    both = Remembered({f"{kind}:L-1:L-9": facts for kind in ("same", "apart")}, "GB")
    assert dedupe.matches({"#2": BO}, {**strangers(), "L-1": ZELDA}, remembered=both) == ()


def decided(kind: str, a: tuple[str, Row], b: tuple[str, Row]) -> Remembered:
    """A decision about two leads that were in the book when it was made, under these ids."""
    facts: Row = {"A": a[0], "B": b[0], "Known A": written(a[1], "GB"), "Known B": written(b[1], "GB")}
    return Remembered({f"{kind}:{a[0]}:{b[0]}": facts}, "GB")


FOR = "You decided that they are one person."
DECIDED: list[tuple[str, Remembered, Rows, list[Match]]] = [
    # what was decided, what comes in, and the matches with the book, in which L-1 is Zelda and L-Z is Ann
    ("one of the book, whatever it says by now", decided("same", ("L-1", {"City": "York"}), ("L-9", BO)), {"#2": BO}, [Match("#2", "L-1", True, "certain", 1.0, FOR, decided=True)]),
    ("an id of what comes in is none of the book", decided("same", ("L-1", ZELDA), ("L-9", {})), {"L-9": BO}, []),
    ("two that come in", decided("same", ("L-8", {**BO, "Email": "x@li.example"}), ("L-9", BO)), {"#2": {**BO, "Email": "x@li.example"}, "#3": BO}, [Match("#3", "#2", False, "certain", 1.0, FOR, decided=True)]),
    ("kept apart from the last of the book", decided("apart", ("L-Z", {"First name": "Ann", "Last name": "Kemp", "Email": "ak@web.de"}), ("L-9", {"First name": "Ann", "Last name": "Kemp", "Email": "ak@web.de", **PHONE})), {"#2": {"First name": "Ann", "Last name": "Kemp", "Email": "ak@web.de", **PHONE}}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("remembered", "incoming", "expected"), [row[1:] for row in DECIDED], ids=[row[0] for row in DECIDED]
)
def test_a_decision_is_about_leads_not_about_ids_of_what_comes_in(
    remembered: Remembered, incoming: Rows, expected: list[Match]
) -> None:
    known = {**strangers(), "L-1": ZELDA, "L-Z": {"First name": "Ann", "Last name": "Kemp", "Email": "ak@web.de"}}
    assert list(dedupe.matches(incoming, known, remembered=remembered)) == expected
