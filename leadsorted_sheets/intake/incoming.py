"""A foreign list on its way in: read, mapped, and made into additions to Leads. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.changes import AddRow, Change
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.headers import header_key
from leadsorted_sheets.core.importing import Origin
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.errors import NotATable
from leadsorted_sheets.intake.activities import activities_taken, are_activities, mapping_of
from leadsorted_sheets.intake.channels import with_channels
from leadsorted_sheets.intake.mapping import Mapped, mapped
from leadsorted_sheets.intake.memory import fingerprint, remembered, saved_mapping
from leadsorted_sheets.intake.origins import Recognise, handed_back, lead_ads, with_our_values
from leadsorted_sheets.intake.reading import read_table
from leadsorted_sheets.intake.rows import taken
from leadsorted_sheets.intake.table import RawTable, Rejected
from leadsorted_sheets.intake.units import unit_notes


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said about a list. `maps` is header to field; `source` fills Source in every row.

    `sheet`, `encoding` and `delimiter` overrule what the file says of itself. `products` recognise where a list comes
    from, beside those that intake knows itself. `kind` says what the rows are: with "auto", the list does.
    """

    source: str = ""
    maps: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    products: Sequence[Recognise] = ()
    kind: Literal["leads", "activities", "auto"] = "leads"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A list ready to be taken in.

    `changes` add its rows to Leads, or to Activities where they are what leads did; `origins` are the products it
    was recognised as coming from, and `raw` the list as it stood. `remember` makes the book keep the mapping and goes with them. `mapping` is the
    preview, a line a column; `lines` say on which line of the file each row was; `notes` what was noticed on the way. `sheet` and
    `header_line` say where the list was ("" for a text, 0 without a header).
    """

    name: str
    header: tuple[str, ...]
    changes: Sequence[AddRow]
    mapping: tuple[Mapped, ...]
    findings: tuple[Finding, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()
    lines: Mapping[Key, int] = field(default_factory=dict)
    remember: Sequence[Change] = ()
    sheet: str = ""
    header_line: int = 0
    origins: tuple[Origin, ...] = ()
    raw: RawTable | None = None

    @property
    def fingerprint(self) -> str:
        """The name under which the mapping of these headers is remembered."""
        return fingerprint(self.header)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The columns that stay the user's own."""
        return tuple(column.field for column in self.mapping if column.own and column.field)


def incoming(
    source: Path | str | bytes,
    *,
    options: Options | None = None,
    saved: Book | None = None,
    context: Context,
    name: str = "",
) -> Incoming:
    """The list in a file, or in the bytes given (`name` is then what messages call it). `saved` is a book that remembers mappings.

    Raises errors.BadInput in one of its kinds where there is no list of leads in the file, errors.WrongUsage for a
    field in `options.maps` that we do not have.
    """
    options, saved = options or Options(), saved or {}
    found = read_table(source, name, sheet=options.sheet, encoding=options.encoding, delimiter=options.delimiter)
    table, origins = _recognised(found, options)
    if options.kind == "activities" or (options.kind == "auto" and are_activities(table)):
        return _activities(table, origins, context, raw=found)
    table, tagged = with_channels(table)
    known = (*origins, *([tagged] if tagged else []))
    columns = mapped(table, maps=options.maps, saved=saved_mapping(saved, table.header), origins=known)
    short = Path(table.name).name
    otherwise = next((origin.source for origin in origins if origin.source), "")
    rows = taken(table, columns, source=options.source, why=f"import: {short}", context=context, otherwise=otherwise)
    findings = [*_about(table, options, rows.rows), *rows.findings]
    return Incoming(
        short,
        table.header,
        rows.rows,
        columns,
        tuple(findings),
        _as_stood((*table.rejected, *rows.rejected), found),
        (*_named(origins), *table.notes, *unit_notes(columns, saved), *rows.notes),
        rows.lines,
        remembered(columns, saved, context) if table.header_line else (),
        table.sheet,
        table.header_line,
        origins,
        found,
    )


def _as_stood(rejected: Sequence[Rejected], raw: RawTable) -> tuple[Rejected, ...]:
    """The rows that were not taken, in their order, with the cells that a person finds in the file."""
    at = {line: n for n, line in enumerate(raw.lines)} if rejected else {}
    flagged = {line for line, _ in raw.flags}
    found = (
        replace(row, cells=tuple(raw.rows[at[row.line]])) if row.line in at and row.line not in flagged else row
        for row in rejected
    )
    return tuple(sorted(found, key=lambda row: row.line))


def _recognised(table: RawTable, options: Options) -> tuple[RawTable, tuple[Origin, ...]]:
    """The table with its cells as we call them, and the product it comes from, where one knows its headers."""

    def values(header: str) -> list[str]:
        return [shown(cell) for cell in table.column(table.header.index(header), _LOOK)]

    back = handed_back(table.header, values)
    theirs = (recognise(table.header, values) for recognise in (lead_ads, *options.products))
    product = next((origin for origin in theirs if origin), None)
    origins = tuple(origin for origin in (back, product) if origin)
    if product and product.rows == "deals":
        raise NotATable(
            table.name, f"it is a list of deals from {product.name}", "Export its leads or contacts, and import those."
        )
    for origin in origins:
        table = with_our_values(table, origin)
    return table, origins


_LOOK = 50
"""Values of a column that are looked at to recognise a product."""


def _named(origins: Sequence[Origin]) -> list[str]:
    return [
        f"The headers are those of {origin.name}, so its columns were taken as such."
        for origin in origins
        if origin.system
    ]


def _activities(table: RawTable, origins: Sequence[Origin], context: Context, *, raw: RawTable) -> Incoming:
    short = Path(table.name).name
    rows = activities_taken(table, why=f"import: {short}", context=context, origin=next(iter(origins[-1:]), None))
    rejected = _as_stood((*table.rejected, *rows.rejected), raw)
    notes = (*_named(origins), *table.notes, "The rows say what leads did, so they come in as activities.")
    return Incoming(
        short, table.header, rows.rows, mapping_of(table), (), rejected, notes, rows.lines, (), table.sheet,
        table.header_line, tuple(origins), raw,
    )  # fmt: skip


def _about(table: RawTable, options: Options, rows: Sequence[AddRow]) -> list[Finding]:
    """What is wrong with the list as a whole."""
    findings: list[Finding] = []
    there = set(map(header_key, table.header))
    for header in options.maps:
        if header_key(header) not in there:
            message = f'--map names the header "{header}", which {Path(table.name).name} does not have. It has: {", ".join(table.header)}.'
            findings.append(Finding("warning", "Leads", None, None, "intake.map", message))
    if not rows and not table.rows and not table.rejected:
        message = f"{Path(table.name).name} has a header and no rows below it. Nothing was taken from it."
        findings.append(Finding("warning", "Leads", None, None, "intake.empty", message))
    return findings
