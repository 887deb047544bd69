"""Lists become additions to Leads: values as they came, under our fields; what cannot be taken comes back with its reason."""

from __future__ import annotations

import csv
import datetime as dt
import time
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.cell import Error, shown
from leadsorted_sheets.core.changes import AddRow, Edit, apply
from leadsorted_sheets.core.delimited import read_delimited, write_delimited
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.state import MAPPINGS
from leadsorted_sheets.intake import Incoming, Options, Rejected, fingerprint, incoming, rejects_csv
from leadsorted_sheets.intake.finishing import finishers
from leadsorted_sheets.intake.rows import EXAMPLE
from leadsorted_sheets.resources import import_template_path
from tests.intake.conftest import MakeWorkbook


def take(text: str | bytes, context: Context, **options: Any) -> Incoming:
    data = text if isinstance(text, bytes) else text.encode()
    return incoming(data, options=Options(**options), context=context, name="list.csv")


def cells(found: Incoming) -> list[dict[str, Any]]:
    return [{name: cell for name, cell in change.row.items() if name != "Lead ID"} for change in found.changes]


# one row under its headers, what becomes of it
ROWS = (
    ("Name;E-Mail", "Ng, Ana;ana@x.org", {"First name": "Ana", "Last name": "Ng", "Email": "ana@x.org"}),
    ("Name;Email", "Acme GmbH;ana@x.org", {"Last name": "Acme GmbH", "Email": "ana@x.org"}),
    ("Full name;First name;Last name", "Ana Ng;Ana;Ng", {"First name": "Ana", "Last name": "Ng"}),
    ("Full name;First name;Last name", "Ng, Ana;Ana;", {"First name": "Ana", "Last name": "Ng"}),
    ("Full name;First name;Last name", "Bo Li;Ana;Ng", {"First name": "Ana", "Last name": "Ng", "Notes": "Full name: Bo Li"}),
    ("Company - Person;Email", "Acme GmbH - Jane Dow;j@x.org", {"Company": "Acme GmbH", "First name": "Jane", "Last name": "Dow", "Email": "j@x.org"}),
    ("Company - Person;Email", "Rolls-Royce;j@x.org", {"Company": "Rolls-Royce", "Email": "j@x.org"}),
    ("First name;Middle name;Tussenvoegsel;Last name;Suffix", "Ana;M.;van der;Ng;Jr.", {"First name": "Ana M.", "Last name": "van der Ng Jr."}),
    ("Email;Phone;Mobile;Home phone", "a@x.org;1;2;3", {"Email": "a@x.org", "Phone": "1", "Other phones": "2; 3"}),
    ("Company;Company / contact;Email", "Acme;Beta - Ana Ng;a@x.org", {"Company": "Acme", "First name": "Ana", "Last name": "Ng", "Email": "a@x.org", "Notes": "Company / contact: Beta"}),
    ("Email;Hausnummer", "a@x.org;5", {"Email": "a@x.org", "Street": "5"}),
    ("Email;Address line 2", "a@x.org;Flat 5", {"Email": "a@x.org", "Street": "Flat 5"}),
    ("Email;Full name;Mobile;Address;ID;Deal;Suffix", "a@x.org;;;;;;", {"Email": "a@x.org"}),
    ("Email;Phone;Mobile", "a@x.org;;2", {"Email": "a@x.org", "Phone": "2"}),
    ("Email;Phone;Mobile", "a@x.org;2;2", {"Email": "a@x.org", "Phone": "2"}),
    ("Email;Other emails;Email 2;Email 3", "a@x.org;b@x.org;c@x.org;a@x.org", {"Email": "a@x.org", "Other emails": "b@x.org; c@x.org"}),
    ("Email;Email 2", ";b@x.org", {"Email": "b@x.org"}),
    ("Email;Address", "a@x.org;1 High St, Bath", {"Email": "a@x.org", "Street": "1 High St, Bath"}),
    ("Email;Street;Address", "a@x.org;1 High St;1 High St, Bath", {"Email": "a@x.org", "Street": "1 High St, Bath"}),
    ("Email;Street;Address", "a@x.org;1 High St;PO Box 5", {"Email": "a@x.org", "Street": "1 High St", "Notes": "Address: PO Box 5"}),
    ("Email;Straße;Hausnummer;Adresszusatz", "a@x.org;Hauptstr.;5a;Hinterhaus", {"Email": "a@x.org", "Street": "Hauptstr. 5a, Hinterhaus"}),
    ("Email;Rue;N° de rue", "a@x.org;Rue du Bac;12", {"Email": "a@x.org", "Street": "12 Rue du Bac"}),
    ("Email;Notes;Deal name", "a@x.org;nice;New roof", {"Email": "a@x.org", "Notes": "nice\nDeal name: New roof"}),
    ("Email;Salesforce ID;Customer no.", "a@x.org;00Q1;4711", {"Email": "a@x.org", "External IDs": "salesforce:00Q1; customer no.:4711"}),
    ("Email;Shoe size", "a@x.org;42", {"Email": "a@x.org", "Shoe size": "42"}),
    ("Email;City", "a@x.org;  ", {"Email": "a@x.org"}),
    ("Email;City", "a@x.org;Mu\u0308nchen", {"Email": "a@x.org", "City": "M\u00fcnchen"}),
    ("Email;City;Created", "A@X.ORG ; Bath;3/4/26", {"Email": "A@X.ORG ", "City": " Bath", "Created": "3/4/26"}),
)  # fmt: skip


