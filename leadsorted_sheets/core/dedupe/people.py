"""The list as columns of small whole numbers: equal keys have equal codes, so that a million rows compare by array."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count as counting
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leadsorted_sheets.core.dedupe import keys
from leadsorted_sheets.core.dedupe.columns import Role, Texts
from leadsorted_sheets.core.dedupe.countries import country_key, country_of_domain
from leadsorted_sheets.core.dedupe.names import Name, name_key, plain_word

Codes: TypeAlias = NDArray[np.int32]
Rows: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.float32]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column of keys: `codes[row]` is the key's place in `values`, or -1 where the row has none.

    `counts` is how many rows have each key, `known` how many have any.
    `also` are further keys of a row (a second phone): row numbers in order and their codes, side by side.
    """

    codes: Codes
    values: list[str]
    counts: Rows
    known: int
    also: tuple[Rows, Codes]

    def __len__(self) -> int:
        """How many different keys there are."""
        return len(self.values)

    def value(self, row: int) -> str:
        code = int(self.codes[row])
        return self.values[code] if code >= 0 else ""

    def every(self) -> tuple[Rows, Codes]:
        """All rows that have a key, and the key, once for each key of the row."""
        rows = np.nonzero(self.codes >= 0)[0]
        return np.concatenate([rows, self.also[0]]), np.concatenate([self.codes[rows], self.also[1]])

    def of(self, row: int) -> set[int]:
        """Every key of one row."""
        start, end = np.searchsorted(self.also[0], [row, row + 1])
        found = set(self.also[1][start:end].tolist())
        return found | {int(self.codes[row])} if self.codes[row] >= 0 else found


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Every key of every row. `before` is what stands before a phone's last nine digits."""

    count: int
    first: Coded
    middle: Coded
    last: Coded
    generation: Coded
    email: Coded
    local: Coded
    domain: Coded
    phone: Coded
    before: Coded
    company: Coded
    street: Coded
    city: Coded
    region: Coded
    postcode: Coded
    country: Coded
    born: Coded
    number: Coded
    title: Coded
    free: Flags
    role: Flags


def read(texts: Texts, count: int, *, country: str) -> People:
    """The people in a list of `count` rows. `country` (ISO 3166) is where a phone without a code is from."""
    blank = [""] * count
    mail = _mail(texts, count)
    countries = _keys(texts, "country", country_key, blank)
    lines = _lines(texts, mail.domain, countries, country=country)
    names = _names(texts, count)
    _named_by_mailbox(names, mail.local)
    sites = _keys(texts, "website", keys.site_key, blank)
    return People(
        count,
        first=coded(names.first),
        middle=coded(names.middle),
        last=coded(names.last),
        generation=coded(names.generation),
        email=coded(mail.address, mail.more),
        local=coded(mail.local),
        domain=coded([own or site for own, site in zip(mail.own_domain, sites, strict=True)]),
        phone=coded(lines.digits, lines.more),
        before=coded(lines.before),
        company=_Coding(keys.company_key).coded(texts.get("company", ()), count),
        street=_Coding(keys.street_key).coded(texts.get("street", ()), count),
        city=_Coding(keys.city_key).coded(texts.get("city", ()), count),
        region=_Coding(keys.city_key).coded(texts.get("region", ()), count),
        postcode=_Coding(keys.postcode_key).coded(texts.get("postcode", ()), count),
        country=coded(countries),
        born=coded(keys.birth_keys(texts["born"][0]) if "born" in texts else blank),
        number=_numbers(texts, count),
        title=_Coding(keys.title_key).coded(texts.get("title", ()), count),
        free=np.array(mail.free, np.bool_),
        role=np.array(mail.role, np.bool_),
    )


def coded(values: Sequence[str], also: Sequence[tuple[int, str]] = ()) -> Coded:
    """A column of keys as codes; `also` are further keys by row."""
    places: defaultdict[str, int] = defaultdict(counting(-1).__next__)  # numbered as they come
    places[""]  # -1
    codes = np.fromiter(map(places.__getitem__, values), np.int32, len(values))
    more = sorted({(row, places[value]) for row, value in also if value})
    rows, further = np.array([row for row, _ in more], np.int64), np.array([code for _, code in more], np.int32)
    counts = np.bincount(codes + 1, minlength=len(places))[1:]
    return Coded(codes, list(places)[1:], counts, int(counts.sum()), (rows, further))


class _Coding(dict[str, int]):
    """Text -> the code of its key, each distinct text read once; "" and what has no key are -1."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__({"": -1})
        self._make = make
        self.places = {"": -1}

    def __missing__(self, text: str) -> int:
        code = self[text] = self.places.setdefault(self._make(text), len(self.places) - 1)
        return code

    def coded(self, columns: Sequence[Sequence[str]], count: int) -> Coded:
        """Each row's key in the first of the columns where it has one."""
        codes = np.full(count, -1, np.int32)
        for column in columns:
            of_column = np.fromiter(map(self.__getitem__, column), np.int32, count)
            codes = np.where(codes < 0, of_column, codes)
        counts = np.bincount(codes + 1, minlength=len(self.places))[1:]
        nothing = np.empty(0, np.int64), np.empty(0, np.int32)
        return Coded(codes, list(self.places)[1:], counts, int(counts.sum()), nothing)


