"""Lists into a book that is in use: shown first, written in one step, taken back exactly; and what comes by itself."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, row_of, same_book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.state import INBOX, MAPPINGS
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.importing import Brought, Inbox, Wishes, bring_in
from leadsorted_sheets.session.inbox import Watched, watch
from leadsorted_sheets.session.new import new
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.context import NOON

ANA: dict[str, Cell] = {
    "Lead ID": "L-0000000001",
    "First name": "Ana",
    "Last name": "Ng",
    "Company": "Acme",
    "Email": "ana@acme.example",
    "Status": "New",
}


def a_workbook(*leads: dict[str, Cell]) -> MemoryWorkbook:
    book: Book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    return MemoryWorkbook({**book, "Leads": {str(row["Lead ID"]): row_of(row) for row in leads or (ANA,)}})


def bring(workbook: MemoryWorkbook, *inputs: Path, apply: bool = True, minutes: int = 0, **wishes: object) -> Brought:
    clock = NOON + dt.timedelta(minutes=minutes)
    asked = Wishes(**wishes)  # type: ignore[arg-type]
    return bring_in(
        "memory", [str(each) for each in inputs], asked, apply=apply, clock=lambda: clock, workbook=workbook
    )


def visible(workbook: MemoryWorkbook) -> Book:
    return {tab: rows for tab, rows in workbook.read().book.items() if tab != "History"}


def leads(workbook: MemoryWorkbook) -> list[tuple[object, object, object]]:
    rows = workbook.read().book["Leads"].values()
    return [(row.get("First name"), row.get("Last name"), row.get("Phone")) for row in rows]


@pytest.fixture
def fair(tmp_path: Path) -> Path:
    path = tmp_path / "fair.csv"
    path.write_text(
        "Name,Firm,Mail,Tel,Shoe size\nAna Ng,Acme,ana@acme.example,020 7946 0018,43\nBO LI,Beta,Bo@Beta.example,+49 30 1234567,\n,,n/a,,\n"
    )
    return path


def test_showing_writes_nothing_and_no_file(fair: Path) -> None:
    workbook = a_workbook()
    before = workbook.read()
    brought = bring(workbook, fair, apply=False, on_duplicate="update")
    assert workbook.read() == before
    assert list(fair.parent.iterdir()) == [fair]
    assert (brought.rejected, brought.rejects) == (1, "")
    assert brought.result.figures[0].rows == (("New leads", 1), ("More about leads that are here", 1))


def test_rows_that_cannot_be_used_come_back_though_nothing_else_came_in(fair: Path) -> None:
    """And beside the book, also where the book is open and no file of that name is there."""
    (beside := fair.parent / "Documents").mkdir()
    fair.write_text("Name,Mail\nAna Ng,ana@acme.example\n,n/a\n")
    brought = bring_in(str(beside / "my leads.xlsx"), [str(fair)], apply=True, workbook=a_workbook())
    assert (brought.result.applied, brought.rejects) == (False, str(beside / "my leads.rejected.csv"))
    assert [path.name for path in beside.iterdir()] == ["my leads.rejected.csv"]
    assert "fair.csv,3," in (beside / "my leads.rejected.csv").read_text("utf-8-sig")


def test_rows_come_in_normalised_and_a_known_lead_gains_what_is_new(
    fair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fair.parent)
    workbook = a_workbook()
    brought = bring(workbook, fair, on_duplicate="update", source="Trade show / event")
    rows = list(workbook.read().book["Leads"].values())
    assert {name: rows[0].get(name) for name in ("Lead ID", "Phone", "Shoe size", "Source")} == {
        "Lead ID": "L-0000000001", "Phone": "020 7946 0018", "Shoe size": "43", "Source": "Trade show / event",
    }  # fmt: skip
    assert {name: rows[1].get(name) for name in ("First name", "Last name", "Email", "Phone", "Status")} == {
        "First name": "Bo", "Last name": "Li", "Email": "bo@beta.example", "Phone": "+49301234567", "Status": "New",
    }  # fmt: skip
    with Path(brought.rejects).open(encoding="utf-8-sig") as file:
        assert [(row["File"], row["Line"], row["Mail"]) for row in csv.DictReader(file)] == [("fair.csv", "4", "n/a")]


def test_a_doubtful_value_is_told_with_its_list_its_line_and_its_header(fair: Path) -> None:
    """The phone without a country came in with a lead that is here: it is that lead's doubt now."""
    brought = bring(a_workbook(), fair, on_duplicate="update", apply=False)
    (doubt,) = [each for each in brought.result.findings if each.rule == "normalise.phone"]
    assert doubt.key == "L-0000000001"
    assert doubt.message.startswith('fair.csv, line 2, "Tel": ')


