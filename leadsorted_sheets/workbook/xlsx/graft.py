"""Sheets of our template put into the user's workbook, with all that hangs on them.

Every part gets a fresh name, every table a fresh number; a sheet, table or name that the user
has already keeps its name and ours gets another, in all formulas, drop-downs and charts too.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core.schema import BY_TABLE
from leadsorted_sheets.core.state import Layout
from leadsorted_sheets.workbook.xlsx import formulas, markup, workbook_part
from leadsorted_sheets.workbook.xlsx.markup import Splice
from leadsorted_sheets.workbook.xlsx.package import CONTENT_TYPES, Package, Sheet, relations_part
from leadsorted_sheets.workbook.xlsx.style_graft import StyleGraft
from leadsorted_sheets.workbook.xlsx.tables import tables

SUFFIX = " (Lead Sorted)"
LONGEST_SHEET_NAME = 31
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?(f|formula|formula1|formula2|calculatedColumnFormula)((?:\s[^>]*)?)>([^<]+)</")
_CELL_VALUE = re.compile(rb"<v>([0-9]+)</v>")


@dataclass(frozen=True, slots=True)
class Names:
    """What is called otherwise here than in the template. `leads` spells a column of Leads, given its field."""

    sheets: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    leads: Callable[[str], str] | None = None

    def formula(self, text: str) -> str:
        """A formula of the template as it reads here."""
        if self.leads is not None:
            spelt = self.leads
            text = re.sub(r"(?<![\w.])Leads\[([^\[\]]+)\]", lambda found: spelt(found[1]), text)
        text = formulas.renamed(text, tables=self.tables, sheets=self.sheets)
        for old, new in self.names.items():
            text = re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w.(!\[])", new, text)
        return text


def graft(package: Package, template: Package, sheets: Sequence[Sheet], names: Names) -> list[Layout]:
    """Add those sheets of the template. `names` say what is called otherwise already. Answers where the tabs are."""
    _choose_names(package, template, sheets, names)
    styles_part = next(iter(package.related(package.workbook, "styles")), "")
    ours = template.xml(template.related(template.workbook, "styles")[0])
    work = _Graft(package, template, names, StyleGraft(package.xml(styles_part) if styles_part else ours, ours))
    layouts = [layout for sheet in sheets for layout in work.sheet(sheet)]
    if not styles_part:
        styles_part = "xl/styles.xml"
        workbook_part.add_content_type(package, styles_part, workbook_part.STYLES_TYPE)
        workbook_part.add_relation(package, package.workbook, "styles", styles_part)
    package.put(styles_part, work.styles.xml)
    _add_names(package, template, sheets, names)
    return layouts


def free_sheet_name(name: str, taken: set[str]) -> str:
    """The name, or one like it that no sheet has (names differ by more than case and have at most 31 characters).

    >>> free_sheet_name("Report", {"report"}), free_sheet_name("Report", {"leads"})
    ('Report (Lead Sorted)', 'Report')
    """
    if name.casefold() not in taken:
        return name
    for count in range(1, len(taken) + 2):
        suffix = SUFFIX if count == 1 else f"{SUFFIX[:-1]} {count})"
        candidate = name[: LONGEST_SHEET_NAME - len(suffix)].rstrip() + suffix
        if candidate.casefold() not in taken:
            return candidate
    raise ValueError("its sheets have all names there are")


def _choose_names(package: Package, template: Package, sheets: Sequence[Sheet], names: Names) -> None:
    taken_sheets = {sheet.name.casefold() for sheet in package.sheets}
    parts = {sheet.part for sheet in sheets}
    defined = {name.casefold() for name, _local, _text in _defined(package)}
    taken = {table.name.casefold() for table in tables(package)} | defined
    for sheet in sheets:
        new = free_sheet_name(sheet.name, taken_sheets)
        taken_sheets.add(new.casefold())
        if new != sheet.name:
            names.sheets[sheet.name] = new
    for table in tables(template):
        if table.sheet.part in parts:
            _rename(table.name, taken, names.tables)
    for name, local, _text in _defined(template):
        if local is None:
            _rename(name, taken, names.names)


def _rename(name: str, taken: set[str], renamed: dict[str, str]) -> None:
    new, count = name, 2
    while new.casefold() in taken:
        new, count = f"{name}_{count}", count + 1
    taken.add(new.casefold())
    if new != name:
        renamed[name] = new


class _Graft:
    """Parts on their way from the template into the workbook."""

    def __init__(self, package: Package, template: Package, names: Names, styles: StyleGraft) -> None:
        self.styles = styles
        self._package = package
        self._template = template
        self._names = names
        self._shared = _shared_strings(template)

    def sheet(self, sheet: Sheet) -> list[Layout]:
        """Add a sheet and what hangs on it. Answers where its tabs are."""
        name = self._names.sheets.get(sheet.name, sheet.name)
        part = workbook_part.add_sheet(self._package, name, b"", state=sheet.state)
        self._hang(sheet.part, part)
        self._package.put(part, _sheet(self._template.xml(sheet.part), self._names, self.styles, self._shared))
        return [
            Layout(BY_TABLE[table.name].name, name, self._names.tables.get(table.name, table.name))
            for table in tables(self._template)
            if table.sheet.part == sheet.part and table.name in BY_TABLE
        ]

    def _hang(self, source: str, part: str) -> None:
        """Add the parts that a part of the template points at, and let its copy point at them."""
        links = [
            self._link(source, each.id, part, self._part(each.target, each.kind))
            for each in self._template.relations(source)
            if not each.external
        ]
        pointers = relations_part(source)
        if self._template.has(pointers):
            self._package.put(relations_part(part), markup.spliced(self._template.xml(pointers), links))

    def _part(self, source: str, kind: str) -> str:
        """Add one part under a fresh name, which is answered."""
        target = _fresh(self._package, source)
        xml = self._template.archive.read(source)
        if source.endswith((".xml", ".vml")):
            xml = (
                _table(self._package, xml, self._names, self.styles) if kind == "table" else _renamed(xml, self._names)
            )
        self._package.put(target, xml)
        workbook_part.add_content_type(self._package, target, _content_type(self._template, source))
        self._hang(source, target)
        return target

    def _link(self, source: str, id: str, part: str, target: str) -> Splice:
        """The splice that lets a copied pointer point at the part's new place."""
        xml = self._template.xml(relations_part(source))
        every = markup.elements(markup.masked(xml), "Relationship")
        tag = next(each.tag for each in every if each.tag.get("Id") == id)
        return markup.with_attributes(xml, tag, Target=posixpath.relpath(target, posixpath.dirname(part)))


