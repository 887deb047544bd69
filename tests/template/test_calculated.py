"""What the workbook itself works out, asked of LibreOffice and worked out again here."""

from __future__ import annotations

import re
import subprocess

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from leadsorted_sheets.core.design.highlights import HIGHLIGHTS
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.template.build import build
from tests.template.books import filled
from tests.template.lit import LIT
from tests.template.office import printed, recalculated

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("office")


def sources_of(book):
    """Every live column of Sources, worked out row by row."""
    won = {name for name, stage in book["Stages"].items() if stage["Kind"] == "won"}
    for name, row in book["Sources"].items():
        leads = [lead for lead in book["Leads"].values() if lead.get("Source", "").lower() == name.lower()]
        theirs = {lead.get("Deal ID") for lead in leads}
        deals = [deal for key, deal in book["Pipeline"].items() if key in theirs and deal["Stage"] in won]
        cost, revenue = row.get("Cost", 0), sum(deal.get("Value", 0) for deal in deals)
        yield (
            name,
            {
                "Leads": len(leads),
                "Qualified": sum("Qualified on" in lead for lead in leads),
                "Won": len(deals),
                "Revenue": revenue,
                "Cost per lead": cost / len(leads) if leads else 0,
                "Cost per acquisition": cost / len(deals) if deals else 0,
                "ROI": (revenue - cost) / cost if cost else 0,
            },
        )


def test_sources_adds_up_leads_deals_and_revenue(folder):
    book = filled()
    build(folder / "sources.xlsx", book)
    done = CalamineWorkbook.from_path(recalculated(folder / "sources.xlsx", into=folder / "sources"))
    header, *rows = done.get_sheet_by_name("Sources").to_python()
    found = {row[0]: dict(zip(header[3:], row[3:], strict=True)) for row in rows}
    expected = dict(sources_of(book))
    assert found.keys() == expected.keys()
    for name, figures in expected.items():
        assert found[name] == pytest.approx(figures), name
    assert sum(figures["Won"] for figures in expected.values()) > 3  # the book does put them to the test


def test_cells_light_up_when_something_is_to_be_done(folder):
    tabs = dict.fromkeys(tab for tab, _, _ in LIT)
    cases = {tab: [(row, lit) for name, row, lit in LIT if name == tab] for tab in tabs}
    build(folder / "lit.xlsx", {tab: {f"X-{n}": row for n, (row, _) in enumerate(rows)} for tab, rows in cases.items()})
    workbook = openpyxl.load_workbook(folder / "lit.xlsx")
    scratch = {tab: workbook.create_sheet(f"{tab} rules") for tab in cases}
    for tab, rows in cases.items():
        for number, highlight in enumerate(rule for rule in HIGHLIGHTS if rule.tab == tab):
            for line in range(len(rows)):
                scratch[tab].cell(line + 1, number + 1).value = f"=IF({spelt(highlight.when, tab, line + 2)},1,0)"
    workbook.save(folder / "rules.xlsx")
    done = CalamineWorkbook.from_path(recalculated(folder / "rules.xlsx", into=folder / "rules"))
    for tab, rows in cases.items():
        rules = [rule for rule in HIGHLIGHTS if rule.tab == tab]
        answers = done.get_sheet_by_name(f"{tab} rules").to_python()
        for (row, lit), answer in zip(rows, answers, strict=True):
            holding = [rule for rule, holds in zip(rules, answer, strict=True) if holds]
            assert {field for rule in holding for field in rule.fields or ("*",)} == lit, (tab, row)


def test_the_report_is_four_pages_and_start_here_is_one(folder):
    build(folder / "book.xlsx", filled())
    pages = pages_of(printed(folder / "book.xlsx", into=folder / "pdf"))
    start = [page for page in pages if re.search(r"^Start here\s+Page 1 of \d+$", page, re.MULTILINE)]
    assert len(start) == 1
    assert "Four promises" in start[0]
    report = [page for page in pages if re.search(r"^Report\s+Page \d+ of \d+$", page, re.MULTILINE)]
    begins = (r"\s*Report\s", r"\s*Periods\s", r"\s*By source\s+By owner\s", r"\s*Lost reasons\s+Assignment\s")
    assert len(report) == len(begins)
    assert all(re.match(begin, page) for begin, page in zip(begins, report, strict=True))
    assert "Key figures" in report[0]
    assert "Pipeline value by stage" in report[0]
    assert "Definitions" in report[3]


def test_a_figure_below_zero_shows_its_sign(folder):
    periods = {"1": {"#": 1, "Figure": "Deals won", "This period": 2.5, "Period before": 1234.6, "Difference": -1232.1}}
    build(folder / "signs.xlsx", filled() | {"Report: Periods": periods})
    pages = pages_of(printed(folder / "signs.xlsx", into=folder / "signs"))
    assert any(re.search(r"Deals won\s+2\.5\s+1,235\s+-1232\.1", page) for page in pages)


def spelt(when: str, tab: str, line: int) -> str:
    """The condition as it reads in a line of the sheet, said from another sheet."""
    place = PLACES[tab]
    return re.sub(r"\[([^\]]+)\]", lambda name: f"{tab}!{place.cell(name[1]).rstrip('0123456789')}{line}", when)


def pages_of(pdf) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    return text.split("\f")
