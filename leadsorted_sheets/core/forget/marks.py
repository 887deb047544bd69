"""What stays of somebody who was forgotten: the ids, and salted marks that a row of theirs can be known by.

The marks tell nothing back: nobody can list who was forgotten. Who holds the workbook and has a guess can check it,
as with every such list. A phone number alone could be found by trying them all, so its mark takes long to make
and is only made for rows without a name.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, row_edits
from leadsorted_sheets.core.forget.person import Person
from leadsorted_sheets.core.state import FORGOTTEN

_ROUNDS = 2_000
_WHY = "forget: so that nobody brings the person back"


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of everybody a book has forgotten: salt -> mark -> when. `country` reads a number that has no code."""

    marks: Mapping[str, Mapping[str, Cell]]
    country: str = ""

    @classmethod
    def of(cls, book: Book, country: str = "") -> Marked:
        found: dict[str, dict[str, Cell]] = defaultdict(dict)
        for row in book.get(FORGOTTEN, {}).values():
            for mark in shown(row.get("Marks")).split():
                found[shown(row.get("Salt"))][mark] = row.get("On")
        return cls(dict(found), country)

    def __bool__(self) -> bool:
        return bool(self.marks)

    def since(self, row: Row) -> str:
        """The day on which whoever the row tells of was forgotten; "" where they were not.

        >>> add, = tombstones({}, Person(frozenset({"L-1"})), [{"Email": "ann@x.de"}], salt="s", now=dt.datetime(2026, 3, 4))
        >>> gone = Marked.of({FORGOTTEN: {add.key: add.row}})
        >>> gone.since({"Email": "Ann@X.de"}), gone.since({"Email": "bob@x.de"})
        ('2026-03-04', '')
        """
        if not self.marks:
            return ""  # most books have forgotten nobody
        from leadsorted_sheets.core.dedupe.remembered import name_key

        for salt, known in self.marks.items():
            for mark in _marks(row, salt, self.country, slowly=not name_key(row)):
                if mark in known:
                    return shown(known[mark])[:10]
        return ""


def tombstones(
    book: Book, person: Person, rows: Iterable[Row], *, salt: str, now: dt.datetime, country: str = ""
) -> list[Change]:
    """What the book is to remember of the person; `rows` is what they are and were known as, `salt` for a book without one.

    An e-mail that another lead has too says nothing by itself, nor does a mailbox such as info@: it counts with the name.
    """
    known = book.get(FORGOTTEN, {})
    salt = next((shown(row["Salt"]) for row in known.values() if row.get("Salt")), salt)
    shared = {
        box for key, row in book.get("Leads", {}).items() if key not in person.leads for box, _ in _addresses(row)
    }
    marks = {mark for row in rows for mark in _marks(row, salt, country, slowly=True, shared=frozenset(shared))}
    first = min(person.leads)
    changes: list[Change] = []
    for key in sorted(person.leads):
        before = known.get(key, {})
        all_marks = marks | set(shown(before.get("Marks")).split())
        row: dict[str, Cell] = {"On": before.get("On") or now, "Salt": salt}
        if key == first and all_marks:
            row["Marks"] = " ".join(sorted(all_marks))
        changes += (
            row_edits(FORGOTTEN, key, before, {**before, **row}, _WHY)
            if before
            else [AddRow(FORGOTTEN, key, row, _WHY)]
        )
    return changes


def _marks(row: Row, salt: str, country: str, *, slowly: bool, shared: frozenset[str] = frozenset()) -> Iterator[str]:
    from leadsorted_sheets.core.dedupe import keys
    from leadsorted_sheets.core.dedupe.remembered import name_key, texts

    name = name_key(row)
    for address, role in _addresses(row):
        if not role and address not in shared:
            yield _digest(salt, "e-mail", address)
        if name:
            yield _digest(salt, "e-mail", address, name)
    for text in texts(row, "Phone", "Other phones"):
        for line in keys.lines(text, country):
            if name:
                yield _digest(salt, "phone", line.digits, name)
            if slowly:
                yield _slow_digest(salt, line.digits)
    company = keys.company_key(shown(row.get("Company"))) if row.get("Company") is not None else ""
    if name and company:
        yield _digest(salt, "company", company, name)


def _addresses(row: Row) -> Iterator[tuple[str, bool]]:
    from leadsorted_sheets.core.dedupe import keys
    from leadsorted_sheets.core.dedupe.remembered import texts

    for text in texts(row, "Email", "Other emails"):
        for box in keys.mailboxes(text):
            yield box.address, box.role


def _digest(salt: str, *facts: str) -> str:
    text = "\x1f".join(facts).encode(errors="replace")
    return hashlib.blake2b(text, key=salt.encode()[:64], digest_size=10).hexdigest()


@functools.lru_cache(maxsize=4096)
def _slow_digest(salt: str, digits: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", digits.encode(), salt.encode(), _ROUNDS, 10).hex()
