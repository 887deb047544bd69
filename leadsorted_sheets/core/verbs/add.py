"""Add: one lead, tidied, held against those that are there, with an owner and a next action from the start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row, Table, row_of
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.records import filled, folded
from leadsorted_sheets.core.settings import Settings, read_settings
from leadsorted_sheets.core.verbs import saying
from leadsorted_sheets.core.verbs.naming import named, plain
from leadsorted_sheets.core.where import business_domain, columns_of, company_key
from leadsorted_sheets.core.where.columns import column_named

ADDED = "add: a new lead"
NOT_ADDED = frozenset({"Lead ID", "Status", "Deal ID", "Score", "Rating", "Quality", "Why", "Updated", "Assigned on"})
"""Columns that only we fill in."""


@dataclass(frozen=True, slots=True)
class Options:
    name: str = field(
        default="", metadata={"help": 'First and last name, such as "Ann Ng".', "argument": "NAME", "optional": True, "ask": "First and last name?"}
    )  # fmt: skip
    company: str = field(default="", metadata={"help": "Where they work.", "ask": "Which company?"})
    email: str = field(default="", metadata={"help": "Their e-mail address.", "ask": "E-mail?"})
    phone: str = field(default="", metadata={"help": "Their phone number.", "ask": "Phone?"})
    source: str = field(default="", metadata={"help": "Where the lead came from, such as Referral.", "ask": "Where did the lead come from?"})  # fmt: skip
    job_title: str = field(default="", metadata={"help": "What they do there."})
    country: str = field(default="", metadata={"help": "Where they are, such as DE."})
    product: str = field(default="", metadata={"help": "What they are interested in."})
    owner: str = field(
        default="", metadata={"help": "Who gets the lead; me for yourself. Without it, by your rules or in turn."}
    )  # fmt: skip
    notes: str = field(default="", metadata={"help": "What else there is to know."})
    created: str = field(default="", metadata={"help": "When the lead arrived; now by default."})
    set: tuple[str, ...] = field(default=(), metadata={"help": 'Any other column, such as --set "Campaign=Spring".'})
    anyway: bool = field(default=False, metadata={"help": "Add it although the same person is there already."})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Add one lead: tidied as normalise does it, held against the leads that are there, assigned, scored, with a next action."""
    settings, _ = read_settings(book)
    key = context.new_id("L")
    row, findings = _tidied(book, key, _typed(book, options, settings, context), context)
    if not any(row.get(name) for name in ("First name", "Last name", "Company", "Email", "Phone")):
        raise errors.WrongUsage('Say who it is: leadsorted add BOOK "Ann Ng" --company Acme --email ann@acme.example')
    row = _with_known_company(book, row)
    doubts = _who_else(book, key, row, settings, context, anyway=options.anyway)
    changes: list[Change] = [AddRow("Leads", key, row_of({"Lead ID": key, **row}), ADDED), *_new_source(book, row)]
    begun = _begun(apply(book, changes), key, owner=options.owner, settings=settings, context=context)
    changes += begun.changes
    lacking = _lacking(key, row, settings.preferences.required_fields)
    return Outcome(changes, (*findings, *doubts, *begun.findings, *lacking))


def _typed(book: Book, options: Options, settings: Settings, context: Context) -> Row:
    """The cells as they were typed, with when the lead arrived and its first status."""
    from leadsorted_sheets.core.normalise.names import split_full_name

    name = split_full_name(options.name) if options.name.strip() else None
    first, last = name.columns if name else ("", "")
    cells: dict[str, Cell] = {
        "First name": first,
        "Last name": last,
        "Company": options.company.strip(),
        "Email": options.email.strip(),
        "Phone": options.phone.strip(),
        "Source": options.source.strip(),
        "Job title": options.job_title.strip(),
        "Country": options.country.strip(),
        "Product": options.product.strip(),
        "Notes": options.notes.strip(),
        "Created": saying.past(options.created, "--created", settings, context),
        "Status": settings.first_status("open"),
    }
    own = columns_of(book.get("Leads", {})) - set(schema.LEADS.fields)
    for each in options.set:
        header, sign, value = each.partition("=")
        if not sign or not header.strip():
            raise errors.WrongUsage(
                f'--set {each!r}: say a column, an equals sign and a value, such as "Campaign=Spring".'
            )
        cells[_column(header, own)] = value.strip()
    return row_of(cells)


def _column(header: str, own: set[str]) -> str:
    try:
        column = column_named(header, schema.LEADS, own)
    except errors.WrongUsage as unknown:
        raise errors.WrongUsage(str(unknown).replace("The filter names", "--set names")) from unknown
    if column.name in NOT_ADDED or column.name.startswith("*"):
        raise errors.WrongUsage(f"--set {header!r}: that is filled in by us. Leave it out.")
    return column.name


