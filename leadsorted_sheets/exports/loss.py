"""What could not be carried over as it is, and where it went: counted while rows are written, told in a report.

Four things can become of a value that has no exact place in the CRM: it goes into the notes, it is written
otherwise, it is not sent, or it is sent as it is though a spreadsheet would take it for a formula.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, TypeAlias

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.exports.crosswalk import Crosswalk
from leadsorted_sheets.exports.profile import Profile

Fate: TypeAlias = Literal["notes", "changed", "not sent", "unaltered"]

HEADINGS: tuple[tuple[Fate, str], ...] = (
    ("not sent", "Not sent"),
    ("changed", "Written otherwise"),
    ("notes", "Written into the notes"),
    ("unaltered", "Sent as it is, though a spreadsheet would take it for a formula"),
)
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of loss. `field` is None where a whole row is meant; `keys` are the first few rows."""

    fate: Fate
    tab: str
    field: str | None
    what: str
    count: int
    keys: tuple[Key, ...]


@dataclass(slots=True)
class Tally:
    """Losses as they are met."""

    _counts: Counter[tuple[Fate, str, str | None, str]] = field(default_factory=Counter)
    _keys: dict[tuple[Fate, str, str | None, str], list[Key]] = field(default_factory=dict)

    def add(self, fate: Fate, name: str | None, what: str, *, tab: str, count: int, keys: Iterable[Key]) -> None:
        """Count so many rows, `keys`. `what` says it in a few words."""
        kind = (fate, tab, name, what)
        self._counts[kind] += count
        such_as = self._keys.setdefault(kind, [])
        such_as += islice(keys, _EXAMPLES - len(such_as))

    def losses(self) -> tuple[Loss, ...]:
        """What was met, the gravest first, then by tab and number."""
        order = [fate for fate, _ in HEADINGS]
        return tuple(
            Loss(*kind, count, tuple(self._keys[kind]))
            for kind, count in sorted(
                self._counts.items(), key=lambda item: (order.index(item[0][0]), item[0][1], -item[1], str(item[0]))
            )
        )


def findings(losses: Iterable[Loss], profile: Profile) -> tuple[Finding, ...]:
    """One finding for each kind of loss."""
    return tuple(
        Finding("note", loss.tab, None, loss.field, f"export.{loss.fate.replace(' ', '-')}", _sentence(loss, profile))
        for loss in losses
    )


def report(losses: Iterable[Loss], profile: Profile, crosswalk: Crosswalk) -> str:
    """The report as a page of Markdown."""
    losses = tuple(losses)
    lines = [f"# What {profile.label} could not take as it is", ""]
    for fate, heading in HEADINGS:
        of_fate = [loss for loss in losses if loss.fate == fate]
        if of_fate:
            lines += [f"## {heading}", "", "| tab | field | rows | what | such as |", "|---|---|---|---|---|"]
            lines += [_line(loss) for loss in of_fate]
            lines.append("")
    if crosswalk.translated:
        lines += ["## Called otherwise", "", "| what | ours | theirs | rows |", "|---|---|---|---|"]
        lines += [
            f"| {_cell(kind)} | {_cell(ours)} | {_cell(theirs)} | {count} |"
            for (kind, ours, theirs), count in sorted(crosswalk.translated.items())
        ]
        lines.append("")
    if len(lines) == 2:
        lines += ["Nothing was lost.", ""]
    lines += [
        "Not part of this export: Settings, Sources with their costs, Report, Review and History. They stay in the workbook.",
        "",
    ]
    return "\n".join(lines)


def _sentence(loss: Loss, profile: Profile) -> str:
    rows = "1 row" if loss.count == 1 else f"{loss.count} rows"
    what = f" ({loss.what})" if loss.what else ""
    match loss.fate:
        case "notes":
            return f"{rows}: {loss.field} goes into the notes for {profile.label}{what or ', having no column of its own'}."
        case "changed":
            return f"{rows}: {loss.field} is written otherwise{what}."
        case "not sent":
            return f"{rows}: {loss.field or 'the whole row'} is not sent to {profile.label}{what}."
        case "unaltered":
            return f"{rows}: {loss.field} begins like a formula and is sent as it is; {profile.label} takes it as text."


def _line(loss: Loss) -> str:
    such_as = ", ".join(_cell(key) for key in loss.keys) + (" …" if loss.count > len(loss.keys) else "")
    return f"| {_cell(loss.tab)} | {_cell(loss.field or 'whole row')} | {loss.count} | {_cell(loss.what) or '-'} | {such_as} |"


def _cell(text: str) -> str:
    """Text as a cell of a Markdown table: no bars, no line breaks."""
    return " ".join(text.replace("|", "\\|").split())
