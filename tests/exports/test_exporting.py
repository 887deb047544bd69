"""A book in, files out: what goes, what is refused and why, what stays behind and where that is told."""

from __future__ import annotations

import hashlib
import json

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.exports import export, load, parse, text_of
from leadsorted_sheets.exports.profile import Profile
from tests.exports import books
from tests.exports.checkers.files import read

HUBSPOT, SALESFORCE = load("hubspot"), load("salesforce")


def errors(book: Book, profile: Profile, **options: object) -> list[str]:
    result = export(book, profile, context=books.context(), **options)  # type: ignore[arg-type]  # options of export
    return [f"{one.tab} {one.key} {one.field}: {one.message}" for one in result.findings if one.severity == "error"]


def rows(result: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return read(result[name].removeprefix(b"\xef\xbb\xbf"))[1]


def test_the_small_book_for_hubspot() -> None:
    result = export(books.small(), HUBSPOT, context=books.context())
    found = books.files(result)
    assert result.figures == (
        Figures("For HubSpot", ("What", "Rows"), (("Companies", 1), ("Contacts", 2), ("Deals", 1), ("Notes", 1), ("Rejected", 0), ("Left out: asked not to be contacted", 0))),
    )  # fmt: skip
    zoe, bob = rows(found, "contacts.csv")
    assert {header: text for header, text in zoe.items() if text} == {
        "Lead Sorted ID": "L-1", "First Name": "Zoë", "Last Name": "Müller", "Email": "zoe@acme.example", "Phone Number": "+493012345678",
        "Job Title": "Head of Sales", "Company Name": "Acme GmbH", "Postal Code": "01067", "Country/Region": "Germany", "Lifecycle Stage": "lead",
        "Lead Status": "NEW", "Contact owner": "ann@us.example", "Company Domain Name": "acme.example", "Lead Sorted Source": "Website form",
        "Lead Sorted Notes": "Met at the fair.\nLikes tea.\n\nScore: 72\nRating: Hot\nNext action: Send revised proposal\nNext action due: 2026-03-09\n"
                             "Created: 2026-01-02 10:00\nOther emails: z.mueller@acme.example\nTags: vip; fair",
    }  # fmt: skip
    assert (bob["Email"], bob["Company Domain Name"], bob["Lifecycle Stage"]) == (
        "bob@gmail.com",
        "",
        "salesqualifiedlead",
    )
    assert rows(found, "deals.csv")[0] == {
        "Lead Sorted Deal ID": "D-1", "Deal Name": "Ray: 20 seats", "Pipeline": "default", "Deal Stage": "presentationscheduled", "Amount": "1200.5",
        "Close Date": "2026-05-01", "Deal owner": "ben@us.example", "Email": "bob@gmail.com", "Closed Lost Reason": "",
        "Deal Description": "Currency: GBP\nCompany: Ray & Sons",
    }  # fmt: skip


FILL = "Fill it in, or name a stand-in for all such rows: --fill"
ADD = 'Add it under "CRM owners and values" on Settings: salesforce,'

ERRORS = [
    'Leads L-03 Email: "no address" is not an e-mail address (Salesforce: Email). Correct it, or clear the cell.',
    f'Leads L-04 Last name: Last name is blank, and Salesforce requires Last Name. {FILL} "Last Name=[not provided]"',
    f'Leads L-05 Last name: Last name is blank, and Salesforce requires Last Name. {FILL} "Last Name=[not provided]"',
    f'Leads L-05 Company: Company is blank, and Salesforce requires Company. {FILL} "Company=[not provided]"',
    f'Leads L-07 Status: "Simmering" has no equivalent among the values of Salesforce we know (Salesforce: Lead Status). {ADD} status, Simmering, and its name there.',
    f'Leads L-08 Last name: "{"😀" * 60}" is 120 characters long where 80 are the most (Salesforce: Last Name). Shorten it.',
    'Leads L-10 Owner: "Nobody" is not on the Owners list (Salesforce: Record Owner). Add the owner under "CRM owners and values" on Settings: salesforce, owner, Nobody, and the name there.',
    'Leads L-13 Email: "=A1" is a formula, whose result we cannot vouch for (Salesforce: Email). Replace it by its value.',
    f'Leads L-16 Notes: "{"n" * 57}..." is 70000 characters long where 32000 are the most (Salesforce: Description). Shorten it.',
    f'Leads L-19 Company: "{"x" * 57}..." is 300 characters long where 255 are the most (Salesforce: Company). Shorten it.',
    f'Leads L-20 City: "{"y" * 50}" is 50 characters long where 40 are the most (Salesforce: City). Shorten it.',
    'Pipeline D-2 Value: "ten" is not a plain number (Salesforce: Amount). Write it without currency and thousands, such as 1200.50.',
    f'Pipeline D-3 Stage: "Dreaming" has no equivalent among the values of Salesforce we know (Salesforce: Stage). {ADD} stage, Dreaming, and its name there.',
    'Pipeline D-3 Expected close: "soon" is not a date (Salesforce: Close Date). Write it as a date, such as 2026-03-04, or clear the cell.',
    f'Pipeline D-6 Deal: Deal is blank, and Salesforce requires Opportunity Name. {FILL} "Opportunity Name=[not provided]"',
    f'Pipeline D-7 Deal: "{"d" * 57}..." is 121 characters long where 120 are the most (Salesforce: Opportunity Name). Shorten it.',
    f'Pipeline D-7 Closed on: Closed on is blank, and Salesforce requires Close Date. {FILL} "Close Date=[not provided]"',
]  # fmt: skip


def test_every_error_names_its_cell_and_its_mend() -> None:
    assert sorted(errors(books.nasty(), SALESFORCE)) == sorted(ERRORS)


def test_errors_mean_that_nothing_is_written() -> None:
    result = export(books.nasty(), HUBSPOT, context=books.context())
    assert (result.refused, result.files) == (True, ())


def test_two_rows_that_the_crm_would_merge_are_refused_but_for_the_first() -> None:
    book = books.book(
        {"L-1": {**books.BOB, "Status": "New"}, "L-2": {**books.BOB, "Status": "New", "Email": "BOB@gmail.com"}}
    )
    assert errors(book, HUBSPOT) == [
        "Leads L-2 Email: Email is the same as in L-1, and HubSpot would make one record of both. Merge the two (leadsorted dedupe), or correct one."
    ]
    assert errors(book, SALESFORCE) == []


def test_skipping_the_bad_writes_the_good_and_a_reject_file_for_people() -> None:
    good = books.ZOE
    bad: dict[str, Cell] = {"Company": "=cmd()", "Phone": "+442079460018", "My own": "blue"}
    result = export(books.book({"L-1": good, "L-2": bad}), SALESFORCE, context=books.context(), skip_bad=True)
    found = books.files(result)
    assert [row["Lead Sorted ID"] for row in rows(found, "leads.csv")] == ["L-1"]
    assert (
        found["rejected.csv"]
        == (
            "\ufeffReason,Tab,Row,Lead ID,Company,Phone,My own\r\n"
            '"Last name is blank, and Salesforce requires Last Name. Fill it in, or name a stand-in for all such rows: '
            '--fill ""Last Name=[not provided]""",Leads,L-2,L-2,"\'=cmd()",+442079460018,blue\r\n'
        ).encode()
    )


def test_a_deal_goes_only_with_its_lead() -> None:
    leads: books.Rows = {
        "L-1": {"Company": "Nameless"},
        "L-2": books.BOB,
        "L-3": {**books.BOB, "Email": "x@y.example", "Do not contact": "yes"},
    }
    deals: books.Rows = {f"D-{n}": {**books.DEAL, "Lead ID": f"L-{n}"} for n in (1, 2, 3)}
    result = export(books.book(leads, deals), load("odoo"), context=books.context(), skip_bad=True)
    assert [row["id"] for row in rows(books.files(result), "opportunities.csv")] == [
        "leadsorted.deal_1",
        "leadsorted.deal_2",
    ]
    strict = export(books.book(leads, deals), SALESFORCE, context=books.context(), skip_bad=True)
    found = books.files(strict)
    assert [row["Lead Sorted ID"] for row in rows(found, "opportunities.csv")] == ["D-2", "D-3"]
    assert [(row["Row"], row["Reason"]) for row in rows(found, "rejected.csv")][1] == ("D-1", "Its lead L-1 cannot go.")


@pytest.mark.parametrize(("name", "sent", "told"), [("hubspot", 1, True), ("salesforce", 2, False)])
def test_who_asked_not_to_be_contacted_stays_where_the_crm_would_not_know(name: str, sent: int, told: bool) -> None:
    leads: books.Rows = {"L-1": books.ZOE, "L-2": {**books.BOB, "Status": "New", "Do not contact": "yes"}}
    found = books.files(export(books.book(leads), load(name), context=books.context()))
    people = rows(found, "contacts.csv" if name == "hubspot" else "leads.csv")
    assert len(people) == sent
    assert ("| Leads | whole row | 1 | asked not to be contacted | L-2 |" in found["loss-report.md"].decode()) == told
    assert name == "hubspot" or [(row["Email Opt Out"], row["Do Not Call"]) for row in people] == [
        ("0", "0"),
        ("1", "1"),
    ]


def test_a_stand_in_is_written_where_the_user_asks_for_it() -> None:
    book = books.book({"L-1": {"First name": "Only"}})
    found = books.files(
        export(book, SALESFORCE, context=books.context(), fill={"Last Name": "[not provided]", "Company": "[none]"})
    )
    assert [(row["Last Name"], row["Company"]) for row in rows(found, "leads.csv")] == [("[not provided]", "[none]")]
    assert "| Leads | Last name | 1 | blank, so '[not provided]' | L-1 |" in found["loss-report.md"].decode()


def test_files_are_split_by_rows_and_by_bytes_and_each_has_the_header() -> None:
    book = books.book({f"L-{n:03}": {**books.BOB, "Email": f"bob{n}@gmail.com", "Status": "New"} for n in range(30)})
    by_rows = parse(text_of("erpnext") + "\n[limits]\nrows = 4\n", place="x")
    by_bytes = parse(text_of("erpnext") + "\n[limits]\nbytes = 1000\n", place="x")
    for profile, sizes in ((by_rows, [4, 4, 4, 4, 4, 4, 4, 2]), (by_bytes, None)):
        found = export(book, profile, context=books.context()).files
        parts = [file for file in found if file.name.endswith(".csv")]
        assert [file.name for file in parts] == [f"leads-{n}.csv" for n in range(1, len(parts) + 1)]
        assert len(parts) > 1
        assert sizes is None or [file.rows for file in parts] == sizes
        assert all(len(file.content) <= profile.limits.bytes for file in parts)
        assert [row["leadsorted_id"] for file in parts for row in read(file.content)[1]] == [
            f"L-{n:03}" for n in range(30)
        ]


def test_the_manifest_counts_and_fingerprints_every_file() -> None:
    found = books.files(export(books.small(), HUBSPOT, context=books.context()))
    manifest = json.loads(found.pop("manifest.json"))
    assert (manifest["profile"], manifest["made"], manifest["rejected"]) == ("hubspot", "2026-03-04T09:00:00+00:00", 0)
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in found.items()
    }
    assert [(one["name"], one["rows"]) for one in manifest["files"] if one["rows"] is not None] == [
        ("companies.csv", 1), ("contacts.csv", 2), ("deals.csv", 1), ("notes.csv", 1),
    ]  # fmt: skip


