"""How well duplicates are found, on lists that say who each row really is.

    python -m benchmarks.dedupe_quality                        invented lists, two sizes and two seeds
    python -m benchmarks.dedupe_quality mine.csv --truth who   any labelled CSV: rows with one value there are one person

The engine sees every column but the truth. Precision is how many of the pairs it made are right,
recall how many of the right pairs it made, F1 their harmonic mean. B-cubed asks the same of each
row and its cluster (Bagga and Baldwin 1998), so that one huge cluster does not outweigh all others.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from benchmarks.generate import COLUMNS, leads

Tier: TypeAlias = Literal["certain", "likely"]
TIERS: tuple[Tier, ...] = ("certain", "likely")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A list and the truth about it, row by row."""

    name: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    truth: list[str]


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0


def pairwise(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Score:
    """Over pairs of rows; a list in which nothing is to be found, and nothing was, is perfect.

    >>> pairwise(["a", "a", "a", "b"], [1, 1, 2, 2])
    Score(precision=0.3333333333333333, recall=0.5)
    """
    right = _pairs(Counter(zip(found, truth, strict=True)))
    made, wanted = _pairs(Counter(found)), _pairs(Counter(truth))
    return Score(right / made if made else 1, right / wanted if wanted else 1)


def b_cubed(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Score:
    """The mean over rows of how much of the row's cluster is right, and how much of its person is in it.

    >>> b_cubed(["a", "a", "b", "b"], [1, 1, 1, 2])
    Score(precision=0.75, recall=0.6666666666666666)
    """
    if not found:
        return Score(1, 1)
    together = Counter(zip(found, truth, strict=True))
    clusters, people = Counter(found), Counter(truth)
    precision = sum(count * count / clusters[cluster] for (cluster, _), count in together.items())
    recall = sum(count * count / people[person] for (_, person), count in together.items())
    return Score(precision / len(found), recall / len(found))


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure how well duplicates are found.")
    parser.add_argument("files", nargs="*", type=Path, help="labelled CSV files; without any, invented lists")
    parser.add_argument("--truth", default="truth", help="the column that names the person")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000], help="sizes of the invented lists")
    parser.add_argument("--seed", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args(arguments)
    lists = (
        (labelled(file, options.truth) for file in options.files)
        if options.files
        else _invented(options.rows, options.seed)
    )
    print("| list | rows | tier | precision | recall | F1 | B-cubed F1 | largest cluster | seconds |")
    print("|---|---:|---|---:|---:|---:|---:|---:|---:|")
    for each in lists:
        for tier in TIERS:
            print(line(each, tier), flush=True)


def line(labelled: Labelled, tier: Tier) -> str:
    """One line of the table: the list, clustered as this tier says, held against its truth."""
    from leadsorted_sheets.core.dedupe import clusters

    started = time.perf_counter()
    found = clusters(labelled.header, labelled.rows, tier=tier)
    seconds = time.perf_counter() - started
    pairs, cubed = pairwise(found, labelled.truth), b_cubed(found, labelled.truth)
    figures = " | ".join(f"{share:.3f}" for share in (pairs.precision, pairs.recall, pairs.f1, cubed.f1))
    largest = max(Counter(found).values(), default=0)
    return f"| {labelled.name} | {len(labelled.rows):,} | {tier} | {figures} | {largest} | {seconds:.2f} |"


def labelled(file: Path, truth: str) -> Labelled:
    """A CSV in UTF-8 with a column that names the person."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    if truth not in header:
        sys.exit(f"{file} has no column {truth!r}. It has: {', '.join(header)}. Name one with --truth.")
    place = header.index(truth)
    return Labelled(
        file.name,
        tuple(name for name in header if name != truth),
        [tuple(row[:place] + row[place + 1 :]) for row in rows],
        [row[place] for row in rows],
    )


def _invented(sizes: Sequence[int], seeds: Sequence[int]) -> Iterator[Labelled]:
    header = COLUMNS[:14]
    for size in sizes:
        for seed in seeds:
            made = leads(size, seed=seed)
            rows = [tuple(lead.get(column, "") for column in header) for lead in made]
            yield Labelled(f"invented, seed {seed}", header, rows, [lead["truth"] for lead in made])


if __name__ == "__main__":
    main()
