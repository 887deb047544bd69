"""A history is played: step by step, then quietly until both workbooks and the sheet have come to rest, then it is judged."""

from __future__ import annotations

from collections.abc import Callable, Collection

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import Edit, RemoveRow
from leadsorted_sheets.journal import Journal
from leadsorted_sheets.session.work import Result
from leadsorted_sheets.sync.base import unpack
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.sync.campaign import promises
from tests.sync.campaign.ledger import KNOWN_BY, TYPED, name_in
from tests.sync.campaign.looking import tabs
from tests.sync.campaign.product import operate, undo, workbook
from tests.sync.campaign.steps import History, Step
from tests.sync.campaign.syncing import CannotBeHad, Run, quiet, synced
from tests.sync.campaign.world import World

OPERATIONS = ("normalise", "dedupe", "assign", "score", "review", "review", "report")
OWN = "Favourite colour"
MOST_ROUNDS = 6
"""How many quiet syncs of both workbooks it may take until there is nothing left to do."""


class Broken(AssertionError):
    """A promise was broken; says in which history, and at which step."""

    def __init__(self, history: History, at: int, why: BaseException) -> None:
        when = f"at step {at}" if at <= len(history.steps) else "at rest"
        super().__init__(f"{type(why).__name__}: {why}\n{when} of {history}")
        self.history, self.at, self.why = history, at, why


def play(world: World, history: History) -> None:
    """Raises Broken where a promise was broken, or where anything but our own errors came out of the product."""
    world.begin(history.start)
    at = 0
    try:
        for at, step in enumerate(history.steps, 1):  # noqa: B007  # told in Broken
            world.know(promises.sheet_book(world))
            _take(world, step)
            promises.every_value_is_in_its_own_row(world)
        at += 1
        judge(world)
    except CannotBeHad as known:
        world.counts[f"ended early: {known}"] += 1
    except Exception as why:
        raise Broken(history, at, why) from why
    world.counts["histories"] += 1
    world.counts["steps"] += len(history.steps)


def _take(world: World, step: Step) -> None:
    match step.where:
        case "sheet":
            done = world.colleague.does(step.what, step.p, step.q)
        case "file":
            done = world.users[step.who].does(step.what, step.p, step.q)
        case "sync":
            if step.what == "edit and sync":
                world.users[step.who].does("edit", step.p, step.q)
            synced(world, step.who, step.events)
            done = True
        case _:
            done = ELSEWHERE[step.what](world, step)
    if done is not False and step.where != "sync":
        world.counts[f"{step.where}: {step.what}"] += 1


# ---- what happens elsewhere


def _operation(world: World, step: Step) -> bool:
    """A command run straight on the sheet, or on a workbook."""
    where = None if step.p % 2 else step.who
    name = OPERATIONS[step.q % len(OPERATIONS)]
    with world.at_the_computer_of(step.who):
        result = operate(world, name, where)
    world.operated = True
    world.counts[f"{name} on {'the sheet' if where is None else 'a workbook'}"] += 1
    _told(world, result, "the sheet" if where is None else world.users[where].party)
    return True


def _undo(world: World, step: Step) -> bool:
    """The last change set of a workbook is taken back, mostly a sync."""
    try:
        with world.at_the_computer_of(step.who):
            result = undo(world, step.who)
    except errors.NothingToUndo:
        return False
    _told(world, result, world.users[step.who].party)
    world.took_back = True
    return True


def _told(world: World, result: Result, party: str) -> None:
    """What a command was seen to do: who edited, and what was overwritten before his eyes."""
    ledger = world.ledger
    books = [promises.sheet_book(world), *map(promises.file_book, world.paths)]
    world.know(*books)
    for change in [*result.changes, *result.doubts]:
        name = world.names_by_id.get(change.key, "")
        if isinstance(change, Edit):
            ledger.wrote(party, name, change.field, change.before)
        elif isinstance(change, RemoveRow) and change.tab in KNOWN_BY:
            ledger.gone(name_in(change.row.get(KNOWN_BY[change.tab])), change.row.values())
        elif isinstance(change, RemoveRow) and change.tab == "Review" and result.verb == "review":
            # decided by somebody who had both values before him
            for field in ("Found", "Suggestion"):
                ledger.known_to_go |= {value for value in ledger.typed if shown(value) in shown(change.row.get(field))}