def test_the_same_book_gives_the_same_bytes() -> None:
    one, two = (export(books.small(), HUBSPOT, context=books.context()) for _ in range(2))
    assert one == two


def test_a_slip_in_a_profiles_column_is_said() -> None:
    profile = parse(text_of("csv").replace('from = "Campaign"', 'from = "Campain"'), place="x")
    result = export(books.small(), profile, context=books.context())
    assert [one.message for one in result.findings if one.rule == "export.no-column"] == [
        "The profile csv takes the column 'Campain' for leads, and no row of Leads has it. If that is a slip, mend the profile."
    ]


def test_a_column_of_the_users_own_can_be_sent() -> None:
    profile = parse(text_of("csv").replace('from = "Campaign"', 'from = "Shoe size"'), place="x")
    book = books.book({"L-1": {**books.ZOE, "Shoe size": 38}})
    assert rows(books.files(export(book, profile, context=books.context())), "leads.csv")[0]["Campaign"] == "38"


def test_rows_without_an_id_are_counted_because_a_second_import_would_double_them() -> None:
    result = export(books.book({"#2": {**books.BOB, "Status": "New"}}), SALESFORCE, context=books.context())
    assert [one.message for one in result.findings if one.rule == "export.no-key"] == [
        "1 of the 1 rows in leads have no Lead Sorted ID, by which Salesforce knows a record again. Imported a second time they may become second records."
    ]


