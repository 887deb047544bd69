"""Normalise, the operation: every value in one spelling, each change with its reason, whatever is doubtful on Review.

Importing this loads none of the rules: they wait until a book is normalised.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.plan import Context, Outcome


@dataclass(frozen=True, slots=True)
class Options:
    """What a run of normalise may be told."""

    region: str = field(
        default="", metadata={"help": "Country of phones without a country code, such as DE. Goes before Preferences."}
    )
    date_order: str = field(
        default="",
        metadata={"help": "DMY, MDY or YMD: how to read a date such as 03/04/2026. Goes before Preferences."},
    )
    fields: tuple[str, ...] = field(
        default=(), metadata={"help": "Only these columns, such as Phone. All of them if left out."}
    )


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Write every value in one spelling: names, e-mails, phones, companies, countries, dates, numbers, lists.

    Phones become international (+442079460018), countries ISO codes, text that holds a date a real date, and
    list values what the lists call them. A value that cannot be read for certain stays as it is and is put on
    Review. Formulas are never touched.

    Raises errors.WrongUsage where an option names no country, no date order or no column.
    """
    from leadsorted_sheets.core.normalise.outcome import outcome

    return outcome(book, options, context)
