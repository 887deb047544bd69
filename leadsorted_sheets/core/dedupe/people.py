"""The list as columns of small whole numbers: equal keys have equal codes, so that a million rows compare by array."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
        company=coded(_keys(texts, "company", keys.company_key, blank)),
        street=coded(_keys(texts, "street", keys.street_key, blank)),
        city=coded(_keys(texts, "city", keys.city_key, blank)),
        region=coded(_keys(texts, "region", keys.city_key, blank)),
        postcode=coded(_keys(texts, "postcode", keys.postcode_key, blank)),
        country=coded(countries),
        born=coded(keys.birth_keys(texts["born"][0]) if "born" in texts else blank),
        number=coded(_keys(texts, "number", keys.number_key, blank)),
        title=coded(_keys(texts, "title", keys.title_key, blank)),
        free=np.array(mail.free, np.bool_),
        role=np.array(mail.role, np.bool_),
    )


def coded(values: Sequence[str], also: Sequence[tuple[int, str]] = ()) -> Coded:
    """A column of keys as codes; `also` are further keys by row."""
    distinct = dict.fromkeys(["", *values, *(value for _, value in also)])
    places = dict(zip(distinct, range(-1, len(distinct)), strict=False))
    codes = np.fromiter(map(places.__getitem__, values), np.int32, len(values))
    more = sorted({(row, places[value]) for row, value in also if value})
    rows, further = np.array([row for row, _ in more], np.int64), np.array([code for _, code in more], np.int32)
    counts = np.bincount(codes + 1, minlength=len(places))[1:]
    return Coded(codes, list(places)[1:], counts, int(counts.sum()), (rows, further))


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
        for row, text in enumerate(column):
            if text.count("@") == 1:
                if box := keys.mailbox(text):
                    mail.take(row, box)
            elif text:
                for box in keys.mailboxes(text):
                    mail.take(row, box)
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


class _NamesOfRows:
    def __init__(self) -> None:
        self.first: list[str] = []
        self.middle: list[str] = []
        self.last: list[str] = []
        self.generation: list[str] = []

    def add(self, first: str, middle: str, last: str, generation: str) -> None:
        self.first.append(first)
        self.middle.append(middle)
        self.last.append(last)
        self.generation.append(generation)


def _names(texts: Texts, count: int) -> _NamesOfRows:
    """The name of every row; most cells are one plain word and take the short way."""
    blank = [""] * count
    plain = _Remembered(plain_word)
    full, first, last, middle = ((texts.get(role) or [blank])[0] for role in _NAME_ROLES)
    names = _NamesOfRows()
    for whole, given, family, between in zip(full, first, last, middle, strict=True):
        if whole and not given and not family:
            before, _, after = whole.partition(" ")
            word, surname = plain[before], plain[after]
        else:
            word, surname = plain[given], plain[family]
        if word and surname and not between:
            names.add(word, "", surname, "")
        elif whole or given or family:
            names.add(*_with_middle(name_key(whole, given, family), between))
        else:
            names.add("", "", "", "")
    return names


_NAME_ROLES: tuple[Role, ...] = ("name", "first", "last", "middle")


def _with_middle(name: Name, text: str) -> Name:
    if not text:
        return name
    middle = name_key("", text, "")
    return name._replace(middle=" ".join(filter(None, (middle.first, middle.middle))) or name.middle)
