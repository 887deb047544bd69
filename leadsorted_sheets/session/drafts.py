"""Letters as .eml files that a mail program opens for editing (X-Unsent), made by the standard library."""

from __future__ import annotations

import datetime as dt
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage

from leadsorted_sheets.core.followup.digest import plain
from leadsorted_sheets.core.followup.letters import Letter
from leadsorted_sheets.session.reminders import safe


def draft(letter: Letter, now: dt.datetime) -> bytes | None:
    """The letter as a message; None where its address cannot be written into a header."""
    ascii_only = (letter.to + letter.sender).isascii()
    message = EmailMessage(policy=policy.SMTP if ascii_only else policy.SMTPUTF8)
    try:
        message["To"] = Address(plain(letter.to_name), addr_spec=letter.to)
        if letter.sender:
            message["From"] = Address(plain(letter.sender_name), addr_spec=letter.sender)
        message["Subject"] = plain(letter.subject)
        message["Date"] = now
        message["X-Unsent"] = "1"
        message.set_content(letter.text)
        return message.as_bytes()
    except (HeaderParseError, ValueError, IndexError):
        return None


def file_name(letter: Letter) -> str:
    """The same for the same step of the same lead, so that a draft somebody has edited is not written twice."""
    return f"{safe(letter.lead)} {safe(letter.sequence)} {letter.step}.eml"
