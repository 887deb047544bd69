"""Text is put in order, and what a wrong encoding did is undone only where that is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.normalise.text import (
    WHY_BLANKS,
    WHY_ENCODING,
    WHY_ENTITIES,
    WHY_INVISIBLE,
    recased,
    tidy,
    tidy_lines,
)


# fmt: off
@pytest.mark.parametrize(("typed", "text", "why"), [
    ("Ann Smith",                  "Ann Smith",         ""),
    ("Müller & Söhne",             "Müller & Söhne",    ""),
    ("SÃO PAULO",                  "SÃO PAULO",         ""),
    ("王小明",                      "王小明",             ""),
    ("a_b@c.de",                   "a_b@c.de",          ""),
    ("R&D; sales",                 "R&D; sales",        ""),
    ("  Ann  Smith ",              "Ann Smith",         WHY_BLANKS),
    ("Ann\u00a0Smith",             "Ann Smith",         WHY_BLANKS),
    ("Ann\tSmith\n",               "Ann Smith",         WHY_BLANKS),
    ("Ann\u3000Smith",             "Ann Smith",         WHY_BLANKS),
    ("   ",                        "",                  WHY_BLANKS),
    ("\ufeffAnn\u200b",            "Ann",               WHY_INVISIBLE),
    ("An\u00adn\x07",              "Ann",               WHY_INVISIBLE),
    ("MÃ¼ller",                    "Müller",            WHY_ENCODING),
    ("\u00a0MÃ¼ller",              "Müller",            WHY_ENCODING),
    ("JosÃ©",                      "José",              WHY_ENCODING),
    ("Itâ€™s",                     "It’s",              WHY_ENCODING),
    ("Åukasz",                     "Åukasz",            ""),
    ("Å\x81ukasz",                 "Łukasz",            WHY_ENCODING),
    ("MÃƒÂ¼ller",                  "Müller",            WHY_ENCODING),
    ("GUÃ‰RIN",                    "GUÉRIN",            WHY_ENCODING),
    ("GUÃ©RIN",                    "GUÉRIN",            WHY_ENCODING),
    ("giosuã¨",                    "giosuè",            WHY_ENCODING),
    ("Letã\u00adcia",              "Letícia",           WHY_ENCODING),
    ("AMANHÃ” DISSE",              "AMANHÃ” DISSE",     ""),
    ("AMANHÃ\u00a0CEDO",           "AMANHÃ CEDO",       WHY_BLANKS),
    ("amanhã\u00a0cedo",           "amanhã cedo",       WHY_BLANKS),
    ("Müller und MÃ¼ller",         "Müller und MÃ¼ller", ""),
    ("A &amp; B",                  "A & B",             WHY_ENTITIES),
    ("A &amp;amp; B",              "A & B",             WHY_ENTITIES),
    ("caf&eacute; &#8364;",        "café €",            WHY_ENTITIES),
    ("&nosuchthing;",              "&nosuchthing;",     ""),
    ("Ann_x000D_",                 "Ann",               WHY_ENTITIES),
    ("می‌خواهم",                    "می‌خواهم",           ""),
    ("👩‍💻",                         "👩‍💻",                 ""),
])
def test_a_line_is_put_in_order_for_one_reason(typed, text, why):
    assert tidy(typed) == (text, why)


@pytest.mark.parametrize(("typed", "text", "why"), [
    ("Called.\n  - wants a demo",      "Called.\n  - wants a demo", ""),
    ("Called.\n\nTwice.",              "Called.\n\nTwice.",         ""),
    ("Called.  \nTwice.\n",            "Called.\nTwice.",           WHY_BLANKS),
    ("Fish &amp; chips\nMÃ¼ller",      "Fish & chips\nMüller",      WHY_ENCODING),
    ("\n\n",                           "",                          WHY_BLANKS),
])
def test_several_lines_stay_lines(typed, text, why):
    assert tidy_lines(typed) == (text, why)


@pytest.mark.parametrize(("typed", "text"), [("LONDON", "London"), ("new york", "New York"), ("SAINT-DENIS", "Saint-Denis"), ("KING'S LYNN", "King's Lynn"), ("NYC", "NYC"), ("eBay", "eBay"), ("İZMİR", "İZMİR")])
def test_only_text_without_difference_of_case_is_recased(typed, text):
    assert recased(typed) == text
# fmt: on


@given(st.text(alphabet="aé Ã¼Â&amp;#39\u200b\u00a0\n_x0Dâ€™Å\x81ß", max_size=16))
def test_putting_in_order_again_changes_nothing(text):
    assert tidy(tidy(text)[0])[1] == ""
    assert tidy_lines(tidy_lines(text)[0])[1] == ""


@given(st.text(alphabet="aeiou éäöüñçß", max_size=12))
def test_what_was_read_in_the_wrong_encoding_comes_back(text):
    broken = text.encode().decode("latin-1").replace("\x9f", "Ÿ")  # as Windows-1252 shows the second byte of ß
    assert tidy(broken)[0] == tidy(text)[0]
