import re
import zipfile

import pytest

from leadsorted_sheets import resources
from leadsorted_sheets.core.schema import REPORT
from leadsorted_sheets.template.charts import PICTURES
from leadsorted_sheets.template.places import PLACES


@pytest.fixture(scope="module")
def charts():
    with zipfile.ZipFile(resources.template_path()) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        return [archive.read(name).decode() for name in names]


def test_every_chart_draws_the_fixed_rows_of_one_table_filled_or_not(charts):
    assert len(charts) == len(PICTURES)
    for picture, xml in zip(PICTURES, charts, strict=True):
        place = PLACES[picture.tab]
        names = place.block(place.tab.fields[1])
        drawn = [pair for field in picture.fields for pair in (names, place.block(field))]
        assert re.findall(r"<c:f>([^<]*)</c:f>", xml) == drawn
        assert f"<a:t>{picture.title}</a:t>" in xml


def test_what_a_team_asks_for_has_a_chart():
    assert {picture.tab for picture in PICTURES} == {tab.name for tab in REPORT} - {"Report: Key figures"}


def test_every_row_of_a_report_table_is_there_from_the_start():
    for tab in REPORT:
        assert [row[0] for row in tab.rows] == list(range(1, tab.block + 1))


def test_charts_stand_between_the_key_figures_and_the_tables_without_touching():
    pixels = [(p.spot.column, p.spot.row, p.spot.right, p.spot.down, p.spot.width, p.spot.height) for p in PICTURES]
    for one in pixels:
        for other in pixels:
            if one is not other and one[:2] == other[:2]:
                apart = one[2] + one[4] <= other[2] or other[2] + other[4] <= one[2]
                assert apart or one[3] + one[5] <= other[3] or other[3] + other[5] <= one[3]