class _Remembered(dict[str, str]):
    """A key made once for each distinct text."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__({"": ""})
        self._make = make

    def __missing__(self, text: str) -> str:
        key = self[text] = self._make(text)
        return key


def _keys(texts: Texts, role: Role, make: Callable[[str], str], blank: list[str]) -> list[str]:
    """The keys of a role's first column; where that is blank, of the next."""
    remembered = _Remembered(make)
    found = blank
    for column in texts.get(role, ()):
        made = map(remembered.__getitem__, column)
        found = list(made) if found is blank else [have or new for have, new in zip(found, made, strict=True)]
    return found


# The keys are written into columns of texts at once: a tuple kept for every row would cost more than its making.


class _Mail:
    """The main mailbox of every row in columns; `more` are the further ones by row."""

    def __init__(self, count: int) -> None:
        self.address, self.local, self.domain, self.own_domain = ([""] * count for _ in range(4))
        self.free, self.role = [False] * count, [False] * count
        self.more: list[tuple[int, str]] = []

    def take(self, row: int, box: keys.Mailbox) -> None:
        if self.address[row]:
            if box.address != self.address[row]:
                self.more.append((row, box.address))
            return
        self.address[row], local, self.domain[row], self.free[row], self.role[row] = box
        if not box.role:
            self.local[row] = local
        if not box.free:
            self.own_domain[row] = box.domain


def _mail(texts: Texts, count: int) -> _Mail:
    mail = _Mail(count)
    for column in texts.get("email", ()):
        for row, (text, box) in enumerate(zip(column, keys.plain_mailboxes(column), strict=True)):
            if box:
                mail.take(row, box)
            elif text:
                for each in keys.mailboxes(text):
                    mail.take(row, each)
    return mail


class _Lines:
    """The main phone line of every row in columns; `more` are the further ones by row."""

    def __init__(self, count: int) -> None:
        self.digits, self.before = [""] * count, [""] * count
        self.more: list[tuple[int, str]] = []

    def take(self, row: int, line: keys.Line) -> None:
        if not self.digits[row]:
            self.digits[row], self.before[row] = line
        elif line.digits != self.digits[row]:
            self.more.append((row, line.digits))


def _lines(texts: Texts, domains: list[str], countries: list[str], *, country: str) -> _Lines:
    """The phones. A number without a code is from the row's country, else from `country`.

    Where the mail domain says another country, nobody knows: then the number has no country.
    """
    lines = _Lines(len(countries))
    home = _Remembered(lambda domain: country if country_of_domain(domain) in {"", country} else "")
    home[""] = country
    for column in texts.get("phone", ()):
        for row, text in enumerate(column):
            if len(text) > 5:
                for line in keys.lines(text, countries[row] or home[domains[row]]):
                    lines.take(row, line)
    return lines


def _numbers(texts: Texts, count: int) -> Coded:
    """Every number of every row. Of several columns (passport, tax number), one agrees only within its own column."""
    columns = texts.get("number", ())
    if len(columns) < 2:
        return _Coding(keys.number_key).coded(columns, count)
    main, more = [""] * count, list[tuple[int, str]]()
    for place, column in enumerate(columns):
        remembered = _Remembered(keys.number_key)
        for row, text in enumerate(column):
            if key := remembered[text]:
                key = f"{place} {key}"
                if main[row]:
                    more.append((row, key))
                else:
                    main[row] = key
    found = coded(main, more)
    return replace(found, counts=np.bincount(found.every()[1], minlength=len(found)))


@dataclass(slots=True)
class _NamesOfRows:
    """The names of every row in columns."""

    first: list[str]
    last: list[str]
    middle: list[str]
    generation: list[str]

    def put(self, row: int, name: Name) -> None:
        self.first[row], self.middle[row], self.last[row], self.generation[row] = name


def _names(texts: Texts, count: int) -> _NamesOfRows:
    """The name of every row; most cells are one plain word and take the short way."""
    blank = [""] * count
    plain = _Remembered(plain_word)
    full, first, last, middle = ((texts.get(role) or [blank])[0] for role in _NAME_ROLES)
    names = _NamesOfRows(
        list(map(plain.__getitem__, first)), list(map(plain.__getitem__, last)), [""] * count, [""] * count
    )
    for row, (word, surname, whole) in enumerate(zip(names.first, names.last, full, strict=True)):
        if word and surname and not middle[row]:
            continue
        given, family, between = first[row], last[row], middle[row]
        if whole and not given and not family:
            before, _, after = whole.partition(" ")
            if plain[before] and plain[after] and not between:
                names.first[row], names.last[row] = plain[before], plain[after]
                continue
        if whole or given or family:
            names.put(row, _with_middle(name_key(whole, given, family), between))
    return names


def _named_by_mailbox(names: _NamesOfRows, locals_: list[str]) -> None:
    """Rows without a name whose mailbox spells one, of a first name and a surname that this list has: zoe.cazorla@."""
    first, last = set(names.first), set(names.last)
    for row, local in enumerate(locals_):
        if not local or names.first[row] or names.last[row]:
            continue
        one, dot, other = local.replace("_", ".").partition(".")
        other = other.rstrip("0123456789")
        if not dot or len(one) < 2 or len(other) < 2:
            continue
        if one in first and other in last:
            names.first[row], names.last[row] = one, other
        elif other in first and one in last:
            names.first[row], names.last[row] = other, one


_NAME_ROLES: tuple[Role, ...] = ("name", "first", "last", "middle")


def _with_middle(name: Name, text: str) -> Name:
    if not text:
        return name
    middle = name_key("", text, "")
    return name._replace(middle=" ".join(filter(None, (middle.first, middle.middle))) or name.middle)
