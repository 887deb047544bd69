"""Commands without buttons: a person ticks one on Settings, saves and closes, and it is done on the closed file.

The file is asked for its time and size only, every few seconds, because that works on every network drive; it is read
when it has changed and then rested. While it is open, ticks wait. A command that fails says why in its own row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.core.records import is_yes
from leadsorted_sheets.operations import BY_NAME
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.work import Result, Session
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.resolve import workbook_at

TABLE = "Commands"
COMMANDS = (*BY_NAME, "undo")
_ATTEMPTS = 3
_LONGEST = 400
"""Letters of a result: what fits into a cell that a person reads."""


@dataclass(frozen=True, slots=True)
class Done:
    """A ticked command, and what its row says now."""

    command: str
    said: str


class Ticks:
    """The ticks of one workbook: `names` are those last seen, `kept_waiting` says that the file was open then.

    A result that could not be written down yet is kept, so nothing is done twice.
    """

    def __init__(self, path: Path, *, clock: Clock = utc_now) -> None:
        self._path = path
        self._clock = clock
        self._owed: dict[Key, Done] = {}
        self.kept_waiting = False
        self.names: tuple[str, ...] = ()

    def carry_out(self) -> Iterator[Done]:
        """Do what is ticked, one after the other, each tick taken off as it is done.

        Raises errors.InUse while the file is open, and what else keeps it from being written.
        """
        wanted = ticked(self._session().read()[1])
        self.names = tuple(command for _, command in wanted)
        for key, command in wanted:
            self.check_free()
            if key not in self._owed:
                self._owed[key] = Done(command, self._done(command))
            self._take_off(key)
            yield self._owed.pop(key)

    def check_free(self) -> None:
        """Raises errors.InUse while Excel or LibreOffice has it open."""
        from leadsorted_sheets.workbook.xlsx.guards import check_free

        check_free(self._path)

    def _done(self, command: str) -> str:
        name = command.strip().lower()
        if name not in COMMANDS:
            return f"There is no command {command!r} here. There are: {', '.join(COMMANDS)}."
        try:
            session = self._session()
            result = session.undo() if name == "undo" else session.run(name, apply=True)
        except (errors.InUse, errors.Moved):  # it was opened or saved just now: the tick stays for the next time
            raise
        except errors.LeadSortedError as refusal:
            return f"Not done. {refusal}"[:_LONGEST]
        return _in_a_line(result)

    def _take_off(self, key: Key) -> None:
        """Blank the tick and write the result beside it. This is no work on leads, so undo does not know it."""
        workbook = workbook_at(str(self._path))
        for attempt in range(_ATTEMPTS):
            reading, book = self._session().read()
            row = book[TABLE].get(key)
            if row is None:
                return  # the person has deleted the row
            now = context_for(book, clock=self._clock).local_now
            told: dict[str, Cell] = {"Run": None, "Last run": now, "Result": self._owed[key].said}
            changes: list[Change] = [Edit(TABLE, key, name, row.get(name), value) for name, value in told.items()]
            try:
                workbook.write(Batch(changes), expect=reading.revision)
            except errors.Moved:
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                return

    def _session(self) -> Session:
        return Session(workbook_at(str(self._path)), clock=self._clock)


def ticked(book: Book) -> list[tuple[Key, str]]:
    """The rows of Commands that hold a tick, and the command of each; any word but no counts as one."""
    rows = book.get(TABLE, {}).items()
    return [
        (key, shown(row.get("Command")))
        for key, row in rows
        if row.get("Command") is not None and is_yes(row.get("Run"))
    ]


def watch(path: Path, *, every: float, sleep: Callable[[float], None], clock: Clock = utc_now) -> Iterator[str]:
    """What happens to the ticks, a sentence at a time, for ever. `sleep` is called between two looks.

    Raises errors.NotFound where there is no such file to begin with, errors.WrongUsage where it is no workbook file.
    """
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise errors.WrongUsage(f"{path}: only a workbook file (.xlsx) has commands to tick.")
    if not path.exists():
        raise errors.NotFound(str(path))
    return _watched(path, Ticks(path, clock=clock), every, sleep)


def _watched(path: Path, ticks: Ticks, every: float, sleep: Callable[[float], None]) -> Iterator[str]:
    before, finished, told = _traces(path), None, ""
    while True:
        now, note = _traces(path), told
        done: list[str] = []
        if now is None:
            note = f"{path} is not there. Waiting for it to come back."
        elif (
            now == before and now != finished
        ):  # it is not being written at this moment, and there may be something new
            done, note, more = _looked(ticks)
            finished = None if more else now
        yield from done
        if note and note != told:
            yield note
        before, told = now, note
        sleep(every)


def _looked(ticks: Ticks) -> tuple[list[str], str, bool]:
    """What was done, what keeps the rest from being done, and whether to look again though the file does not change."""
    said: list[str] = []
    try:
        if ticks.kept_waiting:
            ticks.check_free()  # cheaper than reading it again and again while somebody works in it
        said.extend(f"{done.command}: {done.said}" for done in ticks.carry_out())
    except (errors.InUse, errors.Moved) as passing:
        ticks.kept_waiting = True
        return said, f"{', '.join(ticks.names)}: will run as soon as the file is closed. {passing}", True
    except errors.LeadSortedError as refusal:  # half of a file that is being copied, or a disk that is full
        return said, str(refusal), False
    ticks.kept_waiting = False
    return said, "", bool(said)


def _traces(path: Path) -> tuple[int, int] | None:
    """What shows that a file was written; None where it cannot be seen, as on a network drive that is away."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size


def _in_a_line(result: Result) -> str:
    review = sum(isinstance(change, AddRow) for change in result.doubts)
    made = len(result.seen) - len(result.clashes)
    parts = [f"{made:,} change{'' if made == 1 else 's'}" if made else "nothing to change"]
    if review:
        parts.append(f"{review:,} row{'' if review == 1 else 's'} on Review for you to decide")
    if result.clashes:
        parts.append(f"{len(result.clashes):,} left as they were")
    line = ", ".join(parts)
    return f"{line[0].upper()}{line[1:]}."
