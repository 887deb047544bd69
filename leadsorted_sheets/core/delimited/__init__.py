"""Delimited text, in and out: bytes to rows of text, and rows of text to bytes. No disk here.

    read_delimited(data)          CSV, TSV and their cousins, in whatever encoding, delimiter and quoting
    write_delimited(rows)         RFC 4180, with the formula guard for files that people open

Reading what we wrote gives the same text: `read_delimited(write_delimited(rows)).rows == rows`,
for any text in the one spelling of a cell ("\\n" line ends, no NULs).
"""

from leadsorted_sheets.core.delimited.dialect import Dialect
from leadsorted_sheets.core.delimited.encoding import Decoded, decoded
from leadsorted_sheets.core.delimited.guard import guarded, unguarded
from leadsorted_sheets.core.delimited.reading import MAX_CELL, Damaged, Delimited, read_delimited
from leadsorted_sheets.core.delimited.writing import write_delimited

__all__ = [
    "MAX_CELL",
    "Damaged",
    "Decoded",
    "Delimited",
    "Dialect",
    "decoded",
    "guarded",
    "read_delimited",
    "unguarded",
    "write_delimited",
]
