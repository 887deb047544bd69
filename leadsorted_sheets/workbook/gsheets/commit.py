"""One guarded write: reserve, look, write, tidy up. Three requests, none of which can put a value into a wrong row.

    open    one batchUpdate: a note with the next commit number, which Google refuses where another program of ours was
            first; room for new rows; a tag on every row to be written. Its answer shows what those rows hold.
    write   one values:batchUpdateByDataFilter: each row is named by its tag, so a row that was sorted, moved or pushed
            down meanwhile is found, and one that was deleted is not. All of it or nothing.
    close   one batchUpdate: the tags go, the commit is marked as done. Its answer tells where rows and columns are now.

What is sent twice is sent so that the second time does nothing: a commit's number can be had once, a tag that is gone
finds nothing, a note that is deleted cannot be deleted again.
"""

from __future__ import annotations

import itertools
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.gsheets import keys
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client, GuardTaken
from leadsorted_sheets.workbook.gsheets.facts import FIELDS, SheetFacts, facts_of
from leadsorted_sheets.workbook.gsheets.hidden import HIDDEN_SHEETS
from leadsorted_sheets.workbook.gsheets.rows import Found, RowWrite, at
from leadsorted_sheets.workbook.gsheets.standing import (
    Seen,
    Standing,
    beside_their_neighbours,
    deleted_notes,
    labels_of,
    shown_rows,
)
from leadsorted_sheets.workbook.gsheets.typed import Raw, holds

_ATTEMPTS = 3
_SHOWN = "updatedSpreadsheet.sheets(properties.sheetId,data(startRow,startColumn,rowData.values.userEnteredValue))"
_SHOWN_WITH_COLUMNS = (
    "updatedSpreadsheet.sheets(properties.sheetId,data(startRow,startColumn,rowData.values.userEnteredValue,"
    "columnMetadata.developerMetadata(metadataId,metadataKey,metadataValue)))"
)
_SHOW: Json = {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True}
_CLOSED = (
    "replies.deleteDeveloperMetadata.deletedDeveloperMetadata(metadataId,location),"
    "updatedSpreadsheet.sheets(properties.sheetId,"
    "data(startColumn,columnMetadata.developerMetadata(metadataId,metadataKey,metadataValue)))"
)

Taken: TypeAlias = Callable[[RowWrite, Found, Sequence[int]], None]
"""Told a row, what it holds by now, and the columns in which that is not what we saw when we looked."""


@dataclass(slots=True)
class Log:
    """The commits of one run: the last number, notes that are to go, and how many writes have landed."""

    last: int
    commits: dict[int, str]
    sweep: bool = False
    writes: int = 0
    labels: dict[int, dict[int, str]] = field(default_factory=dict)


