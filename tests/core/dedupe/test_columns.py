"""Whatever columns a list has are made use of: one fact of one's own finds the two rows of a person, wherever it stands."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.dedupe import clusters
from leadsorted_sheets.core.dedupe.columns import Role, home_country, roles_of, texts_of, texts_of_table
from tests.core.dedupe.lists import strangers

WIDE = (
    "Ref", "Full Name", "E-mail", "Work email", "Phone", "Mobile", "Company", "Website", "Job Title", "House number", "Street", "City", "County", "Postcode",
    "Country", "Birth day", "Birth month", "Birth year", "Passport number", "Tax ID", "Source", "Newsletter", "Deal value", "Notes", "Last seen", "Colour",
)  # fmt: skip
"""Twenty-six columns, eight of them of no use to anybody who looks for duplicates."""
FACTS = [
    {"E-mail": "adelgado77@web.de"},
    {"Work email": "adelgado77@web.de"},
    {"Phone": "+44 7700 900123"},
    {"Mobile": "07700 900123"},
    {"Birth day": "3", "Birth month": "4", "Birth year": "1980"},
    {"Passport number": "X1234567"},
    {"Tax ID": "QQ 12 34 56 C"},
    {"House number": "12", "Street": "Cherry Tree Lane", "Postcode": "LS1 4AP"},
]
OTHERS = {
    "E-mail": "ana@acme.com", "Work email": "a.delgado@alder.co.uk", "Phone": "+44 7700 900555", "Mobile": "+44 7700 900666", "Passport number": "P7654321",
    "Tax ID": "ZZ 98 76 54 D",
}  # fmt: skip
"""What one of the two rows may have besides, where the other has nothing."""


def together(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two rows of a wide list, among sixty strangers, are one person."""
    rows = [
        {"Full Name": f"{lead['First name']} {lead['Last name']}", "E-mail": lead["Email"], "City": lead["City"]}
        for lead in strangers().values()
    ]
    table = [
        {"Ref": f"R-{n}", "Source": "Fair", "Newsletter": "yes", "Deal value": "100", "Colour": "blue", **row}
        for n, row in enumerate([one, other, *rows])
    ]
    found = clusters(WIDE, [[str(row.get(header, "")) for header in WIDE] for row in table], country="GB")
    assert len(set(found[2:])) == len(rows), "no two strangers are one"
    return found[0] == found[1]


@pytest.mark.parametrize("fact", FACTS, ids=" and ".join)
def test_each_column_of_a_wide_list_can_find_a_person_alone(fact: dict[str, str]) -> None:
    assert together({"Full Name": "Ana Delgado", **fact}, {"Full Name": "Delgado, Ana", **fact})


@pytest.mark.parametrize("fact", FACTS, ids=" and ".join)
def test_a_fact_counts_whatever_else_stands_in_the_columns_before_it(fact: dict[str, str]) -> None:
    assert together({"Full Name": "Ana Delgado", **OTHERS, **fact}, {"Full Name": "Ana Delgado", **fact})


def test_columns_that_say_nothing_about_a_person_bring_nobody_together() -> None:
    assert not together(
        {"Full Name": "Ana Delgado", "Notes": "met at the fair"},
        {"Full Name": "Ben Church", "Notes": "met at the fair"},
    )


def test_a_number_of_one_column_is_none_of_another() -> None:
    ana, ben = (
        {"Full Name": "Ana Delgado", "Passport number": "1234567"},
        {"Full Name": "Ben Church", "Tax ID": "1234567"},
    )
    assert not together(ana, ben)


def test_a_tax_number_of_many_colleagues_makes_nobody_one() -> None:
    names = [(lead["First name"], lead["Last name"]) for lead in strangers().values()][:30]
    rows = [[str(first), str(last), f"P{n:03}{n * 77:05}", "DE123456789"] for n, (first, last) in enumerate(names)]
    assert clusters(("First name", "Last name", "Passport number", "VAT ID"), rows) == list(range(30))


ROLES: list[tuple[Role, str]] = [
    ("name", "Full name|Name"),
    ("first", "First name|fname_c1|name_first|Forename"),
    ("middle", "Middle name|fname_c2|name_middle|MIDDLE INITIAL"),
    ("last", "Last name|lname_c1|name_last|Surname"),
    ("email", "Email|Second email|Other emails|E-Mail_Address"),
    ("phone", "Phone|Mobile|Second phone|Other phones"),
    ("company", "Company|siteName|Shop|Store|School|Agency|Facility|Practice|Hotel|Restaurant"),
    ("website", "Website"),
    ("house", "House number|street-number|House No.|address_number|Hausnummer|huisnummer"),
    ("street", "Street|Address|addr_line1|Residence|Postal address"),
    ("city", "City|BirthPlace|Place|Locality"),
    ("region", "Region"),
    ("postcode", "Postcode|postcode_fake"),
    ("country", "Country"),
    ("born", "Date of birth|D.O.B.|dateOfBirth|Birth date|birthdate|Birthday|born|Geburtsdatum|Fecha de nacimiento|data urodzenia"),
    ("birth year", "BY|Birth year|birthYear|Year of birth|YOB|Geburtsjahr"),
    ("birth month", "bm|Birth month|month_of_birth"),
    ("birth day", "bd|Birth day|day of birth"),
    ("number", "External IDs|SSN|soc_sec_id|Social security|Tax ID|VAT|VAT number|USt-ID|NIF|Passport (number)|Kundennummer| account  number "),
    ("title", "Job title"),
]  # fmt: skip


