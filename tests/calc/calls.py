"""What a command asked of the engine, counted: whole blocks read and written, whatever their size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Calls:
    """`reads` and `writes` count blocks of cells: a cell alone costs as much as a table."""

    def __init__(self) -> None:
        self.log: list[tuple[str, str]] = []

    def read(self, what: str) -> None:
        self.log.append(("read", what))

    def wrote(self, what: str) -> None:
        self.log.append(("write", what))

    @property
    def counts(self) -> Counter[str]:
        return Counter(kind for kind, _what in self.log)

    @contextmanager
    def counted(self) -> Iterator[Counter[str]]:
        """How many there were inside; filled on leaving."""
        start, found = len(self.log), Counter[str]()
        yield found
        found.update(kind for kind, _what in self.log[start:])
