from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings

from tests.calc import office
from tests.calc.engine import App, engine, register

Open = Callable[[Path], xlwings.Book]


@pytest.fixture(scope="session")
def calc() -> Iterator[App]:
    """One live LibreOffice for all tests, as the app of xlwings' active engine.

    Other folders import this fixture, which makes it another one to pytest: whoever asks first starts the program.
    """
    register()
    if len(engine.apps):
        yield next(iter(engine.apps))
        return
    with office.running() as context:
        app = engine.apps.connect(context)
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
