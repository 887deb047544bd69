"""A book and a profile in, files out: the whole way, pure. Whoever called writes them to the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Figures
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.exports import loss
from leadsorted_sheets.exports.companions import companions
from leadsorted_sheets.exports.crosswalk import Crosswalk
from leadsorted_sheets.exports.guide import guide
from leadsorted_sheets.exports.preflight import Checked, Preflight, Rejected
from leadsorted_sheets.exports.profile import File, Profile
from leadsorted_sheets.exports.subjects import (
    Company,
    Subject,
    companies,
    company_subjects,
    converted,
    related,
)
from leadsorted_sheets.exports.writer import ExportFile, manifest, rejects, written

_NO_WORDS = frozenset({"", "no", "n", "false", "0", "off"})
_TABS = {"deals": "Pipeline", "activities": "Activities"}


@dataclass(frozen=True, slots=True)
class Export:
    """What an export comes to. `refused`: rows cannot go and nobody said to skip them, so there are no files."""

    files: tuple[ExportFile, ...]
    findings: tuple[Finding, ...]
    figures: tuple[Figures, ...]
    refused: bool = False


def export(
    book: Book, profile: Profile, *, context: Context, skip_bad: bool = False, fill: Mapping[str, str] | None = None
) -> Export:
    """The files that this CRM imports, checked row by row.

    Where a row cannot go, there are no files at all, unless `skip_bad`: then the good rows go and
    `rejected.csv` holds the rest with the reasons. `fill` gives stand-ins for blank required values, by the
    CRM's header: `{"Company": "[not provided]"}`.
    """
    settings, _ = read_settings(book)
    crosswalk = Crosswalk(profile, settings)
    preflight = Preflight(profile, crosswalk, settings.preferences.zone, dict(fill or {}), progress=context.progress)
    stock = _stock(book, profile, preflight, converted(book, settings))
    checked, rejected = _checked(stock, profile, preflight)
    losses = preflight.tally.losses()
    findings = (*preflight.findings, *_unknown_columns(book, profile), *loss.findings(losses, profile))
    figures = (_figures(profile, checked, rejected, stock.left_out),)
    if rejected and not skip_bad:
        return Export((), findings, figures, refused=True)
    sheets = [(one, written(one, profile)) for one in (one.without_empty_columns() for one in checked)]
    files = [
        *(file for _, made in sheets for file in made),
        *companions(profile, sheets),
        guide(profile, crosswalk, sheets),
        ExportFile("loss-report.md", loss.report(losses, profile, crosswalk).encode("utf-8", "replace")),
    ]
    reject_file = rejects(book, rejected)
    files += [reject_file] if reject_file else []
    files.append(manifest(files, profile, made=context.now, rejected=len(rejected)))
    return Export(tuple(files), findings, figures)


@dataclass(slots=True)
class _Stock:
    """What there is to export, and what was left out before it began."""

    book: Book
    leads: dict[Key, Row]
    members: dict[Key, Company]
    converted: frozenset[Key]
    left_out: int = 0
    lost: set[Key] = field(default_factory=set)  # leads that were rejected: their deals cannot go either


def _stock(book: Book, profile: Profile, preflight: Preflight, customers: frozenset[Key]) -> _Stock:
    """The leads that may go: those who asked not to be contacted stay, where the CRM would not know of it."""
    leads: dict[Key, Row] = {}
    left_out = 0
    for key, row in book.get("Leads", {}).items():
        if (
            profile.do_not_contact == "leave out"
            and shown(row.get("Do not contact")).strip().casefold() not in _NO_WORDS
        ):
            preflight.tally.add("not sent", None, "asked not to be contacted", tab="Leads", count=1, keys=[key])
            left_out += 1
        else:
            leads[key] = row
    kinds = {file.rows for file in profile.files}
    for kind, tab in _TABS.items():
        if kind not in kinds:
            for key in book.get(tab, {}):
                preflight.tally.add("not sent", None, f"there is no file for {kind}", tab=tab, count=1, keys=[key])
    members = companies(leads) if _speaks_of_companies(profile) else {}
    return _Stock(book, leads, members, customers, left_out)


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
    for key in stock.leads:
        if not any(_wanted(stock, file, key) for file in _of(profile, "leads")):
            preflight.tally.add(
                "not sent", None, "there is no file for leads of its kind", tab="Leads", count=1, keys=[key]
            )
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
    return file.only == "all" or (key in stock.converted) == (file.only == "converted")


def _leads(stock: _Stock, file: File) -> list[Subject]:
    return [
        Subject("Leads", key, row, company=stock.members.get(key))
        for key, row in stock.leads.items()
        if _wanted(stock, file, key)
    ]


def _good_keys(stock: _Stock, file: File) -> list[Key]:
    return [key for key in stock.leads if key not in stock.lost and _wanted(stock, file, key)]


def _members_of(rejected: tuple[Rejected, ...], stock: _Stock) -> list[Rejected]:
    """The leads of companies that cannot go: without its company a lead would arrive alone."""
    return [
        Rejected("Leads", key, tuple(f"Its company cannot go: {reason}" for reason in one.reasons))
        for one in rejected
        for key in stock.members[one.key].leads
        if key not in stock.lost
    ]


def _hanging(stock: _Stock, file: File, preflight: Preflight, rejected: list[Rejected]) -> list[Subject]:
    """The deals or activities whose lead goes. Those of a rejected lead are rejected, of one left out left out."""
    subjects: list[Subject] = []
    for subject in related(stock.book, _TABS[file.rows], stock.leads, stock.members):
        if subject.lead_key in stock.lost:
            reason = f"Its lead {subject.lead_key} cannot go."
            rejected.append(Rejected(subject.tab, subject.key, (reason,)))
        elif subject.lead is None and subject.lead_key in stock.book.get("Leads", {}):
            preflight.tally.add("not sent", None, "its lead is not sent", tab=subject.tab, count=1, keys=[subject.key])
        elif subject.lead_key is None or subject.lead is None or _wanted(stock, file, subject.lead_key):
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


def _figures(profile: Profile, checked: list[Checked], rejected: list[Rejected], left_out: int) -> Figures:
    rows = [(one.file.title, len(one.rows)) for one in checked]
    rows += [("Rejected", len(rejected)), ("Left out: asked not to be contacted", left_out)]
    return Figures(f"For {profile.label}", ("What", "Rows"), tuple(rows))
