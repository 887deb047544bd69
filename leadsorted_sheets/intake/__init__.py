"""Foreign tables in: a file of any kind becomes additions to Leads, with a preview of how its columns were understood.

    incoming(path, options=…, saved=book, context=…) -> Incoming     read, mapped, made into rows
    rejects_csv(lists)                                               what was not taken, with reasons

Reading touches the disk; everything behind it is pure. Values stay as they came: they are
normalised afterwards, list by list.
"""

from leadsorted_sheets.intake.cells import as_file
from leadsorted_sheets.intake.incoming import Incoming, Options, incoming
from leadsorted_sheets.intake.mapping import Mapped, mapped
from leadsorted_sheets.intake.memory import fingerprint, remembered, saved_mapping
from leadsorted_sheets.intake.reading import read_table
from leadsorted_sheets.intake.rejects import rejects_csv
from leadsorted_sheets.intake.table import RawTable, Rejected

__all__ = [
    "Incoming",
    "Mapped",
    "Options",
    "RawTable",
    "Rejected",
    "as_file",
    "fingerprint",
    "incoming",
    "mapped",
    "read_table",
    "rejects_csv",
    "remembered",
    "saved_mapping",
]
