"""A compound file, [MS-CFB] version 3: the container of a VBA project.

Excel takes a project away ("Removed Part: /xl/vbaProject.bin") where its container is sloppy, so this writer keeps
to the letter: the children of a storage are one search tree in the order of [MS-CFB] 2.6.4, every node is black, no
sector is left without an owner, class ids and times are zero.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Storage = Mapping[str, "bytes | Storage"]
"""What a storage holds, by name: a stream is bytes, a storage another mapping."""

SECTOR, MINI_SECTOR, CUTOFF = 512, 64, 4096
"""A stream below CUTOFF bytes lives in sectors of 64 bytes inside the mini stream."""

_FREE, _END, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1
_PER_SECTOR = SECTOR // 4
_IN_HEADER = 109
"""So many FAT sectors are listed in the header: room for 7 MB. A VBA project of ours is 0.1 MB."""
_FORBIDDEN = frozenset("/\\:!")


@dataclass(slots=True)
class _Entry:
    """A line of the directory; its links are filled in as the tree is laid out."""

    name: str
    kind: int
    data: bytes = b""
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = 0

    def raw(self) -> bytes:
        wide = self.name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(wide), self.kind, _BLACK, self.left, self.right, self.child)
        class_id_state_and_times = bytes(16 + 4 + 8 + 8)
        return wide.ljust(64, b"\0") + links + class_id_state_and_times + struct.pack("<IQ", self.start, len(self.data))


_UNUSED = bytes(68) + struct.pack("<III", _FREE, _FREE, _FREE) + bytes(48)


def compound_file(tree: Storage) -> bytes:
    """The bytes of a compound file with `tree` in it. Equal trees give equal bytes.

    Raises ValueError where a name cannot be one, or where the content needs more than 7 MB.
    """
    entries = [_Entry("Root Entry", _ROOT)]
    _place(tree, entries, parent=0)
    mini_stream, mini_fat = _small_streams(entries)
    entries[0].data = mini_stream
    big = [entry for entry in entries if entry.kind == _STREAM and len(entry.data) >= CUTOFF]
    directory_sectors = -(-len(entries) * 128 // SECTOR)
    contents = [mini_fat, mini_stream, *(entry.data for entry in big)]
    sizes = [directory_sectors, *(-(-len(content) // SECTOR) for content in contents)]
    fat, starts = _fat(sizes)
    entries[0].start = starts[2]
    for entry, start in zip(big, starts[3:], strict=True):
        entry.start = start
    directory = b"".join(entry.raw() for entry in entries)
    directory += _UNUSED * ((directory_sectors * SECTOR - len(directory)) // 128)
    header = _header(len(fat) // _PER_SECTOR, directory=starts[0], mini_fat=starts[1], mini_fat_sectors=sizes[1])
    body = [content.ljust(size * SECTOR, b"\0") for content, size in zip((directory, *contents), sizes, strict=True)]
    return b"".join((header, struct.pack(f"<{len(fat)}I", *fat), *body))


def _place(tree: Storage, entries: list[_Entry], *, parent: int) -> None:
    """Append an entry for everything in `tree`, and link the children of `parent`."""
    children: list[int] = []
    for name, node in tree.items():
        _check(name)
        children.append(len(entries))
        if isinstance(node, bytes):
            entries.append(_Entry(name, _STREAM, node))
        else:
            entries.append(_Entry(name, _STORAGE))
            _place(node, entries, parent=children[-1])
    children.sort(key=lambda at: (len(entries[at].name), entries[at].name.upper()))
    if len({entries[at].name.upper() for at in children}) < len(children):
        raise ValueError("two names in one storage differ in nothing but case")
    entries[parent].child = _balanced(children, entries)


def _balanced(children: Sequence[int], entries: list[_Entry]) -> int:
    """The root of a search tree of `children`, which come in order."""
    if not children:
        return _FREE
    middle = len(children) // 2
    at = children[middle]
    entries[at].left = _balanced(children[:middle], entries)
    entries[at].right = _balanced(children[middle + 1 :], entries)
    return at


def _check(name: str) -> None:
    if not name or len(name) > 31 or not name.isascii() or _FORBIDDEN & set(name):
        raise ValueError(f"{name!r} cannot be a name in a compound file")


def _small_streams(entries: Sequence[_Entry]) -> tuple[bytes, bytes]:
    """The mini stream and its allocation table; the entries of small streams learn where they begin."""
    stream = bytearray()
    table: list[int] = []
    for entry in entries:
        if entry.kind != _STREAM or len(entry.data) >= CUTOFF:
            continue
        count = -(-len(entry.data) // MINI_SECTOR)
        entry.start = len(table) if count else _END
        table += _chain(len(table), count)
        stream += entry.data.ljust(count * MINI_SECTOR, b"\0")
    table += [_FREE] * (-len(table) % _PER_SECTOR)
    return bytes(stream), struct.pack(f"<{len(table)}I", *table)


def _fat(sizes: Sequence[int]) -> tuple[list[int], list[int]]:
    """The allocation table for contents of so many sectors each, one after the other, and where each begins.

    The table's own sectors come first.
    """
    own = 1
    while own * _PER_SECTOR < sum(sizes) + own:
        own += 1
    if own > _IN_HEADER:
        raise ValueError("the content needs more than 7 MB")
    table = [_FAT_SECTOR] * own
    starts: list[int] = []
    for size in sizes:
        starts.append(len(table) if size else _END)
        table += _chain(len(table), size)
    return table + [_FREE] * (own * _PER_SECTOR - len(table)), starts


def _chain(first: int, count: int) -> list[int]:
    """The table's entries for `count` sectors in a row: each names the next, the last says END."""
    return [*range(first + 1, first + count), _END] if count else []


def _header(fat_sectors: int, *, directory: int, mini_fat: int, mini_fat_sectors: int) -> bytes:
    """[MS-CFB] 2.2. The numbers of the FAT's own sectors follow, padded with FREE to the end of the sector."""
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", bytes.fromhex("D0CF11E0A1B11AE1"),
        0x3E, 3, 0xFFFE, 9, 6,  # minor and major version, little endian, sectors of 2^9 and 2^6 bytes
        0, fat_sectors, directory, 0, CUTOFF, mini_fat, mini_fat_sectors, _END, 0,
    )  # fmt: skip
    return head + struct.pack(f"<{fat_sectors}I", *range(fat_sectors)).ljust(_IN_HEADER * 4, b"\xff")
