"""The day: what is due, overdue, late, quiet or nobody's; reminders for a calendar, drafts for the mail program.

Nothing here changes the book.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from leadsorted_sheets.core.book import has_id
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.followup.agenda import Agenda, agenda
from leadsorted_sheets.core.followup.digest import digest, subject
from leadsorted_sheets.core.followup.letters import Letter, letters
from leadsorted_sheets.core.plan import Context, Progress, silent
from leadsorted_sheets.core.records import about, folded
from leadsorted_sheets.core.settings import Settings, read_settings
from leadsorted_sheets.errors import WouldOverwrite, WrongUsage
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.opened import opened
from leadsorted_sheets.workbook import files
from leadsorted_sheets.workbook.port import Reading, Workbook


@dataclass(frozen=True, slots=True)
class Wishes:
    """`owner` is a name, an e-mail or `me`; "" for everybody. `ics` and `drafts` are paths, "" for none."""

    owner: str = ""
    ics: str = ""
    drafts: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """One owner's list, ready to mail; of what nobody has where `owner` is ""."""

    owner: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Today:
    """`reminders` counts the events of the calendar, `drafts` names the files written, `kept` those left as they were."""

    reading: Reading
    agenda: Agenda
    digests: tuple[Digest, ...]
    findings: tuple[Finding, ...] = ()
    reminders: int = 0
    drafts: tuple[str, ...] = ()
    kept: int = 0


def today(
    workbook: Workbook, wishes: Wishes | None = None, *, clock: Clock = utc_now, progress: Progress = silent
) -> Today:
    """What there is to do, and the files asked for.

    Raises errors.WrongUsage where nobody is called like the owner, errors.WouldOverwrite where the calendar's file is
    there and `force` is not.
    """
    wishes = wishes or Wishes()
    there = opened(workbook, progress)
    book = there.book
    context = context_for(book, clock=clock, progress=progress)
    settings, _ = read_settings(book)
    whole = agenda(book, settings, context)
    owner = _named(wishes.owner, settings, whole, context) if wishes.owner else ""
    chosen = whole.of(owner) if owner else whole
    found: list[Finding] = []
    drafts: tuple[str, ...] = ()
    reminders = kept = 0
    if wishes.ics:
        reminders = _reminders(chosen, owner, wishes, book_id=there.state.book_id, context=context, found=found)
    if wishes.drafts:
        made, findings = letters(book, settings, context, owner=owner)
        found += findings
        drafts, kept = _drafts(made, wishes, context, found)
    return Today(there.reading, chosen, _digests(chosen, owner), tuple(found), reminders, drafts, kept)


def _digests(chosen: Agenda, owner: str) -> tuple[Digest, ...]:
    names = dict.fromkeys(([owner] if owner else []) + list(chosen.owners()))
    return tuple(Digest(name, subject(chosen, name), digest(chosen, name)) for name in names)


def _named(written: str, settings: Settings, whole: Agenda, context: Context) -> str:
    wanted = folded(context.actor if folded(written) == "me" else written)
    for owner in settings.owners:
        if wanted in (folded(owner.name), folded(owner.email)):
            return owner.name
    for name in whole.owners():
        if name and folded(name) == wanted:
            return name
    known = ", ".join(dict.fromkeys([*(owner.name for owner in settings.owners), *filter(None, whole.owners())]))
    who = f"{written} ({context.actor})" if folded(written) == "me" else written
    raise WrongUsage(f"Nobody is called {who}. Owners of this book: {known or 'none yet, see Owners on Settings'}.")


def _reminders(
    chosen: Agenda, owner: str, wishes: Wishes, *, book_id: str, context: Context, found: list[Finding]
) -> int:
    from leadsorted_sheets.session.reminders import calendar

    path = Path(wishes.ics)
    if path.exists() and not wishes.force:
        raise WouldOverwrite(wishes.ics)
    items = [
        item for item in chosen.items if item.due is not None and (not owner or folded(item.owner) == folded(owner))
    ]
    message = "Without an id a reminder could not be moved later, so none was made: {rows}. Any command with --apply gives ids."
    for tab in ("Leads", "Pipeline", "Activities"):
        without = [item.key for item in items if item.tab == tab and not has_id(item.key)]
        found += about(without, tab=tab, field=None, rule="today.no-id", message=message)
    files.replace(path, calendar(items, book_id, context.now, context.today))
    return sum(has_id(item.key) for item in items)


def _drafts(
    made: tuple[Letter, ...], wishes: Wishes, context: Context, found: list[Finding]
) -> tuple[tuple[str, ...], int]:
    """Draft files that were written, and how many stood there already and were left for whoever edits them."""
    from leadsorted_sheets.session.drafts import draft, file_name

    folder = Path(wishes.drafts)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[str] = []
    refused: list[Letter] = []
    kept = 0
    for letter in made:
        path = folder / file_name(letter)
        if path.exists() and not wishes.force:
            kept += 1
        elif (content := draft(letter, context.now.astimezone(context.zone))) is None:
            refused.append(letter)
        else:
            files.replace(path, content)
            written.append(path.name)
    message = "No mail program would take the address, so no draft was written: {leads}. Mend the address."
    found += about(
        (letter.lead for letter in refused), tab="Leads", field="Email", rule="today.bad-address", message=message
    )
    return tuple(written), kept
