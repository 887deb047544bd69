"""The container: what Excel is strict about."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.addin.compound_file import compound_file
from tests.addin.compound_files import Sloppy, streams

NAMES = st.text("abcXYZ_019 .", min_size=1, max_size=31)
CONTENTS = st.one_of(st.binary(max_size=200), st.sampled_from([0, 63, 64, 65, 511, 4095, 4096, 4097, 9000]).map(bytes))


def _distinct(tree) -> bool:
    inner = [node for node in tree.values() if isinstance(node, dict)]
    return len({name.upper() for name in tree}) == len(tree) and all(map(_distinct, inner))


TREES = st.recursive(
    st.dictionaries(NAMES, CONTENTS, max_size=12),
    lambda trees: st.dictionaries(NAMES, st.one_of(CONTENTS, trees), max_size=6),
    max_leaves=30,
).filter(_distinct)


def flat(tree, path: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, node in tree.items():
        found |= flat(node, f"{path}{name}/") if isinstance(node, dict) else {path + name: node}
    return found


@given(TREES)
def test_what_goes_in_comes_out_and_no_rule_of_the_format_is_broken(tree) -> None:
    assert streams(compound_file(tree)) == flat(tree)


@given(TREES)
def test_olefile_finds_nothing_to_complain_about(tree) -> None:
    data = compound_file(tree)
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_POTENTIAL) as read:
        assert read.parsing_issues == []
        there = {"/".join(path): read.openstream(path).read() for path in read.listdir(streams=True, storages=False)}
    assert there == flat(tree)


def test_a_file_of_several_hundred_sectors_needs_several_fat_sectors() -> None:
    tree = {f"Stream{n}": bytes([n]) * (5000 + 300 * n) for n in range(120)}
    assert streams(compound_file(tree)) == tree


@pytest.mark.parametrize("sectors", range(118, 132))
def test_every_size_around_the_edge_of_a_fat_sector_fits(sectors: int) -> None:
    """A FAT sector tells of 128 sectors, of itself too."""
    tree = {"Stream": bytes(range(256)) * 2 * sectors}
    assert streams(compound_file(tree)) == tree


def test_more_than_the_header_can_list_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 7 MB"):
        compound_file({"Big": bytes(8_000_000)})


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "a\\b", "a:b", "a!b", "naïve"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a name"):
        compound_file({name: b""})


def test_names_that_differ_in_case_only_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing but case"):
        compound_file({"dir": b"", "DIR": b""})


EXCEL_FILES = Path(__file__).parent.parent / "data" / "excel_files"


def test_the_strict_reader_reads_what_excel_saved() -> None:
    """So it is as strict as Excel and no stricter, but for the times that Excel notes."""
    with zipfile.ZipFile(EXCEL_FILES / "macro01.xlsm") as package:
        saved = package.read("xl/vbaProject.bin")
    assert {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT"} <= set(streams(saved, timed=True))
    with pytest.raises(Sloppy, match="times are zero"):
        streams(saved)


def _swapped_siblings(data: bytearray) -> None:
    at = data.index("dir".encode("utf-16-le") + b"\0\0")
    data[at : at + 6] = "zzz".encode("utf-16-le")


def _orphan(data: bytearray) -> None:
    data += bytes(512)


def _red(data: bytearray) -> None:
    data[data.index("dir".encode("utf-16-le")) + 67] = 7


def _longer(data: bytearray) -> None:
    data[data.index("dir".encode("utf-16-le")) + 120] += 65


def _cross_linked(data: bytearray) -> None:
    first = data.index("Big1".encode("utf-16-le"))
    second = data.index("Big2".encode("utf-16-le"))
    data[second + 116 : second + 120] = data[first + 116 : first + 120]


@pytest.mark.parametrize("spoil", [_swapped_siblings, _orphan, _red, _longer, _cross_linked])
def test_the_strict_reader_sees_what_is_sloppy(spoil) -> None:
    data = bytearray(compound_file({"dir": b"x" * 70, "zza": b"y", "Big1": bytes(5000), "Big2": bytes(5000)}))
    streams(bytes(data))
    spoil(data)
    with pytest.raises(Sloppy):
        streams(bytes(data))
