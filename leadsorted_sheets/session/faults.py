"""What nobody foresaw, written down where it can be sent to whoever mends it: where it happened, never with what data.

A message of Python's may quote a cell, so only its class is kept, with the numbers it holds, such as Excel's codes.
"""

from __future__ import annotations

import contextlib
import logging
import os
import platform
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from leadsorted_sheets import __version__
from leadsorted_sheets.resources import state_folder

_LARGEST = 200_000
_KEPT = 2


def log_file() -> Path:
    """Where it is written; two older ones lie beside it."""
    return state_folder() / "log" / "faults.log"


def where() -> str:
    """What a message says about it.

    Raises nothing: a state folder that cannot be had is no reason to stop.
    """
    try:
        return f"What happened is written down in {log_file()}, without any of your data."
    except OSError:
        return "It could not be written down, because the folder for that cannot be used."


def log(fault: BaseException, doing: str) -> None:
    """Write down the class of the fault and every place it came through. `doing` is a command's name."""
    head = f"{doing} (leadsorted {__version__}, Python {platform.python_version()}, {platform.system()})"
    with contextlib.suppress(OSError):
        _write("\n".join([head, *_told(fault)]))


def _told(fault: BaseException) -> list[str]:
    """The chain of causes, the first one first."""
    lines: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = fault
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        places = [
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(cause.__traceback__)
        ]
        lines = [f"{type(cause).__module__}.{type(cause).__qualname__} {_numbers(cause)}".rstrip(), *places, *lines]
        cause = cause.__cause__ or cause.__context__
    return lines


def _short(filename: str) -> str:
    """The end of a path: its beginning may hold the user's name."""
    return "/".join(Path(filename).parts[-3:])


def _numbers(fault: BaseException) -> str:
    codes = [str(each) for each in fault.args if isinstance(each, int)]
    if isinstance(fault, OSError) and fault.errno:
        codes = [f"errno {fault.errno}"]
    return " ".join(codes)


def _write(text: str) -> None:
    path = log_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8")
    try:
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        handler.emit(logging.makeLogRecord({"msg": text, "levelno": logging.ERROR, "levelname": "ERROR"}))
    finally:
        handler.close()
    with contextlib.suppress(OSError):
        os.chmod(path, 0o600)  # noqa: PTH101  # as it is
