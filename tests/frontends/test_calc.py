"""The toolbar of LibreOffice Calc as data: what is on it, what a click means, and how the extension is made.

That LibreOffice shows it and clicks work is seen in tests/calc/test_toolbar.py.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from leadsorted_sheets.addin import calc_extension
from leadsorted_sheets.errors import Refused
from leadsorted_sheets.frontends.buttons import Command, commands, groups
from leadsorted_sheets.frontends.calc_click import answered, words
from leadsorted_sheets.frontends.calc_toolbar import addons, buttons, toolbar
from leadsorted_sheets.frontends.cli import cli
from leadsorted_sheets.session import Session
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.frontends.running import Run, Shell

OOR = "{http://openoffice.org/2001/registry}"
BY_NAME = {command.name: command for command in commands()}
IN_PROGRAM = {"settings", "help"}
"""What LibreOffice does by itself."""
MESSY = (
    "First name,Last name,E-Mail,Phone,Country\nann,NG,Ann@Acme.Example,020 7946 0018,UK\nBob,Lee,bob@b.example,,UK\n"
)


@pytest.fixture
def book(shell: Shell, tmp_path: Path) -> Path:
    (tmp_path / "messy.csv").write_text(MESSY)
    to = tmp_path / "leads.xlsx"
    assert shell("clean", tmp_path / "messy.csv", "--to", to, "--owners", "Ann <ann@x.example>, Bob").code == 0
    return to


def addresses(part: str) -> list[str]:
    """The commands below a part of the extension's table, in order."""
    tree = ET.fromstring(addons())  # noqa: S314  # our own text
    found = next(each for each in tree.iter("node") if each.get(f"{OOR}name") == part)
    urls = [prop for prop in found.iter("prop") if prop.get(f"{OOR}name") == "URL"]
    texts = [str(prop.findtext("value")) for prop in urls]
    return [text.removeprefix("org.leadsorted.calc:") for text in texts if text != "private:separator"]


def test_the_menu_holds_every_button_of_the_ribbon_in_its_order() -> None:
    assert addresses("OfficeMenuBar") == [command.name for command in commands()]


def test_the_toolbar_holds_the_face_of_every_item() -> None:
    items = [item for group in groups() for item in group.items]
    faces = [item if isinstance(item, Command) else item.face for item in items]
    assert addresses("OfficeToolBar") == [face.name for face in faces if face]


def test_every_button_is_known_to_the_program() -> None:
    assert set(buttons()) == set(BY_NAME)
    assert {kind for each in buttons().values() for kind, _ in each["questions"]} <= {"ask", "open", "save"}


@pytest.mark.parametrize(
    "command", [each for each in commands() if each.verb not in IN_PROGRAM], ids=lambda each: each.name
)
def test_every_button_is_a_command_line_that_is_understood(command: Command, tmp_path: Path) -> None:
    answers = [{"how": "won"}.get(question.option, "7") for question in command.questions]
    verb, *rest = words(command, str(tmp_path / "leads.xlsx"), answers)
    context = cli.commands[verb].make_context(verb, list(rest), resilient_parsing=False)
    given = context.params
    assert given.get("apply", not command.preview) is not command.preview
    for name, value in command.options:
        assert given["name" if (verb, name) == ("export", "crm") else name] == value
    assert tmp_path.joinpath("leads.xlsx").as_posix() in str(given) or verb == "clean"


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("dedupe_preview", [], ["dedupe", "--", "/l.xlsx"]),
        ("dedupe_tier_exact", [], ["dedupe", "--tier=exact", "--apply", "--", "/l.xlsx"]),
        ("assign_to", ["--force"], ["assign", "--to=--force", "--apply", "--", "/l.xlsx"]),
        ("export_hubspot", [], ["export", "--crm=hubspot", "--to=/l-hubspot", "--", "/l.xlsx"]),
        ("find", ["-h"], ["find", "--", "/l.xlsx", "-h"]),
        ("undo", [], ["undo", "--", "/l.xlsx"]),
    ],
)
def test_what_a_person_types_is_never_taken_for_a_flag(name: str, answers: list[str], expected: list[str]) -> None:
    assert words(BY_NAME[name], "/l.xlsx", answers) == expected


def test_files_for_a_crm_go_into_a_new_folder_beside_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    for expected in ("leads-hubspot", "leads-hubspot-2", "leads-hubspot-3"):
        assert f"--to={tmp_path / expected}" in words(BY_NAME["export_hubspot"], str(path), [])
        (tmp_path / expected).mkdir()


def test_an_order_is_done_and_answered_by_a_process_of_its_own(book: Path, tmp_path: Path) -> None:
    order = json.dumps({"command": "report", "book": str(book), "answers": []}).encode()
    module = [sys.executable, "-P", "-m", "leadsorted_sheets.frontends.calc_click"]
    done = subprocess.run(module, input=order, capture_output=True, check=True, cwd=tmp_path)
    answer = json.loads(done.stdout)
    assert (answer["tab"], answer["open"], done.stderr) == ("Report", "", b"")
    assert answer["text"].startswith("Report: ")
    assert Session(XlsxWorkbook(book)).history()[0][0].verb == "report"


