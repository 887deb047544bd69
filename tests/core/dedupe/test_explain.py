"""Why two rows are, or are not, one person, in words: each comparison in every way it can come out."""

from __future__ import annotations

import numpy as np
import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe.explain import Explained, Words, words
from leadsorted_sheets.core.dedupe.listed import listed
from tests.core.dedupe.lists import book_of
from tests.core.dedupe.test_pairs import lead

Row = dict[str, Cell]
ANA, PHONE, MAIL, BORN = "Ana Delgado", "+44 7700 900123", "ana@acme.com", "1980-04-03"

SAID: list[tuple[str, Row, Row, Words, str, str]] = [
    # what two leads have in common; what is said at length, in short, and of many pairs alike
    ("all that can agree", lead(ANA, MAIL, PHONE, "Acme", "Leeds", Street="1 High St", Postcode="YO1 7HH", Date_of_birth=BORN, Passport_number="X1234567"), lead(ANA, MAIL, PHONE, "Acme", "Leeds", Street="1 High St", Postcode="YO1 7HH", Date_of_birth=BORN, Passport_number="X1234567"), Words(("same e-mail ana@acme.com", "same phone", "same number", "same street address (2 of 2 here)", "same date of birth (2 of 2 here)", "same postcode (2 of 2 here)", "same surname (2 of 62 here)", "same first name (2 of 62 here)", "same company (2 of 62 here)", "same city (14 of 62 here)"), ()), "same name and e-mail and phone", "same name, e-mail, phone, number, date of birth, street and company"),
    ("all that can speak against", lead(ANA, MAIL, PHONE, "Acme", "Leeds", Street="1 High St", Postcode="YO1 7HH", Date_of_birth=BORN, Job_title="Buyer", Region="Yorkshire", Country="GB"), lead("Ben Osei", "ben@birch.com", "+44 7700 900456", "Birch", "York", Street="22 Low Rd", Postcode="LS9 1AA", Date_of_birth="1971-09-22", Job_title="Chef", Region="Kent", Country="FR"), Words((), ("other first name (Ana, Ben)", "other surname (Delgado, Osei)", "other date of birth", "other country", "other street address", "other company", "other postcode", "other city", "other region", "other phone", "other e-mail", "other job title")), "alike", "nothing agrees, other city, company, country, date of birth, e-mail, first name, job title, last name, phone, postcode, region and street"),
    ("all nearly", lead("Katherine Osei", "gardener84@gmail.com", PHONE, "Acme Plumbing", Street="12 Mill Lane", Postcode="YO1 7HH", Date_of_birth="1980-04-03"), lead("Kathrine Osey", "gardenr84@gmail.com", PHONE, "Acme Plumbing Co", Street="12 Mill Lnae", Postcode="YO1 7HJ", Date_of_birth="1980-03-04"), Words(("same phone", "street addresses spelt alike", "e-mail addresses nearly the same (gardener84@gmail.com, gardenr84@gmail.com)", "surnames Osei and Osey are a slip of the key apart", "Katherine and Kathrine are a slip of the key apart", "same company (2 of 62 here)", "dates of birth a slip apart", "postcodes a slip apart"), ()), "same name and phone", "names alike, same phone, date of birth, street and company"),
    ("forms of a first name", lead("Robert Quayle"), lead("Bob Quayle"), Words(("same surname (2 of 62 here)", "Robert and Bob are forms of one first name"), ()), "same name", "names alike"),
    ("initials", lead("R Quayle"), lead("Robert Q"), Words(("R and Robert have the same initial", "surnames Quayle and Q have the same initial"), ()), "same name", "names alike"),
    ("a part of a surname", lead("Maria Santos Lima"), lead("Maria Lima"), Words(("same first name (2 of 62 here)", "surnames Santos Lima and Lima have a part in common"), ()), "same name", "names alike"),
    ("columns swapped", lead("Delgado Ana"), lead(ANA), Words(("same name with first and last name swapped",), ()), "same name", "names alike"),
    ("garbled names", lead("Tobin Zielinski"), lead("Tboni Zilieinsk"), Words(("surname Zielinski could be Zilieinsk, written badly", "Tobin could be Tboni, written badly"), ()), "same name", "names alike"),
    ("a shortened first name", lead("Christopher Osei"), lead("Christo Osei"), Words(("same surname (2 of 62 here)", "Christopher and Christo are nearly the same first name"), ()), "same name", "names alike"),
    ("other middle names", {"First name": "John Paul", "Last name": "Osei"}, {"First name": "John Karl", "Last name": "Osei"}, Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)"), ("other middle name",)), "same name", "same name, other middle name"),
    ("a middle name and its initial", {"First name": "John Paul", "Last name": "Osei"}, {"First name": "John P.", "Last name": "Osei"}, Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)", "middle names fit"), ()), "same name", "same name"),
    ("both Junior", lead("Paul Osei Jr"), lead("Paul Osei Jr"), Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)", "both Junior or both Senior"), ()), "same name", "same name"),
    ("Junior and Senior", lead("Paul Osei Jr"), lead("Paul Osei Sr"), Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)"), ("one is Junior, the other Senior",)), "same name", "same name, other Jr/Sr"),
    ("a role's mailbox", lead(ANA, "info@acme.com"), lead(ANA, "info@acme.com"), Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)", "same e-mail info@acme.com, a role's mailbox"), ()), "same name and e-mail", "same name and e-mail"),
    ("one company by the domain", lead(ANA, "ana@acme.com"), lead(ANA, "anad@acme.com"), Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)", "e-mail domain of one company", "e-mail addresses nearly the same (ana@acme.com, anad@acme.com)"), ()), "same name and company", "same name and company"),
    ("a job title", lead(ANA, Job_title="Buyer"), lead(ANA, Job_title="Buyer"), Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)", "same job title"), ()), "same name", "same name"),
    ("a region", lead(ANA, Region="Kent", Country="GB"), lead(ANA, Region="Kent", Country="GB"), Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)", "same region"), ()), "same name", "same name"),
    ("nothing", lead(ANA), lead("Ben Osei"), Words((), ("other first name (Ana, Ben)", "other surname (Delgado, Osei)")), "alike", "nothing agrees, other first name and last name"),
    ("a town and nobody", lead("", "", "", "", "Leeds"), lead("", "", "", "", "Leeds"), Words(("same city (14 of 62 here)",), ()), "alike", "nothing agrees"),
    ("a phone and nobody", lead("", "", PHONE), lead("", "", PHONE), Words(("same phone",), ()), "same phone", "same phone"),
    ("both contacts and nobody", lead("", MAIL, PHONE), lead("", MAIL, PHONE), Words(("same e-mail ana@acme.com", "same phone"), ()), "same e-mail and phone", "same e-mail and phone"),
    ("a first name", {"First name": "Ana"}, {"First name": "Ana"}, Words(("same first name (2 of 62 here)",), ()), "same name", "first names alike"),
    ("a first name, other surnames", {"First name": "Ana", "Last name": "Ng"}, {"First name": "Ana", "Last name": "Osei"}, Words(("same first name (2 of 62 here)",), ("other surname (Ng, Osei)",)), "same name", "first names alike, other last name"),
    ("a surname", {"Last name": "Ng"}, {"Last name": "Ng"}, Words(("same surname (2 of 62 here)",), ()), "same name", "surnames alike"),
    ("a surname, other first names", {"First name": "Ana", "Last name": "Ng"}, {"First name": "Ben", "Last name": "Ng"}, Words((), ("other first name (Ana, Ben)",)), "same name", "surnames alike, other first name"),
    ("the mailbox that comes first in the list", lead(ANA, "aa@aa.com"), lead(ANA, "aa@aa.com"), Words(("same e-mail aa@aa.com", "same surname (2 of 62 here)", "same first name (2 of 62 here)"), ()), "same name and e-mail", "same name and e-mail"),
    ("the domain that comes first in the list", lead(ANA, "aa@aa.com"), lead(ANA, "office7@aa.com"), Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)", "e-mail domain of one company"), ("other e-mail",)), "same name and company", "same name and company, other e-mail"),
    ("a role's mailbox beside one's own", lead(ANA, "info@acme.com"), lead(ANA, "ana@acme.com; info@acme.com"), Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)", "same e-mail info@acme.com, a role's mailbox"), ()), "same name and e-mail", "same name and e-mail"),
    ("one's own beside a role's mailbox", lead(ANA, "ana@acme.com; info@acme.com"), lead(ANA, "info@acme.com"), Words(("same surname (2 of 62 here)", "same first name (2 of 62 here)", "same e-mail info@acme.com, a role's mailbox"), ()), "same name and e-mail", "same name and e-mail"),
    ("a company's name misspelt", lead(ANA, company="Acme Plumbing"), lead(ANA, company="Acme Plumbng"), Words(("companies spelt alike", "same surname (2 of 62 here)", "same first name (2 of 62 here)"), ()), "same name and company", "same name and company"),
]  # fmt: skip


