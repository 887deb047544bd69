"""Each CRM's fields, as its pages or its own import code state them: what a file may have, what is required, how long, in which form.

One line a field: its header, what it holds, the most characters, and whether it must be filled; `optional` columns may be
left out, and `as leads` stands for the fields of that file. A file's own line says how many rows and bytes one import
takes. Lengths, lists and required fields follow the sources named beside each table; where a vendor publishes none, they
are the common defaults of a new account.
No profile is imported: a slip in a profile cannot hide here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.exports.checkers import files as f

# fmt: off
FIELDS: dict[str, str] = {
    # people read it: everything in plain words
    "csv": """
leads
  Lead ID          id
  First name       text
  Last name        text
  Company          text
  Job title        text
  Email            email
  Phone            phone
  Source           text
  Status           text
  Owner            text
  Score            number
  Rating           text
  Next action      text
  Next action due  date
  Last activity    moment
  Website          url
  Street           text
  City             text
  Region           text
  Postcode         text
  Country          country
  Campaign         text
  Product          text
  Industry         text
  Employees        number
  Deal value       number
  Created          moment
  Other emails     several
  Other phones     several
  Do not contact   flag
  Tags             several
  Notes            long
deals
  Deal ID         id
  Lead ID         id
  Deal            text
  Company         text
  Value           number
  Currency        text
  Stage           text
  Expected close  date
  Closed on       moment
  Owner           text
  Lost reason     text
  Notes           long
activities
  Activity ID  id
  Lead ID      id
  When         moment
  Type         text
  Summary      long
""",
    # learn.microsoft.com, table references lead, account, contact, opportunity; portal.dynamics365support.com KA-01065
    "dynamics365": """
leads  8000000 bytes
  Lead Sorted ID   id 20
  Topic            text 300 required
  First Name       text 50
  Last Name        text 50 required
  Job Title        text 100
  Company Name     text 100
  Email            email 100
  Business Phone   phone 50
  Mobile Phone     phone 20
  Website          url 200
  Street 1         text 250
  City             text 80
  State/Province   text 50
  ZIP/Postal Code  text 20
  Country/Region   country 80
  Lead Source      in:lead-source
  Rating           in:rating
  Owner            user-name
  Description      long 2000
accounts  8000000 bytes
  Lead Sorted ID             id 20
  Account Name               text 160 required
  Website                    url 200
  Address 1: City            text 80
  Address 1: Country/Region  country 80
contacts  8000000 bytes
  Lead Sorted ID  id 20
  First Name      text 50
  Last Name       text 50 required
  Job Title       text 100
  Company Name    text 160
  Email           email 100
  Business Phone  phone 50
  Owner           user-name
  Description     long 2000
opportunities  8000000 bytes
  Lead Sorted ID  id 20
  Topic           text 300 required
  Account         text 160
  Est. Revenue    number
  Owner           user-name
  Description     long 2000
""",
    # github.com/frappe/erpnext crm/doctype/lead/lead.json and lead.py; a Data field holds 140 characters
    "erpnext": """
leads
  leadsorted_id     id 140
  lead_name         text 140
  company_name      text 140
  email_id          email 140
  phone             phone
  mobile_no         phone
  status            in:status required
  lead_owner        user-email
  leadsorted_notes  long
leads-update
  as leads
  ID  id required
""",
    # github.com/espocrm/espocrm Modules/Crm/Resources/metadata/entityDefs: Lead, Account, Opportunity
    "espocrm": """
leads
  leadSortedId       id 100
  firstName          text 100
  lastName           text 100 required
  title              text 100
  accountName        text 255
  emailAddress       email
  emailAddress2      email
  phoneNumber        phone
  phoneNumberMobile  phone
  website            url 255
  status             in:status required
  source             in:source
  addressStreet      text 255
  addressCity        text 100
  addressState       text 100
  addressPostalCode  text 40
  addressCountry     country 100
  opportunityAmount  number
  doNotCall          flag
  assignedUserName   user-name
  description        long
