"""Invented people and the companies they work for: who is who, before anybody has mistyped anything.

A list is hard where different people look alike, so one household in seven has more than one
lead in it: couples on one landline (some with one mailbox), father and son of one name,
brothers and sisters a letter apart, namesakes in one town or one company. Colleagues share a
switchboard and an office mailbox, and now and then a mobile number passes to somebody else.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from benchmarks.countries import COUNTRIES, Country
from benchmarks.dice import Dice, Weighted
from benchmarks.words import BRANDS, JOB_TITLES, NICKNAMES, SIBLINGS, TRADES, WHIMS

Sex: TypeAlias = Literal["women", "men"]

OFFICE_MAILBOXES = ("info", "info", "info", "sales", "contact", "office", "hello", "admin")
_SEXES: tuple[Sex, ...] = ("women", "men")
MAILBOX_STYLES = ("f.l", "f.l", "fl", "f", "f_l", "il", "il", "lf")


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number: `grouped` is what follows the trunk digit, with the spaces people put."""

    country: Country
    grouped: str

    @property
    def digits(self) -> str:
        return self.grouped.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    legal_form: str
    country: Country
    place: tuple[str, str]
    domain: str
    switchboard: Number
    office_mailbox: str
    mailbox_style: str
    street: str
    postcode: str
    employees: int


@dataclass(slots=True)
class Person:
    """`truth` names the person; two rows with one truth are one person."""

    truth: str
    country: Country
    sex: Sex
    first: str
    last: str
    place: tuple[str, str]
    title: str
    middle: str = ""
    suffix: str = ""
    maiden_name: str = ""
    private_email: str = ""
    family_email: str = ""
    jobs: list[tuple[Company, str]] = field(default_factory=list)  # a company and the work e-mail there ("" for none)
    mobile: Number | None = None
    landline: Number | None = None


def folded(text: str, *, german: bool = False) -> str:
    """The text without accents; `german` writes umlauts as two letters.

    >>> folded("Müller-Lüdenscheidt", german=True), folded("Łukasz Søren")
    ('Mueller-Luedenscheidt', 'Lukasz Soren')
    """
    text = text.translate(_UMLAUTS if german else _STROKES)
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def slug(text: str) -> str:
    return "".join(sign for sign in folded(text, german=True).lower() if sign.isalnum())


