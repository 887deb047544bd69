"""What the cell editor makes of a text, and how a value is shown."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sheets_server.grid import ErrorValue, Formula
from tests.sheets_server.shown import shown
from tests.sheets_server.typed import serial, typed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("Ann", "Ann"),
        ("0042", 42),
        ("2,000,000.01", 2000000.01),
        ("-5", -5),
        ("(5)", -5),
        ("5%", 0.05),
        ("$1,200", 1200),
        ("1e5", 100000),
        ("3_1_0", "3_1_0"),
        ("1,2", "1,2"),
        ("-", "-"),
        ("true", True),
        ("=A1", Formula("=A1")),
        ("= 1 / 1024", Formula("= 1 / 1024")),
        ("=", "="),
        ("'=A1", "=A1"),
        ("'0042", "0042"),
        ("+15551234567", 15551234567),
        ("+1 (555) 010-0100", Formula("=+1 (555) 010-0100")),
        ("2020-01-01", 43831),
        ("1/2/2020", 43832),
        ("Mar 5, 2024", 45356),
        ("5 March 2024", 45356),
        ("2020-01-01 12:00", 43831.5),
        ("6:00 pm", 0.75),
        ("2020-13-01", "2020-13-01"),
        ("31/12/2020", "31/12/2020"),
        ("25:00", "25:00"),
    ],
)
def test_typing_is_read_as_the_cell_editor_reads_it(text: str, value: object) -> None:
    assert typed(text)[0] == value


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("1/2/2020", "en_GB", 43862),
        ("1.234,5", "de_DE", 1234.5),
        ("31.12.2020", "de_DE", 44196),
        ("1,5", "en_US", "1,5"),
    ],
)
def test_the_locale_decides_about_dates_and_commas(text: str, locale: str, value: object) -> None:
    assert typed(text, locale=locale)[0] == value


@pytest.mark.parametrize("text", ["0042", "=1+1", "2020-01-01", "TRUE", "+1 555"])
def test_a_cell_formatted_as_text_keeps_what_is_typed(text: str) -> None:
    assert typed(text, as_text=True) == (text, None)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, None, ""),
        (1, None, "1"),
        (1.5, None, "1.5"),
        (0.1 + 0.2, None, "0.3"),
        (1e21, None, "1E+21"),
        (False, None, "FALSE"),
        (ErrorValue("#REF!"), None, "#REF!"),
        (43831, {"type": "DATE"}, "1/1/2020"),
        (43831, {"type": "DATE", "pattern": "dd mmm yy"}, "01 Jan 20"),
        (0.75, {"type": "TIME"}, "6:00:00 PM"),
        (43831.25, {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}, "2020-01-01 06:00"),
        (0.125, {"type": "PERCENT"}, "12.50%"),
        (1234.5, {"type": "CURRENCY", "pattern": '"£"#,##0.00'}, "£1,234.50"),
        (-3, {"type": "NUMBER", "pattern": "0;(0)"}, "(3)"),
        (1234.5, {"type": "NUMBER", "pattern": "#,##0.##"}, "1,234.5"),
        (1234, {"type": "SCIENTIFIC"}, "1.23E+03"),
        (7, {"type": "TEXT"}, "7"),
        ("Ann", {"type": "NUMBER", "pattern": "0.00"}, "Ann"),
    ],
)
def test_a_value_is_shown_by_its_number_format(value: object, number_format: dict[str, str] | None, text: str) -> None:
    assert shown(value, number_format) == text  # type: ignore[arg-type]


def test_a_british_sheet_shows_dates_day_first() -> None:
    assert shown(43832, {"type": "DATE"}, "en_GB") == "02/01/2020"


def test_dates_are_counted_from_the_end_of_1899() -> None:
    assert serial(dt.datetime(1899, 12, 31)) == 1
    assert serial(dt.datetime(2020, 1, 1, 12)) == 43831.5
