"""A list of what leads did (a mailing tool's events, a call log) told from a list of leads, and made into Activities.

It is one where a column holds events we know by name, another says when, and another whose they are. Whose they are
travels in the row as Email, Phone, Lead ID and External IDs, until the lead is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leadsorted_sheets.core.cell import Cell, canon, shown
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.headers import header_key, match_headers
from leadsorted_sheets.core.importing import Origin
from leadsorted_sheets.core.importing.identity import our_id
from leadsorted_sheets.core.importing.signals import signal_of
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.intake.mapping import Mapped
from leadsorted_sheets.intake.rows import Taken
from leadsorted_sheets.intake.table import RawTable, Rejected, is_filled

ENOUGH = 0.8
"""The share of a column's values that have to be events we know."""
_SAMPLE = 200


def _keys(words: str) -> frozenset[str]:
    return frozenset(map(header_key, words.split(", ")))


_HEADERS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Type", _keys("activity type, event type, event, activity, type, action, engagement, engagement type, interaction, signal, event name, kind, what, Aktivität, Ereignis, Typ, Art, activité, événement, actividad, evento, tipo")),
    ("When", _keys("when, date, timestamp, time, event date, event time, activity date, occurred at, occurred, happened at, created at, created, created date, date and time, datetime, day, logged at, sent at, Datum, Zeitpunkt, fecha, data, horodatage")),
    ("Summary", _keys("summary, subject, email subject, details, detail, description, note, notes, message, comment, comments, text, asset, asset name, content, content name, document, file, file name, title, page, page title, email name, campaign, campaign name, event details, body, reply, reply text, Betreff, Notiz")),
    ("Outcome", _keys("outcome, result, disposition, call outcome, call result, call disposition, response, Ergebnis")),
    ("Owner", _keys("owner, rep, sales rep, activity owner, user, by, logged by, agent, assigned to, performed by, activity assigned to")),
    ("Due", _keys("due, due date, due on")),
    ("Done", _keys("done, completed, complete")),
    ("Link", _keys("link, url, page url, landing page, web page, recording, recording url, clicked url, link url")),
)  # fmt: skip
_WHOSE: dict[str, str] = {
    "Email": "Email", "Second email": "Email", "Phone": "Phone", "Mobile": "Phone", "Second phone": "Phone",
    "Lead ID": "External IDs", "Foreign ID": "External IDs",
}  # fmt: skip
_RECIPIENTS = _keys(
    "recipient, recipient email, to, from, contact email, lead email, email recipient, to email, from email, sender"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list of activities: place -> field of Activities, or what says whose it is."""

    fields: dict[int, str]

    def place(self, name: str) -> int | None:
        return next((n for n, field in self.fields.items() if field == name), None)


def columns_of(table: RawTable) -> Columns:
    """What each column is, where it is anything; each field once, by the first header that means it."""
    fields: dict[int, str] = {}
    for name, keys in _HEADERS:
        candidates = [n for n, header in enumerate(table.header) if n not in fields and header_key(header) in keys]
        if name == "Type":
            candidates.sort(key=lambda n: -_known_events(table, n))
        if candidates:
            fields[candidates[0]] = name
    for n, match in enumerate(match_headers(table.header)):
        if n in fields:
            continue
        if match.field in _WHOSE:
            fields[n] = _WHOSE[match.field]
        elif header_key(table.header[n]) in _RECIPIENTS:
            fields[n] = "Email"
    return Columns(dict(sorted(fields.items())))


def are_activities(table: RawTable) -> bool:
    """Whether the rows are what leads did rather than leads."""
    columns = columns_of(table)
    event = columns.place("Type")
    if event is None or columns.place("When") is None or _known_events(table, event) < ENOUGH:
        return False
    return any(name in columns.fields.values() for name in _WHOSE.values())


def activities_taken(table: RawTable, *, why: str, context: Context, origin: Origin | None = None) -> Taken:
    """The rows as additions to Activities, each with an id of its own; whose they are stands beside."""
    columns = columns_of(table)
    result = Taken()
    for cells, line in zip(table.rows, table.lines, strict=True):
        row = _row(cells, columns, table.header, origin)
        if row.get("Type") is None and row.get("Summary") is None:
            result.rejected.append(Rejected(line, "says neither what was done nor what it was about", tuple(cells)))
            continue
        key = context.new_id("A")
        result.rows.append(AddRow("Activities", key, row, why))
        result.lines[key] = line
    return result


def mapping_of(table: RawTable) -> tuple[Mapped, ...]:
    """How the columns were understood, for the preview. What has no place among Activities is left out."""
    columns = columns_of(table)
    found = []
    for n, header in enumerate(table.header):
        field = columns.fields.get(n)
        samples = tuple(text for cell in table.column(n)[:3] if (text := shown(cell)))
        why = "the list says what leads did" if field else "Activities has no column for it"
        found.append(Mapped(header, field, "synonym" if field else "left out", why, samples=samples))
    return tuple(found)


def _known_events(table: RawTable, n: int) -> float:
    values = table.column(n, _SAMPLE)
    return sum(signal_of(shown(value)) is not None for value in values) / len(values) if values else 0.0


def _row(cells: Sequence[Cell], columns: Columns, header: Sequence[str], origin: Origin | None) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    for n, name in columns.fields.items():
        cell = canon(cells[n])
        if not is_filled(cell):
            continue
        if name == "External IDs":
            _take_id(row, header[n], shown(cell).strip(), origin)
        elif name in {"Email", "Phone"}:
            row[name] = f"{shown(row[name])}; {shown(cell).strip()}" if name in row else shown(cell).strip()
        else:
            row[name] = cell if name in {"When", "Due"} else shown(cell).strip()
    event = shown(row.get("Type"))
    signal = signal_of(event)
    if signal:
        row["Type"] = signal.type
        if signal.outcome:
            row["Outcome"] = "; ".join(filter(None, (signal.outcome, shown(row.get("Outcome")))))
    elif event:
        row["Type"] = "Note"
        row["Outcome"] = "; ".join(filter(None, (event, shown(row.get("Outcome")))))
    return row


def _take_id(row: dict[str, Cell], header: str, text: str, origin: Origin | None) -> None:
    """Our id says it at once; another system's is marked with the system, where that is known."""
    if own := our_id(text):
        row["Lead ID"] = own
        return
    system = origin.system_of(header) if origin else ""
    mark = f"{system}:{text}" if system else text
    row["External IDs"] = f"{shown(row['External IDs'])}; {mark}" if "External IDs" in row else mark
