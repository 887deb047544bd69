"""Incoming rows against the book and against each other, before they are let in."""

from __future__ import annotations

import numpy as np

from leadsorted_sheets.core.book import Table
from leadsorted_sheets.core.dedupe.ask import Match
from leadsorted_sheets.core.dedupe.columns import texts_of
from leadsorted_sheets.core.dedupe.engine import examine
from leadsorted_sheets.core.dedupe.explain import words
from leadsorted_sheets.core.dedupe.merges import YOU_DECIDED
from leadsorted_sheets.core.dedupe.remembered import Remembered
from leadsorted_sheets.core.dedupe.tiers import Thresholds
from leadsorted_sheets.core.plan import Progress


def matched(
    incoming: Table, known: Table, *, country: str, remembered: Remembered | None, progress: Progress
) -> tuple[Match, ...]:
    """The best match of each incoming row: with the book first, else with an incoming row before it.

    Who was once kept apart is no match; who was once said to be the same is one, whatever the evidence says. Where both
    were said, they are kept apart.
    """
    keys = [*sorted(known), *incoming]
    rows = [*(known[key] for key in sorted(known)), *incoming.values()]
    if not incoming or len(rows) < 2:
        return ()
    headers = sorted({name for row in rows for name in row})
    examined = examine(texts_of(rows, headers), len(rows), country=country, progress=progress)
    pairs, sure, limits = examined.evidence.pairs, examined.confidence, Thresholds()
    named = [(key if n < len(known) else "", row) for n, (key, row) in enumerate(zip(keys, rows, strict=True))]
    decided = remembered.pairs(named) if remembered else {"same": set(), "apart": set()}
    apart = np.array([a * len(rows) + b for a, b in sorted(decided["apart"])], np.int64)
    open_pairs = ~np.isin(pairs.a.astype(np.int64) * len(rows) + pairs.b, apart)
    # the later row of a pair is the incoming one
    held = np.nonzero((sure >= limits.possible) & (pairs.b >= len(known)) & open_pairs)[0]
    tiers = np.searchsorted([limits.likely, limits.certain], sure[held], side="right")
    in_book = pairs.a[held] < len(known)
    best = held[np.lexsort((pairs.a[held], -sure[held], ~in_book, -tiers, pairs.b[held]))]
    _, first = np.unique(pairs.b[best], return_index=True)
    found: dict[int, Match] = {}
    for n in best[first].tolist():
        a, b, confidence = int(pairs.a[n]), int(pairs.b[n]), float(sure[n])
        why = str(words(examined.evidence, n))
        tier = limits.tier(confidence) or "possible"
        found[b] = Match(keys[b], keys[a], a < len(known), tier, round(confidence, 3), why)
    for a, b in sorted(decided["same"] - decided["apart"], reverse=True):
        if b >= len(known):
            found[b] = Match(keys[b], keys[a], a < len(known), "certain", 1.0, YOU_DECIDED, decided=True)
    return tuple(found[b] for b in sorted(found))
