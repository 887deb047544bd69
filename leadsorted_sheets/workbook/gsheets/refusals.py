"""What went wrong between us and Google, as one of our errors, and whether asking again makes sense.

Every exception class of requests, google-auth and gspread has its place here; a test goes through all of them. What
decides for a write is whether Google can have seen it: a request that never left, or that Google turned down, may be
sent again; one whose answer was lost may not, since it may have been done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import gspread.exceptions
import requests
import requests.exceptions
import urllib3.exceptions
from google.auth import exceptions as google

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.gsheets import answers, logins
from leadsorted_sheets.workbook.gsheets.answers import Answer, Problem
from leadsorted_sheets.workbook.gsheets.calls import Call
from leadsorted_sheets.workbook.gsheets.logins import Login


class Declined(gspread.exceptions.GSpreadException):
    """An answer that is not 2xx. gspread's own APIError trips over a body that is JSON but not Google's."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


VENDOR: tuple[type[Exception], ...] = (
    requests.exceptions.RequestException,
    google.GoogleAuthError,
    gspread.exceptions.GSpreadException,
    gspread.exceptions.UnSupportedExportFormat,
    urllib3.exceptions.HTTPError,
    OSError,  # a certificate bundle that is not there, a socket that breaks below urllib3
)


def problem_of(error: Exception, call: Call, login: Login) -> Problem:
    """What an exception of a vendor's means for a call."""
    match error:
        case Declined() | gspread.exceptions.APIError():
            return _of_answer(error.response, call, login)
        case google.GoogleAuthError():
            return _of_login(error, login)
        case requests.exceptions.RequestException():
            return _of_sending(error, call)
        case urllib3.exceptions.HTTPError() | OSError():
            return _unknown(call, "the connection broke")
        case _:
            return Problem(errors.GoogleRefused(call.address, 0, "gspread could not make sense of the request"))


def _of_answer(response: requests.Response, call: Call, login: Login) -> Problem:
    try:
        body = response.json()
    except ValueError:  # a page of HTML
        body = None
    return answers.problem_of(Answer.of(response.status_code, response.headers, body), call, login)


def _of_login(error: google.GoogleAuthError, login: Login) -> Problem:
    """Nothing was sent, or Google had turned it down with 401: either way it was not done."""
    match error:
        case google.RefreshError() if not error.retryable:
            return Problem(logins.refused(_body(error), login))
        case google.RefreshError() | google.TransportError() | google.TimeoutError() | google.ResponseError() if (
            not _broken_certificate(error)
        ):
            return Problem(errors.Unreachable("its log-in service did not answer"), "Google to answer")
        case google.TransportError():
            return Problem(_certificate())
        case google.MutualTLSChannelError() | google.ClientCertError():
            why = "the client certificate of this computer could not be used"
            return Problem(errors.Unreachable(why, "Ask whoever looks after this computer."))
        case _:
            return Problem(errors.LoggedOut("The Google credentials kept on this computer cannot be used."))


def _of_sending(error: requests.exceptions.RequestException, call: Call) -> Problem:
    match error:
        case requests.exceptions.JSONDecodeError():
            return _unknown(call, "a web page came instead of Google's answer; the network may ask for a log-in")
        case (
            requests.exceptions.InvalidJSONError() | requests.exceptions.InvalidHeader()
            | requests.exceptions.UnrewindableBodyError()
        ):  # fmt: skip
            return Problem(
                errors.GoogleRefused(call.address, 0, "a value cannot be sent, as it is neither number nor text")
            )
        case requests.exceptions.ProxyError() | requests.exceptions.InvalidProxyURL():
            return Problem(errors.Unreachable("the proxy did not let us through", "Check HTTPS_PROXY, and try again."))
        case requests.exceptions.SSLError() if _broken_certificate(error):
            return Problem(_certificate())
        case (
            requests.exceptions.MissingSchema() | requests.exceptions.InvalidSchema()
            | requests.exceptions.InvalidURL()
        ):  # fmt: skip
            return Problem(errors.GoogleRefused(call.address, 0, "this is no address of a spreadsheet"))
        case requests.exceptions.ConnectTimeout():
            return Problem(errors.Unreachable("no connection within 10 s"), "Google to answer")
        case requests.exceptions.ConnectionError() if _never_connected(error):
            return Problem(errors.Unreachable("no connection"), "Google to answer")
        case requests.exceptions.Timeout():
            return _unknown(call, "no answer in time")
        case _:
            return _unknown(call, "the connection broke")


def _unknown(call: Call, why: str) -> Problem:
    """It may have arrived. Harmless for a read; a write is never sent again."""
    if call.kind == "write":
        return Problem(errors.OutcomeUnknown(call.address, why))
    return Problem(errors.Unreachable(why), "Google to answer")


def _never_connected(error: Exception) -> bool:
    """Whether it broke before a byte was sent: a name that is not found, a connection refused."""
    cause: Any = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    return isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError)


def _broken_certificate(error: Exception) -> bool:
    return re.search(r"CERTIFICATE_VERIFY_FAILED|certificate verify failed", str(error)) is not None


def _certificate() -> errors.Unreachable:
    return errors.Unreachable(
        "the certificate of the other side is not one this computer trusts",
        "A company's proxy may stand in between: ask for its certificate and set REQUESTS_CA_BUNDLE to it.",
    )


def _body(error: google.RefreshError) -> Mapping[str, Any]:
    """What the token endpoint answered, where google-auth hands it on."""
    return next((each for each in error.args if isinstance(each, Mapping)), {"error": str(error)})
