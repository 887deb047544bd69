"""Companies and households: leads that belong together and are not one person. Shown, never merged.

A company is its name without the legal form, or a mail domain or website of its own. A domain where anybody has a
mailbox makes no company, be it a well-known one or one that many companies of this very list write beside; nor does a
mailbox that several companies share. A household is a surname with an address or with a phone, and at least two people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from leadsorted_sheets.core.book import Key, Row, Table
from leadsorted_sheets.core.cell import Error, Formula, shown
from leadsorted_sheets.core.dedupe.countries import country_key
from leadsorted_sheets.core.dedupe.keys import (
    Mailbox,
    city_key,
    company_key,
    lines,
    mailboxes,
    postcode_key,
    site_key,
    street_key,
)
from leadsorted_sheets.core.dedupe.names import Name, name_key
from leadsorted_sheets.core.dedupe.nicknames import nicknames

Kind: TypeAlias = Literal["company", "household"]

_COMPANIES_OF_A_PROVIDER = 4
"""So many company names beside one domain, none of them on half its leads: anybody may have a mailbox there."""
_SURNAMES_OF_A_BUILDING = 4
"""So many surnames on one phone or in one house: a switchboard or an office, nobody's home."""


@dataclass(frozen=True, slots=True)
class Group:
    """Leads that belong together, in the order of the sheet. `name` is as most of them write it.

    `because` is what ties them, such as "acme.com"; `owners` are who has how many of them, most first.
    """

    kind: Kind
    name: str
    leads: tuple[Key, ...]
    because: tuple[str, ...]
    owners: tuple[tuple[str, int], ...]

    @property
    def remark(self) -> str:
        """What is worth a word: a company that several people work on at once."""
        if self.kind != "company" or len(self.owners) < 2:
            return ""
        return (
            f"{len(self.owners)} owners work on this company: {', '.join(f'{name} ({n})' for name, n in self.owners)}."
        )


def links(leads: Table, kind: Kind, *, country: str = "", only: Collection[Key] | None = None) -> tuple[Group, ...]:
    """The companies, or the households, of at least two leads: the largest first, then by name.

    What belongs together is learnt from all the leads; `only` are those to show. `country` (ISO 3166) is where a phone
    without a code is from.
    """
    found = _companies(leads) if kind == "company" else _households(leads, country)
    groups = []
    for name, tied, because in found:
        chosen = [key for key in tied if only is None or key in only]
        if len(chosen) > 1:
            groups.append(Group(kind, name, tuple(chosen), because, _owners(leads, chosen)))
    return tuple(sorted(groups, key=lambda group: (-len(group.leads), group.name.casefold(), group.leads)))


_Tied: TypeAlias = tuple[str, list[Key], tuple[str, ...]]


def _owners(leads: Table, keys: Iterable[Key]) -> tuple[tuple[str, int], ...]:
    counts = Counter(owner for key in keys if (owner := _text(leads[key], "Owner").strip()))
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _text(row: Row, field: str) -> str:
    """A cell as text. What a program last computed for a formula is not ours to trust."""
    cell = row.get(field)
    return "" if isinstance(cell, Formula | Error) else shown(cell)


