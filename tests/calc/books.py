"""Books and the names in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlwings import base_classes

from tests.calc.engine import App
from tests.calc.office import properties, structure, uno
from tests.calc.ranges import Range

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
_ENGLISH = ("en", "US", "")


class Books(base_classes.Books):
    app = None

    def __init__(self, app: App) -> None:
        self.app = app

    api = property(lambda self: self.app.desktop.Components)

    @property
    def active(self) -> Book:
        documents = list(self.app.documents())
        current = self.app.desktop.getCurrentComponent()
        return Book(self.app, current if current in documents else documents[0])

    def __call__(self, key: str | int) -> Book:
        books = list(self)
        if isinstance(key, int):
            return books[key - 1]
        for book in books:
            if book.name.casefold() == str(key).casefold():
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(list(self.app.documents()))

    def __iter__(self) -> Iterator[Book]:
        return (Book(self.app, document) for document in self.app.documents())

    def add(self) -> Book:
        return self._loaded("private:factory/scalc")

    def open(self, fullname: str, *_args: Any, **_options: Any) -> Book:
        return self._loaded(uno().systemPathToFileUrl(str(Path(fullname).resolve())))

    def _loaded(self, url: str) -> Book:
        document = self.app.desktop.loadComponentFromURL(url, "_blank", 0, properties(Hidden=True))
        if document is None:
            raise FileNotFoundError(url)
        return Book(self.app, document)


class Book(base_classes.Book):
    app = None

    def __init__(self, app: App, document: Any) -> None:
        self.app, self.document = app, document
        self._types: dict[int, tuple[int, str]] = {}

    api = property(lambda self: self.document)

    @property
    def fullname(self) -> str:
        return uno().fileUrlToSystemPath(self.document.URL) if self.document.URL else self.document.Title

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def sheets(self) -> Any:
        from tests.calc.sheets import Sheets

        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        """Hidden documents have no window to bring forward."""

    def close(self) -> None:
        self.document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if path is None:
            self.document.store()
            return
        target = Path(path).resolve()
        url = uno().systemPathToFileUrl(str(target))
        self.document.storeToURL(url, properties(FilterName=FILTERS[target.suffix.lower()]))

    def format_key(self, code: str) -> int:
        """Calc's number for a format, made where it is new."""
        code = "General" if code.casefold() == "general" else code
        language = _structure_locale()
        formats = self.document.NumberFormats
        key = formats.queryKey(code, language, False)
        return formats.addNew(code, language) if key == -1 else key

    def format_of(self, key: int) -> tuple[int, str]:
        """A format's type bits (2 date, 4 time, 256 text, 1024 truth) and its code."""
        if key not in self._types:
            found = self.document.NumberFormats.getByKey(key)
            self._types[key] = (found.Type & ~1, found.FormatString)
        return self._types[key]


def _structure_locale() -> Any:
    language, country, variant = _ENGLISH
    return structure("com.sun.star.lang.Locale", Language=language, Country=country, Variant=variant)


class Names(base_classes.Names):
    def __init__(self, book: Book) -> None:
        self.book = book

    api = property(lambda self: self.book.document.NamedRanges)

    def __len__(self) -> int:
        return self.api.Count

    def __call__(self, key: str | int) -> Name:
        if isinstance(key, int):
            return Name(self.book, self.api.ElementNames[key - 1])
        if not self.api.hasByName(key):
            raise KeyError(key)
        return Name(self.book, key)

    def contains(self, key: str) -> bool:
        return self.api.hasByName(key)

    def add(self, name: str, refers_to: str) -> Name:
        start = structure("com.sun.star.table.CellAddress")
        self.api.addNewByName(name, refers_to.lstrip("=").replace("!", "."), start, 0)
        return Name(self.book, name)


class Name(base_classes.Name):
    book = name = None

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name = book, name

    api = property(lambda self: self.book.document.NamedRanges.getByName(self.name))
    refers_to = property(lambda self: "=" + self.api.Content)

    @property
    def refers_to_range(self) -> Range:
        from tests.calc.sheets import Sheet

        area = self.api.ReferredCells.RangeAddress
        return Range(Sheet(self.book, self.book.document.Sheets.getByIndex(area.Sheet).Name), area)

    def delete(self) -> None:
        self.book.document.NamedRanges.removeByName(self.name)
