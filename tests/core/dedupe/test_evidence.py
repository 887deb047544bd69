"""What each comparison is worth, in bits: every kind of evidence, in every way it can come out.

The figures are calibrated on lists (docs/duplicates.md). Whoever changes one on purpose sees here what goes with it.
"""

from __future__ import annotations

import numpy as np
import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe.compare import Evidence, Kind, chance_of_two
from leadsorted_sheets.core.dedupe.listed import listed
from leadsorted_sheets.core.dedupe.people import coded
from leadsorted_sheets.core.dedupe.spelling import Near
from leadsorted_sheets.core.dedupe.tiers import confidence
from tests.core.dedupe.lists import book_of
from tests.core.dedupe.test_pairs import lead

Row = dict[str, Cell]
ANA, BEN, PHONE, OTHER, MAIL, BORN = "Ana Delgado", "Ben Osei", "+44 7700 900123", "+44 7700 900456", "ana@acme.com", "1980-04-03"  # fmt: skip
HOUSE = {"city": "York", "Street": "12 Mill Lane", "Postcode": "YO1 7HH"}

WORTH: list[tuple[str, list[Row], dict[Kind, float], float]] = [
    # two leads, and others who share with them; the bits of each kind of evidence that says something; how sure the pair is
    ("one name", [lead(ANA), lead(ANA)], {"first name": 5.44, "last name": 5.5}, 0.6551),
    ("a common first name", [lead("Olivia Quill"), lead("Olivia Quill")], {"first name": 4.48, "last name": 4.51}, 0.3941),
    ("a nickname", [lead("Robert Quayle"), lead("Bob Quayle")], {"first name": 4.36, "last name": 5.5}, 0.4944),
    ("initials", [lead("R Quayle"), lead("Robert Q")], {"first name": 3.0, "last name": 1.5}, 0.0275),
    ("an initial twice", [lead("R Quayle"), lead("R Quayle")], {"first name": 3.0, "last name": 5.5}, 0.3235),
    ("slips of the key", [lead("Katherine Osei"), lead("Kathrine Osey")], {"first name": 3.86, "last name": 3.98}, 0.2118),
    ("a short form of no nickname", [lead("Christopher Osei"), lead("Christo Osei")], {"first name": 2.36, "last name": 5.5}, 0.2153),
    ("a part of a surname", [lead("Maria Santos Lima"), lead("Maria Lima")], {"first name": 5.44, "last name": 4.48}, 0.5035),
    ("badly garbled", [lead("Tobin Zielinski"), lead("Tboni Zilieinsk")], {"first name": 0.36, "last name": 0.48}, 0.0188),
    ("other first names", [lead(ANA), lead("Luisa Delgado")], {"first name": -9.0}, 0.0152),
    ("other surnames", [lead(ANA), lead("Ana Kowalski")], {"first name": 5.44, "last name": -6.0}, 0.0182),
    ("other names", [lead(ANA), lead(BEN)], {"first name": -9.0, "last name": -6.0}, 0.013),
    ("other first names, one birthday", [lead(ANA, Date_of_birth=BORN), lead("Luisa Delgado", Date_of_birth=BORN)], {"first name": -3.0, "last name": 5.5, "date of birth": 7.23}, 0.4732),
    ("other surnames, one birthday", [lead(ANA, Date_of_birth=BORN), lead("Ana Kowalski", Date_of_birth=BORN)], {"first name": 5.44, "last name": -3.0, "date of birth": 7.23}, 0.4647),
    ("a first name alone", [lead("Ana"), lead(ANA)], {"first name": 5.44}, 0.0588),
    ("columns swapped", [lead("Delgado Ana"), lead(ANA)], {"first name": 11.96}, 0.7488),
    ("columns swapped, with a slip", [lead("Delgadoo Ana"), lead(ANA)], {"first name": 7.48}, 0.175),
    ("columns swapped, with a nickname", [lead("Quayle Robert"), lead("Bob Quayle")], {"first name": 7.48}, 0.175),
    ("columns swapped, with an initial", [lead("Quayle R"), lead("Robert Quayle")], {"first name": 7.48}, 0.175),
    ("one column only, the other's surname", [lead("Quayle"), lead("Robert Quayle")], {"first name": 5.47}, 0.0597),
    ("columns half swapped", [lead("Delgado Bea"), lead(ANA)], {"first name": -9.0, "last name": -6.0}, 0.013),
    ("a short surname with a slip, swapped", [lead("Pike Ana"), lead("Ana Pyke")], {"first name": 7.48}, 0.175),
    ("a middle name and its initial", [{"First name": "John Paul", "Last name": "Osei"}, {"First name": "John P.", "Last name": "Osei"}], {"first name": 5.44, "last name": 5.5, "middle name": 2.5}, 0.8478),
    ("other middle names", [{"First name": "John Paul", "Last name": "Osei"}, {"First name": "John Karl", "Last name": "Osei"}], {"first name": 5.44, "last name": 5.5, "middle name": -3.5}, 0.1718),
    ("both Junior", [lead("Paul Osei Jr"), lead("Paul Osei Jr")], {"first name": 5.44, "last name": 5.5, "Jr/Sr": 1.0}, 0.7468),
    ("Junior and Senior", [lead("Paul Osei Jr"), lead("Paul Osei Sr")], {"first name": 5.44, "last name": 5.5, "Jr/Sr": -60.0}, 0.0006),
    ("a birthday", [lead(ANA, Date_of_birth=BORN), lead(ANA, Date_of_birth=BORN)], {"first name": 5.44, "last name": 5.5, "date of birth": 7.23}, 0.9809),
    ("a birthday, one slip", [lead(ANA, Date_of_birth=BORN), lead(ANA, Date_of_birth="1980-04-08")], {"first name": 5.44, "last name": 5.5, "date of birth": 8.0}, 0.9814),
    ("a birthday, two slips", [lead(ANA, Date_of_birth=BORN), lead(ANA, Date_of_birth="1981-04-08")], {"first name": 5.44, "last name": 5.5, "date of birth": 2.5}, 0.8889),
    ("other birthdays", [lead(ANA, Date_of_birth=BORN), lead(ANA, Date_of_birth="1971-09-22")], {"first name": 5.44, "last name": 5.5, "date of birth": -4.78}, 0.0875),
    ("a number", [lead(ANA, Passport_number="X1234567"), lead(ANA, Passport_number="x 123 4567")], {"first name": 5.44, "last name": 5.5, "number": 9.95}, 0.9827),
    ("other numbers that count the rows", [lead(ANA, Passport_number="X1234567"), lead(ANA, Passport_number="X7654321")], {"first name": 5.44, "last name": 5.5}, 0.6551),
    ("a mailbox", [lead(ANA, MAIL), lead(ANA, MAIL)], {"first name": 5.44, "last name": 5.5, "e-mail": 13.95}, 0.9857),
    ("a role's mailbox", [lead(ANA, "info@acme.com"), lead(ANA, "info@acme.com")], {"first name": 5.44, "last name": 5.5, "e-mail": 1.95}, 0.8333),
    ("one of them a role's", [lead(ANA, "info@acme.com"), lead(ANA, MAIL)], {"first name": 5.44, "last name": 5.5, "company": 5.0}, 0.9515),
    ("two mailboxes of providers", [lead(ANA, "ana.k@web.de"), lead(ANA, "zora9@gmail.com")], {"first name": 5.44, "last name": 5.5, "e-mail": -2.0}, 0.3885),
    ("two mailboxes at one company", [lead(ANA, MAIL), lead(ANA, "delgado@acme.com")], {"first name": 5.44, "last name": 5.5, "e-mail": -3.5, "company": 5.0}, 0.9356),
    ("a company's and a provider's", [lead(ANA, MAIL), lead(ANA, "zora9@gmail.com")], {"first name": 5.44, "last name": 5.5, "e-mail": -0.7}, 0.5548),
    ("a mailbox that moved", [lead("Katherine Osei", "gardener84@gmail.com"), lead("Katherine Osei", "gardener84@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 1.52}, 0.799),
    ("the name at two providers", [lead(ANA, "ana.delgado@gmx.de"), lead(ANA, "ana.delgado@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 0.5}, 0.7001),
    ("the name and a digit at two providers", [lead(ANA, "ana.delgado7@gmx.de"), lead(ANA, "ana.delgado7@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 3.2}, 0.8665),
    ("the name and four digits at two providers", [lead(ANA, "ana.delgado1984@gmx.de"), lead(ANA, "ana.delgado1984@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 9.0}, 0.9821),
    ("a domain with a slip", [lead("Noah Rogers", "noahr@hudson-brown.net"), lead("Noah Rogers", "noahr@hudsn-brown.net")], {"first name": 4.48, "last name": 5.5, "e-mail": 2.95}, 0.8343),
    ("a domain with two slips", [lead("Noah Rogers", "noahr@hudson-brown.net"), lead("Noah Rogers", "noahr@hudsn-brwn.net")], {"first name": 4.48, "last name": 5.5, "e-mail": 2.95}, 0.8343),
    ("a short domain with a slip", [lead("Noah Rogers", "noahr@hbx.net"), lead("Noah Rogers", "noahr@hby.net")], {"first name": 4.48, "last name": 5.5, "e-mail": 0.5}, 0.5933),
    ("a mailbox with a slip", [lead("Katherine Osei", "gardener84@gmail.com"), lead("Katherine Osei", "gardenr84@gmail.com")], {"first name": 5.44, "last name": 5.5, "e-mail": 4.95}, 0.9741),
    ("a mailbox with a slip, a surname lacking", [lead("Katherine", "gardener84@gmail.com"), lead("Katherine Osei", "gardenr84@gmail.com")], {"first name": 5.44, "e-mail": -0.05}, 0.0573),
    ("a mailbox with two slips", [lead("Katherine Osei", "gardener84@gmail.com"), lead("Katherine Osei", "gadenr84@gmail.com")], {"first name": 5.44, "last name": 5.5, "e-mail": 0.95}, 0.7422),
    ("a mailbox with two slips and no digits", [lead("Katherine Osei", "kat@acme.com"), lead("Katherine Osei", "kxy@acme.com")], {"first name": 5.44, "last name": 5.5, "e-mail": -3.5, "company": 5.0}, 0.267),
    ("other digits", [lead("Katherine Osei", "gardener84@gmail.com"), lead("Katherine Osei", "gardener85@gmail.com")], {"first name": 5.44, "last name": 5.5, "e-mail": -2.0}, 0.3885),
    ("a mailbox with a dot", [lead("Katherine Osei", "gar.dener84@web.de"), lead("Katherine Osei", "gardener84@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 2.95}, 0.8599),
    ("a short one with a dot", [lead("Katherine Osei", "q.x@web.de"), lead("Katherine Osei", "qx@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 0.5}, 0.7001),
    ("the name, near, at one provider", [lead("Katherine Osei", "katherine.osei@web.de"), lead("Katherine Osei", "katherinosei@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 0.95}, 0.7422),
    ("the name and digits, near", [lead("Katherine Osei", "katherine.osei84@web.de"), lead("Katherine Osei", "katherineosei84@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 5.9}, 0.98),
    ("one of three mailboxes", [lead(ANA, MAIL, Other_emails="ad@web.de"), lead(ANA, "ad@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 13.95}, 0.9857),
    ("a phone", [lead(ANA, "", PHONE), lead(ANA, "", PHONE)], {"first name": 5.44, "last name": 5.5, "phone": 10.95}, 0.9835),
    ("other phones", [lead(ANA, "", PHONE), lead(ANA, "", OTHER)], {"first name": 5.44, "last name": 5.5, "phone": -0.8}, 0.5388),
    ("nothing but a phone", [lead("", "", PHONE), lead("", "", PHONE)], {"phone": 9.95}, 0.5049),
    ("mailbox and phone, other first names", [lead(ANA, MAIL, PHONE), lead("Luisa Delgado", MAIL, PHONE)], {"first name": -9.0, "e-mail": 11.45}, 0.0197),
    ("two countries' phones that end alike", [lead(ANA, "", "+44 20 7946 0018"), lead(ANA, "", "+1 207 946 0018")], {"first name": 5.44, "last name": 5.5, "phone": -0.8}, 0.5388),
    ("a company", [lead(ANA, company="Acme"), lead(ANA, company="ACME Ltd")], {"first name": 5.44, "last name": 5.5, "company": 5.0}, 0.9515),
    ("a company of many", [lead(ANA, company="Alder Foods"), lead(ANA, company="Alder Foods")], {"first name": 5.44, "last name": 5.5, "company": 2.44}, 0.9422),
    ("other companies", [lead(ANA, company="Acme"), lead(ANA, company="Birch Garage")], {"first name": 5.44, "last name": 5.5, "company": -1.5}, 0.4435),
    ("companies nearly spelt", [lead(ANA, company="Wetherspoon Motors"), lead(ANA, company="Wetherspon Motors")], {"first name": 5.44, "last name": 5.5, "company": 6.0}, 0.9552),
    ("companies alike", [lead(ANA, company="Marston Motors"), lead(ANA, company="Marsden Motors")], {"first name": 5.44, "last name": 5.5, "company": 1.0}, 0.7468),
    ("a company's initials", [lead(ANA, company="Smith Builders Partners"), lead(ANA, company="SBP")], {"first name": 5.44, "last name": 5.5, "company": 3.0}, 0.9442),
    ("a company's beginning", [lead(ANA, company="Wetherspoon Motors North"), lead(ANA, company="Wetherspoon Motors")], {"first name": 5.44, "last name": 5.5, "company": 3.0}, 0.9442),
    ("the domain's company", [lead(ANA, "ana@ulloaplumbing.ca"), lead(ANA, company="Ulloa Plumbing")], {"first name": 5.44, "last name": 5.5, "company": 4.97}, 0.9514),
    ("the domain's, another company", [lead(ANA, "ana@ulloaplumbing.ca", company="Ulloa Plumbing"), lead(ANA, company="Birch Garage")], {"first name": 5.44, "last name": 5.5, "company": -1.5}, 0.4435),
    ("company and mailbox", [lead(ANA, MAIL, company="Acme"), lead(ANA, MAIL, company="Acme")], {"first name": 5.44, "last name": 5.5, "e-mail": 13.95, "company": 1.0}, 0.9879),
    ("a mailbox, other companies", [lead(ANA, MAIL, company="Acme"), lead(ANA, MAIL, company="Birch Garage")], {"first name": 5.44, "last name": 5.5, "e-mail": 13.95, "company": -1.5}, 0.9846),
    ("a provider's mailbox and a company", [lead(ANA, "zora9@gmail.com", company="Acme"), lead(ANA, "zora9@gmail.com", company="Acme")], {"first name": 5.44, "last name": 5.5, "e-mail": 13.95, "company": 5.0}, 0.9957),
    ("a phone and a company", [lead(ANA, "", PHONE, company="Acme"), lead(ANA, "", PHONE, company="Acme")], {"first name": 5.44, "last name": 5.5, "phone": 10.95, "company": 3.0}, 0.9857),
    ("a phone and a company, other first names", [lead(ANA, "", PHONE, company="Acme"), lead("Luisa Delgado", "", PHONE, company="Acme")], {"first name": -9.0, "phone": 7.25, "company": 0.5}, 0.0183),
    ("a phone, other companies", [lead(ANA, "", PHONE, company="Acme"), lead(ANA, "", PHONE, company="Birch Garage")], {"first name": 5.44, "last name": 5.5, "phone": 10.95, "company": -1.5}, 0.9824),
    ("a phone, a company and a town", [lead(ANA, "", PHONE, company="Acme", city="Selby"), lead("Luisa Delgado", "", PHONE, company="Acme", city="Selby")], {"first name": -9.0, "phone": 7.25, "company": 0.5, "city": 0.5}, 0.0185),
    ("a phone and a town", [lead(ANA, "", PHONE, city="Selby"), lead("Luisa Delgado", "", PHONE, city="Selby")], {"first name": -9.0, "phone": 7.25, "city": 0.5}, 0.0183),
    ("a town of many", [lead(ANA, city="Leeds"), lead(ANA, city="Leeds")], {"first name": 5.44, "last name": 5.5, "city": 2.17}, 0.839),
    ("a town of two", [lead(ANA, city="Selby"), lead(ANA, city="Selby")], {"first name": 5.44, "last name": 5.5, "city": 4.72}, 0.8867),
    ("a town and a company", [lead(ANA, company="Acme", city="Selby"), lead(ANA, company="Acme", city="Selby")], {"first name": 5.44, "last name": 5.5, "company": 5.0, "city": 3.22}, 0.96),
    ("other towns", [lead(ANA, city="Selby"), lead(ANA, city="Leeds")], {"first name": 5.44, "last name": 5.5, "city": -1.16}, 0.4812),
    ("a town with a slip", [lead(ANA, city="Selby"), lead(ANA, city="Selbi")], {"first name": 5.44, "last name": 5.5, "city": 1.0}, 0.7468),
    ("a town with three slips", [lead(ANA, city="Knaresborough"), lead(ANA, city="Knaresboro")], {"first name": 5.44, "last name": 5.5, "city": -1.16}, 0.4812),
    ("a town with two slips", [lead(ANA, city="Harrogate"), lead(ANA, city="Harogatte")], {"first name": 5.44, "last name": 5.5, "city": 1.0}, 0.7468),
    ("a short town with a slip", [lead(ANA, city="Bath"), lead(ANA, city="Bate")], {"first name": 5.44, "last name": 5.5, "city": -1.16}, 0.4812),
    ("a region", [lead(ANA, Region="Kent", Country="GB"), lead(ANA, Region="Kent", Country="GB")], {"first name": 5.44, "last name": 5.5, "region": 0.5}, 0.7001),
    ("other regions", [lead(ANA, Region="Kent", Country="GB"), lead(ANA, Region="Surrey", Country="GB")], {"first name": 5.44, "last name": 5.5, "region": -0.93}, 0.518),
    ("other countries", [lead(ANA, Country="GB"), lead(ANA, Country="FR")], {"first name": 5.44, "last name": 5.5, "country": -4.0}, 0.1293),
    ("a postcode", [lead(ANA, Postcode="YO1 7HH"), lead(ANA, Postcode="yo17hh")], {"first name": 5.44, "last name": 5.5, "postcode": 5.6}, 0.8973),
    ("a postcode with a slip", [lead(ANA, Postcode="YO1 7HH"), lead(ANA, Postcode="YO1 7HJ")], {"first name": 5.44, "last name": 5.5, "postcode": 2.0}, 0.8345),
    ("other postcodes", [lead(ANA, Postcode="YO1 7HH"), lead(ANA, Postcode="LS9 1AA")], {"first name": 5.44, "last name": 5.5, "postcode": -1.41}, 0.4534),
    ("a street", [lead(ANA, Street="12 Mill Lane"), lead(ANA, Street="12 Mill Ln.")], {"first name": 5.44, "last name": 5.5, "street": 9.0}, 0.9821),
    ("a street with a flat", [lead(ANA, Street="12 Mill Lane"), lead(ANA, Street="12 Mill Lane Flat 4")], {"first name": 5.44, "last name": 5.5, "street": 7.0}, 0.9808),
    ("a street with slips", [lead(ANA, Street="12 Mill Lane"), lead(ANA, Street="12 Mlil Lnae")], {"first name": 5.44, "last name": 5.5, "street": 4.0}, 0.9467),
    ("a street somewhat alike", [lead(ANA, Street="12 Mill Lane"), lead(ANA, Street="14 Milton Lane")], {"first name": 5.44, "last name": 5.5}, 0.6551),
    ("other streets", [lead(ANA, Street="12 Mill Lane"), lead(ANA, Street="77 Long Acre")], {"first name": 5.44, "last name": 5.5, "street": -1.89}, 0.4006),
    ("an address", [lead(ANA, **HOUSE), lead(ANA, **HOUSE)], {"first name": 5.44, "last name": 5.5, "city": 2.17, "postcode": 5.6, "street": 9.0}, 0.9933),
    ("a job title", [lead(ANA, Job_title="Buyer"), lead(ANA, Job_title="Buyer")], {"first name": 5.44, "last name": 5.5, "job title": 2.95}, 0.8597),
    ("other job titles", [lead(ANA, Job_title="Buyer"), lead(ANA, Job_title="Chef")], {"first name": 5.44, "last name": 5.5, "job title": -0.46}, 0.5932),
    ("places of one name", [lead("", company="Acme Bakery"), lead("", company="ACME Bakery Ltd")], {"company": 5.0}, 0.1881),
    ("places of one name and address", [lead("", company="Acme Bakery", **HOUSE), lead("", company="Acme Bakery", **HOUSE)], {"company": 5.0, "city": 1.0, "postcode": 1.0, "street": 9.0}, 0.9748),
    ("places of names alike", [lead("", company="Lincoln Elementary School", **HOUSE), lead("", company="Lincoln Elem Sch", **HOUSE)], {"company": 10.5, "city": 1.0, "postcode": 1.0, "street": 9.0}, 0.9832),
    ("places of other names", [lead("", company="Acme Bakery", **HOUSE), lead("", company="Birch Garage", **HOUSE)], {"company": -6.0, "city": 1.0, "postcode": 1.0, "street": 9.0}, 0.0372),
    ("places of another kind", [lead("", company="Lincoln High School"), lead("", company="Lincoln Elementary School")], {"company": -3.68}, 0.0171),
    ("branches by number", [lead("", company="Quick Stop Market #12"), lead("", company="Quick Stop Market #40")], {"company": -5.0}, 0.0166),
    ("places next door", [lead("", company="Acme Bakery", Street="12 Mill Lane"), lead("", company="Acme Bakery", Street="14 Mill Lane")], {"company": 5.0, "street": -2.0}, 0.0464),
    ("places, a house number with a slip", [lead("", company="Acme Bakery", Street="1746 Mill Lane"), lead("", company="Acme Bakery", Street="1764 Mill Lane")], {"company": 5.0, "street": 2.0}, 0.5726),
    ("places, a phone", [lead("", "", PHONE, company="Acme Bakery"), lead("", "", PHONE, company="Acme Bakery")], {"phone": 10.95, "company": 5.0}, 0.9745),
    ("places, a role's mailbox", [lead("", "info@acme.com", company="Acme Bakery"), lead("", "info@acme.com", company="Acme Bakery")], {"e-mail": 13.95, "company": 5.0}, 0.9815),
    ("places, other streets", [lead("", company="Acme Bakery", Street="12 Mill Lane"), lead("", company="Acme Bakery", Street="77 Long Acre")], {"company": 5.0, "street": -2.0}, 0.0464),
    ("a mailbox of two people", [lead(ANA, MAIL), lead(ANA, MAIL), lead(BEN, MAIL)], {"first name": 5.46, "last name": 5.52, "e-mail": 11.48}, 0.9839),
    ("a mailbox of four people", [lead(ANA, MAIL), lead(ANA, MAIL), lead(BEN, MAIL), lead("Cid Lee", MAIL), lead("Dee Kemp", MAIL)], {"first name": 5.49, "last name": 5.55, "e-mail": 6.02}, 0.9031),
    ("a role's mailbox of five people", [lead(ANA, "info@acme.com"), lead(ANA, "info@acme.com"), lead(BEN, "info@acme.com"), lead("Cid Lee", "info@acme.com"), lead("Dee Kemp", "info@acme.com"), lead("Eva Rudd", "info@acme.com")], {"first name": 5.5, "last name": 5.56, "e-mail": 1.72}, 0.8223),
    ("a phone of two people", [lead(ANA, "", PHONE), lead(ANA, "", PHONE), lead(BEN, "", PHONE)], {"first name": 5.46, "last name": 5.52, "phone": 7.28}, 0.981),
    ("a phone of four people", [lead(ANA, "", PHONE), lead(ANA, "", PHONE), lead(BEN, "", PHONE), lead("Cid Lee", "", PHONE), lead("Dee Kemp", "", PHONE)], {"first name": 5.49, "last name": 5.55, "phone": 6.12}, 0.9045),
    ("numbers of which some repeat", [lead(ANA, Passport_number="X1234567"), lead(ANA, Passport_number="X7654321"), lead("Cid Lee", Passport_number="X333333"), lead("Cid Lee", Passport_number="X333333")], {"first name": 5.47, "last name": 5.53, "number": -2.0}, 0.3902),
    ("a domain with a slip that many have", [lead("Noah Rogers", "noahr@hudson-brown.net"), lead("Noah Rogers", "noahr@hudsn-brown.net"), lead(BEN, "ben@hudson-brown.net"), lead(BEN, "ben@hudsn-brown.net"), lead("Cid Lee", "cid@hudson-brown.net"), lead("Cid Lee", "cid@hudsn-brown.net"), lead("Dee Kemp", "dee@hudson-brown.net"), lead("Dee Kemp", "dee@hudsn-brown.net")], {"first name": 4.57, "last name": 5.59, "e-mail": 0.5}, 0.6012),
    ("a company's name by the domain of a colleague", [lead(ANA, "ana@acm.example"), lead(ANA, company="Acme Plumbing"), lead(BEN, "ben@acm.example", company="Acme Plumbing")], {"first name": 5.46, "last name": 5.52, "company": 4.0}, 0.9479),
    ("a phone and a company, one without a surname", [lead("Ana", "", PHONE, company="Acme"), lead(ANA, "", PHONE, company="Acme")], {"first name": 5.44, "phone": 10.95, "company": 0.5}, 0.9801),
    ("a phone and a company, one without a first name", [{"Last name": "Delgado", "Phone": PHONE, "Company": "Acme"}, lead(ANA, "", PHONE, company="Acme")], {"last name": 5.5, "phone": 10.95, "company": 0.5}, 0.9801),
    ("a company, a town with a slip", [lead(ANA, company="Acme", city="Selby"), lead(ANA, company="Acme", city="Selbi")], {"first name": 5.44, "last name": 5.5, "company": 5.0, "city": -0.5}, 0.9497),
    ("a phone, a town with a slip, other first names", [lead(ANA, "", PHONE, city="Selby"), lead("Luisa Delgado", "", PHONE, city="Selbi")], {"first name": -9.0, "phone": 7.25, "city": 0.5}, 0.0183),
    ("a mailbox of three people", [lead(ANA, MAIL), lead(ANA, MAIL), lead(BEN, MAIL), lead("Cid Lee", MAIL)], {"first name": 5.47, "last name": 5.53, "e-mail": 6.62}, 0.9805),
    ("a mailbox of four letters that moved", [lead(ANA, "kite@gmx.de"), lead(ANA, "kite@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 1.52}, 0.799),
    ("a mailbox of three letters that moved", [lead(ANA, "kit@gmx.de"), lead(ANA, "kit@web.de")], {"first name": 5.44, "last name": 5.5, "e-mail": 0.5}, 0.7001),
]  # fmt: skip


def compared(*rows: Row, among: bool = True) -> Evidence:
    """The evidence about the first two leads, which is the same whichever comes first."""
    found = listed(book_of(*rows, among=among))
    place = {each.key: n for n, each in enumerate(found.leads)}
    one, other = (np.array([place[key]]) for key in ("L-1", "L-2"))
    evidence, back = found.examined.compared(one, other), found.examined.compared(other, one)
    assert bits(evidence) == bits(back)
    assert evidence.learnt is found.examined.evidence.learnt
    assert float(evidence.total[0]) == pytest.approx(sum(bits(evidence).values()) + evidence.learnt.prior, abs=1e-4)
    return evidence


def bits(evidence: Evidence) -> dict[Kind, float]:
    assert all(worth.dtype == np.float32 for worth in (*evidence.bits.values(), evidence.total, confidence(evidence)))
    return {kind: float(worth[0]) for kind, worth in evidence.bits.items() if worth[0]}


@pytest.mark.parametrize(("rows", "worth", "sure"), [row[1:] for row in WORTH], ids=[row[0] for row in WORTH])
def test_each_kind_of_evidence_has_its_worth(rows: list[Row], worth: dict[Kind, float], sure: float) -> None:
    evidence = compared(*rows)
    assert bits(evidence) == pytest.approx(worth, abs=0.006)
    assert float(confidence(evidence)[0]) == pytest.approx(sure, abs=0.002)


EVERYTHING = lead(
    *(ANA, MAIL, PHONE, "Acme", "York"),
    Street="12 Mill Lane",
    Postcode="YO1 7HH",
    Region="Yorkshire",
    Country="GB",
    Date_of_birth=BORN,
    Passport_number="X1234567",
    Job_title="Buyer",
)
NOTHING = lead(
    *(BEN, "ben@birch.com", OTHER, "Birch Garage", "Leeds"),
    Street="77 Long Acre",
    Postcode="LS9 1AA",
    Region="Kent",
    Country="FR",
    Date_of_birth="1971-09-22",
    Passport_number="Y7654321",
    Job_title="Chef",
)
PLACE = lead("", MAIL, PHONE, "Acme Bakery", **HOUSE)
BRANCH = lead("", "", PHONE, "Acme Bakery", Street="12 Mill Lane")
OTHERS = [
    lead("", "", PHONE, "Birch Garage", Street="77 Long Acre"),
    lead("", "", PHONE, "Cobalt Gym", Street="3 Hill Road"),
]
ALONE: list[tuple[str, list[Row], dict[Kind, float]]] = [
    ("all agrees", [EVERYTHING, EVERYTHING], {"first name": 3.92, "last name": 3.98, "e-mail": 12.0, "phone": 9.0, "company": 3.0, "city": 1.7, "region": 0.5, "postcode": 5.6, "street": 9.0, "date of birth": 7.23, "number": 8.0, "job title": 2.95}),
    ("nothing agrees", [EVERYTHING, NOTHING], {"first name": -9.0, "last name": -6.0, "e-mail": -0.7, "phone": -0.8, "company": -1.5, "city": -1.2, "country": -4.0, "region": -1.0, "postcode": -1.5, "street": -2.0, "date of birth": -5.0, "job title": -0.5}),
    ("a mailbox and a company", [lead(ANA, MAIL, company="Acme")] * 2, {"first name": 3.92, "last name": 3.98, "e-mail": 12.0, "company": 1.0}),
    ("a place", [PLACE, PLACE], {"e-mail": 12.0, "phone": 9.0, "company": 3.48, "city": 0.5, "postcode": 1.0, "street": 9.0}),
    ("places, a phone of one address", [BRANCH, BRANCH], {"phone": 9.0, "company": 3.48, "street": 9.0}),
    ("places, a phone of two addresses", [BRANCH, BRANCH, *OTHERS[:1]], {"phone": 4.5, "company": 3.52, "street": 9.0}),
    ("places, a phone of three addresses", [BRANCH, BRANCH, *OTHERS[:2]], {"phone": 3.04, "company": 3.57, "street": 9.0}),
    ("both Junior", [lead("Ana Delgado Jr"), lead("Ana Delgado Jr")], {"first name": 3.92, "last name": 3.98, "Jr/Sr": 1.0}),
    ("a middle name", [{"First name": "Ana Maria", "Last name": "Ng"}] * 2, {"first name": 3.92, "last name": 3.98, "middle name": 2.5}),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "worth"), [row[1:] for row in ALONE], ids=[row[0] for row in ALONE])
def test_a_list_of_a_few_leads_is_judged_by_the_same_evidence(rows: list[Row], worth: dict[Kind, float]) -> None:
    assert bits(compared(*rows, among=False)) == pytest.approx(worth, abs=0.006)


COUNTRIES = [
    lead(f"{first} {last}", f"{first}{last}{n}@web.de".lower(), Country=country)
    for country, firsts, lasts in (("Italy", ("Giulia", "Marco"), ("Rossi", "Bianchi")), ("GB", ("Harry", "Alice"), ("Potts", "Church")))
    for first in firsts
    for last in lasts
    for n in range(10)
]  # fmt: skip
TOGETHER: list[tuple[str, str, dict[Kind, float]]] = [
    # a name in a list with forty Italians and forty Britons, and what it is worth
    ("both names of one country", "Giulia Rossi", {"first name": 2.96, "last name": 2.1}),
    ("of two countries", "Giulia Potts", {"first name": 2.96, "last name": 3.96}),
    ("the other way round", "Harry Rossi", {"first name": 2.96, "last name": 3.96}),
    ("a surname of neither", "Giulia Archer", {"first name": 2.96, "last name": 5.42}),
    ("a first name of neither", "Zelda Rossi", {"first name": 6.34, "last name": 2.97}),
]


@pytest.mark.parametrize(("name", "worth"), [row[1:] for row in TOGETHER], ids=[row[0] for row in TOGETHER])
def test_two_names_of_one_country_are_no_rare_meeting(name: str, worth: dict[Kind, float]) -> None:
    assert bits(compared(lead(name), lead(name), *COUNTRIES)) == pytest.approx(worth, abs=0.006)


SWAPPED: list[tuple[str, str, str, bool]] = [
    # two names, and whether the second is the first with its columns swapped
    ("both the same", "Delgado Ana", "Ana Delgado", True),
    ("neither", "Delgado Bea", "Ana Delgado", False),
    ("another surname", "Church Ana", "Ana Delgado", False),
    ("the surname alone", "Delgado", "Ana Delgado", True),
    ("an initial of the first name", "Delgado A", "Ana Delgado", True),
    ("another initial", "Delgado B", "Ana Delgado", False),
    ("the first name begins as the surname does", "R Robert", "Robert Reed", True),
    ("both initials, one name each", "R Osei", "Robert Reed", False),
    ("two nicknames", "Delgado Bob", "Rob Delgado", True),
    ("a slip in three letters", "Poe Ana", "Ana Pow", False),
    ("in four", "Pike Ana", "Ana Pyke", True),
    ("two slips in five", "Pikes Ana", "Ana Pyces", False),
    ("two in six", "Archer Ana", "Ana Arkhir", True),
    ("three in seven", "Delgado Ana", "Ana Dalgitu", False),
]


@pytest.mark.parametrize(("a", "b", "swapped"), [row[1:] for row in SWAPPED], ids=[row[0] for row in SWAPPED])
def test_columns_that_were_swapped(a: str, b: str, *, swapped: bool) -> None:
    for among in (True, False):
        evidence = compared(lead(a), lead(b), among=among)
        assert (evidence.first[0] == Near.SWAPPED, evidence.last[0] == Near.SWAPPED) == (swapped, swapped)


def numbered(passport: str = "", vat: str = "", name: str = ANA) -> Row:
    return lead(name, **{header: text for header, text in (("Passport_number", passport), ("VAT_number", vat)) if text})


CID = [numbered("X333333", name="Cid Lee")] * 2
DEE = [numbered("", "GB222222222", "Dee Kemp")] * 2
NUMBERS: list[tuple[str, list[Row], float]] = [
    # two leads with numbers in two columns, others in the list, and the bits
    ("one column agrees, the other does not", [numbered("X1234567", "GB111111111"), numbered("X7654321", "GB111111111")], 9.95),
    ("one number in two columns", [numbered("X1234567"), numbered("", "X1234567")], 0.0),
    ("two columns, numbers of each repeat", [numbered("X1234567"), numbered("", "GB111111111"), *CID, *DEE], 0.0),
    ("others in a column where none repeats", [numbered("", "GB333333333"), numbered("", "GB111111111"), *CID], 0.0),
    ("others in a column where some repeat", [numbered("", "GB333333333"), numbered("", "GB111111111"), *DEE, CID[0]], -2.0),
    ("one has none", [numbered("", "GB333333333"), numbered(), *DEE], 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "worth"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_a_number_is_compared_with_those_of_its_own_column(rows: list[Row], worth: float) -> None:
    assert bits(compared(*rows)).get("number", 0.0) == pytest.approx(worth, abs=0.006)


@pytest.mark.parametrize(
    ("keys", "chance"),
    [("", 1.0), ("a", 0.1), ("aa", 0.1), ("ab", 0.5), ("aab", 4 / 9), ("abcd", 0.75), ("a" * 19 + "b", 0.1)],
)
def test_how_often_two_rows_at_random_differ(keys: str, chance: float) -> None:
    assert chance_of_two(coded(list(keys))) == pytest.approx(chance)
