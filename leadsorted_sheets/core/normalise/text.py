"""Text: what no person typed is taken out of it, and what a wrong encoding did to it is undone where that is certain.

"Müller"   read in the wrong encoding, "MÃ¼ller", becomes "Müller" again
"A &amp; B"    becomes "A & B"
zero-width and direction marks, soft hyphens and control characters go
every kind of blank becomes a space, several become one, none stays at an end
"""

from __future__ import annotations

import html
import re
import unicodedata

WHY_BLANKS = "text: spaces put in order"
WHY_ENCODING = "text: letters mended that a wrong encoding had broken"
WHY_ENTITIES = "text: web page codes (&amp;) read as what they stand for"
WHY_INVISIBLE = "text: invisible characters taken out"


def tidy(text: str) -> tuple[str, str]:
    """One line of text put in order, and why it changed ("" where it did not).

    >>> tidy("  Ann\\u00a0\\u200b Smith ")
    ('Ann Smith', 'text: invisible characters taken out')
    >>> tidy("MÃ¼ller &amp; SÃ¶hne"), tidy("São João"), tidy("SÃO PAULO")
    (('Müller & Söhne', 'text: letters mended that a wrong encoding had broken'), ('São João', ''), ('SÃO PAULO', ''))
    """
    if _TIDY.fullmatch(text) and not _may_be_coded(text):
        return text, ""
    mended, why = _mended(text)
    result = " ".join(mended.split())
    if result != mended:  # a foreign blank hides a wrong encoding
        result, more = tidy(result)
        why = why or more
    return result, "" if result == text else why or WHY_BLANKS


def tidy_lines(text: str) -> tuple[str, str]:
    """Text of several lines put in order: lines, indents and blank lines between them stay.

    >>> tidy_lines("Called.\\u200b  \\n  - wants a demo\\n\\n")
    ('Called.\\n  - wants a demo', 'text: invisible characters taken out')
    """
    if _TIDY_LINES.fullmatch(text) and not _may_be_coded(text):
        return text, ""
    mended, why = _mended(text)
    result = _TRAILING.sub("", mended.replace("\u00a0", " ")).strip("\n")
    if result != mended:
        result, more = tidy_lines(result)
        why = why or more
    return result, "" if result == text else why or WHY_BLANKS


def recased(text: str, *, small: frozenset[str] = frozenset()) -> str:
    """Words with a capital each, where the text was typed without any difference of case and has more than three letters.

    >>> recased("SAINT-DENIS"), recased("stratford upon avon", small=frozenset({"upon"})), recased("NYC"), recased("eBay")
    ('Saint-Denis', 'Stratford upon Avon', 'NYC', 'eBay')
    """
    if len(text) <= 3 or text not in (text.upper(), text.lower()) or "ı" in text or "İ" in text:
        return text
    return _WORD.sub(lambda match: _capital(match, small), text.lower())


def _may_be_coded(text: str) -> bool:
    """Whether a code or a broken letter may hide in text that has nothing but ordinary letters and signs."""
    return ("&" in text and ";" in text) or "_x" in text or not (text.isascii() or _BROKEN.search(text) is None)


def _capital(match: re.Match[str], small: frozenset[str]) -> str:
    word = match.group()
    if match.start() and word in small:
        return word
    initial = word[:1].upper()
    return initial + word[1:] if len(initial) == 1 else word


_WORD = re.compile(r"[^\W\d_]+(?:['’](?:s|t)\b)?")
_TIDY = re.compile("[!-~À-ɏ]+(?: [!-~À-ɏ]+)*")  # printable ASCII and Latin letters, single spaces between
_TIDY_LINES = re.compile("[!-~À-ɏ]+(?:(?: +|\n[ \n]*)[!-~À-ɏ]+)*")
_TRAILING = re.compile(r"[ \t\u00a0]+(?=\n|\Z)|\A\n+|\n+\Z")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_OOXML_ESCAPE = re.compile(r"_x(000[9AaDd]|0020|00[aA]0)_")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_JOINERS = re.compile("[\u200c\u200d]")
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u2e80-\U0010ffff]")
_ASCII_CAPITAL = re.compile("[A-Z]")
_LETTER = re.compile(r"[^\W\d_]")
_RECASED = re.compile("[âã](?=[¡-ª¬-¶¸-º¼-¿])")
_MAY_BE_PORTUGUESE = re.compile("[A-ZÀ-Þ][ÂÃ][\u00a0«»‚„‘’“”‹›–—…]")
_BROKEN = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_BYTES_BEYOND_CP1252 = {"\x81": b"\x81", "\x8d": b"\x8d", "\x8f": b"\x8f", "\x90": b"\x90", "\x9d": b"\x9d"}


def _mended(text: str) -> tuple[str, str]:
    """Everything but the blanks; the reason is the most telling of what was done. Repeats until nothing is left to do."""
    why = ""
    while True:
        before = text
        if _BROKEN.search(text) and (decoded := _decoded(text)) is not None:
            text, why = decoded, WHY_ENCODING
        if "&" in text:
            text = _ENTITY.sub(_meant, text)
        if "_x" in text:
            text = _OOXML_ESCAPE.sub(lambda match: chr(int(match[1], 16)).replace("\r", ""), text)
        if text != before:
            why = why or WHY_ENTITIES
        seen = _INVISIBLE.sub("", text)
        if _JOINERS.search(seen) and not _BEYOND_LATIN.search(seen):
            seen = _JOINERS.sub("", seen)
        if seen != text:
            text, why = seen, why or WHY_INVISIBLE
        text = text if text.isascii() else unicodedata.normalize("NFC", text)
        if text == before:
            return text, why


def _meant(match: re.Match[str]) -> str:
    """What an entity stands for; one that stands for nothing printable stays as it is typed."""
    meant = html.unescape(match.group())
    return meant if meant.isprintable() or meant == "\u00a0" else match.group()


def _decoded(text: str) -> str | None:
    """The text as it was before UTF-8 was read as Windows-1252; None unless every one of its bytes says so.

    Somebody may have changed its case since: "letã\u00adcia" was "letícia". MANHÃ before a quote or a space is Portuguese.
    """
    if _MAY_BE_PORTUGUESE.search(text):
        return None
    raw = bytearray()
    for letter in _RECASED.sub(lambda match: match.group().upper(), text):
        try:
            raw += _BYTES_BEYOND_CP1252.get(letter) or letter.encode("cp1252")
        except UnicodeEncodeError:
            return None
    try:
        decoded = raw.decode()
    except UnicodeDecodeError:
        return None
    if not all(letter.isprintable() or letter in "\n\t\u00a0\u00ad\u200b" for letter in decoded):
        return None
    return _LETTER.sub(_capital_of, decoded) if _ASCII_CAPITAL.search(text) and text.isupper() else decoded


def _capital_of(match: re.Match[str]) -> str:
    """The capital of a letter; ß has none of one letter and stays."""
    capital = match.group().upper()
    return capital if len(capital) == 1 else match.group()
