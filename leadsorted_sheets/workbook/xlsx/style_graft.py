"""Styles of another workbook appended to this one's: each list grows at its end, and indexes are translated.

Nothing that is there changes. Equal entries are shared, so grafting twice adds nothing.
"""

from __future__ import annotations

import re
from functools import cached_property

from leadsorted_sheets.workbook.xlsx import markup
from leadsorted_sheets.workbook.xlsx.styles import appended

_FIRST_OWN_FORMAT = 164
_LISTS = ("fonts", "fills", "borders")
_ITEM = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf", "numFmts": "numFmt"}
_POINTER = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}


class StyleGraft:
    """Takes styles over one by one, as they are asked for."""

    def __init__(self, target: bytes, source: bytes) -> None:
        self._target = target
        self._source = source
        outer = markup.root(markup.masked(target))
        self._prefix = outer.prefix + b":" if outer and outer.prefix else b""
        self._lists = {name: _items(target, name) for name in _ITEM}
        self._known = {name: len(items) for name, items in self._lists.items()}
        self._from = {name: _items(source, name) for name in _ITEM}
        self._styles: dict[int, int] = {}

    def style(self, index: int) -> int:
        """The index here of the source's cell style."""
        if index not in self._styles:
            self._styles[index] = self._style(index)
        return self._styles[index]

    def difference(self, index: int) -> int:
        """The index here of the source's differential style, as conditional formats and tables use it."""
        return self._taken("dxfs", self._from["dxfs"][index])

    @property
    def xml(self) -> bytes:
        """The target's styles with all that was taken over."""
        xml = self._target
        for name, items in self._lists.items():
            new = items[self._known[name] :]
            if new:
                xml = appended(xml, name, new)
        return xml

    def _style(self, index: int) -> int:
        xf = self._from["cellXfs"][index] if index < len(self._from["cellXfs"]) else b"<xf/>"
        tag = markup.root(xf)
        if tag is None:
            return 0
        changes: dict[str, str | None] = {"xfId": "0"}
        for name in _LISTS:
            at = int(tag.get(_POINTER[name]) or 0)
            if at < len(self._from[name]):
                changes[_POINTER[name]] = str(self._taken(name, self._from[name][at]))
        number = int(tag.get("numFmtId") or 0)
        if number >= _FIRST_OWN_FORMAT:
            changes["numFmtId"] = str(self._number_format(number))
        return self._taken("cellXfs", markup.spliced(xf, [markup.with_attributes(xf, tag, **changes)]))

    def _number_format(self, number: int) -> int:
        code = self._source_codes.get(number, "General")
        for known, spelt in self._codes().items():
            if spelt == code:
                return known
        new = max(_FIRST_OWN_FORMAT - 1, *self._codes(), 0) + 1
        item = b"<numFmt numFmtId=%s formatCode=%s/>" % (
            markup.quoted_text(str(new)), markup.quoted_text(code),
        )  # fmt: skip
        self._taken("numFmts", item)
        return new

    @cached_property
    def _source_codes(self) -> dict[int, str]:
        return _codes(self._from["numFmts"])

    def _codes(self) -> dict[int, str]:
        return _codes(self._lists["numFmts"])

    def _taken(self, name: str, item: bytes) -> int:
        """The index of this entry, appended in the target's prefix unless it is there."""
        spelt = re.sub(rb"<(/?)(?:[\w.-]+:)?(?=[\w])", rb"<\1" + self._prefix, item)
        items = self._lists[name]
        if spelt not in items:
            items.append(spelt)
        return items.index(spelt)


def _items(xml: bytes, name: str) -> list[bytes]:
    mask = markup.masked(xml)
    found = markup.element(mask, name)
    if found is None:
        return []
    return [xml[each.start : each.end] for each in markup.elements(mask, _ITEM[name], found.inner, found.inner_end)]


def _codes(items: list[bytes]) -> dict[int, str]:
    tags = [tag for item in items if (tag := markup.root(item)) is not None]
    return {int(tag.get("numFmtId") or 0): tag.get("formatCode") or "" for tag in tags}