def test_an_owner_with_a_salesforce_id_goes_by_it() -> None:
    values: books.Rows = {
        "1": {"CRM": "salesforce", "Kind": "owner", "Ours": "Ann Berger", "Theirs": "0055g00000ABCDEAA1"}
    }
    found = books.files(export(books.book({"L-1": books.ZOE}, crm_values=values), SALESFORCE, context=books.context()))
    row = rows(found, "leads.csv")[0]
    assert row["Owner ID"] == "0055g00000ABCDEAA1"
    assert "Record Owner" not in row
    assert b"Owner\\ ID=OwnerId\n" in found["leads.sdl"]


def test_the_guide_tells_what_to_create_to_click_and_to_doubt() -> None:
    guide = books.files(export(books.small(), HUBSPOT, context=books.context()))["import-guide.md"].decode()
    for line in (
        "# Import into HubSpot",
        "  | Contacts | Lead Sorted Notes | leadsorted_notes | multi-line text |",
        "- These users must exist: ann@us.example, ben@us.example.",
        "1. Upload contacts.csv for Contacts, 2 rows.",
        "Import this file once only: a second import makes a second record of every row.",
        "- A note's text is shown as HTML, so < and & in a note may look different. (unconfirmed)",
    ):
        assert line in guide.splitlines(), line
    assert guide.index("## Companies") < guide.index("## Contacts") < guide.index("## Deals") < guide.index("## Notes")


def test_formula_like_text_goes_unaltered_to_a_crm_and_guarded_to_people() -> None:
    book = books.book({"L-1": {**books.ZOE, "Job title": "=1+1", "Phone": "+442079460018"}})
    crm = books.files(export(book, HUBSPOT, context=books.context()))
    assert b",=1+1," in crm["contacts.csv"] or b',"=1+1",' in crm["contacts.csv"]
    assert "| Leads | Job title | 1 | - | L-1 |" in crm["loss-report.md"].decode().partition("## Sent as it is")[2]
    people = books.files(export(book, load("csv"), context=books.context()))
    assert b'"\'=1+1"' in people["leads.csv"]
    assert b",+442079460018," in people["leads.csv"]
