"""Into the folder Excel starts from, and out of it. Excel is not started, and a file already there is replaced in one step.

What is written on the machine itself carries no Mark of the Web, and the startup folder is a trusted location: so
Excel loads the add-in without a question.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from leadsorted_sheets.addin.build import FILE_NAME, build
from leadsorted_sheets.errors import InUse, ReadOnly, Refused

_MAC_OFFICE = "Library/Group Containers/UBF8T346G9.Office"
_MAC_STARTUP = f"{_MAC_OFFICE}/User Content.localized/Startup.localized/Excel"
APPLESCRIPTS = "Library/Application Scripts/com.microsoft.Excel"
"""The only folder from which Excel for Mac may run a script. It is below the user's home."""
_RUNPYTHON = "from xlwings.cli import main; main()"

Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs a program; answers its exit code and what it said."""


def run(command: Sequence[str]) -> tuple[int, str]:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603  # our own
    except (OSError, subprocess.TimeoutExpired) as failure:
        return 1, str(failure)
    return done.returncode, (done.stdout + done.stderr).strip()


def startup_folder(
    *, platform: str = sys.platform, home: Path | None = None, environ: Mapping[str, str] | None = None
) -> Path:
    """Where Excel looks when it starts. Raises Refused where there is no Excel, as on Linux."""
    home, environ = home or Path.home(), os.environ if environ is None else environ
    match platform:
        case "win32":
            roaming = environ.get("APPDATA") or str(home / "AppData" / "Roaming")
            return Path(roaming) / "Microsoft" / "Excel" / "XLSTART"
        case "darwin":
            if not (home / _MAC_OFFICE).is_dir():
                raise Refused(
                    f"Excel is not installed here, or was never started: there is no {home / _MAC_OFFICE}. "
                    "Nothing was written. Start Excel once, quit it, and run the command again."
                )
            return home / _MAC_STARTUP
        case _:
            raise Refused(
                "Excel is not here: it runs on Windows and macOS. Nothing was written. The same buttons in LibreOffice: "
                "leadsorted calc install. To make Excel's file for another machine: leadsorted excel build --to "
                f"{FILE_NAME}"
            )


def install(
    *,
    interpreter: str = sys.executable,
    platform: str = sys.platform,
    home: Path | None = None,
    environ: Mapping[str, str] | None = None,
    run: Run = run,
) -> Path:
    """Build the add-in for this Python and put it where Excel loads it at its next start; answers the path.

    On macOS it also puts xlwings' AppleScript in its place, without which Excel may not start Python.
    Raises InUse where Excel holds the file, Refused where there is no Excel, BadInput where it cannot be built.
    """
    path = startup_folder(platform=platform, home=home, environ=environ) / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    held = platform == "win32" and path.exists()
    try:
        build(path, interpreter=interpreter)
    except ReadOnly:
        if held:  # Windows keeps an open file from being replaced
            raise InUse(str(path), "Excel") from None
        raise
    if platform == "darwin":
        code, said = run([interpreter, "-c", _RUNPYTHON, "runpython", "install"])
        if code:
            raise Refused(
                f"The add-in is at {path}, but the script that lets Excel start Python could not be put into "
                f"~/{APPLESCRIPTS}: {said or 'no reason was given'}. Allow writing there, then: leadsorted excel install"
            )
    return path


def uninstall(
    *, platform: str = sys.platform, home: Path | None = None, environ: Mapping[str, str] | None = None
) -> Path | None:
    """Take the add-in out of the startup folder; answers where it was, or None where it was not.

    xlwings' AppleScript stays: other add-ins may need it. Raises InUse where Excel holds the file.
    """
    path = startup_folder(platform=platform, home=home, environ=environ) / FILE_NAME
    try:
        path.unlink()
    except FileNotFoundError:
        return None
    except PermissionError:
        raise InUse(str(path), "Excel") from None
    return path
