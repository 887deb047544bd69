"""Move: a lead to another status, or a deal to another stage, where the way allows it.

| said is                        | to names a status    | to names a stage only         | to names both        |
|--------------------------------|----------------------|-------------------------------|----------------------|
| a deal's id, or its name alone | refused              | the deal                      | the deal             |
| a lead's id, name or company   | the lead             | the lead's deal, if it is one | the lead             |

Where several leads or deals may be meant, they are listed and nothing is done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Formula, shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.lifecycle.missing import missing, questions
from leadsorted_sheets.core.lifecycle.moving import deal_moved, lead_moved
from leadsorted_sheets.core.lifecycle.ways import deal_move, lead_move, open_to
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.settings import Settings, read_settings, same_name
from leadsorted_sheets.core.verbs import saying
from leadsorted_sheets.core.verbs.naming import (
    LEAD_OR_DEAL,
    deal_meant,
    deals_meant,
    is_deal,
    lead_meant,
    leads_meant,
    named,
)

MOVED = "move: by hand"


@dataclass(frozen=True, slots=True)
class Options:
    lead: str = field(default="", metadata=LEAD_OR_DEAL)
    to: str = field(
        default="", metadata={"help": "The status or stage.", "argument": "STATUS|STAGE", "ask": "To which status or stage?"}
    )  # fmt: skip
    reason: str = field(default="", metadata={"help": "Why it is lost or dead: one of Lost reasons on Settings."})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Move a lead to another status, or a deal to another stage; the move is logged with its time and who made it."""
    settings, _ = read_settings(book)
    if is_deal(book, options.lead) or _is_stage(options.to, settings):
        return deal_to(book, _deal(book, options), options.to, settings, context, reason=options.reason)
    return lead_to(book, lead_meant(book, options.lead), options.to, settings, context, reason=options.reason)


def lead_to(book: Book, key: Key, to: str, settings: Settings, context: Context, *, reason: str = "") -> Outcome:
    """The lead in that status. Raises errors.NotAllowed where the way has no such move, with those it has."""
    from leadsorted_sheets.core.normalise.synonyms import STATUSES

    row = book["Leads"][key]
    names = [status.name for status in settings.statuses]
    status = saying.entry(to, "STATUS", names, of="Statuses on Settings", synonyms=STATUSES)
    was = shown(row.get("Status")) or settings.first_status("open")
    if same_name(was, status) and row.get("Status") is not None:
        return already(named(key, row), "Leads", key, "Status", status)
    check_typed(key, row, "Status")
    move = lead_move(was, status, settings)
    if move is None:
        raise errors.NotAllowed(
            f"{named(key, row)} is {was}, and a lead cannot go from there to {status}.",
            _instead(key, was, status, settings),
        )
    if move.terms == "facts" and (lacking := missing(row)):
        raise errors.NotAllowed(
            f"{named(key, row)} lacks {', '.join(name.lower() for name in lacking)}.",
            f"Say what you found out: leadsorted qualify BOOK {key} {questions(lacking)}",
        )
    if same_name(status, settings.first_status("open")) and row.get("First contacted") is not None:
        raise errors.NotAllowed(
            f"{status} means that nobody has been in touch, and {named(key, row)} was contacted on {shown(row['First contacted'])}.",
            f"It can go to {open_to(was, settings, but=status)}.",
        )
    if move.terms == "reason":
        reason = saying.reason(reason, settings, of=status, command=f'leadsorted move BOOK {key} "{status}"')
    changes = lead_moved(
        key, row, status, settings, context, why=MOVED, reason=reason if move.terms == "reason" else ""
    )
    return Outcome(changes)


def deal_to(book: Book, key: Key, to: str, settings: Settings, context: Context, *, reason: str = "") -> Outcome:
    """The deal in that stage. Raises errors.NotAllowed where the way has no such move, with those it has."""
    from leadsorted_sheets.core.normalise.synonyms import STAGES

    row = book["Pipeline"][key]
    names = [stage.name for stage in settings.stages]
    stage = saying.entry(to, "STAGE", names, of="Stages on Settings", synonyms=STAGES)
    was = shown(row.get("Stage"))
    if same_name(was, stage):
        return already(named(key, row), "Pipeline", key, "Stage", stage)
    check_typed(key, row, "Stage")
    move = deal_move(was, stage, settings)
    if move is None:
        raise errors.NotAllowed(
            f"{named(key, row)} is {was}, and a deal cannot go from there to {stage}.",
            f"It can go to {open_to(was, settings, deal=True)}.",
        )
    if move.terms == "reason":
        reason = saying.reason(reason, settings, of=stage, command=f"leadsorted close BOOK {key} lost")
    changes = deal_moved(key, row, stage, settings, context, why=MOVED, reason=reason if move.terms == "reason" else "")
    return Outcome(changes)


def already(name: str, tab: str, key: Key, field: str, to: str) -> Outcome:
    """Nothing to do, said so."""
    message = f"{name} is {to} already. Nothing to change."
    return Outcome(findings=(Finding("note", tab, key, field, "move.already", message, to),))


def check_typed(key: Key, row: Row, field: Literal["Status", "Stage"]) -> None:
    """Raises errors.NotAllowed where the cell is a formula, which is the user's own answer."""
    if isinstance(row.get(field), Formula):
        raise errors.NotAllowed(
            f"The {field} of {named(key, row)} is a formula, which is yours.", f"Type the {field.lower()} there."
        )


def _is_stage(to: str, settings: Settings) -> bool:
    """Whether a word names a stage and no status: as the lists spell it first, then by other words and slips."""
    from leadsorted_sheets.core.normalise.synonyms import STAGES, STATUSES

    stages = [stage.name for stage in settings.stages]
    statuses = [status.name for status in settings.statuses]
    spelt = [any(same_name(to, name) for name in names) for names in (stages, statuses)]
    if any(spelt):
        return spelt == [True, False]
    return saying.listed(to, stages, STAGES) is not None and saying.listed(to, statuses, STATUSES) is None


def _deal(book: Book, options: Options) -> Key:
    if not deals_meant(book, options.lead) and leads_meant(book, options.lead):
        lead = lead_meant(book, options.lead)
        raise errors.NotAllowed(
            f"{options.to} is a stage of deals, and {named(lead, book['Leads'][lead])} has no deal.",
            f"Make a deal of a qualified lead first: leadsorted convert BOOK {lead}",
        )
    return deal_meant(book, options.lead)


def _instead(key: Key, was: str, to: str, settings: Settings) -> str:
    if settings.status_kind(was) == "converted":
        return "Its deal goes on: move or close that. To take the conversion back: leadsorted undo BOOK"
    if settings.status_kind(to) == "converted":
        qualify = "" if settings.status_kind(was) == "qualified" else f"leadsorted qualify BOOK {key}, then "
        return f"Only convert makes a deal of it: {qualify}leadsorted convert BOOK {key}"
    return f"It can go to {open_to(was, settings)}."
