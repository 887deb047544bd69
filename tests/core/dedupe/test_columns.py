"""Whatever columns a list has are made use of: one fact of one's own finds the two rows of a person, wherever it stands."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.dedupe import clusters
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
