"""xlwings' module: what is changed in it, and that nothing is changed by guess."""

from __future__ import annotations

import copy
import dataclasses
import subprocess
import sys
from collections import Counter

import pytest

from leadsorted_sheets.addin import xlwings_module
from leadsorted_sheets.addin.build import built
from leadsorted_sheets.addin.xlwings_module import PATCHES, hardened, installed
from leadsorted_sheets.errors import BadInput

FOUND = installed()


def test_only_these_lines_of_xlwings_are_changed() -> None:
    before, after = FOUND.module.splitlines(), hardened(FOUND.module, version=FOUND.version).splitlines()
    path = (
        '        PYTHONPATH = AddExcelDir & ";" & ActiveFullName & ";" & ThisFullName & ";" & '
        'GetConfig("ONEDRIVE_CONSUMER_{0}") & ";" & GetConfig("ONEDRIVE_COMMERCIAL_{0}") & ";" & '
        'GetConfig("SHAREPOINT_{0}") & ";" & GetConfig("PYTHONPATH")'
    )
    assert list(Counter(before) - Counter(after)) == [
        'Public Const PROJECT_NAME As String = "myaddin"',
        '            If Right$(sht.Name, 3) = ".py" Then',
        '        AddExcelDir = GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")',
        '        If InStr(ActiveWorkbook.FullName, "://") = 0 Then',
        path.format("MAC"),
        path.format("WIN"),
        "            PythonInterpreter = ToPosixPath(PYTHON_MAC)",
        '            If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then',
        '    If source = "" Or source = "directory" Then',
    ]
    assert Counter(after) - Counter(before) == {
        'Public Const PROJECT_NAME As String = "leadsorted"': 1,
        "            If False Then": 2,
        '        AddExcelDir = "false"': 1,
        "        If False Then": 1,
        '        PYTHONPATH = "false"': 2,
        "            PythonInterpreter = Chr(39) & ToPosixPath(PYTHON_MAC) & Chr(39)": 1,
        "    LS_Finished": 1,
        "    If False Then": 1,
    }


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.why)
@pytest.mark.parametrize("times", [0, 2])
def test_where_xlwings_has_changed_its_text_the_build_stops_and_says_where(patch, times: int) -> None:
    text = FOUND.module.replace("\r\n", "\n")
    planted = text.replace(patch.old, "" if times == 0 else f"{patch.old}\n{patch.old}")
    with pytest.raises(BadInput) as refused:
        built(interpreter="python", xlwings=dataclasses.replace(FOUND, module=planted))
    assert str(refused.value) == (
        f'xlwings {FOUND.version}: the patch "{patch.why}" matches {times} times instead of once in its add-in module, '
        f"which must have changed. Looked for: {patch.old.splitlines()[0]!r}. Nothing was built. "
        "To go on now: pip install xlwings==0.37.8, then leadsorted excel install"
    )


def test_a_module_of_another_version_than_the_package_is_refused() -> None:
    with pytest.raises(BadInput, match=r"xlwings 0\.1 carries the add-in module of another version"):
        hardened(FOUND.module, version="0.1")


def test_what_macos_needs_when_python_ends_is_still_there() -> None:
    text = hardened(FOUND.module, version=FOUND.version)
    assert text.count("\nPrivate Sub CleanUp()\n") == 1
    assert text.count("\n    LS_Finished\n") == 1


def test_the_path_python_is_given_adds_nothing_to_where_it_looks_for_modules() -> None:
    """The text the patches put there, read by the function that xlwings reads it with, on both systems."""
    code = (
        "import sys, xlwings.utils as u; before = list(sys.path); "
        "u.prepare_sys_path('false'); u.prepare_sys_path('false;'); assert sys.path == before, sys.path"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_reading_xlwings_does_not_import_it() -> None:
    code = (
        "import sys; from leadsorted_sheets.addin import build; build.expected_stamp(); print('xlwings' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_without_xlwings_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings_module.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BadInput) as refused:
        installed()
    assert str(refused.value) == (
        'xlwings is not installed. Nothing was built. To install it: pip install "leadsorted-sheets[excel]"'
    )


def test_an_xlwings_with_a_part_missing_is_refused(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A copy: the spec of a module that is loaded is the one that everybody sees.
    spec = copy.copy(xlwings_module.importlib.util.find_spec("xlwings"))
    spec.origin = str(tmp_path / "__init__.py")
    monkeypatch.setattr(xlwings_module.importlib.util, "find_spec", lambda name: spec)
    with pytest.raises(BadInput, match=r"has no .*xlwings_custom_addin\.bas\. Nothing was built"):
        installed()
