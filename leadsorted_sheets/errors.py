"""Why we stopped. One class per cause; each takes facts and writes the sentence.

LeadSortedError
 ├─ WrongUsage                exit 2   the command was not understood
 ├─ BadInput                  exit 3   what we were given cannot be used; nothing was written
 │   ├─ NotFound              no such file
 │   ├─ NotATable             a file that holds no rows we can read
 │   ├─ NotAWorkbook          not an .xlsx or .xlsm, whatever its name says
 │   ├─ Encrypted             a password stands before the content
 │   ├─ Corrupt               a workbook whose parts do not fit together
 │   ├─ TooLarge              more than we are willing to unpack: a zip bomb, or a cell of megabytes
 │   ├─ NotOurBook            a workbook without our tabs
 │   ├─ NoSuchTab             a tab was named that is not there
 │   ├─ NoLeadColumns         no column we could take for a lead's
 │   └─ BadSettings           the Settings tab, or a profile, says something we cannot follow
 ├─ Refused                   exit 4   we could, but a guard says no; nothing was written
 │   ├─ InUse                 open in Excel, LibreOffice or another run
 │   ├─ ReadOnly              the file or its folder may not be written
 │   ├─ Moved                 it changed between reading and writing
 │   ├─ Signed                a signature would be broken
 │   ├─ Protected             a protected sheet
 │   ├─ WouldOverwrite        the output exists already
 │   ├─ NoSpace               the disk is full
 │   ├─ NoRoom                a table cannot grow: something of the user's stands below or beside it
 │   └─ NothingToUndo         the journal does not hold it
 └─ OtherSideFailed           exit 5   a remote service did not do its part; can be resumed
"""

from __future__ import annotations


class LeadSortedError(Exception):
    """Whatever stops a command. `str()` is a sentence for the user that says what to do next."""

    exit_code = 3


class WrongUsage(LeadSortedError):
    exit_code = 2


class BadInput(LeadSortedError):
    exit_code = 3


class NotFound(BadInput):
    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: no such file. Check the name and the folder.")


class NotATable(BadInput):
    def __init__(self, path: str, why: str, remedy: str = "Give a CSV or .xlsx file with a header row.") -> None:
        super().__init__(f"{path}: {why}. {remedy}")


class NotAWorkbook(BadInput):
    def __init__(self, path: str, what: str, remedy: str) -> None:
        super().__init__(f"{path} is {what}, not an .xlsx workbook. Nothing was written. {remedy}")


class Encrypted(BadInput):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is protected by a password. Nothing was written. "
            "Open it, remove the password (File > Info > Protect Workbook), save it and try again."
        )


class Corrupt(BadInput):
    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path} cannot be read: {why}. Nothing was written. "
            "Open it in Excel or LibreOffice, let it repair the file, save it under a new name and use that."
        )


class TooLarge(BadInput):
    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}. Nothing was read or written.")


class NotOurBook(BadInput):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} has no Lead Sorted tabs. Nothing was written. To make it ours in place: leadsorted adopt {path}"
        )


class NoSuchTab(BadInput):
    def __init__(self, path: str, tab: str, there: tuple[str, ...]) -> None:
        super().__init__(f"{path} has no tab called {tab!r}. It has: {', '.join(there)}.")


class NoLeadColumns(BadInput):
    def __init__(self, place: str, headers: tuple[str, ...]) -> None:
        seen = ", ".join(repr(header) for header in headers[:8]) or "no headers at all"
        super().__init__(
            f"{place}: no column looks like a name, an e-mail, a phone or a company (found {seen}). "
            'Nothing was written. Say which is which: --map "Their header=Email"'
        )


class BadSettings(BadInput):
    def __init__(self, place: str, why: str, remedy: str) -> None:
        super().__init__(f"{place}: {why}. Nothing was written. {remedy}")


class Refused(LeadSortedError):
    exit_code = 4


class InUse(Refused):
    def __init__(self, path: str, by: str) -> None:
        super().__init__(f"{path} is open in {by}. Nothing was written. Close it there and run the command again.")


class ReadOnly(Refused):
    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path} cannot be written: {why}. Nothing was written. Allow writing, or save to another place."
        )


class Moved(Refused):
    def __init__(self, path: str) -> None:
        super().__init__(f"{path} changed while we were working. Nothing was written. Run the command again.")


class Signed(Refused):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is digitally signed, and any change would break the signature. Nothing was written. "
            "Save an unsigned copy and use that."
        )


class Protected(Refused):
    def __init__(self, path: str, sheet: str) -> None:
        super().__init__(
            f"{path}: the sheet {sheet!r} is protected. Nothing was written. "
            "Unprotect it (Review > Unprotect Sheet), save, and run the command again."
        )


class WouldOverwrite(Refused):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} exists already. Nothing was written. Choose another name, or add --force to replace it."
        )


class NoSpace(Refused):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path}: the disk is full. The old file is as it was. Free some space and run the command again."
        )


class NoRoom(Refused):
    def __init__(self, path: str, place: str, held: str, count: int, *, of: str = "row") -> None:
        way = "stands below it" if of == "row" else "stands beside it"
        super().__init__(
            f"{path}: the table at {place} needs {count} more {of}{'' if count == 1 else 's'}, but {held} {way}. "
            f"Nothing was written. Move it away, or insert {of}s before it, and run the command again."
        )


class NothingToUndo(Refused):
    def __init__(self, what: str, reach: str) -> None:
        super().__init__(f"{what} {reach} Nothing was written.")


class OtherSideFailed(LeadSortedError):
    exit_code = 5
