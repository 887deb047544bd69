"""People's names: their capitals, and one cell of them split into two.

Only a name typed all in capitals or all in small letters is recased; mixed case was typed by
somebody who meant it ("deVries", "McKay"). Only Latin letters are recased, and Turkish
dotted and dotless i are left alone, for there the case of a letter depends on the language.
Nothing is guessed: a cell that may hold two people, a company or an e-mail address says so
(`why_no_name`) and stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

NameDoubt: TypeAlias = Literal["", "two people", "a company", "an e-mail address", "a placeholder", "no letters"]


@dataclass(frozen=True, slots=True)
class PersonName:
    """A full name in its parts. `title` is a form of address, `suffix` what stands behind the name.

    Where `doubt` is set the text is kept whole in `last` and nothing was split.
    """

    first: str = ""
    last: str = ""
    title: str = ""
    suffix: str = ""
    nickname: str = ""
    doubt: NameDoubt = ""

    @property
    def columns(self) -> tuple[str, str]:
        """What goes under First name and Last name: a degree, a nickname and a suffix stay with the name, "Mr" does not.

        >>> split_full_name('Herr Dr. Robert "Bob" Smith Jr.').columns
        ('Dr. Robert (Bob)', 'Smith Jr.')
        """
        titles = [title for title in self.title.split() if _bare(title) not in COURTESY]
        first = " ".join([*titles, self.first, f"({self.nickname})" if self.nickname else ""])
        return " ".join(first.split()), f"{self.last} {self.suffix}".strip()


def split_full_name(text: str) -> PersonName:
    """First and last name of one person, from one cell.

    "Last, First", "First LAST" and "LAST First" are read as written, and one word in capitals is a last name;
    otherwise the last word is the last name, with the particles before it. Chinese, Japanese and Korean names have the family name first.

    >>> split_full_name("dr. ann VAN DER BERG")
    PersonName(first='Ann', last='van der Berg', title='Dr.', suffix='', nickname='', doubt='')
    >>> split_full_name("O'BRIEN, PAT").columns, split_full_name("Jean-Luc DUPONT").columns
    (('Pat', "O'Brien"), ('Jean-Luc', 'Dupont'))
    >>> split_full_name("Otto Hoffmeister sen.").columns, split_full_name("Nadine Vogt (sie/ihr)").columns
    (('Otto', 'Hoffmeister sen.'), ('Nadine', 'Vogt'))
    >>> split_full_name("Ann & Bob Smith").doubt
    'two people'
    """
    text = " ".join(text.split())
    if (plain := _TWO_PLAIN_WORDS.fullmatch(text)) and plain[1].lower() not in _TITLES and _is_quiet(text, plain[2]):
        return PersonName(plain[1], plain[2])
    text = without_pronouns(text)
    doubt = why_no_name(text)
    if doubt:
        return PersonName(last=text, doubt=doubt)
    text, nickname = _without_nickname(text)
    words, suffix = _without_suffix(text)
    title, words = _without_title(words)
    alone = len(words) == 1 and (title or suffix in _GENERATIONS.values() or _is_loud(words[0]))
    first, last = ("", words[0]) if alone else _first_and_last(words)
    return PersonName(
        first=capitalised(first, of="first"),
        last=capitalised(last, of="last"),
        title=title,
        suffix=suffix,
        nickname=capitalised(nickname, of="first"),
    )


def capitalised(text: str, *, of: Literal["first", "last"] = "last") -> str:
    """The name with the capitals it has in print, where it was typed without any difference of case.

    Two capitals that cannot be a syllable stay as initials in a first name ("JP", "TJ"), not in a last name ("Ng").

    >>> [capitalised(name) for name in ("MCDONALD", "o'brien", "VAN DER BERG", "de la cruz", "AL-RASHID", "MACKENZIE")]
    ['McDonald', "O'Brien", 'van der Berg', 'de la Cruz', 'al-Rashid', 'MacKenzie']
    >>> [capitalised(name) for name in ("deVries", "Łukasz", "王小明", "MÜLLER-LÜDENSCHEIDT", "SMITH III")]
    ['deVries', 'Łukasz', '王小明', 'Müller-Lüdenscheidt', 'Smith III']
    >>> capitalised("JP", of="first"), capitalised("JO", of="first"), capitalised("j.r.", of="first")
    ('JP', 'Jo', 'J.R.')
    """
    if not text or _is_mixed(text) or not _is_latin(text):
        return text
    words = text.split(" ")
    return " ".join(_word(word, of=of, final=n == len(words) - 1) for n, word in enumerate(words))


def without_courtesy(text: str) -> str:
    """The text without a leading "Mr", "Frau", "Mme": a form of address, not a part of the name.

    >>> without_courtesy("Mr. John"), without_courtesy("Frau Dr. Weber"), without_courtesy("Miss")
    ('John', 'Dr. Weber', 'Miss')
    """
    words = text.split()
    while len(words) > 1 and _bare(words[0]) in COURTESY:
        words = words[1:]
    return " ".join(words)


def without_pronouns(text: str) -> str:
    """The text without the pronouns behind it: they say how to speak of a person, and are not a second one.

    >>> [without_pronouns(text) for text in ("Vogt (sie/ihr)", "Ann Ng they/them", "Lee [she / her / hers]", "Ann/Bob")]
    ['Vogt', 'Ann Ng', 'Lee', 'Ann/Bob']
    """
    return _PRONOUNS.sub("", text) if "/" in text else text


def why_no_name(text: str) -> NameDoubt:
    """What a cell holds that cannot be taken for one person's name; "" where nothing speaks against it.

    >>> [why_no_name(text) for text in ("Ann & Bob Smith", "Acme GmbH", "ann@acme.com", "n/a", "12345", "Ann")]
    ['two people', 'a company', 'an e-mail address', 'a placeholder', 'no letters', '']
    """
    if text.isalpha() and text.casefold() not in PLACEHOLDERS:
        return ""
    if "@" in text and _EMAIL_INSIDE.search(text):
        return "an e-mail address"
    if text.strip(" .-_/?*").casefold() in PLACEHOLDERS or not text.strip(" .-_/?*"):
        return "a placeholder"
    if not any(letter.isalpha() for letter in text):
        return "no letters"
    if _LEGAL_FORM.search(text) or (not text.isupper() and _SHORT_LEGAL_FORM.search(text)):
        return "a company"
    return "two people" if _TWO_PEOPLE.search(text) else ""


# fmt: off
COURTESY: frozenset[str] = frozenset((
    "mr", "mrs", "ms", "miss", "mx", "messrs", "herr", "herrn", "frau", "hr", "fr", "mme", "mlle", "monsieur", "madame", "mademoiselle",
    "sig", "sigra", "signor", "signora", "señor", "señora", "sr", "sra", "srta", "dhr", "mevr", "mevrouw", "pan", "pani", "herra", "fru",
))
"""Forms of address that say nothing but "a person". "M." and "Don" are missing: an initial and a first name."""

_DEGREES: dict[str, str] = {
    "dr": "Dr.", "drs": "Drs.", "prof": "Prof.", "professor": "Prof.", "dott": "Dott.", "dottssa": "Dott.ssa", "ing": "Ing.",
    "dipling": "Dipl.-Ing.", "rev": "Rev.", "hon": "Hon.", "capt": "Capt.", "col": "Col.", "lt": "Lt.", "sir": "Sir", "dame": "Dame",
    "lord": "Lord", "lady": "Lady", "avv": "Avv.", "arch": "Arch.", "me": "Me",
}
_NEEDS_DOT: frozenset[str] = frozenset({"ing", "me", "fr", "hr", "hon", "col", "arch", "sr", "pan", "fru", "rev", "drs"})
"""Titles that are also names or words: taken for a title only with a dot, or with a full name behind them."""

_SUFFIXES: dict[str, str] = {
    "jr": "Jr.", "jnr": "Jr.", "junior": "Junior", "sr": "Sr.", "snr": "Sr.", "ii": "II", "iii": "III", "iv": "IV", "phd": "PhD",
    "md": "MD", "mba": "MBA", "esq": "Esq.", "cpa": "CPA", "dds": "DDS", "obe": "OBE", "mbe": "MBE", "msc": "MSc", "bsc": "BSc", "llm": "LLM",
}
_BEHIND_A_COMMA_ONLY: frozenset[str] = frozenset({"md", "junior"})
_GENERATIONS: dict[str, str] = {"sen": "sen.", "jun": "jun.", "dä": "d. Ä.", "dj": "d. J.", "père": "père", "fils": "fils", "hijo": "hijo"}  # fmt: skip
"""Elder and younger in German, French and Spanish. Sen and Jun are names too: without a dot only in small letters."""

_PARTICLES: frozenset[str] = frozenset((
    "van", "der", "den", "de", "del", "da", "das", "do", "dos", "du", "von", "vom", "zu", "zum", "zur", "af", "av", "ter", "ten", "te", "'t",
    "bin", "ibn", "bint", "ben", "la", "las", "los", "y", "e", "und",
))
_FIRST_NAMES_TOO: frozenset[str] = frozenset({"van", "y", "e", "te", "do"})
_CAPITAL_PARTICLES: frozenset[str] = frozenset({"di", "della", "lo", "le", "el", "st", "st.", "san", "santa", "mac"})

_SURNAME_PARTICLES: frozenset[str] = (_PARTICLES | _CAPITAL_PARTICLES) - {"ben", "und"}
_TITLES: frozenset[str] = COURTESY | _DEGREES.keys()

_MAC: frozenset[str] = frozenset((
    "arthur", "aulay", "bride", "callum", "cormack", "diarmid", "donald", "donell", "donnell", "dougal", "dougall", "dowell", "duff", "farlane",
    "gillivray", "gregor", "innes", "intosh", "intyre", "iver", "kay", "kenna", "kenzie", "kinlay", "kinnon", "lachlan", "laren", "laughlin",
    "lean", "leod", "manus", "millan", "nab", "namara", "naughton", "neil", "neill", "nicol", "pherson", "quarrie", "queen", "rae", "ritchie",
    "swain", "taggart", "tavish", "vicar",
))

PLACEHOLDERS: frozenset[str] = frozenset((
    "", "test", "tester", "testing", "test test", "test user", "test lead", "n/a", "na n/a", "n.a", "none", "null", "nil", "nan", "unknown", "undefined", "tbd", "tba", "xxx", "xx", "x x",
    "asdf", "qwerty", "abc", "first name", "last name", "firstname", "lastname", "no name", "noname", "name", "anonymous", "not provided",
    "not available", "missing", "unbekannt", "k.a", "keine angabe", "inconnu", "desconocido", "sconosciuto", "desconhecido", "onbekend",
    "nieznany", "okänd", "john doe", "jane doe", "max mustermann", "erika mustermann", "lorem", "lorem ipsum", "sample", "dummy",
))
# fmt: on

_EMAIL_INSIDE = re.compile(r"\S+@\S+")
_LEGAL_FORM = re.compile(
    r"(?<!\w)(?:gmbh|mbh|ohg|ltd|limited|llc|l\.l\.c|inc|corp|corporation|plc|llp|s\.?a\.?r\.?l|s\.r\.l|s\.p\.a|b\.v|n\.v|oyj|a/s|"
    r"sp\. z o\.o|pty|pvt|s\.l|s\.a|company|holdings?|group)\.?$",
    re.IGNORECASE,
)
_SHORT_LEGAL_FORM = re.compile(
    r"(?<!\w)(?:AG|KG|UG|SAS|SpA|SA|SL|BV|NV|Oy|AB|ApS|SRL|Srl)$"
)  # Sas and Ab are last names
_TWO_PEOPLE = re.compile(r"\s(?:&|\+|/|and|und|et|en|og|och|or|oder|ou)\s+\S|\w[/&]\w\w", re.IGNORECASE)
_PRONOUN = "(?:she|her|hers|he|him|his|they|them|theirs|xe|xem|ze|hir|any|sie|ihr|er|ihm|ihn|elle|il|iel|lui|ella|él|el|elu|ela|ele|dela|dele|lei|zij|haar|hij|hem|hen|hun|die|ona|jej|on|jego)"
_PRONOUNS = re.compile(
    rf",?\s*(?:\(\s*{_PRONOUN}(?:\s*/\s*{_PRONOUN}){{1,3}}\s*\)|\[\s*{_PRONOUN}(?:\s*/\s*{_PRONOUN}){{1,3}}\s*\]"
    rf"|(?<=\s){_PRONOUN}(?:/{_PRONOUN}){{1,3}})\s*$",
    re.IGNORECASE,
)
_TWO_PLAIN_WORDS = re.compile(r"([A-Z][a-z]+) ([A-Z][a-z]+)")
_NICKNAME = re.compile(r"\s*(?:\(([^()]+)\)|[\"“„«]([^\"“”„«»]+)[\"”“»]|(?<!\w)['‘]([^'‘’]{2,})['’](?!\w))\s*")
_CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NOT_LATIN_LETTER = re.compile(r"[^\W\d_\u0041-\u024f\u1e00-\u1eff]")
_WORD_PARTS = re.compile(r"([-.'’(\"“&/])")


def _is_quiet(text: str, last: str) -> bool:
    """Whether two ordinary words hold neither a placeholder nor a company."""
    return text.casefold() not in PLACEHOLDERS and _LEGAL_FORM.fullmatch(last) is None


def _is_loud(word: str) -> bool:
    """Whether a word stands in capitals, and is no initial or two."""
    return len(word) > 2 and word.isupper() and "." not in word and _is_latin(word)


def _bare(word: str) -> str:
    return word.replace(".", "").replace("-", "").casefold()


def _is_mixed(text: str) -> bool:
    return text not in (text.upper(), text.lower())


def _is_latin(text: str) -> bool:
    return text.isascii() or not (_NOT_LATIN_LETTER.search(text) or "İ" in text or "ı" in text)


def _without_nickname(text: str) -> tuple[str, str]:
    match = _NICKNAME.search(text)
    if match is None or match.span() == (0, len(text)):
        return text, ""
    return " ".join((text[: match.start()] + " " + text[match.end() :]).split()), next(filter(None, match.groups()))


def _without_suffix(text: str) -> tuple[list[str], str]:
    """The words (a comma that parts last from first name stays on its word), and the suffixes in their usual spelling."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    suffixes = [_SUFFIXES[_bare(part)] for part in parts[1:] if _bare(part) in _SUFFIXES]
    parts = [part for n, part in enumerate(parts) if n == 0 or _bare(part) not in _SUFFIXES]
    words = ", ".join(parts[:2]).split() + " ".join(parts[2:]).split()
    for count in (2, 1):
        if len(words) > count and (generation := _generation(words, count)):
            words = [*words[: -count - 1], words[-count - 1].rstrip(",")]
            return words, " ".join([generation, *suffixes])
    while len(words) > 2 and _bare(words[-1]) in _SUFFIXES and _bare(words[-1]) not in _BEHIND_A_COMMA_ONLY:
        suffixes.insert(0, _SUFFIXES[_bare(words.pop())])
    return words, " ".join(suffixes)


