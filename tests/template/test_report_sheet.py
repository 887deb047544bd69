import re
import zipfile

import pytest

from leadsorted_sheets import resources
from leadsorted_sheets.core.design.charts import PICTURES
from leadsorted_sheets.core.design.places import PLACES


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
