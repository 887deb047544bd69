"""One sync of the product, with everything that happens meanwhile, and what is to be said of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import requests

from leadsorted_sheets import errors
from tests.sheets_server.grid import ROWS
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sync.campaign import promises
from tests.sync.campaign.ledger import KNOWN_BY, TYPED
from tests.sync.campaign.looking import tabs
from tests.sync.campaign.product import sync
from tests.sync.campaign.steps import IN_A_FILE, WINDOW, Event
from tests.sync.campaign.wire import Crash, Traffic
from tests.sync.campaign.world import World


class CannotBeHad(Exception):
    """Two rare things met that docs/sync.md says nobody can mend; the history ends here, and is counted."""


Ended: TypeAlias = Literal["done", "refused", "failed", "crashed"]
MOST_READS, MOST_WRITES = 3, 3
"""What a sync may cost in which nothing went wrong and nobody had a hand: two reads, a third where types are in doubt, three writes."""


@dataclass(slots=True)
class Run:
    """How a sync ended; `told` is what the product answered."""

    ended: Ended
    told: Any = None
    error: BaseException | None = None
    happened: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.ended} ({self.error or 'no error'}), having sent {self.sent}; {self.happened}"

    @property
    def writes(self) -> int:
        return sum(call in {"commit", "write", "untag", "create"} for call in self.sent)

    @property
    def reads(self) -> int:
        return sum(call in {"get", "values.read", "search"} for call in self.sent)


def synced(world: World, who: int, events: tuple[Event, ...] = (), *, calm: bool | None = None, **wanted: Any) -> Run:
    """Syncs a workbook while `events` happen; holds what it did against what a sync promises.

    `calm` says that nothing is in its way, so that it must end well; by default where there are no events.
    """
    traffic = Watched(list(events), world, who)
    typed = len(world.colleague.typed_now)
    before, own_tab = world.book, promises.own_tab_of(world.paths[who])
    with world.at_the_computer_of(who), world.wire.during(traffic):
        run = _run(world, who, wanted)
    run.happened, run.sent = traffic.happened, traffic.sent
    world.counts[f"sync {run.ended}"] += 1
    world.counts.update(f"{what}" for what in traffic.happened)
    if traffic.columns_moved and run.ended != "done":
        raise CannotBeHad("a column moved under a sync that was cut off")
    if run.ended in {"refused", "failed"}:
        world.counts[f"error {type(run.error).__name__}"] += 1
    if not _by_people(traffic.happened):
        promises.nothing_of_the_teams_own_changed(before, world.book)
    assert promises.own_tab_of(world.paths[who]) == own_tab, "P8: the team's own tab in the workbook was changed"
    world.ledger.in_the_instant |= _typed_into_the_removed(world, typed)
    if not world.under_repair:
        promises.every_value_is_in_its_own_row(world)
    asked = isinstance(run.error, errors.ManyGone) and world.took_back  # whoever undid a first sync has emptied a side
    if (calm if calm is not None else not events) and not asked:
        quiet(run)
    elif run.ended == "done" and not any(each.startswith("edit the file") for each in traffic.happened):
        _verified(world, who, run, [*traffic.states, world.book])
    return run


def _run(world: World, who: int, wanted: dict[str, Any]) -> Run:
    try:
        return Run("done", sync(world, who, **wanted))
    except Crash as crash:
        return Run("crashed", error=crash)
    except errors.OtherSideFailed as error:
        return Run("failed", error=error)
    except errors.Refused as error:
        return Run("refused", error=error)


def quiet(run: Run) -> None:
    """What a sync owes in which nothing went wrong."""
    assert run.ended == "done", f"a quiet sync ended with: {run.error}"
    assert run.told.verified, "P12: a quiet sync is not verified"
    assert run.reads <= MOST_READS * max(1, run.told.rounds), (
        f"P10: {run.reads} reads in {run.told.rounds} rounds: {run.sent}"
    )
    assert run.writes <= MOST_WRITES * max(1, run.told.rounds), (
        f"P10: {run.writes} writes in {run.told.rounds} rounds: {run.sent}"
    )


def _verified(world: World, who: int, run: Run, states: list[Spreadsheet]) -> None:
    """P12: a sync that says it is verified has left both sides the same, as the sheet was at one instant since its last look."""
    if not (run.told.verified and run.told.applied):
        return
    files = {"ab"[who]: promises.file_book(world.paths[who])}
    for book in reversed(states):
        try:
            promises.all_sides_are_the_same(world, promises.sheet_book(world, book), files)
        except AssertionError:
            if book is states[0]:
                raise
        else:
            return


def _by_people(happened: list[str]) -> bool:
    return any(each.partition(":")[0] in {*WINDOW, "the other syncs"} for each in happened)


class Watched(Traffic):
    """Traffic that knows who is in the room, and that counts what falls in the instant."""

    def __init__(self, events: list[Event], world: World, who: int) -> None:
        super().__init__(events, self._act)
        self._world, self._who = world, who
        self._checked = len(world.colleague.typed_now)
        self._taken: set[int] = set()
        self._columns: dict[int, list[int]] = {}
        self.columns_moved = False
        self.states: list[Spreadsheet] = []

    def _act(self, event: Event, call: str) -> bool:
        world = self._world
        match event.what:
            case "the other syncs":
                if len(world.wire._under_way) > 1:
                    return False
                # What landed beside its column stands there until the first one has put it right.
                world.under_repair = self.columns_moved
                synced(world, 1 - self._who, calm=not self.columns_moved and self.by_name["commit"] == 0)
                world.under_repair = False
                return True
            case "edit the file":
                with world.wire.during(Traffic([], lambda _event, _call: False)):
                    return world.users[self._who].does(IN_A_FILE[event.p % 3], event.p, event.q)
            case "two minutes pass":
                world.clock.wait(120)
                return True
            case "type there":
                return self._type_there(event)
        return world.colleague.does(event.what, event.p, event.q)

    def _type_there(self, event: Event) -> bool:
        """Into a row that is marked to be written."""
        world = self._world
        tagged = {entry.line for entry in world.book.metadata.values() if entry.dimension == ROWS}
        for tab in tabs(world.book, *TYPED).values():
            rows = [at for at in tab.rows if tab.sheet.rows[at].uid in tagged]
            columns = [column for column in TYPED[tab.name] if column in tab.columns]
            if rows and columns:
                return world.colleague.type_at(tab, rows[event.p % len(rows)], columns[event.q % len(columns)])
        return world.colleague.does("type", event.p, event.q)

    def around(self, call: str, request: requests.PreparedRequest, send: Any) -> Any:
        """Sends it, and counts what was typed after the check and is overwritten by the write."""
        if call == "values.read":
            self.states = []
        answer = self._sent(call, send)
        self.states.append(self._world.book)
        return answer

    def _sent(self, call: str, send: Any) -> Any:
        colleague = self._world.colleague
        if call == "commit":
            self._checked = len(colleague.typed_now)
            self._columns = _columns(self._world)
            answer = send()
            self._taken = _blank_and_tagged(self._world)
            return answer
        if call == "write" and _columns(self._world) != self._columns:
            self.columns_moved = True
        since = colleague.typed_now[self._checked :]
        if call not in {"write", "untag"} or not since:
            return send()
        before = _standing(self._world, since)
        try:
            return send()
        finally:
            gone = before - _standing(self._world, since)
            # Somebody typed a new lead into the blank row that had just been taken for ours.
            beside = {value for _, uid, _, value in since if uid in self._taken}
            self._world.ledger.in_the_instant |= gone | beside
            self._world.counts["lost in the instant"] += len(gone)
            self._world.counts["typed into a row just taken"] += len(beside)


def _is_nameless(world: World, name: str, uid: int) -> bool:
    """Whether the rest of the row is gone: somebody typed into a lead in the very moment in which it was removed."""
    tab = tabs(world.book, name).get(name)
    row = next((tab.row(at) for at in tab.rows if tab.sheet.rows[at].uid == uid), {}) if tab else {}
    return bool(row) and not row.get(KNOWN_BY[name])


def _columns(world: World) -> dict[int, list[int]]:
    """The columns of every sheet in their order."""
    return {sheet.id: [column.uid for column in sheet.columns] for sheet in world.book.sheets}


def _typed_into_the_removed(world: World, since: int) -> set[Any]:
    """What somebody typed into a lead in the very moment in which it was removed."""
    typed = world.colleague.typed_now[since:]
    return {value for name, uid, _, value in typed if _is_nameless(world, name, uid)}


def _blank_and_tagged(world: World) -> set[int]:
    """Rows that are marked to be written and hold nothing yet: they will be new leads."""
    tagged = {entry.line for entry in world.book.metadata.values() if entry.dimension == ROWS}
    return {row.uid for sheet in world.book.sheets for row in sheet.rows if row.uid in tagged and not row.width()}


def _standing(world: World, typed: list[tuple[str, int, str, Any]]) -> set[Any]:
    """Which of the values just typed stand in their cells."""
    if not typed:
        return set()
    found = tabs(world.book, *{tab for tab, *_ in typed})
    standing = set()
    for name, uid, column, value in typed:
        tab = found.get(name)
        if tab is None or column not in tab.columns:
            continue
        at = next((at for at, row in enumerate(tab.sheet.rows) if row.uid == uid), None)
        if at is not None and tab.row(at).get(column) == value:
            standing.add(value)
    return standing