def _tidied(book: Book, key: Key, row: Row, context: Context) -> tuple[Row, list[Finding]]:
    """The row as normalise leaves it, and what it doubts."""
    from leadsorted_sheets.core import normalise

    alone = {tab: table for tab, table in book.items() if tab not in ("Leads", "Activities", "Pipeline")}
    outcome = normalise.plan({**alone, "Leads": {key: row}}, normalise.Options(), context)
    of_row = [change for change in outcome.changes if change.tab == "Leads"]
    after = apply({"Leads": {key: row}}, of_row)["Leads"][key]
    return after, [finding for finding in outcome.findings if finding.tab == "Leads"]


def _with_known_company(book: Book, row: Row) -> Row:
    """The company as most of the book spells it, so that its leads and deals are found together."""
    key = company_key(shown(row.get("Company")))
    if not key:
        return row
    spellings: dict[str, int] = {}
    for tab in ("Leads", "Pipeline"):
        for other in book.get(tab, {}).values():
            text = other.get("Company")
            if isinstance(text, str) and company_key(text) == key:
                spellings[text] = spellings.get(text, 0) + 1
    return {**row, "Company": max(spellings, key=lambda text: spellings[text])} if spellings else row


def _who_else(
    book: Book, key: Key, row: Row, settings: Settings, context: Context, *, anyway: bool
) -> Iterator[Finding] | tuple[Finding, ...]:
    """Who is there already that this may be. Raises errors.ThereAlready where it is certain."""
    from leadsorted_sheets.core import dedupe

    near = _near(book, row)
    if not near:
        return ()
    country = settings.preferences.country.strip().upper() or "GB"
    found = dedupe.matches({key: row}, near, country=country, progress=context.progress)
    for match in found:
        other = named(match.other, near[match.other])
        if match.tier == "certain" and not anyway:
            raise errors.ThereAlready(
                f"{other} is there already: {match.why}",
                f"Log what is new: leadsorted log BOOK {match.other} --type Note --summary ...\n"
                "To add the lead all the same, say --anyway.",
            )
    return tuple(
        Finding(
            "warning", "Leads", key, None, "add.duplicate",
            f"This may be {named(match.other, near[match.other])}: {match.why} Dedupe will ask: leadsorted dedupe BOOK",
            others=(match.other,), confidence=match.confidence,
        )
        for match in found
    )  # fmt: skip


def _near(book: Book, row: Row) -> Table:
    """The leads that have anything in common with it: one new lead need not be held against a hundred thousand."""
    wanted = _marks(row)
    return {key: other for key, other in filled(book, schema.LEADS) if not wanted.isdisjoint(_marks(other))}


def _marks(row: Row) -> set[str]:
    email, company = shown(row.get("Email")), shown(row.get("Company"))
    digits = re.sub(r"\D", "", shown(row.get("Phone")))
    return {
        f"{what}{mark}"
        for what, mark in (
            ("@", plain(email)),
            ("domain ", business_domain(email)),
            ("company ", company_key(company)),
            ("phone ", digits[-8:]),
            ("name ", plain(shown(row.get("Last name")))),
        )
        if mark
    }


def _new_source(book: Book, row: Row) -> list[Change]:
    """A source that the Sources tab does not have yet gets its line there."""
    name = shown(row.get("Source")).strip()
    known = {folded(source) for source in book.get("Sources", {})}
    if not name or "Sources" not in book or folded(name) in known:
        return []
    return [AddRow("Sources", name, {"Source": name}, "add: a source that was not on the list")]


def _begun(book: Book, key: Key, *, owner: str, settings: Settings, context: Context) -> Outcome:
    """Owner, score and next action of the new lead, as the operations of the same names give them."""
    from leadsorted_sheets.core import assign, followup, score

    changes: list[Change] = []
    findings: list[Finding] = []
    to = saying.owner(owner, "--owner", settings, context) if owner.strip() else None

    def take(outcome: Outcome) -> Book:
        changes.extend(outcome.changes)
        findings.extend(each for each in outcome.findings if each.key == key or each.rule == "assign.no-owners")
        return apply(book, changes)

    now = take(assign.plan(book, assign.Options(to=to, keys=(key,)), context))
    now = take(score.plan(now, score.Options(keys=(key,)), context))
    take(followup.plan(now, followup.Options(keys=(key,)), context))
    return Outcome(changes, findings)


def _lacking(key: Key, row: Row, required: str) -> Iterator[Finding]:
    """The required fields that are blank, as Preferences name them: "Last name or Company; Email or Phone"."""
    for wish in required.split(";"):
        names = [name.strip() for name in re.split(r"\s+or\s+", wish.strip()) if name.strip()]
        if names and not any(row.get(name) is not None for name in names):
            message = f"A lead should have {' or '.join(names)} (Required fields in Preferences). Fill it in."
            yield Finding("warning", "Leads", key, names[0], "add.incomplete", message)
