"""Comparison keys: a value as we compare it, so that two spellings of one thing meet. Never shown, never written.

Keys are made for speed and for raw cells: a row need not have been normalised before.
Each takes one text and never refuses; what cannot be read gives an empty key, which agrees with nothing.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from leadsorted_sheets.core.dedupe.countries import BY_CALLING, NUMBERING
from leadsorted_sheets.core.dedupe.vocabulary import (
    CITY_NAMES,
    FREE_MAIL,
    JUNK_DOMAINS,
    JUNK_MAILBOXES,
    LEGAL_FORMS,
    ROLES,
    SOCIAL_SITES,
    STREET_WORDS,
    mistyped_domains,
)

LONGEST = 120
"""Characters of a cell that are compared. A cell of ten kilobytes is not a name."""


def folded(text: str) -> str:
    """Lower case, without accents, mojibake repaired.

    >>> folded("Müller"), folded("MÃ¼ller"), folded("Łukasz Straße")
    ('muller', 'muller', 'lukasz strasse')
    """
    text = text[:LONGEST]
    if text.isascii():
        return text.lower()
    if "Ã" in text or "Â" in text:
        text = _repaired(text)
    text = text.lower().translate(_LETTERS)
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _repaired(text: str) -> str:
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


# e-mail ---------------------------------------------------------------------------------------------------------------


class Mailbox(NamedTuple):
    """`free` is a provider where anybody has a mailbox; `role` a mailbox such as info@."""

    address: str
    local: str
    domain: str
    free: bool
    role: bool


def mailbox(text: str) -> Mailbox | None:
    """The mailbox a cell names, or None: without +tag, Gmail's dots and one-key slips in well-known domains.

    >>> mailbox("<J.Doe+crm@Gmial.com>").address, mailbox("mailto:info@acme.de").role, mailbox("n/a")
    ('jdoe@gmail.com', True, None)
    """
    text = text.strip().lower()
    if len(text) > _LONGEST_ADDRESS:
        return None
    if text.translate(_PLAIN) == "@":  # the short way for most: nothing but letters, digits and ._%+- around one @
        local, _, domain = text.partition("@")
        return _mailbox(local, domain.strip(".-"))
    found = _ADDRESS.search(text.replace("mailto:", " "))
    return _mailbox(found.group(1).strip(".-'"), found.group(2).strip(".-")) if found else None


def plain_mailboxes(column: Sequence[str]) -> Iterator[Mailbox | None]:
    """The mailbox of each cell that is a plain address and no more. The others, None, are for `mailboxes` to read.

    The column is looked at as one text, which is quicker than cell by cell.

    >>> [box and box.address for box in plain_mailboxes(["Ann@x.de", "", "<bob@x.de>", "n/a"])]
    ['ann@x.de', None, None, None]
    """
    small = "\0".join(column).lower()
    rests = small.encode("utf-8", "surrogatepass").translate(None, _PLAIN_BYTES).split(b"\0")
    if len(rests) != len(column):  # a cell with the separator in it
        yield from (None for _ in column)
        return
    for text, rest in zip(small.split("\0"), rests, strict=True):
        if rest == b"@" and len(text) <= _LONGEST_ADDRESS:
            local, _, domain = text.partition("@")
            yield _mailbox(local, domain.strip(".-"))
        else:
            yield None


def _mailbox(local: str, domain: str) -> Mailbox | None:
    domain, free, junk = _domain(domain)
    local = local.partition("+")[0] or local
    if domain == "gmail.com":
        local = local.replace(".", "")
    if not local or junk or (local in JUNK_MAILBOXES and not free):
        return None
    return Mailbox(f"{local}@{domain}", local, domain, free, local in ROLES)


@functools.cache
def _domain(domain: str) -> tuple[str, bool, bool]:
    """The domain meant, whether anybody can have a mailbox there, and whether it is no domain or a placeholder."""
    domain = mistyped_domains().get(domain, domain)
    return domain, domain in FREE_MAIL, domain in JUNK_DOMAINS or "." not in domain


def mailboxes(text: str) -> tuple[Mailbox, ...]:
    """Every mailbox a cell names, in order.

    >>> [box.address for box in mailboxes("ann@x.de; bob@x.de / Ann@x.de")]
    ['ann@x.de', 'bob@x.de']
    """
    if text.count("@") < 2:
        box = mailbox(text)
        return (box,) if box else ()
    boxes = (
        _mailbox(local.strip(".-'"), domain.strip(".-")) for local, domain in _ADDRESS.findall(text.lower()[:4000])
    )
    return tuple(dict.fromkeys(box for box in boxes if box))


_LONGEST_ADDRESS = 254
_PLAIN_BYTES = b"abcdefghijklmnopqrstuvwxyz0123456789._%+-"
_PLAIN = str.maketrans("", "", _PLAIN_BYTES.decode())
_ADDRESS = re.compile(r"([^\s<>()\[\],;:\"/|@]+)@([^\s<>()\[\],;:\"/|@]+)")


# phone ----------------------------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """A phone line: its last nine digits, and what stands before them ("" where the country is not known).

    Kept apart because lists write one line as 020 7946 0018, +44 20 7946 0018 and 2079460018.
    """

    digits: str
    before: str


def line(text: str, country: str) -> Line | None:
    """The line a text names, or None. `country` (ISO 3166) reads a number without a calling code.

    >>> line("020 7946 0018", "GB") == line("+44 (0)20 7946-0018 ext 12", "US") == line("442079460018.0", "GB")
    True
    >>> line("000-000-0000", "US"), line("call me", "US")
    (None, None)
    """
    plain = text.translate(_PUNCTUATION)
    if plain[:1] == "+" and plain[1:].isdigit() and plain.isascii() and text[-2:] != ".0":  # the short way for most
        digits, international = plain[1:], True
    else:
        digits, international = _digits(text, plain)
    if not 6 <= len(digits) <= 17:
        return None
    number = _with_code(digits) if international else _at_home(digits, country)
    if number is None or number[0][-7:] in _PLACEHOLDERS:  # nobody has 0000000, 5555555, 1234567
        return None
    return Line(*number)


def lines(text: str, country: str) -> tuple[Line, ...]:
    """Every line a cell names, in order: "020 7946 0018 / 07700 900123" names two."""
    if len(text) <= 16 or not _SEVERAL.search(text):
        one = line(text, country)
        return (one,) if one else ()
    found = (line(part, country) for part in _SEVERAL.split(text[:1000]))
    return tuple(dict.fromkeys(number for number in found if number))


def _digits(text: str, plain: str) -> tuple[str, bool]:
    """The digits dialled, without international prefix, and whether they start with a calling code."""
    if plain.isascii() and plain.isdigit():
        digits = plain[:-1] if text.endswith(".0") else plain  # a number that a spreadsheet took for a decimal
    else:
        text = _EXTENSION.sub("", text.strip().removesuffix(".0"))
        plain = _LABEL.sub("", text).translate(_PUNCTUATION)
        digits = "".join(_ASCII_DIGITS.findall(plain))
        if plain.startswith("+"):
            return digits, True
    if digits.startswith("00"):
        return digits[2:], True
    if digits.startswith("011") and len(digits) > 11:  # dialled from North America
        return digits[3:], True
    return digits, False


def _with_code(digits: str) -> tuple[str, str] | None:
    for width in (1, 2, 3):
        plan = BY_CALLING.get(digits[:width])
        if plan:
            national = digits[width:]
            if plan.trunk == "0":
                national = national.removeprefix("0")
            if not plan.shortest - 1 <= len(national) <= plan.longest + 1:
                return None
            number = plan.calling + national
            return number[-9:], number[:-9]
    return (digits[-9:], digits[:-9]) if len(digits) >= 8 else None


def _at_home(digits: str, country: str) -> tuple[str, str] | None:
    plan = NUMBERING.get(country)
    if plan is None:
        return (digits.lstrip("0")[-9:], "") if len(digits) >= 7 else None
    national = digits
    if plan.trunk and digits.startswith(plan.trunk) and len(digits) - len(plan.trunk) >= plan.shortest:
        national = digits.removeprefix(plan.trunk)
    elif digits.startswith(plan.calling) and plan.shortest <= len(digits) - len(plan.calling) <= plan.longest:
        national = digits.removeprefix(plan.calling)
        if plan.shortest <= len(digits) <= plan.longest:  # a plus that was lost, or a zero: 49 30 9018201, 4921 1234590
            return (plan.calling + national)[-9:], ""
    if plan.shortest <= len(national) <= plan.longest:
        number = plan.calling + national
        return number[-9:], number[:-9]
    return (digits.lstrip("0")[-9:], "") if len(digits) >= 7 else None


_PUNCTUATION = str.maketrans("", "", " \t\xa0\u202f().-/'\u2010\u2011\u2012\u2013\u202c\u202d_*")
_SEVERAL = re.compile(r"[;,|\n]| / | or ")
_EXTENSION = re.compile(r"(?:ext\.?|extension|x|#|poste|dw|durchwahl)\s*\d{1,6}\s*$", re.IGNORECASE)
_LABEL = re.compile(r"^[^\d+]+")
_ASCII_DIGITS = re.compile(r"[0-9]+")
_PLACEHOLDERS = frozenset(
    run[n : n + 7]
    for run in ("01234567890123456", "98765432109876543", *(digit * 7 for digit in "0123456789"))
    for n in range(len(run) - 6)
)


# company, place, date of birth ----------------------------------------------------------------------------------------


def company_key(text: str) -> str:
    """A company without its legal form, punctuation and case.

    >>> company_key("The O'Neil & Sons, Ltd."), company_key("ACME GmbH & Co. KG")
    ('oneil sons', 'acme')
    """
    words = folded(text).translate(_TO_SPACES).split()
    if LEGAL_FORMS.isdisjoint(words):
        return " ".join(words)
    return " ".join([word for word in words if word not in LEGAL_FORMS] or words)


def site_key(text: str) -> str:
    """The domain of a website that is the company's own, or "".

    >>> site_key("https://www.Acme.co.uk/about"), site_key("linkedin.com/in/ann")
    ('acme.co.uk', '')
    """
    domain = text.strip().lower().partition("://")[2] or text.strip().lower()
    domain = re.split(r"[/?#:]", domain, maxsplit=1)[0].removeprefix("www.")
    return "" if "." not in domain or " " in domain or domain in SOCIAL_SITES or domain in FREE_MAIL else domain


def city_key(text: str) -> str:
    """
    >>> city_key("Munich") == city_key("MÜNCHEN"), city_key("New York, NY")
    (True, 'new york ny')
    """
    words = " ".join(folded(text).translate(_TO_SPACES).split())
    return CITY_NAMES.get(words, words)


def title_key(text: str) -> str:
    """A job title's words.

    >>> title_key("Head of Marketing / EMEA")
    'head of marketing emea'
    """
    return " ".join(folded(text).translate(_TO_SPACES).split())


def street_key(text: str) -> str:
    """A street line with its common words in one spelling.

    >>> street_key("12 North Main Street, Apt. 4")
    '12 n main st apt 4'
    """
    return " ".join(STREET_WORDS.get(word, word) for word in folded(text).translate(_TO_SPACES).split())


def postcode_key(text: str) -> str:
    """
    >>> postcode_key("sw1a 1aa"), postcode_key("02139.0")
    ('SW1A1AA', '02139')
    """
    return "".join(letter for letter in text[:20].removesuffix(".0") if letter.isalnum()).upper()


def number_key(text: str) -> str:
    """A number that belongs to one person or company: tax, passport, customer. Short ones say too little."""
    key = "".join(letter for letter in folded(text).removesuffix(".0") if letter.isalnum())
    return "" if len(key) < 5 or len(set(key)) == 1 else key


def birth_keys(texts: Iterable[str]) -> list[str]:
    """Dates of birth as YYYYMMDD; day and month are told apart by the evidence of the whole column.

    >>> birth_keys(["1971-06-24", "03/04/1980", "24.12.1990", "n/a", "19080419"])
    ['19710624', '19800403', '19901224', '', '19080419']
    """
    parts = [tuple(_ASCII_DIGITS.findall(text[:40])) for text in texts]
    day_first = sum(len(found) >= 3 and len(found[2]) == 4 and int(found[0]) > 12 for found in parts)
    month_first = sum(len(found) >= 3 and len(found[2]) == 4 and 12 < int(found[1]) < 32 for found in parts)
    return [_birth_key(found, days_first=day_first >= month_first) for found in parts]


def _birth_key(parts: tuple[str, ...], *, days_first: bool) -> str:
    match parts:
        case (digits, *_) if len(digits) == 8:
            key = digits
        case (year, month, day, *_) if len(year) == 4:
            key = year + month.zfill(2) + day.zfill(2)
        case (first, second, year, *_) if len(year) == 4:
            day, month = (first, second) if days_first else (second, first)
            if int(month) > 12 >= int(day):
                day, month = month, day
            key = year + month.zfill(2) + day.zfill(2)
        case (year,) if len(year) == 4:
            key = year
        case _:
            return ""
    return "" if len(set(key)) == 1 or key in {"19000101", "19700101"} else key


_TO_SPACES = str.maketrans(
    {chr(code): " " for code in range(32, 127) if not chr(code).isalnum()}
    | {"'": "", ".": "", "\u2019": "", "\u2013": " ", "\u2014": " ", "\xa0": " ", "\n": " ", "\t": " "}
)
