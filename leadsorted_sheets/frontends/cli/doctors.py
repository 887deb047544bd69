"""What a doctor has found, printed the same for every one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import click

NOT_IN_ORDER = 4


class Line(NamedTuple):
    """One thing looked at: what was found, and what to do about it where it is not good."""

    about: str
    state: Literal["good", "note", "bad"]
    found: str
    remedy: str


def show(lines: Iterable[Line], *, as_json: bool) -> None:
    """Print the lines; ends with exit code 4 where one is bad."""
    from leadsorted_sheets.frontends import json

    lines = tuple(lines)
    if as_json:
        click.echo(json.rendered({"checks": [dict(line._asdict()) for line in lines]}))
    else:
        for line in lines:
            click.echo(f"{_SIGNS[line.state]:<5}{line.about:<20}{line.found}")
            if line.remedy:
                click.echo(f"{'':<25}{line.remedy}")
    if any(line.state == "bad" for line in lines):
        raise click.exceptions.Exit(NOT_IN_ORDER)


_SIGNS = {"good": "ok", "note": "note", "bad": "no"}
