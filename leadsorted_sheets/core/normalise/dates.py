"""Dates: read by the evidence of their column. Nobody can tell 03/04 alone, but 25/04 in the same column can.

    2026-03-04, 4 March 2026, 25/12/2026    one reading only: read
    03/04/2026    read where the rest of the column shows the order, or Preferences say it
    31/02/2026    no such day: kept and flagged

A column whose values show both orders decides nothing, unless it is dots for one and slashes for the other. Two-digit years lie in the past where the column
is about the past. Numbers are a spreadsheet's days since 1900, or seconds since 1970 where the whole
column is. A time with a zone is turned to the book's zone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from leadsorted_sheets.core.cell import Cell, canon, shown
from leadsorted_sheets.core.normalise.months import MONTHS
from leadsorted_sheets.core.normalise.verdict import Doubt, Verdict, kept

Order: TypeAlias = Literal["DMY", "MDY", "YMD"]

WHY_ONE_READING = "date: read as a date, in the only way it can be"
WHY_ZONE = "date: turned to the workbook's time zone"
WHY_SERIAL = "date: a spreadsheet's day number read as the day"
WHY_EPOCH = "date: seconds since 1970 read as a date and time"


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How the dates of one column are to be read.

    `orders` are decided by what parts the numbers ("/", ".", "-"), "" for whatever else, each with its reason; `question`
    says why some are not. `latest` is the last day a two-digit year may mean; `seconds` what one unit of the column's
    numbers is (0 where they are days, None where they are mixed).
    """

    orders: Mapping[str, tuple[Order, str]]
    question: str
    zone: dt.tzinfo
    latest: dt.date
    seconds: float | None = 0

    def read(self, cell: Cell) -> Verdict | None:
        """The cell as a day or a moment, or None where it is one already.

        >>> utc = dt.timezone.utc
        >>> column = read_column(["03/04/2026", "25/04/2026"], zone=utc, latest=dt.date(2026, 12, 31))
        >>> column.read("03/04/2026")
        Verdict(value=datetime.date(2026, 4, 3), why='date: day before month, as in the rest of the column', doubt=None, beside=())
        >>> read_column(["03/04/2026"], zone=utc, latest=dt.date(2026, 12, 31)).read("03/04/2026").doubt.message
        '"03/04/2026" is 3 April 2026 or 4 March 2026, and nothing else in the column shows which. Left as it is until you decide.'
        """
        if not isinstance(cell, str):
            return self._number(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else None
        if cell.isdecimal() or _FRACTION.fullmatch(cell):
            return self._number(float(cell), cell)
        if cell[4:8:3] == "--" and cell[10:11] in "T " and (verdict := self._timestamp(cell)):
            return verdict
        match = _ISO.fullmatch(cell) or _NUMERIC.fullmatch(cell)
        return self._numeric(cell, match) if match else self._named(cell)

    def _timestamp(self, cell: str) -> Verdict | None:
        """A machine's timestamp, as most are: the standard library reads it fastest. None where it cannot."""
        try:
            moment = dt.datetime.fromisoformat(cell)
            if not 1900 <= moment.year < 2200:
                return None
            if moment.tzinfo is None:
                return Verdict(canon(moment), WHY_ONE_READING)
            return Verdict(canon(moment.astimezone(self.zone).replace(tzinfo=None)), WHY_ZONE)
        except (ValueError, OverflowError):
            return None

    def _numeric(self, cell: str, match: re.Match[str]) -> Verdict:
        readings = _readings(match, latest=self.latest)
        clock = _clock(match)
        if clock is None or not readings:
            return kept(cell, f'"{cell}" is no day or time that exists.')
        days = set(readings.values())
        if len(days) == 1:
            return self._at(days.pop(), clock, WHY_ONE_READING)
        order, why = self.orders.get(match["s"][0]) or self.orders.get("") or (None, "")
        if order in readings:
            return self._at(readings[order], clock, why)
        return _either(cell, sorted(days), self.question)

    def _named(self, cell: str) -> Verdict:
        match = next(filter(None, (form.fullmatch(cell) for form in _NAMED)), None)
        month = MONTHS.get(match["month"].rstrip(".").casefold()) if match else None
        if match is None or month is None:
            return kept(cell, f'"{cell}" is not a date we can read.')
        day = _day(_year(match["y"], month, int(match["d"]), self.latest), month, int(match["d"]))
        clock = _clock(match)
        if day is None or clock is None:
            return kept(cell, f'"{cell}" is no day or time that exists.')
        return self._at(day, clock, WHY_ONE_READING)

    def _at(self, day: dt.date, clock: _Clock, why: str) -> Verdict:
        if clock.time is None:
            return Verdict(day, why)
        moment = dt.datetime.combine(day, clock.time)
        if clock.offset is not None:
            aware = moment.replace(tzinfo=dt.timezone(clock.offset))
            try:
                moment, why = aware.astimezone(self.zone).replace(tzinfo=None), WHY_ZONE
            except OverflowError:
                return Verdict(day, why)
        return Verdict(canon(moment), why)

    def _number(self, value: float, cell: Cell = None) -> Verdict:
        cell = value if cell is None else cell
        if self.seconds:
            moment = _EPOCH + dt.timedelta(seconds=round(value * self.seconds))
            return Verdict(canon(moment.astimezone(self.zone).replace(tzinfo=None)), WHY_EPOCH)
        if self.seconds == 0 and _FIRST_SERIAL <= value < _LAST_SERIAL:
            return Verdict(canon(_SERIAL_ZERO + dt.timedelta(seconds=round(value * 86400))), WHY_SERIAL)
        return kept(cell, f'"{shown(cell)}" is not a date we can read.')


def read_column(
    cells: Iterable[Cell],
    *,
    zone: dt.tzinfo,
    latest: dt.date,
    order: Order | Literal["auto"] = "auto",
    order_from: str = "Preferences say",
) -> DateColumn:
    """How a column's dates are to be read, by the evidence of all of them.

    `order` other than "auto" decides what has two readings; `latest` is the last day that a two-digit year may mean.
    Where a column shows both orders, those parted alike may still agree: 25.12. beside 12/25/ is two habits, not one doubt.

    >>> column = read_column(["25.12.2026", "12/25/2026"], zone=dt.timezone.utc, latest=dt.date(2027, 1, 1))
    >>> column.read("03.04.2026").value, column.read("03/04/2026").value, column.read("03-04-2026").doubt.severity
    (datetime.date(2026, 4, 3), datetime.date(2026, 3, 4), 'review')
    """
    habits: dict[str, set[Order]] = {}
    numbers: list[float] = []
    for cell in cells:
        if isinstance(cell, str):
            match = _SHORT.match(cell)
            if match and (int(match[1]) > 12 or int(match[2]) > 12):
                habits.setdefault(match[0].lstrip("0123456789")[0], set()).update(_only_reading(cell, latest))
            elif cell.isdecimal():
                numbers.append(int(cell))
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            numbers.append(cell)
    if order in ("DMY", "MDY"):
        return DateColumn({"": (order, f"{_DECIDED[order]}, as {order_from}")}, "", zone, latest, _seconds(numbers))
    orders, question = _orders(habits)
    if order == "YMD":
        orders.setdefault("", ("YMD", f"{_DECIDED['YMD']}, as {order_from}"))
    return DateColumn(orders, question, zone, latest, _seconds(numbers))


@dataclass(frozen=True, slots=True)
class _Clock:
    time: dt.time | None = None
    offset: dt.timedelta | None = None


_CALLED = {"/": "slashes", ".": "dots", "-": "dashes", " ": "spaces"}
_DECIDED: dict[Order, str] = {
    "DMY": "date: day before month",
    "MDY": "date: month before day",
    "YMD": "date: year first",
}


def _orders(habits: Mapping[str, set[Order]]) -> tuple[dict[str, tuple[Order, str]], str]:
    """The orders that the dates of one reading show, by what parts their numbers, and what to say where they show none."""
    everywhere = set[Order]().union(*habits.values())
    if len(everywhere) == 1:
        only = everywhere.pop()
        return {"": (only, f"{_DECIDED[only]}, as in the rest of the column")}, ""
    orders: dict[str, tuple[Order, str]] = {}
    for sign, shown_orders in habits.items():
        if len(shown_orders) == 1:
            (only,) = shown_orders
            orders[sign] = (only, f"{_DECIDED[only]}, as in the column's other dates with {_CALLED[sign]}")
    return (
        orders,
        "and the rest of the column shows both orders" if everywhere else "and nothing else in the column shows which",
    )


def _only_reading(cell: str, latest: dt.date) -> set[Order]:
    """The order that a date of one reading shows; none where it has several, or is no date."""
    match = _NUMERIC.fullmatch(cell)
    readings = _readings(match, latest=latest) if match and _clock(match) else {}
    return set(readings) if len(readings) == 1 else set()


def _seconds(numbers: list[float]) -> float | None:
    """What one unit of a column's clock readings is, in seconds; 0 where it has none, None where only some are any."""
    for unit in (1, 0.001):
        like = [10**9 <= number * unit < _EPOCH_END for number in numbers]
        if any(like):
            return unit if all(like) else None
    return 0


def _readings(match: re.Match[str], *, latest: dt.date) -> dict[Order, dt.date]:
    """Every day the three numbers can mean, by order."""
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4:
        day = _day(int(a), int(b), int(c))
        return {"YMD": day} if day else {}
    orders: list[tuple[Order, str, str, str]] = [("DMY", a, b, c), ("MDY", b, a, c)]
    if len(c) == 2 and match["s"] == "-":
        orders.append(("YMD", c, b, a))
    found: dict[Order, dt.date] = {}
    for order, d, m, y in orders:
        if len(y) in (2, 4) and (day := _day(_year(y, int(m), int(d), latest), int(m), int(d))):
            found[order] = day
    return found


def _year(text: str, month: int, day: int, latest: dt.date) -> int:
    """The year meant by two digits: the last one not after `latest`."""
    year = int(text)
    if len(text) > 2:
        return year
    year += latest.year // 100 * 100
    return year - 100 if (year, month, day) > (latest.year, latest.month, latest.day) else year


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if 1900 <= year < 2200 else None
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> _Clock | None:
    """The time of day beside a date; None where there is no such time."""
    if match["hour"] is None:
        return _Clock()
    hour, half = int(match["hour"]), (match["half"] or "").lower().replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    minute, second = int(match["minute"] or 0), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return _Clock(dt.time(hour, minute, second), _offset(match["offset"]))


def _offset(text: str | None) -> dt.timedelta | None:
    if not text:
        return None
    if text[0] not in "+-":
        return dt.timedelta()
    hours, minutes = int(text[1:3]), int(text[3:].removeprefix(":") or 0)
    return (
        dt.timedelta(minutes=(1 if text[0] == "+" else -1) * (hours * 60 + minutes))
        if hours < 24 and minutes < 60
        else None
    )


def _either(cell: str, days: list[dt.date], question: str) -> Verdict:
    named = " or ".join(f"{day.day} {_ENGLISH[day.month - 1]} {day.year}" for day in reversed(days))
    message = f'"{cell}" is {named}, {question}. Left as it is until you decide.'
    why = "Write it as year-month-day, or set Date order in Settings, and run normalise again."
    return Verdict(cell, doubt=Doubt(message, "review", None, why, 0.5))


_ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EPOCH_END = 4_102_444_800  # 2100
_SERIAL_ZERO = dt.datetime(1899, 12, 30)  # day 0, as every spreadsheet counts since Lotus took 1900 for a leap year
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_051  # 1950 to 2099

_TIME = (
    r"(?:(?:T|,?\s+(?:at\s+|um\s+|à\s+)?)(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?)?"
    r"(?:\s*(?P<half>[AaPp]\.?[Mm]\.?))?(?:\s*Uhr)?\s*(?P<offset>Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?"
)
_ISO = re.compile(r"(?P<a>\d{4})(?P<s>-)(?P<b>\d{1,2})-(?P<c>\d{1,2})" + _TIME, re.ASCII)
_NUMERIC = re.compile(r"(?P<a>\d{1,4})(?P<s>[-/. ]|\.\s)(?P<b>\d{1,2})(?P=s)(?P<c>\d{1,4})\.?" + _TIME, re.ASCII)
_SHORT = re.compile(r"(\d{1,2})(?:[-/. ]|\.\s)(\d{1,2})[-/. ]", re.ASCII)
_FRACTION = re.compile(r"\d{5}\.\d+", re.ASCII)
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_NAMED = (
    re.compile(
        _WEEKDAY
        + r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[-\s/]*(?:de\s+|of\s+)?(?P<month>[^\W\d_]{3,12}\.?)[-,\s/]+(?:de\s+|del\s+)?(?P<y>\d{4}|\d{2})"
        + _TIME
    ),
    re.compile(
        _WEEKDAY + r"(?P<month>[^\W\d_]{3,12}\.?)[-\s/]+(?P<d>\d{1,2})(?:st|nd|rd|th)?[-,\s/]+(?P<y>\d{4})" + _TIME
    ),
    re.compile(r"(?P<y>\d{4})[-\s/](?P<month>[^\W\d_]{3,12}\.?)[-\s/](?P<d>\d{1,2})" + _TIME),
)
