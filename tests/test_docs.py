"""What the documentation says is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from leadsorted_sheets.frontends import docs
from leadsorted_sheets.frontends.cli import cli
from leadsorted_sheets.resources import template_path

ROOT = Path(__file__).parent.parent


def test_the_readme_lists_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert text == docs.readme(text), "run make docs"


def test_the_table_of_columns_is_the_schemas() -> None:
    assert (ROOT / "docs" / "columns.md").read_text("utf-8") == docs.columns(), "run make docs"


def _told_on_start_here() -> list[str]:
    sheet = openpyxl.load_workbook(template_path())["Start here"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    return sorted({found for cell in cells for found in re.findall(r"leadsorted ([a-z]+)", cell)})


@pytest.mark.parametrize("name", _told_on_start_here())
def test_start_here_names_only_commands_there_are(name: str) -> None:
    assert name in cli.commands


@pytest.mark.parametrize("path", ["README.md", "docs/architecture.md", "CHANGELOG.md", "templates/examples/README.md"])
def test_documents_name_only_commands_there_are(path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    named = set(re.findall(r"(?:^|[`$ ])leadsorted ([a-z][a-z-]*)", text, re.MULTILINE))
    assert named - set(cli.commands) == set()


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
