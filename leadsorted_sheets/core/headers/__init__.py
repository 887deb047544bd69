"""Headers: which of our columns a foreign header stands for. Exact names and synonyms only; nothing is guessed here.

The words are data, one file a language, in `english.py` to `polish.py`, and `products.py` for
what other products call their columns. Some of them are no columns of ours but things that
intake makes columns of: `PSEUDO` says what becomes of each.
"""

from leadsorted_sheets.core.headers.key import header_key
from leadsorted_sheets.core.headers.matching import REPEATABLE, HeaderMatch, How, known_headers, match_headers
from leadsorted_sheets.core.headers.units import currency_in, without_unit

PSEUDO: dict[str, str] = {
    "Full name": "First name and Last name",
    "Company - Person": "Company, First name and Last name",
    "Salutation": "nothing we keep a column for: it stays the user's own",
    "Middle name": "First name, after the first",
    "Last name prefix": "Last name, before it",
    "Name suffix": "Last name, after the last",
    "Second email": "Other emails",
    "Mobile": "Phone where there is none, else Other phones",
    "Second phone": "Other phones",
    "Address": "Street, the whole of it",
    "Address line 2": "Street, after the first line",
    "House number": "Street, after its name",
    "Deal": "Notes, with its header",
    "Date": "Created",
    "Foreign ID": "External IDs, with its header",
    "Row number": "nothing, where it only counts the rows",
}
"""Fields that are no column of ours, and what intake makes of them."""

__all__ = [
    "PSEUDO",
    "REPEATABLE",
    "HeaderMatch",
    "How",
    "currency_in",
    "header_key",
    "known_headers",
    "match_headers",
    "without_unit",
]
