"""Where profiles come from: the ones we ship, or a TOML file of the user's own. A broken one is refused in words."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from leadsorted_sheets.errors import BadSettings
from leadsorted_sheets.exports.profile import Profile


def profiles() -> tuple[str, ...]:
    """The names of the CRMs we ship a profile for."""
    return tuple(sorted(_name(entry.name) for entry in _shelf().iterdir() if entry.name.endswith(".toml")))


def load(name_or_path: str) -> Profile:
    """The profile of that name, or the one in that file.

    Raises errors.BadSettings where there is none, or where it says something we cannot follow.
    """
    return parse(text_of(name_or_path), place=name_or_path)


def text_of(name_or_path: str) -> str:
    """The profile as it is written: a start for one's own."""
    if name_or_path.strip().casefold() in profiles():
        return (_shelf() / f"{name_or_path.strip().casefold()}.toml").read_text(encoding="utf-8")
    path = Path(name_or_path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as failure:
        why = "it is no profile of ours, and no file of that name can be read"
        if isinstance(failure, UnicodeDecodeError):
            why = "the file is not UTF-8 text"
        remedy = f"Ours are {', '.join(profiles())}. A profile of your own is a path such as my-crm.toml."
        raise BadSettings(name_or_path, why, remedy) from failure


def parse(text: str, *, place: str) -> Profile:
    """The profile a text holds. `place` is what messages call it. Raises errors.BadSettings."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        raise BadSettings(place, f"this is not TOML: {failure}", "Mend the line it names.") from failure
    try:
        return Profile.model_validate(given)
    except ValidationError as failure:
        first = failure.errors()[0]
        where = _where(first["loc"], given)
        line = _line(first["loc"], given, text)
        spot = f"{place}, line {line}" if line else place
        raise BadSettings(spot, f"{where}{_what(first)}", _remedy(first)) from failure


def _shelf() -> Traversable:
    return resources.files("leadsorted_sheets.exports") / "profiles"


def _name(file: str) -> str:
    return file.removesuffix(".toml")


def _where(loc: tuple[int | str, ...], given: dict[str, Any]) -> str:
    """The key as a person finds it: `files[contacts].columns[Email].type`."""
    words: list[str] = []
    here: Any = given
    for step in loc:
        here = _step(here, step)
        if isinstance(step, str):
            words.append(step)
            continue
        named = here.get("header") or here.get("name") if isinstance(here, dict) else None
        words[-1:] = [f"{words[-1]}[{named or step + 1}]"] if words else []
    return f"{'.'.join(words)}: " if words else ""


def _line(loc: tuple[int | str, ...], given: dict[str, Any], text: str) -> int | None:
    """Which line the key stands on, found by the header of its column or by its own name."""
    here: Any = given
    marks: list[str] = []
    for step in loc:
        here = _step(here, step)
        if isinstance(here, dict):
            name = "header" if "header" in here else "name"
            marks += [f'{name} = "{here[name]}"'] if name in here else []
    keys = [step for step in loc if isinstance(step, str)]
    start = 0
    for mark in marks:
        start = max(text.find(mark, start), start)
    if keys and not (marks and marks[-1].startswith("header")):
        found = text.find(f"{keys[-1]} =", start)
        start = found if found >= 0 else start
    return text.count("\n", 0, start) + 1 if start or (keys and text.startswith(f"{keys[-1]} =")) else None


def _step(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _what(error: Any) -> str:
    if error["type"] == "missing":
        return "it is required"
    if error["type"] == "extra_forbidden":
        return "no profile has such a key"
    message = str(error["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:] + (f" (it says {error['input']!r})" if _is_plain(error["input"]) else "")


def _remedy(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "Remove it, or look up its spelling: leadsorted crm show hubspot"
    return "Mend it, then run the command again; a working profile to compare with: leadsorted crm new"


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)
