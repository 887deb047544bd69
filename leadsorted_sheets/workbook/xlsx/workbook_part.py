"""The workbook part and what hangs on it: calculation, names, the list of sheets, content types."""

from __future__ import annotations

import posixpath
import re

from leadsorted_sheets.workbook.xlsx import markup
from leadsorted_sheets.workbook.xlsx.markup import Splice
from leadsorted_sheets.workbook.xlsx.package import CONTENT_TYPES, Package, relations_part

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_AFTER_NAMES = ("definedNames", "externalReferences", "functionGroups", "sheets")
"""What may come before calcPr, nearest first (ECMA-376, CT_Workbook)."""


def request_calculation(package: Package) -> None:
    """Let the program that opens it next calculate everything once."""
    xml = package.xml(package.workbook)
    mask = markup.masked(xml)
    found = markup.element(mask, "calcPr")
    if found is not None:
        splice = markup.with_attributes(xml, found.tag, fullCalcOnLoad="1")
    else:
        before = next(each for name in _AFTER_NAMES if (each := markup.element(mask, name)) is not None)
        prefix = before.tag.prefix + b":" if before.tag.prefix else b""
        splice = Splice(before.end, before.end, b'<%scalcPr fullCalcOnLoad="1"/>' % prefix)
    _put(package, package.workbook, [splice])


def drop_calculation_order(package: Package) -> None:
    """Take out calcChain, which names every formula cell: programs make it anew."""
    for part in package.related(package.workbook, "calcChain"):
        package.drop(part)
        links = relations_part(package.workbook)
        xml = package.xml(links)
        gone = [
            Splice(each.start, each.end, b"")
            for each in markup.elements(markup.masked(xml), "Relationship")
            if (each.tag.get("Type") or "").endswith("/calcChain")
        ]
        _put(package, links, gone)
        types = package.xml(CONTENT_TYPES)
        named = [
            Splice(each.start, each.end, b"")
            for each in markup.elements(markup.masked(types), "Override")
            if (each.tag.get("PartName") or "").lstrip("/").lower() == part.lower()
        ]
        _put(package, CONTENT_TYPES, named)


def add_content_type(package: Package, part: str, kind: str) -> None:
    """Say what a new part is."""
    xml = package.xml(CONTENT_TYPES)
    mask = markup.masked(xml)
    outer = markup.root(mask)
    prefix = outer.prefix + b":" if outer and outer.prefix else b""
    at = mask.rindex(b"</")
    item = b"<%sOverride PartName=%s ContentType=%s/>" % (
        prefix, markup.quoted_text("/" + part), markup.quoted_text(kind),
    )  # fmt: skip
    _put(package, CONTENT_TYPES, [Splice(at, at, item)])


def add_relation(package: Package, part: str, kind: str, target: str) -> str:
    """Let a part point at another; answers the new pointer's id. `kind` is the last word of its address, or all of it."""
    links = relations_part(part)
    if not package.has(links):
        package.put(
            links,
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="%s"></Relationships>'
            % _PACKAGE_RELATIONSHIPS.encode(),
        )
    xml = package.xml(links)
    mask = markup.masked(xml)
    taken = {each.id for each in package.relations(part)}
    number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    outer = markup.root(mask)
    prefix = outer.prefix + b":" if outer and outer.prefix else b""
    kind = kind if "/" in kind else f"{_relation_base(xml)}/{kind}"
    item = b'<%sRelationship Id="rId%d" Type=%s Target=%s/>' % (
        prefix, number, markup.quoted_text(kind), markup.quoted_text(_pointed(part, target)),
    )  # fmt: skip
    if outer is not None and outer.empty:
        opened = xml[outer.start : outer.end].rstrip(b">").rstrip(b"/").rstrip() + b">"
        name = prefix + b"Relationships"
        _put(package, links, [Splice(outer.start, outer.end, opened + item + b"</" + name + b">")])
    else:
        at = mask.rindex(b"</")
        _put(package, links, [Splice(at, at, item)])
    return f"rId{number}"


