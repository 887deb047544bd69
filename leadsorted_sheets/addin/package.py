"""The package around the project: an .xlam (or .xlsm) written from scratch, equal for equal input."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RIBBON = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_PROJECT = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MACROS = "application/vnd.ms-excel.{}.macroEnabled.main+xml"
_TYPES = {".xlam": _MACROS.format("addin"), ".xlsm": _MACROS.format("sheet")}
"""The first makes Excel's IsAddin true."""
_STYLES = (
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can tell: the same in every build."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of texts. `module` is the name of its VBA module."""

    name: str
    module: str
    rows: tuple[tuple[str, ...], ...]


def package(
    suffix: Literal[".xlam", ".xlsm"], *, sheets: Sequence[Sheet], project: bytes, ribbon: bytes, workbook_module: str
) -> bytes:
    """The file. The add-in's own window is hidden; the order and the times of its parts are fixed."""
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _content_types(suffix, len(sheets)),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"), (_RIBBON, "customUI/customUI14.xml")
        ),
        "customUI/customUI14.xml": ribbon,
        "xl/workbook.xml": _workbook(sheets, workbook_module, hidden=suffix == ".xlam"),
        "xl/_rels/workbook.xml.rels": _relationships(
            *((f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)),
            (f"{_OFFICE}/styles", "styles.xml"),
            (_PROJECT, "vbaProject.bin"),
        ),
        **{f"xl/worksheets/sheet{n}.xml": _sheet(sheet) for n, sheet in enumerate(sheets, 1)},
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>'.encode(),
        "xl/vbaProject.bin": project,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _content_types(suffix: str, sheets: int) -> bytes:
    overrides = {
        "/xl/workbook.xml": _TYPES[suffix],
        **{f"/xl/worksheets/sheet{n}.xml": f"{_SHEET_TYPE}.worksheet+xml" for n in range(1, sheets + 1)},
        "/xl/styles.xml": f"{_SHEET_TYPE}.styles+xml",
    }
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
        + "</Types>"
    ).encode()


def _relationships(*targets: tuple[str, str]) -> bytes:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'.encode()


def _workbook(sheets: Sequence[Sheet], module: str, *, hidden: bool) -> bytes:
    tabs = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, sheet in enumerate(sheets, 1)
    )
    view = ' visibility="hidden"' if hidden else ""
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="{module}"/>'
        f'<bookViews><workbookView{view} xWindow="0" yWindow="0" windowWidth="18000" windowHeight="12000"/></bookViews>'
        f"<sheets>{tabs}</sheets></workbook>"
    ).encode()


def _sheet(sheet: Sheet) -> bytes:
    rows = "".join(
        f'<row r="{n}">' + "".join(_cell(f"{chr(65 + at)}{n}", text) for at, text in enumerate(row)) + "</row>"
        for n, row in enumerate(sheet.rows, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="{sheet.module}"/><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text, quote=False)}</t></is></c>'
