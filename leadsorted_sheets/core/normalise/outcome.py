"""What normalise makes of a whole book.

    rules, each over its column ──► verdicts, one a distinct value ──► edits and findings

A formula is nobody's to change and an error is reported. The plan for a book that it has been applied to
holds no changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from leadsorted_sheets.core.book import Book, Table
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.normalise.countries import country_code
from leadsorted_sheets.core.normalise.numbering import country_of
from leadsorted_sheets.core.normalise.phones import Home, home_of, read_phone
from leadsorted_sheets.core.normalise.plan import Options
from leadsorted_sheets.core.normalise.rules import RULES, Rule, Scene, country_in
from leadsorted_sheets.core.normalise.sheet import Sheet, tidy_several
from leadsorted_sheets.core.normalise.swapped import swapped_names
from leadsorted_sheets.core.normalise.without_country import Placeless, questions
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.settings import DateOrder, Settings, read_settings
from leadsorted_sheets.core.state import DECISIONS
from leadsorted_sheets.errors import WrongUsage


def outcome(book: Book, options: Options, context: Context) -> Outcome:
    """What the operation would do to the book; see `plan`."""
    rules = _chosen(options.fields)
    edits: list[Edit] = []
    findings: list[Finding] = []
    counts: list[tuple[Cell, ...]] = []
    settings, _ = read_settings(book)  # whoever reads them first reports what is wrong in them
    for tab in dict.fromkeys(rule.tab for rule in rules if book.get(rule.tab)):
        sheet = Sheet(_scene(book, tab, settings, options=options, context=context))
        for done, rule in enumerate(rules):
            if rule.tab == tab:
                context.progress("Normalising", done, len(rules))
                sheet.follow(rule)
        if tab == "Leads" and {"First name", "Last name"} <= {rule.field for rule in rules}:
            sheet.move_surnames()
        edits += sheet.edits()
        findings += [*sheet.findings, *questions(_unsettled(sheet.placeless, book), book)]
        counts += sheet.counts()
    if not options.fields:
        findings += swapped_names(book.get("Leads", {}))
    context.progress("Normalising", len(rules), len(rules))
    figures = Figures("Normalised", ("Column", "Changed", "To look at"), tuple(counts))
    return Outcome(edits, _undecided(findings, book), (figures,) if counts else ())


def _chosen(names: tuple[str, ...]) -> tuple[Rule, ...]:
    known = {rule.field.casefold(): rule.field for rule in RULES}
    for name in names:
        if name.strip().casefold() not in known:
            raise WrongUsage(
                f"There is no rule for a column called {name!r}. There are for: {', '.join(known.values())}."
            )
    wanted = {known[name.strip().casefold()] for name in names}
    return tuple(rule for rule in RULES if not wanted or rule.field in wanted)


def _scene(book: Book, tab: str, settings: Settings, *, options: Options, context: Context) -> Scene:
    override = country_code(options.region) or ""
    if options.region and not override:
        raise WrongUsage(f"{options.region!r} is no country we know. Give its ISO code, such as DE.")
    asked = _ORDERS.get(options.date_order.strip().upper())
    if options.date_order and asked is None:
        raise WrongUsage(f"{options.date_order!r} is no date order. Give DMY, MDY or YMD.")
    preferred = country_code(settings.preferences.country) or ""
    home = home_of(
        _countries(book.get(tab, {})), preferred=preferred if _is_said(book, "Country") else "", override=override
    )
    return Scene(
        book,
        tab,
        settings,
        context,
        home,
        asked or settings.preferences.date_order,
        "you asked for" if asked else "Preferences say",
        settings.preferences.currency.strip().upper() if _is_said(book, "Currency") else "",
    )


_ORDERS: dict[str, DateOrder] = {"DMY": "DMY", "MDY": "MDY", "YMD": "YMD"}


def _is_said(book: Book, preference: str) -> bool:
    """Whether somebody chose it: a list without a Settings tab has only our defaults, which are nobody's word."""
    return any(
        key.strip().casefold() == preference.casefold() and row.get("Value") is not None
        for key, row in book.get("Preferences", {}).items()
    )


def _countries(table: Table) -> dict[str, int]:
    """How many rows are known to be from which country: by their Country, or else by an international number."""
    counts: dict[str, int] = {}
    for row in table.values():
        code = country_in(row.get("Country")) or _country_of_phone(row.get("Phone"))
        if code:
            counts[code] = counts.get(code, 0) + 1
    return counts


def _country_of_phone(cell: Cell) -> str:
    if not isinstance(cell, str) or ("+" not in cell and "00" not in cell[:4]):
        return ""
    verdict = read_phone(text, Home()) if (text := tidy_several(cell)[0]) else None
    number = verdict.value if verdict else text
    return (
        country_of(number)
        if isinstance(number, str) and number.startswith("+") and (not verdict or not verdict.doubt)
        else ""
    )


def _unsettled(phones: Sequence[Placeless], book: Book) -> list[Placeless]:
    """The phones but for those about which a person has said to leave them as they are."""
    decided = book.get(DECISIONS, {})
    return [phone for phone in phones if f"value:{phone.asked.identity}" not in decided] if decided else list(phones)


def _undecided(findings: list[Finding], book: Book) -> tuple[Finding, ...]:
    """The findings but for those about which a person has said to leave the value as it is."""
    decided = book.get(DECISIONS, {})
    return (
        tuple(finding for finding in findings if f"value:{finding.identity}" not in decided)
        if decided
        else tuple(findings)
    )
