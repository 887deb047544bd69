"""What lies on or over cells: names, protections, filters, conditional formats, bandings, charts, slicers, tables.

All of it is held against the schema, stored and told again; nothing is drawn or computed. Filters hide rows only for
sorting, and a protection holds up those who may not edit.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.sheets_server.doubts import Doubts
from tests.sheets_server.grid import Sheet
from tests.sheets_server.kinds.fields import request_mask
from tests.sheets_server.kinds.sorting import sort_area
from tests.sheets_server.masks import written
from tests.sheets_server.ranges import Area, grid_area
from tests.sheets_server.refusals import Json, Refusal, invalid
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sheets_server.told import without_zero_ids

Kind = Callable[[Spreadsheet, Json, Doubts], Json | None]


@dataclass(frozen=True, slots=True)
class Family:
    """One family of objects: the field of a request that holds it, where a sheet keeps it, its id and its schema."""

    field: str
    kept: str
    id: str
    schema: str
    named: str
    text_id: bool = False

    def all(self, draft: Spreadsheet) -> list[tuple[Sheet, Json]]:
        return [(sheet, each) for sheet in draft.sheets for each in sheet.objects.get(self.kept, [])]

    def one(self, draft: Spreadsheet, number: Any) -> tuple[Sheet, Json]:
        found = next(((sheet, each) for sheet, each in self.all(draft) if each[self.id] == number), None)
        if found is None:
            raise invalid(f"No {self.named} with id: {number}")
        return found

    def fresh(self, draft: Spreadsheet) -> Any:
        if self.text_id:
            return str(draft.fresh_id(()))
        return draft.fresh_id(each[self.id] for _, each in self.all(draft))

    def add(self, draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
        given = dict(request.get(self.field, {}))
        sheet = _home(draft, given, self)
        if self.id in given and any(each[self.id] == given[self.id] for _, each in self.all(draft)):
            raise invalid(f"A {self.named} with id {given[self.id]} already exists.")
        added = {self.id: given.get(self.id) or self.fresh(draft), **given}
        sheet.objects.setdefault(self.kept, []).append(added)
        return {self.field: without_zero_ids(self._answer(added))}

    def update(self, draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
        given = request.get(self.field, {})
        sheet, old = self.one(draft, given.get(self.id))
        new = {**written(old, given, request_mask(request, self.schema)), self.id: old[self.id]}
        home = _home(draft, new, self)
        sheet.objects[self.kept] = [each for each in sheet.objects[self.kept] if each is not old]
        home.objects.setdefault(self.kept, []).append(new)

    def delete(self, draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
        [number] = request.values() or [None]
        sheet, gone = self.one(draft, number)
        sheet.objects[self.kept].remove(gone)

    def _answer(self, added: Json) -> Json:
        """A fresh protection tells its editors only when it is read again."""
        if self.kept != "protectedRanges":
            return added
        told = {name: part for name, part in added.items() if part not in (False, "")}
        return told | {"requestingUserCanEdit": True} | ({"editors": {}} if "editors" in added else {})


FILTER_VIEW = Family("filter", "filterViews", "filterViewId", "FilterView", "filter view")
PROTECTED = Family("protectedRange", "protectedRanges", "protectedRangeId", "ProtectedRange", "protected range")
BANDING = Family("bandedRange", "bandedRanges", "bandedRangeId", "BandedRange", "banded range")
CHART = Family("chart", "charts", "chartId", "EmbeddedChart", "chart")
SLICER = Family("slicer", "slicers", "slicerId", "Slicer", "slicer")
TABLE = Family("table", "tables", "tableId", "Table", "table", text_id=True)


def add_named_range(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    given = dict(request.get("namedRange", {}))
    name = given.get("name", "")
    if any(each["name"].lower() == name.lower() for each in draft.named_ranges):
        raise invalid(f"A named range with the name {name!r} already exists.".replace("'", '"'))
    grid_area(draft, given.get("range", {}))
    given["range"] = {"sheetId": 0, **given["range"]}
    number = given.get("namedRangeId") or str(uuid.UUID(int=draft.chance.getrandbits(128)))
    added = {"namedRangeId": number, **given}
    draft.named_ranges.append(added)
    return {"namedRange": without_zero_ids(added)}


def update_named_range(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    given = request.get("namedRange", {})
    at = _named_range(draft, given.get("namedRangeId", ""))
    draft.named_ranges[at] = written(draft.named_ranges[at], given, request_mask(request, "NamedRange"))
    grid_area(draft, draft.named_ranges[at].get("range", {}))


def delete_named_range(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    del draft.named_ranges[_named_range(draft, request.get("namedRangeId", ""))]


def set_basic_filter(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Sorts at once where the filter says so."""
    given = request.get("filter", {})
    area = grid_area(draft, given.get("range", {}))
    message = {"sheetId": area.sheet.id, **given.get("range", {})}
    if len(message) == 1:
        message = area.grid_range()
    area.sheet.objects["basicFilter"] = {**given, "range": message}
    if given.get("sortSpecs") and area.height > 1:
        body = Area(area.sheet, area.top + 1, area.left, area.bottom, area.right)
        sort_area(draft, body, given["sortSpecs"])


