"""Our comparison keys for a list of any length, as a Parquet file: the same keys by which a workbook's leads are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.scale.table import Table, table_of

if TYPE_CHECKING:
    from leadsorted_sheets.core.dedupe.columns import Texts
    from leadsorted_sheets.core.dedupe.people import Coded, People

ROWS_AT_ONCE = 50_000
TEXTS = (
    "first", "middle", "last", "generation", "given", "last_sound", "email", "local", "domain", "phone", "before", "company",
    "street", "house", "city", "postcode", "country", "born", "number", "title",
)  # fmt: skip
"""The keys of a row; `given` is the name that a first name is short for, `before` what stands before a phone's last nine digits."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """How many rows were read, and which keys any of them has."""

    rows: int
    known: frozenset[str]


def write_keys(source: str, target: Path, *, rows_at_once: int = ROWS_AT_ONCE, progress: Progress = silent) -> Keyed:
    """Write the keys of every row of a list to a Parquet file, with the row's number from 0 as `unique_id`.

    What a list says of itself as a whole (its country, whether its names are places') is told by the first part.
    Raises errors.NoLeadColumns where no column is known, errors.NotATable where the file is none.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    table = table_of(source, rows_at_once=rows_at_once)
    kinds = [("unique_id", pa.int64()), *((name, pa.string()) for name in TEXTS)]
    shape = pa.schema([*kinds, ("forms", pa.list_(pa.string())), ("role", pa.bool_()), ("free", pa.bool_())])
    known: set[str] = set()
    count = 0
    with ParquetWriter(target, shape, compression="zstd") as out:
        for people in _people(table, source):
            columns = _columns(people)
            known |= {name for name in TEXTS if any(columns[name])}
            columns["unique_id"] = list(range(count, count + people.count))
            out.write_table(pa.table({name: columns[name] for name in shape.names}, schema=shape))
            count += people.count
            progress("Reading the list", count, 0)
    return Keyed(count, frozenset(known))


def _people(table: Table, source: str) -> Iterator[People]:
    from leadsorted_sheets.core.dedupe.columns import home_country, texts_of_table
    from leadsorted_sheets.core.dedupe.organisations import with_organisations
    from leadsorted_sheets.core.dedupe.people import read

    country, of_places = "", False
    for n, rows in enumerate(table.parts):
        texts = texts_of_table(table.header, rows)
        if not texts:
            raise errors.NoLeadColumns(source, table.header)
        if n == 0:
            country = home_country(texts)
            of_places = with_organisations(texts) is not texts
        yield read(_as_places(texts) if of_places else texts, len(rows), country=country)


def _as_places(texts: Texts) -> Texts:
    """A lone Name column names places, as the first part has shown."""
    return {**{role: columns for role, columns in texts.items() if role != "name"}, "company": texts["name"]}


def _columns(people: People) -> dict[str, list[object]]:
    from leadsorted_sheets.core.dedupe.names import sound
    from leadsorted_sheets.core.dedupe.organisations import house_number

    first, last, street = (column.values for column in (people.first, people.last, people.street))
    columns: dict[str, list[object]] = {
        name: _spread(getattr(people, name), getattr(people, name).values)
        for name in TEXTS
        if name not in {"given", "last_sound", "house"}
    }
    columns["given"] = _spread(people.first, [full_name(name) for name in first])
    columns["forms"] = _spread(people.first, [forms(name) for name in first])
    columns["last_sound"] = _spread(people.last, [sound(name) for name in last])
    columns["house"] = _spread(people.street, [house_number(line) or None for line in street])
    columns["role"], columns["free"] = people.role.tolist(), people.free.tolist()
    return columns


def _spread(column: Coded, values: list[str] | list[str | None] | list[list[str]]) -> list[object]:
    """What is known of each key, row by row; None for rows without one."""
    known = [*values, None]
    return [known[code] for code in column.codes.tolist()]


def forms(name: str) -> list[str]:
    """A first name and the names that it may be short for: two names can be one where these meet.

    >>> bob, rob, jim = (set(forms(name)) for name in ("bob", "rob", "jim"))
    >>> "robert" in bob & rob, bob & jim
    (True, set())
    """
    from leadsorted_sheets.core.dedupe.nicknames import nicknames

    return [name, *sorted(nicknames().formal.get(name, ()))]


def full_name(name: str) -> str:
    """The one name that a first name is most likely short for, itself where it is short for none.

    >>> full_name("bob"), full_name("robert"), full_name("xanthippe")
    ('robert', 'robert', 'xanthippe')
    """
    from leadsorted_sheets.core.dedupe.nicknames import nicknames

    known = nicknames()
    formal: str = min(
        (name, *known.formal.get(name, ())), key=lambda each: (-len(known.short.get(each, ())), each != name, each)
    )
    return formal
