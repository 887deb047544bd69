"""A list of any length, a few rows at a time: CSV and its cousins, or Parquet. Never the whole of it in memory."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.core.cell import canon, shown
from leadsorted_sheets.core.delimited import MAX_CELL, decoded, unguarded
from leadsorted_sheets.core.delimited.dialect import named_delimiter, sniffed

Rows: TypeAlias = list[list[str]]

_HEAD = 1 << 20
"""Bytes by which the encoding and the delimiter of a text file are told."""
_DELIMITED = frozenset({".csv", ".tsv", ".tab", ".txt"})


@dataclass(frozen=True, slots=True)
class Table:
    """The header, and the rows in parts. The parts can be read once."""

    header: tuple[str, ...]
    parts: Iterator[Rows]


def table_of(path: str, *, rows_at_once: int) -> Table:
    """The table in a file. Raises errors.NotFound, errors.NotATable."""
    file = Path(path)
    if not file.exists():
        raise errors.NotFound(path)
    if file.is_dir():
        raise errors.NotATable(path, "this is a folder, not a file", "Name the file in it.")
    if file.suffix.casefold() == ".parquet":
        return _parquet(file, rows_at_once)
    if file.suffix.casefold() in _DELIMITED:
        return _delimited(file, rows_at_once)
    raise errors.NotATable(path, "this engine reads .csv and .parquet", "Save the list as CSV, or take --engine own.")


def _delimited(file: Path, rows_at_once: int) -> Table:
    with file.open("rb") as source:
        data = source.read(_HEAD)
    head = decoded(data.rpartition(b"\n")[0] if len(data) == _HEAD else data, str(file))
    named = named_delimiter(head.text)
    dialect = sniffed(head.text, head.encoding)
    rows = _lines(file, head.encoding, delimiter=named or dialect.delimiter, quote=dialect.quote, skip=bool(named))
    header = next(rows, None)
    if header is None:
        raise errors.NotATable(str(file), "the file has no header row")
    return Table(tuple(header), _in_parts(rows, rows_at_once))


def _lines(file: Path, encoding: str, *, delimiter: str, quote: str, skip: bool) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CELL)
    try:
        with file.open(encoding=encoding, errors="replace", newline="") as text:
            if skip:
                next(text, "")
            for cells in csv.reader((line.replace("\0", "") for line in text), delimiter=delimiter, quotechar=quote):
                if cells and (len(cells) > 1 or cells[0].strip()):
                    yield [unguarded(cell) for cell in cells]
    except csv.Error as damage:
        raise errors.NotATable(
            str(file), f"it cannot be read to its end: {damage}", "Mend its quotation marks."
        ) from None


def _in_parts(rows: Iterator[list[str]], size: int) -> Iterator[Rows]:
    while part := list(itertools.islice(rows, size)):
        yield part


def _parquet(file: Path, rows_at_once: int) -> Table:
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import ParquetFile

    try:
        source = ParquetFile(file)
    except ArrowInvalid as damage:
        raise errors.NotATable(str(file), f"it is no Parquet file, whatever its name says ({damage})") from None
    header = tuple(source.schema_arrow.names)
    batches = source.iter_batches(batch_size=rows_at_once)
    return Table(header, ([*_texts(batch.to_pydict().values())] for batch in batches))


def _texts(columns: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for row in zip(*columns, strict=True):
        yield ["" if cell is None else cell if isinstance(cell, str) else _text(cell) for cell in row]


def _text(value: object) -> str:
    return shown(canon(value)) if isinstance(value, bool | int | float) else str(value)
