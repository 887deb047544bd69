"""XML as bytes: find tags, read and set their attributes, cut and paste. Nothing is parsed into a tree.

A part we change keeps every byte we do not own, its prefixes, quotes and spaces included, so
edits are splices at offsets. Comments and CDATA are blanked out in the copy that is searched,
never in the copy that is cut.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TAG = re.compile(rb"<(/?)(?:([\w.-]+):)?([\w.-]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x(?=[0-9A-Fa-f]{4}_)")
_SPACED = re.compile(r"^\s|\s$|[\n\t]|  ")
_SPECIAL = re.compile(f"{_UNSAFE.pattern}|{_SPACED.pattern}")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_x": "_x005F_x"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: where it is in its part, and its name without the prefix."""

    start: int
    end: int
    name: str
    prefix: bytes
    attributes: bytes
    closing: bool
    empty: bool

    def get(self, name: str) -> str | None:
        """An attribute's text, or None. Ask for a prefixed one by its local name."""
        found = _attribute(self.attributes, name)
        return None if found is None else html.unescape((found[2] or found[3] or b"").decode())


@dataclass(frozen=True, slots=True)
class Element:
    """A whole element: `start` to `end`, its content `inner` to `inner_end`."""

    tag: Tag
    start: int
    end: int
    inner: int
    inner_end: int


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `text` in the place of the bytes from `start` to `end`."""

    start: int
    end: int
    text: bytes


def spliced(xml: bytes, splices: Iterable[Splice]) -> bytes:
    """The bytes after the cuts, which may come in any order and must not overlap.

    >>> spliced(b"abcdef", [Splice(4, 5, b"E"), Splice(1, 1, b"-")])
    b'a-bcdEf'
    """
    pieces: list[bytes] = []
    at = 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        pieces += (xml[at : splice.start], splice.text)
        at = splice.end
    return b"".join((*pieces, xml[at:]))


def masked(xml: bytes) -> bytes:
    """The part with comments and CDATA blanked out, byte for byte as long: for searching, not for cutting."""
    if b"<!" not in xml:
        return xml
    return _HIDDEN.sub(lambda found: b" " * len(found[0]), xml)


def tags(xml: bytes, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """The tags in order. Give the masked part."""
    for found in _TAG.finditer(xml, start, len(xml) if end is None else end):
        attributes = found[4]
        empty = attributes.endswith(b"/")
        yield Tag(
            found.start(), found.end(), found[3].decode(), found[2] or b"",
            attributes[:-1] if empty else attributes, bool(found[1]), empty,
        )  # fmt: skip


def root(xml: bytes) -> Tag | None:
    """The outermost tag."""
    return next(tags(xml), None)


def elements(xml: bytes, name: str, start: int = 0, end: int | None = None) -> Iterator[Element]:
    """The elements of that name, whatever their prefix; those inside one of the same name are not told apart.

    >>> [e.tag.get("a") for e in elements(b"<x:r a='1'><b/></x:r><r a=\\"2\\"/>", "r")]
    ['1', '2']
    """
    finish = len(xml) if end is None else end
    pattern = re.compile(rb"<(?:[\w.-]+:)?" + name.encode() + rb"(?=[\s/>])")
    at = start
    while found := pattern.search(xml, at, finish):
        tag = next(tags(xml, found.start(), finish), None)
        if tag is None:
            return
        element = _whole(xml, tag, finish)
        yield element
        at = element.end


def element(xml: bytes, name: str, start: int = 0, end: int | None = None) -> Element | None:
    """The first element of that name, or None."""
    return next(elements(xml, name, start, end), None)


def text_of(xml: bytes) -> str:
    """The text between two tags: entities and CDATA taken out."""
    pieces = re.split(rb"<!\[CDATA\[(.*?)\]\]>", xml, flags=re.DOTALL)
    return "".join(
        piece.decode() if n % 2 else html.unescape(re.sub(rb"<[^>]*>", b"", piece).decode())
        for n, piece in enumerate(pieces)
    )


def with_attributes(xml: bytes, tag: Tag, **values: str | None) -> Splice:
    """The tag with these attributes set, each where it was, new ones last; None takes one out."""
    attributes = tag.attributes
    for name, value in values.items():
        found = _attribute(attributes, name)
        if found is not None:
            quoted = b"" if value is None else found[1] + b"=" + quoted_text(value)
            head = attributes[: found.start()]
            attributes = (head if value is not None else head.rstrip()) + quoted + attributes[found.end() :]
        elif value is not None:
            attributes = attributes.rstrip() + b" " + name.encode() + b"=" + quoted_text(value)
    at = tag.start + xml[tag.start : tag.end].index(tag.attributes) if tag.attributes else -1
    if at < 0:
        at = tag.end - (2 if tag.empty else 1)
    return Splice(at, at + len(tag.attributes), attributes)


def quoted_text(value: str) -> bytes:
    """An attribute's value in double quotes.

    >>> quoted_text('5" & more')
    b'"5&quot; &amp; more"'
    """
    return b'"' + html.escape(value, quote=False).replace('"', "&quot;").replace("\n", "&#10;").encode() + b'"'


def escaped(text: str) -> str:
    """Text for an element of a sheet: entities, and what XML cannot hold as `_xHHHH_` (ECMA-376, ST_Xstring).

    >>> escaped("a<b"), escaped("\\x07"), escaped("_x000D_")
    ('a&lt;b', '_x0007_', '_x005F_x000D_')
    """
    return _UNSAFE.sub(_safe, text)


def is_special(text: str) -> bool:
    """Whether the text needs `escaped` or xml:space; most texts need neither.

    >>> is_special("Ann Lee"), is_special("Ann  Lee"), is_special("A&B")
    (False, True, True)
    """
    return _SPECIAL.search(text) is not None


def keeps_space(text: str) -> bool:
    """Whether the element needs xml:space="preserve"."""
    return _SPACED.search(text) is not None


def unescaped(text: str) -> str:
    """Text as it was before `escaped` (its entities are gone already).

    >>> unescaped("a_x000a_b"), unescaped("_x005F_x000a_")
    ('a\\nb', '_x000a_')
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _attribute(attributes: bytes, name: str) -> re.Match[bytes] | None:
    wanted = name.encode()
    for found in _ATTRIBUTE.finditer(attributes):
        if found[1] == wanted or found[1].rpartition(b":")[2] == wanted != b"xmlns":
            return found
    return None


def _whole(xml: bytes, tag: Tag, finish: int) -> Element:
    if tag.empty:
        return Element(tag, tag.start, tag.end, tag.end, tag.end)
    name = tag.prefix + b":" + tag.name.encode() if tag.prefix else tag.name.encode()
    closing = re.compile(rb"</" + re.escape(name) + rb"\s*>").search(xml, tag.end, finish)
    if closing is None:
        raise ValueError(f"<{name.decode()}> is never closed")
    return Element(tag, tag.start, closing.end(), tag.end, closing.start())


def _safe(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0]) or f"_x{ord(found[0]):04X}_"
