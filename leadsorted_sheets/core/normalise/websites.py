"""Websites: an address that opens when clicked, in one spelling. `www.` stays or goes as it was typed."""

from __future__ import annotations

import re

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.normalise.verdict import Verdict, kept

WHY = "website: written as an address that opens"


def read_website(cell: Cell) -> Verdict | None:
    """The cell as an address, or None where it is one already.

    >>> read_website("WWW.Acme.com/").value, read_website("https://acme.com/About").value if read_website("https://acme.com/About") else None
    ('https://www.acme.com', None)
    >>> read_website("ask Ann").doubt.message
    '"ask Ann" is not a website. Left as it is.'
    """
    address = website(cell) if isinstance(cell, str) else None
    if address is None:
        return kept(cell, f'"{shown(cell)}" is not a website.')
    return None if address == cell else Verdict(address, WHY)


def website(text: str) -> str | None:
    """The web address in the text, or None. https where no scheme was typed; http stays http.

    >>> website("acme.com"), website("HTTP://ACME.com/A?b=C"), website("http:/acme.com"), website("ann@acme.com"), website("n/a")
    ('https://acme.com', 'http://acme.com/A?b=C', 'http://acme.com', None, None)
    """
    match = _ADDRESS.fullmatch(text.strip(" <>\"'"))
    if match is None:
        return None
    scheme, host, port, path = match.groups()
    path = "" if path == "/" else path or ""
    return f"{(scheme or 'https').lower()}://{host.lower()}{port or ''}{path}"


def domain(text: str) -> str:
    """The host of a website without `www.`, or "" where the text is no website.

    >>> domain("https://www.acme.co.uk/about"), domain("nobody")
    ('acme.co.uk', '')
    """
    address = website(text)
    return re.split(r"[/:?#]", address.partition("://")[2])[0].removeprefix("www.") if address else ""


_ADDRESS = re.compile(
    r"(?:(https?):?/{0,2}(?<=[/:]))?((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59}))\.?(:\d{2,5})?([/?#]\S*)?",
    re.IGNORECASE,
)
