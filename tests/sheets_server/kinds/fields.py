"""The `fields` of a request: read, and held against the schema it selects from."""

from __future__ import annotations

from tests.sheets_server.discovery import field_exists
from tests.sheets_server.masks import Mask, parse, paths
from tests.sheets_server.refusals import Json, invalid


def request_mask(request: Json, schema: str, *, root: str = "") -> Mask:
    """The mask of a request. Paths may begin with the field that holds the message (`root`), as older clients write."""
    text = request.get("fields", "")
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    mask = parse(text)
    if root and set(mask) == {root} and mask[root]:
        mask = mask[root]
    for path in paths(mask):
        if not field_exists("sheets.v4", schema, path):
            raise invalid(f"Invalid field: {path}")
    return mask
