"""The rules, in the order they are followed: reading `RULES` is reading what normalise does.

A rule looks at one column. Before its first cell it may look at the whole tab (the `Scene`): which country
the list is from, in which order its dates are written, what its lists offer.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Table
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.normalise import dates, numbers, owners, people, picks, synonyms
from leadsorted_sheets.core.normalise.cities import read_city
from leadsorted_sheets.core.normalise.companies import read_company
from leadsorted_sheets.core.normalise.countries import country_code, read_country
from leadsorted_sheets.core.normalise.emails import read_email, read_emails
from leadsorted_sheets.core.normalise.industries import read_industry
from leadsorted_sheets.core.normalise.phones import Home, read_phone, read_phones
from leadsorted_sheets.core.normalise.postcodes import read_postcode
from leadsorted_sheets.core.normalise.regions import read_region
from leadsorted_sheets.core.normalise.streets import read_street
from leadsorted_sheets.core.normalise.text import tidy
from leadsorted_sheets.core.normalise.titles import WHY_SENIORITY, read_title, seniority
from leadsorted_sheets.core.normalise.verdict import Reader, Verdict
from leadsorted_sheets.core.normalise.websites import read_website
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.settings import DateOrder, Settings


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may look at before its first cell.

    `home` says where national phones are from, `order_from` who decided the date order, and `currency` is the
    one the workbook keeps its amounts in ("" where nobody said).
    """

    book: Book
    tab: str
    settings: Settings
    context: Context
    home: Home
    date_order: DateOrder
    order_from: str
    currency: str

    @property
    def table(self) -> Table:
        return self.book.get(self.tab, {})

    def column(self, name: str) -> Iterator[Cell]:
        return (cell for row in self.table.values() if (cell := row.get(name)) is not None)


Prepare: TypeAlias = Callable[[Scene, str], Reader | None]
"""Given the scene and the field, makes the reader of its cells; None where there is nothing to hold them against."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done to one column. `beside` is the other column of the row that the reader looks at.

    Where only `presence` matters, the reader is told True for a filled cell there.
    """

    tab: str
    field: str
    name: str
    prepare: Prepare
    beside: str = ""
    presence: bool = False


def country_in(cell: Cell) -> str:
    """The country a cell names, as its ISO 3166 code, "" where it names none.

    >>> country_in(" Germany\u00a0"), country_in(49)
    ('DE', '')
    """
    return (country_code(tidy(cell)[0]) or "") if isinstance(cell, str) else ""


def missing_sources(book: Book) -> tuple[str, ...]:
    """The sources that leads have and the Sources tab has not, most leads first: what one may want to add to it.

    >>> missing_sources({"Leads": {"L-1": {"Source": "Skywriting"}, "L-2": {"Source": "web"}}, "Sources": {"Website form": {}}})
    ('Skywriting',)
    """
    listed = picks.choices(book.get("Sources", {}), synonyms.SOURCES, where="on the Sources tab")
    counts: dict[str, int] = {}
    for row in book.get("Leads", {}).values():
        source = row.get("Source")
        if isinstance(source, str) and (name := source.strip()):
            counts[name] = counts.get(name, 0) + 1
    unknown = [name for name in counts if (verdict := listed.read(name)) is not None and verdict.doubt]
    return tuple(sorted(unknown, key=lambda name: (-counts[name], name)))


def _each(read: Callable[[Cell], Verdict | None]) -> Prepare:
    """A cell is read by itself."""
    return lambda _scene, _field: lambda cell, _other: read(cell)


def _text(_scene: Scene, _field: str) -> Reader:
    """Plain text: nothing but what is done to every text."""
    return lambda _cell, _other: None


def _name(which: people.Which) -> Prepare:
    def prepare(scene: Scene, field: str) -> Reader:
        other = "Last name" if which == "first" else "First name"
        named = [row for row in scene.table.values() if row.get(field) is not None]
        alone = sum(row.get(other) is None for row in named)
        parting = bool(named) and alone >= 0.8 * len(named)
        return lambda cell, beside: people.read_name(cell, beside, which=which, parting=parting)

    return prepare


