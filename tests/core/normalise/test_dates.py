"""Dates are read by the evidence of their column, and never guessed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.cell import canon
from leadsorted_sheets.core.normalise.dates import (
    WHY_EPOCH,
    WHY_ONE_READING,
    WHY_SERIAL,
    WHY_ZONE,
    read_column,
)
from leadsorted_sheets.core.normalise.verdict import Verdict

BERLIN = ZoneInfo("Europe/Berlin")
LATEST = dt.date(2026, 6, 2)


def column(*cells, order="auto"):
    return read_column(cells, zone=BERLIN, latest=LATEST, order=order)


def day(year, month, number):
    return Verdict(dt.date(year, month, number), WHY_ONE_READING)


def moment(*parts, why=WHY_ONE_READING):
    return Verdict(dt.datetime(*parts), why)


# fmt: off
@pytest.mark.parametrize(("typed", "verdict"), [
    ("2026-03-04",                      day(2026, 3, 4)),
    ("2026/03/04",                      day(2026, 3, 4)),
    ("2026.3.4",                        day(2026, 3, 4)),
    ("25/12/2025",                      day(2025, 12, 25)),
    ("12/25/2025",                      day(2025, 12, 25)),
    ("04/04/2026",                      day(2026, 4, 4)),
    ("25.12.25",                        day(2025, 12, 25)),
    ("25. 12. 2025",                    day(2025, 12, 25)),
    ("4 March 2026",                    day(2026, 3, 4)),
    ("March 4th, 2026",                 day(2026, 3, 4)),
    ("4. März 2026",                    day(2026, 3, 4)),
    ("4 mars 2026",                     day(2026, 3, 4)),
    ("4 de marzo de 2026",              day(2026, 3, 4)),
    ("4 marzo 2026",                    day(2026, 3, 4)),
    ("4 de março de 2026",              day(2026, 3, 4)),
    ("4 maart 2026",                    day(2026, 3, 4)),
    ("4 marca 2026",                    day(2026, 3, 4)),
    ("04-Mar-26",                       day(2026, 3, 4)),
    ("1er août 2025",                   day(2025, 8, 1)),
    ("Wed, 4 Mar 2026",                 day(2026, 3, 4)),
    ("04-Mar-99",                       day(1999, 3, 4)),
    ("2026-03-04 05:06",                moment(2026, 3, 4, 5, 6)),
    ("2026-03-04T05:06:07.123",         moment(2026, 3, 4, 5, 6, 7)),
    ("25/12/2025 5:06 pm",              moment(2025, 12, 25, 17, 6)),
    ("25.12.2025, 17:06 Uhr",           moment(2025, 12, 25, 17, 6)),
    ("4 mars 2026 à 10h30",             moment(2026, 3, 4, 10, 30)),
    ("2026-03-04 00:00:00",             day(2026, 3, 4)),
    ("2026-03-04T05:06:07Z",            moment(2026, 3, 4, 6, 6, 7, why=WHY_ZONE)),
    ("2026-03-04 05:06:07 +0200",       moment(2026, 3, 4, 4, 6, 7, why=WHY_ZONE)),
    ("2026-07-04 05:06 UTC",            moment(2026, 7, 4, 7, 6, why=WHY_ZONE)),
    ("Wed, 4 Mar 2026 10:30:00 +0000",  moment(2026, 3, 4, 11, 30, why=WHY_ZONE)),
    ("45321",                           Verdict(dt.date(2024, 1, 30), WHY_SERIAL)),
    ("45321.5",                         Verdict(dt.datetime(2024, 1, 30, 12), WHY_SERIAL)),
    (45321,                             Verdict(dt.date(2024, 1, 30), WHY_SERIAL)),
    (45321.25,                          Verdict(dt.datetime(2024, 1, 30, 6), WHY_SERIAL)),
    (dt.date(2026, 3, 4),               None),
    (dt.datetime(2026, 3, 4, 5),        None),
    (True,                              None),
])
def test_a_date_of_one_reading_needs_no_evidence(typed, verdict):
    assert column().read(typed) == verdict


@pytest.mark.parametrize(("cells", "order", "typed", "read", "why"), [
    (["25/12/2025"],                          "auto", "03/04/2026", dt.date(2026, 4, 3), "date: day before month, as in the rest of the column"),
    (["12/25/2025"],                          "auto", "03/04/2026", dt.date(2026, 3, 4), "date: month before day, as in the rest of the column"),
    (["25.12.25"],                            "auto", "03/04/26",   dt.date(2026, 4, 3), "date: day before month, as in the rest of the column"),
    (["25.12.2025", "12/25/2025"],            "auto", "03.04.2026", dt.date(2026, 4, 3), "date: day before month, as in the column's other dates with dots"),
    (["25.12.2025", "12/25/2025"],            "auto", "03/04/2026", dt.date(2026, 3, 4), "date: month before day, as in the column's other dates with slashes"),
    (["12/25/2025"],                          "DMY",  "03/04/2026", dt.date(2026, 4, 3), "date: day before month, as Preferences say"),
    (["25/12/2025"],                          "MDY",  "03/04/2026", dt.date(2026, 3, 4), "date: month before day, as Preferences say"),
    (["25/12/2025"],                          "YMD",  "03/04/2026", dt.date(2026, 4, 3), "date: day before month, as in the rest of the column"),
    ([],                                      "YMD",  "26-03-04",   dt.date(2026, 3, 4), "date: year first, as Preferences say"),
    (["25/12/2025"],                          "auto", "03/04/99",   dt.date(1999, 4, 3), "date: day before month, as in the rest of the column"),
])
def test_a_date_of_two_readings_is_read_by_its_column(cells, order, typed, read, why):
    assert column(*cells, order=order).read(typed) == Verdict(read, why)


@pytest.mark.parametrize(("cells", "order", "why_not"), [
    ([],                                      "auto", "and nothing else in the column shows which"),
    (["03/04/2026", "2026-12-25"],            "auto", "and nothing else in the column shows which"),
    (["31/02/2026"],                          "auto", "and nothing else in the column shows which"),
    (["25/12/2025 99:99"],                    "auto", "and nothing else in the column shows which"),
    (["25/12/2025", "12/25/2025"],            "auto", "and the rest of the column shows both orders"),
    ([],                                      "YMD",  "and nothing else in the column shows which"),
])
def test_without_evidence_a_person_decides(cells, order, why_not):
    verdict = column(*cells, order=order).read("03/04/2026")
    message = f'"03/04/2026" is 3 April 2026 or 4 March 2026, {why_not}. Left as it is until you decide.'
    assert (verdict.value, verdict.doubt.severity, verdict.doubt.message) == ("03/04/2026", "review", message)


@pytest.mark.parametrize("typed", ["31/02/2026", "2026-13-01", "0000-00-00", "29/02/2027", "2026-03-04 25:00", "30 February 2026"])
def test_a_day_that_does_not_exist_is_kept_and_flagged(typed):
    verdict = column().read(typed)
    assert (verdict.value, verdict.doubt.severity, verdict.doubt.message) == (typed, "warning", f'"{typed}" is no day or time that exists. Left as it is.')


@pytest.mark.parametrize("typed", ["today", "2024", "Mar 2026", "12:30", "next week", 7, 2024, 1767225600])
def test_what_is_no_date_is_kept_and_flagged(typed):
    verdict = column().read(typed)
    assert (verdict.value, verdict.doubt.severity, verdict.doubt.message) == (typed, "warning", f'"{typed}" is not a date we can read. Left as it is.')
# fmt: on


def test_seconds_since_1970_are_read_only_where_the_whole_column_is():
    moment_read = Verdict(dt.datetime(2026, 1, 1, 1), WHY_EPOCH)
    assert column(1767225600, "1767225601").read(1767225600) == moment_read
    assert column("1767225600000").read("1767225600000") == moment_read
    assert column(1767225600, 45321).read(1767225600).doubt.severity == "warning"
    assert column(1767225600, 45321).read(45321).doubt.severity == "warning"


DAYS = st.dates(dt.date(1990, 1, 1), LATEST)
FORMS = ("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%y", "%Y-%m-%dT08:09:10", "%d %B %Y", "%m-%d-%Y")


@given(st.lists(st.tuples(DAYS, st.sampled_from(FORMS)), max_size=8), st.sampled_from(["auto", "DMY", "MDY", "YMD"]))
def test_reading_a_column_again_reads_nothing_new(dated, order):
    cells = [day.strftime(form) for day, form in dated]
    after = _read(cells, order)
    assert _read(after, order) == after
    assert all(canon(cell) == cell for cell in after)


def _read(cells, order):
    reader = column(*cells, order=order)
    return [verdict.value if (verdict := reader.read(cell)) else cell for cell in cells]


@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from(FORMS))
def test_a_column_of_one_form_is_read_as_it_was_written_or_not_at_all(days, form):
    cells = [day.strftime(form) for day in days]
    reader = column(*cells)
    for written, cell in zip(days, cells, strict=True):
        verdict = reader.read(cell)
        read = verdict.value.date() if isinstance(verdict.value, dt.datetime) else verdict.value
        assert read in (written, cell)
        assert (read == cell) == (verdict.doubt is not None)
