"""E-mail addresses: one a cell, in small letters, without what came along when it was copied.

The part before the @ could in theory tell capitals apart (RFC 5321, 2.4); no mailbox provider
does, so the whole address is written small. A misspelt provider ("gmial.com") is only ever suggested:
somebody may own that domain.
"""

from __future__ import annotations

import re

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.normalise.verdict import Verdict, kept, to_decide

WHY_SMALL = "e-mail: written in small letters"
WHY_ALONE = "e-mail: only the address kept, without what stood around it"
WHY_SEVERAL = "e-mail: one address a cell, the others moved to Other emails"
WHY_SIGNS = "e-mail: (at) and (dot) written as signs"


def read_email(cell: Cell) -> Verdict | None:
    """The address in a cell, or None where it is one already.

    >>> read_email("ann@acme.com")
    >>> read_email("Ann Ng <mailto:Ann@Acme.COM>,").value
    'ann@acme.com'
    >>> read_email("ann@acme.com; a.ng@gmail.com").beside
    (('Other emails', 'a.ng@gmail.com', 'e-mail: one address a cell, the others moved to Other emails'),)
    >>> read_email("ann@gmial.com").doubt.suggestion
    'ann@gmail.com'
    >>> read_email("ana.ng@").doubt.message
    '"ana.ng@" is not an e-mail address. Left as it is.'
    """
    if not isinstance(cell, str):
        return kept(cell, f"{shown(cell)} is not an e-mail address.")
    low = cell.lower()
    if is_plain(low) and not _is_suspicious(low):
        return None if low == cell else Verdict(low, WHY_SMALL, final=True)
    found = addresses(cell)
    if not found:
        return _not_an_address(cell)
    if "<" not in cell and (words := _other_words(cell)):
        message = f'"{cell}" holds more than an address ("{words}"). Left as it is until you decide.'
        # Words before an address may belong to it: "ann smith@acme.com".
        suggestion = found[0] if cell.lower().startswith(found[0]) else None
        return to_decide(cell, message, suggestion=suggestion, why="Only the address belongs here.")
    first, *others = found
    why = "" if first == cell else WHY_SMALL if first == cell.lower() else WHY_SEVERAL if others else WHY_ALONE
    if not others and _SIGNS.search(cell):
        why = WHY_SIGNS
    doubted = _doubted(first)
    beside = tuple(("Other emails", other, WHY_SEVERAL) for other in others)
    return Verdict(first, why, doubted.doubt if doubted else None, beside) if why or doubted else None


def read_emails(cell: Cell) -> Verdict | None:
    """Several addresses in one cell, "; " between them; None where they are so already, or not all are addresses.

    >>> read_emails("Ann@acme.com, bob@acme.com").value, read_emails("ask Ann")
    ('ann@acme.com; bob@acme.com', None)
    """
    found = addresses(cell) if isinstance(cell, str) and not _other_words(cell) else ()
    joined = "; ".join(found)
    return Verdict(joined, WHY_SMALL) if found and joined != cell else None


def addresses(text: str) -> tuple[str, ...]:
    """Every address in the text, in small letters, in order, each once; () where anything else in it looks like a failed one.

    >>> addresses("ANN@acme.com / ann@acme.com, bob@acme.com"), addresses("ann@acme.com, bob@")
    (('ann@acme.com', 'bob@acme.com'), ())
    """
    low = _signs_written(text.lower())
    if is_plain(low):
        return (low,)
    parts = [_bare(part) for part in _BETWEEN.split(low) if "@" in part]
    found = [part if is_plain(part) else checked(part) for part in parts]
    return tuple(dict.fromkeys(address for address in found if address)) if all(found) else ()


def is_plain(text: str) -> bool:
    """Whether the text is an ordinary address in small letters and nothing else.

    >>> is_plain("ann.ng+x@acme.co.uk"), is_plain("Ann@acme.com"), is_plain("ann@acme"), is_plain("ann..ng@acme.com")
    (True, False, False, False)
    """
    return _PLAIN.fullmatch(text) is not None and len(text) <= 254 and text.index("@") <= 64


