"""Phones: written as the whole world dials them (E.164, `+442079460018`), or left alone and flagged.

A number in national form means nothing without a country. Where the country comes from is said in
the reason, and a number that fits none of the countries at hand, or several, is put on Review.
An extension is kept as RFC 3966 writes it: `+442079460018;ext=123`.

Whether a number exists is the phonenumbers package's word. Ordinary numbers take a short cut through its
tables (`plain`), which answers exactly as the package does, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.normalise.numbering import country_of, digits_of, is_valid, national_part, plain
from leadsorted_sheets.core.normalise.verdict import Verdict, kept, to_decide

WHY_INTERNATIONAL = "phone: written internationally"
WHY_SEVERAL = "phone: one number a cell, the others moved to Other phones"


_ROW, _OPTION = "the row's country", "the option given"


@dataclass(frozen=True, slots=True)
class Home:
    """Where numbers without a country code are from: a country (alpha-2), how we know, and others seen in the list."""

    country: str = ""
    known_from: str = ""
    seen: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether somebody said it of this very number or run, rather than of the list as a whole."""
        return self.known_from in (_ROW, _OPTION)

    def of_row(self, country: str | None) -> Home:
        """The home of one row, which its own country decides where it has one."""
        return Home(country, _ROW, self.seen) if country else self


def read_phone(cell: Cell, home: Home) -> Verdict | None:
    """The number in a cell in E.164, or None where it is so already.

    >>> britain = Home("GB", "Preferences")
    >>> read_phone("020 7946 0018", britain)
    Verdict(value='+442079460018', why='phone: written internationally (GB from Preferences)', doubt=None, beside=())
    >>> read_phone("+44 (0)20 7946 0018 x12", Home()).value, read_phone("+442079460018", Home())
    ('+442079460018;ext=12', None)
    >>> read_phone("020 7946 0018 / 07400 123456", britain).beside
    (('Other phones', '+447400123456', 'phone: one number a cell, the others moved to Other phones'),)
    >>> read_phone("020 7946 0018", Home()).doubt.severity, read_phone("12", britain).doubt.message
    ('review', '"12" is not a phone number in GB. Left as it is.')
    """
    if isinstance(cell, str) and (quick := plain(cell, home.country)) and not _needs_a_closer_look(cell, quick):
        return _rewritten(cell, quick, home, abroad=cell[0] == "+")
    damage = _damage(cell)
    if damage:
        return kept(cell, damage)
    text = _undamaged(shown(cell))
    number = written(text, home.country)
    if _is_made_up(text, number):
        return kept(cell, f'"{shown(cell)}" looks like a placeholder, not like a phone number.')
    if number and _HAS_OTHER_ENDING.search(text):
        why = "A slash and a few digits usually mean a second number with another ending."
        return to_decide(cell, f'"{shown(cell)}" may hold two numbers. Left as it is until you decide.', why=why)
    if number and (abroad := _without_its_plus(text)) not in ("", number):
        if country_of(abroad) != home.country:
            found = {number: home.country, abroad: country_of(abroad)}
            return _one_of(cell, f'"{shown(cell)}" is a number in two countries.', found)
        number = abroad  # 4917... in Germany: the code is there, only its plus is not
    if number:
        return _rewritten(cell, number, home, abroad=text[0] == "+" or bool(written(text, "")))
    first, *others = _several(text, home.country) or [""]
    if first:
        beside = tuple(("Other phones", other, WHY_SEVERAL) for other in others)
        return Verdict(first, WHY_SEVERAL, beside=beside)
    return _unplaced(cell, text, home)


def read_phones(cell: Cell, home: Home) -> Verdict | None:
    """Several numbers in one cell, "; " between them, each in E.164 where it is a number; None where they are so already.

    >>> read_phones("020 7946 0018, 07400 123456", Home("GB", "Preferences")).value
    '+442079460018; +447400123456'
    >>> read_phones("+442079460018; ask Ann", Home())
    """
    whole = _undamaged(shown(cell))
    parts = [part for part in _BETWEEN_OTHERS.split(whole) if part]
    numbers = [_real(_undamaged(part), home.country) or part for part in parts]
    joined = "; ".join(dict.fromkeys(numbers))
    if joined == cell:
        return None
    known = home.country and any(
        number != part and not written(_undamaged(part), "") for number, part in zip(numbers, parts, strict=True)
    )
    return Verdict(
        joined or None, f"{WHY_INTERNATIONAL} ({home.country} from {home.known_from})" if known else WHY_INTERNATIONAL
    )


