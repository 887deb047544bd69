"""The engine and its peers on the same lists, one after the other in one run, printed as a table in Markdown.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install 'splink>=5' recordlinkage 'pandas<3' pyarrow leadmatch
    python -m benchmarks.duplicates --peers /tmp/peers/bin/python                       invented lists
    python -m benchmarks.duplicates --peers /tmp/peers/bin/python --data DIR            every CSV of DIR with a truth column
    python -m benchmarks.duplicates --halves                                            our engine alone, by halves of the people
    python -m benchmarks.duplicates --calibration                                       the percentages, held against the truth

Each figure is one run in a process of its own; seconds are the work without reading and writing, memory is the peak of the
whole process. Nobody sees the truth. A peer that has a line to choose is also shown at its best line, chosen with the truth.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadsorted_sheets.core.dedupe.engine import Examined

# This process must stay small: on Linux a child's peak memory starts from that of the process that made it.


@dataclass(frozen=True, slots=True)
class Contender:
    """`call` is the arguments after the interpreter, `{list}` and `{out}` filled in; `apart` runs under the peers' interpreter."""

    name: str
    call: tuple[str, ...]
    apart: bool = False
    people_only: bool = False


_PEERS = str(Path(__file__).with_name("peers.py"))
_COMMAND = "from leadsorted_sheets.frontends.cli import main; main()"
_OURS = ("-c", _COMMAND, "dedupe", "{list}", "--clusters", "{out}", "--json", "--force", "--tier")
CONTENDERS: tuple[Contender, ...] = (
    Contender("Remove Duplicates", (_PEERS, "remove", "{list}", "{out}")),
    Contender("exact e-mail or phone", (_PEERS, "exact", "{list}", "{out}")),
    Contender("leadmatch 0.1", (_PEERS, "leadmatch", "{list}", "{out}"), apart=True, people_only=True),
    Contender("recordlinkage 0.16, ECM", (_PEERS, "recordlinkage", "{list}", "{out}"), apart=True),
    Contender("Splink 5, plain", (_PEERS, "splink", "{list}", "{out}"), apart=True),
    Contender("Splink 5, term frequencies", (_PEERS, "splink-tf", "{list}", "{out}"), apart=True),
    Contender("Splink 5, expert", (_PEERS, "splink-expert", "{list}", "{out}"), apart=True),
    Contender("**leadsorted**, certain", (*_OURS, "certain")),
    Contender("**leadsorted**, certain and likely", (*_OURS, "likely")),
)
INVENTED: tuple[tuple[str, str, int, int], ...] = (
    ("leads, 10,000, seed 1", "benchmarks.generate", 10_000, 1),
    ("leads, 10,000, seed 2", "benchmarks.generate", 10_000, 2),
    ("leads, 100,000, seed 1", "benchmarks.generate", 100_000, 1),
    ("places, 10,000, seed 1", "benchmarks.companies", 10_000, 1),
    ("places, 10,000, seed 2", "benchmarks.companies", 10_000, 2),
)
"""Name, generator, rows, seed."""


