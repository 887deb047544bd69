"""The main job on the shipped lists, held against the truth about them."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.resources import examples_dir
from leadsorted_sheets.session.clean import Cleaned, Wishes, clean, owners_of
from leadsorted_sheets.session.demo import OWNERS, example_lists

E164 = re.compile(r"\+[1-9]\d{6,14}(;ext=\d+)?")


@dataclass(frozen=True, slots=True)
class Done:
    """What came out; `person` says who the leads that came in were, `merged` which id went into which."""

    cleaned: Cleaned
    person: dict[str, str]
    merged: tuple[tuple[str, str], ...]

    @property
    def book(self) -> Book:
        return self.cleaned.book

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.cleaned.findings


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> Done:
    out = tmp_path_factory.mktemp("cleaned") / "leads.xlsx"
    cleaned = clean([str(path) for path in example_lists()], str(out), Wishes(owners=owners_of(OWNERS)))
    truth = defaultdict(list)
    for line in csv.DictReader((examples_dir() / "truth.csv").read_text(encoding="utf-8").splitlines()):
        truth[line["file"]].append(line["person"])
    person = {}
    for each in cleaned.incoming:
        keys = [change.key for change in each.changes if isinstance(change, AddRow) and change.tab == "Leads"]
        person |= dict(zip(keys, truth[Path(each.name).name], strict=False))
    merges = [row for step in cleaned.steps for table in step.figures if table.title == "Merges" for row in table.rows]
    return Done(cleaned, person, tuple((str(kept), str(gone)) for kept, gone, *_ in merges))


def test_most_rows_of_a_person_met_before_are_merged_and_the_rest_is_on_review(done):
    rows = defaultdict(set)
    for key in done.book["Leads"]:
        rows[done.person.get(key, key)].add(key)
    asked = [{finding.key, *finding.others} for finding in done.findings if finding.rule.startswith("dedupe.")]
    unseen = [
        name
        for name, keys in rows.items()
        for pair in combinations(keys, 2)
        if not any({*pair} <= group for group in asked)
    ]
    repeats = len(done.person) - len(set(done.person.values()))
    assert unseen == []
    assert len(done.merged) > 0.85 * repeats


def test_no_two_leads_share_a_mailbox_or_phone_without_a_word_why(done):
    asked = [{finding.key, *finding.others} for finding in done.findings if finding.rule.startswith("dedupe.")]
    placeholders = {"noemail@example.com", "000-000-0000"}
    for field in ("Email", "Phone"):
        sharing = defaultdict(list)
        for key, row in done.book["Leads"].items():
            if row.get(field) and row[field] not in placeholders:
                sharing[str(row[field]).lower()].append(key)
        pairs = [pair for keys in sharing.values() for pair in combinations(keys, 2)]
        assert [pair for pair in pairs if not any({*pair} <= group for group in asked)] == []


def test_every_lead_has_an_owner(done):
    assert [key for key, row in done.book["Leads"].items() if not row.get("Owner")] == []


def test_every_phone_is_written_internationally_or_named(done):
    odd = {
        key: row["Phone"]
        for key, row in done.book["Leads"].items()
        if row.get("Phone") and not E164.fullmatch(str(row["Phone"]))
    }
    named = {finding.found for finding in done.findings if finding.field == "Phone"}
    assert [phone for phone in odd.values() if phone not in named] == []


def test_text_that_looks_like_a_formula_is_text(done):
    texts = {value for row in done.book["Leads"].values() for value in row.values() if isinstance(value, str)}
    assert {"=1+1", '=HYPERLINK("http://win-a-bike.example","Click for your prize")'} <= texts | {
        line for text in texts for line in text.splitlines()
    }


def test_every_lead_is_a_row_that_somebody_wrote_and_no_title_total_or_remark(done):
    strangers = [row for key, row in done.book["Leads"].items() if key not in done.person]
    assert strangers == []


def test_nobody_is_merged_with_somebody_else(done):
    wrong = [(done.person.get(kept), done.person.get(gone)) for kept, gone in done.merged]
    assert [pair for pair in wrong if pair[0] != pair[1]] == []
