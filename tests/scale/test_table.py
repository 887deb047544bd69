"""A list is read a few rows at a time, whatever it is spelt in, and numbered as the whole reading numbers it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from leadsorted_sheets import errors
from leadsorted_sheets.core.delimited import read_delimited
from leadsorted_sheets.scale.table import table_of


def whole(path: Path, at_once: int = 2) -> list[list[str]]:
    table = table_of(str(path), rows_at_once=at_once)
    return [list(table.header), *(row for part in table.parts for row in part)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plain.csv", b"Name,Email\r\nAnn,a@x.de\r\nBob,b@x.de\r\n"),
        ("semicolons.csv", b"Name;Email\nAnn;a@x.de\nBob;b@x.de\n"),
        ("tabs.tsv", b"Name\tEmail\nAnn\ta@x.de\n"),
        ("named.csv", b"sep=;\nName;Email\nAnn;a@x.de\n"),
        ("marked.csv", "\ufeffName,Email\nJosé,j@x.de\n".encode()),
        ("wide.csv", "Name;Email\nZoë;z@x.de\n".encode("utf-16")),
        ("windows.csv", "Name,Ort\nJürgen Müller,Köln\nZoë Weiß,München\n".encode("cp1252")),
        ("quoted.csv", b'Name,Notes\n"Ng, Ann","two\nlines ""quoted"""\nBob,x\n'),
        ("blank lines.csv", b"Name,Email\n\nAnn,a@x.de\n\n\nBob,b@x.de\n"),
        ("ragged.csv", b"Name,Email\nAnn\nBob,b@x.de,more\n"),
        ("guarded.csv", b"Name,Phone\nAnn,'+44 7700 900123\n"),
        ("nuls.csv", b"Name,Email\nA\0nn,a@x.de\n"),
        ("only a header.csv", b"Name,Email\n"),
    ],
)
def test_part_by_part_is_as_the_whole(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert whole(path) == read_delimited(data).rows


def test_no_part_is_longer_than_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Name\n" + "".join(f"Ann{n}\n" for n in range(25)))
    assert [len(part) for part in table_of(str(path), rows_at_once=10).parts] == [10, 10, 5]


def test_parquet_is_read_in_parts_with_its_values_as_text(tmp_path: Path) -> None:
    path = tmp_path / "leads.parquet"
    columns = {"Name": ["Ann", None, "Cy"], "Phone": [4420, None, 5], "Born": [dt.date(1971, 6, 24), None, None], "Share": [0.5, 2.0, None]}  # fmt: skip
    parquet.write_table(pa.table(columns), path)
    assert whole(path) == [
        ["Name", "Phone", "Born", "Share"],
        ["Ann", "4420", "1971-06-24", "0.5"],
        ["", "", "", "2"],
        ["Cy", "5", "", ""],
    ]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("leads.xlsx", b"PK", "{}: this engine reads .csv and .parquet. Save the list as CSV, or take --engine own."),
        ("empty.csv", b"", "{}: the file has no header row. Give a CSV or .xlsx file with a header row."),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(errors.NotATable) as refusal:
        whole(path)
    assert str(refusal.value) == said.format(path)


def test_a_parquet_file_that_is_none_a_folder_and_nothing_at_all(tmp_path: Path) -> None:
    (tmp_path / "leads.parquet").write_text("Name\nAnn\n")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(errors.NotATable, match="it is no Parquet file, whatever its name says"):
        whole(tmp_path / "leads.parquet")
    with pytest.raises(errors.NotATable, match="this is a folder"):
        whole(tmp_path / "folder.csv")
    with pytest.raises(errors.NotFound):
        whole(tmp_path / "nobody.csv")


def test_a_cell_of_megabytes_stops_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text('Name,Notes\nAnn,"' + "x" * 1_100_000 + '"\n')
    with pytest.raises(errors.NotATable, match="it cannot be read to its end"):
        whole(path)
