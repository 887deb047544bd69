"""`leadsorted excel` as a person runs it: here, where no Excel is, and as if this were Windows."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from leadsorted_sheets.addin import install, machine
from leadsorted_sheets.addin.machine import settings_in
from tests.frontends.running import Run, Shell

NO_EXCEL = (
    "Excel is not here: it runs on Windows and macOS. Nothing was written. The same buttons in LibreOffice: "
    "leadsorted calc install. To make Excel's file for another machine: leadsorted excel build --to leadsorted.xlam\n"
)


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (install.install, install.uninstall, install.startup_folder, machine.examined):
        monkeypatch.setitem(each.__kwdefaults__, "platform", "linux")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder XLSTART of a computer with Windows and Excel, where nothing forbids anything."""
    for each in (install.install, install.uninstall, install.startup_folder, machine.examined):
        monkeypatch.setitem(each.__kwdefaults__, "platform", "win32")
    monkeypatch.setitem(
        machine.examined.__kwdefaults__,
        "registry",
        lambda half, key: {"": "EXCEL.EXE"} if (half, key[:8]) == ("machine", "SOFTWARE") else {},
    )
    monkeypatch.setenv("APPDATA", str(tmp_path))
    return tmp_path / "Microsoft" / "Excel" / "XLSTART"


@pytest.mark.usefixtures("linux")
@pytest.mark.parametrize("verb", ["install", "uninstall"])
def test_where_no_excel_is_the_way_on_is_said(shell: Shell, verb: str) -> None:
    assert shell("excel", verb) == Run(4, "", NO_EXCEL)


@pytest.mark.usefixtures("linux")
def test_the_doctor_has_nothing_to_mend_where_no_excel_is(shell: Shell) -> None:
    assert shell("excel", "doctor") == Run(
        0,
        "note Excel               Excel is not here: it runs on Windows and macOS.\n"
        "                         The same buttons in LibreOffice: leadsorted calc install. On the file itself: "
        "leadsorted --help\n",
        "",
    )


def test_the_file_is_built_anywhere_for_the_python_that_is_named(shell: Shell, tmp_path: Path) -> None:
    to = tmp_path / "leadsorted.xlam"
    assert shell("excel", "build", "--to", to, "--python", "python") == Run(
        0, f"{to} is ready. It starts python, and belongs into the folder XLSTART of each user.\n", ""
    )
    told = settings_in(to)
    assert told is not None
    assert told["INTERPRETER_WIN"] == "python"
    with zipfile.ZipFile(to) as package:
        assert package.testzip() is None


def test_a_file_that_is_there_is_replaced_only_by_force(shell: Shell, tmp_path: Path) -> None:
    to = tmp_path / "leadsorted.xlam"
    to.write_bytes(b"mine")
    refused = shell("excel", "build", "--to", to)
    assert (refused.code, to.read_bytes()) == (4, b"mine")
    assert shell("excel", "build", "--to", to, "--force").code == 0
    assert to.read_bytes() != b"mine"


def test_it_is_put_where_excel_starts_and_taken_out_again(shell: Shell, windows: Path) -> None:
    path = windows / "leadsorted.xlam"
    assert shell("excel", "install") == Run(
        0,
        f"The add-in is at {path}.\nQuit Excel if it is open, and start it: the tab Lead Sorted stands right of Data.\n"
        "Where it does not: leadsorted excel doctor\n",
        "",
    )
    told = settings_in(path)
    assert told is not None
    assert told["INTERPRETER_WIN"] == sys.executable
    assert shell("excel", "uninstall") == Run(
        0, f"{path} is deleted. The tab is gone when Excel starts the next time.\n", ""
    )
    assert not path.exists()
    assert shell("excel", "uninstall") == Run(0, "It was not installed.\n", "")


def test_the_doctor_is_content_with_what_install_has_made(shell: Shell, windows: Path) -> None:
    assert shell("excel", "install").code == 0
    checks = json.loads(shell("excel", "doctor", "--json").out)["checks"]
    assert {each["about"]: each["state"] for each in checks if each["about"] in {"Excel", "Add-in", "Python"}} == {
        "Excel": "good", "Add-in": "good", "Python": "good",
    }  # fmt: skip
    assert shell("excel", "doctor").code == 0


def test_the_doctor_ends_with_4_and_the_remedy_where_something_is_wrong(shell: Shell, windows: Path) -> None:
    missing = shell("excel", "doctor")
    assert missing.code == 4
    assert (
        f"no   Add-in              It is not at {windows / 'leadsorted.xlam'}.\n"
        "                         Install it, then restart Excel: leadsorted excel install\n"
    ) in missing.out
    windows.mkdir(parents=True)
    (windows / "leadsorted.xlam").write_bytes(b"not ours")
    assert "was not made by Lead Sorted, or is broken." in shell("excel", "doctor").out
