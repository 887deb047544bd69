"""Requests held against Google's own discovery documents, and refused in Google's wording.

The documents are those shipped in google-api-python-client; nothing is fetched. A body comes out normalised: JSON names
for proto names, numbers for numbers in quotes, nothing for null.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.sheets_server.masks import camel
from tests.sheets_server.refusals import Json, invalid

_PACKAGE = "type.googleapis.com/google.apps.sheets.v4."
_LIST_VALUE = "type.googleapis.com/google.protobuf.ListValue"


@functools.cache
def document(name: str) -> Json:
    """A discovery document: `sheets.v4` or `drive.v3`."""
    spec = importlib.util.find_spec("googleapiclient")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            "The emulator reads Google's discovery documents: pip install google-api-python-client"
        )
    folder = Path(spec.submodule_search_locations[0]) / "discovery_cache" / "documents"
    found: Json = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found


@functools.cache
def methods(name: str) -> Mapping[str, Json]:
    """The document's methods by id: `sheets.spreadsheets.values.get`."""
    return dict(_methods(document(name)))


def checked_body(api: str, schema: str, body: Any, *, prefix: str = "") -> Json:
    """The body as its schema reads it. Raises one refusal that lists every violation."""
    check = _Check(document(api)["schemas"])
    result: Json = check.message(schema, {} if body is None else body, prefix)
    check.raise_violations()
    return result


def checked_parameters(method: Json, given: Mapping[str, list[str]], common: Mapping[str, Json]) -> Json:
    """The query's parameters by name; a repeated one as a list. Unknown ones are refused."""
    known = {**common, **method.get("parameters", {})}
    check = _Check({})
    found: Json = {}
    for name, values in given.items():
        spec = known.get(camel(name))
        if spec is None:
            text = f"Cannot bind query parameter. Field '{name}' could not be found in request message."
            check.refuse("", f'Invalid JSON payload received. Unknown name "{name}": {text}')
            continue
        read = [check.scalar(spec, _from_query(spec, value), camel(name), _snake(name)) for value in values]
        found[camel(name)] = read if spec.get("repeated") else read[-1]
    check.raise_violations()
    return found


def field_exists(api: str, schema: str, path: str) -> bool:
    """Whether a dotted path of JSON names leads to a field of the schema.

    >>> field_exists("sheets.v4", "Spreadsheet", "sheets.data.rowData.values.note")
    True
    >>> field_exists("sheets.v4", "Spreadsheet", "sheets.colour")
    False
    """
    schemas = document(api)["schemas"]
    here: Json = schemas[schema]
    for name in path.split("."):
        if name == "*":
            return True
        here = here.get("items", here)
        here = schemas[here["$ref"]] if "$ref" in here else here
        if "additionalProperties" in here:
            return True
        if name not in here.get("properties", {}):
            return False
        here = here["properties"][name]
    return True