_STROKES = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae"})
_UMLAUTS = _STROKES | str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Population:
    """People are drawn from it, household by household. `leads` is about how many rows the list will have."""

    def __init__(self, dice: Dice, leads: int) -> None:
        self.dice = dice
        self.countries = Weighted((country, country.share) for country in COUNTRIES)
        self.names = names_by_locale()
        self.taken: set[str] = set()
        self.given_back: list[Number] = []
        self.count = 0
        companies = [self._company() for _ in range(max(40, int(leads * 0.18)))]
        self.companies = {
            code: Weighted((company, 1 / (place + 3) ** 0.6) for place, company in enumerate(there))
            for code in {company.country.code: None for company in companies}
            if (there := [company for company in companies if company.country.code == code])
        }

    def household(self) -> list[Person]:
        """One to two different people who may share a landline, a mailbox or a name."""
        kind = self.dice.random()
        country = self.dice.of(self.countries)
        if kind < 0.865:
            return [self._person(country)]
        if kind < 0.988:
            return self._family(country, kind)
        return self._namesakes(country)

    def _family(self, country: Country, kind: float) -> list[Person]:
        dice, names = self.dice, self.names[country.locale]
        last, landline, place = (
            dice.of(names["surnames"]),
            self._number(country, mobile=False),
            dice.pick(country.cities),
        )
        if kind < 0.965:
            her_last = last if dice.chance(0.82) else dice.of(names["surnames"])
            family = [
                self._person(country, sex="men", last=last, place=place),
                self._person(country, sex="women", last=her_last, place=place),
            ]
        elif kind < 0.978:
            first = dice.of(names["men"])
            family = [self._person(country, sex="men", first=first, last=last, place=place) for _ in range(2)]
            if dice.chance(0.6):
                family[0].suffix, family[1].suffix = "Sr.", "Jr."
        else:
            family = [self._person(country, first=first, last=last, place=place) for first in dice.pick(SIBLINGS)]
        mailbox = ""
        if dice.chance(0.15):
            mailbox = self._free_email(country, dice.pick(("the", "family", "casa")) + slug(last) + dice.fill("#"))
        for person in family:
            person.landline, person.family_email = landline, mailbox
        return family

    def _namesakes(self, country: Country) -> list[Person]:
        """Two with one name in one town, four in ten times also in one company; nothing else in common."""
        dice, names = self.dice, self.names[country.locale]
        first, last, place = dice.of(names["men"]), dice.of(names["surnames"]), dice.pick(country.cities)
        company = dice.of(self.companies[country.code]) if dice.chance(0.4) and country.code in self.companies else None
        return [
            self._person(country, sex="men", first=first, last=last, place=place, company=company) for _ in range(2)
        ]

    def _person(
        self,
        country: Country,
        *,
        sex: Sex | None = None,
        first: str = "",
        last: str = "",
        place: tuple[str, str] | None = None,
        company: Company | None = None,
    ) -> Person:
        dice, names = self.dice, self.names[country.locale]
        drawn = dice.pick((sex,) if sex else _SEXES)
        person = Person(
            truth=f"P{self.count:07d}",
            country=country,
            sex=drawn,
            first=first or dice.of(names[drawn]),
            last=last or self._surname(country),
            place=place or dice.pick(country.cities),
            title=dice.pick(JOB_TITLES),
        )
        self.count += 1
        if dice.chance(0.25):
            person.middle = dice.of(names[drawn])
        if drawn == "women" and dice.chance(0.02):
            person.maiden_name = dice.of(names["surnames"])
        self._give_jobs(person, company)
        self._give_contacts(person)
        return person

    def _surname(self, country: Country) -> str:
        surnames = self.names[country.locale]["surnames"]
        last = self.dice.of(surnames)
        return f"{last} {self.dice.of(surnames)}" if country.code == "ES" and self.dice.chance(0.7) else last

    def _give_jobs(self, person: Person, company: Company | None) -> None:
        """Most work somewhere; a few have changed jobs, and older rows still name the last one."""
        dice, there = self.dice, self.companies.get(person.country.code)
        if company is None and there and dice.chance(0.78):
            company = dice.of(there)
        if company is None:
            return
        person.jobs.append((company, self._work_email(person, company) if dice.chance(0.8) else ""))
        if there and dice.chance(0.06):
            later = dice.of(there)
            person.jobs.append((later, self._work_email(person, later)))

    def _give_contacts(self, person: Person) -> None:
        dice, country = self.dice, person.country
        has_work = bool(person.jobs and person.jobs[0][1])
        if dice.chance(0.78) or (not has_work and dice.chance(0.6)):
            nicknames = NICKNAMES.get(person.first)
            first = dice.pick(nicknames) if nicknames and dice.chance(0.3) else person.first
            name = _mailbox(dice.pick(MAILBOX_STYLES), first, person.last.split(" ")[0])
            if dice.chance(0.45):
                name += dice.pick((str(dice.whole(1, 99)), str(dice.whole(1955, 2004)), dice.fill("###")))
            person.private_email = self._free_email(
                country, dice.pick(WHIMS) + dice.fill("###") if dice.chance(0.06) else name
            )
        if dice.chance(0.82):
            if self.given_back and dice.chance(0.004):
                person.mobile = dice.pick(self.given_back)
            else:
                person.mobile = self._number(country, mobile=True)
                if dice.chance(0.01):
                    self.given_back.append(person.mobile)

    def _company(self) -> Company:
        dice, country = self.dice, self.dice.of(self.countries)
        surnames, kind = self.names[country.locale]["surnames"], self.dice.random()
        if kind < 0.35:
            name = f"{dice.of(surnames)} {dice.pick(TRADES)}"
        elif kind < 0.5:
            name = f"{dice.of(surnames)} & {dice.of(surnames)}"
        else:
            name = f"{dice.pick(BRANDS)} {dice.pick(TRADES)}"
        short = slug(name)[:18] if dice.chance(0.6) else slug(name.split(" ")[0]) + dice.pick(("", "group", "hq"))
        return Company(
            name, dice.pick(country.legal_forms), country, dice.pick(country.cities), self._unique(short, f".{country.domain}"), self._number(country, mobile=False),
            dice.pick(OFFICE_MAILBOXES), dice.pick(MAILBOX_STYLES), f"{dice.whole(1, 240)} {dice.of(surnames)} Street", dice.fill(country.postcode), dice.early((3, 8, 15, 30, 60, 140, 400, 1200, 8000)),
        )  # fmt: skip

    def _number(self, country: Country, *, mobile: bool) -> Number:
        while True:
            grouped = self.dice.fill(self.dice.pick(country.mobiles if mobile else country.landlines))
            if country.calling == "1" and (grouped[4:7] == "555" or grouped[5:7] == "11"):
                continue  # kept for fiction, or a service code
            if (known := f"+{country.calling} {grouped}") not in self.taken:
                self.taken.add(known)
                return Number(country, grouped)

    def _free_email(self, country: Country, name: str) -> str:
        return self._unique(name, "@" + self.dice.pick(country.mailboxes))

    def _work_email(self, person: Person, company: Company) -> str:
        return self._unique(
            _mailbox(company.mailbox_style, person.first, person.last.split(" ")[-1]), f"@{company.domain}"
        )

    def _unique(self, name: str, rest: str) -> str:
        """`name` + `rest`, with a number between them where it is taken; dots do not tell Gmail's mailboxes apart."""
        attempt = name
        while (known := (attempt.replace(".", "") if rest == "@gmail.com" else attempt) + rest) in self.taken:
            attempt = name + str(self.dice.whole(1, 99) if self.dice.chance(0.7) else self.dice.whole(1950, 2005))
        self.taken.add(known)
        return attempt + rest


def _mailbox(style: str, first: str, last: str) -> str:
    first, last = slug(first) or "x", slug(last) or "x"
    return {
        "f.l": f"{first}.{last}",
        "fl": first + last,
        "f": first,
        "f_l": f"{first}_{last}",
        "il": first[0] + last,
        "lf": f"{last}.{first}",
    }[style]


def names_by_locale() -> dict[str, dict[str, Weighted[str]]]:
    """Locale -> women, men, surnames. Without weights, the n-th name of a list comes about 1 / n as often as the first."""
    vocabulary = json.loads((Path(__file__).parent / "vocab.json").read_text(encoding="utf-8"))
    del vocabulary[""]
    return {
        locale: {
            kind: Weighted(
                zip(
                    listed["names"],
                    listed.get("weights") or [1 / (8 + n) for n in range(len(listed["names"]))],
                    strict=True,
                )
            )
            for kind, listed in kinds.items()
        }
        for locale, kinds in vocabulary.items()
    }
