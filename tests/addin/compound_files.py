"""A reader of compound files that forgives nothing: every rule of [MS-CFB] that can be checked is.

Written from the specification alone, and on purpose without a line of the writer's. It also reads files that Excel saved.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass

FREE, END, FAT, DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
NOBODY = 0xFFFFFFFF


class Sloppy(AssertionError):
    """The rule that is broken."""


@dataclass(frozen=True)
class Line:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


def streams(data: bytes, *, timed: bool = False) -> dict[str, bytes]:
    """Every stream by its path. Raises Sloppy where a rule is broken.

    Excel notes when a storage was made (`timed`); what is built twice alike cannot.
    """
    return _Reader(data, timed=timed).streams()


def _must(holds: bool, rule: str) -> None:
    if not holds:
        raise Sloppy(rule)


class _Reader:
    def __init__(self, data: bytes, *, timed: bool) -> None:
        self.data, self.timed = data, timed
        _must(len(data) % 512 == 0 and len(data) >= 1536, "the file is whole sectors")
        _must(data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the signature")
        _must(data[8:24] == bytes(16), "the header's class id is zero")
        _must(struct.unpack_from("<5H", data, 24) == (0x3E, 3, 0xFFFE, 9, 6), "version, byte order, sector sizes")
        _must(data[34:40] == bytes(6), "reserved bytes are zero")
        (
            directory_sectors, self.fat_count, self.directory_start, _, cutoff, self.mini_fat_start,
            self.mini_fat_count, more_start, more_count,
        ) = struct.unpack_from("<9I", data, 40)  # fmt: skip
        _must(directory_sectors == 0, "version 3 does not count the directory's sectors")
        _must(cutoff == 4096, "the mini stream's cutoff")
        _must((more_start, more_count) == (END, 0), "no FAT sectors beyond the header's list")
        self.total = len(data) // 512 - 1
        listed = struct.unpack_from("<109I", data, 76)
        self.fat_sectors = listed[: self.fat_count]
        _must(all(at < self.total for at in self.fat_sectors), "FAT sectors exist")
        _must(all(at == FREE for at in listed[self.fat_count :]), "the rest of the list is free")
        self.fat = [entry for at in self.fat_sectors for entry in struct.unpack("<128I", self.sector(at))]
        _must(len(self.fat) >= self.total, "the FAT covers the file")
        _must(all(entry == FREE for entry in self.fat[self.total :]), "the FAT ends with the file")
        _must(all(self.fat[at] == FAT for at in self.fat_sectors), "FAT sectors are marked as such")
        self.owned = set(self.fat_sectors)
        _must(len(self.owned) == self.fat_count, "FAT sectors are listed once")

    def sector(self, at: int) -> bytes:
        return self.data[512 * (at + 1) : 512 * (at + 2)]

    def chain(self, start: int) -> list[bytes]:
        found, at = [], start
        while at != END:
            _must(at < self.total, "a chain stays in the file")
            _must(at not in self.owned, "a sector has one owner")
            self.owned.add(at)
            found.append(self.sector(at))
            at = self.fat[at]
        return found

    def streams(self) -> dict[str, bytes]:
        lines = [self.line(b) for b in _split(b"".join(self.chain(self.directory_start)), 128)]
        root = lines[0]
        _must((root.name, root.kind, root.left, root.right) == ("Root Entry", 5, NOBODY, NOBODY), "the root entry")
        _must(sum(line.kind == 5 for line in lines) == 1, "there is one root")
        mini_fat_sectors = self.chain(self.mini_fat_start)
        _must(len(mini_fat_sectors) == self.mini_fat_count, "the mini FAT's sectors are counted")
        mini_fat = struct.unpack(f"<{128 * len(mini_fat_sectors)}I", b"".join(mini_fat_sectors))
        held = self.chain(root.start)
        _must(len(held) == -(-root.size // 512), "the mini stream is as long as the root says")
        mini_stream, mini_owned = b"".join(held)[: root.size], set()
        _must(root.size % 64 == 0, "the mini stream is whole mini sectors")
        found: dict[str, bytes] = {}
        for path, line in self.tree(lines):
            _must(line.kind != 2 or line.child == NOBODY, "a stream has no children")
            if line.kind == 1:
                _must((line.start, line.size) == (0, 0), "a storage has no content")
            elif line.size == 0:
                _must(line.start == END, "an empty stream begins nowhere")
                found[path] = b""
            elif line.size < 4096:
                pieces, at = [], line.start
                while at != END:
                    _must(64 * at < root.size and at not in mini_owned, "a mini sector exists and has one owner")
                    mini_owned.add(at)
                    pieces.append(mini_stream[64 * at : 64 * at + 64])
                    at = mini_fat[at]
                _must(len(pieces) == -(-line.size // 64), "a small stream is as long as it says")
                found[path] = b"".join(pieces)[: line.size]
            else:
                sectors = self.chain(line.start)
                _must(len(sectors) == -(-line.size // 512), "a stream is as long as it says")
                found[path] = b"".join(sectors)[: line.size]
        _must(mini_owned == set(range(root.size // 64)), "no mini sector is without an owner")
        _must(all(entry == FREE for entry in mini_fat[root.size // 64 :]), "the mini FAT ends with its stream")
        _must(self.owned == set(range(self.total)), "no sector is without an owner")
        return found

    def line(self, raw: bytes) -> Line:
        length, kind, colour, left, right, child = struct.unpack_from("<HBBIII", raw, 64)
        _must(kind in {0, 1, 2, 5}, "an entry is of a known kind")
        if kind == 0:
            _must((length, left, right, child) == (0, NOBODY, NOBODY, NOBODY), "an unused entry is empty")
            _must(raw[:64] == bytes(64) and raw[80:] == bytes(48), "an unused entry is zero")
            return Line("", 0, left, right, child, 0, 0)
        _must(colour in {0, 1}, "a node is red or black")
        _must(2 < length <= 64 and length % 2 == 0, "a name's length")
        _must(raw[length - 2 : 64] == bytes(66 - length), "a name ends in zeros")
        _must(raw[80:96] == bytes(16), "class ids are zero")
        _must(raw[100:116] == bytes(16) or (self.timed and kind in {1, 5}), "times are zero")
        start, size = struct.unpack_from("<IQ", raw, 116)
        return Line(raw[: length - 2].decode("utf-16-le"), kind, left, right, child, start, size)

    def tree(self, lines: list[Line]) -> Iterator[tuple[str, Line]]:
        """Everything below the root by its path; the order of every search tree is checked."""
        seen: set[int] = {0}

        def below(at: int, path: str) -> list[tuple[str, Line]]:
            if at == NOBODY:
                return []
            _must(at < len(lines) and at not in seen, "an entry is in the tree once")
            seen.add(at)
            line = lines[at]
            _must(line.kind in {1, 2}, "only storages and streams are in the tree")
            return [*below(line.left, path), (path, line), *below(line.right, path)]

        waiting = [(lines[0].child, "")]
        while waiting:
            children = below(*waiting.pop())
            ranks = [(len(line.name.encode("utf-16-le")), line.name.upper()) for _, line in children]
            _must(all(one < next_one for one, next_one in itertools.pairwise(ranks)), "siblings are in order")
            for path, line in children:
                yield path + line.name, line
                if line.kind == 1:
                    waiting.append((line.child, f"{path}{line.name}/"))
        _must(seen == {at for at, line in enumerate(lines) if line.kind}, "every entry is in the tree")


def _split(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]
