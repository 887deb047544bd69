"""A call of an API method, and the table row that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.sheets_server.auth import Caller
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.drive import Files
from tests.sheets_server.masks import Mask, parse
from tests.sheets_server.refusals import Json


@dataclass(frozen=True, slots=True)
class Call:
    """What a method is given: `names` from the path, `parameters` from the query, and the body."""

    files: Files
    doubts: Doubts
    caller: Caller | None
    names: Mapping[str, str]
    parameters: Json
    body: Any

    @property
    def mask(self) -> Mask:
        return parse(self.parameters["fields"]) if self.parameters.get("fields") else {}


@dataclass(frozen=True, slots=True)
class Route:
    """One method: `call` is its id in the discovery document, `reads` which quota it spends.

    `also_takes` are query parameters that clients send though the document does not list them.
    """

    method: str
    path: str
    call: str
    answer: Callable[[Call], Json | bytes | None]
    reads: bool = False
    raw: bool = False
    also_takes: tuple[str, ...] = ()
