"""One value, spelt as a CRM wants it, or the reason why it cannot be.

Each function takes a cell and answers with text, with `Changed` (text that lost something on
the way, and what) or with `Flaw` (no text at all, and what mends it). Outer spaces never count.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, Error, Formula, shown


@dataclass(frozen=True, slots=True)
class Changed:
    """Text that says less than the cell does. `keep`: what was lost should go into the notes."""

    text: str
    what: str
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why the cell cannot be written, as the end of a sentence ("is not an e-mail address"), and what mends it."""

    rule: str
    what: str
    mend: str


Spelt: TypeAlias = str | Changed | Flaw
Spell: TypeAlias = Callable[[Cell], Spelt]

BREAKS_JOINED = "line breaks became spaces"
UNPRINTABLE_GONE = "unprintable characters were taken out"
TIME_GONE = "the time of day has no place there"

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAK = re.compile(r"\s*[\t\n\x0b\x0c\r\x85\u2028\u2029]\s*")
_LINE_END = re.compile(r"\r\n|[\x0b\x0c\r\x85\u2028\u2029]")
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=.{{3,254}}$)(?=[^@]{{1,64}}@){_LOCAL}@(?:{_LABEL}\.)+(?:[A-Za-z]{{2,63}}|xn--[A-Za-z0-9-]+)")
_URL = re.compile(r"(?:https?://)?(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}(?::[0-9]{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_TOO_LARGE = 10**15
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?))?")
_KINDS = {"l": "lead", "d": "deal", "a": "activity"}
_YES = frozenset({"yes", "y", "true", "1", "x", "on"})
_NO = frozenset({"no", "n", "false", "0", "off"})


def text(cell: Cell) -> Spelt:
    """One line of text.

    >>> text(" Ann "), text(12), text("a\\nb")
    ('Ann', '12', Changed(text='a b', what='line breaks became spaces', keep=False))
    """
    if type(cell) is str and cell.isprintable():
        return cell.strip()
    return _words(cell, several_lines=False)


def long(cell: Cell) -> Spelt:
    """Text that may have several lines.

    >>> long("a\\nb"), long("a\\x00b")
    ('a\\nb', Changed(text='ab', what='unprintable characters were taken out', keep=False))
    """
    return _words(cell, several_lines=True)


def email(cell: Cell) -> Spelt:
    """An e-mail address in small letters.

    >>> email("Ann@Acme.com"), email("ana.ng@").what
    ('ann@acme.com', 'is not an e-mail address')
    """
    given = text(cell)
    if not isinstance(given, str):
        return given if isinstance(given, Flaw) else email(given.text)
    if _EMAIL.fullmatch(given) is None:
        return Flaw("email", "is not an e-mail address", "Correct it, or clear the cell.") if given else ""
    return given.lower()


def url(cell: Cell) -> Spelt:
    """A web address.

    >>> url("https://acme.com/team"), url("acme.com"), url("none yet").rule
    ('https://acme.com/team', 'acme.com', 'url')
    """
    given = text(cell)
    if isinstance(given, Changed):
        return url(given.text)
    if isinstance(given, str) and given and _URL.fullmatch(given) is None:
        return Flaw("url", "is not a web address", "Correct it, such as https://acme.com, or clear the cell.")
    return given


def date(cell: Cell, *, pattern: str = "YYYY-MM-DD") -> Spelt:
    """A day. Text counts only in ISO 8601; the rest is ambiguous and refused.

    >>> date(dt.date(2026, 3, 4), pattern="MM/DD/YYYY"), date("2026-03-04"), date("3/4/26").rule
    ('03/04/2026', '2026-03-04', 'date')
    """
    moment_or_day = _moment(cell)
    match moment_or_day:
        case dt.datetime():
            return Changed(stamp(moment_or_day, pattern), TIME_GONE, keep=True)
        case dt.date():
            return stamp(moment_or_day, pattern)
        case _:
            return moment_or_day


def moment(cell: Cell, *, pattern: str = "YYYY-MM-DD hh:mm:ss", zone: dt.tzinfo = dt.UTC) -> Spelt:
    """A day and a time. `zone` is the book's own; a pattern that ends in Z is written in UTC.

    >>> moment(dt.datetime(2026, 3, 4, 9), pattern="YYYY-MM-DDThh:mm:ssZ")
    '2026-03-04T09:00:00Z'
    """
    given = _moment(cell)
    if isinstance(given, str | Flaw):
        return given
    when = given if isinstance(given, dt.datetime) else dt.datetime.combine(given, dt.time())
    if pattern.endswith("Z"):
        try:
            when = when.replace(tzinfo=zone).astimezone(dt.UTC)
        except OverflowError:
            return Flaw("date", "is no date the CRM could know", "Correct it, or clear the cell.")
    if isinstance(given, dt.datetime) and "hh" not in pattern:
        return Changed(stamp(when, pattern), TIME_GONE, keep=True)
    return stamp(when, pattern)


def stamp(when: dt.date, pattern: str) -> str:
    """A day or a moment in a pattern.

    >>> stamp(dt.datetime(2026, 3, 4, 9, 5), "DD/MM/YYYY hh:mm")
    '04/03/2026 09:05'
    """
    at = when if isinstance(when, dt.datetime) else dt.datetime.combine(when, dt.time())
    parts = {"YYYY": f"{at.year:04}", "MM": f"{at.month:02}", "DD": f"{at.day:02}"}
    parts |= {"hh": f"{at.hour:02}", "mm": f"{at.minute:02}", "ss": f"{at.second:02}"}
    return re.sub("YYYY|MM|DD|hh|mm|ss", lambda token: parts[token[0]], pattern)


