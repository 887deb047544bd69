"""Conditional formats, and the named ranges they look up.

Google refuses a reference to another sheet in a rule, but not INDIRECT; and a named range goes along when a column of
Settings is moved or the sheet renamed, which the text of a reference would not. Google has no rule that ends all others, so
the rules after a final one ask that it does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from leadsorted_sheets.core.design.highlights import HIGHLIGHTS, NAMES, runs, spelt
from leadsorted_sheets.core.design.look import Look
from leadsorted_sheets.core.design.places import PLACES, Place
from leadsorted_sheets.core.design.shared_sheets import REPORT_UNUSED
from leadsorted_sheets.core.schema import SHEETS
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.set_up.looks import cell_format
from leadsorted_sheets.workbook.gsheets.set_up.spelling import with_semicolons
from leadsorted_sheets.workbook.gsheets.set_up.titles import Sheets


def named_ranges(sheets: Sheets, names: Mapping[str, str]) -> Iterator[Json]:
    """The names and kinds of statuses and stages, under the names that are free here."""
    for name, tab, field in NAMES:
        place = PLACES[tab]
        at = place.column(field)
        yield {
            "addNamedRange": {
                "namedRange": {"name": names[name], "range": sheets.area(place, place.top, None, at, at + 1)}
            }
        }


def highlights(sheets: Sheets, names: Mapping[str, str]) -> Iterator[Json]:
    """The rules of the data tabs that are ours, the first of each sheet first."""
    for sheet in (name for name in SHEETS if name in sheets.ids and name in PLACES):
        place, final = PLACES[sheet], ""
        for number, highlight in enumerate(each for each in HIGHLIGHTS if each.tab == sheet):
            when = f"AND(NOT({final}),{highlight.when})" if final else highlight.when
            fields = highlight.fields or place.tab.fields
            areas = [
                sheets.area(place, place.first, None, left, right + 1)
                for left, right in runs([place.column(field) for field in fields])
            ]
            yield _rule(areas, rule_formula(when, place, names), highlight.look, number)
            final = highlight.when if highlight.final else final


def unused_rows(sheets: Sheets) -> Iterator[Json]:
    """A row of Report that is not filled shows nothing, not even its number."""
    places = [place for place in PLACES.values() if place.tab.sheet == "Report"]
    for number, place in enumerate(places):
        area = sheets.area(place, place.first, place.reach + 1, place.left, place.left + 1)
        yield _rule([area], f'={place.cell(place.tab.fields[1])}=""', REPORT_UNUSED, number)


def rule_formula(when: str, place: Place, names: Mapping[str, str]) -> str:
    """A condition of the design as a rule for the first row of a table spells it."""
    text = spelt(when, place)
    for name, here in names.items():
        text = re.sub(rf"\b{name}\b", f'INDIRECT("{here}")', text)
    return "=" + with_semicolons(text)


def _rule(areas: list[Json], formula: str, look: Look, index: int) -> Json:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    rule = {"ranges": areas, "booleanRule": {"condition": condition, "format": cell_format(look)}}
    return {"addConditionalFormatRule": {"rule": rule, "index": index}}
