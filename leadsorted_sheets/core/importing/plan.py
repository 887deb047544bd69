"""What becomes of each row that arrives: a new lead, more about one we have, a question for a person, or nothing.

| the row is                      | review        | skip          | update        | create   |
| a lead by its id                | update        | skip          | update        | update   |
| certainly a lead of the book    | new, a pair   | skip          | update        | new      |
| likely one                      | new, a pair   | comes back    | new, a pair   | new      |
| possibly one                    | new, a pair   | new, a pair   | new, a pair   | new      |
| one you said is a lead here     | update        | skip          | update        | new      |
| certainly a row before it       | joins it      | joins it      | joins it      | new      |
| likely or possibly one          | new, a pair   | new, a pair   | new, a pair   | new      |
| a lead, and says nothing new    | nothing       | nothing       | nothing       | new      |

A new lead whose list does not say when it was created was created now, as every CRM has it: response times and "new
this month" count from there. Where the list shows that somebody has worked on it before, nobody knows, and Created stays blank.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from leadsorted_sheets.core.book import Book, Key, Row, Table
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.importing.deals import came_again, companies_with_deals, deals_of
from leadsorted_sheets.core.importing.filling import filling
from leadsorted_sheets.core.importing.identity import Identified, identified
from leadsorted_sheets.core.importing.signals import placed
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.records import about, folded
from leadsorted_sheets.core.review import summary
from leadsorted_sheets.core.settings import read_settings, same_name
from leadsorted_sheets.core.state import DECISIONS

if TYPE_CHECKING:
    from leadsorted_sheets.core.dedupe import Match

Mode: TypeAlias = Literal["review", "skip", "update", "create"]
NEW_SOURCE = "import: a source that was not on the Sources tab"


@dataclass(frozen=True, slots=True)
class Options:
    """`trusted` names the systems whose ids say who a lead is, such as hubspot."""

    on_duplicate: Mode = field(
        default="review",
        metadata={
            "help": "A row that is a lead already: review puts the pair on Review, skip leaves the row out, update fills the "
            "lead's blanks, create makes a lead of it all the same."
        },
    )
    overwrite: tuple[str, ...] = field(
        default=(), metadata={"help": 'A column in which the list goes before what stands here, such as "Job title".'}
    )
    trusted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """`became` says which lead each row that was taken is now; `left` why the others were not, in words that end a sentence."""

    outcome: Outcome
    became: Mapping[Key, Key]
    left: Mapping[Key, str]


def plan(book: Book, arrivals: Sequence[AddRow], options: Options, context: Context) -> Imported:
    """Take in rows for Leads and Activities, normalised, each with an id of its own and the reason it comes with.

    An existing lead is changed only where the row's id says that it is that lead, or with "update" where it certainly is.
    """
    desk = _Desk(book, options)
    leads = {arrival.key: arrival for arrival in arrivals if arrival.tab == "Leads"}
    known = identified({key: each.row for key, each in leads.items()}, desk.leads, options.trusted)
    matches = _matches(desk, known, options, book.get(DECISIONS, {}), context)
    for done, (key, arrival) in enumerate(leads.items()):
        if done % 5_000 == 0:
            context.progress("Taking rows in", done, len(leads))
        desk.take(key, known.rows[key], arrival.why, known=known, match=matches.get(key))
    signals = placed(book, [each for each in arrivals if each.tab == "Activities"], desk.rows_now(), context)
    desk.date(
        {shown(each.row.get("Lead ID")) for each in signals.changes if isinstance(each, AddRow)}, context.local_now
    )
    outcome = Outcome(
        [*desk.changes(), *_new_sources(book, desk.new), *signals.changes],
        [*desk.findings(), *signals.findings],
        (Figures("Import", ("What", "Rows"), (*desk.counts(), *signals.counts)),),
    )
    return Imported(outcome, desk.became | signals.became, desk.left | signals.left)


def _matches(desk: _Desk, known: Identified, options: Options, decisions: Table, context: Context) -> dict[Key, Match]:
    from leadsorted_sheets.core import dedupe
    from leadsorted_sheets.core.dedupe.remembered import Remembered
    from leadsorted_sheets.core.dedupe.tiers import thresholds

    rows = {key: row for key, row in known.rows.items() if key not in known.known}
    if options.on_duplicate == "create" or not rows:
        return {}
    preferences = desk.settings.preferences
    limits, _ = thresholds(desk.settings.tiers)
    remembered = Remembered(decisions, preferences.country)
    found: dict[Key, Match] = {}
    for match in dedupe.matches(
        rows, desk.leads, country=preferences.country or "GB", remembered=remembered, progress=context.progress
    ):
        tier = limits.tier(match.confidence)
        if tier:
            found[match.key] = replace(match, tier=tier)
    return found


class _Desk:
    """Row after row is looked at; what has been decided about the ones before it is remembered here."""

    def __init__(self, book: Book, options: Options) -> None:
        self.leads = book.get("Leads", {})
        self.settings = read_settings(book)[0]
        self.new: dict[Key, dict[str, Cell]] = {}
        self.became: dict[Key, Key] = {}
        self.left: dict[Key, str] = {}
        self._options = options
        self._overwrite = frozenset(options.overwrite)
        self._status = self.settings.first_status("open")
        self._deals = deals_of(book, self.settings)
        self._why: dict[Key, str] = {}
        self._now: dict[Key, dict[str, Cell]] = {}
        self._edits: list[Edit] = []
        self._pairs: list[Finding] = []
        self._met: list[Key] = []
        self._differing: dict[str, list[Key]] = defaultdict(list)
        self._strange: list[Finding] = []
        self._count: Counter[str] = Counter()
        self._alike = _by_what_they_say(self.leads) if options.on_duplicate != "create" else {}

    def take(self, key: Key, row: Row, why: str, *, known: Identified, match: Match | None) -> None:
        mode = self._options.on_duplicate
        if lead := known.known.get(key):
            self._met.append(lead)
            return self._skipped(key, lead) if mode == "skip" else self._told(key, lead, row, why)
        if lead := known.strange.get(key):
            self._strange.append(_strange(key, row, lead, self.leads[lead]))
        if mode != "create" and (lead := self._already_there(row, match)):
            self._met.append(lead)
            self.became[key] = lead
            self._count[_NOTHING_NEW] += 1
            return None
        if match:
            return self._judged(key, row, why, match)
        if key in known.shared:
            mark, leads = known.shared[key]
            self._strange.append(_shared(key, row, mark, {lead: self.leads[lead] for lead in leads}))
        return self._added(key, row, why)

    def _judged(self, key: Key, row: Row, why: str, match: Match) -> None:
        """A row that the evidence says is somebody we have."""
        mode, other = self._options.on_duplicate, match.other
        in_book = match.in_book
        if not in_book:
            other = self.became.get(other, other)
            in_book = other not in self.new
        if in_book and other not in self.leads:  # it matches a row that was left out itself
            return self._added(key, row, why)
        if in_book:
            self._met.append(other)
        elif match.tier == "certain":
            return self._joined(key, other, row)
        if in_book and mode == "skip" and match.tier == "certain":
            return self._skipped(key, other)
        if in_book and mode == "skip" and match.tier == "likely":
            self.left[key] = f"is likely {_named(self.leads[other], other)}, who is here already"
            self._count[_LIKELY] += 1
            return None
        if in_book and match.tier == "certain" and (mode == "update" or match.decided):
            return self._told(key, other, row, why)
        self._added(key, row, why)
        self._pairs.append(_pair(key, row, other, self.leads.get(other) or self.new[other], match=match))
        return None

    def _already_there(self, row: Row, match: Match | None) -> Key | None:
        """The lead that holds all the row says: the very row that came in before, or a part of what is known by now."""
        if match and match.in_book and match.tier == "certain":
            now = self._now.get(match.other, self.leads[match.other])
            return match.other if filling(now, _as_lead(row, now)).says_nothing_new else None
        for lead in self._alike.get(_who(row), ()):
            if filling(self.leads[lead], _as_lead(row, self.leads[lead])).says_nothing_new:
                return lead
        return None

    def _added(self, key: Key, row: Row, why: str) -> None:
        self.new[key] = {**row, "Status": row.get("Status") or self._status}
        self._why[key] = why
        self.became[key] = key
        self._count[_NEW] += 1

    def _joined(self, key: Key, other: Key, row: Row) -> None:
        """Twice in what comes in: the first row of a person gains what the later ones add."""
        told = filling(self.new[other], row)
        self.new[other] |= {name: cell for name, (cell, _) in told.cells.items()}
        for name in told.differing:
            self._differing[name].append(other)
        self.became[key] = other
        self._count[_TWICE] += 1

    def _skipped(self, key: Key, lead: Key) -> None:
        self.became[key] = lead
        self._count[_SKIPPED] += 1

    def _told(self, key: Key, lead: Key, row: Row, why: str) -> None:
        now = self._now.setdefault(lead, dict(self.leads[lead]))
        told = filling(now, row, self._overwrite)
        for name, (cell, how) in told.cells.items():
            self._edits.append(Edit("Leads", lead, name, now.get(name), cell, f"{why}; {how}"))
            now[name] = cell
        for name in told.differing:
            self._differing[name].append(lead)
        self.became[key] = lead
        self._count[_UPDATED if told.cells else _NOTHING_NEW] += 1

    def date(self, with_activities: Collection[Key], now: dt.datetime) -> None:
        """Say of the new leads that they were created now, but for those that somebody has worked on before."""
        for key, row in self.new.items():
            if key not in with_activities and same_name(shown(row["Status"]), self._status) and _DATES.isdisjoint(row):
                row["Created"] = now

    def rows_now(self) -> dict[Key, Row]:
        """Every lead as it will be."""
        return {**self.leads, **self._now, **self.new}

    def changes(self) -> list[Change]:
        rows = [AddRow("Leads", key, row, self._why[key]) for key, row in self.new.items()]
        return [*self._edits, *rows]

    def findings(self) -> Iterator[Finding]:
        yield from came_again(self._deals, self._met)
        yield from companies_with_deals(self._deals, self.new)
        yield from self._strange
        yield from self._pairs
        for name, keys in self._differing.items():
            message = (
                f"{name} says something else in the list for {{leads}}. What stood here was kept. To take the list's: "
                f'--on-duplicate update --overwrite "{name}"'
            )
            yield from about(
                dict.fromkeys(keys), tab="Leads", field=name, rule="import.differs", message=message, severity="note"
            )

    def counts(self) -> tuple[tuple[Cell, ...], ...]:
        rows = [(what, self._count[what]) for what in _COUNTED if self._count[what]]
        return (*rows, (_ON_REVIEW, len(self._pairs))) if self._pairs else tuple(rows)


_NEW = "New leads"
_UPDATED = "More about leads that are here"
_NOTHING_NEW = "Here already, with nothing new"
_SKIPPED = "Skipped: here already"
_LIKELY = "Left out: likely here already"
_TWICE = "Twice in the lists: joined"
_ON_REVIEW = "Of the new leads, on Review with one they may be"
_COUNTED = (_NEW, _UPDATED, _NOTHING_NEW, _SKIPPED, _LIKELY, _TWICE)
_IDENTIFYING = ("First name", "Last name", "Company", "Email", "Phone")


def _who(row: Row) -> tuple[str, ...]:
    return tuple(folded(shown(row.get(name))) for name in _IDENTIFYING)


def _by_what_they_say(leads: Mapping[Key, Row]) -> dict[tuple[str, ...], list[Key]]:
    found: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key, row in leads.items():
        found[_who(row)].append(key)
    found.pop(("",) * len(_IDENTIFYING), None)
    return found


def _as_lead(row: Row, lead: Row) -> Row:
    """The row without what only says how far a lead has got: a list still says New of whom we have called since."""
    return {name: cell for name, cell in row.items() if name not in _MOVING or lead.get(name) is None}


_DATES = frozenset({"Created", "First contacted", "Last activity", "Qualified on", "Assigned on"})
"""What says that a lead is older than its coming in, or when it was created."""
_MOVING = frozenset(
    {"Status", "Owner", "Score", "Rating", "Next action", "Next action due", "Last activity", "Updated"}
)


def _named(row: Row, key: Key) -> str:
    who = summary(row)
    return f"{who} ({key})" if who else key


_SAY = {
    "certain": "{one} and {other} are certainly one person.",
    "likely": "{one} and {other} are likely one person.",
    "possible": "{one} and {other} may be one person.",
}


def _pair(key: Key, row: Row, other: Key, lead: Row, *, match: Match) -> Finding:
    """The same question that dedupe would ask, so that it is asked once."""
    first, last = sorted((key, other))
    message = _SAY[match.tier].format(one=_named(row, key), other=_named(lead, other))
    return Finding(
        "review", "Leads", first, None, f"dedupe.{match.tier}", f"{message} Merge them, or keep them apart.",
        suggestion=None if match.tier == "possible" else "Merge",
        others=(last,), why=match.why, confidence=match.confidence,
    )  # fmt: skip


def _strange(key: Key, row: Row, lead: Key, there: Row) -> Finding:
    message = (
        f"{_named(row, key)} carries the id of {_named(there, lead)}, who is somebody else by name and e-mail. "
        "It may be from another account. It came in as a new lead; neither was changed."
    )
    return Finding(
        "warning", "Leads", key, "External IDs", "import.id", message, row.get("External IDs"), others=(lead,)
    )


def _shared(key: Key, row: Row, mark: str, holders: Table) -> Finding:
    who = " and ".join(_named(lead, holder) for holder, lead in holders.items())
    message = (
        f"{_named(row, key)} carries the id {mark}, which {who} have too, so it does not say who this is. "
        "It came in as a new lead. Take the id from the leads that it is not of."
    )
    return Finding(
        "warning", "Leads", key, "External IDs", "import.id", message, row.get("External IDs"), others=tuple(holders)
    )


def _new_sources(book: Book, new: Mapping[Key, Row]) -> list[AddRow]:
    if "Sources" not in book:
        return []
    known = {folded(name) for name in book["Sources"]}
    named = {shown(row["Source"]).strip() for row in new.values() if isinstance(row.get("Source"), str)}
    fresh: dict[str, str] = {}
    for name in sorted(named):
        if name and folded(name) not in known:
            fresh.setdefault(folded(name), name)
    return [AddRow("Sources", name, {"Source": name}, NEW_SOURCE) for name in fresh.values()]
