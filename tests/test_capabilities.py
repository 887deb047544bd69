"""The table of capabilities names commands, tabs and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leadsorted_sheets.core import schema
from leadsorted_sheets.frontends.cli import cli

ROOT = Path(__file__).parent.parent
LINES = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in (ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| What |")
]


def test_the_table_is_read() -> None:
    assert len(LINES) > 40
    assert {len(line) for line in LINES} == {3}


@pytest.mark.parametrize(("what", "by", "shown"), LINES)
def test_what_it_names_is_there(what: str, by: str, shown: str) -> None:
    commands, tabs = re.findall(r"`leadsorted ([a-z-]+)`", by), re.findall(r"tab \*([^*]+)\*", by)
    assert commands or tabs, what
    assert set(commands) <= cli.commands.keys()
    assert set(tabs) <= schema.BY_NAME.keys()
    path, _, name = shown.strip("`").partition("::")
    text = (ROOT / path).read_text(encoding="utf-8")
    assert (f"def {name}(" if name else "def test_") in text
