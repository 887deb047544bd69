"""A VBA project, [MS-OVBA] 2.3: modules and the streams that describe them.

The project carries no compiled code: `_VBA_PROJECT` has the version 0xFFFF and every module's text begins at 0, so
Office compiles the modules from their text when it loads them. xlwings' own released add-ins are built that way.
"""

from __future__ import annotations

import re
import struct
import uuid
from dataclasses import dataclass
from typing import Literal

from leadsorted_sheets.addin.compound_file import compound_file
from leadsorted_sheets.addin.ovba import compressed, encrypted
from leadsorted_sheets.errors import BadInput

Kind = Literal["workbook", "sheet", "standard", "class"]

ENCODING = "cp1252"
_CODE_PAGE = 1252
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_BASES = {
    "workbook": "{00020819-0000-0000-C000-000000000046}",
    "sheet": "{00020820-0000-0000-C000-000000000046}",
    "class": "{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}
_WORDS = {"workbook": "Document", "sheet": "Document", "standard": "Module", "class": "Class"}
_OLE = r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
# IRibbonControl lives in Office's library. It is found by its id; the path may be another.
_OFFICE = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
)
_REFERENCES = (("stdole", _OLE), ("Office", _OFFICE))


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the project. `code` is its text without the attributes at its head.

    A workbook needs one module of the kind "workbook", and one of the kind "sheet" for every sheet, each named like
    the part's codeName; where one is missing, Excel makes a phantom and events do not fire.
    """

    name: str
    kind: Kind
    code: str = ""
    description: str = ""

    def text(self) -> bytes:
        """The module as it is stored. Raises BadInput where a character is outside Windows-1252."""
        code = self.code.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
        lines = [*self._attributes(), *(code.split("\n") if code else ())]
        text = "\r\n".join((*lines, ""))
        try:
            return text.encode(ENCODING)
        except UnicodeEncodeError as odd:
            line = text[: odd.start].count("\n") + 1
            raise BadInput(
                f"VBA module {self.name}, line {line}: {text[odd.start]!r} is not in Windows-1252, the only letters "
                "VBA text can hold. Nothing was built. Write it with ChrW(...) instead."
            ) from None

    def _attributes(self) -> list[str]:
        name = f'Attribute VB_Name = "{self.name}"'
        if self.kind == "standard":
            return [name]
        ours = "True" if self.kind in {"workbook", "sheet"} else "False"
        attributes = [
            name,
            f'Attribute VB_Base = "0{_BASES[self.kind]}"',
            "Attribute VB_GlobalNameSpace = False",
            "Attribute VB_Creatable = False",
            f"Attribute VB_PredeclaredId = {ours}",
            f"Attribute VB_Exposed = {ours}",
            "Attribute VB_TemplateDerived = False",
            f"Attribute VB_Customizable = {ours}",
        ]
        return [*attributes, f"Attribute VB_Description = {self.description}"] if self.description else attributes


@dataclass(frozen=True, slots=True)
class Project:
    """A project is its name and its modules. Raises BadInput where VBA would not take a name."""

    name: str
    modules: tuple[Module, ...]

    def __post_init__(self) -> None:
        taken: set[str] = set()
        for name in (self.name, *(module.name for module in self.modules)):
            if not _NAME.fullmatch(name):
                raise BadInput(f"{name!r} cannot be a VBA name: a letter, then at most 30 letters, digits and _.")
            if name.lower() in taken:  # a module may not be called like the project either
                raise BadInput(f"The VBA name {name!r} is given twice. Nothing was built. Rename one of the two.")
            taken.add(name.lower())

    @property
    def id(self) -> str:
        """Made of the name, so that two builds are equal."""
        return "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"leadsorted:{self.name}")).upper() + "}"


def module_of(text: str, kind: Kind) -> Module:
    """The module in the text of an exported .bas or .cls file."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].startswith("VERSION"):  # the head that an export writes and a stored module has not
        lines = lines[lines.index("END") + 1 :]
    attributes: dict[str, str] = {}
    while lines and lines[0].startswith("Attribute "):
        name, _, value = lines.pop(0).removeprefix("Attribute ").partition(" = ")
        attributes[name] = value
    if "VB_Name" not in attributes:
        raise BadInput(
            'This VBA text does not say its name. Nothing was built. Begin it with Attribute VB_Name = "..."'
        )
    description = attributes.get("VB_Description", "") if kind == "class" else ""
    return Module(attributes["VB_Name"].strip('"'), kind, "\n".join(lines), description)


