"""One book at work: an operation is shown or applied, recorded, and can be taken back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.core import identify, review
from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import Formula, shown
from leadsorted_sheets.core.changes import Change, Changes, Clash, Edit, RemoveRow, apply, rebase, touched
from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.core.dedupe.plan import MERGED
from leadsorted_sheets.core.dedupe.unmerge import unmerge
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.lifecycle import notice
from leadsorted_sheets.core.plan import Context, Figures, Outcome, Progress, silent
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.state import HIDDEN_TABS, visible
from leadsorted_sheets.core.state import MERGED as MERGED_INTO
from leadsorted_sheets.journal import Heading, Journal, summary
from leadsorted_sheets.journal import undo as undo_of
from leadsorted_sheets.operations import BY_NAME, Operation
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.looking import keys_where
from leadsorted_sheets.session.opened import Opened
from leadsorted_sheets.session.opened import opened as open_book
from leadsorted_sheets.session.providers import with_answers
from leadsorted_sheets.session.record import Entry, batch_of, undone_marks
from leadsorted_sheets.workbook.port import Batch, Reading, Workbook

Plan: TypeAlias = Callable[[Book, Context], Outcome]
"""What to do to a book: like an operation's, with its options in it."""
Chosen: TypeAlias = Callable[[Reading], Iterable[Key]]
"""Says which leads of a workbook are meant, such as those that are selected in it."""

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Result:
    """What an operation would do, or did (`applied`).

    `changes` are those of the operation itself, `doubts` those to the Review tab, `clashes` what could not be done
    because the sheet says something else by now. `reading` is the book they were planned on: it knows the places.
    `partner` is the Google sheet that the book is synced with.
    """

    verb: str
    reading: Reading
    changes: Changes = ()
    doubts: Changes = ()
    findings: tuple[Finding, ...] = ()
    figures: Sequence[Figures] = ()
    clashes: tuple[Clash, ...] = ()
    applied: bool = False
    change_id: str = ""
    later: tuple[Heading, ...] = field(default=())
    reach: str = ""
    partner: str = ""

    @property
    def seen(self) -> list[Change]:
        """The changes that a person sees."""
        return visible(self.changes)

    @property
    def counts(self) -> tuple[tuple[str, str, int], ...]:
        """(tab, reason, how many) of what a person sees, most first."""
        return summary(self.seen)


