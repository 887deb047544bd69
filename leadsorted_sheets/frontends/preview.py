"""What a command would do or did, for a person at a terminal: a readable diff, counts by reason, findings with places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.dedupe import thresholds
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.core.review import summary as named
from leadsorted_sheets.core.state import visible
from leadsorted_sheets.intake import Incoming, Mapped
from leadsorted_sheets.journal import Heading
from leadsorted_sheets.session import Result
from leadsorted_sheets.session.adopt import Adopted
from leadsorted_sheets.session.clean import Cleaned
from leadsorted_sheets.session.exporting import Exported
from leadsorted_sheets.workbook.port import Reading

SHOWN = 12
"""How many lines of one kind are shown unless all are asked for."""
_COLOURS = {"error": "red", "warning": "yellow", "review": "cyan", "note": "dim"}
_HEADINGS = {
    "error": "To mend",
    "warning": "To look at",
    "review": "For the Review tab",
    "note": "For the record",
}


def console(*, stderr: bool = False) -> Console:
    """The terminal; where there is none, plain lines that are not broken at 80 characters."""
    made = Console(stderr=stderr, highlight=False)
    return made if made.is_terminal else Console(stderr=stderr, highlight=False, width=160, no_color=True)


def show(result: Result, out: Console, *, limit: int = SHOWN) -> None:
    """The whole result: what changes, why, what waits for a person."""
    show_changes(result.changes, result.reading, out, limit=limit)
    for figures in result.figures:
        show_figures(figures, out)
    show_findings(result.findings, result.reading, out, limit=limit)
    raised = sum(isinstance(change, AddRow) for change in result.doubts)
    if raised:
        out.print(f"{_many(raised, 'row')} for the Review tab.", soft_wrap=True)


def show_outcome(result: Result, out: Console, *, command: str) -> None:
    """The last line: what was done, or how to do it, and how to take it back."""
    if not (result.seen or result.doubts):
        out.print("Nothing to change.")
    elif not result.applied:
        out.print(f"\nNothing was written. To do it: {command} --apply", soft_wrap=True, markup=False)
    elif result.change_id:
        out.print(
            f"\nDone. To take it back: leadsorted undo {command.rsplit(maxsplit=1)[-1]}", soft_wrap=True, markup=False
        )
    else:
        out.print("\nDone.")


def show_changes(changes: Sequence[Change], reading: Reading, out: Console, *, limit: int = SHOWN) -> None:
    shown = visible(changes)
    if not shown:
        return
    for change in shown[:limit]:
        out.print(line_of(change, reading), soft_wrap=True)
    if len(shown) > limit:
        out.print(f"[dim]... and {len(shown) - limit:,} more (--all shows them)[/dim]")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Count", justify="right")
    table.add_column("Tab")
    table.add_column("Reason")
    for (tab, why), count in Counter((change.tab, change.why) for change in shown).most_common():
        table.add_row(f"{count:,}", tab, escape(why))
    out.print()
    out.print(table)


def line_of(change: Change, reading: Reading) -> str:
    """One change in one line, with its place."""
    place = escape(reading.place(change.tab, change.key, change.field if isinstance(change, Edit) else None))
    match change:
        case Edit():
            return f"{place} {change.field}: {_value(change.before)} [dim]→[/dim] {_value(change.after)}"
        case AddRow():
            return f"[green]+[/green] {escape(change.tab)} {escape(_named(change))}"
        case RemoveRow():
            return f"[red]-[/red] {place} {escape(_named(change))}"


def show_figures(figures: Figures, out: Console, *, limit: int | None = 40) -> None:
    if not figures.rows:
        return
    if figures.title == thresholds.TITLE:
        out.print(f"\n[bold]{figures.title}[/bold]")
        for line in thresholds.sentences(figures):
            out.print(line, soft_wrap=True)
        return
    table = Table(
        title=figures.title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="bold"
    )
    for n, name in enumerate(figures.header):
        numeric = all(isinstance(row[n], int | float) or row[n] is None for row in figures.rows)
        table.add_column(name, justify="right" if numeric else "left")
    for row in figures.rows[:limit]:
        table.add_row(*(escape(_figure(cell)) for cell in row))
    out.print()
    out.print(table)


def show_findings(findings: Iterable[Finding], reading: Reading, out: Console, *, limit: int = SHOWN) -> None:
    """Findings by severity, each with its place; more than `limit` of one kind are counted by rule."""
    every = list(findings)
    for severity, colour in _COLOURS.items():
        chosen = [finding for finding in every if finding.severity == severity]
        if not chosen:
            continue
        out.print(f"\n[bold {colour}]{_HEADINGS[severity]}[/bold {colour}] ({len(chosen):,})")
        for finding in chosen[:limit]:
            out.print(sentence(finding, reading), soft_wrap=True, markup=False)
        if len(chosen) > limit:
            counts = Counter(finding.rule for finding in chosen[limit:])
            rest = ", ".join(f"{count:,} {rule}" for rule, count in counts.most_common())
            out.print(f"[dim]... and {rest} (--all shows them)[/dim]", soft_wrap=True)


def sentence(finding: Finding, reading: Reading) -> str:
    """A finding as a person reads it: place, row, what."""
    place = reading.place(finding.tab, finding.key, finding.field)
    row = f" ({finding.key})" if finding.key and not finding.key.startswith("#") else ""
    return f"{place}{row}: {finding.message}"


def _named(change: AddRow | RemoveRow) -> str:
    what = named(change.row)
    return f"{change.key} {what}".rstrip()


def _value(cell: Cell) -> str:
    if cell is None:
        return "[dim](blank)[/dim]"
    text = shown(cell).replace("\n", " / ")
    return escape(text if len(text) <= 60 else text[:57] + "...")


def _figure(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else shown(cell)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def show_history(headings: Sequence[Heading], undone: frozenset[str], out: Console) -> None:
    """A line a change set, with its most frequent reason."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Change", "When", "Who", "What", "Changes", "Most of them"):
        table.add_column(name, justify="right" if name == "Changes" else "left")
    for heading in headings:
        taken_back = " (taken back)" if heading.id in undone else ""
        first = heading.counts[0] if heading.counts else ("", "", 0)
        reason = f"{first[1]} ({first[2]:,})" if first[2] else ""
        when = f"{heading.when:%Y-%m-%d %H:%M}"
        table.add_row(
            heading.id, when, escape(heading.actor), heading.verb + taken_back, f"{heading.size:,}", escape(reason)
        )
    out.print(table)


