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
    import numpy as np

    from leadsorted_sheets.core.dedupe.explain import words
    from leadsorted_sheets.core.dedupe.listed import LEADS, equal_rows, listed, person
    from leadsorted_sheets.core.dedupe.tiers import confidence

    for key in (key_a, key_b):
        if key not in book.get(LEADS, {}):
            raise WrongUsage(f"There is no lead {key}. Give two ids from the Lead ID column.")
    if key_a == key_b:
        return (f"{key_a} is one row.",)
    found = listed(book)
    place = {lead.key: n for n, lead in enumerate(found.leads)}
    a, b = sorted((place[key_a], place[key_b]))
    evidence = found.examined.compared(np.array([a]), np.array([b]))
    sure = float(confidence(evidence)[0])
    said = words(evidence, 0)
    names = f"{person(found.leads[a])} and {person(found.leads[b])}"
    if (a, b) in found.decided.same:
        verdict = f"{names} are one person: you decided so."
    elif (a, b) in found.decided.apart:
        verdict = f"{names} are kept apart: you decided so."
    elif equal_rows([found.leads[a], found.leads[b]]):
        verdict = f"{names} are one person: the rows are equal in every cell that people type."
    else:
        tier = found.limits.tier(sure)
        verdict = f"{names} are {_VERDICTS[tier]} ({sure:.0%} sure that they are one)."
    agrees = [f"For it: {fact}." for fact in said.agrees]
    return (verdict, *agrees, *(f"Against it: {fact}." for fact in said.differs))


_VERDICTS = {
    "certain": "certainly one person",
    "likely": "likely one person",
    "possible": "possibly one person",
    None: "taken for two people",
}


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
    labels: list[int] = examined.grouped(limits.certain if tier == "certain" else limits.likely).labels.tolist()
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
