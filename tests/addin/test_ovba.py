"""Packing and hiding, each checked by somebody else's reader."""

from __future__ import annotations

import struct

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadsorted_sheets.addin.ovba import compressed, encrypted
from tests.addin.olevba import unpacked

TEXTS = st.one_of(
    st.binary(max_size=600),
    st.lists(st.sampled_from([b"    End If\r\n", b"ab", b"Public Sub ", b"\0", b"x" * 70]), max_size=400).map(b"".join),
    st.tuples(st.binary(min_size=1, max_size=5), st.integers(1, 9000)).map(lambda given: given[0] * given[1]),
    st.tuples(st.randoms(use_true_random=False), st.integers(0, 9000), st.integers(1, 255)).map(
        lambda given: bytes(given[0].randrange(given[2]) for _ in range(given[1]))
    ),
)


PUBLISHED = (
    (b"abcdefghijklmnopqrstuv.", "01 19b0 00 6162636465666768 00 696a6b6c6d6e6f70 00 7172737475762e"),
    (b"a" * 73, "01 03b0 02 61 4500"),
)


@pytest.mark.parametrize(("text", "packed"), PUBLISHED)
def test_the_examples_of_the_specification_are_packed_as_it_shows_them(text: bytes, packed: str) -> None:
    """[MS-OVBA] 3.2.1 and 3.2.3: nothing repeats, and nothing else happens."""
    assert compressed(text) == bytes.fromhex(packed.replace(" ", ""))


@given(TEXTS)
def test_what_is_packed_comes_out_as_it_was(data: bytes) -> None:
    try:
        packed = compressed(data)
    except ValueError:
        assume(False)
    assert unpacked(packed) == data


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 16, 17, 32, 33, 4095, 4096, 4097, 8192, 45_838])
def test_every_length_around_the_edges_of_the_format_survives(length: int) -> None:
    data = (b"Public Function LS_" + bytes(range(32, 127))) * 500
    assert unpacked(compressed(data[:length])) == data[:length]


def test_noise_that_fills_whole_chunks_is_stored_as_it_is() -> None:
    noise = _noise(8192)
    packed = compressed(noise)
    assert packed == b"\x01\xff\x3f" + noise[:4096] + b"\xff\x3f" + noise[4096:]
    assert unpacked(packed) == noise


@pytest.mark.parametrize("repeated", range(440, 475))
def test_chunks_that_just_fit_and_just_do_not_come_out_as_they_were(repeated: int) -> None:
    data = b"x" * repeated + _noise(4096 - repeated)
    assert unpacked(compressed(data)) == data


def test_noise_that_the_format_would_pad_is_refused() -> None:
    assert unpacked(compressed(_noise(3640))) == _noise(3640)
    with pytest.raises(ValueError, match="without growing"):
        compressed(_noise(3700))


def test_text_gets_shorter() -> None:
    assert len(compressed(b"    End If\r\n" * 1000)) < 150


@given(st.binary(min_size=1, max_size=40), st.text("{}-0123456789ABCDEF", min_size=1), st.integers(0, 255))
def test_what_is_hidden_can_be_read_with_the_key_of_the_project(data: bytes, project_id: str, seed: int) -> None:
    assert _revealed(encrypted(data, project_id, seed=seed)) == (data, sum(project_id.encode()) & 0xFF)


def _revealed(text: str) -> tuple[bytes, int]:
    """[MS-OVBA] 2.4.3.3: the data and the project's key."""
    raw = bytes.fromhex(text)
    seed, version, key = raw[0], raw[1] ^ raw[0], raw[2] ^ raw[0]
    assert version == 2
    plain = bytearray([key])
    for at in range(3, len(raw)):
        plain.append(raw[at] ^ ((raw[at - 2] + plain[-1]) & 0xFF))
    content = plain[1 + (seed & 6) // 2 :]
    (length,) = struct.unpack_from("<I", content)
    assert len(content) == 4 + length
    return bytes(content[4:]), key


def _noise(length: int) -> bytes:
    """Bytes in which no three in a row come twice within a chunk."""
    state, out = 1, bytearray()
    while len(out) < length:
        state = state * 6364136223846793005 + 1442695040888963407 & 0xFFFFFFFFFFFFFFFF
        out.append(state >> 33 & 0xFF)
    return bytes(out)
