import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from leadsorted_sheets import resources
from leadsorted_sheets.core.design.start_here import FILE_STEPS, PROMISES, WHERE
from leadsorted_sheets.core.schema import SHEETS


@pytest.fixture(scope="module")
def workbook():
    return openpyxl.load_workbook(resources.template_path())


def test_every_other_tab_is_introduced_in_order():
    assert tuple(tab for tab, _ in WHERE) == SHEETS[1:]


def test_every_link_leads_to_a_tab_or_a_heading_of_settings(workbook):
    cells = [cell for row in workbook["Start here"].iter_rows() for cell in row if cell.hyperlink]
    links = {cell.coordinate: cell.hyperlink.location for cell in cells}
    assert len(links) == len(WHERE) + sum(command.startswith("Settings: ") for _, command in FILE_STEPS)
    for ref, location in links.items():
        sheet, _, cell = location.replace("'", "").partition("!")
        shown = workbook["Start here"][ref].value
        left, top, *_ = range_boundaries(cell)
        if cell == "A1" and sheet != "Settings":
            assert sheet == shown
        else:
            assert shown in {sheet, f"{sheet}: {workbook[sheet].cell(top - 2, left).value if top > 2 else ''}"}


def test_it_fits_one_screen(workbook):
    sheet = workbook["Start here"]
    last = max(cell.row for row in sheet.iter_rows() for cell in row if cell.value)
    tall = sheet.row_dimensions[1].height / 0.75 + (last - 1) * sheet.sheet_format.defaultRowHeight / 0.75
    wide = sum((found.width * 7 + 5) * (found.max - found.min + 1) for found in sheet.column_dimensions.values())
    assert tall <= 640
    assert wide <= 1300


def test_the_four_promises_are_four(workbook):
    assert len(PROMISES) == 4
    texts = {cell.value for row in workbook["Start here"].iter_rows() for cell in row}
    assert texts >= {text for promise in PROMISES for text in promise}