accounts
  leadSortedId           id 100
  name                   text 249 required
  website                url 255
  billingAddressCity     text 100
  billingAddressCountry  country 100
opportunities
  leadSortedId      id 100
  name              text 255 required
  accountName       text 249
  stage             in:stage required
  amount            number required
  amountCurrency    text 3
  closeDate         date required
  assignedUserName  user-name
  description       long
""",
    # github.com/frappe/crm crm_lead.json, crm_organization.json, crm_deal.json; a Data field holds 140 characters
    "frappe-crm": """
leads
  Lead Sorted ID     id 140
  First Name         text 140 required
  Last Name          text 140
  Email              email 140
  Phone              phone
  Mobile No.         phone
  Website            url 140
  Organization       text 140
  Job Title          text 140
  Status             in:status required
  Source             in:source
  Lead Owner         user-email
  Lost Reason        in:lost-reason
  Lost Notes         text
  Lead Sorted Notes  long
leads-update
  as leads
  ID  id required
organizations
  Lead Sorted ID     id 140
  Organization Name  text 140 required
  Website            url 140
deals
  Lead Sorted ID         id 140
  Organization           text 140
  Status                 in:deal-status required
  Deal Value             number
  Currency               text 3
  Expected Closure Date  date
  Closed Date            date
  Next Step              text 140
  Deal Owner             user-email
  First Name             text 140
  Last Name              text 140
  Primary Email          email 140
  Lost Reason            in:lost-reason
  Lost Notes             text
  Lead Sorted Notes      long
""",
    # crmsupport.freshworks.com 50000002545
    "freshsales": """
contacts  5000000 bytes
  Lead Sorted ID     id
  First name         text 255
  Last name          text 255
  Email              email 254 required
  Work               phone
  Mobile             phone
  Job title          text 255
  Account name       text 255
  Address            text 255
  City               text 255
  State              text 255
  Zipcode            text 255
  Country            country 255
  Tags               several
  Sales owner        user-email
  Lead Sorted Notes  long 65535
deals  5000000 bytes
  Lead Sorted ID         id
  Deal name              text 255 required
  Deal value             number required
  Deal stage             in:deal-stage
  Expected close date    date
  Related contact email  email
  Sales owner            user-email
  Lead Sorted Notes      long 65535
""",
    # knowledge.hubspot.com: set up your import file; property field types (65,536 characters)
    "hubspot": """
companies  20000000 bytes
  Company Domain Name     domain required
  Company name            text 65536 required
  Website URL             url 65536
  Street Address          text 65536
  City                    text 65536
  State/Region            text 65536
  Postal Code             text 65536
  Country/Region          country 65536
  Number of Employees     whole
  Lead Sorted Company ID  id
contacts  20000000 bytes
  Lead Sorted ID       id
  First Name           text 65536
  Last Name            text 65536
  Email                email 254
  Phone Number         phone
  Mobile Phone Number  phone
  Job Title            text 65536
  Company Name         text 65536
  Website URL          url 65536
  Street Address       text 65536
  City                 text 65536
  State/Region         text 65536
  Postal Code          text 65536
  Country/Region       country 65536
  Lifecycle Stage      in:lifecycle-stage
  Lead Status          in:lead-status
  Contact owner        user-email
  Company Domain Name  domain
  Lead Sorted Source   text 65536
  Lead Sorted Notes    long 65536
deals  20000000 bytes
  Lead Sorted Deal ID  id
  Deal Name            text 65536 required
  Pipeline             in:"default" required
  Deal Stage           in:deal-stage required
  Amount               number
  Close Date           date
  Deal owner           user-email
  Email                email
  Closed Lost Reason   text 65536
  Deal Description     long 65536
notes  20000000 bytes
  Activity date  date
  Note body      long 65536 required
  Email          email
""",
    # github.com/odoo/odoo addons/crm/models/crm_lead.py, data/crm_stage_data.xml
    "odoo": """
leads
  id                external-id
  type              in:"lead"
  name              text required
  contact_name      text
  partner_name      text
  email_from        email
  phone             phone
  mobile            phone
  function          text
  website           url
  street            text
  city              text
  zip               text
  country_id        country
  user_id           user-name
  priority          in:priority
  tag_ids           several
  source_id         text
  campaign_id       text
  expected_revenue  number
  description       long
