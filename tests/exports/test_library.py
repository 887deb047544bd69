"""Profiles are found, read, and refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from leadsorted_sheets.errors import BadSettings
from leadsorted_sheets.exports import described, export, load, parse, profiles, text_of
from leadsorted_sheets.exports import profile as grammar
from tests.exports import books

MINE = """\
format = 1
name = "acme-crm"
label = "Acme CRM"

[[files]]
name = "people"
title = "People"
rows = "leads"
external_id = "Ref"
columns = [
  { header = "Ref", from = "Lead ID" },
  { header = "Mail", from = "Email", type = "email", required = true },
]
"""

SLIPS: list[tuple[str, str, str]] = [
    # what it says, the slip, the message
    ("format = 1", "format = ", "mine.toml: this is not TOML: Invalid value (at line 1, column 10). Nothing was written. Mend the line it names."),
    ("format = 1", "format = 2", "mine.toml, line 1: format: input should be 1 (it says 2)."),
    ('label = "Acme CRM"', 'labell = "Acme CRM"', "mine.toml: label: it is required."),
    ('title = "People"', 'title = "People"\nquick = true', "mine.toml, line 8: files[people].quick: no profile has such a key."),
    ('type = "email"', 'type = "mail"', "mine.toml, line 12: files[people].columns[Mail].type: input should be 'text', 'long', 'email'"),
    ('from = "Email"', 'from = "Email", value = "x"', 'mine.toml, line 12: files[people].columns[Mail]: says what stands in it with exactly one of "from", "make" and "value".'),
    ('header = "Mail"', 'header = "Ref"', "files[people]: has two columns called 'Ref'."),
    ('external_id = "Ref"', 'external_id = "Reff"', "mine.toml, line 6: files[people]: names 'Reff', which is none of its columns."),
    ('external_id = "Ref"\n', "", "files[people]: needs an external_id, the column with our id"),
    ('type = "email"', 'type = "pick"', 'files[people].columns[Mail]: needs both type = "pick" and a picklist, or neither.'),
    ('type = "email"', 'type = "pick", picklist = "status"', "mine.toml: column 'Mail' of file 'people' names the picklist 'status', which is not there."),
    ('type = "email"', 'type = "owner"', 'needs both type = "owner" and by = "name", "email" or "id", or neither.'),
    ('type = "email"', 'source = "X1"', "mine.toml: quotes the source 'X1', which [sources] does not have."),
    ('label = "Acme CRM"', 'label = "Acme CRM"\ndo_not_contact = "flag"', 'do_not_contact = "flag" needs a column from "Do not contact" in the file \'people\''),
    ('type = "email"', 'link = { file = "firms", column = "Name" }', "links to the file 'firms', which is not there."),
]  # fmt: skip


@pytest.mark.parametrize(("says", "slip", "message"), SLIPS)
def test_a_broken_profile_is_refused_with_the_place_and_the_remedy(says: str, slip: str, message: str) -> None:
    assert says in MINE
    with pytest.raises(BadSettings) as refusal:
        parse(MINE.replace(says, slip, 1), place="mine.toml")
    assert message in str(refusal.value)
    assert "Nothing was written." in str(refusal.value)


def test_a_profile_of_ones_own_works_like_ours(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_text(MINE, encoding="utf-8")
    result = export(books.small(), load(str(path)), context=books.context())
    assert books.files(result)["people.csv"] == b"Ref,Mail\r\nL-1,zoe@acme.example\r\nL-2,bob@gmail.com\r\n"


def test_a_name_we_do_not_know_lists_those_we_do() -> None:
    with pytest.raises(BadSettings) as refusal:
        load("hubspt")
    assert str(refusal.value) == (
        "hubspt: it is no profile of ours, and no file of that name can be read. Nothing was written. "
        "Ours are csv, dynamics365, erpnext, espocrm, frappe-crm, freshsales, hubspot, odoo, pipedrive, salesforce, "
        "suitecrm, twenty, zoho. A profile of your own is a path such as my-crm.toml."
    )


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "binary.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSettings, match="the file is not UTF-8 text"):
        load(str(path))


@pytest.mark.parametrize("name", profiles())
def test_each_profile_is_called_as_its_file(name: str) -> None:
    profile = load(name.upper())
    assert profile.name == name
    assert parse(text_of(name), place=name) == profile


def test_what_is_unconfirmed_can_be_seen() -> None:
    columns, values, facts = described(load("hubspot"))
    marks = {row[1]: row[7] for row in columns.rows if row[0] == "deals"}
    assert (marks["Deal Name"], marks["Amount"]) == ("", "unconfirmed")
    assert ("lead status", "New", "NEW", "", "a public plugin's source, wpop-contactform-hubspot") in values.rows
    assert {row[1] for row in facts.rows} == {"", "unconfirmed", "sources disagree"}


def test_every_key_of_a_profile_is_in_the_documentation() -> None:
    page = Path(__file__).parents[2].joinpath("docs", "crm-profiles.md").read_text(encoding="utf-8")
    parts = [
        one
        for one in vars(grammar).values()
        if isinstance(one, type) and issubclass(one, BaseModel) and one.model_fields
    ]
    keys = {item.alias or name for part in parts for name, item in part.model_fields.items()}
    silent = {key for key in keys if f"`{key}`" not in page and f"[[{key}]]" not in page and f"[{key}" not in page}
    assert silent == set()
