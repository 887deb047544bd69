"""Developer metadata: created with an id of the caller's choice, refused where the id is taken, found by filters.

That refusal takes the whole batch with it: it is the only compare-and-swap the API has.
"""

from __future__ import annotations

from dataclasses import replace

from tests.sheets_server.doubts import Doubts
from tests.sheets_server.filters import matched_metadata, metadata_at, metadata_message
from tests.sheets_server.kinds.fields import request_mask
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.spreadsheet import Metadata, Spreadsheet


def create_metadata(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    given = request.get("developerMetadata", {})
    if not given.get("metadataKey"):
        raise invalid("A metadata key must be specified.")
    if "visibility" not in given:
        raise invalid("A visibility must be specified.")
    number = given.get("metadataId") or draft.fresh_id(draft.metadata)
    if number < 0:
        raise invalid("The metadata ID must be positive.")
    if number in draft.metadata:
        raise invalid(
            f"Cannot add developer metadata with ID [{number}] because developer metadata with that ID already exists."
        )
    place = metadata_at(draft, given.get("location", {}))
    entry = Metadata(number, given["metadataKey"], given.get("metadataValue"), given["visibility"], *place)
    _check_storage(draft, entry, doubts)
    draft.metadata[number] = entry
    return {"developerMetadata": metadata_message(draft, entry)}


def update_metadata(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    mask, given = request_mask(request, "DeveloperMetadata"), request.get("developerMetadata", {})
    changed = []
    for entry in _matched(draft, request.get("dataFilters", [])):
        new = entry
        if "metadataKey" in mask:
            new = replace(new, key=given.get("metadataKey", ""))
        if "metadataValue" in mask:
            new = replace(new, value=given.get("metadataValue"))
        if "visibility" in mask:
            new = replace(new, visibility=given.get("visibility", entry.visibility))
        if "location" in mask:
            sheet_id, dimension, line = metadata_at(draft, given.get("location", {}))
            new = replace(new, sheet_id=sheet_id, dimension=dimension, line=line)
        _check_storage(draft, new, doubts)
        draft.metadata[entry.id] = new
        changed.append(metadata_message(draft, new))
    return {"developerMetadata": changed} if changed else {}


def delete_metadata(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    """Deletes all that the filter matches and tells them as they were."""
    gone = _matched(draft, [request["dataFilter"]] if "dataFilter" in request else [])
    messages = [metadata_message(draft, entry) for entry in gone]
    for entry in gone:
        del draft.metadata[entry.id]
    return {"deletedDeveloperMetadata": messages} if messages else {}


KINDS = {
    "createDeveloperMetadata": create_metadata,
    "updateDeveloperMetadata": update_metadata,
    "deleteDeveloperMetadata": delete_metadata,
}


def _matched(draft: Spreadsheet, filters: list[Json]) -> list[Metadata]:
    if not filters:
        raise invalid("Must specify at least one data filter.")
    found = {entry.id: entry for data_filter in filters for entry in matched_metadata(draft, data_filter)}
    return list(found.values())


def _check_storage(draft: Spreadsheet, entry: Metadata, doubts: Doubts) -> None:
    """Storage is small: about 1200 lines of a sheet can carry an entry, and a value has a length."""
    others = sum(
        1
        for each in draft.metadata.values()
        if each.line is not None and each.sheet_id == entry.sheet_id and each.id != entry.id
    )
    full = entry.line is not None and others >= doubts.metadata_lines_per_sheet
    if full or len(entry.value or "") > doubts.metadata_value_length:
        raise invalid("Adding the requested developer metadata would exceed the allowed storage limit")
