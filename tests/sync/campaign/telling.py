"""What a campaign has exercised, as a table of Markdown: docs/campaign.md holds the one of the last long run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.sync.campaign.steps import FAULTS, MEANWHILE, WINDOW

_KINDS = (
    ("What Google did wrong, by call", frozenset(FAULTS)),
    ("What somebody did during a sync, right before the call", frozenset((*WINDOW, *MEANWHILE))),
    ("Where the program died", frozenset({"crash"})),
    ("What people did in the sheet between syncs", frozenset({"sheet"})),
    ("What people did in a workbook between syncs", frozenset({"file"})),
    ("What else was tried", frozenset({"elsewhere"})),
)


def table(counts: Counter[str]) -> str:
    """Every count there is, once."""
    return "\n".join(_lines(counts))


def _lines(counts: Counter[str]) -> Iterator[str]:
    left = Counter({what: count for what, count in counts.items() if count and not what.startswith("ms ")})
    for title, kinds in _KINDS:
        by_kind: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for what in list(left):
            kind, _, where = what.partition(": ")
            if kind in kinds and where:
                one, other = (where, "") if len(kinds) == 1 else (kind, where.removeprefix("before "))
                by_kind[one][other] += left.pop(what)
        yield from (f"| {title} | times | |", "|---|---:|---|")
        for kind, places in sorted(by_kind.items()):
            detail = ", ".join(f"{place} {count:,}" for place, count in places.most_common() if place)
            yield f"| {kind} | {places.total():,} | {detail} |"
        yield ""
    yield from ("| The rest | times |", "|---|---:|")
    for what, count in sorted(left.items()):
        yield f"| {what} | {count:,} |"
