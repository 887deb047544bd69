"""How sure a pair is, whatever else agrees: what proves, what holds back, and where each tier begins."""

from __future__ import annotations

import numpy as np
import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe.listed import listed
from leadsorted_sheets.core.dedupe.tiers import (
    OTHER_NAME,
    OTHER_PLACE,
    TWINS,
    Thresholds,
    bits_at,
    confidence,
    thresholds,
)
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.settings import Tier
from tests.core.dedupe.lists import book_of
from tests.core.dedupe.test_pairs import lead

Row = dict[str, Cell]
ANA, PHONE, BORN, PASSPORT = "Ana Delgado", "+44 7700 900123", "1980-04-03", "X1234567"
HOUSE = {"Street": "1 High St", "Postcode": "YO1 7HH"}


def sure(a: Row, b: Row, *others: Row) -> float:
    """The confidence of two leads among strangers, whichever comes first."""
    found = listed(book_of(a, b, *others))
    place = {each.key: n for n, each in enumerate(found.leads)}
    sides = [np.array([place[key]]) for key in ("L-1", "L-2")]
    one, other = (float(confidence(found.examined.compared(*each))[0]) for each in (sides, sides[::-1]))
    assert one == other
    return round(one, 4)


HELD_BACK: list[tuple[str, Row, Row, float]] = [
    # what agrees, and what speaks against it however much that is
    ("other first names, one birthday: twins", lead(ANA, "fam@web.de", PHONE, Date_of_birth=BORN), lead("Luisa Delgado", "fam@web.de", PHONE, Date_of_birth=BORN), TWINS),
    ("other surnames, one birthday", lead(ANA, "", PHONE, Date_of_birth=BORN, **HOUSE), lead("Ana Kowalski", "", PHONE, Date_of_birth=BORN, **HOUSE), TWINS),
    ("other surnames, one phone and address", lead(ANA, "", PHONE, "Acme", **HOUSE), lead("Ana Kowalski", "", PHONE, "Acme", **HOUSE), OTHER_NAME),
    ("other surnames, a role's mailbox", lead(ANA, "info@acme.com", PHONE, "Acme"), lead("Ana Kowalski", "info@acme.com", PHONE, "Acme"), OTHER_NAME),
    ("places of other names", lead("", "x@acme.com", PHONE, "Acme Bakery", **HOUSE), lead("", "x@acme.com", PHONE, "Birch Garage", **HOUSE), OTHER_PLACE),
    ("a first name badly garbled", lead("Tobin Osei", "osei84@acme.com", PHONE, "Acme"), lead("Tboni Osei", "osei84@acme.com", PHONE, "Acme"), TWINS),
    ("a surname badly garbled", lead("Piotr Zielinski", "pz84@acme.com", PHONE), lead("Piotr Zilieinsk", "pz84@acme.com", PHONE), TWINS),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "most"), [row[1:] for row in HELD_BACK], ids=[row[0] for row in HELD_BACK])
def test_what_speaks_against_one_person_bounds_how_sure_a_pair_can_be(a: Row, b: Row, most: float) -> None:
    assert sure(a, b) == round(float(np.float32(most)), 4)