class Commit:
    """One guarded write to one spreadsheet."""

    def __init__(self, client: Client, key: str, log: Log) -> None:
        self._client, self._key, self._log = client, key, log
        self.number = log.last + 1
        self.token = secrets.token_hex(8)
        self._ids = itertools.count(keys.fresh_number())
        self._rows: dict[int, tuple[int, int]] = {}
        self._columns: dict[int, tuple[int, int]] = {}
        self._sheets: dict[int, SheetFacts] = {}
        self._headers: dict[int, int] = {}
        self._seen = Seen({})

    @property
    def guard(self) -> Json:
        number = keys.COMMITS_FROM + self.number
        return keys.created(keys.COMMIT, self.token, keys.ON_SPREADSHEET, number=number)

    def open(
        self,
        rows: Sequence[RowWrite],
        requests: Sequence[Json] = (),
        *,
        headers: Sequence[tuple[SheetFacts, int]] = (),
        with_columns: bool = False,
    ) -> Seen:
        """Reserve, tag and look. `headers` are further rows to be shown, counted from 0.

        `with_columns` also tells where the columns are at this instant, and goes by that from here on.

        Raises errors.Moved where another commit was first, or where it cannot be known: nothing is written by then.
        """
        sweep = [keys.deleted(metadataKey=keys.TAG)] if self._log.sweep else []
        body = [self.guard, *sweep, *requests, *self._tags(rows)]
        wanted = [(each.sheet, each.row) for each in rows] + list(headers)
        ranges = _lines(wanted)
        answer = {**_SHOW, "responseRanges": ranges} if ranges else None
        self._sheets = {sheet.id: sheet for sheet, _ in wanted}
        self._headers = {sheet.id: row for sheet, row in reversed(headers)}
        shown = _SHOWN_WITH_COLUMNS if with_columns else _SHOWN
        try:
            told = self._client.batch_update(
                self._key, body, answer=answer, fields=shown if ranges else "spreadsheetId"
            )
        except (GuardTaken, errors.RangeGone):
            raise errors.Moved(self._address) from None
        except errors.OutcomeUnknown:
            if self.landed():
                self._landed()
                self.close()
            raise errors.Moved(self._address) from None
        self._landed()
        labels = labels_of(told) if with_columns else {}
        for sheet, columns in labels.items():
            now = {column: label for label, column in columns.items()}
            self._sheets[sheet] = replace(self._sheets[sheet], labels=now)
        self._seen = Seen(shown_rows(told), labels)
        return self._seen

    def append(self, requests: Sequence[Json]) -> None:
        """A batch that needs no tags, under the guard: once and only once, also where an answer is lost."""
        body = [self.guard, *requests]
        for attempt in range(_ATTEMPTS):
            try:
                self._client.batch_update(self._key, body, fields="spreadsheetId")
            except GuardTaken:
                if not attempt or not self.landed():
                    raise errors.Moved(self._address) from None
            except errors.OutcomeUnknown:
                if not self.landed():
                    if attempt + 1 == _ATTEMPTS:
                        raise
                    continue
            self._landed()
            self._log.commits[self.number] += keys.DONE
            return
        raise AssertionError("the loop returns or raises")

    def write(self, rows: Sequence[RowWrite], taken: Taken | None = None) -> set[tuple[int, int]]:
        """Put the rows. Answers those that were there to be written, by sheet and row as they were when tagged.

        Where it has to be sent again, `taken` hears of the cells that somebody typed into meanwhile, and takes
        them out of the row: what is not going to be written must not count as done.
        """
        waiting = [each for each in rows if each.put]
        ids = {place: number for number, place in self._rows.items()}
        for _ in range(_ATTEMPTS):
            if not waiting:
                return set()
            data = [
                {"dataFilter": _by_tag(ids[each.sheet.id, each.row]), "majorDimension": "ROWS", "values": [_line(each.put)]}
                for each in waiting
            ]  # fmt: skip
            for each in waiting:
                each.sent |= each.put
            try:
                told = self._client.write_by_filter(self._key, data)
            except errors.OutcomeUnknown:
                there = self._contents(waiting)
                if not there:
                    raise
                if _landed_in(waiting, self._seen, there):
                    self._log.writes += 1
                    return set(there)
                waiting = [each for each in waiting if (each.sheet.id, each.row) in there]
                for each in waiting:
                    _leave_alone(each, there[each.sheet.id, each.row], taken or _out_of_the_row)
                waiting = [each for each in waiting if each.put]
                continue
            self._log.writes += 1
            answers = [
                each["dataFilter"]["developerMetadataLookup"]["metadataId"] for each in told.get("responses", [])
            ]
            return {self._rows[number] for number in answers}
        raise errors.OutcomeUnknown(self._address, "no answer came three times")

    def close(self, *, also: Sequence[Json] = ()) -> Standing | None:
        """Tidy up, and do `also`. Answers where rows and columns are now; None where that could not be learnt."""
        old = [number for number in self._log.commits if number <= self.number - keys.KEPT_COMMITS]
        done = {
            "updateDeveloperMetadata": {
                "dataFilters": [keys.looked_up(metadataId=keys.COMMITS_FROM + self.number)],
                "developerMetadata": {"metadataValue": self.token + keys.DONE},
                "fields": "metadataValue",
            }
        }
        body: list[Json] = []
        if self._rows or self._columns:
            body.append(keys.deleted(metadataKey=keys.TAG, metadataValue=self.token))
        body += [done, *also, *(keys.deleted(metadataId=keys.COMMITS_FROM + number) for number in old)]
        told = self._close(body)
        if told is None:
            return None
        self._log.writes += 1
        self._log.commits[self.number] = self.token + keys.DONE
        for number in old:
            self._log.commits.pop(number, None)
        return self._standing(told)

    def landed(self) -> bool:
        """Whether the commit's note is there and ours."""
        number = keys.COMMITS_FROM + self.number
        found = self._client.search_metadata(self._key, [keys.looked_up(metadataId=number)])
        return any(str(each.get("metadataValue", "")).startswith(self.token) for each in found)

    @property
    def _address(self) -> str:
        return f"gsheet:{self._key}"

    def _landed(self) -> None:
        self._log.last, self._log.sweep = self.number, False
        self._log.commits[self.number] = self.token
        self._log.writes += 1

    def _tags(self, rows: Sequence[RowWrite]) -> list[Json]:
        """A tag on every row, and on each column without a note among those that will be written."""
        requests = []
        for each in rows:
            number = next(self._ids)
            self._rows[number] = (each.sheet.id, each.row)
            place = keys.on_line(each.sheet.id, "ROWS", each.row)
            requests.append(keys.created(keys.TAG, self.token, place, number=number))
        reach: dict[int, int] = {}
        sheets = {each.sheet.id: each.sheet for each in rows if each.put and each.sheet.name not in HIDDEN_SHEETS}
        for each in rows:
            if each.sheet.id in sheets and each.put:
                reach[each.sheet.id] = max([reach.get(each.sheet.id, 0), *each.put])
        for sheet, last in reach.items():
            for column in range(min(last + 2, sheets[sheet].columns)):
                if column not in sheets[sheet].labels and column not in self._log.labels.get(sheet, {}):
                    number = next(self._ids)
                    self._columns[number] = (sheet, column)
                    place = keys.on_line(sheet, "COLUMNS", column)
                    requests.append(keys.created(keys.TAG, self.token, place, number=number))
        return requests

    def _contents(self, rows: Sequence[RowWrite]) -> dict[tuple[int, int], list[Any]]:
        """The tagged rows as they are now, plain."""
        ids = {place: number for number, place in self._rows.items()}
        filters = [_by_tag(ids[each.sheet.id, each.row]) for each in rows]
        found: dict[tuple[int, int], list[Any]] = {}
        for each in self._client.values_by_filter(self._key, filters, render="FORMULA"):
            values = each["valueRange"].get("values", [[]])
            for data_filter in each["dataFilters"]:
                number = data_filter["developerMetadataLookup"]["metadataId"]
                found[self._rows[number]] = values[0] if values else []
        return found

    def _close(self, body: Sequence[Json]) -> Json | None:
        headers = [(sheet, self._headers.get(sheet.id, 0)) for sheet in self._sheets.values()]
        ranges = _lines(headers)
        for _ in range(_ATTEMPTS):
            try:
                answer = {**_SHOW, "responseRanges": ranges} if ranges else None
                return self._client.batch_update(self._key, body, answer=answer, fields=_CLOSED)
            except errors.RangeGone:
                ranges = []  # a tab was renamed
            except errors.OutcomeUnknown:
                continue
        return None

    def _standing(self, told: Json) -> Standing | None:
        """Rows and columns by where they were, as the answer to closing tells it; a renamed tab costs one more read."""
        sheets = told.get("updatedSpreadsheet", {}).get("sheets", [])
        if {each["properties"].get("sheetId", 0) for each in sheets} != set(self._sheets):
            facts = facts_of(self._client.spreadsheet(self._key, fields=FIELDS))
            now = {sheet.id: {value: column for column, value in sheet.labels.items()} for sheet in facts.sheets}
        else:
            now = labels_of(told)
        rows: dict[tuple[int, int], int] = {}
        columns: dict[tuple[int, int], int] = {}
        for each in deleted_notes(told):
            place = each.get("location", {}).get("dimensionRange", {})
            if each["metadataId"] in self._rows:
                rows[self._rows[each["metadataId"]]] = place.get("startIndex", 0)
            elif each["metadataId"] in self._columns:
                columns[self._columns[each["metadataId"]]] = place.get("startIndex", 0)
        for sheet in self._sheets.values():
            for column, value in {**sheet.labels, **self._log.labels.get(sheet.id, {})}.items():
                if value in now.get(sheet.id, {}):
                    columns[sheet.id, column] = now[sheet.id][value]
        if self._rows and not rows:
            # An answer that was lost told of the tags: the rows are looked for from where they were.
            rows = {place: place[1] for place in self._rows.values()}
            columns |= beside_their_neighbours(set(self._columns.values()) - columns.keys(), columns)
        return Standing(rows, columns)