def _fresh(package: Package, source: str) -> str:
    folder, name = posixpath.split(source)
    stem, _dot, ending = name.rpartition(".")
    stem = stem.rstrip("0123456789")
    number = next(n for n in range(1, 100_000) if not package.has(f"{folder}/{stem}{n}.{ending}"))
    return f"{folder}/{stem}{number}.{ending}"


def _sheet(xml: bytes, names: Names, styles: StyleGraft, shared: list[bytes]) -> bytes:
    """The sheet with our styles' indexes, its shared strings written inline, its formulas as they read here."""
    mask = markup.masked(xml)
    splices = _without_results(mask)
    in_shared_cell = False
    for tag in markup.tags(mask):
        if tag.closing:
            continue
        changes = _attributes_here(tag, names, styles)
        if changes:
            splices.append(markup.with_attributes(xml, tag, **changes))
        if tag.name == "c":
            in_shared_cell = tag.get("t") == "s"
        found = _CELL_VALUE.match(xml, tag.start) if tag.name == "v" and in_shared_cell else None
        if found is not None:
            splices.append(Splice(found.start(), found.end(), b"<is>" + shared[int(found[1])] + b"</is>"))
    return _renamed(markup.spliced(xml, splices), names)


def _attributes_here(tag: markup.Tag, names: Names, styles: StyleGraft) -> dict[str, str | None]:
    """The attributes of a sheet's tag that are others in the user's workbook."""

    def style(attribute: str) -> dict[str, str | None]:
        index = tag.get(attribute)
        return {attribute: str(styles.style(int(index)))} if index else {}

    match tag.name:
        case "c":
            return style("s") | ({"t": "inlineStr"} if tag.get("t") == "s" else {})
        case "row":
            return style("s")
        case "col":
            return style("style")
        case "cfRule" if index := tag.get("dxfId"):
            return {"dxfId": str(styles.difference(int(index)))}
        case "sheetView" if tag.get("tabSelected"):
            return {"tabSelected": None}
        case "hyperlink" if location := tag.get("location"):
            return {"location": names.formula(location)}
        case _:
            return {}


