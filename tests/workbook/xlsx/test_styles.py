"""A cell keeps its style unless its number format would make another thing of the value."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.workbook.xlsx.styles import Format, Styles, kind_of_format

STYLES = (
    b'<styleSheet xmlns="m"><numFmts count="2"><numFmt numFmtId="164" formatCode="0.0 &quot;days&quot;"/>'
    b'<numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts><fonts count="1"><font/></fonts><cellXfs count="8">'
    b'<xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="7"><alignment wrapText="1"/></xf><xf numFmtId="22"/>'
    b'<xf numFmtId="20"/><xf numFmtId="49"/><xf numFmtId="164" fontId="3"/><xf numFmtId="170"/><xf/></cellXfs>'
    b'<dxfs count="0"/></styleSheet>'
)
GENERAL, DAY, MOMENT, TIME, TEXT, DAYS, DURATION, BARE = range(8)
A_DAY, A_MOMENT, A_TIME = dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, 5, 6), dt.time(5, 6)


@pytest.mark.parametrize(
    ("style", "value", "text", "number_format"),
    [
        (GENERAL, "a", False, None), (GENERAL, "a", True, "49"), (BARE, "a", True, "49"), (DAY, "a", True, None),
        (TEXT, "a", True, None), (GENERAL, 5, False, None), (TEXT, 5, False, None), (DAYS, 5, False, None),
        (DURATION, 5.5, False, None), (DAY, 5, False, "0"), (MOMENT, 5.5, False, "0"), (TIME, 5, False, "0"),
        (DAY, A_DAY, False, None), (MOMENT, A_DAY, False, None), (GENERAL, A_DAY, False, "yyyy\\-mm\\-dd"),
        (TEXT, A_DAY, False, "yyyy\\-mm\\-dd"), (DAYS, A_DAY, False, "yyyy\\-mm\\-dd"), (TIME, A_DAY, False, "yyyy\\-mm\\-dd"),
        (GENERAL, A_MOMENT, False, "yyyy\\-mm\\-dd\\ hh:mm"), (DAY, A_MOMENT, False, None), (TIME, A_MOMENT, False, "yyyy\\-mm\\-dd\\ hh:mm"),
        (GENERAL, A_TIME, False, "20"), (TIME, A_TIME, False, None), (DURATION, A_TIME, False, "20"), (DAY, A_TIME, False, "20"),
        (GENERAL, True, False, None), (DAY, None, True, None),
    ],
)  # fmt: skip
def test_a_style_fits_or_a_copy_with_another_number_format_is_appended(
    style: int, value: Cell, text: bool, number_format: str | None
) -> None:
    styles = Styles(STYLES)
    index = styles.fitting(style, value, text=text)
    if number_format is None:
        assert (index, styles.changed, styles.xml) == (style, False, STYLES)
        return
    assert index == 8
    codes = dict(re.findall(rb'numFmtId="(\d+)" formatCode="([^"]*)"', styles.xml))
    xfs = re.findall(rb"<xf\b.*?(?:/>|</xf>)", styles.xml)
    appended = xfs[-1]
    number = re.search(rb'numFmtId="(\d+)"', appended)
    assert number is not None
    assert codes.get(number[1], number[1]).decode() == number_format
    assert (len(xfs), b'count="9"' in styles.xml) == (9, True)


def test_only_the_number_format_differs_from_the_old_style() -> None:
    styles = Styles(STYLES)
    styles.fitting(DAY, 5, text=False)
    assert b'<xf numFmtId="0" fontId="7" applyNumberFormat="1"><alignment wrapText="1"/></xf></cellXfs>' in styles.xml


def test_nothing_but_the_end_of_a_list_changes_and_the_same_need_is_met_once() -> None:
    styles = Styles(STYLES)
    indexes = {styles.fitting(GENERAL, A_DAY, text=False) for _ in range(3)}
    assert indexes == {8}
    added = b'<numFmt numFmtId="171" formatCode="yyyy\\-mm\\-dd"/>'
    xf = b'<xf numFmtId="171" fontId="0" applyNumberFormat="1"/>'
    expected = STYLES.replace(b"</numFmts>", added + b"</numFmts>").replace(b"</cellXfs>", xf + b"</cellXfs>")
    expected = expected.replace(b'numFmts count="2"', b'numFmts count="3"').replace(
        b'cellXfs count="8"', b'cellXfs count="9"'
    )
    assert styles.xml == expected


def test_a_list_that_is_missing_is_made_in_its_place_and_in_the_prefix() -> None:
    styles = Styles(
        b'<x:styleSheet xmlns:x="m"><x:fonts count="1"><x:font/></x:fonts><x:cellXfs count="1"><x:xf/></x:cellXfs></x:styleSheet>'
    )
    styles.fitting(0, A_DAY, text=False)
    assert styles.xml == (
        b'<x:styleSheet xmlns:x="m"><x:numFmts count="1"><x:numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></x:numFmts>'
        b'<x:fonts count="1"><x:font/></x:fonts><x:cellXfs count="2"><x:xf/>'
        b'<x:xf numFmtId="164" applyNumberFormat="1"/></x:cellXfs></x:styleSheet>'
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "general"), ("", "general"), ("@", "text"), ("0.00", "other"), ("#,##0 [$€-407]", "other"), ("0%", "other"),
        ("dd.mm.yyyy", "date"), ("[$-409]d-mmm-yy;@", "date"), ("mmm yyyy", "date"), ("m/d/yy h:mm AM/PM", "moment"),
        ("hh:mm:ss", "time"), ("mm:ss", "time"), ("[mm]:ss", "duration"), ('"day" 0', "other"), ("[Red]0;[Blue]0", "other"),
        ("\\d0", "other"), ("yyyy年m月d日", "date"),
    ],
)  # fmt: skip
def test_a_format_code_is_read(code: str, kind: Format) -> None:
    assert kind_of_format(code) == kind
