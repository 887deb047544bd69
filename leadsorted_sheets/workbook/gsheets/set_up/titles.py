"""What our sheets are called here, and their ids: a title that is taken stays the team's, ours gets a suffix."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core.design.places import Place
from leadsorted_sheets.core.schema import JOURNAL_SHEET, LEADS, SHEETS, STATE_SHEET
from leadsorted_sheets.workbook.gsheets.calls import Json

SUFFIX = " (Lead Sorted)"
LONGEST_TITLE = 100
FIRST_SHEET = 7_100_000
"""The id of the one sheet that a spreadsheet of our making begins with. The ids of the others follow it."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets to be ours: our name for each -> its title and its id here. `there` are those that exist already.

    `leads` is the team's own sheet of leads, title and id, where it takes the place of ours.
    """

    titles: Mapping[str, str]
    ids: Mapping[str, int]
    there: frozenset[str] = frozenset()
    leads: tuple[str, int] | None = None

    def named(self, name: str) -> tuple[str, int]:
        """The title and the id of the sheet that we call so."""
        if name == LEADS.sheet and self.leads is not None:
            return self.leads
        return self.titles[name], self.ids[name]

    def below_header(self, place: Place, field: str, *, bounded: bool = False) -> Json:
        """A column's cells, to the end of the sheet, or to the end of what is reserved for the table."""
        at = place.column(field)
        return self.area(place, place.first, place.reach + 1 if bounded else None, at, at + 1)

    def area(self, place: Place, top: int, bottom: int | None, left: int, right: int) -> Json:
        """A GridRange on the sheet of a table; counted from 0, the ends not included, no bottom for all rows."""
        found: Json = {"sheetId": self.ids[place.tab.sheet], "startRowIndex": top}
        if bottom is not None:
            found["endRowIndex"] = bottom
        return found | {"startColumnIndex": left, "endColumnIndex": right}


def chosen(taken: Mapping[str, int], lead_title: str | None = None) -> Sheets:
    """Titles and ids for our sheets. `lead_title` is the team's own sheet of leads, in place of ours."""
    titles: dict[str, str] = {}
    ids: dict[str, int] = {}
    there = {name for name in SHEETS[:1] if taken.get(name) == FIRST_SHEET}
    used_titles, used_ids = {title.casefold() for title in taken}, set(taken.values())
    number = FIRST_SHEET
    for name in (*SHEETS, STATE_SHEET, JOURNAL_SHEET):
        if name == LEADS.sheet and lead_title is not None:
            continue
        if name in there:
            titles[name], ids[name] = name, FIRST_SHEET
            continue
        while number in used_ids:
            number += 1
        titles[name], ids[name] = free_title(name, used_titles), number
        used_titles.add(titles[name].casefold())
        used_ids.add(number)
    theirs = None if lead_title is None else (lead_title, taken[lead_title])
    return Sheets(titles, ids, frozenset(there), theirs)


def free_title(name: str, taken: Collection[str]) -> str:
    """The title, or one like it that no sheet has; `taken` are casefolded, for titles differ by more than case.

    >>> free_title("Report", {"report"}), free_title("Report", {"leads"})
    ('Report (Lead Sorted)', 'Report')
    """
    candidate, count = name, 1
    while candidate.casefold() in taken:
        suffix = SUFFIX if count == 1 else f"{SUFFIX[:-1]} {count})"
        candidate = name[: LONGEST_TITLE - len(suffix)].rstrip() + suffix
        count += 1
    return candidate


def free_names(wanted: Sequence[str], taken: Collection[str]) -> dict[str, str]:
    """Each wanted name of a range -> itself, or one like it that is free.

    >>> free_names(["StatusNames", "StageNames"], ["statusnames"])
    {'StatusNames': 'StatusNames_2', 'StageNames': 'StageNames'}
    """
    used = {name.casefold() for name in taken}
    found: dict[str, str] = {}
    for name in wanted:
        candidate, count = name, 2
        while candidate.casefold() in used:
            candidate, count = f"{name}_{count}", count + 1
        used.add(candidate.casefold())
        found[name] = candidate
    return found