@pytest.mark.parametrize(("header", "row", "expected"), ROWS)
def test_a_row_comes_in_under_our_fields(context: Context, header: str, row: str, expected: dict[str, str]) -> None:
    assert cells(take(f"{header}\n{row}\n", context)) == [expected]


def test_a_row_is_an_addition_with_an_id_and_a_reason(context: Context) -> None:
    found = take("Email\na@x.org\nb@x.org\n", context)
    assert found.changes == [
        AddRow("Leads", "L-0000000001", {"Email": "a@x.org", "Lead ID": "L-0000000001"}, "import: list.csv"),
        AddRow("Leads", "L-0000000002", {"Email": "b@x.org", "Lead ID": "L-0000000002"}, "import: list.csv"),
    ]
    assert (found.name, found.header, found.lines, found.rejected, found.findings) == (
        "list.csv",
        ("Email",),
        {"L-0000000001": 2, "L-0000000002": 3},
        (),
        (),
    )


def test_a_source_given_fills_every_row(context: Context) -> None:
    text = "Email,Source\na@x.org,Fair\nb@x.org,\n"
    assert [row.get("Source") for row in cells(take(text, context))] == ["Fair", None]
    assert [row["Source"] for row in cells(take(text, context, source="Webinar"))] == ["Webinar", "Webinar"]


def test_the_users_own_columns_are_named(context: Context) -> None:
    assert take("Email,Shoe size,Colour\na@x.org,42,red\n", context).unknown == ("Shoe size", "Colour")


REJECTED = (
    ("Email,Shoe size\na@x.org,42\n#N/A,43\n", Rejected(3, "holds nothing under a header we know. Fill in a name, a company, an e-mail or a phone and import it again.", (Error("#N/A"), "43"))),
    ("Email,City\na@x.org,Bath\nx,y,z\n", Rejected(3, "has 3 cells, but there are 2 columns. A delimiter inside a cell needs quotation marks around it.", ("x", "y", "z"))),
    ("Email,Shoe size\na@x.org,42\nn/a,43\n", Rejected(3, "holds nothing under a header we know. Fill in a name, a company, an e-mail or a phone and import it again.", ("n/a", "43"))),
    ("Email,City\na@x.org,Bath\n-,?\n", Rejected(3, "holds nothing under a header we know. Fill in a name, a company, an e-mail or a phone and import it again.", ("-", "?"))),
    (f"Email,Notes\na@x.org,x\nb@x.org,{'x' * 32_768}\n",
     Rejected(3, "has a cell of 32,768 characters; a workbook's cell holds 32,767. Shorten it and import the row again.", ("b@x.org", "x" * 32_768))),
    (f"Email,Notes\na@x.org,x\nb@x.org,{'x' * 10_000_000}\n",
     Rejected(3, "has a cell of more than 1,000,000 characters. A quotation mark is missing, or this is not a list of leads.", ("b@x.org", "x" * 10_000_000))),
    ('Email,Notes\na@x.org,x\n"b@x.org,y\n', Rejected(3, "begins a quotation that is never closed. Close it, or take the quotation mark out.", ('"b@x.org', "y"))),
)  # fmt: skip


@pytest.mark.parametrize(("text", "rejected"), REJECTED, ids=[str(n) for n in range(len(REJECTED))])
def test_a_row_that_cannot_be_taken_comes_back_with_its_reason(context: Context, text: str, rejected: Rejected) -> None:
    found = take(text, context)
    assert (found.rejected, len(found.changes)) == ((rejected,), 1)


