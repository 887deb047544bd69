"""Why two rows are, or are not, one person, in words: what agrees and how rare that is here, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass

from leadsorted_sheets.core.dedupe.compare import Evidence, Kind
from leadsorted_sheets.core.dedupe.people import Coded
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


def words(evidence: Evidence, n: int) -> Words:
    """What the evidence about pair `n` comes to in words."""
    bits = {kind: float(column[n]) for kind, column in evidence.bits.items()}
    said = sorted((kind for kind, bit in bits.items() if abs(bit) >= _WORTH_SAYING), key=lambda kind: -abs(bits[kind]))
    agrees = tuple(_sentence(evidence, n, kind) for kind in said if bits[kind] > 0)
    differs = tuple(_sentence(evidence, n, kind) for kind in said if bits[kind] < 0)
    return Words(agrees, differs)


def grounds(evidence: Evidence, n: int) -> str:
    """What a pair has in common, in one of a few short phrases, for counting merges by reason."""
    pairs, bits = evidence.pairs, evidence.bits
    mail, phone = pairs.email[n] >= 0, pairs.phone[n] >= 0
    named = evidence.first[n] not in {Near.MISSING, Near.DIFFERENT} or evidence.last[n] not in {
        Near.MISSING,
        Near.DIFFERENT,
    }
    shared = {
        "e-mail and phone": mail and phone,
        "e-mail": mail,
        "phone": phone,
        "number": bits["number"][n] > 0,
        "date of birth": bits["date of birth"][n] > 0,
        "street": bits["street"][n] > 0,
        "company": bits["company"][n] > 0,
    }
    fact = next((fact for fact, holds in shared.items() if holds), "")
    parts = [part for part in ("name" if named else "", fact) if part]
    return "same " + " and ".join(parts) if parts else "alike"


def _sentence(evidence: Evidence, n: int, kind: Kind) -> str:
    """One comparison in words."""
    match kind:
        case "first name":
            return _first_name(evidence, n)
        case "last name":
            return _last_name(evidence, n)
        case "e-mail":
            return _email(evidence, n)
        case "phone":
            return _phone(evidence, n)
        case "company":
            return _company(evidence, n)
    same, near, other = _PHRASES.get(kind, (f"same {kind}", f"nearly the same {kind}", f"other {kind}"))
    if evidence.bits[kind][n] < 0:
        return other
    column = _column(evidence, kind)
    if column is None:
        return same
    return _rare(same, evidence, n, column) if _same(evidence, n, column) else near


_PHRASES: dict[Kind, tuple[str, str, str]] = {
    "Jr/Sr": ("both Junior or both Senior", "", "one is Junior, the other Senior"),
    "middle name": ("middle names fit", "", "other middle name"),
    "date of birth": ("same date of birth", "dates of birth a slip apart", "other date of birth"),
    "street": ("same street address", "street addresses spelt alike", "other street address"),
    "city": ("same city", "cities spelt alike", "other city"),
    "postcode": ("same postcode", "postcodes a slip apart", "other postcode"),
}
"""What is said where a comparison agrees, nearly agrees, and speaks against."""


def _column(evidence: Evidence, kind: Kind) -> Coded | None:
    """The column of a kind whose rarity is worth telling."""
    people = evidence.pairs.people
    columns: dict[Kind, Coded] = {
        "date of birth": people.born,
        "street": people.street,
        "city": people.city,
        "postcode": people.postcode,
    }
    return columns.get(kind)


def _first_name(evidence: Evidence, n: int) -> str:
    first = evidence.pairs.people.first
    if evidence.first[n] == Near.SAME:
        return _rare("same first name", evidence, n, first)
    one, other = (first.value(int(side[n])).capitalize() for side in (evidence.pairs.a, evidence.pairs.b))
    match evidence.first[n]:
        case Near.NICKNAME:
            return f"{one} and {other} are forms of one first name"
        case Near.INITIAL:
            return f"{one} and {other} have the same initial"
        case Near.TYPO:
            return f"{one} and {other} are a slip of the key apart"
        case Near.SHORTENED:
            return f"{one} and {other} are nearly the same first name"
        case Near.SWAPPED:
            return "same name with first and last name swapped"
        case _:
            return f"other first name ({one}, {other})"


def _last_name(evidence: Evidence, n: int) -> str:
    last = evidence.pairs.people.last
    if evidence.last[n] == Near.SAME:
        return _rare("same surname", evidence, n, last)
    one, other = (last.value(int(side[n])).title() for side in (evidence.pairs.a, evidence.pairs.b))
    match evidence.last[n]:
        case Near.INITIAL:
            return f"surnames {one} and {other} have the same initial"
        case Near.PART:
            return f"surnames {one} and {other} have a part in common"
        case Near.TYPO:
            return f"surnames {one} and {other} are a slip of the key apart"
        case _:
            return f"other surname ({one}, {other})"


def _email(evidence: Evidence, n: int) -> str:
    pairs = evidence.pairs
    people = pairs.people
    if pairs.email[n] >= 0:
        address = people.email.values[pairs.email[n]]
        sharers = int(pairs.rarity.on_email[pairs.email[n]])
        if people.role[pairs.a[n]] or people.role[pairs.b[n]]:
            return f"same e-mail {address}, a role's mailbox"
        return f"same e-mail {address}" + (f", though {sharers} different people have it" if sharers > 1 else "")
    if evidence.bits["e-mail"][n] > 0:
        one, other = (people.email.value(int(side[n])) for side in (pairs.a, pairs.b))
        return f"e-mail addresses nearly the same ({one}, {other})"
    return "other e-mail"


def _phone(evidence: Evidence, n: int) -> str:
    pairs = evidence.pairs
    if pairs.phone[n] < 0:
        return "other phone"
    sharers = int(pairs.rarity.on_phone[pairs.phone[n]])
    return "same phone" + (f", though {sharers} different people have it" if sharers > 1 else "")


def _company(evidence: Evidence, n: int) -> str:
    pairs = evidence.pairs
    one, other = int(pairs.company[pairs.a[n]]), int(pairs.company[pairs.b[n]])
    if evidence.bits["company"][n] < 0:
        return "other company"
    if one == other >= 0:
        return "same company" + _how_rare(pairs.people.company, one)
    return "e-mail domain of one company" if _same(evidence, n, pairs.people.domain) else "companies spelt alike"


def _same(evidence: Evidence, n: int, column: Coded) -> bool:
    one, other = (int(column.codes[side[n]]) for side in (evidence.pairs.a, evidence.pairs.b))
    return one == other >= 0


def _rare(what: str, evidence: Evidence, n: int, column: Coded) -> str:
    return what + _how_rare(column, int(column.codes[evidence.pairs.a[n]]))


def _how_rare(column: Coded, code: int) -> str:
    """How many rows of the list have a key, of those that have any."""
    return f" ({int(column.counts[code]):,} of {column.known:,} here)"
