"""Whether two rows bear one name, one birthday, one number: what says who a person is."""

from __future__ import annotations

import numpy as np

from leadsorted_sheets.core.dedupe.nicknames import nicknames
from leadsorted_sheets.core.dedupe.pairs import Pairs, shared_key
from leadsorted_sheets.core.dedupe.people import Bits, Coded, Codes, Flags, Rows
from leadsorted_sheets.core.dedupe.spelling import Levels, Near, distinct_pairs, edit_distances

# How a level of agreement turns the rarity of a name into bits: rarity - less, kept between least and most.
#                       MISSING SAME NICKNAME INITIAL TYPO SHORTENED PART SWAPPED DIFFERENT GARBLED
_FIRST_LESS = np.array([0.0, 0.0, 2.0, 0.0, 2.5, 4.0, 0.0, 0.0, 0.0, 6.0], np.float32)
_FIRST_LEAST = np.array([0.0, 0.0, 2.0, 0.0, 2.0, 1.0, 0.0, 0.0, -9.0, -1.0], np.float32)
_FIRST_MOST = np.array([0.0, 11.0, 11.0, 3.0, 11.0, 11.0, 0.0, 0.0, -9.0, 4.0], np.float32)
_LAST_LESS = np.array([0.0, 0.0, 0.0, 0.0, 2.5, 0.0, 2.0, 0.0, 0.0, 6.0], np.float32)
_LAST_LEAST = np.array([0.0, 0.0, 0.0, 1.5, 2.5, 0.0, 2.0, 0.0, -6.0, -1.0], np.float32)
_LAST_MOST = np.array([0.0, 13.0, 0.0, 1.5, 13.0, 0.0, 13.0, 0.0, -6.0, 4.0], np.float32)


def name_bits(pairs: Pairs) -> tuple[Levels, Levels, Bits, Bits]:
    """The levels of first name and surname as judged, swapped columns found, and the bits of each.

    A shared surname with another first name says nothing: a household.
    """
    first, last, swapped = _either_order(pairs)
    a, b, rarity, people = pairs.a, pairs.b, pairs.rarity, pairs.people
    rare_first = np.minimum(rarity.first[people.first.codes[a]], rarity.first[people.first.codes[b]])
    rare_last = np.minimum(rarity.last[people.last.codes[a]], rarity.last[people.last.codes[b]])
    given = np.clip(np.minimum(rare_first, 11) - _FIRST_LESS[first], _FIRST_LEAST[first], _FIRST_MOST[first])
    family = np.clip(np.minimum(rare_last, 13) - _LAST_LESS[last], _LAST_LEAST[last], _LAST_MOST[last])
    same_birthday = pairs.same(people.born)
    relatives = (first == Near.DIFFERENT) & (family > 0) & ~same_birthday
    family[relatives] = 0
    given[(first == Near.DIFFERENT) & same_birthday] = -3  # a garbled first name rather than a spouse
    family[(last == Near.DIFFERENT) & same_birthday] = -3  # and a garbled surname, or one changed by marriage
    named = (given > 0) & (family > 0)
    one, other = (rarity.by_country.bits(people.first.codes[rows], people.last.codes[rows]) for rows in (a, b))
    together = np.minimum(one, other)  # of the two spellings, so that it does not matter which row comes first
    family = np.where(named, family - np.clip(together, -1, 5), family)
    return first, last, (given + swapped).astype(np.float32), family.astype(np.float32)


def middle_bits(pairs: Pairs) -> Bits:
    middle = pairs.people.middle
    initials = np.array([*(ord(name[0]) for name in middle.values), -1], np.int32)[middle.codes]
    alike = initials[pairs.a] == initials[pairs.b]
    bits: Bits = np.where(pairs.both(middle), np.where(alike, 2.5, -3.5), 0.0).astype(np.float32)
    return bits


def generation_bits(pairs: Pairs) -> Bits:
    """Junior is not Senior, whatever else they share."""
    generation = pairs.people.generation
    told = np.where(pairs.same(generation), 1.0, -60.0)
    bits: Bits = np.where(pairs.both(generation), told, 0.0).astype(np.float32)
    return bits


