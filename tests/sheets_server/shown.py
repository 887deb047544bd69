"""How a value is shown: FORMATTED_VALUE, by the cell's number format or, where it has none, by its kind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from tests.sheets_server.grid import ErrorValue, Value
from tests.sheets_server.typed import EPOCH, day_first

DATE_TYPES = ("DATE", "TIME", "DATE_TIME")
_MONTHS = (
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
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def shown(value: Value, number_format: Mapping[str, Any] | None = None, locale: str = "en_US") -> str:
    """A value as the sheet shows it.

    >>> shown(True), shown(0.0009765625), shown(1 / 3), shown(15551234567)
    ('TRUE', '0.0009765625', '0.3333333333', '15551234567')
    >>> shown(43831.5, {"type": "DATE_TIME", "pattern": "yyyy-mm-dd h:mm:ss"})
    '2020-01-01 12:00:00'
    >>> shown(2000000.01, {"type": "NUMBER", "pattern": "#,##0.00"})
    '2,000,000.01'
    """
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case ErrorValue():
            return value.text
        case int() | float():
            return _number(value, number_format or {}, locale)
        case _:
            return str(value)


def _number(value: float, number_format: Mapping[str, Any], locale: str) -> str:
    kind = number_format.get("type", "NUMBER_FORMAT_TYPE_UNSPECIFIED")
    pattern = number_format.get("pattern") or _default_pattern(kind, locale)
    if kind in DATE_TYPES:
        return _moment(value, pattern)
    if kind == "TEXT" or not pattern or pattern in ("@", "General"):
        return _general(value)
    return _digits(value, pattern)


def _default_pattern(kind: str, locale: str) -> str:
    date = "dd.mm.yyyy" if locale.startswith("de") else "dd/mm/yyyy" if day_first(locale) else "m/d/yyyy"
    return {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": "$#,##0.00",
        "SCIENTIFIC": "0.00E+00",
        "DATE": date,
        "TIME": "h:mm:ss am/pm",
        "DATE_TIME": f"{date} h:mm:ss",
    }.get(kind, "")


def _general(value: float) -> str:
    if isinstance(value, int) or value.is_integer():
        whole = int(value)
        if abs(whole) < 10**15:
            return str(whole)
    text = f"{value:.10g}"
    if "e" in text:
        digits, power = text.split("e")
        return f"{digits}E{power[0]}{power[1:].lstrip('0').rjust(2, '0')}"
    return text


def _digits(value: float, pattern: str) -> str:
    parts = pattern.split(";")
    if value < 0 and len(parts) > 1:
        pattern, value = parts[1], -value
    else:
        pattern = parts[2] if value == 0 and len(parts) > 2 else parts[0]
    pattern = re.sub(r"\[\$([^\]-]*)[^\]]*\]|\[[A-Za-z]+\]", lambda found: found[1] or "", pattern)
    found = re.search(r"[#0?,]*[#0?](?:\.[#0?]*)?(?:E\+0+)?", pattern)
    if found is None:
        return _unquoted(pattern)
    core = found[0]
    if "%" in pattern:
        value *= 100
    before, after = _unquoted(pattern[: found.start()]), _unquoted(pattern[found.end() :])
    sign = "-" if value < 0 and len(parts) == 1 else ""
    return sign + before + _core(abs(value), core) + after


def _core(value: float, core: str) -> str:
    if "E" in core:
        decimals = len(core.split("E", maxsplit=1)[0].partition(".")[2])
        digits, power = f"{value:.{decimals}E}".split("E")
        return f"{digits}E{power[0]}{power[1:].rjust(2, '0')}"
    whole, _, part = core.partition(".")
    text = f"{value:{',' if ',' in whole else ''}.{len(part)}f}"
    for sign in reversed(part):
        if sign == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    digits, point, rest = text.partition(".")
    return digits.rjust(whole.count("0"), "0") + point + rest


def _unquoted(text: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)|_.', lambda found: found[1] or found[2] or "", text)


def _moment(value: float, pattern: str) -> str:
    moment = EPOCH + dt.timedelta(seconds=round(float(value) * 86400))
    twelve = re.search(r"am/pm|a/p", pattern, re.IGNORECASE) is not None
    tokens = re.findall(r'"[^"]*"|\\.|am/pm|a/p|\[h+\]|y+|m+|d+|h+|s+|.', pattern, re.IGNORECASE)
    text = ""
    for at, token in enumerate(tokens):
        minutes = token[0] in "mM" and _beside_time(tokens, at)
        text += _moment_part(token, moment, twelve=twelve, minutes=minutes, days=value)
    return text


def _beside_time(tokens: list[str], at: int) -> bool:
    """An `m` means minutes right after hours or right before seconds."""
    before = [t for t in tokens[:at] if t[0].lower() in "ymdhs["]
    after = [t for t in tokens[at + 1 :] if t[0].lower() in "ymdhs["]
    return bool(before and before[-1][0] in "hH[") or bool(after and after[0][0] in "sS")


def _moment_part(token: str, moment: dt.datetime, *, twelve: bool, minutes: bool, days: float) -> str:
    size, lower = len(token), token.lower()
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    match lower[0]:
        case "y":
            return f"{moment.year:04d}" if size > 2 else f"{moment.year % 100:02d}"
        case "m" if minutes:
            return f"{moment.minute:02d}" if size > 1 else str(moment.minute)
        case "m":
            name = _MONTHS[moment.month - 1]
            return [str(moment.month), f"{moment.month:02d}", name[:3], name][min(size, 4) - 1]
        case "d":
            day = _WEEKDAYS[moment.weekday()]
            return [str(moment.day), f"{moment.day:02d}", day[:3], day][min(size, 4) - 1]
        case "[":
            return str(int(days * 24))
        case "h":
            return f"{hour:02d}" if size > 1 else str(hour)
        case "s":
            return f"{moment.second:02d}" if size > 1 else str(moment.second)
        case "a" if size > 1:
            return ("AM" if moment.hour < 12 else "PM")[: 1 if size == 3 else 2]
        case '"':
            return token[1:-1]
        case "\\":
            return token[1]
        case _:
            return token
