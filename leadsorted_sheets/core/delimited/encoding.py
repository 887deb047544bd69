"""Which encoding: byte order marks first, then what the bytes can be, then what the words look like.

Between Windows-1252, Windows-1250 and Mac Roman the bytes alone do not decide. Words do:
each language writes few accented letters, and read in the wrong encoding a word holds
letters of no language (`M√ºller`, `Mšller`).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from leadsorted_sheets.errors import NotATable

BROKEN = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is not text in the file's encoding."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text, with "\\n" line ends and no NULs. `broken` says that some bytes were not text."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()
    broken: bool = False


def decoded(data: bytes, name: str = "the file", *, encoding: str | None = None) -> Decoded:
    """The text in `data`. Raises errors.NotATable where it is no text, or the encoding asked for is unknown.

    >>> decoded("Zoë;Müller\\r\\n".encode("utf-16")).text
    'Zoë;Müller\\n'
    """
    marked = any(data.startswith(mark) for mark, _ in _MARKS)
    notes: list[str] = []
    told = encoding
    if told is None:
        told, why = _encoding(data)
        notes += [why] if why else []
    text, broken = _text(data, told, name)
    if nuls := text.count("\0"):
        notes.append("1 NUL character was taken out." if nuls == 1 else f"{nuls:,} NUL characters were taken out.")
        text = text.replace("\0", "")
    if not (marked or encoding) and _looks_binary(text[:_SAMPLE]):
        raise NotATable(name, "it is not text but a binary file")
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), told, tuple(notes), broken)


def legible(text: str) -> str:
    """The text with bytes that are none shown as Windows-1252 has them, for a person to recognise."""
    return text.encode("utf-8", "surrogateescape").decode("cp1252", "replace") if BROKEN.search(text) else text


_SAMPLE = 200_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# fmt: off
_ALPHABETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cp1252", ("äöüß", "àâæçèéêëîïôœùûüÿ", "áéíñóúü", "àèéìîòóù", "àáâãçéêíóôõú", "éèëïöüó", "äåéöæøü", "áéíóúýþðæö")),
    ("cp1250", ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîșțşţ", "äöüß")),
    ("mac_roman", ("äöüß", "àâæçèéêëîïôœùûüÿ", "áéíñóúü", "àèéìîòóù", "àáâãçéêíóôõú", "éèëïöüó", "äåéöæøü")),
)
# fmt: on
_SIGNS = frozenset("’‘“”„«»–—…€£§°®©™´·¿¡ºª½²³×\xa0")  # between words, in any language
_NAMES = {"cp1252": "Windows-1252", "cp1250": "Windows-1250", "mac_roman": "Mac Roman", "latin-1": "Latin-1"}


def _encoding(data: bytes) -> tuple[str, str]:
    """The encoding, and a sentence about it where it was not certain."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, ""
    wide = _without_mark(data[:4096])
    if wide:
        return wide, f"Read as {wide.upper()}, though the file has no byte order mark."
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _single_byte_or_utf8(data)
    return "utf-8", ""


def _without_mark(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: Western text in it is half or three quarters zero bytes, at fixed places."""
    zeros = [head[n::4].count(0) / max(1, len(head[n::4])) for n in range(4)]
    match [share > 0.6 for share in zeros]:
        case [False, True, True, True]:
            return "utf-32-le"
        case [True, True, True, False]:
            return "utf-32-be"
        case [False, True, False, True]:
            return "utf-16-le"
        case [True, False, True, False]:
            return "utf-16-be"
        case _:
            return ""


def _single_byte_or_utf8(data: bytes) -> tuple[str, str]:
    multibyte = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]+", data[:_SAMPLE]))
    stray = len(BROKEN.findall(data[:_SAMPLE].decode("utf-8", "surrogateescape")))
    if multibyte > 4 * stray:
        return "utf-8", "The file is UTF-8, but some lines hold bytes that are not; those lines were not taken."
    words = list(dict.fromkeys(_WORD.findall(data[:_SAMPLE])))[:400]
    scores = {encoding: _likeness(words, encoding, alphabets) for encoding, alphabets in _ALPHABETS}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] < 0.5:
        best = _guess_of_charset_normalizer(data[:_SAMPLE]) or best
    try:
        data.decode(best)
    except UnicodeDecodeError:
        best = "latin-1"
    return (
        best,
        f"Read as {_NAMES.get(best, best)}, going by its words; the file does not say. Check names with accents.",
    )


_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")


def _likeness(words: list[bytes], encoding: str, alphabets: tuple[str, ...]) -> float:
    """The share of words that look like words of one language, and a little for those of any of them."""
    texts = [word.decode(encoding, "replace") for word in words]
    every = "".join(alphabets)
    anyone = sum(_looks_written(text, every) for text in texts)
    one = max(sum(_looks_written(text, alphabet) for text in texts) for alphabet in alphabets)
    return (2 * one + anyone) / (3 * max(1, len(texts)))


def _looks_written(text: str, alphabet: str) -> bool:
    letters = [char for char in text if not char.isascii() and char not in _SIGNS]
    if any(char.lower() not in alphabet for char in letters):
        return False
    words = re.findall(r"[^\W\d_]+", text)
    return all(word[1:].islower() or word.isupper() or len(word) == 1 or word.isascii() for word in words)


def _guess_of_charset_normalizer(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    guess = from_bytes(sample).best()
    return guess.encoding if guess else ""


def _text(data: bytes, encoding: str, name: str) -> tuple[str, bool]:
    try:
        return data.decode(encoding), False
    except LookupError:
        remedy = "Name one such as utf-8, cp1252 or utf-16."
        raise NotATable(name, f"no encoding is called {encoding!r}", remedy) from None
    except UnicodeDecodeError:
        utf8 = encoding.replace("_", "-").startswith("utf-8")
        return data.decode(encoding, "surrogateescape" if utf8 else "replace"), utf8


def _looks_binary(text: str) -> bool:
    """More than one control character in fifty. Tabs, line ends and a DOS end-of-file mark are none."""
    return len(re.findall("[\x01-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]", text)) > 0.02 * len(text)
