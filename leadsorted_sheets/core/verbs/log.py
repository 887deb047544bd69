"""Log: a call, an e-mail, a meeting, a note or a task, and what follows from it for the lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.activities import is_contact, is_silent, type_of
from leadsorted_sheets.core.book import Book, Key, Row, row_of
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.followup import after_activity
from leadsorted_sheets.core.lifecycle.begin import once_in_touch
from leadsorted_sheets.core.lifecycle.diary import CHANGE, who
from leadsorted_sheets.core.lifecycle.moving import lead_moved, written
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.records import day_of, folded, is_yes
from leadsorted_sheets.core.settings import Settings, read_settings, same_name
from leadsorted_sheets.core.verbs import saying
from leadsorted_sheets.core.verbs.naming import LEAD_OR_DEAL, deal_meant, is_deal, lead_meant, named
from leadsorted_sheets.core.where.times import moment_of

LOGGED = "log: the activity"
FOLLOWS = "log: what follows from the activity"
CONTACTED = "log: the first contact"


@dataclass(frozen=True, slots=True)
class Options:
    lead: str = field(default="", metadata=LEAD_OR_DEAL)
    type: str = field(default="", metadata={"help": "Call, Email, Meeting, DM, Demo, Note, Task or File.", "ask": "What was it? Call, Email, Meeting, DM, Demo, Note or Task"})  # fmt: skip
    summary: str = field(default="", metadata={"help": "What it was about.", "ask": "What was it about?"})
    outcome: str = field(default="", metadata={"help": 'What came of it, such as "no answer" or "wants a quote".'})
    when: str = field(default="", metadata={"help": "When it was; now by default."})
    due: str = field(
        default="", metadata={"help": "When the next step is due; of a task, or with --planned, when it is."}
    )
    next: str = field(default="", metadata={"help": 'The next action, such as "Send revised proposal".'})
    planned: bool = field(default=False, metadata={"help": "It lies ahead, on the day of --due."})
    did: str = field(default="", metadata={"help": "The id of a planned activity that is done now."})
    owner: str = field(default="", metadata={"help": "Who did it; you by default."})
    link: str = field(default="", metadata={"help": "Where the e-mail, the recording or the file is."})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Log a call, an e-mail, a meeting, a note or a task on a lead or deal.

    It moves Last activity; the first contact moves First contacted and a new lead to Contacted; and the follow-up
    sequence goes on, or is over because the lead answered.
    """
    settings, _ = read_settings(book)
    lead, deal = _about(book, options.lead)
    activity, changes = _activity(book, options, lead, deal, settings=settings, context=context)
    if lead is None:
        return Outcome([*changes, *_next_of_deal(book, deal, options, settings, context)])
    row = book["Leads"][lead]
    changes += _of_lead(book, lead, activity, settings, context)
    now = apply(book, changes)
    changes += _next_of_lead(now, lead, deal, options, settings=settings, context=context)
    return Outcome(changes, tuple(_doubts(lead, row, activity, settings)))


def _about(book: Book, said: str) -> tuple[Key | None, Key | None]:
    """The lead and the deal it is about; either may be missing."""
    if is_deal(book, said):
        deal = deal_meant(book, said)
        lead = shown(book["Pipeline"][deal].get("Lead ID"))
        return (lead if lead in book["Leads"] else None), deal
    lead = lead_meant(book, said)
    found = shown(book["Leads"][lead].get("Deal ID"))
    return lead, (found if found in book.get("Pipeline", {}) else None)


def _activity(
    book: Book, options: Options, lead: Key | None, deal: Key | None, *, settings: Settings, context: Context
) -> tuple[Row, list[Change]]:
    """The activity as a row, and what puts it on the tab. Raises errors.WrongUsage where the words do not fit."""
    if options.did.strip():
        return _done_now(book, options, lead, deal, settings=settings, context=context)
    types = [name for name in schema.LISTS["Activity types"] if name != CHANGE]
    if not options.type.strip():
        raise errors.WrongUsage(f"Say what it was: --type {'|'.join(types)}")
    if same_name(options.type, CHANGE):
        raise errors.WrongUsage("A status change is made, not logged: leadsorted move BOOK LEAD STATUS")
    from leadsorted_sheets.core.normalise.synonyms import ACTIVITY_TYPES

    kind = saying.entry(options.type, "--type", types, of="the types of activities", synonyms=ACTIVITY_TYPES)
    due = saying.day(options.due, "--due", settings, context) if options.due.strip() else None
    ahead = options.planned or (kind == "Task" and due is not None and not (options.when or options.outcome).strip())
    if ahead and (due is None or options.when.strip()):
        raise errors.WrongUsage("What lies ahead has a day, and was not yet: give --due, and leave --when out.")
    if due is not None and due < context.today:
        raise errors.WrongUsage(f"--due {options.due!r} is over. Give today or a later day.")
    key = context.new_id("A")
    row = row_of({
        "Activity ID": key,
        "Lead ID": lead,
        "Deal ID": deal,
        "When": None if ahead else saying.past(options.when, "--when", settings, context),
        "Type": kind,
        "Summary": options.summary.strip(),
        "Outcome": options.outcome.strip(),
        "Owner": saying.owner(options.owner, "--owner", settings, context) if options.owner.strip() else who(settings, context),
        "Due": due,
        "Done": None if ahead else "yes",
        "Link": options.link.strip(),
    })  # fmt: skip
    return row, [AddRow("Activities", key, row, LOGGED)]


