"""What a command did, as data: the same facts that the terminal shows, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, Error, Formula, shown
from leadsorted_sheets.core.changes import AddRow, Change, Clash, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.session import Result
from leadsorted_sheets.session.adopt import Adopted
from leadsorted_sheets.session.clean import Cleaned
from leadsorted_sheets.session.exporting import Exported
from leadsorted_sheets.workbook.port import Reading

Plain: TypeAlias = str | int | float | bool | list["Plain"] | dict[str, "Plain"] | None


def rendered(facts: Mapping[str, Plain]) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=2)


def of_result(result: Result) -> dict[str, Plain]:
    return {
        "verb": result.verb,
        "applied": result.applied,
        "change_id": result.change_id or None,
        "counts": [{"tab": tab, "why": why, "count": count} for tab, why, count in result.counts],
        "changes": of_changes(result.seen, result.reading),
        "review": of_changes(result.doubts, result.reading),
        "findings": of_findings(result.findings, result.reading),
        "figures": of_figures(result.figures),
        "clashes": [_clash(clash, result.reading) for clash in result.clashes],
    }


def of_changes(changes: Iterable[Change], reading: Reading) -> list[Plain]:
    return [_change(change, reading) for change in changes]


def of_findings(findings: Iterable[Finding], reading: Reading) -> list[Plain]:
    return [
        {
            "severity": finding.severity,
            "place": reading.place(finding.tab, finding.key, finding.field),
            "tab": finding.tab,
            "key": finding.key,
            "field": finding.field,
            "rule": finding.rule,
            "message": finding.message,
            "found": plain(finding.found),
            "suggestion": plain(finding.suggestion),
            "others": list(finding.others),
            "why": finding.why,
            "confidence": finding.confidence,
        }
        for finding in findings
    ]


def of_figures(figures: Iterable[Figures]) -> list[Plain]:
    return [
        {"title": each.title, "rows": [dict(zip(each.header, map(plain, row), strict=True)) for row in each.rows]}
        for each in figures
    ]


def plain(cell: Cell) -> Plain:
    """A cell as JSON says it: days and moments in ISO 8601.

    >>> import datetime
    >>> plain(datetime.date(2026, 3, 4)), plain(Error("#N/A"))
    ('2026-03-04', '#N/A')
    """
    match cell:
        case None | bool() | int() | float() | str():
            return cell
        case Formula() | Error():
            return shown(cell)
        case _:
            return cell.isoformat()


def _change(change: Change, reading: Reading) -> Plain:
    head: dict[str, Plain] = {"tab": change.tab, "key": change.key, "why": change.why}
    if isinstance(change, Edit):
        place = reading.place(change.tab, change.key, change.field)
        values = {"field": change.field, "before": plain(change.before), "after": plain(change.after)}
        return {"kind": "edit", "place": place, **head, **values}
    kind = "add" if isinstance(change, AddRow) else "remove"
    return {"kind": kind, **head, "row": {name: plain(cell) for name, cell in change.row.items()}}


def _clash(clash: Clash, reading: Reading) -> Plain:
    found: Plain = (
        {name: plain(cell) for name, cell in clash.found.items()}
        if isinstance(clash.found, Mapping)
        else plain(clash.found)
    )
    return {"change": _change(clash.change, reading), "found": found}


def of_cleaned(cleaned: Cleaned) -> dict[str, Plain]:
    steps: list[Plain] = [
        {"verb": step.verb, "counts": [{"tab": tab, "why": why, "count": count} for tab, why, count in step.counts]}
        for step in cleaned.steps
    ]
    return {
        "to": cleaned.to,
        "leads": len(cleaned.book["Leads"]),
        "review": len(cleaned.book.get("Review", {})),
        "rejected": sum(len(each.rejected) for each in cleaned.incoming),
        "rejected_file": cleaned.rejected or None,
        "review_file": cleaned.review or None,
        "steps": steps,
        "findings": of_findings(cleaned.findings, cleaned.reading),
        "figures": [figures for step in cleaned.steps for figures in of_figures(step.figures)],
    }


def of_export(done: Exported) -> dict[str, Plain]:
    return {
        "crm": done.crm,
        "folder": done.folder,
        "refused": done.refused,
        "files": [{"name": each.name, "rows": each.rows, "bytes": len(each.content)} for each in done.files],
        "findings": of_findings(done.findings, done.reading),
        "figures": of_figures(done.figures),
    }


def of_adopted(adopted: Adopted) -> dict[str, Plain]:
    mapping: list[Plain] = [
        {"header": each.header, "field": each.field, "own": each.own, "why": each.why} for each in adopted.mapping
    ]
    return {
        "applied": adopted.applied,
        "sheet": adopted.sheet or None,
        "mapping": mapping,
        "new_columns": list(adopted.new_columns),
        "changes": of_changes(adopted.changes, adopted.reading),
        "findings": of_findings(adopted.findings, adopted.reading),
    }
