"""The main job: messy lists in, an organised workbook or a clean CSV out.

Every list is read and normalised by itself, so that what it says of its own date order or country stays
its own; then the lists are one book, and duplicates are merged, owners assigned, leads scored, the report filled.
Each step is a change set of its own in the new book's journal, so each can be taken back there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from leadsorted_sheets import errors
from leadsorted_sheets.core import lifecycle, review, schema
from leadsorted_sheets.core.book import Book, Table, row_of
from leadsorted_sheets.core.changes import AddRow, Change, Changes, Edit, apply, diff
from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.forget import kept_out
from leadsorted_sheets.core.plan import Context, Figures, Outcome, Progress, silent
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.state import FORGOTTEN, HIDDEN_TABS, SEEN, ColumnAt, Layout, pack, unpack, visible
from leadsorted_sheets.journal import ChangeSet, Journal, summary
from leadsorted_sheets.operations import BY_NAME
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.record import Entry, change_set, computed, history_rows, journal_limit
from leadsorted_sheets.workbook import files
from leadsorted_sheets.workbook.port import Batch, Reading

if TYPE_CHECKING:
    from leadsorted_sheets.intake import Incoming

NEW_SOURCE = "import: a source that was not on the Sources tab"
WISHED = "settings: as asked for on the command line"


@dataclass(frozen=True, slots=True)
class NewOwner:
    """Somebody who is to get leads; the e-mail is what most CRMs know an owner by."""

    name: str
    email: str = ""


def owners_of(text: str) -> tuple[NewOwner, ...]:
    """Owners as they are typed, with commas between them.

    >>> owners_of("Ann Berger <ann@acme.example>, Ben")
    (NewOwner(name='Ann Berger', email='ann@acme.example'), NewOwner(name='Ben', email=''))
    """
    parts = (part.strip().removesuffix(">").partition("<") for part in text.replace(";", ",").split(","))
    return tuple(NewOwner(name.strip(), email.strip()) for name, _, email in parts if name.strip())


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for. `settings` is a workbook whose Settings are taken over; `maps` their header -> our field."""

    owners: tuple[NewOwner, ...] = ()
    settings: str = ""
    country: str = ""
    currency: str = ""
    source: str = ""
    maps: Mapping[str, str] = field(default_factory=dict)
    force: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it was recorded: what it was, what it changed by reason, what it could not settle."""

    verb: str
    counts: tuple[tuple[str, str, int], ...]
    findings: tuple[Finding, ...] = ()
    figures: Sequence[Figures] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What came out: `to` was written; `rejected` and `review` name the files beside it, "" where there was no need."""

    to: str
    book: Book
    reading: Reading
    incoming: tuple[Incoming, ...]
    steps: tuple[Step, ...]
    rejected: str = ""
    review: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for step in self.steps for finding in step.findings)


def clean(
    inputs: Sequence[str], to: str, wishes: Wishes | None = None, *, clock: Clock = utc_now, progress: Progress = silent
) -> Cleaned:
    """Read the lists, clean them up together, and write `to` (.xlsx, .xlsm or .csv) in one step.

    Raises errors.WouldOverwrite where `to` exists and `wishes.force` is not set, errors.BadInput where an input
    cannot be read; nothing is written then.
    """
    wishes = wishes or Wishes()
    target = Path(to)
    if target.suffix.lower() not in {".xlsx", ".csv"}:
        raise errors.WrongUsage(f"{to}: --to takes a name that ends in .xlsx or .csv.")
    outputs = (target, _named_beside(target, "rejected"), _named_beside(target, "review"))
    if existing := [path for path in outputs if path.exists() and not wishes.force]:
        raise errors.WouldOverwrite(str(existing[0]))
    if any(Path(each).resolve() == target.resolve() for each in inputs):
        raise errors.WrongUsage(f"{to} is one of the lists to be read. Choose another name for --to.")
    work = _Work(_start(), clock=clock, progress=progress)
    with quiet_collector():
        work.prepare(wishes)
        lists = work.bring_in(inputs, wishes)
        work.organise()
        written = _write_csv if target.suffix.lower() == ".csv" else _write_workbook
        reading = written(target, work)
    return Cleaned(
        to,
        work.book,
        reading,
        lists,
        tuple(work.steps),
        rejected=_beside(target, "rejected", _rejects(lists)),
        review=_beside(target, "review", _review_csv(work)) if target.suffix.lower() == ".csv" else "",
    )


def _start() -> Reading:
    """The empty workbook that every clean begins with."""
    from leadsorted_sheets.resources import template_path
    from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

    return XlsxWorkbook(template_path()).read()


