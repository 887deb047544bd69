"""The words that name a person beyond doubt: e-mail addresses, phone numbers, the whole name. Found in any text.

A first name alone, or a company, says nothing about who is meant; it is never searched for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import shown

REMOVED = "[forgotten]"
"""What stands in the place of a word in a text that stays."""

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_SEVERAL = re.compile(r"[;,/|\n]")
_NOT_DIGITS = {code: None for code in range(128) if not chr(code).isdigit()}
_TAIL = 9
_SHORTEST = 7
_BETWEEN = r"[\s().\-/]{0,3}"


@dataclass(frozen=True, slots=True)
class Words:
    """`names` are whole names as (first, last), `emails` addresses in lower case, `phones` the last digits of numbers."""

    names: frozenset[tuple[str, str]] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.names or self.emails or self.phones)

    def __or__(self, other: Words) -> Words:
        return Words(self.names | other.names, self.emails | other.emails, self.phones | other.phones)

    def holds(self, text: str) -> bool:
        """Whether the text names the person.

        >>> ann = words_of([{"First name": "Ann", "Last name": "Ng", "Email": "ann@acme.example", "Phone": "+442079460018"}])
        >>> [ann.holds(text) for text in ("NG, Ann called", "(020) 7946-0018", "joann@acme.example", "Ann", "")]
        [True, True, False, False, False]
        """
        return self._may_hold(text) and _pattern(self).search(text) is not None

    def without(self, text: str) -> str:
        """The text with each of these words replaced.

        >>> words_of([{"Email": "ann@acme.example"}]).without("Wrote to Ann@Acme.example.")
        'Wrote to [forgotten].'
        """
        return _pattern(self).sub(REMOVED, text) if self._may_hold(text) else text

    def _may_hold(self, text: str) -> bool:
        """A quick look: most texts hold none of them."""
        if not text:
            return False
        folded = text.lower()
        if any(email in folded for email in self.emails) or any(last in folded for _, last in self.names):
            return True
        if not self.phones:
            return False
        digits = folded.translate(_NOT_DIGITS)
        return any(tail in digits for tail in self.phones)


def words_of(rows: Iterable[Row]) -> Words:
    """The words that these rows, all of one person, are known by.

    >>> sorted(words_of([{"Other emails": "a@x.de; B@x.de", "Phone": 4912}]).emails)
    ['a@x.de', 'b@x.de']
    """
    names: set[tuple[str, str]] = set()
    emails: set[str] = set()
    phones: set[str] = set()
    for row in rows:
        first, last = (" ".join(shown(row.get(part)).split()).lower() for part in ("First name", "Last name"))
        if first and last:
            names.add((first, last))
        for part in ("Email", "Other emails"):
            emails.update(found.lower() for found in _EMAIL.findall(shown(row.get(part))))
        for part in ("Phone", "Other phones"):
            phones.update(tail for text in _SEVERAL.split(shown(row.get(part))) if (tail := _tail(text)))
    return Words(frozenset(names), frozenset(emails), frozenset(phones))


def _tail(text: str) -> str:
    digits = text.lower().translate(_NOT_DIGITS)
    digits = "".join(each for each in digits if each.isascii())
    return digits[-_TAIL:] if len(digits) >= _SHORTEST else ""


@functools.lru_cache(maxsize=8)
def _pattern(words: Words) -> re.Pattern[str]:
    ways = [rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)" for email in sorted(words.emails)]
    for first, last in sorted(words.names):
        one, other = (r"\s+".join(map(re.escape, part.split())) for part in (first, last))
        ways += [rf"(?<!\w){a}\W{{1,3}}{b}(?!\w)" for a, b in ((one, other), (other, one))]
    lead = rf"(?<!\d)[+(]{{0,2}}(?:\d{_BETWEEN}){{0,7}}"
    ways += [rf"{lead}{_BETWEEN.join(tail)}(?!\d)" for tail in sorted(words.phones)]
    return re.compile("|".join(ways) or r"(?!)", re.IGNORECASE)
