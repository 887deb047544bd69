"""Erase a person from a workbook, its history and what lies beside it. It is the one thing that undo does not take back.

    found = whom("leads.xlsx", "ann@acme.example")     what would go, and what is out of reach
    forget("leads.xlsx", found)                        gone

The backup goes first, then the workbook in its one write, then what lies in the user's state folder. Cut off in
between, the same command does the rest.
"""

from __future__ import annotations

import contextlib
import dataclasses
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from leadsorted_sheets import errors
from leadsorted_sheets.core import identify, schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.changes import Change, Edit, RemoveRow, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.forget import (
    Marked,
    Person,
    Words,
    also_named,
    erased,
    forgotten_ids,
    tombstones,
)
from leadsorted_sheets.core.plan import Context, Progress, silent
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.state import FORGOTTEN, HIDDEN_TABS
from leadsorted_sheets.core.verbs.naming import lead_meant, named
from leadsorted_sheets.session import leftovers
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.erasing import Erasing, erasing_of
from leadsorted_sheets.session.opened import Opened, opened
from leadsorted_sheets.session.record import Entry, batch_of
from leadsorted_sheets.session.syncing import note_file
from leadsorted_sheets.sync import locked
from leadsorted_sheets.workbook.port import Reading, Workbook
from leadsorted_sheets.workbook.resolve import workbook_at

