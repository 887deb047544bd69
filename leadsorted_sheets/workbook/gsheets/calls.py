"""One request to Google, before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
Kind: TypeAlias = Literal["read", "write", "drive"]


@dataclass(frozen=True, slots=True)
class Call:
    """`kind` says which quota it spends and whether it may be sent twice; `key` is the spreadsheet's, "" for a new one."""

    kind: Kind
    method: str
    url: str
    key: str = ""
    parameters: Mapping[str, str | Sequence[str]] | None = None
    body: Mapping[str, Any] | None = None

    @property
    def address(self) -> str:
        return f"gsheet:{self.key}" if self.key else "A new spreadsheet"
