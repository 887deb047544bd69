"""Which leads of a workbook are one company, or one household. Looked at, never changed."""

from __future__ import annotations

from dataclasses import dataclass

from leadsorted_sheets.core.book import Table
from leadsorted_sheets.core.dedupe.links import Group, Kind, links
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.session.context import context_for
from leadsorted_sheets.session.looking import keys_where
from leadsorted_sheets.workbook.port import Workbook


@dataclass(frozen=True, slots=True)
class Linked:
    """The groups, the leads they are of, and how many leads were looked at."""

    groups: tuple[Group, ...]
    leads: Table
    looked_at: int


def linked(workbook: Workbook, kind: Kind, where: str = "") -> Linked:
    """The companies or households of the leads that the filter matches; what belongs together, the whole book says."""
    book = workbook.read().book
    leads = book.get("Leads", {})
    only = frozenset(keys_where(where, book, context_for(book))) if where else None
    country = read_settings(book)[0].preferences.country
    return Linked(links(leads, kind, country=country, only=only), leads, len(leads if only is None else only))
