"""Which lead or deal somebody means: by its id, by an e-mail address, or by a name that only one has.

    id        L-7K3QZ9M2XA, in any case
    e-mail    of the Email column or of Other emails
    name      the whole name; else the company; else words that only one row has all of

The first of these that finds anything decides. Where it finds several, nobody is taken for another: all are listed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row, has_id
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.records import filled
from leadsorted_sheets.core.review import summary

LEAD = {"help": "The lead: its id, an e-mail address or a name.", "argument": "LEAD", "ask": "Which lead?"}
LEAD_OR_DEAL = {
    "help": "A lead or deal: its id, an e-mail address or a name.",
    "argument": "LEAD|DEAL",
    "ask": "Which lead or deal?",
}
"""How a verb asks for them: the metadata of its option."""

_SHOWN = 12


def lead_meant(book: Book, said: str) -> Key:
    """The lead somebody means. Raises errors.NoSuchRow, or errors.SeveralRows with those it may be."""
    return _only("lead", said, leads_meant(book, said), book, schema.LEADS)


def deal_meant(book: Book, said: str) -> Key:
    """The deal somebody means: by its own id or name, or by the lead it came from. Raises as `lead_meant` does."""
    return _only("deal", said, deals_meant(book, said), book, schema.PIPELINE)


def leads_meant(book: Book, said: str) -> tuple[Key, ...]:
    """Every lead that may be meant, in the order of the rows."""
    return _first_that_finds(book, schema.LEADS, said, _LEAD_WAYS)


def deals_meant(book: Book, said: str) -> tuple[Key, ...]:
    """Every deal that may be meant, in the order of the rows."""
    return _first_that_finds(book, schema.PIPELINE, said, _DEAL_WAYS) or _deals_of(book, leads_meant(book, said))


def is_deal(book: Book, said: str) -> bool:
    """Whether a deal is meant rather than a lead: by an id, or because no lead is called so.

    >>> is_deal({"Pipeline": {"D-1": {"Deal ID": "D-1", "Deal": "Acme"}}, "Leads": {}}, "d-1")
    True
    """
    if leads_meant(book, said):
        return bool(_first_that_finds(book, schema.PIPELINE, said, _DEAL_WAYS[:1]))
    return bool(_first_that_finds(book, schema.PIPELINE, said, _DEAL_WAYS))


def named(key: Key, row: Row) -> str:
    """A row as a sentence names it.

    >>> named("L-1", {"First name": "Ann", "Last name": "Ng", "Company": "Acme"}), named("D-1", {"Deal": "Acme, 20 seats"})
    ('Ann Ng (L-1)', 'Acme, 20 seats (D-1)')
    """
    name = full_name(row) or shown(row.get("Deal")) or shown(row.get("Company")) or shown(row.get("Email"))
    return f"{name} ({key})" if name else key


def full_name(row: Row) -> str:
    """First and last name with one blank between them.

    >>> full_name({"First name": "Ann", "Last name": " Ng"})
    'Ann Ng'
    """
    return " ".join(" ".join(shown(row.get(part)) for part in ("First name", "Last name")).split())


def plain(text: str) -> str:
    """Text as two spellings of it are compared: without case, accents and marks between words.

    >>> plain("  José  NÚÑEZ-Ruiz ")
    'jose nunez ruiz'
    """
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() or c in "@.+" else " " for c in folded).split())


def _by_id(key: Key, _row: Row, wanted: str) -> bool:
    return plain(key) == wanted


def _by_email(_key: Key, row: Row, wanted: str) -> bool:
    if "@" not in wanted:
        return False
    addresses = [row.get("Email"), *shown(row.get("Other emails")).split(";")]
    return any(plain(shown(address)) == wanted for address in addresses)


def _by_name(_key: Key, row: Row, wanted: str) -> bool:
    return plain(full_name(row)) == wanted


def _by_deal(_key: Key, row: Row, wanted: str) -> bool:
    return plain(shown(row.get("Deal"))) == wanted


def _by_company(_key: Key, row: Row, wanted: str) -> bool:
    return plain(shown(row.get("Company"))) == wanted


def _by_words(_key: Key, row: Row, wanted: str) -> bool:
    text = " ".join((full_name(row), shown(row.get("Deal")), shown(row.get("Company"))))
    return set(wanted.split()) <= set(plain(text).split())


_LEAD_WAYS = (_by_id, _by_email, _by_name, _by_company, _by_words)
_DEAL_WAYS = (_by_id, _by_deal, _by_company, _by_words)


def _first_that_finds(
    book: Book, tab: schema.Tab, said: str, ways: Iterable[Callable[[Key, Row, str], bool]]
) -> tuple[Key, ...]:
    wanted = plain(said)
    if not wanted:
        return ()
    rows = [(key, row) for key, row in filled(book, tab) if has_id(key)]
    for way in ways:
        found = tuple(key for key, row in rows if way(key, row, wanted))
        if found:
            return found
    return ()


def _deals_of(book: Book, leads: Iterable[Key]) -> tuple[Key, ...]:
    wanted = frozenset(leads)
    of_lead = {shown(row.get("Deal ID")) for key, row in book.get("Leads", {}).items() if key in wanted} - {""}
    return tuple(
        key
        for key, row in filled(book, schema.PIPELINE)
        if key in of_lead or (wanted and shown(row.get("Lead ID")) in wanted)
    )


def _only(what: str, said: str, found: tuple[Key, ...], book: Book, tab: schema.Tab) -> Key:
    if not found:
        raise errors.NoSuchRow(what, said)
    if len(found) > 1:
        lines = tuple(_line(key, book[tab.name][key]) for key in found[:_SHOWN])
        raise errors.SeveralRows(what, said, lines, more=max(len(found) - _SHOWN, 0))
    return found[0]


def _line(key: Key, row: Row) -> str:
    facts = [summary(row), shown(row.get("Status")) or shown(row.get("Stage")), shown(row.get("Owner"))]
    return f"{key}  {', '.join(fact for fact in facts if fact)}"
