"""Our modules, run by LibreOffice's VBA: what a click hands to Python, and what stops it.

The boxes, the status bar and RunPython are replaced by a module that writes down what it is told.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from leadsorted_sheets import resources
from leadsorted_sheets.addin.build import SETTINGS, WORKBOOK_MODULE, settings, sources
from leadsorted_sheets.addin.package import Sheet, package
from leadsorted_sheets.addin.vba_project import Module, Project, vba_project
from leadsorted_sheets.addin.xlwings_module import installed
from leadsorted_sheets.frontends.buttons import command_of
from tests.addin import office

pytestmark = pytest.mark.office

RECORDING = """
Public Told As String
Public Statement As String
Public Label As String
Public Reply As String
Public Cancels As Boolean
Public Protected As Boolean
Public Kept As Long
Public Forgets As Boolean

Public Sub LS_Tell(ByVal message As String)
    Told = Told & message
End Sub
Public Function LS_Sure(ByVal question As String) As Boolean
    Told = Told & question
    LS_Sure = Not Cancels
End Function
Public Function LS_AskText(ByVal question As String, ByRef answer As String) As Boolean
    Told = Told & "ask:" & question
    answer = Reply
    LS_AskText = Not Cancels
End Function
Public Function LS_AskFiles(ByVal question As String, ByRef answer As String) As Boolean
    Told = Told & "open:" & question
    answer = Reply
    LS_AskFiles = Not Cancels
End Function
Public Function LS_AskNewFile(ByVal question As String, ByRef answer As String) As Boolean
    Told = Told & "save:" & question
    answer = Reply
    LS_AskNewFile = Not Cancels
End Function
Public Function LS_InProtectedView() As Boolean
    LS_InProtectedView = Protected
End Function
Public Sub LS_Busy(ByVal message As String)
End Sub
Public Sub LS_Idle()
End Sub
Public Function LS_Waits() As Boolean
    LS_Waits = True
End Function
Public Sub LS_OfferUndo(ByVal text As String)
    Label = text
End Sub
Public Sub LS_KeepRows(ByVal index As Long)
    If Not Forgets Then Kept = index
End Sub
Public Function LS_KeptRows() As Long
    LS_KeptRows = Kept
End Function
"""
PYTHON = """
Public Function GetConfig(key As String, Optional default As String = "") As Variant
    GetConfig = "abc123"
End Function
Public Function RunPython(command As String)
    Statement = command
End Function
"""
CONTROL = "Public Tag As String\nPublic Id As String\n"
CLICKS = """
Public Function Click(tagText As String, given As String, cancelled As Boolean, inProtectedView As Boolean) As Variant
    Dim button As Object
    Set button = New FakeControl
    button.Tag = tagText
    Told = ""
    Statement = ""
    Label = ""
    Reply = given
    Cancels = cancelled
    Protected = inProtectedView
    LeadSorted.LS_Run button
    Click = Array(Statement, Told, Label)
End Function
Public Function UndoOfThat() As Variant
    Statement = ""
    Told = ""
    Label = ""
    LeadSorted.LS_Undo
    UndoOfThat = Array(Statement, Told, Label)
End Function
Public Function Pause() As Variant
    Wait 1100
    Pause = ""
End Function
Public Function Reload() As Variant
    LeadSorted.LS_OnLoad Nothing
    Reload = Kept
End Function
Public Function Choose(index As Integer, failing As Boolean) As Variant
    Dim list As Object, shown As Variant
    Set list = New FakeControl
    Told = ""
    Forgets = failing
    LeadSorted.LS_RowsChosen list, "x", index
    LeadSorted.LS_RowsShown list, shown
    Choose = Array(shown, Told)
End Function
Public Function Halves() As Variant
    Halves = Click("a|ask:b", ChrW(55357) & "x" & ChrW(56832) & ChrW(55357), False, False)
