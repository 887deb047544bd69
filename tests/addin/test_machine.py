"""What is found out about a machine, on folders that look like one."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from leadsorted_sheets import __version__
from leadsorted_sheets.addin.build import build, expected_stamp
from leadsorted_sheets.addin.doctor import Interpreter, Machine, diagnosis
from leadsorted_sheets.addin.install import install
from leadsorted_sheets.addin.install import run as really
from leadsorted_sheets.addin.machine import examined, settings_in, windows_registry
from leadsorted_sheets.addin.xlwings_module import installed

XLWINGS = installed().version


class Answers:
    """Programs that are not here; each is known by its first words."""

    def __init__(self, **said: tuple[int, str]) -> None:
        self.said = said

    def __call__(self, command: Sequence[str]) -> tuple[int, str]:
        if command[0] == sys.executable:
            return self.said.get("python", (0, json.dumps([__version__, XLWINGS, []])))
        return self.said.get(command[0], (1, "no such program"))


def test_a_windows_machine_with_everything_in_its_place(tmp_path: Path) -> None:
    path = install(interpreter=sys.executable, platform="win32", home=tmp_path, environ={})
    machine = examined(platform="win32", home=tmp_path, environ={}, run=Answers())
    assert machine == Machine(
        system="windows", excel=False, path=path, settings=settings_in(path), expected_stamp=expected_stamp(),
        interpreter_there=True, interpreter=Interpreter(__version__, XLWINGS),
    )  # fmt: skip
    bad = [each.about for each in diagnosis(machine) if each.state == "bad"]
    assert bad == ["Excel"]  # there is no registry here to find it in


def test_what_the_registry_says_is_read(tmp_path: Path) -> None:
    security = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
    crashed = rb"\x01\0\0\0" + r"c:\users\ann\XLSTART\LeadSorted.xlam".encode("utf-16-le")
    held: dict[tuple[str, str], dict[str, object]] = {
        ("machine", r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"): {"": r"C:\Office\EXCEL.EXE"},
        ("user", r"Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"): {"A1": b"other", "B2": crashed},
        ("user", security): {"RequireAddinSig": 1, "VBAWarnings": 2, "DisableAllAddins": "not a number"},
    }
    machine = examined(
        platform="win32", home=tmp_path, environ={}, run=Answers(), registry=lambda half, key: held.get((half, key), {})
    )
    assert (machine.excel, machine.disabled) == (True, True)
    assert machine.registry == {f"{security}\\RequireAddinSig": 1, f"{security}\\VBAWarnings": 2}


def test_where_there_is_no_registry_nothing_is_in_it() -> None:
    assert windows_registry("user", "Software") == {}


def test_a_mac_with_everything_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "Library/Group Containers/UBF8T346G9.Office").mkdir(parents=True)
    (tmp_path / "Applications/Microsoft Excel.app").mkdir(parents=True)
    scripts = tmp_path / "Library/Application Scripts/com.microsoft.Excel"
    scripts.mkdir(parents=True)
    (scripts / f"xlwings-{XLWINGS}.applescript").touch()
    path = install(interpreter=sys.executable, platform="darwin", home=tmp_path, run=lambda command: (0, ""))
    machine = examined(platform="darwin", home=tmp_path, environ={}, run=Answers(pgrep=(0, "311\n")))
    assert machine == Machine(
        system="mac", excel=True, excels_running=1, path=path, settings=settings_in(path), script=True,
        expected_stamp=expected_stamp(), interpreter_there=True, interpreter=Interpreter(__version__, XLWINGS),
    )  # fmt: skip
    assert [each for each in diagnosis(machine) if each.state == "bad"] == []


def test_what_is_wrong_on_windows_is_seen(tmp_path: Path) -> None:
    path = install(interpreter=sys.executable, platform="win32", home=tmp_path, environ={})
    Path(f"{path}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")  # a stream of the file, on Windows
    copy = tmp_path / "AppData/Roaming/Microsoft/AddIns/leadsorted.xlam"
    copy.parent.mkdir(parents=True)
    copy.touch()
    own = tmp_path / ".leadsorted/leadsorted.conf"
    own.parent.mkdir()
    own.write_text('"SHOW CONSOLE","True"\n')
    excels = '"EXCEL.EXE","101","Console","1","90 K"\n"EXCEL.EXE","102","Console","1","90 K"\n'
    heavy = (0, f"a warning\n{json.dumps([__version__, XLWINGS, ['numpy', 'pandas']])}")
    machine = examined(platform="win32", home=tmp_path, environ={}, run=Answers(tasklist=(0, excels), python=heavy))
    assert (machine.marked, machine.copies, machine.excels_running) == (True, (copy,), 2)
    assert machine.own_settings == {"SHOW CONSOLE": "True"}
    assert machine.interpreter.heavy == ("numpy", "pandas")


def test_what_is_wrong_on_macos_is_seen(tmp_path: Path) -> None:
    (tmp_path / "Library/Group Containers/UBF8T346G9.Office").mkdir(parents=True)
    install(interpreter="/gone/python", platform="darwin", home=tmp_path, run=lambda command: (0, ""))
    answers = Answers(xattr=(0, "com.apple.quarantine\n"), pgrep=(0, "311\n312\n"))
    machine = examined(platform="darwin", home=tmp_path, environ={}, run=answers)
    assert (machine.marked, machine.excels_running, machine.script, machine.interpreter_there) == (
        True,
        2,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ((1, "Traceback:\nModuleNotFoundError: No module named 'xlwings'"), "ModuleNotFoundError: No module named 'xlwings'"),
        ((9009, ""), "it ends without a word"),
        ((0, "Python was not found"), "it answers 'Python was not found'"),
        ((0, ""), "it answers ''"),
    ],
)  # fmt: skip
def test_a_python_that_does_not_answer_is_quoted(tmp_path: Path, said: tuple[int, str], trouble: str) -> None:
    install(interpreter=sys.executable, platform="win32", home=tmp_path, environ={})
    machine = examined(platform="win32", home=tmp_path, environ={}, run=Answers(python=said))
    assert machine.interpreter == Interpreter(trouble=trouble)


def test_this_python_answers_for_itself(tmp_path: Path) -> None:
    install(interpreter=sys.executable, platform="win32", home=tmp_path, environ={})
    machine = examined(platform="win32", home=tmp_path, environ={}, run=really)
    assert (machine.interpreter.leadsorted, machine.interpreter.xlwings, machine.interpreter.trouble) == (
        __version__, XLWINGS, "",
    )  # fmt: skip


def test_on_linux_nothing_is_looked_for(tmp_path: Path) -> None:
    assert examined(platform="linux", home=tmp_path, environ={}, run=Answers()) == Machine("other")


def test_a_mac_without_office_and_a_windows_without_the_addin(tmp_path: Path) -> None:
    assert examined(platform="darwin", home=tmp_path, environ={}, run=Answers()) == Machine("mac")
    bare = examined(platform="win32", home=tmp_path, environ={}, run=Answers())
    assert (bare.settings, bare.interpreter_there) == (None, False)


def test_a_file_that_is_not_one_of_ours_has_no_settings(tmp_path: Path) -> None:
    path = tmp_path / "leadsorted.xlam"
    assert settings_in(path) is None
    path.write_bytes(b"PK\x03\x04 broken")
    assert settings_in(path) == {}
    path.write_bytes((Path(__file__).parent.parent / "data" / "excel_files" / "macro01.xlsm").read_bytes())
    assert settings_in(path) == {}


def test_a_path_with_signs_of_xml_comes_back_as_it_was(tmp_path: Path) -> None:
    settings = settings_in(build(tmp_path / "a.xlam", interpreter="/a <b> & c/python"))
    assert settings is not None
    assert settings["INTERPRETER_MAC"] == "/a <b> & c/python"
