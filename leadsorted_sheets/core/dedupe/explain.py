"""Why two rows are, or are not, one person, in words: what agrees and how rare that is here, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from leadsorted_sheets.core.dedupe.compare import Evidence, Kind
from leadsorted_sheets.core.dedupe.people import Coded, Codes, Rows
from leadsorted_sheets.core.dedupe.spelling import Near

_WORTH_SAYING = 0.3
"""Bits below which a comparison is not mentioned."""


@dataclass(frozen=True, slots=True)
class Words:
    """What agrees and what does not, the strongest first."""

    agrees: tuple[str, ...]
    differs: tuple[str, ...]

    def __str__(self) -> str:
        """
        >>> str(Words(("same e-mail", "same surname"), ("other company",)))
        'Same e-mail; same surname. Against it: other company.'
        """
        parts = ["; ".join(self.agrees)] if self.agrees else ["nothing agrees"]
        if self.differs:
            parts.append(("Against it: " if self.agrees else "") + "; ".join(self.differs))
        return " ".join(part[0].upper() + part[1:] + "." for part in parts)


@dataclass(frozen=True, slots=True)
class Pair:
    """What there is to say about one pair: its rows `a` and `b`, the bits of every kind, how near the names are,
    and the codes of the e-mail and phone they share, -1 for none. Plain numbers: arrays are slow to ask one by one."""

    a: int
    b: int
    bits: dict[Kind, float]
    first: int
    last: int
    email: int
    phone: int


class Explained:
    """The evidence about some of the pairs, ready to be put into words."""

    def __init__(self, evidence: Evidence, places: Sequence[int]) -> None:
        pairs, at = evidence.pairs, np.array(places, np.int64)
        self._evidence = evidence
        self._people = pairs.people
        bits = np.stack([column[at] for column in evidence.bits.values()], axis=1).tolist()
        numbers = (
            column[at].tolist()
            for column in (pairs.a, pairs.b, evidence.first, evidence.last, pairs.email, pairs.phone)
        )
        self._pairs = {
            n: Pair(a, b, dict(zip(evidence.bits, of_pair, strict=True)), *others)
            for n, of_pair, a, b, *others in zip(places, bits, *numbers, strict=True)
        }

    def words(self, n: int) -> Words:
        """What the evidence about pair `n` comes to in words."""
        pair = self._pairs[n]
        bits = pair.bits
        said = sorted(
            [kind for kind, bit in bits.items() if abs(bit) >= _WORTH_SAYING], key=lambda kind: -abs(bits[kind])
        )
        agrees = tuple([self._sentence(pair, kind) for kind in said if bits[kind] > 0])
        differs = tuple([self._sentence(pair, kind) for kind in said if bits[kind] < 0])
        return Words(agrees, differs)

    def grounds(self, n: int) -> str:
        """What a pair has in common, in one of a few short phrases, for counting merges by reason."""
        pair = self._pairs[n]
        named = pair.first not in _NO_NAME or pair.last not in _NO_NAME
        if pair.email >= 0:
            fact = "e-mail and phone" if pair.phone >= 0 else "e-mail"
        elif pair.phone >= 0:
            fact = "phone"
        else:
            fact = next((kind for kind in _FACTS if pair.bits[kind] > 0), "")
        parts = [part for part in ("name" if named else "", fact) if part]
        return "same " + " and ".join(parts) if parts else "alike"

    def alike(self, n: int) -> str:
        """The evidence without its particulars, so that many pairs have it in common: "same name and company, other e-mail"."""
        pair = self._pairs[n]
        shares = [what for what, there in (("e-mail", pair.email >= 0), ("phone", pair.phone >= 0)) if there]
        shares += [kind for kind in _FACTS if pair.bits[kind] > 0]
        named = _how_named(pair.first, pair.last)
        said = [f"same {_joined(['name', *shares])}"] if named == _NAMED else [named] if named else []
        if shares and named != _NAMED:
            said.append(f"same {_joined(shares)}")
        against = sorted(kind for kind, bit in pair.bits.items() if bit <= -_WORTH_SAYING)
        return ", ".join(said or ["nothing agrees"]) + (f", other {_joined(against)}" if against else "")

    def _sentence(self, pair: Pair, kind: Kind) -> str:
        """One comparison in words."""
        match kind:
            case "first name":
                return self._name(pair, _FIRST_NAMES, pair.first, self._people.first, str.capitalize)
            case "last name":
                return self._name(pair, _LAST_NAMES, pair.last, self._people.last, str.title)
            case "e-mail":
                return self._email(pair)
            case "phone":
                return self._phone(pair)
            case "company":
                return self._company(pair)
        same, near, other = _PHRASES.get(kind) or (f"same {kind}", f"nearly the same {kind}", f"other {kind}")
        if pair.bits[kind] < 0:
            return other
        column = self._column(kind)
        if column is None:
            return same
        one, another = int(column.codes[pair.a]), int(column.codes[pair.b])
        return same + _how_rare(column, one) if one == another >= 0 else near

    def _column(self, kind: Kind) -> Coded | None:
        """The column of a kind whose rarity is worth telling."""
        people = self._people
        match kind:
            case "date of birth":
                return people.born
            case "street":
                return people.street
            case "city":
                return people.city
            case "postcode":
                return people.postcode
        return None

    def _name(self, pair: Pair, said: dict[int, str], near: int, column: Coded, spelt: Callable[[str], str]) -> str:
        one = int(column.codes[pair.a])
        if near == _SAME:
            return said[_SAME] + _how_rare(column, one)
        names = (spelt(column.value(row)) for row in (pair.a, pair.b))
        return said.get(near, said[_DIFFERENT]).format(*names)

    def _email(self, pair: Pair) -> str:
        people, a, b = self._people, pair.a, pair.b
        if pair.email >= 0:
            address = people.email.values[pair.email]
            if people.role[a] or people.role[b]:
                return f"same e-mail {address}, a role's mailbox"
            return f"same e-mail {address}{_though(self._evidence.pairs.rarity.on_email, pair.email)}"
        if pair.bits["e-mail"] > 0:
            return f"e-mail addresses nearly the same ({people.email.value(a)}, {people.email.value(b)})"
        return "other e-mail"

    def _phone(self, pair: Pair) -> str:
        if pair.phone < 0:
            return "other phone"
        return f"same phone{_though(self._evidence.pairs.rarity.on_phone, pair.phone)}"

    def _company(self, pair: Pair) -> str:
        of_row = self._evidence.pairs.company
        if pair.bits["company"] < 0:
            return "other company"
        one = int(of_row[pair.a])
        if one == int(of_row[pair.b]) >= 0:
            return "same company" + _how_rare(self._people.company, one)
        domains = self._people.domain.codes
        one = int(domains[pair.a])
        return "e-mail domain of one company" if one == int(domains[pair.b]) >= 0 else "companies spelt alike"


def _how_named(first: int, last: int) -> str:
    """How two names compare, in one of five phrases.

    >>> _how_named(Near.SAME, Near.SAME), _how_named(Near.INITIAL, Near.SAME), _how_named(Near.DIFFERENT, Near.SAME)
    ('same name', 'names alike', 'surnames alike')
    """
    if first == last == _SAME:
        return _NAMED
    match first not in _NO_NAME, last not in _NO_NAME:
        case True, True:
            return "names alike"
        case False, True:
            return "surnames alike"
        case True, False:
            return "first names alike"
    return ""


def _joined(words: Sequence[str]) -> str:
    """
    >>> _joined(["name"]), _joined(["name", "phone", "city"])
    ('name', 'name, phone and city')
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def words(evidence: Evidence, n: int) -> Words:
    """What the evidence about one pair comes to in words; `Explained` is quicker for many."""
    return Explained(evidence, [n]).words(n)