_ATTEMPTS = 3
_VERB = "forget"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting would do, or did (`done`).

    `lead` is the id to name, `who` the person as a message names them. `counts` say what goes from where, `left` are
    places that hold a word of theirs and are somebody else's; `beyond` is what no program of ours can reach.
    """

    lead: Key
    who: str
    counts: tuple[tuple[str, int], ...]
    left: tuple[Finding, ...]
    beyond: tuple[str, ...]
    reading: Reading
    again: bool = False
    done: bool = False


def whom(address: str, said: str, *, clock: Clock = utc_now, progress: Progress = silent) -> Forgotten:
    """Who is meant, and what would go. Nothing is written.

    Raises errors.NoSuchRow or errors.SeveralRows where that is not one lead, errors.NotATable for a single table.
    """
    plan = _planned(_open(workbook_at(address, progress=progress), progress), said, clock=clock)
    return _shown(address, plan, done=False)


def forget(address: str, found: Forgotten, *, clock: Clock = utc_now, progress: Progress = silent) -> Forgotten:
    """Erase the person that `whom` has found, as everything stands by now.

    Raises errors.InUse where a sync is under way, and what a write is refused with; the workbook is as it was then.
    """
    workbook = workbook_at(address, progress=progress)
    first = _open(workbook, progress)
    with _alone(address, first):
        leftovers.check_free(erasing_of(first.book, [found.lead], first.reading.hidden).person)
        for attempt in range(_ATTEMPTS):
            seen = _open(workbook, progress)
            plan = _planned(seen, found.lead, clock=clock)
            person = plan.erasing.person
            beside = leftovers.backup_without(address, person, plan.after.get(FORGOTTEN, {}))
            try:
                stuck = _written(workbook, plan, progress)
                break
            except errors.Moved:
                if attempt == _ATTEMPTS - 1:
                    raise
        noted = leftovers.user_folder_without(person, plan.erasing.rows)
    done = _shown(address, plan, done=True)
    more = tuple((what, count) for what, count in (beside, noted) if count)
    return dataclasses.replace(done, counts=(*done.counts, *more), left=(*done.left, *stuck))


@dataclass(frozen=True, slots=True)
class _Plan:
    """`book` is the book with an id in every row; `renamed` says which of them have none in the workbook."""

    seen: Opened
    erasing: Erasing
    changes: tuple[Change, ...]
    marks: tuple[Change, ...]
    after: Book
    lead: Key
    who: str
    context: Context
    journal_size: int = 0
    again: bool = False


def _planned(seen: Opened, said: str, *, clock: Clock) -> _Plan:
    context = context_for(seen.book, clock=clock)
    ids = [each for each in identify.plan(seen.book, context).changes if isinstance(each, Edit)]
    given = {each.becomes: each.key for each in ids if each.tab == "Leads" and each.becomes}
    lead, again = _meant(apply(seen.book, ids) if ids else seen.book, said)
    at = given.get(lead, lead)  # a row that has no id in the workbook yet goes by its place in it
    erasing = erasing_of(seen.book, [at], seen.reading.hidden)
    if again and "@" in said:
        more = Words(emails=frozenset({said.strip().lower()}))
        erasing = dataclasses.replace(
            erasing, person=dataclasses.replace(erasing.person, words=erasing.person.words | more)
        )
    changes = erased(seen.book, erasing.person)
    rows = _ever(seen, erasing.person)
    remembered = Person(frozenset({lead, *erasing.person.leads} - {at}) | {lead}, erasing.person.words)
    country = read_settings(seen.book)[0].preferences.country
    marks = tombstones(
        seen.book, remembered, rows, salt=secrets.token_hex(16), now=context.local_now, country=country
    )  # fmt: skip
    who = named(lead, seen.book.get("Leads", {}).get(at, {}))
    after = apply(seen.book, [*changes, *marks])
    sets = len(seen.journal.lines)
    return _Plan(seen, erasing, tuple(changes), tuple(marks), after, lead, who, context, sets, again)


def _meant(book: Book, said: str) -> tuple[Key, bool]:
    """The lead that is meant; one that was forgotten before is found by its id, and by what it is marked by."""
    for key in forgotten_ids(book):
        if key.casefold() == said.strip().casefold() and key not in book.get("Leads", {}):
            return key, True
    try:
        return lead_meant(book, said), False
    except errors.NoSuchRow:
        for key, row in book.get(FORGOTTEN, {}).items():
            if "@" in said and Marked.of({FORGOTTEN: {key: row}}).since({"Email": said}):
                return key, True
        raise


def _ever(seen: Opened, person: Person) -> list[Row]:
    """The person as they are and were known: each single cell of the past beside the name they have."""
    leads = seen.book.get("Leads", {})
    now = [leads[key] for key in sorted(person.leads) if key in leads]
    name = {part: now[0][part] for part in ("First name", "Last name") if now and part in now[0]}
    return [*now, *({**name, **row} for row in seen.journal.told_of(person.leads))]


def _written(workbook: Workbook, plan: _Plan, progress: Progress) -> tuple[Finding, ...]:
    """The one write. Answers what could not be erased, and what the file keeps elsewhere."""
    seen, changes = plan.seen, [*plan.changes, *plan.marks]
    state = dataclasses.replace(seen.state, waiting="")
    batch = batch_of(
        Entry(_VERB, changes), seen.book, state, journal=seen.journal, id=plan.context.new_id("C"), context=plan.context
    )
    hidden = {**batch.hidden, schema.JOURNAL_SHEET: seen.journal.text}  # what forgets is not to be taken back
    batch = plan.erasing.batch(dataclasses.replace(batch, hidden=hidden), plan.after, seen.reading.hidden)
    if plan.again and not plan.changes:
        batch = dataclasses.replace(batch, changes=[])  # History has its line
    written = workbook.write(batch, expect=seen.reading.revision, progress=progress)
    return (*written.findings, *(_stuck(clash.change) for clash in written.clashed))


def _stuck(change: Change) -> Finding:
    name = change.field if isinstance(change, Edit) else None
    message = "This could not be erased: the workbook would not take the change. Empty it by hand, and run it again."
    return Finding("error", change.tab, change.key, name, "forget.stuck", message)


def _open(workbook: Workbook, progress: Progress) -> Opened:
    seen = opened(workbook, progress)
    if not seen.remembers:
        remedy = "Take the row out of the list yourself; no copy of it is kept."
        raise errors.NotATable(workbook.address, "one table remembers nothing about anybody", remedy)
    return seen


@contextlib.contextmanager
def _alone(address: str, seen: Opened) -> Iterator[None]:
    """While no sync of this workbook is under way."""
    if not leftovers.is_file(address):
        yield
        return
    with locked(note_file(seen.state, address, ".lock"), address):
        yield


def _shown(address: str, plan: _Plan, *, done: bool) -> Forgotten:
    counts = Counter(_what(change) for change in plan.changes)
    counts.pop("", None)
    lost = _sets_that_tell(plan)
    if lost:
        counts["change sets that undo keeps"] = lost
    left = also_named(_visible(plan.after), plan.erasing.person)
    beyond = _beyond(address, plan.seen, plan.erasing.person)
    return Forgotten(
        plan.lead, plan.who, tuple(counts.items()), tuple(left), beyond, plan.seen.reading, plan.again, done
    )


def _visible(book: Book) -> Book:
    return {tab: table for tab, table in book.items() if tab not in HIDDEN_TABS}


def _sets_that_tell(plan: _Plan) -> int:
    after = plan.seen.journal.without(plan.erasing.person, plan.erasing.rows, plan.after)
    return sum(before != now for before, now in zip(plan.seen.journal.lines, after.lines, strict=True))


def _what(change: Change) -> str:
    """What a change means to a person, for counting."""
    rows = {"Leads": "lead", "Activities": "activity", "Review": "question on Review"}
    if isinstance(change, RemoveRow) and change.tab in rows:
        return f"{change.tab}: rows"
    if change.tab in HIDDEN_TABS:
        return "what the workbook remembers"
    return f"{change.tab}: texts in cells"


def _beyond(address: str, seen: Opened, person: Person) -> tuple[str, ...]:
    """What we cannot reach, in words."""
    lines: list[str] = []
    if seen.state.partner:
        lines.append(
            f"The Google sheet {seen.state.partner} loses the person at the next sync: leadsorted sync {address}"
        )
        lines.append("Colleagues' workbooks lose the person when they sync; until then they hold it.")
    if seen.state.partner or address.startswith(("gsheet:", "https:")):
        lines.append("Google keeps earlier versions of the sheet: File, Version history. Only Google can remove those.")
    if beside := leftovers.lists_beside(address, person):
        lines.append(f"These files hold the person: {', '.join(beside)}. Delete what you no longer need.")
    lines.append("Copies you mailed or saved elsewhere, files exported to a CRM, the lists you imported, and e-mails.")
    return tuple(lines)
