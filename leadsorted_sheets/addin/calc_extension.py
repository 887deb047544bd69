"""The Calc toolbar as an extension of LibreOffice: packed from text, and put in by LibreOffice's own `unopkg`.

The same sources, buttons and interpreter give the same bytes. The builder does not know the buttons: they are handed
to it, so that the toolbar holds what Excel's ribbon holds.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadsorted_sheets import __version__
from leadsorted_sheets.addin.install import Run, run
from leadsorted_sheets.errors import Refused
from leadsorted_sheets.resources import ribbon_dir
from leadsorted_sheets.workbook import files

IDENTIFIER = "org.leadsorted.calc"
FILE_NAME = "leadsorted.oxt"
SOURCES = (
    "META-INF/manifest.xml", "description.xml", "ProtocolHandler.xcu", "CalcWindowState.xcu",
    "toolbar.components", "lead_sorted_toolbar.py",
)  # fmt: skip
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_USUAL = (
    "/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/opt/libreoffice*/program", "/snap/bin",
    "/Applications/LibreOffice.app/Contents/MacOS", "C:/Program Files/LibreOffice/program",
    "C:/Program Files (x86)/LibreOffice/program",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Toolbar:
    """What is on it: the menu and the buttons as LibreOffice reads them, and what each button stands for."""

    addons: str
    settings: Mapping[str, Any]


def build(to: Path, toolbar: Toolbar, *, interpreter: str = sys.executable) -> Path:
    """Write the extension that starts `interpreter` to `to`, in one step; answers the path."""
    files.replace(to, built(toolbar, interpreter=interpreter))
    return to


def built(toolbar: Toolbar, *, interpreter: str) -> bytes:
    """The extension's bytes."""
    folder = ribbon_dir() / "calc"
    parts = {name: (folder / name).read_text("utf-8") for name in SOURCES}
    parts["description.xml"] = parts["description.xml"].replace("VERSION", __version__)
    parts["Addons.xcu"] = toolbar.addons
    settings = {"interpreter": interpreter, "version": __version__, **toolbar.settings}
    parts["settings.json"] = json.dumps(settings, ensure_ascii=False, indent=1, sort_keys=True)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            package.writestr(entry, text.encode())
    return target.getvalue()


def install(toolbar: Toolbar, *, interpreter: str = sys.executable, unopkg: str = "", run: Run = run) -> str:
    """Put the toolbar into the LibreOffice of this user; answers the program that did it.

    Raises Refused where there is no LibreOffice, or where it says no, as it does while it runs.
    """
    program = unopkg or _unopkg()
    with tempfile.TemporaryDirectory(prefix="leadsorted-") as folder:
        path = build(Path(folder, FILE_NAME), toolbar, interpreter=interpreter)
        _asked(run, [program, "add", "--force", str(path)])
    return program


def uninstall(*, unopkg: str = "", run: Run = run) -> bool:
    """Take the toolbar out; answers whether it was there. Raises as install does."""
    program = unopkg or _unopkg()
    if not installed(unopkg=program, run=run):
        return False
    _asked(run, [program, "remove", IDENTIFIER])
    return True


def installed(*, unopkg: str = "", run: Run = run) -> bool:
    """Whether the LibreOffice of this user has the toolbar."""
    said = _asked(run, [unopkg or _unopkg(), "list"])
    return any(line.strip() == f"Identifier: {IDENTIFIER}" for line in said.splitlines())


def _asked(run: Run, command: list[str]) -> str:
    code, said = run(command)
    if code == 0:
        return said
    lines = (line.strip() for line in said.splitlines())
    reason = next((line for line in lines if line and "unopkg failed" not in line), "it gives no reason")
    raise Refused(
        f"{' '.join(command[:2])} says: {reason.removeprefix('ERROR: ').rstrip('.')}. Nothing was changed. Close every "
        "window of LibreOffice, and run the command again as the user who works with it."
    )


def _unopkg() -> str:
    """LibreOffice's own program for extensions."""
    for name in ("unopkg", "unopkg.com"):
        found = shutil.which(name) or next(
            (each for folder in _folders() if (each := shutil.which(name, path=folder))), None
        )
        if found:
            return found
    raise Refused(
        "LibreOffice was not found: there is no program unopkg on the PATH or in the usual folders. Nothing was changed. "
        "Install it from https://www.libreoffice.org, or say where it is: leadsorted calc install --unopkg PATH"
    )


def _folders() -> Iterable[str]:
    for each in _USUAL:
        folder = Path(each)
        if "*" in folder.parent.name:
            yield from (str(found / folder.name) for found in sorted(folder.parents[1].glob(folder.parent.name)))
        else:
            yield each
