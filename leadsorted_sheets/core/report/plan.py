"""Filling the Report tab: fixed slots for the charts to point at, filled from the top, the rest cleared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import Cell, Formula, same
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.records import about
from leadsorted_sheets.core.report import breakdowns, rates
from leadsorted_sheets.core.report.definitions import definitions
from leadsorted_sheets.core.report.doubts import doubts
from leadsorted_sheets.core.report.fairness import fairness
from leadsorted_sheets.core.report.forecast import forecast
from leadsorted_sheets.core.report.key_figures import key_figures
from leadsorted_sheets.core.report.ledger import Ledger, open_ledger
from leadsorted_sheets.core.report.periods import by_period
from leadsorted_sheets.core.report.spans import USUAL, unread_period

FILLED = "report: counted anew"
KEY_FIGURES, PERIODS = "Report: Key figures", "Report: Periods"


@dataclass(frozen=True, slots=True)
class Options:
    period: str = field(
        default=USUAL,
        metadata={
            "help": "What is compared with the one before: month, quarter, year (so far), last-month, last-quarter, last-year, or a number of days."
        },
    )
    keys: tuple[Key, ...] | None = field(default=None, metadata={"help": "Count only these leads and their deals."})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Fill the Report tab: key figures, this period against the one before, funnel, sources, owners, pipeline, forecast.

    Beside counts there are rates, returns and the fairness of assignment; every figure says what it means, and what was
    left out is listed.
    """
    ledger, findings = open_ledger(book, context, None if options.keys is None else frozenset(options.keys))
    tables = _tables(ledger, options.period)
    changes: list[Change] = []
    for table in tables:
        if table.title in book:
            filled, formulas = _filled(book, schema.BY_NAME[table.title], table.rows)
            changes += filled
            findings += formulas
    if not any(table.title in book for table in tables):
        message = "There is no Report tab to fill. The figures are shown here only."
        findings.append(Finding("warning", KEY_FIGURES, None, None, "report.no-tab", message))
    return Outcome(changes, (*findings, *unread_period(options.period, ledger.today), *doubts(ledger, book)), tables)


def figures(
    book: Book, context: Context, *, keys: Collection[Key] | None = None, period: str = USUAL
) -> tuple[Figures, ...]:
    """All tables of the report as data, one for each tab of `schema.REPORT` and titled like it, without the numbers."""
    return _tables(open_ledger(book, context, keys)[0], period)


def _tables(ledger: Ledger, period: str) -> tuple[Figures, ...]:
    return tuple(
        Figures(tab.name, tab.fields[1:], tuple(tuple(row) for row in _rows(ledger, tab, period)))
        for tab in schema.REPORT
    )


def _rows(ledger: Ledger, tab: schema.Tab, period: str) -> Sequence[tuple[Cell, ...]]:
    if tab.name == KEY_FIGURES:
        return [(figure.name, figure.value, figure.meaning) for figure in key_figures(ledger, period)]
    if tab.name == PERIODS:
        return by_period(ledger, period, len(tab.rows))
    return _TABLES[tab.name](ledger, len(tab.rows))


_TABLES: Mapping[str, Callable[[Ledger, int], list[tuple[Cell, ...]]]] = {
    "Report: Funnel": breakdowns.funnel,
    "Report: By source": breakdowns.by_source,
    "Report: By owner": breakdowns.by_owner,
    "Report: Source return": rates.of_sources,
    "Report: Conversion": rates.of_owners,
    "Report: Pipeline": breakdowns.by_stage,
    "Report: Forecast": forecast,
    "Report: New leads": breakdowns.by_month,
    "Report: Lost reasons": breakdowns.by_lost_reason,
    "Report: Assignment": fairness,
    "Report: Definitions": definitions,
}


def _filled(book: Book, tab: schema.Tab, rows: Sequence[tuple[Cell, ...]]) -> tuple[list[Change], list[Finding]]:
    """What puts these rows into the slots of a tab. A slot that is missing is added, a formula stays."""
    changes: list[Change] = []
    formulas: list[Key] = []
    table, names = book[tab.name], tab.fields[1:]
    for n in range(max(len(tab.rows), len(rows))):
        key = str(n + 1)
        wanted = dict(zip(names, rows[n] if n < len(rows) else (), strict=False))
        row = table.get(key)
        if row is None:
            cells = {name: cell for name, cell in wanted.items() if cell is not None}
            if cells:
                changes.append(AddRow(tab.name, key, {"#": n + 1, **cells}, FILLED, below=str(n) if n else ""))
            continue
        for name in names:
            before, after = row.get(name), wanted.get(name)
            if isinstance(before, Formula):
                formulas.append(key)
            elif not same(before, after):
                changes.append(Edit(tab.name, key, name, before, after, FILLED))
    message = "A formula stands where the report would write, and stays: {rows}."
    return changes, about(formulas, tab=tab.name, field=None, rule="report.formula", message=message)