@pytest.mark.parametrize(("role", "headers"), ROLES, ids=[row[0] for row in ROLES])
def test_what_a_header_says(role: Role, headers: str) -> None:
    assert [roles_of([header]) for header in headers.split("|")] == [{role: [header]} for header in headers.split("|")]


@pytest.mark.parametrize("header", ["Deal value", "Notes", "Colour", "", "by and by", "XX"])
def test_a_header_that_says_nothing_about_a_person_has_no_role(header: str) -> None:
    assert roles_of([header]) == {}


def test_the_columns_of_a_role_stand_in_the_order_of_the_table() -> None:
    headers = ["Mobile", "Notes", "Passport", "Phone", "City", "VAT", "Second phone"]
    assert roles_of(headers) == {
        "phone": ["Mobile", "Phone", "Second phone"], "number": ["Passport", "VAT"], "city": ["City"]}  # fmt: skip


TABLES: list[tuple[str, str, list[str], dict[Role, list[list[str]]]]] = [
    # headers, rows, and the texts of each role by column
    ("columns by role", "City|Notes|Mobile|Phone", ["Leeds|x|1|2", "York||3|"], {"city": [["Leeds", "York"]], "phone": [["1", "3"], ["2", ""]]}),
    ("short rows are blank at their end", "City|Phone|Country", ["Leeds", "York|1", "|2|UK"], {"city": [["Leeds", "York", ""]], "phone": [["", "1", "2"]], "country": [["", "", "UK"]]}),
    ("of two columns of one name the first counts", "City|City|Phone", ["Leeds|York|1"], {"city": [["Leeds"]], "phone": [["1"]]}),
    ("no rows", "City|Phone", [], {"city": [[]], "phone": [[]]}),
    ("no columns of use", "Notes|Colour", ["x|y"], {}),
    ("a house number goes before the street", "House number|Street", ["12|Hill Road", "|Mill Lane", "7|"], {"street": [["12 Hill Road", "Mill Lane", "7"]]}),
    ("of several the first", "House number|House no|Street|Address", ["12|13|Hill Road|Mill Lane"], {"street": [["12 Hill Road"], ["Mill Lane"]]}),
    ("without a street it says nothing", "House number|City", ["12|Leeds"], {"city": [["Leeds"]]}),
    ("a street alone", "Street", ["Hill Road "], {"street": [["Hill Road "]]}),
    ("a date of birth in parts", "Birth day|Birth month|Birth year", ["3|4|1980", "3||1980", "3|4|", "||"], {"born": [["1980-4-3", "1980--3", "", ""]]}),
    ("a year alone", "Birth year", ["1980", ""], {"born": [["1980--", ""]]}),
    ("a year and a month", "Birth year|Birth month", ["1980|4"], {"born": [["1980-4-"]]}),
    ("a year and a day", "Birth year|Birth day", ["1980|3"], {"born": [["1980--3"]]}),
    ("without a year parts say nothing", "Birth month|Birth day", ["4|3"], {}),
    ("a whole date comes before its parts", "Date of birth|Birth year|Birth month", ["3/4/1980|1981|5"], {"born": [["3/4/1980"]]}),
    ("parts of no rows", "Birth year|Birth month", [], {}),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "rows", "texts"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_the_cells_of_a_plain_table_by_role(headers: str, rows: list[str], texts: dict[Role, list[list[str]]]) -> None:
    assert texts_of_table(headers.split("|"), [row.split("|") for row in rows]) == texts


@pytest.mark.parametrize(("headers", "rows", "texts"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_and_of_leads(headers: str, rows: list[str], texts: dict[Role, list[list[str]]]) -> None:
    names = headers.split("|")
    leads: list[dict[str, Cell]] = [
        {name: cell or None for name, cell in reversed(list(zip(names, row.split("|"), strict=False)))} for row in rows
    ]
    assert texts_of(leads, list(dict.fromkeys(names))) == texts


CELLS: list[tuple[str, Cell, str]] = [
    ("a text", " Leeds ", " Leeds "),
    ("nothing", None, ""),
    ("a number", 1200.5, "1200.5"),
    ("nought", 0, "0"),
    ("yes", True, "yes"),
    ("a date", dt.date(1980, 4, 3), "1980-04-03"),
    ("a formula is no input", Formula("=A1"), ""),
    ("nor is an error", Error("#N/A"), ""),
]


@pytest.mark.parametrize(("cell", "text"), [row[1:] for row in CELLS], ids=[row[0] for row in CELLS])
def test_what_a_cell_says(cell: Cell, text: str) -> None:
    assert texts_of([{"City": cell}, {}], ["City"]) == {"city": [[text, ""]]}


HOMES: list[tuple[str, list[list[str]], str]] = [
    # the country columns of a list, and the country it is from
    ("most rows", [["Germany", "UK", "Deutschland", "France"]], "DE"),
    ("not the first by the alphabet", [["UK", "United Kingdom", "England", "Germany", "Austria"]], "GB"),
    ("as many: the first by the alphabet", [["UK", "Germany"]], "DE"),
    ("blank and unknown ones are not counted", [["", "", "-", "", "UK"]], "GB"),
    ("of two columns together", [["Germany", "Germany", "UK"], ["UK", "UK", ""]], "GB"),
    ("none named", [["", ""]], "US"),
]


@pytest.mark.parametrize(("columns", "country"), [row[1:] for row in HOMES], ids=[row[0] for row in HOMES])
def test_a_list_is_from_the_country_that_most_rows_name(columns: list[list[str]], country: str) -> None:
    assert home_country({"country": columns}) == country


def test_a_list_without_countries_is_from_the_united_states() -> None:
    assert home_country({"city": [["Leeds"]]}) == "US"
