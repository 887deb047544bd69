"""Out of the book and into files that a CRM imports: checked first, written all at once or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadsorted_sheets import errors
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Figures, Progress, silent
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.looking import keys_where
from leadsorted_sheets.workbook import files
from leadsorted_sheets.workbook.port import Reading, Workbook

if TYPE_CHECKING:
    from leadsorted_sheets.exports import ExportFile


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where. `refused` says that rows would not be taken, and nothing was written."""

    crm: str
    folder: str
    files: tuple[ExportFile, ...]
    reading: Reading
    findings: tuple[Finding, ...] = ()
    figures: tuple[Figures, ...] = ()
    refused: bool = False


def export(
    workbook: Workbook, name: str, folder: str, *, where: str = "", fill: Mapping[str, str] | None = None, skip_bad: bool = False, force: bool = False,
    clock: Clock = utc_now, progress: Progress = silent,
) -> Exported:  # fmt: skip
    """Check every row against the CRM's rules and write its files into `folder`.

    Where rows would not be taken nothing is written, unless `skip_bad` asks for the good ones.
    Raises errors.WouldOverwrite where a file of that name is there and `force` is not set.
    """
    from leadsorted_sheets import exports

    profile = exports.load(name)
    reading = workbook.read(progress=progress)
    if "Leads" not in reading.book:
        raise errors.NotOurBook(workbook.address)
    book = reading.book
    context = context_for(book, clock=clock, progress=progress)
    if where:
        wanted = frozenset(keys_where(where, book, context))
        book = {**book, "Leads": {key: row for key, row in book["Leads"].items() if key in wanted}}
    made = exports.export(book, profile, context=context, skip_bad=skip_bad, fill=fill)
    done = Exported(name, folder, tuple(made.files), reading, tuple(made.findings), tuple(made.figures), made.refused)
    if not made.refused:
        _write(Path(folder), done.files, force=force)
    return done


def known() -> tuple[tuple[str, str], ...]:
    """The name and title of every CRM there is a profile for."""
    from leadsorted_sheets import exports

    return tuple((name, exports.load(name).label) for name in exports.profiles())


def described(name: str) -> tuple[Figures, ...]:
    """A profile as tables to read, its sources and unconfirmed facts marked."""
    from leadsorted_sheets import exports

    return exports.described(exports.load(name))


def profile_text(name: str) -> str:
    """A profile as it is written, comments included. Raises errors.BadSettings where there is none of that name."""
    from leadsorted_sheets import exports

    exports.load(name)
    return exports.text_of(name)


def new_profile(to: str, like: str, *, force: bool = False) -> None:
    """Write a copy of the profile `like` to `to`, to be changed. Raises errors.WouldOverwrite where it exists."""
    if Path(to).suffix.lower() != ".toml":
        raise errors.WrongUsage(f"{to}: a profile's name ends in .toml.")
    if Path(to).exists() and not force:
        raise errors.WouldOverwrite(to)
    files.replace(Path(to), profile_text(like).encode())


def _write(folder: Path, made: tuple[ExportFile, ...], *, force: bool) -> None:
    existing = [folder / each.name for each in made if (folder / each.name).exists()]
    if existing and not force:
        raise errors.WouldOverwrite(str(existing[0]))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        raise errors.ReadOnly(str(folder), refusal.strerror or "the folder cannot be made") from refusal
    for each in made:
        files.replace(folder / each.name, each.content)
