"""The zip around a workbook, member by member: what is not changed is copied as it is, compressed bytes and all.

`zipfile` reads the directory; it cannot copy a member raw, so we write the zip ourselves
(PKWARE APPNOTE 6.3.10, without zip64: what we open is bounded well below it).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping

from leadsorted_sheets.errors import Corrupt
from leadsorted_sheets.workbook.xlsx import guards

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_UTF8_NAME = 0x800
_NEW_MEMBER_TIME = (0, 0x21)
"""1 January 1980, the zip's zero: the same changes give the same bytes."""


class Archive:
    """A zip held in memory. Names are as the package spells them: forward slashes, no case."""

    def __init__(self, data: bytes, path: str) -> None:
        """Raises errors.Corrupt, errors.TooLarge or errors.Encrypted where the zip is not to be trusted."""
        self._data = data
        self._path = path
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                infos = opened.infolist()
                self._comment = opened.comment
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as damage:
            raise Corrupt(path, f"its zip is damaged ({damage})") from damage
        guards.check_members(infos, path)
        self._members = {_key(info.orig_filename): info for info in infos}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def names(self) -> tuple[str, ...]:
        """The members in their order, as they are spelt."""
        return tuple(_spelt(info.orig_filename) for info in self._members.values())

    def spelling(self, name: str) -> str:
        """The name as the archive spells it; as it is where there is no such member."""
        info = self._members.get(_key(name))
        return name if info is None else _spelt(info.orig_filename)

    def read(self, name: str) -> bytes:
        """A member's content, checked against its length and sum. Raises KeyError where there is none."""
        info = self._members[_key(name)]
        raw = self._raw(info)
        try:
            content = raw if info.compress_type == zipfile.ZIP_STORED else _inflated(raw, info.file_size)
        except zlib.error as damage:
            raise Corrupt(self._path, f"{_spelt(info.orig_filename)} is damaged ({damage})") from damage
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise Corrupt(self._path, f"{_spelt(info.orig_filename)} is damaged (its check sum is wrong)")
        return content

    def rewritten(
        self, changed: Mapping[str, bytes | Iterable[bytes]], dropped: Iterable[str] = (), level: int = 6
    ) -> Iterator[bytes]:
        """The zip again, in pieces, with these members' content changed or added and those dropped."""
        fresh = {_key(name): (name, content) for name, content in changed.items()}
        gone = {_key(name) for name in dropped}
        directory: list[bytes] = []
        at = 0
        for key, info in self._members.items():
            if key in gone:
                continue
            entry = fresh.pop(key, None)
            member = self._copied(info) if entry is None else _packed(info, entry[1], level)
            directory.append(_listed(info, member, at))
            at += member.size
            yield from member.pieces
        for name, content in fresh.values():
            info = _new_member(name)
            member = _packed(info, content, level)
            directory.append(_listed(info, member, at))
            at += member.size
            yield from member.pieces
        listing = b"".join(directory)
        yield listing
        yield _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), len(listing), at, len(self._comment))
        yield self._comment

    def _raw(self, info: zipfile.ZipInfo) -> bytes:
        start, _extra = self._start(info)
        if start + info.compress_size > len(self._data):
            raise Corrupt(self._path, f"{_spelt(info.orig_filename)} is cut short")
        return self._data[start : start + info.compress_size]

    def _start(self, info: zipfile.ZipInfo) -> tuple[int, bytes]:
        """Where the member's content starts, and the extra field of its own header."""
        at = info.header_offset
        header = self._data[at : at + _LOCAL.size]
        if len(header) < _LOCAL.size or header[:4] != b"PK\3\4":
            raise Corrupt(self._path, "its zip is damaged (a member is not where the directory says)")
        name_length, extra_length = _LOCAL.unpack(header)[-2:]
        extra_at = at + _LOCAL.size + name_length
        return extra_at + extra_length, self._data[extra_at : extra_at + extra_length]

    def _copied(self, info: zipfile.ZipInfo) -> _Member:
        start, extra = self._start(info)
        content = memoryview(self._data)[start : start + info.compress_size]
        facts = (info.compress_type, info.CRC, info.compress_size, info.file_size)
        return _Member(info, facts, (bytes(content),), _kept(extra))


class _Member:
    """A member as it goes into the new zip: `facts` are its method, CRC and packed and unpacked sizes."""

    def __init__(
        self, info: zipfile.ZipInfo, facts: tuple[int, int, int, int], content: tuple[bytes, ...], extra: bytes = b""
    ) -> None:
        method, *rest = facts
        self.facts = (method, *_moment(info), *rest)
        self.flags = info.flag_bits & _UTF8_NAME
        name = _name_bytes(info)
        header = _LOCAL.pack(b"PK\3\4", 20, self.flags, *self.facts, len(name), len(extra))
        self.pieces = (header, name, extra, *content)
        self.size = sum(map(len, self.pieces))


def _packed(info: zipfile.ZipInfo, content: bytes | Iterable[bytes], level: int) -> _Member:
    engine = zlib.compressobj(level, zlib.DEFLATED, -15)
    crc = unpacked = 0
    pieces: list[bytes] = []
    for piece in (content,) if isinstance(content, bytes) else content:
        crc = zlib.crc32(piece, crc)
        unpacked += len(piece)
        pieces.append(engine.compress(piece))
    pieces.append(engine.flush())
    return _Member(info, (zipfile.ZIP_DEFLATED, crc, sum(map(len, pieces)), unpacked), tuple(pieces))


def _listed(info: zipfile.ZipInfo, member: _Member, at: int) -> bytes:
    """The member's entry in the directory."""
    name, extra = _name_bytes(info), _kept(info.extra)
    made_by = (info.create_system << 8) | info.create_version
    head = _CENTRAL.pack(
        b"PK\1\2", made_by, 20, member.flags, *member.facts, len(name), len(extra), len(info.comment),
        0, info.internal_attr, info.external_attr, at,
    )  # fmt: skip
    return head + name + extra + info.comment


def _new_member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 0
    if not name.isascii():
        info.flag_bits |= _UTF8_NAME
    return info


def _moment(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    if not 1980 <= year <= 2107:
        return _NEW_MEMBER_TIME
    return (hour << 11) | (minute << 5) | (second // 2), ((year - 1980) << 9) | (month << 5) | day


def _kept(extra: bytes) -> bytes:
    """The extra field without the zip64 sizes, which no longer say what the header says."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept


def _inflated(raw: bytes, declared: int) -> bytes:
    """The content, unpacked to one byte more than declared at most: a lie is seen, not followed."""
    return zlib.decompressobj(-15).decompress(raw, declared + 1)


def _name_bytes(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")


def _spelt(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _key(name: str) -> str:
    return _spelt(name).lower()
