"""Why two leads are, or are not, one person: asked of the book, and of its journal where they were merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.dedupe.plan import MERGED
from leadsorted_sheets.core.state import MERGED as MERGED_INTO
from leadsorted_sheets.errors import WrongUsage
from leadsorted_sheets.journal import ChangeSet
from leadsorted_sheets.session.opened import Opened, opened
from leadsorted_sheets.workbook.port import Workbook


@dataclass(frozen=True, slots=True)
class Step:
    """One lead went into another. `made` is the change set, None where the journal does not reach back to it."""

    gone: Key
    kept: Key
    made: ChangeSet | None


def reasons(workbook: Workbook, one: Key, other: Key) -> tuple[str, ...]:
    """What agrees between two leads, how rare that is, and what speaks against their being one person.

    For leads that were merged: when and by whom, the evidence as the rows stood then, and whose cells survived.
    A lead that went stands for the one it is in now. Raises errors.WrongUsage where there never was such a lead.
    """
    found = opened(workbook)
    ways = [_way(found, lead) for lead in (one, other)]
    for lead, way in zip((one, other), ways, strict=True):
        if not way and lead not in found.book["Leads"]:
            raise WrongUsage(
                f"{workbook.address} has no lead {lead}. It may have been merged: leadsorted history shows when."
            )
    if one == other:
        return (f"{one} is one row.",)
    stops = [[lead, *(step.kept for step in way)] for lead, way in zip((one, other), ways, strict=True)]
    meeting = next((stop for stop in stops[0] if stop in stops[1]), None)
    if meeting is None:
        told = [_told(step) for way in ways for step in way]
        return (*told, *_now(found.book, stops[0][-1], stops[1][-1]))
    steps = [step for way, stop in zip(ways, stops, strict=True) for step in way[: stop.index(meeting)]]
    return (*_of_merges(found, steps), f"To take it back: leadsorted undo {workbook.address} --merge {steps[0].gone}")


def _way(found: Opened, lead: Key) -> list[Step]:
    """The merges that took a lead to where it is now, the first one first."""
    into, leads = found.book.get(MERGED_INTO, {}), found.book["Leads"]
    way: list[Step] = []
    met = {lead}
    while lead not in leads and isinstance(kept := into.get(lead, {}).get("Into"), str) and kept not in met:
        merge = found.journal.merge_of(lead, MERGED)
        way.append(Step(lead, kept, merge[0] if merge and merge[1].kept == kept else None))
        met.add(kept)
        lead = kept
    return way


def _told(step: Step) -> str:
    if step.made is None:
        return f"{step.gone} was merged into {step.kept}. The journal no longer reaches back to it."
    head = step.made.heading
    return f"{step.gone} was merged into {step.kept} on {head.when:%Y-%m-%d %H:%M} by {head.actor} ({head.verb}, {head.id})."


def _now(book: Book, one: Key, other: Key) -> tuple[str, ...]:
    """The two rows that the leads are in now, compared."""
    from leadsorted_sheets.core import dedupe

    gone = next((key for key in (one, other) if key not in book["Leads"]), None)
    return dedupe.why(book, one, other) if gone is None else (f"{gone} is gone since.",)


def _of_merges(found: Opened, steps: Sequence[Step]) -> Iterator[str]:
    """The merges between two leads, the newest first: each row is seen as it stood before those that came later."""
    from leadsorted_sheets.core.dedupe import reasons as of_leads

    age = {heading.id: -n for n, heading in enumerate(found.journal.headings)}
    then = found.book
    for id, group in groupby(sorted(steps, key=lambda step: age.get(_id(step), 1)), key=_id):
        together = list(group)
        yield from (_told(step) for step in together)
        kept, made = together[0].kept, together[0].made
        if id and made is not None:
            pair = [step.gone for step in together] if len(together) == 2 else [together[0].gone, kept]
            then = of_leads.as_before(made.changes, then)
            everyone = (kept, *of_leads.merged_with(kept, made.changes))
            verdict, *facts = of_leads.why_merged(then, everyone, *pair)
            yield f"As the rows stood then: {verdict}"
            yield from (*facts, *of_leads.survivors(kept, made.changes))


def _id(step: Step) -> str:
    return step.made.heading.id if step.made else ""
