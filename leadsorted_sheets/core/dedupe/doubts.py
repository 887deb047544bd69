"""What a person should see: pairs that may be one person, and groups that share a contact and stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.dedupe.apart import Sharing, kept_apart
from leadsorted_sheets.core.dedupe.claims import Lead
from leadsorted_sheets.core.dedupe.explain import Explained
from leadsorted_sheets.core.dedupe.keys import lines, mailboxes
from leadsorted_sheets.core.dedupe.listed import LEADS, Listed, person
from leadsorted_sheets.core.dedupe.people import Rows
from leadsorted_sheets.core.dedupe.tiers import Tier
from leadsorted_sheets.core.findings import Finding

_SAY: dict[Tier, str] = {
    "certain": "{one} and {other} are certainly one person.",
    "likely": "{one} and {other} are likely one person.",
    "possible": "{one} and {other} may be one person.",
}
_SURE: dict[Tier, str] = {"certain": "certainly", "likely": "likely", "possible": "possibly"}
_NAMED_IN_FULL = 4
"""People of a group that a message names; the others are counted."""


def doubts(listed: Listed, labels: Rows, kept: dict[int, Lead], *, merged: str) -> list[Finding]:
    """Findings about the rows that stay. `kept` is the row that stays of each person; `merged` the tier just merged."""
    review, reviewed = [], set()
    apart = {tuple(sorted((int(labels[a]), int(labels[b])))) for a, b in listed.decided.apart}
    pairs = list(_open_pairs(listed, labels))
    explained = Explained(listed.examined.evidence, [n for n, _one, _other in pairs])
    for n, one, other in pairs:
        if (one, other) not in apart:
            reviewed.add((one, other))
            review.append(_doubt(listed, n, explained, kept[one], kept[other], merged=merged))
    sharings = kept_apart(
        listed.examined,
        labels,
        reviewed=frozenset(reviewed),
        decided=frozenset((one, other) for one, other in apart),
    )
    return [*review, *(_note(sharing, kept) for sharing in sharings), *_placeholders(listed, kept.values())]


def _placeholders(listed: Listed, leads: Iterable[Lead]) -> Iterator[Finding]:
    """Leads that have the same e-mail or phone only because nobody had one: noemail@example.com, 000-000-0000."""
    country = listed.settings.preferences.country
    says_nothing: dict[str, Callable[[str], bool]] = {
        "Email": lambda text: not mailboxes(text),
        "Phone": lambda text: not lines(text, country),
    }
    groups: dict[tuple[str, str], list[Lead]] = defaultdict(list)
    for lead in leads:
        for name in says_nothing:
            if isinstance(cell := lead.value(name), str):
                groups[name, cell.strip().casefold()].append(lead)
    for (name, text), sharing in groups.items():
        if len(sharing) > 1 and says_nothing[name](text):
            first, *others = sorted(sharing, key=lambda lead: lead.key)
            message = f'{len(sharing)} leads share the {name.lower()} "{text}", which says nothing about who they are. They stay apart.'
            keys = tuple(lead.key for lead in others)
            yield Finding("note", LEADS, first.key, name, "dedupe.kept-apart", message, others=keys)


def _open_pairs(listed: Listed, labels: Rows) -> Iterator[tuple[int, int, int]]:
    """The strongest pair between each two people that could be one: its place, and the two labels, the lower first."""
    pairs, sure = listed.examined.evidence.pairs, listed.examined.confidence
    a, b = labels[pairs.a], labels[pairs.b]
    held = np.nonzero((sure >= listed.limits.possible) & (a != b))[0]
    held = held[np.lexsort((held, -listed.examined.evidence.total[held], -sure[held]))]
    low, high = np.minimum(a, b)[held], np.maximum(a, b)[held]
    _, first = np.unique(low * len(labels) + high, return_index=True)
    for place in np.sort(first).tolist():
        yield int(held[place]), int(low[place]), int(high[place])


def _doubt(listed: Listed, n: int, explained: Explained, one: Lead, other: Lead, *, merged: str) -> Finding:
    why = str(explained.words(n))
    one, other = sorted((one, other), key=lambda lead: lead.key)
    sure = float(listed.examined.confidence[n])
    tier: Tier = listed.limits.tier(sure) or "possible"
    if merged in {"certain", "likely"} and sure >= getattr(listed.limits, merged):
        tier, sure = "possible", min(sure, listed.limits.likely - 0.01)
        why += " Not merged: with what they were merged with, they contradict each other."
    message = _SAY[tier].format(one=person(one), other=person(other)) + " Merge them, or keep them apart."
    return Finding(
        "review",
        LEADS,
        one.key,
        None,
        f"dedupe.{tier}",
        message,
        suggestion=None if tier == "possible" else "Merge",
        others=(other.key,),
        why=why,
        confidence=round(sure, 3),
        alike=f"{_SURE[tier]} one person, {explained.alike(n)}",
    )


def _note(sharing: Sharing, kept: dict[int, Lead]) -> Finding:
    leads = sorted((kept[row] for row in sharing.rows), key=lambda lead: lead.key)
    names = [person(lead) for lead in leads[:_NAMED_IN_FULL]]
    more = len(leads) - len(names)
    listed = ", ".join(names) + f" and {more} more" if more else ", ".join(names[:-1]) + f" and {names[-1]}"
    message = (
        f"{listed} share an {sharing.shared}"
        if sharing.shared.startswith("e")
        else f"{listed} share a {sharing.shared}"
    )
    others: tuple[Key, ...] = tuple(lead.key for lead in leads[1:])
    return Finding(
        "note", LEADS, leads[0].key, None, "dedupe.kept-apart", f"{message} and stay apart: {sharing.reason}.", others=others, why=sharing.reason
    )  # fmt: skip
