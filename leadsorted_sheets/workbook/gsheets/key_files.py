"""Files that Google's console hands out, told apart: people give the one for the other, and Google's errors do not say so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal, TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.gsheets.calls import Json

Wanted: TypeAlias = Literal["service account", "OAuth client"]

TOKEN_URIS = (
    "https://oauth2.googleapis.com/token",
    "https://accounts.google.com/o/oauth2/token",
    "https://www.googleapis.com/oauth2/v4/token",
)
_CONSENT_HOST = "https://accounts.google.com/"
_ROBOT_FIELDS = ("client_email", "private_key", "token_uri")
_CLIENT_FIELDS = ("client_id", "client_secret", "auth_uri", "token_uri")
_AS_ROBOT = "leadsorted google login --service-account"
_AS_CLIENT = "leadsorted google login --client"
_LARGEST = 100_000


def read_key_file(path: str, wanted: Wanted, *, base: str = "") -> Json:
    """What a key file holds: a service account's fields, or those of an OAuth client for desktop programs.

    `base` is where Google stands in for itself in tests. Raises errors.WrongCredentials with what the file is instead.
    """
    content = _json(path)
    kind = _kind(content)
    if kind != wanted:
        raise _wrong(path, kind)
    fields: Json = content if wanted == "service account" else content["installed"]
    needed = _ROBOT_FIELDS if wanted == "service account" else _CLIENT_FIELDS
    if missing := [name for name in needed if not isinstance(fields.get(name), str) or not fields[name]]:
        raise errors.WrongCredentials(path, f"lacks {', '.join(missing)}", "Download it from Google's console again.")
    if wanted == "service account" and "PRIVATE KEY" not in fields["private_key"]:
        raise errors.WrongCredentials(path, "holds no private key", "Download it from Google's console again.")
    _check_hosts(path, fields, base)
    return fields


def _kind(content: Any) -> str:
    match content:
        case {"type": "service_account"}:
            return "service account"
        case {"installed": dict()}:
            return "OAuth client"
        case {"web": dict()}:
            return "web client"
        case {"type": "authorized_user"} | {"refresh_token": _}:
            return "token"
        case str() if re.fullmatch(r"AIza[\w-]{30,}", content):
            return "API key"
        case {"type": str(kind)}:
            return kind
        case dict():
            return "other"
    return "no JSON"


def _wrong(path: str, kind: str) -> errors.WrongCredentials:
    what, remedy = {
        "service account": ("is the key of a service account, not an OAuth client", f"Say: {_AS_ROBOT} {path}"),
        "OAuth client": ("is an OAuth client, not the key of a service account", f"Say: {_AS_CLIENT} {path}"),
        "web client": (
            "is an OAuth client for web sites, and this is a program on your computer",
            "Make a client of the type Desktop app (docs/google.md) and give its file.",
        ),
        "token": (
            "is what another program got when somebody logged in, not a key file",
            "Give the OAuth client's own file: leadsorted google login --client FILE",
        ),
        "API key": (
            "is an API key, which can only read sheets that are open to everybody",
            "Make an OAuth client or a service account instead (docs/google.md).",
        ),
        "no JSON": (
            "is not JSON, as the key files of Google's console are",
            "Download the JSON file (not P12) there: docs/google.md says where.",
        ),
    }.get(kind, ("is not a key file that we know", "docs/google.md says which file to download and where."))
    return errors.WrongCredentials(path, what, remedy)


def _json(path: str) -> Any:
    """The content; a lone word as it is, so that an API key can be told."""
    file = Path(path)
    if not file.is_file():
        raise errors.NotFound(path)
    try:
        text = file.read_bytes()[:_LARGEST].decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return None
    except OSError as error:
        raise errors.WrongCredentials(path, f"cannot be read ({error.strerror})", "Check its rights.") from None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _check_hosts(path: str, fields: Json, base: str) -> None:
    """A key file says where secrets are sent to, so only Google's own addresses are taken."""
    token_at_google = fields["token_uri"] in TOKEN_URIS or _at(base, fields["token_uri"])
    consent = fields.get("auth_uri", _CONSENT_HOST)
    if not token_at_google or not (consent.startswith(_CONSENT_HOST) or _at(base, consent)):
        raise errors.WrongCredentials(
            path, "names a log-in address that is not Google's", "Download it from Google's console again."
        )


def _at(base: str, url: str) -> bool:
    return bool(base) and url.startswith(f"{base}/")