def test_one_undo_takes_all_of_it_back(fair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fair.parent)
    workbook = a_workbook()
    before = visible(workbook)
    bring(workbook, fair, on_duplicate="update", source="A new fair")
    assert "A new fair" in workbook.read().book["Sources"]
    session = Session(workbook, clock=lambda: NOON + dt.timedelta(minutes=1))
    session.undo()
    assert same_book(visible(workbook), before)
    assert MAPPINGS not in session.read()[1]


def test_how_headers_were_mapped_is_remembered(fair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fair.parent)
    workbook = a_workbook()
    bring(workbook, fair, maps={"Shoe size": "Tags"})
    again = bring(workbook, fair, apply=False)
    assert [(one.field, one.how) for one in again.lists[0].mapping][-1] == ("Tags", "saved")


def test_the_same_list_again_changes_nothing(fair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fair.parent)
    workbook = a_workbook()
    bring(workbook, fair, on_duplicate="update")
    before = workbook.read()
    again = bring(workbook, fair, on_duplicate="update", minutes=5)
    assert workbook.read() == before
    assert not again.result.changes


def test_two_lists_with_one_header_come_in_together(
    fair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "other.csv"
    other.write_text(
        "Name,Firm,Mail,Tel,Shoe size\nBo Li,Beta,bo@beta.example,,44\nCem Oz,Gamma,cem@gamma.example,,41\n"
    )
    workbook = a_workbook()
    brought = bring(workbook, fair, other)
    assert brought.result.clashes == ()
    assert [row.get("Last name") for row in workbook.read().book["Leads"].values()] == ["Ng", "Ng", "Li", "Oz"]


def test_activities_find_the_leads_that_come_in_beside_them(
    fair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    events = tmp_path / "events.csv"
    events.write_text(
        "Email,Event,Date\nBO@beta.example,Demo request,2026-03-01 09:30\nwho@x.example,reply,2026-03-01\n"
    )
    workbook = a_workbook()
    brought = bring(workbook, fair, events)
    (activity,) = workbook.read().book["Activities"].values()
    bo = next(key for key, row in workbook.read().book["Leads"].items() if row.get("First name") == "Bo")
    assert {name: activity[name] for name in ("Lead ID", "Type", "Outcome", "When")} == {
        "Lead ID": bo, "Type": "Demo", "Outcome": "Requested", "When": dt.datetime(2026, 3, 1, 9, 30),
    }  # fmt: skip
    assert [row.reason for row in brought.lists[1].rejected] == ["is about who@x.example, whom no lead answers to"]


# what is wrong with the call, and the class of the refusal
WRONG = (
    ("leads.csv", ["a.csv"], {}, errors.WrongUsage),
    ("leads.xlsx", ["leads.xlsx"], {}, errors.WrongUsage),
    ("leads.xlsx", ["missing.csv"], {}, errors.NotFound),
    ("leads.xlsx", ["a.csv"], {"overwrite": ("Shoe colour",)}, errors.WrongUsage),
    ("leads.xlsx", ["a.csv"], {"maps": {"x": "Shoe colour", "Email": "Nonsense"}}, errors.WrongUsage),
    ("leads.xlsx", ["a.csv", "picture.csv"], {}, errors.NotATable),
    ("leads.xlsx", ["a.csv", "numbers.csv"], {}, errors.NoLeadColumns),
    ("plain.xlsx", ["a.csv"], {}, errors.NotOurBook),
)


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: tuple[str, list[str], dict[str, object], type[Exception]]
) -> None:
    book, inputs, wishes, refusal = wrong
    monkeypatch.chdir(tmp_path)
    new("leads.xlsx")
    (tmp_path / "a.csv").write_text("Email\na@x.org\n")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (tmp_path / "numbers.csv").write_text("x,y\n1,2\n3,4\n")
    import openpyxl

    openpyxl.Workbook().save("plain.xlsx")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(refusal):
        bring_in(book, inputs, Wishes(**wishes), apply=True)  # type: ignore[arg-type]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_each_file_of_a_folder_comes_in_once_by_its_content(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.csv").write_text("Name,Email\nBo Li,bo@beta.example\n")
    (inbox / "copy of a.csv").write_text("Name,Email\nBo Li,bo@beta.example\n")
    (inbox / ".hidden.csv").write_text("not for us")
    (inbox / "~$a.xlsx").write_text("a lock")
    (inbox / "leads.rejected.csv").write_text("File,Line,Reason\n")
    (inbox / "readme.md").write_text("not a list")
    workbook = a_workbook()
    brought = bring(workbook, inbox)
    assert ([each.name for each in brought.lists], brought.before) == (["a.csv"], (str(inbox / "copy of a.csv"),))
    (inbox / "b.csv").write_text("Name,Email\nCem Oz,cem@gamma.example\n")
    again = bring(workbook, inbox, minutes=1)
    assert [each.name for each in again.lists] == ["b.csv"]
    assert [last for _, last, _ in leads(workbook)] == ["Ng", "Li", "Oz"]
    remembered = Session(workbook).read()[1][INBOX]
    assert sorted(str(row["File"]) for row in remembered.values()) == ["a.csv", "b.csv"]


def test_a_file_that_is_named_comes_in_again_after_it_was_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name,Email\nBo Li,bo@beta.example\n")
    workbook = a_workbook()
    bring(workbook, path)
    Session(workbook, clock=lambda: NOON + dt.timedelta(minutes=1)).undo()
    bring(workbook, path, minutes=2)
    assert [last for _, last, _ in leads(workbook)] == ["Ng", "Li"]


def test_a_watched_file_is_taken_once_it_is_no_longer_being_written(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name,Em")
    watched = Watched((tmp_path,))
    assert watched.settled() == []
    path.write_text("Name,Email\nBo Li,bo@beta.example\n")
    assert watched.settled() == []
    assert watched.settled() == [path]
    watched.done(path)
    assert watched.settled() == []
    path.write_text("Name,Email\nCem Oz,cem@gamma.example\nx,y\n")
    assert [watched.settled(), watched.settled()] == [[], [path]]


def test_a_watch_brings_in_what_comes_and_tells_what_it_cannot_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    new("leads.xlsx", country="GB")
    inbox_folder = tmp_path / "inbox"
    inbox_folder.mkdir()
    (inbox_folder / "bad.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    inbox = Inbox("leads.xlsx", Wishes(), clock=lambda: NOON)
    came: list[str] = []
    told: list[str] = []
    turns = iter(range(6))

    def take(source: str) -> None:
        if inbox.take(source) is not None:
            came.append(Path(source).name)

    def refused(source: str, why: Exception) -> None:
        if inbox.is_news(source, why):
            told.append(f"{Path(source).name}: {type(why).__name__}")

    def pause() -> bool:
        turn = next(turns)
        if turn == 0:
            (inbox_folder / "a.csv").write_text("Name,Email\nBo Li,bo@beta.example\n")
        if turn == 3:
            Session(XlsxWorkbook("leads.xlsx"), clock=lambda: NOON + dt.timedelta(minutes=1)).undo()
            (inbox_folder / "renamed.csv").write_text("Name,Email\nBo Li,bo@beta.example\n")
        return turn < 5

    watch([str(inbox_folder)], take, pause=pause, refused=refused)
    assert (came, told) == (["a.csv"], ["bad.csv: NotATable"])
    assert XlsxWorkbook("leads.xlsx").read().book["Leads"] == {}


def test_a_watch_takes_folders_only(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Email\na@x.org\n")
    with pytest.raises(errors.WrongUsage, match="is not a folder"):
        watch([str(tmp_path / "a.csv")], lambda _: None, pause=lambda: False, refused=lambda *_: None)


def test_a_watch_without_a_book_ends_at_once(tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound):
        Inbox(str(tmp_path / "leads.xlsx"), Wishes())


def test_a_folder_that_is_away_for_a_while_is_waited_for(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    watched = Watched((inbox,))
    assert watched.settled() == []
    inbox.mkdir()
    (inbox / "a.csv").write_text("Email\na@x.org\n")
    assert [watched.settled(), watched.settled()] == [[], [inbox / "a.csv"]]


def test_a_file_larger_than_any_list_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(600_000_000)
    with pytest.raises(errors.TooLarge, match="more than any list of leads"):
        bring(a_workbook(), tmp_path / "huge.csv")
