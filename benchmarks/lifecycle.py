"""How long the daily work on a whole book takes: assign, score, follow-up, quality and report, with five activities a lead.

    python -m benchmarks.lifecycle                       1,000, 10,000 and 100,000 leads
    python -m benchmarks.lifecycle --rows 1000           a quick look

Each figure is the least processor time of some runs of the pure operation on a book in memory, in this process; reading and
writing the workbook are in `benchmarks.run`. The second figure is the run after its changes were taken in: a book that is kept up.
The collector of garbage is off, as it is when a command runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import itertools
import random
import time
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from benchmarks.run import machine
from benchmarks.words import OWNERS
from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.changes import apply
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.schema import BY_NAME as TABS
from leadsorted_sheets.core.schema import table_of
from leadsorted_sheets.operations import BY_NAME

STEPS: tuple[str, ...] = ("assign", "score", "follow-up", "quality", "report")
ACTIVITIES_EACH = 5
NOW = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure the daily work on a book.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    print(f"{machine()}.\n")
    print("| | " + " | ".join(f"{rows:,}" for rows in options.rows) + " |")
    print("|---|" + "---:|" * len(options.rows))
    costs = [measured(rows, options.times, options.seed) for rows in options.rows]
    for name in STEPS:
        print(f"| {name} | " + " | ".join("{:.2f} s, {:.2f} s".format(*cost[name]) for cost in costs) + " |")


def measured(rows: int, times: int, seed: int) -> dict[str, tuple[float, float]]:
    """For each step, in the order of the work: seconds on the book as it comes, and on the book it has left behind."""
    book = a_book(rows, seed)
    costs: dict[str, tuple[float, float]] = {}
    for name in STEPS:
        first, after = _timed(name, book, times)
        second, _ = _timed(name, after, times)
        costs[name] = first, second
        book = after
    return costs


def a_book(rows: int, seed: int) -> Book:
    """A made-up book in the middle of its life: a fifth of the leads are new, some closed, a tenth became deals.

    >>> {tab: len(table) for tab, table in a_book(10, 1).items() if tab in ("Leads", "Activities", "Pipeline")}
    {'Leads': 10, 'Activities': 50, 'Pipeline': 1}
    """
    chance = random.Random(seed)
    leads = {f"L-{n:010}": _lead(n, chance) for n in range(rows)}
    return {
        **{tab: table_of(TABS[tab]) for tab in ("Preferences", "Statuses", "Stages", "Scoring rules", "Lost reasons")},
        **{
            tab: table_of(TABS[tab])
            for tab in ("Follow-up sequences", "Sources", *(tab for tab in TABS if tab.startswith("Report:")))
        },
        "Owners": {name: {"Owner": name, "Active": "yes"} for name in OWNERS},
        "Leads": leads,
        "Activities": dict(_activities(list(leads), chance)),
        "Pipeline": {f"D-{n:010}": _deal(n, chance) for n in range(0, rows, 10)},
    }


def _ago(chance: random.Random, days: int) -> dt.datetime:
    minutes = chance.randrange(days * 24 * 60)
    return (NOW - dt.timedelta(minutes=minutes)).replace(tzinfo=None, second=0)


def _lead(n: int, chance: random.Random) -> Row:
    status = chance.choices(
        ("New", "Contacted", "Qualified", "Nurture", "Unqualified", "Converted"), (4, 6, 3, 3, 3, 1)
    )[0]
    created = _ago(chance, 300)
    row: dict[str, str | int | dt.datetime | dt.date] = {
        "Lead ID": f"L-{n:010}", "First name": "Ana", "Last name": f"Ng{n}", "Company": f"Acme {n // 3} Ltd",
        "Email": f"ana{n}@acme{n // 3}.example", "Phone": f"+4420{n:08}", "Source": chance.choice(("Referral", "Website form", "Paid ads")),
        "Status": status, "Created": created, "Country": "GB",
    }  # fmt: skip
    if chance.random() < 0.7:
        row["Owner"] = chance.choice(OWNERS)
    if chance.random() < 0.5:
        row |= {"Job title": "Head of Sales", "Seniority": "Director", "Budget": chance.randrange(1, 50) * 1000}
    if status != "New":
        row |= {"First contacted": created + dt.timedelta(hours=5), "Last activity": _ago(chance, 60)}
    if chance.random() < 0.4:
        row |= {
            "Next action": chance.choice(("follow up", "Send revised proposal", "Call about the quote")),
            "Next action due": _ago(chance, 30).date(),
        }
    return row


def _activities(leads: list[str], chance: random.Random) -> Iterator[tuple[str, Row]]:
    for n, key in enumerate(key for key in leads for _ in range(ACTIVITIES_EACH)):
        id = f"A-{n:010}"
        kind = chance.choice(("Call", "Email", "Meeting", "DM", "Demo", "Note"))
        yield (
            id,
            {
                "Activity ID": id,
                "Lead ID": key,
                "When": _ago(chance, 200),
                "Type": kind,
                "Summary": "Talked",
                "Owner": OWNERS[0],
            },
        )


def _deal(n: int, chance: random.Random) -> Row:
    stage = chance.choice(("Qualified", "Proposal Sent", "Negotiation", "Closed Won", "Closed Lost"))
    return {
        "Deal ID": f"D-{n:010}", "Lead ID": f"L-{n:010}", "Deal": f"Deal {n}", "Value": 1000, "Stage": stage,
        "Stage since": _ago(chance, 60), "Opened": _ago(chance, 200),
    }  # fmt: skip


def _timed(name: str, book: Book, times: int) -> tuple[float, Book]:
    """The least time of the operation, and the book with its changes."""
    operation = BY_NAME[name]
    best = float("inf")
    for _ in range(times):
        context = Context(NOW, ZoneInfo("Europe/London"), "Ann", _numbered())
        gc.collect()
        gc.disable()
        started = time.process_time()
        outcome = operation.plan(book, operation.options(), context)
        best = min(best, time.process_time() - started)
        gc.enable()
    return best, apply(book, outcome.changes)


def _numbered() -> Callable[[str], str]:
    count = itertools.count(1)

    def new_id(prefix: str) -> str:
        return f"{prefix}-{next(count):010}"

    return new_id


if __name__ == "__main__":
    main()