def _title(_scene: Scene, _field: str) -> Reader:
    """A job title, and the seniority it shows where nobody has said it yet."""

    def read(cell: Cell, rank: Cell) -> Verdict | None:
        verdict = read_title(cell)
        level = seniority(cell) if rank is None and isinstance(cell, str) else None
        if level is None:
            return verdict
        value, why = (verdict.value, verdict.why) if verdict else (cell, "")
        return Verdict(value, why, beside=(("Seniority", level, WHY_SENIORITY),))

    return read


def _phone(read: Callable[[Cell, Home], Verdict | None]) -> Prepare:
    def prepare(scene: Scene, _field: str) -> Reader:
        home = functools.cache(lambda country: scene.home.of_row(country_in(country)))
        return lambda cell, country: read(cell, home(country))

    return prepare


def _in_country(read: Callable[[Cell, str], Verdict | None]) -> Prepare:
    """What depends on the row's country, or else on where the list is from."""
    return lambda scene, _field: lambda cell, country: read(cell, country_in(country) or scene.home.country)


def _date(*, past: bool) -> Prepare:
    def prepare(scene: Scene, field: str) -> Reader:
        today = scene.context.today
        latest = today + dt.timedelta(days=1 if past else 365 * 20)
        cells = set(scene.column(field))
        column = dates.read_column(
            cells, zone=scene.context.zone, latest=latest, order=scene.date_order, order_from=scene.order_from
        )
        return lambda cell, _other: column.read(cell)

    return prepare


def _number(*, ranges: bool = False, percent: bool = False) -> Prepare:
    def prepare(scene: Scene, field: str) -> Reader:
        column = numbers.read_column(scene.column(field), ranges=ranges, percent=percent)
        return lambda cell, _other: column.read(cell)

    return prepare


def _money(scene: Scene, field: str) -> Reader:
    """An amount. A deal has a currency of its own: where it is blank, the amount's sign fills it."""
    column = numbers.read_column(scene.column(field), currency=scene.currency)

    def read(cell: Cell, currency: Cell) -> Verdict | None:
        if currency is not None or scene.tab != "Pipeline" or not isinstance(cell, str):
            return column.read(cell, currency.upper() if isinstance(currency, str) else "")
        code = numbers.currency_of(cell)
        verdict = column.read(cell, code)
        if code and verdict and not verdict.doubt:
            return Verdict(verdict.value, verdict.why, beside=(("Currency", code, numbers.WHY_CURRENCY),))
        return verdict

    return read


def _pick(entries: Callable[[Scene], Sequence[str]], words: Mapping[str, Sequence[str]], tab: str = "") -> Prepare:
    """A value of a list. Where the list's own tab is not there (a CSV has none), an unknown value is nobody's fault."""

    def prepare(scene: Scene, _field: str) -> Reader | None:
        offered = entries(scene)
        listed = picks.choices(offered, words, where=f"on the {tab} tab" if tab == "Sources" else _where(tab))
        if not offered:
            return None

        def read(cell: Cell, _other: Cell) -> Verdict | None:
            verdict = listed.read(cell)
            return None if verdict and verdict.doubt and tab and tab not in scene.book else verdict

        return read

    return prepare


def _where(tab: str) -> str:
    return f"in the list {tab} in Settings" if tab else "in the list"


def _owner(scene: Scene, _field: str) -> Reader | None:
    """An owner by name, by a short form that only one has, or by e-mail address."""
    known = scene.settings.owners
    addresses = {owner.name: [owner.email] if owner.email else [] for owner in known}
    listed = picks.choices(addresses, addresses, where=_where("Owners"))
    return owners.reader(listed, list(addresses)) if known else None


def _sources(scene: Scene) -> Sequence[str]:
    return tuple(scene.book["Sources"] if "Sources" in scene.book else schema.table_of(schema.SOURCES))


def _listed(name: str) -> Callable[[Scene], Sequence[str]]:
    return lambda _scene: schema.LISTS[name]


_source = _pick(_sources, synonyms.SOURCES, "Sources")
_status = _pick(lambda scene: [item.name for item in scene.settings.statuses], synonyms.STATUSES, "Statuses")
_stage = _pick(lambda scene: [item.name for item in scene.settings.stages], synonyms.STAGES, "Stages")
_lost = _pick(lambda scene: [item.name for item in scene.settings.lost_reasons], synonyms.LOST_REASONS, "Lost reasons")
_sequence = _pick(
    lambda scene: list(dict.fromkeys(item.sequence for item in scene.settings.touches)), {}, "Follow-up sequences"
)

