"""Find: words anywhere in leads, deals and activities. Nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.records import filled
from leadsorted_sheets.core.verbs.naming import full_name, plain


@dataclass(frozen=True, slots=True)
class Options:
    words: str = field(
        default="",
        metadata={"help": "A name, company, e-mail, phone, id, or any words.", "argument": "WORDS", "ask": "Find what?"},
    )  # fmt: skip
    most: int = field(default=40, metadata={"help": "How many rows of each tab at most."})


def plan(book: Book, options: Options, _context: Context) -> Outcome:
    """Find leads, deals and activities by words that stand anywhere in them, in any case and accents; the best first."""
    wanted = plain(options.words)
    if not wanted:
        raise errors.WrongUsage('Say what to look for: leadsorted find BOOK "Ann Ng"')
    words = [word for each in options.words.split() if (word := plain(each))]
    digits = re.sub(r"\D", "", options.words).lstrip("0")
    number = digits if len(digits) >= 5 and not re.search(r"[^\W\d_]", options.words) else ""
    figures: list[Figures] = []
    for tab, columns in _SHOWN.items():
        found = _found(filled(book, schema.BY_NAME[tab]), words, wanted, number)
        rows = tuple(_line(key, row, columns) for key, row in found[: max(options.most, 1)])
        if rows:
            more = f", the best {len(rows)} of {len(found)}" if len(found) > len(rows) else ""
            figures.append(Figures(f"{tab}{more}", (schema.BY_NAME[tab].id, *columns), rows))
    return Outcome(figures=figures or (Figures("Found", ("Rows",), ((0,),)),))


_SHOWN: dict[str, tuple[str, ...]] = {
    "Leads": ("Name", "Company", "Email", "Phone", "Status", "Owner", "Next action due"),
    "Pipeline": ("Deal", "Company", "Value", "Currency", "Stage", "Owner", "Lead ID"),
    "Activities": ("When", "Type", "Summary", "Outcome", "Owner", "Lead ID"),
}


def _line(key: Key, row: Row, columns: Iterable[str]) -> tuple[Cell, ...]:
    return (key, *(full_name(row) or None if name == "Name" else row.get(name) for name in columns))


def _found(rows: Iterable[tuple[Key, Row]], words: list[str], wanted: str, number: str) -> list[tuple[Key, Row]]:
    """The rows that hold every word, the best first: what is called so, then what begins so, then the rest."""
    ranked: list[tuple[int, int, Key, Row]] = []
    for n, (key, row) in enumerate(rows):
        rank = _rank(key, row, words, wanted, number)
        if rank is not None:
            ranked.append((rank, n, key, row))
    return [(key, row) for _, _, key, row in sorted(ranked, key=lambda each: each[:2])]


def _rank(key: Key, row: Row, words: list[str], wanted: str, number: str) -> int | None:
    names = (key, full_name(row), shown(row.get("Company")), shown(row.get("Email")), shown(row.get("Deal")))
    spelt = [plain(name) for name in names if name]
    if wanted in spelt:
        return 0
    if any(name.startswith(wanted) for name in spelt):
        return 1
    if number and number in re.sub(r"\D", "", f"{shown(row.get('Phone'))} {shown(row.get('Other phones'))}"):
        return 1
    text = plain(" ".join([key, *(shown(cell) for cell in row.values())]))
    return 2 if all(word in text for word in words) else None
