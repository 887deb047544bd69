"""The project in its container, read by olevba."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import olefile
import pytest

from leadsorted_sheets.addin.ovba import encrypted
from leadsorted_sheets.addin.vba_project import (
    Module,
    Project,
    dir_stream,
    module_of,
    names_stream,
    project_stream,
    vba_project,
)
from leadsorted_sheets.errors import BadInput
from tests.addin.compound_files import streams
from tests.addin.olevba import macros, unpacked

DOCUMENTS = (Module("ThisWorkbook", "workbook"), Module("Sheet1", "sheet"))


def project_of(count: int) -> Project:
    modules = [
        Module(f"Mod{n}", "standard", f"Public Sub S{n}()\n" + "    ' a line\n" * (n * 7 % 900) + "End Sub\n")
        for n in range(count)
    ]
    return Project("Ours", (*DOCUMENTS, *modules))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 13, 40, 65, 99, 120])
def test_any_number_of_modules_makes_a_strict_container_that_olevba_reads_back(count: int, tmp_path: Path) -> None:
    project = project_of(count)
    data = vba_project(project)
    texts = {f"VBA/{module.name}": module.text() for module in project.modules}
    held = streams(data)
    assert held == {
        "PROJECT": project_stream(project),
        "PROJECTwm": names_stream(project),
        "VBA/_VBA_PROJECT": bytes.fromhex("CC61FFFF000000"),
        "VBA/dir": held["VBA/dir"],
        **{name: held[name] for name in texts},
    }
    packed = {name: held[name] for name in ("VBA/dir", *texts)}
    assert {name: unpacked(content) for name, content in packed.items()} == {"VBA/dir": dir_stream(project), **texts}
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_POTENTIAL) as read:
        assert read.parsing_issues == []
    path = tmp_path / "vbaProject.bin"
    path.write_bytes(data)
    assert macros(path) == texts


def records(data: bytes) -> list[tuple[int, bytes]]:
    """The records of a dir stream. That of the version says 4 bytes and has 6."""
    found, at = [], 0
    while at < len(data):
        tag, size = struct.unpack_from("<HI", data, at)
        size = 6 if tag == 0x09 else size
        found.append((tag, data[at + 6 : at + 6 + size]))
        at += 6 + size
    assert at == len(data)
    return found


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_the_dir_stream_lists_what_is_in_the_project_in_the_order_of_the_specification() -> None:
    """[MS-OVBA] 2.3.4.2."""
    ole = rb"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
    office = (
        rb"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
        b"#Microsoft Office 16.0 Object Library"
    )
    kinds = {"ThisWorkbook": 0x22, "Sheet1": 0x22, "Ours": 0x21, "Kind": 0x22}
    project = Project("Name", (*DOCUMENTS, Module("Ours", "standard"), Module("Kind", "class")))
    expected = [
        (0x01, b"\1\0\0\0"), (0x02, b"\x09\x04\0\0"), (0x14, b"\x09\x04\0\0"), (0x03, b"\xe4\x04"), (0x04, b"Name"),
        (0x05, b""), (0x40, b""), (0x06, b""), (0x3D, b""), (0x07, bytes(4)), (0x08, bytes(4)),
        (0x09, bytes.fromhex("83f7ee610300")), (0x0C, b""), (0x3C, b""),
        (0x16, b"stdole"), (0x3E, wide("stdole")), (0x0D, struct.pack("<I", len(ole)) + ole + bytes(6)),
        (0x16, b"Office"), (0x3E, wide("Office")), (0x0D, struct.pack("<I", len(office)) + office + bytes(6)),
        (0x0F, b"\4\0"), (0x13, b"\xff\xff"),
    ]  # fmt: skip
    for name, kind in kinds.items():
        expected += [
            (0x19, name.encode()), (0x47, wide(name)), (0x1A, name.encode()), (0x32, wide(name)), (0x1C, b""),
            (0x48, b""), (0x31, bytes(4)), (0x1E, bytes(4)), (0x2C, b"\xff\xff"), (kind, b""), (0x2B, b""),
        ]  # fmt: skip
    assert records(dir_stream(project)) == [*expected, (0x10, b"")]


def test_the_names_are_listed_in_both_spellings() -> None:
    assert names_stream(Project("Name", (Module("Ab", "standard"), Module("C", "class")))) == (
        b"Ab\0A\0b\0\0\0C\0C\0\0\0\0\0"
    )


def test_two_builds_are_equal() -> None:
    assert vba_project(project_of(13)) == vba_project(project_of(13))


def test_the_project_stream_says_what_is_in_it_and_that_nothing_is_locked() -> None:
    modules = (*DOCUMENTS, Module("Ours", "standard"), Module("Kind", "class"))
    project = Project("Name", modules)
    assert project_stream(project).decode() == (
        f'ID="{project.id}"\r\n'
        "Document=ThisWorkbook/&H00000000\r\n"
        "Document=Sheet1/&H00000000\r\n"
        "Module=Ours\r\n"
        "Class=Kind\r\n"
        'Name="Name"\r\n'
        'HelpContextID="0"\r\n'
        'VersionCompatible32="393222000"\r\n'
        f'CMG="{encrypted(bytes(4), project.id, seed=0x5D)}"\r\n'
        f'DPB="{encrypted(bytes(1), project.id, seed=0x5B)}"\r\n'
        f'GC="{encrypted(bytes([255]), project.id, seed=0x59)}"\r\n'
        "\r\n"
        "[Host Extender Info]\r\n"
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000\r\n"
        "\r\n"
        "[Workspace]\r\n"
        "ThisWorkbook=0, 0, 0, 0, C\r\n"
        "Sheet1=0, 0, 0, 0, C\r\n"
        "Ours=0, 0, 0, 0, C\r\n"
        "Kind=0, 0, 0, 0, C\r\n"
    )


HEADS = {
    "standard": ['Attribute VB_Name = "M"'],
    "class": [
        'Attribute VB_Name = "M"',
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = False",
        "Attribute VB_Exposed = False",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = False",
    ],
    "workbook": [
        'Attribute VB_Name = "M"',
        'Attribute VB_Base = "0{00020819-0000-0000-C000-000000000046}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
    ],
    "sheet": [
        'Attribute VB_Name = "M"',
        'Attribute VB_Base = "0{00020820-0000-0000-C000-000000000046}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
    ],
}


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_a_module_begins_with_the_attributes_of_its_kind_and_ends_its_lines_as_windows_does(kind, end: str) -> None:
    text = Module("M", kind, f"Option Explicit{end}").text()
    assert text.decode() == "\r\n".join([*HEADS[kind], "Option Explicit", ""])


def test_the_head_of_an_exported_class_is_left_out_and_attributes_of_members_stay() -> None:
    exported = (
        "VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
        'Attribute VB_Name = "Shelf"\r\nAttribute VB_Exposed = True\r\nAttribute VB_Description = "Holds things"\r\n'
        "Public Property Get Item() As String\r\nAttribute Item.VB_UserMemId = 0\r\nEnd Property\r\n"
    )
    code = "Public Property Get Item() As String\nAttribute Item.VB_UserMemId = 0\nEnd Property\n"
    assert module_of(exported, "class") == Module("Shelf", "class", code, '"Holds things"')
    head = [*(line.replace('"M"', '"Shelf"') for line in HEADS["class"]), 'Attribute VB_Description = "Holds things"']
    assert module_of(exported, "class").text().decode() == "\r\n".join([*head, *code.split("\n")])


def test_a_text_without_a_name_is_refused() -> None:
    with pytest.raises(BadInput, match="does not say its name"):
        module_of("Option Explicit\n", "standard")


def test_a_letter_that_vba_cannot_hold_stops_the_build_and_says_where() -> None:
    with pytest.raises(BadInput) as refused:
        Module("M", "standard", "Option Explicit\n' fine: é €\n' not: 東\n").text()
    assert str(refused.value) == (
        "VBA module M, line 4: '東' is not in Windows-1252, the only letters VBA text can hold. Nothing was built. "
        "Write it with ChrW(...) instead."
    )


@pytest.mark.parametrize("name", ["", "1st", "a b", "é", "a" * 32, "_x", "a-b"])
def test_a_name_that_vba_would_not_take_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="cannot be a VBA name"):
        Project("Ours", (Module(name, "standard"),))
    with pytest.raises(BadInput, match="cannot be a VBA name"):
        Project(name, ())


@pytest.mark.parametrize("names", [("A", "a"), ("a", "A"), ("ours",), ("OURS",)])
def test_a_name_is_given_once_and_no_module_is_called_like_the_project(names: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="is given twice"):
        Project("Ours", tuple(Module(name, "standard") for name in names))