def test_rejected_rows_make_a_file_to_mend_and_import_again(context: Context) -> None:
    first = take("Email,City\nn/a,\n=1+1,Bath,GB\na@x.org,Bath\n", context)
    second = incoming("Name,E-Mail\n-,-\nAnn Lee,a@x.org\n".encode("cp1252"), context=context, name="dir/two.csv")
    found = read_delimited(rejects_csv([first, second]))
    assert found.rows == [
        ["File", "Line", "Reason", "Email", "City", "Name", "E-Mail", ""],
        ["list.csv", "2", "holds nothing under a header we know. Fill in a name, a company, an e-mail or a phone and import it again.", "n/a", "", "", "", ""],
        ["list.csv", "3", "has 3 cells, but there are 2 columns. A delimiter inside a cell needs quotation marks around it.", "=1+1", "Bath", "", "", "GB"],
        ["two.csv", "2", "holds nothing under a header we know. Fill in a name, a company, an e-mail or a phone and import it again.", "", "", "-", "-", ""],
    ]  # fmt: skip


def test_text_that_looks_like_a_formula_stays_text_in_every_field(context: Context) -> None:
    risky = ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']
    header = ["Last name", "Company", "Job title", "City", "Notes", "Shoe size"]
    found = take(write_delimited([header, risky]), context)
    assert cells(found) == [dict(zip(header, risky, strict=True))]


# the header of a column, the workbook's currency, what is said
UNITS = (
    ("Wert (EUR)", "EUR", ('The header "Wert (EUR)" says EUR; its amounts were taken as Deal value, as they stand.',)),
    ("Wert (EUR)", "GBP", ('The header "Wert (EUR)" says EUR; its amounts were taken as Deal value, as they stand. The workbook counts in GBP.',)),
    ("Budget [k€]", "GBP", ('The header "Budget [k€]" says k€; its amounts were taken as Budget, as they stand. The workbook counts in GBP.',)),
    ("Budget ($)", "GBP", ('The header "Budget ($)" says $; its amounts were taken as Budget, as they stand.',)),
    ("Budget (USD)", "", ('The header "Budget (USD)" says USD; its amounts were taken as Budget, as they stand.',)),
    ("Created (UTC)", "GBP", ('The header "Created (UTC)" says UTC; its times were taken as Created, as they stand.',)),
    ("Created (dd.mm.yyyy)", "GBP", ()),
    ("Employees (FTE)", "GBP", ()),
    ("Shoe size (EUR)", "GBP", ()),
    ("Wert", "GBP", ()),
)  # fmt: skip


@pytest.mark.parametrize(("header", "currency", "notes"), UNITS)
def test_a_currency_in_a_header_is_said(context: Context, header: str, currency: str, notes: tuple[str, ...]) -> None:
    book = {"Preferences": {"Currency": {"Preference": "Currency", "Value": currency}}}
    found = incoming(f"Email;{header}\na@x.org;5\n".encode(), saved=book, context=context, name="list.csv")
    assert found.notes == notes
    assert incoming(f"Email;{header}\na@x.org;5\n".encode(), context=context).notes == tuple(
        note.removesuffix(" The workbook counts in GBP.") for note in notes
    )


LEFT_OUT = "The example row that our import list comes with, on line 2, was left out."


def test_the_example_row_of_the_import_list_is_no_lead(context: Context) -> None:
    lines = import_template_path().read_text(encoding="utf-8").splitlines()
    found = take("\n".join([*lines, "Bo,Li"]), context)
    assert (cells(found), found.notes) == (
        [{"First name": "Bo", "Last name": "Li"}],
        ("1 row has fewer cells than the header; the rest was taken as blank.", LEFT_OUT),
    )
    assert (take("\n".join(lines), context).changes, take("\n".join(lines), context).notes) == ([], (LEFT_OUT,))


def test_the_example_row_is_known_again_after_a_spreadsheet_saved_it(context: Context, workbook: MakeWorkbook) -> None:
    header, row = csv.reader(import_template_path().read_text(encoding="utf-8").splitlines())
    respelt = {"+442079460018": 442079460018, "120": 120, "2026-03-02": dt.date(2026, 3, 2)}
    found = incoming(workbook({"leads": [header, [respelt.get(cell, cell) for cell in row]]}), context=context)
    assert (found.changes, found.findings[1:], found.notes) == ([], (), (LEFT_OUT,))


@pytest.mark.parametrize("field", EXAMPLE)
def test_an_example_row_that_was_written_over_is_a_lead(context: Context, field: str) -> None:
    row = {**EXAMPLE, field: "Mine"}
    found = take(";".join(row) + "\n" + ";".join(map(shown, row.values())) + "\n", context)
    assert (cells(found), found.notes) == ([row], ())


def test_an_empty_list_is_said_to_be_one(context: Context) -> None:
    found = take("Name,Email\n", context)
    assert (found.changes, [(finding.severity, finding.message) for finding in found.findings]) == (
        [],
        [("warning", "list.csv has a header and no rows below it. Nothing was taken from it.")],
    )


