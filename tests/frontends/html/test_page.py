"""The page of the report: every figure is on it, nothing is fetched, and a cell is only ever text."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.core.report import figures
from leadsorted_sheets.errors import NotInstalled
from leadsorted_sheets.frontends.html import Heading, page
from leadsorted_sheets.frontends.html.drawing import CHARTS, drawn
from tests.context import a_context
from tests.core.report.a_quarter import a_quarter
from tests.frontends.running import Shell

HEADING = Heading("leads", "10 March 2026, 12:00 (Europe/London)")
OURS = {
    *("html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "dl", "div", "dt", "dd", "small"),
    *("figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li"),
    *("svg", "g", "path", "rect", "line", "text", "defs", "clippath"),
}
"""Every element there may be. No script, link, img, a, iframe, form, use, image or foreignObject."""
TODAY = dt.date(2026, 3, 10)
HOSTILE = (
    "<script>alert(1)</script>",
    "</svg><img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "</title></style><script>1</script>",
    "{title} {{body}} &lt;b&gt; &amp;",
    "javascript:alert(1)",
    "a\x00b\x1b[31m\u202etxt\ud800",
    "株式会社 👍 'quoted' \"twice\"",
    "datum.value",
    "$x^2$",
)


class Read(HTMLParser):
    """What a browser would make of the page: elements with their attributes, and the texts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def hostile_book() -> Book:
    book: dict[str, dict[str, Row]] = {tab: dict(rows) for tab, rows in a_quarter().items()}
    for n, text in enumerate(HOSTILE):
        row: Row = {
            "Source": text,
            "Owner": text,
            "Status": "Unqualified",
            "Lost reason": text,
            "Lead ID": f"L-X{n}",
            "Assigned on": TODAY,
        }
        book["Leads"][f"L-X{n}"] = row
        book["Pipeline"][f"D-X{n}"] = {"Deal ID": f"D-X{n}", "Stage": text, "Value": 5, "Lead ID": f"L-X{n}"}
    return book


def test_every_figure_is_on_the_page_with_what_it_means() -> None:
    tables = figures(a_quarter(), a_context())
    read = Read(page(HEADING, tables, ["Pipeline!F5: in EUR"]))
    for name, _, meaning in tables[0].rows:
        assert name in read.texts
        assert meaning in read.texts
    for shown in ("12,000", "66.7", "43 %", "Referral", "Closed Won", "Price", "Pipeline!F5: in EUR", "leads"):
        assert shown in read.texts
    assert [tag for tag, _ in read.elements].count("svg") == len(CHARTS) - 1  # nobody was assigned a lead
    for title in (
        "This period and the one before",
        "1 to 10 March 2026, against 1 to 10 February 2026.",
        "-67 %",
        "1,900 %",
    ):
        assert title in read.texts
    for _, meaning in tables[-1].rows:
        assert meaning in read.texts


def test_nothing_is_fetched_and_nothing_runs() -> None:
    text = page(HEADING, figures(hostile_book(), a_context()), HOSTILE)
    for tag, attributes in Read(text).elements:
        assert tag in OURS
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in {"src", "href", "xlink:href", "action", "data", "srcdoc"}
            assert "url(" not in (value or "").replace("url(#clip", "")
    assert "url(" not in text.replace("url(#clip", "")
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_a_cell_is_only_ever_text() -> None:
    """The page with it has the very elements of the page with a harmless word in its place."""

    def elements(word: str) -> list[str]:
        table = Figures("Report: Lost reasons", ("Reason", "Leads", "Deals"), ((word, 3, 1),))
        heading = Heading(word, word, word)
        key_figures = Figures("Report: Key figures", ("Figure", "Value", "What it means"), ((word, word, word),))
        return [tag for tag, _ in Read(page(heading, (key_figures, table), [word])).elements]

    harmless = elements("harmless")
    assert {hostile: elements(hostile) == harmless for hostile in HOSTILE} == dict.fromkeys(HOSTILE, True)


def test_each_drawing_is_sound_xml_with_its_names_in_it() -> None:
    tables = {each.title: each for each in figures(hostile_book(), a_context())}
    for chart in CHARTS:
        root = ET.fromstring(drawn(chart, tables[chart.table]))  # noqa: S314  # our own text
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
    sources = ET.fromstring(drawn(CHARTS[2], tables["Report: By source"]))  # noqa: S314  # our own text
    texts = {element.text for element in sources.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Referral", "datum.value", "$x^2$", "javascript:alert(1)", "<script>alert(1)</s…"} <= texts


def test_an_empty_book_has_a_page_without_charts() -> None:
    read = Read(page(HEADING, figures({"Leads": {}, "Pipeline": {}}, a_context())))
    assert "svg" not in {tag for tag, _ in read.elements}
    assert "–" in read.texts


def test_without_the_drawing_library_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(NotInstalled, match=re.escape("pip install 'leadsorted-sheets[html]'")):
        page(HEADING, figures(a_quarter(), a_context()))


def test_the_command_writes_the_page_and_leaves_the_book(shell: Shell, tmp_path: Path) -> None:
    book, html = tmp_path / "leads.xlsx", tmp_path / "report.html"
    shell("new", book, "--example")
    before = book.read_bytes()
    run = shell("report", book, "--html", html, "--where", "source is set")
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{html} is ready. Open it in a browser, print it, or mail it.\n"
    assert "Only leads with source is set" in Read(html.read_text(encoding="utf-8")).texts
    assert book.read_bytes() == before
    again = shell("report", book, "--html", html)
    assert (again.code, "--force" in again.err) == (4, True)
    shell("add", book, "Ann Ng", "--source", "Referral")
    data = shell("report", book, "--html", html, "--force", "--apply", "--json")
    said = json.loads(data.out)
    assert (said["html"], said["applied"], len(said["figures"])) == (str(html), True, 13)
    assert book.read_bytes() != before
    assert shell("report", book, "--html", html, "--check").code == 2
