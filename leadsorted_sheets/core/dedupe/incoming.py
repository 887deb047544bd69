"""Incoming rows against the book and against each other, before they are let in."""

from __future__ import annotations

import numpy as np

from leadsorted_sheets.core.book import Table
from leadsorted_sheets.core.dedupe.ask import Match
from leadsorted_sheets.core.dedupe.columns import texts_of
from leadsorted_sheets.core.dedupe.engine import examine
from leadsorted_sheets.core.dedupe.explain import words
from leadsorted_sheets.core.dedupe.tiers import Thresholds
from leadsorted_sheets.core.plan import Progress


def matched(incoming: Table, known: Table, *, country: str, progress: Progress) -> tuple[Match, ...]:
    """The best match of each incoming row: with the book first, else with an incoming row before it."""
    keys = [*sorted(known), *incoming]
    rows = [*(known[key] for key in sorted(known)), *incoming.values()]
    if not incoming or len(rows) < 2:
        return ()
    headers = sorted({name for row in rows for name in row})
    examined = examine(texts_of(rows, headers), len(rows), country=country, progress=progress)
    pairs, sure, limits = examined.evidence.pairs, examined.confidence, Thresholds()
    held = np.nonzero((sure >= limits.possible) & (pairs.b >= len(known)))[
        0
    ]  # the later row of a pair is the incoming one
    tiers = np.searchsorted([limits.likely, limits.certain], sure[held], side="right")
    in_book = pairs.a[held] < len(known)
    best = held[np.lexsort((pairs.a[held], -sure[held], ~in_book, -tiers, pairs.b[held]))]
    _, first = np.unique(pairs.b[best], return_index=True)
    found = []
    for n in best[first].tolist():
        a, b, confidence = int(pairs.a[n]), int(pairs.b[n]), float(sure[n])
        why = str(words(examined.evidence, n))
        tier = limits.tier(confidence) or "possible"
        found.append(Match(keys[b], keys[a], a < len(known), tier, round(confidence, 3), why))
    return tuple(found)
