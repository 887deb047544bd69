"""What both sides agreed on: packed into the file, and unpacked as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.state import squeeze
from leadsorted_sheets.sync.base import Base, first_base, pack, unpack
from tests.strategies import cells

rows = st.dictionaries(st.sampled_from(["Email", "Owner", "Score", "Their column"]), cells, max_size=4)
keys = st.sampled_from(["L-1", "L-2", "1001"])
bases = st.builds(
    Base,
    st.dictionaries(st.sampled_from(["Leads", "Sources", "_decisions"]), st.dictionaries(keys, rows, max_size=3)),
    st.dictionaries(st.sampled_from(["Leads", "Sources"]), st.lists(st.sampled_from(["Email", "x"])).map(tuple)),
    st.dictionaries(st.just("Leads"), st.dictionaries(st.just("Colour"), st.sampled_from(["here", "there"]))),
    st.text(max_size=5),
    st.text(max_size=5),
    st.just("2026-03-10 12:00"),
)


def with_ids(base: Base) -> Base:
    """Rows say their own id, as those of a book do."""
    names = {"Leads": "Lead ID", "Sources": "Source"}
    tables: Book = {
        tab: {key: ({names[tab]: key, **row} if tab in names else row) for key, row in table.items()}
        for tab, table in base.tables.items()
    }
    return Base(tables, base.columns, base.parted, base.partner, base.revision, base.when)


@given(bases.map(with_ids))
def test_law_what_is_packed_is_unpacked(base: Base) -> None:
    again = unpack(pack(base))
    assert again == base
    assert all(type(again.tables[tab][key][name]) is type(cell) for tab, key, name, cell in _cells(base.tables))
    assert pack(again) == pack(base)


def _cells(book: Book) -> list[tuple[str, str, str, object]]:
    return [(t, k, n, c) for t, table in book.items() for k, row in table.items() for n, c in row.items()]


def test_an_id_that_is_a_number_in_the_cell_stays_one() -> None:
    base = Base({"Leads": {"1001": {"Lead ID": 1001}, "L-1": {"Lead ID": "L-1"}}})
    assert unpack(pack(base)) == base


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        squeeze("{}"),
        squeeze('{"format":2}'),
        squeeze('{"format":1,"partner":"","revision":"","when":"","columns":{},"parted":{},"tables":{"Leads":{"keys":["a"],"columns":{"Email":[]}}}}'),
        pack(first_base())[:-8],
    ],
)  # fmt: skip
def test_damage_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="what both sides agreed on cannot be read"):
        unpack(text)


def test_the_time_and_the_revision_are_no_difference() -> None:
    one = Base({"Leads": {"a": {"Email": "x"}}}, {"Leads": ("Email", "Owner")}, revision="1", when="now")
    other = Base({"Leads": {"a": {"Email": "x"}}}, {"Leads": ("Owner", "Email")}, revision="2", when="then")
    assert one.holds_the_same_as(other)
    assert not one.holds_the_same_as(Base({"Leads": {"a": {"Email": "y"}}}, one.columns))
    assert not one.holds_the_same_as(Base(one.tables, {"Leads": ("Email",)}))
    assert not one.holds_the_same_as(Base(one.tables, one.columns, {"Leads": {"Colour": "here"}}))
    assert not one.holds_the_same_as(Base(one.tables, one.columns, partner="gsheet:K"))
    assert not first_base().holds_the_same_as(first_base())
