"""Job titles: their capitals and the shortest of their abbreviations, and the seniority they show.

Modest on purpose: a title in mixed case keeps its capitals, and only abbreviations that can mean
nothing else are written out ("Sr.", "Mgr"). "VP" and "CEO" are how people say it.
"""

from __future__ import annotations

import re

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.normalise.verdict import Verdict

WHY = "job title: capitals and abbreviations as usual"
WHY_SENIORITY = "seniority: from the job title"


def read_title(cell: Cell) -> Verdict | None:
    """The title as it is usually written, or None where it is so already.

    >>> read_title("sr. vp sales").value, read_title("HEAD OF MARKETING").value, read_title("Chief of Staff"), read_title("ceo").value
    ('Senior VP Sales', 'Head of Marketing', None, 'CEO')
    """
    if not isinstance(cell, str):
        return None
    title = job_title(cell)
    return None if title == cell else Verdict(title, WHY)


def job_title(text: str) -> str:
    """The title with its abbreviations written out, and its capitals where it was typed without any difference of case.

    >>> job_title("Sr Mgr, R&D"), job_title("iOS developer"), job_title("it manager"), job_title("GESCHÄFTSFÜHRER")
    ('Senior Manager, R&D', 'iOS developer', 'IT Manager', 'Geschäftsführer')
    """
    without_case = text in (text.upper(), text.lower())
    text = _ABBREVIATION.sub(lambda match: _FULL[match.group().rstrip(".").casefold()], text)
    return _WORD.sub(_word, text) if without_case else text


def seniority(text: str) -> str | None:
    """How senior a title is, as the Seniority list has it, or None where it does not say.

    >>> [seniority(title) for title in ("Founder & CEO", "CFO", "Senior VP Sales", "Head of IT", "Geschäftsführer", "Account Manager", "Intern", "Poet")]
    ['Owner', 'C-level', 'VP', 'Director', 'C-level', 'Manager', 'Junior', None]
    """
    low = job_title(text).casefold()
    return next((level for level, pattern in _SENIORITIES if pattern.search(low)), None)


def _word(match: re.Match[str]) -> str:
    word = match.group()
    low = word.lower()
    if low in _SMALL and match.start():
        return low
    if low in _CAPITALS:
        return _CAPITALS[low]
    initial = low[:1].upper()
    return initial + low[1:] if len(initial) == 1 else low


# fmt: off
_FULL = {"sr": "Senior", "snr": "Senior", "jr": "Junior", "jnr": "Junior", "mgr": "Manager", "mngr": "Manager", "asst": "Assistant", "assoc": "Associate", "exec": "Executive", "eng": "Engineer", "coord": "Coordinator", "dir": "Director"}
_CAPITALS = {
    word.casefold(): word
    for word in ["CEO", "CFO", "CTO", "COO", "CMO", "CIO", "CISO", "CSO", "CRO", "CPO", "CHRO", "CDO", "CCO", "VP", "SVP", "EVP", "AVP", "IT", "HR", "PR", "R&D", "QA", "UX", "UI", "SEO", "B2B", "B2C", "EMEA", "APAC", "DACH", "UK", "US", "USA", "EU", "AI", "ML", "BI", "ERP", "CRM", "SAP", "PMO", "M&A", "AG", "KG", "GmbH", "SDR", "BDR", "GM", "MD", "PhD", "MBA", "CPA", "KAM", "PM", "PO", "DevOps", "SaaS", "iOS"]
}
_SMALL = frozenset(["of", "and", "for", "the", "in", "at", "to", "with", "und", "für", "der", "die", "das", "de", "la", "le", "les", "du", "des", "et", "en", "y", "e", "del", "di", "da", "do", "voor", "van", "en", "i", "ds"])
_SENIORITIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Staff", re.compile(r"\bassistant\w* (?:to|of|der|des|de)\b|\basistente de\b|\bassistente di\b")),
    ("Owner", re.compile(r"\b(?:co-?)?founder\b|\bowner\b|\binhaber(?:in)?\b|\bgründer(?:in)?\b|\bpropriétaire\b|\bfondateur\b|\bfondatrice\b|\bpropietari[oa]\b|\bdueñ[oa]\b|\bfundador(?:a)?\b|\btitolare\b|"
                         r"\bproprietari[oa]\b|\beigenaar\b|\boprichter\b|\bwłaściciel(?:ka)?\b|\bproprietor\b|\bmanaging partner\b")),
    ("C-level", re.compile(r"\bc(?:e|f|t|o|m|i|r|p|d|s)o\b|\bc(?:is|hr)o\b|\bchief\b.*\bofficer\b|\bmanaging director\b|(?<!vice )(?<!vice-)\bpresident\b|\bgeschäftsführer(?:in)?\b|\bgeschaeftsfuehrer(?:in)?\b|\bvorstand\b|\bpdg\b|\bdirect(?:eur|rice) général\b|"
                           r"\bdirector general\b|\bamministratore delegato\b|\bbestuurder\b|\bprezes\b|\balgemeen directeur\b")),
    ("VP", re.compile(r"\b[sea]?vp\b|\bvice[- ]president\b|\bvice-président(?:e)?\b|\bvicepresident[ea]?\b")),
    ("Director", re.compile(r"\bdirector(?:a)?\b|\bhead of\b|\bdirect(?:eur|rice)\b|\bdirett(?:ore|rice)\b|\bdiretor(?:a)?\b|\bdirektor(?:in)?\b|\bbereichsleiter(?:in)?\b|\bdyrektor\b|\bleiter(?:in)?\b")),
    ("Junior", re.compile(r"\bjunior\b|\bintern\b|\btrainee\b|\bapprentice\b|\bpraktikant(?:in)?\b|\bwerkstudent(?:in)?\b|\bstagiaire\b|\bbecari[oa]\b|\bstagista\b|\bestagiári[oa]\b|\bstagiair\b|\bstażyst(?:a|ka)\b")),
    ("Manager", re.compile(r"\bmanager(?:in)?\b|\bteam ?lead(?:er)?\b|\bsupervisor\b|\b\w*leiter(?:in)?\b|\bgerente\b|\bresponsable\b|\bresponsabile\b|\bkierownik\b|\bchef de\b|\bjefe\b|\bhoofd\b")),
    ("Senior", re.compile(r"\bsenior\b|\blead\b|\bprincipal\b|\bexpert\b")),
    ("Staff", re.compile(r"\bassistant\b|\bcoordinator\b|\bspecialist\b|\banalyst\b|\bengineer\b|\bdeveloper\b|\bconsultant\b|\brepresentative\b|\bassociate\b|\bclerk\b|\bassistent(?:in)?\b|\bsachbearbeiter(?:in)?\b|\bassistante?\b|\basistente\b|\bimpiegat[oa]\b|\bmedewerker\b|\bspecjalista\b")),
)
# fmt: on
_ABBREVIATION = re.compile(
    r"\b(?:(?:sr|snr|jr|jnr|mgr|mngr|asst)\b\.?|(?:assoc|exec|eng|coord|dir)\.(?!\w))", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:&[^\W\d_]\b|['’][^\W\d_]+)?(?:2[bBcC])?")
