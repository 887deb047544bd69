"""Whether anything was lost in silence: each value of a book is in its row's files, or the export says what became of it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping

from leadsorted_sheets.core.cell import Cell, shown
from tests.exports.checkers import files as f


def accounted_for(result: Mapping[str, bytes], tab: str, key: str, field: str, cell: Cell) -> bool:
    """Whether the value stands in a row of its own lead or deal, or the reject file or the loss report names it."""
    report = result["loss-report.md"].decode()
    admitted = report.partition("## Written into the notes")[0].partition("## Sent as it is")[0].splitlines()
    whole_row, value = f"| {tab} | whole row |", f"| {tab} | {field} |"
    if any(line.startswith((whole_row, value)) and key in line for line in admitted):
        return True
    text = told(shown(cell))
    if not text or field in {"Lead ID", "Deal ID"}:
        return True
    if "rejected.csv" in result and key in {
        row["Row"] for row in f.read(result["rejected.csv"].removeprefix(b"\xef\xbb\xbf"))[1]
    }:
        return True
    called = {told(line.split("|")[2].replace("\\", "")) for line in report.splitlines() if line.count("|") >= 5}
    sheets = [one for one in result if one.endswith(".csv") and one != "rejected.csv"]
    rows = [row for one in sheets for row in f.read(result[one].removeprefix(b"\xef\xbb\xbf"))[1]]
    kind, _, rest = key.lower().partition("-")
    kinds = {"l": "lead", "d": "deal", "a": "activity"}
    ids = {key, f"leadsorted.{kinds.get(kind, kind)}_{rest}"}
    mine = [row for row in rows if ids.intersection(row.values()) or f"Activity ID: {key}" in str(row)]
    lines = [" ".join(told(value) for value in row.values()) for row in mine]
    return text in called or any(text in line or same_value(field, cell, line) for line in lines)


def told(text: str) -> str:
    """Text as it is compared: unprintable characters, blanks and capitals aside."""
    return " ".join(
        re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]", "", text).split()
    ).casefold()


def same_value(field: str, cell: Cell, line: str) -> bool:
    """The same value in the CRM's spelling: a country's name, a phone's extension, an amount without an exponent."""
    match cell:
        case bool():
            words = ("1", "true", "yes") if cell else ("0", "false", "no")
            return any(word in line for word in words)
        case float():
            return f"{cell:.15g}".casefold() in line or any(_number(word) == cell for word in line.split())
        case str() if field == "Country":
            return {"GB": "united kingdom", "DE": "germany", "US": "united states"}.get(
                cell.strip().upper(), "?"
            ) in line
        case str() if field == "Phone":
            number = cell.split(";")[0]
            return number in line or any(
                word.isdigit() and len(word) > 5 and number.endswith(word) for word in line.split()
            )
        case str() if field == "Do not contact" and cell.strip().casefold() in {"no", "0"}:
            return True  # the same as blank
        case str() if field == "Do not contact":
            return any(word in line for word in ("1", "true", "yes"))
        case str() if field in {"Tags", "Other emails", "Other phones"}:
            return all(
                told(json.dumps(part, ensure_ascii=False)[1:-1]) in line or told(part) in line
                for part in cell.split(";")
            )
        case dt.date():
            return shown(cell)[:10] in line  # a time of day that stays behind is in the notes
        case _:
            return False


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None
