"""Protected ranges: who may write where. A warning is for people only; the API is not asked."""

from __future__ import annotations

from tests.sheets_server.ranges import Area, grid_area
from tests.sheets_server.refusals import Json, Refusal, invalid
from tests.sheets_server.spreadsheet import Spreadsheet


def may_edit(spreadsheet: Spreadsheet, protected: Json) -> bool:
    """Whether the one who is asking may edit this protected range; its owner always may."""
    users = protected.get("editors", {}).get("users", [])
    actor = spreadsheet.actor
    return protected.get("warningOnly", False) or actor in ("", spreadsheet.owner) or actor in users


def check_writable(spreadsheet: Spreadsheet, area: Area) -> None:
    """Refuses a write that touches a range protected from the one who is asking."""
    for protected in area.sheet.objects.get("protectedRanges", []):
        if may_edit(spreadsheet, protected) or not _touch(area, _protected_area(spreadsheet, protected)):
            continue
        open_areas = [grid_area(spreadsheet, each) for each in protected.get("unprotectedRanges", [])]
        if not any(_inside(area, each) for each in open_areas):
            raise invalid(
                "You are trying to edit a protected cell or object. "
                "Please contact the spreadsheet owner to remove protection if you need to edit."
            )


def _protected_area(spreadsheet: Spreadsheet, protected: Json) -> Area | None:
    if "namedRangeId" in protected:
        named = (n["range"] for n in spreadsheet.named_ranges if n["namedRangeId"] == protected["namedRangeId"])
        message = next(named, None)
    else:
        message = protected.get("range", {})
    try:
        return None if message is None else grid_area(spreadsheet, message)
    except Refusal:
        return None


def _touch(one: Area, other: Area | None) -> bool:
    if other is None or one.sheet is not other.sheet:
        return False
    rows = one.top < other.bottom and other.top < one.bottom
    return rows and one.left < other.right and other.left < one.right


def _inside(area: Area, other: Area) -> bool:
    rows = other.top <= area.top and area.bottom <= other.bottom
    return rows and other.left <= area.left and area.right <= other.right
