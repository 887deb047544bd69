"""What a mailbox says beyond the name of whoever has it: letters and digits."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.dedupe.contact import beyond_the_name

BEYOND: list[tuple[str, str, str, str, tuple[str, str]]] = [
    # the case, the mailbox, the first names, the surname, and what is left of it
    ("both names", "ana.delgado", "ana", "delgado", ("", "")),
    ("both names and digits", "ana_delgado84", "ana", "delgado", ("", "84")),
    ("an initial and the surname", "a.delgado", "ana", "delgado", ("", "")),
    ("an initial that is another's", "b.delgado", "ana", "delgado", ("", "")),
    ("the beginning of the first name", "an.delgado", "ana", "delgado", ("", "")),
    ("the beginning of the surname", "anadel", "ana", "delgado", ("", "")),
    ("the beginning of neither", "anax.yz", "ana", "delgado", ("xyz", "")),
    ("a nickname", "bob.quayle", "robert", "quayle", ("", "")),
    ("the longer form, not one within it", "kimberly.wilson", "kimberly", "wilson", ("", "")),
    ("the longer form where the short one is her name", "kimberly.wilson", "kim", "wilson", ("", "")),
    ("a second first name", "ana.maria.delgado", "ana maria", "delgado", ("", "")),
    ("both initials of two first names", "am.delgado", "ana maria", "delgado", ("am", "")),
    ("a surname of two words, together", "a.santoslima", "ana", "santos lima", ("", "")),
    ("a surname of two words, one of them", "ana.lima", "ana", "santos lima", ("", "")),
    ("another word", "gardener7", "ana", "delgado", ("gardener", "7")),
    ("another word beside the name", "ana.delgado.crm", "ana", "delgado", ("crm", "")),
    ("one letter left", "anadelgadox", "ana", "delgado", ("", "")),
    ("two letters left", "anadelgadoxy", "ana", "delgado", ("xy", "")),
    ("digits alone", "1984", "ana", "delgado", ("", "1984")),
    ("nobody's name", "gardener", "", "", ("gardener", "")),
    ("an umlaut as two letters in the name", "joerg.mueller", "jorg", "muller", ("", "")),
    ("an umlaut as two letters in the mailbox", "jorg.muller", "joerg", "mueller", ("", "")),
    ("no umlaut where two names meet", "lisa.edwards", "lisa", "edwards", ("", "")),
    ("the name once only", "anaana", "ana", "delgado", ("", "")),
    ("letters that are not ours are none", "ána.delgado", "ana", "delgado", ("na", "")),
]


@pytest.mark.parametrize(
    ("mailbox", "first", "last", "left"), [row[1:] for row in BEYOND], ids=[row[0] for row in BEYOND]
)
def test_what_a_mailbox_says_beyond_the_name(mailbox: str, first: str, last: str, left: tuple[str, str]) -> None:
    assert beyond_the_name(mailbox, first, last) == left
