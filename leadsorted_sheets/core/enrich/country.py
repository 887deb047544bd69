"""Where a lead is, from what its row says: the phone's country code, a postcode only one country writes, the e-mail's ending."""

from __future__ import annotations

import functools
import re

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.enrich.region import CANADIAN_OR_STATES
from leadsorted_sheets.core.normalise.countries import country_code
from leadsorted_sheets.core.normalise.numbering import country_of
from leadsorted_sheets.core.where import domain_of


def country_clues(row: Row) -> list[tuple[str, str]]:
    """(country, the column that says so), the most telling first; each column once.

    >>> country_clues({"Phone": "+442079460018", "Postcode": "1012 AB", "Email": "ana@acme.de"})
    [('GB', 'phone'), ('NL', 'postcode'), ('DE', 'e-mail domain')]
    >>> country_clues({"Phone": "020 7946 0018", "Postcode": "10115", "Email": "ana@acme.io"})
    []
    """
    phone, postcode, email, website = (row.get(name) for name in ("Phone", "Postcode", "Email", "Website"))
    clues = (
        (of_phone(phone) if isinstance(phone, str) else "", "phone"),
        (of_postcode(postcode) if isinstance(postcode, str) else "", "postcode"),
        (of_domain(domain_of(email)) if isinstance(email, str) else "", "e-mail domain"),
        (of_domain(_host(website)) if isinstance(website, str) else "", "website"),
    )
    return [clue for clue in clues if clue[0]]


def of_phone(number: str) -> str:
    """The country of a number in E.164; "" where it has none, as a freephone of the whole world.

    >>> of_phone("+4930901820"), of_phone("+14165550123"), of_phone("+80012345678"), of_phone("030 901820"), of_phone("+441534123456")
    ('DE', 'CA', '', '', 'JE')
    """
    if not number.startswith("+"):
        return ""
    if number.startswith("+1") and number[2:5] in CANADIAN_OR_STATES:
        return CANADIAN_OR_STATES[number[2:5]]
    largest = country_of(number)
    if len(largest) != 2 or not largest.isalpha():
        return ""
    shared = number.startswith(_SHARED) and not number.startswith(_BRITISH)
    return _looked_up(number) if shared else largest


@functools.lru_cache(maxsize=1 << 14)
def _looked_up(number: str) -> str:
    """For calling codes that several countries share, phonenumbers knows which number is whose."""
    import phonenumbers

    try:
        found = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ""
    return found or ""


@functools.lru_cache(maxsize=1 << 12)
def of_postcode(postcode: str) -> str:
    """The one country that writes postcodes like this; "" where several do, as with five digits.

    >>> [of_postcode(text) for text in ("SW1A 1AA", "K1A 0B1", "1012 AB", "D02 X285", "00-950", "02134-1234", "10115", "D-10115")]
    ['GB', 'CA', 'NL', 'IE', 'PL', 'US', '', 'DE']
    """
    text = postcode.strip().upper()
    return next((country for country, form in _FORMS if form.fullmatch(text)), "")


@functools.lru_cache(maxsize=1 << 14)
def of_domain(domain: str) -> str:
    """The country whose ending a domain has; "" for endings that everybody uses.

    >>> of_domain("acme.co.uk"), of_domain("acme.de"), of_domain("acme.com"), of_domain("acme.io"), of_domain("")
    ('GB', 'DE', '', '', '')
    """
    ending = domain.rpartition(".")[2].casefold()
    if len(ending) != 2 or not ending.isalpha() or not ending.isascii() or ending in _ANYBODYS:
        return ""
    return "GB" if ending == "uk" else country_code(ending.upper()) or ""


def _host(website: str) -> str:
    text = website.strip().casefold()
    return text.rpartition("://")[2].partition("/")[0].partition(":")[0]


_SHARED = ("+1", "+7", "+44", "+39", "+47", "+61", "+64", "+212", "+262", "+290", "+358", "+590", "+599")
_BRITISH = tuple(f"+44{area}" for area in ("20", "11", "12", "13", "18", "19", "2", "3"))
"""Areas that no island of its own shares."""
_ANYBODYS = frozenset(
    {
        *("ac", "ad", "ag", "ai", "am", "as", "bz", "cc", "cd", "cf", "co", "cx", "dj", "eu", "fm", "ga", "gg", "gl"),
        *("gq", "gs", "im", "io", "is", "la", "li", "ly", "me", "ml", "ms", "mu", "nu", "pn", "pw", "re", "rs", "sc"),
        *("sh", "so", "st", "su", "tc", "tk", "tl", "to", "tv", "vc", "vg", "ws"),
    }
)
"""Country endings that are sold to the whole world, or read as a word."""
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("GB", re.compile(r"(?:GIR 0AA|[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2})")),
    ("CA", re.compile(r"[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z] [0-9][ABCEGHJ-NPRSTV-Z][0-9]")),
    ("NL", re.compile(r"[1-9][0-9]{3} [A-RT-Z][A-Z]|[1-9][0-9]{3} S[BCE-RT-Z]")),
    ("IE", re.compile(r"(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W) [0-9AC-FHKNPRTV-Y]{4}")),
    ("PL", re.compile(r"[0-9]{2}-[0-9]{3}")),
    ("BR", re.compile(r"[0-9]{5}-[0-9]{3}")),
    ("PT", re.compile(r"[0-9]{4}-[0-9]{3}")),
    ("US", re.compile(r"[0-9]{5}-[0-9]{4}")),
    ("DE", re.compile(r"D-[0-9]{5}")),
    ("AT", re.compile(r"A-[0-9]{4}")),
    ("CH", re.compile(r"CH-[0-9]{4}")),
    ("FR", re.compile(r"F-[0-9]{5}")),
)