def birth_bits(pairs: Pairs) -> Bits:
    born, bits = pairs.people.born, np.zeros(len(pairs), np.float32)
    rows = np.nonzero(pairs.both(born))[0]
    if len(rows):
        one, other, place = distinct_pairs(born.codes[pairs.a[rows]], born.codes[pairs.b[rows]], len(born))
        slips = np.array(edit_distances([born.values[x] for x in one], [born.values[y] for y in other], 3))[place]
        rare = np.minimum(pairs.rarity.born[born.codes[pairs.a[rows]]], 13)
        bits[rows] = np.select([slips == 0, slips == 1, slips == 2], [rare, 8.0, 2.5], -5.0)
    return bits


def number_bits(pairs: Pairs) -> Bits:
    """A number of one's own agrees or speaks against; one that hardly ever repeats counts the rows and says nothing."""
    number, a, b = pairs.people.number, pairs.a, pairs.b
    shared, of_column = shared_key(number, a, b), _columns_of(number)
    repeats = [_repeats(number, of_column == place) for place in range(int(of_column.max(initial=-1)) + 1)]
    against = np.where(np.array([*repeats, False])[of_column], np.float32(-2), np.float32(0))
    left, right = number.codes[a], number.codes[b]
    unlike = pairs.both(number) & (of_column[left] == of_column[right])
    agree = np.minimum(pairs.rarity.number[shared], 40.0)
    bits: Bits = np.where(shared >= 0, agree, np.where(unlike, against[left], 0.0)).astype(np.float32)
    return bits


def _columns_of(number: Coded) -> Codes:
    """For each number the place of its column, as its key says where there are several; the last, -1, is for none."""
    places = (int(value.partition(" ")[0]) if " " in value else 0 for value in number.values)
    return np.append(np.fromiter(places, np.int32, len(number)), -1).astype(np.int32)


def _repeats(number: Coded, mine: Flags) -> bool:
    """Whether a column's numbers stand on several rows often enough to be a person's rather than the row's."""
    kinds = int(mine.sum())
    return int(number.counts[mine[:-1]].sum()) > 1.01 * kinds


def _either_order(pairs: Pairs) -> tuple[Levels, Levels, Bits]:
    """The levels of the names, and bits for pairs whose names agree with the columns swapped."""
    first, last = pairs.first.copy(), pairs.last.copy()
    bits = np.zeros(len(pairs), np.float32)
    people, rarity = pairs.people, pairs.rarity
    unlike = (first == Near.DIFFERENT) & ((last == Near.DIFFERENT) | (last == Near.MISSING))
    unlike |= (first == Near.INITIAL) & (last == Near.DIFFERENT)
    unlike &= _letters_cross(people.first, people.last, pairs.a, pairs.b)
    for n in np.nonzero(unlike)[0].tolist():
        a, b = int(pairs.a[n]), int(pairs.b[n])
        there = _crosswise(people.first.value(a), people.last.value(b))
        back = _crosswise(people.first.value(b), people.last.value(a))
        if min(there, back) >= 0 and max(there, back) > 0:
            worth = [float(rarity.last[people.last.codes[row]]) for row in (b, a)]
            bits[n] = (
                sum(min(bit, 9) if near == 1 else near for bit, near in zip(worth, (there, back), strict=True)) - 1
            )
            first[n] = last[n] = Near.SWAPPED
    return first, last, bits


def _letters_cross(first: Coded, last: Coded, a: Rows, b: Rows) -> Flags:
    """Pairs where a first name begins as the other row's surname does: without that no columns were swapped."""
    given, family = (
        np.array([*(ord(name[0]) for name in names.values), -1], np.int32)[names.codes] for names in (first, last)
    )
    flags: Flags = ((given[a] == family[b]) & (given[a] >= 0)) | ((given[b] == family[a]) & (given[b] >= 0))
    return flags


def _crosswise(first: str, last: str) -> int:
    """How a first name agrees with a surname: 1 the same, 2 nearly, 0 one is missing, -1 not."""
    if first == last and first:
        return 1
    if not first or not last:
        return 0
    if min(len(first), len(last)) == 1:
        return 2 if first[0] == last[0] else -1
    if nicknames().meet(first, last):
        return 2
    slips = edit_distances([first], [last], 2)[0]
    return 2 if slips <= (1 if min(len(first), len(last)) < 6 else 2) and min(len(first), len(last)) > 3 else -1
