"""Numbers and money: read by the evidence of their column, for "1.234" is one thing in London and another in Berlin.

1.234,50   1,234.50   1 234,50   1'234.50   one reading only: read
1.234 or 1,234     read where the rest of the column shows what parts decimals, else put on Review
€ 1.200, 12k, (500)    read; a currency other than the expected one is kept and flagged, for its sign would be lost
11-50, 500+        of employees: the lower end, which is what is certain
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from leadsorted_sheets.core.cell import Cell, canon, shown
from leadsorted_sheets.core.normalise.verdict import Verdict, kept, to_decide

Decimal: TypeAlias = Literal[".", ",", ""]
"""What parts the decimals of a column; "" where nothing decides it."""

WHY_NUMBER = "number: text read as the number it is"
WHY_COLUMN = "number: thousands and decimals read as in the rest of the column"
WHY_CURRENCY = "currency: written as its ISO 4217 code"
WHY_LOWER_END = "number: the lower end of the range"
WHY_PERCENT = "number: a percentage read as a part of one"


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """How the numbers of one column are to be read.

    `currencies` are those that may be meant (ISO 4217), () where the column mixes several, None where none is shown.
    `ranges` says that "11-50" means its lower end, `percent` that 50 means half; `evidence` is what was found out
    about thousands and decimals.
    """

    decimal: Decimal
    evidence: str = ""
    currencies: tuple[str, ...] | None = None
    ranges: bool = False
    percent: bool = False

    def read(self, cell: Cell, currency: str = "") -> Verdict | None:
        """The cell as a number, or None where it is one already. `currency` is what the row says, if it does.

        >>> column = read_column(["1.200,50", "1.234"])
        >>> column.read("1.234").value, column.read("€ 1.200,50").value, column.read("12k").value, column.read(7)
        (1234, 1200.5, 12000, None)
        >>> read_column(["1.234"]).read("1.234").doubt.severity, read_column(["x"]).read("much").doubt.message
        ('review', '"much" is not a number. Left as it is.')
        >>> NumberColumn(".", currencies=("EUR",)).read("$5").doubt.message
        '"$5" is not in EUR. Left as it is.'
        """
        if not isinstance(cell, str):
            bad = isinstance(cell, bool) or not isinstance(cell, (int, float))
            if bad:
                return kept(cell, f'"{shown(cell)}" is not a number.')
            hundredths = self.percent and isinstance(cell, (int, float)) and 1 < cell <= 100
            return Verdict(canon(cell / 100), WHY_PERCENT) if hundredths else None  # type: ignore[operator]  # a number
        amount = _AMOUNT.fullmatch(cell)
        if amount is None:
            return self._range(cell) if self.ranges else kept(cell, f'"{cell}" is not a number.')
        sign = amount["before"] or amount["after"] or ""
        expected = (currency,) if currency else self.currencies
        if sign and expected is not None and not set(expected) & set(_currencies(sign)):
            return kept(
                cell,
                f'"{cell}" is not in {" or ".join(expected)}.'
                if expected
                else f'"{cell}" stands among other currencies.',
            )
        readings = _readings(amount["digits"])
        if not readings:
            return kept(cell, f'"{cell}" is not a number.')
        if len(readings) > 1 and self.decimal not in readings:
            named = " or ".join(shown(canon(value)) for value in readings.values())
            message = f'"{cell}" is {named}{self.evidence}. Left as it is until you decide.'
            return to_decide(cell, message, why="A point or a comma before three digits parts thousands or decimals.")
        value = readings[self.decimal] if len(readings) > 1 else next(iter(readings.values()))
        return self._scaled(value, amount, why=WHY_COLUMN if len(readings) > 1 else WHY_NUMBER)

    def _scaled(self, value: float, amount: re.Match[str], *, why: str) -> Verdict:
        value *= _SCALES[(amount["scale"] or "").casefold().rstrip(".")]
        if self.percent and (amount["percent"] or 1 < value <= 100):
            value, why = value / 100, WHY_PERCENT
        if amount["minus"] or amount["inner_minus"] or amount["open"]:
            value = -value
        return Verdict(canon(value), why)

    def _range(self, cell: str) -> Verdict:
        match = _RANGE.fullmatch(cell)
        readings = _readings(match["low"]) if match else {}
        value = readings.get(self.decimal) or max(readings.values(), default=None)
        if match is None or value is None:
            return kept(cell, f'"{cell}" is not a number.')
        return Verdict(canon(value * _SCALES[(match["scale"] or "").casefold()]), WHY_LOWER_END)


def read_column(
    cells: Iterable[Cell], *, currency: str = "", ranges: bool = False, percent: bool = False
) -> NumberColumn:
    """How a column's numbers are to be read, by the evidence of all of them. `currency` is the one expected, if any.

    >>> read_column(["1,5", "1.234"]).decimal, read_column(["1,234.5"]).decimal, read_column(["1,5", "1.5"]).decimal
    (',', '.', '')
    >>> read_column(["$5", "5 USD"]).currencies, read_column(["€5", "$5"]).currencies
    (('USD',), ())
    """
    decimals: set[Decimal] = set()
    currencies: set[str] | None = {currency} if currency else None
    for cell in cells:
        if isinstance(cell, str) and (amount := _AMOUNT.fullmatch(cell)):
            decimals |= _shown_decimal(amount["digits"])
            sign = amount["before"] or amount["after"]
            if sign and not currency:
                meant = set(_currencies(sign))
                currencies = meant if currencies is None else currencies & meant
    accepted = None if currencies is None else tuple(sorted(currencies))
    if len(decimals) == 1:
        return NumberColumn(decimals.pop(), "", accepted, ranges, percent)
    shows = "the rest of the column shows both" if decimals else "nothing else in the column shows which"
    return NumberColumn("", f", and {shows}", accepted, ranges, percent)


def read_currency(cell: Cell) -> Verdict | None:
    """A currency as its ISO 4217 code, or None where it is one already.

    >>> read_currency("€").value, read_currency("eur").value, read_currency("GBP"), read_currency("gold").doubt.message
    ('EUR', 'EUR', None, '"gold" is no currency code such as EUR. Left as it is.')
    """
    found = _currencies(shown(cell))
    if len(found) != 1 or not found[0].isalpha():
        return kept(cell, f'"{shown(cell)}" is no currency code such as EUR.')
    return None if found[0] == cell else Verdict(found[0], WHY_CURRENCY)


def currency_of(text: str) -> str:
    """The ISO 4217 code of the currency a text shows, where it shows one only; "" otherwise.

    >>> currency_of("1.200,50 €"), currency_of("CHF 100"), currency_of("$100"), currency_of("100")
    ('EUR', 'CHF', '', '')
    """
    amount = _AMOUNT.fullmatch(text)
    found = _currencies(amount["before"] or amount["after"] or "") if amount else ()
    return found[0] if len(found) == 1 else ""


def _readings(digits: str) -> dict[Decimal, float]:
    """What the digits can mean, by what parts the decimals: "" where there is one meaning that shows nothing of it."""
    digits = _SPACES.sub("", digits)
    found: dict[Decimal, float] = {}
    if _WITH_POINT.fullmatch(digits):
        found["."] = float(digits.replace(",", ""))
    if _WITH_COMMA.fullmatch(digits):
        found[","] = float(digits.replace(".", "").replace(",", "."))
    if len(found) == 2 and found["."] == found[","]:
        return {"": found["."]}
    return found


def _shown_decimal(digits: str) -> set[Decimal]:
    """What parts the decimals in a number with one reading; nothing where it has several or shows none."""
    readings = _readings(digits)
    return {decimal for decimal in readings if decimal} if len(readings) == 1 else set()


def _currencies(sign: str) -> tuple[str, ...]:
    sign = sign.strip().rstrip(".").upper()
    return _SIGNS.get(sign) or ((sign,) if len(sign) == 3 else ())


_SIGNS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "EURO": ("EUR",),
    "EUROS": ("EUR",),
    "£": ("GBP", "EGP", "LBP"),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS"),
    "US$": ("USD",),
    "C$": ("CAD",),
    "CA$": ("CAD",),
    "A$": ("AUD",),
    "AU$": ("AUD",),
    "NZ$": ("NZD",),
    "R$": ("BRL",),
    "S$": ("SGD",),
    "HK$": ("HKD",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "RS": ("INR", "PKR"),
    "FR": ("CHF",),
    "SFR": ("CHF",),
    "ZŁ": ("PLN",),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
    "KČ": ("CZK",),
    "FT": ("HUF",),
    "R": ("ZAR",),
    "₺": ("TRY",),
    "₽": ("RUB",),
    "₪": ("ILS",),
    "₩": ("KRW",),
}
_SCALES = {
    "": 1,
    "k": 10**3,
    "tsd": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mio": 10**6,
    "million": 10**6,
    "b": 10**9,
    "bn": 10**9,
}

_CODE = r"(?:(?:US|CA?|AU?|NZ|R|S|HK)?\$|[€£¥₹₺₽₪₩]|[A-Za-z]{3}(?![A-Za-z])|EUROS?|euros?|Rs\.?|S?Fr\.?|zł|kr\.?|Kč|Ft|R(?=\s?\d))"
_DIGITS = r"\d[\d.,'’\s]*"
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<minus>[-−])?\s*(?P<before>{_CODE})?\s*(?P<inner_minus>[-−])?(?P<digits>{_DIGITS}(?<=\d)|[.,]\d+)"
    rf"(?:[.,](?:-|–|—))?\s*(?P<scale>k|K|tsd\.?|Tsd\.?|thousand|m|M|mn|mio\.?|Mio\.?|million|b|B|bn)?\s*(?P<percent>%)?\s*(?P<after>{_CODE})?(?(open)\))",
    re.ASCII,
)
_RANGE = re.compile(
    r"[>~≈]?\s*(?P<low>\d[\d.,'’]*(?<=\d))\s*(?P<scale>[kKmM])?\s*(?:\+|(?:-|–|—|to|bis|à|a)\s*\d[\d.,'’]*\s*[kKmM]?|(?:\w+\s+)?(?:employees|people|staff|Mitarbeiter|salariés|empleados))*"
)
_SPACES = re.compile(r"[\s'’]")
_WITH_POINT = re.compile(
    r"(?=.)(?:\d+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3})?(?:\.\d+)?"
)  # 12,34,567 in India
_WITH_COMMA = re.compile(r"(?=.)(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)?(?:,\d+)?")
