"""Qualify: what was found out about budget, authority, need and timeline, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.changes import Change, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.lifecycle.missing import missing, questions
from leadsorted_sheets.core.lifecycle.moving import lead_moved, written
from leadsorted_sheets.core.lifecycle.ways import open_to
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.verbs import saying
from leadsorted_sheets.core.verbs.naming import LEAD, lead_meant, named

FACTS = "qualify: what was found out"
QUALIFIED = "qualify: budget, authority, need and timeline are known"


@dataclass(frozen=True, slots=True)
class Options:
    lead: str = field(default="", metadata=LEAD)
    budget: str = field(
        default="", metadata={"help": "What they can spend, such as 12000.", "ask": "What is the budget?"}
    )
    authority: str = field(default="", metadata={"help": "Who decides.", "ask": "Who decides?"})
    need: str = field(default="", metadata={"help": "What they need it for.", "ask": "What do they need?"})
    timeline: str = field(default="", metadata={"help": "By when they want it.", "ask": "By when?"})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Write down budget, authority, need and timeline; a lead that has all four is qualified, else what lacks is named."""
    settings, _ = read_settings(book)
    key = lead_meant(book, options.lead)
    row = book["Leads"][key]
    was = shown(row.get("Status"))
    kind = settings.status_kind(was)
    if kind == "converted":
        raise errors.NotAllowed(f"{named(key, row)} is {was}: it became a deal.", "What is new belongs to the deal.")
    if kind == "dead":
        raise errors.NotAllowed(
            f"{named(key, row)} is {was}.",
            f"Take it up again first: leadsorted move BOOK {key} STATUS. It can go to {open_to(was, settings)}.",
        )
    facts: dict[str, Cell] = {}
    if options.budget.strip():
        facts["Budget"] = saying.amount(options.budget, "--budget")
    for name, said in (("Authority", options.authority), ("Need", options.need), ("Timeline", options.timeline)):
        if said.strip():
            facts[name] = said.strip()
    edits = written("Leads", key, row, facts, FACTS)
    changes: list[Change] = [*edits]
    after = apply({"Leads": {key: row}}, changes)["Leads"][key]
    lacking = missing(after)
    if lacking:
        return Outcome(changes, (_still_missing(key, named(key, row), lacking, qualified=kind == "qualified"),))
    if kind == "qualified" or isinstance(row.get("Status"), Formula):
        note = Finding("note", "Leads", key, "Status", "qualify.already", f"{named(key, row)} is {was} already.", was)
        return Outcome(changes, (note,))
    to = settings.first_status("qualified")
    return Outcome([*changes, *lead_moved(key, after, to, settings, context, why=QUALIFIED)])


def _still_missing(key: str, name: str, lacking: tuple[str, ...], *, qualified: bool) -> Finding:
    listed = ", ".join(each.lower() for each in lacking)
    state = "is qualified, but lacks" if qualified else "is not qualified yet: it lacks"
    message = f"{name} {state} {listed}. Find out and say: leadsorted qualify BOOK {key} {questions(lacking)}"
    return Finding("warning", "Leads", key, lacking[0], "qualify.missing", message)
