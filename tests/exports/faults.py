"""Faults to plant in a profile: every kind of slip that a person makes in one, wherever it can be made.

Each leaves a profile that its grammar accepts, and that would write a file the CRM refuses, merges or spoils. A book with
every trouble in every field goes through it, and the CRM's checker has to complain.
"""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from collections.abc import Iterator
from typing import Any

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.exports import Profile, text_of
from tests.exports import books

TELLING = ("email", "phone", "national phone", "number", "whole", "date", "moment", "pick", "owner", "flag", "url")
"""Types whose loss the checkers can see; a text is a text."""
NEVER = {
    ("longest", "id"),
    ("longest", "phone"),
    ("longest", "owner"),
    ("longest", "pick"),
    ("longest", "country"),
    ("longest", "email"),
}
"""What cannot be seen: no id of ours and no phone number is as long as its field."""


def planted(name: str) -> Iterator[tuple[str, Profile]]:
    """The profile of that name with each fault in turn, and what the fault is."""
    given = tomllib.loads(text_of(name))
    for what, faulty in _faults(given):
        yield what, Profile.model_validate(faulty)


def _faults(given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _of_the_whole(given)
    for n, file in enumerate(given["files"]):
        for key in ("unique", "one_of", "skip_without"):
            if file.get(key):
                yield f"{file['name']}: no {key}", _with(given, n, **{key: []})
        if file.get("only", "all") != "all":
            yield f"{file['name']}: only is the other", _with(given, n, only=_OTHER[file["only"]])
        for m, column in enumerate(file["columns"]):
            where = f"{file['name']}.{column['header']}"
            if column.get("type") in TELLING and not str(column.get("from")).startswith("Lead."):
                yield f"{where}: no type", _with_column(given, n, m, type=None, picklist=None, by=None)
            for key in ("required", "longest", "required_if"):
                if column.get(key) and (key, column.get("type")) not in NEVER and not column.get("when_blank"):
                    yield f"{where}: no {key}", _with_column(given, n, m, **{key: None})
            if column.get("by") in {"name", "email"}:
                yield f"{where}: by the other", _with_column(given, n, m, by=_OTHER[column["by"]])
        for m in _free(file)[:4]:
            header = file["columns"][m]["header"]
            yield f"{file['name']}.{header}: misspelt", _with_column(given, n, m, header=f"{header}s")


_OTHER = {"unconverted": "converted", "converted": "unconverted", "name": "email", "email": "name"}
_FORMATTED = {"yes": "flag", "no": "flag", "phone_extension": "phone"}


def _of_the_whole(given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    formats, dialect = given.get("formats", {}), given.get("dialect", {})
    said = {
        "date": "DD/MM/YYYY",
        "yes": "oui",
        "no": "non",
        "country": "code",
        "several": "|",
        "phone_extension": " #{}",
    }
    types = {column.get("type", "text") for file in given["files"] for column in file["columns"]}
    for key, wrong in said.items():
        if _FORMATTED.get(key, key) not in types:
            continue
        yield f"formats.{key}", {**given, "formats": {**formats, key: "name" if formats.get(key) == wrong else wrong}}
    for key, other in (("delimiter", ";"), ("bom", not dialect.get("bom", False)), ("line_end", "lf")):
        yield f"dialect.{key}", {**given, "dialect": {**dialect, key: other}}
    other_guard = "unaltered" if given["formula_guard"] == "apostrophe" else "apostrophe"
    yield "formula_guard", {**given, "formula_guard": other_guard}
    if given.get("refuses"):
        yield "refuses", {**given, "refuses": []}
    for name, picklist in given.get("picklists", {}).items():
        changed = copy.deepcopy(given)
        part = changed["picklists"][name]
        for key in ("by_name", "by_kind"):
            part[key] = {ours: f"{theirs} " + "x" for ours, theirs in part.get(key, {}).items()}
        part["values"] = [f"{value} x" for value in picklist["values"]]
        if part.get("otherwise"):
            part["otherwise"] += " x"
        yield f"picklists.{name}: values misspelt", changed


def _free(file: dict[str, Any]) -> list[int]:
    """The columns that nothing else names."""
    named = {file.get("external_id"), *file.get("skip_without", [])}
    for group in (*file.get("unique", []), *file.get("one_of", [])):
        named.update(group)
    named |= {column["required_if"]["column"] for column in file["columns"] if column.get("required_if")}
    return [
        m for m, column in enumerate(file["columns"]) if m and column["header"] not in named and not column.get("link")
    ]


def _with(given: dict[str, Any], n: int, **keys: Any) -> dict[str, Any]:
    changed = copy.deepcopy(given)
    changed["files"][n] |= keys
    return changed


def _with_column(given: dict[str, Any], n: int, m: int, **keys: Any) -> dict[str, Any]:
    changed = copy.deepcopy(given)
    column = changed["files"][n]["columns"][m]
    column |= keys
    changed["files"][n]["columns"][m] = {key: value for key, value in column.items() if value is not None}
    return changed


def troubled(longest: int) -> Book:
    """A book with a row for each trouble of each field: far too long, no value of its kind, blank; and twins."""
    good: dict[str, Cell] = {
        **books.ZOE,
        "Phone": "+442079460018;ext=12",
        "Do not contact": "no",
        "Owner": "Ben Okafor",
    }
    long: dict[str, Cell] = {
        "Email": f"{'x' * 60}@{'y' * 60}.{'z' * 60}.{'w' * 60}.example",
        "Website": f"https://acme.example/{'x' * longest}",
    }
    rows: list[dict[str, Cell]] = []
    for status, told in (("New", ("long", "folded", "blank")), ("Converted", ("long", "folded", "blank"))):
        rows += [{**good, "Status": status}] * 3
        for name in schema.LEADS.fields:
            if name not in {"Lead ID", "Status", "Do not contact"} and (status == "New" or name in _CARRIED):
                troubles = {"long": long.get(name, "x" * longest), "folded": "three\nfold", "blank": None}
                rows += [{**good, "Status": status, name: troubles[one]} for one in told]
        rows += [
            {**good, "Status": status, "Email": "twin@acme.example", "Notes": f"twin {n}", "Last name": f"Twin {n}"}
            for n in range(2)
        ]
        rows += [{**good, "Status": status, "First name": "Same", "Last name": "Name"}] * 2
        rows += [{**good, "Status": status, **special} for special in _SPECIAL]
    rows += [
        {**good, **special}
        for special in (
            {"Status": "Unqualified", "Lost reason": None},
            {"Status": "Unqualified", "Lost reason": "Other"},
        )
    ]
    for n, row in enumerate(rows):  # nobody shares an address or a company but the twins
        own = {"Email": f"zoe{n}@acme{n}.example"} if row.get("Email") == books.ZOE["Email"] else {}
        rows[n] = {
            **row,
            **own,
            **({"Company": f"Acme {n} GmbH"} if row.get("Company") == books.ZOE["Company"] else {}),
        }
    leads = {f"L-{n}": row for n, row in enumerate(rows)}
    return books.book(leads, _deals(leads, longest), _activities(leads, longest))


_CARRIED = {"First name", "Last name", "Company", "Job title", "Email", "Phone", "Owner", "Notes", "Street", "City", "Region", "Postcode", "Country",
            "Website", "Industry", "Employees", "Source", "Other phones"}  # fmt: skip
_SPECIAL: tuple[dict[str, Cell], ...] = (
    {"Do not contact": "yes"}, {"Phone": "020 7946"}, {"Employees": 1.5}, {"Country": "Atlantis"}, {"Owner": "Nobody"}, {"Job title": "=1+1"},
    {"External IDs": "suitecrm:1; frappe-crm:2; erpnext:3"}, {"Notes": "n" * 70_000}, {"Notes": "<script>"}, {"Source": "Partner"}, {"Source": "Bought"},
    {"Company": None, "Email": "nobody@gmail.com", "Website": None}, {"First name": None, "Last name": None, "Company": None, "Email": "who@gmail.com"},
    {"Email": None}, {"First name": None, "Last name": None, "Company": None, "Email": None, "Phone": None, "Website": None, "Other emails": None},
    {"Employees": 10**12}, {"Rating": "Tepid"}, {"Industry": "Alchemy"}, {"Phone": "+442079460018", "First name": "Just", "Last name": "Phone", "Email": None},
    {"Tags": "vip; fair", "Other emails": "a@b.example; c@d.example"}, {"Deal value": "ten"},
)  # fmt: skip


def _deals(leads: books.Rows, longest: int) -> books.Rows:
    good = [key for key, row in leads.items() if row.get("Status") == "Converted"][:3]
    rows: list[dict[str, Cell]] = [{}]
    for name in schema.PIPELINE.fields:
        if name not in {"Deal ID", "Lead ID"}:
            rows += [{name: trouble} for trouble in ("x" * longest, "three\nfold", None)]
    rows += [
        {"Stage": "Closed Lost"},
        {"Stage": "Closed Lost", "Lost reason": "Other"},
        {"Expected close": None},
        {"Deal": None, "Company": None},
    ]
    rows += [
        {"Lead ID": None, "Company": None},
        {"Lead ID": "L-0"},
        {"Notes": "n" * 70_000},
        {"Closed on": dt.datetime(2026, 3, 1, 9)},
    ]
    made = {"Owner": "Ann Berger", "Currency": "EUR"}
    return {f"D-{n}": {**books.DEAL, "Lead ID": good[n % 3], **made, **row} for n, row in enumerate(rows)}


def _activities(leads: books.Rows, longest: int) -> books.Rows:
    good = ["L-1", next(key for key, row in leads.items() if row.get("Status") == "Converted")]
    rows: list[dict[str, Cell]] = [
        {},
        {"Due": dt.date(2026, 4, 1)},
        {"Summary": "n" * 70_000},
        {"Type": "Demo"},
        {"Summary": None, "Type": None},
    ]
    for name in schema.ACTIVITIES.fields:
        if name not in {"Activity ID", "Lead ID", "Deal ID"}:
            rows += [{name: trouble} for trouble in ("x" * longest, "three\nfold", None)]
    made = {
        f"A-{m}-{n}": {**books.CALL, "Lead ID": lead, "Owner": "Ann Berger", **row}
        for m, lead in enumerate(good)
        for n, row in enumerate(rows)
    }
    return {**made, "A-alone": {**books.CALL, "Lead ID": None}}
