"""Logistic regression, small and plain: which facts speak for a win, how strongly, and how far to trust it.

Ridge-penalised, so that a fact of few leads weighs little, and solved by Newton's method: the same leads give the same
weights (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4). A weight counts against the average lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

FOLDS = 5
_PENALTY = 1.0
_STEPS = 50
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` of each fact, and its `means` among the leads it was learnt from."""

    weights: Floats
    means: Floats

    def contributions(self, facts: Floats) -> Floats:
        """What each fact of each lead adds to the log-odds of the average lead."""
        given: Floats = (facts - self.means) * self.weights
        return given


@dataclass(frozen=True, slots=True)
class Trust:
    """Of all pairs of a won and a lost lead that the model had not seen, the part it ranks right, and its standard error."""

    ranked_right: float
    error: float


def learnt(facts: Floats, won: NDArray[np.bool_]) -> Model:
    """The weights of the facts (a row a lead, a column a fact) for winning."""
    means = facts.mean(axis=0)
    x = np.hstack([np.ones((len(facts), 1)), facts - means])
    penalty = np.full(x.shape[1], _PENALTY)
    penalty[0] = 0
    w = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (won - p) - penalty * w
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty) + np.eye(x.shape[1]) * _CLOSE
        step = np.linalg.solve(curve, slope)
        w = w + step
        if float(np.abs(step).max()) < _CLOSE:
            break
    return Model(np.round(w[1:], 6), means)


def trust(facts: Floats, won: NDArray[np.bool_]) -> Trust:
    """How well models ranked the leads they had not seen: each fifth of the won and of the lost by what the rest taught."""
    places = np.zeros(len(won), dtype=np.int64)
    for outcome in (True, False):
        of = np.flatnonzero(won == outcome)
        places[of] = np.arange(len(of)) % FOLDS
    right = pairs = 0.0
    for fold in range(FOLDS):
        unseen = places == fold
        model = learnt(facts[~unseen], won[~unseen])
        odds = model.contributions(facts[unseen]).sum(axis=1)
        part, count = ranked(odds, won[unseen])
        right, pairs = right + part * count, pairs + count
    area = right / pairs
    return Trust(area, _error(area, int(won.sum()), int((~won).sum())))


def ranked(odds: Floats, won: NDArray[np.bool_]) -> tuple[float, int]:
    """The part of pairs in which the won lead has the higher odds, a tie counting half; and how many pairs there are.

    >>> ranked(np.array([0.9, 0.2, 0.2]), np.array([True, True, False]))
    (0.75, 2)
    """
    values, place = np.unique(np.round(odds, 9), return_inverse=True)
    ups = np.bincount(place[won], minlength=len(values))
    downs = np.bincount(place[~won], minlength=len(values))
    below = np.cumsum(downs) - downs
    count = int(ups.sum()) * int(downs.sum())
    return (float((ups * (below + downs / 2)).sum()) / count if count else 0.5), count


def _error(area: float, won: int, lost: int) -> float:
    """Hanley and McNeil, The meaning and use of the area under a ROC curve, Radiology 143 (1982)."""
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
    spread = area * (1 - area) + (won - 1) * (q1 - area * area) + (lost - 1) * (q2 - area * area)
    return float(np.sqrt(max(spread, 0) / (won * lost)))
