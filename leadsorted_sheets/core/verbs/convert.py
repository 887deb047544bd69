"""Convert: a qualified lead becomes a deal on Pipeline, and both name each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Key, Row, row_of
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.lifecycle.missing import missing, questions
from leadsorted_sheets.core.lifecycle.moving import CLOSED, deal_dates, lead_moved
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.settings import Settings, read_settings
from leadsorted_sheets.core.verbs import saying
from leadsorted_sheets.core.verbs.move import check_typed
from leadsorted_sheets.core.verbs.naming import LEAD, full_name, lead_meant, named
from leadsorted_sheets.core.where import company_key

CONVERTED = "convert: a qualified lead became a deal"


@dataclass(frozen=True, slots=True)
class Options:
    lead: str = field(default="", metadata=LEAD)
    value: str = field(
        default="", metadata={"help": "What the deal is worth; the lead's Deal value by default.", "ask": "What is the deal worth?"}
    )  # fmt: skip
    currency: str = field(default="", metadata={"help": "Its currency, such as EUR; that of Preferences by default."})
    close: str = field(
        default="", metadata={"help": "When it is expected to close.", "ask": "When do you expect it to close?"}
    )  # fmt: skip
    stage: str = field(default="", metadata={"help": "Its first stage; the first open one of Stages by default."})
    deal: str = field(default="", metadata={"help": "What the deal is called; the company by default."})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Make a deal of a qualified lead: a row on Pipeline with value, currency, expected close and stage, linked both ways."""
    settings, _ = read_settings(book)
    key = lead_meant(book, options.lead)
    row = book["Leads"][key]
    _must_be_qualified(key, row, book, settings)
    deal = context.new_id("D")
    made = _deal(deal, key, row, options, settings=settings, context=context)
    on_lead: dict[str, Cell] = {
        "Deal ID": deal,
        "Deal value": made["Value"],
        **dict.fromkeys((*CLOSED, "Sequence", "Step")),
    }
    to = settings.first_status("converted")
    moved = lead_moved(key, row, to, settings, context, why=CONVERTED, others=on_lead)
    return Outcome([AddRow("Pipeline", deal, made, CONVERTED), *moved], tuple(_doubts(book, deal, made, settings)))


def _must_be_qualified(key: Key, row: Row, book: Book, settings: Settings) -> None:
    name, was = named(key, row), shown(row.get("Status")) or settings.first_status("open")
    deal = shown(row.get("Deal ID"))
    if settings.status_kind(was) == "converted" or (deal and deal in book.get("Pipeline", {})):
        which = f" as {deal}" if deal else ""
        raise errors.NotAllowed(
            f"{name} became a deal already{which}.", "A second deal of theirs begins as a new lead."
        )
    if settings.status_kind(was) != "qualified":
        lacking = missing(row)
        lacks = f" and lacks {', '.join(each.lower() for each in lacking)}" if lacking else ""
        raise errors.NotAllowed(
            f"{name} is {was}{lacks}. Only a qualified lead becomes a deal.",
            f"Qualify it first: leadsorted qualify BOOK {key} {questions(lacking)}".rstrip(),
        )
    check_typed(key, row, "Status")


def _deal(deal: Key, key: Key, row: Row, options: Options, *, settings: Settings, context: Context) -> Row:
    stage = _stage(options.stage, settings)
    value: Cell = row.get("Deal value")
    if options.value.strip():
        value = saying.amount(options.value, "--value")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise errors.WrongUsage(
            f"What is the deal worth? The lead has no Deal value: leadsorted convert BOOK {key} --value 12000"
        )
    close = saying.day(options.close, "--close", settings, context) if options.close.strip() else None
    if close is not None and close < context.today:
        raise errors.WrongUsage(f"--close {options.close!r} is over. When a deal is expected to close lies ahead.")
    company = shown(row.get("Company"))
    begun: dict[str, Cell] = {
        "Deal ID": deal,
        "Lead ID": key,
        "Deal": options.deal.strip() or company or full_name(row) or shown(row.get("Email")),
        "Company": company,
        "Value": value,
        "Currency": saying.currency(options.currency, "--currency", settings),
        "Stage": stage,
        "Expected close": close,
        "Owner": _plain(row.get("Owner")),
        **{name: _plain(row.get(name)) for name in CLOSED},
        "Opened": context.local_now,
    }
    return row_of({**begun, **deal_dates({}, stage, settings, context.local_now)})


def _stage(said: str, settings: Settings) -> str:
    from leadsorted_sheets.core.normalise.synonyms import STAGES

    begun = sorted((stage for stage in settings.stages if stage.kind == "open"), key=lambda stage: stage.order)
    if not begun:
        remedy = 'Add one under Stages, such as "Proposal Sent" with the kind open.'
        raise errors.BadSettings("Settings", "no stage has the kind open", remedy)
    if not said.strip():
        return begun[0].name
    return saying.entry(
        said, "--stage", [stage.name for stage in begun], of="the open Stages on Settings", synonyms=STAGES
    )


def _plain(cell: Cell) -> Cell:
    return None if isinstance(cell, Formula) else cell


def _doubts(book: Book, deal: Key, made: Row, settings: Settings) -> Iterator[Finding]:
    if made.get("Expected close") is None:
        message = "It has no expected close, so the forecast leaves it out. Fill it in, or convert with --close."
        yield Finding("warning", "Pipeline", deal, "Expected close", "convert.no-close", message)
    if made.get("Owner") is None:
        message = "Nobody owns it. Give it to somebody: leadsorted assign BOOK --to NAME, before you convert, or type the owner there."
        yield Finding("warning", "Pipeline", deal, "Owner", "convert.no-owner", message)
    company = company_key(shown(made.get("Company")))
    others = [
        each
        for each, row in book.get("Pipeline", {}).items()
        if company
        and company_key(shown(row.get("Company"))) == company
        and settings.stage_kind(shown(row.get("Stage"))) == "open"
    ]
    if others:
        message = f"{shown(made['Company'])} has open deals already: {', '.join(others)}. Is it the same one?"
        yield Finding("warning", "Pipeline", deal, "Company", "convert.same-company", message, others=tuple(others))
