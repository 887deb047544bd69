"""What the doctor needs to know of this machine, found out without starting Excel. Nothing is changed."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

from leadsorted_sheets.addin.build import FILE_NAME, SETTINGS, expected_stamp
from leadsorted_sheets.addin.doctor import RULES, Interpreter, Machine
from leadsorted_sheets.addin.install import APPLESCRIPTS, Run, run, startup_folder
from leadsorted_sheets.addin.xlwings_module import PROJECT, installed
from leadsorted_sheets.errors import LeadSortedError, Refused

_QUESTION = (
    "import importlib.util as u, json, leadsorted_sheets as l; from importlib.metadata import version as v; "
    "print(json.dumps([l.__version__, v('xlwings'), [n for n in ('numpy', 'pandas') if u.find_spec(n)]]))"
)
_CELL = re.compile(r'<c r="([AB])(\d+)"[^>]*><is><t[^>]*>([^<]*)</t></is></c>')
_RESILIENCY = r"Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
_EXCEL_EXE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"

Registry = Callable[[Literal["user", "machine"], str], Mapping[str, object]]
"""The values of a key in the user's half of the registry or the machine's, by name; nothing where there is no such key."""


def windows_registry(half: Literal["user", "machine"], key_path: str) -> dict[str, object]:
    found: dict[str, object] = {}
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(
                winreg.HKEY_CURRENT_USER if half == "user" else winreg.HKEY_LOCAL_MACHINE, key_path
            ) as key:
                for at in range(winreg.QueryInfoKey(key)[1]):
                    name, value, _ = winreg.EnumValue(key, at)
                    found[name] = value
        except OSError:
            return found
    return found


def examined(
    *,
    platform: str = sys.platform,
    home: Path | None = None,
    environ: Mapping[str, str] | None = None,
    run: Run = run,
    registry: Registry | None = None,
) -> Machine:
    """The facts. What cannot be found out is left as if nothing were wrong with it."""
    home, environ = home or Path.home(), os.environ if environ is None else environ
    if platform not in {"win32", "darwin"}:
        return Machine("other")
    windows, registry = platform == "win32", registry or windows_registry
    try:
        path = startup_folder(platform=platform, home=home, environ=environ) / FILE_NAME
    except Refused:  # a Mac without Office
        return Machine("mac")
    settings = settings_in(path)
    interpreter = (settings or {}).get("INTERPRETER_WIN" if windows else "INTERPRETER_MAC", "")
    there = bool(interpreter) and (Path(interpreter).is_file() or shutil.which(interpreter) is not None)
    stamp, script = _of_xlwings(home)
    return Machine(
        system="windows" if windows else "mac",
        excel=_excel_there(registry, windows=windows, home=home),
        excels_running=_excels_running(run, windows=windows),
        path=path,
        settings=settings,
        expected_stamp=stamp,
        marked=_marked(path, run, windows=windows),
        copies=tuple(each for each in _elsewhere(home, environ, windows=windows) if each.is_file()),
        interpreter_there=there,
        interpreter=_asked(interpreter, run) if there else Interpreter(),
        script=script,
        disabled=_disabled(registry),
        registry=_forbidding(registry),
        own_settings=_own_settings(home, windows=windows),
    )


def settings_in(path: Path) -> dict[str, str] | None:
    """What an add-in's own settings sheet says; None where there is no file, {} where it is not one of ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            if f'name="{SETTINGS}"' not in archive.read("xl/workbook.xml").decode():
                return {}
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    except FileNotFoundError:
        return None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return {}
    cells = {(column, row): html.unescape(text) for column, row, text in _CELL.findall(sheet)}
    return {name: cells.get(("B", row), "") for (column, row), name in cells.items() if column == "A"}


def _of_xlwings(home: Path) -> tuple[str, bool]:
    """The stamp an add-in would have that were built now, and whether the AppleScript of that version is in its place."""
    try:
        return expected_stamp(), (home / APPLESCRIPTS / installed().script.name).is_file()
    except LeadSortedError:
        return "", False


def _asked(interpreter: str, run: Run) -> Interpreter:
    code, said = run([interpreter, "-c", _QUESTION])
    if code:
        return Interpreter(trouble=said.splitlines()[-1] if said else "it ends without a word")
    try:
        ours, xlwings, heavy = json.loads(said.splitlines()[-1])
    except (ValueError, IndexError):
        return Interpreter(trouble=f"it answers {said[:80]!r}")
    return Interpreter(ours, xlwings, tuple(heavy))


def _elsewhere(home: Path, environ: Mapping[str, str], *, windows: bool) -> Iterable[Path]:
    """Other folders from which Excel loads add-ins."""
    if windows:
        yield Path(environ.get("APPDATA") or str(home / "AppData" / "Roaming")) / "Microsoft" / "AddIns" / FILE_NAME
        for programs in (environ.get("ProgramFiles"), environ.get("ProgramFiles(x86)")):
            if programs:
                yield Path(programs) / "Microsoft Office" / "root" / "Office16" / "XLSTART" / FILE_NAME
                yield Path(programs) / "Microsoft Office" / "Office16" / "XLSTART" / FILE_NAME
    else:
        content = home / "Library/Group Containers/UBF8T346G9.Office/User Content.localized"
        yield content / "Add-Ins.localized" / FILE_NAME


def _marked(path: Path, run: Run, *, windows: bool) -> bool:
    """Whether the system remembers that the file was downloaded."""
    if windows:
        try:
            return "ZoneId=3" in Path(f"{path}:Zone.Identifier").read_text("utf-8", errors="replace")
        except OSError:
            return False
    code, said = run(["xattr", str(path)])
    return code == 0 and "com.apple.quarantine" in said


def _excel_there(registry: Registry, *, windows: bool, home: Path) -> bool:
    if windows:
        return bool(registry("machine", _EXCEL_EXE))
    return any(Path(folder, "Microsoft Excel.app").is_dir() for folder in ("/Applications", home / "Applications"))


def _excels_running(run: Run, *, windows: bool) -> int:
    if windows:
        code, said = run(["tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/FO", "CSV", "/NH"])
        return 0 if code else sum(1 for row in csv.reader(io.StringIO(said)) if row[:1] == ["EXCEL.EXE"])
    code, said = run(["pgrep", "-x", "Microsoft Excel"])
    return 0 if code else len(said.split())


def _own_settings(home: Path, *, windows: bool) -> dict[str, str]:
    """The user's own file for xlwings' module: lines of "KEY","VALUE"."""
    folder = home / f".{PROJECT}" if windows else home / "Library/Containers/com.microsoft.Excel/Data"
    try:
        rows = csv.reader(io.StringIO((folder / SETTINGS).read_text("utf-8", errors="replace")))
    except OSError:
        return {}
    return {row[0].upper(): row[1] for row in rows if len(row) > 1}


def _forbidding(registry: Registry) -> dict[str, int]:
    """The rules that are set, whatever their value."""
    found: dict[str, int] = {}
    for rule in RULES:
        value = registry("user", rule.key).get(rule.name)
        if isinstance(value, int):
            found[f"{rule.key}\\{rule.name}"] = value
    return found


def _disabled(registry: Registry) -> bool:
    """Whether Excel has the add-in on its list of what crashed it: values of bytes, with the path in UTF-16 in them."""
    name = FILE_NAME.encode("utf-16-le")
    return any(isinstance(item, bytes) and name in item.lower() for item in registry("user", _RESILIENCY).values())