opportunities
  id                external-id
  type              in:"opportunity"
  name              text required
  contact_name      text
  partner_name      text
  email_from        email
  stage_id          in:stage
  expected_revenue  number
  date_deadline     date
  user_id           user-name
  description       long
""",
    # support.pipedrive.com: mandatory fields; import fields
    "pipedrive": """
leads  50000 rows, 50000000 bytes
  Lead - Lead Sorted ID   id
  Lead - Title            text 255 required
  Person - Name           text 255
  Person - Email          email 254
  Person - Phone          phone
  Person - Job title      text 255
  Organization - Name     text 255
  Organization - Address  text 255
  Lead - Owner            user-email
  Lead - Label            in:lead-label
  Lead - Value            number
  Note - Content          long 30000
persons  50000 rows, 50000000 bytes
  Person - Lead Sorted ID  id
  Person - Name            text 255 required
  Person - Email           email 254
  Person - Phone           phone
  Person - Job title       text 255
  Organization - Name      text 255
  Organization - Address   text 255
  Person - Owner           user-email
  Note - Content           long 30000
deals  50000 rows, 50000000 bytes
  Deal - Lead Sorted ID       id
  Deal - Title                text 255 required
  Deal - Value                number
  Deal - Currency of Value    text 3
  Deal - Stage                in:deal-stage
  Deal - Expected close date  date
  Deal - Owner                user-email
  Person - Name               text 255
  Person - Email              email 254
  Organization - Name         text 255
  Note - Content              long 30000
activities  50000 rows, 50000000 bytes
  Activity - Subject           text 255 required
  Activity - Type              in:activity-type
  Activity - Due date          date
  Activity - Done              in:activity-status
  Activity - Assigned to user  user-email
  Person - Name                text 255
  Person - Email               email 254
  Organization - Name          text 255
  Activity - Note              long 30000
""",
    # developer.salesforce.com, Salesforce Field Reference: Lead, Account, Contact, Opportunity, Task
    "salesforce": """
leads  50000 rows, 100000000 bytes
  Lead Sorted ID    id 20
  First Name        text 40
  Last Name         text 80 required
  Company           text 255 required
  Title             text 128
  Email             email 80
  Phone             phone 40
  Mobile Phone      phone 40
  Website           url 255
  Street            text 255
  City              text 40
  State             text 80
  Postal Code       text 20
  Country           country 80
  Lead Status       in:lead-status
  Lead Source       in:lead-source
  Rating            in:rating
  Industry          in:industry
  No. of Employees  whole
  Email Opt Out     flag
  Do Not Call       flag
  Record Owner      user-name optional
  Owner ID          user-id 18 optional
  Description       long 32000
accounts  50000 rows, 100000000 bytes
  Lead Sorted ID           id 20
  Account Name             text 255 required
  Website                  url 255
  Billing Street           text 255
  Billing City             text 40
  Billing State/Province   text 80
  Billing Zip/Postal Code  text 20
  Billing Country          country 80
  Industry                 in:industry
  Employees                whole
contacts  50000 rows, 100000000 bytes
  Lead Sorted ID           id 20
  Account                  id 20
  First Name               text 40
  Last Name                text 80 required
  Title                    text 128
  Email                    email 80
  Phone                    phone 40
  Mobile                   phone 40
  Mailing Street           text 255
  Mailing City             text 40
  Mailing State/Province   text 80
  Mailing Zip/Postal Code  text 20
  Mailing Country          country 80
  Lead Source              in:lead-source
  Email Opt Out            flag
  Do Not Call              flag
  Contact Owner            user-name optional
  Owner ID                 user-id 18 optional
  Description              long 32000
opportunities  50000 rows, 100000000 bytes
  Lead Sorted ID     id 20
  Opportunity Name   text 120 required
  Account            id 20
  Stage              in:opportunity-stage required
  Close Date         date required
  Amount             number
  Next Step          text 255
  Opportunity Owner  user-name optional
  Owner ID           user-id 18 optional
  Description        long 32000
