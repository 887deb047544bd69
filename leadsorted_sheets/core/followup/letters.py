"""The e-mails of sequence steps that are due: the texts of Settings with the columns of the lead filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Error, Formula, shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.followup.digest import plain
from leadsorted_sheets.core.followup.next_action import Course, step_done
from leadsorted_sheets.core.followup.sequences import action_of, sequences
from leadsorted_sheets.core.followup.watch import days_over
from leadsorted_sheets.core.followup.working_days import working_week
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import about, filled, folded, is_yes
from leadsorted_sheets.core.settings import Settings, Touch
from leadsorted_sheets.core.where import columns_of, domain_of


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft. Names, addresses and subject are single lines without control characters; `text` has "\\n" line ends."""

    lead: Key
    sequence: str
    step: int
    to: str
    to_name: str
    sender: str
    sender_name: str
    subject: str
    text: str


def letters(
    book: Book, settings: Settings, context: Context, *, owner: str = ""
) -> tuple[tuple[Letter, ...], tuple[Finding, ...]]:
    """The letters of all steps due today or before, of one owner where one is named, and what stands in the way of others.

    Only where the step is what the lead waits for: a next action that a person wrote is theirs to do. Nobody who asked
    not to be contacted is written to.
    """
    writer = _Writer(book, settings, context)
    made: list[Letter] = []
    for key, row in filled(book, schema.LEADS):
        if owner and folded(shown(row.get("Owner"))) != folded(owner):
            continue
        touch = writer.due(row)
        if touch is not None and (letter := writer.letter(key, row, touch)) is not None:
            made.append(letter)
    return tuple(made), tuple(writer.findings())


def filled_in(text: str, row: Row) -> tuple[str, tuple[str, ...]]:
    """A text with {Column} replaced by the cell, and the columns that are blank. {First name|there} says what stands in for one.

    A cell's line breaks become spaces, and a space before a comma goes where a name is missing.

    >>> filled_in("Hello {First name}, {first_name|you} of {Company|your company}", {"First name": "Ana"})
    ('Hello Ana, Ana of your company', ())
    >>> filled_in("Hello {First name},", {})
    ('Hello,', ('First name',))
    """
    cells = {_column(name): cell for name, cell in row.items()}
    blank: list[str] = []

    def value(found: re.Match[str]) -> str:
        cell = cells.get(_column(found[1]))
        written = "" if isinstance(cell, Formula | Error) else plain(shown(cell))
        if not written and found[2] is None:
            blank.append(found[1].strip())
        return written or (found[2] or "").strip()

    said = _PLACE.sub(value, text)
    return (re.sub(r" +(?=[,.;:!?])", "", said) if blank else said), tuple(dict.fromkeys(blank))


def places(text: str) -> Iterator[str]:
    """The columns that a text asks for.

    >>> list(places("Hello {First name|there} of {Compny}"))
    ['First name', 'Compny']
    """
    return (found[1].strip() for found in _PLACE.finditer(text))


_PLACE = re.compile(r"\{([^{}|\n]{1,60})(?:\|([^{}\n]{0,200}))?\}")


def _column(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


class _Writer:
    def __init__(self, book: Book, settings: Settings, context: Context) -> None:
        ready, _ = sequences(settings.touches)
        self._course = Course.of(settings, ready, working_week(settings.preferences.working_days)[0], context.today)
        known = {*schema.LEADS.fields, *columns_of(book.get("Leads", {}))}
        self._columns = {_column(name) for name in known}
        self._owners = {folded(owner.name): owner for owner in settings.owners}
        self._unaddressed: list[Key] = []
        self._blank: dict[str, list[Key]] = {}
        self._strange: dict[tuple[str, str], None] = {}
        self._textless: dict[str, None] = {}

    def due(self, row: Row) -> Touch | None:
        """The e-mail that this lead waits for today; None where it waits for something else, or for nothing."""
        course = self._course
        over = days_over(row.get("Next action due"), course.today)
        if over is None or over < 0 or is_yes(row.get("Do not contact")) or course.kind(row) in ("dead", "converted"):
            return None
        sequence = course.sequence(row)
        touch = sequence.after(step_done(row)) if sequence else None
        if (
            touch is None
            or folded(touch.type) != "email"
            or folded(shown(row.get("Next action"))) != folded(action_of(touch))
        ):
            return None
        return touch

    def letter(self, key: Key, row: Row, touch: Touch) -> Letter | None:
        email = row.get("Email")
        address = plain(email) if isinstance(email, str) else ""
        if not domain_of(address) or any(sign in address for sign in ' ,;<>()[]"\\:'):
            self._unaddressed.append(key)
            return None
        if not touch.subject.strip() and not touch.text.strip():
            self._textless.setdefault(touch.name)
            return None
        (subject, no), (text, nor) = filled_in(touch.subject, row), filled_in(touch.text, row)
        for name in dict.fromkeys((*no, *nor)):
            if _column(name) in self._columns:
                self._blank.setdefault(name, []).append(key)
            else:
                self._strange.setdefault((touch.name, name))
        owner = self._owners.get(folded(shown(row.get("Owner"))))
        person = plain(" ".join(shown(row.get(name)) for name in ("First name", "Last name")))
        sender = plain(owner.email) if owner and domain_of(owner.email) else ""
        return Letter(
            key, touch.sequence.strip(), touch.step, address, person, sender, plain(owner.name) if owner else "",
            plain(subject), text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n",
        )  # fmt: skip

    def findings(self) -> Iterator[Finding]:
        message = "An e-mail is due, but there is no address to send it to: {leads}. Write one, or call instead."
        yield from about(self._unaddressed, tab="Leads", field="Email", rule="today.no-address", message=message)
        for name in self._textless:
            message = f"An e-mail is due, but the touch {name} has neither subject nor text, so no draft was written."
            yield Finding("warning", "Follow-up sequences", name, "Text", "today.no-text", message)
        for touch, name in self._strange:
            message = f"The text of {touch} asks for {{{name}}}, but Leads has no such column. It was left out."
            yield Finding("warning", "Follow-up sequences", touch, "Text", "today.no-column", message)
        for name, keys in self._blank.items():
            remedy = f"In the text, {{{name}|there}} says what stands in."
            message = f"{name} is blank, so a draft has a gap: {{leads}}. {remedy}"
            yield from about(keys, tab="Leads", field=name, rule="today.blank", message=message)
