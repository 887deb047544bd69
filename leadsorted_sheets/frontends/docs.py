"""The tables of the documentation, made from what they describe: the commands and the columns.

python -m leadsorted_sheets.frontends.docs        rewrite README.md and docs/columns.md (make docs)
"""

from __future__ import annotations

from pathlib import Path

import click

from leadsorted_sheets.core import schema
from leadsorted_sheets.frontends.cli import cli

_OPEN, _CLOSE = "<!-- commands: made by `make docs`, checked by a test -->\n", "<!-- /commands -->"


def readme(text: str) -> str:
    """The README with its table of commands made anew."""
    before, _, rest = text.partition(_OPEN)
    _, _, after = rest.partition(_CLOSE)
    return f"{before}{_OPEN}{commands()}{_CLOSE}{after}"


def commands() -> str:
    """Every command with its first sentence."""
    lines = ["| command | what it does |", "|---|---|"]
    lines += [f"| `leadsorted {name}` | {sentence} |" for name, sentence in _commands(cli, "")]
    return "\n".join(lines) + "\n"


def columns() -> str:
    """Every tab and its columns, in the order of the workbook."""
    parts = ["# The columns\n", "Made from `core/schema.py` by `make docs`.\n"]
    for tab in schema.TABS:
        named = f"named by {tab.id}" + (f", ids begin with `{tab.prefix}-`" if tab.prefix else "")
        parts.append(f"## {tab.name}\n\nOn the sheet {tab.sheet}; a row is {named}. {tab.note}".rstrip() + "\n")
        parts += ["| column | kind | choices | note |", "|---|---|---|---|"]
        parts += [
            f"| {_cell(column.name)} | {column.kind} | {column.pick} | {_cell(column.hint or column.formula)} |"
            for column in tab.columns
        ]
        parts.append("")
    return "\n".join(parts)


def _commands(group: click.Group, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += _commands(command, f"{prefix}{name} ")
        else:
            found.append((f"{prefix}{name}", _first(command.help or "")))
    return found


def _first(text: str) -> str:
    """The first sentence, on one line."""
    sentence = " ".join(text.split("\n\n", 1)[0].split())
    end = sentence.find(". ")
    return sentence if end < 0 else sentence[: end + 1]


def _cell(text: str) -> str:
    return f"`{text}`" if text.startswith("=") else text.replace("|", "\\|")


def main() -> None:
    """Rewrite both files below the current folder."""
    path = Path("README.md")
    path.write_text(readme(path.read_text("utf-8")), "utf-8")
    Path("docs/columns.md").write_text(columns(), "utf-8")


if __name__ == "__main__":
    main()
