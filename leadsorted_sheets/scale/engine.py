"""Splink on an engine of its own: DuckDB, which spills to disk, or Spark, which spreads over machines.

This file speaks to Splink and DuckDB, `spark` to Spark. Nothing is trained: the model says what everything is worth, the
engine how rare each value is here.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.scale import model
from leadsorted_sheets.scale.keys import Keyed
from leadsorted_sheets.scale.spark import LOG, Spark

Backend: TypeAlias = Literal["duckdb", "spark"]
STEPS = ("what the list teaches", "blocks", "pairs", "clusters")


class _Engine(Protocol):
    """What both engines do for us, in the SQL that both speak."""

    tongue: model.Tongue

    def read(self, name: str, parquet: Path) -> None:
        """Let a Parquet file be known as a table."""

    def make(self, name: str, sql: str) -> None:
        """Keep what a query answers as a table."""

    def for_splink(self) -> Any:
        """The engine as Splink wants it."""

    def rows(self, sql: str) -> Iterator[tuple[int, int]]:
        """What a query answers, row by row."""

    def close(self) -> None: ...


@contextlib.contextmanager
def clusters(
    keys: Path, keyed: Keyed, *, backend: Backend, tier: model.Tier, memory: float, progress: Progress = silent
) -> Iterator[Iterator[tuple[int, int]]]:
    """Every row in order with the first row of the same person, to be read inside the block.

    `memory` in gigabytes is the most that the engine may take on this machine; beyond it, it writes to the folder of
    `keys`. Raises errors.NoMemory where even that is too little, errors.NoSpark where Spark does not start.
    """
    log = keys.parent / LOG
    with _refusals(memory, log), contextlib.closing(_engine(backend, keys.parent, memory, keyed.rows)) as engine:
        engine.read("keys", keys)
        progress("Comparing", 0, len(STEPS))
        engine.make("learnt", model.learnt())
        progress("Comparing", 1, len(STEPS))
        chosen = model.blocks(keyed.known)
        engine.make("blocked", model.blocked(chosen))
        progress("Comparing", 2, len(STEPS))
        yield engine.rows(_labels(_linked(engine, keyed, chosen, model.LINES[tier], progress)))


def _linked(engine: _Engine, keyed: Keyed, chosen: tuple[model.Block, ...], line: float, progress: Progress) -> str:
    """The name of the table that has each row's cluster."""
    compared: list[Any] = [*model.comparisons(keyed.known, keyed.rows, engine.tongue)]
    if not chosen or not compared or keyed.rows < 2:
        return "(select unique_id, unique_id as cluster_id from blocked) as alone"
    from splink import Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = engine.for_splink()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=compared,
        blocking_rules_to_generate_predictions=[block_on(f"by_{block.name}") for block in chosen],
        probability_two_random_records_match=model.prior(keyed.rows),
        retain_matching_columns=False,
    )
    linker = Linker(api.register("blocked"), settings, log_level=None)  # else it sets a level and a handler of its own
    pairs = linker.inference.predict(threshold_match_weight=line)
    progress("Comparing", 3, len(STEPS))
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_weight=line)
    progress("Comparing", 4, len(STEPS))
    return str(found.physical_name)


def _labels(table: str) -> str:
    return f"select unique_id, min(unique_id) over (partition by cluster_id) as first from {table} order by unique_id"


def ready(backend: Backend) -> None:
    """Raise errors.NotInstalled where Splink or the backend is missing: before a long list is read, not after."""
    for name, library in (("splink", "Splink"), ("pyarrow", "PyArrow"), _LIBRARY[backend]):
        if importlib.util.find_spec(name) is None:
            raise errors.NotInstalled(library, "scale" if backend == "duckdb" else "spark")


_LIBRARY: dict[Backend, tuple[str, str]] = {"duckdb": ("duckdb", "DuckDB"), "spark": ("pyspark", "PySpark")}


def _engine(backend: Backend, folder: Path, memory: float, rows: int) -> _Engine:
    return _Duck(folder, memory) if backend == "duckdb" else Spark(folder, memory, rows=rows)


@contextlib.contextmanager
def _refusals(memory: float, log: Path | None = None) -> Iterator[None]:
    """Whatever an engine says of memory or the disk, in our words. The rest is a fault and shown as one.

    `log` is where Java writes: where it has died, nobody else can say of what. Under spark-submit, which sets a port,
    `memory` has no say.
    """
    try:
        yield
    except errors.LeadSortedError:
        raise
    except Exception as trouble:
        logged = log.read_text(errors="replace") if log and log.exists() else ""
        said = f"{trouble}\n{logged}".casefold()
        if "out of memory" in said or "outofmemory" in said or "java heap space" in said:
            raise errors.NoMemory(None if "PYSPARK_GATEWAY_PORT" in os.environ else memory) from trouble
        if "no space left" in said or "max_temp_directory_size" in said:
            raise errors.NoSpace("the folder for temporary files") from trouble
        raise


class _Duck:
    tongue = model.DUCKDB

    def __init__(self, folder: Path, memory: float) -> None:
        import duckdb

        spill = str(folder / "spilled")
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{memory * 1000:.0f}MB",
            "temp_directory": spill,
            "preserve_insertion_order": "false",
        }
        self._connection = duckdb.connect(str(folder / "work.duckdb"), config=settings)

    def read(self, name: str, parquet: Path) -> None:
        self._connection.read_parquet(str(parquet)).create_view(name)

    def make(self, name: str, sql: str) -> None:
        self._connection.execute(f"create table {name} as {sql}")

    def for_splink(self) -> Any:
        from splink import DuckDBAPI

        return DuckDBAPI(self._connection)

    def rows(self, sql: str) -> Iterator[tuple[int, int]]:
        answer = self._connection.execute(sql)
        while part := answer.fetchmany(_AT_ONCE):
            yield from part

    def close(self) -> None:
        self._connection.close()


_AT_ONCE = 100_000
