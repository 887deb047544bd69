"""Which pairs are worth comparing: rows that meet in at least one block, such as one e-mail or one rare name.

Bounded: of n rows, each key column of a block yields at most (PAIRS_PER_ROW + NEIGHBOURS) * n pairs, whatever the list
is like, so no block goes quadratic. A group larger than its cap (a switchboard on 30,000 leads, which comes to six
pairs a lead) is not compared each with each: its rows are sorted by name and only neighbours meet.
Rows equal in every key stand for one another: only the first of them enters the blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leadsorted_sheets.core.dedupe.names import sound
from leadsorted_sheets.core.dedupe.nicknames import nicknames
from leadsorted_sheets.core.dedupe.organisations import Words, house_number, spoken_of
from leadsorted_sheets.core.dedupe.people import Coded, Codes, Flags, People, Rows
from leadsorted_sheets.core.dedupe.rarity import Rarity

PAIRS_PER_ROW = 8
"""Most pairs a block may yield, for each row of the list; small lists may have `_ALWAYS_ALLOWED`."""
NEIGHBOURS = 3
"""How many rows onward a row of an oversized group is compared."""
_ALWAYS_ALLOWED = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The names of every row in the forms that blocks need. -1 where a row has none.

    `firsts` are a first name as it stands and up to two names it may be short for. `either_way` are the same
    with the surname, in no order, so that swapped columns meet. `words` are the rarest words of a place's name.
    `telling` marks rows whose whole name is rare
    enough that sharing it could mean something in a list of this length.
    """

    people: People
    firsts: tuple[Codes, ...]
    either_way: tuple[Rows, ...]
    last_sound: Codes
    first_sound: Codes
    initial: Codes
    telling: Flags
    company: Codes
    long_local: Codes
    house: Codes
    words: tuple[Codes, ...]