class _Work:
    """The book as it grows, step by step, each step a change set."""

    def __init__(self, start: Reading, *, clock: Clock, progress: Progress) -> None:
        self.start = start
        self.state = unpack(start.hidden.get(schema.STATE_SHEET, ""))
        self.book: Book = start.book
        self.steps: list[Step] = []
        self.sets: list[ChangeSet] = []
        self._clock = clock
        self._progress = progress

    @property
    def context(self) -> Context:
        """Anew each time: the zone is a preference, and the first step may set it."""
        return context_for(self.book, clock=self._clock, progress=self._progress)

    @property
    def _country(self) -> str:
        return read_settings(self.book)[0].preferences.country

    def take(self, verb: str, changes: Changes, outcome: Outcome | None = None) -> None:
        """Apply the changes as one recorded step."""
        context = self.context
        if changes:
            self.book = apply(self.book, changes)
            self.sets.append(change_set(Entry(verb, changes), context.new_id("C"), context))
        outcome = outcome or Outcome()
        self.steps.append(Step(verb, summary(visible(changes)), tuple(outcome.findings), outcome.figures))

    def prepare(self, wishes: Wishes) -> None:
        changes = [*_settings_of(wishes.settings, self.book), *wished(wishes, self.book)]
        if changes:
            self.take("settings", changes)
        if gone := _forgotten_in(wishes.settings):
            self.book = {**self.book, FORGOTTEN: gone}

    def bring_in(self, inputs: Sequence[str], wishes: Wishes) -> tuple[Incoming, ...]:
        """Each list is read and normalised by itself."""
        from leadsorted_sheets.core import normalise
        from leadsorted_sheets.intake import Options, incoming

        lists: list[Incoming] = []
        edits: list[Change] = []
        findings: list[Finding] = []
        for path in inputs:
            options = Options(source=wishes.source, maps=wishes.maps)
            each = incoming(path, options=options, saved=self.book, context=self.context)
            lists.append(each)
            arrivals = [change for change in each.changes if isinstance(change, AddRow)]
            stay, out = kept_out(self.book, arrivals, self._country)
            others = [change for change in each.changes if not isinstance(change, AddRow)]
            told = [*each.findings, *(dataclasses.replace(_placed(one, each), key=None) for one in out)]
            self.take("import", [*stay, *others, *each.remember], Outcome(findings=told))
            rows = {change.key: change.row for change in stay}
            outcome = normalise.plan({**self.book, "Leads": rows}, normalise.Options(), self.context)
            edits += outcome.changes
            findings += outcome.findings
        edits += lifecycle.begin(apply(self.book, edits))
        self.take("normalise", edits, Outcome(findings=findings))
        return tuple(lists)

    def organise(self) -> None:
        """The operations of the whole book, in their order, and what they leave to a person."""
        self.take("import", _new_sources(self.book))
        for verb in ("dedupe", "assign", "score"):
            operation = BY_NAME[verb]
            outcome = operation.plan(self.book, operation.options(), self.context)
            self.take(verb, outcome.changes, outcome)
        leads = self.book["Leads"]
        findings = [each for step in self.steps for each in step.findings if each.tab != "Leads" or each.key in leads]
        self.take("review", review.raised(findings, self.book, self.context, examined=""))
        outcome = BY_NAME["report"].plan(self.book, BY_NAME["report"].options(), self.context)
        self.take("report", outcome.changes, outcome)

    def batch(self) -> Batch:
        """Everything at once, for an empty workbook: what the steps come to, and their record."""
        context = self.context
        lines = [line for each in reversed(self.sets) for line in history_rows(each.heading, context)]
        after = apply(self.book, lines)
        journal = Journal()
        for each in self.sets:
            journal = journal.with_set(each, limit=journal_limit(self.book))
        sheets = {tab: table for tab, table in after.items() if tab not in HIDDEN_TABS}
        state = dataclasses.replace(self.state, book_id=context.new_id("B"))
        state = state.with_tables({**after, SEEN: lifecycle.remembering({}, (), after, context.local_now)})
        hidden = {schema.STATE_SHEET: pack(state), schema.JOURNAL_SHEET: journal.text}
        return Batch(diff(self.start.book, sheets), hidden, computed(after))


def _write_workbook(target: Path, work: _Work) -> Reading:
    from leadsorted_sheets.resources import template_path
    from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

    with files.replacing(target) as temporary:
        temporary.write_bytes(template_path().read_bytes())
        workbook = XlsxWorkbook(temporary, backup=False)
        batch = work.batch()
        written = workbook.write(batch, expect=workbook.read().revision)
        return _as_written(work, batch, written.revision)


