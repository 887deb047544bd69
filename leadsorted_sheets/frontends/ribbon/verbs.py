"""Verbs on one lead or deal, and the day's list. The row that is selected stands for an answer that was left empty."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key, has_id
from leadsorted_sheets.errors import WrongUsage
from leadsorted_sheets.frontends.buttons import is_row
from leadsorted_sheets.frontends.ribbon import boxes
from leadsorted_sheets.frontends.ribbon.words import counted, joined

if TYPE_CHECKING:
    from leadsorted_sheets.frontends.ribbon.commands import Click, Said

_LINES = 26
_TABS = (schema.LEADS.name, schema.PIPELINE.name)


def acted(click: Click) -> Said:
    """Add, log, qualify, move, convert, close, register, find: done at once."""
    from leadsorted_sheets.frontends.ribbon.commands import Said, arrived, options_of, read_only_note
    from leadsorted_sheets.session.verbs import BY_NAME, act

    verb = BY_NAME[click.command.verb]
    news = arrived(click, only_look=not verb.writes)
    given: dict[str, str | bool] = {**dict(click.command.options), **click.given()}
    for option in dataclasses.fields(verb.options):
        if is_row(option) and not str(given.get(option.name, "")).strip():
            given[option.name] = _selected(click)
    options: Any = options_of(verb.options, given)
    result = act(click.workbook, verb.name, options, clock=click.clock, progress=click.progress)
    note = read_only_note(click.front) if result.applied else ""
    return Said(joined(boxes.acted(result, verb.label, looks=not verb.writes), note, news), result.change_id)


def today(click: Click) -> Said:
    """The day's lists, the first lines of each person's."""
    from leadsorted_sheets.frontends.ribbon.commands import Said, arrived
    from leadsorted_sheets.session.today import Wishes
    from leadsorted_sheets.session.today import today as day_of

    news = arrived(click, only_look=True)
    wishes = Wishes(owner=str(dict(click.command.options).get("owner", "")))
    day = day_of(click.workbook, wishes, clock=click.clock, progress=click.progress)
    lines = "\n\n".join(each.text.strip() for each in day.digests).splitlines()
    rest = (
        f"... and {counted(len(lines) - _LINES, 'line')} more. All of it, in a terminal: leadsorted today"
        if len(lines) > _LINES
        else ""
    )
    asked = day.agenda.asked_not_to
    left_out = f"Left out, for they asked not to be contacted: {asked:,}." if asked else ""
    text = "\n".join([*lines[:_LINES], *([rest] if rest else [])]) or "Nothing is due, and no lead is open."
    return Said(joined(text, left_out, boxes.looked_at(day.findings, day.reading), news))


def _selected(click: Click) -> Key:
    """The lead or deal in whose row the selection is. Raises errors.WrongUsage where that is none."""
    reading = click.workbook.read(progress=click.progress)
    at = click.front.selected()
    for name in _TABS if at else ():
        layout = reading.layout(name)
        if layout is not None and at is not None and layout.sheet == at[0]:
            for key, line in reading.lines.get(name, {}).items():
                if line == at[1] and has_id(key):
                    return key
                if line == at[1]:
                    raise WrongUsage(
                        f"{reading.place(name, key)} has no id yet. Nothing was changed. Any command, such as Normalise, "
                        "gives it one; then click again."
                    )
    raise WrongUsage(
        "No lead is selected. Nothing was changed. Click on a row of Leads or Pipeline first, or type a name, an e-mail "
        "address or an id when you are asked."
    )