def _without_results(mask: bytes) -> list[Splice]:
    """Formulas lose the template's results, which are not this workbook's: every program works them out anew."""
    formula = re.compile(rb"</f>(<v>[^<]*</v>)")
    return [Splice(found.start(1), found.end(1), b"") for found in formula.finditer(mask)]


def _table(package: Package, xml: bytes, names: Names, styles: StyleGraft) -> bytes:
    mask = markup.masked(xml)
    outer = markup.root(mask)
    if outer is None:
        return xml
    name = outer.get("displayName") or ""
    new = names.tables.get(name, name)
    numbers = [
        int(tag.get("id") or 0)
        for each in tables(package)
        if (tag := markup.root(markup.masked(package.xml(each.part)))) is not None
    ]
    numbers += [_table_number(package, part) for part in package.parts_like("xl/tables/")]
    changes = {"id": str(max(numbers, default=0) + 1), "name": new, "displayName": new}
    splices = [markup.with_attributes(xml, outer, **changes, **_differences(outer, styles))]
    for column in markup.elements(mask, "tableColumn"):
        moved = _differences(column.tag, styles)
        if moved:
            splices.append(markup.with_attributes(xml, column.tag, **moved))
    return _renamed(markup.spliced(xml, splices), names)


def _table_number(package: Package, part: str) -> int:
    tag = markup.root(markup.masked(package.xml(part)))
    return int(tag.get("id") or 0) if tag else 0


def _differences(tag: markup.Tag, styles: StyleGraft) -> dict[str, str | None]:
    kinds = ("dataDxfId", "headerRowDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId")
    return {kind: str(styles.difference(int(tag.get(kind) or 0))) for kind in kinds if tag.get(kind)}


def _renamed(xml: bytes, names: Names) -> bytes:
    """The formulas in a part as they read here."""
    splices = []
    for found in _FORMULA.finditer(markup.masked(xml)):
        old = markup.text_of(found[3])
        new = names.formula(old)
        if new != old:
            splices.append(Splice(found.start(3), found.end(3), markup.escaped(new).encode()))
    return markup.spliced(xml, splices)


def _add_names(package: Package, template: Package, sheets: Sequence[Sheet], names: Names) -> None:
    """The template's defined names that are about these sheets."""
    position = {sheet.name: n for n, sheet in enumerate(package.sheets)}
    order = [sheet.name for sheet in template.sheets]
    grafted = {sheet.name for sheet in sheets}
    items = []
    for name, local, text in _defined(template):
        about = {each.sheet_name for each in formulas.references("=" + text)}
        if not about <= grafted:
            continue
        here = "" if local is None else f' localSheetId="{position[names.sheets.get(order[local], order[local])]}"'
        spelt = names.names.get(name, name)
        items.append(
            f'<definedName name="{markup.escaped(spelt)}"{here}>{markup.escaped(names.formula(text))}</definedName>'
        )
    if items:
        workbook_part.add_names(package, items)


def _defined(package: Package) -> list[tuple[str, int | None, str]]:
    """The defined names: name, the sheet it is for (None: all), text."""
    xml = package.xml(package.workbook)
    return [
        (
            each.tag.get("name") or "",
            int(local) if (local := each.tag.get("localSheetId")) else None,
            markup.text_of(xml[each.inner : each.inner_end]),
        )
        for each in markup.elements(markup.masked(xml), "definedName")
    ]


def _shared_strings(template: Package) -> list[bytes]:
    part = next(iter(template.related(template.workbook, "sharedStrings")), "")
    if not part:
        return []
    xml = template.xml(part)
    return [xml[each.inner : each.inner_end] for each in markup.elements(markup.masked(xml), "si")]


def _content_type(template: Package, part: str) -> str:
    mask = markup.masked(template.xml(CONTENT_TYPES))
    for each in markup.elements(mask, "Override"):
        if (each.tag.get("PartName") or "").lstrip("/").lower() == part.lower():
            return each.tag.get("ContentType") or ""
    ending = part.rpartition(".")[2].lower()
    return next(
        (
            each.tag.get("ContentType") or ""
            for each in markup.elements(mask, "Default")
            if each.tag.get("Extension") == ending
        ),
        "application/xml",
    )