def _done_now(
    book: Book, options: Options, lead: Key | None, deal: Key | None, *, settings: Settings, context: Context
) -> tuple[Row, list[Change]]:
    """A planned activity that is done: its row says so."""
    table = book["Activities"]
    wanted = folded(options.did)
    key = next((key for key in table if folded(key) == wanted), None)
    if key is None or (shown(table[key].get("Lead ID")) != lead and shown(table[key].get("Deal ID")) != deal):
        raise errors.NoSuchRow("activity of this lead", options.did)
    before = table[key]
    if before.get("Done") is not None:
        raise errors.NotAllowed(f"{key} is done already.", "Leave --did out to log another one.")
    cells: dict[str, Cell] = {"When": saying.past(options.when, "--when", settings, context), "Done": "yes"}
    for name, said in (("Summary", options.summary), ("Outcome", options.outcome), ("Link", options.link)):
        if said.strip():
            cells[name] = said.strip()
    edits = written("Activities", key, before, cells, LOGGED)
    after = apply({"Activities": {key: before}}, edits)["Activities"][key]
    due = saying.day(options.due, "--due", settings, context) if options.due.strip() else None
    return {**{name: cell for name, cell in after.items() if name != "Due"}, **({"Due": due} if due else {})}, [*edits]


def _of_lead(book: Book, lead: Key, activity: Row, settings: Settings, context: Context) -> list[Change]:
    """What the activity does to its lead: the follow-up, Last activity, First contacted, and from New to Contacted."""
    row = book["Leads"][lead]
    follow_up: list[Change] = list(after_activity(book, lead, activity, context))
    when = activity.get("When")
    if not isinstance(when, dt.date) or is_silent(activity):
        return follow_up
    cells: dict[str, Cell] = {"Updated": context.local_now}
    if _later(when, row.get("Last activity")):
        cells["Last activity"] = when
    if not is_contact(activity):
        return [*follow_up, *written("Leads", lead, row, cells, FOLLOWS)]
    first = row.get("First contacted")
    if first is None or (isinstance(first, dt.date) and moment_of(when) < moment_of(first)):
        cells["First contacted"] = when
    to = once_in_touch(row, settings)
    if to is None or isinstance(row.get("Status"), Formula):
        return [*follow_up, *written("Leads", lead, row, cells, FOLLOWS)]
    moved = lead_moved(lead, row, to, settings, context, why=CONTACTED, when=moment_of(when), others=cells)
    return [*follow_up, *moved]


def _next_of_lead(
    book: Book, lead: Key, deal: Key | None, options: Options, *, settings: Settings, context: Context
) -> list[Edit]:
    """The next action somebody named; of a lead that became a deal it is the deal's."""
    row = book["Leads"][lead]
    kind = settings.status_kind(shown(row.get("Status")))
    if kind == "converted" and deal is not None:
        return _next_of_deal(book, deal, options, settings, context)
    if kind in ("dead", "converted") or not options.next.strip():
        return []
    return written("Leads", lead, row, _named_next(options, settings, context), FOLLOWS)


def _next_of_deal(book: Book, deal: Key | None, options: Options, settings: Settings, context: Context) -> list[Edit]:
    if deal is None or settings.stage_kind(shown(book["Pipeline"][deal].get("Stage"))) != "open":
        return []
    cells: Mapping[str, Cell] = _named_next(options, settings, context)
    return written("Pipeline", deal, book["Pipeline"][deal], cells, FOLLOWS)


def _named_next(options: Options, settings: Settings, context: Context) -> dict[str, Cell]:
    cells: dict[str, Cell] = {"Next action": options.next.strip()} if options.next.strip() else {}
    if options.due.strip():
        cells["Next action due"] = saying.day(options.due, "--due", settings, context)
    return cells


def _later(when: dt.date, last: Cell) -> bool:
    return last is None or (isinstance(last, dt.date) and moment_of(when) > moment_of(last))


def _doubts(lead: Key, row: Row, activity: Row, settings: Settings) -> Iterator[Finding]:
    kind = type_of(activity)
    name = named(lead, row)
    when, created = activity.get("When"), row.get("Created")
    if is_contact(activity) and is_yes(row.get("Do not contact")):
        message = f"{name} asked not to be contacted. The {kind} is logged; do not follow it up."
        yield Finding("warning", "Leads", lead, "Do not contact", "log.do-not-contact", message, row["Do not contact"])
    early, begun = day_of(when), day_of(created)
    if early is not None and begun is not None and early < begun:
        message = (
            f"The {kind} of {shown(when)} was before the lead was created on {shown(created)}. "
            "Mend Created if the lead is older than that."
        )
        yield Finding("warning", "Leads", lead, "Created", "log.before-created", message, created)
    if settings.status_kind(shown(row.get("Status"))) == "dead":
        message = (
            f"{name} is {shown(row['Status'])} and stays so. To take it up again: leadsorted move BOOK {lead} STATUS"
        )
        yield Finding("note", "Leads", lead, "Status", "log.dead", message, row["Status"])
