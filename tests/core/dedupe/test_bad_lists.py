"""Lists as nobody wants them: what dedupe compares, how much of it at most, and what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from leadsorted_sheets.core import dedupe, schema
from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import RemoveRow
from leadsorted_sheets.core.plan import Outcome
from leadsorted_sheets.session import Session
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from tests.context import NOON, a_context
from tests.core.dedupe.lists import book_of, strangers
from tests.core.dedupe.test_bounds import pairs_of, word

Row = dict[str, Cell]
ROWS = 1500


def leads(of: Callable[[int], Row], count: int = ROWS) -> Book:
    return {"Leads": {f"L-{n:05}": row_of({"Lead ID": f"L-{n:05}", **of(n)}) for n in range(count)}}


def deduped(book: Book) -> Outcome:
    return dedupe.plan(book, dedupe.Options(), a_context())


def gone(outcome: Outcome) -> int:
    return sum(isinstance(change, RemoveRow) for change in outcome.changes)


def said(outcome: Outcome) -> Counter[str]:
    return Counter(finding.rule for finding in outcome.findings)


def test_a_list_of_one_row_has_nothing_to_compare() -> None:
    assert pairs_of([["Ana", "Delgado", "ana@acme.com", "020 7946 0018", "Acme", "Leeds"]]) == 0
    outcome = deduped(leads(lambda _: {"First name": "Ana", "Email": "ana@acme.com"}, 1))
    assert (outcome.changes, outcome.findings) == ((), ())


def test_rows_that_are_all_equal_become_one_and_each_is_compared_with_the_first() -> None:
    row: Row = {"First name": "Ana", "Last name": "Delgado", "Email": "ana@acme.com", "Phone": "+442079460018"}
    assert pairs_of([["Ana", "Delgado", "ana@acme.com", "020 7946 0018", "", ""]] * ROWS) == ROWS - 1
    outcome = deduped(leads(lambda _: row))
    assert (gone(outcome), said(outcome)) == (ROWS - 1, Counter())
    assert {figure.rows for figure in outcome.figures[1:2]} == {
        tuple(("L-00000", f"L-{n:05}", 1.0, "Equal in every cell that people type.") for n in range(1, ROWS))
    }


def test_a_list_of_one_column_goes_by_that() -> None:
    mail = deduped(leads(lambda n: {"Email": f"{word(n % 700)}@web.example"}))
    assert gone(mail) == ROWS - 700
    names = deduped(leads(lambda n: {"Last name": word(n % 700)}))
    assert gone(names) == ROWS - 700  # equal in all that there is
    cities = deduped(leads(lambda n: {"City": f"Town {n % 7}"}))
    assert (gone(cities), said(cities)) == (0, Counter())


def test_a_phone_of_thirty_thousand_leads_costs_six_pairs_a_lead_and_merges_nobody() -> None:
    many = 30_000
    rows = [[word(n % 701), word(n), f"u{n}@x{n}.com", "020 7946 0018", f"C{n}", "Leeds"] for n in range(many)]
    assert pairs_of(rows) <= 6 * many
    shared = leads(lambda n: {"First name": word(n % 701), "Last name": word(n * 31), "Phone": "+442079460018"})
    outcome = deduped(shared)
    assert gone(outcome) == 0
    notes = [finding for finding in outcome.findings if finding.rule == "dedupe.kept-apart"]
    assert [(note.key, len(note.others)) for note in notes] == [("L-00000", ROWS - 1)]
    assert notes[0].message.endswith("share a phone and stay apart: 1500 different people share it.")


def test_names_that_are_e_mails_are_compared_as_what_they_say_and_never_merged_on_that() -> None:
    def row(n: int) -> Row:
        mail = f"{word(n % 900)}@acme.com"
        return {"First name": mail, "Last name": mail, "Notes": f"row {n}"}

    assert pairs_of([[f"{word(n % 900)}@acme.com"] * 2 + [""] * 4 for n in range(ROWS)]) <= 2 * ROWS
    outcome = deduped(leads(row))
    assert gone(outcome) == 0
    asked = {
        (int(str(each.key)[2:]), int(each.others[0][2:])) for each in outcome.findings if each.severity == "review"
    }
    assert asked == {(n, n + 900) for n in range(600)}


def test_junk_says_nothing_and_merges_nobody() -> None:
    def row(n: int) -> Row:
        return {
            "First name": "n/a",
            "Last name": "test",
            "Email": "noemail@example.com",
            "Phone": "0000000",
            "Notes": f"row {n}",
        }

    assert pairs_of([["n/a", "test", "noemail@example.com", "0000000", "", ""]] * ROWS) == ROWS - 1
    outcome = deduped(leads(row))
    assert gone(outcome) == 0
    assert said(outcome) == Counter({"dedupe.kept-apart": 2})
    assert [finding.message for finding in outcome.findings] == [
        '1500 leads share the email "noemail@example.com", which says nothing about who they are. They stay apart.',
        '1500 leads share the phone "0000000", which says nothing about who they are. They stay apart.',
    ]


def test_one_person_is_found_in_any_script_and_two_scripts_are_not_mixed_up() -> None:
    people: list[Row] = [
        {"First name": "Анна", "Last name": "Петрова", "Email": "anna@acme.example"},
        {"First name": "АННА", "Last name": "ПЕТРОВА", "Email": "Anna@acme.example", "City": "Łódź"},
        {"First name": "伟", "Last name": "李", "Phone": "+862083331234"},
        {"First name": "伟", "Last name": "李", "Phone": "+86 20 8333 1234", "City": "广州"},
        {"First name": "محمد", "Last name": "علي", "Email": "m@acme.example"},
        {"First name": "Łukasz", "Last name": "Żak", "Email": "lz@acme.example"},
        {"First name": "Lukasz", "Last name": "Zak", "Email": "lz@acme.example", "City": "Kraków"},
    ]
    outcome = deduped(book_of(*people))
    assert {change.key for change in outcome.changes if isinstance(change, RemoveRow)} == {"L-1", "L-3", "L-6"}
    crowd = [["李" if n % 2 else "Анна", "王Müller"[: 1 + n % 6], "", "", "Акме", "Łódź"] for n in range(ROWS)]
    assert pairs_of(crowd) <= 2 * ROWS


def test_names_of_ten_kilobytes_are_compared_by_their_beginning() -> None:
    rows = [["x" * 10_000, word(n) * 2_000, "", "", "z" * 10_000, ""] for n in range(200)]
    assert pairs_of(rows) <= 20 * 200
    one: Row = {"First name": "x" * 10_000, "Last name": "Ng", "Email": "x@acme.example"}
    outcome = deduped(book_of(one, {**one, "City": "Ely"}))
    assert gone(outcome) == 1
    assert all(len(finding.message) < 60_000 for finding in outcome.findings)


def test_rows_with_an_id_that_another_row_has_get_their_own_before_they_are_merged() -> None:
    ana: Row = {"First name": "Ana", "Last name": "Delgado", "Email": "ana@acme.com"}
    rows = {
        "L-1": row_of({"Lead ID": "L-1", **ana, "City": "Leeds"}),
        "#62": row_of({"Lead ID": "L-1", **ana}),
        "#63": row_of({"Lead ID": "L-1", "First name": "Ben", "Last name": "Osei", "Email": "ben@birch.com"}),
    }
    book: Book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    workbook = MemoryWorkbook({**book, "Leads": {**strangers(), **rows}})
    result = Session(workbook, clock=lambda: NOON).run("dedupe", apply=True)
    after = workbook.read().book["Leads"]
    mine = {key: row for key, row in after.items() if key not in strangers()}
    assert sorted(str(row["First name"]) for row in mine.values()) == ["Ana", "Ben"]
    assert all(key == row["Lead ID"] for key, row in mine.items())
    assert mine["L-1"]["City"] == "Leeds"
    assert [finding.rule for finding in result.findings] == ["identify.repeated", "identify.repeated"]
    assert result.findings[0].message.startswith("The id L-1 stands in another row too, perhaps from copying a row.")
