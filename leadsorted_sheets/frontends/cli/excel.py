"""The Lead Sorted tab in Excel: put it there, take it away, and why nothing happens."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from leadsorted_sheets.frontends.cli.doctors import Line, show
from leadsorted_sheets.frontends.cli.flags import InOrder, as_json, force


@click.group(cls=InOrder)
def excel() -> None:
    """The Lead Sorted tab in Excel: put it there, take it away, and why nothing happens."""


@excel.command()
def install() -> None:
    """Build the Lead Sorted tab for this Python and put it where Excel finds it at its next start.

    What Excel runs is written on this computer, so it asks nothing. See docs/excel.md.

    \b
    Example: leadsorted excel install
    """
    from leadsorted_sheets.addin.install import install as put

    click.echo(f"The add-in is at {put()}.")
    click.echo("Quit Excel if it is open, and start it: the tab Lead Sorted stands right of Data.")
    click.echo("Where it does not: leadsorted excel doctor")


@excel.command()
def uninstall() -> None:
    """Take the Lead Sorted tab out of Excel. Workbooks stay as they are.

    \b
    Example: leadsorted excel uninstall
    """
    from leadsorted_sheets.addin.install import uninstall as take

    path = take()
    if path is None:
        click.echo("It was not installed.")
    else:
        click.echo(f"{path} is deleted. The tab is gone when Excel starts the next time.")


@excel.command()
@as_json
def doctor(as_json: bool) -> None:
    """Why the tab is missing, or a click does nothing, and what to do; changes nothing, ends with 4 where something is wrong.

    \b
    Example: leadsorted excel doctor
    """
    from leadsorted_sheets.addin.doctor import diagnosis
    from leadsorted_sheets.addin.machine import examined

    found = diagnosis(examined())
    show((Line(each.about, each.state, each.found, each.remedy) for each in found), as_json=as_json)


@excel.command()
@click.option(
    "--to", "path", default="leadsorted.xlam", show_default=True, metavar="FILE", help="Where to write the file."
)
@click.option(
    "--python", default="", metavar="PATH",
    help="The Python it starts on the computers it is for; this one by default, python for the one that the PATH finds.",
)  # fmt: skip
@force
def build(path: str, python: str, force: bool) -> None:
    """Only write the add-in's file, for a computer that is looked after by others. Needs no Excel.

    \b
    Example: leadsorted excel build --to leadsorted.xlam --python python
    """
    from leadsorted_sheets.addin.build import build as make
    from leadsorted_sheets.errors import WouldOverwrite

    to, interpreter = Path(path), python or sys.executable
    if to.exists() and not force:
        raise WouldOverwrite(path)
    make(to, interpreter=interpreter)
    click.echo(f"{to} is ready. It starts {interpreter}, and belongs into the folder XLSTART of each user.")
