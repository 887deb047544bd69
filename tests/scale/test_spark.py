"""`--backend spark`, on a real Spark: who is who is as on DuckDB, nothing else is printed, and nothing is left behind."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from leadsorted_sheets.core.dedupe import clusters as by_our_engine
from leadsorted_sheets.scale import spark
from tests.scale import lists

NEEDS_JAVA = "These tests run a real Spark, which needs Java 17 or newer: apt-get install default-jre-headless"
COMMAND = str(Path(sys.executable).with_name("leadsorted"))
WORDS = ("dedupe", "leads.csv", "--engine", "splink", "--backend", "spark", "--clusters", "out.csv", "--force")
SAID = r"out\.csv: keys [\d.]+ s, link [\d.]+ s, write [\d.]+ s\.\n"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, whom it found, and which files stood in its folder afterwards."""

    code: int
    out: str
    err: str
    people: list[int]
    files: list[str]


def ran(folder: Path, *command: str, environment: Mapping[str, str] | None = None) -> Ran:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    people = []
    if (folder / "out.csv").exists():
        with (folder / "out.csv").open(newline="") as lines:
            people = [int(cluster) for row, cluster in csv.reader(lines) if row != "row"]
    return Ran(done.returncode, done.stdout, done.stderr, people, sorted(path.name for path in folder.iterdir()))


@pytest.fixture
def java() -> None:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.fail(NEEDS_JAVA)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with (tmp_path / "leads.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([lists.HEADER, *lists.rows()])
    return tmp_path


@pytest.mark.usefixtures("java")
def test_splink_on_spark_finds_whom_our_engine_finds_and_leaves_nothing_behind(folder: Path) -> None:
    """Python is asked to speak of every file, socket and process that is left open: what it says stands in `err`."""
    run = ran(folder, sys.executable, "-W", "always::ResourceWarning", COMMAND, *WORDS, "--memory", "1")
    assert (run.code, run.err) == (0, "")
    assert re.fullmatch(SAID, run.out)
    assert run.people[:12] == lists.PEOPLE
    assert run.people == by_our_engine(lists.HEADER, lists.rows())
    assert run.files == ["leads.csv", "out.csv"]


@pytest.mark.usefixtures("java")
def test_spark_submit_starts_it_too_and_its_settings_stand(folder: Path) -> None:
    """As on a cluster: Java runs before we do, with what spark-submit was told."""
    submit = (str(Path(sys.executable).with_name("spark-submit")), "--master", "local[1]")
    (folder / "leadsorted.py").write_text("from leadsorted_sheets.frontends.cli import main\nmain()\n")
    told = ("--driver-memory", "1g", "--conf", "spark.sql.shuffle.partitions=1", "--conf", "spark.ui.enabled=false")
    run = ran(folder, *submit, *told, "leadsorted.py", *WORDS, environment={"PYSPARK_PYTHON": sys.executable})
    assert run.code == 0, run.err
    assert re.search(SAID, run.out)
    assert run.people == by_our_engine(lists.HEADER, lists.rows())
    assert run.files == ["leads.csv", "leadsorted.py", "out.csv"]


def test_without_java_it_is_said_what_spark_needs(folder: Path) -> None:
    run = ran(folder, COMMAND, *WORDS, environment={"JAVA_HOME": str(folder / "nowhere")})
    assert (run.code, run.out, run.files) == (5, "", ["leads.csv"])
    said = " ".join(run.err.split())
    assert said.startswith("Spark did not start: ")
    assert f"{folder}/nowhere/bin/java: No such file or directory" in said
    assert said.endswith(
        "Nothing was written. It needs Java 17 or newer on the path (java -version); without a cluster, "
        "--backend duckdb needs neither."
    )


class Told(dict[str, str]):
    """What spark-submit and spark-defaults have said, as Spark's own SparkConf answers."""

    contains = dict.__contains__


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ({}, {"spark.app.name", "spark.master", "spark.driver.host", "spark.driver.bindAddress", "spark.ui.enabled", "spark.local.dir", "spark.sql.shuffle.partitions"}),
        ({"spark.master": "local[4]", "spark.sql.shuffle.partitions": "7", "spark.app.name": "x"}, {"spark.driver.host", "spark.driver.bindAddress", "spark.ui.enabled", "spark.local.dir"}),
        ({"spark.master": "yarn"}, {"spark.app.name"}),
        ({"spark.master": "spark://there:7077", "spark.app.name": "x", "spark.sql.shuffle.partitions": "400"}, set()),
    ],
)  # fmt: skip
def test_what_a_cluster_was_told_stands_and_only_this_machine_gets_its_gaps_filled(
    tmp_path: Path, said: dict[str, str], ours: set[str]
) -> None:
    always = {"spark.ui.showConsoleProgress", "spark.sql.catalogImplementation", "spark.sql.warehouse.dir"}
    assert set(dict(spark._settings(Told(said), tmp_path, 100))) == always | ours


def test_memory_is_a_default_that_the_environment_outweighs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPARK_DRIVER_MEMORY", raising=False)
    with spark._by_default("SPARK_DRIVER_MEMORY", "2000m"):
        assert os.environ["SPARK_DRIVER_MEMORY"] == "2000m"
    assert "SPARK_DRIVER_MEMORY" not in os.environ
    monkeypatch.setenv("SPARK_DRIVER_MEMORY", "9g")
    with spark._by_default("SPARK_DRIVER_MEMORY", "2000m"):
        assert os.environ["SPARK_DRIVER_MEMORY"] == "9g"
