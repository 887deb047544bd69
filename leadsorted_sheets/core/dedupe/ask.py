"""Questions that change nothing: why two leads, who is who in any table, which incoming rows are there already."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from leadsorted_sheets.core.book import Book, Key, Table
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.errors import NoLeadColumns, WrongUsage

if TYPE_CHECKING:
    from leadsorted_sheets.core.dedupe.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Match:
    """An incoming row that is there already: as the row `other` of the book, or as an earlier incoming row.

    `decided` where a person once said that they are one.
    """

    key: Key
    other: Key
    in_book: bool
    tier: Literal["certain", "likely", "possible"]
    confidence: float
    why: str
    decided: bool = False


def why(book: Book, key_a: Key, key_b: Key) -> tuple[str, ...]:
    """Why two leads are, or are not, one person: the verdict first, then what agrees, then what speaks against it.

    Raises errors.WrongUsage where the book has no such lead.
    """
    from leadsorted_sheets.core.dedupe import reasons

    for key in (key_a, key_b):
        if key not in book.get(reasons.LEADS, {}):
            raise WrongUsage(f"There is no lead {key}. Give two ids from the Lead ID column.")
    return reasons.why(book, key_a, key_b) if key_a != key_b else (f"{key_a} is one row.",)


def clusters(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    tier: Literal["certain", "likely"] = "likely",
    country: str = "",
    progress: Progress = silent,
    clock: Callable[[], float] | None = None,
    timings: MutableMapping[str, float] | None = None,
) -> list[int]:
    """For each row of any table the first row of the same person.

    `country` (ISO 3166) is where phones without a code are from; "" for the country most rows name, or US.
    With a `clock`, `timings` is given the seconds of each phase. Raises errors.NoLeadColumns where no header is known.
    """
    from leadsorted_sheets.core.dedupe.columns import home_country, texts_of_table
    from leadsorted_sheets.core.dedupe.engine import PHASES, examine
    from leadsorted_sheets.core.dedupe.tiers import Thresholds

    seconds = {} if timings is None else timings
    now = clock or (lambda: 0.0)
    last = now()

    def phase(name: str) -> None:
        nonlocal last
        moment = now()
        seconds[name], last = moment - last, moment

    texts = texts_of_table(header, rows)
    if not texts:
        raise NoLeadColumns("The table", tuple(header))
    if not rows:
        return []
    examined = examine(texts, len(rows), country=country or home_country(texts), progress=progress, phase=phase)
    limits = Thresholds()
    labels: list[int] = examined.grouped(limits.certain if tier == "certain" else limits.likely).tolist()
    phase(PHASES[-1])
    return labels


def matches(
    incoming: Table, known: Table, *,
    country: str = "GB", remembered: Remembered | None = None, progress: Progress = silent,
) -> tuple[Match, ...]:  # fmt: skip
    """Incoming rows that are in the book already, or twice in what comes in; the best match of each row.

    A row that matches neither is not named. Keys of the two tables may be the same: they are told apart. What people
    decided (`remembered`) about leads with the same keys as an incoming row holds for it: see `Match.decided`.
    """
    from leadsorted_sheets.core.dedupe.incoming import matched

    return matched(incoming, known, country=country, remembered=remembered, progress=progress)
