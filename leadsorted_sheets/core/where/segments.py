"""Saved filters: `segment=VIP` stands for what the Segments table on Settings says under Where.

A segment may name other segments, never itself. A column of the user's own that is called Segment goes before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.where.language import Comparison, Where, comparisons, parse
from leadsorted_sheets.errors import WrongUsage


def segments_of(book: Book) -> dict[str, str]:
    """The filters of the Segments table by the segment's name, as they are written; a formula is none."""
    return {
        name.strip(): where.strip() if isinstance(where := row.get("Where"), str) else ""
        for row in book.get("Segments", {}).values()
        if isinstance(name := row.get("Segment"), str) and not isinstance(row.get("Where"), Formula)
    }


def meant(asked: Comparison, segments: Mapping[str, str], within: tuple[str, ...] = ()) -> Iterator[tuple[str, Where]]:
    """The segments a comparison names, each with its filter.

    Raises WrongUsage where there is no such segment, where it says nothing, or where it leads back to itself.
    """
    if asked.operator not in ("=", "is"):
        raise WrongUsage("A segment takes its name: write segment=VIP, segment!=VIP or segment in (VIP, Fair).")
    known = {name.casefold(): name for name in segments}
    for written in asked.values:
        name = known.get(written.strip().casefold())
        if name is None:
            there = f"There are: {', '.join(segments)}." if segments else "The Segments table on Settings is empty."
            raise WrongUsage(f"There is no segment {written!r}. {there}")
        if name in within:
            way = " → ".join((*within[within.index(name) :], name))
            raise WrongUsage(f"The segment {name} leads back to itself ({way}). Mend its Where on Settings.")
        if not segments[name]:
            raise WrongUsage(f"The segment {name} says nothing under Where. Write a filter there, such as tag=vip.")
        try:
            yield name, parse(segments[name])
        except WrongUsage as why:
            raise WrongUsage(f"The segment {name} on Settings cannot be followed. {why}") from why


def asked_columns(where: Where, segments: Mapping[str, str], within: tuple[str, ...] = ()) -> Iterator[str]:
    """Every column that a filter asks about, itself or by a segment. What cannot be followed is passed over here."""
    for found in comparisons(where):
        yield found.column
        if found.column.strip().casefold() == "segment":
            try:
                parts = list(meant(found, segments, within))
            except WrongUsage:
                continue
            for name, part in parts:
                yield from asked_columns(part, segments, (*within, name))
