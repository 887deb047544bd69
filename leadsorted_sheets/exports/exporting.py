"""A book and a profile in, files out: the whole way, pure. Whoever called writes them to the disk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Figures
from leadsorted_sheets.core.records import is_yes
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.exports import loss, told
from leadsorted_sheets.exports.companions import companions
from leadsorted_sheets.exports.crosswalk import Crosswalk
from leadsorted_sheets.exports.guide import guide
from leadsorted_sheets.exports.preflight import Checked, Preflight, Rejected
from leadsorted_sheets.exports.profile import File, Profile
from leadsorted_sheets.exports.sent import EVERYTHING, Gone, Memory, Wanted, after, gone, only_changed
from leadsorted_sheets.exports.subjects import (
    Company,
    Subject,
    companies,
    company_subjects,
    converted,
    related,
    their_id,
)
from leadsorted_sheets.exports.writer import ExportFile, manifest, rejects, written

_TABS = {"deals": "Pipeline", "activities": "Activities"}


@dataclass(frozen=True, slots=True)
class Export:
    """What an export comes to. `refused`: rows cannot go and nobody said to skip them, so there are no files.

    `sent` is what to remember of it, for the next export of changes.
    """

    files: tuple[ExportFile, ...]
    findings: tuple[Finding, ...]
    figures: tuple[Figures, ...]
    refused: bool = False
    sent: Memory = field(default_factory=dict)


def export(
    book: Book, profile: Profile, *, context: Context, skip_bad: bool = False, fill: Mapping[str, str] | None = None, wanted: Wanted = EVERYTHING,
) -> Export:  # fmt: skip
    """The files that this CRM imports, checked row by row.

    Where a row cannot go, there are no files at all, unless `skip_bad`: then the good rows go and
    `rejected.csv` holds the rest with the reasons. `fill` gives stand-ins for blank required values, by the
    CRM's header: `{"Company": "[not provided]"}`.
    """
    settings, _ = read_settings(book)
    crosswalk = Crosswalk(profile, settings)
    preflight = Preflight(profile, crosswalk, settings.preferences.zone, dict(fill or {}), progress=context.progress)
    stock = _stock(book, profile, wanted.leads, converted(book, settings))
    every, rejected = _checked(stock, profile, preflight)
    checked = only_changed(every, wanted.before) if wanted.changed else every
    _tell_who_stays(stock, profile, preflight)
    for one in checked:
        preflight.count(one)
    losses = preflight.tally.losses()
    lost = gone(profile, every, wanted.before, there=_there(book), asked=stock.asked)
    findings = (*preflight.findings, *_unknown_columns(book, profile), *loss.findings(losses, profile))
    findings += told.findings(profile, every, wanted, lost)
    figures = (_figures(profile, checked, every, rejected, stock, lost=lost, wanted=wanted),)
    if rejected and not skip_bad:
        return Export((), findings, figures, refused=True)
    sheets = [(one, written(one, profile)) for one in (one.without_empty_columns() for one in checked)]
    files = [file for _, made in sheets for file in made]
    if wanted.changed and not (files or rejected or lost):
        return Export((), (*findings, told.nothing(profile)), figures, sent=wanted.before)
    files += [
        *companions(profile, sheets),
        *told.files(lost, profile),
        guide(profile, crosswalk, sheets, lost),
        ExportFile("loss-report.md", loss.report(losses, profile, crosswalk).encode("utf-8", "replace")),
    ]
    reject_file = rejects(book, rejected)
    files += [reject_file] if reject_file else []
    files.append(manifest(files, profile, made=context.now, rejected=len(rejected)))
    return Export(tuple(files), findings, figures, sent=after(wanted.before, checked, lost))


@dataclass(slots=True)
class _Stock:
    """What there is to export. `chosen` are the leads wanted; `asked` asked not to be contacted, and of these
    `left_out` were wanted."""

    book: Book
    leads: dict[Key, Row]
    chosen: Collection[Key]
    members: dict[Key, Company]
    converted: frozenset[Key]
    asked: frozenset[Key]
    left_out: frozenset[Key]
    known: frozenset[Key]
    everything: bool
    lost: set[Key] = field(default_factory=set)  # leads that were rejected: their deals cannot go either


def _stock(book: Book, profile: Profile, only: frozenset[Key] | None, customers: frozenset[Key]) -> _Stock:
    """The leads that may go: those who asked not to be contacted stay, where the CRM would not know of it.

    Companies are made of all of them, so that a company is the same whichever leads an export asks for.
    """
    leads = dict(book.get("Leads", {}))
    asked: frozenset[Key] = frozenset()
    if profile.do_not_contact == "leave out":
        asked = frozenset(key for key, row in leads.items() if is_yes(row.get("Do not contact")))
        leads = {key: row for key, row in leads.items() if key not in asked} if asked else leads
    members = companies(leads) if _speaks_of_companies(profile) else {}
    apart = any(file.known != "all" for file in profile.files)
    known = frozenset(key for key, row in leads.items() if their_id(row, profile)) if apart else frozenset[Key]()
    if only is None:
        return _Stock(book, leads, leads, members, customers, asked, asked, known, everything=True)
    return _Stock(book, leads, only & leads.keys(), members, customers, asked, asked & only, known, everything=False)


def _tell_who_stays(stock: _Stock, profile: Profile, preflight: Preflight) -> None:
    """Count the leads, deals and activities that no file takes."""
    for key in stock.left_out:
        preflight.tally.add("not sent", None, "asked not to be contacted", tab="Leads", count=1, keys=[key])
    kinds = {file.rows for file in profile.files}
    for kind, tab in _TABS.items():
        if kind not in kinds:
            for key in stock.book.get(tab, {}):
                preflight.tally.add("not sent", None, f"there is no file for {kind}", tab=tab, count=1, keys=[key])
    files = _of(profile, "leads")
    if not any(file.only == "all" for file in files):
        for key in stock.chosen:
            if not any(_wanted(stock, file, key) for file in files):
                why = "there is no file for leads of its kind"
                preflight.tally.add("not sent", None, why, tab="Leads", count=1, keys=[key])


def _there(book: Book) -> dict[str, Collection[Key]]:
    return {"leads": book.get("Leads", {}), **{rows: book.get(tab, {}) for rows, tab in _TABS.items()}}


def _speaks_of_companies(profile: Profile) -> bool:
    makes = {column.make or "" for file in profile.files for column in file.columns}
    return any(make.startswith("company") for make in makes)


def _checked(stock: _Stock, profile: Profile, preflight: Preflight) -> tuple[list[Checked], list[Rejected]]:
    """Every file's rows: leads first, then their companies, then what hangs on them. In the profile's order."""
    done: dict[str, Checked] = {}
    rejected: list[Rejected] = []
    for file in _of(profile, "leads"):
        done[file.name] = preflight.check(file, _leads(stock, file))
        rejected += done[file.name].rejected
    stock.lost.update(one.key for one in rejected)
    for file in _of(profile, "companies"):
        checked = preflight.check(file, company_subjects(stock.members, _good_keys(stock, file)))
        done[file.name] = checked
        orphans = _members_of(checked.rejected, stock)
        rejected += orphans
        stock.lost.update(one.key for one in orphans)
    if stock.lost:
        lost = frozenset(stock.lost)
        done = {name: one.without(lost) if one.file.rows == "leads" else one for name, one in done.items()}
    for file in (*_of(profile, "deals"), *_of(profile, "activities")):
        checked = preflight.check(file, _hanging(stock, file, preflight, rejected))
        done[file.name] = checked
        rejected += checked.rejected
    return [done[file.name] for file in profile.files], rejected


def _of(profile: Profile, rows: str) -> list[File]:
    return [file for file in profile.files if file.rows == rows]


def _wanted(stock: _Stock, file: File, key: Key) -> bool:
    if file.only != "all" and (key in stock.converted) != (file.only == "converted"):
        return False
    return file.known == "all" or (key in stock.known) == (file.known == "known")


def _leads(stock: _Stock, file: File) -> list[Subject]:
    return [
        Subject("Leads", key, row, company=stock.members.get(key))
        for key, row in stock.leads.items()
        if key in stock.chosen and _wanted(stock, file, key)
    ]


def _good_keys(stock: _Stock, file: File) -> list[Key]:
    return [key for key in stock.leads if key in stock.chosen and key not in stock.lost and _wanted(stock, file, key)]


def _members_of(rejected: tuple[Rejected, ...], stock: _Stock) -> list[Rejected]:
    """The leads of companies that cannot go: without its company a lead would arrive alone."""
    return [
        Rejected("Leads", key, tuple(f"Its company cannot go: {reason}" for reason in one.reasons))
        for one in rejected
        for key in stock.members[one.key].leads
        if key in stock.chosen and key not in stock.lost
    ]


def _hanging(stock: _Stock, file: File, preflight: Preflight, rejected: list[Rejected]) -> list[Subject]:
    """The deals or activities whose lead goes. Those of a rejected lead are rejected, of one left out left out."""
    subjects: list[Subject] = []
    for subject in related(stock.book, _TABS[file.rows], stock.leads, stock.members):
        if not stock.everything and subject.lead_key not in stock.chosen:
            continue
        if subject.lead_key in stock.lost:
            reason = f"Its lead {subject.lead_key} cannot go."
            rejected.append(Rejected(subject.tab, subject.key, (reason,)))
        elif subject.lead is None and subject.lead_key in stock.book.get("Leads", {}):
            preflight.tally.add("not sent", None, "its lead is not sent", tab=subject.tab, count=1, keys=[subject.key])
        elif subject.lead is None or subject.lead_key is None:
            subjects += [subject] if file.only != "converted" else []
        elif _wanted(stock, file, subject.lead_key):
            subjects.append(subject)
    return subjects


def _unknown_columns(book: Book, profile: Profile) -> list[Finding]:
    """A column that the profile names and no row has: a slip of the pen in a profile would go unseen."""
    from leadsorted_sheets.core import schema

    findings: list[Finding] = []
    for file in profile.files:
        tab = _TABS.get(file.rows, "Leads")
        names = {name for column in file.columns for name in column.take}
        for name in sorted(names):
            home, bare = ("Leads", name[5:]) if name.startswith("Lead.") else (tab, name)
            if bare not in schema.BY_NAME[home].fields and not any(bare in row for row in book.get(home, {}).values()):
                message = (
                    f"The profile {profile.name} takes the column {bare!r} for {file.name}, and no row of {home} has it. "
                    "If that is a slip, mend the profile."
                )
                findings.append(Finding("warning", home, None, bare, "export.no-column", message))
    return findings


def _figures(
    profile: Profile, checked: list[Checked], every: list[Checked], rejected: list[Rejected], stock: _Stock, *, lost: Sequence[Gone], wanted: Wanted,
) -> Figures:  # fmt: skip
    rows: list[tuple[Cell, ...]] = [(one.file.title, len(one.rows)) for one in checked]
    rows += [("Rejected", len(rejected)), ("Left out: asked not to be contacted", len(stock.left_out))]
    if wanted.changed:
        unchanged = sum(len(one.rows) for one in every) - sum(len(one.rows) for one in checked)
        rows.append(("Unchanged since they were sent", unchanged))
    rows += [("Sent before, and gone now", len(lost))] if lost else []
    return Figures(f"For {profile.label}", ("What", "Rows"), tuple(rows))
