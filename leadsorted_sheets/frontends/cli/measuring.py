"""`dedupe IN.csv --clusters OUT.csv`: the engine alone, on any table with a column of people in it."""

from __future__ import annotations

from typing import Any

import click


def with_clusters(command: click.Command) -> click.Command:
    """The dedupe command, which with --clusters says who is who in a table and changes nothing."""
    plain = command.callback

    def run(*, clusters: str, **given: Any) -> None:
        if clusters:
            _measure(clusters, **given)
        elif plain is not None:
            plain(**given)

    help = (
        "For measuring: write row,cluster for any CSV, certain and likely together (--tier certain: the first alone)."
    )
    command.params.append(click.Option(["--clusters"], default="", metavar="OUT.csv", help=help))
    command.callback = run
    return command


def _measure(to: str, *, book: str, tier: str, force: bool, as_json: bool, **_others: Any) -> None:
    from leadsorted_sheets.frontends import json
    from leadsorted_sheets.session.measuring import measure

    source = click.get_current_context().get_parameter_source("tier")
    chosen = tier if source is click.core.ParameterSource.COMMANDLINE else "likely"
    if chosen not in {"certain", "likely"}:
        raise click.UsageError("--clusters goes with --tier certain or --tier likely.")
    seconds = measure(book, to, tier="certain" if chosen == "certain" else "likely", force=force)
    if as_json:
        click.echo(json.rendered({"clusters": to, "tier": chosen, "seconds": dict(seconds)}))
    else:
        phases = ", ".join(f"{name} {each:.2f} s" for name, each in seconds.items())
        click.echo(f"{to}: {phases}.")
