"""The Lead Sorted toolbar in LibreOffice Calc."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from leadsorted_sheets.frontends.cli.flags import InOrder, force

_UNOPKG = click.option(
    "--unopkg", default="", metavar="PATH", help="LibreOffice's program for extensions, where it is not found."
)


@click.group(cls=InOrder)
def calc() -> None:
    """The Lead Sorted toolbar in LibreOffice Calc: put it there, take it away."""


@calc.command()
@_UNOPKG
def install(unopkg: str) -> None:
    """Put the Lead Sorted toolbar and menu into LibreOffice Calc, for this Python. Close LibreOffice first.

    \b
    Example: leadsorted calc install
    """
    from leadsorted_sheets.addin.calc_extension import install as put
    from leadsorted_sheets.frontends.calc_toolbar import toolbar

    put(toolbar(), unopkg=unopkg)
    click.echo("The toolbar and the menu Lead Sorted are in Calc when LibreOffice starts the next time.")


@calc.command()
@_UNOPKG
def uninstall(unopkg: str) -> None:
    """Take the toolbar and the menu out of LibreOffice. Workbooks stay as they are.

    \b
    Example: leadsorted calc uninstall
    """
    from leadsorted_sheets.addin.calc_extension import uninstall as take

    taken = take(unopkg=unopkg)
    click.echo("The toolbar is gone when LibreOffice starts the next time." if taken else "It was not installed.")


@calc.command()
@click.option(
    "--to", "path", default="leadsorted.oxt", show_default=True, metavar="FILE", help="Where to write the file."
)
@force
def build(path: str, force: bool) -> None:
    """Only write the extension, to be put in by LibreOffice's own Tools > Extension Manager.

    \b
    Example: leadsorted calc build --to leadsorted.oxt
    """
    from leadsorted_sheets.addin.calc_extension import build as make
    from leadsorted_sheets.errors import WouldOverwrite
    from leadsorted_sheets.frontends.calc_toolbar import toolbar

    to = Path(path)
    if to.exists() and not force:
        raise WouldOverwrite(path)
    make(to, toolbar())
    click.echo(f"{to} is ready. It starts {sys.executable}.")
