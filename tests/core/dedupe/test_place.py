"""Which company a row is of, and how addresses and names of companies compare."""

from __future__ import annotations

import numpy as np
import pytest

from leadsorted_sheets.core.dedupe.pairs import side_by_side
from leadsorted_sheets.core.dedupe.place import city_bits, company_bits, company_of, postcode_bits, street_bits
from leadsorted_sheets.core.dedupe.rarity import rarity
from tests.core.dedupe.test_people import Cells, people_of

ACME, BIRCH = "Acme Plumbing", "Birch Garage"

COMPANIES: list[tuple[str, list[tuple[str, str]], list[str]]] = [
    # the company and e-mail of each row, and the company it is of
    ("nothing", [("", "")], [""]),
    ("as written", [(ACME, "ana@acm.example")], ["acme plumbing"]),
    ("by the domain, of the first company", [(ACME, "ana@acm.example"), ("", "ben@acm.example")], ["acme plumbing"] * 2),
    ("by the second domain", [(ACME, "ana@acm.example"), (BIRCH, "cid@brc.example"), ("", "ben@brc.example")], ["acme plumbing", "birch garage", "birch garage"]),
    ("the one most rows of a domain write", [(ACME, "a@acm.example"), (BIRCH, "b@acm.example"), (BIRCH, "c@acm.example"), ("", "d@acm.example")], ["acme plumbing", "birch garage", "birch garage", "birch garage"]),
    ("the one most write, when it comes first", [(BIRCH, "b@acm.example"), (BIRCH, "c@acm.example"), (ACME, "a@acm.example"), ("", "d@acm.example")], ["birch garage", "birch garage", "acme plumbing", "birch garage"]),
    ("of equals the first by the alphabet", [(BIRCH, "b@acm.example"), (ACME, "a@acm.example"), ("", "d@acm.example")], ["birch garage", "acme plumbing", "acme plumbing"]),
    ("a provider is no company", [(ACME, "a@web.de"), ("", "b@web.de")], ["acme plumbing", ""]),
    ("the domain is the name without spaces", [(ACME, ""), ("", "a@acmeplumbing.co.uk")], ["acme plumbing"] * 2),
    ("with a hyphen", [(BIRCH, ""), (ACME, ""), ("", "a@acme-plumbing.com")], ["birch garage", "acme plumbing", "acme plumbing"]),
    ("what is learnt comes before how it is spelt", [(ACME, ""), (BIRCH, "b@acmeplumbing.com"), ("", "a@acmeplumbing.com")], ["acme plumbing", "birch garage", "birch garage"]),
    ("a domain like no name", [(ACME, ""), ("", "a@acme.com")], ["acme plumbing", ""]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "companies"), [row[1:] for row in COMPANIES], ids=[row[0] for row in COMPANIES])
def test_the_company_of_each_row(rows: list[tuple[str, str]], companies: list[str]) -> None:
    people = people_of(*({"company": company, "email": email} for company, email in rows))
    found = company_of(people)
    assert found.dtype == np.int32
    assert [people.company.values[code] if code >= 0 else "" for code in found.tolist()] == companies
    assert (found >= -1).all()


def worth(what: str, *rows: Cells) -> float:
    """The bits of one comparison of the first two rows, whichever comes first."""
    compare = {"company": company_bits, "city": city_bits, "postcode": postcode_bits, "street": street_bits}[what]
    people = people_of(*rows)
    rare, company = rarity(people), company_of(people)
    one, other = np.array([0]), np.array([1])
    there, back = (compare(side_by_side(people, rare, company, *sides)) for sides in ((one, other), (other, one)))
    assert there.dtype == back.dtype == np.float32
    assert there.tolist() == back.tolist()
    return round(float(there[0]), 2)


NAMED = {"first": "Ana", "last": "Delgado"}
SPELT: list[tuple[str, str, str, str, float]] = [
    # what is compared, as one and the other row of a person write it, and the bits
    ("one of them none", "company", ACME, "", 0.0),
    ("others", "company", ACME, BIRCH, -1.5),
    ("the initials of five", "company", "SBPQR", "Smith Builders Partners Queen Rose", 3.0),
    ("the initials of six are a name", "company", "SBPQRT", "Smith Builders Partners Queen Rose Tam", -1.5),
    ("the initial of one word", "company", "S", "Smith", -1.5),
    ("other initials", "company", "SBX", "Smith Builders Partners", -1.5),
    ("the first word, of five letters", "company", "Smith", "Smith Builders", 3.0),
    ("the first word, of four", "company", "Acme", "Acme Builders", -1.5),
    ("the beginning of a word", "company", "Smith Buil", "Smith Builders", 6.0),
    ("a slip", "company", "Wetherspoon Motors", "Wetherspon Motors", 6.0),
    ("alike", "company", "Marston Motors", "Marsden Motors", 1.0),
    ("not alike", "company", "Marston Motors", "Pendle Engines", -1.5),
    ("a town with two slips", "city", "Selby", "Sebly", 1.0),
    ("three", "city", "Knaresborough", "Knaresboro", -1.2),
    ("a slip in four letters", "city", "Bath", "Bate", -1.2),
    ("one town has none", "city", "Bath", "", 0.0),
    ("a postcode with a slip", "postcode", "1234", "1235", 2.0),
    ("with two", "postcode", "12345", "12354", 2.0),
    ("with a slip in three letters", "postcode", "123", "124", -1.5),
    ("with two slips", "postcode", "12345", "12389", -1.5),
    ("a street, its words in another order", "street", "12 Mill Lane", "Mill Lane 12", 9.0),
    ("with no space", "street", "12 Long Acre", "12 LongAcre", 9.0),
    ("a part of it", "street", "12 Mill Lane", "12 Mill Lane Flat 4", 7.0),
    ("with two slips", "street", "12 Mill Lane", "12 Mlil Lnae", 4.0),
    ("next door", "street", "12 Mill Lane", "14 Mill Lane", 7.0),
    ("another", "street", "12 Mill Lane", "77 Long Acre", -2.0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "one", "other", "bits"), [row[1:] for row in SPELT], ids=[f"{row[1]}: {row[0]}" for row in SPELT]
)
def test_how_two_spellings_compare(what: str, one: str, other: str, bits: float) -> None:
    assert worth(what, {**NAMED, what: one}, {**NAMED, what: other}) == bits


TOLD: list[tuple[str, list[Cells], float]] = [
    # two rows and others of the list, and the bits of their companies
    ("told by the domain, another is written", [{**NAMED, "email": "ana@acm.example"}, {**NAMED, "company": BIRCH}, {"company": ACME, "email": "ben@acm.example"}], -0.5),
    ("told by the domain, the same is written", [{**NAMED, "email": "ana@acm.example"}, {**NAMED, "company": ACME}, {"company": ACME, "email": "ben@acm.example"}], 2.48),
    ("both written", [{**NAMED, "company": ACME}, {**NAMED, "company": ACME}], 3.48),
    ("one domain", [{**NAMED, "email": "ana@acm.example"}, {**NAMED, "email": "a.d@acm.example"}], 3.48),
    ("one domain, other companies are written", [{**NAMED, "email": "ana@acm.example", "company": ACME}, {**NAMED, "email": "a.d@acm.example", "company": BIRCH}], 3.48),
    ("one mailbox says nothing of the company", [{**NAMED, "email": "ana@acm.example"}, {**NAMED, "email": "ana@acm.example"}], 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "bits"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_a_domain_tells_the_company_and_a_little_less(rows: list[Cells], bits: float) -> None:
    assert worth("company", *rows) == bits