lead-tasks  50000 rows, 100000000 bytes
  Lead Sorted ID  id 20
  Lead            id 20
  Subject         text 255 required
  Due Date        date
  Status          in:task-status required
  Priority        in:"Normal" required
  Assigned To ID  user-id 18 optional
  Comments        long 32000
contact-tasks  50000 rows, 100000000 bytes
  Lead Sorted ID  id 20
  Contact         id 20
  Subject         text 255 required
  Due Date        date
  Status          in:task-status required
  Priority        in:"Normal" required
  Assigned To ID  user-id 18 optional
  Comments        long 32000
""",
    # github.com/SuiteCRM/SuiteCRM modules/Leads/vardefs.php, modules/Opportunities/vardefs.php
    "suitecrm": """
leads  5000 rows, 30000000 bytes
  leadsorted_id_c             id 255
  first_name                  text 100
  last_name                   text 100 required
  title                       text 100
  account_name                text 255
  email1                      email 254
  email2                      email 254
  phone_work                  phone 100
  phone_mobile                phone 100
  primary_address_street      text 150
  primary_address_city        text 100
  primary_address_state       text 100
  primary_address_postalcode  text 20
  primary_address_country     country 255
  website                     url 255
  status                      in:status
  lead_source                 in:source
  opportunity_amount          number
  do_not_call                 flag
  email_opt_out               flag
  assigned_user_name          user-name
  description                 long
leads-update  5000 rows, 30000000 bytes
  as leads
  id  id required
accounts  5000 rows, 30000000 bytes
  leadsorted_id_c          id 255
  name                     text 150 required
  website                  url 255
  billing_address_city     text 100
  billing_address_country  country 255
opportunities  5000 rows, 30000000 bytes
  leadsorted_id_c     id 255
  name                text 50 required
  account_name        text 255 required
  amount              number required
  date_closed         date required
  sales_stage         in:sales-stage required
  next_step           text 100
  assigned_user_name  user-name
  description         long
""",
    # github.com/twentyhq/twenty packages/twenty-docs, field-mapping.mdx, import-relations.mdx
    "twenty": """
companies  10000 rows
  Lead Sorted ID          id
  Name                    text required
  Domain Name / Link URL  site required
  Employees               whole
people  10000 rows
  Lead Sorted ID                       id
  Name / First Name                    text
  Name / Last Name                     text
  Emails / Primary Email               email
  Emails / Additional Emails           several
  Phones / Primary Phone Number        digits
  Phones / Primary Phone Country Code  region
  Phones / Primary Phone Calling Code  calling-code
  Job Title                            text
  City                                 text
  Company / Domain Name                site
  Lead Sorted Notes                    long
opportunities  10000 rows
  Lead Sorted ID                    id
  Name                              text required
  Amount / Amount                   number
  Amount / Currency                 text 3
  Close date                        date
  Stage                             in:stage
  Company / Domain Name             site
  Point of Contact / Primary Email  email
  Lead Sorted Notes                 long
""",
    # zoho.com/crm/help/api/modules-fields.html; docs.workato.com
    "zoho": """
leads  10000 rows, 5000000 bytes
  Lead Sorted ID    id 20
  First Name        text 40
  Last Name         text 80 required
  Company           text 100 required
  Title             text 100
  Email             email 100
  Phone             phone 30
  Mobile            phone 30
  Website           url 255
  Lead Source       in:lead-source
  Lead Status       in:lead-status
  No. of Employees  whole
  Street            text 250
  City              text 100
  State             text 100
  Zip Code          text 30
  Country           country 100
  Email Opt Out     flag
  Lead Owner        user-email
  Description       long 32000
contacts  10000 rows, 5000000 bytes
  Lead Sorted ID  id 20
  First Name      text 40
  Last Name       text 80 required
  Account Name    text 100
  Title           text 100
  Email           email 100
  Phone           phone 30
  Email Opt Out   flag
  Contact Owner   user-email
  Description     long 32000
