"""By which words a person is found in a text, and by which not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.forget import REMOVED
from leadsorted_sheets.core.forget.words import words_of

HER = words_of(
    [
        {"First name": "Ana María", "Last name": "Weiß-Ng", "Email": "ana.ng@acme.example", "Phone": "+442079460018"},
        {"Other emails": "ana@home.example; a+n@x.example", "Other phones": "020 7946 0999 / 07700 900123"},
        {"First name": "Bo"},  # a first name alone names nobody
    ]
)

FOUND: tuple[tuple[str, str], ...] = (
    ("Ana María Weiß-Ng called", f"{REMOVED} called"),
    ("ANA MARÍA WEIß-NG", REMOVED),
    ("Weiß-Ng, Ana  María: no", f"{REMOVED}: no"),
    ("to ANA.NG@acme.example.", f"to {REMOVED}."),
    ("<mailto:ana.ng@acme.example>", f"<mailto:{REMOVED}>"),
    ("a+n@x.example; ana@home.example", f"{REMOVED}; {REMOVED}"),
    ("+44 20 7946 0018", REMOVED),
    ("tel 020 7946-0018, evenings", f"tel {REMOVED}, evenings"),
    ("(020) 7946 0999", REMOVED),
    ("+447700900123", REMOVED),
    ("442079460018", REMOVED),
)
NOT_FOUND = (
    "",
    "Ana María",
    "Ana called about Acme",
    "Weiß-Ng",
    "Bo",
    "joana.ng@acme.example",
    "ana.ng@acme.example.org",
    "ana.ng@acme.exampleton",
    "Ana María Weiß-Ngo",
    "+44 20 7946 00189",
    "12345678901234567890",
    "the year 2079",
)


@pytest.mark.parametrize(("text", "after"), FOUND)
def test_what_names_her_is_found_and_taken_out(text: str, after: str) -> None:
    assert (HER.holds(text), HER.without(text)) == (True, after)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_may_be_anybody_is_left(text: str) -> None:
    assert (HER.holds(text), HER.without(text)) == (False, text)


@given(
    st.text(max_size=40),
    st.sampled_from(["ana.ng@acme.example", "+442079460018", "Ana María Weiß-Ng"]),
    st.text(max_size=40),
)
def test_once_taken_out_it_is_found_no_more(before: str, word: str, after: str) -> None:
    rest = HER.without(f"{before} {word} {after}")
    assert not HER.holds(rest)
    assert HER.without(rest) == rest