def _locked_file(world: World, step: Step) -> bool:
    """Somebody has the workbook open in Excel: the sync stops before anything is sent."""
    path = world.paths[step.who]
    lock = path.with_name(f"~${path.name}")
    lock.write_bytes(b"\x03Ann" + b" " * 161)
    sheet, content = world.book, path.read_bytes()
    try:
        run = synced(world, step.who, calm=False)
    finally:
        lock.unlink()
    # Where there is nothing to do, nobody has to be asked to close it.
    refused = isinstance(run.error, errors.InUse) or (world.took_back and isinstance(run.error, errors.ManyGone))
    assert refused or (run.ended == "done" and run.told.idle), f"open elsewhere: {run}"
    assert _unwritten(world, sheet), "the sheet was written though the workbook was open elsewhere"
    assert path.read_bytes() == content, "the workbook was written though it was open elsewhere"
    return run.ended == "refused"


def _spent_quota(world: World, step: Step) -> bool:
    """The minute's requests are used up by somebody else; the client waits, and goes on when they come again."""
    world.server.quota.reads, world.server.quota.writes = step.p % 3, step.q % 3
    run = synced(world, step.who, calm=False)
    world.server.quota.reads = world.server.quota.writes = None
    guarded = world.took_back and isinstance(run.error, errors.ManyGone)  # an undo took the file's leads away
    assert guarded or run.ended in {"done", "failed"}, f"with a spent quota: {run}"
    return True


def _delete_column(world: World, step: Step) -> bool:
    """A column of ours is deleted: no sync goes on until it is back. Ctrl+Z brings it back with its mark."""
    return _taken_away(world, step, list(TYPED["Leads"]), errors.Refused)


def _delete_all_rows(world: World, step: Step) -> bool:
    """P11: the sheet's leads are gone all at once."""
    tab = tabs(world.book, "Leads").get("Leads")
    if tab is None or len(tab.rows) < 4 or not _has_synced(world, step.who):
        return False
    agreed = promises.file_book(world.paths[step.who])["Leads"].keys() & _agreed_leads(world, step.who)
    if world.took_back or not agreed & promises.sheet_book(world)["Leads"].keys():
        return False  # gone on both sides, or never agreed on: what a sync cut short had sent is sent again
    kept = world.file.book
    world.server.human(world.key).delete_rows(tab.title, tab.rows[0] + 1, tab.rows[-1] + 1)
    emptied = world.file.book
    run = synced(world, step.who, calm=False)
    assert run.ended == "refused", f"P11: a sheet that was emptied: {run}"
    assert _unwritten(world, emptied), "P11: something was written to the emptied sheet"
    world.server.service.files.commit(world.file, kept)
    return True


def _delete_own_column(world: World, step: Step) -> bool:
    """A column of the team's own goes for good: it stops taking part, and its cells stay in the workbooks."""
    tab = tabs(world.book, "Leads").get("Leads")
    if tab is None or OWN not in tab.columns or ("Leads", OWN) in world.apart:
        return False
    world.server.human(world.key).delete_column(tab.title, tab.a1(0, OWN).rstrip("1"))
    world.apart.add(("Leads", OWN))
    for at in tab.rows:
        world.ledger.known_to_go |= world.ledger.held(tab.row(at).get(OWN))
    return True


def _taken_away(world: World, step: Step, columns: list[str], refusal: type[Exception]) -> bool:
    tab = tabs(world.book, "Leads").get("Leads")
    column = columns[step.p % len(columns)]
    if (
        tab is None
        or column not in tab.columns
        or schema.LEADS.column(column) is None
        or not _has_synced(world, step.who)
    ):
        return False
    kept = world.file.book
    world.server.human(world.key).delete_column(tab.title, tab.a1(0, column).rstrip("1"))
    without = world.file.book
    run = synced(world, step.who, calm=False)
    assert isinstance(run.error, refusal), f"a column was deleted in the sheet: {run}"
    assert _unwritten(world, without), "something was written though a column was gone"
    world.server.service.files.commit(world.file, kept)
    return True


