"""HubSpot's import rules, as its knowledge base and its imports API guide state them.

[limits]   knowledge.hubspot.com/import-and-export/set-up-your-import-file: .csv, UTF-8, fewer than 1000 columns,
           1,048,576 rows a file, 20 MB in a free account
[required] knowledge.hubspot.com/crm-setup/set-up-your-import-file: companies a domain, deals a name, a pipeline and
           a stage, notes a date and a body; contacts one of first name, last name and e-mail; owners by e-mail
[text]     knowledge.hubspot.com/contacts/property-field-types-in-hubspot: 65,536 characters
[lists]    the default options of Lead Status and Lifecycle Stage, and of the first deal pipeline
[api]      developers.hubspot.com/docs/api-reference/crm-imports-v3/guide
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from tests.exports.checkers import files as f

ROWS, BYTES, COLUMNS, TEXT = 1_048_576, 20_000_000, 1000, 65_536
LEAD_STATUS = [
    "NEW",
    "OPEN",
    "IN_PROGRESS",
    "OPEN_DEAL",
    "UNQUALIFIED",
    "ATTEMPTED_TO_CONTACT",
    "CONNECTED",
    "BAD_TIMING",
]
LIFECYCLE = [
    "subscriber",
    "lead",
    "marketingqualifiedlead",
    "salesqualifiedlead",
    "opportunity",
    "customer",
    "evangelist",
    "other",
]
DEAL_STAGES = [
    "appointmentscheduled",
    "qualifiedtobuy",
    "presentationscheduled",
    "decisionmakerboughtin",
    "contractsent",
    "closedwon",
    "closedlost",
]
OBJECTS = {"companies": "0-2", "contacts": "0-1", "deals": "0-3", "notes": "0-46"}
PROPERTIES = {
    "companies": {"domain", "name", "website", "address", "city", "state", "zip", "country", "numberofemployees", "leadsorted_company_id"},
    "contacts": {"leadsorted_id", "firstname", "lastname", "email", "phone", "mobilephone", "jobtitle", "company", "website", "address", "city",
                 "state", "zip", "country", "lifecyclestage", "hs_lead_status", "hubspot_owner_id", "leadsorted_source", "leadsorted_notes"},
    "deals": {"leadsorted_deal_id", "dealname", "pipeline", "dealstage", "amount", "closedate", "hubspot_owner_id", "closed_lost_reason", "description"},
    "notes": {"hs_timestamp", "hs_note_body"},
}  # fmt: skip
DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")


def complaints(files: Mapping[str, bytes], users: frozenset[str]) -> list[str]:
    """What HubSpot would refuse, merge or spoil. `users` are the e-mail addresses of its users."""
    found: list[str] = []
    for name in OBJECTS:
        for part, header, rows in f.tables(files, name):
            found += [f"{part}: {one}" for one in _file(files[part], header, rows)]
    contacts, companies = f.together(files, "contacts"), f.together(files, "companies")
    deals, notes = f.together(files, "deals"), f.together(files, "notes")
    found += [*_contacts(contacts, users), *_companies(companies), *_deals(deals, users), *_notes(notes)]
    found += _links(contacts, "Company Domain Name", {row["Company Domain Name"] for row in companies})
    emails = {row["Email"] for row in contacts}
    found += [*_links(deals, "Email", emails), *_links(notes, "Email", emails)]
    for name, content in files.items():
        if name.startswith("import-request"):
            found += [f"{name}: {one}" for one in _request(json.loads(content), files)]
    return found


def _file(content: bytes, header: list[str], rows: f.Table) -> Iterator[str]:
    if len(rows) + 1 > ROWS or len(content) > BYTES or len(header) >= COLUMNS:
        yield "larger than a free account takes"
    if len({one.casefold() for one in header}) < len(header):
        yield "two columns of one name"
    if content.startswith(b"\xef\xbb\xbf"):
        yield "a byte order mark in the first header"
    yield from f.plain_text(rows)
    for one in header:
        yield from f.no_longer(rows, one, TEXT)


def _contacts(rows: f.Table, users: frozenset[str]) -> Iterator[str]:
    for row in rows:
        if not (row["First Name"] or row["Last Name"] or row["Email"]):
            yield "a contact without a name and an e-mail"
        if row["Email"] != row["Email"].lower():
            yield "an e-mail in capitals"
    yield from f.matching(rows, "Email", f.EMAIL)
    yield from f.distinct(rows, "Email")
    yield from f.distinct(rows, "Lead Sorted ID")
    yield from f.matching(rows, "Phone Number", f.E164)
    yield from f.matching(rows, "Mobile Phone Number", f.E164)
    yield from f.one_of(rows, "Lead Status", LEAD_STATUS)
    yield from f.one_of(rows, "Lifecycle Stage", LIFECYCLE)
    yield from f.one_of(rows, "Contact owner", users)


def _companies(rows: f.Table) -> Iterator[str]:
    yield from f.filled(rows, "Company Domain Name")
    yield from f.matching(rows, "Company Domain Name", DOMAIN)
    yield from f.distinct(rows, "Company Domain Name")
    yield from f.distinct(rows, "Lead Sorted Company ID")
    yield from f.filled(rows, "Company name")
    yield from f.matching(rows, "Number of Employees", re.compile("[0-9]+"))


def _deals(rows: f.Table, users: frozenset[str]) -> Iterator[str]:
    for header in ("Deal Name", "Pipeline", "Deal Stage"):
        yield from f.filled(rows, header)
    yield from f.one_of(rows, "Pipeline", ["default"])
    yield from f.one_of(rows, "Deal Stage", DEAL_STAGES)
    yield from f.matching(rows, "Amount", f.PLAIN_NUMBER)
    yield from f.matching(rows, "Close Date", f.ISO_DAY)
    yield from f.one_of(rows, "Deal owner", users)
    yield from f.distinct(rows, "Lead Sorted Deal ID")


def _notes(rows: f.Table) -> Iterator[str]:
    for header in ("Activity date", "Note body", "Email"):
        yield from f.filled(rows, header)
    yield from f.matching(rows, "Activity date", f.ISO_DAY)


def _links(rows: f.Table, header: str, there: set[str]) -> list[str]:
    return [f"{header}: {row[header]!r} points nowhere" for row in rows if row[header] and row[header] not in there]


def _request(request: dict[str, object], files: Mapping[str, bytes]) -> Iterator[str]:
    if request["dateFormat"] != "YEAR_MONTH_DAY":
        yield "the dates are written year first"
    identifiers, pointers = set(), []
    for one in request["files"]:  # type: ignore[attr-defined]  # JSON
        name = one["fileName"]
        kind = re.split(r"[-.]", name)[0]
        header, _ = f.read(files[name])
        page = one["fileImportPage"]
        mappings = page["columnMappings"]
        if (
            [mapping["columnName"] for mapping in mappings] != header
            or not page["hasHeader"]
            or one["fileFormat"] != "CSV"
        ):
            yield f"{name}: the mapping is not that of its columns"
        for mapping in mappings:
            if mapping["columnObjectTypeId"] != OBJECTS[kind]:
                yield f"{name}: object {mapping['columnObjectTypeId']}"
            if "toColumnObjectTypeId" in mapping:
                pointers.append(mapping["toColumnObjectTypeId"])
                if mapping["propertyName"] is not None or not mapping["foreignKeyType"]["associationTypeId"]:
                    yield f"{name}: {mapping['columnName']} is a common column, and needs a null property and a type"
            elif mapping["propertyName"] not in PROPERTIES[kind]:
                yield f"{name}: no property {mapping['propertyName']!r}"
            if mapping.get("associationIdentifierColumn"):
                identifiers.add(mapping["columnObjectTypeId"])
        if kind == "contacts" and {"email"} != {
            mapping["propertyName"] for mapping in mappings if mapping.get("columnType") == "HUBSPOT_ALTERNATE_ID"
        }:
            yield "e-mail is the unique identifier of contacts"
    if "contacts" in str(request["files"]) and not set(pointers) <= identifiers | {"0-2"}:
        yield "a common column points at a file that does not identify it"
