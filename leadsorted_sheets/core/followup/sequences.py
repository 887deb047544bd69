"""Follow-up sequences as Settings has them: the touches of each in order, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import folded
from leadsorted_sheets.core.settings import Touch

LAST_DAY = 3650
"""A touch more than ten years after the lead arrived is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """`touches` by step, each step once; never empty. `actions` are their actions, folded."""

    name: str
    touches: tuple[Touch, ...]
    actions: frozenset[str] = frozenset()

    def after(self, done: int) -> Touch | None:
        """The touch that follows once step `done` is done (0: none yet); None where the sequence is through."""
        return next((touch for touch in self.touches if touch.step > done), None)

    def day_of(self, done: int) -> int:
        """The day of the latest touch done; 0 before the first."""
        return next((touch.day for touch in reversed(self.touches) if touch.step <= done), 0)

    @property
    def last(self) -> int:
        return self.touches[-1].step


def sequences(touches: Iterable[Touch]) -> tuple[dict[str, Sequence], list[Finding]]:
    """The sequences by folded name, in the order of Settings, and the touches that cannot be followed."""
    findings: list[Finding] = []
    found: dict[str, dict[int, Touch]] = {}
    names: dict[str, str] = {}
    for touch in touches:
        name = folded(touch.sequence)
        of_name = found.setdefault(name, {})
        names.setdefault(name, touch.sequence.strip())
        why, field = _why_not(touch, of_name)
        if why:
            message = f"The touch {touch.name} is passed over. {why}"
            findings.append(Finding("error", "Follow-up sequences", touch.name, field, "follow-up.touch", message))
        else:
            of_name[touch.step] = touch
    ready: dict[str, Sequence] = {}
    for name, of_name in found.items():
        if of_name:
            in_order = tuple(of_name[step] for step in sorted(of_name))
            ready[name] = Sequence(names[name], in_order, frozenset(folded(action_of(touch)) for touch in in_order))
            findings += _out_of_order(ready[name])
    return ready, findings


def action_of(touch: Touch) -> str:
    """What is to be done at a touch, in words; a touch without words is named by its type.

    >>> action_of(Touch("Standard 1", type="Call")), action_of(Touch("x", action="Send the price list"))
    ('Call about step 1 of Standard', 'Send the price list')
    """
    return touch.action.strip() or f"{touch.type} about step {touch.step} of {touch.sequence.strip()}"


def _why_not(touch: Touch, others: Mapping[int, Touch]) -> tuple[str, str]:
    if not touch.sequence.strip():
        return "It names no sequence. Write one, such as Standard.", "Sequence"
    if touch.step < 1:
        return f"Its step is {touch.step}. Steps are counted from 1.", "Step"
    if touch.step in others:
        return f"{others[touch.step].name} is step {touch.step} already. Give each its own number.", "Step"
    if not 0 <= touch.day <= LAST_DAY:
        return f"Its day is {touch.day}. Write working days after the lead arrived, from 0 to {LAST_DAY}.", "Day"
    if folded(touch.type) not in _TYPES:
        return f"{touch.type!r} is no type of touch. It may be: {', '.join(schema.LISTS['Touch types'])}.", "Type"
    return "", ""


_TYPES = frozenset(folded(kind) for kind in schema.LISTS["Touch types"])


def _out_of_order(sequence: Sequence) -> list[Finding]:
    return [
        Finding(
            "warning",
            "Follow-up sequences",
            later.name,
            "Day",
            "follow-up.order",
            f"Step {later.step} of {sequence.name} is on day {later.day}, before step {earlier.step} on day {earlier.day}. "
            "It falls due with the step before it.",
            later.day,
        )
        for earlier, later in zip(sequence.touches, sequence.touches[1:], strict=False)
        if later.day < earlier.day
    ]
