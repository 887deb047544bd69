"""How a VBA project packs its text and hides its three small secrets: [MS-OVBA] 2.4.1 and 2.4.3."""

from __future__ import annotations

import struct

_CHUNK = 4096
_SHORTEST = 3


def compressed(data: bytes) -> bytes:
    """`data` in the container of [MS-OVBA] 2.4.1.

    Raises ValueError where the last chunk cannot be packed into 4,096 bytes: the format would pad it with zeros, and
    the text would come back longer than it was. Text never does that, noise of 3,641 to 4,095 bytes would.
    """
    out = bytearray(b"\x01")
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        packed = _packed(chunk)
        if len(packed) < _CHUNK or (len(packed) == _CHUNK and len(chunk) < _CHUNK):
            out += struct.pack("<H", 0xB000 | (len(packed) - 1)) + packed  # the size counts these two bytes, less three
        elif len(chunk) == _CHUNK:
            out += struct.pack("<H", 0x3FFF) + chunk
        else:
            raise ValueError("the last part cannot be packed without growing")
    return bytes(out)


def _packed(chunk: bytes) -> bytes:
    """Groups of a flag byte and eight tokens; a token is a byte as it is, or two bytes that point back."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(chunk):
        flags_at, flags = len(out), 0
        out.append(0)
        for bit in range(8):
            if at >= len(chunk):
                break
            length, source = _longest(chunk, at, seen)
            if length:
                flags |= 1 << bit
                out += struct.pack("<H", (at - source - 1) << (16 - _offset_bits(at)) | (length - _SHORTEST))
            else:
                out.append(chunk[at])
            for passed in range(at, at + (length or 1)):
                seen.setdefault(chunk[passed : passed + _SHORTEST], []).append(passed)
            at += length or 1
        out[flags_at] = flags
    return bytes(out)


def _longest(chunk: bytes, at: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """How long the text at `at` repeats what came before, and where that was; 0 where it does not."""
    if not at:
        return 0, 0
    limit = min((0xFFFF >> _offset_bits(at)) + _SHORTEST, len(chunk) - at)
    best, source = 0, 0
    if limit < _SHORTEST:
        return best, source
    for candidate in reversed(seen.get(chunk[at : at + _SHORTEST], ())):
        length = _SHORTEST
        while length < limit and chunk[candidate + length] == chunk[at + length]:
            length += 1
        if length > best:
            best, source = length, candidate
            if length == limit:
                break
    return best, source


def _offset_bits(at: int) -> int:
    """How many of a token's sixteen bits tell the distance, `at` bytes into the chunk: [MS-OVBA] 2.4.1.3.19.1."""
    return max(4, (at - 1).bit_length())


def encrypted(data: bytes, project_id: str, *, seed: int) -> str:
    """`data` as the PROJECT stream spells it, [MS-OVBA] 2.4.3.2. It hides nothing: the key is the sum of the id's bytes."""
    key = sum(project_id.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    before, last, last_but_one = key, out[2], out[1]
    for byte in bytes((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        hidden = byte ^ ((last_but_one + before) & 0xFF)
        out.append(hidden)
        before, last, last_but_one = byte, hidden, last
    return bytes(out).hex().upper()
