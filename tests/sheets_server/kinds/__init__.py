"""The request kinds of batchUpdate, one family a module: kind -> what it does to a draft.

A kind takes the draft and its request, already held against the schema, and returns its reply (None for an empty one).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tests.sheets_server.doubts import Doubts
from tests.sheets_server.kinds import cells, copying, lines, merging, metadata, objects, sheets, sorting, texts
from tests.sheets_server.refusals import Json, Refusal, invalid
from tests.sheets_server.spreadsheet import Spreadsheet

Kind: TypeAlias = Callable[[Spreadsheet, Json, Doubts], Json | None]

KINDS: Mapping[str, Kind] = {
    **cells.KINDS,
    **copying.KINDS,
    **lines.KINDS,
    **merging.KINDS,
    **metadata.KINDS,
    **objects.KINDS,
    **sheets.KINDS,
    **sorting.KINDS,
    **texts.KINDS,
}


def apply_requests(draft: Spreadsheet, requests: list[Json], doubts: Doubts) -> list[Json]:
    """The replies, one a request. The first that is refused takes all the others with it: the draft is to be dropped."""
    if not requests:
        raise invalid("Must specify at least one request.")
    replies = []
    for at, request in enumerate(requests):
        if not request:
            raise invalid(f"Invalid requests[{at}]: No request set.")
        [(kind, body)] = request.items()
        if kind not in KINDS:
            raise Refusal(501, "UNIMPLEMENTED", f"Invalid requests[{at}].{kind}: this emulator does not know {kind}.")
        try:
            reply = KINDS[kind](draft, body, doubts)
        except Refusal as refusal:
            message = f"Invalid requests[{at}].{kind}: {refusal.message}"
            raise Refusal(refusal.code, refusal.status, message, details=refusal.details) from None
        replies.append({kind: reply} if reply else {})
    return replies
