"""What people call a Google sheet: `gsheet:KEY`, or the address in their browser."""

from __future__ import annotations

import re

from leadsorted_sheets import errors

_KEY = r"[A-Za-z0-9_-]{10,}"


def key_of(address: str) -> str:
    """The key of the spreadsheet an address names. Raises errors.WrongUsage where it names none.

    >>> key_of("gsheet:1hM3Wp1zfS0o0N0XbSXR7ADw")
    '1hM3Wp1zfS0o0N0XbSXR7ADw'
    >>> key_of("https://docs.google.com/spreadsheets/u/1/d/1hM3Wp1zfS0o0N0XbSXR7ADw/edit?gid=0#gid=0")
    '1hM3Wp1zfS0o0N0XbSXR7ADw'
    """
    text = address.strip().removeprefix("gsheet:").strip()
    found = re.match(rf"https://docs\.google\.com/spreadsheets/(?:u/\d+/)?d/({_KEY})(?:[/?#].*)?$", text)
    if found:
        return found[1]
    if re.fullmatch(_KEY, text):
        return text
    raise errors.WrongUsage(
        f"{address}: a Google sheet is gsheet:KEY, or the address your browser shows while it is open "
        "(https://docs.google.com/spreadsheets/d/KEY/edit)."
    )
