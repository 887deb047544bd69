"""How Google says no: one exception that carries a status and writes the body of the API that was asked.

Sheets and Drive answer in two envelopes: Sheets has `status` and `details`, Drive has a list `errors` and no status.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


class Refusal(Exception):
    """A request that is answered with an error; nothing of it is applied."""

    def __init__(
        self,
        code: int,
        status: str,
        message: str,
        *,
        details: Sequence[Json] = (),
        reason: str = "",
        domain: str = "global",
    ) -> None:
        super().__init__(message)
        self.code, self.status, self.message = code, status, message
        self.details, self.reason, self.domain = tuple(details), reason, domain

    def sheets_body(self) -> Json:
        error: Json = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = list(self.details)
        return {"error": error}

    def drive_body(self) -> Json:
        reason = self.reason or _DRIVE_REASONS.get(self.code, "backendError")
        entry = {"message": self.message, "domain": self.domain, "reason": reason}
        if self.code == 404:
            entry |= {"location": "fileId", "locationType": "parameter"}
        if self.code == 401:
            entry |= {"location": "Authorization", "locationType": "header"}
        return {"error": {"errors": [entry], "code": self.code, "message": self.message}}


def invalid(message: str, *violations: tuple[str, str]) -> Refusal:
    """A 400. Each violation is (path of the field, what is wrong with it), as `google.rpc.BadRequest` lists them."""
    listed = [{"field": field, "description": text} if field else {"description": text} for field, text in violations]
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": listed}] if listed else []
    return Refusal(400, "INVALID_ARGUMENT", message, details=details)


def not_found() -> Refusal:
    return Refusal(404, "NOT_FOUND", "Requested entity was not found.")


def file_not_found(key: str) -> Refusal:
    return Refusal(404, "NOT_FOUND", f"File not found: {key}.")


def forbidden() -> Refusal:
    return Refusal(
        403, "PERMISSION_DENIED", "The caller does not have permission", reason="insufficientFilePermissions"
    )


def unauthenticated() -> Refusal:
    return Refusal(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        details=[_error_info("ACCESS_TOKEN_EXPIRED")],
    )


def missing_credentials() -> Refusal:
    return Refusal(
        403,
        "PERMISSION_DENIED",
        "Method doesn't allow unregistered callers (callers without established identity). "
        "Please use API Key or other form of API consumer identity to call this API.",
        reason="forbidden",
    )


def insufficient_scopes() -> Refusal:
    return Refusal(
        403,
        "PERMISSION_DENIED",
        "Request had insufficient authentication scopes.",
        details=[_error_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT")],
        reason="insufficientPermissions",
    )


def unavailable() -> Refusal:
    return Refusal(503, "UNAVAILABLE", "The service is currently unavailable.", reason="backendError")


def quota_exceeded(kind: str, limit: int, *, project: str, now: float) -> Refusal:
    """The 429 of Sheets as it was recorded live: no `Retry-After`, no `errors`. `kind` is "read" or "write"."""
    title = kind.capitalize()
    info = _error_info("RATE_LIMIT_EXCEEDED") | {
        "metadata": {
            "window_start_time": str(int(now)),
            "quota_metric": f"sheets.googleapis.com/{kind}_requests",
            "quota_location": "global",
            "service": "sheets.googleapis.com",
            "quota_unit": "1/min/{project}/{user}",
            "quota_limit": f"{title}RequestsPerMinutePerUser",
            "consumer": f"projects/{project}",
            "quota_limit_value": str(limit),
        }
    }
    remedy = {
        "@type": "type.googleapis.com/google.rpc.Help",
        "links": [
            {
                "description": "Request a higher quota limit.",
                "url": "https://cloud.google.com/docs/quotas/help/request_increase",
            }
        ],
    }
    message = (
        f"Quota exceeded for quota metric '{title} requests' and limit '{title} requests per minute per user' "
        f"of service 'sheets.googleapis.com' for consumer 'project_number:{project}'."
    )
    return Refusal(429, "RESOURCE_EXHAUSTED", message, details=[info, remedy])


def drive_rate_limit() -> Refusal:
    """Drive says 403 where Sheets says 429."""
    return Refusal(
        403, "PERMISSION_DENIED", "User Rate Limit Exceeded.", reason="userRateLimitExceeded", domain="usageLimits"
    )


def _error_info(reason: str) -> Json:
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}


_DRIVE_REASONS = {400: "invalid", 401: "authError", 403: "forbidden", 404: "notFound", 503: "backendError"}
