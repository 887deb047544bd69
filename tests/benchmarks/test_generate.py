"""The invented lists: the same every time, as messy as promised, and true to themselves."""

import csv
import hashlib
import io
import re
from collections import Counter, defaultdict

import pytest

from benchmarks.dice import Dice
from benchmarks.generate import COLUMNS, Lead, leads, main
from benchmarks.people import Population


@pytest.fixture(scope="module")
def narrow() -> list[Lead]:
    return leads(5_000, columns=14, seed=11)


@pytest.fixture(scope="module")
def wide() -> list[Lead]:
    return leads(2_000, columns=26, seed=11)


def test_a_seed_gives_the_same_list_on_every_machine_and_python():
    listed = "\n".join(
        "\t".join(lead.get(column, "") for column in (*COLUMNS, "truth")) for lead in leads(400, columns=26, seed=5)
    )
    assert (
        hashlib.sha256(listed.encode()).hexdigest()
        == "8f069f00f2ca14770de9575aad6e2cf0e26e85d020c696e8a2f17a6a49042969"
    )


def test_another_seed_gives_another_list():
    assert leads(50, seed=1) != leads(50, seed=2)


@pytest.mark.parametrize("rows", [1, 37, 500])
def test_a_list_has_as_many_rows_as_were_asked_for(rows):
    assert len(leads(rows)) == rows


def test_the_command_writes_the_columns_that_were_asked_for(tmp_path):
    for columns in (14, 26):
        out = tmp_path / f"{columns}.csv"
        main(["--rows", "20", "--columns", str(columns), "--out", str(out), "--without-truth"])
        rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))
        assert tuple(rows[0]) == COLUMNS[:columns]
        assert len(rows) == 21


def test_the_truth_column_comes_last_unless_it_is_left_out(tmp_path):
    out = tmp_path / "leads.csv"
    main(["--rows", "5", "--out", str(out)])
    assert out.read_text(encoding="utf-8").splitlines()[0] == ",".join((*COLUMNS[:14], "truth"))


def test_no_column_is_empty_and_only_columns_we_know_are_filled(narrow, wide):
    for rows, columns in ((narrow, COLUMNS[:14]), (wide, COLUMNS)):
        filled = Counter(column for lead in rows for column, value in lead.items() if value)
        assert set(filled) == {*columns, "truth"}
        assert min(filled.values()) > len(rows) / 10


def test_every_row_has_something_to_know_it_by(narrow):
    known = ("Name", "First name", "Last name", "Company", "Email", "Phone")
    assert [lead for lead in narrow if not any(lead.get(column) for column in known)] == []


def test_three_in_ten_rows_or_more_are_a_person_met_before(narrow):
    people = Counter(lead["truth"] for lead in narrow)
    assert 0.25 < 1 - len(people) / len(narrow) < 0.4
    assert max(people.values()) <= 8


def test_no_two_people_have_one_private_mailbox_one_work_mailbox_or_one_name_for_the_truth():
    population = Population(Dice(4), 600)
    people = [person for _ in range(500) for person in population.household()]
    mailboxes = [person.private_email for person in people] + [email for person in people for _, email in person.jobs]
    assert [mailbox for mailbox, count in Counter(filter(None, mailboxes)).items() if count > 1] == []
    assert len({person.truth for person in people}) == len(people)


def test_a_household_shares_its_landline_and_holds_different_people():
    population = Population(Dice(4), 600)
    homes = [home for _ in range(800) if len(home := population.household()) > 1]
    assert len(homes) > 50
    for home in homes:
        assert len({person.landline for person in home}) == 1
        assert len({person.truth for person in home}) == len(home)


TRAPS = {
    "a couple on one landline": lambda a, b: a.landline and a.first != b.first and a.last == b.last and a.sex != b.sex,
    "one mailbox for the family": lambda a, b: a.family_email and a.family_email == b.family_email,
    "father and son of one name": lambda a, b: a.landline and (a.first, a.last, a.suffix, b.suffix) == (b.first, b.last, "Sr.", "Jr."),
    "namesakes in one town": lambda a, b: not a.landline and (a.first, a.last, a.place) == (b.first, b.last, b.place),
    "namesakes in one company": lambda a, b: (a.first, a.last) == (b.first, b.last) and a.jobs and b.jobs and a.jobs[0][0] is b.jobs[0][0],
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_the_population_holds_people_who_only_look_like_one(trap):
    population = Population(Dice(4), 600)
    homes = [population.household() for _ in range(3_000)]
    assert [home for home in homes if len(home) == 2 and TRAPS[trap](*home)]


DIRT = (
    ("mailto: before an e-mail", "Email", r"mailto:"),
    ("a mistyped domain", "Email", r"@(gmial\.com|gmail\.con|gmai\.com|gnail\.com|gmail\.co)$"),
    ("an e-mail in capitals", "Email", r"^[A-Z.0-9_]+@[A-Z.0-9-]+$"),
    ("a tag in a Gmail address", "Email", r"\+\w+@"),
    ("an office mailbox", "Email", r"^info@"),
    ("a placeholder e-mail", "Email", r"^(noemail@example\.com|n/a)$"),
    ("a placeholder phone", "Phone", r"^(000-000-0000|n/a)$"),
    ("a phone that became a float", "Phone", r"^\d+\.0$"),
    ("a phone with an apostrophe", "Phone", r"^'"),
    ("a phone with an extension", "Phone", r"x\.? ?\d{3}$"),
    ("two phones in a cell", "Phone", r"\d{4}( / |; |, )"),
    ("a phone with (0)", "Phone", r"^\+\d+ \(0\)"),
    ("LAST, First", "Name", r"^[^,]+, \w"),
    ("a name in capitals", "Last name", r"^[A-Z]{4,}$"),
    ("a name in small letters", "Last name", r"^[a-z]{4,}$"),
    ("an initial for a first name", "First name", r"^[A-Z]\.?$"),
    ("a title before the name", "Name", r"^Dr\.? "),
    ("letters in a wrong encoding", "Last name", r"Ã"),
    ("a company in capitals", "Company", r"^[A-Z& .,]{8,}$"),
    ("a legal form", "Company", r"GmbH & Co\. KG$"),
    ("a status in German", "Status", r"^Neu$"),
    ("a note of two lines", "Notes", r"\n"),
    ("a note that could be a formula", "Notes", r"^-"),
    ("a day with dots", "Created", r"^\d\d\.\d\d\.\d{4}$"),
    ("a month in words", "Created", r"^\d+ [A-Z][a-z]{2} \d{4}$"),
    ("a moment in UTC", "Created", r"T\d\d:\d\d:00Z$"),
)


@pytest.mark.parametrize(("what", "column", "pattern"), DIRT)
def test_the_list_is_dirty_in_the_way_real_ones_are(narrow, what, column, pattern):
    assert any(re.search(pattern, lead.get(column, "")) for lead in narrow)


def test_switchboards_are_shared_by_people_who_are_not_one(narrow):
    people = defaultdict(set)
    for lead in narrow:
        digits = re.sub(r"\D", "", lead.get("Phone", ""))[-9:]
        if len(digits) == 9 and len(set(digits)) > 2:
            people[digits].add(lead["truth"])
    assert max(map(len, people.values())) >= 5
