import csv
import io
import zipfile
from pathlib import Path

import pytest

from leadsorted_sheets import resources
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.schema import LEADS
from leadsorted_sheets.core.state import State, pack, unpack
from leadsorted_sheets.template.build import build, main
from leadsorted_sheets.template.hidden import layouts
from leadsorted_sheets.template.import_list import EXAMPLE, OURS, import_list

STALE = "The schema and templates/ differ. Run: python -m leadsorted_sheets.template.build templates/leads.xlsx templates/leads.csv"


def parts(path: Path) -> dict[str, str]:
    """Every part of a workbook as text. The state is packed by zlib, whose bytes differ between versions of zlib."""
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    strings = texts["xl/sharedStrings.xml"]
    (packed,) = [text for text in strings.split("<t>") if text.startswith(("eF", "eJ"))]
    packed = packed.partition("</t>")[0]
    texts["xl/sharedStrings.xml"] = strings.replace(packed, repr(unpack(packed)))
    return texts


def test_the_committed_workbook_is_what_the_schema_says(tmp_path):
    main([str(tmp_path / "leads.xlsx"), str(tmp_path / "leads.csv")])
    fresh, committed = parts(tmp_path / "leads.xlsx"), parts(resources.template_path())
    assert fresh.keys() == committed.keys(), STALE
    assert [name for name in fresh if fresh[name] != committed[name]] == [], STALE
    assert (tmp_path / "leads.csv").read_bytes() == resources.import_template_path().read_bytes(), STALE


def test_two_builds_are_the_same_to_the_byte(tmp_path):
    build(tmp_path / "one.xlsx")
    build(tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_workbook_carries_no_macro_and_points_at_no_other_file():
    names = parts(resources.template_path()).keys()
    assert not [name for name in names if "vba" in name.lower() or "externalLink" in name or "media" in name]


@pytest.mark.parametrize(
    ("book", "message"),
    [
        ({"Customers": {}}, "there is no tab Customers"),
        ({"Leads": {"L-1": {"Shoe size": 44}}}, "Leads has no column Shoe size"),
        ({"Leads": {"L-1": {"Company": Formula("=1+1")}}}, "a new workbook holds no formula cells but its own"),
        ({"Report: Funnel": {"99": {"Step": "New"}}}, "Report: Funnel has no row 99"),
    ],
)
def test_rows_we_have_no_place_for_are_refused(tmp_path, book, message):
    with pytest.raises(ValueError, match=message):
        build(tmp_path / "book.xlsx", book)
    assert not (tmp_path / "book.xlsx").exists()


def test_the_state_says_where_every_table_is():
    state = State(layouts=layouts())
    assert unpack(pack(state)) == state
    leads = state.layout("Leads")
    assert (leads.sheet, leads.table, leads.header_row, leads.first_column) == ("Leads", "Leads", 1, 1)
    assert [(column.field, column.column_id) for column in leads.columns] == [
        (name, str(number)) for number, name in enumerate(LEADS.fields, 1)
    ]


def test_the_import_list_has_the_columns_a_person_fills_and_one_example():
    (row,) = csv.DictReader(io.StringIO(import_list()))
    assert list(row) == [name for name in LEADS.fields if name not in OURS]
    assert {name: value for name, value in row.items() if value} == EXAMPLE
    assert set(LEADS.fields) >= OURS
