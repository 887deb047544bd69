"""What several commands share: their flags, the progress bar, and how an outcome becomes an exit code."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import click

from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress, silent

FOUND = 1
STRICT = 3

_Command = TypeVar("_Command", bound=Callable[..., Any])


class InOrder(click.Group):
    """Lists its commands in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click asks with it
        return list(self.commands)


def as_json(command: _Command) -> _Command:
    return click.option("--json", "as_json", is_flag=True, help="Print the same as data.")(command)


def show_all(command: _Command) -> _Command:
    return click.option("--all", "show_all", is_flag=True, help="Show every change and finding, not the first dozen.")(
        command
    )


def strict(command: _Command) -> _Command:
    return click.option(
        "--strict", is_flag=True, help="Exit with 3 where anything is left for a person to mend or decide."
    )(command)


def force(command: _Command) -> _Command:
    return click.option("--force", is_flag=True, help="Write over an output file that exists.")(command)


def end(*, strict: bool, findings: Iterable[Finding], also: bool = False) -> None:
    """Leave with exit code 3 where `strict` was asked for and anything was found."""
    if strict and (also or any(finding.severity != "note" for finding in findings)):
        raise click.exceptions.Exit(STRICT)


@contextlib.contextmanager
def progress() -> Iterator[Progress]:
    """A progress bar while the work is long and a person watches; nothing otherwise."""
    import sys

    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("working", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None)

        yield tell
