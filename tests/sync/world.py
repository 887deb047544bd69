"""Two files, one sheet, people on all of them, and everything that can go wrong: a machine for hypothesis.

It is `Sync` of the executable specification with the real engine in place of its own. What it promises:

P1  when everybody rests, both files and the sheet say the same
P2  a sync with nothing to do writes nothing
P3  every row has an id of its own
P4  no lead is doubled but by people
P5  no value ever stands in another lead's row
P6  no edit is lost in silence: it is in the sheet, or overwritten by somebody who saw it, or on Review, or its row
    was removed by a person, or two wrote the same cell within the same third of a second
P7  no conflict without two parties
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.changes import Changes
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.sync import InFlight, Seen, Terms
from leadsorted_sheets.sync import engine as engine_of
from leadsorted_sheets.workbook.port import Written
from tests.sync.paper import Line, Paper, file, sheet

KEY, FIELDS = "Email", ("Job title", "Notes")
STEPS = 14
PLACES = st.integers(0, 9)
EVENTS = ("insert", "sort", "edit", "delete", "copy", "other")


def small_book() -> Book:
    """Only the tabs that the machine works on: the others cost time in every sync."""
    return {"Leads": {}, "Activities": {}, "Review": {}, "History": {}}


class Killed(Exception):
    """The power failed."""


@dataclasses.dataclass(slots=True)
class Trouble:
    """What befalls one sync: at which call, counted over both sides, and of what kind."""

    at: int = 0
    kind: str = ""
    calls: int = 0

    def strikes(self) -> str:
        self.calls += 1
        return self.kind if self.calls == self.at else ""


@dataclasses.dataclass(slots=True)
class Shaky:
    """A side whose calls may fail."""

    side: Paper
    trouble: Trouble
    remote: bool

    @property
    def name(self) -> str:
        return self.side.name

    def check_free(self) -> None:
        self.side.check_free()

    def peek(self) -> str:
        return self.side.peek()

    def read(self) -> Seen:
        with self._struck(writing=False):
            return self.side.read()

    def write(
        self, changes: Changes, *, seen: Seen, columns: Mapping[str, Sequence[str]], base: str | None = None
    ) -> Written:
        with self._struck(writing=True):
            return self.side.write(changes, seen=seen, columns=columns, base=base)

    @contextlib.contextmanager
    def _struck(self, *, writing: bool) -> Iterator[None]:
        kind = self.trouble.strikes()
        if kind == "killed before":
            raise Killed
        if kind == "request lost" and self.remote:
            raise errors.Unreachable("no answer")
        yield
        if kind == "killed after":
            raise Killed
        if kind == "answer lost" and self.remote and writing:
            raise errors.OutcomeUnknown(self.side.name, "no answer")


class Team:
    """A file with its own in-flight note, its own ids and its own clock."""

    def __init__(self, letter: str, shared: Paper) -> None:
        self.letter = letter
        self.paper = file(small_book(), f"{letter}.xlsx")
        self.shared = shared
        self.in_flight = InFlight()
        self.ids = itertools.count(1)
        self.minutes = itertools.count()

    def new_id(self, prefix: str) -> str:
        return f"{prefix}-{'AB'.index(self.letter) + 1}{next(self.ids):09d}"

    def sync(self, trouble: Trouble | None = None, *, terms: Terms | None = None) -> engine_of.Synced:
        trouble = trouble or Trouble()
        now = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC) + dt.timedelta(minutes=next(self.minutes))
        return engine_of.sync(
            Shaky(self.paper, trouble, remote=False),
            Shaky(self.shared, trouble, remote=True),
            terms=terms or Terms("gsheet:KEY"),
            in_flight=self.in_flight,
            context=Context(now, ZoneInfo("Europe/London"), self.letter, self.new_id),
        )


class World(RuleBasedStateMachine):
    """`said` is every value ever typed -> what it replaced; `who` typed into which cell."""

    @initialize()
    def start(self) -> None:
        self.k = 0
        self.said: dict[str, str] = {}
        self.copies: collections.Counter[str] = collections.Counter()
        self.gone: set[str] = set()
        self.who: dict[tuple[str, str], set[str]] = collections.defaultdict(set)
        self.sheet = sheet(small_book())
        self.teams = [Team("A", self.sheet), Team("B", self.sheet)]
        for _ in range(3):
            self.human_insert(0)
        for team in self.teams:
            team.sync()

    # people in the sheet

    @rule(p=PLACES)
    def human_insert(self, p: int) -> None:
        lines = self.sheet.lines["Leads"]
        self.sheet.insert("Leads", min(p, len(lines)), self._lead("h"))

    @rule(p=PLACES, name=st.sampled_from(FIELDS))
    def human_edit(self, p: int, name: str) -> None:
        if line := self._line(self.sheet, p):
            self._type(self.sheet, line, name, "h")

    @rule(p=PLACES, q=PLACES)
    def human_copy_row(self, p: int, q: int) -> None:
        if line := self._line(self.sheet, p):
            self.copies[shown(line.get(KEY))] += 1
            self.sheet.insert("Leads", min(q, len(self.sheet.lines["Leads"])), line)

    @rule(p=PLACES)
    def human_delete_row(self, p: int) -> None:
        if line := self._line(self.sheet, p):
            self._delete(self.sheet, line)

    @rule(p=PLACES, how=st.sampled_from(["", "oops"]))
    def human_spoils_id(self, p: int, how: str) -> None:
        if line := self._line(self.sheet, p):
            self.sheet.put(line, "Lead ID", how)

    @rule(down=st.booleans(), name=st.sampled_from((KEY, *FIELDS)))
    def human_sort(self, down: bool, name: str) -> None:
        self.sheet.lines["Leads"].sort(key=lambda line: shown(line.get(name)), reverse=down)
        self.sheet.touched()

    # people in the files

    @rule(w=st.integers(0, 1), p=PLACES, name=st.sampled_from(FIELDS))
    def local_edit(self, w: int, p: int, name: str) -> None:
        if line := self._line(self.teams[w].paper, p):
            self._type(self.teams[w].paper, line, name, self.teams[w].letter)

    @rule(w=st.integers(0, 1))
    def local_add(self, w: int) -> None:
        self.teams[w].paper.add("Leads", self._lead(self.teams[w].letter))

    @rule(w=st.integers(0, 1), p=PLACES)
    def local_remove(self, w: int, p: int) -> None:
        if line := self._line(self.teams[w].paper, p):
            self._delete(self.teams[w].paper, line)

    # a sync, with whatever happens in the middle of it

    @rule(
        w=st.integers(0, 1),
        at=st.integers(1, 7),
        kind=st.sampled_from(["", "", "request lost", "answer lost", "killed before", "killed after"]),
        p=PLACES,
        during=st.lists(st.tuples(st.sampled_from(["commit", "write"]), st.sampled_from(EVENTS)), max_size=3),
    )
    def sync(self, w: int, at: int, kind: str, p: int, during: list[tuple[str, str]]) -> None:
        waiting = list(during)
        events: dict[str, Callable[[], object]] = {
            "insert": lambda: self.human_insert(p),
            "sort": lambda: self.human_sort(p % 2 == 0, (KEY, *FIELDS)[p % 3]),
            "edit": lambda: self.human_edit(p, FIELDS[p % 2]),
            "delete": lambda: self.human_delete_row(p),
            "copy": lambda: self.human_copy_row(p, p // 2),
            "other": lambda: self._quiet(self.teams[1 - w]),
        }

        def between(step: str) -> None:
            self.sheet.between = lambda _step: None  # what happens in between is not itself interrupted
            while event := next((each for each in waiting if each[0] == step), None):
                waiting.remove(event)
                if event != ("write", "other"):  # the write itself is one request: no program comes in between
                    events[event[1]]()
            self.sheet.between = between

        self.sheet.between = between
        try:
            self._quiet(self.teams[w], Trouble(at, kind))
        finally:
            self.sheet.between = lambda _step: None

    # promises

    @invariant()
    def p5_no_value_stands_in_another_leads_row(self) -> None:
        for paper in self._papers():
            for line in paper.lines["Leads"]:
                for name in FIELDS:
                    assert name not in line or shown(line[name]).split(":")[0] == line.get(KEY), ("P5", line)

    def teardown(self) -> None:
        if not hasattr(self, "teams"):
            return
        for _ in range(5):
            for team in self.teams:
                team.sync(terms=Terms("gsheet:KEY", allow_removals=10**6))
        ids = [shown(line.get("Lead ID")) for line in self.sheet.lines["Leads"] if line]
        assert len(set(ids)) == len(ids), ("P3", ids)
        assert all(ids), ("P3", ids)
        for team in self.teams:
            for tab in ("Leads", "Review"):
                assert team.paper.table(tab) == self.sheet.table(tab), ("P1", team.letter, tab)
        self._p2_rest()
        self._p4_no_doubles()
        self._p6_nothing_lost()
        self._p7_two_parties()

    def _p2_rest(self) -> None:
        before = [(paper.commits, paper.revision) for paper in self._papers()]
        told = [team.sync() for team in self.teams]
        assert [(paper.commits, paper.revision) for paper in self._papers()] == before, "P2"
        assert all(each.idle for each in told), "P2"

    def _p4_no_doubles(self) -> None:
        keys = collections.Counter(shown(row.get(KEY)) for row in self.sheet.table("Leads").values())
        for key, count in keys.items():
            assert count <= 1 + self.copies[key], ("P4", key, count)

    def _p6_nothing_lost(self) -> None:
        there = {shown(cell) for row in self.sheet.table("Leads").values() for cell in row.values()}
        logged = {
            shown(row.get(name)) for row in self.sheet.table("Review").values() for name in ("Found", "Suggestion")
        }
        window = {shown(cell) for cell in self.sheet.lost_in_window}
        lost = set(self.said) - there - logged - set(self.said.values()) - self.gone - window
        assert not lost, ("P6", lost)

    def _p7_two_parties(self) -> None:
        for row in self.sheet.table("Review").values():
            key, name = shown(row.get("Suggestion") or row.get("Found")).split(":")[0], shown(row.get("Field"))
            if self.copies[key] or key in self.gone:
                continue
            assert len(self.who[key, name]) > 1, ("P7", key, name, row)

    # how people work

    def _papers(self) -> list[Paper]:
        return [self.sheet, *(team.paper for team in self.teams)] if hasattr(self, "teams") else []

    def _quiet(self, team: Team, trouble: Trouble | None = None) -> None:
        with contextlib.suppress(Killed, errors.OtherSideFailed, errors.ManyGone, errors.ManyChanged):
            team.sync(trouble)

    def _line(self, paper: Paper, p: int) -> Line | None:
        lines = [line for line in paper.lines["Leads"] if line]
        return lines[p % len(lines)] if lines else None

    def _lead(self, who: str) -> Line:
        self.k += 1
        key = f"k{self.k}@x.de"
        return {KEY: key} | {name: self._token(key, name, "", who) for name in FIELDS}

    def _type(self, paper: Paper, line: Line, name: str, who: str) -> None:
        paper.put(line, name, self._token(shown(line.get(KEY)), name, shown(line.get(name)), who))

    def _token(self, key: str, name: str, old: str, who: str) -> str:
        self.k += 1
        token = f"{key}:{self.k}"
        self.said[token] = old
        self.who[key, name].add(who)
        return token

    def _delete(self, paper: Paper, line: Line) -> None:
        self.gone |= {shown(cell) for cell in line.values()}
        paper.lines["Leads"] = [each for each in paper.lines["Leads"] if each is not line]
        paper.touched()


def budget(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
