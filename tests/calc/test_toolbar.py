"""The toolbar in LibreOffice Calc, clicked with a real mouse on a screen that nobody sees."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadsorted_sheets.addin import calc_extension
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.frontends.calc_toolbar import toolbar
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.clean import Wishes, clean, owners_of
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.calc.screen import Screen, screen, unopkg, until

MESSY = (
    "First name,Last name,E-Mail,Phone,Country\nann,NG,Ann@Acme.Example,020 7946 0018,UK\nBob,Lee,bob@b.example,,UK\n"
)
ROUGH = {"Email": "BOB@B.Example", "Company": "  acme   ltd "}


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """LibreOffice with the toolbar in it, put there by what `leadsorted calc install` does."""
    folder = tmp_path_factory.mktemp("calc")
    program = unopkg(folder / "profile", folder)
    assert not calc_extension.installed(unopkg=str(program))
    calc_extension.install(toolbar(), unopkg=str(program))
    assert calc_extension.installed(unopkg=str(program))
    with screen(folder / "profile") as opened:
        yield opened
    assert calc_extension.uninstall(unopkg=str(program))
    assert not calc_extension.uninstall(unopkg=str(program))


@pytest.fixture
def book(calc: Screen, tmp_path: Path) -> Iterator[Path]:
    """A workbook with something to tidy, open in Calc."""
    lists, path = tmp_path / "messy.csv", tmp_path / "Zoë & Co's leads $(x) 100%.xlsx"
    lists.write_text(MESSY, "utf-8")
    clean([str(lists)], str(path), Wishes(owners=owners_of("Ann <ann@x.example>, Bob"), country="GB"))
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    key, row = next(each for each in reading.book["Leads"].items() if each[1].get("First name") == "Bob")
    edits = [Edit("Leads", key, name, row.get(name), value) for name, value in ROUGH.items()]
    workbook.write(Batch(edits), expect=reading.revision)
    calc.open(path)
    yield path
    calc.close_all()


def leads(path: Path) -> Book:
    return {"Leads": XlsxWorkbook(path).read().book["Leads"]}


def done_by_command(path: Path, verb: str) -> Book:
    """The leads as the same operation leaves them in a copy of the file."""
    copy = path.with_name("copy.xlsx")
    shutil.copy(path, copy)
    Session(XlsxWorkbook(copy, backup=False)).run(verb, apply=True)
    return leads(copy)


def typed(calc: Screen, path: Path, old: str, new: str) -> None:
    """A person types another text over a cell, and does not save."""
    sheet = calc.shows(path).getSheets().getByName("Leads")
    wanted = sheet.createSearchDescriptor()
    wanted.setSearchString(old)
    sheet.findFirst(wanted).setString(new)


def emails(book: Book) -> set[object]:
    return {row.get("Email") for row in book["Leads"].values()}


def test_a_click_does_what_the_command_does_and_undo_takes_it_back(calc: Screen, book: Path) -> None:
    before, expected = leads(book), done_by_command(book, "normalise")
    assert expected != before
    calc.click(calc.button("Normalise"))
    said = calc.answer("OK")
    assert said.startswith("Normalise: 2 changes made.")
    assert "Undo on this toolbar takes it back." in said
    assert leads(book) == expected
    shown = calc.shows(book).getSheets().getByName("Leads")
    wanted = shown.createSearchDescriptor()
    wanted.setSearchString("bob@b.example")
    assert shown.findFirst(wanted) is not None, "the window shows what the file holds"
    calc.click(calc.button("Undo"))
    assert "Taken back." in calc.answer("OK")
    calc.shows(book)
    assert leads(book) == before


def test_unsaved_work_is_saved_only_after_asking_and_never_lost(calc: Screen, book: Path) -> None:
    before = book.read_bytes()
    typed(calc, book, "BOB@B.Example", "ROBERT@B.Example")
    calc.click(calc.button("Normalise"))
    asked = f"Lead Sorted works on the file. Save your changes to {book.name} and go on?"
    assert calc.answer("No") == asked
    assert book.read_bytes() == before
    assert calc.shows(book).isModified(), "what was typed is still there"
    calc.click(calc.button("Normalise"))
    assert calc.answer("Yes") == asked
    calc.answer("OK")
    assert not calc.shows(book).isModified()
    assert emails(leads(book)) == {"ann@acme.example", "robert@b.example"}


def test_a_preview_from_the_menu_changes_nothing_and_leaves_the_workbook_open(calc: Screen, book: Path) -> None:
    before, document = book.read_bytes(), calc.shows(book)
    calc.send("normalise_preview")
    assert calc.answer("OK").startswith("Preview normalise: nothing was changed. 2 changes would be made.")
    assert book.read_bytes() == before
    assert calc.shows(book) == document


def test_a_refusal_is_said_and_the_workbook_comes_back_as_it_was(calc: Screen, book: Path) -> None:
    (book.parent / f"~${book.name}").write_bytes(b"")  # a colleague has it open in Excel
    before = leads(book)
    calc.click(calc.button("Normalise"))
    assert "is open in Excel" in calc.answer("OK")
    assert calc.shows(book).getSheets().hasByName("Leads")
    assert leads(book) == before


def test_the_button_of_settings_goes_there(calc: Screen, book: Path) -> None:
    calc.click(calc.button("Settings"))
    until(lambda: calc.shows(book).getCurrentController().getActiveSheet().getName() == "Settings", "the tab Settings")


def test_a_workbook_that_is_no_file_yet_is_told_what_to_do(calc: Screen, tmp_path: Path) -> None:
    calc.open_new()
    calc.click(calc.button("Dedupe"))
    assert calc.answer("OK") == (
        "This workbook has not been saved yet. Save it as an Excel workbook (.xlsx), then click again."
    )
    calc.close_all()


def test_help_names_every_button_of_the_toolbar(calc: Screen, book: Path) -> None:
    calc.click(calc.button("Help"))
    said = calc.answer("OK")
    assert [name for name in calc.buttons() if f"    {name}: " not in said] == []