def written(text: str, country: str) -> str:
    """The number in E.164 (with `;ext=` where it has an extension), or "" where `country` has no such number.

    `country` (alpha-2) is where a number without a country code is from; "" if nobody knows.

    >>> written("(212) 555-0123", "US"), written("0049 30 901820", "GB"), written("+39 06 6982", ""), written("030 901820", "")
    ('+12125550123', '+4930901820', '+39066982', '')
    """
    if (zeros := _DOUBLE_ZERO.match(text)) and (abroad := written(f"+{text[zeros.end() :]}", "")):
        return abroad
    quick = plain(text, country)
    if quick is not None:
        return quick
    text, extension = _apart(text)
    number = is_valid(text, country) if _LOOKS_LIKE_ONE.fullmatch(text) else ""
    return f"{number};ext={extension}" if number and extension else number


def home_of(counts: Mapping[str, int], *, preferred: str = "", override: str = "") -> Home:
    """Where the national numbers of a list are from, given how many of its rows are known to be from which country.

    `override` is the user's word for this run. Otherwise a country that at least five rows and four in five of
    those known share, and then `preferred`. ("" where nobody says.)

    >>> home_of({"DE": 9, "AT": 1}, preferred="GB"), home_of({"DE": 4}, preferred="GB").known_from
    (Home(country='DE', known_from='most of the list', seen=('DE', 'AT')), 'Preferences')
    """
    seen = tuple(sorted(counts, key=lambda country: (-counts[country], country))[:6])
    if override:
        return Home(override, _OPTION, seen)
    if seen and counts[seen[0]] >= max(5, 0.8 * sum(counts.values())):
        return Home(seen[0], "most of the list", seen)
    return Home(preferred, "Preferences" if preferred else "", seen)


def _rewritten(cell: Cell, number: str, home: Home, *, abroad: bool) -> Verdict | None:
    if number == cell:
        return None
    why = WHY_INTERNATIONAL if abroad else f"{WHY_INTERNATIONAL} ({home.country} from {home.known_from})"
    return Verdict(number, why, final=True)


def _needs_a_closer_look(text: str, number: str) -> bool:
    """Whether there may be more to it: a slash may part two numbers, eleven digits may lack their plus, 1111111 is made up."""
    return "/" in text or (len(text) > 10 and text[0] not in "+0(") or number[-6:] in _MADE_UP_ENDS


def _unplaced(cell: Cell, text: str, home: Home) -> Verdict:
    """What to say of a number that is none where it should be, or of which nobody knows where it should be."""
    typed = shown(cell)
    found = _candidates(text, () if home.is_certain else home.seen)
    if not found and not home.country:
        found = _candidates(text, _LARGE_MARKETS)
    if abroad := _without_its_plus(text):
        code = country_of(abroad)  # 4917... is no German number that lacks another 49
        found = {number: country for number, country in found.items() if country != code} | {abroad: code}
    if not found:
        where = f" in {home.country}" if home.country and "+" not in text else ""
        return kept(cell, f'"{typed}" is not a phone number{where}.')
    here = f"is not a number in {home.country}"
    if home.country:
        only = next(iter(found.values())) if len(found) == 1 else ""
        alike = f"Phone, no number in {home.country} but one in {only}" if only else ""
        return _one_of(cell, f'"{typed}" {here}.', found, alike=alike)
    nowhere = "has no country code, and no country is known for it"
    return _one_of(cell, f'"{typed}" {nowhere}.', found, countries=() if abroad else tuple(found.values()))


def _candidates(text: str, countries: Sequence[str]) -> dict[str, str]:
    """The numbers (number: country) that the text would be in each of the countries, in their order."""
    found = {number: country for country in reversed(countries) if (number := written(text, country))}
    return dict(reversed(found.items()))


def _one_of(
    cell: Cell, message: str, found: Mapping[str, str], *, alike: str = "", countries: tuple[str, ...] = ()
) -> Verdict:
    """The question which of several numbers (number: country) is meant."""
    candidates = ", ".join(f"{number} ({country})" for number, country in list(found.items())[:3])
    why = f"It is a valid number in {', '.join(sorted(set(found.values())))}."
    only = next(iter(found)) if len(found) == 1 else None
    message = f"{message} It could be {candidates}. Left as it is until you decide."
    return to_decide(cell, message, suggestion=only, why=why, alike=alike, countries=countries)


def _is_made_up(text: str, number: str) -> bool:
    return bool(_MADE_UP.fullmatch(digits_of(text)) or _MADE_UP.fullmatch(national_part(number)))


def _real(text: str, country: str) -> str:
    """The number in E.164, "" where there is none or it is made up."""
    number = written(text, country)
    return "" if _is_made_up(text, number) else number


