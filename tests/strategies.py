"""What hypothesis draws books, cells and changes from. One place, so that every law sees the same hard cases."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from leadsorted_sheets.core.cell import Error, Formula, canon

HARD_TEXTS = (
    "x",
    "y",
    "z",
    "1",
    "é",
    "é",
    "a\r\nb",
    "=1+1",
    "'01",
    " ",
    "00123",
    "2026-01-02",
    "TRUE",
    "_x0041_",
    "<&>\"'",
)
texts = st.sampled_from(HARD_TEXTS) | st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=6)
days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
moments = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 12, 31)).map(lambda at: at.replace(microsecond=0))
numbers = st.integers(-(2**40), 2**40) | st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6))
raw_cells = st.none() | st.booleans() | texts | numbers | days | moments
cells = raw_cells.map(canon).filter(lambda cell: cell is not None)
few_cells = st.sampled_from(["x", "y", 1, 2.5, True, dt.date(2026, 1, 2)])
all_cells = cells | st.just(Error("#N/A")) | st.just(Formula("=A1"))

fields = st.sampled_from(["Email", "Owner", "Company", "Their column"])
keys = st.sampled_from(["L-1", "L-2", "L-3", "#7", "#8"])
rows = st.dictionaries(fields, few_cells, max_size=3)
tables = st.dictionaries(keys, rows, min_size=1, max_size=4)
books = st.dictionaries(st.sampled_from(["Leads", "Activities"]), tables, max_size=2)