class _Ties:
    """Union-find over whatever can be counted as one."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, one: str) -> str:
        parent = self._parent
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    def tie(self, one: str, other: str) -> None:
        self._parent[self.root(other)] = self.root(one)


# companies ------------------------------------------------------------------------------------------------------------


def _companies(leads: Table) -> Iterator[_Tied]:
    written = {key: company_key(_text(row, "Company")) for key, row in leads.items()}
    domains = _domains(leads, written)
    beside: dict[str, Counter[str]] = defaultdict(Counter)
    of_name: dict[str, Counter[str]] = defaultdict(Counter)
    for key, domain in domains.items():
        if name := written[key]:
            beside[domain][name] += 1
            of_name[name][domain] += 1
    providers = {domain for domain, names in beside.items() if _is_provider(names)}
    ties = _Ties()
    for domain, names in beside.items():  # a domain is the company's that most write beside it
        if domain not in providers:
            ties.tie(f"={_most(names)}", f"@{domain}")
    for name, of in of_name.items():  # and a name without a domain of its own is the company's whose domain it uses
        main = _most(of)
        if main not in providers:
            ties.tie(f"@{main}", f"={name}")
    tied: dict[str, list[Key]] = defaultdict(list)
    for key, name in written.items():
        domain = domains.get(key, "")
        if name:
            tied[ties.root(f"={name}")].append(key)
        elif domain and domain not in providers:
            tied[ties.root(f"@{domain}")].append(key)
    for keys in tied.values():
        used = Counter(domains[key] for key in keys if key in domains and domains[key] not in providers)
        yield (
            _spelling(leads, keys, "Company") or _most(used),
            keys,
            tuple(sorted(used, key=lambda domain: (-used[domain], domain))),
        )


def _domains(leads: Table, written: Mapping[Key, str]) -> dict[Key, str]:
    """Each lead's domain of a company: of its mailbox, else of its website. Free mail and shared mailboxes have none."""
    boxes = {key: _mailboxes(row) for key, row in leads.items()}
    sharing: dict[str, set[str]] = defaultdict(set)
    for key, found in boxes.items():
        for box in found:
            if written[key]:
                sharing[box.address].add(written[key])
    domains: dict[Key, str] = {}
    for key, found in boxes.items():
        own = [box.domain for box in found if not box.free and len(sharing[box.address]) < 2]
        if domain := next(iter(own), "") or site_key(_text(leads[key], "Website")):
            domains[key] = domain
    return domains


def _mailboxes(row: Row) -> tuple[Mailbox, ...]:
    return mailboxes("; ".join(filter(None, (_text(row, "Email"), _text(row, "Other emails")))))


def _is_provider(names: Counter[str]) -> bool:
    return len(names) >= _COMPANIES_OF_A_PROVIDER and 2 * max(names.values()) < names.total()


# households -----------------------------------------------------------------------------------------------------------


def _households(leads: Table, country: str) -> Iterator[_Tied]:
    names = {key: name_key("", _text(row, "First name"), _text(row, "Last name")) for key, row in leads.items()}
    surnames: dict[str, set[str]] = defaultdict(set)
    homes: dict[Key, list[str]] = {}
    for key, row in leads.items():
        if names[key].last:
            homes[key] = [*_addresses(row), *_phones(row, country)]
            for home in homes[key]:
                surnames[home].add(names[key].last)
    ties = _Ties()
    for key, places in homes.items():
        for place in places:
            if len(surnames[place]) < _SURNAMES_OF_A_BUILDING:
                ties.tie(f"{names[key].last} {place}", f"lead {key}")
    tied: dict[str, list[Key]] = defaultdict(list)
    for key in homes:
        tied[ties.root(f"lead {key}")].append(key)
    for keys in tied.values():
        if len(keys) > 1 and _two_people([names[key] for key in keys]):
            shared = Counter(place for key in keys for place in dict.fromkeys(homes[key]))
            kinds = dict.fromkeys(place.partition(" ")[0] for place, count in shared.items() if count > 1)
            yield _spelling(leads, keys, "Last name"), keys, tuple(f"same {kind}" for kind in kinds)


def _addresses(row: Row) -> Iterator[str]:
    """A street with its town or postcode. Without either a street is in any town."""
    if street := street_key(_text(row, "Street")):
        for place in (postcode_key(_text(row, "Postcode")), city_key(_text(row, "City"))):
            if place:
                yield f"address {street} {place}"


def _phones(row: Row, country: str) -> Iterator[str]:
    home = country_key(_text(row, "Country")) or country
    for field in ("Phone", "Other phones"):
        for line in lines(_text(row, field), home):
            yield f"phone {line.digits}"


def _two_people(names: Sequence[Name]) -> bool:
    """Whether a second person is among them: another first name, or Junior beside Senior. One row twice is no household."""
    first, *others = sorted(names, key=lambda name: -len(name.first))
    return any(_is_another(first, other) for other in others)


def _is_another(one: Name, other: Name) -> bool:
    if one.generation and other.generation and one.generation != other.generation:
        return True
    a, b = one.first, other.first
    if not a or not b or a == b:
        return False
    if min(len(a), len(b)) == 1:
        return a[0] != b[0]
    return not nicknames().meet(a, b)


# both -----------------------------------------------------------------------------------------------------------------


def _spelling(leads: Table, keys: Iterable[Key], field: str) -> str:
    """The name as most of the leads write it."""
    return _most(Counter(text for key in keys if (text := " ".join(_text(leads[key], field).split()))))


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda each: (-counts[each], each), default="")
