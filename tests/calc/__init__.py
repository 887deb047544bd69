"""An xlwings engine on a running LibreOffice Calc, so that what is written for Excel runs, cell by cell, without one.

    engine.register()                               xlwings knows an engine "calc"
    apps.connect(pipe)                              an app: the LibreOffice that listens there
    app.books.open(path).set_mock_caller()          code that asks for xw.Book.caller() gets this book

What is written here behaves as Excel does where the two differ and it matters: a text that goes into a cell which is
not formatted as text is parsed; a block written over filtered rows lands in the wrong ones; a protected sheet and a
cell being edited answer with an error. What is not written here raises NotImplementedError, so code that leaves the
tested part fails loudly.
"""

from __future__ import annotations

from leadsorted_sheets.workbook.excel.library import xlwings

xlwings()  # here first, so that these modules get it the way the product does: without pandas
