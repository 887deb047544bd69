"""The command line. Commands for whole books are made from OPERATIONS; the rest stand beside this file, a topic each."""

from __future__ import annotations

import sys

import click

from leadsorted_sheets import __version__
from leadsorted_sheets.errors import LeadSortedError
from leadsorted_sheets.frontends.cli.books import adopt, clean, compact, demo, new
from leadsorted_sheets.frontends.cli.calc import calc
from leadsorted_sheets.frontends.cli.crm import crm, export
from leadsorted_sheets.frontends.cli.excel import excel
from leadsorted_sheets.frontends.cli.flags import InOrder
from leadsorted_sheets.frontends.cli.forgetting import forget
from leadsorted_sheets.frontends.cli.google import google
from leadsorted_sheets.frontends.cli.importing import import_lists
from leadsorted_sheets.frontends.cli.looking import completion, list_leads, why
from leadsorted_sheets.frontends.cli.measuring import with_clusters
from leadsorted_sheets.frontends.cli.operating import command_of
from leadsorted_sheets.frontends.cli.past import history, undo
from leadsorted_sheets.frontends.cli.reporting import with_page
from leadsorted_sheets.frontends.cli.syncing import sync
from leadsorted_sheets.frontends.cli.today import today
from leadsorted_sheets.frontends.cli.verbs import verb_command
from leadsorted_sheets.frontends.cli.watching import watch
from leadsorted_sheets.operations import OPERATIONS
from leadsorted_sheets.session.verbs import VERBS

INTERRUPTED = 130


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="leadsorted")
def cli() -> None:
    """Keep a small sales team's leads in a spreadsheet: clean, without duplicates, each with an owner.

    A command on a whole book shows what it would do and changes nothing until --apply. Everything can be taken
    back with undo.

    \b
    Example: leadsorted clean list1.csv list2.xlsx --to leads.xlsx --owners "Ann, Bob"
    """


_ALSO = {"dedupe": with_clusters, "report": with_page}
"""What the command of an operation can do beside it."""

for each in (demo, new, clean, adopt, import_lists):
    cli.add_command(each)
for operation in OPERATIONS:
    command = command_of(operation)
    cli.add_command(_ALSO.get(operation.name, lambda plain: plain)(command))
for verb in VERBS:
    cli.add_command(verb_command(verb))
for each in (list_leads, today, why, undo, history, forget, compact, sync, watch, google, export, crm):
    cli.add_command(each)
for each in (excel, calc, completion):
    cli.add_command(each)


def main() -> None:
    """Run the command line and end the process with the exit code that the outcome has."""
    try:
        code = cli.main(standalone_mode=False)  # click hands back the code of an Exit
        sys.exit(code if isinstance(code, int) else 0)
    except click.Abort:
        click.echo("\nInterrupted. Nothing was lost.", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(misuse.exit_code)
    except LeadSortedError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(refusal.exit_code)
    except KeyboardInterrupt:
        click.echo("\nInterrupted. Nothing was lost.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        sys.stderr.close()
        sys.exit(0)