def _generation(words: list[str], count: int) -> str:
    """Elder or younger in its usual spelling, where the last words (`count` of them) say that; "" otherwise."""
    word = "".join(words[-count:])
    known = _GENERATIONS.get(_bare(word), "")
    if count == 2 or not known.endswith("."):
        return known if len(words) > 2 and (count == 1 or words[-2].endswith(".")) else ""
    return known if word.endswith(".") or (word.islower() and _is_mixed(" ".join(words))) else ""


def _without_title(words: list[str]) -> tuple[str, list[str]]:
    titles: list[str] = []
    while len(words) > 1 and (bare := _bare(words[0])) in _TITLES:
        if bare in _NEEDS_DOT and not words[0].endswith(".") and len(words) < 3:
            break
        titles.append(_DEGREES.get(bare, words[0].capitalize()))
        words = words[1:]
    return " ".join(titles), words


def _first_and_last(words: list[str]) -> tuple[str, str]:
    comma = next((n for n, word in enumerate(words) if word.endswith(",")), None)
    if comma is not None:
        return " ".join(words[comma + 1 :]), " ".join(words[: comma + 1]).rstrip(",")
    text = " ".join(words)
    if _CJK.search(text):
        return " ".join(words[1:]), words[0]
    if len(words) < 2:
        return text, ""
    if _is_mixed(text):
        loud = [len(word) > 2 and word.isupper() and "." not in word for word in words]
        if loud[-1] and not loud[0]:
            start = _with_particles(words, loud.index(True))
            return " ".join(words[:start]), " ".join(words[start:])
        if loud[0] and not loud[-1]:
            end = loud.index(False)
            return " ".join(words[end:]), " ".join(words[:end])
    start = _with_particles(words, len(words) - 1)
    return " ".join(words[:start]), " ".join(words[start:])


