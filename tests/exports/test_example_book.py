"""The shipped example, cleaned and exported: every profile's files are what its CRM takes."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.exports import export, load
from leadsorted_sheets.session.new import new
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.exports import books
from tests.exports.test_checked import CHECKERS


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("example") / "leads.xlsx"
    new(str(path), example=True)
    return XlsxWorkbook(path, backup=False).read().book


@pytest.mark.parametrize("name", CHECKERS)
def test_the_example_leaves_as_the_crm_takes_it(example: Book, name: str) -> None:
    left = books.files(export(example, load(name), context=books.context(), skip_bad=True))
    owners = frozenset(
        str(cell) for row in example["Owners"].values() for cell in (row.get("Owner"), row.get("Email")) if cell
    )
    rows = sum(content.count(b"\n") for path, content in left.items() if path.endswith(".csv"))
    assert rows > len(example["Leads"]) / 2, sorted(left)
    assert CHECKERS[name](left, owners) == []
