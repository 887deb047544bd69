"""Ids that people copied, cleared, garbled and typed themselves, on either side."""

from __future__ import annotations

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Table, row_of
from leadsorted_sheets.core.cell import Formula, shown
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.sync.natural import Lost
from tests.sync.sides import ANN, BOB, CY, a_lead, colleague, in_sync, told, unanswered

DAN = "L-0000000004"


def emails(table: Table) -> dict[str, str]:
    return {key: shown(row.get("Email")) for key, row in table.items()}


SAME = {ANN: "ann@x.de", BOB: "bob@x.de", CY: "cy@x.de"}


def test_a_lead_typed_into_the_sheet_gets_an_id_there_and_comes_here_in_one_round() -> None:
    pair = in_sync()
    pair.sheet.insert("Leads", 0, {"Email": "dan@x.de"})
    done = pair.sync()
    [new] = pair.file.table("Leads").keys() - SAME.keys()
    assert done.rounds == 1
    assert list(done.to_there) == [Edit("Leads", "#2", "Lead ID", None, new, "sync: the row had no id", becomes=new)]
    assert told(done.to_here) == [("Leads", new, "added")]
    assert pair.sheet.table("Leads")[new] == {"Lead ID": new, "Email": "dan@x.de"}
    assert pair.sync().idle


@pytest.mark.parametrize("side", ["sheet", "file"])
@pytest.mark.parametrize("spoilt", ["", "oops", "L-000000000"])
def test_an_id_that_was_cleared_or_garbled_is_given_back(side: str, spoilt: str) -> None:
    pair = in_sync()
    paper = getattr(pair, side)
    paper.type("Leads", ANN, "Lead ID", spoilt)
    pair.sync()
    assert emails(pair.sheet.table("Leads")) == emails(pair.file.table("Leads")) == SAME
    assert pair.sync().idle


def test_an_id_is_given_back_although_the_row_was_edited_too() -> None:
    pair = in_sync()
    pair.sheet.type("Leads", ANN, "Owner", "q")
    pair.sheet.type("Leads", ANN, "Lead ID", "")
    assert told(pair.sync().to_here) == [("Leads", ANN, "Owner")]


@pytest.mark.parametrize("place", [0, 3])
@pytest.mark.parametrize("edited", ["copy", "original"])
@pytest.mark.parametrize("side", ["sheet", "file"])
def test_of_a_row_and_its_copy_the_one_most_like_what_was_agreed_keeps_the_id(
    side: str, edited: str, place: int
) -> None:
    pair = in_sync()
    paper = getattr(pair, side)
    original = paper.row("Leads", ANN)
    copy = dict(original)
    (copy if edited == "copy" else original).update({"Email": "dan@x.de", "Owner": "q"})
    paper.lines["Leads"].insert(place, copy)
    paper.touched()
    pair.sync()
    [new] = pair.file.table("Leads").keys() - SAME.keys()
    assert emails(pair.sheet.table("Leads")) == emails(pair.file.table("Leads")) == SAME | {new: "dan@x.de"}
    assert pair.sync().idle


@pytest.mark.parametrize("landed", [False, True])
@pytest.mark.parametrize("spoilt", ["original", "copy"])
def test_a_copy_whose_sending_was_cut_off_never_takes_the_place_of_its_original(spoilt: str, landed: bool) -> None:
    pair = in_sync()
    pair.file.add("Leads", {**pair.file.row("Leads", ANN), "Job title": "q"})
    if spoilt == "original":
        pair.sheet.type("Leads", ANN, "Lead ID", "")
    with unanswered(pair.sheet, landed=landed):
        pair.sync()
    [copied] = pair.file.table("Leads").keys() - SAME.keys()
    if spoilt == "copy" and landed:
        pair.sheet.type("Leads", copied, "Notes", "typed there")
        pair.sheet.type("Leads", copied, "Lead ID", "")
    pair.sync()
    expected = {key: shown(row.get("Job title")) for key, row in in_sync().file.table("Leads").items()} | {copied: "q"}
    assert {key: shown(row.get("Job title")) for key, row in pair.file.table("Leads").items()} == expected
    assert pair.file.table("Leads") == pair.sheet.table("Leads")
    assert pair.sync().idle


