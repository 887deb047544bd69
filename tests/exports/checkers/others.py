"""The import rules of the other CRMs, one table each, as their pages or their own import code state them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.exports.checkers import files as f

ANY = re.compile(".*", re.DOTALL)


@dataclass(frozen=True)
class Rules:
    """One file. `unique` are groups of columns that may not agree in two rows; `links` are (column, file, its column)."""

    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    longest: Mapping[str, int] = field(default_factory=dict)
    unique: tuple[tuple[str, ...], ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    users: tuple[str, ...] = ()
    rows: int = 10**9
    bytes: int = 10**9


SUITE_BOOLEAN = ("0", "no", "off", "n", "yes", "y", "on", "1")
SUITE_SOURCES = (
    "Cold Call", "Existing Customer", "Self Generated", "Employee", "Partner", "Public Relations", "Direct Mail", "Conference", "Trade Show",
    "Web Site", "Word of mouth", "Email", "Campaign", "Other",
)  # fmt: skip
ESPO_STATUS = ("New", "Assigned", "In Process", "Converted", "Recycled", "Dead")
ZOHO_STATUS = (
    "Attempted to Contact", "Contact in Future", "Contacted", "Junk Lead", "Lost Lead", "Not Contacted", "Pre-Qualified", "Not Qualified",
)  # fmt: skip
ZOHO_SOURCES = (
    "Advertisement", "Cold Call", "Employee Referral", "External Referral", "Online Store", "Partner", "Public Relations", "Sales Email Alias",
    "Seminar Partner", "Internal Seminar", "Trade Show", "Web Download", "Web Research", "Chat",
)  # fmt: skip
FRAPPE_SOURCES = (
    "Email", "Existing Customer", "Reference", "Advertisement", "Cold Calling", "Exhibition", "Supplier Reference", "Mass Mailing",
    "Customer's Vendor", "Campaign", "Walk In", "Facebook", "Website", "Web Form",
)  # fmt: skip
FRAPPE_LOST = (
    "Pricing", "Competition", "Budget Constraints", "Missing Features", "Long Sales Cycle", "No Decision-Maker", "Unresponsive Prospect",
    "Poor Fit", "Other",
)  # fmt: skip
EMAIL, PHONE, NUMBER, DAY = f.EMAIL, f.E164, f.PLAIN_NUMBER, f.ISO_DAY

RULES: dict[str, dict[str, Rules]] = {
    # support.pipedrive.com: importing mandatory fields; how to avoid duplicates during an import
    "pipedrive": {
        "leads": Rules(
            required=("Lead - Title",), one_of=("Person - Name", "Organization - Name"), users=("Lead - Owner",), rows=50_000, bytes=50_000_000,
            patterns={"Person - Email": EMAIL, "Person - Phone": PHONE, "Lead - Value": NUMBER}, lists={"Lead - Label": ("Hot", "Warm", "Cold")},
            unique=(("Person - Name", "Organization - Name"), ("Person - Name", "Person - Email"), ("Person - Name", "Person - Phone")),
        ),
        "persons": Rules(required=("Person - Name",), patterns={"Person - Email": EMAIL, "Person - Phone": PHONE}, users=("Person - Owner",)),
        "deals": Rules(required=("Deal - Title",), patterns={"Deal - Value": NUMBER, "Deal - Expected close date": DAY}, users=("Deal - Owner",)),
    },
    # help.zoho.com and zoho.com/crm/help/data-administration; the lists are those of docs.workato.com
    "zoho": {
        "leads": Rules(
            required=("Last Name", "Company"), unique=(("Email",), ("Lead Sorted ID",)), users=("Lead Owner",), rows=10_000, bytes=5_000_000,
            lists={"Lead Status": ZOHO_STATUS, "Lead Source": ZOHO_SOURCES, "Email Opt Out": ("True", "False", "1", "0")},
            patterns={"Email": EMAIL, "Phone": PHONE, "No. of Employees": re.compile("-?[0-9]+"), "Description": re.compile("(?is)(?!.*<script).*")},
        ),
        "contacts": Rules(required=("Last Name",), unique=(("Email",),), patterns={"Email": EMAIL}, users=("Contact Owner",)),
        "deals": Rules(required=("Deal Name", "Stage", "Closing Date"), patterns={"Closing Date": DAY, "Amount": NUMBER}, users=("Deal Owner",)),
    },
    # portal.dynamics365support.com KA-01065; learn.microsoft.com, lead
    "dynamics365": {
        "accounts": Rules(unique=(("Account Name",), ("Lead Sorted ID",))),
        "contacts": Rules(unique=(("Lead Sorted ID",),), links=(("Company Name", "accounts", "Account Name"),)),
        "opportunities": Rules(unique=(("Lead Sorted ID",),), links=(("Account", "accounts", "Account Name"),)),
        "leads": Rules(
            required=("Topic", "Last Name"), patterns={"Email": EMAIL, "Business Phone": PHONE}, users=("Owner",), bytes=8_000_000,
            lists={"Rating": ("Hot", "Warm", "Cold")}, longest={"Country/Region": 80}, unique=(("Lead Sorted ID",),),
        )
    },
    # crmsupport.freshworks.com 50000002545
    "freshsales": {
        "contacts": Rules(required=("Email",), unique=(("Email",),), patterns={"Email": EMAIL, "Work": PHONE}, users=("Sales owner",), bytes=5_000_000),
        "deals": Rules(required=("Deal name", "Deal value"), patterns={"Deal value": NUMBER, "Expected close date": DAY}, users=("Sales owner",)),
    },
    # github.com/odoo/odoo addons/crm/models/crm_lead.py, data/crm_stage_data.xml; addons/base_import (external ids are module.name)
    "odoo": {
        "leads": Rules(
            required=("name",), lists={"type": ("lead", "opportunity"), "priority": ("0", "1", "2", "3")}, users=("user_id",), unique=(("id",),),
            patterns={"id": re.compile("[a-z_]+[.][a-z0-9_]+"), "expected_revenue": NUMBER, "email_from": EMAIL},
        ),
        "opportunities": Rules(
            required=("name",), lists={"type": ("opportunity",), "stage_id": ("New", "Qualified", "Proposition", "Won")}, users=("user_id",),
            patterns={"id": re.compile("[a-z_]+[.][a-z0-9_]+"), "expected_revenue": NUMBER, "date_deadline": DAY}, unique=(("id",),),
        ),
    },
    # github.com/frappe/crm crm_lead.json, crm_lead.py, install.py; Data fields hold 140 characters
    "frappe-crm": {
        "leads-update": Rules(unique=(("ID",), ("Lead Sorted ID",))),
        "organizations": Rules(unique=(("Organization Name",), ("Lead Sorted ID",))),
        "deals": Rules(unique=(("Lead Sorted ID",),), links=(("Organization", "organizations", "Organization Name"),)),
        "leads": Rules(unique=(("Lead Sorted ID",),),
            required=("First Name", "Status"), users=("Lead Owner",), patterns={"Email": EMAIL}, longest={"First Name": 140, "Organization": 140},
            lists={"Status": ("New", "Contacted", "Nurture", "Qualified", "Converted", "Unqualified", "Junk"), "Source": FRAPPE_SOURCES,
                   "Lost Reason": FRAPPE_LOST},
        )
    },
    # github.com/frappe/erpnext crm/doctype/lead/lead.py: validate name, unique email_id
    "erpnext": {
        "leads-update": Rules(unique=(("ID",), ("leadsorted_id",), ("email_id",))),
        "leads": Rules(
            one_of=("lead_name", "company_name", "email_id"), unique=(("email_id",),), users=("lead_owner",), patterns={"email_id": EMAIL},
            lists={"status": ("Lead", "Open", "Replied", "Opportunity", "Quotation", "Lost Quotation", "Interested", "Converted", "Do Not Contact")},
        )
    },
    # github.com/twentyhq/twenty: field-mapping.mdx, import-relations.mdx, buildRecordFromImportedStructuredRow.ts, person.workspace-entity.ts
    "twenty": {
        "companies": Rules(required=("Domain Name / Link URL",), unique=(("Domain Name / Link URL",),), rows=10_000),
        "people": Rules(
            unique=(("Emails / Primary Email",), ("Name / First Name", "Name / Last Name")), rows=10_000,
            patterns={"Emails / Primary Email": EMAIL, "Phones / Primary Phone Number": re.compile("[0-9]+"),
                      "Phones / Primary Phone Calling Code": re.compile("[+][0-9]{1,3}"), "Phones / Primary Phone Country Code": re.compile("[A-Z]{2}|001")},
            links=(("Company / Domain Name", "companies", "Domain Name / Link URL"),),
        ),
        "opportunities": Rules(
            required=("Name",), patterns={"Amount / Amount": NUMBER, "Close date": DAY}, lists={"Stage": ("NEW", "SCREENING", "MEETING", "PROPOSAL", "CUSTOMER")},
            links=(("Company / Domain Name", "companies", "Domain Name / Link URL"), ("Point of Contact / Primary Email", "people", "Emails / Primary Email")),
        ),
    },
    # github.com/espocrm/espocrm Modules/Crm/Resources/metadata/entityDefs/Lead.json
    "espocrm": {
        "accounts": Rules(unique=(("leadSortedId",),)),
        "opportunities": Rules(unique=(("leadSortedId",),)),
        "leads": Rules(
            required=("lastName", "status"), longest={"firstName": 100, "lastName": 100, "title": 100, "addressStreet": 255}, users=("assignedUserName",),
            lists={"status": ESPO_STATUS, "source": ("Call", "Email", "Existing Customer", "Partner", "Public Relations", "Web Site", "Campaign", "Other"),
                   "doNotCall": ("", "0", "false", "1", "true")},
            patterns={"emailAddress": EMAIL, "emailAddress2": EMAIL, "phoneNumber": PHONE, "opportunityAmount": NUMBER}, unique=(("leadSortedId",),),
        )
    },
    # github.com/SuiteCRM/SuiteCRM include/SugarFields/Fields/Bool, modules/Leads/vardefs.php, include/language/en_us.lang.php
    "suitecrm": {
        "leads-update": Rules(unique=(("id",), ("leadsorted_id_c",))),
        "accounts": Rules(unique=(("name",), ("leadsorted_id_c",))),
        "opportunities": Rules(unique=(("leadsorted_id_c",),)),
        "leads": Rules(unique=(("leadsorted_id_c",),),
            required=("last_name",), users=("assigned_user_name",), bytes=30_000_000, patterns={"email1": EMAIL, "opportunity_amount": NUMBER},
            lists={"status": ESPO_STATUS, "lead_source": SUITE_SOURCES, "do_not_call": SUITE_BOOLEAN, "email_opt_out": SUITE_BOOLEAN},
        )
    },
    "csv": {"leads": Rules(one_of=("First name", "Last name", "Company", "Email", "Phone"), unique=(("Lead ID",),), patterns={"Email": EMAIL})},
}  # fmt: skip


def complaints(name: str, files: Mapping[str, bytes], users: frozenset[str]) -> list[str]:
    """What this CRM would refuse, merge or spoil."""
    found: list[str] = []
    plain = {one: content.removeprefix(b"\xef\xbb\xbf") if name == "csv" else content for one, content in files.items()}
    for file, rules in RULES[name].items():
        for part, header, rows in f.tables(plain, file):
            if len(rows) > rules.rows or len(plain[part]) > rules.bytes:
                found.append(f"{part}: too large")
            if plain[part].startswith(b"\xef\xbb\xbf") or '"' in header[0]:
                found.append(f"{part}: a byte order mark, or a quoted header")
        rows = f.together(plain, file)
        found += [f"{file}: {one}" for one in _rows(rows, rules, users, plain)]
        found += [f"{file}: {one}" for one in _SPECIAL.get(name, lambda _rows: iter(()))(rows)]
    for one, other in _EITHER.get(name, ()):
        header = {"pipedrive": f"{{}} - {OUR_ID}"}.get(name, OUR_ID)
        ids = [
            {row[header.format(who)] for row in f.together(plain, file)}
            for who, file in (("Lead", one), ("Person", other))
        ]
        found += [f"{key} is in {one} and in {other}" for key in sorted(ids[0] & ids[1] - {""})]
    for file, entity in _ENTITIES.items() if name == "espocrm" else ():
        if f"{file}.csv" in plain:
            parameters = json.loads(files[f"{file}-import.json"])
            found += _espo_parameters(parameters, f.read(plain[f"{file}.csv"])[0], entity)
    return found


def _rows(rows: f.Table, rules: Rules, users: frozenset[str], files: Mapping[str, bytes]) -> Iterator[str]:
    yield from f.plain_text(rows)
    for header in rules.required:
        yield from f.filled(rows, header)
    for row in rows:
        if rules.one_of and not any(row[header] for header in rules.one_of):
            yield f"one of {rules.one_of} is required"
    for header, allowed in rules.lists.items():
        yield from f.one_of(rows, header, allowed)
    for header, pattern in rules.patterns.items():
        yield from f.matching(rows, header, pattern)
    for header, most in rules.longest.items():
        yield from f.no_longer(rows, header, most)
    for header in rules.users:
        yield from f.one_of(rows, header, users)
    for group in rules.unique:
        joint = [
            {"key": "\x1f".join(row[header] for header in group) if all(row[header] for header in group) else ""}
            for row in rows
        ]
        yield from f.distinct(joint, "key")
    for header, file, theirs in rules.links:
        there = {row[theirs] for row in f.together(files, file)}
        yield from (
            f"{header}: {row[header]!r} points nowhere" for row in rows if row[header] and row[header] not in there
        )


def _frappe(rows: f.Table) -> Iterator[str]:
    for row in rows:
        if row.get("Status") in {"Unqualified", "Junk", "Lost"} and not row["Lost Reason"]:
            yield "a lost lead without a reason"
        if row.get("Lost Reason") == "Other" and not row["Lost Notes"]:
            yield "the reason Other without notes"


def _twenty(rows: f.Table) -> Iterator[str]:
    for row in rows:
        phone = [text for header, text in row.items() if header.startswith("Phones /")]
        if any(phone) and not all(phone):
            yield f"half a phone: {phone}"
        others = row.get("Emails / Additional Emails")
        if others and not isinstance(json.loads(others), list):
            yield f"not a list: {others}"
        for header, text in row.items():
            if "Domain Name" in header and text and not re.fullmatch(r"https://[^/\s]+", text):
                yield f"not a domain: {text}"


_SPECIAL = {"frappe-crm": _frappe, "twenty": _twenty}


OUR_ID = "Lead Sorted ID"
_EITHER = {
    "zoho": (("leads", "contacts"),),
    "dynamics365": (("leads", "contacts"),),
    "pipedrive": (("leads", "persons"),),
}
"""Nobody is a lead and a customer at once."""
_ENTITIES = {"leads": "Lead", "accounts": "Account", "opportunities": "Opportunity"}


def _espo_parameters(parameters: dict[str, object], header: list[str], entity: str) -> list[str]:
    sound = (
        parameters["attributeList"] == header
        and parameters["entityType"] == entity
        and (parameters["dateFormat"], parameters["delimiter"]) == ("YYYY-MM-DD", ",")
        and parameters["headerRow"] is True
        and parameters["updateBy"] == [header.index("leadSortedId")]
        and parameters["action"] == "createAndUpdate"
    )
    return [] if sound else [f"the parameters do not fit the file of {entity}"]
