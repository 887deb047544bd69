"""Make the messy example lists of `templates/examples` from the texts beside this module.

    python -m benchmarks.examples.make

Every person and company in them is invented. Company domains end in .example; phone numbers are
from ranges kept free for fiction (Ofcom, Bundesnetzagentur, Arcep, PTS, NANP 555-01xx) or have
round, unlikely digits where a country keeps none.
The texts say who each row is, so `truth.csv` can say which rows are the same person.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "templates" / "examples"
SAVED_ON = dt.datetime(2026, 11, 16, 9, 0)  # a fixed moment, so that the workbook comes out the same every time
EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
SITES = (("Company", "Website"), ("Holm Brød ApS", "holmbroed.example"), ("Nordhem AB", "nordhem.example"))
ROTA = (("Day", "Morning", "Afternoon"), ("Tue", "Ben", "Carla"), ("Wed", "Ann", "Ben"), ("Thu", "all", "Ben"))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list. `person` is who a lead's row is about; `kind` is what other rows are (`header`, `total` ...)."""

    cells: tuple[str, ...]
    kind: str = "lead"
    person: str = ""
    hidden: bool = False


def main() -> None:
    EXAMPLES.mkdir(parents=True, exist_ok=True)
    for name, content in example_files().items():
        (EXAMPLES / name).write_bytes(content)
        print(f"{EXAMPLES / name}: {len(content):,} bytes")


def example_files() -> dict[str, bytes]:
    """The files of `templates/examples` that are made: name -> bytes, the same on every machine (a workbook: part by part)."""
    lists = {"messy1.csv": "crm_export", "messy2.xlsx": "trade_show", "messy3.csv": "bought_list"}
    read = {name: tuple(lines_of(source)) for name, source in lists.items()}
    return {
        "messy1.csv": _delimited(read["messy1.csv"], ";").encode("cp1252"),
        "messy2.xlsx": _workbook(read["messy2.xlsx"]),
        "messy3.csv": b"\xff\xfe" + _delimited(read["messy3.csv"], "\t").encode("utf-16-le"),
        "truth.csv": _truth(read).encode(),
    }


def lines_of(source: str) -> Iterator[Line]:
    """The rows of one text: `crm_export`, `trade_show` or `bought_list`. A "#" line is a remark, an "@" line no lead."""
    for text in (HERE / f"{source}.txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("#"):
            continue
        word, _, rest = text.partition(" ")
        if word.startswith("@"):
            yield Line(_cells(rest), kind=word[1:])
        else:
            person, *cells = _cells(text)
            yield Line(tuple(cells), person=person.removeprefix("~"), hidden=person.startswith("~"))


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip(" ").replace("\\n", "\n").replace("\\t", "\t") for cell in text.split("|"))


def _delimited(lines: tuple[Line, ...], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    header = next(line.cells for line in lines if line.kind == "header")
    for line in lines:
        match line.kind:
            case "blank":
                writer.writerow([""] * len(header))
            case "total":
                writer.writerow(_total(line.cells[0], header, lines))
            case _:
                writer.writerow(line.cells)
    return out.getvalue()


def _total(label: str, header: tuple[str, ...], lines: tuple[Line, ...]) -> list[str]:
    """The sum an old program prints below its list, in German figures."""
    column = header.index("Wert (EUR)")
    values = (line.cells[column] for line in lines if line.kind == "lead")
    total = sum(float(value.replace(".", "").replace(",", ".")) for value in values if value)
    row = [""] * len(header)
    row[0], row[column] = label, f"{total:,.2f}".translate(str.maketrans(",.", ".,"))
    return row


def _truth(read: dict[str, tuple[Line, ...]]) -> str:
    """Which rows are the same person: `row` counts as a spreadsheet program does, from 1."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("file", "row", "person"))
    for name, lines in read.items():
        writer.writerows((name, row, line.person) for row, line in enumerate(lines, 1) if line.kind == "lead")
    return out.getvalue()


def _workbook(lines: tuple[Line, ...]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Cargo Bike Expo", "author": "Ben Okafor", "created": SAVED_ON})
        _write_small(book.add_worksheet("Stand rota"), ROTA)
        sheet = book.add_worksheet("Scans")
        _write_scans(book, sheet, lines)
        sheet.activate()
        _write_small(book.add_worksheet("Sites"), SITES)
    return out.getvalue()


def _write_small(sheet: Worksheet, rows: tuple[tuple[str, ...], ...]) -> None:
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)


def _write_scans(book: Workbook, sheet: Worksheet, lines: tuple[Line, ...]) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    heading = book.add_format({"bold": True, "bg_color": "#FFE699", "border": 1, "align": "center"})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    width = max(len(line.cells) for line in lines)
    for row, line in enumerate(lines):
        match line.kind:
            case "lines":
                sheet.merge_range(row, 0, row, width - 1, line.cells[0], title)
            case "groups":
                _write_groups(sheet, row, line.cells, heading)
            case "header":
                sheet.write_row(row, 0, line.cells, heading)
            case "total":
                leads = sum(1 for other in lines if other.kind == "lead")
                sheet.write_row(row, 0, (line.cells[0], leads))
            case _:
                for column, text in enumerate(line.cells):
                    _write_cell(sheet, row, column, text, day)
        if line.hidden:
            sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_column(0, width - 1, 16)


def _write_groups(sheet: Worksheet, row: int, groups: tuple[str, ...], heading: Format) -> None:
    """A row of headings above the headings, each over several columns: "Contact:5" is over the first five."""
    column = 0
    for group in groups:
        label, _, count = group.partition(":")
        sheet.merge_range(row, column, row, column + int(count) - 1, label, heading)
        column += int(count)


def _write_cell(sheet: Worksheet, row: int, column: int, text: str, day: Format) -> None:
    kind, _, rest = text.partition(":")
    match kind:
        case "n":
            sheet.write_number(row, column, int(rest))
        case "d":
            sheet.write_number(row, column, (dt.date.fromisoformat(rest) - EXCEL_DAY_ZERO).days, day)
        case "f":
            formula, _, value = rest.partition("=>")
            sheet.write_formula(row, column, formula.format(row=row + 1), None, value)
        case _ if text:
            sheet.write_string(row, column, text)


if __name__ == "__main__":
    main()