@dataclass(frozen=True, slots=True)
class Ran:
    seconds: float
    megabytes: float
    thresholds: tuple[float, ...]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Hold the engine against its peers.")
    parser.add_argument("--data", type=Path, help="a folder of CSV files with a truth column; without, invented lists")
    parser.add_argument("--peers", default="", help="a Python that has the peers; without, only what needs none runs")
    parser.add_argument("--only", nargs="+", default=[], help="names, or parts of names, of lists")
    parser.add_argument("--without", nargs="+", default=[], help="names, or parts of names, of contenders to leave out")
    parser.add_argument("--seconds", type=int, default=1200, help="after which a contender is given up")
    parser.add_argument("--halves", action="store_true", help="our engine alone, over all people and over each half")
    parser.add_argument("--calibration", action="store_true", help="the confidence of pairs against the truth")
    parser.add_argument("--score", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.score:
        print(json.dumps(_score(*map(Path, options.score))))
        return
    with tempfile.TemporaryDirectory() as folder:
        lists = [found for found in _lists(options.data, Path(folder)) if _wanted(found[0], options.only)]
        if options.calibration or options.halves:
            (_print_calibration if options.calibration else _print_halves)(lists)
            return
        print("| list | | precision | recall | F1 | B-cubed F1 | largest cluster | seconds | peak MB |")
        print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
        for name, file in lists:
            blind = _without_truth(file, Path(folder) / "blind.csv")
            for contender in CONTENDERS:
                if (contender.apart and not options.peers) or any(part in contender.name for part in options.without):
                    continue
                for line in _lines(contender, name, file, blind, peers=options.peers, limit=options.seconds):
                    print(line, flush=True)


def _wanted(name: str, only: Sequence[str]) -> bool:
    return not only or any(part in name for part in only)


def _lists(data: Path | None, folder: Path) -> Iterator[tuple[str, Path]]:
    if data:
        for file in sorted(data.glob("*.csv")):
            with file.open(encoding="utf-8-sig", newline="") as lines:
                if "truth" in next(csv.reader(lines), ()):
                    yield file.stem, file
        return
    for number, (name, generator, rows, seed) in enumerate(INVENTED):
        file = folder / f"invented{number}.csv"
        call = [sys.executable, "-m", generator, "--rows", str(rows), "--seed", str(seed), "--out", str(file)]
        subprocess.run(call, check=True)
        yield name, file


def _without_truth(file: Path, target: Path) -> Path:
    with file.open(encoding="utf-8-sig", newline="") as source, target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.reader(source)
        header = next(rows)
        place = header.index("truth")
        writer = csv.writer(out)
        writer.writerow(header[:place] + header[place + 1 :])
        writer.writerows(row[:place] + row[place + 1 :] for row in rows)
    return target


def _lines(contender: Contender, name: str, file: Path, blind: Path, *, peers: str, limit: int) -> Iterator[str]:
    """The table's line for a contender, and one more for its best line where it has several and that one is better."""
    out = blind.with_name("found.csv")
    try:
        ran = _run(contender, blind, out, peers=peers, limit=limit)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as why:
        if isinstance(why, subprocess.TimeoutExpired):
            said = f"given up after {limit} s"
        else:
            said = "failed: " + _last_line(why.stderr)
        yield f"| {name} | {contender.name} | {said} | | | | | | |"
        return
    usual = _scored(file, out)
    yield _line(name, contender.name, usual, ran)
    scored = {line: _scored(file, Path(f"{out}@{line}")) for line in ran.thresholds}
    best = max(scored, key=lambda line: scored[line]["f1"], default=None)
    if best is not None and scored[best]["f1"] > usual["f1"]:
        yield _line(name, f"{contender.name}, at its best line ({best:g})", scored[best], ran)


def _run(contender: Contender, blind: Path, out: Path, *, peers: str, limit: int) -> Ran:
    interpreter = peers if contender.apart else sys.executable
    call = [interpreter, *(part.format(list=blind, out=out) for part in contender.call)]
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as trouble:
        child = subprocess.Popen(["timeout", str(limit), *call], stdout=answer, stderr=trouble)  # noqa: S607  # coreutils
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        answer.seek(0)
        trouble.seek(0)
        if child.returncode == _GIVEN_UP:
            raise subprocess.TimeoutExpired(call, limit)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, call, stderr=trouble.read().decode(errors="replace"))
        text = answer.read().decode()
        said = json.loads(text[text.rfind("\n{") + 1 :])  # after whatever a peer says on its way
    seconds = said["seconds"]
    if isinstance(seconds, dict):  # ours tells each phase
        seconds = sum(spent for phase, spent in seconds.items() if phase not in {"read", "write"})
    return Ran(seconds, used.ru_maxrss / 1024, tuple(said.get("thresholds", ())))


_GIVEN_UP = 124
"""What timeout(1) answers."""


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["nothing said"])[-1][:120]


def _scored(file: Path, found: Path) -> dict[str, float]:
    """Scored in a process of its own, so that this one stays small."""
    call = [sys.executable, "-m", "benchmarks.duplicates", "--score", str(file), str(found)]
    scores: dict[str, float] = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
    return scores


def _score(file: Path, found: Path) -> dict[str, float]:
    from benchmarks.dedupe_quality import b_cubed, labelled, pairwise

    truth = labelled(file, "truth").truth
    with found.open(encoding="utf-8", newline="") as lines:
        clusters = {int(line["row"]): line["cluster"] for line in csv.DictReader(lines)}
    labels = [clusters[row] for row in range(len(truth))]
    pairs, cubed = pairwise(labels, truth), b_cubed(labels, truth)
    largest = max(Counter(labels).values(), default=0)
    return {"precision": pairs.precision, "recall": pairs.recall, "f1": pairs.f1, "cubed": cubed.f1, "largest": largest}


