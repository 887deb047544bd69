"""A click on a button of the tab, from the XML to the workbook: LibreOffice runs our VBA, and Python what it hands over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import xlwings

from leadsorted_sheets import resources
from leadsorted_sheets.addin.build import SETTINGS, WORKBOOK_MODULE, expected_stamp, settings, sources
from leadsorted_sheets.addin.package import Sheet, package
from leadsorted_sheets.addin.vba_project import Module, Project, vba_project
from leadsorted_sheets.addin.xlwings_module import installed
from tests.addin.office import LIBRARY
from tests.addin.test_in_libreoffice import CLICKS, CONTROL, RECORDING
from tests.calc.engine import App
from tests.calc.office import properties, uno

RIBBON = (resources.ribbon_dir() / "customUI14.xml").read_bytes()
THEN = "\x1f"
"""Between the answers to several questions; an answer without it is given to each of them."""
ANSWERS = """
Public Function LS_NextReply() As String
    Dim at As Long
    at = InStr(Reply, Chr(31))
    LS_NextReply = Reply
    If at > 0 Then
        LS_NextReply = Left(Reply, at - 1)
        Reply = Mid(Reply, at + 1)
    End If
End Function
"""
PYTHON = """
Public Function GetConfig(key As String, Optional default As String = "") As Variant
    GetConfig = "{stamp}"
End Function
Public Function RunPython(command As String)
    Statement = command
End Function
"""


def tags() -> dict[str, str]:
    """The tag of every button by its command's name."""
    buttons = (each for each in ET.fromstring(RIBBON).iter() if each.tag.endswith("}button"))  # noqa: S314  # our own
    return {str(each.get("id")).removeprefix("ls_"): str(each.get("tag")) for each in buttons}


def addin(folder: Path) -> Path:
    """The modules that hand a click over, with doubles for boxes, dialogs and RunPython."""
    found = installed()
    modules = {module.name: module for module in sources(found)}
    parts = (
        Module(WORKBOOK_MODULE, "workbook"), Module("Sheet1", "sheet"), modules["LeadSorted"],
        Module("LeadSortedBoxes", "standard", RECORDING.replace("answer = Reply", "answer = LS_NextReply()") + ANSWERS),
        Module("xlwings", "standard", PYTHON.format(stamp=expected_stamp())),
        Module("FakeControl", "class", CONTROL), Module("Clicks", "standard", CLICKS),
    )  # fmt: skip
    sheet = Sheet(SETTINGS, "Sheet1", tuple(settings("python", found, "0").items()))
    project = vba_project(Project(LIBRARY, parts))
    path = folder / "addin.xlsm"
    path.write_bytes(package(".xlsm", sheets=[sheet], project=project, ribbon=RIBBON, workbook_module=WORKBOOK_MODULE))
    return path


@dataclass
class Ribbon:
    """The tab over the live Calc: `click("dedupe")` does what a person does; `answer` is what is typed when it asks."""

    app: App
    macros: Any

    def click(self, name: str, *, answer: str = "") -> str:
        """Click the button and run what it hands to Python; answers what the box said, "" where there was none."""
        statement, told, _label = self.run("Clicks.Click", tags()[name], answer, False, False)
        assert statement, told
        return self.python(statement)

    def undo(self) -> str:
        """Ctrl+Z."""
        return self.python(self.run("Clicks.UndoOfThat")[0])

    def rows(self, index: int) -> None:
        """The choice under Rows: 0 all, 1 visible, 2 selected."""
        self.run("Clicks.Choose", index, False)

    def run(self, macro: str, *given: Any) -> Any:
        script = f"vnd.sun.star.script:{LIBRARY}.{macro}?language=Basic&location=document"
        return self.macros.getScript(script).invoke(given, (), ())[0]

    def python(self, statement: str) -> str:
        """Run a statement as Excel's Python does; answers what the boxes said."""
        before = len(self.app.alerts)
        exec(statement, {})  # noqa: S102  # what Excel does with it
        return "\n---\n".join(words for _title, words in self.app.alerts[before:])


def ribbon(app: App, folder: Path) -> Iterator[Ribbon]:
    address = uno().systemPathToFileUrl(str(addin(folder)))
    document = app.desktop.loadComponentFromURL(address, "_blank", 0, properties(Hidden=True, MacroExecutionMode=4))
    try:
        yield Ribbon(app, document.getScriptProvider())
    finally:
        document.close(True)


def in_front(book: xlwings.Book) -> None:
    """The workbook that the next click is on."""
    book.set_mock_caller()
