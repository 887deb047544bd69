"""Buttons that only show something: the Settings tab, the manual."""

from __future__ import annotations

import html
import webbrowser
from typing import TYPE_CHECKING

from leadsorted_sheets.core.schema import SETTINGS
from leadsorted_sheets.errors import NotOurBook
from leadsorted_sheets.resources import state_folder

if TYPE_CHECKING:
    from leadsorted_sheets.frontends.ribbon.commands import Click, Said

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Lead Sorted in Excel</title>
<style>body {{ font: 16px/1.5 sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }}
h2 {{ margin-top: 2em; }} dt {{ font-weight: bold; margin-top: .8em; }} dd {{ margin-left: 1.5em; }}</style></head>
<body><h1>Lead Sorted in Excel</h1>
<p>Each button of the tab, from left to right. A preview changes nothing. Undo, or Ctrl+Z right after a command, takes
it back; History says how far back that reaches. Under Rows you say whether all leads are meant, those a filter leaves
visible, or those that are selected.</p>
{groups}
</body></html>
"""


def settings(click: Click) -> Said:
    """Bring the Settings tab to the front."""
    from leadsorted_sheets.frontends.ribbon.commands import Said

    reading = click.workbook.read(progress=click.progress)
    layout = next((found for tab in SETTINGS if (found := reading.layout(tab.name))), None)
    if layout is None:
        raise NotOurBook(click.front.name)
    click.front.show(layout.sheet)
    return Said()


def manual(_click: Click) -> Said:
    """Every button with what it does, in the browser; written anew, so it is always of this version."""
    from leadsorted_sheets.frontends.ribbon.commands import Said

    page = state_folder() / "help.html"
    page.write_text(_manual(), "utf-8")
    webbrowser.open(page.as_uri())
    return Said()


def _manual() -> str:
    from leadsorted_sheets.frontends import buttons

    parts: list[str] = []
    for group in buttons.groups():
        parts.append(f"<h2>{html.escape(group.label)}</h2><dl>")
        for command in buttons.commands_of(group.items):
            told = f"{command.title}. {command.about}".replace("?. ", "? ")
            parts.append(f"<dt>{html.escape(command.label)}</dt><dd>{html.escape(told)}</dd>")
        parts.append("</dl>")
    return _PAGE.format(groups="\n".join(parts))
