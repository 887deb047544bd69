"""Messages as they are said in Excel: where a sentence names a command to type and the tab has a button, it names that."""

from __future__ import annotations

import re

_AGAIN = "click the button again"
_SAID: tuple[tuple[str, str], ...] = (
    (r"To make it ours in place: leadsorted adopt .*", "To make it ours: Adopt on the Lead Sorted tab."),
    (r"(?:Save and close it, then run: )?leadsorted adopt, with the file's name", "Adopt on the Lead Sorted tab."),
    (r"Add it with: leadsorted adopt", "Add it with Adopt on the Lead Sorted tab."),
    (r"If you meant it: .* --allow-removals (\d+)", r"If you meant it: Sync > Allow removals on the Lead Sorted tab, and give \1."),
    (r"If you meant it: .* --allow-changes (\d+)", r"If you meant it: Sync > Allow changes on the Lead Sorted tab, and give \1."),
    (r" has no Google sheet yet\. .*\n?.*", " has no Google sheet yet. To make or join one: Sync > With a sheet on the Lead Sorted tab."),
    (r"To leave that sheet and take another: .*", "To leave that sheet and take another one, in a terminal: leadsorted sync, with --switch."),
    (r"To sync it with that: leadsorted sync .*", "To sync it with that: Sync on the Lead Sorted tab."),
    (r"Choose another name, or add --force to replace it\.", "Choose another name."),
    (r'Say which is which: --map "Their header=Email"', "Give your columns plain headers, such as Email or Company, and click again."),
    (r"Mend them, or add --skip-bad to leave them out\.", "Mend them and click again."),
    (r"[Ll]og in again: leadsorted google login", "log in again, in a terminal: leadsorted google login"),
    (r"Find out and say: leadsorted qualify .*", "Find out, then Qualify on the Lead Sorted tab."),
    (r", or run: leadsorted clean .*", "."),
    (r"leadsorted today (?:BOOK|\S+)", "Today on the Lead Sorted tab"),
    (r"\bexcel:(?=\S)", ""),
    (r"Run the command again\b", "Click the button again"),
    (r"\brun the command again\b", _AGAIN),
    (r"\brun: leadsorted sync .*|\brun: Sync on the Lead Sorted tab", "click Sync again."),
)  # fmt: skip
"""What is said in a terminal, and in Excel."""


def spoken(message: str) -> str:
    """The message for a box.

    >>> spoken("leads.xlsx changed while we were working. Nothing was written. Run the command again.")
    'leads.xlsx changed while we were working. Nothing was written. Click the button again.'
    >>> spoken("If you meant it: Sync on the Lead Sorted tab --allow-removals 412")
    'If you meant it: Sync > Allow removals on the Lead Sorted tab, and give 412.'
    """
    for pattern, instead in _SAID:
        message = re.sub(pattern, instead, message)
    return message


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number and what it counts.

    >>> counted(1, "lead"), counted(1200, "lead"), counted(2, "person", "people")
    ('1 lead', '1,200 leads', '2 people')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def joined(*parts: str) -> str:
    """Paragraphs with a blank line between, without the empty ones.

    >>> joined("a", "", "b")
    'a\\n\\nb'
    """
    return "\n\n".join(part for part in parts if part)
