"""What a box says of an outcome: what was done and how often, what to look at, what waits on the Review tab."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.frontends.ribbon.words import counted, joined, spoken
from leadsorted_sheets.journal import Heading
from leadsorted_sheets.session import Result
from leadsorted_sheets.workbook.port import Reading

REASONS, FINDINGS, EXAMPLES, HEADINGS, FOUND = 9, 5, 6, 14, 14
"""How many lines of a kind a box has: Excel shows some thirty in all."""
_LONGEST = 110
TAKE_BACK = "Ctrl+Z, or Undo on the Lead Sorted tab, takes it back."


def done(result: Result, label: str, *, scope: str = "") -> str:
    """What an operation did."""
    visible = result.seen
    on = f" ({scope})" if scope else ""
    if not result.applied:
        return joined(f"{label}{on}: nothing to change.", looked_at(result.findings, result.reading))
    head = f"{label}{on}: {counted(len(visible), 'change')}."
    waiting = sum(isinstance(change, AddRow) for change in result.doubts)
    review = f"{counted(waiting, 'question')} for you on the Review tab." if waiting else ""
    findings = looked_at(result.findings, result.reading)
    return joined(head, reasons(visible, result.verb), *_tables(result), findings, review, TAKE_BACK)


def acted(result: Result, label: str, *, looks: bool = False) -> str:
    """What a verb did to one lead or deal, cell by cell; of one that only looks, what it found."""
    visible = result.seen
    lines = [_cut(_line(change, result.reading)) for change in visible[:FOUND]]
    if len(visible) > FOUND:
        lines.append(f"... and {len(visible) - FOUND:,} more")
    told = [_cut(sentence(each, result.reading), 2) for each in result.findings[:FOUND] if each.severity != "review"]
    head = "" if looks else f"{label}: {counted(len(visible), 'change') if visible else 'nothing to change'}."
    waiting = sum(isinstance(change, AddRow) for change in result.doubts)
    review = f"{counted(waiting, 'question')} for you on the Review tab." if waiting else ""
    figures = "\n\n".join(filter(None, (_figures(each, FOUND) for each in result.figures)))
    back = TAKE_BACK if result.change_id else ""
    return joined(head, "\n".join(lines), figures, "\n".join(told), review, back) or f"{label}: nothing was found."


def preview(result: Result, label: str, *, scope: str = "") -> str:
    """What an operation would do."""
    visible = result.seen
    on = f" ({scope})" if scope else ""
    if not (visible or result.doubts):
        return joined(f"{label}{on} would change nothing.", looked_at(result.findings, result.reading))
    examples = [_cut(_line(change, result.reading)) for change in visible[:EXAMPLES]]
    if len(visible) > EXAMPLES:
        examples.append(f"... and {len(visible) - EXAMPLES:,} more")
    waiting = sum(isinstance(change, AddRow) for change in result.doubts)
    review = f"{counted(waiting, 'question')} would wait on the Review tab." if waiting else ""
    return joined(
        f"{label}{on} would make {counted(len(visible), 'change')}. Nothing was changed.",
        reasons(visible, result.verb),
        "\n".join(examples),
        *_tables(result),
        looked_at(result.findings, result.reading),
        review,
    )


def undone(result: Result) -> str:
    """What was taken back, and what could not be."""
    visible = result.seen
    later = ", ".join(dict.fromkeys(heading.verb for heading in result.later))
    rows = (
        f"Later changes ({later}) touched the same rows. To take them along: Undo > With later changes."
        if later
        else ""
    )
    partner = "The next sync takes it to the Google sheet." if result.partner else ""
    head = f"Taken back: {counted(len(visible), 'change')}."
    return joined(head, reasons(visible, ""), looked_at(result.findings, result.reading), rows, partner)


def history(headings: Sequence[Heading], undone_ids: frozenset[str], reach: str) -> str:
    """A line a change set, newest first."""
    lines = [
        f"{head.when:%Y-%m-%d %H:%M}  {head.verb}: {counted(head.size, 'change')}, {head.actor}"
        + (" (taken back)" if head.id in undone_ids else "")
        for head in headings[:HEADINGS]
    ]
    more = f"... and {len(headings) - HEADINGS:,} older ones" if len(headings) > HEADINGS else ""
    return joined("\n".join([*lines, *([more] if more else [])]), reach)


def reasons(changes: Iterable[Change], verb: str) -> str:
    """How many by reason, most first, each with its tab where that is not Leads."""
    counts = Counter((change.tab, change.why) for change in changes).most_common()
    lines = []
    for (tab, why), count in counts[:REASONS]:
        what = why.removeprefix(f"{verb}: ") or "changed"
        lines.append(_cut(f"{count:>7,}  {what}" + ("" if tab == "Leads" else f" ({tab})")))
    if len(counts) > REASONS:
        lines.append(f"{sum(count for _, count in counts[REASONS:]):>7,}  for {len(counts) - REASONS} further reasons")
    return "\n".join(lines)


def looked_at(findings: Iterable[Finding], reading: Reading) -> str:
    """What a person should mend or look at: the first few with their places, the others counted."""
    serious = [each for each in dict.fromkeys(findings) if each.severity in {"error", "warning"}]
    serious.sort(key=lambda each: each.severity != "error")
    lines = [_cut(sentence(each, reading), 2) for each in serious[:FINDINGS]]
    if len(serious) > FINDINGS:
        lines.append(f"... and {len(serious) - FINDINGS:,} more to look at")
    return "\n".join(["To look at:", *lines]) if lines else ""


def sentence(finding: Finding, reading: Reading) -> str:
    """A finding as a person reads it: place, then what."""
    return f"{reading.place(finding.tab, finding.key, finding.field)}: {spoken(finding.message)}"


def _tables(result: Result) -> list[str]:
    """The figures that stand on no tab of the workbook."""
    return [_figures(each) for each in result.figures if each.title not in result.reading.book]


def _figures(figures: Figures, most: int = REASONS) -> str:
    """A small table as lines; of a large one only its length."""
    if not figures.rows:
        return ""
    if len(figures.rows) > most:
        return f"{figures.title}: {counted(len(figures.rows), 'row')}."
    lines = [_cut("   ".join(_figure(cell) for cell in row)) for row in figures.rows]
    return "\n".join([f"{figures.title} ({', '.join(figures.header)}):", *lines])


def _line(change: Change, reading: Reading) -> str:
    place = reading.place(change.tab, change.key, change.field if isinstance(change, Edit) else None)
    match change:
        case Edit():
            return f"{place} {change.field}: {_value(change.before)} -> {_value(change.after)}"
        case AddRow():
            return f"+ {change.tab} {change.key}"
        case _:
            return f"- {place} {change.key}"


def _value(cell: Cell) -> str:
    return "(blank)" if cell is None else " ".join(shown(cell).split())


def _figure(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else shown(cell)


def _cut(line: str, times: int = 1) -> str:
    longest = _LONGEST * times
    return line if len(line) <= longest else f"{line[: longest - 3]}..."