def test_a_preview_says_so_and_writes_nothing(book: Path) -> None:
    before = book.read_bytes()
    answer = answered({"command": "normalise_preview", "book": str(book), "answers": []})
    assert answer.text.startswith("Preview normalise: nothing to change.")
    assert book.read_bytes() == before


def test_a_list_becomes_a_workbook_that_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a list.csv").write_text(MESSY)
    to = tmp_path / "new.xlsx"
    questions = BY_NAME["clean"].questions
    given = {"open": str(tmp_path / "a list.csv"), "save": str(to), "ask": "Ann, Bob"}
    answer = answered({"command": "clean", "book": "", "answers": [given[each.kind] for each in questions]})
    assert (answer.open, to.exists()) == (str(to), True)


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ({"command": "dedupe", "book": "/nowhere/l.xlsx", "answers": []}, "/nowhere/l.xlsx: no such file. Check the name and the folder."),
        ({"command": "sync_allow_removals", "book": "/l.xlsx", "answers": ["many"]}, "'many' is not a valid integer"),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence(order: dict[str, object], said: str) -> None:
    assert said in answered(order).text


def test_a_fault_of_our_own_is_a_sentence_and_its_trace_is_kept_for_us_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path))
    answer = answered({"command": "no such command", "book": "", "answers": []})
    log = tmp_path / "toolbar.log"
    assert answer.text == f"Lead Sorted met a fault of its own. What it was stands in {log}."
    assert "KeyError: 'no such command'" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_the_extension_holds_what_libreoffice_is_told_it_holds() -> None:
    with zipfile.ZipFile(io.BytesIO(calc_extension.built(toolbar(), interpreter="/py"))) as package:
        assert package.testzip() is None
        parts = {name: package.read(name).decode() for name in package.namelist()}
    manifest = ET.fromstring(parts["META-INF/manifest.xml"])  # noqa: S314  # our own text
    named = {value for entry in manifest for key, value in entry.attrib.items() if key.endswith("full-path")}
    assert named <= set(parts)
    assert "lead_sorted_toolbar.py" in parts["toolbar.components"]
    settings = json.loads(parts["settings.json"])
    assert (settings["interpreter"], settings["buttons"]) == ("/py", json.loads(json.dumps(buttons())))
    for name, text in parts.items():
        if name.endswith((".xml", ".xcu", ".components")):
            ET.fromstring(text)  # noqa: S314  # our own text
    compile(parts["lead_sorted_toolbar.py"], "lead_sorted_toolbar.py", "exec")


def test_two_builds_of_the_extension_are_the_same() -> None:
    assert calc_extension.built(toolbar(), interpreter="/py") == calc_extension.built(toolbar(), interpreter="/py")


class Unopkg:
    """LibreOffice's program for extensions: keeps what it is given, or refuses."""

    def __init__(self, refusal: str = "") -> None:
        self.there: bytes | None = None
        self.refusal = refusal

    def __call__(self, command: Sequence[str]) -> tuple[int, str]:
        program, verb, *rest = command
        assert program == "unopkg"
        if self.refusal:
            return 1, f"ERROR: {self.refusal}\n\nERROR: unopkg failed."
        if verb == "add":
            assert rest[0] == "--force"
            self.there = Path(rest[1]).read_bytes()
        elif verb == "remove":
            assert rest == ["org.leadsorted.calc"]
            self.there = None
        return 0, "Identifier: org.leadsorted.calc\n  Version: 1" if self.there else "All deployed user extensions:\n"


def test_it_is_put_in_and_taken_out() -> None:
    program = Unopkg()
    assert not calc_extension.uninstall(unopkg="unopkg", run=program)
    calc_extension.install(toolbar(), interpreter="/py", unopkg="unopkg", run=program)
    assert program.there == calc_extension.built(toolbar(), interpreter="/py")
    assert calc_extension.uninstall(unopkg="unopkg", run=program)
    assert program.there is None


def test_a_refusal_of_libreoffice_is_handed_on_with_what_to_do() -> None:
    with pytest.raises(Refused) as refused:
        calc_extension.install(toolbar(), unopkg="unopkg", run=Unopkg("already running"))
    assert str(refused.value) == (
        "unopkg add says: already running. Nothing was changed. Close every window of LibreOffice, and run the command "
        "again as the user who works with it."
    )


def test_where_libreoffice_is_not_found_the_way_on_is_said(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calc_extension, "_folders", list)
    monkeypatch.setenv("PATH", "")
    assert shell("calc", "install") == Run(
        4,
        "",
        "LibreOffice was not found: there is no program unopkg on the PATH or in the usual folders. Nothing was changed. "
        "Install it from https://www.libreoffice.org, or say where it is: leadsorted calc install --unopkg PATH\n",
    )


def test_the_file_alone_is_written_and_never_over_another(shell: Shell, tmp_path: Path) -> None:
    to = tmp_path / "leadsorted.oxt"
    assert shell("calc", "build", "--to", to) == Run(0, f"{to} is ready. It starts {sys.executable}.\n", "")
    assert shell("calc", "build", "--to", to).code == 4
    assert shell("calc", "build", "--to", to, "--force").code == 0
