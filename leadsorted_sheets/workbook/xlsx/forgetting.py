"""What else of a person a package keeps once their rows are gone: shared strings, links, values that a program computed.

Cells no longer point at a shared string, but its text would still be in the file. What is the user's own (comments, text
boxes, a pivot table's copy of its rows, other sheets) is left and named.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator

from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.forget import Words
from leadsorted_sheets.workbook.xlsx import markup, workbook_part
from leadsorted_sheets.workbook.xlsx.markup import Element, Splice
from leadsorted_sheets.workbook.xlsx.package import Package, Sheet, relations_part

_SHARED = re.compile(rb"<(?:\w+:)?c\b[^>]*?\bt\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v\b[^>]*>\s*(\d+)\s*<")
_CACHED = re.compile(
    rb"(<(?:\w+:)?c\b[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*)<((?:\w+:)?)v>([^<]*)</(?:\w+:)?v>"
)
_KINDS = (
    ("xl/comments", "a note on a cell"),
    ("xl/threadedcomments", "a comment on a cell"),
    ("xl/pivotcache", "a pivot table's own copy of the rows: refresh it in Excel (Data, Refresh all) and save"),
    ("xl/drawings", "a text box or a picture's text"),
    ("xl/charts", "a chart's own copy of its figures: open the workbook in Excel and save it"),
    ("docprops", "the document's properties"),
)


def forgotten(package: Package, words: Words, own: Collection[str]) -> list[Finding]:
    """Take the words out of what only the file keeps; answers what still holds them.

    `own` are the sheets that hold our tabs, whose cells were seen to one by one.
    """
    shared = _shared_strings(package, words)
    for sheet in package.sheets:
        if sheet.grid and _holds(words, package.xml(sheet.part)):
            _computed(package, sheet, words)
        if sheet.grid:
            _links(package, sheet, words)
    return list(_left(package, words, own, shared))


def _shared_strings(package: Package, words: Words) -> set[str]:
    """The sheets with a cell whose shared text holds the words.

    A text that no cell points at any more becomes an empty one, so that the numbers of the others stay: of a person
    whose row is gone that is every part, a first name by itself too.
    """
    numbers = {
        sheet.part: {int(used[1]) for used in _SHARED.finditer(package.xml(sheet.part))}
        for sheet in package.sheets
        if sheet.grid
    }
    used = set().union(*numbers.values())
    holding: set[int] = set()
    for part in package.related(package.workbook, "sharedStrings"):
        xml = package.xml(part)
        gone = []
        for n, item in enumerate(markup.elements(markup.masked(xml), "si")):
            if n not in used:
                gone.append(item)
            elif words.holds(markup.text_of(xml[item.inner : item.inner_end])):
                holding.add(n)
        if gone:
            package.put(part, markup.spliced(xml, [_emptied(item) for item in gone]))
    return {part for part, held in numbers.items() if held & holding}


def _emptied(item: Element) -> Splice:
    prefix = item.tag.prefix + b":" if item.tag.prefix else b""
    return Splice(item.inner, item.inner_end, b"<%st/>" % prefix)


def _computed(package: Package, sheet: Sheet, words: Words) -> None:
    """What a formula last showed; it is computed again when the workbook is next opened."""
    xml = package.xml(sheet.part)

    def emptied(found: re.Match[bytes]) -> bytes:
        return found[1] if words.holds(html.unescape(found[3].decode())) else found[0]

    new = _CACHED.sub(emptied, xml)
    if new != xml:
        package.put(sheet.part, new)
        workbook_part.request_calculation(package)


def _links(package: Package, sheet: Sheet, words: Words) -> None:
    """A link to the person's address, which Excel makes of every address that is typed."""
    links = {each.id for each in package.relations(sheet.part) if each.external and words.holds(each.target)}
    xml = package.xml(sheet.part)
    mask = markup.masked(xml)
    every = list(markup.elements(mask, "hyperlink"))
    gone = [each for each in every if each.tag.get("id") in links or words.holds(_said(each))]
    if not gone:
        return
    whole = markup.element(mask, "hyperlinks")
    cuts = [Splice(each.start, each.end, b"") for each in gone]
    if len(gone) == len(every) and whole is not None:
        cuts = [Splice(whole.start, whole.end, b"")]
    package.put(sheet.part, markup.spliced(xml, cuts))
    links |= {id for each in gone if (id := each.tag.get("id"))}
    name = relations_part(sheet.part)
    if links and package.has(name):
        rels = package.xml(name)
        targets = markup.elements(markup.masked(rels), "Relationship")
        out = [Splice(each.start, each.end, b"") for each in targets if each.tag.get("Id") in links]
        package.put(name, markup.spliced(rels, out))


def _said(link: Element) -> str:
    return "\n".join(link.tag.get(name) or "" for name in ("display", "tooltip", "location"))


def _left(package: Package, words: Words, own: Collection[str], shared: Collection[str]) -> Iterator[Finding]:
    sheets = {sheet.part: sheet.name for sheet in package.sheets}
    for part in package.names():
        if not part.lower().endswith((".xml", ".rels", ".vml")) or sheets.get(part) in own:
            continue
        if part not in sheets and part in package.related(package.workbook, "sharedStrings"):
            continue  # a text that is still there is one of a cell, and its sheet is named
        if part in shared or _holds(words, package.xml(part)):
            where = next((what for start, what in _KINDS if part.lower().startswith(start)), f"the part {part}")
            what = f"The sheet {sheets[part]}" if part in sheets else f"{where[0].upper()}{where[1:]}"
            message = f"{what}: the name, an address or a number of the person stands there too. It is your own, so it was left."
            yield Finding("warning", sheets.get(part, "Leads"), None, None, "forget.also-named", message)


def _holds(words: Words, xml: bytes) -> bool:
    text = xml.decode(errors="replace")
    return words.holds(html.unescape(text) if "&" in text else text)