def _by_tag(number: int) -> Json:
    return keys.looked_up(metadataId=number)


def _line(put: Mapping[int, Raw]) -> list[Raw | None]:
    """A row of values from column A on; None leaves a cell alone."""
    return [put.get(column) for column in range(max(put) + 1)]


def _lines(wanted: Sequence[tuple[SheetFacts, int]]) -> list[str]:
    """Whole rows as A1 ranges, neighbours together."""
    by_sheet: dict[int, tuple[SheetFacts, set[int]]] = {}
    for sheet, row in wanted:
        by_sheet.setdefault(sheet.id, (sheet, set()))[1].add(row)
    ranges = []
    for sheet, rows in by_sheet.values():
        ordered = sorted(rows)
        start = 0
        for n in range(1, len(ordered) + 1):
            if n == len(ordered) or ordered[n] != ordered[n - 1] + 1:
                ranges.append(sheet.whole_rows(ordered[start], ordered[n - 1] + 1))
                start = n
    return ranges


def _landed_in(rows: Sequence[RowWrite], seen: Seen, there: Mapping[tuple[int, int], Sequence[Any]]) -> bool:
    """Whether a write whose answer was lost was done.

    It was done whole or not at all, so more than half of the values it was to bring tells, also where somebody has
    typed over some. Columns may have moved, so it goes by what a row holds, wherever that stands: a blank proves
    nothing. Where all was to be taken out, anything that is gone tells.
    """
    meant = brought = gone = 0
    for each in rows:
        place = each.sheet.id, each.row
        if place not in there:
            continue
        cells = dict(enumerate(seen.row(*place)))
        was, now = _held(cells.values()), _held(extended(value) for value in there[place])
        then = _held({**cells, **{column: extended(value) for column, value in each.put.items()}}.values())
        new = then - was
        meant += new.total()
        brought += (new & (now - was)).total()
        gone += ((was - then) & (was - now)).total()
    return brought * 2 > meant if meant else gone > 0


def _held(cells: Iterable[Json | None]) -> Counter[tuple[str, Any]]:
    """What a row holds, and how often; a formula as its text, which is all that a look at values tells of it."""
    return Counter(_plain(next(iter(cell.values()))) for cell in cells if cell)


def _leave_alone(each: RowWrite, values: Sequence[Any], taken: Taken) -> None:
    """Leave the cells alone that somebody typed into since we looked."""
    found = [extended(value) for value in values]
    was = {**each.anchors, **each.expect}
    if columns := [column for column in each.put if not holds(was.get(column), at(found, column))]:
        taken(each, found, columns)


def _out_of_the_row(each: RowWrite, _found: Found, columns: Sequence[int]) -> None:
    for column in columns:
        del each.put[column]


def _plain(value: Any) -> tuple[str, Any]:
    if isinstance(value, bool):
        return "truth", value
    return ("number", round(value, 9)) if isinstance(value, int | float) else ("text", value)


def extended(value: Any) -> Json | None:
    """A plain value as grid data tells it."""
    match value:
        case "":
            return None
        case bool():
            return {"boolValue": value}
        case int() | float():
            return {"numberValue": value}
        case _:
            return {"stringValue": value}
