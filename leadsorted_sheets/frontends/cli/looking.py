"""Looking without changing: a filtered list, why two leads are or are not one, shell completion."""

from __future__ import annotations

from typing import Literal

import click

from leadsorted_sheets.frontends.cli.flags import as_json

_COLUMNS = "First name,Last name,Company,Email,Phone,Status,Owner,Score,Next action due"


@click.command("list")
@click.argument("book")
@click.option("--where", default="", metavar="FILTER", help='Only these leads, such as "owner=Ann and status=New".')
@click.option("--columns", default=_COLUMNS, metavar="NAMES", help="Which columns, with commas between them.")
@click.option(
    "--by",
    type=click.Choice(["company", "household"]),
    default=None,
    help="Show what belongs together, with counts and owners.",
)
@as_json
def list_leads(book: str, where: str, columns: str, by: Literal["company", "household"] | None, as_json: bool) -> None:
    """The leads that a filter matches.

    With --by, those that belong together, and who owns them: companies by name or mail domain, households by surname and
    address or phone. Nothing is merged.

    \b
    Example: leadsorted list leads.xlsx --where "status=New and owner is blank"
    """
    shown = tuple(name.strip() for name in columns.split(","))
    if by:
        _show_linked(book, by, where, shown, as_json=as_json)
        return
    from leadsorted_sheets.frontends import json, preview
    from leadsorted_sheets.session.looking import listed
    from leadsorted_sheets.workbook.resolve import workbook_at

    rows = listed(workbook_at(book), where)
    if as_json:
        every: list[json.Plain] = [{name: json.plain(cell) for name, cell in row.items()} for row in rows]
        click.echo(json.rendered({"leads": every}))
    else:
        preview.show_leads(rows, shown, preview.console())


def _show_linked(
    book: str, by: Literal["company", "household"], where: str, columns: tuple[str, ...], *, as_json: bool
) -> None:
    from leadsorted_sheets.frontends import json, linked_preview, preview
    from leadsorted_sheets.session.linking import linked
    from leadsorted_sheets.workbook.resolve import workbook_at

    found = linked(workbook_at(book), by, where)
    if as_json:
        click.echo(json.rendered(linked_preview.as_data(found, by)))
    else:
        linked_preview.show_linked(found, by, columns, preview.console())


@click.command()
@click.argument("book")
@click.argument("one", metavar="L-...")
@click.argument("other", metavar="L-...")
def why(book: str, one: str, other: str) -> None:
    """Why two leads are, or are not, the same person: what agrees, how rare that is, what speaks against it.

    Of leads that were merged it tells when and by whom, the evidence as the rows stood then, and whose cells survived.

    \b
    Example: leadsorted why leads.xlsx L-7K3QZ9M2XA L-0B1C2D3E4F
    """
    from leadsorted_sheets.session.why import reasons
    from leadsorted_sheets.workbook.resolve import workbook_at

    for line in reasons(workbook_at(book), one, other):
        click.echo(line)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands in your shell.

    \b
    Example: leadsorted completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    if found is not None:
        click.echo(found(root, {}, "leadsorted", "_LEADSORTED_COMPLETE").source())
