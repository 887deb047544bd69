"""`leadsorted dedupe --engine splink --clusters`: who is who, by Splink on DuckDB, and what is said where it cannot."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from leadsorted_sheets import errors
from leadsorted_sheets.core.dedupe import clusters as by_our_engine
from leadsorted_sheets.scale import engine, model
from leadsorted_sheets.scale.keys import write_keys
from tests.frontends.running import Shell
from tests.scale import lists


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(capsys, monkeypatch)


@pytest.fixture
def rows() -> list[list[str]]:
    return lists.rows()


@pytest.fixture
def leads(tmp_path: Path, rows: list[list[str]]) -> Path:
    path = tmp_path / "leads.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([lists.HEADER, *rows])
    return path


def found(path: Path) -> list[int]:
    with path.open(newline="") as lines:
        header, *pairs = csv.reader(lines)
    assert header == ["row", "cluster"]
    assert [int(row) for row, _ in pairs] == list(range(len(pairs)))
    return [int(cluster) for _, cluster in pairs]


def test_splink_on_duckdb_finds_whom_our_engine_finds(
    shell: Shell, leads: Path, rows: list[list[str]], tmp_path: Path
) -> None:
    run = shell("dedupe", leads, "--engine", "splink", "--clusters", tmp_path / "out.csv", "--memory", "1", "--json")
    assert (run.code, json.loads(run.out)["tier"]) == (0, "likely")
    people = found(tmp_path / "out.csv")
    assert people[:12] == lists.PEOPLE
    assert people == by_our_engine(lists.HEADER, rows)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["leads.csv", "out.csv"]  # nothing is left lying about


def test_nothing_is_printed_but_our_line(leads: Path) -> None:
    """In a process of its own: Splink leaves logging alone where somebody else, as pytest does, listens already."""
    command = str(Path(sys.executable).with_name("leadsorted"))
    words = (command, "dedupe", "leads.csv", "--engine", "splink", "--clusters", "out.csv")
    run = subprocess.run(words, cwd=leads.parent, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert re.fullmatch(r"out\.csv: keys [\d.]+ s, link [\d.]+ s, write [\d.]+ s\.\n", run.stdout)


def test_parquet_gives_the_same_and_parts_do_not_matter(
    shell: Shell, leads: Path, rows: list[list[str]], tmp_path: Path
) -> None:
    columns = {name: [row[n] or None for row in rows] for n, name in enumerate(lists.HEADER)}
    parquet.write_table(pa.table(columns), tmp_path / "leads.parquet")
    write_keys(str(leads), tmp_path / "whole")
    write_keys(str(tmp_path / "leads.parquet"), tmp_path / "in parts", rows_at_once=7)
    whole, parts = (parquet.read_table(tmp_path / name).to_pylist() for name in ("whole", "in parts"))
    for one, other in zip(
        whole, parts, strict=True
    ):  # a mailbox names its row only where the list, read at once, has the names
        assert {**one, "forms": None} == {**other, "forms": None}


def test_the_certain_tier_joins_fewer(shell: Shell, leads: Path, tmp_path: Path) -> None:
    for tier in ("certain", "likely"):
        assert shell("dedupe", leads, "--engine", "splink", "--clusters", tmp_path / tier, "--tier", tier).code == 0
    certain, likely = (found(tmp_path / tier) for tier in ("certain", "likely"))
    joined = [{(a, b) for a, b in enumerate(people) if a != b} for people in (certain, likely)]
    assert joined[0] <= joined[1]
    assert joined[0] >= {(1, 0)}


@pytest.mark.parametrize("header", ["Email", "Company", "Job title"])
def test_one_column_is_enough_or_joins_nobody(shell: Shell, tmp_path: Path, header: str) -> None:
    (tmp_path / "one.csv").write_text(f"{header}\nann@acme.com\nbob@birch.com\nann@acme.com\n")
    assert shell("dedupe", tmp_path / "one.csv", "--engine", "splink", "--clusters", tmp_path / "out.csv").code == 0
    assert len(found(tmp_path / "out.csv")) == 3


def test_a_phone_that_thousands_share_makes_no_pairs(tmp_path: Path) -> None:
    """The bound: a block yields at most cap / 2 pairs for each row that is in it."""
    path = tmp_path / "shared.csv"
    path.write_text("Name,Phone\n" + "".join(f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}x Stone,020 7946 0018\n" for n in range(3000)))  # fmt: skip
    keyed = write_keys(str(path), tmp_path / "keys.parquet")
    engine_ = engine._engine("duckdb", tmp_path, 1.0, 3000)
    engine_.read("keys", tmp_path / "keys.parquet")
    engine_.make("learnt", model.learnt())
    chosen = model.blocks(keyed.known)
    engine_.make("blocked", model.blocked(chosen))
    for block in chosen:
        column = f"by_{block.name}"
        sizes = engine_.rows(f"select count(*), 0 from blocked where {column} is not null group by {column}")  # noqa: S608
        assert all(size <= block.cap for size, _ in sizes), block.name
    engine_.close()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--engine", "splink"), 2, "name a file for that with --clusters OUT.csv"),
        (("--backend", "spark", "--clusters", "x.csv"), 2, "--backend and --memory go with --engine splink."),
        (("--engine", "splink", "--clusters", "x.csv", "--tier", "none"), 2, "--tier certain or --tier likely"),
        (("--engine", "splink", "--clusters", "leads.csv"), 4, "leads.csv exists already. Nothing was written."),
        (("--engine", "splink", "--clusters", "nowhere/x.csv"), 4, "there is no folder"),
    ],
)
def test_what_does_not_go_together_is_said(
    shell: Shell, leads: Path, monkeypatch: pytest.MonkeyPatch, *, words: tuple[str, ...], code: int, said: str
) -> None:
    monkeypatch.chdir(leads.parent)
    run = shell("dedupe", "leads.csv", *words)
    assert (run.code, said in run.err.replace("\n", " ")) == (code, True), run.err


def test_a_list_without_a_column_of_people_is_refused(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Colour,Size\nred,4\n")
    run = shell("dedupe", tmp_path / "in.csv", "--engine", "splink", "--clusters", tmp_path / "out.csv")
    assert run.code == 3
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("missing", "backend", "said"),
    [
        ("splink", "duckdb", "Splink is not installed. Install it: pip install 'leadsorted-sheets[scale]'"),
        ("duckdb", "duckdb", "DuckDB is not installed. Install it: pip install 'leadsorted-sheets[scale]'"),
        ("pyspark", "spark", "PySpark is not installed. Install it: pip install 'leadsorted-sheets[spark]'"),
    ],
)
def test_what_is_missing_is_said_before_the_list_is_read(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, missing: str, backend: str, said: str
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else there("json"))
    words = ("--engine", "splink", "--backend", backend, "--clusters", tmp_path / "out.csv")
    run = shell("dedupe", tmp_path / "not even there.csv", *words)
    assert (run.code, run.err.strip()) == (3, said)


@pytest.mark.parametrize("said", ["Out of Memory Error: could not allocate block of size 256.0 KiB", "java.lang.OutOfMemoryError: Java heap space"])  # fmt: skip
def test_too_little_memory_is_said_with_what_to_do(said: str) -> None:
    with pytest.raises(errors.NoMemory) as refusal, engine._refusals(2.0):
        raise RuntimeError(said)  # Splink wraps whatever its engine says
    assert str(refusal.value) == (
        "The list needs more memory than the 2.0 GB that may be taken. Nothing was written. Give it more, such as "
        "--memory 4, or a machine that has more."
    )


def test_under_spark_submit_its_own_options_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "1")
    with pytest.raises(errors.NoMemory) as refusal, engine._refusals(2.0):
        raise RuntimeError("java.lang.OutOfMemoryError: Java heap space")
    assert str(refusal.value) == (
        "The list needs more memory than spark-submit gives. Nothing was written. Give it more, such as --driver-memory or "
        "--executor-memory of spark-submit, or a machine that has more."
    )


def test_java_that_died_of_too_little_memory_is_told_by_its_log(tmp_path: Path) -> None:
    log = tmp_path / "spark.log"
    log.write_text("java.lang.OutOfMemoryError: Java heap space\n")
    with pytest.raises(errors.NoMemory), engine._refusals(2.0, log):
        raise ConnectionRefusedError("[Errno 111] Connection refused")  # all that Python sees of it


def test_a_fault_of_another_kind_is_no_lack_of_memory() -> None:
    with duckdb.connect() as there, pytest.raises(duckdb.Error, match="nobody"), engine._refusals(1.0):
        there.execute("select * from nobody")
