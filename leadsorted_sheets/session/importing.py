"""Lists into a book that is in use: read, mapped, normalised, held against what is there; shown first, written in one step.

bring_in("leads.xlsx", ["fair.csv"])                  what it would do
bring_in("leads.xlsx", ["fair.csv"], apply=True)      done, as one change set that undo takes back exactly
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.changes import AddRow, Change, Edit, apply, touched
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.forget import kept_out
from leadsorted_sheets.core.importing import Imported, Options, plan
from leadsorted_sheets.core.importing.arriving import landed, normalised
from leadsorted_sheets.core.importing.plan import Mode
from leadsorted_sheets.core.plan import Context, Outcome, Progress, silent
from leadsorted_sheets.core.records import about
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.session.context import Clock, utc_now
from leadsorted_sheets.session.inbox import ONLINE, Source, Waiting, file_mark, sources, waiting
from leadsorted_sheets.session.work import Result, Session
from leadsorted_sheets.workbook import files
from leadsorted_sheets.workbook.port import Workbook
from leadsorted_sheets.workbook.resolve import workbook_at

if TYPE_CHECKING:
    from leadsorted_sheets.intake import Incoming


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for.

    `overwrite` names columns in which a list goes before what stands in the book ("all" for every one); `maps` is their
    header -> our field; `source` fills Source in every row; `rows` says what the rows are where the lists do not.
    `once` names the files that only come in where they have not yet, as every file of a folder does.
    """

    on_duplicate: Mode = "review"
    overwrite: tuple[str, ...] = ()
    maps: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    rows: Literal["auto", "leads", "activities"] = "auto"
    once: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing in would do, or did.

    `lists` are the lists with the rows that could not be used (`rejected` counts them); `rejects` names the file they
    came back in, "" where none was written. `before` names what has come in before and was left out.
    """

    result: Result
    lists: tuple[Incoming, ...] = ()
    before: tuple[str, ...] = ()
    rejects: str = ""

    @property
    def rejected(self) -> int:
        return sum(len(each.rejected) for each in self.lists)


def bring_in(
    address: str, inputs: Sequence[str], wishes: Wishes | None = None, *,
    apply: bool = False, clock: Clock = utc_now, progress: Progress = silent, workbook: Workbook | None = None,
) -> Brought:  # fmt: skip
    """Show what the inputs would do to the book at the address; with `apply`, write it in one step and record it.

    An input is a file, a folder (its files, each once), or a tab such as `gsheet:KEY#Form responses 1` (new rows only).
    Rows that cannot be used come back in a file beside the book, with the reason. `workbook` is the book where it is
    open already; the address then says beside what. Raises errors.LeadSortedError where something cannot be read or written; nothing is written then.
    """
    wishes = wishes or Wishes()
    _check(address, inputs)
    found = sources(inputs, once=wishes.once)
    work = _Work(address, wishes)
    session = Session(workbook or workbook_at(address, progress=progress), clock=clock, progress=progress)
    result = session.carry_out(
        "import", lambda book, context: work.planned(found, book, context), apply=apply, columns=work.columns
    )
    brought = Brought(result, tuple(work.lists), tuple(work.before))
    if apply and brought.rejected:
        brought = dataclasses.replace(brought, rejects=_handed_back(address, work.lists))
    return brought


class Inbox:
    """A book under watch: what comes is brought in at once, one change set a list, so that each can be taken back alone.

    A list that was taken back does not come in again while the watch goes on. Raises errors.LeadSortedError where the
    book cannot be read: no list could come into it.
    """

    def __init__(self, address: str, wishes: Wishes, *, clock: Clock = utc_now) -> None:
        self._address = address
        self._wishes = wishes
        self._clock = clock
        self._taken: set[str] = set()
        self._said: dict[str, str] = {}
        Session(workbook_at(address)).read()

    def take(self, source: str) -> Brought | None:
        """Bring one file or tab in; None where there is nothing new in it."""
        if not source.startswith(ONLINE):
            mark = file_mark(source)
            if mark in self._taken:
                return None
            brought = bring_in(self._address, [source], self._of_folder(source), apply=True, clock=self._clock)
            self._taken.add(mark)
        else:
            brought = bring_in(self._address, [source], self._wishes, apply=True, clock=self._clock)
        self._said.pop(source, None)
        return None if brought.before else brought

    def is_news(self, source: str, why: Exception) -> bool:
        """Whether this was not said already the last time."""
        before, self._said[source] = self._said.get(source), str(why)
        return before != str(why)

    def _of_folder(self, source: str) -> Wishes:
        """As for a file in a folder: one that came in before stays where it is."""
        return dataclasses.replace(self._wishes, once=(source,))


def _check(address: str, inputs: Sequence[str]) -> None:
    if address.lower().endswith((".csv", ".tsv", ".txt")):
        raise errors.WrongUsage(
            f"{address} is one table, not a workbook. Bring several lists together in a new one: "
            f"leadsorted clean {address} {' '.join(inputs)} --to leads.xlsx"
        )
    here = Path(address).resolve()
    if any(Path(each).resolve() == here for each in inputs):
        raise errors.WrongUsage(f"{address} is the book itself. Name the lists that are to come into it.")


class _Work:
    """The lists of one run: read, spelt as the book spells, and planned together.

    `columns` are the user's own that the rows bring along. It is filled while planning, as `lists` and `before` are.
    """

    def __init__(self, address: str, wishes: Wishes) -> None:
        self.columns: dict[str, list[str]] = {}
        self.lists: list[Incoming] = []
        self.before: list[str] = []
        self._address = address
        self._wishes = wishes
        self._overwrite = _overwritten(wishes.overwrite)

    def planned(self, found: Sequence[Source], book: Book, context: Context) -> Outcome:
        came = self._read(found, book, context)
        arrivals: list[AddRow] = []
        doubts: list[Finding] = []
        out: list[Finding] = []
        country = read_settings(book)[0].preferences.country
        for _, each in came:
            rows, doubtful = normalised(book, each.changes, context)
            stay, forgotten = kept_out(book, rows, country)
            arrivals += stay
            doubts += [*each.findings, *_of_rows(doubtful, rows, stay)]
            out += forgotten
        trusted = {*_crm_marks(), *(origin.system for _, each in came for origin in each.origins)}
        options = Options(self._wishes.on_duplicate, self._overwrite, tuple(sorted(trusted - {""})))
        imported = plan(book, arrivals, options, context)
        self.lists = [_with_left(each, imported.left) for _, each in came]
        self.columns |= _brought_along(book, imported.outcome.changes)
        placed = _Places([each for _, each in came])
        after = apply(book, imported.outcome.changes)
        findings = [*map(placed.told, doubts), *imported.outcome.findings, *self._unassigned(after, imported)]
        return Outcome(
            [*imported.outcome.changes, *_remembered(came, changed=bool(imported.outcome.changes))],
            (
                *landed(findings, imported.became, after),
                *(dataclasses.replace(placed.told(one), key=None) for one in out),
            ),
            imported.outcome.figures,
        )

    def _read(self, found: Sequence[Source], book: Book, context: Context) -> list[tuple[Waiting, Incoming]]:
        from leadsorted_sheets.exports.coming_back import coming_back
        from leadsorted_sheets.intake import Options as Reading
        from leadsorted_sheets.intake import incoming

        crms = coming_back(read_settings(book)[0])
        came: list[tuple[Waiting, Incoming]] = []
        marks: set[str] = set()
        for source in found:
            new = waiting(source, book, context, passed_over=marks)
            if new is None:
                self.before.append(source.name)
                continue
            marks.add(source.mark)
            asked = Reading(self._wishes.source, self._wishes.maps, new.tab, products=(crms,), kind=self._wishes.rows)
            came.append((new, incoming(new.data, options=asked, saved=book, context=context, name=new.name)))
        return came

    def _unassigned(self, after: Book, imported: Imported) -> Iterable[Finding]:
        keys = [key for key, lead in imported.became.items() if key == lead and not after["Leads"][lead].get("Owner")]
        return about(
            keys, tab="Leads", field="Owner", rule="import.unassigned", severity="note",
            message=f"{{leads}} came in without an owner. To give them one: leadsorted assign {self._address} --apply",
        )  # fmt: skip


def _of_rows(findings: Iterable[Finding], came: Sequence[AddRow], stay: Sequence[AddRow]) -> list[Finding]:
    """The findings without those about rows that did not come in."""
    gone = {each.key for each in came} - {each.key for each in stay}
    return [each for each in findings if each.key not in gone] if gone else list(findings)


class _Places:
    """Where each row stood in its list, for whoever has to mend it there."""

    def __init__(self, lists: Sequence[Incoming]) -> None:
        self._at = {key: (each, line) for each in lists for key, line in each.lines.items()}
        self._headers = {
            id(each): {column.field: column.header for column in each.mapping if column.field} for each in lists
        }

    def told(self, finding: Finding) -> Finding:
        """The finding with the list, the line and the header before what it says."""
        if finding.key not in self._at:
            return finding
        each, line = self._at[finding.key]
        header = self._headers[id(each)].get(finding.field or "")
        place = f"{each.name}, line {line}" + (f', "{header}"' if header else "")
        return dataclasses.replace(finding, message=f"{place}: {finding.message}")


def _overwritten(asked: Sequence[str]) -> tuple[str, ...]:
    """The columns that --overwrite names. Raises errors.WrongUsage for one we do not have."""
    from leadsorted_sheets.intake.mapping import field_named

    found: list[str] = []
    for name in asked:
        if name.strip().casefold() == "all":
            return tuple(field for field in schema.LEADS.fields if field != schema.LEADS.id)
        field = field_named(name)
        if not field or field not in schema.LEADS.fields:
            raise errors.WrongUsage(
                f"--overwrite {name!r}: there is no such column. Choose from: {', '.join(schema.LEADS.fields[1:])}; or all."
            )
        found.append(field)
    return tuple(found)


def _crm_marks() -> tuple[str, ...]:
    from leadsorted_sheets.exports.coming_back import systems

    return systems()


def _with_left(each: Incoming, left: Mapping[Key, str]) -> Incoming:
    """The list with the rows that found no place among those to hand back, with their cells as they stood."""
    from leadsorted_sheets.intake import Rejected

    keys = [key for key in each.lines if key in left]
    if not keys or each.raw is None:
        return each
    cells = dict(zip(each.raw.lines, each.raw.rows, strict=True))
    more = [Rejected(each.lines[key], left[key], tuple(cells[each.lines[key]])) for key in keys]
    return dataclasses.replace(each, rejected=tuple(sorted((*each.rejected, *more), key=lambda row: row.line)))


def _brought_along(book: Book, changes: Sequence[Change]) -> dict[str, list[str]]:
    """Columns of the user's own that edits need: those that new rows bring are made by the write itself."""
    names = {name for tab, _, name in touched(changes) if tab == "Leads" and name is not None}
    own = [name for name in sorted(names) if name not in schema.LEADS.fields]
    return {"Leads": own} if own and "Leads" in book else {}


def _remembered(came: Sequence[tuple[Waiting, Incoming]], *, changed: bool) -> list[Change]:
    """What the book keeps in mind: what came in, and how headers were mapped; each once.

    A file that was named and brought nothing leaves no trace.
    """
    found: dict[tuple[str, Key, str], Change] = {}
    for new, each in came:
        if changed or new.once:
            for change in (*new.remember, *(each.remember if changed and each.changes else ())):
                name = change.field if isinstance(change, Edit) else ""
                found.setdefault((change.tab, change.key, name), change)
    return list(found.values())


def _handed_back(address: str, lists: Sequence[Incoming]) -> str:
    """Writes the rows that could not be used beside the book, under a name that nothing has yet; and says which."""
    from leadsorted_sheets.intake import rejects_csv

    book = Path(address)
    beside = not address.startswith(ONLINE) and book.suffix.lower() in {".xlsx", ".xlsm"} and book.parent.is_dir()
    folder, stem = (book.parent, book.stem) if beside else (Path(), "leads")
    names = (f"{stem}.rejected{f'-{n}' if n > 1 else ''}.csv" for n in itertools.count(1))
    path = next(path for name in names if not (path := folder / name).exists())
    files.replace(path, rejects_csv(lists))
    return str(path)
