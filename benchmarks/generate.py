"""Invented lead lists of any size, as messy as real ones, and each row says who it really is.

    python -m benchmarks.generate --rows 100000 --columns 14 --seed 1 --out leads.csv

The same arguments give the same bytes on every machine. The column `truth` names the person:
rows with one truth are one person. Leads come from seven sources with habits of their own.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from benchmarks import words
from benchmarks.countries import CITY_ALIASES
from benchmarks.dice import Dice, Weighted
from benchmarks.dirt import plain_letters, typo, written_company, written_email, written_phone
from benchmarks.people import Company, Number, Person, Population, folded

Width: TypeAlias = Literal[14, 26]
Lead: TypeAlias = dict[str, str]

# fmt: off
COLUMNS: tuple[str, ...] = (
    "Name", "First name", "Last name", "Company", "Job title", "Email", "Phone", "City", "Country", "Source", "Status", "Owner", "Created", "Notes",
    "Website", "Street", "Region", "Postcode", "Campaign", "Product", "Industry", "Employees", "Next action", "Next action due", "Deal value", "Tags",
)
"""The first fourteen are the narrow list; all of them the wide one."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What rows of one source are like. All but `name` are shares from 0 to 1, or (`weight`) a share of the list.

    The first six say how often a row has the field; `one_cell` how often the whole name is in one cell.
    """

    name: str
    weight: float
    email: float
    phone: float
    company: float
    city: float
    country: float
    title: float
    work_email: float
    switchboard: float = 0.08
    office_mailbox: float = 0
    nickname: float = 0.05
    initial: float = 0.015
    typo: float = 0.02
    one_cell: float = 0.2
    swapped: float = 0
    capitals: float = 0.04
    small_letters: float = 0.09


SOURCES = Weighted((source, source.weight) for source in (
    Habits("Website form", 30, .95, .55, .50, .20, .60, .10, work_email=.3, nickname=.22, typo=.045, one_cell=.12, swapped=.025, small_letters=.2),
    Habits("Trade show", 15, .86, .25, .98, .30, .80, .80, work_email=.85, switchboard=.3, nickname=.15, typo=.04, swapped=.025),
    Habits("LinkedIn", 14, .25, .06, .97, .75, .60, .97, work_email=.4, switchboard=.3, nickname=.15, one_cell=.55),
    Habits("Bought list", 16, .72, .85, 1, .90, .95, .50, work_email=.9, switchboard=.6, office_mailbox=.16, initial=.06, one_cell=.3, swapped=.025, capitals=.4),
    Habits("Typed in", 13, .55, .70, .60, .30, .30, .20, work_email=.5, nickname=.35, initial=.12, typo=.09, one_cell=.8, small_letters=.19),
    Habits("Referral", 4, .50, .60, .40, .20, .20, .10, work_email=.3, nickname=.4, one_cell=.9),
    Habits("Old CRM", 8, .85, .85, .90, .80, .90, .60, work_email=.6, switchboard=.35, office_mailbox=.05, initial=.05, one_cell=.25, capitals=.12),
))
# fmt: on

ROWS_A_PERSON = Weighted([(1, 72), (2, 17), (3, 6.5), (4, 2.6), (5, 1), (6, 0.5), (7, 0.25), (8, 0.15)])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write an invented list of leads.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--columns", type=int, choices=(14, 26), default=14)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default="-", help="a file, or - for standard output")
    parser.add_argument(
        "--without-truth", action="store_true", help="leave the truth column out, as a user's list does"
    )
    options = parser.parse_args(arguments)
    header = COLUMNS[: options.columns] + (() if options.without_truth else ("truth",))
    with open(options.out if options.out != "-" else sys.stdout.fileno(), "w", newline="", encoding="utf-8") as file:  # noqa: PTH123  # also takes standard output
        writer = csv.DictWriter(file, header, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(leads(options.rows, columns=options.columns, seed=options.seed))


def leads(rows: int, *, columns: Width = 14, seed: int = 1) -> list[Lead]:
    """That many leads in chance order: column -> text, and "truth" -> the person. Blank cells are "" or left out."""
    dice = Dice(seed)
    population = Population(dice, rows)
    made: list[Lead] = []
    while len(made) < rows:
        for person in population.household():
            made.extend(_rows_of(dice, person, columns))
    return dice.shuffled(made[:rows])


def _rows_of(dice: Dice, person: Person, columns: Width) -> Iterator[Lead]:
    last: Lead | None = None
    for _ in range(dice.of(ROWS_A_PERSON)):
        if last is None or not dice.chance(0.06):  # else the same file was imported twice
            last = _lead(dice, person)
            if columns > 14:
                last |= _wide_part(dice, person, last)
        yield last


def _lead(dice: Dice, person: Person) -> Lead:
    habits = dice.of(SOURCES)
    job = person.jobs[-1 if len(person.jobs) > 1 and dice.chance(0.5) else 0] if person.jobs else None
    company, work_email = job or (None, "")
    email = _email(dice, person, habits, company, work_email) if dice.chance(habits.email) else ""
    phone = _phone(dice, person, habits, company) if dice.chance(habits.phone) else None
    has_company = company is not None and dice.chance(habits.company)
    if not email and phone is None and not has_company:  # a lead has some way to reach it
        email = person.private_email or work_email
        phone = None if email else person.mobile or person.landline
        has_company = company is not None and not email and phone is None
    lead = _names(dice, person, habits, reachable=bool(email or phone))
    lead["truth"] = person.truth
    if company is not None and has_company:
        lead["Company"] = written_company(dice, company)
    lead["Email"] = (
        written_email(dice, email) if email else dice.pick(words.PLACEHOLDER_EMAILS) if dice.chance(0.05) else ""
    )
    lead["Phone"] = _phone_cell(dice, person, phone)
    if dice.chance(habits.title):
        lead["Job title"] = person.title
    if dice.chance(habits.city):
        lead["City"] = _city(dice, person.place[0], capitals=dice.chance(habits.capitals))
    if dice.chance(habits.country):
        lead["Country"] = dice.early(person.country.spellings, bend=2)
    return lead | _sales_part(dice, habits)


def _email(dice: Dice, person: Person, habits: Habits, company: Company | None, work_email: str) -> str:
    if company is not None and dice.chance(habits.office_mailbox):
        return f"{company.office_mailbox}@{company.domain}"
    if person.family_email and dice.chance(0.45):
        return person.family_email
    return (
        (work_email if dice.chance(habits.work_email) else person.private_email) or work_email or person.private_email
    )


def _phone(dice: Dice, person: Person, habits: Habits, company: Company | None) -> Number | None:
    if company is not None and dice.chance(habits.switchboard):
        return company.switchboard
    if person.landline and (person.mobile is None or dice.chance(0.45)):
        return person.landline
    return person.mobile


def _phone_cell(dice: Dice, person: Person, phone: Number | None) -> str:
    if phone is None:
        return dice.pick(words.PLACEHOLDER_PHONES) if dice.chance(0.05) else ""
    text = written_phone(dice, phone)
    if person.mobile and phone is not person.mobile and dice.chance(0.02):
        text += dice.pick((" / ", "; ", ", ")) + written_phone(dice, person.mobile)
    return text


def _names(dice: Dice, person: Person, habits: Habits, *, reachable: bool) -> Lead:
    first, last, middle, title, suffix = _spoken_name(dice, person, habits)
    if dice.chance(habits.swapped):
        first, last = last, first
    case = dice.random()
    cased = str.upper if case < habits.capitals else str.lower if case < habits.capitals + habits.small_letters else str
    if reachable and habits.swapped and dice.chance(0.03):
        return {}
    if dice.chance(habits.one_cell):
        whole = f"{last}, {first}{middle}" if dice.chance(0.08) else f"{title}{first}{middle} {last}{suffix}"
        return {"Name": cased(whole)}
    if habits.swapped and dice.chance(0.05):
        return {"First name": cased(first)}
    return {"First name": cased(title + first + middle), "Last name": cased(last + suffix)}


def _spoken_name(dice: Dice, person: Person, habits: Habits) -> tuple[str, str, str, str, str]:
    """First, last, middle, title and suffix as this source has them: nicknames, initials, other surnames, slips."""
    first, last = person.first, person.last
    if person.maiden_name and dice.chance(0.4):
        last = person.maiden_name
    if (nicknames := words.NICKNAMES.get(first)) and dice.chance(habits.nickname):
        first = dice.pick(nicknames)
    if " " in last and person.country.code == "ES" and dice.chance(0.4):
        last = last.split(" ")[0]  # the second surname is often left out
    if dice.chance(habits.initial):
        first = first[0] + dice.pick(("", "."))
    if dice.chance(habits.typo):
        first = typo(dice, first)
    if dice.chance(habits.typo):
        last = typo(dice, last)
    german = person.country.code in ("DE", "SE")
    first, last = plain_letters(dice, first, german=german), plain_letters(dice, last, german=german)
    middle = ""
    if person.middle and dice.chance(0.4):
        middle = " " + (person.middle if dice.chance(0.3) else person.middle[0] + dice.pick(("", ".")))
    titles = ("Dr. ", "Mr. ", "Mr ", "Dr ") if person.sex == "men" else ("Dr. ", "Ms. ", "Mrs ", "Mrs. ")
    title = dice.pick(titles) if dice.chance(0.03) else ""
    suffix = ""
    if person.suffix and dice.chance(0.7):
        suffix = f" {person.suffix}"
    elif dice.chance(0.012):
        suffix = dice.pick((", PhD", ", MBA", " MD", ", CPA"))
    return first, last, middle, title, suffix


def _city(dice: Dice, city: str, *, capitals: bool) -> str:
    if city in CITY_ALIASES and dice.chance(0.25):
        city = dice.pick(CITY_ALIASES[city])
    return city.upper() if capitals else folded(city) if dice.chance(0.2) else city


def _sales_part(dice: Dice, habits: Habits) -> Lead:
    day = dt.datetime(2023, 1, 1) + dt.timedelta(minutes=dice.whole(0, 3 * 365 * 24 * 60))
    match habits.name:
        case "Website form":
            created = f"{day:%Y-%m-%dT%H:%M:00Z}"
        case "Typed in":
            created = f"{day:%d.%m.%Y}"
        case "LinkedIn":
            created = f"{day.day} {words.MONTHS[day.month - 1]} {day.year}"
        case _:
            created = f"{day:%Y-%m-%d}"
    return {
        "Source": habits.name if dice.chance(0.97) else "",
        "Status": dice.early(words.STATUSES, bend=2),
        "Owner": dice.pick(words.OWNERS) if dice.chance(0.35) else "",
        "Created": created,
        "Notes": dice.pick(words.NOTES) if dice.chance(0.4) else "",
    }


def _wide_part(dice: Dice, person: Person, lead: Lead) -> Lead:
    """The other twelve columns: about the company where there is one, and about the sale."""
    wide: Lead = {
        "Region": person.place[1] if dice.chance(0.7) else "",
        "Campaign": dice.pick(words.CAMPAIGNS),
        "Product": dice.pick(words.PRODUCTS),
        "Next action": dice.pick(words.NEXT_ACTIONS) if dice.chance(0.6) else "",
        "Next action due": f"{dt.date(2026, 1, 1) + dt.timedelta(days=dice.whole(0, 120))}" if dice.chance(0.5) else "",
        "Deal value": str(dice.whole(2, 400) * 50) if dice.chance(0.6) else "",
        "Tags": dice.pick(words.TAGS) if dice.chance(0.5) else "",
    }
    if "Company" in lead and person.jobs:
        company = person.jobs[0][0]
        site = dice.pick(("{}", "www.{}", "https://www.{}/", "http://{}")).format(company.domain)
        wide |= {
            "Website": site,
            "Street": company.street,
            "Postcode": company.postcode,
            "Employees": str(company.employees),
        }
        wide["Industry"] = words.INDUSTRIES[len(company.domain) % len(words.INDUSTRIES)]
    return wide


if __name__ == "__main__":
    main()
