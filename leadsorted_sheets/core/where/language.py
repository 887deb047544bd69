"""The filter language, from text to a tree.

    status=Qualified and owner=Ann and created>=2026-01-01 and tag=vip
    source in (Referral, Partner) and not (do not contact is set or email is blank)
    email is business and company is "Acme" and next action due < today-7d

Words that belong together need no quotes unless one of them is `and`, `or`, `is`, `in` or a mark. Case never matters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NoReturn, TypeAlias, get_args

from leadsorted_sheets.errors import WrongUsage

Operator: TypeAlias = Literal["=", ">", ">=", "<", "<=", "~", "is", "set", "business"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question about one column. Several `values` stand for any of them; `at` is where it is in the text."""

    column: str
    operator: Operator
    values: tuple[str, ...] = ()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    part: Where


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts, everything does."""

    parts: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Where, ...]


Where: TypeAlias = Comparison | Not | All | Any


def parse(text: str) -> Where:
    """The tree of a filter. A blank text holds for every row.

    Raises errors.WrongUsage naming the place and what was expected there.

    >>> parse("status=New or not owner is set")
    Any(parts=(Comparison(column='status', operator='=', values=('New',), at=0), Not(part=Comparison(column='owner', operator='set', values=(), at=18))))
    """
    if not text.strip():
        return All()
    return _Reader(text).whole()


def comparisons(where: Where, *, plainly: bool = False) -> tuple[Comparison, ...]:
    """All comparisons of a filter, left to right; with `plainly`, only those that are not inside a `not`."""
    match where:
        case Comparison():
            return (where,)
        case Not():
            return () if plainly else comparisons(where.part)
    return tuple(found for part in where.parts for found in comparisons(part, plainly=plainly))


RELATIVE = re.compile(
    r"(?P<day>today)(\s*(?P<days>[+-]\s*\d{1,4})\s*(?P<unit>[dwmy]))?"
    r"|(?P<moment>now)(\s*(?P<hours>[+-]\s*\d{1,5})\s*h)?|yesterday|tomorrow",
    re.IGNORECASE,
)
PERIOD = re.compile(r"(this|last|next)\s+(week|month|quarter|year)", re.IGNORECASE)

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<quoted> "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | [“”„](?:[^“”\\]|\\.)*[“”] | [‘’](?:[^’\\]|\\.)*’ )
    | (?P<operator> != | !~ | <> | >= | <= | == | [=<>~≥≤≠] )
    | (?P<mark> [(),] )
    | (?P<word> [^\s()=<>~!,≥≤≠"“”„'‘’] [^\s()=<>~!,≥≤≠"“”„]* )
    )""",
    re.VERBOSE,
)
_SAME: dict[str, str] = {"==": "=", "<>": "!=", "≥": ">=", "≤": "<=", "≠": "!="}
_DEEPEST = 40
_QUOTE_IT = "A value or column with a comma, a bracket, a sign or one of the words and, or, is, in needs quotes."


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The word in lower case; "" for anything quoted or marked."""
        return self.text.casefold() if self.kind == "word" else ""


class _Reader:
    """Recursive descent, one method a level: any < all < one < comparison."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._cut()
        self._next = 0
        self._depth = 0

    def whole(self) -> Where:
        where = self._any()
        if self._here.kind != "end":
            self._stuck("and, or or the end was expected", _QUOTE_IT)
        return where

    def _any(self) -> Where:
        parts = [self._all()]
        while self._here.keyword == "or":
            self._next += 1
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all(self) -> Where:
        parts = [self._one()]
        while self._here.keyword == "and":
            self._next += 1
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Where:
        negated = False
        while self._here.keyword == "not":
            self._next += 1
            negated = not negated
        bracket = self._here.kind == "mark" and self._here.text == "("
        part = self._bracketed() if bracket else self._comparison()
        return Not(part) if negated else part

    def _bracketed(self) -> Where:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._stuck(f"brackets go no deeper than {_DEEPEST}", "Split the filter in two.")
        self._next += 1
        part = self._any()
        self._take(")", "a closing bracket was expected", _QUOTE_IT)
        self._depth -= 1
        return part

    def _comparison(self) -> Where:
        at = self._here.start
        column = self._column()
        token = self._here
        if token.kind == "operator":
            self._next += 1
            return self._compared(column, _SAME.get(token.text, token.text), at)
        if token.keyword == "is":
            self._next += 1
            return self._is(column, at)
        negated = token.keyword == "not"
        if negated or token.keyword == "in":
            self._next += 2 if negated else 1
            listed = Comparison(column, "=", self._list(), at)
            return Not(listed) if negated else listed
        expected = f"a sign such as = or >= was expected after {column!r}"
        return self._stuck(expected, f"Write {column}=something, or {column} is set.")

    def _compared(self, column: str, sign: str, at: int) -> Where:
        value = self._value()
        if sign[0] == "!":
            return Not(Comparison(column, "~" if sign == "!~" else "=", (value,), at))
        operator = next(known for known in get_args(Operator) if known == sign)
        return Comparison(column, operator, (value,), at)

    def _is(self, column: str, at: int) -> Where:
        negated = self._here.keyword == "not"
        if negated:
            self._next += 1
        plain = self._here.kind == "word"
        value = self._value()
        match value.casefold() if plain else "":
            case "set":
                asked: Where = Comparison(column, "set", (), at)
            case "blank" | "empty":
                asked, negated = Comparison(column, "set", (), at), not negated
            case "business":
                asked = Comparison(column, "business", (), at)
            case _:
                asked = Comparison(column, "is", (value,), at)
        return Not(asked) if negated else asked

    def _list(self) -> tuple[str, ...]:
        self._take("(", "a list in brackets was expected", "Write source in (Referral, Partner).")
        values = [self._value()]
        while self._here.kind == "mark" and self._here.text == ",":
            self._next += 1
            values.append(self._value())
        self._take(")", "a comma or a closing bracket was expected", _QUOTE_IT)
        return tuple(values)

    def _column(self) -> str:
        first = self._here
        if first.kind == "quoted":
            self._next += 1
            return _unquoted(first.text)
        while self._here.kind == "word" and not self._column_ends():
            self._next += 1
        if self._here is first:
            self._stuck("a column was expected", "Write it like status=Qualified and owner=Ann.")
        return self._since(first)

    def _column_ends(self) -> bool:
        """A column may be called `Opted in` or `Do not contact`: what follows decides."""
        after = self._tokens[self._next + 1]
        match self._here.keyword:
            case "and" | "or" | "is":
                return True
            case "in":
                return after.kind != "operator" and after.keyword != "is"
            case "not":
                return after.keyword == "in" and self._tokens[self._next + 2].text == "("
            case _:
                return False

    def _value(self) -> str:
        first = self._here
        if first.kind == "quoted":
            self._next += 1
            return _unquoted(first.text)
        while self._here.kind == "word" and self._here.keyword not in ("and", "or"):
            self._next += 1
        if self._here is first:
            self._stuck("a value was expected", 'For a cell with nothing in it write "is blank". ' + _QUOTE_IT)
        value = self._since(first)
        if re.match(r"(today|now)\s*[+-]", value, re.IGNORECASE) and not RELATIVE.fullmatch(value):
            self._next = self._tokens.index(first)
            self._stuck(f"{value!r} is no date", "Write today-7d, today+2w, today-3m, today-1y or now-24h.")
        return value

    @property
    def _here(self) -> _Token:
        return self._tokens[self._next]

    def _since(self, first: _Token) -> str:
        return self._text[first.start : self._tokens[self._next - 1].end]

    def _take(self, mark: str, expected: str, remedy: str) -> None:
        if self._here.kind != "mark" or self._here.text != mark:
            self._stuck(expected, remedy)
        self._next += 1

    def _stuck(self, expected: str, remedy: str) -> NoReturn:
        raise WrongUsage(_sentence(self._text, self._here.start, expected, remedy))

    def _cut(self) -> list[_Token]:
        tokens: list[_Token] = []
        place, end = 0, len(self._text.rstrip())
        while place < end:
            found = _TOKEN.match(self._text, place)
            if found is None or found.lastgroup is None:
                place += len(self._text[place:]) - len(self._text[place:].lstrip())
                raise WrongUsage(_sentence(self._text, place, *_why_no_token(self._text[place])))
            kind = found.lastgroup
            tokens.append(_Token(kind, found[kind], found.start(kind), found.end(kind)))
            place = found.end()
        return [*tokens, _Token("end", "", end, end)]


def _why_no_token(character: str) -> tuple[str, str]:
    if character == "!":
        return "! means nothing by itself", "Write != for not equal, or not before a test."
    return "a quote is opened and never closed", "Close it, or take it away."


def _sentence(text: str, at: int, expected: str, remedy: str) -> str:
    rest = text[at : at + 20].strip()
    place = f'at character {at + 1}, "{rest}"' if rest else "at its end"
    return f"The filter cannot be read {place}: {expected}. {remedy}"


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])