class Session:
    """Operations on one workbook. Nothing is held between calls: each reads the book anew."""

    def __init__(self, workbook: Workbook, *, clock: Clock = utc_now, progress: Progress = silent) -> None:
        self._workbook = workbook
        self._clock = clock
        self._progress = progress

    def run(
        self, name: str, options: Any = None, *, apply: bool = False, where: str = "", only: Chosen | None = None
    ) -> Result:
        """Plan the operation on the book as it is; with `apply`, write it and record it.

        `where` narrows it to the leads that the filter matches, `only` to those that it names on sight of the book.
        Raises errors.LeadSortedError where it cannot go on.
        """
        operation = BY_NAME[name]
        opened = self._open()
        context = self._context(opened.book)
        first, book = _first(opened, context)
        narrowed, options = book, options or operation.options()
        if where:
            narrowed, options = _narrowed(operation, options, book, keys_where(where, book, context))
        elif only:
            given = {edit.key: edit.becomes for edit in first.changes if isinstance(edit, Edit) and edit.becomes}
            keys = [given.get(key) or key for key in only(opened.reading)]
            narrowed, options = _narrowed(operation, options, book, keys)
        narrowed = with_answers(narrowed, options)
        with quiet_collector():
            outcome = operation.plan(narrowed, options, context)
        changes = [*first.changes, *outcome.changes]
        doubts = self._doubts(
            opened, outcome, changes, operation=operation, scoped=bool(where or only), context=context
        )
        findings = (*opened.reading.findings, *read_settings(book)[1], *first.findings, *outcome.findings)
        result = Result(name, opened.reading, changes, doubts, findings, outcome.figures, reach=opened.journal.reach)
        if not apply or not (changes or doubts):
            return result
        return self._commit(result, opened, Entry(name, [*changes, *doubts]), context)

    def carry_out(
        self, verb: str, plan: Plan, *, apply: bool = False, columns: Mapping[str, Sequence[str]] | None = None
    ) -> Result:
        """Plan on the book as it is, whatever the plan is made of; with `apply`, write it and record it as `verb`.

        `columns` are columns of the user's that the plan brings along: tab -> headers. Raises errors.LeadSortedError
        where it cannot go on.
        """
        opened = self._open()
        context = self._context(opened.book)
        first, book = _first(opened, context)
        with quiet_collector():
            outcome = plan(book, context)
        doubts: list[Change] = []
        if opened.remembers:
            doubts = review.raised(outcome.findings, _applied(book, outcome.changes), context, examined=verb)
        changes = [*first.changes, *outcome.changes] if outcome.changes or doubts else []
        findings = (*opened.reading.findings, *first.findings, *outcome.findings)
        result = Result(verb, opened.reading, changes, doubts, findings, outcome.figures, reach=opened.journal.reach)
        if not apply or not (changes or doubts):
            return result
        return self._commit(result, opened, Entry(verb, [*changes, *doubts]), context, columns=columns or {})

    def undo(self, change_id: str = "", *, with_later: bool = False) -> Result:
        """Take a change set back, the newest by default; cells edited since are left and named.

        Raises errors.NothingToUndo where the journal does not hold it.
        """
        opened = self._open()
        wanted = self._wanted(opened.journal, change_id)
        context = self._context(opened.book)
        back = undo_of(opened.journal, wanted, opened.book, with_later=with_later)
        in_force = [id for head in opened.journal.headings if head.id in back.undoes for id in head.undoes]
        marks = undone_marks(opened.book, back.undoes, in_force, context)
        changes, waiting = _without_others_conflicts(back.changes)
        named = (*map(_clash_finding, back.clashes), *waiting, *_left_out(back.forgotten))
        result = Result("undo", opened.reading, changes, findings=named, later=back.later, partner=opened.state.partner)
        entry = Entry("undo", list(changes), back.undoes, tuple(marks))
        committed = self._commit(result, opened, entry, context)
        return dataclasses.replace(committed, clashes=(*back.clashes, *committed.clashes))

    def undo_merge(self, lead: Key, change_id: str = "") -> Result:
        """Take one merge back: the lead that went comes back, or all that went into it; they are kept apart from now on.

        Cells edited since are left and named. Raises errors.NothingToUndo where the journal holds no such merge.
        """
        opened = self._open()
        merge = opened.journal.merge_of(lead, MERGED, change_id)
        into = opened.book.get(MERGED_INTO, {})
        if merge is None or not any(key in into for key in merge[1].out):
            raise errors.NothingToUndo(f"The journal holds no merge of {lead} that is in force.", opened.journal.reach)
        context = self._context(opened.book)
        made, merged = merge
        back = unmerge(merged, made.changes, opened.book, context)
        named = (*map(_clash_finding, back.clashes), *back.findings)
        result = Result("undo", opened.reading, back.changes, findings=named, partner=opened.state.partner)
        committed = self._commit(result, opened, Entry("undo", list(back.changes)), context)
        return dataclasses.replace(committed, clashes=(*back.clashes, *committed.clashes))

    def compact(self) -> Result:
        """Take out the rows that earlier merges had to leave blank in place, where nothing points at them any more."""
        opened = self._open()
        written = self._workbook.write(Batch(compact=True), expect=opened.reading.revision, progress=self._progress)
        return Result("compact", opened.reading, findings=written.findings, applied=True)

    def history(self) -> tuple[tuple[Heading, ...], frozenset[str], str]:
        """Every change set the journal holds, newest first; those taken back; and how far back undo reaches."""
        journal = self._open().journal
        return tuple(reversed(journal.headings)), journal.undone, journal.reach

    def read(self) -> tuple[Reading, Book]:
        """The workbook now, and its book with the hidden tabs."""
        opened = self._open()
        return opened.reading, opened.book

    def _open(self) -> Opened:
        return open_book(self._workbook, self._progress)

    def _context(self, book: Book) -> Context:
        return context_for(book, clock=self._clock, progress=self._progress)

    def _wanted(self, journal: Journal, change_id: str) -> str:
        if not change_id:
            last = journal.last()
            if last is None:
                raise errors.NothingToUndo("There is nothing to undo.", journal.reach)
            return last.id
        if change_id in journal.undone:
            raise errors.NothingToUndo(f"{change_id} is taken back already.", journal.reach)
        if change_id not in {heading.id for heading in journal.headings}:
            raise errors.NothingToUndo(f"The journal does not hold {change_id}.", journal.reach)
        return change_id

    def _doubts(
        self,
        opened: Opened,
        outcome: Outcome,
        changes: Changes,
        *,
        operation: Operation,
        scoped: bool,
        context: Context,
    ) -> list[Change]:
        """What the Review tab would gain and lose. A narrowed run takes nothing off: it did not look at every row."""
        if not opened.remembers or operation.name == "review":
            return []
        after = _applied(opened.book, changes)
        return review.raised(outcome.findings, after, context, examined="" if scoped else operation.name)

    def _commit(
        self, result: Result, opened: Opened, entry: Entry, context: Context, *,
        columns: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> Result:  # fmt: skip
        """Write and record. Where the sheet moved meanwhile, what still holds on it is written, and the rest named."""
        for attempt in range(_ATTEMPTS):
            good, missing = _with_a_column(entry.changes, opened, columns)
            rebased = rebase(good, opened.book)
            change_id = context.new_id("C")
            record = dataclasses.replace(entry, changes=rebased.valid)
            batch = batch_of(record, opened.book, opened.state, journal=opened.journal, id=change_id, context=context)
            if not opened.remembers:
                batch = dataclasses.replace(batch, changes=rebased.valid, hidden={}, computed={})
            if columns:
                batch = dataclasses.replace(batch, columns=columns)
            try:
                written = self._workbook.write(batch, expect=opened.reading.revision, progress=self._progress)
            except errors.Moved:
                if attempt == _ATTEMPTS - 1:
                    raise
                opened = self._open()
                continue
            every = (*rebased.clashes, *missing, *written.clashed)
            clashes = tuple(clash for clash in every if clash.change.tab not in HIDDEN_TABS)
            return dataclasses.replace(
                result,
                clashes=clashes,
                applied=True,
                change_id=change_id if opened.remembers else "",
                findings=(*result.findings, *written.findings, *(_clash_finding(clash) for clash in clashes)),
            )
        raise AssertionError("the loop returns or raises")


def _without_others_conflicts(changes: Changes) -> tuple[Changes, tuple[Finding, ...]]:
    """The changes without those that would take another workbook's conflict off the Review tab.

    A sync may bring it along. The value that lost is nowhere else in sight, and the next sync would take the row from
    everybody. A conflict of this workbook's own goes where the undo puts the value that lost back into its cell.
    """
    from leadsorted_sheets.sync import CONFLICT  # here, for a click on an operation needs nothing of it

    back = {(edit.tab, edit.key, edit.field): shown(edit.after) for edit in changes if isinstance(edit, Edit)}
    kept: list[Change] = []
    findings: list[Finding] = []
    for change in changes:
        if isinstance(change, RemoveRow) and change.tab == "Review" and change.row.get("Rule") == CONFLICT:
            tab, key, name, lost = (shown(change.row.get(each)) for each in ("Tab", "Row", "Field", "Suggestion"))
            if back.get((tab, key, name)) != lost:
                message = "A value of another workbook waits here, so this question stays until it is decided."
                findings.append(Finding("note", "Review", change.key, None, "undo.conflict-stays", message))
                continue
        kept.append(change)
    return kept, tuple(findings)


def _first(opened: Opened, context: Context) -> tuple[Outcome, Book]:
    """What comes before every plan: rows get their ids, and moves that were made by hand are logged."""
    ids = identify.plan(opened.book, context)
    book = _applied(opened.book, ids.changes)
    if not opened.remembers:
        return ids, book
    by_hand = notice(book, context)
    first = Outcome([*ids.changes, *by_hand.changes], (*ids.findings, *by_hand.findings))
    return first, _applied(book, by_hand.changes)


def _applied(book: Book, changes: Changes) -> Book:
    return apply(book, changes) if changes else book


def _narrowed(operation: Operation, options: Any, book: Book, keys: Sequence[Key]) -> tuple[Book, Any]:
    """The book, or the options, holding only these leads."""
    if any(each.name == "keys" for each in dataclasses.fields(operation.options)):
        return book, dataclasses.replace(options, keys=tuple(keys))
    wanted = frozenset(keys)
    return {**book, "Leads": {key: row for key, row in book["Leads"].items() if key in wanted}}, options


def _with_a_column(
    changes: Changes, opened: Opened, brought: Mapping[str, Sequence[str]]
) -> tuple[list[Change], list[Clash]]:
    """The changes whose column is there, and those whose is not: people may delete a column they do not want.

    A CSV gains whatever column a change brings.
    """
    if not opened.remembers:
        return visible(changes), []
    fields = {
        layout.tab: {*(at.field for at in layout.columns), *brought.get(layout.tab, ())}
        for layout in opened.reading.layouts
    }
    good: list[Change] = []
    missing: list[Clash] = []
    for change, (tab, _, name) in zip(changes, touched(changes), strict=True):
        if name is None or tab in HIDDEN_TABS or name in fields.get(tab, ()):
            good.append(change)
        else:
            missing.append(Clash(change, None))
    return good, missing


def _left_out(count: int) -> tuple[Finding, ...]:
    """What an undo says where a person was erased since: they do not come back."""
    if not count:
        return ()
    what = "1 change of it was" if count == 1 else f"{count} changes of it were"
    message = f"{what} about a person who was forgotten since. They are left out: nothing of them is kept."
    return (Finding("note", "Leads", None, None, "undo.forgotten", message),)


def _clash_finding(clash: Clash) -> Finding:
    change = clash.change
    name: str | None = getattr(change, "field", None)
    key: Key = change.key
    if isinstance(clash.found, Formula):
        message = f"{name} holds a formula, which is yours. It was left as it is."
    elif name is None:
        message = "This row has changed since, so it was left as it is."
    else:
        found = "" if isinstance(clash.found, dict) else shown(clash.found)  # type: ignore[arg-type]  # a cell, then
        message = f"{name} says {found!r} by now, so it was left as it is."
    return Finding("warning", change.tab, key, name, "write.clash", message)