def explained(a: Row, b: Row, *others: Row) -> Explained:
    found = listed(book_of(a, b, *others))
    place = {each.key: n for n, each in enumerate(found.leads)}
    evidence = found.examined.compared(np.array([place["L-1"]]), np.array([place["L-2"]]))
    one = Explained(evidence, [0])
    assert words(evidence, 0) == one.words(0)
    return one


@pytest.mark.parametrize(
    ("a", "b", "said", "grounds", "alike"), [row[1:] for row in SAID], ids=[row[0] for row in SAID]
)
def test_the_evidence_is_put_into_words(a: Row, b: Row, said: Words, grounds: str, alike: str) -> None:
    found = explained(a, b)
    assert (found.words(0), found.grounds(0), found.alike(0)) == (said, grounds, alike)


def test_what_others_have_too_is_said() -> None:
    ben = lead("Ben Osei", MAIL, PHONE)
    said = explained(lead(ANA, MAIL, PHONE), lead(ANA, MAIL, PHONE), ben).words(0)
    assert {
        "same e-mail ana@acme.com, though 2 different people have it",
        "same phone, though 2 different people have it",
    } <= set(said.agrees)


def test_what_half_of_the_list_has_is_said_last() -> None:
    colleagues = [lead(f"{chr(97 + n % 26)}{chr(97 + n // 26)}na Kemp", company="Acme") for n in range(60)]
    both = explained(lead(ANA, company="Acme"), lead(ANA, company="Acme"), *colleagues)
    assert both.words(0).agrees[-1] == "same company (62 of 122 here)"
    assert both.grounds(0) == "same name and company"


def test_of_a_long_list_the_thousands_are_set_apart() -> None:
    many = [lead(f"Ana {chr(97 + n % 26)}{chr(97 + n // 26 % 26)}ster") for n in range(1000)]
    said = explained(lead("Zelda Quartermain"), lead("Zelda Quartermain"), *many).words(0)
    assert said.agrees[0] == "same surname (2 of 1,062 here)"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (Words((), ()), "Nothing agrees."),
        (Words((), ("other phone", "other city")), "Nothing agrees. Other phone; other city."),
        (Words(("same phone",), ()), "Same phone."),
        (Words(("same phone", "same city"), ("other e-mail", "other company")), "Same phone; same city. Against it: other e-mail; other company."),
    ],
)  # fmt: skip
def test_words_are_sentences(said: Words, text: str) -> None:
    assert str(said) == text