# fmt: off
RULES: tuple[Rule, ...] = (
    # tab, field, rule, reader, the column beside
    Rule("Leads", "Country", "country", _each(read_country)),
    Rule("Leads", "First name", "name", _name("first"), "Last name", presence=True),
    Rule("Leads", "Last name", "name", _name("last"), "First name", presence=True),
    Rule("Leads", "Company", "company", _each(read_company)),
    Rule("Leads", "Seniority", "list", _pick(_listed("Seniorities"), {})),
    Rule("Leads", "Job title", "title", _title, "Seniority", presence=True),
    Rule("Leads", "Email", "email", _each(read_email)),
    Rule("Leads", "Other emails", "email", _each(read_emails)),
    Rule("Leads", "Phone", "phone", _phone(read_phone), "Country"),
    Rule("Leads", "Other phones", "phone", _phone(read_phones), "Country"),
    Rule("Leads", "Source", "list", _source),
    Rule("Leads", "Status", "list", _status),
    Rule("Leads", "Owner", "list", _owner),
    Rule("Leads", "Rating", "list", _pick(_listed("Ratings"), synonyms.RATINGS)),
    Rule("Leads", "Sequence", "list", _sequence),
    Rule("Leads", "Lost reason", "list", _lost),
    Rule("Leads", "Do not contact", "flag", _each(picks.read_flag)),
    Rule("Leads", "Tags", "tags", _each(picks.read_tags)),
    Rule("Leads", "Website", "website", _each(read_website)),
    Rule("Leads", "Street", "street", _each(read_street)),
    Rule("Leads", "Industry", "industry", _each(read_industry)),
    Rule("Leads", "City", "city", _each(read_city)),
    Rule("Leads", "Region", "region", _in_country(read_region), "Country"),
    Rule("Leads", "Postcode", "postcode", _in_country(read_postcode), "Country"),
    *(Rule("Leads", field, "date", _date(past=True)) for field in ("Last activity", "Created", "First contacted", "Qualified on", "Assigned on", "Updated")),
    Rule("Leads", "Next action due", "date", _date(past=False)),
    Rule("Leads", "Employees", "number", _number(ranges=True)),
    *(Rule("Leads", field, "number", _number()) for field in ("Score", "Step", "Quality")),
    *(Rule("Leads", field, "money", _money) for field in ("Budget", "Deal value")),
    *(Rule("Leads", field, "text", _text) for field in (
        "Next action", "Notes", "Campaign", "Product", "Time zone", "Authority", "Need", "Timeline")),
    *(Rule("Activities", field, "text", _text) for field in ("Summary", "Outcome")),
    Rule("Activities", "When", "date", _date(past=True)),
    Rule("Activities", "Due", "date", _date(past=False)),
    Rule("Activities", "Type", "list", _pick(_listed("Activity types"), synonyms.ACTIVITY_TYPES)),
    Rule("Activities", "Owner", "list", _owner),
    Rule("Activities", "Done", "flag", _each(picks.read_flag)),
    Rule("Pipeline", "Deal", "text", _text),
    Rule("Pipeline", "Company", "company", _each(read_company)),
    Rule("Pipeline", "Currency", "currency", _each(numbers.read_currency)),
    Rule("Pipeline", "Value", "money", _money, "Currency"),
    Rule("Pipeline", "Stage", "list", _stage),
    Rule("Pipeline", "Probability", "number", _number(percent=True)),
    *(Rule("Pipeline", field, "date", _date(past=True)) for field in ("Opened", "Stage since", "Closed on")),
    *(Rule("Pipeline", field, "date", _date(past=False)) for field in ("Expected close", "Next action due")),
    Rule("Pipeline", "Owner", "list", _owner),
    Rule("Pipeline", "Lost reason", "list", _lost),
    Rule("Pipeline", "Next action", "text", _text),
    Rule("Sources", "Cost", "money", _money),
    Rule("Owners", "Email", "email", _each(read_email)),
)
# fmt: on
