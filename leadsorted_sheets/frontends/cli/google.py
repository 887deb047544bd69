"""The way to Google Sheets: log in, log out, and what is in the way."""

from __future__ import annotations

import click

from leadsorted_sheets.frontends.cli.doctors import Line, show
from leadsorted_sheets.frontends.cli.flags import InOrder, as_json, progress


@click.group(cls=InOrder)
def google() -> None:
    """Google Sheets: log in, log out, and what is in the way."""


@google.command()
@click.option("--service-account", default="", metavar="FILE", help="The key file of a service account.")
@click.option("--client", default="", metavar="FILE", help="Your OAuth client's file; needed the first time only.")
@click.option(
    "--wider", is_flag=True, help="Also for spreadsheets that others made (by default: those made from here)."
)
def login(service_account: str, client: str, wider: bool) -> None:
    """Log in to Google, once per computer: in the browser, or with a service account's key.

    Where the files are from, and which way suits whom, is in docs/google.md.

    \b
    Example: leadsorted google login --client client_secret.json
    """
    from leadsorted_sheets.session.google import login as log_in

    done = log_in(service_account=service_account, client=client, wider=wider)
    reach = "all spreadsheets it may open" if done.wide else "spreadsheets made from here"
    click.echo(f"Logged in{f' as {done.who}' if done.who else ''}, for {reach}. Kept in {done.kept_in}.")
    if done.robot:
        click.echo(f"Share your spreadsheet with {done.who} as Editor. You can delete {service_account} now.")
    click.echo("Next: leadsorted google doctor")


@google.command()
def logout() -> None:
    """Log out of Google: take the log-in back and delete what is kept of it.

    \b
    Example: leadsorted google logout
    """
    from leadsorted_sheets.session.google import logout as log_out

    done = log_out()
    if not done.was_logged_in:
        click.echo("Nobody was logged in.")
    elif done.robot:
        click.echo(
            f"The key of {done.who} is deleted from this computer. It stays good until you delete it in Google's "
            "console: https://console.cloud.google.com/iam-admin/serviceaccounts"
        )
    elif done.taken_back:
        click.echo(f"Logged out{f' {done.who}' if done.who else ''}. Google took the log-in back.")
    else:
        click.echo(
            "Logged out here, but Google could not be told. Take the access away there: "
            "https://myaccount.google.com/connections"
        )


@google.command()
@click.argument("address", default="", metavar="[gsheet:KEY]")
@as_json
def doctor(address: str, as_json: bool) -> None:
    """What stands between this computer and Google, or one spreadsheet; changes nothing, ends with 4 where something does.

    \b
    Example: leadsorted google doctor gsheet:1hM3Wp1zfS0o0N0XbSXR7ADwtrmGSAJQ8zp0HYGQ_Wl8
    """
    from leadsorted_sheets.session.google import doctor as examine

    with progress() as tell:
        checks = examine(address, progress=tell)
    lines = (Line(each.what, "good" if each.ok else "bad", each.found, each.remedy) for each in checks)
    show(lines, as_json=as_json)
