"""A team's year in a few minutes: a workbook, a Google sheet, a colleague in it, a second workbook, a conflict.

Everything is done by the command line, as the users do it, and every word that they read is held here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.session.google import login
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.frontends.running import Run, Shell
from tests.sheets_server import SheetsServer
from tests.sync.campaign.looking import tabs

LEADS = """First name,Last name,Email,Phone,Company,Source
Ann,Ng,ann@acme.example,+442079460018,Acme,Referral
Bob,Lee,bob@blau.example,+442079460019,Blau,Website form
Cy,Diaz,cy@cyan.example,+442079460020,Cyan,Walk-in
"""
_ID = re.compile(r"\b([A-Z])-[0-9A-Z]{10}\b")
_COUNTS = re.compile(r"\nCount +Tab.*?\n(?=\n)", re.DOTALL)
_WHEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@dataclass
class Team:
    """Ann and Ben, each at a computer of their own; `says` is what one of them reads."""

    shell: Shell
    server: SheetsServer
    patch: pytest.MonkeyPatch
    folder: Path
    key: str = ""

    def at(self, who: str) -> None:
        self.patch.setenv("LEADSORTED_STATE_DIR", str(self.folder / f"state of {who}"))
        self.patch.setenv("LEADSORTED_ACTOR", who)
        login(service_account=str(self.folder / "robot.json"))

    def run(self, *words: str) -> Run:
        return self.shell(*(word.replace("KEY", self.key) for word in words))

    def says(self, *words: str) -> str:
        """What was printed, without ids, keys and the table of counts."""
        run = self.run(*words)
        assert (run.code, run.err) == (0, ""), run
        text = _COUNTS.sub("", run.out)
        text = _WHEN.sub("WHEN", _ID.sub(r"\1-ID", text).replace(self.key or "KEY", "KEY"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.strip().splitlines()))

    def types(self, email: str, field: str, text: str) -> None:
        """A colleague types into the sheet, in the browser."""
        self.server.human(self.key).type("Leads", self._place("Leads", "Email", email, field), text)

    def decides(self, decision: str) -> None:
        """A colleague decides the only conflict there is, on the sheet's Review tab."""
        self.server.human(self.key).type("Review", self._place("Review", "Rule", "sync.conflict", "Decision"), decision)

    def stands(self, email: str, field: str) -> object:
        """What the sheet shows now."""
        tab = tabs(self.server.book(self.key), "Leads")["Leads"]
        return next(row.get(field) for row in map(tab.row, tab.rows) if row.get("Email") == email)

    def _place(self, name: str, by: str, value: str, field: str) -> str:
        tab = tabs(self.server.book(self.key), name)[name]
        return tab.a1(next(at for at in tab.rows if tab.row(at).get(by) == value), field)


def types_in_the_file(path: str, email: str, field: str, text: str) -> None:
    workbook = XlsxWorkbook(path)
    reading = workbook.read()
    key, row = next((key, row) for key, row in reading.book["Leads"].items() if row.get("Email") == email)
    workbook.write(Batch([Edit("Leads", key, field, row.get(field), text)]), expect=reading.revision)


