"""vCards, old and new: a card is a lead; what is damaged comes back with its line."""

from __future__ import annotations

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.intake import Incoming, incoming


def take(text: str | bytes, context: Context) -> Incoming:
    data = text if isinstance(text, bytes) else text.encode()
    return incoming(data, context=context, name="cards.vcf")


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


# the lines of a card, the lead
CARDS = (
    (("FN:Ana Ng", "N:Ng;Ana;;;", "EMAIL:ana@acme.example"), {"First name": "Ana", "Last name": "Ng", "Email": "ana@acme.example"}),
    (("FN:Ana Ng",), {"First name": "Ana", "Last name": "Ng"}),
    (("N:van der Ng;Ana;M.;Dr.;Jr.", "FN:x"), {"First name": "Ana M.", "Last name": "van der Ng Jr."}),
    (("FN:Acme", "ORG:Acme;Sales", "KIND:org", "TEL:+44 20 7946 0018"), {"Company": "Acme", "Phone": "+44 20 7946 0018"}),
    (("FN:Ana Ng", "N:Ng;Ana;;;", "ORG:Acme Ltd;Roofs", "TITLE:Head of Roofs"), {"First name": "Ana", "Last name": "Ng", "Company": "Acme Ltd", "Job title": "Head of Roofs"}),
    (("FN:Ana Ng", "N:Ng;Ana;;;", "EMAIL;TYPE=HOME:ana@home.example", "EMAIL;TYPE=WORK:ana@acme.example"), {"First name": "Ana", "Last name": "Ng", "Email": "ana@acme.example", "Other emails": "ana@home.example"}),
    (("FN:Ana Ng", "N:Ng;Ana;;;", "TEL;TYPE=CELL:1", "TEL;TYPE=WORK;TYPE=PREF:2", "TEL;VALUE=uri:tel:+49-30-1;ext=5"), {"First name": "Ana", "Last name": "Ng", "Phone": "2", "Other phones": "1; +49-30-1 ext. 5"}),
    (("FN:Ana Ng", "N:Ng;Ana;;;", "ADR;TYPE=WORK:;;1 High St;Leeds;Yorks;LS1 4DY;UK"), {"First name": "Ana", "Last name": "Ng", "Street": "1 High St", "City": "Leeds", "Region": "Yorks", "Postcode": "LS1 4DY", "Country": "UK"}),
    (("FN:Ana Ng", "N:Ng;Ana;;;", "URL:https://acme.example", "CATEGORIES:vip,fair", "NOTE:one\\ntwo\\, three"), {"First name": "Ana", "Last name": "Ng", "Website": "https://acme.example", "Tags": "vip; fair", "Notes": "one\ntwo, three"}),
)  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CARDS)
def test_a_card_is_a_lead(context: Context, lines: tuple[str, ...], expected: dict[str, str]) -> None:
    (change,) = take(card(*lines), context).changes
    assert {name: cell for name, cell in change.row.items() if name != "Lead ID"} == expected


def test_cards_of_the_nineties_are_read(context: Context) -> None:
    text = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Ana;;;\nTEL;WORK;VOICE:+4930123456\nEND:VCARD\n"
    (change,) = take(text, context).changes
    assert (change.row["Last name"], change.row["Phone"]) == ("Müller", "+4930123456")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_cards_are_read_in_any_encoding(context: Context, encoding: str) -> None:
    (change,) = take(card("FN:Ana Müller", "N:Müller;Ana;;;", "ORG:Käse GmbH").encode(encoding), context).changes
    assert (change.row["Last name"], change.row["Company"]) == ("Müller", "Käse GmbH")


def test_a_damaged_card_comes_back_with_its_line_and_the_others_are_taken(context: Context) -> None:
    text = card("FN:Ana Ng", "N:Ng;Ana;;;") + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo\r\n" + card("FN:Cem Öz")
    found = take(text, context)
    assert [change.row["Last name"] for change in found.changes] == ["Ng", "Öz"]
    assert [row.line for row in found.rejected] == [6]
    assert found.rejected[0].reason.startswith("is a damaged card")
    assert found.lines == {found.changes[0].key: 1, found.changes[1].key: 9}


def test_a_file_of_empty_cards_is_refused(context: Context) -> None:
    with pytest.raises(errors.NotATable, match="no card with a name"):
        take(card("NOTE:"), context)


def test_a_card_cannot_smuggle_a_formula(context: Context) -> None:
    (change,) = take(card("FN:=1+1", "N:;;;;"), context).changes
    assert change.row["Last name"] == "=1+1"
