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
 │   ├─ BadSettings           the Settings tab, or a profile, says something we cannot follow
 │   ├─ NoSuchRow             a lead or deal was named that is not there
 │   ├─ SeveralRows           a name that several leads or deals have
 │   ├─ WrongCredentials      a file that does not log in to Google
 │   ├─ NotOpen               no workbook of this name is open in Excel
 │   └─ NotInstalled          a part that is installed only where it is wanted
 ├─ Refused                   exit 4   we could, but a guard says no; nothing was written
 │   ├─ InUse                 open in Excel, LibreOffice or another run
 │   │   └─ BeingEdited       a cell is in edit mode, or a box of Excel's waits for an answer
 │   ├─ ReadOnly              the file or its folder may not be written
 │   ├─ Moved                 it changed between reading and writing
 │   ├─ Signed                a signature would be broken
 │   ├─ Protected             a protected sheet
 │   ├─ OpenTwice             two Excel programs have a workbook of this name open
 │   ├─ OddFilter             a filter that we could take off but not put back
 │   ├─ OnlyClosed            what is done to a closed file only
 │   ├─ ExcelRefused          Excel says no in words we have no class for
 │   ├─ WouldOverwrite        the output exists already
 │   ├─ NoSpace               the disk is full
 │   ├─ NoMemory              more memory than an engine may take
 │   ├─ NoRoom                a table cannot grow: something of the user's stands below or beside it
 │   ├─ NothingToUndo         the journal does not hold it
 │   ├─ NeedsYes              what cannot be taken back is not done unasked
 │   ├─ NotAllowed            a move that the way of a lead or deal does not have
 │   ├─ ThereAlready          a lead that is in the book, or an account that is somebody's
 │   ├─ LoggedOut             nobody is logged in to Google, or not any longer
 │   ├─ TooNarrow             logged in, but without the right that this needs
 │   ├─ OpenToOthers          others on this computer could read the credentials
 │   ├─ NoAccess              a spreadsheet that this account may not open or edit
 │   ├─ ApiSwitchedOff        the Google project has not switched the Sheets or the Drive API on
 │   ├─ NoDrive               an account without room for files of its own
 │   ├─ ProtectedRange        cells that the sheet's owner has protected
 │   ├─ TooManyCells          the spreadsheet would be larger than Google allows
 │   ├─ ColumnGone            a column that both sides of a sync had is gone from one of them
 │   ├─ TabGone               likewise a tab
 │   ├─ ManyGone              so many rows gone from one side that it may be an accident
 │   └─ ManyChanged           likewise cells changed in the sheet
 └─ OtherSideFailed           exit 5   a remote service did not do its part; can be resumed
     ├─ ProviderFailed        an enrichment provider of the user's own stopped
     ├─ NoSpark               Spark did not start
     ├─ StoppedHalfWay        Excel stopped answering in the middle of a write
     ├─ Unreachable           no answer from Google: the network, a proxy, a web page in between
     ├─ QuotaSpent            Google's limit a minute, and it did not ease while we waited
     ├─ KeepsMoving           it changed each time we were about to write
     ├─ OutcomeUnknown        a write was sent and its answer never came: it may have been done
     └─ GoogleRefused         Google says no in words we have no class for
         ├─ RangeGone         a tab or range that is not there any more
         └─ TagsFull          the spreadsheet holds no more developer metadata
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