def vba_project(project: Project) -> bytes:
    """The part `xl/vbaProject.bin`. Equal projects give equal bytes."""
    vba = {"_VBA_PROJECT": bytes.fromhex("CC61FFFF000000"), "dir": compressed(dir_stream(project))}
    vba |= {module.name: compressed(module.text()) for module in project.modules}
    return compound_file({"VBA": vba, "PROJECT": project_stream(project), "PROJECTwm": names_stream(project)})


def dir_stream(project: Project) -> bytes:
    """What the project is made of, [MS-OVBA] 2.3.4.2, before it is packed. The order of the records is fixed."""
    out = bytearray()

    def record(tag: int, content: bytes = b"") -> None:
        out.extend(struct.pack("<HI", tag, len(content)) + content)

    def twice(tag: int, wide_tag: int, text: str) -> None:
        record(tag, text.encode(ENCODING))
        record(wide_tag, text.encode("utf-16-le"))

    record(0x01, struct.pack("<I", 1))  # a 32-bit Windows made it; Excel ignores this
    record(0x02, struct.pack("<I", 0x409))
    record(0x14, struct.pack("<I", 0x409))
    record(0x03, struct.pack("<H", _CODE_PAGE))
    record(0x04, project.name.encode(ENCODING))
    twice(0x05, 0x40, "")
    record(0x06)
    record(0x3D)
    record(0x07, bytes(4))
    record(0x08, bytes(4))
    out.extend(struct.pack("<HIIH", 0x09, 4, 0x61EEF783, 3))  # the size field says 4, and six bytes follow
    twice(0x0C, 0x3C, "")
    for name, library in _REFERENCES:
        twice(0x16, 0x3E, name)
        named = library.encode(ENCODING)
        record(0x0D, struct.pack("<I", len(named)) + named + bytes(6))
    record(0x0F, struct.pack("<H", len(project.modules)))
    record(0x13, struct.pack("<H", 0xFFFF))
    for module in project.modules:
        twice(0x19, 0x47, module.name)
        twice(0x1A, 0x32, module.name)
        twice(0x1C, 0x48, "")
        record(0x31, bytes(4))  # the text begins at 0: there is no compiled code before it
        record(0x1E, bytes(4))
        record(0x2C, struct.pack("<H", 0xFFFF))
        record(0x21 if module.kind == "standard" else 0x22)
        record(0x2B)
    record(0x10)
    return bytes(out)


def project_stream(project: Project) -> bytes:
    """The PROJECT stream, [MS-OVBA] 2.3.1: no protection, no password, visible."""
    modules = [
        f"{_WORDS[module.kind]}={module.name}" + ("/&H00000000" if _WORDS[module.kind] == "Document" else "")
        for module in project.modules
    ]
    lines = [
        f'ID="{project.id}"',
        *modules,
        f'Name="{project.name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypted(bytes(4), project.id, seed=0x5D)}"',
        f'DPB="{encrypted(bytes(1), project.id, seed=0x5B)}"',
        f'GC="{encrypted(bytes([0xFF]), project.id, seed=0x59)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in project.modules),
    ]
    return ("\r\n".join(lines) + "\r\n").encode(ENCODING)


def names_stream(project: Project) -> bytes:
    """The PROJECTwm stream, [MS-OVBA] 2.3.3: every module's name in both spellings."""
    names = [
        module.name.encode(ENCODING) + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in project.modules
    ]
    return b"".join(names) + b"\0\0"