def test_a_header_that_the_list_lacks_is_reported(context: Context) -> None:
    found = take("Name,Email\nAnn Lee,a@x.org\n", context, maps={"Phone no": "Phone"})
    assert [finding.message for finding in found.findings] == [
        '--map names the header "Phone no", which list.csv does not have. It has: Name, Email.'
    ]


def test_a_mapping_is_remembered_and_used_again(context: Context) -> None:
    text = "Name,Who\nAcme,Bo\n"
    first = take(text, context, maps={"Name": "Company", "Who": "Owner"})
    book = apply({}, first.remember)
    assert book == {
        MAPPINGS: {
            first.fingerprint: {
                "Headers": '["Name", "Who"]',
                "Mapping": '{"name": "Company", "who": "Owner"}',
                "Used": dt.date(2026, 3, 4),
            }
        }
    }
    again = incoming(b"WHO;name\nBo;Beta\n", saved=book, context=context, name="next.csv")
    assert cells(again) == [{"Owner": "Bo", "Company": "Beta"}]
    assert [column.how for column in again.mapping] == ["saved", "saved"]
    assert again.fingerprint == first.fingerprint


def test_a_mapping_used_again_is_one_edit_not_two_rows(context: Context) -> None:
    book = apply({}, take("Name,Who\nAcme Ltd,Bo\n", context).remember)
    again = incoming(b"Name,Who\nAcme Ltd,Bo\n", options=Options(maps={"Who": "Owner"}), saved=book, context=context)
    assert [(type(change), change.key) for change in again.remember] == [(Edit, fingerprint(["Name", "Who"]))]


@pytest.mark.parametrize("kept", ["", "not json", "[]", "7"])
def test_a_damaged_memory_is_no_memory(context: Context, kept: str) -> None:
    book = {MAPPINGS: {fingerprint(["Email"]): {"Mapping": kept}}}
    assert cells(incoming(b"Email\na@x.org\n", saved=book, context=context)) == [{"Email": "a@x.org"}]


def test_a_list_is_read_from_disk(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "Messe Köln.csv"
    path.write_bytes("Firma;E-Mail\r\nMüller GmbH;m@x.de\r\n".encode("cp1252"))
    found = incoming(str(path), context=context)
    assert (found.name, cells(found)) == ("Messe Köln.csv", [{"Company": "Müller GmbH", "Email": "m@x.de"}])
    assert found.notes == (
        "Read as Windows-1252, going by its words; the file does not say. Check names with accents.",
    )


def test_progress_is_told(context: Context) -> None:
    told: list[tuple[str, int, int]] = []
    watched = Context(
        context.now, context.zone, context.actor, context.new_id, progress=lambda *what: told.append(what)
    )
    take("Email\n" + "a@x.org\n" * 10_001, watched)
    assert told == [("Reading the list", 0, 10_001), ("Reading the list", 10_000, 10_001)]


texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8)


@given(st.lists(st.tuples(texts, texts, texts, texts, texts), min_size=1, max_size=5))
def test_nothing_a_row_says_is_lost(rows: list[tuple[str, ...]]) -> None:
    header = ["Email", "Phone", "Mobile", "Deal name", "Colour"]
    world = Context(dt.datetime(2026, 3, 4, tzinfo=dt.UTC), dt.UTC, "Ann", lambda prefix: f"{prefix}-{id(object())}")
    found = incoming(write_delimited([header, ["a@x.org", "1", "2", "x", "y"], *rows]), context=world, name="list.csv")
    all_said = " ".join(str(cell) for change in found.changes for cell in change.row.values())
    all_said += " ".join(str(cell) for row in found.rejected for cell in map(shown, row.cells)) + " ".join(found.notes)
    all_said += " ".join(shown(finding.found) for finding in found.findings)
    said = " ".join(all_said.split())
    missing = [cell for row in rows for cell in row if " ".join(normalize("NFC", cell).split()) not in said]
    assert missing == []


def test_a_table_without_pseudo_fields_needs_no_finishing(context: Context) -> None:
    assert finishers(take("Email,City\na@x.org,Bath\n", context).mapping) == []


def test_a_hundred_thousand_rows_come_in_within_seconds(context: Context) -> None:
    header = (
        "First name,Last name,Company,Job title,Email,Phone,Source,Status,Owner,City,Postcode,Country,Notes,Created\r\n"
    )
    line = 'John,Smith,"Acme, Ltd",CEO,john@example.com,+442079460018,Web,New,Ann,London,SW1A,GB,hello there,2026-03-04\r\n'
    started = time.process_time()
    found = take(header + line * 100_000, context)
    assert (len(found.changes), len(found.changes[0].row)) == (100_000, 15)
    assert time.process_time() - started < 30  # under 2 s on a quiet machine; anything quadratic takes minutes
