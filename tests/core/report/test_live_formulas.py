"""Every figure of the report against a live formula on the same rows, recalculated by LibreOffice.

The formulas are written as a sales manager would write them beside the data. Rows have all their moments to the minute;
what a day without an hour does, and what is blank or wrong, is counted by hand in the other tests of this room.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.report import figures
from leadsorted_sheets.core.schema import REPORT, SETTINGS, SOURCES, table_of
from tests.context import a_context
from tests.template.office import recalculated

pytestmark = pytest.mark.office

NOW = dt.datetime(2026, 3, 10, 12)
OWNERS = {"Ann": 1, "Ben": 2, "Cem": 1}
COSTS = {"Referral": 600, "Paid ads": 4250.5, "Partner": 80}
OPEN = ("Qualified", "Proposal Sent", "Negotiation")
At = tuple[str, str, str]
"""A table of the report, the name of a row and a column."""


def a_book(leads: int = 90, deals: int = 45) -> Book:
    chance = random.Random(7)  # a book that is always the same
    book: dict[str, dict[str, Row]] = {tab.name: dict(table_of(tab)) for tab in (*SETTINGS, *REPORT, SOURCES)}
    book["Owners"] = {name: {"Owner": name, "Weight": weight} for name, weight in OWNERS.items()}
    for name, cost in COSTS.items():
        book["Sources"][name] = {**book["Sources"][name], "Cost": cost}
    book["Leads"] = {f"L-{n}": _lead(f"L-{n}", chance) for n in range(leads)}
    book["Pipeline"] = {f"D-{n}": _deal(f"D-{n}", f"L-{n * 2}", chance) for n in range(deals)}
    lost = [key for key, row in book["Pipeline"].items() if row["Stage"] == "Closed Lost"]
    froms = ("Qualified", "Proposal Sent", "Negotiation")
    book["Activities"] = {
        f"A-{key}": {"Activity ID": f"A-{key}", "Deal ID": key, "Type": "Status change",
                     "When": book["Pipeline"][key]["Closed on"], "Summary": f"Stage: {froms[n % 3]} → Closed Lost"}
        for n, key in enumerate(lost)
    }  # fmt: skip
    return book


def _lead(key: str, chance: random.Random) -> Row:
    created = _ago(chance, 300)
    status = chance.choice(("New", "Contacted", "Nurture", "Qualified", "Unqualified"))
    row: dict[str, Cell] = {"Lead ID": key, "Source": chance.choice(tuple(COSTS)), "Status": status, "Created": created}
    row["Quality"] = len(key) * 7 + len(status) * 5
    if chance.random() < 0.9:
        row |= {"Owner": chance.choice(tuple(OWNERS)), "Assigned on": created}
    if status != "New":
        row["First contacted"] = created + dt.timedelta(minutes=chance.choice((20, 59, 61, 600, 1500, 5000)))
    if status == "Qualified":
        row["Qualified on"] = created + dt.timedelta(days=1)
    if status == "Unqualified":
        row["Lost reason"] = chance.choice(("No need", "Price"))
    if chance.random() < 0.6:
        row |= {"Next action": "Call", "Next action due": (NOW + dt.timedelta(days=chance.randrange(-9, 9))).date()}
    return row


def _deal(key: str, lead: str, chance: random.Random) -> Row:
    stage = chance.choice((*OPEN, "Closed Won", "Closed Lost"))
    opened = _ago(chance, 200)
    since = opened + (NOW - opened) * chance.random()
    since = since.replace(second=0, microsecond=0)
    row: dict[str, Cell] = {
        "Deal ID": key, "Lead ID": lead, "Owner": chance.choice(tuple(OWNERS)), "Stage": stage, "Opened": opened,
        "Stage since": since, "Value": chance.randrange(100, 9000), "Expected close": (NOW + dt.timedelta(days=chance.randrange(-30, 330))).date(),
    }  # fmt: skip
    if stage not in OPEN:
        row["Closed on"] = since
    if stage == "Closed Lost":
        row["Lost reason"] = chance.choice(("No need", "Price"))
    if chance.random() < 0.3:
        row["Probability"] = 0.35
    return row


def _ago(chance: random.Random, days: int) -> dt.datetime:
    return NOW - dt.timedelta(minutes=chance.randrange(60, days * 1440))


LEADS = ("Lead ID", "Source", "Status", "Created", "Owner", "Assigned on", "First contacted", "Qualified on", "Lost reason", "Next action", "Next action due", "Quality")  # fmt: skip
DEALS = ("Deal ID", "Lead ID", "Owner", "Stage", "Opened", "Stage since", "Value", "Expected close", "Closed on", "Lost reason", "Probability")  # fmt: skip
OF_LEAD: dict[str, str] = {
    # helper columns beside the leads; [Name] is the cell of that column in the same row, {Name} a whole column
    "Kind": "VLOOKUP([Status],Statuses!$A$2:$B$7,2,FALSE)",
    "Is open": 'IF(OR([Kind]="open",[Kind]="qualified"),1,0)',
    "Deals": "COUNTIF({D Lead ID},[Lead ID])",
    "Won": 'COUNTIFS({D Lead ID},[Lead ID],{D Kind},"won")',
    "Is deal": "IF([Deals]>0,1,0)",
    "Is customer": "IF([Won]>0,1,0)",
    "Is qualified": 'IF(OR([Qualified on]<>"",[Kind]="qualified",[Deals]>0),1,0)',
    "Is contacted": 'IF(OR([First contacted]<>"",[Is qualified]=1),1,0)',
    "Hours": 'IF([First contacted]="","",ROUND(([First contacted]-[Created])*24,6))',
    "Hours now": 'IF(AND([Created]>=DATE(2026,3,1),[Created]<DATE(2026,3,11)),[Hours],"")',
    "Hours before": 'IF(AND([Created]>=DATE(2026,2,1),[Created]<DATE(2026,2,11)),[Hours],"")',
    "Waits": 'IF([First contacted]<>"","",(NOW_IS-[Created])*24)',
    "In 24": 'IF([First contacted]<>"",IF([Hours]<=24,1,0),IF([Waits]>24,0,""))',
    "In 1": 'IF([First contacted]<>"",IF([Hours]<=1,1,0),IF([Waits]>1,0,""))',
}
OF_DEAL: dict[str, str] = {
    "Kind": "VLOOKUP([Stage],Stages!$A$2:$D$6,2,FALSE)",
    "Chance": 'IF([Probability]="",VLOOKUP([Stage],Stages!$A$2:$D$6,3,FALSE),[Probability])',
    "Allowed": "VLOOKUP([Stage],Stages!$A$2:$D$6,4,FALSE)",
    "Days": "INT(NOW_IS)-INT([Stage since])",
    "From": "MAX(1,"
    + ",".join(
        f'{n}*(COUNTIFS({{A Deal ID}},[Deal ID],{{A Summary}},"Stage: {stage} → Closed Lost")>0)'
        for n, stage in enumerate(OPEN, 1)
    )
    + ")",
    "Source": "VLOOKUP([Lead ID],Leads!$A$2:$B$91,2,FALSE)",
}
WON, LOST = 'COUNTIF({D Kind},"won")', 'COUNTIF({D Kind},"lost")'
ALL = "COUNTA({L Lead ID})"
CYCLE = 'SUMPRODUCT(({D Kind}="won")*(INT({D Closed on})-INT({D Opened})))/' + WON


def _earned(month: int) -> str:
    """Revenue of the first ten days of a month."""
    closed = f'{{D Closed on}},">="&DATE(2026,{month},1),{{D Closed on}},"<"&DATE(2026,{month},11)'
    return f'SUMIFS({{D Value}},{{D Kind}},"won",{closed})'


KEY_FIGURES: dict[str, str] = {
    "Leads": ALL,
    "Open leads": "SUM({L Is open})",
    "Unassigned leads": "COUNTBLANK({L Owner})",
    "Without a next action": 'SUMPRODUCT({L Is open}*((({L Next action}="")+({L Next action due}=""))>0))',
    "Overdue": 'SUMPRODUCT({L Is open}*({L Next action due}<>"")*({L Next action due}<INT(NOW_IS)))',
    "New this month": 'COUNTIFS({L Created},">="&DATE(2026,3,1),{L Created},"<"&DATE(2026,4,1))',
    "Contacted within 24 hours (%)": "100*AVERAGE({L In 24})",
    "Contacted within 1 hour (%)": "100*AVERAGE({L In 1})",
    "Median first response (hours)": "MEDIAN({L Hours})",
    "Qualification rate (%)": f"100*SUM({{L Is qualified}})/{ALL}",
    "Lead-to-opportunity rate (%)": f"100*SUM({{L Is deal}})/{ALL}",
    "Conversion rate (%)": f"100*SUM({{L Is customer}})/{ALL}",
    "Win rate (%)": f"100*{WON}/({WON}+{LOST})",
    "Average cycle (days)": CYCLE,
    "Average won deal (GBP)": 'AVERAGEIF({D Kind},"won",{D Value})',
    "Open pipeline (GBP)": 'SUMIF({D Kind},"open",{D Value})',
    "Weighted pipeline (GBP)": 'SUMPRODUCT(({D Kind}="open")*{D Value}*{D Chance})',
    "Stale deals": 'SUMPRODUCT(({D Kind}="open")*({D Days}>{D Allowed}))',
    "Deals moving per week": "SUMPRODUCT((INT({D Stage since})>INT(NOW_IS)-28)*1)/4",
    "Pipeline velocity (GBP a day)": f'COUNTIF({{D Kind}},"open")*{WON}/({WON}+{LOST})*AVERAGEIF({{D Kind}},"won",{{D Value}})/({CYCLE})',
    "Cost per acquisition (GBP)": f"{sum(COSTS.values())}/{WON}",
    "Revenue (GBP)": 'SUMIF({D Kind},"won",{D Value})',
    "Revenue growth (%)": f"100*({_earned(3)}-{_earned(2)})/{_earned(2)}",
}


def formulas() -> dict[At, str]:
    """What each cell of the report should come to."""
    return {("Key figures", name, "Value"): text for name, text in KEY_FIGURES.items()} | dict(
        [*_periods(), *_stages(), *_owners(), *_sources(), *_months(), *_funnel(), *_reasons()]
    )


def _periods() -> Iterator[tuple[At, str]]:
    spans = {
        "This period": ("DATE(2026,3,1)", "DATE(2026,3,11)"),
        "Period before": ("DATE(2026,2,1)", "DATE(2026,2,11)"),
    }
    for column, (first, end) in spans.items():

        def within(name: str, first: str = first, end: str = end) -> str:
            return f'{{{name}}},">="&{first},{{{name}}},"<"&{end}'

        created, closed = within("L Created"), within("D Closed on")
        new, won = f"COUNTIFS({created})", f'COUNTIFS({{D Kind}},"won",{closed})'
        lost, revenue = f'COUNTIFS({{D Kind}},"lost",{closed})', f'SUMIFS({{D Value}},{{D Kind}},"won",{closed})'
        inside = f"({{D Closed on}}>={first})*({{D Closed on}}<{end})"
        told = {
            "New leads": new,
            "Contacted within 24 hours (%)": f"100*AVERAGEIFS({{L In 24}},{created})",
            "Contacted within 1 hour (%)": f"100*AVERAGEIFS({{L In 1}},{created})",
            "Qualification rate (%)": f"100*SUMIFS({{L Is qualified}},{created})/{new}",
            "Lead-to-opportunity rate (%)": f"100*SUMIFS({{L Is deal}},{created})/{new}",
            "Deals opened": f"COUNTIFS({within('D Opened')})",
            "Deals won": won,
            "Win rate (%)": f"100*{won}/({won}+{lost})",
            "Average cycle (days)": f'SUMPRODUCT(({{D Kind}}="won")*{inside}*(INT({{D Closed on}})-INT({{D Opened}})))/{won}',
            "Average won deal (GBP)": f"{revenue}/{won}",
            "Deals moving per week": f"7/10*COUNTIFS({within('D Stage since')})",
            "Revenue (GBP)": revenue,
            "Median first response (hours)": f"MEDIAN({{L Hours {'now' if column == 'This period' else 'before'}}})",
        }
        yield from ((("Periods", name, column), text) for name, text in told.items())
    yield ("Periods", "Revenue (GBP)", "Difference"), f"{_earned(3)}-{_earned(2)}"
    yield ("Periods", "Revenue (GBP)", "Growth"), f"({_earned(3)}-{_earned(2)})/{_earned(2)}"


def _stages() -> Iterator[tuple[At, str]]:
    for n, stage in enumerate((*OPEN, "Closed Won", "Closed Lost"), 1):
        here = f'({{D Stage}}="{stage}")'
        yield ("Pipeline", stage, "Deals"), f'COUNTIF({{D Stage}},"{stage}")'
        yield ("Pipeline", stage, "Value"), f'SUMIF({{D Stage}},"{stage}",{{D Value}})'
        yield ("Pipeline", stage, "Weighted value"), f"SUMPRODUCT({here}*{{D Value}}*{{D Chance}})"
        if stage in OPEN:
            reached = f'({WON}+SUMPRODUCT(({{D Kind}}="lost")*({{D From}}>={n})))'
            yield ("Pipeline", stage, "Win rate"), f"{WON}/{reached}"
            yield ("Pipeline", stage, "Average days"), f'AVERAGEIF({{D Stage}},"{stage}",{{D Days}})'
            yield ("Pipeline", stage, "Stale"), f"SUMPRODUCT({here}*({{D Days}}>{{D Allowed}}))"


def _owners() -> Iterator[tuple[At, str]]:
    recent = '{L Assigned on},">="&INT(NOW_IS)-29'
    given = "(" + "+".join(f'COUNTIFS({{L Owner}},"{name}",{recent})' for name in OWNERS) + ")"
    for name, weight in OWNERS.items():
        leads = f'COUNTIF({{L Owner}},"{name}")'
        won, lost = (f'COUNTIFS({{D Owner}},"{name}",{{D Kind}},"{kind}")' for kind in ("won", "lost"))
        yield ("By owner", name, "Leads"), leads
        yield ("By owner", name, "Open"), f'SUMIF({{L Owner}},"{name}",{{L Is open}})'
        yield ("By owner", name, "Contacted in time"), f'AVERAGEIF({{L Owner}},"{name}",{{L In 24}})'
        yield ("By owner", name, "Qualified"), f'SUMIF({{L Owner}},"{name}",{{L Is qualified}})'
        yield ("By owner", name, "Won"), won
        yield ("By owner", name, "Revenue"), f'SUMIFS({{D Value}},{{D Owner}},"{name}",{{D Kind}},"won")'
        for column, of in (("Qualified share", "qualified"), ("Lead to deal", "deal"), ("Conversion", "customer")):
            yield ("Conversion", name, column), f'SUMIF({{L Owner}},"{name}",{{L Is {of}}})/{leads}'
        yield ("Conversion", name, "Win rate"), f"{won}/({won}+{lost})"
        yield ("Conversion", name, "Quality"), f'AVERAGEIF({{L Owner}},"{name}",{{L Quality}})'
        yield ("Conversion", name, "Within 1 hour"), f'AVERAGEIF({{L Owner}},"{name}",{{L In 1}})'
        got, due = f'COUNTIFS({{L Owner}},"{name}",{recent})', f"{given}*{weight}/{sum(OWNERS.values())}"
        yield ("Assignment", name, "Got"), got
        yield ("Assignment", name, "Due"), due
        yield ("Assignment", name, "Gap"), f"{got}-{due}"
        yield ("Assignment", name, "Share got"), f"{got}/{given}"


def _sources() -> Iterator[tuple[At, str]]:
    for name, cost in COSTS.items():
        leads, won = f'COUNTIF({{L Source}},"{name}")', f'COUNTIFS({{D Source}},"{name}",{{D Kind}},"won")'
        revenue = f'SUMIFS({{D Value}},{{D Source}},"{name}",{{D Kind}},"won")'
        yield ("By source", name, "Leads"), leads
        yield ("By source", name, "Qualified"), f'SUMIF({{L Source}},"{name}",{{L Is qualified}})'
        yield ("By source", name, "Won"), won
        yield ("By source", name, "Revenue"), revenue
        yield ("Source return", name, "Cost"), f"{cost}"
        yield ("Source return", name, "Quality"), f'AVERAGEIF({{L Source}},"{name}",{{L Quality}})'
        yield ("Source return", name, "Cost per lead"), f"{cost}/{leads}"
        yield ("Source return", name, "Cost per won deal"), f"{cost}/{won}"
        yield ("Source return", name, "ROI"), f"({revenue}-{cost})/{cost}"
        yield ("Source return", name, "Conversion"), f'SUMIF({{L Source}},"{name}",{{L Is customer}})/{leads}'


def _months() -> Iterator[tuple[At, str]]:
    for month in ("2026-01", "2026-02", "2026-03"):
        n = int(month[-1])
        span = f'">="&DATE(2026,{n},1),{{X}},"<"&DATE(2026,{n + 1},1)'
        earned = f'SUMIFS({{D Value}},{{D Kind}},"won",{{D Closed on}},{span.replace("{X}", "{D Closed on}")})'
        earlier = f'SUMIFS({{D Value}},{{D Kind}},"won",{{D Closed on}},">="&DATE(2026,{n - 1},1),{{D Closed on}},"<"&DATE(2026,{n},1))'
        yield ("New leads", month, "New leads"), f"COUNTIFS({{L Created}},{span.replace('{X}', '{L Created}')})"
        yield (
            ("New leads", month, "Won"),
            f'COUNTIFS({{D Kind}},"won",{{D Closed on}},{span.replace("{X}", "{D Closed on}")})',
        )
        yield ("New leads", month, "Revenue"), earned
        yield ("New leads", month, "Growth"), f"({earned}-{earlier})/{earlier}"
    for month in ("2026-04", "2026-07"):
        n = int(month[-1])
        inside = (
            f'({{D Kind}}="open")*({{D Expected close}}>=DATE(2026,{n},1))*({{D Expected close}}<DATE(2026,{n + 1},1))'
        )
        yield ("Forecast", month, "Deals"), f"SUMPRODUCT({inside})"
        yield ("Forecast", month, "Weighted value"), f"SUMPRODUCT({inside}*{{D Value}}*{{D Chance}})"
    yield ("Forecast", "Overdue", "Value"), 'SUMPRODUCT(({D Kind}="open")*({D Expected close}<INT(NOW_IS))*{D Value})'
    yield (
        ("Forecast", "Later", "Value"),
        'SUMPRODUCT(({D Kind}="open")*({D Expected close}>=DATE(2026,12,1))*{D Value})',
    )


def _funnel() -> Iterator[tuple[At, str]]:
    for name, of in (
        ("Contacted", "contacted"),
        ("Qualified", "qualified"),
        ("Opportunity", "deal"),
        ("Closed Won", "customer"),
    ):
        yield ("Funnel", name, "Leads"), f"SUM({{L Is {of}}})"
        yield ("Funnel", name, "Of all"), f"SUM({{L Is {of}}})/{ALL}"


def _reasons() -> Iterator[tuple[At, str]]:
    for reason in ("No need", "Price"):
        yield ("Lost reasons", reason, "Leads"), f'COUNTIFS({{L Lost reason}},"{reason}",{{L Kind}},"dead")'
        yield ("Lost reasons", reason, "Deals"), f'COUNTIFS({{D Lost reason}},"{reason}",{{D Kind}},"lost")'


def test_every_figure_is_what_a_live_formula_on_the_same_rows_comes_to(tmp_path: Path) -> None:
    book = a_book()
    wanted = formulas()
    path = tmp_path / "figures.xlsx"
    _write(path, book, list(wanted.values()))
    done = CalamineWorkbook.from_path(recalculated(path, into=tmp_path / "done"))
    live = [row[0] for row in done.get_sheet_by_name("Check").to_python()]
    ours = {
        (table.title.removeprefix("Report: "), str(row[0]), column): cell
        for table in figures(book, a_context(NOW.replace(tzinfo=dt.UTC)))
        for row in table.rows
        for column, cell in zip(table.header, row, strict=True)
    }
    assert len(live) == len(wanted)
    apart = {
        at: (ours[at], value)
        for at, value in zip(wanted, live, strict=True)
        if (value if isinstance(value, (int, float)) else None) != _about(ours[at], at)
    }
    assert apart == {}
    assert {at[0] for at in wanted} == {table.name.removeprefix("Report: ") for table in REPORT} - {"Definitions"}


def _about(figure: Cell, at: At) -> object:
    """The figure with what its rounding allows; a division by nothing is blank here and an error there."""
    rough = at[0] in ("Key figures", "Periods") or at[2] in {"Average days", "Quality"}
    return None if figure is None else pytest.approx(figure, abs=0.0501 if rough else 0.00501)


def _write(path: Path, book: Book, checks: list[str]) -> None:
    workbook = xlsxwriter.Workbook(path)
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    columns: dict[str, str] = {}
    tables = (
        ("Leads", "L", LEADS, OF_LEAD),
        ("Pipeline", "D", DEALS, OF_DEAL),
        ("Activities", "A", ("Deal ID", "Summary"), {}),
    )
    for tab, letter, given, derived in tables:
        for n, name in enumerate((*given, *derived)):
            column, last = xlsxwriter.utility.xl_col_to_name(n), len(book[tab]) + 1
            columns[f"{letter} {name}"] = f"{tab}!${column}$2:${column}${last}"
    for tab, _, given, derived in tables:
        sheet = workbook.add_worksheet(tab)
        places = {name: xlsxwriter.utility.xl_col_to_name(n) for n, name in enumerate((*given, *derived))}
        for n, row in enumerate(book[tab].values(), 1):
            for at, name in enumerate(given):
                cell = row.get(name)
                if isinstance(cell, dt.date):
                    sheet.write_datetime(n, at, cell, moment)
                elif cell is not None:
                    sheet.write(n, at, cell)
            for at, text in enumerate(derived.values(), len(given)):
                here = {f"[{name}]": f"${column}{n + 1}" for name, column in places.items()}
                sheet.write_formula(n, at, "=" + _spelt(_filled(text, here), columns))
    for tab, fields in (("Statuses", ("Status", "Kind")), ("Stages", ("Stage", "Kind", "Probability", "Stale after"))):
        sheet = workbook.add_worksheet(tab)
        for n, row in enumerate(book[tab].values(), 1):
            sheet.write_row(n, 0, [row.get(name, "") for name in fields])
    check = workbook.add_worksheet("Check")
    for n, text in enumerate(checks):
        check.write_formula(n, 0, "=" + _spelt(text, columns))
    workbook.close()


def _spelt(text: str, columns: dict[str, str]) -> str:
    whole = {f"{{{name}}}": place for name, place in columns.items()}
    return _filled(text, {**whole, "NOW_IS": "(DATE(2026,3,10)+0.5)"})


def _filled(text: str, words: dict[str, str]) -> str:
    for word, place in words.items():
        text = text.replace(word, place)
    return text
