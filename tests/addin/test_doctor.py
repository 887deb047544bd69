"""Every known cause of "nothing happens", planted in a machine that is well otherwise."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from leadsorted_sheets.addin.doctor import RULES, Diagnosis, Interpreter, Machine, diagnosis

PATH = Path("XLSTART/leadsorted.xlam")
SETTINGS = {
    "INTERPRETER_WIN": r"C:\venv\python.exe",
    "INTERPRETER_MAC": "/venv/bin/python",
    "STAMP": "abc",
    "LEADSORTED": "1.0",
    "XLWINGS": "0.37.8",
}
WELL = Machine(
    system="windows",
    excel=True,
    path=PATH,
    settings=SETTINGS,
    expected_stamp="abc",
    interpreter_there=True,
    interpreter=Interpreter("1.0", "0.37.8"),
)
WELL_MAC = dataclasses.replace(WELL, system="mac", script=True)
ALWAYS = {"A cell in edit mode", "The tab is hidden"}
IT = "Ask your IT department to allow leadsorted.xlam, or work without macros: leadsorted --help"
TRUST = "In Excel: File > Options > Trust Center > Trust Center Settings > "
ASKED = {
    r"C:\venv\python.exe": "Python",
}

CAUSES = (
    (
        {"excel": False},
        Diagnosis(
            "Excel", "bad", "Excel was not found on this machine.",
            "Install desktop Excel: Excel on the web and Excel Starter cannot run add-ins of this kind.",
        ),
    ),
    (
        {"settings": {}},
        Diagnosis("Add-in", "bad", f"{PATH} was not made by Lead Sorted, or is broken.", "leadsorted excel install"),
    ),
    (
        {"expected_stamp": "def"},
        Diagnosis(
            "Add-in", "bad",
            "It was made by Lead Sorted 1.0 and xlwings 0.37.8, and is another one than would be made now.",
            "Quit Excel, then build it anew: leadsorted excel install",
        ),
    ),
    (
        {"expected_stamp": ""},
        Diagnosis(
            "Add-in", "bad",
            "xlwings is not installed beside this leadsorted, so nobody can say whether the add-in is up to date.",
            'pip install "leadsorted-sheets[excel]", then: leadsorted excel install',
        ),
    ),
    (
        {"marked": True},
        Diagnosis(
            "Mark of the Web", "bad",
            "The add-in is marked as coming from the internet, so Excel blocks its macros without a word.",
            "Build it on this machine instead: leadsorted excel install",
        ),
    ),
    (
        {"copies": (Path("AddIns/leadsorted.xlam"),)},
        Diagnosis(
            "Copies", "bad", f"There is another copy: {Path('AddIns/leadsorted.xlam')}. Excel may load the old one.",
            "Quit Excel, delete that copy, and start Excel again.",
        ),
    ),
    (
        {"disabled": True},
        Diagnosis(
            "Disabled items", "bad", "Excel has disabled the add-in after a crash.",
            "In Excel: File > Options > Add-ins, at the bottom Manage: Disabled Items > Go, choose leadsorted.xlam, "
            "Enable, and restart Excel.",
        ),
    ),
    (
        {"registry": {r"Software\Policies\Microsoft\Office\16.0\Excel\Security\RequireAddinSig": 1}},
        Diagnosis("Macros", "bad", "Only signed add-ins may run, by policy.", IT),
    ),
    (
        {"registry": {r"Software\Policies\Microsoft\Office\16.0\Common\vbaoff": 1}},
        Diagnosis("Macros", "bad", "VBA is switched off for all of Office.", IT),
    ),
    (
        {"registry": {r"Software\Microsoft\Office\16.0\Excel\Security\DisableAllAddins": 1}},
        Diagnosis(
            "Macros", "bad", "All add-ins are switched off.",
            f"{TRUST}Add-ins: untick Disable all Application Add-ins. Restart Excel.",
        ),
    ),
    (
        {"registry": {r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations\AllLocationsDisabled": 1}},
        Diagnosis(
            "Macros", "bad", "Trusted locations are switched off.",
            f"{TRUST}Trusted Locations: untick Disable all Trusted Locations. Restart Excel.",
        ),
    ),
    (
        {"interpreter_there": False, "interpreter": Interpreter()},
        Diagnosis(
            "Python", "bad", r"There is no Python at C:\venv\python.exe any more.",
            "Build the add-in anew: leadsorted excel install",
        ),
    ),
    (
        {"interpreter": Interpreter(trouble="ModuleNotFoundError: No module named 'xlwings'")},
        Diagnosis(
            "Python", "bad",
            r"C:\venv\python.exe cannot run Lead Sorted: ModuleNotFoundError: No module named 'xlwings'",
            r'In that Python: C:\venv\python.exe -m pip install "leadsorted-sheets[excel]"',
        ),
    ),
    (
        {"interpreter": Interpreter(trouble="ImportError: DLL load failed while importing _ctypes")},
        Diagnosis(
            "Python", "bad",
            r"C:\venv\python.exe cannot load its own libraries: ImportError: DLL load failed while importing _ctypes. "
            "It is one of Conda that is not activated.",
            "Use a Python from python.org, or a virtual environment, and there: leadsorted excel install",
        ),
    ),
    (
        {"interpreter": Interpreter("1.0", "0.38.0")},
        Diagnosis(
            "Python", "bad", r"The add-in was made for xlwings 0.37.8, C:\venv\python.exe has 0.38.0.",
            "Quit Excel, then build it anew: leadsorted excel install",
        ),
    ),
    (
        {"settings": SETTINGS | {"INTERPRETER_WIN": r"C:\Users\Ann\AppData\Local\Microsoft\WindowsApps\python.exe"}},
        Diagnosis(
            "Python", "note",
            r"C:\Users\Ann\AppData\Local\Microsoft\WindowsApps\python.exe belongs to the Microsoft Store, which may "
            "answer for Python by opening a shop window.",
            "Install Python from python.org, then there: pip install leadsorted-sheets[excel], and "
            "leadsorted excel install",
        ),
    ),
    (
        {"interpreter": Interpreter("1.0", "0.37.8", ("numpy", "pandas"))},
        Diagnosis(
            "Speed", "note", "That Python also has numpy and pandas, which other programs load and we do not.",
            "Nothing to do, unless clicks take more than a second to begin: then give Lead Sorted a Python of its own.",
        ),
    ),
    (
        {"own_settings": {"SHOW CONSOLE": "True", "INTERPRETER_WIN": "x"}},
        Diagnosis(
            "Your settings file", "note",
            "The file leadsorted.conf in your profile says SHOW CONSOLE = True: a black window opens with every click.",
            "Delete that line if it is not what you want.",
        ),
    ),
    (
        {"excels_running": 2},
        Diagnosis(
            "Two Excels", "note", "2 Excels are running.",
            "Where a click reaches the wrong workbook, or none: close the others in the Task Manager.",
        ),
    ),
    (
        {"excels_running": 1},
        Diagnosis(
            "Excel is running", "note", "It loads add-ins only when it starts.",
            "Where the tab is missing, or a button does what an older version did: quit Excel and start it again.",
        ),
    ),
)  # fmt: skip


def troubles(machine: Machine) -> list[Diagnosis]:
    return [each for each in diagnosis(machine) if each.state != "good" and each.about not in ALWAYS]


@pytest.mark.parametrize(("planted", "expected"), CAUSES, ids=lambda each: str(each)[:60])
def test_a_cause_is_found_and_told_with_its_remedy(planted: dict[str, object], expected: Diagnosis) -> None:
    assert troubles(dataclasses.replace(WELL, **planted)) == [expected]


MAC_CAUSES = (
    (
        {"script": False},
        Diagnosis(
            "AppleScript", "bad",
            "The script of this xlwings version, without which Excel may not start Python, is not in its place.",
            "Put it there: leadsorted excel install",
        ),
    ),
    (
        {"excels_running": 2},
        Diagnosis("Two Excels", "bad", "2 Excels are running. A click may reach the wrong one.", "Quit all but one."),
    ),
    (
        {"interpreter_there": False},
        Diagnosis(
            "Python", "bad", "There is no Python at /venv/bin/python any more.",
            "Build the add-in anew: leadsorted excel install",
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("planted", "expected"), MAC_CAUSES, ids=lambda each: str(each)[:60])
def test_a_cause_on_macos_is_found(planted: dict[str, object], expected: Diagnosis) -> None:
    assert troubles(dataclasses.replace(WELL_MAC, **planted)) == [expected]


def test_a_machine_without_the_addin_is_told_that_alone() -> None:
    bare = Machine(system="windows", excel=True, path=PATH)
    assert diagnosis(bare) == (
        Diagnosis("Excel", "good", "Excel is installed."),
        Diagnosis("Add-in", "bad", f"It is not at {PATH}.", "Install it, then restart Excel: leadsorted excel install"),
    )


def test_a_well_machine_is_told_what_can_only_be_seen_while_it_happens() -> None:
    assert diagnosis(WELL) == (
        Diagnosis("Excel", "good", "Excel is installed."),
        Diagnosis("Add-in", "good", f"{PATH} is up to date."),
        Diagnosis("Python", "good", r"C:\venv\python.exe runs Lead Sorted 1.0 with xlwings 0.37.8."),
        Diagnosis(
            "A cell in edit mode", "note", "While you type in a cell, Excel answers nobody.",
            "Press Enter or Esc, then click again.",
        ),
        Diagnosis(
            "The tab is hidden", "note", "A person may have hidden the tab, and keeps it hidden for good.",
            "Right-click the ribbon > Customize the Ribbon: tick Lead Sorted on the right.",
        ),
    )  # fmt: skip
    assert [each.about for each in diagnosis(WELL_MAC)] == [
        "Excel", "Add-in", "Python", "AppleScript", "A cell in edit mode", "The tab is hidden",
    ]  # fmt: skip


def test_on_linux_excel_is_not_here() -> None:
    assert diagnosis(Machine("other")) == (
        Diagnosis(
            "Excel", "note", "Excel is not here: it runs on Windows and macOS.",
            "The same buttons in LibreOffice: leadsorted calc install. On the file itself: leadsorted --help",
        ),
    )  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_counts_only_with_the_value_that_forbids(rule) -> None:
    place = f"{rule.key}\\{rule.name}"
    said = [each.found for each in troubles(dataclasses.replace(WELL, registry={place: rule.value}))]
    assert said == [f"{rule.meaning[0].upper()}{rule.meaning[1:]}."]
    assert troubles(dataclasses.replace(WELL, registry={place: 0})) == []