def _has_synced(world: World, who: int) -> bool:
    return bool(_base(world, who))


def _agreed_leads(world: World, who: int) -> Collection[Key]:
    return unpack(_base(world, who)).tables.get("Leads", {}).keys()


def _base(world: World, who: int) -> str:
    return XlsxWorkbook(world.paths[who], backup=False).read().hidden.get(schema.BASE_SHEET, "")


def _unwritten(world: World, book: object) -> bool:
    """The emulator makes a new book for every write, so the same object means that there was none."""
    return world.file.book is book


ELSEWHERE: dict[str, Callable[[World, Step], bool]] = {
    "operation": _operation,
    "undo": _undo,
    "locked file": _locked_file,
    "spent quota": _spent_quota,
    "delete column": _delete_column,
    "delete all rows": _delete_all_rows,
    "delete own column": _delete_own_column,
}


# ---- the end


def judge(world: World) -> None:
    """Everybody stops. Quiet syncs until there is nothing left to do; then every promise is asked for."""
    world.server.faults.clear()
    for _ in range(MOST_ROUNDS):
        runs = [_brought_together(world, who) for who in (0, 1)]
        if not any(_did_something(run) for run in runs):
            break
    else:
        raise AssertionError(f"P1: no rest after {MOST_ROUNDS} rounds: {[run.sent for run in runs]}")
    before = [path.read_bytes() for path in world.paths]
    for who in (0, 1) if world.ledger.count % 4 == 0 else ():
        run = synced(world, who)
        assert run.writes == 0, f"P2: a sync with nothing to do wrote: {run.sent}"
        assert run.reads == 0, f"P10: a sync with nothing to do asked: {run.sent}"
    assert [path.read_bytes() for path in world.paths] == before, "P2: a sync with nothing to do wrote the workbook"
    sheet, files = (
        promises.sheet_book(world),
        {"ab"[who]: promises.file_book(path) for who, path in enumerate(world.paths)},
    )
    books = [sheet, *files.values()]
    world.know(*books)
    promises.every_row_has_its_own_id(world)
    promises.all_sides_are_the_same(world, sheet, files)
    promises.no_lead_is_doubled(world, books)
    promises.in_the_files_too(world, files.values())
    promises.no_edit_is_lost(world, books, _journals(world))
    promises.no_false_conflict(world, sheet)
    promises.no_traces_are_left(world.book)


def _brought_together(world: World, who: int) -> Run:
    """A quiet sync. Where an undo has emptied a workbook, its owner is asked, and says that she meant it."""
    run = synced(world, who, calm=False)
    if isinstance(run.error, errors.ManyGone) and world.took_back:
        world.counts["emptied by an undo, and meant"] += 1
        run = synced(world, who, allow_removals=1000)
    quiet(run)
    return run


def _did_something(run: Run) -> bool:
    return run.writes > 0 or not run.told.idle


def _journals(world: World) -> list[Cell]:
    """What the journals hold of what commands took away, and of columns that do not take part when their row was removed."""
    found: list[Cell] = []
    alone = ("Leads", OWN) in world.apart
    for where in (0, 1, None) if world.operated or alone else ():
        with world.at_the_computer_of(where or 0):
            reading = workbook(world, where).read()
            journal = Journal.of(reading.hidden.get(schema.JOURNAL_SHEET, ""))
        for heading in journal.headings:
            held = journal.change_set(heading.id)
            for change in held.changes if held else ():
                if heading.verb not in {"sync", "undo"}:
                    found += change.row.values() if not isinstance(change, Edit) else [change.before]
                elif alone and isinstance(change, RemoveRow):
                    found.append(change.row.get(OWN))
    return found