End Function
"""
DOCUMENTS = (Module(WORKBOOK_MODULE, "workbook"), Module("Sheet1", "sheet"))
RIBBON = (resources.ribbon_dir() / "customUI14.xml").read_bytes()


@pytest.fixture(scope="module")
def libreoffice() -> Iterator[office.Office]:
    with office.running() as started:
        yield started


def written(path: Path, modules: tuple[Module, ...]) -> Path:
    found = installed()
    conf = Sheet(SETTINGS, "Sheet1", tuple(settings("python", found, "abc123").items()))
    project = vba_project(Project(office.LIBRARY, (*DOCUMENTS, *modules)))
    suffix = ".xlam" if path.suffix == ".xlam" else ".xlsm"
    path.write_bytes(package(suffix, sheets=[conf], project=project, ribbon=RIBBON, workbook_module=WORKBOOK_MODULE))
    return path


@pytest.fixture
def clicked(tmp_path: Path) -> Path:
    """A workbook with the callback, and doubles of everything it talks to."""
    ours = next(module for module in sources(installed()) if module.name == "LeadSorted")
    doubles = (
        Module("LeadSortedBoxes", "standard", RECORDING), Module("xlwings", "standard", PYTHON),
        Module("FakeControl", "class", CONTROL), Module("Clicks", "standard", CLICKS),
    )  # fmt: skip
    return written(tmp_path / "leads.xlsm", (ours, *doubles))


def run_by(statement: str) -> tuple[str, str, str, list[str]]:
    """The words and the decoded answers of a statement that is exactly one call of `run`."""
    importing, call = ast.parse(statement).body
    assert ast.unparse(importing) == "from leadsorted_sheets.frontends.ribbon import run"
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    command, rows, stamp, click, *answers = [ast.literal_eval(argument) for argument in call.value.args]
    assert click.replace("_", "").isdigit()
    return command, rows, stamp, [bytes.fromhex(answer).decode() for answer in answers]


def test_every_button_hands_over_its_command_and_the_answers_to_its_questions(
    libreoffice: office.Office, clicked: Path
) -> None:
    tab = ET.fromstring(RIBBON)  # noqa: S314  # our own file
    found = [each for each in tab.iter() if each.tag.endswith("}button")]
    seen = libreoffice.calls(clicked, [("Clicks.Click", (each.get("tag"), "Zoë", False, False)) for each in found])
    expected = []
    for button in found:
        command = command_of(str(button.get("id")).removeprefix("ls_"))
        asked = "".join(f"{question.kind}:{question.text}" for question in command.questions)
        label = f"Undo Lead Sorted: {command.name.replace('_', ' ')}" if command.undo else ""
        expected.append(((command.name, "all", "abc123", ["Zoë"] * len(command.questions)), asked, label))
    assert [(run_by(statement), told, label) for statement, told, label in seen] == expected


HOSTILE = ["'); import os; os.system('x'); ('", '"', "$(id)`id`", "%PATH%^&|!;=\\", "a\nb", "é€😀\u202e", ""]


def test_no_answer_becomes_a_part_of_the_command_line(libreoffice: office.Office, clicked: Path) -> None:
    seen = libreoffice.calls(clicked, [("Clicks.Click", ("a|ask:b", text, False, False)) for text in HOSTILE])
    assert [run_by(statement) for statement, _, _ in seen] == [("a", "all", "abc123", [text]) for text in HOSTILE]
    assert all(set(statement) <= set("abcdefghijklmnopqrstuvwxyz_0123456789.;(),' ") for statement, _, _ in seen)


def test_half_a_character_is_passed_on_as_unknown(libreoffice: office.Office, clicked: Path) -> None:
    ((statement, _, _),) = libreoffice.calls(clicked, [("Clicks.Halves", ())])
    assert run_by(statement)[3] == ["\ufffdx\ufffd\ufffd"]


@pytest.mark.parametrize("tag", ["de dupe", "dedupe'", "Dedupe", "dedupe)", "", "dédupe", "dedupe\n"])
def test_a_tag_that_is_not_a_plain_word_runs_nothing(libreoffice: office.Office, clicked: Path, tag: str) -> None:
    assert libreoffice.calls(clicked, [("Clicks.Click", (tag, "", False, False))])[0][0] == ""


def test_cancel_runs_nothing_and_says_nothing_more(libreoffice: office.Office, clicked: Path) -> None:
    tag = "clean|open:Which?|save:Where?"
    assert libreoffice.calls(clicked, [("Clicks.Click", (tag, "a.csv", True, False))]) == [["", "open:Which?", ""]]


def test_more_than_a_command_line_holds_is_refused_in_words(libreoffice: office.Office, clicked: Path) -> None:
    calls = [("Clicks.Click", ("x|ask:y", "x" * length, False, False)) for length in (2900, 3000)]
    fits, exceeds = libreoffice.calls(clicked, calls)
    assert run_by(fits[0])[3] == ["x" * 2900]
    refusal = "That is more than can be passed on at once. Choose fewer files, or give a shorter answer."
    assert exceeds == ["", f"ask:y{refusal}", ""]


def test_ctrl_z_names_the_click_it_takes_back_whatever_was_looked_at_since(
    libreoffice: office.Office, clicked: Path
) -> None:
    changing, looking = ("dedupe|undo", "", False, False), ("dedupe_preview", "", False, False)
    calls = [("Clicks.Click", changing), ("Clicks.Pause", ()), ("Clicks.Click", looking), ("Clicks.UndoOfThat", ())]
    click, _, look, undo = libreoffice.calls(clicked, calls)
    names = [each[0].split("'")[7] for each in (click, look)]
    assert names[0] != names[1]
    assert (run_by(undo[0]), undo[1:]) == (("undo_click", "all", "abc123", [names[0]]), ["", ""])


def test_after_a_reset_ctrl_z_takes_nothing_back_by_guess(libreoffice: office.Office, clicked: Path) -> None:
    told = "Excel has reset the add-in since. To take the last change back: Undo on the Lead Sorted tab."
    assert libreoffice.calls(clicked, [("Clicks.UndoOfThat", ())]) == [["", told, ""]]


def test_the_choice_of_rows_goes_along_with_every_command(libreoffice: office.Office, clicked: Path) -> None:
    click = ("Clicks.Click", ("a", "", False, False))
    calls = [call for at in (2, 1, 0) for call in (("Clicks.Choose", (at, False)), click)]
    answers = libreoffice.calls(clicked, calls)
    assert [(shown, run_by(seen[0])[1]) for shown, seen in zip(answers[::2], answers[1::2], strict=True)] == [
        ([2, ""], "selected"),
        ([1, ""], "visible"),
        ([0, ""], "all"),
    ]


def test_a_choice_of_rows_that_cannot_be_kept_is_told(libreoffice: office.Office, clicked: Path) -> None:
    told = "This choice could not be kept. The buttons go on working on all rows."
    assert libreoffice.calls(clicked, [("Clicks.Choose", (2, True))]) == [[0, told]]


def test_a_new_excel_begins_with_all_rows(libreoffice: office.Office, clicked: Path) -> None:
    assert libreoffice.calls(clicked, [("Clicks.Choose", (2, False)), ("Clicks.Reload", ())]) == [[2, ""], 0]


def test_our_modules_write_no_cell() -> None:
    """That would empty Excel's list of what can be undone."""
    ours = [module.code for module in sources(installed()) if module.name.startswith("LeadSorted")]
    assert len(ours) == 2
    assert not re.search(r"Range\(|Cells|\.Value|\.Formula|Worksheets|Sheets", "\n".join(ours))


