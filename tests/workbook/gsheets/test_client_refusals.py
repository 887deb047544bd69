"""Every way in which Google, its libraries and the network say no, and the sentence that comes of it."""

from __future__ import annotations

import inspect
import json
import random
import ssl
from typing import Any

import gspread.exceptions
import pytest
import requests
import urllib3
from google.auth import exceptions as google

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.gsheets import refusals
from leadsorted_sheets.workbook.gsheets.answers import GuardTaken, Problem
from leadsorted_sheets.workbook.gsheets.calls import Call
from leadsorted_sheets.workbook.gsheets.logins import OWN_FILES, SHEETS, Login, refused
from leadsorted_sheets.workbook.gsheets.retries import Patience

READ = Call("read", "GET", "https://sheets.googleapis.com/v4/spreadsheets/K", "K")
WRITE = Call("write", "POST", "https://sheets.googleapis.com/v4/spreadsheets/K:batchUpdate", "K")
CREATE = Call("write", "POST", "https://sheets.googleapis.com/v4/spreadsheets")
DRIVE = Call("drive", "GET", "https://www.googleapis.com/drive/v3/files/K", "K")
ROBOT = Login("robot@p.iam.gserviceaccount.com", True, frozenset({SHEETS}))
ANN = Login("ann@example.com", False, frozenset({SHEETS, OWN_FILES}))
NARROW = Login("ann@example.com", False, frozenset({OWN_FILES}))


def answer(status: int, body: Any, **headers: str) -> refusals.Declined:
    response = requests.Response()
    response.status_code = status
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    response._content = (body if isinstance(body, str) else json.dumps(body)).encode()
    return refusals.Declined(response)


def sheets_error(status: int, message: str, state: str = "", **info: Any) -> refusals.Declined:
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", **info}] if info else []
    error = {"code": status, "message": message, "status": state, "details": details}
    return answer(status, {"error": error})


def drive_error(status: int, message: str, reason: str, domain: str = "global") -> refusals.Declined:
    entry = {"message": message, "domain": domain, "reason": reason}
    return answer(status, {"error": {"errors": [entry], "code": status, "message": message}})


def of(error: Exception, call: Call = READ, login: Login = ROBOT) -> Problem:
    return refusals.problem_of(error, call, login)


