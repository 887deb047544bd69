"""Headers matched to fields: first each header by itself, then all of them together, for a field is taken once.

Some words mean one thing beside some headers and another without them: "Name" is the last
name beside "Vorname" and the full name on its own. `_DEPENDS` is the table of those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypeAlias

from leadsorted_sheets.core.headers.key import header_key, umlauts_written_out
from leadsorted_sheets.core.headers.units import without_unit
from leadsorted_sheets.core.schema import LEADS

REPEATABLE: frozenset[str] = frozenset({"Second email", "Second phone", "Address line 2", "Foreign ID", "Deal"})
"""Fields that several headers of one table may stand for at once."""

How: TypeAlias = Literal["exact", "synonym", "none"]


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """What one header stands for: a column of Leads, a pseudo-field, or None where it is the user's own.

    `why` is a sentence about it. `rank` is 0 for our own name and grows with the distance from it.
    """

    header: str
    field: str | None
    how: How = "none"
    why: str = ""
    rank: int = 0


def match_headers(headers: Sequence[str]) -> tuple[HeaderMatch, ...]:
    """The field of each header, in their order. Where several stand for one field, the nearest name has it.

    >>> [match.field for match in match_headers(("Vorname", "Name", "E-Mail", "Handy", "Shoe size"))]
    ['First name', 'Last name', 'Email', 'Mobile', None]
    """
    single = [_alone(header) for header in headers]
    present = {match.field for match in single if match.field}
    return _settled([_beside(match, present) if match.field is None else match for match in single])


def known_headers() -> dict[str, str]:
    """Every header we know, by its key, and the field it stands for. Words that depend on their neighbours are left out."""
    return {key: entry.field for key, entry in _lexicon().items()}


@dataclass(frozen=True, slots=True)
class _Entry:
    field: str
    rank: int
    language: str


# The words; then, line by line, which fields must be there and what the word means beside them. The first line that fits counts.
# fmt: off
_DEPENDS: tuple[tuple[str, tuple[tuple[tuple[str, ...], str | None], ...]], ...] = (
    ("Name; Nom; Naam; Nome; Nombre; Names",
     ((("First name", "Last name"), "Full name"),
      (("First name",), "Last name"),
      (("Last name",), "First name"),
      ((), "Full name"))),
    ("Customer; Customer name; Client; Client name; Cliente; Nom client; Nom du client; Nombre del cliente; Nome cliente; Nome do cliente; Kunde; Kundenname; Klant; Klantnaam; Klient; Nazwa klienta",
     ((("Company",), "Full name"),
      (("Full name",), "Company"),
      (("Last name",), "Company"),
      ((), "Full name"))),
    ("Estado; Stato; État",
     ((("City",), "Region"),
      (("Postcode",), "Region"),
      (("Street",), "Region"),
      (("Address",), "Region"),
      ((), "Status"))),
    ("Stage; Lead stage; Sales stage; Deal stage; Phase; Étape; Etapa; Fase; Etap; Etapa do lead; Fase lead",
     ((("Status",), None),
      ((), "Status"))),
)
# fmt: on
_SECOND = {"Email": "Second email", "Phone": "Second phone", "Mobile": "Second phone"}
_BEFORE = (
    "contact",
    "lead",
    "person",
    "customer",
    "prospect",
    "client",
    "kontakt",
    "kunde",
    "kunden",
    "cliente",
    "klant",
)
_REPEAT = re.compile(r" \(\d+\)$")


def _alone(header: str) -> HeaderMatch:
    """What the header says by itself."""
    if header in LEADS.fields:
        return HeaderMatch(header, header, "exact", "is our own name for it")
    key = header_key(header)
    entry = _lexicon().get(key)
    if entry:
        return HeaderMatch(header, entry.field, "exact" if entry.rank == 0 else "synonym", _why(entry), entry.rank)
    if _REPEAT.search(header):
        match = _alone(_REPEAT.sub("", header))
        return replace(match, header=header, rank=match.rank + 1000)
    plain, unit = without_unit(header)
    if unit:
        match = _alone(plain)
        return (
            replace(match, header=header, why=f"{match.why}, in {unit}", rank=match.rank + 100) if match.why else match
        )
    for before in _BEFORE:
        rest = key.removeprefix(before)
        entry = _lexicon().get(rest) if rest != key else None
        if entry:
            return HeaderMatch(header, entry.field, "synonym", _why(entry), entry.rank + 200)
    return HeaderMatch(header, None)


def _beside(match: HeaderMatch, present: set[str]) -> HeaderMatch:
    """What the header says beside the others."""
    rules = _depends().get(header_key(match.header))
    if rules is None:
        return match
    given, field = next((given, field) for given, field in rules if present.issuperset(given))
    if field is None:
        return match
    beside = f" beside {' and '.join(given)}" if given else ""
    return HeaderMatch(match.header, field, "synonym", f"means {field}{beside}", 1)


def _settled(matches: list[HeaderMatch]) -> tuple[HeaderMatch, ...]:
    """Each field once. Whoever loses a field becomes the second e-mail or phone, or stays the user's own."""
    best: dict[str, int] = {}
    for n, match in enumerate(matches):
        if match.field and (match.field not in best or match.rank < matches[best[match.field]].rank):
            best[match.field] = n
    return tuple(
        match
        if match.field is None or match.field in REPEATABLE or best[match.field] == n
        else _second(match, matches[best[match.field]])
        for n, match in enumerate(matches)
    )


def _second(match: HeaderMatch, winner: HeaderMatch) -> HeaderMatch:
    why = f"also means {match.field}, which {winner.header!r} has already"
    field = _SECOND.get(match.field or "")
    return HeaderMatch(match.header, field, "synonym" if field else "none", why, match.rank)


def _why(entry: _Entry) -> str:
    return f"is {entry.language} for {entry.field}" if entry.rank else "is our own name for it"


@cache
def _lexicon() -> dict[str, _Entry]:
    """Every known header by its key. Our own names come first, then English, the products and the other languages."""
    from leadsorted_sheets.core.headers import (
        dutch,
        english,
        french,
        german,
        italian,
        polish,
        portuguese,
        products,
        spanish,
    )

    lexicon = {header_key(name): _Entry(name, 0, "") for name in LEADS.fields}
    languages = {
        "English": english.WORDS,
        "German": german.WORDS,
        "French": french.WORDS,
        "Spanish": spanish.WORDS,
        "Italian": italian.WORDS,
        "Portuguese": portuguese.WORDS,
        "Dutch": dutch.WORDS,
        "Polish": polish.WORDS,
    }
    rows = [(language, field, words) for language, table in languages.items() for field, words in table]
    rows += [(f"{product}'s name", field, words) for product, field, words in products.WORDS]
    for _, field, _ in rows:
        lexicon.setdefault(header_key(field), _Entry(field, 1, "English"))
    depends = _depends()
    for language, field, words in rows:
        for rank, word in enumerate(words.split("; "), 1):
            for spelling in (word,) if word.isascii() else (word, umlauts_written_out(word)):
                key = header_key(spelling)
                if key not in depends:
                    lexicon.setdefault(key, _Entry(field, rank, language))
    return lexicon


@cache
def _depends() -> dict[str, tuple[tuple[tuple[str, ...], str | None], ...]]:
    return {header_key(word): rules for words, rules in _DEPENDS for word in words.split(";")}
