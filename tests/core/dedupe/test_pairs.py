"""The specification: pairs of leads, and what they are to each other. Each stands in a list of sixty strangers."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe import Options
from tests.context import a_context
from tests.core.dedupe.lists import book_of

Row = dict[str, Cell]


def lead(name: str = "", email: str = "", phone: str = "", company: str = "", city: str = "", **more: str) -> Row:
    first, _, last = name.partition(" ")
    cells = {"First name": first, "Last name": last, "Email": email, "Phone": phone, "Company": company, "City": city}
    return {
        header: value for header, value in (cells | {k.replace("_", " "): v for k, v in more.items()}).items() if value
    }


def told(a: Row, b: Row) -> tuple[str, str]:
    """What dedupe makes of two leads: merged, likely, possible, apart or nothing; and the reason it gives."""
    outcome = dedupe.plan(book_of(a, b), Options(), a_context())
    if merges := outcome.figures[1].rows:
        assert {row[:2] for row in merges} <= {("L-1", "L-2"), ("L-2", "L-1")}, "only the two may be merged"
        return "merged", str(merges[0][3])
    about = [finding for finding in outcome.findings if {finding.key, *finding.others} == {"L-1", "L-2"}]
    assert len(outcome.findings) == len(about), "strangers have nothing in common"
    return (about[0].rule.removeprefix("dedupe."), about[0].why) if about else ("nothing", "")


ANA = "Ana Delgado"
SAME = [
    # what they share, and how it is written: one person, merged
    (lead(ANA, "ana.delgado@gmail.com"), lead(ANA, "Ana.Delgado+crm@GoogleMail.com"), "same e-mail"),
    (lead(ANA, "ana@acme.com", "+44 7700 900123"), lead(ANA, "", "07700 900123"), "same phone"),
    (lead(ANA, "", "07700 900123"), lead(ANA, "", "0044 (0)7700-900123 ext 12"), "same phone"),
    (lead(ANA, "", "7700900123.0"), lead(ANA, "", "(m) 07700 900123"), "same phone"),
    (lead("Robert Quayle", "rq@acme.com"), lead("Bob Quayle", "rq@acme.com"), "forms of one first name"),
    (lead("Bradley Quayle", "rq@acme.com"), lead("zBrad Quayle", "rq@acme.com"), "nearly the same first name"),
    (lead("R. Quayle", "rq@acme.com"), lead("Robert Quayle", "rq@acme.com"), "same initial"),
    (lead("Jürgen Müller", "jm@web.de"), lead("Juergen Mueller", "jm@web.de"), "same e-mail"),
    (lead("Jürgen Müller", "jm@web.de"), lead("JÃ¼rgen MÃ¼ller", "jm@web.de"), "same first name"),
    (lead("Delgado Ana", "ana@acme.com"), lead(ANA, "ana@acme.com"), "swapped"),
    (lead("Katherine Osei", "kosei84@gmial.com"), lead("Kathrine Osei", "kosei84@gmail.com"), "same e-mail"),
    (lead(ANA, "ana@acme.com"), lead("Ana", "ana@acme.com"), "same e-mail"),
    (lead("Katherine Osei", "gardener84@gmail.com"), lead("Katherine Osei", "gardenr84@gmail.com"), "nearly the same"),
    (lead("Wm Thackeray", "wmt@acme.com", company="Acme"), lead("William Thackeray", "wmt@acme.com"), "same e-mail"),
    (lead("Maria Santos Lima", "ms@uol.com.br"), lead("Maria Lima", "ms@uol.com.br"), "part in common"),
    (lead("Dr. Ana Delgado", "ana@acme.com"), lead("Ana Delgado PhD", "<ANA@acme.com>;"), "same surname"),
    (lead(ANA, "ana@acme.com / a.delgado@web.de"), lead(ANA, "a.delgado@web.de"), "same e-mail a.delgado@web.de"),
    (lead(ANA, "ana@acme.com", Other_emails="ad@web.de"), lead(ANA, "ad@web.de"), "same e-mail ad@web.de"),
    (lead(ANA, "", "020 7946 0018 / 07700 900123"), lead(ANA, "", "07700 900123"), "same phone"),
    (lead("J Osei", "jo@acme.com", "07700 900123"), lead("Jo Osei", "jo@acme.com", "07700 900124"), "Against it: other phone"),
    (lead(ANA, City_of_birth="x", Date_of_birth="1980-04-03", City="Leeds"), lead(ANA, Date_of_birth="3/4/1980", City="Leeds"), "same date of birth"),
    (lead("", "", "07700 900123", "Acme"), lead("", "", "07700 900123", "Acme Ltd"), "same company"),
    (lead("", "info@acme.com", "", "Acme"), lead("", "info@acme.com", "", "Acme Ltd"), "same e-mail"),
    (lead(ANA, "", "+49 30 9018201", Country="Germany"), lead(ANA, "", "49309018201", Country="Germany"), "same phone"),
    (lead("Junior Silva", "silva@web.de"), lead("Júnior Silva", "silva@web.de"), "same first name"),
    (lead(ANA, Passport_number="X1234567"), lead("Ana Delgada", Passport_number="x 123 4567"), "same number"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "reason"), SAME)
def test_one_person_is_merged_and_the_reason_said(a: Row, b: Row, reason: str) -> None:
    verdict, why = told(a, b)
    assert (verdict, reason.casefold() in why.casefold()) == ("merged", True), why


DOUBTFUL = [
    (lead("Katherine Osei", "gardener84@gmail.com"), lead("Kate Osei", "gardener84@web.de"), "possible"),
    # a name alone, or a contact without a name, is never certain
    (lead(ANA, company="Acme", city="Leeds"), lead(ANA, company="Acme Ltd", city="Leeds"), "likely"),
    (lead(ANA, "ana@acme.com"), lead(ANA, "", "07700 900123", "Acme"), "likely"),
    (lead(ANA, "", "07700 900123"), lead("", "", "07700 900123"), "possible"),
    (lead(ANA, "ana@acme.com"), lead("", "ana@acme.com"), "likely"),
    (lead("A. Delgado", company="Acme Plumbing"), lead(ANA, company="Acme Plumbing"), "likely"),
    (lead(ANA, "ana.delgado@acme.com", city="Leeds"), lead(ANA, "ana.delgado@web.de", city="Leeds"), "likely"),
    # a name with two slips or its letters in another order
    (lead("Tobin Osei", "osei84@acme.com"), lead("Tboni Osei", "osei84@acme.com"), "likely"),
    (lead("Piotr Zielinski", "pz84@acme.com"), lead("Piotr Zilieinsk", "pz84@acme.com"), "likely"),
    # a nickname with a slip: Dan
    (lead("Daniel Moreno", "moreno84@acme.com"), lead("Dna Moreno", "moreno84@acme.com"), "likely"),
    # two mailboxes that say nothing but the name, however it is written
    (lead("Kimberly Wilson", "kimberly_wilson@web.de"), lead("Kim Wilson", "kimberly.wilson@web.de"), "possible"),
    # one mailbox, its domain with a slip
    (lead("Noah Rogers", "noahr@hudson-brown.net"), lead("Noah Rogers", "noahr@hudsn-brown.net"), "likely"),
]


@pytest.mark.parametrize(("a", "b", "verdict"), DOUBTFUL)
def test_a_pair_that_may_be_one_goes_to_review(a: Row, b: Row, verdict: str) -> None:
    assert told(a, b)[0] == verdict, told(a, b)


APART = [
    # they share a contact and are two people; the reason is said
    (lead(ANA, "", "020 7946 0018"), lead("Luis Delgado", "", "020 7946 0018"), "household"),
    (lead(ANA, "delgados@web.de"), lead("Luis Delgado", "delgados@web.de"), "household"),
    (lead(ANA, "delgados@web.de", "020 7946 0018"), lead("Luis Delgado", "delgados@web.de", "020 7946 0018"), "household"),
    (lead("Ana Delgado", "", "020 7946 0018"), lead("Ben Osei", "", "020 7946 0018"), "other names"),
    (lead(ANA, "info@acme.com"), lead("Ben Osei", "info@acme.com"), "role"),
    (lead("Paul Osei Sr", "posei@web.de", "020 7946 0018"), lead("Paul Osei Jr.", "posei@web.de", "020 7946 0018"), "Junior"),
    (lead("Daniel Osei", "", "020 7946 0018"), lead("Danielle Osei", "", "020 7946 0018"), "household"),
    (lead("Paul Osei", "", "020 7946 0018"), lead("Paula Osei", "", "020 7946 0018"), "household"),
    # a woman's name, though a letter from Dan and Dany
    (lead("Daniel Moreno", "", "020 7946 0018"), lead("Dana Moreno", "", "020 7946 0018"), "household"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "reason"), APART)
def test_people_who_share_a_contact_stay_apart_and_the_reason_is_said(a: Row, b: Row, reason: str) -> None:
    verdict, why = told(a, b)
    assert (verdict, reason in why) == ("kept-apart", True), (verdict, why)


DOUBTFUL = [
    # what speaks against merging unasked, two leads
    ("two mailboxes at one company", lead("David Jones", "dj@cymru.example", "029 2018 0161", "Cymru"), lead("David Jones", "david.jones@cymru.example", "029 2018 0161", "Cymru")),
    ("first names a letter apart, two mailboxes", lead("Carl Eriksen", "carl@fjord.example", "029 2018 0161", "Fjord"), lead("Carla Eriksen", "carla@fjord.example", "029 2018 0161", "Fjord")),
    ("one is Junior", lead("Oliver Pike", "orders@pike.example", "0131 496 0404", "Pike"), lead("Oliver Pike Jr.", "orders@pike.example", "0131 496 0404", "Pike")),
    ("other surnames", {**lead("Klara Winter", "klara@winter.example", "029 2018 0161"), "Street": "Rosenheimer Str. 3", "Postcode": "81667"}, {**lead("Klara Sommer", "klara@sommer.example", "029 2018 0162"), "Street": "Rosenheimer Str. 5", "Postcode": "81667"}),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in DOUBTFUL], ids=[row[0] for row in DOUBTFUL])
def test_what_speaks_against_one_person_is_never_merged_unasked(a: Row, b: Row) -> None:
    assert told(a, b)[0] in {"likely", "possible", "kept-apart", "nothing"}


def test_senior_and_junior_are_two_in_german_too() -> None:
    a = {"First name": "Xaver", "Last name": "Huber sen.", "Email": "info@holz.example", "Phone": "029 2018 0161"}
    b = {**a, "Last name": "Huber jun."}
    assert told(a, b)[0] == "kept-apart"


PLACEHOLDERS = [
    (lead(ANA, "noemail@example.com", "000-000-0000"), lead("Ben Osei", "noemail@example.com", "000-000-0000")),
    (lead("", "n/a", "1234567890"), lead("", "N/A", "1234567890")),
    (lead("Test", "test@test.com"), lead("Test", "test@test.com", "0")),
]


@pytest.mark.parametrize(("a", "b"), PLACEHOLDERS)
def test_placeholders_make_no_pair_and_it_is_said(a: Row, b: Row) -> None:
    outcome = dedupe.plan(book_of(a, b), Options(), a_context())
    assert {finding.rule for finding in outcome.findings} == {"dedupe.kept-apart"}
    assert all("says nothing about who they are" in finding.message for finding in outcome.findings)


NOTHING = [
    (lead("Ana Delgado", "ana@acme.com"), lead("Ana Osei", "ana@birch.com")),
    (lead("Ana Delgado", company="Acme"), lead("Ben Osei", company="Acme")),
    (lead("Ana Delgado", "adelgado7@gmail.com"), lead("Amos Delgado", "adelgado8@gmail.com")),
    (lead("Robin Witt", "rwitt@gmail.com"), lead("Rosa Witt", "rwitt96@gmail.com")),
    (lead(ANA, "", "+44 20 7946 0018"), lead("Ben Osei", "", "+1 207 946 0018")),
]


@pytest.mark.parametrize(("a", "b"), NOTHING)
def test_chance_makes_no_pair(a: Row, b: Row) -> None:
    assert told(a, b)[0] == "nothing", told(a, b)


def test_namesakes_in_one_company_are_never_merged_unasked() -> None:
    a = lead("Gary Rice", "gary@boyle.com", "020 7946 0018", "Boyle Software")
    b = lead("Gary Rice", "gary1998@boyle.com", "020 7946 0018", "Boyle Software")
    crowd = [
        lead(f"{first} Boyle", "", "020 7946 0018", "Boyle Software") for first in ("Una", "Vik", "Wes", "Xia", "Yan")
    ]
    outcome = dedupe.plan(book_of(a, b, *crowd), Options(), a_context())
    assert outcome.changes == []
    assert [(f.key, f.others) for f in outcome.findings if f.severity == "review"] == [("L-1", ("L-2",))]


def test_a_switchboard_of_many_is_named_once_and_nobody_merged() -> None:
    names = ["Una Adair", "Vik Bose", "Wes Cole", "Xia Deng", "Yan Eder", "Zac Fane"]
    outcome = dedupe.plan(
        book_of(*(lead(name, "", "+44 20 7946 0018", "Boyle Ltd") for name in names)), Options(), a_context()
    )
    assert outcome.changes == []
    (note,) = outcome.findings
    assert (note.rule, note.severity, note.key, note.others) == (
        "dedupe.kept-apart",
        "note",
        "L-1",
        ("L-2", "L-3", "L-4", "L-5", "L-6"),
    )
    assert note.message == (
        "Una Adair (Boyle Ltd), Vik Bose (Boyle Ltd), Wes Cole (Boyle Ltd), Yan Eder (Boyle Ltd) and 2 more share a phone "
        "and stay apart: 6 people of one company share it: a switchboard or a common mailbox."
    ).replace("Yan Eder", "Xia Deng")


def test_a_chain_that_holds_by_a_shared_key_only_is_cut() -> None:
    """The nameless row shares an e-mail with Ana and a phone with Ben: Ana and Ben are not one."""
    outcome = dedupe.plan(
        book_of(lead(ANA, "front@acme.com"), lead("", "front@acme.com", "020 7946 0018"), lead("Ben Osei", "", "020 7946 0018")),
        Options(tier="likely"),
        a_context(),
    )  # fmt: skip
    merged = {row[:2] for row in outcome.figures[1].rows}
    assert merged <= {("L-2", "L-1"), ("L-1", "L-2")}
