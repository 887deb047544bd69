"""Buttons that make or need a file: lists into a new workbook, the user's own workbook made ours, exports."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.frontends.ribbon import boxes, scope
from leadsorted_sheets.frontends.ribbon.words import counted, joined
from leadsorted_sheets.workbook.port import Batch, Reading, Written

if TYPE_CHECKING:
    from leadsorted_sheets.frontends.ribbon.commands import Click, Said
    from leadsorted_sheets.session.adopt import Adopted
    from leadsorted_sheets.session.clean import Cleaned
    from leadsorted_sheets.session.exporting import Exported


def clean(click: Click) -> Said:
    """Lists into a new workbook, which is opened."""
    from leadsorted_sheets.frontends.ribbon.commands import Said, lines_of
    from leadsorted_sheets.session.clean import Wishes, owners_of
    from leadsorted_sheets.session.clean import clean as make

    given = click.given()
    lists = [_as_path(line) for line in lines_of(given["lists"])]
    to = Path(_as_path(given["to"].strip()))
    to = to if to.suffix.lower() in {".xlsx", ".csv"} else to.with_name(f"{to.name}.xlsx")
    wishes = Wishes(owners=owners_of(given["owners"]))
    cleaned = make(lists, str(to), wishes, clock=click.clock, progress=click.progress)
    click.front.open(to)
    return Said(_cleaned(cleaned))


def _cleaned(cleaned: Cleaned) -> str:
    read = sum(len(each.changes) for each in cleaned.incoming)
    steps = "\n".join(
        f"{sum(count for tab, _, count in step.counts if not tab.startswith('_')):>7,}  {step.verb}"
        for step in cleaned.steps
        if step.counts and step.verb not in {"import", "review"}
    )
    waiting, rejected = len(cleaned.book.get("Review", {})), sum(len(each.rejected) for each in cleaned.incoming)
    return joined(
        f"{counted(len(cleaned.book['Leads']), 'lead')} in {Path(cleaned.to).name}, out of {counted(read, 'row')} that "
        f"were read from {counted(len(cleaned.incoming), 'list')}. The lists stay as they were.",
        f"Changes by step:\n{steps}" if steps else "",
        f"{counted(rejected, 'row')} could not be used: {cleaned.rejected} says why." if cleaned.rejected else "",
        boxes.looked_at(cleaned.findings, cleaned.reading),
        f"{counted(waiting, 'question')} for you on the Review tab." if waiting else "",
    )


def bring_in(click: Click) -> Said:
    """Lists into the workbook in front, shown or done."""
    from leadsorted_sheets.frontends.ribbon.commands import Said, arrived, lines_of, read_only_note
    from leadsorted_sheets.session.importing import Wishes
    from leadsorted_sheets.session.importing import bring_in as make

    command, front = click.command, click.front
    lists = [_as_path(line) for line in lines_of(click.given()["lists"])]
    news = arrived(click, only_look=command.preview)
    wishes = Wishes(**dict(command.options))  # type: ignore[arg-type]  # a button's options are this class's fields
    beside = str(front.path() or _documents() / f"{Path(front.name).stem}.xlsx")
    brought = make(
        beside, lists, wishes, apply=not command.preview, clock=click.clock, progress=click.progress,
        workbook=click.workbook,
    )  # fmt: skip
    shown = boxes.preview if command.preview else boxes.done
    rejects = f"{counted(brought.rejected, 'row')} could not be used" if brought.rejected else ""
    rejects += f": {brought.rejects} says why." if brought.rejects else "." if rejects else ""
    before = f"Came in before and was left out: {', '.join(brought.before)}." if brought.before else ""
    note = read_only_note(front) if brought.result.applied else ""
    told = shown(brought.result, command.label.removeprefix("Preview ").capitalize())
    return Said(joined(told, rejects, before, note, news), brought.result.change_id)


def adopt(click: Click) -> Said:
    """Make the workbook in front ours. Its file is patched, so it is saved, closed, and opened again afterwards."""
    from leadsorted_sheets.frontends.ribbon.commands import Said
    from leadsorted_sheets.session.adopt import adopt as make

    front = click.front
    shown = make(f"excel:{front.name}", clock=click.clock, progress=click.progress)
    if click.command.preview:
        return Said(_adopted(shown, front.name))
    path = front.path()
    if path is None:
        raise errors.ReadOnly(
            front.name, "it is not a file on this computer: it was never saved, or it lies on the web"
        )
    if front.is_read_only():
        raise errors.ReadOnly(front.name, "it was opened read-only")
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        remedy = "Save it as an Excel workbook (.xlsx), and click again."
        raise errors.NotAWorkbook(front.name, f"an {path.suffix} file", remedy)
    front.close_for()
    try:
        adopted = make(str(path), tab=shown.sheet, clock=click.clock, progress=click.progress, apply=True)
    finally:
        front.open(path)
    return Said(_adopted(adopted, front.name))


def _adopted(adopted: Adopted, name: str) -> str:
    ours = [each for each in adopted.mapping if each.field and not each.own]
    lines = [f"{each.header}  =  {each.field}" for each in ours[: boxes.REASONS]]
    if len(ours) > boxes.REASONS:
        lines.append(f"... and {len(ours) - boxes.REASONS:,} more")
    own = sum(each.own for each in adopted.mapping)
    would = "" if adopted.applied else "would "
    ending = (
        "Nothing else was touched. The workbook as it was is kept beside it, with .bak in its name."
        if adopted.applied
        else "Nothing was changed. Adopt saves and closes the workbook, adds this, and opens it again."
    )
    return joined(
        f"{name}: the leads are on the tab {adopted.sheet}.",
        "\n".join(["Your columns, as they were understood:", *lines]),
        f"{counted(own, 'column')} of your own {would or ''}stay as they are." if own else "",
        f"{counted(len(adopted.new_columns), 'column')} of ours {'would come' if would else 'came'} behind your last one.",
        boxes.looked_at(adopted.findings, adopted.reading),
        ending,
    )


def export(click: Click) -> Said:
    """Files for a CRM, in a new folder beside the workbook. Where rows would be refused, the person decides."""
    from leadsorted_sheets.frontends.ribbon.commands import Said
    from leadsorted_sheets.session.exporting import export as make

    front = click.front
    crm = str({**dict(click.command.options), **click.given()}["crm"]).strip()
    chosen = scope.of(front, click.rows)
    folder = _new_folder(front.path(), Path(front.name).stem, Path(crm).stem)
    asked: dict[str, Any] = {"clock": click.clock, "progress": click.progress}

    def workbook() -> Any:
        return _Part(click.workbook, chosen) if chosen else click.workbook

    done = make(workbook(), crm, str(folder), **asked)
    if done.refused:
        serious = boxes.looked_at(done.findings, done.reading)
        question = "Write the other rows, and these with the reason to rejected.csv?"
        if not front.asked(joined(f"{crm} would not take every row.", serious, question)):
            return Said("Nothing was written. Mend the rows and click again.")
        done = make(workbook(), crm, str(folder), skip_bad=True, **asked)
    return Said(_exported(done, chosen.told if chosen else ""))


def _exported(done: Exported, told: str) -> str:
    files = "\n".join(
        f"{each.name}" + ("" if each.rows is None else f"  ({counted(each.rows, 'row')})") for each in done.files
    )
    on = f" ({told})" if told else ""
    return joined(f"Written{on} to {done.folder}:", files, boxes.looked_at(done.findings, done.reading))


def _new_folder(path: Path | None, stem: str, crm: str) -> Path:
    """A folder that is not there yet: beside the workbook or, where that is on the web, in Documents."""
    beside = path.parent if path else _documents()
    folder, n = beside / f"{stem} for {crm}", 2
    while folder.exists():
        folder, n = beside / f"{stem} for {crm} {n}", n + 1
    return folder


def _documents() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


class _Part:
    """A workbook of which only the chosen leads are seen."""

    def __init__(self, whole: Any, chosen: scope.Scope) -> None:
        self._whole = whole
        self._chosen = chosen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    def read(self, **given: Any) -> Reading:
        reading: Reading = self._whole.read(**given)
        leads = reading.book.get(schema.LEADS.name, {})
        keys = frozenset(self._chosen(reading))
        part = {**reading.book, schema.LEADS.name: {key: row for key, row in leads.items() if key in keys}}
        return Reading(
            part, reading.layouts, reading.revision, reading.lines, reading.hidden, reading.findings, reading.who
        )

    def write(self, batch: Batch, **given: Any) -> Written:
        written: Written = self._whole.write(batch, **given)
        return written


def _as_path(typed: str) -> str:
    """A path as Excel's dialog gives it; on a Mac that may be in the old way, with colons.

    >>> _as_path("/Users/ann/leads.csv")
    '/Users/ann/leads.csv'
    """
    return posix_path(typed) if sys.platform == "darwin" else typed


def posix_path(typed: str) -> str:
    """What a Mac's old spelling of a path means today.

    >>> posix_path("Macintosh HD:Users:ann:a/b.csv"), posix_path("/Users/ann/a.csv")
    ('/Users/ann/a:b.csv', '/Users/ann/a.csv')
    """
    if typed.startswith("/") or ":" not in typed:
        return typed
    _disk, *parts = typed.split(":")
    return str(PurePosixPath("/", *(part.replace("/", ":") for part in parts)))
