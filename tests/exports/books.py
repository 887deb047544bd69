"""Books to export: a small one to read, a nasty one that has every trouble once, and random ones."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.exports import Export

NOW = dt.datetime(2026, 3, 4, 9, tzinfo=dt.UTC)
OWNERS = {"Ann Berger": "ann@us.example", "Ben Okafor": "ben@us.example"}
USERS = frozenset({*OWNERS, *OWNERS.values()})
Rows = dict[str, dict[str, Cell]]


def context() -> Context:
    return Context(NOW, ZoneInfo("Europe/London"), "Ann Berger", lambda prefix: f"{prefix}-0000000000")


def book(
    leads: Rows, deals: Rows | None = None, activities: Rows | None = None, crm_values: Rows | None = None
) -> Book:
    """A book with these rows; their ids are filled in. Settings not given are those of a new book."""
    made: dict[str, Rows] = {}
    made["Owners"] = {name: {"Owner": name, "Email": email} for name, email in OWNERS.items()}
    made["Leads"] = _with_ids(leads, "Lead ID")
    made["Pipeline"] = _with_ids(deals or {}, "Deal ID")
    made["Activities"] = _with_ids(activities or {}, "Activity ID")
    made["CRM owners and values"] = _with_ids(crm_values or {}, "Entry")
    return made


def files(export: Export) -> dict[str, bytes]:
    return {file.name: file.content for file in export.files}


def _with_ids(rows: Rows, name: str) -> Rows:
    return {key: {**({} if key.startswith("#") else {name: key}), **row_of(row)} for key, row in rows.items()}


ZOE: dict[str, Cell] = {
    "First name": "Zoë", "Last name": "Müller", "Company": "Acme GmbH", "Job title": "Head of Sales", "Email": "zoe@acme.example",
    "Phone": "+493012345678", "Source": "Website form", "Status": "New", "Owner": "Ann Berger", "Score": 72, "Rating": "Hot",
    "Next action": "Send revised proposal", "Next action due": dt.date(2026, 3, 9), "Notes": "Met at the fair.\nLikes tea.",
    "Country": "DE", "Postcode": "01067", "Other emails": "z.mueller@acme.example", "Tags": "vip; fair", "Created": dt.datetime(2026, 1, 2, 10),
}  # fmt: skip
BOB: dict[str, Cell] = {
    "First name": "Bob", "Last name": "Ray", "Company": "Ray & Sons", "Email": "bob@gmail.com", "Status": "Qualified", "Owner": "Ben Okafor",
}  # fmt: skip
DEAL: dict[str, Cell] = {
    "Lead ID": "L-2", "Deal": "Ray: 20 seats", "Company": "Ray & Sons", "Value": 1200.5, "Currency": "GBP", "Stage": "Proposal Sent",
    "Expected close": dt.date(2026, 5, 1), "Owner": "Ben Okafor",
}  # fmt: skip
CALL: dict[str, Cell] = {
    "Lead ID": "L-1",
    "When": dt.datetime(2026, 1, 3, 9, 30),
    "Type": "Call",
    "Summary": "Wants a demo",
}


def small() -> Book:
    return book({"L-1": ZOE, "L-2": BOB}, {"D-1": DEAL}, {"A-1": CALL})


def nasty() -> Book:
    """Every trouble once; each of its rows must be mended or refused by a sound profile."""
    fine: dict[str, Cell] = {"First name": "Ann", "Last name": "Lee", "Company": "Lee Ltd", "Status": "New"}
    leads: Rows = {
        "L-01": {**fine, "Email": "one@lee.example"},
        "L-02": {**fine, "Email": "ONE@lee.example"},
        "L-03": {**fine, "Email": "no address"},
        "L-04": {"Company": "Nameless Ltd"},
        "L-05": {"First name": "Only"},
        "L-06": {**fine, "Phone": "020 7946 0018"},
        "L-07": {**fine, "Status": "Simmering"},
        "L-08": {**fine, "Last name": "😀" * 60},
        "L-09": {**fine, "Last name": "a\x00b\x07", "Job title": "two\nlines", "Notes": "=cmd|' /C calc'!A0"},
        "L-10": {**fine, "Owner": "Nobody"},
        "L-11": {**fine, "Owner": "Ann Berger", "Do not contact": "yes", "Email": "dnc@lee.example"},
        "L-12": {**fine, "Employees": "about 50", "Website": "soon", "Country": "DE"},
        "L-13": {**fine, "Email": Formula("=A1"), "Phone": Error("#N/A")},
        "L-14": {**fine, "Status": "Converted", "Email": "deal@lee.example", "Owner": "Ben Okafor"},
        "L-15": {**fine, "Email": "plain@lee.example", "Owner": "Ben Okafor", "Source": "Referral"},
        "L-16": {**fine, "Notes": "n" * 70_000},
        "L-17": {**fine, "Other phones": "+442079460018; 0800", "Employees": 25, "Website": "https://lee.example"},
        "L-18": {**fine, "Source": "Bought list", "Rating": "Tepid", "Industry": "Alchemy"},
        "L-19": {**fine, "Company": "x" * 300},
        "L-20": {**fine, "City": "y" * 50},
        "L-21": {**fine, "Email": "open@lee.example", "Status": "Qualified"},
        "#18": {**fine, "Email": "row@lee.example"},
    }
    deal: dict[str, Cell] = {
        "Deal": "Big",
        "Stage": "Negotiation",
        "Value": 10,
        "Expected close": dt.date(2026, 12, 24),
    }
    deals: Rows = {
        "D-1": {**deal, "Lead ID": "L-14", "Owner": "Ben Okafor"},
        "D-2": {**deal, "Lead ID": "L-14", "Value": "ten"},
        "D-3": {**deal, "Lead ID": "L-14", "Stage": "Dreaming", "Expected close": "soon"},
        "D-4": {**deal, "Lead ID": "L-99", "Closed on": dt.datetime(2026, 12, 30, 17)},
        "D-5": {**deal, "Lead ID": "L-03"},
        "D-8": {**deal, "Lead ID": "L-21"},
        "D-6": {**deal, "Lead ID": "L-14", "Deal": None},
        "D-7": {**deal, "Lead ID": "L-14", "Deal": "d" * 121, "Expected close": None},
    }
    activities: Rows = {
        "A-1": {"Lead ID": "L-14", "When": dt.datetime(2026, 1, 5, 11), "Type": "Call", "Summary": "Hello\r\nagain"},
        "A-2": {"Deal ID": "D-1", "When": dt.date(2026, 1, 6), "Type": "Note", "Summary": "@home"},
        "A-4": {"Lead ID": "L-06", "When": dt.date(2026, 1, 7), "Summary": "no e-mail to link it by"},
        "A-3": {"Lead ID": "L-06", "When": "yesterday", "Type": "Note", "Summary": "when?"},
    }
    return book(leads, deals, activities)


_HOSTILE = [
    '=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "'quoted", '"', '""', "a,b;c\td|e", "line\nbreak", "\n", " ", "007", "1e5", "NULL", "true",
    "مرحبا", "\u202eevil", "👩‍👩‍👧 family", "e\u0301", "\u00a0nbsp\u00a0", "\u2028sep", "\x00nul\x1f", "<script>", "x" * 300, "y" * 41, "Łukasz", "王小明",
]  # fmt: skip
_TEXT = st.one_of(st.sampled_from(_HOSTILE), st.text(max_size=12), st.sampled_from(["Ann", "Lee", "Acme Ltd"]))
_ODD: st.SearchStrategy[Cell] = st.one_of(
    _TEXT, st.integers(-5, 10**9), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.just(Formula("=A1")), st.just(Error("#N/A")), st.dates(), st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1)),
)  # fmt: skip
_EMAILS = [
    "a@acme.example",
    "b@acme.example",
    "A@ACME.example",
    "c@gmail.com",
    "d@beta.example",
    "e@gamma.example",
    "broken@",
    "=x@y.example",
    "ü@x.example",
]
_PHONES = ["+442079460018", "+442079460018;ext=12", "+14155550100", "020 7946", "4.4E+11", "+49 30 123"]


def _usual(values: list[str], odd: st.SearchStrategy[Cell]) -> st.SearchStrategy[Cell]:
    return st.one_of(st.sampled_from(values), st.sampled_from(values), odd)


_LEAD_FIELDS: dict[str, st.SearchStrategy[Cell]] = {
    "First name": _TEXT, "Last name": _TEXT, "Company": _TEXT, "Job title": _TEXT, "Notes": _TEXT, "City": _TEXT, "Street": _TEXT,
    "Email": _usual(_EMAILS, _TEXT), "Phone": _usual(_PHONES, _ODD), "Source": _usual(["Website form", "Referral", "Partner"], _TEXT),
    "Status": _usual(["New", "Contacted", "Qualified", "Nurture", "Unqualified", "Converted"], _TEXT),
    "Owner": st.sampled_from([*OWNERS, "Nobody"]), "Rating": _usual(["Hot", "Warm", "Cold"], _TEXT), "Score": st.integers(0, 99),
    "Country": _usual(["GB", "DE", "US"], _TEXT), "Website": _usual(["https://acme.example/x", "beta.example"], _TEXT), "Employees": _ODD,
    "Tags": _TEXT, "Other emails": _TEXT, "Other phones": _usual(_PHONES, _TEXT), "Do not contact": st.sampled_from(["yes", "no", True, "perhaps"]),
    "Created": _ODD, "Next action due": _ODD, "My column": _ODD, "Industry": _TEXT, "Region": _TEXT, "Postcode": _TEXT, "Deal value": _ODD,
}  # fmt: skip
_DEAL_FIELDS: dict[str, st.SearchStrategy[Cell]] = {
    "Lead ID": st.sampled_from(["L-0", "L-1", "L-2", "L-9"]), "Deal": _TEXT, "Company": _TEXT, "Value": _ODD, "Currency": st.sampled_from(["GBP", "EUR"]),
    "Stage": _usual(["Qualified", "Proposal Sent", "Closed Won", "Closed Lost"], _TEXT), "Expected close": _ODD, "Closed on": _ODD,
    "Owner": st.sampled_from([*OWNERS, "Nobody"]), "Lost reason": _TEXT, "Next action": _TEXT,
}  # fmt: skip
_ACTIVITY_FIELDS: dict[str, st.SearchStrategy[Cell]] = {
    "Lead ID": st.sampled_from(["L-0", "L-1", "L-9"]), "When": _ODD, "Type": st.sampled_from(["Call", "Note"]), "Summary": _TEXT, "Outcome": _TEXT,
}  # fmt: skip


def _row(fields: dict[str, st.SearchStrategy[Cell]]) -> st.SearchStrategy[dict[str, Cell]]:
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A few leads, deals and activities full of everything people and programs put into cells."""
    leads = draw(st.lists(_row(_LEAD_FIELDS), max_size=4))
    deals = draw(st.lists(_row(_DEAL_FIELDS), max_size=2))
    activities = draw(st.lists(_row(_ACTIVITY_FIELDS), max_size=2))
    return book(
        {f"L-{n}": row for n, row in enumerate(leads)},
        {f"D-{n}": row for n, row in enumerate(deals)},
        {f"A-{n}": row for n, row in enumerate(activities)},
    )