def test_a_copy_is_told() -> None:
    pair = in_sync()
    pair.sheet.add("Leads", pair.sheet.table("Leads")[ANN])
    [finding] = pair.sync().findings
    assert (finding.rule, finding.message) == (
        "sync.repeated-id",
        f"The id {ANN} stood in another row too, perhaps from copying a row. This row is {finding.key} now.",
    )


def test_numbers_that_a_team_gives_its_leads_itself_are_ids_too() -> None:
    pair = in_sync()
    pair.file.add("Leads", a_lead("1001", Email="dan@x.de"))
    pair.sheet.add("Leads", a_lead("1002", Email="eve@x.de"))
    pair.sync()
    assert emails(pair.sheet.table("Leads")) == SAME | {"1001": "dan@x.de", "1002": "eve@x.de"}
    other = colleague(pair)
    assert other.sync().to_there == ()


def test_a_lead_that_another_machine_renamed_takes_the_new_id_here_and_so_does_what_points_to_it() -> None:
    activities = {"A-0000000001": row_of({"Activity ID": "A-0000000001", "Lead ID": ANN, "Summary": "s"})}
    deals = {"D-0000000001": row_of({"Deal ID": "D-0000000001", "Lead ID": ANN, "Deal": "d"})}
    doubts = {
        "R-0000000001": row_of({"Review ID": "R-0000000001", "Tab": "Leads", "Row": BOB, "Others": f"{ANN}; {CY}"})
    }
    pair = in_sync(Activities=activities, Pipeline=deals, Review=doubts)
    pair.file.decisions = {f"apart:{ANN}:{BOB}": {"Kind": "apart", "A": ANN, "B": BOB}}
    pair.sync()
    pair.sheet.type("Leads", ANN, "Lead ID", DAN)
    pair.file.type("Leads", ANN, "Owner", "p")
    done = pair.sync()
    assert done.conflicts == ()
    for paper in (pair.file, pair.sheet):
        assert emails(paper.table("Leads")) == {DAN: "ann@x.de", BOB: "bob@x.de", CY: "cy@x.de"}
        assert paper.cell("Leads", DAN, "Owner") == "p"
        assert paper.cell("Activities", "A-0000000001", "Lead ID") == DAN
        assert paper.cell("Pipeline", "D-0000000001", "Lead ID") == DAN
        assert paper.cell("Review", "R-0000000001", "Others") == f"{DAN}; {CY}"
        assert paper.decisions == {f"apart:{BOB}:{DAN}": {"Kind": "apart", "A": DAN, "B": BOB}}
    assert pair.sync().idle


def test_a_deal_that_was_renamed_is_still_its_leads_deal() -> None:
    deals = {"D-0000000001": row_of({"Deal ID": "D-0000000001", "Lead ID": ANN, "Deal": "d"})}
    pair = in_sync(Pipeline=deals)
    for paper in (pair.file, pair.sheet):
        paper.type("Leads", ANN, "Deal ID", "D-0000000001")
    pair.sync()
    pair.sheet.type("Pipeline", "D-0000000001", "Deal ID", "D-0000000002")
    pair.sync()
    assert pair.sheet.cell("Leads", ANN, "Deal ID") == pair.file.cell("Leads", ANN, "Deal ID") == "D-0000000002"


def test_two_people_who_enter_the_same_lead_make_two_leads() -> None:
    """It is for dedupe to say that they are one, with a person's word."""
    pair = in_sync()
    pair.file.add("Leads", a_lead(DAN, Email="dan@x.de", Owner="ours"))
    pair.sheet.add("Leads", {"Email": "dan@x.de", "Owner": "theirs"})
    pair.sync()
    assert sorted(emails(pair.file.table("Leads")).values()) == [
        "ann@x.de",
        "bob@x.de",
        "cy@x.de",
        "dan@x.de",
        "dan@x.de",
    ]
    assert pair.file.table("Leads") == pair.sheet.table("Leads")


