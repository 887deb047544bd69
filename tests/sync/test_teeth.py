"""Tests of the tests: with a part of the sync taken out, the machine of `world` has to notice."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from leadsorted_sheets import errors
from leadsorted_sheets.core.changes import RemoveRow
from leadsorted_sheets.sync import conflicts, engine, identity, in_flight, merge, plan
from leadsorted_sheets.sync.in_flight import Sent
from leadsorted_sheets.workbook.port import Written
from tests.sync import paper, test_engine, test_identity
from tests.sync.world import World, budget

Patch = pytest.MonkeyPatch


def no_base(patch: Patch) -> None:
    """Two-way instead of three-way."""
    before = plan._merged
    patch.setattr(plan, "_merged", lambda taking, base, *rest: before(taking, {}, *rest))


def no_note(patch: Patch) -> None:
    """What was sent is forgotten."""
    patch.setattr(in_flight.InFlight, "sent_on", lambda _self, _base: Sent())


def no_review(patch: Patch) -> None:
    """The loser of a conflict goes nowhere."""
    patch.setattr(conflicts, "review_rows", lambda *_args, **_named: {})


def no_twins(patch: Patch) -> None:
    """A lead that another machine gave a new id is two leads."""
    patch.setattr(plan, "twins", lambda *_args, **_named: {})


def no_healing(patch: Patch) -> None:
    """An id that was lost is never given back."""
    patch.setattr(identity.Lost, "found", lambda _self, _row: None)


def no_ids(patch: Patch) -> None:
    """Rows without an id are left alone."""
    patch.setattr(plan, "named", lambda book, **_named: identity.Named(book))


def moved_all_the_same(patch: Patch) -> None:
    """A write that was refused because the side had moved is taken for done."""

    def written(_self: Any, side: Any, changes: Any, seen: Any, columns: Any = None, base: Any = None) -> Written:
        try:
            return side.write(changes, seen=seen, columns=columns or {}, base=base)
        except errors.Moved:
            return Written(changes, (), "")

    patch.setattr(engine._Run, "_written", written)


def no_marks(patch: Patch) -> None:
    """Rows are written to by number, wherever they are by then."""
    before = paper._Marked.write

    def write(self: Any) -> None:
        places = {
            id(line): n for tab, at in self._order.items() for n, line in enumerate(self._then_lines.get(tab, ()))
        }
        lines = self._paper.lines
        self._writes = [
            (tab, lines[tab][places[id(line)]], name, value, seen)
            if places.get(id(line), len(lines[tab])) < len(lines[tab])
            else (tab, line, name, value, seen)
            for tab, line, name, value, seen in self._writes
        ]
        before(self)

    start = paper._Marked.__init__

    def init(self: Any, *args: Any) -> None:
        start(self, *args)
        self._then_lines = {tab: list(lines) for tab, lines in self._paper.lines.items()}

    patch.setattr(paper._Marked, "__init__", init)
    patch.setattr(paper._Marked, "write", write)


def no_second_round(patch: Patch) -> None:
    """What the sheet did not take is taken for taken."""
    before = engine._Run._written

    def written(self: Any, *args: Any) -> Written | None:
        answer = before(self, *args)
        return None if answer is None else dataclasses.replace(answer, clashed=())

    patch.setattr(engine._Run, "_written", written)


def edits_die_with_their_row(patch: Patch) -> None:
    """A row that was removed on one side goes, whatever was typed on the other."""
    patch.setattr(merge._Merge, "_untouched", lambda _self, _base, _row: True)


def conflicts_in_silence(patch: Patch) -> None:
    """The sheet wins and nobody is told."""
    before = merge._Merge._conflict

    def conflict(self: Any, *args: Any) -> object:
        value = before(self, *args)
        self._out.conflicts.clear()
        return value

    patch.setattr(merge._Merge, "_conflict", conflict)


def no_removals(patch: Patch) -> None:
    """What was removed comes back for ever."""
    before = plan._merged

    def merged(*args: Any) -> Any:
        out = before(*args)
        for each in out.values():
            each.to_there = [change for change in each.to_there if not isinstance(change, RemoveRow)]
        return out

    patch.setattr(plan, "_merged", merged)


def base_too_early(patch: Patch) -> None:
    """The base says agreed before the sheet has it."""
    before = engine._Run._send

    def send(self: Any, start: Any, planned: plan.Plan) -> Written | None:
        early = dataclasses.replace(planned.base, revision="")
        self.here.write((), seen=start.mine, columns={}, base=engine.pack(early))
        return before(self, start, planned)

    patch.setattr(engine._Run, "_send", send)


def unsure_means_unchanged(patch: Patch) -> None:
    """The revision is trusted although somebody else wrote meanwhile."""
    before = engine._Run._keep

    def keep(self: Any, start: Any, planned: plan.Plan, _revision: str) -> bool:
        return before(self, start, planned, str(self.there.side.revision))

    patch.setattr(engine._Run, "_keep", keep)


FAULTS = (
    no_base,
    no_review,
    no_healing,
    no_ids,
    moved_all_the_same,
    no_marks,
    no_second_round,
    edits_die_with_their_row,
    conflicts_in_silence,
    no_removals,
    base_too_early,
    unsure_means_unchanged,
)


STORIES = (
    (no_note, test_engine.test_what_landed_before_the_power_failed_is_recognised),
    (
        no_twins,
        test_identity.test_a_lead_that_another_machine_renamed_takes_the_new_id_here_and_so_does_what_points_to_it,
    ),
)
"""Faults that take a rare history: the machine finds them now and then, these tests at once."""


@pytest.mark.parametrize(("fault", "story"), STORIES, ids=lambda each: each.__name__)
def test_a_story_notices(fault: Callable[[Patch], None], story: Callable[[], None], monkeypatch: Patch) -> None:
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        story()


TRIES = 6
"""How often the machine is wound up anew: which history comes first depends on the order of Python's sets."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_machine_notices(fault: Callable[[Patch], None], monkeypatch: Patch) -> None:
    fault(monkeypatch)
    quick = settings(budget(300), phases=[Phase.generate], derandomize=False)

    def wound_up_again_and_again() -> None:
        for number in range(TRIES):
            monkeypatch.setattr(World, "_hypothesis_internal_use_seed", number, raising=False)
            run_state_machine_as_test(World, settings=quick)

    with pytest.raises(Exception):  # noqa: B017, PT011  # whichever promise it breaks first
        wound_up_again_and_again()
