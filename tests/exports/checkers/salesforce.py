"""Salesforce's rules for leads and what they become, as its help pages and Data Loader's source state them.

[fields]  developer.salesforce.com, Salesforce Field Reference, Lead: types and lengths
[wizard]  help.salesforce.com, import limits: 50,000 records, 100 MB, 90 fields, 400 KB a record; CSV in UTF-8
[loader]  github.com/forcedotcom/dataloader: BooleanConverter.java, DateTimeConverter.java, DoubleConverter.java;
          mapping files are Java properties (java.util.Properties.load)
[lists]   the default organisation's Lead Status and Lead Source
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from tests.exports.checkers import files as f

ROWS, BYTES, FIELDS, RECORD = 50_000, 100_000_000, 90, 400_000
LEAD = {
    "FirstName": 40, "LastName": 80, "Company": 255, "Title": 128, "Email": 80, "Phone": 40, "MobilePhone": 40, "Website": 255, "Street": 255,
    "City": 40, "State": 80, "PostalCode": 20, "Country": 80, "LeadSource": 255, "Status": 255, "Rating": 255, "Industry": 255,
    "NumberOfEmployees": 8, "HasOptedOutOfEmail": 5, "DoNotCall": 5, "OwnerId": 18, "Description": 32_000, "LeadSorted_ID__c": 20,
}  # fmt: skip
MAPPED = {
    "accounts": {"LeadSorted_ID__c", "Name", "BillingCity", "BillingCountry"},
    "contacts": {"LeadSorted_ID__c", "Account:LeadSorted_ID__c", "LastName", "Email"},
    "opportunities": {"LeadSorted_ID__c", "Account:LeadSorted_ID__c", "Name", "StageName", "CloseDate", "Amount"},
    "lead-tasks": {
        "LeadSorted_ID__c",
        "Lead:Who-LeadSorted_ID__c",
        "Subject",
        "ActivityDate",
        "Status",
        "Priority",
        "Description",
    },
    "contact-tasks": {
        "LeadSorted_ID__c",
        "Contact:Who-LeadSorted_ID__c",
        "Subject",
        "ActivityDate",
        "Status",
        "Priority",
        "Description",
    },
}
"""What Data Loader must be told; a parent that may be a lead or a contact is <object>:<relationship>-<field> (ParentIdLookupFieldFormatter)."""
STATUS = ["Open - Not Contacted", "Working - Contacted", "Closed - Not Converted"]  # Converted cannot be imported
SOURCE = ["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"]
RATING = ["Hot", "Warm", "Cold"]
STAGES = [
    "Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers", "Perception Analysis",
    "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost",
]  # fmt: skip
BOOLEANS = {"yes", "y", "true", "on", "1", "no", "n", "false", "off", "0"}  # BooleanConverter.convert
WIZARD_BOOLEANS = {"1", "0"}
OWNER_ID = re.compile(r"(005|00G)[A-Za-z0-9]{12}([A-Za-z0-9]{3})?")


def complaints(files: Mapping[str, bytes], users: frozenset[str]) -> list[str]:
    """What the wizard or Data Loader would refuse or spoil. `users` are the users' full names."""
    found: list[str] = []
    for name in ("leads", "accounts", "contacts", "opportunities"):
        for part, header, rows in f.tables(files, name):
            found += [f"{part}: {one}" for one in _file(files[part], header, rows)]
    leads, accounts = f.together(files, "leads"), f.together(files, "accounts")
    contacts, deals = f.together(files, "contacts"), f.together(files, "opportunities")
    found += [*_leads(leads, files, users), *_contacts(contacts), *_opportunities(deals)]
    both = {row["Lead Sorted ID"] for row in leads} & {row["Lead Sorted ID"] for row in contacts} - {""}
    found += [f"{one} is a lead and a contact" for one in sorted(both)]
    ids = {row["Lead Sorted ID"] for row in accounts}
    for row in (*contacts, *deals):
        if row["Account"] and row["Account"] not in ids:
            found.append(f"no account {row['Account']}")
    found += [*f.filled(accounts, "Account Name"), *f.distinct(accounts, "Lead Sorted ID")]
    for file, who, there in (("lead-tasks", "Lead", leads), ("contact-tasks", "Contact", contacts)):
        tasks, people = f.together(files, file), {row["Lead Sorted ID"] for row in there}
        found += [f"no {who} {row[who]}" for row in tasks if row[who] not in people]
        found += f.distinct(tasks, "Lead Sorted ID")
    for name, apis in MAPPED.items():
        if f"{name}.sdl" in files:
            mapped = set(properties(files[f"{name}.sdl"]).values())
            found += [f"{name}.sdl: {api} is not mapped" for api in sorted(apis - mapped)]
    for row in accounts:
        if not row["Lead Sorted ID"]:
            found.append("an account without our id")
    return found


