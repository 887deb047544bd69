"""A small team's first quarter of 2026, told step by step, and done to a workbook by the commands a team would use."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core import report, schema
from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell, canon, same, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.session import Session
from leadsorted_sheets.session import context as real
from leadsorted_sheets.session.importing import Wishes, bring_in
from leadsorted_sheets.session.verbs import BY_NAME, act
from leadsorted_sheets.workbook.port import Batch, Workbook
from tests.context import a_context

FAIR = """Name,Company,Email,Phone,Job title,Created
Ines Roy,Globex Ltd,ines@globex.example,020 7946 0101,Head of Operations,2026-01-05 09:00
Jan Kos,Initech,jan@initech.example,020 7946 0102,Buyer,2026-01-05 09:00
Kim Lee,Umbrella plc,kim@umbrella.example,020 7946 0103,Director,2026-01-05 09:00
Lou Abt,Hooli,lou@hooli.example,020 7946 0104,Assistant,2026-01-05 09:00
"""
LONDON = ZoneInfo("Europe/London")
REFUSED = "refused"
"""Names what the refusal of a step says; nothing is written then."""

Step = tuple[str, str, str, dict[str, Any]]
"""When, who, what, and how."""

QUARTER: tuple[Step, ...] = (
    # Ann comes back from the fair, brings its list in, and everybody gets a share of it.
    ("01-05 09:00", "Ann", "import", {"source": "Trade show / event"}),
    ("01-05 09:10", "Ann", "assign", {}),
    # Ann rings Ines within the hour, Bob writes to Jan the next morning, Cem takes three days for Kim.
    ("01-05 09:40", "Ann", "log", {"lead": "Ines Roy", "type": "Call", "summary": "Wants a demo", "outcome": "reached"}),
    ("01-06 08:00", "Bob", "log", {"lead": "Jan Kos", "type": "Email", "summary": "Price list sent"}),
    ("01-08 11:00", "Cem", "log", {"lead": "Kim Lee", "type": "Call", "summary": "Left a message", "outcome": "no answer"}),
    # Ines has a budget, decides, needs it and says when. That is a deal; without asking it would not have been one.
    ("01-09 10:00", "Ann", "convert", {"lead": "Ines Roy", "value": "12000", REFUSED: "Only a qualified lead becomes a deal"}),
    ("01-09 10:05", "Ann", "qualify", {"lead": "Ines Roy", "budget": "12000", "authority": "Herself", "need": "One list", "timeline": "Q1"}),
    ("01-12 09:00", "Ann", "convert", {"lead": "Ines Roy", "value": "12000", "close": "2026-02-27"}),
    # Lou was only after the free pen.
    ("01-15 16:00", "Ann", "move", {"lead": "Lou Abt", "to": "Unqualified", REFUSED: "Unqualified needs a reason"}),
    ("01-15 16:01", "Ann", "move", {"lead": "Lou Abt", "to": "Unqualified", "reason": "No budget"}),
    # Ann meets Nia of Stark and registers the company for herself, before Bob thinks of it too.
    ("01-20 11:59", "Ann", "register", {"company": "Stark Industries", "owner": "Ann", REFUSED: "a registration counts only with somebody to talk to"}),
    ("01-20 12:00", "Ann", "add", {"name": "Nia Poe", "company": "Stark Industries", "email": "nia@stark.example", "source": "Referral", "owner": "me"}),
    ("01-20 12:05", "Ann", "register", {"company": "Stark Industries", "owner": "me"}),
    ("01-21 12:00", "Bob", "register", {"company": "Stark Industries", "owner": "me", REFUSED: "Stark Industries is Ann's until 2026-04-20"}),
    # Bob is on holiday for two weeks. Meanwhile two leads come in: one for Ann by registration, one in turn, none for Bob.
    ("02-02 08:00", "Bob", "by hand", {"tab": "Owners", "key": "Bob", "Away from": dt.date(2026, 2, 2), "Away until": dt.date(2026, 2, 15)}),
    ("02-03 09:00", "Ann", "add", {"name": "Max Ort", "company": "Wayne Ltd", "email": "max@wayne.example", "source": "Paid ads"}),
    ("02-03 09:30", "Ann", "add", {"name": "Oli Quay", "company": "Stark Industries", "email": "oli@stark.example", "source": "Paid ads"}),
    # Ines fills in the form on the website too. She is there already.
    ("02-04 10:00", "Cem", "add", {"name": "Ines Roy", "email": "ines@globex.example", REFUSED: "Ines Roy (L-0000000001) is there already"}),
    # The deal with Globex goes its way, and is won for a little less.
    ("02-10 10:00", "Ann", "move", {"lead": "D-0000000001", "to": "Proposal Sent"}),
    ("02-20 10:00", "Ann", "move", {"lead": "D-0000000001", "to": "Negotiation"}),
    ("02-27 15:00", "Ann", "close", {"deal": "Globex Ltd", "how": "won", "value": "11000"}),
    # Bob is back, qualifies Jan, and loses the deal to a cheaper offer.
    ("02-16 09:00", "Bob", "qualify", {"lead": "Jan Kos", "budget": "5000", "authority": "Jan", "need": "Reports", "timeline": "March"}),
    ("02-16 09:30", "Bob", "convert", {"lead": "Jan Kos", "value": "5000", "close": "2026-03-15"}),
    ("03-06 14:00", "Bob", "close", {"deal": "Initech", "how": "lost", REFUSED: "A lost deal needs a reason"}),
    ("03-06 14:01", "Bob", "close", {"deal": "Initech", "how": "lost", "reason": "Price"}),
    # Max took a month to reach, and is a deal a week later.
    ("03-02 10:00", "Cem", "log", {"lead": "Max Ort", "type": "Call", "summary": "Asked for an offer", "outcome": "reached"}),
    ("03-02 10:20", "Cem", "qualify", {"lead": "Max Ort", "budget": "8000", "authority": "Max", "need": "Sync", "timeline": "April"}),
    ("03-03 09:00", "Cem", "convert", {"lead": "Max Ort", "value": "8000", "close": "2026-04-30"}),
    ("03-09 09:00", "Cem", "move", {"lead": "D-0000000003", "to": "Proposal Sent"}),
    # Cem picks Nurture for Kim from the drop-down in the sheet. Nobody is told; the next command notices.
    ("03-16 11:00", "Cem", "by hand", {"tab": "Leads", "key": "Kim Lee", "Status": "Nurture"}),
    # The bills for the fair and the ads are in. On the last afternoon Ann puts the book in order.
    ("03-31 16:50", "Ann", "by hand", {"tab": "Sources", "key": "Trade show / event", "Cost": 600}),
    ("03-31 16:51", "Ann", "by hand", {"tab": "Sources", "key": "Paid ads", "Cost": 400}),
    ("03-31 17:00", "Ann", "follow-up", {}),
    ("03-31 17:01", "Ann", "score", {}),
    ("03-31 17:02", "Ann", "quality", {}),
    ("03-31 17:03", "Ann", "report", {}),
)  # fmt: skip
END = dt.datetime(2026, 3, 31, 17, 5, tzinfo=LONDON)


def lived(workbook: Workbook, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole quarter, done to a new workbook. Ids count up, so that the same quarter makes the same cells."""
    counts: Mapping[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))
    monkeypatch.setattr(real, "mint", lambda prefix: f"{prefix}-{next(counts[prefix]):010d}")
    (folder / "fair.csv").write_text(FAIR, encoding="utf-8")
    team = (
        AddRow("Owners", name, row_of({"Owner": name, "Active": "yes", "Weight": 1})) for name in ("Ann", "Bob", "Cem")
    )
    country = Edit("Preferences", "Country", "Value", workbook.read().book["Preferences"]["Country"].get("Value"), "GB")
    write(workbook, *team, country)
    for when, who, what, how in sorted(QUARTER, key=lambda step: step[0]):
        monkeypatch.setenv("LEADSORTED_ACTOR", who)
        now = dt.datetime.strptime(f"2026-{when}", "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)
        wanted = {name: value for name, value in how.items() if name != REFUSED}
        if REFUSED in how:
            before = workbook.read().revision
            with pytest.raises(errors.LeadSortedError, match=re.escape(how[REFUSED])):
                _do(workbook, folder, what, wanted, now=now)
            assert workbook.read().revision == before
        else:
            _do(workbook, folder, what, wanted, now=now)


def _do(workbook: Workbook, folder: Path, what: str, how: dict[str, Any], *, now: dt.datetime) -> None:
    def clock() -> dt.datetime:
        return now

    if what == "import":
        bring_in(
            workbook.address, [str(folder / "fair.csv")], Wishes(**how), apply=True, clock=clock, workbook=workbook
        )
    elif what == "by hand":
        _by_hand(workbook, **how)
    elif what in BY_NAME:
        assert act(workbook, what, BY_NAME[what].options(**how), clock=clock).clashes == ()
    else:
        assert Session(workbook, clock=clock).run(what, apply=True).clashes == ()


def _by_hand(workbook: Workbook, tab: str, key: str, **cells: Cell) -> None:
    """What a person types into the sheet; a lead is found by its name."""
    table = workbook.read().book[tab]
    named = {f"{row.get('First name')} {row.get('Last name')}": each for each, row in table.items()}
    key = named.get(key, key)
    write(workbook, *(Edit(tab, key, name, table[key].get(name), canon(cell)) for name, cell in cells.items()))


def write(workbook: Workbook, *changes: Change) -> None:
    assert workbook.write(Batch(list(changes)), expect=workbook.read().revision).clashed == []


def told(book: Book) -> str:
    """The cells of the book that a new one does not have, a row a paragraph, in the order of our columns."""
    lines: list[str] = []
    for tab in schema.TABS:
        new = schema.table_of(tab)
        for key, row in book[tab.name].items():
            cells = {name: cell for name in tab.fields if not same(cell := row.get(name), new.get(key, {}).get(name))}
            if cells and not tab.name.startswith("Report"):
                lines.append(f"{tab.name} {key}")
                lines += (f"    {name}: {shown(cell)}".replace("\n", "\n        ") for name, cell in cells.items())
    return "\n".join(lines) + "\n"


def reported(book: Book) -> str:
    """The report of the book on the last day of the quarter."""
    lines: list[str] = []
    for each in report.figures(book, a_context(END)):
        lines += ["", each.title, *(" | ".join(map(shown, row)).rstrip() for row in (each.header, *each.rows))]
    return "\n".join(lines[1:]) + "\n"
