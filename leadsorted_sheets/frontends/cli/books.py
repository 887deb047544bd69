"""Making books: the demo, a new one, one from messy lists, one from the user's own workbook."""

from __future__ import annotations

import click

from leadsorted_sheets.frontends.cli.flags import as_json, end, force, progress, show_all, strict

_DEMO_LINES = 5


@click.command()
@click.argument("folder", default="leadsorted-demo", metavar="[DIR]")
@force
def demo(folder: str, force: bool) -> None:
    """The main job on the messy example that comes along, start to finish; says what to open.

    \b
    Example: leadsorted demo
    """
    from leadsorted_sheets.frontends import preview
    from leadsorted_sheets.session.demo import demo as make

    with progress() as tell:
        made = make(folder, force=force, progress=tell)
    out = preview.console()
    preview.show_cleaned(made.cleaned, out, limit=_DEMO_LINES)
    preview.show_export(made.export, out, limit=_DEMO_LINES)
    out.print(f"\nOpen {made.cleaned.to}, then {made.export.folder}.", soft_wrap=True, markup=False)


@click.command()
@click.argument("book", metavar="FILE")
@click.option("--country", default="", metavar="CODE", help="Where phones without a country code are from, such as GB.")
@click.option("--currency", default="", metavar="CODE", help="For deal values, such as GBP.")
@click.option("--example", is_flag=True, help="With the shipped example leads in it.")
@force
def new(book: str, country: str, currency: str, example: bool, force: bool) -> None:
    """A fresh workbook (FILE.xlsx), or the list to fill in and import (FILE.csv).

    \b
    Example: leadsorted new leads.xlsx --country DE --currency EUR
    """
    from leadsorted_sheets.session.new import new as make

    make(book, country=country, currency=currency, example=example, force=force)
    click.echo(f"{book} is ready. Put your leads on it, or bring lists in: leadsorted clean list.csv --to cleaned.xlsx")


@click.command()
@click.argument("lists", nargs=-1, required=True, metavar="IN...")
@click.option("--to", required=True, metavar="OUT", help="The workbook (.xlsx) or the list (.csv) to write.")
@click.option("--owners", default="", metavar="NAMES", help='Who gets the leads, such as "Ann <ann@x.com>, Bob".')
@click.option("--settings", default="", metavar="BOOK", help="Take owners, rules and preferences from this workbook.")
@click.option("--country", default="", metavar="CODE", help="Where phones without a country code are from, such as GB.")
@click.option("--currency", default="", metavar="CODE", help="For deal values, such as GBP.")
@click.option("--source", default="", metavar="NAME", help="Where leads without a source of their own came from.")
@click.option(
    "--map", "maps", multiple=True, metavar='"THEIRS=OURS"', help='Which column is which, such as "Mail=Email".'
)
@as_json
@show_all
@strict
@force
def clean(
    lists: tuple[str, ...], to: str, owners: str, settings: str, country: str, currency: str, source: str,
    maps: tuple[str, ...], as_json: bool, show_all: bool, strict: bool, force: bool,
) -> None:  # fmt: skip
    """The main job: read messy lists, map their columns, normalise, merge duplicates, assign, score, and write OUT.

    Rows that cannot be used come back in OUT.rejected.csv with the reason; what a person must decide is on the
    Review tab (OUT.review.csv beside a CSV).

    \b
    Example: leadsorted clean fair.csv website.xlsx --to leads.xlsx --owners "Ann, Bob"
    """
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session.clean import Wishes, owners_of
    from leadsorted_sheets.session.clean import clean as make

    wishes = Wishes(
        owners=owners_of(owners),
        settings=settings, country=country, currency=currency, source=source, maps=pairs("--map", maps), force=force,
    )  # fmt: skip
    with progress() as tell:
        cleaned = make(lists, to, wishes, progress=tell)
    if as_json:
        click.echo(json.rendered(json.of_cleaned(cleaned)))
    else:
        preview.show_cleaned(cleaned, preview.console(), limit=10**9 if show_all else preview.SHOWN)
    end(strict=strict, findings=cleaned.findings, also=bool(cleaned.rejected))


@click.command()
@click.argument("book")
@click.option("--tab", default="", metavar="NAME", help="The tab that holds the leads; the best match by default.")
@click.option("--no-tab", is_flag=True, help="Only add our tabs beside what is there.")
@click.option(
    "--map", "maps", multiple=True, metavar='"THEIRS=OURS"', help='Which column is which, such as "Mail=Email".'
)
@click.option("--owners", default="", metavar="NAMES", help='Who gets the leads, such as "Ann <ann@x.com>, Bob".')
@click.option("--country", default="", metavar="CODE", help="Where phones without a country code are from, such as GB.")
@click.option("--currency", default="", metavar="CODE", help="For deal values, such as GBP.")
@click.option("--apply", is_flag=True, help="Do it. Without it, what would be done is only shown.")
@as_json
def adopt(
    book: str, tab: str, no_tab: bool, maps: tuple[str, ...], owners: str, country: str, currency: str, apply: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Make your own workbook ours, in place: map its lead tab, give its rows ids, add our columns and tabs.

    Nothing else in it is touched.

    \b
    Example: leadsorted adopt mine.xlsx --tab "Sheet1" --apply
    """
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session.adopt import adopt as make
    from leadsorted_sheets.session.clean import Wishes, owners_of

    if tab and no_tab:
        raise click.UsageError("--tab names the lead tab and --no-tab says there is none: give one of them.")
    with progress() as tell:
        wishes = Wishes(owners=owners_of(owners), country=country, currency=currency)
        maps_said = pairs("--map", maps)
        adopted = make(book, tab=tab, no_tab=no_tab, maps=maps_said, wishes=wishes, apply=apply, progress=tell)
    if as_json:
        click.echo(json.rendered(json.of_adopted(adopted)))
    else:
        preview.show_adopted(adopted, preview.console(), command=f"leadsorted adopt {book}")


@click.command()
@click.argument("book")
def compact(book: str) -> None:
    """Take out the blank rows that merging had to leave where notes or formulas pointed at them.

    \b
    Example: leadsorted compact leads.xlsx
    """
    from leadsorted_sheets.frontends import preview
    from leadsorted_sheets.session import Session
    from leadsorted_sheets.workbook.resolve import workbook_at

    with progress() as tell:
        result = Session(workbook_at(book), progress=tell).compact()
    out = preview.console()
    preview.show_findings(result.findings, result.reading, out)
    out.print("Done.")


def pairs(flag: str, given: tuple[str, ...]) -> dict[str, str]:
    """`"Their header=Email"`, several times, as a mapping."""
    found: dict[str, str] = {}
    for each in given:
        left, sign, right = each.rpartition("=")
        if not sign or not left.strip() or not right.strip():
            raise click.UsageError(f'{flag} "{each}": say a header, an equals sign and a value, such as "Mail=Email".')
        found[left.strip()] = right.strip()
    return found
