"""A small team's book, the same each time, with the cases a formula can trip over."""

from __future__ import annotations

import datetime as dt

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.schema import BY_NAME, REPORT

_PEOPLE = (
    ("Ana", "Ng", "Northwind Trading"),
    ("Bob", "O'Brien", "Contoso Ltd"),
    ("Chloé", "Dubois", "Fabrikam GmbH"),
    ("Dinesh", "Patel", "Adventure Works"),
    ("Elena", "Rossi", "Litware Inc"),
    ("Farid", "Haddad", "Tailspin Toys"),
    ("Grace", "Okafor", "Wingtip Logistics"),
)
_SOURCES = ("Website form", "Referral", "Paid ads", "Trade show / event", "referral")
_STATUSES = ("New", "Contacted", "Qualified", "Nurture", "Unqualified", "Converted")
_OWNERS = ("Ann", "Bob", "Chloé", None)
_START = dt.datetime(2026, 1, 5, 9, 30)


def filled() -> Book:
    """Forty leads, a dozen deals and what goes with them."""
    leads = {f"L-{n:010d}": _lead(n) for n in range(40)}
    deals = {f"D-{n:010d}": _deal(n) for n in range(12)}
    return {
        "Leads": leads,
        "Pipeline": deals,
        "Activities": {f"A-{n:010d}": _activity(n) for n in range(10)},
        "Sources": {
            name: {"Source": name, "Channel": "Website", "Cost": cost}
            for name, cost in (
                ("Website form", 500),
                ("Referral", 0),
                ("Paid ads", 2400.5),
                ("Trade show / event", 900),
            )
        }
        | {"Nobody came": {"Source": "Nobody came"}},
        "Stages": {
            "Talking": {"Stage": "Talking", "Kind": "open", "Order": 1, "Probability": 0.3},
            "Signed": {"Stage": "Signed", "Kind": "won", "Order": 2, "Probability": 1},
            "Signed again": {"Stage": "Signed again", "Kind": "won", "Order": 3, "Probability": 1},
            "Gone": {"Stage": "Gone", "Kind": "lost", "Order": 4, "Probability": 0},
        },
    } | {tab.name: _figures(tab.name) for tab in REPORT}


def _lead(n: int) -> dict[str, object]:
    first, last, company = _PEOPLE[n % len(_PEOPLE)]
    status = _STATUSES[n % len(_STATUSES)]
    created = _START + dt.timedelta(days=3 * n, minutes=17 * n)
    cells: dict[str, object] = {
        "First name": first,
        "Last name": last,
        "Company": company,
        "Email": f"lead{n}@example.com",
        "Phone": f"+44207946{n:04d}",
        "Source": _SOURCES[n % len(_SOURCES)],
        "Status": status,
        "Owner": _OWNERS[n % len(_OWNERS)],
        "Score": n * 2,
        "Next action": "=not a formula" if n == 3 else "Send revised proposal",
        "Next action due": dt.date(2026, 3, 1 + n % 28),
        "Created": created,
        "Notes": "Met at the fair.\nWants a quote for forty seats before the end of the month." if n % 4 == 0 else None,
        "Qualified on": created + dt.timedelta(days=4) if n % 3 == 0 else None,
        "Deal ID": f"D-{n // 2:010d}" if n % 2 == 0 and n < 20 else None,  # deals 10 and 11 are nobody's
    }
    return {name: value for name, value in cells.items() if value is not None}


def _deal(n: int) -> dict[str, object]:
    stage = ("Talking", "Signed", "Gone", "Signed again")[n % 4]
    cells: dict[str, object] = {
        "Deal": f"Deal {n}",
        "Stage": stage,
        "Value": None if n == 5 else 1000.25 * n,
        "Currency": "GBP",
    }
    return {name: value for name, value in cells.items() if value is not None}


def _activity(n: int) -> dict[str, object]:
    return {"Lead ID": f"L-{n:010d}", "When": _START, "Type": "Call", "Summary": "Talked about their current tool."}


def _figures(name: str) -> dict[str, dict[str, object]]:
    """Half of the rows filled, as a report would."""
    tab = BY_NAME[name]
    return {
        str(n): {"#": n} | {column.name: f"Name {n}" if column.kind == "text" else n for column in tab.columns[1:]}
        for n in range(1, tab.block // 2)
    }
