"""Out of the sheet and into a CRM."""

from __future__ import annotations

import click

from leadsorted_sheets.frontends.cli.books import pairs
from leadsorted_sheets.frontends.cli.flags import as_json, end, force, progress, show_all, strict


@click.command()
@click.argument("book")
@click.option(
    "--crm", "name", required=True, metavar="NAME", help="Which CRM (see crm list), or a PROFILE.toml of your own."
)
@click.option("--to", required=True, metavar="DIR", help="The folder for the files.")
@click.option("--where", default="", metavar="FILTER", help="Only these leads.")
@click.option(
    "--fill",
    multiple=True,
    metavar='"HEADER=TEXT"',
    help='What stands in for a missing value, such as "Company=[not provided]".',
)
@click.option(
    "--changed", is_flag=True, help="Only what is new or changed since the last export for this CRM, and what is gone."
)
@click.option("--skip-bad", is_flag=True, help="Write the good rows, and the others to rejected.csv with the reason.")
@as_json
@show_all
@strict
@force
def export(
    book: str,
    name: str,
    to: str,
    where: str,
    fill: tuple[str, ...],
    changed: bool,
    skip_bad: bool,
    as_json: bool,
    show_all: bool,
    strict: bool,
    force: bool,
) -> None:
    """Files that your CRM imports without an error, every row checked against its rules first.

    The workbook remembers what was sent. A later export with --changed brings only what is new or changed since, and
    names what the CRM still has of leads that are gone.

    \b
    Example: leadsorted export leads.xlsx --crm hubspot --to hubspot-import
    Example: leadsorted export leads.xlsx --crm hubspot --to hubspot-update --changed
    """
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session.exporting import export as make
    from leadsorted_sheets.workbook.resolve import workbook_at

    with progress() as tell:
        done = make(
            workbook_at(book),
            name,
            to,
            where=where,
            fill=pairs("--fill", fill),
            changed=changed,
            skip_bad=skip_bad,
            force=force,
            progress=tell,
        )
    if as_json:
        click.echo(json.rendered(json.of_export(done)))
    else:
        preview.show_export(done, preview.console(), limit=10**9 if show_all else preview.SHOWN)
    if done.refused:
        raise click.exceptions.Exit(3)
    end(strict=strict, findings=done.findings)


@click.group()
def crm() -> None:
    """The CRMs we know, and what each asks of a file."""


@crm.command("list")
def list_crms() -> None:
    """Every CRM there is a profile for.

    \b
    Example: leadsorted crm list
    """
    from leadsorted_sheets.session.exporting import known

    for name, title in known():
        click.echo(f"{name:<14}{title}")


@crm.command("show")
@click.argument("name")
@click.option("--toml", is_flag=True, help="As it is written, with its comments.")
def show_crm(name: str, toml: bool) -> None:
    """One profile: its files and columns, its rules, where each fact is from, and which are unconfirmed.

    \b
    Example: leadsorted crm show hubspot
    """
    from leadsorted_sheets.frontends import preview
    from leadsorted_sheets.session.exporting import described, profile_text

    if toml:
        click.echo(profile_text(name))
        return
    out = preview.console()
    for figures in described(name):
        preview.show_figures(figures, out, limit=None)


@crm.command("new")
@click.argument("file", metavar="FILE.toml")
@click.option("--like", default="csv", show_default=True, metavar="NAME", help="Which profile to begin with.")
@force
def new_crm(file: str, like: str, force: bool) -> None:
    """A profile of your own for a CRM that we have none for: a copy to change, no code.

    \b
    Example: leadsorted crm new my-crm.toml --like salesforce
    """
    from leadsorted_sheets.session.exporting import new_profile

    new_profile(file, like, force=force)
    click.echo(f"{file} is ready. Change it, then: leadsorted export leads.xlsx --crm {file} --to out")