def _line(name: str, contender: str, scores: dict[str, float], ran: Ran) -> str:
    shares = " | ".join(f"{scores[each]:.3f}" for each in ("precision", "recall", "f1", "cubed"))
    return f"| {name} | {contender} | {shares} | {scores['largest']:,.0f} | {ran.seconds:.1f} | {ran.megabytes:,.0f} |"


# our engine alone -----------------------------------------------------------------------------------------------------

BANDS = (0.2, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99, 1.01)


def half_of(person: str) -> int:
    """Which half of its list a person is in. The engine's constants were chosen on the first, 0."""
    return (zlib.crc32(person.encode()) >> 4) % 2


def by_half(found: Sequence[int], truth: Sequence[str]) -> tuple[float, float]:
    """F1 over the pairs of each half of the people; a wrong pair counts in the half of the row that comes first.

    >>> by_half([0, 0, 2, 2], ["ann", "ann", "bob", "bob"])
    (1.0, 1.0)
    """
    wanted, made, right = Counter[int](), Counter[int](), Counter[int]()
    for rows in _together(truth):
        wanted[half_of(truth[rows[0]])] += len(rows) * (len(rows) - 1) // 2
    for rows in _together(found):
        for one, other in itertools.combinations(rows, 2):
            made[half_of(truth[one])] += 1
            right[half_of(truth[one])] += truth[one] == truth[other]
    first, other_half = (2 * right[n] / (made[n] + wanted[n]) if made[n] + wanted[n] else 1.0 for n in (0, 1))
    return first, other_half


def _together(labels: Sequence[Hashable]) -> Iterable[list[int]]:
    rows: dict[Hashable, list[int]] = {}
    for row, label in enumerate(labels):
        rows.setdefault(label, []).append(row)
    return rows.values()


def _print_halves(lists: Iterable[tuple[str, Path]]) -> None:
    from benchmarks.dedupe_quality import labelled, pairwise

    print("| list | precision | recall | F1 | first half | other half | certain, precision |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, file in lists:
        truth = labelled(file, "truth").truth
        found = _examined(file)
        likely, certain = (found.grouped(line).tolist() for line in (_LIKELY, _CERTAIN))
        whole, sure, halves = pairwise(likely, truth), pairwise(certain, truth), by_half(likely, truth)
        shares = (whole.precision, whole.recall, whole.f1, *halves, sure.precision)
        print(f"| {name} | {' | '.join(f'{share:.3f}' for share in shares)} |", flush=True)


_LIKELY, _CERTAIN = 0.75, 0.97


def _print_calibration(lists: Iterable[tuple[str, Path]]) -> None:
    """For every band of confidence: how sure we said we were, how many pairs of each half, how many were one person."""
    print("| list | said | on average | first half, pairs | one person | other half, pairs | one person |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, file in lists:
        for low, high, said, halves in calibration(file):
            told = " | ".join(f"{pairs:,} | {was:.1%}" for pairs, was in halves)
            print(f"| {name} | {low:.0%} to {min(high, 1):.0%} | {said:.1%} | {told} |", flush=True)


def calibration(file: Path) -> Iterator[tuple[float, float, float, list[tuple[int, float]]]]:
    """Low and high end of each band, its pairs' mean confidence; of each half its pairs and the share that is one person."""
    import numpy as np

    from benchmarks.dedupe_quality import labelled

    truth = labelled(file, "truth").truth
    found = _examined(file)
    person = np.unique(truth, return_inverse=True)[1]
    pairs = found.evidence.pairs
    right = person[pairs.a] == person[pairs.b]
    half = np.array([half_of(each) for each in truth], np.int8)[pairs.a]
    for low, high in itertools.pairwise(BANDS):
        held = (found.confidence >= low) & (found.confidence < high)
        if not held.any():
            continue
        of_halves = [held & (half == n) for n in (0, 1)]
        shares = [(int(each.sum()), float(right[each].mean()) if each.any() else 0.0) for each in of_halves]
        yield low, high, float(found.confidence[held].mean()), shares


def _examined(file: Path) -> Examined:
    from benchmarks.dedupe_quality import labelled
    from leadsorted_sheets.core.dedupe.columns import home_country, texts_of_table
    from leadsorted_sheets.core.dedupe.engine import examine

    given = labelled(file, "truth")
    texts = texts_of_table(given.header, given.rows)
    return examine(texts, len(given.rows), country=home_country(texts))


if __name__ == "__main__":
    main()
