"""Field masks: which fields of a message are asked for, or written.

`sheets(properties,developerMetadata)`, `sheets.data.rowData.values.note` and `gridProperties/rowCount` are three
spellings of paths. A mask is a tree of names; an empty tree means everything below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from tests.sheets_server.refusals import Json, invalid

Mask: TypeAlias = dict[str, Any]


def parse(text: str) -> Mask:
    """The tree of a mask.

    >>> parse("sheets(properties,data/rowData),spreadsheetId")
    {'sheets': {'properties': {}, 'data': {'rowData': {}}}, 'spreadsheetId': {}}
    >>> parse("*")
    {'*': {}}
    """
    tokens = re.findall(r"[^\s,()./]+|[,()./]", text)
    mask, rest = _fields(tokens, 0)
    if rest != len(tokens) or not mask:
        raise invalid(
            "Request contains an invalid argument.",
            (text, f"Error expanding 'fields' parameter. Invalid mask '{text}'."),
        )
    return mask


def picked(message: Any, mask: Mask) -> Any:
    """What the mask leaves of a message, lists item by item.

    Rows and cells of grid data that have nothing of it at their end fall away, and so does a list of nothing else.
    """
    if not mask or "*" in mask:
        return message
    if isinstance(message, list):
        return [picked(item, mask) for item in message]
    if not isinstance(message, dict):
        return message
    kept = {}
    for name in message:
        if name in mask:
            part = picked(message[name], mask[name])
            if name in _TRIMMED:
                while part and part[-1] == {}:
                    part.pop()
            if part or name not in _TRIMMED:
                kept[name] = part
    return kept


def written(old: Json, new: Json, mask: Mask) -> Json:
    """The old message with the masked fields taken from the new one; a field that the new one lacks is cleared."""
    if "*" in mask:
        return dict(new)
    result = dict(old)
    for name, below in mask.items():
        if below and "*" not in below:
            result[name] = written(result.get(name) or {}, new.get(name) or {}, below)
            if not result[name] and name not in new:
                del result[name]
        elif name in new:
            result[name] = new[name]
        else:
            result.pop(name, None)
    return result


def paths(mask: Mask, prefix: str = "") -> Iterator[str]:
    """Every path of a mask, as Google writes it in refusals.

    >>> list(paths(parse("a(b,c.d)")))
    ['a.b', 'a.c.d']
    """
    for name, below in mask.items():
        path = f"{prefix}.{name}" if prefix else name
        yield from paths(below, path) if below else (path,)


def camel(name: str) -> str:
    """A field's JSON name; Google takes the proto name too.

    >>> camel("user_entered_value"), camel("sheetId")
    ('userEnteredValue', 'sheetId')
    """
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


_TRIMMED = ("rowData", "values")


def _fields(tokens: list[str], at: int) -> tuple[Mask, int]:
    mask: Mask = {}
    while at < len(tokens) and tokens[at] not in ",()./":
        here, path = mask, [camel(tokens[at])]
        at += 1
        while at + 1 < len(tokens) and tokens[at] in "./":
            path.append(camel(tokens[at + 1]))
            at += 2
        for name in path:
            here = here.setdefault(name, {})
        if at < len(tokens) and tokens[at] == "(":
            below, at = _fields(tokens, at + 1)
            here.update(below)
            at += 1
        if at < len(tokens) and tokens[at] == ",":
            at += 1
        else:
            break
    return mask, at
