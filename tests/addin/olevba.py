"""olevba, the reader that malware analysts use, as an opinion of somebody else on what we wrote."""

from __future__ import annotations

import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it calls pyparsing by names that pyparsing has since renamed
    from oletools.olevba import VBA_Parser, decompress_stream


def unpacked(data: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(data)))


def macros(path: Path) -> dict[str, bytes]:
    """The text of every module by its stream."""
    parser = VBA_Parser(str(path))
    try:
        found = parser.extract_macros()
        return {stream: code.encode("cp1252") for _, stream, _, code in found if stream.startswith("VBA/")}
    finally:
        parser.close()