def _as_written(work: _Work, batch: Batch, revision: str) -> Reading:
    """Where everything stands now, without reading it all again: new rows fill a tab from its first line down."""
    lines = {tab: dict(rows) for tab, rows in work.start.lines.items()}
    last = {layout.tab: max(lines[layout.tab].values(), default=layout.header_row) for layout in work.start.layouts}
    columns: dict[str, dict[str, None]] = {}
    for change in batch.changes:
        if isinstance(change, AddRow):
            lines[change.tab][change.key] = last[change.tab] = last[change.tab] + 1
            columns.setdefault(change.tab, {}).update(dict.fromkeys(change.row))
    layouts = tuple(_wider(layout, columns.get(layout.tab, {})) for layout in work.start.layouts)
    return Reading(work.book, layouts, revision, lines)


def _wider(layout: Layout, names: Iterable[str]) -> Layout:
    have = {at.field for at in layout.columns}
    return dataclasses.replace(layout, columns=(*layout.columns, *(ColumnAt(n, n) for n in names if n not in have)))


def _write_csv(target: Path, work: _Work) -> Reading:
    from leadsorted_sheets.workbook.csv import CsvWorkbook, rendered

    leads = work.book["Leads"]
    used = {name: None for row in leads.values() for name in row}
    columns = [
        *(name for name in schema.LEADS.fields if name in used),
        *(n for n in used if n not in schema.LEADS.fields),
    ]
    files.replace(target, rendered([ColumnAt(name, name) for name in columns], leads.values()))
    return CsvWorkbook(target).read()


def _settings_of(path: str, book: Book) -> list[Change]:
    """What makes the Settings tabs of `book` those of the workbook at `path`."""
    if not path:
        return []
    from leadsorted_sheets.workbook.resolve import workbook_at

    theirs = workbook_at(path).read().book
    tabs = [tab.name for tab in schema.SETTINGS if tab.name in theirs]
    if not tabs:
        raise errors.NotOurBook(path)
    return diff(
        {tab: book.get(tab, {}) for tab in tabs},
        {tab: theirs[tab] for tab in tabs},
        f"settings: taken over from {Path(path).name}",
    )


def _forgotten_in(path: str) -> Table:
    """Whom the workbook at `path` has forgotten: what is made with its Settings does not bring them back either."""
    if not path:
        return {}
    from leadsorted_sheets.workbook.resolve import workbook_at

    return unpack(workbook_at(path).read().hidden.get(schema.STATE_SHEET, "")).tables.get(FORGOTTEN, {})


def _placed(finding: Finding, each: Incoming) -> Finding:
    line = each.lines.get(finding.key or "")
    return dataclasses.replace(finding, message=f"{each.name}, line {line}: {finding.message}") if line else finding


def wished(wishes: Wishes, book: Book) -> list[Change]:
    changes: list[Change] = []
    for name, value in (("Country", wishes.country.upper()), ("Currency", wishes.currency.upper())):
        before = book["Preferences"][name].get("Value")
        if value and value != before:
            changes.append(Edit("Preferences", name, "Value", before, value, WISHED))
    new = {owner.name: owner for owner in wishes.owners if owner.name not in book.get("Owners", {})}
    return changes + [
        AddRow("Owners", name, row_of({"Owner": name, "Email": owner.email, "Active": "yes", "Weight": 1}), WISHED)
        for name, owner in new.items()
    ]


def _new_sources(book: Book) -> list[Change]:
    known = {name.casefold() for name in book.get("Sources", {})}
    named = {str(row["Source"]).strip() for row in book["Leads"].values() if isinstance(row.get("Source"), str)}
    new = sorted(name for name in named if name and name.casefold() not in known)
    return [AddRow("Sources", name, {"Source": name}, NEW_SOURCE) for name in new]


def _rejects(lists: Sequence[Incoming]) -> bytes:
    from leadsorted_sheets.intake import rejects_csv

    return rejects_csv(lists) if any(each.rejected for each in lists) else b""


def _review_csv(work: _Work) -> bytes:
    from leadsorted_sheets.workbook.csv import rendered

    rows = work.book.get("Review", {})
    return rendered([ColumnAt(name, name) for name in schema.REVIEW.fields], rows.values()) if rows else b""


def _beside(target: Path, what: str, data: bytes) -> str:
    if not data:
        return ""
    path = _named_beside(target, what)
    files.replace(path, data)
    return str(path)


def _named_beside(target: Path, what: str) -> Path:
    return target.with_name(f"{target.stem}.{what}.csv")
