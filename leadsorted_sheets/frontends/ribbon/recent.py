"""What the last clicks have changed, so that Ctrl+Z takes back what that very click did and nothing older."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from leadsorted_sheets.resources import state_folder

_KEPT = 60


def keep(click: str, change_id: str, book: str) -> None:
    """Remember that the click made this change set, or none."""
    known = {name: made for name, made in _known().items() if name != click}
    known[click] = [change_id, book]
    path = _path()
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(dict(list(known.items())[-_KEPT:])), "utf-8")
    fresh.replace(path)


def made_by(click: str) -> tuple[str, str] | None:
    """The change set and the workbook of a click; the first is "" where it changed nothing."""
    made = _known().get(click)
    return None if made is None else (made[0], made[1])


def _known() -> dict[str, Any]:
    try:
        found = json.loads(_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _path() -> Path:
    return state_folder() / "clicks.json"