@pytest.fixture
def team(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    """Ann has cleaned a list and made a sheet from it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(LEADS)
    with SheetsServer() as server:
        monkeypatch.setenv("LEADSORTED_GOOGLE_URL", server.url)
        server.write_credentials(tmp_path / "robot.json")
        made = Team(shell, server, monkeypatch, tmp_path)
        made.at("Ann")
        assert shell("clean", "list.csv", "--to", "leads.xlsx", "--owners", "Ann, Ben").code == 0
        yield made


@pytest.fixture
def synced(team: Team) -> Team:
    assert team.run("sync", "leads.xlsx", "gsheet:NEW").code == 0
    [team.key] = team.server.service.files.kept
    return team


def test_a_sheet_is_made_from_the_workbook(team: Team) -> None:
    run = team.run("sync", "leads.xlsx", "gsheet:NEW")
    [team.key] = team.server.service.files.kept
    assert run.out.startswith(f"Made a Google sheet: https://docs.google.com/spreadsheets/d/{team.key}/edit\n")
    assert [sheet.title for sheet in team.server.book(team.key).sheets if not sheet.properties.get("hidden")] == [
        "Start here", "Leads", "Activities", "Pipeline", "Sources", "Settings", "Report", "Review", "History",
    ]  # fmt: skip
    assert [team.stands(f"{who}.example", "Phone") for who in ("ann@acme", "bob@blau", "cy@cyan")] == [
        "+442079460018", "+442079460019", "+442079460020",
    ]  # fmt: skip
    assert team.says("sync", "leads.xlsx") == "Nothing has changed on either side."


def test_a_dry_run_shows_both_directions_and_writes_nothing(synced: Team) -> None:
    synced.types("bob@blau.example", "Notes", "Called, wants a quote")
    types_in_the_file("leads.xlsx", "cy@cyan.example", "Next action", "Send the offer")
    before = Path("leads.xlsx").read_bytes(), synced.server.book(synced.key)
    assert synced.says("sync", "leads.xlsx", "--dry-run") == DRY_RUN
    assert (Path("leads.xlsx").read_bytes(), synced.server.book(synced.key)) == before


DRY_RUN = """\
To the Google sheet
Leads!M4 Next action: (blank) → Send the offer

To leads.xlsx
Leads!P3 Notes: (blank) → Called, wants a quote

1 cell would go to the Google sheet, 1 cell would come from it.
Nothing was written. To do it: leadsorted sync leads.xlsx"""


def test_edits_cross_in_both_directions(synced: Team) -> None:
    synced.types("bob@blau.example", "Notes", "Called, wants a quote")
    types_in_the_file("leads.xlsx", "cy@cyan.example", "Next action", "Send the offer")
    assert synced.says("sync", "leads.xlsx") == BOTH_WAYS
    assert synced.stands("cy@cyan.example", "Next action") == "Send the offer"
    assert synced.says("sync", "leads.xlsx") == "Nothing has changed on either side."


BOTH_WAYS = """\
To the Google sheet
Leads!M4 Next action: (blank) → Send the offer

To leads.xlsx
Leads!P3 Notes: (blank) → Called, wants a quote

1 cell went to the Google sheet, 1 cell came from it.
To take back what came to leads.xlsx: leadsorted undo leads.xlsx"""


def test_a_second_workbook_joins(synced: Team) -> None:
    synced.at("Ben")
    assert synced.run("new", "ben.xlsx").code == 0
    assert synced.says("sync", "ben.xlsx", "gsheet:KEY") == JOINED
    assert synced.says("sync", "ben.xlsx") == "Nothing has changed on either side."
    assert synced.says("list", "ben.xlsx") == synced.says("list", "leads.xlsx")


JOINED = """\
To ben.xlsx
+ Leads L-ID Ann Ng, Acme, ann@acme.example, +442079460018
+ Leads L-ID Bob Lee, Blau, bob@blau.example, +442079460019
+ Leads L-ID Cy Diaz, Cyan, cy@cyan.example, +442079460020
+ Owners Ann
+ Owners Ben

Nothing went to the Google sheet, 5 new rows came from it.
To take back what came to ben.xlsx: leadsorted undo ben.xlsx"""


def test_a_conflict_is_decided_in_the_sheet_undone_and_synced_again(synced: Team) -> None:
    synced.types("ann@acme.example", "Notes", "wants a demo")
    types_in_the_file("leads.xlsx", "ann@acme.example", "Notes", "wants a quote")
    assert synced.says("sync", "leads.xlsx") == CONFLICT
    assert synced.says("sync", "leads.xlsx", "--dry-run") == "Nothing has changed on either side."
    assert synced.stands("ann@acme.example", "Notes") == "wants a demo"

    synced.decides("Use suggestion")
    assert synced.says("sync", "leads.xlsx") == DECIDED
    assert synced.says("review", "leads.xlsx", "--apply") == REVIEWED
    assert synced.says("sync", "leads.xlsx") == SENT
    assert synced.stands("ann@acme.example", "Notes") == "wants a quote"

    assert synced.says("undo", "leads.xlsx") == UNDONE
    synced.says("sync", "leads.xlsx")
    assert synced.stands("ann@acme.example", "Notes") == "wants a demo"
    assert synced.says("sync", "leads.xlsx") == "Nothing has changed on either side."


CONFLICT = """\
To the Google sheet
+ Review R-ID

To leads.xlsx
Leads!P2 Notes: wants a quote → wants a demo
+ Review R-ID

Leads!P2 (L-ID) Notes: the sheet says 'wants a demo', the file says 'wants a quote', before (blank). The sheet's value stays; the other waits on Review.

1 new row went to the Google sheet, 1 cell, 1 new row came from it, 1 cell edited on both sides.
Decide them on the Review tab, here or in the Google sheet, then: leadsorted review leads.xlsx --apply
To take back what came to leads.xlsx: leadsorted undo leads.xlsx"""
DECIDED = """\
To leads.xlsx
Review!J2 Decision: (blank) → Use suggestion

Nothing went to the Google sheet, 1 cell came from it.
To take back what came to leads.xlsx: leadsorted undo leads.xlsx"""

REVIEWED = """\
Leads!P2 Notes: wants a demo → wants a quote
- Review!2 R-ID

Done. To take it back: leadsorted undo leads.xlsx"""

SENT = """\
To the Google sheet
Leads!P2 Notes: wants a demo → wants a quote
- Review!2 R-ID
+ History H-ID
+ History H-ID

1 cell, 2 new rows, 1 removed row went to the Google sheet, nothing came from it."""

UNDONE = """\
+ Review R-ID
Leads!P2 Notes: wants a quote → wants a demo

Taken back. To do it again after all: leadsorted undo leads.xlsx --change C-ID
The next sync takes it to the Google sheet: leadsorted sync leads.xlsx"""


def test_an_operation_runs_straight_on_the_sheet(synced: Team) -> None:
    human = synced.server.human(synced.key)
    for field, text in (
        ("First name", "Ann"),
        ("Last name", "Ng"),
        ("Email", "ann@acme.example"),
        ("Notes", "met in Leeds"),
    ):
        tab = tabs(synced.server.book(synced.key), "Leads")["Leads"]
        human.type("Leads", tab.a1(4, field), text)
    assert synced.says("dedupe", "gsheet:KEY", "--apply").startswith(MERGED)
    assert [row for row in synced.server.values(synced.key, "Leads!F2:F9") if row].count(["ann@acme.example"]) == 1
    assert synced.stands("ann@acme.example", "Notes") == "met in Leeds"
    assert synced.says("sync", "leads.xlsx") == MERGE_CAME


MERGED = """\
Leads!A5 Lead ID: (blank) → L-ID
Leads!P2 Notes: (blank) → met in Leeds
- Leads L-ID Ann Ng, ann@acme.example"""

MERGE_CAME = """\
To leads.xlsx
Leads!P2 Notes: (blank) → met in Leeds

Nothing went to the Google sheet, 1 cell came from it.
To take back what came to leads.xlsx: leadsorted undo leads.xlsx"""