def test_with_a_window_in_protected_view_a_click_asks_first(libreoffice: office.Office, clicked: Path) -> None:
    yes, no = libreoffice.calls(
        clicked, [("Clicks.Click", ("a", "", False, True)), ("Clicks.Click", ("a", "", True, True))]
    )
    question = (
        "A window in Protected View is open. Lead Sorted will work on the workbook\r\n    leads.xlsm\r\n\r\nGo on?"
    )
    assert (run_by(yes[0])[0], yes[1], no) == ("a", question, ["", question, ""])


NAMES = {
    "Leads.xlsx": True, "Leads 2026 (copy).xlsx": True, "Größe, naïve, 東京 😀.xlsx": True, "it's.xlsx": True,
    "a#b@c+d~e{f}[g].xlsx": True, "-n.xlsx": True,
    "a$(id).xlsx": False, "a`id`.xlsx": False, 'a"b.xlsx': False, "a\\b.xlsx": False, "a|b.xlsx": False,
    "a%PATH%.xlsx": False, "a=b.xlsx": False, "a^b.xlsx": False, "a&b.xlsx": False, "a!b.xlsx": False,
    "a;b.xlsx": False, "a\nb.xlsx": False, "a\rb.xlsx": False, "a\tb.xlsx": False, "a\x7fb.xlsx": False, "": False,
}  # fmt: skip