TOLD: list[tuple[str, Row, Row, str | None]] = [
    ("a mailbox, married since", lead(ANA, "ana.d@web.de", PHONE), lead("Ana Kowalski", "ana.d@web.de", PHONE), "certain"),
    ("other first names, a number of their own", lead(ANA, Passport_number=PASSPORT, Email="fam@web.de"), lead("Luisa Delgado", Passport_number=PASSPORT, Email="fam@web.de"), "likely"),
    ("other first names, mailbox and phone: a household", lead(ANA, "fam@web.de", PHONE), lead("Luisa Delgado", "fam@web.de", PHONE), None),
    ("places of other names, one number", lead("", "x@acme.com", PHONE, "Acme Bakery", VAT_number="GB123456789"), lead("", "x@acme.com", PHONE, "Birch Garage", VAT_number="GB123456789"), "certain"),
    ("one is Junior, the other says nothing", lead("Paul Osei", "posei@web.de", PHONE), lead("Paul Osei Jr.", "posei@web.de", PHONE), "likely"),
    ("so, and one birthday", lead("Paul Osei", "posei@web.de", PHONE, Date_of_birth=BORN), lead("Paul Osei Jr.", "posei@web.de", PHONE, Date_of_birth=BORN), "certain"),
    ("so, and one number", lead("Paul Osei", "posei@web.de", PHONE, Passport_number=PASSPORT), lead("Paul Osei Jr.", "posei@web.de", PHONE, Passport_number=PASSPORT), "certain"),
    ("both Junior", lead("Paul Osei Jr", "posei@web.de", PHONE), lead("Paul Osei Jr.", "posei@web.de", PHONE), "certain"),
    ("two mailboxes at one company", lead("David Jones", "dj@cymru.example", PHONE, "Cymru"), lead("David Jones", "davey@cymru.example", PHONE, "Cymru"), "likely"),
    ("so, and one birthday", lead("David Jones", "dj@cymru.example", PHONE, "Cymru", Date_of_birth=BORN), lead("David Jones", "davey@cymru.example", PHONE, "Cymru", Date_of_birth=BORN), "certain"),
    ("so, and one number", lead("David Jones", "dj@cymru.example", PHONE, "Cymru", Passport_number=PASSPORT), lead("David Jones", "davey@cymru.example", PHONE, "Cymru", Passport_number=PASSPORT), "certain"),
    ("two mailboxes that say the name alone", lead("David Jones", "djones@cymru.example", PHONE, "Cymru"), lead("David Jones", "david.jones@cymru.example", PHONE, "Cymru"), "certain"),
    ("one of them with a digit", lead("David Jones", "djones@cymru.example", PHONE, "Cymru"), lead("David Jones", "david.jones2@cymru.example", PHONE, "Cymru"), "likely"),
    ("an initial, two mailboxes at one company", lead("D Jones", "dj@cymru.example", PHONE, "Cymru"), lead("David Jones", "david.jones@cymru.example", PHONE, "Cymru"), "possible"),
    ("two mailboxes at one provider", lead("David Jones", "dj@web.de", PHONE, "Cymru"), lead("David Jones", "davey@web.de", PHONE, "Cymru"), "certain"),
    ("two mailboxes at two companies", lead("David Jones", "dj@cymru.example", PHONE, "Cymru"), lead("David Jones", "davey@cym.example", PHONE, "Cymru"), "certain"),
    ("one's own mailbox and a role's", lead("David Jones", "info@cymru.example", PHONE, "Cymru"), lead("David Jones", "davey@cymru.example", PHONE, "Cymru"), "certain"),
    # what is a person's own, and what is not, beside one name
    ("a mailbox", lead(ANA, "ana@acme.com"), lead(ANA, "ana@acme.com"), "certain"),
    ("a phone", lead(ANA, "", PHONE), lead(ANA, "", PHONE), "certain"),
    ("a birthday", lead(ANA, Date_of_birth=BORN), lead(ANA, Date_of_birth=BORN), "certain"),
    ("a number", lead(ANA, Passport_number=PASSPORT), lead(ANA, Passport_number=PASSPORT), "certain"),
    ("a street", lead(ANA, Street="1 High St"), lead(ANA, Street="1 High St"), "certain"),
    ("a mailbox with a slip", lead("Katherine Osei", "gardener84@gmail.com"), lead("Katherine Osei", "gardenr84@gmail.com"), "certain"),
    ("a role's mailbox", lead(ANA, "info@acme.com"), lead(ANA, "info@acme.com"), "likely"),
    ("a company and a town", lead(ANA, company="Acme", city="Leeds"), lead(ANA, company="Acme", city="Leeds"), "likely"),
    ("a town", lead(ANA, city="Leeds"), lead(ANA, city="Leeds"), "likely"),
    ("nothing", lead(ANA), lead(ANA), "possible"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "tier"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_each_tier_has_its_grounds(a: Row, b: Row, tier: str | None) -> None:
    assert Thresholds().tier(sure(a, b)) == tier


def test_what_stands_first_in_a_list_counts_like_the_rest() -> None:
    married = [lead(ANA, "ana.d@web.de", PHONE), lead("Ana Kowalski", "ana.d@web.de", PHONE)]
    found = listed(book_of(*married, among=False))
    (confident,) = confidence(found.examined.compared(np.array([0]), np.array([1]))).tolist()
    assert confident > OTHER_NAME


def test_a_name_alone_a_name_and_a_company_and_a_contact_are_measured_by_curves_of_their_own() -> None:
    name, company, mail = (
        sure(lead(ANA, **more), lead(ANA, **more)) for more in ({}, {"company": "Acme"}, {"email": "ana@acme.com"})
    )
    assert name <= 0.95
    assert company <= 0.96
    assert name < company < 0.97 <= mail


@pytest.mark.parametrize("what", ["email", "phone"])
@pytest.mark.parametrize(("sharers", "tier"), [(3, "certain"), (4, "likely")])
def test_what_more_than_three_people_share_is_nobodys_own(what: str, sharers: int, tier: str) -> None:
    shared = {"email": "front@acme.com"} if what == "email" else {"phone": PHONE}
    names = ["Una Adair", "Vik Bose", "Wes Cole", "Xia Deng"][: sharers - 1]
    others = [lead(name, **shared) for name in names]
    assert (
        Thresholds().tier(sure(lead(ANA, company="Acme", **shared), lead(ANA, company="Acme", **shared), *others))
        == tier
    )


LIMITS: list[tuple[dict[str, float], Thresholds | None]] = [
    ({}, Thresholds()),
    ({"certain": 1.0}, Thresholds(1.0, 0.75, 0.4)),
    ({" Certain": 0.98, "LIKELY": 0.8, "possible ": 0.5}, Thresholds(0.98, 0.8, 0.5)),
    ({"certain": 0.8, "likely": 0.8, "possible": 0.8}, Thresholds(0.8, 0.8, 0.8)),
    ({"possible": 0.01}, Thresholds(0.97, 0.75, 0.01)),
    ({"certain": 1.01}, None),
    ({"certain": 0.7}, None),
    ({"likely": 0.98}, None),
    ({"possible": 0.76}, None),
    ({"possible": 0.0}, None),
]


@pytest.mark.parametrize(("given", "limits"), LIMITS, ids=[str(given) for given, _ in LIMITS])
def test_thresholds_are_taken_in_order_and_range_or_not_at_all(
    given: dict[str, float], limits: Thresholds | None
) -> None:
    found, findings = thresholds(Tier(name, line) for name, line in given.items())
    assert found == (limits or Thresholds())
    assert [each.rule for each in findings] == ([] if limits else ["dedupe.thresholds"])


def test_thresholds_out_of_order_are_told_with_what_is_used_instead() -> None:
    message = (
        "certain, likely and possible start at 97%, 98% and 40%: each must be at most the one before it, within 0 and 100%. "
        "97%, 75% and 40% are used until it is mended."
    )
    assert thresholds([Tier("likely", 0.98)]) == (
        Thresholds(),
        (Finding("warning", "Duplicate thresholds", None, None, "dedupe.thresholds", message),),
    )


def test_a_tier_begins_at_its_threshold() -> None:
    found = [Thresholds().tier(each) for each in (1.0, 0.97, 0.9699, 0.75, 0.7499, 0.4, 0.3999)]
    assert found == ["certain", "certain", "likely", "likely", "possible", "possible", None]


def test_bits_stand_where_the_measured_curve_has_them() -> None:
    assert [round(bits_at(each), 2) for each in (0.98, 0.999, 1.0, 0.75)] == [7.5, 60.0, 60.0, 2.12]
