"""Cell styles, append-only: a cell keeps its style unless its number format would make another thing of the value.

A day in a General cell would show as 46085, and a number in a date cell as a day: such a cell
gets a copy of its own style with nothing changed but the number format (ECMA-376, 18.8.10 and 18.8.30).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, TypeAlias

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.workbook.xlsx import markup

Format: TypeAlias = Literal["general", "text", "date", "moment", "time", "duration", "other"]

_BUILT_IN: dict[int, Format] = (
    {0: "general", 49: "text", 22: "moment", 46: "duration"}
    | dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, 50, 51, 52, 53, 54, 57, 58), "date")
    | dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "time")
)
"""The formats that are known by number. 27 to 36 and 50 to 58 are dates and times of East Asian Excels."""
_WRITTEN: dict[str, tuple[int, str]] = {
    "date": (0, "yyyy\\-mm\\-dd"),
    "moment": (0, "yyyy\\-mm\\-dd\\ hh:mm"),
    "time": (20, ""),
    "general": (0, ""),
    "text": (49, ""),
}
"""What we give a cell whose format does not fit: a built-in number, or a code that reads alike in every language."""
_FITS: dict[type, frozenset[Format]] = {
    dt.date: frozenset({"date", "moment"}),
    dt.datetime: frozenset({"date", "moment"}),
    dt.time: frozenset({"time", "moment"}),
    int: frozenset({"general", "text", "other", "duration"}),
    float: frozenset({"general", "text", "other", "duration"}),
}
_NEEDS: dict[type, Format] = {
    dt.date: "date",
    dt.datetime: "moment",
    dt.time: "time",
    int: "general",
    float: "general",
}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_FIRST_OWN_FORMAT = 164
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
"""The lists of a styles part as they follow one another (ECMA-376, CT_Stylesheet)."""


class Styles:
    """The styles part of one workbook: asked for a style index that fits, it appends one where it has none."""

    def __init__(self, xml: bytes) -> None:
        """An empty part is a workbook without styles: it gets the least that a style needs."""
        self._xml = xml or _LEAST
        mask = markup.masked(self._xml)
        self._list = markup.element(mask, "cellXfs")
        self._xfs: list[bytes] = []
        if self._list is not None:
            inner = markup.elements(mask, "xf", self._list.inner, self._list.inner_end)
            self._xfs = [self._xml[each.start : each.end] for each in inner]
        self._codes = {
            int(each.tag.get("numFmtId") or 0): each.tag.get("formatCode") or ""
            for each in _children(mask, "numFmts", "numFmt")
        }
        self._known = len(self._xfs)
        self._new_codes: dict[int, str] = {}
        self._fitting: dict[tuple[int, type, bool], int] = {}
        self._formats: dict[int, Format] = {}

    def fitting(self, style: int, value: Cell, *, text: bool) -> int:
        """The style index under which a cell of this style shows the value for what it is."""
        key = (style, type(value), text)
        found = self._fitting.get(key)
        if found is None:
            found = self._fitting[key] = self._fit(style, value, text)
        return found

    def format(self, style: int) -> Format:
        """What a style makes of a number."""
        if style not in self._formats:
            number = self._number_format(style)
            self._formats[style] = _BUILT_IN.get(number) or kind_of_format(self._codes.get(number, "General"))
        return self._formats[style]

    def append(self, xf: bytes) -> int:
        """The index of this `xf`, appended unless it is there."""
        if xf in self._xfs:
            return self._xfs.index(xf)
        self._xfs.append(xf)
        return len(self._xfs) - 1

    @property
    def xml(self) -> bytes:
        """The part with what was appended."""
        mask = markup.masked(self._xml)
        xml = self._xml
        if len(self._xfs) > self._known and self._list is not None:
            xml = appended(xml, "cellXfs", self._xfs[self._known :])
        if self._new_codes:
            prefix = _prefix(mask)
            items = [
                b"<%snumFmt numFmtId=%s formatCode=%s/>"
                % (prefix, markup.quoted_text(str(number)), markup.quoted_text(code))
                for number, code in self._new_codes.items()
            ]
            xml = appended(xml, "numFmts", items)
        return xml

    @property
    def changed(self) -> bool:
        return len(self._xfs) > self._known

    def _fit(self, style: int, value: Cell, text: bool) -> int:
        now = self.format(style)
        if isinstance(value, str):
            return self._with_format(style, "text") if text and now == "general" else style
        fits = _FITS.get(type(value))
        if fits is None or now in fits:
            return style
        return self._with_format(style, _NEEDS[type(value)])

    def _with_format(self, style: int, wanted: Format) -> int:
        number = self._number_for(wanted)
        xf = self._xfs[style] if style < len(self._xfs) else b"<%sxf/>" % _prefix(self._xml)
        tag = markup.root(xf)
        if tag is None:
            return style
        return self.append(
            markup.spliced(xf, [markup.with_attributes(xf, tag, numFmtId=str(number), applyNumberFormat="1")])
        )

    def _number_for(self, wanted: Format) -> int:
        number, code = _WRITTEN[wanted]
        if not code:
            return number
        for known, spelt in (self._codes | self._new_codes).items():
            if spelt == code:
                return known
        number = max(_FIRST_OWN_FORMAT - 1, *self._codes, *self._new_codes, 0) + 1
        self._new_codes[number] = code
        return number

    def _number_format(self, style: int) -> int:
        if style >= len(self._xfs):
            return 0
        tag = markup.root(self._xfs[style])
        text = tag.get("numFmtId") if tag else None
        return int(text) if text and text.isdigit() else 0


def kind_of_format(code: str) -> Format:
    """What a format code makes of a number.

    >>> [kind_of_format(code) for code in ("General", "@", "dd/mm/yyyy", "d.m.yy hh:mm", "[h]:mm", '0.0 "days"', "h:mm AM/PM")]
    ['general', 'text', 'date', 'moment', 'duration', 'other', 'time']
    """
    bare = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).lower().replace("am/pm", "").replace("a/p", "")
    if "general" in bare or not code.strip():
        return "general"
    if "@" in bare:
        return "text"
    if "[" in bare:
        return "duration"
    day = any(letter in bare for letter in "yd") or ("m" in bare and not any(letter in bare for letter in "hs"))
    hour = any(letter in bare for letter in "hs")
    if day:
        return "moment" if hour else "date"
    return "time" if hour else "other"


def appended(xml: bytes, name: str, items: list[bytes]) -> bytes:
    """The styles part with these items at the end of one of its lists, which is made where it is missing."""
    mask = markup.masked(xml)
    found = markup.element(mask, name)
    prefix = _prefix(mask)
    content = b"".join(items)
    if found is None:
        at = _place_for(mask, name)
        new = b"<%s%s count=%s>%s</%s%s>" % (
            prefix, name.encode(), markup.quoted_text(str(len(items))), content, prefix, name.encode(),
        )  # fmt: skip
        return markup.spliced(xml, [markup.Splice(at, at, new)])
    here = found.tag.prefix + b":" if found.tag.prefix else b""
    if found.tag.empty:
        opened = xml[found.start : found.end].rstrip(b"/>").rstrip() + b">"
        return xml[: found.start] + opened + content + b"</%s%s>" % (here, name.encode()) + xml[found.end :]
    splices = [markup.Splice(found.inner_end, found.inner_end, content)]
    count = found.tag.get("count")
    if count is not None and count.isdigit():
        splices.append(markup.with_attributes(xml, found.tag, count=str(int(count) + len(items))))
    return markup.spliced(xml, splices)


def _place_for(mask: bytes, name: str) -> int:
    """Where a list belongs that is not there yet: behind those that come before it."""
    for earlier in reversed(_ORDER[: _ORDER.index(name)]):
        found = markup.element(mask, earlier)
        if found is not None:
            return found.end
    outer = markup.root(mask)
    return outer.end if outer else 0


def _children(mask: bytes, outer: str, inner: str) -> list[markup.Element]:
    found = markup.element(mask, outer)
    return [] if found is None else list(markup.elements(mask, inner, found.inner, found.inner_end))


def _prefix(mask: bytes) -> bytes:
    outer = markup.root(mask)
    return outer.prefix + b":" if outer and outer.prefix else b""


_LEAST = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