class _Check:
    """Walks a message beside its schema and collects what is wrong."""

    def __init__(self, schemas: Json) -> None:
        self.schemas = schemas
        self.violations: list[tuple[str, str]] = []

    def refuse(self, field: str, text: str) -> None:
        self.violations.append((field, text))

    def raise_violations(self) -> None:
        if self.violations:
            raise invalid("\n".join(text for _, text in self.violations), *self.violations)

    def message(self, schema: str, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            self.refuse(path, f"Invalid value at '{path}' ({_PACKAGE}{schema}), {_shown(value)}")
            return None
        properties = self.schemas[schema].get("properties", {})
        result: Json = {}
        for given, part in value.items():
            name = camel(given)
            spec = properties.get(name)
            if spec is None:
                place = f" at '{path}'" if path else ""
                self.refuse(path, f'Invalid JSON payload received. Unknown name "{given}"{place}: Cannot find field.')
            elif part is not None:
                if schema == "Request" and result:
                    text = f"Invalid value at '{path}' (oneof), oneof field 'kind' is already set. Cannot set '{name}'"
                    self.refuse(path, text)
                result[name] = self.field(schema, name, spec, part, path)
        return result

    def field(self, schema: str, name: str, spec: Json, value: Any, parent: str) -> Any:
        path = f"{parent}.{_snake(name)}" if parent else _snake(name)
        if spec.get("type") == "array":
            items = value if isinstance(value, list) else [value]
            # A value outside of a list is taken as the only one, and its path has no number.
            numbered = isinstance(value, list)
            return [
                self.item(schema, name, spec["items"], item, f"{path}[{at}]" if numbered else path)
                for at, item in enumerate(items)
            ]
        if isinstance(value, list):
            text = "Proto field is not repeating, cannot start list."
            place = f" at '{parent}'" if parent else ""
            self.refuse(parent, f'Invalid JSON payload received. Unknown name "{name}"{place}: {text}')
            return None
        return self.item(schema, name, spec, value, path)

    def item(self, schema: str, name: str, spec: Json, value: Any, path: str) -> Any:
        if "$ref" in spec:
            return self.message(spec["$ref"], value, path)
        if spec.get("type") == "array":
            if not isinstance(value, list):
                self.refuse(path, f"Invalid value at '{path}' ({_LIST_VALUE}), {_shown(value)}")
                return None
            if spec["items"].get("type") == "any":
                return value
            return [self.item(schema, name, spec["items"], part, f"{path}[{at}]") for at, part in enumerate(value)]
        if spec.get("type") == "object":
            return value
        return self.scalar(spec, value, name, path, schema)

    def scalar(self, spec: Json, value: Any, name: str, path: str, schema: str = "") -> Any:
        if spec.get("type") == "any":
            return value
        if "enum" in spec:
            if value not in spec["enum"]:
                self.refuse(path, f"Invalid value at '{path}' ({_PACKAGE}{_enum_type(name, schema)}), {_shown(value)}")
            return value
        read, kind = _READERS[spec["type"], spec.get("format", "")]
        try:
            return read(value)
        except (TypeError, ValueError):
            self.refuse(path, f"Invalid value at '{path}' ({kind}), {_shown(value)}")
            return None


def _integer(value: Any) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise TypeError
    number = int(value)
    if not -(2**31) <= number < 2**31:
        raise ValueError
    return number


def _long(value: Any) -> str:
    return str(int(value))


def _real(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError
    return value if isinstance(value, int) else float(value)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


_READERS: dict[tuple[str, str], tuple[Any, str]] = {
    ("integer", "int32"): (_integer, "TYPE_INT32"),
    ("integer", "uint32"): (_integer, "TYPE_UINT32"),
    ("number", "float"): (_real, "TYPE_FLOAT"),
    ("number", "double"): (_real, "TYPE_DOUBLE"),
    ("boolean", ""): (_truth, "TYPE_BOOL"),
    ("string", "int64"): (_long, "TYPE_INT64"),
} | {
    ("string", kind): (_string, "TYPE_STRING")
    for kind in ("", "google-fieldmask", "google-datetime", "date-time", "byte", "google-duration", "date")
}

# Enums that stand on their own in the API; the others belong to their message.
_SHARED_ENUMS = {
    "majorDimension": "Dimension",
    "shiftDimension": "Dimension",
    "responseValueRenderOption": "ValueRenderOption",
}
_OWN_ENUMS = ("dimension", "valueInputOption", "valueRenderOption", "dateTimeRenderOption", "sortOrder", "pasteType")


def _enum_type(name: str, schema: str) -> str:
    title = name[0].upper() + name[1:]
    if name in _SHARED_ENUMS:
        return _SHARED_ENUMS[name]
    return title if name in _OWN_ENUMS or not schema else f"{schema}.{title}"


def _methods(resource: Json) -> Iterator[tuple[str, Json]]:
    for method in resource.get("methods", {}).values():
        yield method["id"], method
    for below in resource.get("resources", {}).values():
        yield from _methods(below)


def _from_query(spec: Json, text: str) -> Any:
    return text.lower() if spec.get("type") == "boolean" else text


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found[1].lower(), name)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
