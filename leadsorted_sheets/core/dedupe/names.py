"""A person's name as we compare it: first name, middle, surname, Junior or Senior, however the columns hold it."""

from __future__ import annotations

from typing import NamedTuple

from leadsorted_sheets.core.dedupe.keys import folded
from leadsorted_sheets.core.dedupe.vocabulary import DEGREES, ELDER_AND_YOUNGER, GENERATIONS, NO_NAME, PARTICLES, TITLES


class Name(NamedTuple):
    """Folded; "" for what is not there. `generation` is "jr", "sr", "iii" or "iv"."""

    first: str = ""
    middle: str = ""
    last: str = ""
    generation: str = ""


def name_key(full: str, first: str = "", last: str = "") -> Name:
    """The name in a full-name cell, or in a first-name and a last-name cell (which win).

    >>> name_key("Dr. SMITH, John Q. Jr.")
    Name(first='john', middle='q', last='smith', generation='jr')
    >>> name_key("", "Ana María", "de la Cruz-Gómez")
    Name(first='ana', middle='maria', last='de la cruz gomez', generation='')
    """
    if first or last:
        given, family = _words(first.replace(",", " ")), _words(last.replace(",", " "))
        if not _WITHOUT_NAME.isdisjoint(given) or not _WITHOUT_NAME.isdisjoint(family):
            given, family = _untitled(given, family)
        if len(given) > 1 and len(family) == 1 and given[0] in PARTICLES and given[0] != "al":
            given, family = family, given  # columns swapped: van Dijk | Jan
    else:
        given, family = _split(_text(full))
    generation = ""
    if len(family) > 1 and family[-1] in ELDER_AND_YOUNGER:
        *family, word = family
        generation = ELDER_AND_YOUNGER[word]
    elif not GENERATIONS.keys().isdisjoint(family) or not GENERATIONS.keys().isdisjoint(given):
        given, family, generation = _generation(given, family)
    if given and given[0] in NO_NAME:
        given = []
    if family and family[0] in NO_NAME:
        family = []
    return Name(given[0] if given else "", " ".join(given[1:]), " ".join(family), generation)


def plain_word(text: str) -> str:
    """The cell folded if it is one plain word that is a name as it stands, else "": the short way for most cells.

    >>> plain_word("José"), plain_word("Dr"), plain_word("Ana B.")
    ('jose', '', '')
    """
    if not text.isalpha() or len(text) > 40:
        return ""
    word = folded(text)
    return word if word.isalpha() and word not in _SPECIAL else ""


def sound(surname: str) -> str:
    """How a surname sounds, roughly: like letters as one, doubles once, vowels after the first left out.

    >>> sound("schmidt") == sound("smit"), sound("meyer") == sound("maier"), sound("smith") == sound("jones")
    (True, True, False)
    """
    letters = without_umlaut_vowels(surname.replace(" ", ""))
    for spelt, heard in _SOUNDS:
        letters = letters.replace(spelt, heard)
    letters = letters.translate(_LETTER_SOUNDS)
    heard = "a" if letters[:1] in _VOWELS else letters[:1]
    for letter in letters[1:]:
        if letter not in _SILENT and letter != heard[-1:]:
            heard += letter
    return heard[:6]


def without_umlaut_vowels(name: str) -> str:
    """Mueller and Muller as one: the two ways of writing ü without it."""
    for spelt, heard in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        name = name.replace(spelt, heard)
    return name


_VOWELS, _SILENT = frozenset("aeiou"), frozenset("aeiouh")
_SOUNDS = (
    *(("ph", "f"), ("sch", "s"), ("sh", "s"), ("ck", "k"), ("th", "t"), ("gh", "g"), ("kn", "n"), ("wr", "r")),
    *(("mac", "mk"), ("mc", "mk"), ("tz", "z"), ("dt", "t")),
)
_LETTER_SOUNDS = str.maketrans("cqzvywj", "kksfivi")
_WITHOUT_NAME = TITLES | DEGREES
_SPECIAL = _WITHOUT_NAME | GENERATIONS.keys() | PARTICLES | NO_NAME
_LETTERS_ONLY = str.maketrans(
    dict.fromkeys("./&_-\u2010\u2013\u2014\n\t\xa0", " ")
    | dict.fromkeys("0123456789!\"#$%'()*+:;<=>?@[\\]^`{|}~\u2019\u201c\u201d", "")
)


def _text(text: str) -> str:
    text = folded(text)
    return text if text.isalpha() else text.translate(_LETTERS_ONLY)


def _untitled(given: list[str], family: list[str]) -> tuple[list[str], list[str]]:
    """The words without titles and degrees, but never none: a surname can be Mag or King."""
    names = [word for word in given if word not in _WITHOUT_NAME]
    if given and not names and len(family) > 1:  # Dr. | Ana Delgado
        names, family = family[:1], family[1:]
    surnames = [word for word in family if word not in _WITHOUT_NAME]
    return names or given[-1:], surnames or family[-1:]


def _words(text: str) -> list[str]:
    return _text(text).split()


def _split(text: str) -> tuple[list[str], list[str]]:
    """A full name's given words and surname words. "Smith, John" is turned round; "John Smith, PhD" is not."""
    before, comma, after = text.partition(",")
    tail = after.replace(",", " ").split()
    if comma and not all(word in DEGREES or word in GENERATIONS for word in tail):
        return _untitled(tail, before.split())
    words = before.split() + tail
    if not _WITHOUT_NAME.isdisjoint(words):
        words = [word for word in words if word not in _WITHOUT_NAME] or words[-1:]
    generation = [word for word in words if word in GENERATIONS]
    if len(words) > len(generation) + 1:
        words = [word for word in words if word not in GENERATIONS]
    else:
        generation = []
    if len(words) < 2:
        return words, []
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES and len(words[start - 1]) > 1:
        start -= 1
    return words[:start], words[start:] + generation


def _generation(given: list[str], family: list[str]) -> tuple[list[str], list[str], str]:
    found = [word for word in family if word in GENERATIONS] or [word for word in given[1:] if word in GENERATIONS]
    if not found or len(given) + len(family) <= len(found):  # a first name, or nothing else is left to be one
        return given, family, ""
    family = [word for word in family if word not in GENERATIONS]
    given = given[:1] + [word for word in given[1:] if word not in GENERATIONS]
    return given, family, GENERATIONS[found[0]]
