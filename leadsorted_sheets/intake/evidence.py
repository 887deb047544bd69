"""What the values of a column say it is. The last word where the header says nothing, a veto where it says wrong."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from leadsorted_sheets.core.cell import Cell, shown

ENOUGH = 0.8
"""The share of a column's values that must speak for a field."""
SAMPLE = 300

_EMAIL = re.compile(r"(?:mailto:)?[^@\s,;<>]+@[^@\s,;<>]+\.[^\W\d_]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?:tel:?\s*)?(?:\+|00|\(|0)?[\d\s().\-/\u2011]{6,}(?:(?:ext|x|#)\.?\s*\d{1,5})?", re.IGNORECASE)
_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d.*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?: \d{1,2}:\d.*)?|\d{4}/\d{1,2}/\d{1,2}"
)
_URL = re.compile(
    r"https?://\S+|www\.\S+|(?:[a-z0-9-]+\.)+(?:com|org|net|info|biz|io|co|eu|ai|app|dev|[a-z]{2})(?:/\S*)?",
    re.IGNORECASE,
)
_LINKEDIN = re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[ ][^\W\d_][\w.'’-]*){1,3}|[^\W\d_][\w'’ -]+, ?[^\W\d_][\w.'’ -]+")
_LEGAL = re.compile(
    r"\b(?:gmbh|mbh|ag|kg|ohg|ug|ltd|limited|llc|inc|corp|plc|llp|sarl|sas|srl|spa|bv|nv|oy|ab|aps|sp\. ?z ?o\. ?o|pty|s\.?a|s\.?l|co|company|group)\b\.?",
    re.IGNORECASE,
)
_COMPANY_PERSON = re.compile(r"(?P<company>.+?)(?: [-–—|/] | ?[|] ?)(?P<person>[^-–—|/]+)")
_STATUSES = frozenset(
    (
        "new",
        "contacted",
        "qualified",
        "unqualified",
        "nurture",
        "converted",
        "open",
        "working",
        "neu",
        "kontaktiert",
        "qualifiziert",
    )
)
_RATINGS = frozenset(("hot", "warm", "cold", "heiß", "kalt", "chaud", "tiède", "froid"))


def looks_like_value(cell: Cell) -> bool:
    """Whether a cell holds what only a row holds, never a header: an address, a number of some length, a date.

    >>> [looks_like_value(cell) for cell in ("ana@example.com", "020 7946 0018", "Email", "Phone 2", 4.5)]
    [True, True, False, False, True]
    """
    if not isinstance(cell, str):
        return cell is not None and not isinstance(cell, bool)
    text = cell.strip()
    return len(text) > 5 and (
        _is_email(text) or _is_phone(text) or _is_date(text) or text.lower().startswith(("http://", "https://", "www."))
    )


def kind_of(values: Sequence[Cell]) -> tuple[str, float]:
    """The field that the values speak for, and the share of them that do; "" where they do not say.

    >>> kind_of(["ana@example.com", "bo@example.com"]), kind_of(["x", "y"])
    (('Email', 1.0), ('', 0.0))
    """
    if len(values) < 1:
        return "", 0.0
    texts = [shown(value).strip() for value in values]
    for field, speaks in _KINDS:
        share = sum(map(speaks, texts)) / len(texts)
        if share >= ENOUGH:
            return field, share
    return "", 0.0


def guess_of(values: Sequence[Cell]) -> tuple[str, float]:
    """As `kind_of`, and beyond it what only a column without any name is taken for: a country, a company, a person."""
    found, share = kind_of(values)
    if found or not values:
        return found, share
    texts = [shown(value).strip() for value in values]
    for field, speaks, enough in _GUESSES:
        share = sum(map(speaks, texts)) / len(texts)
        if share >= enough:
            return field, share
    return "", 0.0


def are_profiles(values: Sequence[Cell]) -> bool:
    """Whether web addresses are people's pages on LinkedIn rather than their company's."""
    return bool(values) and sum(_LINKEDIN.match(shown(value).strip()) is not None for value in values) >= ENOUGH * len(
        values
    )


def count_the_rows(values: Sequence[Cell]) -> bool:
    """Whether the values are 1, 2, 3 … (or any whole numbers, each one more than the last)."""
    if len(values) < 2:
        return [shown(value) for value in values] == ["1"]
    try:
        numbers = [int(shown(value).strip().rstrip(".")) for value in values]
    except ValueError:
        return False
    return (
        numbers[0] in (0, 1)
        and all(b > a for a, b in itertools.pairwise(numbers))
        and numbers[-1] <= 2 * len(numbers) + 10
    )


def company_and_person(text: str) -> tuple[str, str] | None:
    """The two halves of "Acme GmbH - Jane Doe"; None where it is not so.

    >>> company_and_person("Acme GmbH - Jane Doe"), company_and_person("Rolls-Royce")
    (('Acme GmbH', 'Jane Doe'), None)
    """
    match = _COMPANY_PERSON.fullmatch(text.strip())
    return (match["company"].strip(), match["person"].strip()) if match else None


def holds_company_and_person(values: Sequence[Cell]) -> bool:
    """Whether a company column says who to talk to as well: a separator nearly everywhere, a legal form often before it, a name behind."""
    halves = [company_and_person(shown(value)) for value in values]
    pairs = [half for half in halves if half]
    return (
        len(pairs) >= ENOUGH * len(values) > 0
        and sum(_LEGAL.search(company) is not None for company, _ in pairs) >= 0.3 * len(pairs)
        and sum(_is_person(person) for _, person in pairs) >= ENOUGH * len(pairs)
    )


def name_parts(values: Sequence[Cell], emails: Sequence[Cell]) -> str:
    """Which name a column holds, going by the addresses beside it: "First name", "Last name", or "".

    >>> name_parts(["Ana", "Bo"], ["ana.ng@example.com", "bo.li@example.com"])
    'First name'
    """
    first = last = count = 0
    for value, email in zip(values, emails, strict=True):
        name, box = shown(value).strip().casefold(), shown(email).partition("@")[0].casefold()
        if len(name) > 1 and name.isalpha() and len(box) > len(name):
            count += 1
            first += box.startswith(name)
            last += box.endswith(name)
    if count < 2 or max(first, last) < 0.5 * count:
        return ""
    return "First name" if first > last else "Last name"


def _is_email(text: str) -> bool:
    return "@" in text and _EMAIL.fullmatch(text) is not None


def _is_phone(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return 7 <= digits <= 17 and _PHONE.fullmatch(text) is not None and not _is_date(text)


def _is_dialled(text: str) -> bool:
    """A phone, and not just any long number: it begins with + or 0, or is written in groups."""
    return _is_phone(text) and (text[0] in "+0(" or not text.isdigit())


def _is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None


def _is_url(text: str) -> bool:
    return "@" not in text and _URL.fullmatch(text) is not None


def _is_person(text: str) -> bool:
    return _PERSON.fullmatch(text) is not None and text != text.lower() and not _LEGAL.search(text)


def _is_company(text: str) -> bool:
    return _LEGAL.search(text) is not None


def _is_country(text: str) -> bool:
    from leadsorted_sheets.core.normalise.countries import country_code

    return len(text) > 1 and country_code(text) is not None


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("Email", _is_email),
    ("Date", _is_date),
    ("Phone", _is_dialled),
    ("Website", _is_url),
)
_GUESSES: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("Status", lambda text: text.casefold() in _STATUSES, 0.9),
    ("Rating", lambda text: text.casefold() in _RATINGS, 0.9),
    ("Country", _is_country, 0.9),
    ("Company", _is_company, 0.5),
    ("Full name", _is_person, 0.9),
)
