"""The list as columns of small whole numbers: equal keys have equal codes, so that a million rows compare by array."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leadsorted_sheets.core.dedupe import keys
from leadsorted_sheets.core.dedupe.columns import Role, Texts
from leadsorted_sheets.core.dedupe.countries import country_key, country_of_domain
from leadsorted_sheets.core.dedupe.names import NOBODY, Name, is_plain, name_key

Codes: TypeAlias = NDArray[np.int32]
Rows: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.float32]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column of keys: `codes[row]` is the key's place in `values`, or -1 where the row has none.

    `also` are further keys of a row (a second phone): row numbers in order and their codes, side by side.
    """

    codes: Codes
    values: list[str]
    also: tuple[Rows, Codes] = field(default_factory=lambda: (np.empty(0, np.int64), np.empty(0, np.int32)))

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
    free: Flags
    role: Flags


def read(texts: Texts, count: int, *, country: str) -> People:
    """The people in a list of `count` rows. `country` (ISO 3166) is where a phone without a code is from."""
    blank = [""] * count
    boxes = _mailboxes(texts, count)
    countries = _keys(texts, "country", country_key, blank)
    phones, befores, more_phones = _phones(texts, boxes, countries, country=country, count=count)
    people = _names(texts, blank)
    main = [found[0] if found else None for found in boxes]
    sites = _keys(texts, "website", keys.site_key, blank)
    more_mail = [(row, box.address) for row, found in enumerate(boxes) if len(found) > 1 for box in found[1:]]
    return People(
        count,
        first=coded([name.first for name in people]),
        middle=coded([name.middle for name in people]),
        last=coded([name.last for name in people]),
        generation=coded([name.generation for name in people]),
        email=coded([box.address if box else "" for box in main], more_mail),
        local=coded([box.local if box and not box.role else "" for box in main]),
        domain=coded([box.domain if box and not box.free else site for box, site in zip(main, sites, strict=True)]),
        phone=coded(phones, more_phones),
        before=coded(befores),
        company=coded(_keys(texts, "company", keys.company_key, blank)),
        street=coded(_keys(texts, "street", keys.street_key, blank)),
        city=coded(_keys(texts, "city", keys.city_key, blank)),
        region=coded(_keys(texts, "region", keys.city_key, blank)),
        postcode=coded(_keys(texts, "postcode", keys.postcode_key, blank)),
        country=coded(countries),
        born=coded(keys.birth_keys(texts["born"][0]) if "born" in texts else blank),
        number=coded(_keys(texts, "number", keys.number_key, blank)),
        free=np.fromiter((bool(box and box.free) for box in main), np.bool_, count),
        role=np.fromiter((bool(box and box.role) for box in main), np.bool_, count),
    )


def coded(values: Sequence[str], also: Iterable[tuple[int, str]] = ()) -> Coded:
    """A column of keys as codes; `also` are further keys by row."""
    places = _Places({"": -1})
    codes = np.fromiter(map(places.__getitem__, values), np.int32, len(values))
    more = sorted({(row, places[value]) for row, value in also if value})
    rows, further = np.array([row for row, _ in more], np.int64), np.array([code for _, code in more], np.int32)
    return Coded(codes, list(places)[1:], (rows, further))


class _Places(dict[str, int]):
    """Numbers each new key by its place."""

    def __missing__(self, value: str) -> int:
        place = self[value] = len(self) - 1
        return place


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


def _mailboxes(texts: Texts, count: int) -> list[tuple[keys.Mailbox, ...]]:
    found: list[tuple[keys.Mailbox, ...]] = [()] * count
    for column in texts.get("email", ()):
        for row, text in enumerate(column):
            if text and (boxes := keys.mailboxes(text)):
                found[row] = tuple(dict.fromkeys(found[row] + boxes)) if found[row] else boxes
    return found


def _phones(
    texts: Texts, boxes: list[tuple[keys.Mailbox, ...]], countries: list[str], *, country: str, count: int
) -> tuple[list[str], list[str], list[tuple[int, str]]]:
    """Each row's main line, what stands before it, and the further lines by row."""
    phones, befores, more = [""] * count, [""] * count, []
    home: dict[str, str] = {}
    for column in texts.get("phone", ()):
        for row, text in enumerate(column):
            if len(text) < 6:
                continue
            where = countries[row]
            if not where and boxes[row]:
                domain = boxes[row][0].domain
                where = home.get(domain) or home.setdefault(domain, country_of_domain(domain) or country)
            for line in keys.lines(text, where or country):
                if not phones[row]:
                    phones[row], befores[row] = line
                elif line.digits != phones[row]:
                    more.append((row, line.digits))
    return phones, befores, more


def _names(texts: Texts, blank: list[str]) -> list[Name]:
    """The name of every row; most cells are one plain word and take the short way."""
    plain = _Remembered(lambda text: text.lower() if is_plain(text) else "")
    full, first, last = ((texts.get(role) or [blank])[0] for role in ("name", "first", "last"))
    middles = texts["middle"][0] if "middle" in texts else None
    names: list[Name] = []
    for whole, given, family in zip(full, first, last, strict=True):
        if given and family:
            word, surname = plain[given], plain[family]
            names.append(Name(word, "", surname) if word and surname else name_key("", given, family))
        elif given or family:
            names.append(name_key("", given, family))
        elif whole:
            before, _, after = whole.partition(" ")
            word, surname = plain[before], plain[after]
            names.append(Name(word, "", surname) if word and surname else name_key(whole))
        else:
            names.append(NOBODY)
    if middles:
        names = [_with_middle(name, text) if text else name for name, text in zip(names, middles, strict=True)]
    return names


def _with_middle(name: Name, text: str) -> Name:
    middle = name_key("", text, "")
    return name._replace(middle=" ".join(filter(None, (middle.first, middle.middle))) or name.middle)
