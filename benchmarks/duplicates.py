"""The engine and its peers on the same lists, one after the other in one run, printed as a table in Markdown.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install 'splink>=5' recordlinkage 'pandas<3' pyarrow leadmatch
    python -m benchmarks.duplicates --peers /tmp/peers/bin/python                       invented lists
    python -m benchmarks.duplicates --peers /tmp/peers/bin/python --data DIR            every CSV of DIR with a truth column
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
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    parser.add_argument("--calibration", action="store_true", help="the confidence of pairs against the truth")
    parser.add_argument("--score", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.score:
        print(json.dumps(_score(*map(Path, options.score))))
        return
    with tempfile.TemporaryDirectory() as folder:
        lists = [found for found in _lists(options.data, Path(folder)) if _wanted(found[0], options.only)]
        if options.calibration:
            _print_calibration(lists)
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
    """The table's line for a contender, and one more for its best line where it has several."""
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
    yield _line(name, contender.name, _scored(file, out), ran)
    if ran.thresholds:
        scored = {line: _scored(file, Path(f"{out}@{line}")) for line in ran.thresholds}
        best = max(scored, key=lambda line: scored[line]["f1"])
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


# calibration ----------------------------------------------------------------------------------------------------------

BANDS = (0.2, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99, 1.01)


def _print_calibration(lists: Sequence[tuple[str, Path]]) -> None:
    """For every band of confidence: how many pairs, how sure we said we were, and how many were one person."""
    print("| list | said | pairs | on average | one person |")
    print("|---|---:|---:|---:|---:|")
    for name, file in lists:
        for low, high, pairs, said, was in calibration(file):
            print(f"| {name} | {low:.0%} to {min(high, 1):.0%} | {pairs:,} | {said:.1%} | {was:.1%} |", flush=True)


def calibration(file: Path) -> Iterator[tuple[float, float, int, float, float]]:
    """Low and high end of each band, its pairs, their mean confidence and the share of them that is one person."""
    import numpy as np

    from benchmarks.dedupe_quality import labelled
    from leadsorted_sheets.core.dedupe.columns import home_country, texts_of_table
    from leadsorted_sheets.core.dedupe.engine import examine

    given = labelled(file, "truth")
    texts = texts_of_table(given.header, given.rows)
    found = examine(texts, len(given.rows), country=home_country(texts))
    person = np.unique(given.truth, return_inverse=True)[1]
    right = person[found.evidence.pairs.a] == person[found.evidence.pairs.b]
    for low, high in itertools.pairwise(BANDS):
        held = (found.confidence >= low) & (found.confidence < high)
        if held.any():
            yield low, high, int(held.sum()), float(found.confidence[held].mean()), float(right[held].mean())


if __name__ == "__main__":
    main()