def properties(content: bytes) -> dict[str, str]:
    """A Java properties file, as Properties.load reads it: a key ends at the first unescaped =, : or blank."""
    found: dict[str, str] = {}
    for line in content.decode("latin-1").splitlines():
        if not line or line[0] in "#!":
            continue
        match = re.fullmatch(r"((?:\\.|[^\\=: \t])*)[ \t]*[=:]?[ \t]*(.*)", line)
        assert match is not None, line
        found[_unescaped(match[1])] = _unescaped(match[2])
    return found


def _unescaped(text: str) -> str:
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    return re.sub(r"\\(.)", r"\1", text)


def _file(content: bytes, header: list[str], rows: f.Table) -> Iterator[str]:
    if len(rows) > ROWS or len(content) > BYTES or len(header) > FIELDS:
        yield "larger than the wizard takes"
    yield from f.plain_text(rows)
    for row in rows:
        if sum(len(text.encode()) for text in row.values()) > RECORD:
            yield "a record over 400 KB"


def _leads(rows: f.Table, files: Mapping[str, bytes], users: frozenset[str]) -> Iterator[str]:
    if not rows:
        return
    mapping = properties(files["leads.sdl"])
    if not set(mapping) <= set(rows[0]):
        yield f"leads.sdl names columns that are not there: {set(mapping) - set(rows[0])}"
    unmapped = set(rows[0]) - set(mapping) - {"Record Owner"}
    if unmapped:
        yield f"leads.sdl forgets {unmapped}"
    for header, api in mapping.items():
        if api not in LEAD:
            yield f"leads.sdl: Lead has no field {api!r}"
        elif header in rows[0]:
            yield from f.no_longer(rows, header, LEAD[api])
    column = {api: header for header, api in mapping.items() if header in rows[0]}
    for api in ("LastName", "Company", "LeadSorted_ID__c"):
        if api not in column:
            yield f"no column for {api}"
            return
    yield from f.filled(rows, column["LastName"])
    yield from f.filled(rows, column["Company"])
    yield from f.distinct(rows, column["LeadSorted_ID__c"])
    yield from f.one_of(rows, column["Status"], STATUS)
    yield from f.one_of(rows, column["LeadSource"], SOURCE)
    yield from f.one_of(rows, column["Rating"], RATING)
    yield from f.matching(rows, column["Email"], f.EMAIL)
    yield from f.matching(rows, column["Phone"], f.E164)
    yield from f.matching(rows, column["NumberOfEmployees"], re.compile(r"-?[0-9]{1,8}"))
    for api in ("HasOptedOutOfEmail", "DoNotCall"):
        yield from f.filled(rows, column[api])
        yield from f.one_of(rows, column[api], WIZARD_BOOLEANS & BOOLEANS)
    if "Record Owner" in rows[0]:
        yield from f.one_of(rows, "Record Owner", users)
    if "Owner ID" in rows[0]:
        yield from f.matching(rows, "Owner ID", OWNER_ID)


def _contacts(rows: f.Table) -> Iterator[str]:
    yield from f.filled(rows, "Last Name") if rows else ()
    yield from f.distinct(rows, "Lead Sorted ID")
    yield from f.matching(rows, "Email", f.EMAIL)


def _opportunities(rows: f.Table) -> Iterator[str]:
    for header in ("Opportunity Name", "Stage", "Close Date"):
        yield from f.filled(rows, header)
    yield from f.no_longer(rows, "Opportunity Name", 120)
    yield from f.one_of(rows, "Stage", STAGES)
    yield from f.matching(rows, "Amount", f.PLAIN_NUMBER)
    for row in rows:
        if not _data_loader_reads(row["Close Date"]):
            yield f"Close Date: {row['Close Date']!r}"


def _data_loader_reads(text: str) -> bool:
    """Whether DateTimeConverter (not European) reads the day as it is meant: yyyy-MM-dd is among its patterns."""
    try:
        dt.datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return True
