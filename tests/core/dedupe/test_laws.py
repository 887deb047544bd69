"""What holds for every list, whatever is in it."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.book import Book, same_book
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.changes import RemoveRow, apply, invert, rebase
from leadsorted_sheets.core.dedupe import Options, keys
from leadsorted_sheets.core.state import DECISIONS
from tests.context import a_context
from tests.core.dedupe.lists import strangers

FIRST = ["Ana", "Anna", "A.", "Robert", "Bob", "Jürgen", "Juergen", "李", "", "Dr. Ana"]
LAST = ["Delgado", "delgado", "Delgato", "Müller", "Osei Jr", "Osei Sr.", "Osei", "", "van der Berg"]
EMAILS = [
    "ana@acme.com",
    "ANA@acme.com ",
    "ana+x@acme.com",
    "info@acme.com",
    "bob@web.de; ana@acme.com",
    "n/a",
    "bob@web.de",
    "",
]
PHONES = [
    "+44 7700 900123",
    "07700 900123",
    "020 7946 0018",
    "020 7946 0018 / 07700 900123",
    "000",
    "",
    "+1 212 555 0175",
]
CELLS: dict[str, st.SearchStrategy[Cell]] = {
    "First name": st.sampled_from(FIRST),
    "Last name": st.sampled_from(LAST),
    "Email": st.sampled_from(EMAILS),
    "Phone": st.sampled_from(PHONES),
    "Company": st.sampled_from(["Acme", "Acme Ltd", "Birch", ""]),
    "City": st.sampled_from(["Leeds", "York", ""]),
    "Country": st.sampled_from(["GB", "US", "Germany", ""]),
    "Status": st.sampled_from(["New", "Qualified", "Unqualified", "odd", ""]),
    "Notes": st.sampled_from(["called", "met in May", "", Formula("=A1")]),
    "Shoe size": st.one_of(st.integers(35, 47), st.just(""), st.just(Formula("=1")), st.booleans()),
    "Dog": st.text(max_size=4),
    "Other emails": st.sampled_from(["", "old@acme.com", "bob@web.de"]),
}


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Up to eight messy leads among strangers, with activities and decisions about some of them."""
    leads: dict[str, dict[str, Cell]] = dict(list(strangers().items())[: draw(st.sampled_from([0, 12]))])
    count = draw(st.integers(0, 8))
    for n in range(count):
        row = {name: draw(cells) for name, cells in CELLS.items()}
        leads[f"L-{n}"] = {"Lead ID": f"L-{n}"} | {name: cell for name, cell in row.items() if cell != ""}
    pairs = draw(st.lists(st.sampled_from([f"L-{a}:L-{b}" for a, b in combinations(range(8), 2)]), max_size=2))
    decided = {f"{draw(st.sampled_from(['same', 'apart']))}:{pair}": {"By": "Ann"} for pair in pairs}
    activities = {f"A-{n}": {"Activity ID": f"A-{n}", "Lead ID": f"L-{n}"} for n in range(0, count, 2)}
    at_home = {"Country": {"Preference": "Country", "Value": "GB"}}
    return {"Leads": leads, "Activities": activities, DECISIONS: decided, "Preferences": at_home}


tiers = st.sampled_from(["certain", "likely", "exact", "none"])


@given(books(), tiers)
def test_every_merge_can_be_taken_back_exactly(book: Book, tier: str) -> None:
    changes = dedupe.plan(book, Options(tier=tier), a_context()).changes  # type: ignore[arg-type]  # one of the four
    assert not rebase(changes, book).clashes
    assert same_book(apply(apply(book, changes), invert(changes)), book)


