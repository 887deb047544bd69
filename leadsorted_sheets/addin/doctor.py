"""Why nothing happens: every cause that is known, looked for one by one, each with what to do about it.

`diagnosis` is pure: it takes what is known of a machine, so that every cause can be tested anywhere.
`machine.examined` finds the facts out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

State = Literal["good", "note", "bad"]
_INSTALL = "leadsorted excel install"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: what was found, and what to do about it where it is not good."""

    about: str
    state: State
    found: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The Python that the add-in starts, asked for what it has; `trouble` is what it said instead of an answer."""

    leadsorted: str = ""
    xlwings: str = ""
    heavy: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What matters about a machine. `settings` is what the installed add-in's own sheet says; None where none is installed."""

    system: Literal["windows", "mac", "other"]
    excel: bool = False
    excels_running: int = 0
    path: Path | None = None
    settings: Mapping[str, str] | None = None
    expected_stamp: str = ""
    marked: bool = False
    copies: tuple[Path, ...] = ()
    interpreter_there: bool = False
    interpreter: Interpreter = field(default_factory=Interpreter)
    script: bool = False
    disabled: bool = False
    registry: Mapping[str, int] = field(default_factory=dict)
    own_settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A value in the registry by which a company or a person keeps add-ins from running."""

    key: str
    name: str
    value: int
    meaning: str
    remedy: str


_POLICIES = r"Software\Policies\Microsoft\Office\16.0"
_EXCEL = r"Software\Microsoft\Office\16.0\Excel"
_ASK_IT = "Ask your IT department to allow leadsorted.xlam, or work without macros: leadsorted --help"
_TRUST = "In Excel: File > Options > Trust Center > Trust Center Settings > "
RULES: tuple[Rule, ...] = (
    Rule(rf"{_POLICIES}\Common", "vbaoff", 1, "VBA is switched off for all of Office", _ASK_IT),
    Rule(rf"{_POLICIES}\Excel\Security", "DisableAllAddins", 1, "all add-ins are switched off by policy", _ASK_IT),
    Rule(rf"{_POLICIES}\Excel\Security", "RequireAddinSig", 1, "only signed add-ins may run, by policy", _ASK_IT),
    Rule(
        rf"{_POLICIES}\Common\Security", "requirealwaysonmacrosig", 1,
        "add-ins that load by themselves must be signed, by policy", _ASK_IT,
    ),
    Rule(
        rf"{_POLICIES}\Excel\Resiliency", "restricttolist", 1,
        "only add-ins on the company's list may run, by policy", _ASK_IT,
    ),
    Rule(rf"{_POLICIES}\Excel\Security", "VBAWarnings", 4, "macros are switched off by policy", _ASK_IT),
    Rule(
        rf"{_EXCEL}\Security", "DisableAllAddins", 1, "all add-ins are switched off",
        f"{_TRUST}Add-ins: untick Disable all Application Add-ins. Restart Excel.",
    ),
    Rule(
        rf"{_EXCEL}\Security", "RequireAddinSig", 1, "only signed add-ins may run",
        f"{_TRUST}Add-ins: untick Require Application Add-ins to be signed. Restart Excel.",
    ),
    Rule(
        rf"{_EXCEL}\Security\Trusted Locations", "AllLocationsDisabled", 1, "trusted locations are switched off",
        f"{_TRUST}Trusted Locations: untick Disable all Trusted Locations. Restart Excel.",
    ),
)  # fmt: skip


def diagnosis(machine: Machine) -> tuple[Diagnosis, ...]:
    """Every check that makes sense on this machine, in the order in which the causes hide one another."""
    if machine.system == "other":
        remedy = "The same buttons in LibreOffice: leadsorted calc install. On the file itself: leadsorted --help"
        return (Diagnosis("Excel", "note", "Excel is not here: it runs on Windows and macOS.", remedy),)
    return tuple(found for check in _CHECKS for found in check(machine))


def _excel(machine: Machine) -> Iterator[Diagnosis]:
    if machine.excel:
        yield Diagnosis("Excel", "good", "Excel is installed.")
    else:
        remedy = "Install desktop Excel: Excel on the web and Excel Starter cannot run add-ins of this kind."
        yield Diagnosis("Excel", "bad", "Excel was not found on this machine.", remedy)


def _installed(machine: Machine) -> Iterator[Diagnosis]:
    if machine.settings is None:
        yield Diagnosis("Add-in", "bad", f"It is not at {machine.path}.", f"Install it, then restart Excel: {_INSTALL}")
    elif "STAMP" not in machine.settings:
        yield Diagnosis("Add-in", "bad", f"{machine.path} was not made by Lead Sorted, or is broken.", _INSTALL)
    elif not machine.expected_stamp:
        found = "xlwings is not installed beside this leadsorted, so nobody can say whether the add-in is up to date."
        yield Diagnosis("Add-in", "bad", found, f'pip install "leadsorted-sheets[excel]", then: {_INSTALL}')
    elif machine.settings["STAMP"] != machine.expected_stamp:
        made = (
            f"Lead Sorted {machine.settings.get('LEADSORTED', '?')} and xlwings {machine.settings.get('XLWINGS', '?')}"
        )
        remedy = f"Quit Excel, then build it anew: {_INSTALL}"
        yield Diagnosis("Add-in", "bad", f"It was made by {made}, and is another one than would be made now.", remedy)
    else:
        yield Diagnosis("Add-in", "good", f"{machine.path} is up to date.")


def _mark(machine: Machine) -> Iterator[Diagnosis]:
    if machine.marked:
        found = "The add-in is marked as coming from the internet, so Excel blocks its macros without a word."
        yield Diagnosis("Mark of the Web", "bad", found, f"Build it on this machine instead: {_INSTALL}")


def _copies(machine: Machine) -> Iterator[Diagnosis]:
    if machine.copies:
        found = f"There is another copy: {', '.join(map(str, machine.copies))}. Excel may load the old one."
        yield Diagnosis("Copies", "bad", found, "Quit Excel, delete that copy, and start Excel again.")


def _disabled(machine: Machine) -> Iterator[Diagnosis]:
    if machine.disabled:
        remedy = (
            "In Excel: File > Options > Add-ins, at the bottom Manage: Disabled Items > Go, choose leadsorted.xlam, "
            "Enable, and restart Excel."
        )
        yield Diagnosis("Disabled items", "bad", "Excel has disabled the add-in after a crash.", remedy)


def _rules(machine: Machine) -> Iterator[Diagnosis]:
    for rule in RULES:
        if machine.registry.get(f"{rule.key}\\{rule.name}") == rule.value:
            yield Diagnosis("Macros", "bad", f"{rule.meaning[0].upper()}{rule.meaning[1:]}.", rule.remedy)


def _interpreter(machine: Machine) -> Iterator[Diagnosis]:
    settings = machine.settings or {}
    path = settings.get("INTERPRETER_WIN" if machine.system == "windows" else "INTERPRETER_MAC", "")
    if not path:
        return
    asked = machine.interpreter
    if "WindowsApps" in path:
        found = f"{path} belongs to the Microsoft Store, which may answer for Python by opening a shop window."
        remedy = f"Install Python from python.org, then there: pip install leadsorted-sheets[excel], and {_INSTALL}"
        yield Diagnosis("Python", "note", found, remedy)
    if not machine.interpreter_there:
        yield Diagnosis(
            "Python", "bad", f"There is no Python at {path} any more.", f"Build the add-in anew: {_INSTALL}"
        )
    elif "DLL load failed" in asked.trouble:
        found = f"{path} cannot load its own libraries: {asked.trouble}. It is one of Conda that is not activated."
        remedy = f"Use a Python from python.org, or a virtual environment, and there: {_INSTALL}"
        yield Diagnosis("Python", "bad", found, remedy)
    elif asked.trouble:
        remedy = f'In that Python: {path} -m pip install "leadsorted-sheets[excel]"'
        yield Diagnosis("Python", "bad", f"{path} cannot run Lead Sorted: {asked.trouble}", remedy)
    elif asked.xlwings != settings.get("XLWINGS"):
        found = f"The add-in was made for xlwings {settings.get('XLWINGS', '?')}, {path} has {asked.xlwings}."
        yield Diagnosis("Python", "bad", found, f"Quit Excel, then build it anew: {_INSTALL}")
    else:
        yield Diagnosis("Python", "good", f"{path} runs Lead Sorted {asked.leadsorted} with xlwings {asked.xlwings}.")


def _slow(machine: Machine) -> Iterator[Diagnosis]:
    if machine.interpreter.heavy:
        found = (
            f"That Python also has {' and '.join(machine.interpreter.heavy)}, which other programs load and we do not."
        )
        remedy = (
            "Nothing to do, unless clicks take more than a second to begin: then give Lead Sorted a Python of its own."
        )
        yield Diagnosis("Speed", "note", found, remedy)


def _own_settings(machine: Machine) -> Iterator[Diagnosis]:
    told = {key: value for key, value in machine.own_settings.items() if key in _TURNS}
    for key, value in told.items():
        found = f"The file leadsorted.conf in your profile says {key} = {value}: {_TURNS[key]}"
        yield Diagnosis("Your settings file", "note", found, "Delete that line if it is not what you want.")


_TURNS = {
    "CONDA PATH": "Python is started through Conda.",
    "CONDA ENV": "Python is started through Conda.",
    "SHOW CONSOLE": "a black window opens with every click.",
    "TEMP DIR": "error messages are kept there while a command runs.",
}


def _script(machine: Machine) -> Iterator[Diagnosis]:
    if machine.system != "mac":
        return
    if machine.script:
        yield Diagnosis("AppleScript", "good", "Excel may start Python.")
    else:
        found = "The script of this xlwings version, without which Excel may not start Python, is not in its place."
        yield Diagnosis("AppleScript", "bad", found, f"Put it there: {_INSTALL}")


def _running(machine: Machine) -> Iterator[Diagnosis]:
    if machine.excels_running > 1:
        found = f"{machine.excels_running} Excels are running."
        if machine.system == "mac":
            yield Diagnosis("Two Excels", "bad", f"{found} A click may reach the wrong one.", "Quit all but one.")
        else:
            remedy = "Where a click reaches the wrong workbook, or none: close the others in the Task Manager."
            yield Diagnosis("Two Excels", "note", found, remedy)
    elif machine.excels_running:
        remedy = "Where the tab is missing, or a button does what an older version did: quit Excel and start it again."
        yield Diagnosis("Excel is running", "note", "It loads add-ins only when it starts.", remedy)


def _in_the_moment(machine: Machine) -> Iterator[Diagnosis]:
    """What can be seen only while it happens, so it is always told."""
    if machine.settings is None:
        return
    yield Diagnosis(
        "A cell in edit mode",
        "note",
        "While you type in a cell, Excel answers nobody.",
        "Press Enter or Esc, then click again.",
    )
    yield Diagnosis(
        "The tab is hidden",
        "note",
        "A person may have hidden the tab, and keeps it hidden for good.",
        "Right-click the ribbon > Customize the Ribbon: tick Lead Sorted on the right.",
    )


_CHECKS: tuple[Callable[[Machine], Iterator[Diagnosis]], ...] = (
    _excel, _installed, _mark, _copies, _disabled, _rules, _interpreter, _script, _running, _own_settings, _slow,
    _in_the_moment,
)  # fmt: skip
