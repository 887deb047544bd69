from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings

from tests.calc import office
from tests.calc.engine import App, engine, register

Open = Callable[[Path], xlwings.Book]


@pytest.fixture(scope="session")
def office_context() -> Iterator[object]:
    with office.running() as context:
        yield context


@pytest.fixture(scope="session")
def calc(office_context: object) -> Iterator[App]:
    """One live LibreOffice for all tests, as an app of xlwings' active engine."""
    register()
    app = engine.apps.connect(office_context)
    yield app
    engine.apps.forget(app)


@pytest.fixture
def open_book(calc: App) -> Iterator[Open]:
    """Opens workbooks in it; whatever is open afterwards is closed."""

    def opened(path: Path) -> xlwings.Book:
        return register().apps.active.books.open(path)

    yield opened
    calc.editing = False
    for document in list(calc.documents()):
        document.close(True)
