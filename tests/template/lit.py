"""Rows, and what stands out in each."""

from __future__ import annotations

import datetime as dt

PAST, FUTURE = dt.date(2000, 1, 1), dt.date(2999, 1, 1)
LATE = {"Next action": "Call", "Next action due": PAST}
NAMED = {"Company": "Contoso"}

# tab, row, and the columns that light up ("*" is the whole row)
LIT = (
    ("Leads", {}, set()),
    ("Leads", NAMED | {"Owner": "Ann"}, set()),
    ("Leads", NAMED, {"Owner"}),
    ("Leads", {"Notes": "not a lead yet"}, set()),
    ("Leads", {"Owner": "Ann", "Status": "New"} | LATE, {"Next action", "Next action due"}),
    ("Leads", {"Owner": "Ann", "Status": "Qualified"} | LATE, {"Next action", "Next action due"}),
    ("Leads", {"Owner": "Ann", "Status": "Unheard of"} | LATE, {"Next action", "Next action due"}),
    ("Leads", {"Owner": "Ann", "Status": "Unqualified"} | LATE, set()),
    ("Leads", {"Owner": "Ann", "Status": "Converted"} | LATE, set()),
    ("Leads", {"Owner": "Ann", "Status": "New", "Next action due": FUTURE}, set()),
    ("Leads", {"Owner": "Ann", "Status": "New", "Next action due": "soon"}, set()),
    ("Leads", {"Owner": "Ann", "Rating": "Hot"}, {"Score", "Rating"}),
    ("Leads", {"Owner": "Ann", "Rating": "Warm"}, set()),
    ("Leads", {"Owner": "Ann", "Do not contact": "yes"}, {"*"}),
    ("Pipeline", {"Stage": "Negotiation", "Expected close": PAST} | LATE, {"Next action", "Next action due", "Expected close"}),
    ("Pipeline", {"Stage": "Negotiation", "Expected close": FUTURE}, set()),
    ("Pipeline", {"Stage": "Closed Won", "Expected close": PAST} | LATE, {"Stage"}),
    ("Pipeline", {"Stage": "Closed Lost", "Expected close": PAST} | LATE, {"*"}),
    ("Activities", {"Due": PAST}, {"Due"}),
    ("Activities", {"Due": PAST, "Done": "yes"}, set()),
    ("Activities", {"Due": FUTURE}, set()),
    ("Review", {}, {"Decision"}),
    ("Review", {"Decision": "Later"}, set()),
    ("History", {}, set()),
    ("History", {"Undone": dt.datetime(2026, 1, 1, 9, 0)}, {"*"}),
)  # fmt: skip
