"""Headers that say what their numbers or times are counted in: "Wert (EUR)", "Budget in k€", "Created (UTC)".

The unit takes no part in matching. What stands in brackets and is no unit does: "Phone (work)".
"""

from __future__ import annotations

import re


def without_unit(header: str) -> tuple[str, str]:
    """The header without its unit, and the unit; the header as it is and "" where it has none.

    >>> without_unit("Wert (EUR)"), without_unit("Budget in k€"), without_unit("Phone (work)")
    (('Wert', 'EUR'), ('Budget', 'k€'), ('Phone (work)', ''))
    """
    for aside in _ASIDE.finditer(header):
        if _is_unit(aside["inside"]):
            return _apart(header, f"{header[: aside.start()].rstrip()}{header[aside.end() :]}", aside["inside"].strip())
    tail = _TAIL.search(header)
    return _apart(header, header[: tail.start()], tail["unit"]) if tail else (header, "")


def currency_in(unit: str) -> str:
    """The currency that a unit names, as it names it: a code or a sign; "" where it names none.

    >>> currency_in("k€"), currency_in("TEUR"), currency_in("UTC")
    ('€', 'EUR', '')
    """
    found = _CURRENCY.search(unit)
    return found["currency"] if found else ""


# ISO 4217, the currencies a small team is likely to sell in; in capitals, for several are words (ALL, TRY).
_CODES = (
    "EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|ISK|CZK|HUF|RON|BGN|RSD|UAH|TRY|ILS|AED|SAR|QAR|EGP|MAD|TND|NGN|KES|ZAR|"
    "INR|PKR|CNY|RMB|JPY|KRW|TWD|HKD|SGD|THB|MYR|IDR|PHP|VND|AUD|NZD|CAD|MXN|BRL|ARS|CLP|COP|PEN|UYU"
)
_SIGNS = r"(?:[A-Z]{1,2})?\$|[€£¥₹₺₽₪₩]|zł|Kč|Ft|[Ee]uros?|[Dd]ollars?|[Pp]ounds?"
_MANY = "[kKTM]"  # k€, TEUR: thousands; M€: millions
_CURRENCY = re.compile(rf"(?<![^\W\d_]){_MANY}?(?P<currency>{_CODES}|{_SIGNS})(?![^\W\d_])")
_ZONE = re.compile(r"(?:UTC|GMT|CES?T|MES?Z|BST|[ECMP][SD]T)(?: ?[+-]\d{1,2}(?::\d\d)?)?")
_SHAPE = re.compile(
    r"%|\d+ ?[-–] ?\d+|[dtjmyarhgus]{2,4}(?:[./ :-][dtjmyarhgus]{2,4})+|fte|vzä|etp|net|gross|netto|brutto|ht|ttc",
    re.IGNORECASE,
)  # shares, marks from 0 to 100, dd.mm.yyyy in eight languages, full-time equivalents, before and after tax
_ASIDE = re.compile(r"[(\[](?P<inside>[^()\[\]]+)[)\]]")
_TAIL = re.compile(rf"[\s,:–-]+(?:(?:in|en|em|w)\s+)?(?P<unit>{_MANY}?(?:{_CODES}|{_SIGNS}))\s*$")


def _is_unit(text: str) -> bool:
    text = text.strip()
    return _CURRENCY.search(text) is not None or any(kind.fullmatch(text) for kind in (_ZONE, _SHAPE))


def _apart(header: str, plain: str, unit: str) -> tuple[str, str]:
    """A unit needs a name before it: a column that is called "EUR" is called so."""
    return (plain, unit) if any(map(str.isalnum, plain)) else (header, "")
