"""Packages built part by part from raw XML, and what two packages have in common."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = {
    "workbook": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "macro": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "worksheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "table": "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
    "styles": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
}
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="1" borderId="0" xfId="0" applyFill="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def text(ref: str, value: str, style: int = 0) -> str:
    """A text cell."""
    look = f' s="{style}"' if style else ""
    return f'<c r="{ref}"{look} t="inlineStr"><is><t>{value}</t></is></c>'


def number(ref: str, value: float, style: int = 0) -> str:
    look = f' s="{style}"' if style else ""
    return f'<c r="{ref}"{look}><v>{value}</v></c>'


def formula(ref: str, body: str, value: str = "0", attributes: str = "") -> str:
    return f'<c r="{ref}"><f{attributes}>{body}</f><v>{value}</v></c>'


def row(line: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{line}"{attributes}>{"".join(cells)}</row>'


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def table(name: str, ref: str, columns: list[str], *, id: int = 1, inner: str = "", attributes: str = "") -> str:
    start, _colon, end = ref.partition(":")
    last = int(end.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    filtered = f"{start}:{end.rstrip('0123456789')}{last - attributes.count('totalsRowCount')}"
    listed = "".join(f'<tableColumn id="{n}" name="{column}"/>' for n, column in enumerate(columns, 1))
    return (
        f'<table xmlns="{MAIN}" id="{id}" name="{name}" displayName="{name}" ref="{ref}"{attributes}>'
        f'<autoFilter ref="{filtered}"/>{inner}<tableColumns count="{len(columns)}">{listed}</tableColumns></table>'
    )


LEADS_COLUMNS = ["Lead ID", "Last name", "Score", "Created", "Colour"]


def leads_rows(names: list[str], *, first: int = 2) -> str:
    """A header and a row for each name: `L-<line>`, the name, ten times the line, a day, a colour."""
    header = row(
        first - 1, *(text(f"{letter}{first - 1}", name) for letter, name in zip("ABCDE", LEADS_COLUMNS, strict=True))
    )
    return header + "".join(
        row(
            line,
            text(f"A{line}", f"L-{line}"),
            text(f"B{line}", name),
            number(f"C{line}", line * 10),
            number(f"D{line}", 46000 + line, 1),
            text(f"E{line}", "red", 2),
        )
        for line, name in enumerate(names, first)
    )


def leads_book(
    path: Path,
    names: list[str],
    *,
    rows: str = "",
    before: str = "",
    after: str = "",
    table_attributes: str = "",
    ref: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    links: str = "",
    more_sheets: Mapping[str, str] | None = None,
    workbook: str = "",
    macro: bool = False,
) -> Path:
    """A workbook whose sheet Leads holds the table Leads, with whatever else a test hangs on it.

    `links` are more relations of the sheet, `parts` more parts, `workbook` what follows the list of sheets.
    """
    leads = sheet(
        leads_rows(names) + rows,
        before=before,
        after=f'{after}<tableParts count="1"><tablePart r:id="rId1"/></tableParts>',
    )
    all_sheets = {"Leads": leads, **(more_sheets or {})}
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(all_sheets, 1))
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(len(all_sheets), macro=macro),
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            *((f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(all_sheets) + 1)),
            ("rId99", "styles", "styles.xml"),
        ),
        "xl/styles.xml": STYLES,
        "xl/worksheets/_rels/sheet1.xml.rels": _relations(("rId1", "table", "../tables/table1.xml")).replace(
            "</Relationships>", f"{links}</Relationships>"
        ),
        "xl/tables/table1.xml": table(
            "Leads", ref or f"A1:E{max(len(names), 1) + 1}", LEADS_COLUMNS, attributes=table_attributes
        ),
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(all_sheets.values(), 1)},
        **(parts or {}),
    }
    return zipped(path, content)


def relation(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def zipped(path: Path, content: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in content.items():
            archive.writestr(name, body)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    """Every part, its check sum tested."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def tokens(xml: bytes) -> list[str]:
    """Tags and texts, in order."""
    return [token for token in re.split(r"(<[^>]*>)", xml.decode()) if token]


def without_rows(xml: bytes, lines: set[int]) -> list[str]:
    """The tokens of a sheet without those rows and without its dimension: what must stay as it was."""
    kept = re.sub(
        r'<row [^>]*?\br="(\d+)"[^>]*?(?:/>|>.*?</row>)',
        lambda found: "" if int(found[1]) in lines else found[0],
        xml.decode(),
        flags=re.DOTALL,
    )
    return [token for token in tokens(kept.encode()) if not token.startswith("<dimension")]


def _content_types(sheets: int, *, macro: bool) -> str:
    kinds = {
        "/xl/workbook.xml": _TYPES["macro" if macro else "workbook"],
        "/xl/styles.xml": _TYPES["styles"],
        "/xl/tables/table1.xml": _TYPES["table"],
        **{f"/xl/worksheets/sheet{n}.xml": _TYPES["worksheet"] for n in range(1, sheets + 1)},
    }
    items = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/bin"/>{items}</Types>'
    )


def _relations(*each: tuple[str, str, str]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(relation(*one) for one in each)}</Relationships>'
