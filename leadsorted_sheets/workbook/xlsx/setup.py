"""A foreign workbook made ours: our tabs grafted in, and the columns of ours that its lead tab lacks added behind its own."""

from __future__ import annotations

from leadsorted_sheets import resources
from leadsorted_sheets.core.schema import BASE_SHEET, BY_TABLE, JOURNAL_SHEET, LEADS, STATE_SHEET
from leadsorted_sheets.core.state import Layout
from leadsorted_sheets.errors import Protected
from leadsorted_sheets.workbook.port import Setup, letters
from leadsorted_sheets.workbook.xlsx import formulas, hidden, tables, workbook_part
from leadsorted_sheets.workbook.xlsx.drop_downs import add_drop_downs
from leadsorted_sheets.workbook.xlsx.graft import Names, graft
from leadsorted_sheets.workbook.xlsx.package import Package, Sheet
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.reading import Snapshot
from leadsorted_sheets.workbook.xlsx.refs import LAST_ROW
from leadsorted_sheets.workbook.xlsx.widening import widened


def set_up(package: Package, snapshot: Snapshot, setup: Setup) -> tuple[Layout, ...]:
    """Put our tabs and columns into the package. Answers where all tabs are then.

    Raises errors.Protected where the workbook's structure or its lead tab is locked, errors.NoRoom where something
    of the user's stands to the right of its lead table.
    """
    if workbook_part.structure_is_locked(package):
        raise Protected(package.path, "(the workbook's structure)")
    layouts = [place.layout for place in snapshot.places]
    leads = next((place for place in snapshot.places if place.layout.tab == LEADS.name), None)
    names = Names()
    if setup.leads is not None and leads is not None:
        have = {at.field for at in leads.layout.columns}
        layout = widened(package, leads, [name for name in LEADS.fields if name not in have])
        layouts[layouts.index(leads.layout)] = layout
        names = Names({LEADS.sheet: layout.sheet}, leads=_LeadColumns(layout, leads))
    template = Package(resources.template_path().read_bytes(), str(resources.template_path()))
    layouts += graft(package, template, _missing(template, layouts), names)
    if setup.leads is not None and leads is not None:
        before = len(leads.layout.columns)
        new = {
            at.field: leads.layout.first_column + n for n, at in enumerate(layout.columns) if n >= before and at.field
        }
        add_drop_downs(package, leads.sheet.part, template, new, first=leads.data.top, names=names)
    for name in (STATE_SHEET, JOURNAL_SHEET):
        if package.sheet(name) is None:
            hidden.keep(package, name, "")
    return tuple(layouts)


class _LeadColumns:
    """How a column of the user's lead tab is spelt in a formula of ours, given our name for it."""

    def __init__(self, layout: Layout, place: Place) -> None:
        self._layout = layout
        self._first_row = place.data.top

    def __call__(self, field: str) -> str:
        for number, at in enumerate(self._layout.columns, self._layout.first_column):
            if at.field == field:
                if self._layout.table:
                    header = "".join(f"'{letter}" if letter in "[]#'" else letter for letter in at.header)
                    return f"{self._layout.table}[{header}]"
                name = letters(number)
                return f"{formulas.quoted(self._layout.sheet)}!${name}${self._first_row}:${name}${LAST_ROW}"
        return "#REF!"


def _missing(template: Package, layouts: list[Layout]) -> list[Sheet]:
    """The template's sheets none of whose tabs is there yet; the hidden ones are made apart."""
    there = {layout.tab for layout in layouts}
    tabs: dict[str, set[str]] = {}
    for table in tables.tables(template):
        if table.name in BY_TABLE:
            tabs.setdefault(table.sheet.part, set()).add(BY_TABLE[table.name].name)
    return [
        sheet
        for sheet in template.sheets
        if sheet.grid
        and sheet.name not in {STATE_SHEET, JOURNAL_SHEET, BASE_SHEET}
        and not tabs.get(sheet.part, set()) & there
    ]