def test_a_formula_for_an_id_keeps_the_row_out() -> None:
    pair = in_sync()
    pair.sheet.add("Leads", {"Lead ID": Formula("=1"), "Email": "dan@x.de"})
    done = pair.sync()
    assert [(finding.rule, finding.key) for finding in done.findings] == [("sync.formula-id", "#5")]
    assert (done.to_here, done.to_there) == ((), ())


@pytest.mark.parametrize(
    ("owner", "says"), [(None, "has nothing under Owner"), ("Cy", "has the same Owner as another row, 'Cy'")]
)
def test_a_row_that_people_name_waits_for_a_name_of_its_own(owner: str | None, says: str) -> None:
    pair = in_sync(Owners={"Cy": row_of({"Owner": "Cy", "Weight": 1})})
    pair.sheet.add("Owners", {"Owner": owner, "Weight": 2})
    done = pair.sync()
    assert [(f.rule, f.message) for f in done.findings] == [
        ("sync.unnamed", f"This row of the Google sheet {says}, so it does not sync. Give it a name of its own there.")
    ]
    assert pair.file.table("Owners") == {"Cy": {"Owner": "Cy", "Weight": 1}}


@pytest.mark.parametrize("side", ["sheet", "file"])
def test_a_deleted_id_column_is_not_taken_for_new_leads(side: str) -> None:
    pair = in_sync()
    getattr(pair, side).delete_column("Leads", "Lead ID")
    before = pair.state()
    with pytest.raises(errors.ColumnGone):
        pair.sync()
    assert pair.state() == before


LOST = {
    "L-1": row_of({"Email": "Ann@X.de ", "Phone": "+44 20 7946 0018", "Last name": "Ng"}),
    "L-2": row_of({"Phone": "+442079460018", "Last name": "Ode"}),
    "L-3": row_of({"First name": "Cy", "Last name": "Poe", "Company": "Acme"}),
}


@pytest.mark.parametrize(
    ("row", "is_"),
    [
        ({"Email": "ann@x.de"}, "L-1"),
        ({"Email": "ann@x.de", "Phone": "+1555010020"}, "L-1"),
        ({"Email": "other@x.de", "Phone": "+442079460018"}, "L-2"),
        ({"Phone": "0044 20 79460018"}, None),
        ({"Phone": "44 20 7946 0018", "Last name": "Ode"}, "L-2"),
        ({"First name": "cy", "Last name": "POE", "Company": "acme"}, "L-3"),
        ({"First name": "Cy", "Last name": "Poe", "Company": "Acme", "Email": "cy@x.de"}, "L-3"),
        ({"Last name": "Poe"}, None),
        ({}, None),
    ],
)
def test_by_what_a_lead_is_known(row: dict[str, str], is_: str | None) -> None:
    assert Lost("Leads", LOST).found(row_of(row)) == is_


def test_a_lost_row_is_found_once() -> None:
    lost = Lost("Leads", LOST)
    assert [lost.found({"Email": "ann@x.de"}), lost.found({"Email": "ann@x.de"})] == ["L-1", None]


@pytest.mark.parametrize(
    ("tab", "row"),
    [
        ("Activities", {"Activity ID": "A-0000000001", "Lead ID": ANN, "Type": "Call", "Summary": "s"}),
        ("Pipeline", {"Deal ID": "D-0000000001", "Lead ID": ANN, "Deal": "d", "Value": 5}),
        ("Review", {"Review ID": "R-0000000001", "Rule": "dedupe.pair", "Tab": "Leads", "Row": ANN, "Others": BOB}),
    ],
)
def test_other_rows_are_known_by_what_they_are_about(tab: str, row: dict[str, str]) -> None:
    [id, *_] = row.values()
    pair = in_sync(**{tab: {id: row_of(row)}})
    pair.sheet.type(tab, id, next(iter(row)), "")
    pair.sync()
    assert pair.sheet.table(tab) == pair.file.table(tab) == {id: row}