def number(cell: Cell) -> Spelt:
    """A plain number: no thousands, no currency, a point for the decimals. Digits after a zero are a code, not a number.

    >>> number(1200.5), number("1200.50"), number("1,200").rule, number("007").rule
    ('1200.5', '1200.50', 'number', 'number')
    """
    match cell:
        case bool():
            return _no_number()
        case int() | float():
            return format(Decimal(repr(cell)), "f") if abs(cell) < _TOO_LARGE else _no_number()
        case str() if _NUMBER.fullmatch(cell.strip()):
            return cell.strip()
        case Formula() | Error():
            return _no_value(cell)
        case _:
            return _no_number()


def whole(cell: Cell, *, most: int | None = None) -> Spelt:
    """A whole number, up to `most`.

    >>> whole(12), whole(12.5).what, whole(10, most=9).what
    ('12', 'is not a whole number', 'is more than 9')
    """
    given = number(cell)
    if not isinstance(given, str):
        return given
    exact = Decimal(given)
    if exact != exact.to_integral_value():
        return Flaw("number", "is not a whole number", "Write a whole number, or clear the cell.")
    if most is not None and abs(exact) > most:
        return Flaw("number", f"is more than {most}", "Correct it, or clear the cell.")
    return str(int(exact))


def flag(cell: Cell, *, yes: str = "true", no: str = "false") -> Spelt:
    """Yes or no.

    >>> flag("yes"), flag(False), flag("perhaps").rule
    ('true', 'false', 'flag')
    """
    if isinstance(cell, Formula | Error):
        return _no_value(cell)
    word = shown(cell).strip().casefold()
    if word in _YES:
        return yes
    if word in _NO or not word:
        return no
    return Flaw("flag", "is neither yes nor no", "Write yes, or clear the cell.")


def items(cell: Cell) -> tuple[str, ...]:
    """The values of a cell that holds several.

    >>> items("a; b;"), items(None)
    (('a', 'b'), ())
    """
    return tuple(part.strip() for part in shown(cell).split(";") if part.strip())


def several(cell: Cell, *, between: str = ";") -> Spelt:
    """Several values in one cell, in the CRM's own way.

    >>> several("vip; fair"), several("vip; fair", between="json")
    ('vip;fair', '["vip","fair"]')
    """
    given = text(cell)
    if isinstance(given, Flaw):
        return given
    parts = items(given if isinstance(given, str) else given.text)
    if between == "json":
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":")) if parts else ""
    if any(between in part for part in parts):
        return Flaw("several", f"has {between!r} inside one of its values", "Take it out of the value.")
    joined = between.join(parts)
    return joined if isinstance(given, str) else Changed(joined, given.what)


def country(cell: Cell, *, form: str = "name") -> Spelt:
    """A country by its English name or its ISO 3166 code. Our books hold codes.

    >>> country("DE"), country("de", form="code"), country("Atlantis", form="code").rule
    ('Germany', 'DE', 'country')
    """
    from leadsorted_sheets.core.normalise.countries import country_code, country_name

    given = text(cell)
    if isinstance(given, Changed):
        return country(given.text, form=form)
    if not isinstance(given, str) or not given:
        return given
    code = country_code(given)
    if form == "code":
        return code or Flaw("country", "is no country we know", "Write its two letters, such as DE.")
    return country_name(code) if code else given


def external_id(key: str) -> str:
    """Our id in the form of an Odoo external id.

    >>> external_id("L-7K3QZ9M2XA")
    'leadsorted.lead_7k3qz9m2xa'
    """
    letter, _, rest = key.lower().partition("-")
    return f"leadsorted.{_KINDS.get(letter, letter)}_{rest.replace('-', '_')}"


def units(written: str) -> int:
    """How long a text is for a program that counts UTF-16 units, as Java and JavaScript do: an emoji is two.

    >>> units("abc"), units("a😀")
    (3, 3)
    """
    return len(written) if written.isascii() else len(written.encode("utf-16-le")) // 2


def _words(cell: Cell, *, several_lines: bool) -> Spelt:
    if isinstance(cell, Formula | Error):
        return _no_value(cell)
    given = shown(cell)
    clean, odd = _UNPRINTABLE.subn("", given)
    what = UNPRINTABLE_GONE if odd else ""
    if several_lines:
        clean = _LINE_END.sub("\n", clean).strip()
    else:
        clean = clean.strip()
        joined = _BREAK.sub(" ", clean)
        what = BREAKS_JOINED if joined != clean else what
        clean = joined
    return Changed(clean, what) if what and clean else clean


def _moment(cell: Cell) -> dt.date | str | Flaw:
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, Formula | Error):
        return _no_value(cell)
    given = shown(cell).strip()
    if not given:
        return ""
    if isinstance(cell, str) and _DAY.fullmatch(given):
        try:
            return dt.date.fromisoformat(given) if len(given) == 10 else dt.datetime.fromisoformat(given)
        except ValueError:
            pass
    return Flaw("date", "is not a date", "Write it as a date, such as 2026-03-04, or clear the cell.")


def _no_number() -> Flaw:
    return Flaw("number", "is not a plain number", "Write it without currency and thousands, such as 1200.50.")


def _no_value(cell: Formula | Error) -> Flaw:
    if isinstance(cell, Error):
        return Flaw("error", f"is the error {cell.code}, not a value", "Correct it, or clear the cell.")
    return Flaw("formula", "is a formula, whose result we cannot vouch for", "Replace it by its value.")
