"""Run the command line as a user does, in this process."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from leadsorted_sheets.frontends.cli import main


@dataclass(frozen=True, slots=True)
class Run:
    """How it ended: exit code, what it printed, what it complained of."""

    code: int
    out: str
    err: str


class Shell:
    """`shell("clean", "a.csv", "--to", "b.xlsx")` runs `leadsorted clean a.csv --to b.xlsx`."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: object) -> Run:
        self._monkeypatch.setattr(sys, "argv", ["leadsorted", *map(str, words)])
        self._capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = self._capsys.readouterr()
        return Run(code, said.out, said.err)
