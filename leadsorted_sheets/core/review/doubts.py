"""What waits on Review: doubts are put there once each, and taken off when they are no longer doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leadsorted_sheets.core.book import Book, Key, Row, has_id, row_of
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.changes import AddRow, Change, RemoveRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.review import groups
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.state import DECISIONS

RAISED = "review: a person has to decide"
SETTLED = "review: no longer doubtful"
DECIDED = "review: decided"


def raised(findings: Iterable[Finding], book: Book, context: Context, *, examined: str) -> list[Change]:
    """The changes to the Review tab after an operation whose rules begin with `examined` ("dedupe") looked at the book.

    A doubt that is there already stays as it is, with whatever decision it has; one that was not raised again goes,
    unless somebody has decided it meanwhile. Decided doubts are not raised again. Doubts that are alike are led by a
    row of their own (`groups`).
    """
    open_rows = book.get("Review", {})
    decided = book.get(DECISIONS, {})
    doubts = {finding.identity: finding for finding in findings if finding.severity == "review"}
    gone = {
        key: row
        for key, row in open_rows.items()
        if has_id(key) and key not in doubts and row.get("Decision") is None and groups.family(row) == examined
    }
    asked = [(id, finding) for id, finding in doubts.items() if id not in open_rows]
    came_again = _decided_by_key([finding for _, finding in asked], book)
    new = {
        identity: _row(finding, identity, book, context)
        for identity, finding in asked
        if identity not in came_again and not already_decided(finding, decided)
    }
    standing = {key: row for key, row in open_rows.items() if key not in gone or groups.leads(row)}
    led = groups.led(standing, new, now=context.local_now)
    return [
        *(RemoveRow("Review", key, row, SETTLED) for key, row in gone.items() if key not in led.staying),
        *led.counted,
        *(AddRow("Review", key, row, RAISED) for key, row in led.new.items()),
    ]


def already_decided(finding: Finding, decided: Mapping[Key, Row]) -> bool:
    """Whether a person has settled this doubt before."""
    if f"value:{finding.identity}" in decided:
        return True
    pairs = [pair_key(finding.key or "", other) for other in finding.others]
    return bool(pairs) and all(f"apart:{pair}" in decided or f"same:{pair}" in decided for pair in pairs)


def _decided_by_key(findings: Iterable[Finding], book: Book) -> set[str]:
    """Doubts about pairs that were settled when the leads had other ids."""
    decided, leads = book.get(DECISIONS, {}), book.get("Leads", {})
    pairs = [
        (finding, finding.key, finding.others[0]) for finding in findings if finding.key and len(finding.others) == 1
    ]
    if not pairs or not any(row.get("Known A") for row in decided.values()):
        return set()
    from leadsorted_sheets.core.dedupe.remembered import Remembered

    remembered = Remembered(decided, read_settings(book)[0].preferences.country)
    return {
        finding.identity
        for finding, a, b in pairs
        if a in leads and b in leads and remembered.choice((a, leads[a]), (b, leads[b]))
    }


def pair_key(a: Key, b: Key) -> str:
    """Two rows as one key, whichever is named first.

    >>> pair_key("L-2", "L-1")
    'L-1:L-2'
    """
    return ":".join(sorted((a, b)))


def _row(finding: Finding, identity: str, book: Book, context: Context) -> Row:
    others = [key for key in finding.others if key]
    table = book.get(finding.tab, {})
    return row_of(
        {
            "Review ID": identity,
            "Kind": "Possible duplicate" if others else "Doubtful value",
            "Where": f"{finding.tab}: {what}" if (what := finding.alike or finding.field) else finding.tab,
            "This row": summary(table.get(finding.key or "", {})),
            "Other row": "\n".join(summary(table.get(key, {})) for key in others),
            "Found": shown(finding.found),
            "Suggestion": shown(finding.suggestion),
            "Confidence": finding.confidence,
            "Why": finding.why or finding.message,
            "Raised": context.local_now,
            "Tab": finding.tab,
            "Row": finding.key,
            "Others": "; ".join(others),
            "Field": finding.field,
            "Rule": finding.rule,
        }
    )


def summary(row: Row) -> str:
    """A lead in one line, as one would name it over the desk.

    >>> summary({"First name": "Ann", "Last name": "Ng", "Company": "Acme", "Email": "ann@acme.example"})
    'Ann Ng, Acme, ann@acme.example'
    """
    name = " ".join(shown(row.get(part)) for part in ("First name", "Last name") if row.get(part) is not None)
    rest = [shown(row.get(part)) for part in ("Deal", "Company", "Email", "Phone", "City") if row.get(part) is not None]
    return ", ".join([*([name] if name else []), *rest])
