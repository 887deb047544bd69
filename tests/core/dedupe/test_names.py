"""A person's name as it is compared: its parts, the short way for one plain word, and how a surname sounds."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.dedupe.names import Name, name_key, plain_word, sound, without_umlaut_vowels

WHOLE: list[tuple[str, str, Name]] = [
    # a cell that holds the full name
    ("nothing", "", Name()),
    ("blanks", " \t\n\xa0", Name()),
    ("two words", "John Smith", Name("john", "", "smith", "")),
    ("one word", "John", Name("john", "", "", "")),
    ("case, accents and spaces", "  JOSÉ   Peña ", Name("jose", "", "pena", "")),
    ("a middle name", "John Quincy Smith", Name("john", "quincy", "smith", "")),
    ("two middle names", "John Quincy Adam Smith", Name("john", "quincy adam", "smith", "")),
    ("marks and digits", "John_Q./“Smith”; 2 (x)", Name("john", "q smith", "x", "")),
    ("an apostrophe", "Ann O'Neil", Name("ann", "", "oneil", "")),
    ("the surname first", "Smith, John", Name("john", "", "smith", "")),
    ("the surname first, a middle name", "Smith, John Q.", Name("john", "q", "smith", "")),
    ("the surname first, of two words", "Smith Jones, John", Name("john", "", "smith jones", "")),
    ("the surname first, two commas", "Smith, John, Quincy", Name("john", "quincy", "smith", "")),
    ("the surname first, a title with either", "Dr. Smith, Sir John", Name("john", "", "smith", "")),
    ("the surname first, a degree and a name after it", "Smith, PhD John", Name("john", "", "smith", "")),
    ("the surname first, Junior with it", "Smith Jr., John", Name("john", "", "smith", "jr")),
    ("the surname first, Junior last", "Smith, John Jr.", Name("john", "", "smith", "jr")),
    ("the surname first, German Senior", "Müller sen., Hans", Name("hans", "", "muller", "sr")),
    ("a comma and no more", "John Smith,", Name("john", "", "smith", "")),
    ("a comma first", ", John", Name("john", "", "", "")),
    ("a degree behind a comma", "John Smith, PhD", Name("john", "", "smith", "")),
    ("degrees behind commas", "John Smith, PhD, MBA", Name("john", "", "smith", "")),
    ("Junior behind a comma", "John Smith, Jr.", Name("john", "", "smith", "jr")),
    ("a degree and the third behind commas", "John Smith, PhD, III", Name("john", "", "smith", "iii")),
    ("a title and a degree", "Prof. Dr. Ann Lee MBA", Name("ann", "", "lee", "")),
    ("a title and one word", "Dr. Lee", Name("lee", "", "", "")),
    ("titles only: the last is a name", "Prof. Dr. Mag", Name("mag", "", "", "")),
    ("Junior", "John Smith Jr", Name("john", "", "smith", "jr")),
    ("the second is Junior", "John Smith II", Name("john", "", "smith", "jr")),
    ("Senior", "John Smith Snr.", Name("john", "", "smith", "sr")),
    ("the fourth, and a middle name", "John Q Smith IV", Name("john", "q", "smith", "iv")),
    ("Junior in the middle", "John Jr. Smith", Name("john", "", "smith", "jr")),
    ("Junior is the first name", "Junior Silva", Name("junior", "", "silva", "")),
    ("Junior alone", "Junior", Name("junior", "", "", "")),
    ("Junior first", "Jr. John Smith", Name("john", "", "smith", "jr")),
    ("Junior behind the first name alone", "John Jr", Name("john", "", "", "jr")),
    ("two of them: the first counts", "John Smith III Sr", Name("john", "", "smith", "iii")),
    ("a particle", "Ludwig van Beethoven", Name("ludwig", "", "van beethoven", "")),
    ("two particles, a middle name, Junior", "Juan Luis de la Cruz Jr", Name("juan", "luis", "de la cruz", "jr")),
    ("one word before two particles", "Juan de la Cruz", Name("juan", "", "de la cruz", "")),
    ("a particle first is a first name", "Al Jones", Name("al", "", "jones", "")),
    ("a particle not before the surname", "Ana de Lima Cruz", Name("ana", "de lima", "cruz", "")),
    ("a particle of one letter is an initial", "Ann E. Lee", Name("ann", "e", "lee", "")),
    ("no name", "Unknown", Name()),
    ("no name, twice", "Test Test", Name()),
    ("no first name", "NA Smith", Name("", "", "smith", "")),
    ("no surname", "Ann Unknown", Name("ann", "", "", "")),
    ("no name in the middle is one", "Ann Test Lee", Name("ann", "test", "lee", "")),
]  # fmt: skip


@pytest.mark.parametrize(("full", "name"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_a_full_name_is_taken_apart(full: str, name: Name) -> None:
    assert name_key(full) == name


COLUMNS: list[tuple[str, str, str, Name]] = [
    # the first-name cell, the last-name cell
    ("both", "Ana", "Delgado", Name("ana", "", "delgado", "")),
    ("Junior is the first name", "Junior", "Silva", Name("junior", "", "silva", "")),
    ("Junior is the first name and nothing else", "Junior", "", Name("junior", "", "", "")),
    ("Junior, son of Junior", "Junior", "Silva Jr", Name("junior", "", "silva", "jr")),
    ("a first name only", "Ana", "", Name("ana", "", "", "")),
    ("a surname only", "", "Delgado", Name("", "", "delgado", "")),
    ("several words each", "Ana María José", "de la Cruz-Gómez", Name("ana", "maria jose", "de la cruz gomez", "")),
    ("commas", ",Ana,María", "Cruz,Gómez,", Name("ana", "maria", "cruz gomez", "")),
    ("a title with the first name", "Dr. Ana", "Delgado", Name("ana", "", "delgado", "")),
    ("a degree with the surname", "Ana", "Delgado, PhD", Name("ana", "", "delgado", "")),
    ("one with either", "Dr. Ana Eva", "Delgado Cruz MBA", Name("ana", "eva", "delgado cruz", "")),
    ("a title, and the name in the other", "Dr.", "Ana Delgado", Name("ana", "", "delgado", "")),
    ("a title, and a long name in the other", "Dr.", "Ana Delgado Cruz", Name("ana", "", "delgado cruz", "")),
    ("no first name, a title with the surname", "", "Dr. Delgado Cruz", Name("", "", "delgado cruz", "")),
    ("a title with the first name, no surname", "Dr. Ana", "", Name("ana", "", "", "")),
    ("titles only: the last is a first name", "Prof. Dr. Don", "Smith", Name("don", "", "smith", "")),
    ("titles only: the last is a surname", "Ana", "Prof. Dr. Mag", Name("ana", "", "mag", "")),
    ("swapped columns", "van Dijk", "Jan", Name("jan", "", "van dijk", "")),
    ("swapped columns, two particles", "de la Cruz", "Ana", Name("ana", "", "de la cruz", "")),
    ("not swapped: one word", "Van", "Morrison", Name("van", "", "morrison", "")),
    ("not swapped: a surname of two", "Van Dijk", "Jan Piet", Name("van", "dijk", "jan piet", "")),
    ("not swapped: no surname", "van Dijk", "", Name("van", "dijk", "", "")),
    ("not swapped: no particle", "Ana María", "Cruz", Name("ana", "maria", "cruz", "")),
    ("not swapped: Al is a first name", "Al Michael", "Smith", Name("al", "michael", "smith", "")),
    ("Junior with the surname", "John", "Smith Jr.", Name("john", "", "smith", "jr")),
    ("Junior with the first name", "John Jr.", "Smith", Name("john", "", "smith", "jr")),
    ("Junior before a middle name", "John Jr. Quincy", "Smith", Name("john", "quincy", "smith", "jr")),
    ("the surname tells before the first name", "John III", "Smith IV", Name("john", "", "smith", "iv")),
    ("two of them: the first counts", "John", "Smith Sr. II", Name("john", "", "smith", "sr")),
    ("instead of a surname", "Ana", "III", Name("ana", "", "", "iii")),
    ("alone it is a surname", "", "Junior", Name("", "", "junior", "")),
    ("two alone are a surname", "", "Senior Junior", Name("", "", "senior junior", "")),
    ("first of all it is a first name", "Junior", "Silva Sr", Name("junior", "", "silva", "sr")),
    ("German Senior", "Hans", "Müller sen.", Name("hans", "", "muller", "sr")),
    ("German Junior, a long surname", "Hans", "von Müller jun.", Name("hans", "", "von muller", "jr")),
    ("a surname that reads like it", "Ila", "Sen", Name("ila", "", "sen", "")),
    ("not at the end", "Ila", "Sen Gupta", Name("ila", "", "sen gupta", "")),
    ("no first name", "NA", "Smith", Name("", "", "smith", "")),
    ("no first name, two words", "Test User", "Smith", Name("", "", "smith", "")),
    ("no surname", "Ana", "Unknown", Name("ana", "", "", "")),
    ("neither", "nn", "nn", Name()),
    ("dots, strokes and dashes are spaces", "A.B/C&D_E-F‐G–H—I", "X\nY\tZ\xa0W", Name("a", "b c d e f g h i", "x y z w", "")),
    ("other marks and digits are dropped", "A0123456789n!\"#$%'()*+a", "L:;<=>?@[\\]^`{|}~’“”ee", Name("ana", "", "lee", "")),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "name"), [row[1:] for row in COLUMNS], ids=[row[0] for row in COLUMNS])
def test_a_name_in_two_columns_wins_over_a_full_one(first: str, last: str, name: Name) -> None:
    assert name_key("", first, last) == name
    assert name_key("Bob Jones", first, last) == name


PLAIN: list[tuple[str, str, str]] = [
    ("one word", "Ana", "ana"),
    ("accents", "José", "jose"),
    ("forty letters", "a" * 40, "a" * 40),
    ("forty-one letters", "a" * 41, ""),
    ("German Senior is a name", "Sen", "sen"),
    ("nothing", "", ""),
    ("a space", "Ana ", ""),
    ("two words", "Ana B.", ""),
    ("a letter that is a phrase", "\ufdfa", ""),
    ("a title", "Dr", ""),
    ("a degree", "PHD", ""),
    ("Junior", "Jr", ""),
    ("a particle", "Van", ""),
    ("no name", "Unknown", ""),
]


@pytest.mark.parametrize(("text", "word"), [row[1:] for row in PLAIN], ids=[row[0] for row in PLAIN])
def test_one_plain_word_takes_the_short_way(text: str, word: str) -> None:
    assert plain_word(text) == word
    if word:
        assert name_key("", text, text) == Name(word, "", word, "")


SOUNDS: list[tuple[str, str]] = [
    ("", ""), ("a", "a"), ("h", "h"), ("smith", "smt"), ("schmidt", "smt"), ("smit", "smt"), ("jones", "ans"),
    ("meyer", "mr"), ("maier", "mr"), ("phillips", "flps"), ("shaw", "sv"), ("beck", "bk"), ("hough", "hg"),
    ("knight", "ngt"), ("wright", "rgt"), ("macdonald", "mkdnld"), ("mcdonald", "mkdnld"), ("hertz", "hrs"),
    ("cox", "kx"), ("quinn", "kn"), ("zapp", "sp"), ("vogel", "fgl"), ("yates", "ats"), ("winter", "vntr"),
    ("jung", "ang"), ("evans", "afns"), ("ibsen", "absn"), ("otto", "at"), ("uhl", "al"), ("ahern", "arn"),
    ("mueller", "mlr"), ("muller", "mlr"), ("lill", "l"), ("de la cruz", "dlkrs"), ("van der berg", "fndrbr"),
    ("goldbergman", "gldbrg"),
]  # fmt: skip


@pytest.mark.parametrize(("surname", "heard"), SOUNDS, ids=[row[0] or "nothing" for row in SOUNDS])
def test_a_surname_sounds(surname: str, heard: str) -> None:
    assert sound(surname) == heard


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("", ""),
        ("baer", "bar"),
        ("koehler", "kohler"),
        ("mueller", "muller"),
        ("goethe aeue", "gothe au"),
        ("ea", "ea"),
    ],
)
def test_an_umlaut_written_with_an_e_is_written_without(name: str, without: str) -> None:
    assert without_umlaut_vowels(name) == without
