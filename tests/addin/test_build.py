"""The finished .xlam: its parts, its modules, its settings, and that it is the same every time."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import olefile
import pytest
from python_calamine import CalamineWorkbook

from leadsorted_sheets import __version__, resources
from leadsorted_sheets.addin.build import build, built, expected_stamp, sources
from leadsorted_sheets.addin.calc_extension import SOURCES
from leadsorted_sheets.addin.machine import settings_in
from leadsorted_sheets.addin.vba_project import Module
from leadsorted_sheets.addin.xlwings_module import installed
from leadsorted_sheets.errors import BadInput
from tests.addin.compound_files import streams
from tests.addin.olevba import macros

ROOT = Path(__file__).resolve().parents[2]
PYTHON = r"C:\Users\Zoë & Co\venv\Scripts\python.exe"


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("addin") / "leadsorted.xlam", interpreter=PYTHON)


@pytest.fixture
def parts(addin: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(addin) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_the_package_has_these_parts_and_no_other(parts: dict[str, bytes]) -> None:
    assert list(parts) == [
        "[Content_Types].xml", "_rels/.rels", "customUI/customUI14.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/vbaProject.bin",
    ]  # fmt: skip
    for name, content in parts.items():
        if not name.endswith(".bin"):
            ET.fromstring(content)  # noqa: S314  # our own file


def test_excel_is_told_that_it_is_an_addin_with_macros_and_a_ribbon(parts: dict[str, bytes]) -> None:
    types = dict(re.findall(r'PartName="(.*?)" ContentType="(.*?)"', parts["[Content_Types].xml"].decode()))
    assert types["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    relations = re.findall(
        r'Type="(.*?)" Target="(.*?)"', (parts["_rels/.rels"] + parts["xl/_rels/workbook.xml.rels"]).decode()
    )
    assert [(kind.rpartition("/")[2], target) for kind, target in relations] == [
        ("officeDocument", "xl/workbook.xml"),
        ("extensibility", "customUI/customUI14.xml"),
        ("worksheet", "worksheets/sheet1.xml"),
        ("worksheet", "worksheets/sheet2.xml"),
        ("styles", "styles.xml"),
        ("vbaProject", "vbaProject.bin"),
    ]
    assert b'visibility="hidden"' in parts["xl/workbook.xml"]
    assert parts["customUI/customUI14.xml"] == (resources.ribbon_dir() / "customUI14.xml").read_bytes()


def test_the_workbook_and_each_sheet_have_the_module_their_code_name_says(parts: dict[str, bytes]) -> None:
    names = re.findall(r'codeName="(.*?)"', "".join(parts[name].decode() for name in parts if name.startswith("xl/w")))
    documents = re.findall(rb"^Document=(\w+)/", streams(parts["xl/vbaProject.bin"])["PROJECT"], re.MULTILINE)
    assert names == [name.decode() for name in documents] == ["ThisWorkbook", "Sheet1", "Sheet2"]


def test_the_project_is_strict_and_olevba_reads_every_module_back(addin: Path, parts: dict[str, bytes]) -> None:
    project = parts["xl/vbaProject.bin"]
    streams(project)
    with olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_POTENTIAL) as read:
        assert read.parsing_issues == []
    documents = (Module("ThisWorkbook", "workbook"), Module("Sheet1", "sheet"), Module("Sheet2", "sheet"))
    assert macros(addin) == {f"VBA/{each.name}": each.text() for each in (*documents, *sources(installed()))}
    assert [each.name for each in sources(installed())] == ["LeadSorted", "LeadSortedBoxes", "Dictionary", "xlwings"]


def test_the_sheet_of_settings_says_which_python_to_start(addin: Path) -> None:
    assert settings_in(addin) == {
        "INTERPRETER_WIN": PYTHON,
        "INTERPRETER_MAC": PYTHON,
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "USE UDF SERVER": "False",
        "SHOW_ERROR_POPUPS": "True",
        "STAMP": expected_stamp(),
        "LEADSORTED": __version__,
        "XLWINGS": installed().version,
    }


def test_other_programs_read_its_sheets(addin: Path) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(addin.read_bytes()))
    assert workbook.sheet_names == ["leadsorted.conf", "Notices"]
    assert workbook.get_sheet_by_name("leadsorted.conf").to_python()[0] == ["INTERPRETER_WIN", PYTHON]
    notices = "\n".join(str(row[0]) for row in workbook.get_sheet_by_name("Notices").to_python())
    assert notices == (resources.ribbon_dir() / "NOTICE").read_text("utf-8").removesuffix("\n")


def test_the_notices_are_those_of_xlwings_and_of_the_dictionary() -> None:
    notice = " ".join((resources.ribbon_dir() / "NOTICE").read_text("utf-8").split())
    bsd = installed().module.split("'xlwings is distributed under a BSD 3-clause license.")[1].split("'Attribute")[0]
    words = " ".join(bsd.replace("'", " ").split())
    assert words[words.index("Redistribution") :] in notice
    assert "Copyright (C) 2014 - present, Zoomer Analytics GmbH." in notice
    assert "The MIT License (MIT) Copyright (c) 2017 Tim Hall Permission is hereby granted" in notice


def test_two_builds_are_byte_for_byte_the_same(addin: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "again.xlam", interpreter=PYTHON).read_bytes()
    code = f"import sys; from leadsorted_sheets.addin.build import built; sys.stdout.buffer.write(built(interpreter={PYTHON!r}))"
    elsewhere = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=tmp_path).stdout
    assert len({hashlib.sha256(each).digest() for each in (addin.read_bytes(), again, elsewhere)}) == 1


def test_the_stamp_does_not_depend_on_where_python_is(tmp_path: Path) -> None:
    other = settings_in(build(tmp_path / "other.xlam", interpreter="python"))
    assert other is not None
    assert (other["INTERPRETER_WIN"], other["STAMP"]) == ("python", expected_stamp())


@pytest.mark.parametrize(
    ("interpreter", "named"),
    [('C:\\a"b\\python.exe', "'\"'"), ("C:\\%TEMP%\\python.exe", "'%'"), ("/o'neil/python", '"\'"'), ("a\nb", "'\\n'"), ("", "nothing")],
)  # fmt: skip
def test_a_path_of_python_that_a_shell_would_read_is_refused(interpreter: str, named: str) -> None:
    with pytest.raises(BadInput) as refused:
        built(interpreter=interpreter)
    assert str(refused.value) == (
        f"The path of Python, {interpreter!r}, holds {named}, which Excel cannot pass on safely. Nothing was built. "
        "Install Lead Sorted into an environment whose folder has a plain name, and run the command again."
    )


def test_a_wheel_carries_the_sources_and_the_notice(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        folder = "leadsorted_sheets/data/ribbon/"
        carried = {
            name.removeprefix(folder): archive.read(name) for name in archive.namelist() if name.startswith(folder)
        }
    sources = [path for path in resources.ribbon_dir().rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert carried == {path.relative_to(resources.ribbon_dir()).as_posix(): path.read_bytes() for path in sources}
    assert {name for name in carried if "/" not in name} == {
        "LeadSorted.bas", "LeadSortedBoxes.bas", "NOTICE", "README.md", "customUI14.xml",
    }  # fmt: skip
    assert {f"calc/{name}" for name in SOURCES} == {name for name in carried if name.startswith("calc/")}
