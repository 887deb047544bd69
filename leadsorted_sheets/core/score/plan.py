"""Scoring: the points of all rules that hold, kept between 0 and 100, with the rules that gave them beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Formula, same
from leadsorted_sheets.core.changes import Change, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.records import about, explained, filled
from leadsorted_sheets.core.score.rules import Given, points, ready_rules
from leadsorted_sheets.core.settings import Preferences, read_settings

SCORED = "score: by the scoring rules"
LEARNT = "score: learnt from won and lost leads"
_Scored: TypeAlias = Callable[[Key, Row], tuple[int, str]]
"""Answers a lead's score, and the line that says why."""
LOWEST, HIGHEST = 0, 100


@dataclass(frozen=True, slots=True)
class Options:
    keys: tuple[Key, ...] | None = field(default=None, metadata={"help": "Only these leads."})
    learnt: bool = field(
        default=False,
        metadata={"help": "Score by what your own won and lost leads have shown, not by the rules."},
    )


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Score every lead by the rules on Settings, rate it Hot, Warm or Cold, and say why.

    A learnt score goes by what your own won and lost leads have shown instead, where there are enough of them, and says
    how far to trust that.
    """
    settings, setting_findings = read_settings(book)
    rules, rule_findings = ready_rules(settings.scoring_rules, book, context.local_now)
    findings = [finding for finding in setting_findings if finding.tab in ("Preferences", "Scoring rules")]
    if not options.learnt:

        def by_rules(key: Key, row: Row) -> tuple[int, str]:
            given = points(rules, key, row)
            return limited(sum([worth for worth, _ in given])), reasons(given)

        return _scored(
            book, options, preferences=settings.preferences, context=context, scored=by_rules, why=SCORED,
            findings=(*findings, *rule_findings),
        )  # fmt: skip
    from leadsorted_sheets.core.score.learnt import learn  # here: it needs numpy, and is asked for by name

    model = learn(book, settings, context)
    if isinstance(model, Finding):
        return Outcome(findings=(*findings, model))
    findings.append(Finding("note", "Leads", None, "Score", "score.learnt", model.honesty))
    outcome = _scored(
        book, options, preferences=settings.preferences, context=context, scored=model.scored, why=LEARNT, findings=findings
    )  # fmt: skip
    return replace(outcome, figures=(*outcome.figures, *model.figures))


def _scored(
    book: Book, options: Options, *, preferences: Preferences, context: Context, scored: _Scored, why: str,
    findings: Sequence[Finding],
) -> Outcome:  # fmt: skip
    """Every lead in scope with its score, rating and reasons."""
    scope = None if options.keys is None else frozenset(options.keys)
    changes: list[Change] = []
    formulas: dict[str, list[Key]] = {}
    ratings: Counter[str] = Counter()
    total = len(book.get("Leads", {}))
    for n, (key, row) in enumerate(filled(book, schema.LEADS, scope)):
        if n % 5000 == 0:
            context.progress("Scoring", n, total)
        score, line = scored(key, row)
        rating = rated(score, preferences)
        ratings[rating] += 1
        wanted = (("Score", score), ("Rating", rating), ("Why", explained(row.get("Why"), _OURS, line)))
        for name, after in wanted:
            before = row.get(name)
            if isinstance(before, Formula):
                formulas.setdefault(name, []).append(key)
            elif not same(before, after):
                changes.append(Edit("Leads", key, name, before, after, why))
    counted = tuple((rating, ratings[rating]) for rating in schema.LISTS["Ratings"])
    figures = Figures("How leads are rated", ("Rating", "Leads"), counted)
    return Outcome(changes, (*findings, *_formulas(formulas)), (figures,))


def rated(score: int, preferences: Preferences) -> str:
    """The rating of a score, by the two borders on Settings.

    >>> [rated(score, Preferences()) for score in (70, 69, 40, 39)]
    ['Hot', 'Warm', 'Warm', 'Cold']
    """
    if score >= preferences.hot_from:
        return "Hot"
    return "Warm" if score >= preferences.warm_from else "Cold"


def limited(total: int) -> int:
    """A score within its limits.

    >>> limited(115), limited(-85), limited(45)
    (100, 0, 45)
    """
    return min(max(total, LOWEST), HIGHEST)


def reasons(given: Sequence[Given]) -> str:
    """The line of the Why column: the score, and the rules that make it up.

    >>> reasons([(20, "Decision maker +20"), (10, "Business e-mail +10")])
    'Score 30: Decision maker +20, Business e-mail +10'
    >>> reasons([(-100, "Asked not to be contacted -100"), (15, "Referred +15")]), reasons([])
    ('Score 0 (of -85): Asked not to be contacted -100, Referred +15', 'Score 0: no rule holds')
    """
    total = sum([worth for worth, _ in given])
    score = limited(total)
    of = "" if score == total else f" (of {total})"
    return f"Score {score}{of}: {', '.join([words for _, words in given]) or 'no rule holds'}"


_OURS = tuple(f"Score {digit}" for digit in range(10))


def _formulas(keys: dict[str, list[Key]]) -> list[Finding]:
    return [
        finding
        for name, of_column in keys.items()
        for finding in about(
            of_column,
            tab="Leads",
            field=name,
            rule="score.formula",
            message=f"A formula says what the {name} is, and stays: {{leads}}.",
            severity="note",
        )
    ]
