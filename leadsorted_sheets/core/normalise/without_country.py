"""Phones of which nobody knows the country: many of them are one question, whose answer is a preference of the team.

A handful is asked about one by one, each with the numbers it could be. From `MANY` on, one row of Review asks for the
country: whoever decides it there writes it into Preferences, and every such phone is read by it, then and later. A row
that names its own country goes by that in any case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.findings import Finding

MANY = 5
RULE = "normalise.home"
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Placeless:
    """A phone that would be a number in any of several countries, the most likely first: the question about it alone."""

    asked: Finding
    countries: tuple[str, ...]


def questions(phones: Sequence[Placeless], book: Book) -> list[Finding]:
    """What to ask: one by one, or once for all."""
    if len(phones) < MANY:
        return [phone.asked for phone in phones]
    counts = Counter(country for phone in phones for country in phone.countries)
    (best, most), *others = counts.most_common(_SHOWN)
    such = ", ".join(dict.fromkeys(shown(phone.asked.found) for phone in phones[:_SHOWN]))
    rest = "".join(f", {count:,} in {country}" for country, count in others)
    message = f"{len(phones):,} phones have no country code, and no country is known for them ({such}). Which country are they from?"
    why = (
        f"{message} {most:,} of them are numbers in {best}{rest}. "
        'Write the country under Suggestion, such as DE, and choose "Use suggestion": it goes to Preferences, '
        "and these phones and later ones are written by it. A row with a country of its own keeps it."
    )
    asked = Finding(
        "review",
        "Preferences",
        "Country",
        "Value",
        RULE,
        message,
        suggestion=best,
        why=why,
        confidence=round(most / len(phones), 3),
    )
    if "Preferences" in book:
        return [asked]
    hint = f"{message} {most:,} of them are numbers in {best}{rest}. Run it again with --region {best}, or another country."
    return [Finding("warning", "Leads", None, "Phone", RULE, hint)]
