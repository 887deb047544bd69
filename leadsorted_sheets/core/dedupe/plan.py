"""The operation: merge what is certain, put what is doubtful on Review, and say why the rest stays apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row, has_id
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.state import DECISIONS
from leadsorted_sheets.core.state import MERGED as MERGED_INTO

if TYPE_CHECKING:
    from leadsorted_sheets.core.dedupe.merges import Merge

LEADS = schema.LEADS.name
MERGED = "dedupe: merged into the row that stays"
FOLLOWS = "dedupe: follows its lead, which was merged"
REMEMBERED = "dedupe: a decision holds for the row that stays"


@dataclass(frozen=True, slots=True)
class Options:
    tier: Literal["certain", "likely", "exact", "none"] = field(
        default="certain",
        metadata={
            "help": "What is merged: certain; likely too; exact, only rows equal in every cell; none, all goes to Review. "
            "What you decided on Review is done in any case."
        },
    )


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Merge duplicate leads. The certain ones are merged, likely and possible ones go to Review.

    The most complete row of a person stays, with its id; the others' values, activities and deals go to it.
    People who merely share a phone or a mailbox stay apart, and a note says why.
    """
    if len(book.get(LEADS, {})) < 2:
        return Outcome((), (), (_summary([], []), _register([])))
    from leadsorted_sheets.core.dedupe.doubts import doubts
    from leadsorted_sheets.core.dedupe.listed import listed
    from leadsorted_sheets.core.dedupe.merges import merges
    from leadsorted_sheets.core.dedupe.rules import unfollowed
    from leadsorted_sheets.core.dedupe.survive import survive
    from leadsorted_sheets.core.dedupe.thresholds import figures, what_if

    found = listed(book, context.progress)
    labels = found.people(options.tier)
    merged = merges(found, labels)
    above = _above(book[LEADS])
    changes: list[Change] = []
    findings = [*found.findings, *unfollowed(found.settings, {name for row in book[LEADS].values() for name in row})]
    for merge in merged:
        survival = survive(merge.leads, found.settings, merge.because)
        changes += survival.edits
        changes += [RemoveRow(LEADS, row.lead.key, row.lead.row, MERGED, above[row.lead.key]) for row in merge.gone]
        findings += survival.findings
    changes += [
        AddRow(MERGED_INTO, row.lead.key, {"Into": merge.kept.key}, MERGED)
        for merge in merged
        for row in merge.gone
        if has_id(row.lead.key) and row.lead.key not in book.get(MERGED_INTO, {})
    ]
    becomes = {row.lead.key: merge.kept.key for merge in merged for row in merge.gone}
    changes += _followers(book, becomes)
    changes += _decisions(book, becomes)
    stays = {int(labels[n]): lead for n, lead in enumerate(found.leads) if lead.key not in becomes}
    doubtful = doubts(found, labels, stays, merged=options.tier)
    other_lines = figures(what_if(found, labels, options.tier))
    return Outcome(changes, [*findings, *doubtful], (_summary(merged, doubtful), _register(merged), other_lines))


def _above(keys: Iterable[Key]) -> dict[Key, Key]:
    """For each row the one above it; "" for the first."""
    order = list(keys)
    return dict(zip(order, ["", *order], strict=False))


def _followers(book: Book, becomes: Mapping[Key, Key]) -> Iterator[Edit]:
    """Activities and deals of rows that go belong to the row that stays."""
    for tab in (schema.ACTIVITIES.name, schema.PIPELINE.name):
        for key, row in book.get(tab, {}).items():
            lead = row.get("Lead ID")
            if isinstance(lead, str) and lead in becomes:
                yield Edit(tab, key, "Lead ID", lead, becomes[lead], FOLLOWS)


def _decisions(book: Book, becomes: Mapping[Key, Key]) -> Iterator[AddRow]:
    """A decision about a row that goes holds for the row that stays. The old one is left for whoever undoes the merge."""
    known = book.get(DECISIONS, {})
    added: set[Key] = set()
    for key, row in known.items():
        kind, _, pair = key.partition(":")
        now = sorted({becomes.get(one, one) for one in pair.split(":")})
        moved = f"{kind}:{':'.join(now)}"
        if kind not in {"same", "apart"} or len(now) < 2 or moved in known or moved in added:
            continue
        added.add(moved)
        yield AddRow(DECISIONS, moved, {**row, **_renamed(row, becomes)}, REMEMBERED)


def _renamed(row: Row, becomes: Mapping[Key, Key]) -> dict[str, Cell]:
    """A and B under the ids they have now, in the order they were in: what each was known by stands beside it."""
    return {name: becomes.get(lead, lead) for name in ("A", "B") if isinstance(lead := row.get(name), str)}


def _summary(merged: list[Merge], findings: list[Finding]) -> Figures:
    counts = {
        rule: sum(finding.rule == rule for finding in findings) for rule in {finding.rule for finding in findings}
    }
    rows = (
        ("Leads that were there more than once", len(merged)),
        ("Rows merged into them", sum(len(merge.gone) for merge in merged)),
        ("Pairs to review: certain", counts.get("dedupe.certain", 0)),
        ("Pairs to review: likely", counts.get("dedupe.likely", 0)),
        ("Pairs to review: possible", counts.get("dedupe.possible", 0)),
        ("Groups kept apart though they share an e-mail or phone", counts.get("dedupe.kept-apart", 0)),
    )
    return Figures("Duplicates", ("What", "Count"), rows)


def _register(merged: list[Merge]) -> Figures:
    rows = tuple((merge.kept.key, row.lead.key, row.confidence, row.why) for merge in merged for row in merge.gone)
    return Figures("Merges", ("Kept", "Merged into it", "Confidence", "Why"), rows)
