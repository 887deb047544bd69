"""One trouble at a time: each row leaves as the CRM takes it, or stays with the cell and the mend named, never otherwise."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.errors import BadSettings
from leadsorted_sheets.exports import Export, export, load, profiles, text_of
from tests.exports import books

LEE: dict[str, Cell] = {
    "First name": "Ann", "Last name": "Lee", "Company": "Lee Ltd", "Email": "ann@lee.example", "Status": "New", "Owner": "Ann Berger",
}  # fmt: skip
FILE = {"hubspot": "contacts.csv", "salesforce": "leads.csv"}


def exported(crm: str, *others: dict[str, Cell], skip_bad: bool = True, **trouble: Cell) -> Export:
    """Ann Lee with this in her row (`_` for a blank in a column's name), and whoever comes after her."""
    lee = {**LEE, **{name.replace("_", " "): cell for name, cell in trouble.items()}}
    rows = {f"L-{n}": row for n, row in enumerate((lee, *others), 1)}
    return export(books.book(rows), load(crm), context=books.context(), skip_bad=skip_bad)


def told(done: Export, severity: str = "error") -> list[str]:
    return [f"{each.key} {each.field}: {each.message}" for each in done.findings if each.severity == severity]


def people(done: Export, crm: str) -> list[dict[str, str]]:
    content = books.files(done).get(FILE[crm], b"")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def one(crm: str, **trouble: Cell) -> dict[str, str]:
    """The row as it leaves; nothing may be said against it."""
    done = exported(crm, skip_bad=False, **trouble)
    assert told(done) == []
    (row,) = people(done, crm)
    return row


def refused(crm: str, *others: dict[str, Cell], **trouble: Cell) -> list[str]:
    """Why the row stays: no file without --skip-bad, and with it the row is among the rejected and nowhere else."""
    assert exported(crm, *others, skip_bad=False, **trouble).files == ()
    done = exported(crm, *others, **trouble)
    bad = {finding.key for finding in done.findings if finding.severity == "error"}
    rejected = csv.DictReader(io.StringIO(books.files(done)["rejected.csv"].decode("utf-8-sig"), newline=""))
    assert {row["Lead ID"] for row in rejected} == bad
    assert bad.isdisjoint(row["Lead Sorted ID"] for row in people(done, crm))
    return told(done)


def test_without_an_e_mail_the_row_goes_and_it_is_said_that_the_crm_will_not_know_it_again() -> None:
    done = exported("hubspot", Email=None)
    assert [row["Email"] for row in people(done, "hubspot")] == [""]
    assert told(done, "warning") == [
        (
            "None Email: 1 of the 1 rows in contacts have no Email, by which HubSpot knows a record again. "
            "Imported a second time they may become second records."
        )
    ]


def test_without_a_last_name_the_row_stays_where_the_crm_requires_one() -> None:
    assert one("hubspot", Last_name=None)["Last Name"] == ""
    assert refused("salesforce", Last_name=None) == [
        (
            "L-1 Last name: Last name is blank, and Salesforce requires Last Name. Fill it in, or name a stand-in for all "
            'such rows: --fill "Last Name=[not provided]"'
        )
    ]


def test_without_a_company_the_row_stays_where_the_crm_requires_one() -> None:
    assert one("hubspot", Company=None)["Company Name"] == ""
    assert refused("salesforce", Company=None) == [
        (
            "L-1 Company: Company is blank, and Salesforce requires Company. Fill it in, or name a stand-in for all such "
            'rows: --fill "Company=[not provided]"'
        )
    ]


def test_an_owner_the_crm_does_not_know_keeps_the_row_here() -> None:
    assert refused("hubspot", Owner="Nobody") == [
        (
            'L-1 Owner: "Nobody" is not on the Owners list (HubSpot: Contact owner). Add the owner under "CRM owners and '
            'values" on Settings: hubspot, owner, Nobody, and the email there.'
        )
    ]


def test_a_value_the_crms_list_does_not_have_keeps_the_row_here() -> None:
    assert refused("salesforce", Status="Simmering") == [
        (
            'L-1 Status: "Simmering" has no equivalent among the values of Salesforce we know (Salesforce: Lead Status). '
            'Add it under "CRM owners and values" on Settings: salesforce, status, Simmering, and its name there.'
        )
    ]


def test_of_two_people_with_one_e_mail_the_second_stays_where_the_crm_would_make_one_of_both() -> None:
    bo: dict[str, Cell] = {**LEE, "First name": "Bo"}
    assert refused("hubspot", bo) == [
        (
            "L-2 Email: Email is the same as in L-1, and HubSpot would make one record of both. Merge the two (leadsorted "
            "dedupe), or correct one."
        )
    ]
    assert len(people(exported("salesforce", bo, skip_bad=False), "salesforce")) == 2


def test_a_value_that_is_too_long_keeps_the_row_here_and_is_never_cut() -> None:
    (message,) = refused("salesforce", Last_name="x" * 81)
    assert message.startswith("L-1 Last name:")
    assert message.endswith("is 81 characters long where 80 are the most (Salesforce: Last Name). Shorten it.")
    assert one("salesforce", Last_name="x" * 80)["Last Name"] == "x" * 80


@pytest.mark.parametrize("crm", FILE)
def test_an_emoji_arrives_as_it_is(crm: str) -> None:
    assert one(crm, Last_name="Lee 👩‍🚀")["Last Name"] == "Lee 👩‍🚀"


@pytest.mark.parametrize(
    ("crm", "title", "notes"), [("hubspot", "Job Title", "Lead Sorted Notes"), ("salesforce", "Title", "Description")]
)
def test_a_line_break_stays_where_the_crm_takes_it_and_becomes_a_blank_elsewhere(
    crm: str, title: str, notes: str
) -> None:
    row = one(crm, Job_title="Head\nof Sales", Notes="one\ntwo")
    assert (row[title], row[notes]) == ("Head of Sales", "one\ntwo")


@pytest.mark.parametrize("crm", FILE)
def test_leading_zeros_arrive(crm: str) -> None:
    row = one(crm, Postcode="01067", Country="DE")
    assert "01067" in row.values()


@pytest.mark.parametrize("crm", FILE)
def test_formula_like_text_goes_as_it_is_and_is_counted_in_the_loss_report(crm: str) -> None:
    done = exported(crm, skip_bad=False, Job_title="=1+1", Phone="+442079460018")
    (row,) = people(done, crm)
    assert {"=1+1", "+442079460018"} <= set(row.values())
    report = books.files(done)["loss-report.md"].decode()
    assert "| Leads | Job title | 1 | - | L-1 |" in report.partition("## Sent as it is")[2]


@pytest.mark.parametrize("crm", FILE)
def test_a_right_to_left_name_arrives_letter_by_letter(crm: str) -> None:
    row = one(crm, First_name="נועה", Last_name="כהן")
    assert (row["First Name"], row["Last Name"]) == ("נועה", "כהן")


def test_a_profile_with_an_error_is_refused_with_the_key_and_the_line(tmp_path: Path) -> None:
    says = 'type = "email"'
    text = text_of("hubspot")
    line = text[: text.index(says)].count("\n") + 1
    mine = tmp_path / "mine.toml"
    mine.write_text(text.replace(says, 'type = "mail"', 1), encoding="utf-8")
    with pytest.raises(BadSettings) as refusal:
        load(str(mine))
    assert f"mine.toml, line {line}: files[" in str(refusal.value)
    assert ".type: input should be 'text', 'long', 'email'" in str(refusal.value)
    assert "Nothing was written." in str(refusal.value)


@pytest.mark.parametrize("name", profiles())
def test_all_the_troubles_at_once_are_refused_or_sent_by_every_profile_and_never_lost(name: str) -> None:
    book = books.nasty()
    done = export(book, load(name), context=books.context(), skip_bad=True)
    tables = "".join(file.content.decode("utf-8", "replace") for file in done.files if file.name.endswith(".csv"))
    tables = tables.replace("leadsorted.lead_", "L-")  # so Odoo spells it
    gone = [key for key, row in book["Leads"].items() if key[0] == "L" and key not in tables]
    assert [key for key in gone if not book["Leads"][key].get("Do not contact")] == []