class NoSuchRow(BadInput):
    """`what` is "lead" or "deal"."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__(
            f"There is no {what} {said!r} in this book. Nothing was written. To look for it: leadsorted find BOOK {said!r}"
        )


class SeveralRows(BadInput):
    """`candidates` are lines such as "L-7K3QZ9M2XA  Ann Ng, Acme"; `more` are left out."""

    def __init__(self, what: str, said: str, candidates: tuple[str, ...], *, more: int = 0) -> None:
        lines = "\n".join(f"  {each}" for each in candidates)
        rest = f"\n  and {more} more" if more else ""
        super().__init__(
            f"{said!r} may be one of {len(candidates) + more} {what}s. Nothing was written. "
            f"Say which by its id:\n{lines}{rest}"
        )


class WrongCredentials(BadInput):
    def __init__(self, path: str, what: str, remedy: str) -> None:
        super().__init__(f"{path} {what}. Nothing was kept of it. {remedy}")


class NotInstalled(BadInput):
    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} is not installed. Install it: pip install 'leadsorted-sheets[{extra}]'")


class NotOpen(BadInput):
    def __init__(self, address: str, there: tuple[str, ...]) -> None:
        open_now = f"Open now: {', '.join(there)}." if there else "No workbook is open."
        super().__init__(
            f"{address} names no workbook that is open in Excel. {open_now} Open it and run the command again."
        )


class Refused(LeadSortedError):
    exit_code = 4


class InUse(Refused):
    def __init__(self, path: str, by: str) -> None:
        super().__init__(f"{path} is open in {by}. Nothing was written. Close it there and run the command again.")


class BeingEdited(InUse):
    def __init__(self, path: str) -> None:
        Exception.__init__(
            self,
            f"{path}: a cell is being edited, or a box is open. Nothing was written. "
            "Press Enter or Esc in Excel and run the command again.",
        )


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


class OpenTwice(Refused):
    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address}: two Excel programs have a workbook of this name open. Nothing was written. "
            "Close one of them and run the command again."
        )


class OddFilter(Refused):
    def __init__(self, path: str, what: str) -> None:
        super().__init__(
            f"{path}: {what} that we could not put back. Nothing was written. "
            "Clear it (Data > Clear) and run the command again."
        )


class OnlyClosed(Refused):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path}: tabs are added to a closed file, where everything else in it stays as it is. Nothing was "
            "written. Save and close it, then run: leadsorted adopt, with the file's name"
        )


class ExcelRefused(Refused):
    def __init__(self, path: str, said: str) -> None:
        super().__init__(f"{path}: Excel refused ({said}). Nothing was written. Run the command again.")


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


class NoMemory(Refused):
    def __init__(self, gigabytes: float | None) -> None:
        """`gigabytes` is what --memory allowed; None where spark-submit says how much."""
        had, more = "spark-submit gives", "--driver-memory or --executor-memory of spark-submit"
        if gigabytes is not None:
            had, more = f"the {gigabytes:.1f} GB that may be taken", f"--memory {max(round(gigabytes * 2), 1)}"
        super().__init__(
            f"The list needs more memory than {had}. Nothing was written. "
            f"Give it more, such as {more}, or a machine that has more."
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


class NeedsYes(Refused):
    def __init__(self, what: str, command: str) -> None:
        super().__init__(f"{what} cannot be taken back, so nothing was done. To do it: {command} --yes")


class NotAllowed(Refused):
    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(f"{why} Nothing was written. {remedy}".rstrip())


class ThereAlready(Refused):
    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(f"{why} Nothing was written. {remedy}")


class LoggedOut(Refused):
    def __init__(self, why: str, remedy: str = "Log in again: leadsorted google login") -> None:
        super().__init__(f"{why} {remedy}")


class TooNarrow(Refused):
    def __init__(self, what: str, scope: str, remedy: str = "leadsorted google login --wider") -> None:
        super().__init__(
            f"{what} needs more than this log-in allows: Google's scope {scope!r}. "
            f"Log in again and agree to it: {remedy}"
        )


class OpenToOthers(Refused):
    def __init__(self, path: str, mode: int, *, folder: bool = False) -> None:
        right = "700" if folder else "600"
        super().__init__(
            f"{path} holds what logs in to Google, and others on this computer can read it (mode {mode:o}). "
            f"It was not used. Close it: chmod {right} {path}"
        )


class NoAccess(Refused):
    def __init__(self, address: str, why: str, remedy: str) -> None:
        super().__init__(f"{address}: {why}. {remedy}")


class ApiSwitchedOff(Refused):
    def __init__(self, api: str, link: str) -> None:
        super().__init__(
            f"The {api} is switched off in the Google project of this log-in. "
            f"Switch it on at {link}, wait a minute and run the command again."
        )


class NoDrive(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(
            f"{who or 'This account'} has no room of its own in Google Drive, so it cannot make a spreadsheet. "
            f"Make an empty one yourself, share it with {who or 'this account'} as Editor, and give its address."
        )


class ProtectedRange(Refused):
    def __init__(self, address: str, place: str = "") -> None:
        super().__init__(
            f"{address}: {place or 'a range that was to be written'} is protected by the owner, and this account may "
            "not edit it. "
            "Ask the owner to allow it (Data > Protect sheets and ranges), and run the command again."
        )


class TooManyCells(Refused):
    LIMIT = 10_000_000

    def __init__(self, address: str, cells: int | None = None) -> None:
        would = f"would have {cells:,} cells" if cells else "would have too many cells"
        super().__init__(
            f"{address} {would}; Google allows {self.LIMIT:,}, empty ones included. "
            "Delete empty rows and columns of large tabs, or split the list, and run the command again."
        )


class ColumnGone(Refused):
    def __init__(self, side: str, tab: str, column: str, command: str) -> None:
        super().__init__(
            f"Sync stopped: the column {column!r} of {tab} is gone from {side}. Nothing was written. "
            f"Bring it back with its cells (undo there, or its version history) and run: {command}\n"
            f'To go on without it: write "{tab}.{column}" with the policy "file only" under Column policies on '
            "Settings of the file, and run it again."
        )


class TabGone(Refused):
    def __init__(self, side: str, tab: str, command: str) -> None:
        super().__init__(
            f"Sync stopped: {tab} is gone from {side}. Nothing was written. "
            f"Bring it back (undo there, or its version history) and run: {command}"
        )


class ManyGone(Refused):
    """`what` is "412 of 430 leads"; `count` all rows that would go, in every tab."""

    def __init__(self, side: str, what: str, count: int, command: str) -> None:
        super().__init__(
            f"Sync stopped: {what} are gone from {side}. Nothing was written. "
            f"If you meant it: {command} --allow-removals {count}"
        )


class ManyChanged(Refused):
    def __init__(self, side: str, tab: str, count: int, of: int, command: str) -> None:
        super().__init__(
            f"Sync stopped: {count} of {of} filled cells of {tab} have changed in {side} since the last sync. "
            f"Nothing was written. If you meant it: {command} --allow-changes {count}"
        )


class OtherSideFailed(LeadSortedError):
    exit_code = 5


class NoSpark(OtherSideFailed):
    def __init__(self, said: str) -> None:
        super().__init__(
            f"Spark did not start: {said}. Nothing was written. It needs Java 17 or newer on the path (java -version); "
            "without a cluster, --backend duckdb needs neither."
        )


class StoppedHalfWay(OtherSideFailed):
    """`recorded` where the workbook holds what was still to be done."""

    def __init__(self, path: str, words: str, *, recorded: bool) -> None:
        rest = (
            "What was still to be written is kept in it: the next command that writes does that first."
            if recorded
            else "A part of the changes may be in it already: look before you save."
        )
        super().__init__(
            f"{path}: Excel stopped in the middle of writing ({words}). {rest} "
            "If Excel itself is gone, open the file again: it is as it was last saved."
        )


class ProviderFailed(OtherSideFailed):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"The provider {name} gave no answers: {why}. Nothing was written. "
            "Ask whoever made it, or run without it: leadsorted enrich BOOK"
        )


class Unreachable(OtherSideFailed):
    def __init__(self, why: str, remedy: str = "Check the connection and run the command again.") -> None:
        super().__init__(f"Google could not be reached: {why}. {remedy}")


class QuotaSpent(OtherSideFailed):
    def __init__(self, kind: str, waited: float, *, seconds: float | None = None) -> None:
        again = f"in {seconds:.0f} s" if seconds else "in a few minutes"
        super().__init__(
            f"Google's limit of {kind} requests a minute is used up, and it did not ease in {waited:.0f} s. "
            f"Something else may be using this account. Run the command again {again}."
        )


class OutcomeUnknown(OtherSideFailed):
    """`why` is kept so that the adapter can find out what became of the write and speak with more knowledge."""

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(
            f"{address}: a change was sent to Google and its answer never came ({why}). It may have been done. "
            "Run the command again: it looks first."
        )


class KeepsMoving(OtherSideFailed):
    def __init__(self, side: str, rounds: int, command: str) -> None:
        super().__init__(
            f"{side[:1].upper()}{side[1:]} changed each of the {rounds} times we were about to write. What was sent is noted, nothing "
            f"is lost. Wait until it is quieter and run the command again: {command}"
        )


class GoogleRefused(OtherSideFailed):
    """`said` are Google's words without what they quote, which may be the content of a cell."""

    def __init__(self, address: str, status: int, said: str) -> None:
        self.address, self.status, self.said = address, status, said
        super().__init__(
            f"{address}: Google refused with {status}: {said.rstrip('.')}. "
            "Run the command again; if it stays so, look at: leadsorted google doctor"
        )


class RangeGone(GoogleRefused):
    pass


class TagsFull(GoogleRefused):
    pass