def show_leads(rows: Sequence[Row], columns: Sequence[str], out: Console) -> None:
    """The rows as a table; a column that is blank in all of them is left out."""
    used = [name for name in columns if any(name in row for row in rows)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in used:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(escape(shown(row.get(name))) for name in used))
    if rows:
        out.print(table)
    out.print(f"\n{_many(len(rows), 'lead')}.")


def show_cleaned(cleaned: Cleaned, out: Console, *, limit: int = SHOWN) -> None:
    """What was read and how it was understood, what was done, and what waits."""
    for each in cleaned.incoming:
        show_incoming(each, out)
    table = Table(
        title="What was done", title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="bold"
    )
    table.add_column("Step")
    table.add_column("Count", justify="right")
    table.add_column("Reason", overflow="fold")
    for step in cleaned.steps:
        for n, (tab, why, count) in enumerate(step.counts[:limit]):
            reason = why.removeprefix(f"{step.verb}: ")
            table.add_row(
                "" if n else step.verb, f"{count:,}", escape(reason if tab == "Leads" else f"{reason} ({tab})")
            )
    out.print()
    out.print(table)
    for figures in (figures for step in cleaned.steps if step.verb in {"dedupe", "assign"} for figures in step.figures):
        if len(figures.rows) <= limit:
            show_figures(figures, out)
    serious = [finding for finding in cleaned.findings if finding.severity in {"error", "warning"}]
    show_findings(serious, cleaned.reading, out, limit=limit)
    waiting = len(cleaned.book.get("Review", {}))
    out.print(f"\n{cleaned.to}: {_many(len(cleaned.book['Leads']), 'lead')}.", soft_wrap=True, markup=False)
    if waiting:
        where = cleaned.review or "its Review tab"
        out.print(f"{_many(waiting, 'question')} for you on {where}.", soft_wrap=True, markup=False)
    if cleaned.rejected:
        count = sum(len(each.rejected) for each in cleaned.incoming)
        out.print(
            f"{_many(count, 'row')} could not be used: {cleaned.rejected} says why.", soft_wrap=True, markup=False
        )


def show_incoming(incoming: Incoming, out: Console) -> None:
    """One list: how each column was understood, and what was noticed on the way."""
    show_mapping(f"{incoming.name}: {_many(len(incoming.changes), 'row')}", incoming.mapping, out)
    for note in incoming.notes:
        out.print(f"[dim]{escape(note)}[/dim]", soft_wrap=True)


def show_mapping(title: str, mapping: Sequence[Mapped], out: Console) -> None:
    """A line a column: their header, what it becomes, why, and its first values."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="bold")
    for name, width in (("Their column", 18), ("becomes", 18), ("because", 26), ("first values", 12)):
        table.add_column(name, overflow="ellipsis", no_wrap=True, min_width=width)
    for column in mapping:
        becomes = "stays as it is" if column.own else column.field or "left out"
        samples = " | ".join(" ".join(sample.split()) for sample in column.samples)
        why = "" if column.own else column.why
        table.add_row(
            escape(" ".join(column.header.split())), escape(becomes), escape(why), f"[dim]{escape(samples[:60])}[/dim]"
        )
    out.print()
    out.print(table)


def show_export(done: Exported, out: Console, *, limit: int = SHOWN) -> None:
    """Which files were written, or why none was."""
    show_findings(done.findings, done.reading, out, limit=limit)
    for figures in done.figures:
        show_figures(figures, out)
    if done.refused:
        out.print(
            f"\nNothing was written: {done.crm} would not take the rows above. Mend them, or add --skip-bad to leave them out.",
            soft_wrap=True, markup=False,
        )  # fmt: skip
        return
    out.print()
    for each in done.files:
        rows = "" if each.rows is None else f"  {_many(each.rows, 'row')}"
        out.print(f"{done.folder}/{each.name}{rows}", soft_wrap=True, markup=False)


def show_adopted(adopted: Adopted, out: Console, *, command: str) -> None:
    """Which column is which, what would be added, and that nothing else is touched."""
    if adopted.sheet:
        show_mapping(f"Leads are on the tab {adopted.sheet!r}", adopted.mapping, out)
        out.print(
            f"\n{_many(len(adopted.new_columns), 'column')} of ours to be added after your last one.", soft_wrap=True
        )
    else:
        out.print("Our tabs are added beside yours, with an empty Leads tab.")
    show_changes(adopted.changes, adopted.reading, out)
    show_findings(adopted.findings, adopted.reading, out)
    if adopted.applied:
        out.print("\nDone. Nothing else was touched, and the workbook as it was is kept beside it.", soft_wrap=True)
    else:
        out.print(f"\nNothing was written. To do it: {command} --apply", soft_wrap=True, markup=False)
