"""What people type after a command, read as the book keeps it: days, amounts, and entries of a list.

A cell that cannot be read waits on Review; a word on the command line is refused at once, for whoever typed it is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from leadsorted_sheets.core.cell import Cell, canon
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.settings import Settings
from leadsorted_sheets.core.where.times import moment_of, span
from leadsorted_sheets.errors import WrongUsage


def moment(said: str, flag: str, settings: Settings, context: Context) -> dt.date | dt.datetime:
    """A day, or a day and a time: 2026-03-04, "2026-03-04 09:30", today, tomorrow, today+3d, or as Preferences write dates.

    Raises errors.WrongUsage where it is none, or may be two.
    """
    from leadsorted_sheets.core.normalise.dates import read_column

    text = said.strip()
    if found := span(text, context.local_now):
        start, end = found
        if end - start > dt.timedelta(days=1):
            raise WrongUsage(f"{flag} {said!r} is more than a day. Say which day, such as 2026-03-04.")
        if end - start < dt.timedelta(days=1):
            return start
        return start.date()
    latest = context.today.replace(month=12, day=31)
    column = read_column([text], zone=context.zone, latest=latest, order=settings.preferences.date_order)
    verdict = column.read(text)
    if verdict is None or verdict.doubt is not None or not isinstance(verdict.value, dt.date) or text.isdecimal():
        raise WrongUsage(f"{flag} {said!r} is no day that can be read for certain. Say it like this: 2026-03-04.")
    return verdict.value


def day(said: str, flag: str, settings: Settings, context: Context) -> dt.date:
    """As `moment`, without the hour."""
    found = moment(said, flag, settings, context)
    return found.date() if isinstance(found, dt.datetime) else found


def past(said: str, flag: str, settings: Settings, context: Context) -> dt.datetime:
    """When something was done: now where nothing is said. A day other than today is taken at noon.

    Raises errors.WrongUsage where it is yet to come.
    """
    now = context.local_now
    if not said.strip():
        return now
    found = moment(said, flag, settings, context)
    if not isinstance(found, dt.datetime):
        found = now if found == now.date() else moment_of(found) + dt.timedelta(hours=12)
    if found > now:
        raise WrongUsage(f"{flag} {said!r} is in the future. What is yet to be done has a --due.")
    return found


def amount(said: str, flag: str) -> int | float:
    """A sum of money: 12000, "12,000", "12.5k". Raises errors.WrongUsage where it is none, or below zero."""
    from leadsorted_sheets.core.normalise.numbers import read_column

    text = said.strip()
    try:
        value: Cell = canon(float(text))
    except ValueError:
        verdict = read_column([text]).read(text)
        value = verdict.value if verdict is not None and verdict.doubt is None else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise WrongUsage(f"{flag} {said!r} is no amount that can be read for certain. Say it in digits: 12500")
    return value


def currency(said: str, flag: str, settings: Settings) -> str:
    """A currency by its ISO 4217 code; that of Preferences where nothing is said."""
    from leadsorted_sheets.core.normalise.numbers import read_currency

    text = said.strip()
    if not text:
        return settings.preferences.currency.strip().upper()
    verdict = read_currency(text)
    if verdict is not None and (verdict.doubt is not None or not isinstance(verdict.value, str)):
        raise WrongUsage(f"{flag} {said!r} is no currency code such as EUR.")
    return text if verdict is None else str(verdict.value)


def entry(
    said: str, flag: str, entries: Iterable[str], *, of: str, synonyms: Mapping[str, Sequence[str]] | None = None
) -> str:
    """An entry of a list, as the list spells it: in any case, by another word for it, or a slip away.

    Raises errors.WrongUsage with the whole list where it is none of them.

    >>> entry("closed  WON", "--stage", ["Negotiation", "Closed Won"], of="Stages on Settings")
    'Closed Won'
    """
    names = [name for name in entries if name.strip()]
    found = listed(said, names, synonyms)
    if found is None:
        there = f"There are: {', '.join(names)}" if names else "There is none yet"
        raise WrongUsage(f"{flag} {said!r} is not in {of}. {there}.")
    return found


def listed(said: str, entries: Iterable[str], synonyms: Mapping[str, Sequence[str]] | None = None) -> str | None:
    """The entry that is meant, as the list spells it; None where it is none of them.

    >>> listed("negotiaton", ["Negotiation", "Closed Won"]), listed("later", ["Negotiation"])
    ('Negotiation', None)
    """
    from leadsorted_sheets.core.normalise.picks import choices

    verdict = choices(entries, synonyms, where="in the list").read(said.strip())
    if verdict is None:
        return said.strip()
    return verdict.value if verdict.doubt is None and isinstance(verdict.value, str) else None


def owner(said: str, flag: str, settings: Settings, context: Context) -> str:
    """An active owner by name, short name or e-mail; `me` for whoever is at the keyboard.

    Raises errors.WrongUsage where nobody of Settings is meant, or somebody who left.
    """
    from leadsorted_sheets.core.normalise.owners import Colleagues
    from leadsorted_sheets.core.normalise.picks import choices
    from leadsorted_sheets.core.records import folded

    text = context.actor if folded(said) == "me" else said.strip()
    names = [one.name for one in settings.owners]
    emails = {one.name: (one.email,) for one in settings.owners if one.email}
    verdict = Colleagues(choices(names, emails, where="in Owners on Settings"), names).read(text)
    name = text if verdict is None else verdict.value if verdict.doubt is None else None
    found = next((one for one in settings.owners if one.name == name), None)
    active = ", ".join(one.name for one in settings.owners if one.active) or "nobody yet"
    if found is None:
        raise WrongUsage(f"{flag} {said!r} is nobody in Owners on Settings. Active owners are: {active}.")
    if not found.active:
        raise WrongUsage(f"{flag} {said!r}: {found.name} is not active any more. Active owners are: {active}.")
    return found.name


def reason(said: str, settings: Settings, *, of: str, command: str) -> str:
    """A lost reason as the list spells it. Raises errors.WrongUsage where none is given or it is not in the list."""
    from leadsorted_sheets.core.normalise.synonyms import LOST_REASONS

    reasons = [one.name for one in settings.lost_reasons]
    if not said.strip():
        raise WrongUsage(
            f'{of} needs a reason: {command} --reason "{(reasons or ["..."])[0]}"\nThere are: {", ".join(reasons)}.'
        )
    return entry(said, "--reason", reasons, of="Lost reasons on Settings", synonyms=LOST_REASONS)
