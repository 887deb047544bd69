"""Decisions outlive the rows they were made about: a lead that comes again under a new id is known by its keys.

A key is a name with an e-mail, a phone or a company. Only a short digest of each is kept, so that nothing about a
person stays behind in the workbook. A row stands for one side of a decision when it has a key that the other side
had not. Two rows with the very same keys cannot be told apart so: for them the decision holds by their ids alone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from leadsorted_sheets.core.book import Key, Row, Table, base32
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.dedupe import keys
from leadsorted_sheets.core.dedupe.countries import country_key

Choice: TypeAlias = Literal["same", "apart"]
KNOWN_A, KNOWN_B = "Known A", "Known B"
"""The fields of a remembered decision that hold the keys of its two leads."""
MOST_TWINS = 20
"""Rows that may stand for one side by their keys; a key of more says nothing about who is meant."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two leads a decision was about. `own` are keys that the other had not, `others` those it alone had."""

    decision: Key
    which: Literal["A", "B"]
    choice: Choice
    lead: Key
    known: frozenset[str]
    own: frozenset[str]
    others: frozenset[str]

    def fits(self, known: frozenset[str]) -> bool:
        """Whether a row with these keys is this lead and not the other one."""
        if known == self.known:
            return bool(self.own or self.others)
        return bool(known & self.own) and not known & self.others


class Remembered:
    """What people decided about pairs of leads. `country` (ISO 3166) reads a number where a row names no country."""

    def __init__(self, decisions: Table, country: str) -> None:
        self._country = country
        self._by_id: dict[Key, list[Side]] = defaultdict(list)
        self._by_key: dict[str, list[Side]] = defaultdict(list)
        self._people: set[str] = set()
        for key, row in decisions.items():
            for side in _sides(key, row):
                self._by_id[side.lead].append(side)
                for digest in side.known:
                    self._by_key[digest].append(side)
                    self._people.add(digest[:_WHO])

    def sides(self, key: Key, row: Row) -> list[tuple[Side, bool]]:
        """The sides a row stands for, and whether it does so by its id. Give "" for a key that does not count."""
        by_id = self._by_id.get(key, [])
        found = [(side, True) for side in by_id]
        if not self._by_key or _digest(name_key(row), _WHO) not in self._people:
            return found
        known = known_by(row, self._country)
        settled = {side.decision for side in by_id}
        likely = dict.fromkeys(side for digest in sorted(known) for side in self._by_key.get(digest, ()))
        return found + [(side, False) for side in likely if side.decision not in settled and side.fits(known)]

    def pairs(self, rows: Sequence[tuple[Key, Row]]) -> dict[Choice, set[tuple[int, int]]]:
        """The pairs of rows that were decided, by their places, the lower first."""
        standing: dict[tuple[Key, str], list[tuple[int, bool]]] = defaultdict(list)
        choices: dict[Key, Choice] = {}
        for place, (key, row) in enumerate(rows):
            for side, by_id in self.sides(key, row):
                standing[side.decision, side.which].append((place, by_id))
                choices[side.decision] = side.choice
        found: dict[Choice, set[tuple[int, int]]] = {"same": set(), "apart": set()}
        for decision, choice in choices.items():
            one, other = (_who(standing.get((decision, which), ())) for which in ("A", "B"))
            found[choice].update((min(a, b), max(a, b)) for a in one for b in other if a != b)
        return found

    def choice(self, a: tuple[Key, Row], b: tuple[Key, Row]) -> Choice | None:
        """What was decided about two rows, None where nothing was. Where both were, they stay apart."""
        found = self.pairs([a, b])
        return "apart" if found["apart"] else "same" if found["same"] else None


def known_by(row: Row, country: str) -> frozenset[str]:
    """What a lead is known by: its name with each of its e-mails, phones and its company, as digests.

    >>> ana = {"First name": "Ana", "Last name": "Ng", "Email": "Ana@Acme.example", "Company": "Acme Ltd"}
    >>> known_by(ana, "GB") == known_by({**ana, "Email": "ana@acme.example", "Company": "ACME"}, "GB")
    True
    >>> len(known_by(ana, "GB")), known_by({"First name": "Ana"}, "GB")
    (2, frozenset())
    """
    name = name_key(row)
    country = country_key(shown(row.get("Country"))) or country
    facts = [box.address for text in texts(row, "Email", "Other emails") for box in keys.mailboxes(text)]
    facts += [line.digits for text in texts(row, "Phone", "Other phones") for line in keys.lines(text, country)]
    if name:
        facts += [key for text in texts(row, "Company") if (key := keys.company_key(text))]
    who = _digest(name, _WHO)
    return frozenset(who + _digest(f"{name}|{fact}", _WHAT) for fact in facts)


def written(row: Row, country: str) -> str:
    """The keys of a lead as a cell of the decision holds them."""
    return " ".join(sorted(known_by(row, country)))


_WHO, _WHAT = 4, 10
"""Letters of the digest that say whose key it is, and of the one that says which."""


def name_key(row: Row) -> str:
    """The words of a person's name in one spelling and order, "" where there is none."""
    return " ".join(sorted(keys.title_key(" ".join(texts(row, "First name", "Last name"))).split()))


def texts(row: Row, *names: str) -> Iterator[str]:
    """What stands in these cells, those that are blank left out."""
    for name in names:
        if (cell := row.get(name)) is not None:
            yield shown(cell)


def _digest(text: str, letters: int) -> str:
    return base32(int.from_bytes(hashlib.sha256(text.encode(errors="replace")).digest()[:7]))[:letters]


def _sides(key: Key, row: Row) -> Iterator[Side]:
    kind, _, pair = key.partition(":")
    a, _, b = pair.partition(":")
    if kind not in {"same", "apart"} or not b or a == b:
        return
    choice: Choice = "same" if kind == "same" else "apart"
    # a decision keeps its two leads in the order of their ids when it was made; the ids may have changed since
    a, b = (shown(row.get("A")) or a, shown(row.get("B")) or b) if {row.get("A"), row.get("B")} == {a, b} else (a, b)
    one, other = (frozenset(shown(row.get(name)).split()) for name in (KNOWN_A, KNOWN_B))
    yield Side(key, "A", choice, a, one, one - other, other - one)
    yield Side(key, "B", choice, b, other, other - one, one - other)


def _who(standing: Iterable[tuple[int, bool]]) -> list[int]:
    """The rows that stand for a side: the lead itself, and its twins unless they are too many."""
    every = list(standing)
    twins = [place for place, by_id in every if not by_id]
    return [place for place, by_id in every if by_id] + (twins if len(twins) <= MOST_TWINS else [])