DENIED = sheets_error(403, "The caller does not have permission", "PERMISSION_DENIED")
GONE = sheets_error(404, "Requested entity was not found.", "NOT_FOUND")
SAID = [
    (
        sheets_error(400, "Invalid requests[3].updateCells: No grid with id: 999999", "INVALID_ARGUMENT"),
        WRITE, ROBOT, errors.RangeGone,
        ("gsheet:K: Google refused with 400: Invalid requests[3].updateCells: No grid with id: 999999. "
        "Run the command again; if it stays so, look at: leadsorted google doctor"),
    ),
    (
        sheets_error(400, "Unable to parse range: Leads!A1:Z9", "INVALID_ARGUMENT"), READ, ROBOT, errors.RangeGone,
        ("gsheet:K: Google refused with 400: Unable to parse range: Leads!A1:Z9. "
        "Run the command again; if it stays so, look at: leadsorted google doctor"),
    ),
    (
        sheets_error(400, 'Invalid value at \'data.values\' (ListValue), "ana@ng.example"', "INVALID_ARGUMENT"),
        WRITE, ROBOT, errors.GoogleRefused,
        ("gsheet:K: Google refused with 400: Invalid value at 'data.values' (ListValue), \"…\". "
        "Run the command again; if it stays so, look at: leadsorted google doctor"),
    ),
    (
        sheets_error(
            400, "Adding the requested developer metadata would exceed the allowed storage limit", "INVALID_ARGUMENT"
        ),
        WRITE, ROBOT, errors.TagsFull,
        ("gsheet:K: Google refused with 400: Adding the requested developer metadata would exceed the allowed storage "
        "limit. Run the command again; if it stays so, look at: leadsorted google doctor"),
    ),
    (
        sheets_error(
            400,
            "Invalid requests[0].addSheet: This action would increase the number of cells in the workbook above the "
            "limit of 10000000 cells.",
            "INVALID_ARGUMENT",
        ),
        WRITE, ROBOT, errors.TooManyCells,
        ("gsheet:K would have too many cells; Google allows 10,000,000, empty ones included. Delete empty rows and "
        "columns of large tabs, or split the list, and run the command again."),
    ),
    (
        sheets_error(400, "You are trying to edit a protected cell or object. Please contact …", "INVALID_ARGUMENT"),
        WRITE, ROBOT, errors.ProtectedRange,
        ("gsheet:K: a range that was to be written is protected by the owner, and this account may not edit it. "
        "Ask the owner to allow it (Data > Protect sheets and ranges), and run the command again."),
    ),
    (
        sheets_error(400, "This operation is not supported for this document", "FAILED_PRECONDITION"),
        READ, ANN, errors.NoAccess,
        ("gsheet:K: this is an Excel file that lies in Google Drive, not a Google sheet. "
        "Open it there, choose File > Save as Google Sheets, and use the address of that."),
    ),
    (
        answer(401, {}), READ, ANN, errors.LoggedOut,
        "Google no longer accepts the log-in of this computer. Log in again: leadsorted google login",
    ),
    (
        DENIED, READ, ROBOT, errors.NoAccess,
        ("gsheet:K: robot@p.iam.gserviceaccount.com may not open this spreadsheet. "
        "Its owner can share it with robot@p.iam.gserviceaccount.com as at least Viewer, for changes Editor."),
    ),
    (
        DENIED, WRITE, Login(), errors.NoAccess,
        ("gsheet:K: your account may not edit this spreadsheet. "
        "Its owner can share it with the account you logged in with as Editor."),
    ),
    (
        DENIED, CREATE, ROBOT, errors.NoDrive,
        ("robot@p.iam.gserviceaccount.com has no room of its own in Google Drive, so it cannot make a spreadsheet. "
        "Make an empty one yourself, share it with robot@p.iam.gserviceaccount.com as Editor, and give its address."),
    ),
    (
        DENIED, CREATE, ANN, errors.NoAccess,
        ("Google Drive: ann@example.com may not make spreadsheets. "
        "An administrator of your Google Workspace can allow it."),
    ),
    (
        sheets_error(
            403, "Google Sheets API has not been used in project 1 before or it is disabled.", "PERMISSION_DENIED",
            reason="SERVICE_DISABLED", metadata={"activationUrl": "https://console.developers.google.com/apis/api/x"},
        ),
        READ, ANN, errors.ApiSwitchedOff,
        ("The Google Sheets API is switched off in the Google project of this log-in. Switch it on at "
        "https://console.developers.google.com/apis/api/x, wait a minute and run the command again."),
    ),
    (
        drive_error(403, "Access Not Configured.", "accessNotConfigured", "usageLimits"),
        DRIVE, ANN, errors.ApiSwitchedOff,
        ("The Google Drive API is switched off in the Google project of this log-in. Switch it on at "
        "https://console.cloud.google.com/apis/library/drive.googleapis.com, wait a minute and run the command again."),
    ),
    (
        sheets_error(
            403, "Request had insufficient authentication scopes.", "PERMISSION_DENIED",
            reason="ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        ),
        WRITE, NARROW, errors.TooNarrow,
        ("gsheet:K needs more than this log-in allows: Google's scope 'spreadsheets'. "
        "Log in again and agree to it: leadsorted google login --wider"),
    ),
    (
        drive_error(403, "The user's Drive storage quota has been exceeded.", "storageQuotaExceeded", "usageLimits"),
        DRIVE, ROBOT, errors.NoDrive,
        ("robot@p.iam.gserviceaccount.com has no room of its own in Google Drive, so it cannot make a spreadsheet. "
        "Make an empty one yourself, share it with robot@p.iam.gserviceaccount.com as Editor, and give its address."),
    ),
    (
        GONE, READ, NARROW, errors.NoAccess,
        ("gsheet:K: there is no such spreadsheet among those that this program made, and the log-in is for those only. "
        "To work with one that somebody else made: leadsorted google login --wider"),
    ),
    (
        GONE, READ, ANN, errors.NoAccess,
        ("gsheet:K: there is no such spreadsheet, or it is not shared with this log-in. "
        "Check the address; if it is right, its owner must share it with ann@example.com."),
    ),
    (
        answer(413, "<html>Request Entity Too Large</html>"), WRITE, ANN, errors.GoogleRefused,
        ("gsheet:K: Google refused with 413: the request is too large. "
        "Run the command again; if it stays so, look at: leadsorted google doctor"),
    ),
    (
        answer(500, "<html>"), WRITE, ANN, errors.OutcomeUnknown,
        ("gsheet:K: a change was sent to Google and its answer never came (its server is in trouble (500)). "
        "It may have been done. Run the command again: it looks first."),
    ),
    (
        answer(418, {"error": "teapot"}), READ, ANN, errors.GoogleRefused,
        ("gsheet:K: Google refused with 418: no reason was given. "
        "Run the command again; if it stays so, look at: leadsorted google doctor"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("error", "call", "login", "kind", "sentence"), SAID)
def test_what_google_says_becomes_a_sentence_with_a_remedy(
    error: Exception, call: Call, login: Login, *, kind: type[Exception], sentence: str
) -> None:
    problem = of(error, call, login)
    assert (type(problem.error), str(problem.error), problem.wait) == (kind, sentence, "")


def test_a_guard_is_told_by_its_own_exception() -> None:
    text = (
        "Invalid requests[1].createDeveloperMetadata: Cannot add developer metadata with ID [700000001] because "
        "developer metadata with that ID already exists."
    )
    assert type(of(sheets_error(400, text, "INVALID_ARGUMENT"), WRITE).error) is GuardTaken


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (sheets_error(429, "Quota exceeded for quota metric 'Write requests'", "RESOURCE_EXHAUSTED"), 0),
        (answer(429, "<html>", Retry_After="7"), 7),
        (drive_error(403, "User Rate Limit Exceeded.", "userRateLimitExceeded", "usageLimits"), 0),
        (drive_error(403, "Rate Limit Exceeded", "rateLimitExceeded", "usageLimits"), 0),
    ],
)
def test_a_spent_quota_is_waited_for_as_long_as_google_asks(error: Exception, wait: float) -> None:
    for call in (READ, WRITE, DRIVE):
        problem = of(error, call)
        assert (type(problem.error), problem.wait, problem.at_least) == (errors.QuotaSpent, "Google's quota", wait)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_server_in_trouble_may_have_done_a_write_but_not_a_read(status: int) -> None:
    read, write = (of(answer(status, "<html>", Retry_After="3"), call) for call in (READ, WRITE))
    assert (type(read.error), read.wait, read.at_least) == (errors.Unreachable, "Google to answer", 3)
    assert (type(write.error), write.wait) == (errors.OutcomeUnknown, "")


def classes(module: Any) -> list[type[Exception]]:
    """Every exception class a module defines."""
    found = [each for _, each in inspect.getmembers(module, inspect.isclass) if issubclass(each, Exception)]
    return [each for each in found if each.__module__ == module.__name__ and not issubclass(each, Warning)]


def made(kind: type[Exception]) -> Exception:
    if kind is gspread.exceptions.APIError:
        return kind(answer(400, {"error": {"code": 400, "message": "m"}}).response)
    if kind is requests.exceptions.JSONDecodeError:
        return kind("Expecting value", "<html>", 0)
    return kind("boom")


VENDOR_CLASSES = [*classes(requests.exceptions), *classes(google), *classes(gspread.exceptions)]


def test_there_are_as_many_vendor_exceptions_as_were_looked_at() -> None:
    """More of them than here means that a library has a new one: give it its place in refusals.py."""
    assert len(VENDOR_CLASSES) >= 45


@pytest.mark.parametrize("kind", VENDOR_CLASSES)
def test_every_exception_of_a_vendor_is_caught_and_becomes_one_of_ours(kind: type[Exception]) -> None:
    error = made(kind)
    assert isinstance(error, refusals.VENDOR)
    for call in (READ, WRITE):
        problem = of(error, call)
        assert isinstance(problem.error, errors.LeadSortedError)
        assert "boom" not in str(problem.error)


NEVER_SENT = {
    requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL,
    requests.exceptions.InvalidJSONError, requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema, requests.exceptions.UnrewindableBodyError,
}  # fmt: skip


@pytest.mark.parametrize("kind", classes(requests.exceptions))
def test_a_write_that_may_have_been_sent_is_never_sent_again(kind: type[Exception]) -> None:
    problem = of(made(kind), WRITE)
    if kind in NEVER_SENT:
        assert not isinstance(problem.error, errors.OutcomeUnknown)
    else:
        assert (type(problem.error), problem.wait) == (errors.OutcomeUnknown, "")


def test_a_connection_that_never_was_is_told_from_one_that_broke() -> None:
    pool: Any = urllib3.HTTPSConnectionPool("sheets.googleapis.com")
    refused_there = urllib3.exceptions.NewConnectionError(pool, "Connection refused")
    unknown_name = urllib3.exceptions.NameResolutionError("sheets.googleapis.com", pool, OSError())  # type: ignore[arg-type]
    never = [urllib3.exceptions.MaxRetryError(pool, "/", reason) for reason in (refused_there, unknown_name)]
    broke = [
        urllib3.exceptions.ProtocolError("Connection aborted.", ConnectionResetError()),
        urllib3.exceptions.MaxRetryError(pool, "/", urllib3.exceptions.ProtocolError("broken")),
    ]
    found = [
        (type(problem.error), problem.wait)
        for problem in (of(requests.exceptions.ConnectionError(cause), WRITE) for cause in (*never, *broke))
    ]
    assert found == [(errors.Unreachable, "Google to answer")] * 2 + [(errors.OutcomeUnknown, "")] * 2


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_certificate_that_is_not_trusted_is_said_at_once(wrapped: bool) -> None:
    """A company's proxy that opens TLS: waiting does not help."""
    cause = ssl.SSLCertVerificationError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed")
    error: Exception = requests.exceptions.SSLError(cause)
    problem = of(google.TransportError(error) if wrapped else error, WRITE)  # type: ignore[no-untyped-call]
    assert (str(problem.error), problem.wait) == (
        (
            "Google could not be reached: the certificate of the other side is not one this computer trusts. A company's "
            "proxy may stand in between: ask for its certificate and set REQUESTS_CA_BUNDLE to it."
        ),
        "",
    )


@pytest.mark.parametrize("call", [READ, WRITE])
def test_a_log_in_service_that_is_down_is_waited_for(call: Call) -> None:
    """The request itself had not been sent, so this holds for writes too."""
    for error in (
        google.TransportError(requests.exceptions.ReadTimeout()),  # type: ignore[no-untyped-call]
        google.RefreshError("internal_failure: None", {"error": "internal_failure"}, retryable=True),  # type: ignore[no-untyped-call]
    ):
        assert of(error, call).wait == "Google to answer"


REASONS = [
    (
        ROBOT, "invalid_grant", ("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
        "timeframe. Check your iat and exp values in the JWT claim."),
        ("Google does not accept this computer's clock. "
        "Set its date, time and time zone (best: automatically), then: leadsorted google doctor"),
    ),
    (
        ROBOT, "invalid_grant", "Invalid grant: account not found",
        ("The service account robot@p.iam.gserviceaccount.com does not exist any more, or is switched off. "
        "Download a new key file and give it: leadsorted google login --service-account FILE"),
    ),
    (
        ROBOT, "invalid_grant", "Invalid JWT Signature.",
        ("The key of the service account robot@p.iam.gserviceaccount.com was deleted or replaced. "
        "Download a new key file and give it: leadsorted google login --service-account FILE"),
    ),
    (
        ROBOT, "unauthorized_client", "Client is unauthorized to retrieve access tokens using this method.",
        ("Google does not accept the service account robot@p.iam.gserviceaccount.com. "
        "Download a new key file and give it: leadsorted google login --service-account FILE"),
    ),
    (
        ANN, "deleted_client", "The OAuth client was deleted.",
        ("The OAuth client that this log-in was made with is deleted, switched off or has a new secret. "
        "Download its file again and log in with it: leadsorted google login --client FILE"),
    ),
    (
        ANN, "invalid_client", "Unauthorized",
        ("The OAuth client that this log-in was made with is deleted, switched off or has a new secret. "
        "Download its file again and log in with it: leadsorted google login --client FILE"),
    ),
    (
        ANN, "admin_policy_enforced", "",
        ("An administrator of your Google Workspace does not allow this program. "
        "Ask for it to be allowed, then: leadsorted google login"),
    ),
    (
        ANN, "invalid_grant", "reauth related error (invalid_rapt)",
        "Your Google Workspace asks for a fresh log-in from time to time. Log in again: leadsorted google login",
    ),
    (
        ANN, "invalid_grant", "Token has been expired or revoked.",
        ("The log-in to Google has run out or was taken back. (Where the OAuth consent screen is in testing, it runs "
        "out after 7 days: docs/google.md says how to end that.) Log in again: leadsorted google login"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("login", "error", "description", "sentence"), REASONS)
def test_why_a_token_was_refused_is_said_with_what_to_do(
    login: Login, error: str, description: str, sentence: str
) -> None:
    body = {"error": error, "error_description": description}
    assert str(refused(body, login)) == sentence
    problem = of(google.RefreshError(f"{error}: {description}", body), WRITE, login)  # type: ignore[no-untyped-call]
    assert (str(problem.error), problem.wait) == (sentence, "")


def test_waits_double_with_some_chance_and_end_in_two_minutes() -> None:
    now = [0.0]
    patience, waits = Patience(lambda: now[0], random.Random(7)), []
    while (wait := patience.next()) is not None:
        waits.append(wait)
        now[0] += wait
    assert [int(wait / 2**n) for n, wait in enumerate(waits)] == [1] * len(waits)
    assert all(2**n <= wait <= 2**n * 1.25 for n, wait in enumerate(waits))
    assert 60 < sum(waits) <= 120
    stopped = Patience(lambda: 0.0, random.Random(7))
    assert sum(iter(stopped.next, None)) <= 120  # it ends also where the clock stands still
    assert Patience(lambda: 0.0, random.Random(7)).next(90) == 90
    assert Patience(lambda: 0.0, random.Random(7)).next(121) is None
