"""Google Sheets on loopback, for tests: Sheets v4 and as much of Drive v3 as a spreadsheet's client needs.

    with SheetsServer() as server:
        client = connected(server)                  the real gspread, google-auth and requests
        book = client.create("Leads")
        server.faults.add("lost response", on="batchUpdate")
        server.human(book.id).sort("Sheet1", "B")

README.md says what is emulated, what is not, and what nobody has measured.
"""

from tests.sheets_server.client import connected
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.humans import Human
from tests.sheets_server.refusals import Refusal
from tests.sheets_server.server import SheetsServer

__all__ = ["Doubts", "Human", "Refusal", "SheetsServer", "connected"]
