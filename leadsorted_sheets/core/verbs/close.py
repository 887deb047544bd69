"""Close: a deal is won or lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.lifecycle.moving import deal_moved
from leadsorted_sheets.core.lifecycle.ways import deal_move, open_to
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.settings import read_settings, same_name
from leadsorted_sheets.core.verbs import saying
from leadsorted_sheets.core.verbs.move import already, check_typed
from leadsorted_sheets.core.verbs.naming import deal_meant, named
from leadsorted_sheets.core.where.times import moment_of

CLOSED = "close: won or lost"


@dataclass(frozen=True, slots=True)
class Options:
    deal: str = field(
        default="",
        metadata={"help": "The deal: its id or name, or the lead it came from.", "argument": "DEAL", "ask": "Which deal?"},
    )  # fmt: skip
    how: Literal["won", "lost"] = field(
        default="won", metadata={"help": "How it ended.", "argument": "won|lost", "ask": "Won or lost?"}
    )  # fmt: skip
    reason: str = field(default="", metadata={"help": "Why it was lost: one of Lost reasons on Settings."})
    value: str = field(default="", metadata={"help": "What it came to in the end, where that differs from Value."})
    on: str = field(default="", metadata={"help": "When it was closed; now by default."})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Close a deal as won, or as lost with a reason."""
    settings, _ = read_settings(book)
    key = deal_meant(book, options.deal)
    row = book["Pipeline"][key]
    stages = sorted((stage for stage in settings.stages if stage.kind == options.how), key=lambda stage: stage.order)
    if not stages:
        remedy = f'Add one under Stages, such as "Closed {options.how.capitalize()}" with the kind {options.how}.'
        raise errors.BadSettings("Settings", f"no stage has the kind {options.how}", remedy)
    to, was = stages[0].name, shown(row.get("Stage"))
    if settings.stage_kind(was) == options.how:
        return already(named(key, row), "Pipeline", key, "Stage", was)
    check_typed(key, row, "Stage")
    move = deal_move(was, to, settings)
    if move is None or same_name(was, to):
        raise errors.NotAllowed(
            f"{named(key, row)} is {was}, and a deal cannot go from there to {to}.",
            f"Open it again first: leadsorted move BOOK {key} STAGE. It can go to {open_to(was, settings, deal=True)}.",
        )
    reason = ""
    if options.how == "lost":
        command = f"leadsorted close BOOK {key} lost"
        reason = saying.reason(options.reason, settings, of="A lost deal", command=command)
    elif options.reason.strip():
        raise errors.WrongUsage("A won deal has no lost reason. Leave --reason out.")
    when = saying.past(options.on, "--on", settings, context)
    _not_before(when, row.get("Opened"), named(key, row))
    others: dict[str, Cell] = {"Value": saying.amount(options.value, "--value")} if options.value.strip() else {}
    return Outcome(deal_moved(key, row, to, settings, context, why=CLOSED, reason=reason, when=when, others=others))


def _not_before(when: dt.datetime, opened: Cell, name: str) -> None:
    if isinstance(opened, dt.date) and when < moment_of(opened):
        raise errors.NotAllowed(
            f"{name} was opened on {shown(opened)}, so it cannot have been closed on {shown(when)}.",
            "Give a later day with --on, or mend Opened in its row.",
        )
