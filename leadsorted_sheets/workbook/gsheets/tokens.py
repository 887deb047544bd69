"""The hour's token, kept between commands: asking for one is a request of its own, a fifth of a second before each.

It lies beside the log-in, as private as that, and belongs to one log-in: after another it is worth nothing. Whatever is
wrong with the file, a new token is asked for.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


def remember(credentials: Any, path: Path, *, of: str) -> Any:
    """The same google-auth credentials, with the token kept at `path` where it is still good, and keeping each new one.

    `of` is what the log-in rests on (a refresh token, a private key); only its digest is kept.
    """
    mark = hashlib.sha256(f"{of}\n{sorted(credentials.scopes or ())}".encode()).hexdigest()
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(path.read_text("utf-8"))
        if found["of"] == mark:
            credentials.expiry = dt.datetime.fromisoformat(found["expiry"])
            credentials.token = str(found["token"])
    ask = credentials.refresh

    def refresh(request: Any) -> None:
        ask(request)
        if credentials.token and credentials.expiry:
            _keep(path, {"of": mark, "token": credentials.token, "expiry": credentials.expiry.isoformat()})

    credentials.refresh = refresh  # google-auth has no hook for it
    return credentials


def _keep(path: Path, content: dict[str, str]) -> None:
    """Written at once or not at all, for its owner only. Where it cannot be kept, the next command asks again."""
    with contextlib.suppress(OSError):
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".google-")  # made with mode 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file)
        Path(temporary).replace(path)
