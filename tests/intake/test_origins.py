"""Lists that say where they come from: lead ads, UTM tags, rows that came back, and what leads did."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.intake import Incoming, Options, incoming, rejects_csv


def take(text: str, context: Context, kind: str = "auto") -> Incoming:
    return incoming(text.encode(), options=Options(kind=kind), context=context, name="list.csv")  # type: ignore[arg-type]


def rows(found: Incoming) -> list[dict[str, object]]:
    return [{name: cell for name, cell in change.row.items() if name != "Lead ID"} for change in found.changes]


META = (
    "id\tcreated_time\tad_id\tad_name\tadset_id\tadset_name\tcampaign_id\tcampaign_name\tform_id\tform_name\tis_organic\tplatform\t"
    "what_do_you_need?\tfull_name\temail\tphone_number\tpost_code\tlead_status\n"
    "l:99101\t2026-03-01T09:30:00-05:00\tag:1\tSpring\tas:2\tUK 30-50\tc:3\tSpring roofs\tf:4\tRoof form\tfalse\tfb\tA new roof\tAna Ng\t"
    "ana@acme.example\tp:+447700900123\tz:LS1 4DY\tCREATED\n"
    "l:99102\t2026-03-02T09:30:00-05:00\t\t\t\t\t\t\tf:4\tRoof form\ttrue\tig\tRepair\tBo Li\tbo@beta.example\tp:+4930123456\t\tcomplete\n"
    "l:99103\t2026-03-03T09:30:00-05:00\tag:1\tSpring\tas:2\tUK\tc:3\tSpring roofs\tf:4\tRoof form\tfalse\tfb\t<test lead: dummy data for question>\t"
    "<test lead: dummy data for full_name>\ttest@fb.com\tp:+11111\t\tCREATED\n"
)
LINKEDIN = (
    "Lead ID,Submitted At,Account Name,Campaign Name,Form Name,Creative ID,First Name,Last Name,Email Address,Company Name,Job Title\n"
    "7f0-a,2026-03-01 10:00,Our ad account,Q1 CFOs,Demo form,55,Ana,Ng,ana@acme.example,Acme,CFO\n"
)
GOOGLE = (
    "Lead ID,GCLID,Form ID,Campaign ID,Ad group ID,Lead submit time,User Email,User Phone,Full Name,Is Test\n"
    "TeSt,abc,1,2,3,2026-03-01T10:00:00Z,ana@acme.example,+447700900123,Ana Ng,false\n"
    "T2,abc,1,2,3,2026-03-01T10:00:00Z,x@y.example,+447700900124,Test Test,true\n"
)


def test_metas_leads_come_in_as_paid_or_social_with_its_marks_taken_off(context: Context) -> None:
    found = take(META, context)
    shared = {"Status": "New", "form_name": "Roof form"}
    assert rows(found) == [
        {
            **shared, "First name": "Ana", "Last name": "Ng", "Email": "ana@acme.example", "Phone": "+447700900123",
            "Postcode": "LS1 4DY", "Campaign": "Spring roofs", "Created": "2026-03-01T09:30:00-05:00", "Source": "Paid ads",
            "External IDs": "meta:99101", "platform": "fb", "ad_name": "Spring", "adset_name": "UK 30-50",
            "what_do_you_need?": "A new roof",
        },
        {
            **shared, "First name": "Bo", "Last name": "Li", "Email": "bo@beta.example", "Phone": "+4930123456",
            "Created": "2026-03-02T09:30:00-05:00", "Source": "Social media", "External IDs": "meta:99102", "platform": "ig",
            "what_do_you_need?": "Repair",
        },
    ]  # fmt: skip
    assert [(row.line, row.reason) for row in found.rejected] == [(4, "is a test of the form, not a lead")]
    assert found.notes[0] == "The headers are those of Meta lead ads, so its columns were taken as such."


def test_linkedins_leads_keep_their_campaign_and_not_our_ad_account_as_their_company(context: Context) -> None:
    assert rows(take(LINKEDIN, context)) == [
        {
            "First name": "Ana", "Last name": "Ng", "Email": "ana@acme.example", "Company": "Acme", "Job title": "CFO",
            "Campaign": "Q1 CFOs", "Form Name": "Demo form", "Created": "2026-03-01 10:00", "Source": "Paid ads",
            "External IDs": "linkedin:7f0-a",
        }
    ]  # fmt: skip


def test_googles_leads_come_in_without_its_tests(context: Context) -> None:
    found = take(GOOGLE, context)
    assert rows(found) == [
        {
            "First name": "Ana", "Last name": "Ng", "Email": "ana@acme.example", "Phone": "+447700900123", "GCLID": "abc",
            "Created": "2026-03-01T10:00:00Z", "Source": "Paid ads", "External IDs": "google ads:TeSt", "Is Test": "false",
        }
    ]  # fmt: skip
    assert [row.line for row in found.rejected] == [3]


def test_a_list_with_an_ordinary_header_comes_from_nowhere_in_particular(context: Context) -> None:
    assert take("Lead ID,Campaign,Form,Email\n4711,Spring,web,a@x.org\n", context).origins == ()


# tags or a landing page, and what they make of Source and Campaign
TAGGED = (
    ("utm_source,utm_medium,utm_campaign", "google,cpc,Spring", {"Source": "Paid ads", "Campaign": "Spring"}),
    ("utm_source,utm_medium", "google,organic", {"Source": "Organic search"}),
    ("UTM Source,UTM Medium", "linkedin,Social", {"Source": "Social media"}),
    ("utm_source,utm_medium", "march news,email", {"Source": "march news"}),
    ("utm_medium", "referral", {"Source": "Referral"}),
    ("utm_source,gclid", "google,x1", {"Source": "Paid ads"}),
    ("utm_source,utm_medium,Source", "google,cpc,Trade show", {"Source": "Trade show"}),
    ("Landing page", "https://x.example/?utm_source=fb&utm_medium=paid_social&utm_campaign=May", {"Source": "Paid ads", "Campaign": "May"}),
    ("Landing page,Campaign", "https://x.example/?utm_source=fb&utm_medium=social&utm_campaign=May,June", {"Source": "Social media", "Campaign": "June"}),
    ("Landing page", "https://x.example/prices", {}),
)  # fmt: skip


@pytest.mark.parametrize(("header", "cells", "expected"), TAGGED)
def test_tags_say_where_a_lead_came_from(
    context: Context, header: str, cells: str, expected: Mapping[str, str]
) -> None:
    (row,) = rows(take(f"Email,{header}\na@x.org,{cells}\n", context))
    assert {name: row[name] for name in ("Source", "Campaign") if name in row} == expected


def test_the_tags_themselves_stay(context: Context) -> None:
    (row,) = rows(take("Email,utm_source,utm_medium\na@x.org,google,cpc\n", context))
    assert (row["utm_source"], row["utm_medium"]) == ("google", "cpc")


def test_rows_that_came_back_go_in_again_without_their_reasons(context: Context) -> None:
    first = take("Email,City\n,\na@x.org,Bath\nn/a,-\n", context)
    back = rejects_csv([first]).decode("utf-8-sig").replace("n/a", "b@x.org")
    again = take(back, context)
    assert rows(again) == [{"Email": "b@x.org", "City": "-"}]
    assert [column.field for column in again.mapping] == [None, None, None, "Email", "City"]


EVENTS = (
    "Email,Event,Timestamp,Campaign,URL\n"
    "ana@acme.example,email_opened,2026-03-01 10:00,Spring,\n"
    "ana@acme.example,demo request,2026-03-02 10:00,Spring,https://x.example\n"
)


def test_what_leads_did_is_told_from_a_list_of_leads(context: Context) -> None:
    found = take(EVENTS, context)
    assert found.changes == [
        AddRow("Activities", "A-0000000001", {"Email": "ana@acme.example", "When": "2026-03-01 10:00", "Type": "Email", "Outcome": "Opened", "Summary": "Spring"}, "import: list.csv"),
        AddRow("Activities", "A-0000000002", {"Email": "ana@acme.example", "When": "2026-03-02 10:00", "Type": "Demo", "Outcome": "Requested", "Summary": "Spring", "Link": "https://x.example"}, "import: list.csv"),
    ]  # fmt: skip
    assert found.lines == {"A-0000000001": 2, "A-0000000002": 3}


# a list, and whether its rows are what leads did
WHAT_IT_IS = (
    (EVENTS, "Activities"),
    ("Lead ID,Type,When,Summary\nL-7K3QZ9M2XA,Call,2026-03-01,talked\n", "Activities"),
    ("Name,Email,Type,Date\nAna,a@x.org,Customer,2026-03-01\nBo,b@x.org,Supplier,2026-03-01\n", "Leads"),
    ("Name,Email,Event,Date\nAna,a@x.org,Leeds Fair,2026-03-01\n", "Leads"),
    ("Event,Date\ndemo,2026-03-01\n", None),
    ("Email,Event\na@x.org,demo\n", "Leads"),
)


@pytest.mark.parametrize(("text", "tab"), WHAT_IT_IS)
def test_a_list_says_itself_what_its_rows_are(context: Context, text: str, tab: str | None) -> None:
    if tab is None:
        with pytest.raises(Exception, match="no column looks like"):
            take(text, context)
        return
    assert {change.tab for change in take(text, context).changes} == {tab}


def test_activities_are_only_looked_for_where_they_are_asked_for(context: Context) -> None:
    """`clean` makes a book of leads; an event list in it would have no leads to go to."""
    assert {change.tab for change in take(EVENTS, context, kind="leads").changes} == {"Leads"}


def test_an_event_we_do_not_know_is_a_note_that_says_what_it_was(context: Context) -> None:
    found = take("Email,Event,When\na@x.org,juggled,2026-03-01\n,,\na@x.org,,2026-03-01\n", context, kind="activities")
    assert [change.row for change in found.changes] == [
        {"Email": "a@x.org", "When": "2026-03-01", "Type": "Note", "Outcome": "juggled"}
    ]
    assert [(row.line, row.reason) for row in found.rejected] == [
        (4, "says neither what was done nor what it was about")
    ]
