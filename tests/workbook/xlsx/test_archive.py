"""A zip is copied member by member, whatever dialect of zip it is in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from leadsorted_sheets.workbook.xlsx.archive import Archive

BODIES = {"[Content_Types].xml": b"types", "xl/workbook.xml": b"book" * 500, "xl/media/ä.png": bytes(range(256))}


def streamed(level: int) -> bytes:
    """A zip written to a pipe: sizes stand behind the members, not before them."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.got = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            piece = bytes(data)  # type: ignore[call-overload]  # what zipfile writes is bytes
            self.got += piece
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, body in BODIES.items():
            archive.writestr(name, body)
    return bytes(pipe.got)


def plain(method: int, *, large: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.comment = b"made by hand"
        for name, body in BODIES.items():
            with archive.open(zipfile.ZipInfo(name, (2020, 2, 3, 4, 5, 6)), "w", force_zip64=large) as member:
                member.write(body)
    return out.getvalue()


def backslashed() -> bytes:
    return plain(zipfile.ZIP_DEFLATED).replace(b"xl/workbook.xml", b"xl\\workbook.xml")


ZIPS = {
    "streamed": streamed(6),
    "stored": plain(zipfile.ZIP_STORED),
    "with zip64 sizes": plain(zipfile.ZIP_DEFLATED, large=True),
    "with backslashes": backslashed(),
    "behind other bytes": b"#!junk" + plain(zipfile.ZIP_DEFLATED),
}


@pytest.mark.parametrize("data", ZIPS.values(), ids=ZIPS.keys())
def test_members_are_read_changed_added_and_dropped(data: bytes, tmp_path: Path) -> None:
    archive = Archive(data, "a.xlsx")
    assert {name: archive.read(name) for name in archive.names()} == BODIES
    changed: dict[str, bytes | list[bytes]] = {"XL/Workbook.xml": [b"new ", b"book"], "xl/new.xml": b"new"}
    path = tmp_path / "b.zip"
    path.write_bytes(b"".join(archive.rewritten(changed, ["[Content_Types].xml"])))
    with zipfile.ZipFile(path) as again:
        assert again.testzip() is None
        assert {name.replace("\\", "/"): again.read(name) for name in again.namelist()} == {
            "xl/workbook.xml": b"new book", "xl/media/ä.png": BODIES["xl/media/ä.png"], "xl/new.xml": b"new",
        }  # fmt: skip
        kept = again.getinfo("xl/media/ä.png")
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        before = old.getinfo("xl/media/ä.png")
    assert (kept.date_time, kept.external_attr, kept.CRC, kept.compress_size) == (
        before.date_time, before.external_attr, before.CRC, before.compress_size,
    )  # fmt: skip


def test_a_copy_is_a_zip_that_can_be_copied_again() -> None:
    once = b"".join(Archive(ZIPS["streamed"], "a.xlsx").rewritten({}))
    assert b"".join(Archive(once, "a.xlsx").rewritten({})) == once