_SAME, _DIFFERENT = int(Near.SAME), int(Near.DIFFERENT)
_NO_NAME = frozenset({int(Near.MISSING), _DIFFERENT})
_NAMED = "same name"
_FIRST_NAMES: dict[int, str] = {
    _SAME: "same first name",
    Near.NICKNAME: "{} and {} are forms of one first name",
    Near.INITIAL: "{} and {} have the same initial",
    Near.TYPO: "{} and {} are a slip of the key apart",
    Near.SHORTENED: "{} and {} are nearly the same first name",
    Near.SWAPPED: "same name with first and last name swapped",
    Near.GARBLED: "{} could be {}, written badly",
    _DIFFERENT: "other first name ({}, {})",
}
_LAST_NAMES: dict[int, str] = {
    _SAME: "same surname",
    Near.INITIAL: "surnames {} and {} have the same initial",
    Near.PART: "surnames {} and {} have a part in common",
    Near.TYPO: "surnames {} and {} are a slip of the key apart",
    Near.GARBLED: "surname {} could be {}, written badly",
    _DIFFERENT: "other surname ({}, {})",
}
_FACTS: tuple[Kind, ...] = ("number", "date of birth", "street", "company")
_PHRASES: dict[Kind, tuple[str, str, str]] = {
    "Jr/Sr": ("both Junior or both Senior", "", "one is Junior, the other Senior"),
    "middle name": ("middle names fit", "", "other middle name"),
    "date of birth": ("same date of birth", "dates of birth a slip apart", "other date of birth"),
    "street": ("same street address", "street addresses spelt alike", "other street address"),
    "city": ("same city", "cities spelt alike", "other city"),
    "postcode": ("same postcode", "postcodes a slip apart", "other postcode"),
}
"""What is said where a comparison agrees, nearly agrees, and speaks against."""


def _though(sharers: Codes | Rows, code: int) -> str:
    count = int(sharers[code])
    return f", though {count} different people have it" if count > 1 else ""


def _how_rare(column: Coded, code: int) -> str:
    """How many rows of the list have a key, of those that have any."""
    return f" ({int(column.counts[code]):,} of {column.known:,} here)"
