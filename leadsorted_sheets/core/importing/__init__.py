"""What comes into a book that is in use: new leads, known ones that come again, and what leads did elsewhere.

    plan(book, arrivals, options, context)    what becomes of each row that arrives
    Origin                                    which product a list came from, and what its columns are there

Pure: reading the lists is intake's, writing the book the session's.
"""

from leadsorted_sheets.core.importing.origin import Origin
from leadsorted_sheets.core.importing.plan import Imported, Options, plan

__all__ = ["Imported", "Options", "Origin", "plan"]
