"""Somebody asks to be forgotten: she goes from the workbook, the Google sheet and a colleague's workbook, and stays away.

What is looked at is everything there is: the whole unzipped workbooks, the hidden texts unpacked, the backups, the
users' state folders, and every cell of the sheet.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.state import expand
from leadsorted_sheets.journal import Journal
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.google import login
from leadsorted_sheets.workbook.port import Workbook
from leadsorted_sheets.workbook.resolve import workbook_at
from tests.frontends.running import Run, Shell
from tests.sheets_server import SheetsServer

LEADS = """First name,Last name,Email,Phone,Company,Source,Notes
Theodosia,Quist,theodosia@quist.example,020 7946 0077,Quist Ltd,Referral,Likes tea
Bob,Lee,bob@blau.example,+442079460019,Blau,Website form,
Theodosia,Quist,theodosia@quist.example,+442079460077,Quist,,
Cy,Diaz,cy@cyan.example,+442079460020,Cyan,Walk-in,
T.,Quist,t.quist@other.example,,Quist Ltd,Walk-in,
"""
SHE = re.compile(r"theodosia|likes tea|7946[ )/-]*0077", re.IGNORECASE)
"""Her first name (long: random ids and base-64 text hit a short one by chance), address and number. Another lead of her family and company stays."""


@pytest.fixture
def office(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Ann's workbook with a year of Theodosia in it, synced with a sheet and with Ben's workbook."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "fair.csv").write_text(LEADS)
    with SheetsServer() as server:
        monkeypatch.setenv("LEADSORTED_GOOGLE_URL", server.url)
        server.write_credentials(tmp_path / "robot.json")
        made = Office(shell, server, monkeypatch, tmp_path)
        made.at("Ann")
        made.does("clean", "lists/fair.csv", "--to", "leads.xlsx", "--owners", "Ann, Ben", "--country", "GB")
        made.does(
            "log",
            "leads.xlsx",
            "theodosia@quist.example",
            "--type",
            "Call",
            "--summary",
            "Theodosia Quist wants a quote",
        )
        made.does("qualify", "leads.xlsx", "theodosia@quist.example", "--budget", "9000", "--authority", "Theodosia",
                  "--need", "n", "--timeline", "Q3")  # fmt: skip
        made.does("convert", "leads.xlsx", "theodosia@quist.example", "--value", "9000", "--close", "2030-01-31")
        made.does("add", "leads.xlsx", "Eve Fox", "--email", "eve@fox.example")
        yield made


class Office:
    def __init__(self, shell: Shell, server: SheetsServer, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self.shell, self.server, self.patch, self.folder = shell, server, patch, folder

    def at(self, who: str) -> None:
        self.patch.setenv("LEADSORTED_STATE_DIR", str(self.folder / f"state of {who}"))
        self.patch.setenv("LEADSORTED_ACTOR", who)
        login(service_account=str(self.folder / "robot.json"))

    def does(self, *words: str) -> Run:
        run = self.shell(*words)
        assert run.code == 0, run
        return run

    @property
    def key(self) -> str:
        [key] = self.server.service.files.kept
        return key

    def ben_joins(self) -> None:
        self.does("sync", "leads.xlsx", "gsheet:NEW")
        self.at("Ben")
        self.does("new", "ben.xlsx")
        self.does("sync", "ben.xlsx", f"gsheet:{self.key}")
        self.does(
            "log",
            "ben.xlsx",
            "theodosia@quist.example",
            "--type",
            "Email",
            "--summary",
            "Wrote to theodosia@quist.example",
        )
        self.at("Ann")


def texts_of(address: str, *, all_parts: bool = True) -> Iterator[tuple[str, str]]:
    """Everything a workbook holds, by where it stands: its parts, and its hidden texts unpacked."""
    if all_parts:
        with zipfile.ZipFile(address) as whole:
            for name in whole.namelist():
                yield f"{address} {name}", whole.read(name).decode("utf-8", "replace")
    yield from hidden_of(address, workbook_at(address))


def hidden_of(address: str, workbook: Workbook) -> Iterator[tuple[str, str]]:
    hidden = workbook.read().hidden
    for sheet in (schema.STATE_SHEET, schema.BASE_SHEET):
        yield f"{address} {sheet}", expand(text) if (text := hidden.get(sheet, "")) else ""
    for line in Journal.of(hidden.get(schema.JOURNAL_SHEET, "")).lines:
        head, body = line.split("\t")
        yield f"{address} journal", json.dumps(json.loads(head), ensure_ascii=False) + expand(body)


def texts_beside(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file() and "state of" in str(path):
            yield str(path), path.read_text("utf-8", "replace")


def texts_of_sheet(office: Office) -> Iterator[tuple[str, str]]:
    book = office.server.book(office.key)
    for sheet in book.sheets:
        for row, column, cell in sheet.filled():
            yield f"{sheet.title} {row},{column}", f"{cell.value} {cell.note}"
    yield "metadata", repr(book.metadata)
    yield from hidden_of("sheet", workbook_at(f"gsheet:{office.key}"))


def traces(texts: Iterator[tuple[str, str]]) -> list[str]:
    """Where she still stands, with the words."""
    found = []
    for where, text in texts:
        if hit := SHE.search(text):
            found.append(f"{where}: …{text[max(hit.start() - 60, 0) : hit.end() + 60]}…")
    return found


def test_nothing_of_her_is_left_in_one_workbook(office: Office) -> None:
    assert traces(texts_of("leads.xlsx"))  # the search finds her while she is there
    assert traces(texts_of("leads.bak.xlsx"))
    office.does("forget", "leads.xlsx", "theodosia@quist.example", "--yes")
    assert traces(texts_of("leads.xlsx")) == []
    assert traces(texts_of("leads.bak.xlsx")) == []
    assert traces(texts_beside(office.folder)) == []


def test_her_deal_keeps_its_figures_and_nothing_else(office: Office) -> None:
    [before] = workbook_at("leads.xlsx").read().book["Pipeline"].values()
    office.does("forget", "leads.xlsx", "Theodosia Quist", "--yes")
    [after] = workbook_at("leads.xlsx").read().book["Pipeline"].values()
    kept = ("Deal ID", "Value", "Currency", "Stage", "Probability", "Expected close", "Owner", "Opened", "Stage since")
    assert after == {name: before[name] for name in (*kept, "Next action due") if name in before}


def test_it_shows_first_and_does_nothing_where_nobody_can_be_asked(office: Office) -> None:
    before = Path("leads.xlsx").read_bytes()
    run = office.shell("forget", "leads.xlsx", "theodosia@quist.example")
    assert run.code == 4
    assert "Theodosia Quist (L-" in run.out
    assert "     1  Leads: rows\n" in run.out
    assert "lists" not in run.out.split("Out of reach:")[0]
    assert re.fullmatch(
        r"Forgetting a person cannot be taken back, so nothing was done\. "
        r"To do it: leadsorted forget leads\.xlsx L-\w{10} --yes\n",
        run.err,
    )
    assert Path("leads.xlsx").read_bytes() == before


def test_undo_of_the_rest_is_as_exact_as_before_and_says_who_is_missing(office: Office) -> None:
    before = _visible("leads.xlsx")
    office.does("forget", "leads.xlsx", "theodosia@quist.example", "--yes")
    after = _visible("leads.xlsx")
    session = Session(workbook_at("leads.xlsx"))
    sets = [heading for heading in session.history()[0] if heading.id not in session.history()[1]]
    assert "forget" not in {heading.verb for heading in sets}
    run = office.does("undo", "leads.xlsx")  # Eve, added last
    assert "forgotten" not in run.out
    assert "eve@fox.example" not in _emails("leads.xlsx")
    imported = next(head.id for head in sets if head.verb == "import" and head.forgotten)
    run = office.does("undo", "leads.xlsx", "--change", imported, "--with-later")
    assert "about a person who was forgotten since. They are left out" in run.out
    assert _emails("leads.xlsx") == set()
    assert before["Pipeline"].keys() == after["Pipeline"].keys()
    assert traces(texts_of("leads.xlsx")) == []


def test_a_list_does_not_bring_her_back(office: Office) -> None:
    office.does("forget", "leads.xlsx", "theodosia@quist.example", "--yes")
    again = "First name,Last name,Email,Phone,Company\n{}\n"
    for n, row in enumerate(
        (
            "Theodosia,Quist,,,QUIST LIMITED",
            ",,Theodosia@Quist.example,,",
            "Theodosia,Quist,,+44 20 7946 0077,",
            ",,,020 7946 0077,Somebody",
        )
    ):
        Path(f"lists/{n}.csv").write_text(again.format(row) + f"New,Person{n},new{n}@x.example,,X{n}\n")
        run = office.does("import", "leads.xlsx", f"lists/{n}.csv", "--apply")
        assert f"{n}.csv, line 2: This person was forgotten on 20" in run.out, run.out
    assert {f"new{n}@x.example" for n in range(4)} < _emails("leads.xlsx")
    assert traces(texts_of("leads.xlsx")) == []
    run = office.does("clean", "lists/fair.csv", "--to", "new.xlsx", "--settings", "leads.xlsx")
    assert "fair.csv, line 2: This person was forgotten on 20" in run.out
    assert traces(texts_of("new.xlsx")) == []


def test_somebody_else_at_her_company_or_of_her_name_comes_in(office: Office) -> None:
    office.does("forget", "leads.xlsx", "theodosia@quist.example", "--yes")
    Path("lists/more.csv").write_text(
        "First name,Last name,Email,Company,Phone\nUma,Quist,uma@quist.example,Quist Ltd,020 7946 0077\nTheodosia,Quist,tq@else.example,Else plc,\n"
    )
    office.does("import", "leads.xlsx", "lists/more.csv", "--apply")
    assert {"uma@quist.example", "tq@else.example"} < _emails("leads.xlsx")


def test_she_goes_from_the_sheet_and_the_colleagues_workbook_too(office: Office) -> None:
    office.ben_joins()
    assert traces(texts_of("ben.xlsx"))
    assert traces(texts_of_sheet(office))
    office.does("forget", "leads.xlsx", "theodosia@quist.example", "--yes")
    office.does("sync", "leads.xlsx")
    assert traces(texts_of("leads.xlsx")) == []
    assert traces(texts_of_sheet(office)) == []
    office.at("Ben")  # whose own note on her was never sent
    office.does("sync", "ben.xlsx")
    assert traces(texts_of("ben.xlsx")) == []
    assert traces(texts_of("ben.bak.xlsx")) == []
    assert traces(texts_of_sheet(office)) == []
    assert traces(texts_beside(office.folder)) == []
    office.does("undo", "ben.xlsx")
    office.does("sync", "ben.xlsx")
    office.at("Ann")
    office.does("sync", "leads.xlsx")
    assert traces(texts_of("leads.xlsx")) == []
    assert traces(texts_of("ben.xlsx")) == []
    assert traces(texts_of_sheet(office)) == []
    assert office.does("sync", "leads.xlsx").out.strip() == "Nothing has changed on either side."


def test_she_can_be_forgotten_in_the_sheet_itself(office: Office) -> None:
    office.ben_joins()
    office.does("forget", f"gsheet:{office.key}", "theodosia@quist.example", "--yes")
    assert traces(texts_of_sheet(office)) == []
    office.does("sync", "leads.xlsx")
    assert traces(texts_of("leads.xlsx")) == []
    assert traces(texts_of("leads.bak.xlsx")) == []
    assert traces(texts_of_sheet(office)) == []


def _visible(address: str) -> dict[str, object]:
    return {tab: table for tab, table in workbook_at(address).read().book.items() if tab != "History"}  # type: ignore[return-value]


def _emails(address: str) -> set[object]:
    return {row.get("Email") for row in workbook_at(address).read().book["Leads"].values()} - {None}
