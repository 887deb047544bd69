"""Google's answers that say no, told apart by status, reason and words.

Sheets answers with `status` and `details`, Drive with a list `errors`; a server in trouble, or a proxy in between, with
a page of HTML. What Google quotes may be the content of a cell, so quotations never reach a message.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.gsheets.calls import Call
from leadsorted_sheets.workbook.gsheets.logins import FILE_FACTS, SHEETS, Login
from leadsorted_sheets.workbook.gsheets.retries import retry_after

Wait: TypeAlias = Literal["", "Google's quota", "Google to answer"]


class GuardTaken(Exception):
    """The metadata id of a commit exists already: somebody else committed. The adapter raises errors.Moved."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`error` is what to raise when we give up; `wait` for what it makes sense to wait, `at_least` how many seconds."""

    error: Exception
    wait: Wait = ""
    at_least: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is not 2xx. `reasons` are Google's words for machines: RATE_LIMIT_EXCEEDED, storageQuotaExceeded."""

    status: int
    said: str
    reasons: frozenset[str] = frozenset()
    link: str = ""
    retry_after: float = 0.0

    @classmethod
    def of(cls, status: int, headers: Mapping[str, str], body: Any) -> Answer:
        """`body` is the JSON, or None where there was none."""
        found = body.get("error") if isinstance(body, dict) else None
        error: dict[str, Any] = found if isinstance(found, dict) else {}
        details = [each for each in error.get("details", ()) if isinstance(each, dict)]
        entries = [each for each in error.get("errors", ()) if isinstance(each, dict)]
        reasons = {str(each.get("reason", "")) for each in (*details, *entries)} | {str(error.get("status", ""))}
        facts = {name: str(text) for each in details for name, text in (each.get("metadata") or {}).items()}
        asked = retry_after(headers.get("Retry-After", ""), dt.datetime.now(dt.UTC))
        said = str(error.get("message", ""))
        return cls(status, said, frozenset(reasons - {""}), facts.get("activationUrl", ""), asked)

    @property
    def unquoted(self) -> str:
        """Google's words without what stands in quotation marks."""
        return re.sub(r'"[^"]*"', '"…"', self.said).strip() or "no reason was given"


def problem_of(answer: Answer, call: Call, login: Login) -> Problem:
    """What an answer means for a call."""
    if answer.status == 429 or _RATE & answer.reasons:
        error = errors.QuotaSpent(call.kind, 0.0, seconds=answer.retry_after or None)
        return Problem(error, "Google's quota", answer.retry_after)
    match answer.status:
        case 400:
            return Problem(_bad_request(answer, call))
        case 401:
            return Problem(errors.LoggedOut("Google no longer accepts the log-in of this computer."))
        case 403:
            return Problem(_forbidden(answer, call, login))
        case 404 | 410:
            return Problem(_not_found(call, login))
        case 413:
            return Problem(errors.GoogleRefused(call.address, 413, "the request is too large"))
        case 408 | 499:
            return _in_trouble(answer, call)
        case status if status >= 500:
            return _in_trouble(answer, call)
    return Problem(errors.GoogleRefused(call.address, answer.status, answer.unquoted))


# Drive says 403 where Sheets says 429. storageQuotaExceeded comes with the domain usageLimits as well (burnash/gspread
# #1592) and never eases, so the reason decides.
_RATE = frozenset({"RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded"})
_NO_STORAGE = frozenset({"storageQuotaExceeded", "teamDriveFileLimitExceeded"})
_SWITCHED_OFF = frozenset({"SERVICE_DISABLED", "accessNotConfigured"})
_NARROW = frozenset({"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"})


def _bad_request(answer: Answer, call: Call) -> Exception:
    said = answer.said
    if re.search(r"metadata with ID .{1,20} because developer metadata with that ID already exists", said):
        return GuardTaken()
    if "would exceed the allowed storage limit" in said and "metadata" in said:
        return errors.TagsFull(call.address, 400, answer.unquoted)
    if "cells in the workbook above the limit" in said:
        return errors.TooManyCells(call.address)
    if re.search(r"Unable to parse range|No grid with id|exceeds grid limits", said):
        return errors.RangeGone(call.address, 400, answer.unquoted)
    if "protected cell or object" in said:
        return errors.ProtectedRange(call.address)
    if re.search(r"not supported for this document|must not be an Office file", said):
        return errors.NoAccess(
            call.address,
            "this is an Excel file that lies in Google Drive, not a Google sheet",
            "Open it there, choose File > Save as Google Sheets, and use the address of that.",
        )
    return errors.GoogleRefused(call.address, 400, answer.unquoted)


def _forbidden(answer: Answer, call: Call, login: Login) -> Exception:
    if _SWITCHED_OFF & answer.reasons or "has not been used in project" in answer.said:
        api = "Google Drive API" if call.kind == "drive" else "Google Sheets API"
        library = "drive" if call.kind == "drive" else "sheets"
        link = f"https://console.cloud.google.com/apis/library/{library}.googleapis.com"
        return errors.ApiSwitchedOff(api, answer.link or link)
    if _NARROW & answer.reasons:
        return errors.TooNarrow(call.address, (FILE_FACTS if call.kind == "drive" else SHEETS).rpartition("/")[2])
    if _NO_STORAGE & answer.reasons or "do not have storage quota" in answer.said:
        return errors.NoDrive(login.who)
    if not call.key:
        return errors.NoDrive(login.who) if login.robot else _may_not_make(login)
    if "protected" in answer.said:
        return errors.ProtectedRange(call.address)
    why = f"{login.who or 'your account'} may not {'edit' if call.kind == 'write' else 'open'} this spreadsheet"
    role = "Editor" if call.kind == "write" else "at least Viewer, for changes Editor"
    return errors.NoAccess(call.address, why, f"Its owner can share it with {_whom(login)} as {role}.")


def _not_found(call: Call, login: Login) -> Exception:
    if login.sees_all_sheets:
        remedy = f"Check the address; if it is right, its owner must share it with {_whom(login)}."
        return errors.NoAccess(
            call.address, "there is no such spreadsheet, or it is not shared with this log-in", remedy
        )
    return errors.NoAccess(
        call.address,
        "there is no such spreadsheet among those that this program made, and the log-in is for those only",
        "To work with one that somebody else made: leadsorted google login --wider",
    )


def _in_trouble(answer: Answer, call: Call) -> Problem:
    """A server that fails may have done the work before it failed."""
    why = f"its server is in trouble ({answer.status})"
    if call.kind == "write":
        return Problem(errors.OutcomeUnknown(call.address, why))
    error = errors.Unreachable(why, "Wait a few minutes and run the command again.")
    return Problem(error, "Google to answer", answer.retry_after)


def _may_not_make(login: Login) -> errors.NoAccess:
    why = f"{login.who or 'your account'} may not make spreadsheets"
    return errors.NoAccess("Google Drive", why, "An administrator of your Google Workspace can allow it.")


def _whom(login: Login) -> str:
    return login.who or "the account you logged in with"