deals  10000 rows, 5000000 bytes
  Lead Sorted ID  id 20
  Deal Name       text 120 required
  Account Name    text 100
  Contact Name    text 120
  Amount          number
  Stage           in:deal-stage required
  Closing Date    date required
  Deal Owner      user-email
  Description     long 32000
""",
}


LISTS: dict[str, str] = {
    "dynamics365 lead-source": "Advertisement | Employee Referral | External Referral | Partner | Public Relations | Seminar | Trade Show | Web | Word of Mouth | Other",
    "dynamics365 rating": "Hot | Warm | Cold",
    "erpnext status": "Lead | Open | Replied | Opportunity | Quotation | Lost Quotation | Interested | Converted | Do Not Contact",
    "espocrm status": "New | Assigned | In Process | Converted | Recycled | Dead",
    "espocrm source": "Call | Email | Existing Customer | Partner | Public Relations | Web Site | Campaign | Other",
    "espocrm stage": "Prospecting | Qualification | Proposal | Negotiation | Closed Won | Closed Lost",
    "frappe-crm status": "New | Contacted | Nurture | Qualified | Converted | Unqualified | Junk",
    "frappe-crm source": "Email | Existing Customer | Reference | Advertisement | Cold Calling | Exhibition | Supplier Reference | Mass Mailing | Customer's Vendor | Campaign | Walk In | Facebook | Website | Web Form",
    "frappe-crm lost-reason": "Pricing | Competition | Budget Constraints | Missing Features | Long Sales Cycle | No Decision-Maker | Unresponsive Prospect | Poor Fit | Other",
    "frappe-crm deal-status": "Qualification | Demo/Making | Proposal/Quotation | Negotiation | Ready to Close | Won | Lost",
    "freshsales deal-stage": "New | Qualification | Discovery | Demo | Negotiation | Won | Lost",
    "hubspot lifecycle-stage": "subscriber | lead | marketingqualifiedlead | salesqualifiedlead | opportunity | customer | evangelist | other",
    "hubspot lead-status": "NEW | OPEN | IN_PROGRESS | OPEN_DEAL | UNQUALIFIED | ATTEMPTED_TO_CONTACT | CONNECTED | BAD_TIMING",
    "hubspot deal-stage": "appointmentscheduled | qualifiedtobuy | presentationscheduled | decisionmakerboughtin | contractsent | closedwon | closedlost",
    "odoo priority": "0 | 1 | 2 | 3",
    "odoo stage": "New | Qualified | Proposition | Won",
    "pipedrive lead-label": "Hot | Warm | Cold",
    "pipedrive deal-stage": "Qualified | Contact Made | Demo Scheduled | Proposal Made | Negotiations Started | Won | Lost",
    "pipedrive activity-type": "Call | Meeting | Task | Deadline | Email | Lunch",
    "pipedrive activity-status": "Done | To do",
    "salesforce lead-status": "Open - Not Contacted | Working - Contacted | Closed - Converted | Closed - Not Converted",
    "salesforce lead-source": "Web | Phone Inquiry | Partner Referral | Purchased List | Other",
    "salesforce rating": "Hot | Warm | Cold",
    "salesforce industry": "Agriculture | Apparel | Banking | Biotechnology | Chemicals | Communications | Construction | Consulting | Education | Electronics | Energy | Engineering | Entertainment | Environmental | Finance | Food & Beverage | Government | Healthcare | Hospitality | Insurance | Machinery | Manufacturing | Media | Not For Profit | Recreation | Retail | Shipping | Technology | Telecommunications | Transportation | Utilities | Other",
    "salesforce opportunity-stage": "Prospecting | Qualification | Needs Analysis | Value Proposition | Id. Decision Makers | Perception Analysis | Proposal/Price Quote | Negotiation/Review | Closed Won | Closed Lost",
    "salesforce task-status": "Not Started | In Progress | Completed | Waiting on someone else | Deferred",
    "suitecrm status": "New | Assigned | In Process | Converted | Recycled | Dead",
    "suitecrm source": "Cold Call | Existing Customer | Self Generated | Employee | Partner | Public Relations | Direct Mail | Conference | Trade Show | Web Site | Word of mouth | Email | Campaign | Other",
    "suitecrm sales-stage": "Prospecting | Qualification | Needs Analysis | Value Proposition | Id. Decision Makers | Perception Analysis | Proposal/Price Quote | Negotiation/Review | Closed Won | Closed Lost",
    "twenty stage": "NEW | SCREENING | MEETING | PROPOSAL | CUSTOMER",
    "zoho lead-source": "Advertisement | Cold Call | Employee Referral | External Referral | Online Store | Partner | Public Relations | Sales Email Alias | Seminar Partner | Internal Seminar | Trade Show | Web Download | Web Research | Chat",
    "zoho lead-status": "Attempted to Contact | Contact in Future | Contacted | Junk Lead | Lost Lead | Not Contacted | Pre-Qualified | Not Qualified",
    "zoho deal-stage": "Qualification | Needs Analysis | Value Proposition | Identify Decision Makers | Proposal/Price Quote | Negotiation/Review | Closed Won | Closed Lost | Closed Lost to Competition",
}
# fmt: on


@dataclass(frozen=True)
class Field:
    """One column: `kind` is how its cells are read, `longest` 0 where nobody says."""

    header: str
    kind: str
    longest: int
    required: bool
    optional: bool


@dataclass(frozen=True)
class Sheet:
    """One file: how many rows and bytes one import takes, and its fields by header."""

    rows: int
    bytes: int
    fields: Mapping[str, Field]


RFC3966 = re.compile(r"\+[1-9][0-9]{6,14}(;ext=[0-9]{1,8})?")
URL = re.compile(r"(https?://)?[^\s/@]+\.[^\s/@.]{2,}(/\S*)?", re.IGNORECASE)
KINDS: dict[str, re.Pattern[str]] = {
    "text": re.compile(r"[^\n\r\t]*"),
    "id": re.compile(r"[^\n\r\t]*"),
    "long": re.compile(r".*", re.DOTALL),
    "email": f.EMAIL,
    "phone": f.E164,
    "number": f.PLAIN_NUMBER,
    "whole": re.compile(r"-?[0-9]{1,15}"),
    "date": f.ISO_DAY,
    "moment": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"),
    "url": URL,
    "domain": re.compile(r"[\w-]+(\.[\w-]+)+"),
    "site": re.compile(r"https://[^/\s]+"),
    "region": re.compile(r"[A-Z]{2}|001"),
    "calling-code": re.compile(r"\+[0-9]{1,3}"),
    "digits": re.compile(r"[0-9]+"),
    "external-id": re.compile(r"leadsorted\.[a-z]+_[a-z0-9_]+"),
    "user-id": re.compile(r"(005|00G)[A-Za-z0-9]{12}([A-Za-z0-9]{3})?"),
    "several": re.compile(r"[^\n\r\t|]*"),
}
FLAGS = {
    "salesforce": ("0", "1"), "zoho": ("True", "False"), "espocrm": ("0", "1"), "suitecrm": ("0", "1"), "csv": ("yes", ""),
}  # fmt: skip
OURS = {"rejected", "gone"}
FORMULA = ("=", "+", "-", "@")


def sheets(name: str) -> dict[str, Sheet]:
    """The table of a CRM, read."""
    found: dict[str, Sheet] = {}
    fields: dict[str, Field] = {}
    for line in FIELDS[name].strip("\n").splitlines():
        title, _, rest = line.strip().partition("  ")
        if title.startswith("as "):
            fields |= found[title.removeprefix("as ")].fields
            continue
        if not line.startswith(" "):
            fields = {}
            limits = dict(reversed(part.split()) for part in rest.split(", ") if part)
            found[title] = Sheet(int(limits.get("rows", 10**9)), int(limits.get("bytes", 10**9)), fields)
            continue
        kind, *more = rest.split()
        longest = next((int(word) for word in more if word.isdigit()), 0)
        fields[title] = Field(title, kind, longest, "required" in more, "optional" in more)
    return found


def complaints(name: str, files: Mapping[str, bytes], users: frozenset[str]) -> list[str]:
    """What in these files is no field of the CRM, not in its form, too long, or missing."""
    known = sheets(name)
    found: list[str] = []
    for file, content in files.items():
        stem = re.sub(r"(-[0-9]+)?\.csv$", "", file)
        if not file.endswith(".csv") or stem in OURS:
            continue
        if stem not in known:
            found.append(f"{file}: no such import")
            continue
        found += [f"{file}: {one}" for one in _file(name, known[stem], content, users)]
    return found


def _file(name: str, sheet: Sheet, content: bytes, users: frozenset[str]) -> Iterator[str]:
    marked = content.startswith(b"\xef\xbb\xbf")
    if marked != (name == "csv"):
        yield "a byte order mark, or none"
    if content.count(b"\n") and not content.endswith(b"\r\n"):
        yield "lines end otherwise than RFC 4180 says"
    header, rows = f.read(content.removeprefix(b"\xef\xbb\xbf"))
    if len(rows) > sheet.rows or len(content) > sheet.bytes:
        yield "too large for one import"
    for one in header:
        if one not in sheet.fields:
            yield f"no field {one!r}"
    for field in sheet.fields.values():
        if field.header in header:
            yield from _column(name, field, rows, users)
        elif not field.optional:
            yield f"no column {field.header!r}"
    yield from f.plain_text(rows)
    yield from _guarded(name, sheet, rows)


def _column(name: str, field: Field, rows: f.Table, users: frozenset[str]) -> Iterator[str]:
    if field.required:
        yield from f.filled(rows, field.header)
    if field.longest:
        yield from f.no_longer(rows, field.header, field.longest)
    match field.kind:
        case "user-name" | "user-email":
            known = {one for one in users if ("@" in one) == (field.kind == "user-email")}
            yield from f.one_of(rows, field.header, known)
        case "flag":
            yield from (
                f"{field.header}: {row[field.header]!r}" for row in rows if row[field.header] not in FLAGS[name]
            )
        case "country":
            two_letters = {row[field.header] for row in rows if re.fullmatch("[A-Z]{2}", row[field.header])}
            names = {row[field.header] for row in rows if len(row[field.header]) > 2}
            yield from (f"{field.header}: {one}" for one in sorted(names if name == "csv" else two_letters))
        case kind if kind.startswith("in:"):
            allowed = [kind[4:-1]] if kind.startswith('in:"') else LISTS[f"{name} {kind[3:]}"].split(" | ")
            yield from f.one_of(rows, field.header, allowed)
        case "several" if name == "twenty":
            yield from (
                f"{field.header}: no list" for row in rows if row[field.header] and not _is_list(row[field.header])
            )
        case "several" if name == "csv":  # for people: they may write what they like in one
            yield from f.matching(rows, field.header, re.compile(r"[^\n\r\t]*"))
        case "phone" if name == "csv":
            yield from f.matching(rows, field.header, RFC3966)
        case kind:
            yield from f.matching(rows, field.header, KINDS[kind])


def _is_list(text: str) -> bool:
    try:
        return isinstance(json.loads(text), list)
    except ValueError:
        return False


def _guarded(name: str, sheet: Sheet, rows: f.Table) -> Iterator[str]:
    """A CRM takes text as it is; people open a plain CSV in a spreadsheet, which must not take a text for a formula."""
    for row in rows:
        for header, text in row.items():
            if name != "csv" and text[:1] == "'" and text[1:2] in FORMULA:
                yield f"{header}: an apostrophe that nobody typed"
            kind = sheet.fields[header].kind if header in sheet.fields else "text"
            free = (
                RFC3966.fullmatch(text)
                or f.PLAIN_NUMBER.fullmatch(text)
                or all(RFC3966.fullmatch(one) for one in text.split("; "))
            )
            if name == "csv" and kind != "number" and text.startswith(FORMULA) and not free:
                yield f"{header}: a spreadsheet would take {text[:20]!r} for a formula"
