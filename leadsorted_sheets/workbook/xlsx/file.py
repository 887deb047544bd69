"""One .xlsx or .xlsm file as a workbook of the port."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.schema import JOURNAL_SHEET
from leadsorted_sheets.core.state import Layout
from leadsorted_sheets.errors import Corrupt, Moved, NoSpace, NotOurBook
from leadsorted_sheets.workbook import files, under_way
from leadsorted_sheets.workbook.port import Batch, Reading, Sketch, Written
from leadsorted_sheets.workbook.xlsx import guards
from leadsorted_sheets.workbook.xlsx.package import Package, Revision
from leadsorted_sheets.workbook.xlsx.reading import Snapshot, sketches, snapshot
from leadsorted_sheets.workbook.xlsx.setup import set_up
from leadsorted_sheets.workbook.xlsx.widening import widened_for
from leadsorted_sheets.workbook.xlsx.writing import plan_into


class XlsxWorkbook:
    """A workbook file. A write patches the package: what it does not change comes back byte for byte.

    `backup` keeps the file as it was before the first write of a day, as `NAME.bak.xlsx` beside it.
    """

    def __init__(self, path: str | Path, *, backup: bool = True) -> None:
        self._path = Path(path)
        self._backup = backup
        self._last: Snapshot | None = None

    @property
    def address(self) -> str:
        return str(self._path)

    def read(self, *, layouts: tuple[Layout, ...] | None = None, progress: Progress = silent) -> Reading:
        package = self._package()
        try:
            found = snapshot(package, layouts, progress)
        except ValueError as damage:
            raise Corrupt(self.address, str(damage)) from damage
        if layouts is None and not found.places and not any(found.reading.hidden.values()):
            raise NotOurBook(self.address)
        self._last = found
        return found.reading

    def write(self, batch: Batch, *, expect: str, progress: Progress = silent) -> Written:
        guards.check_free(self._path)
        opened = package = self._package()
        if opened.revision != expect:
            raise Moved(self.address)
        guards.check_signature(opened.names(), self.address)
        try:
            before = self._last
            if before is None or before.reading.revision != expect:
                before = snapshot(package, None, progress)
            if before.record:
                self._finish(opened, before, progress)
            with quiet_collector():
                if batch.setup is not None:
                    layouts = set_up(package, before, batch.setup)
                    package = package.reopened()
                    before = snapshot(package, layouts, progress)
                wider = widened_for(package, before, batch)
                if wider is not None:
                    package = package.reopened()
                    before = snapshot(package, wider, progress)
                result = plan_into(package, before, batch, progress)
        except ValueError as damage:
            raise Corrupt(self.address, str(damage)) from damage
        self._last = None
        revision = expect
        if package is not opened or package.changed:
            revision = self._save(package, opened, backup=self._backup and batch.forgetting is None)
        return Written(result.applied, result.clashed, revision, tuple(result.findings))

    def peek(self) -> str:
        return self._package().revision

    def check_free(self) -> None:
        guards.check_free(self._path)

    def sketches(self) -> tuple[Sketch, ...]:
        try:
            return sketches(self._package())
        except ValueError as damage:
            raise Corrupt(self.address, str(damage)) from damage

    def _finish(self, package: Package, found: Snapshot, progress: Progress) -> None:
        """Make what a write that was cut off had still to do, in a program that had the file open. It has moved then."""
        left = under_way.rest(found.record, found.reading.book)
        journal = found.reading.hidden[JOURNAL_SHEET]  # written again, without the record beside it
        plan_into(package, found, Batch(left.changes, {**left.hidden, JOURNAL_SHEET: journal}), progress)
        self._last = None
        self._save(package, package, backup=self._backup)
        raise Moved(self.address)

    def _package(self) -> Package:
        try:
            return Package(guards.content_of(self._path), self.address)
        except ValueError as damage:
            raise Corrupt(self.address, str(damage)) from damage

    def _save(self, package: Package, opened: Package, *, backup: bool) -> str:
        """The new file takes the old one's place in one step. Answers its revision."""
        content = Revision()
        with files.replacing(self._path) as temporary:
            with temporary.open("wb") as new:
                for piece in package.pieces():
                    new.write(piece)
                    content.update(piece)
            if guards.content_of(self._path) != opened.data:
                raise Moved(self.address)
            if backup:
                self._keep_backup(opened)
        return content.name

    def _keep_backup(self, opened: Package) -> None:
        backup = files.backup_of(self._path)
        if backup.exists() and _day_of(backup.stat().st_mtime) == dt.date.today():
            return
        try:
            files.replace(backup, opened.data)
        except NoSpace:
            raise NoSpace(self.address) from None


def _day_of(moment: float) -> dt.date:
    """The day of a file's time on this machine's clock."""
    return dt.datetime.fromtimestamp(moment, tz=dt.UTC).astimezone().date()
