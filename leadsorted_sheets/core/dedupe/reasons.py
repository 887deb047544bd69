"""Why two leads are, or are not, one person, in lines to read; also of leads that were merged, as they stood then."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import numpy as np

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row, row_of
from leadsorted_sheets.core.cell import Cell, same, shown
from leadsorted_sheets.core.changes import AddRow, Changes, Edit, RemoveRow
from leadsorted_sheets.core.dedupe.explain import words
from leadsorted_sheets.core.dedupe.listed import Listed, equal_rows, listed, person
from leadsorted_sheets.core.dedupe.tiers import confidence
from leadsorted_sheets.core.state import MERGED

LEADS = schema.LEADS.name
_LONGEST = 60
"""Characters of a cell that a line quotes."""


def why(book: Book, key_a: Key, key_b: Key) -> tuple[str, ...]:
    """The verdict about two leads of the book first, then what agrees, then what speaks against it."""
    found = listed(book)
    place = {lead.key: n for n, lead in enumerate(found.leads)}
    return _of_pair(found, place[key_a], place[key_b])


def why_merged(then: Book, group: Collection[Key], key_a: Key, key_b: Key) -> tuple[str, ...]:
    """The same for two of a `group` that was merged, in the book as it stood before (`as_before`).

    Two rows may be one person only through others of the group: then every link of the surest chain is told.
    """
    found = listed(then)
    place = {lead.key: n for n, lead in enumerate(found.leads)}
    members = {place[key] for key in group if key in place}
    chain = _surest_chain(found, members, place[key_a], place[key_b])
    if len(chain) < 3:
        return _of_pair(found, place[key_a], place[key_b])
    keys = [found.leads[n].key for n in chain]
    lines = [f"{key_a} and {key_b} are one person through {' and '.join(keys[1:-1])}."]
    for one, other in pairwise(chain):
        verdict, *facts = _of_pair(found, one, other)
        lines += [f"{found.leads[one].key} and {found.leads[other].key}: {verdict}", *facts]
    return tuple(lines)


def as_before(made: Changes, book: Book) -> Book:
    """The book with its leads as they stood before a change set; what was edited in the same cells since is left out."""
    leads: dict[Key, Row] = dict(book.get(LEADS, {}))
    for change in reversed(made):
        if change.tab != LEADS:
            continue
        if isinstance(change, RemoveRow):
            leads[change.key] = change.row
        elif isinstance(change, AddRow):
            leads.pop(change.key, None)
        elif change.key in leads:
            leads[change.key] = row_of({**leads[change.key], change.field: change.before})
    return {**book, LEADS: leads}


def merged_with(kept: Key, made: Changes) -> tuple[Key, ...]:
    """The leads that a change set merged into one that stayed."""
    return tuple(
        change.key
        for change in made
        if isinstance(change, AddRow) and change.tab == MERGED and change.row.get("Into") == kept
    )


def survivors(kept: Key, made: Changes) -> tuple[str, ...]:
    """Which cell of the row that stayed came from whom, a line for each lead that gave one, and how it won."""
    gone = {
        each.key: each.row
        for each in made
        if isinstance(each, RemoveRow) and each.tab == LEADS and each.key in merged_with(kept, made)
    }
    taken: dict[str, list[str]] = defaultdict(list)
    for edit in made:
        if isinstance(edit, Edit) and (edit.tab, edit.key) == (LEADS, kept) and edit.why.startswith("dedupe: "):
            how = edit.why.rpartition("; ")[2]
            taken[_giver(edit, gone)].append(f"{edit.field} {_quoted(edit.after)} ({how})")
    lines = [f"{kept} took from {key}: {', '.join(taken[key])}." for key in gone if key in taken]
    if of_several := taken.get(""):
        lines.append(f"{kept} has from several of them: {', '.join(of_several)}.")
    return (*lines, f"{'Every other' if taken else 'Every'} cell is as it was in {kept}.")


def _giver(edit: Edit, gone: dict[Key, Row]) -> Key:
    """The first lead that went with this very cell, "" where it was put together."""
    return next((key for key, row in gone.items() if same(row.get(edit.field), edit.after)), "")


def _quoted(cell: Cell) -> str:
    text = " ".join(shown(cell).split())
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}…"'


def _of_pair(found: Listed, a: int, b: int) -> tuple[str, ...]:
    a, b = sorted((a, b))
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


def _surest_chain(found: Listed, members: set[int], a: int, b: int) -> Sequence[int]:
    """The rows from `a` to `b` whose least sure link is the surest there is; of equals, the shortest."""
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for one, other, sure in _links(found, members):
        links[one][other] = links[other][one] = max(sure, links[one].get(other, 0.0))
    queue: list[tuple[float, int, tuple[int, ...]]] = [(-1.0, 1, (a,))]
    seen: set[int] = set()
    while queue:
        least, length, chain = heapq.heappop(queue)
        if chain[-1] == b:
            return chain
        if chain[-1] not in seen:
            seen.add(chain[-1])
            for other, sure in links[chain[-1]].items():
                if other not in seen:
                    heapq.heappush(queue, (max(least, -sure), length + 1, (*chain, other)))
    return (a, b)


def _links(found: Listed, members: set[int]) -> Iterator[tuple[int, int, float]]:
    """What ties the members to one another: decisions, rows that are equal, and pairs that were compared."""
    for one, other in (*found.decided.same, *found.equal):
        if one in members and other in members:
            yield one, other, 1.0
    pairs, rows = found.examined.evidence.pairs, np.array(sorted(members))
    inside = np.nonzero(np.isin(pairs.a, rows) & np.isin(pairs.b, rows))[0]
    for n in inside.tolist():
        yield int(pairs.a[n]), int(pairs.b[n]), float(found.examined.confidence[n])
