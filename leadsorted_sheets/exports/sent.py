"""What a CRM was sent the last time, so that an export can bring only what is new or changed, and tell what is gone.

Of each row there is a fingerprint of what was sent, under the row's id: enough to see that it changed, too
little to read anything from. A row comes back in an export of changes where its fingerprint is another, and brings along
the rows it points at (a deal its contact, a contact its company), because a CRM links only what it finds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from leadsorted_sheets.core.book import Key, Row, Table, has_id
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.exports.preflight import Checked
from leadsorted_sheets.exports.profile import File, Profile
from leadsorted_sheets.exports.values import external_id

Memory: TypeAlias = Mapping[str, Mapping[Key, str]]
"""File -> id of a row -> fingerprint of what was sent."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows an export is to bring. `leads` narrows it to these and what hangs on them; None takes all.

    `before` is what this CRM was sent the last time. With `changed`, only what is new or changed since goes.
    """

    leads: frozenset[Key] | None = None
    before: Memory = field(default_factory=dict)
    changed: bool = False


EVERYTHING = Wanted()
ASKED = "asked not to be contacted since"
NOT_THERE = "no longer in the workbook: merged, removed or erased"


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that was sent once and is not any more: the CRM still has it. `id` is our id as the CRM knows it."""

    file: File
    key: Key
    id: str
    why: str


def remembered(table: Table, profile: Profile) -> Memory:
    """What the book remembers of exports for this profile."""
    found: dict[str, dict[Key, str]] = {}
    for row in table.values():
        if row.get("Profile") == profile.name:
            lines = (line.rpartition(" ") for line in shown(row.get("Sent")).splitlines())
            found[shown(row.get("File"))] = {key: digest for key, _, digest in lines}
    return found


def with_memory(table: Table, profile: Profile, memory: Memory, context: Context) -> Table:
    """The book's table of what was sent, with `memory` in the place of what it said of this profile."""
    others = {key: row for key, row in table.items() if row.get("Profile") != profile.name}
    ours: dict[Key, Row] = {
        f"{profile.name}/{file}": {
            "Profile": profile.name,
            "File": file,
            "On": context.local_now,
            "Sent": "\n".join(f"{key} {digest}" for key, digest in sorted(rows.items())),
        }
        for file, rows in memory.items()
        if rows
    }
    return {**others, **ours}


def digests(checked: Checked) -> dict[Key, str]:
    """The fingerprints of the rows, by id. Rows without an id of ours have none. Another set of columns is another print."""
    start = hashlib.blake2b("\x1f".join(column.header for column in checked.columns).encode(), digest_size=6)
    found: dict[Key, str] = {}
    for row, key in zip(checked.rows, _ids(checked), strict=True):
        if key:
            print_of_row = start.copy()
            print_of_row.update("\x1f".join(row).encode("utf-8", "surrogatepass"))
            found[key] = print_of_row.hexdigest()
    return found


def only_changed(sheets: Sequence[Checked], before: Memory) -> list[Checked]:
    """The same files with the rows that are new or changed, and those that they point at.

    A file whose second import would double its rows keeps only what was never sent.
    """
    wanted = [_changed(checked, before.get(checked.file.name, {})) for checked in sheets]
    place = {checked.file.name: n for n, checked in enumerate(sheets)}
    waiting = list(range(len(sheets)))
    while waiting:
        n = waiting.pop()
        for other, rows in _pointed_at(sheets[n], wanted[n], sheets, place):
            if not rows <= wanted[other]:
                wanted[other] |= rows
                waiting.append(other)
    return [checked.only(rows) for checked, rows in zip(sheets, wanted, strict=True)]


def unsent_changes(sheets: Sequence[Checked], before: Memory) -> dict[str, list[Key]]:
    """Rows that changed since they were sent in a file that can be imported once only: file -> ids."""
    found: dict[str, list[Key]] = {}
    for checked in sheets:
        known = before.get(checked.file.name, {})
        if checked.file.once and known:
            keys = [key for key, digest in digests(checked).items() if known.get(key, digest) != digest]
            found.update({checked.file.name: keys} if keys else {})
    return found


def after(before: Memory, sheets: Iterable[Checked], gone: Iterable[Gone]) -> dict[str, dict[Key, str]]:
    """What to remember now: what was sent before, what is sent now in its place, and nothing of what is gone."""
    memory = {file: dict(rows) for file, rows in before.items()}
    for one in gone:
        memory[one.file.name].pop(one.key, None)
    for checked in sheets:
        memory.setdefault(checked.file.name, {}).update(digests(checked))
    return {file: rows for file, rows in memory.items() if rows}


def gone(
    profile: Profile, sheets: Sequence[Checked], before: Memory, *, there: Mapping[str, Collection[Key]], asked: Collection[Key]
) -> tuple[Gone, ...]:  # fmt: skip
    """The rows that were sent once and are not any more. Companies are not told: they are only what leads say of them.

    `there` are the rows that the book has, by what a file's rows are; `asked` the leads that may not be contacted.
    """
    now = {checked.file.name: set(_ids(checked)) for checked in sheets}
    found: list[Gone] = []
    for file in profile.files:
        if file.rows == "companies":
            continue
        for key in before.get(file.name, {}):
            if key in now[file.name]:
                continue
            elsewhere = next((one for one in profile.files if one.rows == file.rows and key in now[one.name]), None)
            if elsewhere is not None and elsewhere.object == file.object:
                continue
            if elsewhere is not None:
                why = f"sent as one of {elsewhere.title} now: convert it there, or delete the old record"
            elif key in asked:
                why = ASKED
            elif key in there[file.rows]:
                continue
            else:
                why = NOT_THERE
            found.append(Gone(file, key, _known_as(file, key), why))
    return tuple(found)


def _ids(checked: Checked) -> list[Key]:
    """The id of each row: a company's own, else the key of the row; "" where it has none."""
    if checked.file.rows != "companies":
        return [key if has_id(key) else "" for key in checked.keys]
    at = next(n for n, column in enumerate(checked.columns) if column.header == checked.file.external_id)
    return [row[at] for row in checked.rows]


def _changed(checked: Checked, known: Mapping[Key, str]) -> set[int]:
    prints = digests(checked)
    if checked.file.once:
        return {n for n, key in enumerate(_ids(checked)) if not key or key not in known}
    return {n for n, key in enumerate(_ids(checked)) if not key or known.get(key) != prints[key]}


def _pointed_at(
    checked: Checked, rows: set[int], sheets: Sequence[Checked], place: Mapping[str, int]
) -> Iterable[tuple[int, set[int]]]:
    """The rows of other files that these rows name in a column that links."""
    for at, column in enumerate(checked.columns):
        if column.link is None or not rows:
            continue
        other = place[column.link.file]
        theirs = [one.header for one in sheets[other].columns].index(column.link.column)
        named = {checked.rows[n][at] for n in rows} - {""}
        yield other, {n for n, row in enumerate(sheets[other].rows) if row[theirs] in named}


def _known_as(file: File, key: Key) -> str:
    if not file.external_id:
        return key
    return external_id(key) if file.column(file.external_id).make == "external id" else key
