"""Out of a workbook and into a folder: what is written, what is remembered, what is said where neither can be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.state import EXPORTED, unpack
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.exporting import Exported, export
from leadsorted_sheets.workbook.csv import CsvWorkbook
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Batch, Written
from tests.context import NOON
from tests.exports import books


def a_workbook() -> MemoryWorkbook:
    book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    return MemoryWorkbook({**book, **books.small()})


def exported(workbook: MemoryWorkbook | CsvWorkbook, folder: Path, **options: object) -> Exported:
    return export(workbook, "hubspot", str(folder), clock=lambda: NOON, **options)  # type: ignore[arg-type]  # of export


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def edit(workbook: MemoryWorkbook, key: str, field: str, value: str) -> None:
    reading = workbook.read()
    before = reading.book["Leads"][key].get(field)
    workbook.write(Batch([Edit("Leads", key, field, before, value)]), expect=reading.revision)


def said(done: Exported, rule: str) -> list[str]:
    return [one.message for one in done.findings if one.rule == rule]


def test_an_export_is_remembered_in_the_workbook_with_a_line_of_history(tmp_path: Path) -> None:
    workbook = a_workbook()
    exported(workbook, tmp_path / "one")
    table = unpack(workbook.read().hidden[schema.STATE_SHEET]).tables[EXPORTED]
    assert set(table) == {"hubspot/companies", "hubspot/contacts", "hubspot/deals", "hubspot/notes"}
    (line,) = workbook.read().book["History"].values()
    assert (line["What"], line["Reason"], line["Count"], line.get("Change ID")) == (
        "export",
        "export: files made for HubSpot",
        5,
        None,
    )


def test_the_next_export_of_changes_brings_the_changes(tmp_path: Path) -> None:
    workbook = a_workbook()
    exported(workbook, tmp_path / "one")
    assert exported(workbook, tmp_path / "two", changed=True).files == ()
    assert names(tmp_path / "two") == set()
    edit(workbook, "L-2", "Job title", "Partner")
    assert [(one.name, one.rows) for one in exported(workbook, tmp_path / "three", changed=True).files if one.rows] == [
        ("contacts.csv", 1)
    ]
    assert exported(workbook, tmp_path / "four", changed=True).files == ()
    assert [one.rows for one in exported(workbook, tmp_path / "five").files if one.name == "contacts.csv"] == [2]


def test_undo_takes_back_an_edit_and_not_the_memory_of_an_export(tmp_path: Path) -> None:
    workbook = a_workbook()
    session = Session(workbook, clock=lambda: NOON)
    session.run("score", apply=True)
    exported(workbook, tmp_path / "one")
    memory = unpack(workbook.read().hidden[schema.STATE_SHEET]).tables[EXPORTED]
    session.undo()
    assert unpack(workbook.read().hidden[schema.STATE_SHEET]).tables[EXPORTED] == memory


def test_what_is_refused_is_not_remembered(tmp_path: Path) -> None:
    workbook = a_workbook()
    edit(workbook, "L-2", "Email", "bob@")
    done = exported(workbook, tmp_path / "one")
    assert (done.refused, names(tmp_path / "one")) == (True, set())
    assert workbook.read().hidden.get(schema.STATE_SHEET, "") == ""


class MovesOnce(MemoryWorkbook):
    """Somebody else writes just before our first write."""

    moved = False

    def write(self, batch: Batch, *, expect: str, progress: object = None) -> Written:
        if not self.moved:
            self.moved = True
            edit(self, "L-2", "Job title", "Typed meanwhile")
        return super().write(batch, expect=expect)


class InUse(MemoryWorkbook):
    def write(self, batch: Batch, *, expect: str, progress: object = None) -> Written:
        raise errors.InUse("leads.xlsx", "Excel")


def test_what_is_typed_meanwhile_is_kept_and_goes_the_next_time(tmp_path: Path) -> None:
    workbook = MovesOnce({**a_workbook().read().book})
    exported(workbook, tmp_path / "one")
    assert workbook.read().book["Leads"]["L-2"]["Job title"] == "Typed meanwhile"
    assert [one.rows for one in exported(workbook, tmp_path / "two", changed=True).files if one.rows] == [1]


def test_a_workbook_that_cannot_be_written_still_gives_its_files_and_that_is_said(tmp_path: Path) -> None:
    done = exported(InUse({**a_workbook().read().book}), tmp_path / "one")
    assert "contacts.csv" in names(tmp_path / "one")
    (message,) = said(done, "export.not-remembered")
    assert message.startswith(
        "The files are written, but memory: could not take down what was sent (leads.xlsx is open in Excel)."
    )
    assert message.endswith("The next export with --changed will bring these rows again, which does no harm.")


def test_a_csv_remembers_nothing_and_says_what_does(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("First name,Last name,Email\nZoë,Müller,zoe@acme.example\n", encoding="utf-8")
    before = path.read_bytes()
    assert exported(CsvWorkbook(path), tmp_path / "one").files
    assert path.read_bytes() == before
    with pytest.raises(
        errors.WrongUsage, match=r"cannot remember what was sent.*leadsorted clean .*leads.csv --to leads.xlsx"
    ):
        exported(CsvWorkbook(path), tmp_path / "two", changed=True)


def test_an_older_export_is_written_over_only_when_asked_and_leaves_no_part_behind(tmp_path: Path) -> None:
    workbook, folder = a_workbook(), tmp_path / "out"
    exported(workbook, folder)
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(errors.WouldOverwrite):
        exported(workbook, folder, where="email=bob@gmail.com")
    exported(workbook, folder, where="email=bob@gmail.com", force=True)
    listed = {one["name"] for one in json.loads((folder / "manifest.json").read_bytes())["files"]}
    assert "companies.csv" not in listed
    assert names(folder) == {*listed, "manifest.json", "mine.txt"}


def test_a_file_of_an_older_export_that_somebody_changed_stays(tmp_path: Path) -> None:
    workbook, folder = a_workbook(), tmp_path / "out"
    exported(workbook, folder)
    (folder / "companies.csv").write_text("changed by hand")
    exported(workbook, folder, where="email=bob@gmail.com", force=True)
    assert (folder / "companies.csv").read_text() == "changed by hand"