def checked(text: str) -> str:
    """An unusual address in its usual form, or "" where it is none. RFC 5321 and 6531, as email-validator reads them."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return ""


# fmt: off
_TYPOS: dict[str, str] = {
    typo: domain
    for domain, typos in (
        ("gmail.com", "gmial.com gmai.com gmil.com gmal.com gamil.com gnail.com gmaill.com gmail.co gmail.cm gmail.con gmail.om gmail.cmo gmail.comm gmail.vom gmail.xom gmai.co gmail.coml"),
        ("hotmail.com", "hotmial.com hotmal.com hotmai.com hotmil.com hotmaill.com hotnail.com hotmail.co hotmail.con hotmail.cm hotmail.cmo homail.com hormail.com htomail.com"),
        ("outlook.com", "outlok.com outloo.com outllok.com outlook.co outlook.con outlook.cm oulook.com outlool.com"),
        ("yahoo.com", "yaho.com yahooo.com yhaoo.com yahoo.co yahoo.con yahoo.cm yahoo.cmo yaoo.com yahho.com yhoo.com"),
        ("icloud.com", "iclod.com icoud.com icloud.co icloud.con icluod.com iclould.com"),
        ("aol.com", "aol.co aol.con aoll.com"), ("gmx.de", "gmx.ed gmxx.de"), ("web.de", "web.ed"), ("t-online.de", "tonline.de t-onlin.de"),
        ("live.com", "live.con live.cm"), ("googlemail.com", "googlemial.com goglemail.com"),
    )
    for typo in typos.split()
}
_PLACEHOLDER_NAMES = frozenset(("noemail", "no-email", "no.email", "no_email", "nomail", "none", "na", "n.a", "null", "unknown", "test", "testing", "xxx", "asdf", "fake", "email", "name", "your.name", "yourname", "youremail", "user", "keineemail", "keine"))
_PLACEHOLDER_DOMAINS = frozenset(("example.com", "example.org", "example.net", "test.com", "none.com", "noemail.com", "nomail.com", "domain.com", "email.test", "yourdomain.com", "xxx.com", "asdf.com", "fake.com", "na.com", "unknown.com"))
_EMPTY_WORDS = frozenset(("", "or", "and", "oder", "und", "ou", "et", "y", "o", "e", "email", "e-mail", "mail", "&", "/", "-", "+", "private", "work", "home", "business", "privat"))
# fmt: on
_NO_SUCH_ENDINGS = frozenset(("con", "cmo", "comm", "ocm", "vom", "cpm", "coom"))
_SPECIAL_ENDINGS = frozenset(("test", "invalid", "local", "localhost", "onion", "arpa"))

_PLAIN = re.compile(r"[a-z0-9_%+'&/-]+(?:\.[a-z0-9_%+'&/-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_BETWEEN = re.compile(r"[\s;,|<>]+|(?<=[a-z])/(?=\S*@)")
_SPACED_SIGN = re.compile(r"\s*@\s*|\s*\.\s*(?=[A-Za-z]{2,}\s*$)")
_SIGNS = re.compile(r"\s*[(\[{]\s*(?:(?P<at>at|@|ät)|dot|punkt|point|punto)\s*[)\]}]\s*", re.IGNORECASE)


def _bare(part: str) -> str:
    part = part.strip("\"'`()[]{}.:!?*“”‘’«»")
    return part.removeprefix("mailto:").removeprefix("email:").removeprefix("e-mail:").partition("?")[0]


def _signs_written(text: str) -> str:
    """The text with (at) and (dot) as signs, and no spaces around the signs of a single address."""
    text = _SIGNS.sub(lambda match: "@" if match["at"] else ".", text)
    return _SPACED_SIGN.sub(lambda match: match.group().strip(), text) if text.count("@") == 1 else text


def _other_words(text: str) -> str:
    """The words beside the addresses that say something, as "ask for Eve" does and "or" does not."""
    words = [word for word in _BETWEEN.split(_signs_written(text)) if "@" not in word]
    return " ".join(word for word in words if _bare(word.lower()) not in _EMPTY_WORDS)


def _is_suspicious(address: str) -> bool:
    name, _, domain = address.partition("@")
    ending = domain.rpartition(".")[2]
    return (
        domain in _TYPOS
        or domain in _PLACEHOLDER_DOMAINS
        or name in _PLACEHOLDER_NAMES
        or ending in _NO_SUCH_ENDINGS
        or ending in _SPECIAL_ENDINGS
    )


def _doubted(address: str) -> Verdict | None:
    name, _, domain = address.partition("@")
    stem, _, ending = domain.rpartition(".")
    if domain in _PLACEHOLDER_DOMAINS or name in _PLACEHOLDER_NAMES:
        return kept(address, f'"{address}" looks like a placeholder, not like somebody\'s address.')
    meant = _TYPOS.get(domain) or (f"{stem}.com" if ending in _NO_SUCH_ENDINGS else "")
    if meant:
        message = f'"{domain}" looks like a slip for "{meant}". Left as it is until you decide.'
        why = f'The domain "{domain}" is one slip of the fingers away from "{meant}".'
        return to_decide(address, message, suggestion=f"{name}@{meant}", why=why, confidence=0.9)
    return None


def _not_an_address(cell: str) -> Verdict:
    squeezed = re.sub(r"\.{2,}", ".", cell.replace(" ", "").replace(",", ".").lower())
    squeezed = re.sub(r"@{2,}", "@", squeezed).strip(".")
    if squeezed.count("@") == 1 and is_plain(squeezed) and squeezed != cell.lower():
        message = f'"{cell}" is not an e-mail address; "{squeezed}" would be. Left as it is until you decide.'
        why = "A space, comma or sign too many stands in it."
        return to_decide(cell, message, suggestion=squeezed, why=why, confidence=0.7)
    if cell.count("@") > 1 and any(checked(_bare(part)) for part in _BETWEEN.split(cell.lower()) if "@" in part):
        return kept(cell, f'Not every address in "{cell}" is one.')
    return kept(cell, f'"{cell}" is not an e-mail address.')
