"""The page in a real browser: nothing is fetched, nothing runs off a phone's screen, and it prints whole."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from leadsorted_sheets.core.report import figures
from leadsorted_sheets.frontends.html import page
from tests.context import a_context
from tests.frontends.html.test_page import HEADING, HOSTILE, hostile_book

pytestmark = pytest.mark.office

PHONE, DESK = 500, 1280
"""Widths in points; a headless Chromium makes no window narrower than 500."""
_ASKS = (
    "<script>addEventListener('load', () => {"
    "const over = [...document.querySelectorAll('body *')].filter(each => !each.closest('svg')"
    " && each.getBoundingClientRect().right > innerWidth + 1);"
    "const drawn = [...document.querySelectorAll('svg')].filter(each => each.getBoundingClientRect().height > 40);"
    "document.title = JSON.stringify([innerWidth, over.map(each => each.tagName), drawn.length,"
    " performance.getEntriesByType('resource').length]);"
    "});</script></body>"
)
"""What is asked of the browser, added to a copy of the page that allows it: what lies beyond the right edge, charts drawn, requests made."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page(HEADING, figures(hostile_book(), a_context()), list(HOSTILE)), encoding="utf-8")
    return path


def browsed(path: Path, *wanted: str) -> str:
    """What Chromium prints; its profile lies beside the page, and no name is ever looked up."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={path.parent / 'profile'}"]
    command += ["--host-resolver-rules=MAP * ~NOTFOUND", *wanted, path.as_uri()]
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_everything_fits_the_screen_and_every_chart_is_drawn(report: Path, width: int) -> None:
    asking = report.with_name(f"asking-{width}.html")
    text = report.read_text(encoding="utf-8")
    may_ask = re.sub(r"<meta[^>]*Content-Security-Policy[^>]*>", "", text)
    assert may_ask != text
    asking.write_text(may_ask.replace("</body>", _ASKS), encoding="utf-8")
    seen = browsed(asking, f"--window-size={width},2000", "--virtual-time-budget=5000", "--dump-dom")
    found = re.search(r"<title>(.*?)</title>", seen)
    assert found is not None
    assert found[1] == f"[{width},[],{text.count('<svg')},0]"


def test_a_cell_of_the_book_runs_nothing_in_the_browser(report: Path) -> None:
    seen = browsed(report, "--virtual-time-budget=5000", "--dump-dom")
    assert "<script" not in seen
    assert "<img" not in seen
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen


def test_it_prints_whole(report: Path) -> None:
    pdf = report.with_suffix(".pdf")
    browsed(report, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    assert text.count("\f") > 1
    for said in (
        "Key figures",
        "This period and the one before",
        "Funnel",
        "Forecast",
        "Why leads and deals were lost",
    ):
        assert said in text
