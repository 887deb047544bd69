"""Invented lists of shops, sites and schools: name, address and phone, nobody's name in them; `truth` names the place.

    python -m benchmarks.companies --rows 10000 --seed 1 --out sites.csv

Each place was registered by several programs, each with its own spelling. Traps: branches of one chain (one name, many
addresses, sometimes one phone), a school and a nursery in one building, names that differ in one word only
(Lincoln Elementary School, Lincoln High School), a place that moved, and a new place where another closed.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.countries import COUNTRIES
from benchmarks.dice import Dice, Weighted
from benchmarks.dirt import typo
from benchmarks.people import names_by_locale

COLUMNS = ("Site name", "Address", "City", "Postcode", "Phone")

# fmt: off
_KINDS = Weighted((
    ("{} Elementary School", 10), ("{} High School", 5), ("{} Early Learning Center", 6), ("{} Child Development Center", 5), ("{} Family Services", 4),
    ("{} Pharmacy", 5), ("{} Bakery", 5), ("{} Dental Clinic", 5), ("{} Auto Repair", 5), ("{} Hardware Store", 4), ("{} Hotel", 4),
    ("{} Community Church", 4), ("St. {} Academy", 4), ("{} & Sons Plumbing", 4), ("{} Market", 4), ("The {} Cafe", 4), ("{} Public Library", 3),
))
_CHAINS = ("Quick Stop Market", "Bluebird Coffee", "Family Dollar Plus", "Metro Fitness Club", "Sunrise Senior Living", "Corner Pharmacy", "Happy Days Preschool", "Northside Bank")
_SHORT = {
    "Elementary": ("Elem", "Elem."), "School": ("Sch", "Sch."), "Center": ("Ctr", "Ctr.", "Centre"), "Saint": ("St", "St."), "St.": ("Saint", "St"), "&": ("and",),
    "Community": ("Comm",), "Development": ("Dev", "Devel."), "Services": ("Svcs", "Service"), "Child": ("Children's",), "Academy": ("Acad",), "High": ("HS",),
    "Street": ("St", "St.", "STREET"), "Avenue": ("Ave", "Ave.", "Av"), "Road": ("Rd", "Rd."), "Drive": ("Dr", "Dr."), "Boulevard": ("Blvd", "Blvd."), "Lane": ("Ln",),
    "North": ("N", "N."), "South": ("S", "S."), "East": ("E", "E."), "West": ("W", "W."), "Suite": ("Ste", "#"),
}
_STREETS = ("Street", "Avenue", "Road", "Drive", "Boulevard", "Lane")
_TAILS = ("", "", "", "", " Inc", " LLC", ", Inc.", " Corp")
_SITES_A_PLACE = Weighted([(1, 55), (2, 22), (3, 12), (4, 6), (5, 3), (6, 2)])
_PHONES = ("({0}) {1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "{0}{1}{2}", "+1 {0} {1} {2}", "1-{0}-{1}-{2}")
# fmt: on


@dataclass(frozen=True, slots=True)
class Place:
    truth: str
    name: str
    address: str
    city: str
    postcode: str
    phone: str


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write an invented list of shops, sites and schools.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default="-", help="a file, or - for standard output")
    options = parser.parse_args(arguments)
    with open(options.out if options.out != "-" else sys.stdout.fileno(), "w", newline="", encoding="utf-8") as file:  # noqa: PTH123  # also takes standard output
        writer = csv.writer(file)
        writer.writerow((*COLUMNS, "truth"))
        writer.writerows(sites(options.rows, seed=options.seed))


def sites(rows: int, *, seed: int = 1) -> list[tuple[str, ...]]:
    """That many sites in chance order: the cells of COLUMNS and the truth."""
    dice = Dice(seed)
    made: list[tuple[str, ...]] = []
    for place in _places(dice):
        made.extend(_written(dice, place) for _ in range(dice.of(_SITES_A_PLACE)))
        if len(made) >= rows:
            break
    return dice.shuffled(made[:rows])


def _places(dice: Dice) -> Iterator[Place]:
    """Places without end; some stand in another's building, took its place, or are its branch."""
    surnames, places = names_by_locale()["en_US"]["surnames"], COUNTRIES[0].cities
    last: Place | None = None
    chain_phones = {chain: _phone(dice) for chain in _CHAINS}
    number = 0
    while True:
        number += 1
        chain = dice.pick(_CHAINS) if dice.chance(0.12) else ""
        name = chain or dice.of(_KINDS).format(dice.of(surnames))
        if chain and dice.chance(0.4):
            name += f" #{dice.whole(1, 400)}"
        city, _region = dice.early(places, bend=2)
        way = (
            f"{dice.pick(('', '', '', 'North ', 'South ', 'East ', 'West '))}{dice.of(surnames)} {dice.pick(_STREETS)}"
        )
        address = f"{dice.whole(1, 9899)} {way}" + (f" Suite {dice.whole(1, 40)}" if dice.chance(0.15) else "")
        phone = chain_phones[chain] if chain and dice.chance(0.3) else _phone(dice)
        place = Place(f"S{number:07}", name, address, city, f"{dice.whole(10000, 99899)}", phone)
        if last is not None and not chain and dice.chance(0.08):  # next door, in one building, or where another closed
            place = replace(place, address=last.address, city=last.city, postcode=last.postcode)
            if dice.chance(0.3):
                place = replace(place, phone=last.phone)
            if dice.chance(0.4):
                word = last.name.split()[0]
                place = replace(place, name=dice.of(_KINDS).format(word))
        yield place
        last = place


def _phone(dice: Dice) -> str:
    return dice.fill(dice.pick(COUNTRIES[0].landlines))


def _written(dice: Dice, place: Place) -> tuple[str, ...]:
    """One program's row about the place."""
    name = " ".join(
        dice.pick(_SHORT[word]) if word in _SHORT and dice.chance(0.3) else word for word in place.name.split()
    )
    words = name.split()
    if len(words) > 2 and dice.chance(0.06):
        words.pop()
    name = " ".join(words) + dice.pick(_TAILS)
    name = typo(dice, name) if dice.chance(0.08) else name
    address = " ".join(
        dice.pick(_SHORT[word]) if word in _SHORT and dice.chance(0.5) else word for word in place.address.split()
    )
    if "Su" in place.address and dice.chance(0.4):
        address = address.split(" Su")[0].split(" Ste")[0].split(" #")[0]
    address = typo(dice, address) if dice.chance(0.06) else address
    if dice.chance(0.04):  # it moved since
        address = f"{dice.whole(1, 9899)} {address.partition(' ')[2]}"
    area, exchange, line = place.phone.split(" ", 1)[0], *place.phone.split(" ")[1:]
    phone = dice.pick(_PHONES).format(area, exchange, line) if dice.chance(0.75) else ""
    if phone and dice.chance(0.05):
        phone = dice.pick(_PHONES).format(*_phone(dice).split(" "))
    cased = dice.random()
    cells = (name, address, place.city, place.postcode if dice.chance(0.8) else "", phone)
    if cased < 0.3:
        cells = tuple(cell.upper() for cell in cells)  # type: ignore[assignment]  # five cells stay five
    return (*cells, place.truth)


if __name__ == "__main__":
    main()
