"""What has to go from a book so that nothing of a person is left, and what of others is only named.

| where                    | what happens                                                                          |
|---|---|
| Leads                    | the row goes                                                                           |
| Activities               | those of the lead go; of its deals too, unless they name another lead                  |
| Pipeline                 | value, stage, dates and owner stay: they are the team's own figures; every text goes   |
| Review                   | what is asked about these rows goes; a text that quotes the person loses the words     |
| History, Why of others   | our own texts lose the words                                                           |
| what the book remembers  | decisions, merges, mappings, what was sent to a CRM: the lines about the person go     |
| everything else          | is somebody's own text, and is named (`also_named`)                                    |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.changes import Change, Edit, RemoveRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.forget.person import Person
from leadsorted_sheets.core.state import DECISIONS, EXPORTED, HIDDEN_TABS, INBOX, MAPPINGS, MERGED

FORGOTTEN_WHY = "forget: a person was erased"
DEAL_FIGURES = frozenset(
    {"Deal ID", "Value", "Currency", "Stage", "Probability", "Expected close", "Owner"}
    | {"Opened", "Stage since", "Closed on", "Lost reason", "Next action due"}
)
"""The columns of a deal that say nothing about the person once nothing else of the row does."""
_OUR_TEXTS = {"Leads": ("Why",), "History": ("Reason",), INBOX: ("File",)}
"""Columns that we write ourselves: a word in them may be taken out unasked."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The ids of a person's rows in one book; `shared` are deals that another lead takes part in."""

    leads: frozenset[Key]
    activities: frozenset[Key]
    deals: frozenset[Key]
    shared: frozenset[Key]

    @property
    def all(self) -> frozenset[Key]:
        return self.leads | self.activities | self.deals


def rows_of_person(book: Book, person: Person) -> Rows:
    """Where the person stands in the tables of the book."""
    leads, pipeline = book.get("Leads", {}), book.get("Pipeline", {})
    said = {shown(leads[key].get("Deal ID")) for key in person.leads if key in leads} - {""}
    deals = frozenset(key for key, row in pipeline.items() if key in said or shown(row.get("Lead ID")) in person.leads)
    others = {shown(row.get("Deal ID")) for key, row in leads.items() if key not in person.leads} if deals else set()
    others |= {key for key in deals if shown(pipeline[key].get("Lead ID")) not in {"", *person.leads}}
    activities = frozenset(
        key for key, row in book.get("Activities", {}).items() if _is_of(row, person.leads, deals - others)
    )
    return Rows(person.leads & leads.keys(), activities, deals, deals & others)


def erased(book: Book, person: Person) -> list[Change]:
    """The changes after which the book holds nothing of the person but what `also_named` names."""
    found = rows_of_person(book, person)
    changes: list[Change] = [
        RemoveRow(tab, key, row, FORGOTTEN_WHY)
        for tab, keys in (("Activities", found.activities), ("Leads", found.leads))
        for key, row in book.get(tab, {}).items()
        if key in keys
    ]
    for key in sorted(found.deals):
        changes += _deal(key, book["Pipeline"][key], person, shared=key in found.shared)
    changes += _review(book, person, found)
    for tab, names in _OUR_TEXTS.items():
        for key, row in book.get(tab, {}).items():
            if key not in found.all:
                changes += _reworded(tab, key, row, person, names)
    return [*changes, *_hidden(book, person)]


def also_named(book: Book, person: Person) -> list[Finding]:
    """The visible cells of others, after `erased`, that hold a word of the person: theirs to decide."""
    return [
        Finding("warning", tab, key, name, "forget.also-named", _ALSO, cell)
        for tab, table in book.items()
        if tab not in HIDDEN_TABS and person.words
        for key, row in table.items()
        if person.words.holds("\n".join(map(shown, row.values())))
        for name, cell in row.items()
        if person.words.holds(shown(cell))
    ]


_ALSO = "The name, an address or a number of the person stands here too. It is another row's own, so it was left: look at it, and take it out by hand."


def _is_of(row: Row, leads: frozenset[Key], deals: frozenset[Key]) -> bool:
    lead = shown(row.get("Lead ID"))
    return lead in leads if lead else shown(row.get("Deal ID")) in deals


def _deal(key: Key, row: Row, person: Person, *, shared: bool) -> Iterator[Edit]:
    """A deal without the person. Of one that another lead shares, only what is this person's goes."""
    if shared:
        if shown(row.get("Lead ID")) in person.leads:
            yield _edit("Pipeline", key, "Lead ID", row["Lead ID"], None)
        yield from _reworded("Pipeline", key, row, person, tuple(name for name in row if name != "Lead ID"))
        return
    for name, cell in row.items():
        own = name not in schema.PIPELINE.fields
        if name not in DEAL_FIGURES and not isinstance(cell, Formula) and (not own or isinstance(cell, str)):
            yield _edit("Pipeline", key, name, cell, None)
        elif name == "Lost reason":
            yield from _reworded("Pipeline", key, row, person, (name,))


def _review(book: Book, person: Person, found: Rows) -> Iterator[Change]:
    """What is asked about the person is no longer to be decided; a question about others is only reworded."""
    for key, row in book.get("Review", {}).items():
        about = {shown(row.get("Row")), *shown(row.get("Others")).split("; ")}
        if about & (found.all | person.leads):
            yield RemoveRow("Review", key, row, FORGOTTEN_WHY)
        else:
            yield from _reworded("Review", key, row, person, tuple(row))


def _hidden(book: Book, person: Person) -> Iterator[Change]:
    for key, row in book.get(DECISIONS, {}).items():
        if {shown(row.get("A")), shown(row.get("B")), *key.split(":")[1:]} & person.leads:
            yield RemoveRow(DECISIONS, key, row, FORGOTTEN_WHY)
    for key, row in book.get(MERGED, {}).items():
        if {key, shown(row.get("Into"))} & person.leads:
            yield RemoveRow(MERGED, key, row, FORGOTTEN_WHY)
    for key, row in book.get(MAPPINGS, {}).items():
        if person.words.holds("\n".join(map(shown, row.values()))):
            yield RemoveRow(MAPPINGS, key, row, FORGOTTEN_WHY)
    for key, row in book.get(EXPORTED, {}).items():
        sent = shown(row.get("Sent")).split("\n")
        kept = [line for line in sent if not person.leads & set(line.split(" ")[:1])]
        if len(kept) < len(sent):
            yield _edit(EXPORTED, key, "Sent", row["Sent"], "\n".join(kept) or None)


def _reworded(tab: str, key: Key, row: Row, person: Person, names: tuple[str, ...]) -> Iterator[Edit]:
    for name in names:
        cell = row.get(name)
        if isinstance(cell, str) and person.words.holds(cell):
            yield _edit(tab, key, name, cell, person.words.without(cell))


def _edit(tab: str, key: Key, name: str, before: Cell, after: Cell) -> Edit:
    return Edit(tab, key, name, before, after, FORGOTTEN_WHY)
