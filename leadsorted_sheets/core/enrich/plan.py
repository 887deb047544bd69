"""Enrich, the operation: what a row, or the list as a whole, says between the lines is written into blanks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, same, shown
from leadsorted_sheets.core.changes import Change, Edit
from leadsorted_sheets.core.enrich.company import Taught, companies_of_domains
from leadsorted_sheets.core.enrich.country import country_clues
from leadsorted_sheets.core.enrich.job import function, seniority
from leadsorted_sheets.core.enrich.provider import ANSWERS, usable
from leadsorted_sheets.core.enrich.region import region_clue
from leadsorted_sheets.core.enrich.time_zone import time_zone
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.records import counted, explained, filled
from leadsorted_sheets.core.where import business_domain, columns_of

HEADING = "Derived:"
FUNCTION = "Function"
"""A column of the user's own, filled where a book has one."""


@dataclass(frozen=True, slots=True)
class Options:
    provider: str = field(
        default="", metadata={"help": "Ask this provider too; docs/enrichment.md says how to add one of your own."}
    )
    keys: tuple[Key, ...] | None = field(default=None, metadata={"help": "Only these leads."})


@dataclass(frozen=True, slots=True)
class Derived:
    """A value for a blank, and where it is from, in a word or two."""

    field: str
    value: Cell
    source: str


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Fill blanks with what the list itself says: country, region, time zone, company, seniority and function.

    The country is told by the phone, the postcode or the e-mail's ending, the company by other leads of the same e-mail
    domain, seniority and function by the job title. Nothing that is there is changed, nobody outside is asked unless a
    provider is named, and Why says of each value that it was derived, and from what.
    """
    leads = book.get("Leads", {})
    companies = companies_of_domains(leads)
    answers = book.get(ANSWERS, {})
    own = FUNCTION if FUNCTION in columns_of(leads) else ""
    scope = None if options.keys is None else frozenset(options.keys)
    changes: list[Change] = []
    findings: list[Finding] = []
    counts: Counter[tuple[str, str]] = Counter()
    for n, (key, row) in enumerate(filled(book, schema.LEADS, scope)):
        if n % 5000 == 0:
            context.progress("Enriching", n, len(leads))
        found = list(_derived(key, row, companies, own=own, findings=findings))
        known = {each.field for each in found}
        found += [
            Derived(name, cell, f"provider {options.provider}")
            for name, cell in usable(key, answers.get(key, {}), findings)
            if row.get(name) is None and name not in known
        ]
        if found:
            changes += _edits(key, row, found)
            counts.update((each.field, _kind(each.source)) for each in found)
    table = Figures("What was derived", ("Column", "From", "Leads"), tuple((*of, n) for of, n in counts.most_common()))
    return Outcome(changes, findings, (table,) if counts else ())


def _derived(
    key: Key, row: Row, companies: Mapping[str, Taught], *, own: str, findings: list[Finding]
) -> Iterator[Derived]:
    country = row.get("Country")
    if country is None:
        clues = country_clues(row)
        said = {clue for clue, _ in clues}
        if len(said) > 1:
            findings.append(_at_odds(key, clues))
        elif clues:
            country, source = clues[0][0], " and ".join(name for _, name in clues)
            yield Derived("Country", country, source)
    region = row.get("Region")
    if isinstance(country, str) and region is None and (clue := region_clue(row, country)):
        region = clue[0]
        yield Derived("Region", region, clue[1])
    if row.get("Time zone") is None and isinstance(country, str):
        zone = time_zone(country, region if isinstance(region, str) else "", shown(row.get("Postcode")).strip())
        if zone:
            yield Derived("Time zone", zone, "country" if zone == time_zone(country) else "region")
    email, title = row.get("Email"), row.get("Job title")
    if row.get("Company") is None and isinstance(email, str) and (taught := companies.get(business_domain(email))):
        yield Derived("Company", taught.name, f"e-mail domain, {counted(taught.leads, 'other lead')}")
    if isinstance(title, str):
        if row.get("Seniority") is None and (level := seniority(title)):
            yield Derived("Seniority", level, "job title")
        if own and row.get(own) is None and (part := function(title)):
            yield Derived(own, part, "job title")


def _edits(key: Key, row: Row, found: list[Derived]) -> list[Change]:
    made: list[Change] = [
        Edit("Leads", key, each.field, None, each.value, f"enrich: {each.field} from the {_kind(each.source)}")
        for each in found
    ]
    why = row.get("Why")
    line = "; ".join([*_before(why), *(f"{each.field} from the {each.source}" for each in found)])
    after = explained(why, HEADING, f"{HEADING} {line}")
    if not same(why, after) and not isinstance(why, Formula):
        made.append(Edit("Leads", key, "Why", why, after, "enrich: Why says what was derived"))
    return made


def _before(why: Cell) -> list[str]:
    """What was derived earlier, as Why has it."""
    line = next((line for line in shown(why).split("\n") if line.startswith(HEADING)), "")
    return [part for part in line.removeprefix(HEADING).strip().split("; ") if part]


def _kind(source: str) -> str:
    return source.partition(",")[0]


def _at_odds(key: Key, clues: list[tuple[str, str]]) -> Finding:
    said = ", ".join(f"the {name} says {country}" for country, name in clues)
    message = f"{said[0].upper()}{said[1:]}. The country was left blank until you decide."
    return Finding("review", "Leads", key, "Country", "enrich.country", message, None, clues[0][0], why=message)
