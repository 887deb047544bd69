"""The leads of a book, compared with one another, and what people have decided about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.dedupe.claims import Lead
from leadsorted_sheets.core.dedupe.cluster import Bonds
from leadsorted_sheets.core.dedupe.columns import Texts, home_country, texts_of
from leadsorted_sheets.core.dedupe.engine import Examined, examine
from leadsorted_sheets.core.dedupe.people import Rows
from leadsorted_sheets.core.dedupe.remembered import Remembered
from leadsorted_sheets.core.dedupe.tiers import Thresholds, thresholds
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.settings import Settings, read_settings
from leadsorted_sheets.core.state import DECISIONS

LEADS = schema.LEADS.name
_NOT_TYPED = frozenset({"Lead ID", "Created", "Updated", "Assigned on", "Score", "Rating", "Quality", "Why", "Deal ID"})
"""Cells we write: two rows that differ in nothing else are the same row twice."""
_IDENTIFYING = ("First name", "Last name", "Company", "Email", "Phone")


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """`leads` are in the order of their ids, so that the order of the sheet plays no part.

    `equal` are pairs of leads that are equal in every cell people type.
    """

    leads: list[Lead]
    settings: Settings
    limits: Thresholds
    decided: Bonds
    equal: tuple[tuple[int, int], ...]
    examined: Examined
    findings: tuple[Finding, ...]

    def people(self, tier: str) -> Rows:
        """For each lead the first lead of the same person, when duplicates of the tier count as one.

        "none" goes by decisions alone, "exact" by those and by rows that are equal in every cell people type.
        """
        if tier == "none":
            return self.examined.grouped(2.0, self.decided)
        return self.people_at({"certain": self.limits.certain, "likely": self.limits.likely}.get(tier, 2.0))

    def people_at(self, line: float) -> Rows:
        """The same when pairs of at least this confidence count as one."""
        bonds = Bonds((*self.decided.same, *self.equal), self.decided.apart)
        return self.examined.grouped(line, bonds)


def listed(book: Book, progress: Progress = silent) -> Listed:
    """The leads of the book, compared. Settings that cannot be followed are findings."""
    settings, findings = read_settings(book)
    limits, doubtful = thresholds(settings.tiers)
    table = book.get(LEADS, {})
    leads = sorted((Lead(key, row) for key, row in table.items()), key=_content)
    headers = [
        *schema.LEADS.fields,
        *sorted(set[str]().union(*[lead.row for lead in leads]) - set(schema.LEADS.fields)),
    ]
    texts = texts_of([lead.row for lead in leads], headers)
    remembered = Remembered(book.get(DECISIONS, {}), settings.preferences.country)
    settings = _at_home(settings, texts)
    examined = examine(texts, len(leads), country=settings.preferences.country, progress=progress)
    decided, contradictions = _decided(remembered, leads)
    return Listed(
        leads, settings, limits, decided, tuple(equal_rows(leads)), examined, (*findings, *doubtful, *contradictions)
    )


def _at_home(settings: Settings, texts: Texts) -> Settings:
    """The settings with a country to read national numbers by, where the team has named none. It is only compared with."""
    preferences = settings.preferences
    return replace(settings, preferences=replace(preferences, country=preferences.country or home_country(texts)))


def _content(lead: Lead) -> tuple[str, ...]:
    """Leads in an order of their own, so that neither the order of the sheet nor ids, which are random, decide anything."""
    cells = map(lead.row.get, _ORDERING)
    return (*[cell if cell.__class__ is str else shown(cell) for cell in cells], lead.key)


_ORDERING = ("Email", "Phone", "Last name", "First name", "Company")


def equal_rows(leads: Iterable[Lead]) -> list[tuple[int, int]]:
    """Pairs of rows that are equal in every cell people type; each is paired with the first such row."""
    alike: dict[tuple[Cell, ...], list[int]] = defaultdict(list)
    rows = [lead.row for lead in leads]
    for n, row in enumerate(rows):
        alike[tuple(map(row.get, _IDENTIFYING))].append(n)
    alike.pop((None,) * len(_IDENTIFYING), None)
    pairs = []
    for group in alike.values():
        if len(group) > 1:
            first: dict[tuple[tuple[str, str, Cell], ...], int] = {}
            typed = [(n, _typed(rows[n])) for n in group]
            pairs += [(first[cells], n) for n, cells in typed if first.setdefault(cells, n) != n]
    return sorted(pairs)


def _typed(row: Row) -> tuple[tuple[str, str, Cell], ...]:
    """The cells people type, told apart by type too: yes is not 1."""
    return tuple((name, type(cell).__name__, cell) for name, cell in sorted(row.items()) if name not in _NOT_TYPED)


def _decided(remembered: Remembered, leads: list[Lead]) -> tuple[Bonds, tuple[Finding, ...]]:
    """What people decided about leads that are there, or came again. Where two decisions contradict, the rows stay apart."""
    bonds = remembered.pairs([(lead.key, lead.row) for lead in leads])
    both = sorted(bonds["same"] & bonds["apart"])
    findings = tuple(_contradiction(leads[a], leads[b]) for a, b in both)
    return Bonds(tuple(sorted(bonds["same"] - bonds["apart"])), tuple(sorted(bonds["apart"]))), findings


def _contradiction(one: Lead, other: Lead) -> Finding:
    message = (
        f"{person(one)} and {person(other)} were once decided to be one person and once to be two. They stay apart. "
        "To merge them, undo the decision to keep them apart."
    )
    return Finding("warning", LEADS, one.key, None, "dedupe.decisions", message, others=(other.key,))


def person(lead: Lead) -> str:
    """A lead as a message names it: the person and the company, else whatever there is.

    >>> person(Lead("L-1", {"First name": "Ana", "Last name": "Ng", "Company": "Acme"}))
    'Ana Ng (Acme)'
    """
    first, last, company = (shown(lead.value(name)).strip() for name in ("First name", "Last name", "Company"))
    name = f"{first} {last}".strip()
    if name and company:
        return f"{name} ({company})"
    return name or company or shown(lead.value("Email")) or shown(lead.value("Phone")) or lead.key
