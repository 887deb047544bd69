"""A workbook's package: its parts, how they point at one another, and the short list of its sheets.

Parts are read when asked for and kept as bytes; `put` and `drop` change what will be written.
Strict and transitional files differ in their relationship addresses, so only the last word of one counts.
"""

from __future__ import annotations

import codecs
import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import unquote

from leadsorted_sheets.errors import Corrupt, NotAWorkbook
from leadsorted_sheets.workbook.xlsx import guards, markup
from leadsorted_sheets.workbook.xlsx.archive import Archive

Visibility: TypeAlias = Literal["visible", "hidden", "veryHidden"]

CONTENT_TYPES = "[Content_Types].xml"
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")


@dataclass(frozen=True, slots=True)
class Relation:
    """A pointer from one part to another: `kind` is the last word of its address ("worksheet", "table")."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in the order of the tabs. `part` is its XML; `grid` is false for a chart or a dialogue sheet."""

    name: str
    part: str
    state: Visibility = "visible"
    grid: bool = True


class Revision:
    """Names a content that comes in pieces."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def update(self, piece: bytes) -> None:
        self._sum.update(piece)

    @property
    def name(self) -> str:
        return self._sum.hexdigest()[:32]


class Package:
    """The parts of one workbook file."""

    def __init__(self, data: bytes, path: str) -> None:
        """Raises errors.BadInput where the bytes are no workbook we can read."""
        guards.check_kind(data, path)
        self.path = path
        self.data = data
        self.archive = Archive(data, path)
        self._parts: dict[str, bytes] = {}
        self._changed: dict[str, bytes | list[bytes]] = {}
        self._dropped: set[str] = set()
        self.recoded: set[str] = set()
        """The parts read so far that are not in UTF-8: legal, but not every library knows it."""
        self._relations: dict[str, tuple[Relation, ...]] = {}
        self.workbook = self._find_workbook()
        self._sheets: tuple[Sheet, ...] | None = None

    @property
    def revision(self) -> str:
        """Names the content: the same bytes, the same revision."""
        revision = Revision()
        revision.update(self.data)
        return revision.name

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets in the order of their tabs."""
        if self._sheets is None:
            self._sheets = tuple(self._listed_sheets())
        return self._sheets

    @property
    def counts_from_1904(self) -> bool:
        """Whether day 0 is 1 January 1904, as on the first Macintoshes."""
        setting = markup.element(markup.masked(self.xml(self.workbook)), "workbookPr")
        return setting is not None and setting.tag.get("date1904") in {"1", "true", "on"}

    @property
    def changed(self) -> bool:
        return bool(self._changed or self._dropped)

    def names(self) -> tuple[str, ...]:
        """The parts there are, with those put and without those dropped."""
        known = [name for name in self.archive.names() if name.lower() not in self._dropped]
        return (*known, *(name for name in self._changed if name not in self.archive))

    def has(self, name: str) -> bool:
        key = name.lower()
        return key not in self._dropped and (name in self._changed or name in self.archive)

    def xml(self, name: str) -> bytes:
        """A part's XML as it will be written, as UTF-8. Raises errors.Corrupt where it is missing or not XML."""
        changed = self._changed.get(name)
        if changed is not None:
            return changed if isinstance(changed, bytes) else b"".join(changed)
        if name not in self._parts:
            if not self.has(name):
                raise Corrupt(self.path, f"its part {name} is missing")
            self._parts[name] = self._as_utf8(self.archive.read(name), name)
        return self._parts[name]

    def put(self, name: str, xml: bytes | list[bytes]) -> None:
        """The part will hold this (a list: in pieces)."""
        if not self.has(name) or name.lower().endswith(".rels"):  # what points where may be another by now
            self._relations.clear()
            self._sheets = None
        elif name == self.workbook:
            self._sheets = None
        self._changed[name] = xml
        self._dropped.discard(name.lower())

    def drop(self, name: str) -> None:
        self._changed.pop(name, None)
        self._dropped.add(name.lower())
        self._relations.clear()
        self._sheets = None

    def pieces(self, level: int = 3) -> Iterator[bytes]:
        """The new file, in pieces. At level 3 packing takes less than half the time of level 6 and an eighth more space."""
        return self.archive.rewritten(self._changed, self._dropped, level)

    def reopened(self) -> Package:
        """The package as it would be read again."""
        return Package(b"".join(self.pieces()), self.path)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Where a part points; targets are full part names."""
        if part not in self._relations:
            self._relations[part] = tuple(self._read_relations(part))
        return self._relations[part]

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """The parts it points at in that way."""
        return tuple(each.target for each in self.relations(part) if each.kind == kind and not each.external)

    def parts_like(self, start: str, end: str = ".xml") -> Iterable[str]:
        """The parts whose names start and end so, such as all charts."""
        return [name for name in self.names() if name.lower().startswith(start) and name.lower().endswith(end)]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name; Excel minds no case in it."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    def _find_workbook(self) -> str:
        try:
            found = self.related("", "officeDocument")
            types = self.xml(CONTENT_TYPES)
        except Corrupt as damage:
            raise NotAWorkbook(
                self.path, "a zip archive", "If a workbook is inside, unpack it first and use that."
            ) from damage
        if b"opendocument" in types or not found:
            raise NotAWorkbook(self.path, "a zip archive", "If a workbook is inside, unpack it first and use that.")
        if not self.has(found[0]):
            raise Corrupt(self.path, f"its part {found[0]} is missing")
        if found[0].lower().endswith(".bin"):
            raise NotAWorkbook(
                self.path, "a binary workbook (.xlsb)", "Open it in Excel, save it as .xlsx and use that."
            )
        outermost = markup.root(markup.masked(self.xml(found[0])))
        if outermost is None or outermost.name != "workbook":
            raise NotAWorkbook(
                self.path, "another kind of Office document", "Copy its table to a workbook and use that."
            )
        return found[0]

    def _listed_sheets(self) -> Iterator[Sheet]:
        xml = markup.masked(self.xml(self.workbook))
        targets = {each.id: each for each in self.relations(self.workbook)}
        for element in markup.elements(xml, "sheet"):
            link = targets.get(element.tag.get("id") or "")
            if link is None or not self.has(link.target):
                raise Corrupt(self.path, f"its sheet {element.tag.get('name')!r} is missing")
            state = element.tag.get("state")
            yield Sheet(
                element.tag.get("name") or "",
                link.target,
                "veryHidden" if state == "veryHidden" else "hidden" if state == "hidden" else "visible",
                grid=link.kind == "worksheet",
            )

    def _read_relations(self, part: str) -> Iterator[Relation]:
        name = relations_part(part)
        if not self.has(name):
            return
        for element in markup.elements(markup.masked(self.xml(name)), "Relationship"):
            target = element.tag.get("Target") or ""
            external = element.tag.get("TargetMode") == "External"
            kind = (element.tag.get("Type") or "").rpartition("/")[2]
            yield Relation(
                element.tag.get("Id") or "", kind, target if external else self._resolved(part, target), external
            )

    def _resolved(self, part: str, target: str) -> str:
        """The full name of a target, as the zip spells it."""
        path = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(part), target)
        name = posixpath.normpath(path).lstrip("/")
        if not self.has(name) and "%" in name:
            name = unquote(name)
        return self.archive.spelling(name)

    def _as_utf8(self, raw: bytes, name: str) -> bytes:
        if b"<!DOCTYPE" in raw[:2000] or b"<!ENTITY" in raw[:2000]:
            raise Corrupt(self.path, f"its part {name} defines its own entities")
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            encoding = "utf-16"
        else:
            declared = _DECLARATION.match(raw[:200])
            encoding = declared[1].decode().lower() if declared else "utf-8"
            if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
                return raw.removeprefix(codecs.BOM_UTF8)
        self.recoded.add(name)
        try:
            text = raw.decode(encoding)
        except (LookupError, UnicodeDecodeError) as damage:
            raise Corrupt(self.path, f"its part {name} is not in the encoding it names") from damage
        return re.sub(r"^(<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']", r"\1", text).encode()


def relations_part(part: str) -> str:
    """Where a part's pointers are kept.

    >>> relations_part("xl/workbook.xml"), relations_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