def test_names_of_workbooks_that_a_shell_would_read_are_refused(libreoffice: office.Office, clicked: Path) -> None:
    answers = libreoffice.calls(clicked, [("LeadSorted.LS_NameOk", (name,)) for name in NAMES])
    assert dict(zip(NAMES, map(bool, answers), strict=True)) == NAMES


@pytest.mark.parametrize("name", ["a$(id).xlsm", "a=b.xlsm", "a&b.xlsm", "a%20b.xlsm", "a!b;c.xlsm"])
def test_a_click_on_a_workbook_with_such_a_name_says_what_to_do(
    libreoffice: office.Office, clicked: Path, name: str
) -> None:
    hostile = clicked.with_name(name)
    clicked.rename(hostile)
    ((statement, told, _),) = libreoffice.calls(hostile, [("Clicks.Click", ("dedupe|undo", "", False, False))])
    expected = (
        "The name of this workbook holds a character that cannot be passed on safely, one of\r\n"
        '    $ ` " \\ | % = ^ & ! ;\r\n\r\nSave it under another name (File > Save As), then try again.'
    )
    assert (statement, told) == ("", expected)


@pytest.mark.parametrize("mac", [False, True])
def test_libreoffice_loads_the_addin_and_runs_its_self_test(
    libreoffice: office.Office, tmp_path: Path, mac: bool
) -> None:
    """One module that does not compile silences all of them, so this reads the hardened xlwings module too.

    Dictionary is xlwings' own text, unchanged; LibreOffice cannot compile it, so an empty class stands for it.
    """
    modules = tuple(
        Module("Dictionary", "class") if module.name == "Dictionary"
        else office.preprocessed(module, mac=mac, win64=not mac, vba7=True)
        for module in sources(installed())
    )  # fmt: skip
    path = written(tmp_path / "leadsorted.xlam", modules)
    answer = libreoffice.calls(path, [("LeadSorted.LS_SelfTest", ())])
    assert [run_by(each) for each in answer] == [("dedupe", "all", "0", ["Zoë €"])]


def test_a_module_that_does_not_compile_silences_the_addin(libreoffice: office.Office, tmp_path: Path) -> None:
    """Without this, the test before would prove nothing."""
    ours = next(module for module in sources(installed()) if module.name == "LeadSorted")
    broken = Module("Broken", "standard", "Public Sub S()\n    If x Then\nEnd Sub\n")
    doubles = (Module("LeadSortedBoxes", "standard", RECORDING), Module("xlwings", "standard", PYTHON))
    path = written(tmp_path / "leadsorted.xlam", (ours, *doubles, broken))
    assert libreoffice.calls(path, [("LeadSorted.LS_SelfTest", ())]) == [""]
