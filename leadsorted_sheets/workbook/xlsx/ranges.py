"""Ranges that follow a table: what covered all its rows still does after it has grown or shrunk.

Drop-downs, conditional formats, filters and names are written as ranges, in attributes
(`sqref`), in text (`xm:sqref` of the extensions) and in the formulas of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leadsorted_sheets.workbook.xlsx import formulas, markup
from leadsorted_sheets.workbook.xlsx.markup import Splice
from leadsorted_sheets.workbook.xlsx.refs import LAST_ROW, Box, box

FOLLOWING = {
    "dataValidation": "sqref",
    "conditionalFormatting": "sqref",
    "ignoredError": "sqref",
    "autoFilter": "ref",
    "sortState": "ref",
}
_TEXT_RANGE = re.compile(rb"<(?:[\w.-]+:)?sqref(?:\s[^>]*)?>([^<]*)</[\w.:-]+\s*>(\s*</(?:[\w.-]+:)?sparkline\s*>)?")


@dataclass(frozen=True, slots=True)
class Resize:
    """What happened to a table's rows: they grew to `grown` (a row number), then `dropped` rows went."""

    data: Box
    grown: int
    dropped: int = 0
    totals: int = 0

    @property
    def bottom(self) -> int:
        return self.grown - self.dropped

    @property
    def changes(self) -> bool:
        return self.bottom != self.data.bottom

    def follows(self, area: Box) -> bool:
        """Whether a range covers all the rows of the table, in some of its columns or in all."""
        data = self.data
        inside = data.left <= area.left and area.right <= data.right
        around = area.left <= data.left and data.right <= area.right
        return (inside or around) and area.top <= data.top and area.bottom >= data.bottom

    def resized(self, area: Box) -> Box:
        """The range as it is afterwards.

        >>> resize = Resize(Box(2, 1, 10, 5), grown=14)
        >>> [str(resize.resized(area)) for area in (Box(2, 3, 10, 3), Box(2, 3, 9, 3), Box(1, 1, 12, 5))]
        ['C2:C14', 'C2:C9', 'A1:E14']
        """
        if area.bottom == LAST_ROW or not self.follows(area):
            return area
        if area.bottom == self.data.bottom:
            grown = self.grown
        elif area.bottom <= self.data.bottom + self.totals:
            grown = area.bottom + self.grown - self.data.bottom
        else:
            grown = max(area.bottom, self.grown)
        return replace(area, bottom=max(area.top, grown - self.dropped))


@dataclass(frozen=True, slots=True)
class TextRange:
    """A list of ranges written as an element's text, and where it stands."""

    start: int
    end: int
    text: str
    sparkline: bool


def text_ranges(mask: bytes, start: int = 0, end: int | None = None) -> Iterator[TextRange]:
    """The `xm:sqref` of extended formats, drop-downs and sparklines."""
    for found in _TEXT_RANGE.finditer(mask, start, len(mask) if end is None else end):
        yield TextRange(found.start(1), found.end(1), markup.text_of(found[1]), bool(found[2]))


def following(xml: bytes, start: int, end: int, resizes: Sequence[Resize]) -> Iterator[Splice]:
    """The splices that let the ranges between two offsets of a sheet follow its tables. Give the masked part."""
    for tag in markup.tags(xml, start, end):
        attribute = None if tag.closing else FOLLOWING.get(tag.name)
        old = tag.get(attribute) if attribute else None
        if attribute and old is not None:
            new = resized_list(old, resizes)
            if new != old:
                yield markup.with_attributes(xml, tag, **{attribute: new})
    for found in text_ranges(xml, start, end):
        new = resized_list(found.text, resizes)
        if new != found.text and not found.sparkline:
            yield Splice(found.start, found.end, new.encode())


def resized_list(sqref: str, resizes: Sequence[Resize]) -> str:
    """A list of ranges after the tables changed; what did not change is spelt as before."""
    words = []
    for word in sqref.split(" "):
        area = box(word)
        if area is None:
            words.append(word)
            continue
        new = area
        for resize in resizes:
            new = resize.resized(new)
        words.append(word if new == area else str(new))
    return " ".join(words)


def resized_names(workbook: bytes, sheet: str, resizes: Sequence[Resize]) -> Iterator[Splice]:
    """The splices that let the workbook's defined names follow the tables of a sheet. Give the masked part."""
    for name in markup.elements(workbook, "definedName"):
        old = markup.text_of(workbook[name.inner : name.inner_end])
        new = _resized_formula(old, sheet, resizes)
        if new != old:
            yield Splice(name.inner, name.inner_end, markup.escaped(new).encode())


def with_dimension(xml: bytes, limit: int, area: Box | None) -> Iterator[Splice]:
    """The splice that makes a sheet's `dimension` this box; none where it has none or says so already."""
    found = markup.element(xml, "dimension", 0, limit)
    if found is not None and area is not None and (found.tag.get("ref") or "") != str(area):
        yield markup.with_attributes(xml, found.tag, ref=str(area))


def dimension(xml: bytes, limit: int) -> Box | None:
    """The box a sheet says its cells are in."""
    found = markup.element(xml, "dimension", 0, limit)
    return box(found.tag.get("ref") or "") if found else None


def _resized_formula(formula: str, sheet: str, resizes: Sequence[Resize]) -> str:
    old = formulas.pieces("=" + formula)
    new = [_resized_piece(piece, sheet, resizes) for piece in old]
    return formula if list(old) == new else formulas.shown(new).removeprefix("=")


def _resized_piece(piece: formulas.Piece, sheet: str, resizes: Sequence[Resize]) -> formulas.Piece:
    if isinstance(piece, str) or piece.last is None or piece.sheet_name.casefold() != sheet.casefold():
        return piece
    if not piece.first.row or not piece.last.row:
        return piece
    area = piece.box
    for resize in resizes:
        area = resize.resized(area)
    if piece.first.row > piece.last.row:
        return replace(piece, first=replace(piece.first, row=area.bottom))
    return replace(piece, last=replace(piece.last, row=area.bottom))