def _without_its_plus(text: str) -> str:
    """The international number that the digits alone would be, such as 442079460018, or "" for none."""
    digits = digits_of(text)
    return written(f"+{digits}", "") if len(digits) > 10 and "+" not in text and digits[0] != "0" else ""


def _several(text: str, country: str) -> list[str]:
    """The numbers of a cell that holds nothing but several, each once; [] otherwise."""
    parts = _BETWEEN.split(text)
    numbers = [_real(_undamaged(part), country) for part in parts]
    return list(dict.fromkeys(numbers)) if len(parts) > 1 and all(numbers) else []


def _damage(cell: Cell) -> str:
    """What a spreadsheet did to a number beyond repair, in words; "" where it did nothing of the kind."""
    typed = shown(cell)
    if isinstance(cell, str) and _EXPONENT.fullmatch(cell.strip("' ")):
        return f'A spreadsheet has shortened this number to "{typed}": its last digits are lost. Get it from where the list came from.'
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 10**10 and cell % 10**6 == 0:
        return f'"{typed}" looks like a number that a spreadsheet has rounded. Get it from where the list came from.'
    if not isinstance(cell, (str, int)) or isinstance(cell, bool):
        return f'"{typed}" is not a phone number.'
    return ""


def _undamaged(text: str) -> str:
    """The number without what a spreadsheet or a person put around it: an apostrophe, ".0", "Tel:", "(mobile)"."""
    text = _LABEL_BEHIND.sub("", _LABEL_BEFORE.sub("", text.strip(" '’`\u202f")))
    text = text.removesuffix(".0") if text.removesuffix(".0").lstrip("+").isdigit() else text
    return text.replace("\u2010", "-").replace("\u2011", "-").replace("–", "-").replace("\uff0b", "+")


def _apart(text: str) -> tuple[str, str]:
    """The number, and its extension ("" where it has none)."""
    match = _EXTENSION.fullmatch(text)
    return (match["number"], match["extension"]) if match else (text, "")


_LARGE_MARKETS = ("US", "GB", "DE", "FR", "IT", "ES", "NL", "AU", "IN", "BR")
_MADE_UP = re.compile(r"[0-9]{0,4}([0-9])\1{6,}|0?1234567890?|0?987654321[01]?")
_MADE_UP_ENDS = frozenset((*(digit * 6 for digit in "0123456789"), "567890", "456789", "654321", "543210"))
_E164 = re.compile(r"\+[1-9][0-9]{6,14}(?:;ext=[0-9]{1,7})?")
_EXPONENT = re.compile(r"\+?[0-9][.,]?[0-9]*[eE]\+?[0-9]{1,2}")
_HAS_OTHER_ENDING = re.compile(r"[0-9][ -]?[0-9]{3,}\s*/\s*-?[0-9]{1,3}$")
_DOUBLE_ZERO = re.compile(r"\(?00[ )-]*(?=[1-9])")
_LOOKS_LIKE_ONE = re.compile(r"[+(]{0,2}[0-9][\d\s().\-/]*(?:[A-Z][A-Z0-9 -]{2,11})?")
_EXTENSION = re.compile(
    r"(?P<number>[+(]?[0-9][\d\s().\-/]{4,}?)[\s,]*"
    r"(?:;ext=|ext(?:ension|n)?\b|x|#|durchwahl\b|dw\b|poste\b|anexo\b|toestel\b|interno\b|ramal\b|wew\b)[\s.:]*(?P<extension>[0-9]{1,7})",
    re.IGNORECASE,
)
_LABELS = (
    r"(?:tel(?:ephone|efon|éfono|efono|efone|éphone|\.?\s*nr)?|phone|ph|mobile|mobil|mob|cell(?:ulare)?|handy|gsm|móvil|movil|portable|work|"
    r"office|büro|home|direct|privat|private|business|main|t|m|p|w|h|o)"
)
_LABEL_BEFORE = re.compile(rf"^{_LABELS}(?:\s*(?:no|nr|number|phone))?\s*[.:]*\s*(?=[+(0-9])", re.IGNORECASE)
_LABEL_BEHIND = re.compile(rf"\s*[(\[]\s*{_LABELS}\.?\s*[)\]]$|(?<=\d)\s+{_LABELS}$", re.IGNORECASE)
_BETWEEN_OTHERS = re.compile(r"\s*(?:;(?!ext=)|[,|\n])\s*")
_BETWEEN = re.compile(r"\s*(?:;(?!ext=)|[,|\n/&]|\b(?:or|oder|ou|and|und|et|y|o)\b)\s*", re.IGNORECASE)
