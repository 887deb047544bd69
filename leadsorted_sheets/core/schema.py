"""The workbook we make: its tabs and their columns. Everything that has to know a column reads it here.

A `Tab` is one table of rows. A data tab has a sheet to itself; the tables of Settings and
Report share one sheet each, side by side. In a file each is an Excel table named `table`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from leadsorted_sheets.core.cell import Cell

Kind: TypeAlias = Literal[
    "id",  # minted by us, text
    "text",  # one line of text
    "long",  # text of several lines
    "email",
    "phone",  # E.164 text
    "url",
    "country",  # ISO 3166 alpha-2
    "date",  # a day
    "moment",  # a day and a time, in the book's zone
    "number",
    "whole",  # a whole number
    "money",
    "percent",  # 0 to 1
    "flag",  # yes or blank
    "pick",  # one of a list
    "tags",  # several words, "; " between them
    "formula",  # ours, live
]

TEXT_KINDS: frozenset[str] = frozenset(
    {"id", "text", "long", "email", "phone", "url", "country", "pick", "tags", "flag"}
)
"""Kinds kept as text cells, so that no program turns a phone into a number or a postcode into a date."""


@dataclass(frozen=True, slots=True)
class Column:
    """`pick` names what the drop-down offers: a tab ("Statuses": its id column), or a key of `LISTS`."""

    name: str
    kind: Kind = "text"
    width: int = 16
    folded: bool = False
    pick: str = ""
    hint: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """`id` is the column that names a row; `prefix` the letter of minted ids ("" where people name the rows).

    `rows` are what a new book starts with, in column order. `block` is how many rows a shared sheet reserves.
    """

    name: str
    sheet: str
    table: str
    id: str
    columns: tuple[Column, ...]
    prefix: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    block: int = 0
    title: str = ""
    note: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


# fmt: off
LISTS: dict[str, tuple[str, ...]] = {
    "Ratings": ("Hot", "Warm", "Cold"),
    "Activity types": ("Call", "Email", "Meeting", "DM", "Demo", "Note", "Task", "Status change", "File"),
    "Decisions": ("Merge", "Keep apart", "Use suggestion", "Leave as it is", "Later"),
    "Yes": ("yes",),
    "Yes or no": ("yes", "no"),
    "Status kinds": ("open", "qualified", "dead", "converted"),
    "Stage kinds": ("open", "won", "lost"),
    "Rule kinds": ("Fit", "Engagement"),
    "Seniorities": ("Owner", "C-level", "VP", "Director", "Manager", "Senior", "Staff", "Junior"),
    "Channels": ("Website", "Phone", "Referral", "Paid", "Organic", "Social", "Event", "Walk-in", "Outbound", "Partner"),
    "Survivorship rules": ("most complete", "newest", "oldest", "longest", "most common", "largest", "smallest", "keep all", "trusted source"),
    "Touch types": ("Call", "Email", "DM", "Meeting", "Task"),
    "Policies": ("both ways", "file wins", "sheet wins", "file only", "sheet only"),
    "CRM kinds": ("owner", "status", "stage", "source", "rating", "lost reason", "industry", "country"),
}

LEADS = Tab(
    "Leads", "Leads", "Leads", "Lead ID", prefix="L",
    columns=(
        Column("Lead ID", "id", 7, hint="Ours. Leave it alone: it is how a row is known after sorting and syncing."),
        Column("First name", width=14),
        Column("Last name", width=16),
        Column("Company", width=24),
        Column("Job title", width=20),
        Column("Email", "email", 28),
        Column("Phone", "phone", 17, hint="International form, such as +44 20 7946 0018 written +442079460018."),
        Column("Source", "pick", 16, pick="Sources"),
        Column("Status", "pick", 12, pick="Statuses"),
        Column("Owner", "pick", 12, pick="Owners"),
        Column("Score", "whole", 7),
        Column("Rating", "pick", 8, pick="Ratings"),
        Column("Next action", width=28, hint='Something one can do: "Send revised proposal", not "follow up".'),
        Column("Next action due", "date", 12),
        Column("Last activity", "moment", 15),
        Column("Notes", "long", 36),
        Column("Website", "url", 22, folded=True),
        Column("Street", width=22, folded=True),
        Column("City", width=16, folded=True),
        Column("Region", width=14, folded=True),
        Column("Postcode", width=11, folded=True),
        Column("Country", "country", 9, folded=True),
        Column("Campaign", width=16, folded=True),
        Column("Product", width=16, folded=True),
        Column("Industry", width=16, folded=True),
        Column("Employees", "whole", 10, folded=True),
        Column("Seniority", "pick", 12, pick="Seniorities", folded=True),
        Column("Time zone", width=16, folded=True),
        Column("Budget", "money", 12, folded=True),
        Column("Authority", width=14, hint="Who decides?", folded=True),
        Column("Need", width=18, folded=True),
        Column("Timeline", width=14, folded=True),
        Column("Deal value", "money", 12, folded=True),
        Column("Created", "moment", 15, folded=True),
        Column("First contacted", "moment", 15, folded=True),
        Column("Qualified on", "moment", 15, folded=True),
        Column("Assigned on", "moment", 15, folded=True),
        Column("Sequence", "pick", 14, pick="Follow-up sequences", folded=True),
        Column("Step", "whole", 6, folded=True),
        Column("Lost reason", "pick", 16, pick="Lost reasons", folded=True),
        Column("Other emails", "tags", 24, folded=True),
        Column("Other phones", "tags", 18, folded=True),
        Column("Do not contact", "flag", 9, pick="Yes", folded=True),
        Column("Tags", "tags", 18, folded=True),
        Column("Quality", "whole", 8, folded=True),
        Column("Deal ID", "id", 14, folded=True),
        Column("External IDs", "tags", 20, folded=True),
        Column("Updated", "moment", 15, folded=True),
        Column("Why", "long", 40, hint="Why this owner, why this score.", folded=True),
    ),
)

ACTIVITIES = Tab(
    "Activities", "Activities", "Activities", "Activity ID", prefix="A",
    columns=(
        Column("Activity ID", "id", 7),
        Column("Lead ID", "id", 14),
        Column("Deal ID", "id", 14),
        Column("When", "moment", 15),
        Column("Type", "pick", 13, pick="Activity types"),
        Column("Summary", "long", 44),
        Column("Outcome", width=24),
        Column("Owner", "pick", 12, pick="Owners"),
        Column("Due", "date", 12),
        Column("Done", "flag", 7, pick="Yes"),
        Column("Link", "url", 24),
    ),
)

PIPELINE = Tab(
    "Pipeline", "Pipeline", "Pipeline", "Deal ID", prefix="D",
    columns=(
        Column("Deal ID", "id", 7),
        Column("Lead ID", "id", 14),
        Column("Deal", width=28),
        Column("Company", width=24),
        Column("Value", "money", 12),
        Column("Currency", width=9),
        Column("Stage", "pick", 15, pick="Stages"),
        Column("Probability", "percent", 11),
        Column("Expected close", "date", 13),
        Column("Owner", "pick", 12, pick="Owners"),
        Column("Next action", width=28),
        Column("Next action due", "date", 12),
        Column("Opened", "moment", 15),
        Column("Stage since", "moment", 15),
        Column("Closed on", "moment", 15),
        Column("Lost reason", "pick", 16, pick="Lost reasons"),
    ),
)

_OF_SOURCE = "Sources[[#This Row],[Source]]"
_WON = '(COUNTIFS(Stages[Stage],Pipeline[Stage],Stages[Kind],"won")>0)*(Pipeline[Deal ID]<>"")'
_FROM_HERE = f"(COUNTIFS(Leads[Deal ID],Pipeline[Deal ID],Leads[Source],{_OF_SOURCE})>0)"

SOURCES = Tab(
    "Sources", "Sources", "Sources", "Source",
    columns=(
        Column("Source", width=22),
        Column("Channel", "pick", 12, pick="Channels"),
        Column("Cost", "money", 12, hint="What this source has cost so far."),
        Column("Leads", "formula", 9, formula=f"=COUNTIFS(Leads[Source],{_OF_SOURCE})"),
        Column("Qualified", "formula", 10, formula=f'=COUNTIFS(Leads[Source],{_OF_SOURCE},Leads[Qualified on],">0")'),
        Column("Won", "formula", 8, formula=f"=SUMPRODUCT({_WON}*{_FROM_HERE})"),
        Column("Revenue", "formula", 13, formula=f"=SUMPRODUCT({_WON}*{_FROM_HERE},Pipeline[Value])"),
        Column("Cost per lead", "formula", 13, formula="=IF(Sources[[#This Row],[Leads]]>0,Sources[[#This Row],[Cost]]/Sources[[#This Row],[Leads]],0)"),
        Column("Cost per acquisition", "formula", 18, formula="=IF(Sources[[#This Row],[Won]]>0,Sources[[#This Row],[Cost]]/Sources[[#This Row],[Won]],0)"),
        Column("ROI", "formula", 9, formula="=IF(Sources[[#This Row],[Cost]]>0,(Sources[[#This Row],[Revenue]]-Sources[[#This Row],[Cost]])/Sources[[#This Row],[Cost]],0)"),
    ),
    rows=(
        ("Website form", "Website"), ("Phone call", "Phone"), ("Referral", "Referral"), ("Paid ads", "Paid"),
        ("Organic search", "Organic"), ("Social media", "Social"), ("Trade show / event", "Event"), ("Walk-in", "Walk-in"),
        ("Cold outreach", "Outbound"), ("Partner", "Partner"),
    ),
)


def _settings(name: str, table: str, id: str, columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...] = (), *,
              block: int, note: str = "") -> Tab:
    return Tab(name, "Settings", table, id, columns, rows=rows, block=block, title=name, note=note)


SETTINGS: tuple[Tab, ...] = (
    _settings(
        "Preferences", "Preferences", "Preference",
        (Column("Preference", width=26), Column("Value", width=34), Column("What it does", "long", 78)),
        (
            ("Country", None, "Where a phone without a country code is from, such as GB. Blank: such phones wait on Review."),
            ("Currency", "GBP", "For deal values. ISO 4217."),
            ("Date order", "auto", "auto, DMY, MDY or YMD. auto goes by what each column shows, and asks when it shows nothing."),
            ("Time zone", "Europe/London", "For every date with a time. IANA name."),
            ("First response hours", 24, "A new lead should be contacted within this many hours."),
            ("Stale after days", 14, "An open lead without activity for this long is stale."),
            ("Working days", "Mon Tue Wed Thu Fri", "Follow-up steps fall on these days."),
            ("Required fields", "Last name or Company; Email or Phone", "A lead without these counts as incomplete."),
            ("Account stickiness", "yes", "A new lead of a company that has an owner goes to that owner."),
            ("Hot from", 70, "Score at which a lead is Hot."),
            ("Warm from", 40, "Score at which a lead is Warm."),
            ("Journal megabytes", 20, "How much undo history the workbook keeps. The oldest goes first."),
            ("Seed", 0, "Makes the round robin repeatable."),
        ),
        block=40,
    ),
    _settings(
        "Owners", "Owners", "Owner",
        (Column("Owner", width=16), Column("Email", "email", 26), Column("Active", "pick", 8, pick="Yes or no"), Column("Weight", "number", 8),
         Column("Daily cap", "whole", 10), Column("30-day cap", "whole", 11), Column("Away from", "date", 12), Column("Away until", "date", 12),
         Column("Territories", width=28, hint='Countries, regions or cities, "; " between them.')),
        block=40, note="One row a person. Weight 2 gets twice as many leads.",
    ),
    _settings(
        "Statuses", "Statuses", "Status",
        (Column("Status", width=16), Column("Kind", "pick", 11, pick="Status kinds"), Column("Order", "whole", 7), Column("Stale after", "whole", 11)),
        (("New", "open", 1, 1), ("Contacted", "open", 2, 14), ("Qualified", "qualified", 3, 14), ("Nurture", "open", 4, 60),
         ("Unqualified", "dead", 5), ("Converted", "converted", 6)),
        block=20, note="Rename freely; the kind is what counts.",
    ),
    _settings(
        "Stages", "Stages", "Stage",
        (Column("Stage", width=16), Column("Kind", "pick", 8, pick="Stage kinds"), Column("Order", "whole", 7), Column("Probability", "percent", 11), Column("Stale after", "whole", 11)),
        (("Qualified", "open", 1, 0.2, 14), ("Proposal Sent", "open", 2, 0.5, 14), ("Negotiation", "open", 3, 0.7, 14),
         ("Closed Won", "won", 4, 1), ("Closed Lost", "lost", 5, 0)),
        block=20, note="Rename freely; the kind is what counts.",
    ),
    _settings(
        "Lost reasons", "LostReasons", "Lost reason", (Column("Lost reason", width=22),),
        (("No budget",), ("No authority",), ("No need",), ("Bad timing",), ("Price",), ("Chose a competitor",), ("Missing feature",), ("No answer",), ("Bad contact details",), ("Other",)),
        block=30,
    ),
    _settings(
        "Assignment rules", "AssignmentRules", "Rule",
        (Column("Rule", width=18), Column("When", width=34), Column("Assign to", width=22), Column("Active", "pick", 8, pick="Yes or no")),
        block=60, note='First match wins. When: country=DE and deal value>=10000. Assign to: one owner, or several with "; ".',
    ),
    _settings(
        "Scoring rules", "ScoringRules", "Rule",
        (Column("Rule", width=26), Column("When", width=62), Column("Points", "whole", 8), Column("Kind", "pick", 12, pick="Rule kinds"), Column("Halves after days", "whole", 16), Column("Active", "pick", 8, pick="Yes or no")),
        (
            ("Decision maker", "seniority=Owner or seniority=C-level or seniority=VP or seniority=Director", 20, "Fit", None, "yes"),
            ("Has a budget", "budget>0", 15, "Fit", None, "yes"),
            ("Has a need", "need is set", 10, "Fit", None, "yes"),
            ("Has a timeline", "timeline is set", 10, "Fit", None, "yes"),
            ("Business e-mail", "email is business", 10, "Fit", None, "yes"),
            ("Reachable by phone", "phone is set", 5, "Fit", None, "yes"),
            ("Referred", "source=Referral or source=Partner", 15, "Fit", None, "yes"),
            ("Large company", "employees>=200", 10, "Fit", None, "yes"),
            ("Had a demo", "activity=Demo", 20, "Engagement", 30, "yes"),
            ("Had a meeting", "activity=Meeting", 15, "Engagement", 30, "yes"),
            ("Talked on the phone", "activity=Call", 10, "Engagement", 30, "yes"),
            ("Wrote to us", "activity=Email", 5, "Engagement", 30, "yes"),
            ("Asked not to be contacted", "do not contact is set", -100, "Fit", None, "yes"),
        ),
        block=60, note="Each rule that holds adds its points. Engagement points halve as time goes by.",
    ),
    _settings(
        "Follow-up sequences", "FollowUpSequences", "Touch",
        (Column("Touch", width=16), Column("Sequence", width=14), Column("Step", "whole", 6), Column("Day", "whole", 6, hint="Working days after the lead arrived."),
         Column("Type", "pick", 9, pick="Touch types"), Column("Action", width=30), Column("Subject", width=28), Column("Text", "long", 48)),
        (
            ("Standard 1", "Standard", 1, 0, "Call", "Call to introduce ourselves"),
            ("Standard 2", "Standard", 2, 1, "Email", "Send the introduction e-mail", "Nice to meet you, {First name}",
             "Hello {First name},\n\nI tried to reach you by phone. What would make this worth fifteen minutes for {Company}?\n\n{Owner}"),
            ("Standard 3", "Standard", 3, 3, "DM", "Connect and send a short message"),
            ("Standard 4", "Standard", 4, 6, "Call", "Call again at another time of day"),
            ("Standard 5", "Standard", 5, 10, "Email", "Send a useful example", "An example for {Company}",
             "Hello {First name},\n\nhere is how a company like yours solved it. Shall we talk on Thursday?\n\n{Owner}"),
            ("Standard 6", "Standard", 6, 15, "Email", "Send the closing e-mail", "Shall I close your file?",
             "Hello {First name},\n\nI have not heard from you, so I take it the timing is wrong. A short yes keeps it open.\n\n{Owner}"),
        ),
        block=60, note="Day counts working days. {First name} and every other column is filled in.",
    ),
    _settings(
        "Registrations", "Registrations", "Registration",
        (Column("Registration", "id", 14), Column("Company", width=24), Column("Owner", "pick", 12, pick="Owners"), Column("Registered on", "moment", 15),
         Column("Expires on", "date", 12), Column("Note", width=28)),
        block=60, note="The first qualified registration of a company owns it until it expires.",
    ),
    _settings(
        "Survivorship", "Survivorship", "Field",
        (Column("Field", width=18), Column("Rule", "pick", 16, pick="Survivorship rules"), Column("Trusted sources", width=26)),
        (
            ("Email", "most common"), ("Phone", "most common"), ("First name", "longest"), ("Last name", "longest"), ("Company", "most complete"),
            ("Job title", "newest"), ("Source", "oldest"), ("Created", "oldest"), ("Last activity", "newest"), ("Score", "largest"),
            ("Deal value", "largest"), ("Notes", "keep all"), ("Tags", "keep all"),
        ),
        block=60, note="Which value stays when duplicates are merged. Other e-mails and phones are kept beside it.",
    ),
    _settings(
        "Duplicate thresholds", "DuplicateThresholds", "Tier",
        (Column("Tier", width=10), Column("From confidence", "percent", 15), Column("What happens", width=40)),
        (("certain", 0.97, "Merged when you apply dedupe"), ("likely", 0.75, "On Review, with Merge suggested"), ("possible", 0.4, "On Review, for you to decide")),
        block=6, note="How sure we must be, and what happens then.",
    ),
    _settings("Segments", "Segments", "Segment", (Column("Segment", width=20), Column("Where", width=52), Column("Note", width=28)),
              (("Hot leads", "rating=Hot and status!=Unqualified and status!=Converted", "Call these first"),
               ("Nobody's leads", "owner is blank", "Assign them")),
              block=40),
    _settings(
        "CRM owners and values", "CrmValues", "Entry",
        (Column("Entry", width=10), Column("CRM", width=14), Column("Kind", "pick", 12, pick="CRM kinds"), Column("Ours", width=20), Column("Theirs", width=28)),
        block=100, note="What our owners, statuses, stages and sources are called in your CRM.",
    ),
    _settings("Column policies", "ColumnPolicies", "Column",
              (Column("Column", width=24, hint="Tab and column, such as Leads.Notes"), Column("Policy", "pick", 12, pick="Policies")), block=40, note="How sync treats a column. Without a line: both ways."),
    _settings("Commands", "Commands", "Command",
              (Column("Command", width=16), Column("Run", "pick", 8, pick="Yes"), Column("Last run", "moment", 15), Column("Result", "long", 52)),
              (("normalise",), ("dedupe",), ("assign",), ("score",), ("report",)),
              block=20, note="Choose yes, save and close: it is done where leadsorted watch leads.xlsx runs."),
    _settings(
        "Quality checks", "QualityChecks", "Check",
        (Column("Check", width=26), Column("Points", "whole", 8), Column("What is wrong", width=56)),
        (
            ("a required field is blank", 25, "One that Preferences ask of every lead."),
            ("no e-mail", 10, "There is no e-mail address."),
            ("bad e-mail", 15, "The e-mail address is none."),
            ("no international phone", 10, "There is no phone number that the whole world can dial."),
            ("no source", 10, "Nobody knows where the lead came from."),
            ("no owner", 10, "Nobody owns the lead."),
            ("no country", 5, "The country is blank."),
            ("no job title", 5, "The job title is blank."),
            ("first contact late", 10, "Nobody has been in touch within First response hours."),
            ("status not updated", 10, "The status does not say what has happened."),
            ("no follow-up date", 10, "There is no next action with a day."),
            ("vague next action", 5, "The next action says nothing one could do."),
            ("gone quiet", 10, "Nothing happened for longer than the status allows."),
            ("no lost reason", 10, "It is lost, and nobody knows why."),
            ("two stages", 15, "It stands in two places at once."),
        ),
        block=30, note="Quality = 100 - the points of every check that fails, never below 0. 0 points take a check out.",
    ),
)


def _report(name: str, table: str, columns: tuple[Column, ...], slots: int) -> Tab:
    return Tab(
        name, "Report", table, "#", (Column("#", "whole", 4), *columns),
        rows=tuple((n,) for n in range(1, slots + 1)), block=slots, title=name.removeprefix("Report: "),
    )


REPORT: tuple[Tab, ...] = (
    _report("Report: Key figures", "ReportFigures", (Column("Figure", width=34), Column("Value", "number", 14), Column("What it means", width=52)), 24),
    _report("Report: Periods", "ReportPeriods", (Column("Figure", width=34), Column("This period", "number", 10), Column("Period before", "number", 10), Column("Difference", "number", 10), Column("Growth", "percent", 10), Column("What it means", width=52)), 16),
    _report("Report: Funnel", "ReportFunnel", (Column("Step", width=18), Column("Leads", "whole", 9), Column("Of all", "percent", 9), Column("Of the step before", "percent", 16)), 8),
    _report("Report: By source", "ReportSources", (Column("Source", width=20), Column("Leads", "whole", 9), Column("Qualified", "whole", 10), Column("Won", "whole", 8), Column("Revenue", "money", 13)), 13),
    _report("Report: By owner", "ReportOwners", (Column("Owner", width=18), Column("Leads", "whole", 9), Column("Open", "whole", 8), Column("Contacted in time", "percent", 16), Column("Qualified", "whole", 10), Column("Won", "whole", 8), Column("Revenue", "money", 13)), 13),
    _report("Report: Source return", "ReportReturn", (Column("Source", width=20), Column("Cost", "money", 10), Column("Cost per lead", "money", 10), Column("Cost per won deal", "money", 10), Column("ROI", "percent", 9), Column("Conversion", "percent", 10), Column("Quality", "number", 9)), 13),
    _report("Report: Conversion", "ReportConversion", (Column("Owner", width=18), Column("Qualified share", "percent", 10), Column("Lead to deal", "percent", 10), Column("Conversion", "percent", 10), Column("Win rate", "percent", 10), Column("Within 1 hour", "percent", 10), Column("Quality", "number", 9)), 13),
    _report("Report: Pipeline", "ReportPipeline", (Column("Stage", width=18), Column("Deals", "whole", 9), Column("Value", "money", 13), Column("Weighted value", "money", 15), Column("Win rate", "percent", 10), Column("Average days", "number", 10), Column("Stale", "whole", 8)), 10),
    _report("Report: Forecast", "ReportForecast", (Column("Expected close", width=18), Column("Deals", "whole", 9), Column("Value", "money", 13), Column("Weighted value", "money", 15), Column("Won so far", "money", 13)), 12),
    _report("Report: New leads", "ReportMonths", (Column("Month", width=10), Column("New leads", "whole", 10), Column("Qualified", "whole", 10), Column("Won", "whole", 8), Column("Revenue", "money", 13), Column("Growth", "percent", 10)), 12),
    _report("Report: Lost reasons", "ReportLost", (Column("Reason", width=22), Column("Leads", "whole", 9), Column("Deals", "whole", 9)), 13),
    _report("Report: Assignment", "ReportAssignment", (Column("Owner", width=18), Column("Weight", "number", 9), Column("Got", "whole", 9), Column("Due", "number", 9), Column("Gap", "number", 9), Column("Share got", "percent", 10), Column("Share due", "percent", 10)), 13),
    _report("Report: Definitions", "ReportDefinitions", (Column("Figure", width=34), Column("What it means", width=52)), 14),
)

REVIEW = Tab(
    "Review", "Review", "Review", "Review ID", prefix="R",
    columns=(
        Column("Review ID", "id", 7),
        Column("Kind", width=20),
        Column("Where", width=22),
        Column("This row", "long", 36),
        Column("Other row", "long", 36),
        Column("Found", "long", 24),
        Column("Suggestion", "long", 24),
        Column("Confidence", "percent", 11),
        Column("Why", "long", 56),
        Column("Decision", "pick", 15, pick="Decisions"),
        Column("Raised", "moment", 15),
        Column("Tab", width=10, folded=True),
        Column("Row", "text", 14, folded=True),
        Column("Others", "tags", 18, folded=True),
        Column("Field", width=14, folded=True),
        Column("Rule", width=20, folded=True),
    ),
)

HISTORY = Tab(
    "History", "History", "History", "Entry", prefix="H",
    columns=(
        Column("Entry", "id", 7),
        Column("When", "moment", 15),
        Column("Who", width=14),
        Column("What", width=14),
        Column("Reason", "long", 60),
        Column("Tab", width=12),
        Column("Count", "whole", 8),
        Column("Undone", "moment", 15),
        Column("Change ID", "id", 14),
    ),
)

# fmt: on

TABS: tuple[Tab, ...] = (LEADS, ACTIVITIES, PIPELINE, SOURCES, *SETTINGS, *REPORT, REVIEW, HISTORY)
BY_NAME: dict[str, Tab] = {tab.name: tab for tab in TABS}
BY_TABLE: dict[str, Tab] = {tab.table: tab for tab in TABS}
SHEETS: tuple[str, ...] = (
    "Start here",
    "Leads",
    "Activities",
    "Pipeline",
    "Sources",
    "Settings",
    "Report",
    "Review",
    "History",
)
STATE_SHEET = "_leadsorted_state"
JOURNAL_SHEET = "_leadsorted_journal"
BASE_SHEET = "_leadsorted_base"
"""What both sides of a sync last agreed on; made by the first sync."""


def table_of(tab: Tab) -> dict[str, dict[str, Cell]]:
    """The rows a new book starts with, as a table of a Book. The id column comes first."""
    return {
        str(values[0]): {name: value for name, value in zip(tab.fields, values, strict=False) if value is not None}
        for values in tab.rows
    }
