"""A CRM's own export comes back without a question: what we sent, and what each CRM writes itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pytest

from leadsorted_sheets.core.book import Book, Key, Row, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Edit
from leadsorted_sheets.core.importing import Imported, Options, plan
from leadsorted_sheets.core.importing.arriving import normalised
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.errors import NotATable
from leadsorted_sheets.exports import export, load
from leadsorted_sheets.exports.coming_back import coming_back, systems
from leadsorted_sheets.exports.library import profiles
from leadsorted_sheets.intake import Incoming, incoming
from leadsorted_sheets.intake import Options as Reading
from tests.context import a_context
from tests.exports import books

ZOE, BOB = "L-7K3QZ9M2XA", "L-8K3QZ9M2XB"


def a_book(crm_values: dict[str, dict[str, Cell]] | None = None, **more: Row) -> Book:
    leads: dict[str, dict[str, Cell]] = {
        ZOE: {**books.ZOE, "Company": "Acme GmbH", "Website": "https://acme.example", "Seniority": "Director"},
        BOB: {**books.BOB, "Company": "Ray Roofs", "Website": "https://ray.example", "Phone": "+442079460018"},
    }
    made = books.book(leads, crm_values=crm_values)
    return {**made, "Leads": {key: row_of({**row, **more.get(key[:3], {})}) for key, row in made["Leads"].items()}}


def read(data: bytes, book: Book, name: str = "export.csv") -> Incoming:
    recognise = coming_back(read_settings(book)[0])
    return incoming(
        data, options=Reading(products=(recognise,), kind="auto"), saved=book, context=a_context(), name=name
    )


def back_in(data: bytes, book: Book, **options: object) -> tuple[Incoming, Imported]:
    found = read(data, book)
    rows, _ = normalised(book, found.changes, a_context())
    asked = Options(trusted=(*systems(), *(origin.system for origin in found.origins)), **options)  # type: ignore[arg-type]
    return found, plan(book, rows, asked, a_context())


@pytest.mark.parametrize("crm", profiles())
def test_what_we_sent_to_a_crm_comes_back_as_the_leads_it_was(crm: str) -> None:
    """Every file of leads: no lead twice, none lost, nothing in the book changed but what the CRM adds."""
    book = a_book()
    profile = load(crm)
    sent = export(book, profile, context=books.context(), skip_bad=True)
    names = {file.name for file in profile.files if file.rows == "leads"}
    came = [each for each in sent.files if each.rows and each.name.rpartition(".")[0] in names]
    assert came
    for each in came:
        found, imported = back_in(each.content, book)
        assert set(imported.became.values()) <= {ZOE, BOB}, (crm, each.name)
        assert len(imported.became) == each.rows
        assert not [change for change in imported.outcome.changes if isinstance(change, AddRow)]
        edited = {change.field for change in imported.outcome.changes if isinstance(change, Edit)}
        assert edited <= {"Notes", "External IDs"}, (crm, each.name, imported.outcome.changes)
        assert found.origins[-1].name == profile.label


Written: TypeAlias = tuple[str, str, str, Key, str, Mapping[str, Cell]]
# a CRM's own export: its name, headers, one row; the lead it is, its record id here, and cells that say how it was read
EXPORTS: tuple[Written, ...] = (
    ("hubspot", "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Job Title", "50111,Zoë,Müller,zoe@acme.example,+49 30 12345678,Ann Berger,Connected,2026-01-05 10:00,Boss", ZOE, "hubspot:50111", {"Status": "Contacted", "Owner": "Ann Berger", "Job title": "Boss"}),
    ("salesforce", "Lead ID,First Name,Last Name,Company,Title,Email,Lead Status,Lead Source,Rating,Lead Owner", "00Q5g00000AbCdEFGH,Bob,Ray,Ray Roofs,Owner,bob@gmail.com,Working - Contacted,Web,Hot,Ben Okafor", BOB, "salesforce:00Q5g00000AbCdEFGH", {"Status": "Contacted", "Source": "Website form", "Rating": "Hot"}),
    ("pipedrive", "Person - ID,Person - Name,Person - Email,Person - Phone,Organization - Name,Person - Owner", "17,Bob Ray,bob@gmail.com,020 7946 0018,Ray Roofs,ben@us.example", BOB, "pipedrive:17", {"First name": "Bob", "Owner": "Ben Okafor"}),
    ("zoho", "Record Id,Lead Owner,Company,First Name,Last Name,Title,Email,Lead Status,Lead Source,No. of Employees", "zcrm_554023000000527002,ann@us.example,Acme GmbH,Zoë,Müller,Boss,zoe@acme.example,Not Contacted,Cold Call,40", ZOE, "zoho:zcrm_554023000000527002", {"Owner": "Ann Berger", "Employees": 40}),
    ("dynamics365", "(Do Not Modify) Lead,First Name,Last Name,Topic,Company Name,Email,Business Phone,Job Title", "6f9619ff-8b86-d011-b42d-00c04fc964ff,Zoë,Müller,Roofs,Acme GmbH,zoe@acme.example,+4930123456789,Boss", ZOE, "dynamics365:6f9619ff-8b86-d011-b42d-00c04fc964ff", {"Notes": "Topic: Roofs", "Phone": "+4930123456789"}),
    ("freshsales", "Id,First name,Last name,Email,Work,Mobile,Job title,Account name,Sales owner", "70012345678,Bob,Ray,bob@gmail.com,+442079460018,+447700900123,Owner,Ray Roofs,ben@us.example", BOB, "freshsales:70012345678", {"Other phones": "+447700900123", "Company": "Ray Roofs"}),
    ("odoo", "id,name,contact_name,partner_name,email_from,phone,function,user_id", "__export__.crm_lead_12_ab34cd56,Roofs,Zoë Müller,Acme GmbH,zoe@acme.example,+493012345678,Boss,Ann Berger", ZOE, "odoo:__export__.crm_lead_12_ab34cd56", {"First name": "Zoë", "Job title": "Boss"}),
    ("frappe-crm", "ID,First Name,Last Name,Email,Mobile No.,Organization,Status,Lead Owner", "CRM-LEAD-2026-00007,Bob,Ray,bob@gmail.com,+447700900123,Ray Roofs,Contacted,ben@us.example", BOB, "frappe-crm:CRM-LEAD-2026-00007", {"Status": "Contacted"}),
    ("erpnext", "name,lead_name,company_name,email_id,phone,mobile_no,status,lead_owner", "CRM-LEAD-2026-00008,Bob Ray,Ray Roofs,bob@gmail.com,+442079460018,,Lead,ben@us.example", BOB, "erpnext:CRM-LEAD-2026-00008", {"Last name": "Ray", "Status": "New"}),
    ("twenty", "Id,Name / First Name,Name / Last Name,Emails / Primary Email,Emails / Additional Emails,Phones / Primary Phone Number,Phones / Primary Phone Calling Code,Job Title", '6f9619ff-8b86-4011-b42d-00c04fc964ff,Zoë,Müller,zoe@acme.example,"[""z@home.example""]",3012345678,+49,Boss', ZOE, "twenty:6f9619ff-8b86-4011-b42d-00c04fc964ff", {"Phone": "+493012345678", "Other emails": "z@home.example"}),
    ("espocrm", "id,firstName,lastName,accountName,emailAddress,phoneNumber,status,source,assignedUserName", "65f0c1d2e3f4a5b6c,Bob,Ray,Ray Roofs,bob@gmail.com,+442079460018,In Process,Web Site,Ben Okafor", BOB, "espocrm:65f0c1d2e3f4a5b6c", {"Source": "Website form", "Owner": "Ben Okafor"}),
    ("suitecrm", "id,first_name,last_name,title,account_name,email1,phone_work,phone_mobile,status,lead_source", "6f9619ff-8b86-d011-b42d-00c04fc96400,Zoë,Müller,Boss,Acme GmbH,zoe@acme.example,+493012345678,,New,Web Site", ZOE, "suitecrm:6f9619ff-8b86-d011-b42d-00c04fc96400", {"Status": "New", "Source": "Website form"}),
)  # fmt: skip


@pytest.mark.parametrize("written", EXPORTS, ids=[each[0] for each in EXPORTS])
def test_a_crms_own_export_is_known_by_its_headers(written: Written) -> None:
    crm, header, cells, _, mark, says = written
    data = f"{header}\n{cells}\n".encode()
    book = a_book()
    found = read(data, book)
    assert [origin.name for origin in found.origins] == [load(crm).label]
    rows, _ = normalised(book, found.changes, a_context())
    assert rows[0].row["External IDs"] == mark
    assert {name: rows[0].row.get(name) for name in says} == says
    assert not [column for column in found.mapping if column.own]


@pytest.mark.parametrize("written", EXPORTS, ids=[each[0] for each in EXPORTS])
def test_a_lead_that_has_the_record_id_is_updated_by_it_whatever_else_changed(written: Written) -> None:
    """The CRM has another e-mail by now: it is the same record all the same."""
    _, header, cells, lead, mark, _ = written
    book = a_book(**{lead[:3]: {"External IDs": f"other:1; {mark}"}})
    changed = cells.replace("zoe@acme.example", "zoe.mueller@neu.example").replace("bob@gmail.com", "bob@ray.example")
    _, imported = back_in(f"{header}\n{changed}\n".encode(), book)
    assert list(imported.became.values()) == [lead]
    edits = {change.field: change.after for change in imported.outcome.changes if isinstance(change, Edit)}
    assert "neu.example" in str(edits["Other emails"]) or "ray.example" in str(edits["Other emails"])
    assert not edits.keys() & {"Email", "Status", "External IDs"}


def test_what_the_team_calls_its_owners_and_values_in_the_crm_is_read_back() -> None:
    said: dict[str, dict[str, Cell]] = {
        "1": {"CRM": "HubSpot", "Kind": "owner", "Ours": "Ben Okafor", "Theirs": "B. O."},
        "2": {"CRM": "", "Kind": "status", "Ours": "Nurture", "Theirs": "Warm pool"},
    }
    text = (
        b"Record ID,First Name,Last Name,Email,Contact owner,Lead Status\n1,Zoe,Lang,z@lang.example,B. O.,Warm Pool\n"
    )
    (change,) = read(text, a_book(said)).changes
    assert (change.row["Owner"], change.row["Status"]) == ("Ben Okafor", "Nurture")


def test_deals_are_refused_in_words_for_they_are_no_leads() -> None:
    text = b"Lead Sorted Deal ID,Deal Name,Pipeline,Deal Stage,Amount,Close Date\nD-7K3QZ9M2XA,Roof,default,closedwon,12,2026-01-01\n"
    with pytest.raises(NotATable, match=r"it is a list of deals from HubSpot\. Export its leads or contacts"):
        read(text, a_book())


# headers and a row of lists that no CRM wrote
ORDINARY = (
    ("First Name,Last Name,Email,Company", "Zoë,Müller,zoe@acme.example,Acme"),
    ("ID,First Name,Last Name,Email,Phone,Company", "abc,Zoë,Müller,zoe@acme.example,1,Acme"),
    ("Lead ID,Email,Status", "4711,zoe@acme.example,New"),
)


@pytest.mark.parametrize(("header", "cells"), ORDINARY)
def test_an_ordinary_list_is_taken_for_nobodys_export(header: str, cells: str) -> None:
    assert read(f"{header}\n{cells}\n".encode(), a_book()).origins == ()