def _with_particles(words: list[str], start: int) -> int:
    """Where the last name begins once the particles before it are taken in; one word is left for the first name."""
    while start > 1 and _starts_surname(words[start - 1], mixed=_is_mixed(" ".join(words))):
        start -= 1
    return start


def _starts_surname(word: str, *, mixed: bool) -> bool:
    low = word.lower()
    if low not in _SURNAME_PARTICLES:
        return False
    return not mixed or word == low or word.isupper() or low not in _FIRST_NAMES_TOO


def _word(word: str, *, of: str, final: bool) -> str:
    low = word.lower()
    bare = _bare(word)
    if of == "last" and bare in _SUFFIXES and final and bare not in _BEHIND_A_COMMA_ONLY:
        return _SUFFIXES[bare] if "." in word or bare in ("ii", "iii", "iv", "phd") else _SUFFIXES[bare].rstrip(".")
    if of == "last" and final and low.endswith(".") and bare in _GENERATIONS:
        return _GENERATIONS[bare]
    if not final and low in _PARTICLES:
        return low
    if of == "first" and len(word) == 2 and word.isalpha() and word.isupper() and _is_initials(low):
        return word
    head, dash, tail = low.partition("-")
    if dash and head in ("al", "el") and tail:
        return f"{head}-{_word(tail, of=of, final=True)}"
    return "".join(_part(part, of=of) for part in _WORD_PARTS.split(low))


def _is_initials(low: str) -> bool:
    return not set(low) & set("aeiouyäöüéèáàóò") or low.endswith("j")


def _part(part: str, *, of: str) -> str:
    if of == "last" and part.startswith("mc") and len(part) > 3:
        return "Mc" + part[2:].capitalize()
    if of == "last" and part.startswith("mac") and part[3:] in _MAC:
        return "Mac" + part[3:].capitalize()
    initial = part[:1].upper()
    return initial + part[1:] if len(initial) < 2 else part  # ß has no capital of one letter
