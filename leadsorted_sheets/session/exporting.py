"""Out of the book and into files that a CRM imports: checked first, written all at once or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Figures, Progress, silent
from leadsorted_sheets.core.state import EXPORTED, pack
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.looking import keys_where
from leadsorted_sheets.session.opened import Opened
from leadsorted_sheets.session.opened import opened as open_book
from leadsorted_sheets.workbook import files
from leadsorted_sheets.workbook.port import Batch, Reading, Workbook

if TYPE_CHECKING:
    from leadsorted_sheets.exports import Export, ExportFile, Profile

MANIFEST = "manifest.json"
_ATTEMPTS = 3


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
    workbook: Workbook, name: str, folder: str, *, where: str = "", fill: Mapping[str, str] | None = None, skip_bad: bool = False,
    changed: bool = False, force: bool = False, clock: Clock = utc_now, progress: Progress = silent,
) -> Exported:  # fmt: skip
    """Check every row against the CRM's rules and write its files into `folder`.

    Where rows would not be taken nothing is written, unless `skip_bad` asks for the good ones. The workbook remembers what
    was sent; with `changed` only what is new or changed since goes. Raises errors.WouldOverwrite where a file of that
    name is there and `force` is not set.
    """
    from leadsorted_sheets import exports

    profile = exports.load(name)
    opened = open_book(workbook, progress)
    if changed and not opened.remembers:
        raise errors.WrongUsage(
            f"{workbook.address} cannot remember what was sent, so nobody knows what changed since. Leave --changed "
            f"out, or make a workbook of it: leadsorted clean {workbook.address} --to leads.xlsx"
        )
    context = context_for(opened.book, clock=clock, progress=progress)
    leads = frozenset(keys_where(where, opened.book, context)) if where else None
    before = exports.remembered(opened.book.get(EXPORTED, {}), profile)
    wanted = exports.Wanted(leads, before, changed)
    with quiet_collector():
        made = exports.export(opened.book, profile, context=context, skip_bad=skip_bad, fill=fill, wanted=wanted)
    findings, reading = tuple(made.findings), opened.reading
    if made.files:
        write_files(Path(folder), made.files, force=force)
        findings += _remember(workbook, opened, made, profile, context) if opened.remembers else ()
    return Exported(name, folder, made.files, reading, findings, made.figures, made.refused)


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


def write_files(folder: Path, made: tuple[ExportFile, ...], *, force: bool) -> None:
    """Write the files of an export. With `force`, over those of an earlier one, of which none is left behind.

    Raises errors.WouldOverwrite, errors.ReadOnly.
    """
    existing = [folder / each.name for each in made if (folder / each.name).exists()]
    if existing and not force:
        raise errors.WouldOverwrite(str(existing[0]))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        raise errors.ReadOnly(str(folder), refusal.strerror or "the folder cannot be made") from refusal
    left_over = _left_over(folder, {each.name for each in made}) if existing else ()
    for each in made:
        files.replace(folder / each.name, each.content)
    for path in left_over:
        path.unlink(missing_ok=True)


def _left_over(folder: Path, made: Collection[str]) -> tuple[Path, ...]:
    """Files of the earlier export that this one does not replace, untouched since: an old contacts-2.csv would be imported too."""
    import hashlib
    import json

    try:
        earlier = json.loads((folder / MANIFEST).read_bytes())["files"]
        facts = [(folder / Path(str(each["name"])).name, each["sha256"]) for each in earlier]
        return tuple(
            path
            for path, digest in facts
            if path.name not in made and path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
        )
    except (OSError, ValueError, KeyError, TypeError):  # no manifest, or none of ours
        return ()


def _remember(workbook: Workbook, opened: Opened, made: Export, profile: Profile, context: Context) -> tuple[Finding, ...]:  # fmt: skip
    """Write down what was sent, and a line of History. The files are there already: where this fails, a finding says so."""
    try:
        for attempt in range(_ATTEMPTS):
            batch = _memory_of(opened, made, profile, context)
            try:
                return workbook.write(batch, expect=opened.reading.revision, progress=context.progress).findings
            except errors.Moved:
                if attempt == _ATTEMPTS - 1:
                    raise
                opened = open_book(workbook)
    except errors.LeadSortedError as refusal:
        why = str(refusal).partition(". Nothing was written")[0].rstrip(".")
        message = (
            f"The files are written, but {workbook.address} could not take down what was sent ({why}). "
            "The next export with --changed will bring these rows again, which does no harm."
        )
        return (Finding("warning", "Leads", None, None, "export.not-remembered", message),)
    raise AssertionError("the loop returns or raises")


def _memory_of(opened: Opened, made: Export, profile: Profile, context: Context) -> Batch:
    from leadsorted_sheets import exports

    table = exports.with_memory(opened.book.get(EXPORTED, {}), profile, made.sent, context)
    rows = sum(each.rows or 0 for each in made.files)
    line = AddRow(
        "History",
        key := context.new_id("H"),
        row_of(
            {
                "Entry": key, "When": context.local_now, "Who": context.actor, "What": "export",
                "Reason": f"export: files made for {profile.label}", "Tab": "Leads", "Count": rows,
            }
        ),
        "history",
        below="",
    )  # fmt: skip
    state = opened.state.with_tables({**opened.book, EXPORTED: table})
    return Batch([line], {schema.STATE_SHEET: pack(state)})
