"""Spark as an engine: a cluster's, where spark-submit or spark-defaults name one, else this machine alone.

Whatever spark-submit, spark-defaults or the environment set stays as it is; what is said here fills the gaps. Java runs
as a process of its own that ends with the engine. Its talk goes to a log beside the keys, so that the terminal holds our lines.
"""

from __future__ import annotations

import contextlib
import math
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadsorted_sheets import errors
from leadsorted_sheets.scale import model

if TYPE_CHECKING:
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

LOG = "spark.log"
_PART = 50_000
_LEAST = 0.5
"""Gigabytes without which Spark does not start."""


class Spark:
    """`memory` in gigabytes is for the Java of this machine, where nothing else says how much that may take."""

    tongue = model.SPARK

    def __init__(self, folder: Path, memory: float, *, rows: int) -> None:
        self._folder = folder
        with contextlib.ExitStack() as begun, warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # PySpark's doubts about a pandas that we do not hand to it
            try:
                gateway = begun.enter_context(_java(folder / LOG, memory))
                self._session = _session(gateway, folder, rows)
            except _troubles() as trouble:
                raise errors.NoSpark(_why(trouble, folder / LOG)) from trouble
            begun.callback(self._stop)
            self._session.sparkContext.setLogLevel("ERROR")
            self._session.sparkContext.setCheckpointDir((folder / "spilled").as_uri())
            self._ending = begun.pop_all()

    def read(self, name: str, parquet: Path) -> None:
        self._session.read.parquet(parquet.as_uri()).createOrReplaceTempView(name)

    def make(self, name: str, sql: str) -> None:
        kept = self._folder / f"{name}.parquet"
        self._session.sql(sql).write.parquet(kept.as_uri())
        self.read(name, kept)

    def for_splink(self) -> Any:
        from splink.backends.spark import SparkAPI, similarity_jar_location

        # Not by spark.jars: a Java that runs already, as spark-submit's does, would not look there.
        self._session.sql(f"add jar '{Path(similarity_jar_location()).as_uri()}'")
        return SparkAPI(spark_session=self._session, break_lineage_method="parquet")  # type: ignore[no-untyped-call]  # Splink leaves it untyped

    def rows(self, sql: str) -> Iterator[tuple[int, int]]:
        for row in self._session.sql(sql).toLocalIterator():
            yield row[0], row[1]

    def close(self) -> None:
        self._ending.close()

    def _stop(self) -> None:
        with contextlib.suppress(*_troubles()):  # a Java that has died answers no more
            self._session.stop()


@contextlib.contextmanager
def _java(log: Path, memory: float) -> Iterator[Any]:
    """The way to Java: spark-submit's, if that has started us, else a process of our own."""
    from pyspark import SparkContext
    from pyspark.java_gateway import launch_gateway

    if SparkContext._gateway is not None or "PYSPARK_GATEWAY_PORT" in os.environ:  # noqa: SLF001  # nothing public tells
        yield SparkContext._gateway or launch_gateway()  # type: ignore[no-untyped-call]  # noqa: SLF001  # PySpark leaves it untyped
        return
    with log.open("ab") as told, _by_default("SPARK_DRIVER_MEMORY", f"{max(memory, _LEAST) * 1000:.0f}m"):
        gateway = launch_gateway(popen_kwargs={"stdout": told, "stderr": told})  # type: ignore[no-untyped-call]  # as above
    try:
        yield gateway
    finally:
        with contextlib.suppress(*_troubles()):
            gateway.shutdown()
        gateway.proc.stdin.close()  # Java ends with it
        gateway.proc.wait()
        SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001  # else the next session talks to one that has ended


@contextlib.contextmanager
def _by_default(name: str, value: str) -> Iterator[None]:
    """A variable of the environment, where it is not set: what Spark follows last, after all that people can set."""
    if name in os.environ:
        yield
        return
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]


def _session(gateway: Any, folder: Path, rows: int) -> SparkSession:
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    conf = SparkConf(_jvm=gateway.jvm)
    for name, value in _settings(conf, folder, rows):
        conf.set(name, value)
    return SparkSession(SparkContext(conf=conf, gateway=gateway))


def _settings(conf: SparkConf, folder: Path, rows: int) -> Iterator[tuple[str, str]]:
    """What is left to say, after spark-submit and spark-defaults have spoken."""
    yield "spark.ui.showConsoleProgress", "false"
    # No metastore: our tables are files beside the output, and nothing appears in the folder that we were called from.
    yield "spark.sql.catalogImplementation", "in-memory"
    yield "spark.sql.warehouse.dir", (folder / "warehouse").as_uri()
    gaps = {"spark.app.name": "leadsorted", "spark.master": "local[*]"}
    if str(conf.get("spark.master", "local[*]")).startswith("local"):
        gaps |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.local.dir": str(folder / "spilled"),
            "spark.sql.shuffle.partitions": str(partitions(rows, os.cpu_count() or 1)),
        }
    yield from ((name, value) for name, value in gaps.items() if not conf.contains(name))


def partitions(rows: int, cores: int) -> int:
    """How many parts a join has on one machine: one a core, and more where those would be long.

    Spark's own 200 are a cluster's: on a short list they are 200 tasks with nothing to do, in each of some forty steps.

    >>> partitions(10_000, 2), partitions(10_000_000, 8)
    (2, 200)
    """
    return max(cores, math.ceil(rows / _PART))


def _troubles() -> tuple[type[Exception], ...]:
    """What PySpark raises where Java does not start, says no, or has died."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return Py4JError, PySparkException, OSError, ValueError


def _why(trouble: Exception, log: Path) -> str:
    """The line that says why Spark did not start: Java's own, where it got as far as to say something."""
    said = [line.strip() for line in str(trouble).splitlines() if line.strip()]
    java = [line.removeprefix(": ") for line in said if line.startswith(": ")]
    logged = [line.strip() for line in log.read_text(errors="replace").splitlines()] if log.exists() else []
    telling = [line for line in logged if any(word in line for word in ("Error", "Exception", "JAVA_HOME", "java: "))]
    return (*java, *telling, *said, type(trouble).__name__)[0].rstrip(".")