@given(books(), tiers, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_plays_no_part(book: Book, tier: str, chance: object) -> None:
    rows = list(book["Leads"].items())
    chance.shuffle(rows)  # type: ignore[attr-defined]  # a random.Random
    shuffled = {**book, "Leads": dict(rows)}
    one, other = (dedupe.plan(each, Options(tier=tier), a_context()) for each in (book, shuffled))  # type: ignore[arg-type]
    assert (one.changes, one.findings, one.figures) == (other.changes, other.findings, other.figures)


@given(books(), tiers)
def test_rows_that_share_a_contact_and_stay_are_always_explained(book: Book, tier: str) -> None:
    outcome = dedupe.plan(book, Options(tier=tier), a_context())  # type: ignore[arg-type]  # one of the four
    explained = {
        frozenset(pair) for finding in outcome.findings for pair in combinations((finding.key, *finding.others), 2)
    }
    contacts: dict[str, set[str]] = {}
    for key, row in apply(book, outcome.changes)["Leads"].items():
        for contact in contacts_of(row):
            contacts.setdefault(contact, set()).add(key)
    for contact, sharing in contacts.items():
        for pair in combinations(sorted(sharing), 2):
            assert frozenset(pair) in explained, (contact, pair)


def contacts_of(row: dict[str, Cell]) -> set[str]:
    """Mailboxes and lines a row names; a line with the code of its country, so that two countries are two lines."""
    text = {name: shown(row.get(name)) for name in ("Email", "Other emails", "Phone", "Other phones", "Country")}
    country = {"Germany": "DE"}.get(text["Country"], text["Country"] or "GB")
    boxes = keys.mailboxes(f"{text['Email']}; {text['Other emails']}")
    lines = keys.lines(text["Phone"], country) + keys.lines(text["Other phones"], country)
    return {box.address for box in boxes} | {line.before + line.digits for line in lines if line.before}


@given(books())
def test_no_contact_and_nothing_of_the_users_own_is_lost(book: Book) -> None:
    outcome = dedupe.plan(book, Options(tier="likely"), a_context())
    done = apply(book, outcome.changes)["Leads"]
    kept = {row[1]: row[0] for row in outcome.figures[1].rows}
    for key, row in book["Leads"].items():
        stays = done[str(kept.get(key, key))]
        assert addresses(row) <= addresses(stays)
        if not isinstance(stays.get("Notes"), Formula):
            text = "\n".join(shown(cell) for cell in stays.values()).casefold()
            assert all(
                shown(row[name]).strip().casefold() in text
                for name in ("Dog", "Notes")
                if name in row and not isinstance(row[name], Formula)
            )


def addresses(row: dict[str, Cell]) -> set[str]:
    return {box.address for name in ("Email", "Other emails") for box in keys.mailboxes(shown(row.get(name)))}


@given(books())
def test_nobody_kept_apart_is_merged_and_junior_is_not_senior(book: Book) -> None:
    outcome = dedupe.plan(book, Options(tier="likely"), a_context())
    gone = {change.key for change in outcome.changes if isinstance(change, RemoveRow)}
    groups: dict[str, set[str]] = {}
    for kept, merged, *_ in outcome.figures[1].rows:
        groups.setdefault(str(kept), {str(kept)}).add(str(merged))
    assert gone == {key for kept, group in groups.items() for key in group - {kept}}
    for decision in book[DECISIONS]:
        kind, one, other = decision.split(":")
        if kind == "apart":
            assert not any({one, other} <= group for group in groups.values())
    if not any(key.startswith("same") for key in book[DECISIONS]):
        for group in groups.values():
            surnames = {shown(book["Leads"][key].get("Last name")) for key in group}
            assert not {"Osei Jr", "Osei Sr."} <= surnames


@settings(max_examples=25)
@given(st.lists(st.lists(st.text(max_size=30), min_size=5, max_size=5), max_size=12))
def test_any_text_at_all_can_be_compared(rows: list[list[str]]) -> None:
    labels = dedupe.clusters(["Name", "E-mail", "Phone", "Date of birth", "Street"], rows)
    assert len(labels) == len(rows)
    assert all(labels[label] == label <= n for n, label in enumerate(labels))


def test_the_result_is_the_same_whatever_the_hash_seed() -> None:
    program = (
        "from leadsorted_sheets.core import dedupe\n"
        "from tests.context import a_context\n"
        "from tests.core.dedupe.lists import book_of, strangers\n"
        "rows = [dict(row, **{'Lead ID': f'L-{n}', 'Email': ''}) for n, row in enumerate(strangers().values())]\n"
        "print(dedupe.plan(book_of(*rows), dedupe.Options(tier='likely'), a_context()))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1")
    }
    assert len(said) == 1
    assert b"RemoveRow" in next(iter(said))
