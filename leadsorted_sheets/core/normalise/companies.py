"""Companies: the name as it is shown, and a key by which two spellings of it are one.

The shown name keeps its legal form, in the usual spelling. A name typed all in capitals or all in
small letters is recased word by word, but for words that look like an acronym: those without a vowel, and short ones that are no syllable.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.normalise.names import PLACEHOLDERS, capitalised
from leadsorted_sheets.core.normalise.verdict import Verdict, kept

WHY_CAPITALS = "company: capitals as in print"
WHY_FORM = "company: legal form in its usual spelling"


def read_company(cell: Cell) -> Verdict | None:
    """The name as it is shown, or None where it is so already.

    >>> read_company("ACME TRADING GMBH").value, read_company("Acme inc").value, read_company("IBM"), read_company("eBay")
    ('Acme Trading GmbH', 'Acme Inc.', None, None)
    """
    if not isinstance(cell, str):
        return None
    if "@" in cell and _EMAIL.search(cell):
        return kept(cell, f'"{cell}" looks like an e-mail address, not like a company.')
    if cell.strip(" .-_/?*").casefold() in PLACEHOLDERS:
        return kept(cell, f'"{shown(cell)}" looks like a placeholder, not like a company.')
    name = company(cell)
    if name == cell:
        return None
    return Verdict(
        name,
        WHY_FORM
        if name.casefold().replace(".", "") == cell.casefold().replace(".", "") and _is_mixed(cell)
        else WHY_CAPITALS,
    )


def company(text: str) -> str:
    """The name in its usual capitals and with its legal form in the usual spelling.

    >>> [company(name) for name in ("müller & söhne gmbh & co. kg", "BARNES AND NOBLE LLC", "SAP SE", "J.P. MORGAN CHASE", "McKinsey & company")]
    ['Müller & Söhne GmbH & Co. KG', 'Barnes and Noble LLC', 'SAP SE', 'J.P. Morgan Chase', 'McKinsey & company']
    """
    head, form = _apart(text)
    if not _is_mixed(text) and (len(head) > 4 or (head.islower() and head.isalpha())):
        head = in_print(head)
    return f"{head}{form}"


def in_print(text: str) -> str:
    """Every word with the capitals it has in print, for text typed without any difference of case.

    >>> in_print("KVH AND SONS"), in_print("FOOD PRODUCTION"), in_print("JUNE'S JAM")
    ('KVH and Sons', 'Food Production', "June's Jam")
    """
    loud, alone = text.isupper(), " " not in text
    return _WORD.sub(lambda match: _word(match, loud=loud, alone=alone), text)


@functools.lru_cache(maxsize=1 << 17)
def company_key(text: str) -> str:
    """What two spellings of one company have in common: no case, accents, signs or legal form. "" for no name at all.

    A plain name is keyed here; cleanco (Apache-2.0) takes the legal form off the others.

    >>> company_key("Acme Trading, Inc."), company_key("ACME TRADING"), company_key("Müller & Söhne GmbH & Co. KG")
    ('acmetrading', 'acmetrading', 'mullersohne')
    """
    bare = text
    if not _PLAIN_NAME.fullmatch(text) or _ENDS_LIKE_A_FORM.search(text):
        from cleanco import basename

        bare = basename(text) or text
    low = bare.replace("ß", "ss") if bare.isascii() else _without_accents(bare)
    words = [word for word in _SIGNS.split(low.casefold()) if word and word not in _SMALL_WORDS]
    return "".join(words) or "".join(_SIGNS.split(low.casefold()))


def _apart(text: str) -> tuple[str, str]:
    """The name, and its legal form in the usual spelling with the space before it ("" where it has none)."""
    words = text.split(" ")
    if _letters(words[-1]) not in _LAST_WORDS_OF_FORMS:
        return text, ""
    for count in range(min(5, len(words) - 1), 0, -1):
        typed = " ".join(words[-count:])
        form = _FORMS.get(_letters(typed))
        if form is not None:
            dots_only = _DOTS.sub("", typed) == _DOTS.sub("", form)  # "Ltd" or "Ltd.": a matter of taste
            return " ".join(words[:-count]), f" {typed.rstrip(' ,') if dots_only else form}"
    return text, ""


def _is_mixed(text: str) -> bool:
    return text not in (text.upper(), text.lower())


def _letters(text: str) -> str:
    return _DOTS.sub("", text).casefold()


def _word(match: re.Match[str], *, loud: bool, alone: bool) -> str:
    word, owned = match["word"], match["owned"] or ""
    low = word.lower()
    if low in _SMALL_WORDS and not owned:
        return low if match.start() else low.capitalize()
    if low in _ACRONYMS or (loud and _is_initials(low, alone=alone)):
        return f"{word.upper()}{owned.lower()}"
    if low.startswith(("mc", "mac")):
        return f"{capitalised(low)}{owned.lower()}"
    initial = low[:1].upper()
    return (initial + low[1:] if len(initial) == 1 else low) + owned.lower()


def _is_initials(low: str, *, alone: bool) -> bool:
    """Whether a word in capitals is one letter by one: without a vowel (KVH), or short and no syllable (AOK, but not JAM)."""
    if low in _SHORT_WORDS:
        return False
    return not set(low) & _VOWELS or (len(low) <= 3 and not alone and _SYLLABLE.fullmatch(low) is None)


def _without_accents(text: str) -> str:
    text = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


_DOTS = re.compile(r"[\s.,]+")
# fmt: off
_FORMS: dict[str, str] = {
    _letters(form): form
    for form in (
        "GmbH & Co. KG", "GmbH & Co. KGaA", "GmbH", "gGmbH", "mbH", "AG", "KG", "KGaA", "OHG", "UG", "e.V.", "e.K.", "GbR", "SE", "Ltd.", "Limited", "PLC", "LLP", "LP", "LLC", "Inc.",
        "Incorporated", "Corp.", "Corporation", "Co.", "Pty Ltd", "Pty", "Pvt. Ltd.", "S.A.", "SAS", "SARL", "S.L.", "S.L.U.", "S.r.l.", "S.p.A.", "B.V.", "N.V.", "A/S", "ApS", "AB", "Oy",
        "Oyj", "ASA", "Sp. z o.o.", "s.r.o.", "Lda.", "Ltda.", "Kft.", "d.o.o.", "S.A. de C.V.", "S.à r.l.",
    )
}
_FORMS |= {"gmbhundcokg": "GmbH & Co. KG", "gmbh&cokg": "GmbH & Co. KG", "gmbh&co": "GmbH & Co.", "gmbhcokg": "GmbH & Co. KG", "spzoo": "Sp. z o.o."}
_LAST_WORDS_OF_FORMS = frozenset(last for form in _FORMS.values() for last in (_letters(form.split()[-1]), form.rstrip(".")[-1].casefold()))
_SMALL_WORDS = frozenset(("and", "of", "the", "for", "und", "der", "die", "das", "für", "et", "de", "des", "du", "la", "le", "les", "y", "e", "del", "di", "van", "von", "en"))
_SHORT_WORDS = frozenset((
    "new", "old", "big", "sun", "sky", "red", "car", "art", "bar", "bed", "box", "oak", "ace", "air", "all", "one", "two", "web", "net", "lab", "law", "tax", "pro", "top", "max", "bay", "sea", "ice", "fox", "eco",
    "bio", "gas", "oil", "tea", "pet", "pub", "inn", "fit", "fun", "gym", "spa", "lee", "joe", "ann", "bob", "tom", "jim", "sam", "ben", "dan", "ray", "roy", "kim", "auf", "am", "an", "in", "on", "at", "by", "to", "my", "go", "up",
    "st", "co", "bau", "see", "alt", "neu", "rot", "hof", "mon", "mar", "sol", "san", "el", "los", "las", "our", "you", "her", "his", "app", "hub", "key", "map", "job", "cup", "hat", "day", "way", "zoo", "san",
))
_ACRONYMS = frozenset(("ibm", "sap", "bmw", "kpmg", "hsbc", "asap", "nasa", "ikea", "basf", "usa", "uk", "eu", "it", "hr", "ai", "pr", "tv", "dhl", "ups", "aoc", "adac", "aldi", "asos", "oecd", "ieee", "dak", "huk", "tüv", "tuv", "vag", "gez", "lan"))
# fmt: on
_VOWELS = frozenset("aeiouyäöüéèêáàâóòôíìîúùûåæøœ")
_WORD = re.compile(r"(?P<word>[^\W\d_]+)(?P<owned>['’][sS]\b)?")
_SYLLABLE = re.compile(r"[^\W\d_aeiouyäöü][aeiouäöü][^\W\d_aeiouäöü]")
_EMAIL = re.compile(r"^\S+@\S+\.\S+$")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9&' -]+")
_ENDS_LIKE_A_FORM = re.compile(
    r"(?:^|[ ,])[A-Za-z&]{1,4}$|(?:limited|incorporated|corporation|company|holdings?|group)$", re.IGNORECASE
)
_SIGNS = re.compile(r"[\W_]+")
