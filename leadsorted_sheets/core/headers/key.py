"""A header as it is compared: without case, accents, punctuation and asides."""

from __future__ import annotations

import re
import unicodedata

_ASIDES = re.compile(
    r"[(\[](?:required|mandatory|optional|pflichtfeld|pflicht|erforderlich|obligatoire|facultatif|obligatorio|opcional"
    r"|obbligatorio|facoltativo|obrigatório|verplicht|optioneel|wymagane|opcjonalne)[)\]]",
    re.IGNORECASE,
)
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "°": "o"})


def header_key(header: str) -> str:
    """The header in the one spelling that synonyms are looked up in; "" only for a blank one.

    >>> header_key("E-Mail-Adresse *"), header_key("email adresse"), header_key("firstName"), header_key("N°")
    ('emailadresse', 'emailadresse', 'firstname', 'no')
    >>> header_key("Prénom (obligatoire)"), header_key(" # ")
    ('prenom', '#')
    """
    text = _ASIDES.sub("", header) if "(" in header or "[" in header else header
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
        return "".join(char for char in text if char.isalnum()) or "".join(header.split())
    return _NO_LETTER.sub("", text.lower()) or "".join(header.split())


def umlauts_written_out(word: str) -> str:
    """How a German header is spelt on a keyboard without umlauts.

    >>> umlauts_written_out("Nächster Schritt")
    'Naechster Schritt'
    """
    return word.translate(_WRITTEN_OUT)


_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
