"""The VBA module of the installed xlwings that starts Python from Excel, made ours and made safe.

It is read from the installed package, so it always has the version of the Python part. Each patch is an exact text
that must stand in it exactly once; where xlwings has changed it, the build stops and says which.

As shipped, the module takes settings from the opened workbook and from its folder, among them which program to
start, and puts that folder first where Python looks for modules: a stranger's lead list could run what it likes.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from leadsorted_sheets.errors import BadInput

PROJECT = "leadsorted"
"""What the module calls us: the settings sheet is leadsorted.conf, the user's own settings file too."""


@dataclass(frozen=True, slots=True)
class Xlwings:
    """What we take from the installed package: two modules, as text, and where its AppleScript lies."""

    version: str
    module: str
    dictionary: str
    script: Path


@dataclass(frozen=True, slots=True)
class Patch:
    why: str
    old: str
    new: str


_PATH_LINE = (
    'PYTHONPATH = AddExcelDir & ";" & ActiveFullName & ";" & ThisFullName & ";" & GetConfig("ONEDRIVE_CONSUMER_{0}")'
    ' & ";" & GetConfig("ONEDRIVE_COMMERCIAL_{0}") & ";" & GetConfig("SHAREPOINT_{0}") & ";" & GetConfig("PYTHONPATH")'
)

PATCHES: tuple[Patch, ...] = (
    Patch(
        "the settings sheet and file carry our name",
        'Public Const PROJECT_NAME As String = "myaddin"',
        f'Public Const PROJECT_NAME As String = "{PROJECT}"',
    ),
    Patch(
        "no settings from a sheet of the opened workbook",
        'If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then',
        "If False Then",
    ),
    Patch(
        "no settings from the opened workbook's folder",
        'If source = "" Or source = "directory" Then',
        "If False Then",
    ),
    Patch(
        "no modules from the opened workbook's folder",
        'AddExcelDir = GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")\n    End If\n',
        'AddExcelDir = "false"\n    End If\n',
    ),
    # On macOS the next four stand in a shell command or an AppleScript: a folder called "$(...)" would be run.
    Patch(
        "no folder name of the workbook in an AppleScript",
        'If InStr(ActiveWorkbook.FullName, "://") = 0 Then\n            ActiveFullName = ToPosixPath(',
        "If False Then\n            ActiveFullName = ToPosixPath(",
    ),
    Patch("no path of the workbook on the command line (macOS)", _PATH_LINE.format("MAC"), 'PYTHONPATH = "false"'),
    Patch("no path of the workbook on the command line (Windows)", _PATH_LINE.format("WIN"), 'PYTHONPATH = "false"'),
    Patch(
        "an interpreter below a folder with a space in its name (macOS)",
        "PythonInterpreter = ToPosixPath(PYTHON_MAC)",
        "PythonInterpreter = Chr(39) & ToPosixPath(PYTHON_MAC) & Chr(39)",
    ),
    Patch(
        "a sheet called x.py does not switch to a mode that needs a licence",
        'If Right$(sht.Name, 3) = ".py" Then\n                uses_embedded_code = True',
        "If False Then\n                uses_embedded_code = True",
    ),
    Patch(
        "Ctrl+Z is offered when Python has ended (macOS)",
        "    Application.ScreenUpdating = True\n    On Error Resume Next\n",
        "    Application.ScreenUpdating = True\n    LS_Finished\n    On Error Resume Next\n",
    ),
)


def installed() -> Xlwings:
    """The installed xlwings, without importing it. Raises BadInput where there is none, or not all of it."""
    found = importlib.util.find_spec("xlwings")
    if found is None or found.origin is None:
        raise BadInput(
            'xlwings is not installed. Nothing was built. To install it: pip install "leadsorted-sheets[excel]"'
        )
    folder, version = Path(found.origin).parent, metadata.version("xlwings")
    try:
        module = (folder / "xlwings_custom_addin.bas").read_text("utf-8")
        dictionary = (folder / "addin" / "Dictionary.cls").read_text("utf-8")
    except OSError as missing:
        raise BadInput(
            f"xlwings {version} has no {missing.filename}. Nothing was built. "
            "To install it anew: pip install --force-reinstall xlwings"
        ) from missing
    return Xlwings(version, module, dictionary, folder / f"xlwings-{version}.applescript")


def hardened(text: str, *, version: str) -> str:
    """xlwings' module with every patch in it. Raises BadInput where one does not match exactly once."""
    text = text.replace("\r\n", "\n")
    for patch in PATCHES:
        times = text.count(patch.old)
        if times != 1:
            raise BadInput(
                f'xlwings {version}: the patch "{patch.why}" matches {times} times instead of once in its add-in '
                f"module, which must have changed. Looked for: {patch.old.splitlines()[0]!r}. Nothing was built. "
                "To go on now: pip install xlwings==0.37.8, then leadsorted excel install"
            )
        text = text.replace(patch.old, patch.new)
    if f'XLWINGS_VERSION As String = "{version}"' not in text:
        raise BadInput(
            f"xlwings {version} carries the add-in module of another version. Nothing was built. "
            "To install it anew: pip install --force-reinstall xlwings"
        )
    return text
