"""The add-in, all of it together. The same sources and the same interpreter give the same bytes."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from leadsorted_sheets import __version__
from leadsorted_sheets.addin.package import Sheet, package
from leadsorted_sheets.addin.vba_project import Module, Project, module_of, vba_project
from leadsorted_sheets.addin.xlwings_module import PROJECT, Xlwings, hardened, installed
from leadsorted_sheets.errors import BadInput
from leadsorted_sheets.resources import ribbon_dir
from leadsorted_sheets.workbook import files

FILE_NAME = f"{PROJECT}.xlam"
PROJECT_NAME = "LeadSortedAddin"
SETTINGS = f"{PROJECT}.conf"
"""The sheet xlwings' module reads its settings from."""
WORKBOOK_MODULE = "ThisWorkbook"
STANDARD_MODULES = ("LeadSorted.bas", "LeadSortedBoxes.bas")
_UNSAFE = "\"%'\r\n"
"""Windows would expand %; the others end a quotation in one of the two shells."""


def build(to: Path, *, interpreter: str = sys.executable) -> Path:
    """Write the add-in that starts `interpreter` to `to`, in one step; answers the path.

    `python` as interpreter is the one that the PATH finds: for a file that is handed to many machines.
    Raises BadInput where it cannot be built, errors.ReadOnly where it cannot be written.
    """
    files.replace(to, built(interpreter=interpreter))
    return to


def built(*, interpreter: str, xlwings: Xlwings | None = None) -> bytes:
    """The add-in's bytes."""
    unsafe = sorted(set(_UNSAFE) & set(interpreter))
    if unsafe or not interpreter:
        named = " ".join(repr(each) for each in unsafe) or "nothing"
        raise BadInput(
            f"The path of Python, {interpreter!r}, holds {named}, which Excel cannot pass on safely. Nothing was built. "
            "Install Lead Sorted into an environment whose folder has a plain name, and run the command again."
        )
    xlwings = xlwings or installed()
    modules = sources(xlwings)
    ribbon = (ribbon_dir() / "customUI14.xml").read_bytes()
    sheets = (
        Sheet(SETTINGS, "Sheet1", tuple(settings(interpreter, xlwings, stamp(modules, ribbon)).items())),
        Sheet("Notices", "Sheet2", tuple((line,) for line in _notices().splitlines())),
    )
    documents = (Module(WORKBOOK_MODULE, "workbook"), *(Module(sheet.module, "sheet") for sheet in sheets))
    project = vba_project(Project(PROJECT_NAME, (*documents, *modules)))
    return package(".xlam", sheets=sheets, project=project, ribbon=ribbon, workbook_module=WORKBOOK_MODULE)


def sources(xlwings: Xlwings) -> tuple[Module, ...]:
    """The modules with code in them: ours, then the two that come from xlwings."""
    ours = [module_of((ribbon_dir() / name).read_text("utf-8"), "standard") for name in STANDARD_MODULES]
    theirs = module_of(hardened(xlwings.module, version=xlwings.version), "standard")
    return (*ours, module_of(xlwings.dictionary, "class"), theirs)


def stamp(modules: tuple[Module, ...], ribbon: bytes) -> str:
    """The name of this build: another add-in has another one, wherever its Python is."""
    content = hashlib.sha256(__version__.encode())
    for module in modules:
        content.update(module.text())
    content.update(ribbon)
    return content.hexdigest()[:12]


def expected_stamp() -> str:
    """The stamp of the add-in that this installation would build now."""
    return stamp(sources(installed()), (ribbon_dir() / "customUI14.xml").read_bytes())


def settings(interpreter: str, xlwings: Xlwings, stamp: str) -> dict[str, str]:
    """What the add-in's own sheet says. It is asked before the user's file, so these cannot be turned from outside."""
    return {
        "INTERPRETER_WIN": interpreter,
        "INTERPRETER_MAC": interpreter,
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "USE UDF SERVER": "False",  # it would keep running old code after an update
        "SHOW_ERROR_POPUPS": "True",  # False writes a sheet into the user's workbook
        "STAMP": stamp,
        "LEADSORTED": __version__,
        "XLWINGS": xlwings.version,
    }


def _notices() -> str:
    return (ribbon_dir() / "NOTICE").read_text("utf-8")