_Key: TypeAlias = NDArray[np.int32] | NDArray[np.int64]
_Keys: TypeAlias = Callable[[Forms], list[_Key]]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows with one key (of any of `keys`) meet. Groups above `cap` rows meet as neighbours only."""

    name: str
    keys: _Keys
    cap: int = 40


BLOCKS: tuple[Block, ...] = (
    Block("e-mail and first name", lambda at: [_both(at.people.email.codes, first) for first in at.firsts], 60),
    Block("e-mail and surname", lambda at: [_both(at.people.email.codes, at.last_sound)], 60),
    Block("phone and first name", lambda at: [_both(at.people.phone.codes, first) for first in at.firsts], 60),
    Block("phone and surname", lambda at: [_both(at.people.phone.codes, at.last_sound)], 60),
    Block("rare name", lambda at: [np.where(at.telling, name, -1) for name in at.either_way], 60),
    Block("sound of a rare name", lambda at: [np.where(at.telling, _both(at.last_sound, at.first_sound), -1)], 25),
    Block("name and city", lambda at: [_both(name, at.people.city.codes) for name in at.either_way[:2]]),
    Block("name and company", lambda at: [_both(name, at.company) for name in at.either_way[:2]]),
    Block("name and domain", lambda at: [_both(name, at.people.domain.codes) for name in at.either_way[:2]]),
    Block("surname and company", lambda at: [_both(at.people.last.codes, at.company)]),
    Block("sound of the surname and company", lambda at: [_both(at.last_sound, at.company)]),
    Block("first name and company", lambda at: [_both(first, at.company) for first in at.firsts[:2]]),
    Block("surname and domain", lambda at: [_both(at.people.last.codes, at.people.domain.codes)]),
    Block("first name and domain", lambda at: [_both(at.firsts[0], at.people.domain.codes)]),
    Block("mailbox name", lambda at: [at.long_local], 8),
    Block(
        "sound of the surname, initial and city",
        lambda at: [_both(_both(at.last_sound, at.initial), at.people.city.codes)],
    ),
    Block("date of birth", lambda at: [at.people.born.codes], 30),
    Block("date of birth and surname", lambda at: [_both(at.people.born.codes, at.last_sound)]),
    Block("date of birth and initial", lambda at: [_both(at.people.born.codes, at.initial)]),
    Block("postcode and surname", lambda at: [_both(at.people.postcode.codes, at.last_sound)]),
    Block("postcode and first name", lambda at: [_both(at.people.postcode.codes, first) for first in at.firsts[:2]]),
    Block("street", lambda at: [at.people.street.codes], 30),
    Block("house number and postcode", lambda at: [_both(at.house, at.people.postcode.codes)], 30),
    Block("house number and city", lambda at: [_both(at.house, at.people.city.codes)], 30),
    Block("rare word of a place and postcode", lambda at: [_both(word, at.people.postcode.codes) for word in at.words]),
    Block("rare word of a place and city", lambda at: [_both(word, at.people.city.codes) for word in at.words], 30),
    Block("rarest word of a place", lambda at: list(at.words[:1]), 20),
    Block("company without a person", lambda at: [np.where(at.people.last.codes < 0, at.company, -1)], 20),
    Block("company and postcode", lambda at: [_both(at.company, at.people.postcode.codes)], 20),
    Block("company and city", lambda at: [_both(np.where(at.people.last.codes < 0, at.company, -1), at.people.city.codes)], 20),
)  # fmt: skip


def candidates(people: People, rarity: Rarity, company: Codes) -> tuple[Rows, Rows]:
    """The pairs to compare, as two columns of row numbers, the smaller first, in order, each once.

    `company` is the company of each row, be it written or told by the domain of its mailbox.
    """
    forms = _forms(people, rarity, company)
    first_like = _first_alike(people)
    stands = first_like == np.arange(people.count)
    order = _mixed(forms.last_sound.astype(np.int64), forms.firsts[0])
    found = [first_like[~stands] * people.count + np.nonzero(~stands)[0]]
    for column, cap in ((people.email, 100), (people.phone, 60), (people.number, 30)):
        rows, codes = column.every()
        found.append(_pairs(rows[stands[rows]], codes[stands[rows]], cap=cap, order=order, count=people.count))
    blocks = BLOCKS
    if any(len(column) for column in (people.born, people.postcode, people.street)):
        blocks += (Block("sound of the surname and initial", lambda at: [_both(at.last_sound, at.initial)]),)
    for block in blocks:
        keys = block.keys(forms)
        held = [np.nonzero((key >= 0) & stands)[0] for key in keys]
        key = np.concatenate([key[rows] for key, rows in zip(keys, held, strict=True)])
        found.append(_pairs(np.concatenate(held), key, cap=block.cap, order=order, count=people.count))
    pairs: Rows = np.unique(np.concatenate(found))
    return pairs // people.count, pairs % people.count


def _pairs(rows: Rows, keys: _Key, *, cap: int, order: Rows, count: int) -> Rows:
    """Pairs of rows with one key, each as one number: smaller row * count + larger row."""
    if len(rows) < 2:
        return np.empty(0, np.int64)
    by_key = np.argsort(keys, kind="stable")
    rows, keys = rows[by_key], keys[by_key]
    starts = np.nonzero(np.r_[True, keys[1:] != keys[:-1]])[0]
    sizes = np.diff(np.r_[starts, len(keys)])
    cap = _affordable(sizes, cap, max(PAIRS_PER_ROW * count, _ALWAYS_ALLOWED))
    a, b = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= cap)]).tolist():  # one array operation for each size of group
        group = starts[sizes == size][:, None]
        left, right = np.triu_indices(size, 1)
        a.append(rows[group + left].ravel())
        b.append(rows[group + right].ravel())
    if (sizes > cap).any():
        crowd = np.repeat(sizes > cap, sizes)
        left, right = _neighbours(rows[crowd], keys[crowd], order)
        a.append(left)
        b.append(right)
    first, second = np.concatenate(a), np.concatenate(b)
    apart = first != second
    met: Rows = (np.minimum(first, second) * count + np.maximum(first, second))[apart]
    return met


def _affordable(sizes: Rows, cap: int, budget: int) -> int:
    """The cap, halved until its groups yield no more pairs than the budget."""
    while cap > 1:
        kept = sizes[sizes <= cap].astype(np.int64)
        if int((kept * (kept - 1) // 2).sum()) <= budget:
            break
        cap //= 2
    return cap


def _neighbours(rows: Rows, keys: _Key, order: Rows) -> tuple[Rows, Rows]:
    """In each group, sorted by name, every row with the few that follow it."""
    sorted_rows = np.lexsort((rows, order[rows], keys))
    rows, keys = rows[sorted_rows], keys[sorted_rows]
    a, b = [], []
    for step in range(1, NEIGHBOURS + 1):
        alike = keys[:-step] == keys[step:]
        a.append(rows[:-step][alike])
        b.append(rows[step:][alike])
    return np.concatenate(a), np.concatenate(b)


def _both(a: _Key, b: _Key) -> Rows:
    """One key for two columns together; -1 where either is missing."""
    key = _mixed(a.astype(np.int64), b)
    key[(a < 0) | (b < 0)] = -1
    return key


def _mixed(a: Rows, b: _Key) -> Rows:
    """Two numbers stirred into one of 62 bits. Chance meetings are harmless: every pair is still compared."""
    with np.errstate(over="ignore"):
        mixed: Rows = ((a * 0x9E3779B1 + b) * 0x85EBCA6B) & ((1 << 62) - 1)
    return mixed


def _first_alike(people: People) -> Rows:
    """For each row the first row that equals it in every key."""
    whole = np.zeros(people.count, np.int64)
    for column in (
        people.first, people.middle, people.last, people.generation, people.email, people.phone, people.before, people.company,
        people.street, people.city, people.region, people.postcode, people.country, people.born, people.number,
    ):  # fmt: skip
        if len(column):
            whole = _mixed(whole, column.codes)
    for n, column in enumerate((people.email, people.phone, people.number)):
        rows, codes = column.also
        stirred = _mixed(codes.astype(np.int64) + 1, np.full(len(codes), n))
        np.add.at(whole, rows, _mixed(stirred ^ (stirred >> 31), codes))  # folded: sums of plain codes would meet
    _, first, place = np.unique(whole, return_index=True, return_inverse=True)
    alike: Rows = first[place].astype(np.int64)
    return alike


def _forms(people: People, rarity: Rarity, company: Codes) -> Forms:
    first, last = people.first.codes, people.last.codes
    tokens: dict[str, int] = {}
    firsts = _formal_names(people.first, tokens)
    surnames = _looked_up(people.last, [tokens.setdefault(name, len(tokens)) for name in people.last.values])
    sounds: dict[str, int] = {}
    worth = rarity.first[first] + rarity.last[last] - rarity.by_country.bits(first, last)
    lengths = np.append(np.fromiter(map(len, people.local.values), np.int32, len(people.local)), 0)
    return Forms(
        people,
        firsts,
        tuple(_either_way(name, surnames) for name in firsts),
        last_sound=_looked_up(people.last, [sounds.setdefault(sound(name), len(sounds)) for name in people.last.values]),
        first_sound=_looked_up(people.first, [sounds.setdefault(sound(name), len(sounds)) for name in people.first.values]),
        initial=_looked_up(people.first, [ord(name[0]) for name in people.first.values]),
        telling=(worth + 1 >= rarity.size - 0.3) & (first >= 0),
        company=company,
        long_local=np.where(lengths[people.local.codes] >= 6, people.local.codes, -1),
        house=_looked_up(people.street, _numbered([house_number(street) for street in people.street.values])),
        words=_rare_words(people),
    )  # fmt: skip


def _formal_names(first: Coded, tokens: dict[str, int]) -> tuple[Codes, Codes, Codes]:
    """The first names as numbers, and the two names most borne in the list that each may be short for."""
    counts = dict(zip(first.values, first.counts.tolist(), strict=True))
    plain = [tokens.setdefault(name, len(tokens)) for name in first.values]
    formal: tuple[list[int], list[int]] = ([], [])
    known = nicknames().formal
    for name in first.values:
        names = sorted(known.get(name, ()), key=lambda of: (-counts.get(of, 0), of))
        for n, column in enumerate(formal):
            column.append(tokens.setdefault(names[n], len(tokens)) if n < len(names) else -1)
    return _looked_up(first, plain), _looked_up(first, formal[0]), _looked_up(first, formal[1])


def _looked_up(column: Coded, numbers: list[int]) -> Codes:
    """Row by row what is known of its key; -1 for rows without one."""
    return np.array([*numbers, -1], np.int32)[column.codes]


def _rare_words(people: People) -> tuple[Codes, ...]:
    """The two rarest words of each place's name, for rows that name nobody."""
    if not spoken_of(people):
        return (np.full(people.count, -1, np.int32),)
    words = Words(people.company)
    return tuple(_looked_up(people.company, _numbered(words.rarest(place))) for place in (0, 1))


def _numbered(texts: list[str]) -> list[int]:
    """Each text as a number, the same for equal texts; "" is -1."""
    numbers = {"": -1}
    return [numbers.setdefault(text, len(numbers)) for text in texts]


def _either_way(first: Codes, last: Codes) -> Rows:
    return _both(np.minimum(first, last), np.maximum(first, last))
