"""`dedupe IN.csv --clusters OUT.csv`: an engine alone, on any table of people; ours, or Splink for lists past one sheet."""

from __future__ import annotations

from typing import Any, Literal

import click


def with_clusters(command: click.Command) -> click.Command:
    """The dedupe command, which with --clusters says who is who in a table and changes nothing."""
    plain = command.callback

    def run(*, clusters: str, engine: str, backend: str, memory: float, **given: Any) -> None:
        if engine == "own" and (memory or _typed("backend")):
            raise click.UsageError("--backend and --memory go with --engine splink.")
        if clusters and engine == "splink":
            _link(clusters, backend="spark" if backend == "spark" else "duckdb", memory=memory, **given)
        elif clusters:
            _measure(clusters, **given)
        elif engine == "splink":
            raise click.UsageError(
                "--engine splink says who is who in a list and merges nothing: name a file for that with --clusters OUT.csv. "
                "To merge the leads of a workbook, leave --engine out."
            )
        elif plain is not None:
            plain(**given)

    command.params += _FLAGS
    command.callback = run
    return command


_FLAGS: tuple[click.Option, ...] = (
    click.Option(
        ["--clusters"],
        default="",
        metavar="OUT.csv",
        help="Merge nothing: write row,cluster for any list, certain and likely together (--tier certain: the first alone).",
    ),
    click.Option(
        ["--engine"],
        type=click.Choice(["own", "splink"]),
        default="own",
        show_default=True,
        help="With --clusters: ours, or Splink for lists too long for one machine's memory (CSV or Parquet).",
    ),
    click.Option(
        ["--backend"],
        type=click.Choice(["duckdb", "spark"]),
        default="duckdb",
        show_default=True,
        help="What Splink runs on: DuckDB on this machine, or Spark.",
    ),
    click.Option(
        ["--memory"],
        type=click.FloatRange(min=0.1),
        default=None,
        metavar="GB",
        help="The most that DuckDB, or Spark where nothing else tells it, may take of this machine; half of it by default.",
    ),
)


def _typed(flag: str) -> bool:
    return click.get_current_context().get_parameter_source(flag) is click.core.ParameterSource.COMMANDLINE


def _tier(tier: str) -> Literal["certain", "likely"]:
    """The tier asked for; both together where none was."""
    chosen = tier if _typed("tier") else "likely"
    if chosen not in {"certain", "likely"}:
        raise click.UsageError("--clusters goes with --tier certain or --tier likely.")
    return "certain" if chosen == "certain" else "likely"


def _measure(to: str, *, book: str, tier: str, force: bool, as_json: bool, **_others: Any) -> None:
    from leadsorted_sheets.session.measuring import measure

    chosen = _tier(tier)
    _say(to, chosen, measure(book, to, tier=chosen, force=force), as_json=as_json)


def _link(
    to: str, *, book: str, tier: str, backend: Literal["duckdb", "spark"], memory: float | None, force: bool,
    as_json: bool, **_others: Any,
) -> None:  # fmt: skip
    from leadsorted_sheets.frontends.cli.flags import progress
    from leadsorted_sheets.session.scaling import link

    chosen = _tier(tier)
    with progress() as tell:
        seconds = link(book, to, backend=backend, tier=chosen, memory=memory or 0.0, force=force, progress=tell)
    _say(to, chosen, seconds, as_json=as_json)


def _say(to: str, tier: str, seconds: dict[str, float], *, as_json: bool) -> None:
    from leadsorted_sheets.frontends import json

    if as_json:
        click.echo(json.rendered({"clusters": to, "tier": tier, "seconds": dict(seconds)}))
    else:
        phases = ", ".join(f"{name} {each:.2f} s" for name, each in seconds.items())
        click.echo(f"{to}: {phases}.")
