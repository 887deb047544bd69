"""What becomes of a text that is typed: USER_ENTERED reads it as the cell editor does.

    0042 -> 42      2020-01-01 -> a date      =1/4 -> a formula      '0042 or a cell formatted as text -> 0042

RAW never comes here. Recorded answers prove the numbers, the ISO date, the thousands and the formula; a leading plus
is a number where digits follow and a formula otherwise, which is reported but was not recorded.
"""

from __future__ import annotations

import datetime as dt
import re

from tests.sheets_server.grid import Formula, Scalar, Value
from tests.sheets_server.refusals import Json

EPOCH = dt.datetime(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COMMA_LOCALES = ("de", "fr", "nl", "it", "es", "pl", "pt", "da", "nb", "fi", "ru", "cs", "tr")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?", re.IGNORECASE)


def typed(text: str, *, locale: str = "en_US", as_text: bool = False) -> tuple[Value, Json | None]:
    """The value and, where the typing implies one, the number format.

    >>> typed("0042"), typed("TRUE"), typed("'0042"), typed("3_1_0")
    ((42, None), (True, None), ('0042', None), ('3_1_0', None))
    >>> typed("2020-01-01")
    (43831, {'type': 'DATE', 'pattern': 'yyyy-mm-dd'})
    >>> typed("12.5%")
    (0.125, {'type': 'PERCENT', 'pattern': '0.00%'})
    """
    if text == "":
        return None, None
    if as_text:
        return text, None
    if text.startswith("'"):
        return text[1:], None
    stripped = text.strip()
    if stripped.startswith("=") and len(stripped) > 1:
        return Formula(stripped), None
    if stripped.upper() in ("TRUE", "FALSE"):
        return stripped.upper() == "TRUE", None
    found = _number(stripped, locale) or _moment(stripped, locale)
    if found is not None:
        return found
    if stripped.startswith("+") and len(stripped) > 1:
        return Formula("=" + stripped), None
    return text, None


def serial(moment: dt.datetime) -> float:
    """Days since 1899-12-30, as every date in a cell is stored."""
    days = (moment - EPOCH) / dt.timedelta(days=1)
    return int(days) if days == int(days) else days


def day_first(locale: str) -> bool:
    return not locale.startswith(("en_US", "en_PH"))


def _number(text: str, locale: str) -> tuple[Scalar, Json | None] | None:
    if locale.split("_", maxsplit=1)[0] in _COMMA_LOCALES:
        text = text.replace(".", "\0").replace(",", ".").replace("\0", ",")
    found = re.fullmatch(
        r"(?P<open>\()?(?P<sign>[+-])?(?P<money>[$£€])?(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?P<part>\.\d*)?"
        r"(?P<power>[eE][+-]?\d+)?(?P<percent>%)?(?P<close>\))?",
        text,
    )
    if found is None or not re.search(r"\d", text) or bool(found["open"]) != bool(found["close"]):
        return None
    whole, part, power = found["whole"].replace(",", ""), found["part"] or "", found["power"] or ""
    value = float(f"{whole or 0}{'' if part == '.' else part}{power}")
    if found["sign"] == "-" or found["open"]:
        value = -value
    if found["percent"]:
        value /= 100
    number: Scalar = int(value) if value.is_integer() and abs(value) < 2**63 else value
    decimals = ".00" if len(part) > 1 else ""
    if found["percent"]:
        return number, {"type": "PERCENT", "pattern": f"0{decimals}%"}
    if found["money"]:
        sign = found["money"] if found["money"] == "$" else f"[${found['money']}]"
        return number, {"type": "CURRENCY", "pattern": f"{sign}#,##0{decimals}"}
    if power:
        return number, {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    return number, {"type": "NUMBER", "pattern": f"#,##0{decimals}"} if "," in found["whole"] else None


def _moment(text: str, locale: str) -> tuple[Scalar, Json | None] | None:
    day, rest = _day(text, locale)
    clock = _TIME.fullmatch(rest.strip(" T")) if rest else None
    if rest and clock is None:
        return None
    minutes = _day_part(clock) if clock else 0.0
    if minutes is None:
        return None
    if day is None:
        return (
            (minutes, {"type": "TIME", "pattern": "h:mm:ss am/pm" if clock and clock[3] else "h:mm am/pm"})
            if clock
            else None
        )
    date, pattern = day
    if clock is None:
        return serial(date), {"type": "DATE", "pattern": pattern}
    return serial(date) + minutes, {"type": "DATE_TIME", "pattern": f"{pattern} h:mm:ss"}


def _day(text: str, locale: str) -> tuple[tuple[dt.datetime, str] | None, str]:
    """The date a text opens with, with the pattern that shows it so, and what follows it."""
    if found := re.match(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=$|[ T])", text):
        parts, pattern = (found[1], found[3], found[4]), f"yyyy{found[2]}mm{found[2]}dd"
    elif found := re.match(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?=$| )", text):
        first, second = (found[3], found[1]) if day_first(locale) else (found[1], found[3])
        year = found[4] if len(found[4]) == 4 else ("20" if int(found[4]) < 50 else "19") + found[4]
        parts = (year, first, second)
        pattern = f"d{found[2]}m{found[2]}yyyy" if day_first(locale) else f"m{found[2]}d{found[2]}yyyy"
    elif found := re.match(
        r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(?=$| )|(\d{1,2}) ([A-Za-z]{3})[a-z]*\.? (\d{4})(?=$| )", text
    ):
        name = (found[1] or found[5]).lower()
        if name not in _MONTHS:
            return None, text
        parts = (found[3] or found[6], str(_MONTHS.index(name) + 1), found[2] or found[4])
        pattern = "mmm d, yyyy" if found[1] else "d mmm yyyy"
    else:
        return None, text
    try:
        return (dt.datetime(int(parts[0]), int(parts[1]), int(parts[2])), pattern), text[found.end() :]
    except ValueError:
        return None, text


def _day_part(clock: re.Match[str]) -> float | None:
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "pm" else 0)
    return None if hour > 23 or minute > 59 or second > 59 else (hour * 3600 + minute * 60 + second) / 86400
