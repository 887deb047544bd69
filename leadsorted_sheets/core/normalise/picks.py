"""Values of a list: whatever was typed, as the list spells it, if it is clear which entry was meant.

In this order: the entry itself, in any case and spacing; a synonym in eight languages; the one entry that it
is a slip away from (rapidfuzz, 90 of 100 or more, and no other). Everything else stays and is flagged, once a value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.normalise.synonyms import NO_WORDS, YES_WORDS
from leadsorted_sheets.core.normalise.verdict import Doubt, Verdict, kept

WHY_SPELLING = "list: spelt as in the list"
WHY_SYNONYM = "list: another word for an entry of the list"
WHY_SLIP = "list: one slip away from an entry of the list, and from no other"
WHY_YES = "yes or blank: another word for yes"
WHY_NO = "yes or blank: a no is a blank"
WHY_TAGS = 'tags: "; " between them, each once'

SLIP = 90
"""How alike two spellings must be, of 100, to be taken for a slip."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The entries of one list, by every spelling that means one of them. `where` says where the list is, for messages."""

    spellings: Mapping[str, str]
    synonyms: Mapping[str, str]
    where: str

    def read(self, cell: Cell) -> Verdict | None:
        """The cell as the list spells it, or None where it is so already.

        >>> sources = choices(["Website form", "Referral"], {"Website form": ("web", "webseite")}, where="on the Sources tab")
        >>> [sources.read(text).value for text in ("website  FORM", "Webseite", "Referal")], sources.read("Referral")
        (['Website form', 'Website form', 'Referral'], None)
        >>> sources.read("Skywriting").doubt.message
        '"Skywriting" is not on the Sources tab. Left as it is. Add it there, or choose one that is.'
        """
        typed = shown(cell)
        plain = _plain(typed)
        entry, why = self.spellings.get(plain), WHY_SPELLING
        if entry is None:
            entry, why = self.synonyms.get(plain) or self.synonyms.get(plain.replace(" ", "")), WHY_SYNONYM
        if entry is None:
            entry, why = self._slip(plain), WHY_SLIP
        if entry is None:
            message = f'"{typed}" is not {self.where}. Left as it is. Add it there, or choose one that is.'
            return Verdict(cell, doubt=Doubt(message, of_the_list=True))
        return None if entry == cell else Verdict(entry, why)

    def _slip(self, plain: str) -> str | None:
        """The one entry that the text is a slip away from. A word with "un" or "non" before it is its opposite, not a slip."""
        from rapidfuzz import fuzz, process

        near = process.extract(plain, list(self.spellings), scorer=fuzz.ratio, score_cutoff=SLIP, limit=3)
        entries = {self.spellings[match] for match, _, _ in near if match not in plain and plain not in match}
        return entries.pop() if len(entries) == 1 and len(near) == 1 else None


def choices(entries: Iterable[str], synonyms: Mapping[str, Sequence[str]] | None = None, *, where: str) -> Choices:
    """The choices a list offers. A synonym counts only for an entry that is in the list."""
    spellings = {_plain(entry): entry for entry in entries if entry.strip()}
    others = {
        _plain(word): spellings[_plain(entry)]
        for entry, words in (synonyms or {}).items()
        if _plain(entry) in spellings
        for word in words
    }
    return Choices(spellings, others, where)


def read_flag(cell: Cell) -> Verdict | None:
    """A yes or a blank, or None where the cell is "yes" already.

    >>> read_flag("Ja").value, read_flag(True).value, read_flag("no").value, read_flag("yes"), read_flag("maybe").doubt.message
    ('yes', 'yes', None, None, '"maybe" is neither yes nor no. Left as it is.')
    """
    word = _plain(shown(cell))
    if word in YES_WORDS:
        return None if cell == "yes" and isinstance(cell, str) else Verdict("yes", WHY_YES)
    if word in NO_WORDS:
        return Verdict(None, WHY_NO)
    return kept(cell, f'"{shown(cell)}" is neither yes nor no.')


def read_tags(cell: Cell) -> Verdict | None:
    """Tags with "; " between them, each once, or None where they are so already.

    >>> read_tags("vip, Berlin|VIP").value, read_tags("vip; Berlin")
    ('vip; Berlin', None)
    """
    if not isinstance(cell, str):
        return None
    tags: dict[str, str] = {}
    for part in _BETWEEN_TAGS.split(cell):
        if tag := part.strip():
            tags.setdefault(tag.casefold(), tag)
    joined = "; ".join(tags.values()) or None
    return None if joined == cell else Verdict(joined, WHY_TAGS)


def _plain(text: str) -> str:
    text = text.casefold()
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(_NOT_WORD.sub(" ", text).split()) or text.strip()


_NOT_WORD = re.compile(r"[\s_/.,:;&()-]+")
_BETWEEN_TAGS = re.compile(r"[;,|\n]")