def clear_basic_filter(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    draft.sheet(request.get("sheetId", 0)).objects.pop("basicFilter", None)


def duplicate_filter_view(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    sheet, old = FILTER_VIEW.one(draft, request.get("filterId"))
    twin = {**old, "filterViewId": FILTER_VIEW.fresh(draft), "title": f"Copy of {old.get('title', '')}"}
    sheet.objects["filterViews"].append(twin)
    return {"filter": without_zero_ids(twin)}


def add_conditional_format(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    rule = request.get("rule", {})
    sheet = _rule_home(draft, rule)
    rules = sheet.objects.setdefault("conditionalFormats", [])
    index = request.get("index", 0)
    if index > len(rules):
        raise invalid(f"Invalid index: {index}. There are {len(rules)} conditional format rules on the sheet.")
    rules.insert(index, rule)


def update_conditional_format(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    """Replaces a rule, or moves it to another place in the order."""
    rules, index = _rules(draft, request)
    old = rules[index]
    if "rule" in request:
        _rule_home(draft, request["rule"])
        rules[index] = request["rule"]
        return {"newRule": without_zero_ids(rules[index]), "newIndex": index, "oldRule": without_zero_ids(old)}
    new_index = request.get("newIndex", 0)
    rules.insert(new_index, rules.pop(index))
    return {
        "newRule": without_zero_ids(old),
        "newIndex": new_index,
        "oldRule": without_zero_ids(old),
        "oldIndex": index,
    }


def delete_conditional_format(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    rules, index = _rules(draft, request)
    return {"rule": without_zero_ids(rules.pop(index))}


def update_chart_spec(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    _, chart = CHART.one(draft, request.get("chartId"))
    chart["spec"] = request.get("spec", {})


def update_slicer_spec(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    _, slicer = SLICER.one(draft, request.get("slicerId"))
    slicer["spec"] = written(slicer.get("spec", {}), request.get("spec", {}), request_mask(request, "SlicerSpec"))


def update_position(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    _, _, found = _embedded(draft, request.get("objectId"))
    mask = request_mask(request, "EmbeddedObjectPosition")
    found["position"] = written(found.get("position", {}), request.get("newPosition", {}), mask)
    return {"position": without_zero_ids(found["position"])}


def update_border(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    _, _, found = _embedded(draft, request.get("objectId"))
    mask = request_mask(request, "EmbeddedObjectBorder")
    found["border"] = written(found.get("border", {}), request.get("border", {}), mask)


def delete_embedded(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    sheet, family, found = _embedded(draft, request.get("objectId"))
    sheet.objects[family.kept].remove(found)


KINDS: dict[str, Kind] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addFilterView": FILTER_VIEW.add,
    "updateFilterView": FILTER_VIEW.update,
    "deleteFilterView": FILTER_VIEW.delete,
    "duplicateFilterView": duplicate_filter_view,
    "addProtectedRange": PROTECTED.add,
    "updateProtectedRange": PROTECTED.update,
    "deleteProtectedRange": PROTECTED.delete,
    "addBanding": BANDING.add,
    "updateBanding": BANDING.update,
    "deleteBanding": BANDING.delete,
    "addTable": TABLE.add,
    "updateTable": TABLE.update,
    "deleteTable": TABLE.delete,
    "addChart": CHART.add,
    "updateChartSpec": update_chart_spec,
    "addSlicer": SLICER.add,
    "updateSlicerSpec": update_slicer_spec,
    "updateEmbeddedObjectPosition": update_position,
    "updateEmbeddedObjectBorder": update_border,
    "deleteEmbeddedObject": delete_embedded,
    "addConditionalFormatRule": add_conditional_format,
    "updateConditionalFormatRule": update_conditional_format,
    "deleteConditionalFormatRule": delete_conditional_format,
}


def _home(draft: Spreadsheet, given: Json, family: Family) -> Sheet:
    """The sheet an object lies on; its range is given the sheet's id in words."""
    if family in (CHART, SLICER):
        position = given.get("position", {})
        if "overlayPosition" not in position:
            raise invalid("A position must be specified.")
        return draft.sheet(position["overlayPosition"].get("anchorCell", {}).get("sheetId", 0))
    if "namedRangeId" in given and "range" not in given:
        return draft.sheet(draft.named_ranges[_named_range(draft, given["namedRangeId"])]["range"]["sheetId"])
    given["range"] = {"sheetId": 0, **given.get("range", {})}
    if set(given["range"]) == {"sheetId"}:
        return draft.sheet(given["range"]["sheetId"])
    return grid_area(draft, given["range"]).sheet


def _named_range(draft: Spreadsheet, number: str) -> int:
    found = next((at for at, each in enumerate(draft.named_ranges) if each["namedRangeId"] == number), None)
    if found is None:
        raise invalid(f"No named range with id: {number}")
    return found


def _rule_home(draft: Spreadsheet, rule: Json) -> Sheet:
    if not rule.get("ranges"):
        raise invalid("ConditionalFormatRule.ranges must not be empty.")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise invalid("Exactly one of booleanRule or gradientRule must be set.")
    rule["ranges"] = [{"sheetId": 0, **each} for each in rule["ranges"]]
    areas = [grid_area(draft, each) for each in rule["ranges"]]
    return areas[0].sheet


def _rules(draft: Spreadsheet, request: Json) -> tuple[list[Json], int]:
    rules = draft.sheet(request.get("sheetId", 0)).objects.get("conditionalFormats", [])
    index = request.get("index", 0)
    if index >= len(rules):
        raise invalid(f"No conditional format on sheet: {request.get('sheetId', 0)} at index: {index}")
    return rules, index


def _embedded(draft: Spreadsheet, number: Any) -> tuple[Sheet, Family, Json]:
    for family in (CHART, SLICER):
        try:
            sheet, found = family.one(draft, number)
        except Refusal:
            continue
        return sheet, family, found
    raise invalid(f"No embedded object with id: {number}")
