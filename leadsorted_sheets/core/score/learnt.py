"""The learnt score: what the book's own won and lost leads say about the open ones, and how far to trust it.

50 is a lead like the average of those decided. The reasons of a row are what each fact of it adds to or takes from
that, in log-odds; they add up. Nothing is learnt from few leads, and nothing is written where it would be no
better than chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Figures
from leadsorted_sheets.core.score.facts import Fact, facts_of, outcomes
from leadsorted_sheets.core.settings import Settings

if TYPE_CHECKING:
    from leadsorted_sheets.core.score.logistic import Model, Trust

FEWEST_WON = FEWEST_LOST = 20
CHANCE = 0.55
"""A model that ranks fewer pairs right than this has learnt nothing worth writing down."""
_SHOWN = 5
_SMALL = 0.05


@dataclass(frozen=True, slots=True)
class Learnt:
    """A model of this book. `won` and `lost` count the leads it was learnt from."""

    facts: tuple[Fact, ...]
    model: Model
    trust: Trust
    won: int
    lost: int
    figures: tuple[Figures, ...]

    @property
    def honesty(self) -> str:
        """How far to trust it, in a sentence."""
        right, error = round(100 * self.trust.ranked_right), round(100 * self.trust.error)
        return (
            f"Learnt from {self.won} won and {self.lost} lost leads. Of 100 pairs of a won and a lost lead that it had "
            f"not seen it ranked {right} right, give or take {error}; 50 is chance."
        )

    def scored(self, key: Key, row: Row) -> tuple[int, str]:
        """The score of a lead, and the line that says why."""
        if str(row.get("Do not contact") or "").strip():
            return 0, "Score 0, learnt: asked not to be contacted"
        import numpy as np

        given = self.model.contributions(np.array([[float(fact.holds(key, row)) for fact in self.facts]]))[0]
        told: dict[str, tuple[str, float]] = {}
        for fact, worth in zip(self.facts, given, strict=True):
            told[fact.about] = (fact.told(key, row), told.get(fact.about, ("", 0.0))[1] + float(worth))
        total = sum(worth for _, worth in told.values())
        score = min(max(round(100 / (1 + math.exp(-total))), 0), 100)
        return score, f"Score {score}, learnt: {reasons(tuple(told.values()))}"


def reasons(told: Sequence[tuple[str, float]]) -> str:
    """The facts that weigh most, and what the others come to together.

    >>> reasons([("Source Referral", 1.21), ("not Reachable by phone", -0.43), ("Country GB", 0.01)])
    'Source Referral +1.2, not Reachable by phone -0.4'
    >>> reasons([("Country GB", 0.01)])
    'like the average lead'
    """
    ranked = sorted((each for each in told if abs(each[1]) >= _SMALL), key=lambda each: (-abs(each[1]), each[0]))
    words = [f"{name} {worth:+.1f}" for name, worth in ranked[:_SHOWN]]
    rest = sum(worth for _, worth in ranked[_SHOWN:])
    if abs(rest) >= _SMALL:
        words.append(f"the rest {rest:+.1f}")
    return ", ".join(words) or "like the average lead"


def learn(book: Book, settings: Settings, context: Context) -> Learnt | Finding:
    """The model of this book, or why there is none."""
    decided = outcomes(book, settings)
    won, lost = sum(decided.values()), len(decided) - sum(decided.values())
    if won < FEWEST_WON or lost < FEWEST_LOST:
        return _refused(
            f"Too few leads are decided to learn from: {won} won and {lost} lost, where it takes {FEWEST_WON} and "
            f"{FEWEST_LOST}."
        )
    keys = sorted(decided)
    facts = facts_of(book, settings, keys, context)
    if not facts:
        return _refused(
            "The won and lost leads differ in nothing that could be weighed: no source, seniority, industry, country or "
            "Fit rule tells them apart."
        )
    return _modelled(book, decided, keys, facts)


def _modelled(
    book: Book, decided: Mapping[Key, bool], keys: Sequence[Key], facts: tuple[Fact, ...]
) -> Learnt | Finding:
    import numpy as np

    from leadsorted_sheets.core.score import logistic

    rows = [(key, book["Leads"][key]) for key in keys]
    x = np.array([[float(fact.holds(key, row)) for fact in facts] for key, row in rows])
    y = np.array([decided[key] for key in keys])
    trust = logistic.trust(x, y)
    won, lost = int(y.sum()), int((~y).sum())
    if trust.ranked_right < CHANCE:
        return _refused(
            f"From {won} won and {lost} lost leads nothing could be learnt: of 100 pairs it had not seen it would have "
            f"ranked {round(100 * trust.ranked_right)} right, and 50 is chance."
        )
    model = logistic.learnt(x, y)
    return Learnt(facts, model, trust, won, lost, _figures(facts, model, x, y))


def _figures(facts: Sequence[Fact], model: Model, x: Any, y: Any) -> tuple[Figures, ...]:
    rows = [
        (fact.name, round(float(weight), 2), int(x[y, n].sum()), int(x[~y, n].sum()))
        for n, (fact, weight) in enumerate(zip(facts, model.weights, strict=True))
    ]
    rows.sort(key=lambda row: (-abs(row[1]), row[0]))
    return (
        Figures("What won and lost leads have shown", ("Fact", "Weight", "Won with it", "Lost with it"), tuple(rows)),
    )


def _refused(why: str) -> Finding:
    message = f"{why} No score was learnt and none was changed. To score by the rules on Settings, leave out --learnt."
    return Finding("error", "Leads", None, "Score", "score.learnt", message)
