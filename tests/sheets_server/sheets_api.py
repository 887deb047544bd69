"""The methods of Sheets v4: which file, whose right, which draft; the work itself is done elsewhere."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from tests.sheets_server import values
from tests.sheets_server.auth import DRIVE, SHEETS, Caller
from tests.sheets_server.calls import Call, Route
from tests.sheets_server.discovery import checked_body, field_exists
from tests.sheets_server.drive import File
from tests.sheets_server.filters import filtered_areas, metadata_message, search
from tests.sheets_server.kinds import apply_requests
from tests.sheets_server.kinds.sheets import rehomed
from tests.sheets_server.masks import Mask, paths, picked
from tests.sheets_server.protection import check_writable
from tests.sheets_server.ranges import named_area
from tests.sheets_server.refusals import Json, Refusal, insufficient_scopes, invalid, missing_credentials, not_found
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sheets_server.told import sheet_properties, spreadsheet_message, without_zero_ids

_READ_SCOPES = (SHEETS, f"{SHEETS}.readonly", DRIVE, f"{DRIVE}.readonly", f"{DRIVE}.file")
_WRITE_SCOPES = (SHEETS, DRIVE, f"{DRIVE}.file")


def create(call: Call) -> Json:
    caller = _writer(call.caller)
    body = checked_body("sheets.v4", "Spreadsheet", call.body, prefix="spreadsheet")
    title = body.get("properties", {}).get("title", "Untitled spreadsheet")
    file = call.files.create(title, caller)
    draft = file.book.draft()
    draft.properties |= {
        k: v for k, v in body.get("properties", {}).items() if k in ("locale", "timeZone", "autoRecalc")
    }
    if body.get("sheets"):
        requests = [{"addSheet": {"properties": each.get("properties", {})}} for each in body["sheets"]]
        apply_requests(draft, requests, call.doubts)
        del draft.sheets[0]
    file.book = draft
    return _masked(spreadsheet_message(draft, None, grid_data=False, mask={}), call.mask)


def get(call: Call) -> Json:
    """The spreadsheet as the caller sees it: a protected range says whether they may edit it."""
    book = replace(_readable(call).book, actor=call.caller.email if call.caller else "anybody")
    texts = call.parameters.get("ranges") or []
    areas = [named_area(book, text) for text in texts] if texts else None
    grid_data = call.parameters.get("includeGridData", False)
    return _masked(spreadsheet_message(book, areas, grid_data=grid_data, mask=call.mask), call.mask)


def get_by_data_filter(call: Call) -> Json:
    book = _readable(call).book
    body = checked_body("sheets.v4", "GetSpreadsheetByDataFilterRequest", call.body)
    areas = [area for each in body.get("dataFilters", []) for area in filtered_areas(book, each)]
    message = spreadsheet_message(book, areas, grid_data=body.get("includeGridData", False), mask=call.mask)
    return _masked(message, call.mask)


def batch_update(call: Call) -> Json:
    """All requests or none; the answer may tell the spreadsheet as it is right after."""
    file = _writable(call)
    body = checked_body("sheets.v4", "BatchUpdateSpreadsheetRequest", call.body)
    draft = _draft(call, file)
    replies = apply_requests(draft, body.get("requests", []), call.doubts)
    call.files.commit(file, draft)
    answer: Json = {"spreadsheetId": draft.id, "replies": without_zero_ids(replies)}
    if body.get("includeSpreadsheetInResponse"):
        texts = body.get("responseRanges")
        areas = [named_area(draft, text) for text in texts] if texts else None
        grid_data = body.get("responseIncludeGridData", False)
        answer["updatedSpreadsheet"] = spreadsheet_message(draft, areas, grid_data=grid_data, mask={})
    if call.doubts.comment_update_state:
        answer["commentUpdateState"] = "NO_UPDATES_REQUESTED"
    return _masked(answer, call.mask, "BatchUpdateSpreadsheetResponse")


def copy_to(call: Call) -> Json:
    """A copy of a tab in another spreadsheet, called `Copy of` it."""
    source = _readable(call)
    body = checked_body("sheets.v4", "CopySheetToAnotherSpreadsheetRequest", call.body)
    target = call.files.file(body.get("destinationSpreadsheetId", ""), _writer(call.caller), write=True)
    try:
        sheet = source.book.sheet(int(call.names["sheet"]))
    except Refusal:
        raise not_found() from None
    draft = _draft(call, target)
    twin = sheet.duplicate(draft.fresh_id(s.id for s in draft.sheets), draft.fresh_title(f"Copy of {sheet.title}"))
    draft.sheets.append(rehomed(twin, sheet.id))
    draft.check_size()
    call.files.commit(target, draft)
    return sheet_properties(draft, twin)


def get_metadata(call: Call) -> Json:
    book = _readable(call).book
    entry = book.metadata.get(int(call.names["metadata"]))
    if entry is None:
        raise invalid(f"No developer metadata with ID: {call.names['metadata']}")
    found: Json = without_zero_ids(metadata_message(book, entry))
    return found


def search_metadata(call: Call) -> Json:
    body = checked_body("sheets.v4", "SearchDeveloperMetadataRequest", call.body)
    found: Json = without_zero_ids(search(_readable(call).book, body))
    return found


def get_values(call: Call) -> Json:
    return _masked(values.get(_readable(call).book, call.names["range"], call.parameters), call.mask, "ValueRange")


def batch_get_values(call: Call) -> Json:
    return _masked(values.batch_get(_readable(call).book, call.parameters), call.mask, "BatchGetValuesResponse")


def batch_get_values_by_data_filter(call: Call) -> Json:
    body = checked_body("sheets.v4", "BatchGetValuesByDataFilterRequest", call.body)
    return values.batch_get_by_data_filter(_readable(call).book, body)


def update_values(call: Call) -> Json:
    body = checked_body("sheets.v4", "ValueRange", call.body, prefix="data")
    name = call.names["range"]
    return _written(call, [name], lambda book: values.update(book, name, body, call.parameters, call.doubts))


def append_values(call: Call) -> Json:
    body = checked_body("sheets.v4", "ValueRange", call.body, prefix="data")
    name = call.names["range"]
    return _written(call, [], lambda book: values.append(book, name, body, call.parameters, call.doubts))


def clear_values(call: Call) -> Json:
    checked_body("sheets.v4", "ClearValuesRequest", call.body)
    name = call.names["range"]
    return _written(call, [name], lambda book: values.clear(book, name))


def batch_update_values(call: Call) -> Json:
    body = checked_body("sheets.v4", "BatchUpdateValuesRequest", call.body)
    return _written(call, [], lambda book: values.batch_update(book, body, call.doubts))


def batch_update_values_by_data_filter(call: Call) -> Json:
    body = checked_body("sheets.v4", "BatchUpdateValuesByDataFilterRequest", call.body)
    return _written(call, [], lambda book: values.batch_update_by_data_filter(book, body, call.doubts))


def batch_clear_values(call: Call) -> Json:
    body = checked_body("sheets.v4", "BatchClearValuesRequest", call.body)
    ranges = body.get("ranges", [])
    return _written(call, ranges, lambda book: values.batch_clear(book, ranges))


def batch_clear_values_by_data_filter(call: Call) -> Json:
    body = checked_body("sheets.v4", "BatchClearValuesByDataFilterRequest", call.body)
    return _written(call, [], lambda book: values.batch_clear_by_data_filter(book, body))


_BOOK = r"/v4/spreadsheets/(?P<book>[^/:]+)"
ROUTES = (
    Route("POST", r"/v4/spreadsheets", "sheets.spreadsheets.create", create),
    Route("GET", _BOOK, "sheets.spreadsheets.get", get, reads=True),
    Route("POST", _BOOK + ":getByDataFilter", "sheets.spreadsheets.getByDataFilter", get_by_data_filter, reads=True),
    Route("POST", _BOOK + ":batchUpdate", "sheets.spreadsheets.batchUpdate", batch_update),
    Route("POST", _BOOK + r"/sheets/(?P<sheet>\d+):copyTo", "sheets.spreadsheets.sheets.copyTo", copy_to),
    Route(
        "GET",
        _BOOK + r"/developerMetadata/(?P<metadata>\d+)",
        "sheets.spreadsheets.developerMetadata.get",
        get_metadata,
        reads=True,
    ),
    Route(
        "POST",
        _BOOK + "/developerMetadata:search",
        "sheets.spreadsheets.developerMetadata.search",
        search_metadata,
        reads=True,
    ),
    Route("GET", _BOOK + "/values:batchGet", "sheets.spreadsheets.values.batchGet", batch_get_values, reads=True),
    Route(
        "POST",
        _BOOK + "/values:batchGetByDataFilter",
        "sheets.spreadsheets.values.batchGetByDataFilter",
        batch_get_values_by_data_filter,
        reads=True,
    ),
    Route("POST", _BOOK + "/values:batchUpdate", "sheets.spreadsheets.values.batchUpdate", batch_update_values),
    Route(
        "POST",
        _BOOK + "/values:batchUpdateByDataFilter",
        "sheets.spreadsheets.values.batchUpdateByDataFilter",
        batch_update_values_by_data_filter,
    ),
    Route("POST", _BOOK + "/values:batchClear", "sheets.spreadsheets.values.batchClear", batch_clear_values),
    Route(
        "POST",
        _BOOK + "/values:batchClearByDataFilter",
        "sheets.spreadsheets.values.batchClearByDataFilter",
        batch_clear_values_by_data_filter,
    ),
    Route("POST", _BOOK + r"/values/(?P<range>[^/]+):append", "sheets.spreadsheets.values.append", append_values),
    Route("POST", _BOOK + r"/values/(?P<range>[^/]+):clear", "sheets.spreadsheets.values.clear", clear_values),
    Route("GET", _BOOK + r"/values/(?P<range>[^/]+)", "sheets.spreadsheets.values.get", get_values, reads=True),
    Route("PUT", _BOOK + r"/values/(?P<range>[^/]+)", "sheets.spreadsheets.values.update", update_values),
)


def _readable(call: Call) -> File:
    if call.caller is not None and not call.caller.may(*_READ_SCOPES):
        raise insufficient_scopes()
    return call.files.file(call.names["book"], call.caller)


def _writer(caller: Caller | None) -> Caller:
    """Writing needs somebody with a name; an API key will not do."""
    if caller is None:
        raise missing_credentials()
    if not caller.may(*_WRITE_SCOPES):
        raise insufficient_scopes()
    return caller


def _writable(call: Call) -> File:
    return call.files.file(call.names["book"], _writer(call.caller), write=True)


def _draft(call: Call, file: File) -> Spreadsheet:
    return file.book.draft(actor=call.caller.email if call.caller else str(uuid.uuid4()))


def _written(call: Call, ranges: list[str], write: Callable[[Spreadsheet], Json]) -> Json:
    """The answer of a write on a draft, which becomes the file when nothing was refused."""
    file = _writable(call)
    draft = _draft(call, file)
    for text in ranges:
        check_writable(draft, named_area(draft, text))
    answer = write(draft)
    call.files.commit(file, draft)
    found: Json = picked(answer, call.mask)
    return found


def _masked(message: Json, mask: Mask, schema: str = "Spreadsheet") -> Json:
    for path in paths(mask):
        if not field_exists("sheets.v4", schema, path):
            text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
            raise invalid("Request contains an invalid argument.", (path, text))
    found: Json = picked(message, mask)
    return found
