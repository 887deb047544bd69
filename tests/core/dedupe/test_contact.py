"""What a mailbox says beyond the name of whoever has it: letters and digits."""

from __future__ import annotations

import numpy as np
import pytest

from leadsorted_sheets.core.dedupe.contact import beyond_the_name, email_bits
from leadsorted_sheets.core.dedupe.pairs import side_by_side
from leadsorted_sheets.core.dedupe.place import company_of
from leadsorted_sheets.core.dedupe.rarity import rarity
from tests.core.dedupe.test_people import Cells, people_of

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
    ("the name three times", "anaanaana", "ana", "delgado", ("anaana", "")),
    ("letters that are not ours are none", "ána.delgado", "ana", "delgado", ("na", "")),
]


@pytest.mark.parametrize(
    ("mailbox", "first", "last", "left"), [row[1:] for row in BEYOND], ids=[row[0] for row in BEYOND]
)
def test_what_a_mailbox_says_beyond_the_name(mailbox: str, first: str, last: str, left: tuple[str, str]) -> None:
    assert beyond_the_name(mailbox, first, last) == left


NEAR: list[tuple[str, str, str, str, str, float]] = [
    # two people's names and mailboxes, and the bits in a list of twenty-four rows
    ("other digits", "Katherine Osei", "gardener84@web.de", "Katherine Osei", "gardener85@web.de", -2.0),
    ("a slip", "Katherine Osei", "gardener84@web.de", "Katherine Osei", "gardenr84@web.de", 3.58),
    ("a slip in a name that was mistyped", "Katherine Osei", "kathrine.osei@web.de", "Kathrine Osei", "kathrin.osei@web.de", 0.5),
    ("two slips, two digits", "Katherine Osei", "qx84@web.de", "Katherine Osei", "qyz84@web.de", -0.42),
    ("two slips, one digit", "Katherine Osei", "qx8@web.de", "Katherine Osei", "qyz8@web.de", -2.0),
    ("two slips, four letters", "Katherine Osei", "zulu@web.de", "Katherine Osei", "zuxy@web.de", -0.42),
    ("two slips, three letters", "Katherine Osei", "zul@web.de", "Katherine Osei", "zxy@web.de", -2.0),
    ("two dots, four letters", "Katherine Osei", "zu.lu@web.de", "Katherine Osei", "zulu@web.de", 1.58),
    ("two dots, three letters", "Katherine Osei", "z.ul@web.de", "Katherine Osei", "zul@web.de", 0.5),
    ("a slip in a domain of eight letters", "Katherine Osei", "zu@acme.com", "Katherine Osei", "zu@acmee.com", 1.58),
    ("in one of seven", "Katherine Osei", "zu@acm.com", "Katherine Osei", "zu@amm.com", 0.5),
    ("three slips in a domain", "Katherine Osei", "zu@hudson.com", "Katherine Osei", "zu@hutzen.com", 0.5),
]  # fmt: skip


def test_mailboxes_that_are_nearly_the_same() -> None:
    """All at once, as a list's are: no pair plays a part in the next one's bits."""
    rows: list[Cells] = [{"name": name, "email": email} for _, *both in NEAR for name, email in (both[:2], both[2:4])]
    people = people_of(*rows)
    sides = np.arange(0, len(rows), 2), np.arange(1, len(rows), 2)
    found = email_bits(side_by_side(people, rarity(people), company_of(people), *sides))
    assert {row[0]: round(float(bits), 2) for row, bits in zip(NEAR, found, strict=True)} == {
        row[0]: row[5] for row in NEAR
    }