def add_names(package: Package, items: list[str]) -> None:
    """Add defined names, each a `definedName` element without a prefix."""
    xml = package.xml(package.workbook)
    mask = markup.masked(xml)
    found = markup.element(mask, "definedNames")
    before = found or next(each for name in _AFTER_NAMES[1:] if (each := markup.element(mask, name)) is not None)
    prefix = (before.tag.prefix + b":" if before.tag.prefix else b"").decode()
    content = "".join(items).replace("<definedName", f"<{prefix}definedName").replace("</d", f"</{prefix}d")
    if found is not None and not found.tag.empty:
        splice = Splice(found.inner_end, found.inner_end, content.encode())
    else:
        whole = f"<{prefix}definedNames>{content}</{prefix}definedNames>".encode()
        splice = Splice(before.start if found else before.end, before.end, whole)
    _put(package, package.workbook, [splice])


def add_sheet(package: Package, name: str, xml: bytes, *, state: str = "visible") -> str:
    """Add a sheet after all others; answers its part."""
    folder = posixpath.join(posixpath.dirname(package.workbook), "worksheets")
    number = next(n for n in range(1, 100_000) if not package.has(f"{folder}/sheet{n}.xml"))
    part = f"{folder}/sheet{number}.xml"
    package.put(part, xml)
    add_content_type(package, part, SHEET_TYPE)
    link = add_relation(package, package.workbook, "worksheet", part)
    book = package.xml(package.workbook)
    mask = markup.masked(book)
    sheets = markup.element(mask, "sheets")
    outer = markup.root(mask)
    if sheets is None or outer is None:
        raise ValueError("its workbook lists no sheets")
    ids = [int(each.tag.get("sheetId") or 0) for each in markup.elements(mask, "sheet", sheets.inner, sheets.inner_end)]
    prefix = sheets.tag.prefix + b":" if sheets.tag.prefix else b""
    visible = b"" if state == "visible" else b" state=" + markup.quoted_text(state)
    space, declared = _relation_prefix(outer)
    item = b'<%ssheet name=%s sheetId="%d"%s %s%s:id="%s"/>' % (
        prefix, markup.quoted_text(name), max(ids, default=0) + 1, visible, declared, space, link.encode(),
    )  # fmt: skip
    _put(package, package.workbook, [Splice(sheets.inner_end, sheets.inner_end, item)])
    return part


def hide_sheet(package: Package, name: str) -> None:
    """Hide a sheet so that only a program brings it back."""
    xml = package.xml(package.workbook)
    mask = markup.masked(xml)
    for index, each in enumerate(markup.elements(mask, "sheet")):
        if (each.tag.get("name") or "").casefold() == name.casefold() and each.tag.get("state") != "veryHidden":
            splices = [markup.with_attributes(xml, each.tag, state="veryHidden")]
            for view in markup.elements(mask, "workbookView"):
                splices += [
                    markup.with_attributes(xml, view.tag, **{key: "0"})
                    for key in ("activeTab",)
                    if view.tag.get(key) == str(index)
                ]
            _put(package, package.workbook, splices)
            return


def structure_is_locked(package: Package) -> bool:
    """Whether no sheet may be added or hidden (Review > Protect Workbook)."""
    found = markup.element(markup.masked(package.xml(package.workbook)), "workbookProtection")
    return found is not None and found.tag.get("lockStructure") in {"1", "true", "on"}


def _put(package: Package, part: str, splices: list[Splice]) -> None:
    if splices:
        package.put(part, markup.spliced(package.xml(part), splices))


def _pointed(part: str, target: str) -> str:
    """The target as seen from the part that points at it."""
    return posixpath.relpath(target, posixpath.dirname(part) or ".")


def _relation_base(links: bytes) -> str:
    """The start of relation addresses in this file: strict files have another."""
    found = re.search(rb"Type=[\"'](http://purl\.oclc\.org/ooxml/officeDocument/relationships)/", links)
    return found[1].decode() if found else _RELATIONSHIPS


def _relation_prefix(outer: markup.Tag) -> tuple[bytes, bytes]:
    """The prefix for `r:id`, and its declaration where the workbook has none."""
    found = re.search(
        rb"xmlns:([\w.-]+)\s*=\s*[\"']http://(?:schemas\.openxmlformats\.org/officeDocument/2006|purl\.oclc\.org/ooxml/officeDocument)/relationships[\"']",
        outer.attributes,
    )
    return (found[1], b"") if found else (b"r", b'xmlns:r="%s" ' % _RELATIONSHIPS.encode())
