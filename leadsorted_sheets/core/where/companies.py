"""Whether two company names mean one account: the name without its legal form, case, accents and dots."""

from __future__ import annotations

import functools
import unicodedata

NO_COMPANY: frozenset[str] = frozenset(
    {
        *("na", "n a", "none", "no company", "unknown", "private", "privat", "individual", "self", "self employed"),
        *("selfemployed", "freelance", "freelancer", "independent", "student", "retired", "tbd", "tbc", "test", "xxx"),
    }
)
"""What people type where there is no company: never an account that could belong to somebody."""


@functools.lru_cache(maxsize=1 << 16)
def company_key(text: str) -> str:
    """The name two spellings of one company share; "" where the cell names no company.

    >>> company_key("ACME Vertriebs GmbH & Co. KG"), company_key("Café Niño, S.L."), company_key("The Acme Corp.")
    ('acme vertriebs', 'cafe nino', 'acme')
    >>> company_key("n/a"), company_key("Co. Ltd.")
    ('', 'co ltd')
    """
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = folded.translate(_MARKS).split()
    kept = len(words)
    while kept and words[kept - 1] in _LEGAL_FORMS:
        kept -= 1
    first = 1 if kept > 1 and words[0] == "the" else 0
    key = " ".join(words[first:kept] if kept else words)
    return "" if key in NO_COMPANY else key


_MARKS = {ord(mark): " " for mark in ',;:/\\|()[]{}"-_+*#!?–—'} | {ord(mark): "" for mark in ".'’`´®™"}
_MARKS[ord("&")] = " and "

# Only at the end of a name, and never all of it. "oo" is what "o.o." leaves of a Polish company.
_FORMS = (
    "ab ag aps as asa bv bvba co company corp corporation cv doo dba ead eg eirl ev eood gbr gesmbh ggmbh gmbh "
    "inc incorporated kft kg kgaa lda limited llc llp lp ltd ltda mbh nv og ohg ood oü oy oyj plc pllc pte pty pvt "
    "rt sa sae sagl sarl sas sasu sca scs sdn bhd se sl slu snc spa spol sp z oo zoo sro srl srls tov ug zrt and"
)
_LEGAL_FORMS: frozenset[str] = frozenset(_FORMS.split())
