"""One address a cell, in small letters; what is none, or may be another, is said and left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.normalise.emails import (
    WHY_ALONE,
    WHY_SEVERAL,
    WHY_SIGNS,
    WHY_SMALL,
    addresses,
    checked,
    is_plain,
    read_email,
    read_emails,
)
from leadsorted_sheets.core.normalise.verdict import Verdict


def moved(*others):
    return tuple(("Other emails", other, WHY_SEVERAL) for other in others)


# fmt: off
@pytest.mark.parametrize(("typed", "verdict"), [
    ("ann@acme.com",                     None),
    ("o'brien+x_y@mail.acme.co.uk",      None),
    ("Ann@Acme.COM",                     Verdict("ann@acme.com", WHY_SMALL)),
    ("mailto:ann@acme.com",              Verdict("ann@acme.com", WHY_ALONE)),
    ("mailto:ann@acme.com?subject=Hi",   Verdict("ann@acme.com", WHY_ALONE)),
    ("<ann@acme.com>",                   Verdict("ann@acme.com", WHY_ALONE)),
    ("Ann Ng <ann@acme.com>",            Verdict("ann@acme.com", WHY_ALONE)),
    ('"Ng, Ann" <Ann@acme.com>',         Verdict("ann@acme.com", WHY_ALONE)),
    ("ann@acme.com.",                    Verdict("ann@acme.com", WHY_ALONE)),
    ("ann@acme.com;",                    Verdict("ann@acme.com", WHY_ALONE)),
    ("ann @ acme . com",                 Verdict("ann@acme.com", WHY_ALONE)),
    ("ann (at) acme (dot) com",          Verdict("ann@acme.com", WHY_SIGNS)),
    ("E-Mail: ann@acme.com",             Verdict("ann@acme.com", WHY_ALONE)),
    ("ann@acme.com; bob@acme.com",       Verdict("ann@acme.com", WHY_SEVERAL, beside=moved("bob@acme.com"))),
    ("ann@acme.com / Bob@acme.com",      Verdict("ann@acme.com", WHY_SEVERAL, beside=moved("bob@acme.com"))),
    ("ann@acme.com or b@x.io, c@x.io",   Verdict("ann@acme.com", WHY_SEVERAL, beside=moved("b@x.io", "c@x.io"))),
    ("ann@acme.com, ANN@acme.com",       Verdict("ann@acme.com", WHY_ALONE)),
    ("Info@Müller.de",                   Verdict("info@müller.de", WHY_SMALL)),
])
def test_an_address_is_read_as_it_was_meant(typed, verdict):
    assert read_email(typed) == verdict


@pytest.mark.parametrize(("typed", "suggestion"), [
    ("ann@gmial.com", "ann@gmail.com"), ("ann@hotmail.con", "ann@hotmail.com"), ("ann@acme.con", "ann@acme.com"), ("ann@acme,com", "ann@acme.com"),
    ("ann@@acme.com", "ann@acme.com"), ("ann@acme..com", "ann@acme.com"), ("ann smith@acme.com", None), ("ann@acme.com ask for Eve", "ann@acme.com"),
])
def test_what_may_be_a_slip_is_only_suggested(typed, suggestion):
    verdict = read_email(typed)
    assert (verdict.value, verdict.why, verdict.doubt.severity, verdict.doubt.suggestion) == (typed, "", "review", suggestion)


@pytest.mark.parametrize(("typed", "message"), [
    ("ana.ng@", '"ana.ng@" is not an e-mail address. Left as it is.'),
    ("n/a", '"n/a" is not an e-mail address. Left as it is.'),
    ("ann@localhost", '"ann@localhost" is not an e-mail address. Left as it is.'),
    ("ann@acme.com, bob@", 'Not every address in "ann@acme.com, bob@" is one. Left as it is.'),
    ("noemail@example.com", '"noemail@example.com" looks like a placeholder, not like somebody\'s address. Left as it is.'),
    ("none@acme.com", '"none@acme.com" looks like a placeholder, not like somebody\'s address. Left as it is.'),
    (4711, "4711 is not an e-mail address. Left as it is."),
])
def test_what_is_no_address_is_kept_and_flagged(typed, message):
    verdict = read_email(typed)
    assert (verdict.value, verdict.why, verdict.doubt.severity, verdict.doubt.message) == (typed, "", "warning", message)
# fmt: on


def test_other_emails_are_read_one_by_one():
    assert read_emails("Ann@acme.com, bob@acme.com") == Verdict("ann@acme.com; bob@acme.com", WHY_SMALL)
    assert read_emails("ann@acme.com; bob@acme.com") is None
    assert read_emails("ann@acme.com; ask Bob") is None


@given(st.from_regex(r"[a-z0-9._%+'&/-]{1,12}@[a-z0-9-]{1,10}(\.[a-z0-9-]{1,6}){1,2}", fullmatch=True))
def test_the_short_way_says_what_email_validator_says(text):
    if is_plain(text) and text.rpartition(".")[2] not in ("test", "invalid", "local", "localhost", "onion", "arpa"):
        assert checked(text) == text


@given(st.text(alphabet="aA@.,; <>()b:/-_1Ä", max_size=24))
def test_what_was_read_reads_as_itself(text):
    verdict = read_email(text.strip() or "x")
    if verdict and not verdict.doubt:
        assert read_email(verdict.value) is None
    assert all(addresses(address) == (address,) for address in addresses(text))
