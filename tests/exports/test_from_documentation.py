"""A CRM that is not in the list: a profile written from its help pages alone exports, and needs no code.

The CRM is Pipeline CRM, and the page "Prepare your CSV or Excel file: People" of help.pipelinecrm.com says: column headers
in the first row; names in one column or two; a person finds its company by the company's exact name; every person has an
owner, named as in Account Settings > Users; people are contacts or leads; a tags column; custom fields are created before.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leadsorted_sheets.core import schema
from leadsorted_sheets.exports import export, load
from leadsorted_sheets.session.exporting import described
from leadsorted_sheets.session.exporting import export as export_to_folder
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from tests.exports import books
from tests.exports.checkers.files import read

PIPELINE_CRM = """\
format = 1
name = "pipeline-crm"
label = "Pipeline CRM"
summary = "People with their companies by name."
do_not_contact = "leave out"

[formats]
several = ", "

[[files]]
name = "people"
title = "People"
rows = "leads"
external_id = "Lead Sorted ID"
one_of = [["First Name", "Last Name"]]
steps = ["Import > People. Upload {file}, {rows}; each header names its field."]
columns = [
  { header = "Lead Sorted ID", from = "Lead ID", type = "id", create = "text", mark = "U", note = "whether an import finds people by it" },
  { header = "First Name", from = "First name", source = "H" },
  { header = "Last Name", from = "Last name", source = "H" },
  { header = "Company Name", from = "Company", source = "H", note = "as in Pipeline CRM, exactly" },
  { header = "Owner", from = "Owner", type = "owner", by = "name", required = true, source = "H" },
  { header = "Contact or Lead", from = "Status", type = "pick", picklist = "designation", required = true, source = "H" },
  { header = "Email", from = "Email", type = "email", mark = "U" },
  { header = "Work Phone", from = "Phone", type = "phone", when_bad = "notes", mark = "U" },
  { header = "Tags", from = "Tags", type = "several", source = "H" },
  { header = "Summary", make = "notes", type = "long", mark = "U" },
]

[picklists.designation]
kind = "status"
values = ["Contact", "Lead"]
by_kind = { open = "Lead", qualified = "Lead", dead = "Lead", converted = "Contact" }
coarse = true
source = "H"

[guide]
before = ["Owners must be users, under Account Settings > Users, with the same names."]
again = "Import again and match people by Lead Sorted ID."

[sources]
H = "help.pipelinecrm.com/article/159-prepare-your-csv-or-excel-file-people"
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The profile as a file beside the workbook."""
    path = tmp_path / "pipeline-crm.toml"
    path.write_text(PIPELINE_CRM, encoding="utf-8")
    return path


def test_it_exports_without_a_line_of_code(profile: Path, tmp_path: Path) -> None:
    book = {**{tab.name: schema.table_of(tab) for tab in schema.TABS}, **books.small()}
    done = export_to_folder(MemoryWorkbook(book), str(profile), str(tmp_path / "out"))
    header, (zoe, bob) = read((tmp_path / "out" / "people.csv").read_bytes())
    assert (done.refused, header[:3]) == (False, ["Lead Sorted ID", "First Name", "Last Name"])
    assert {name: text for name, text in zoe.items() if name != "Summary"} == {
        "Lead Sorted ID": "L-1", "First Name": "Zoë", "Last Name": "Müller", "Company Name": "Acme GmbH", "Owner": "Ann Berger",
        "Contact or Lead": "Lead", "Email": "zoe@acme.example", "Work Phone": "+493012345678", "Tags": "vip, fair",
    }  # fmt: skip
    assert (bob["Owner"], bob["Contact or Lead"]) == ("Ben Okafor", "Lead")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert (manifest["profile"], manifest["crm"]) == ("pipeline-crm", "Pipeline CRM")


def test_its_rules_are_kept(profile: Path) -> None:
    nobody: books.Rows = {
        "L-1": {**books.ZOE, "Owner": None},
        "L-2": {"Company": "Nameless Ltd", "Owner": "Ann Berger", "Status": "New"},
    }
    made = export(books.book(nobody), load(str(profile)), context=books.context())
    assert [f"{one.key} {one.field}: {one.message}" for one in made.findings if one.severity == "error"] == [
        'L-1 Owner: Owner is blank, and Pipeline CRM requires Owner. Fill it in, or name a stand-in for all such rows: --fill "Owner=[not provided]"',
        "L-2 First name: First Name, Last Name are all blank, and Pipeline CRM requires one of them. Fill one in.",
    ]


def test_what_its_help_does_not_say_is_shown_as_unconfirmed(profile: Path) -> None:
    columns = described(str(profile))[0]
    mark = columns.header.index("Mark")
    assert {row[1] for row in columns.rows if row[mark] == "unconfirmed"} == {
        "Lead Sorted ID",
        "Email",
        "Work Phone",
        "Summary",
    }
