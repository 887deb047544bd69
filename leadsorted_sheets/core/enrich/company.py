"""Which company an e-mail domain belongs to, as the list itself teaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from leadsorted_sheets.core.book import Key, Row
from leadsorted_sheets.core.where import business_domain, company_key


@dataclass(frozen=True, slots=True)
class Taught:
    """A company's name in its most frequent spelling, and how many leads of the domain bear it."""

    name: str
    leads: int


def companies_of_domains(leads: Mapping[Key, Row]) -> dict[str, Taught]:
    """The company of each business domain on which all leads with a company agree.

    One lead alone is believed where the domain says the same as the name; otherwise it takes two.

    >>> def lead(company, email): return {"Company": company, "Email": email}
    >>> companies_of_domains({"1": lead("Acme Ltd", "a@acme.example"), "2": lead("Jo's Cafe", "jo@cloudmail.example")})
    {'acme.example': Taught(name='Acme Ltd', leads=1)}
    """
    names: dict[str, Counter[str]] = {}
    for row in leads.values():
        company, email = row.get("Company"), row.get("Email")
        if isinstance(company, str) and isinstance(email, str) and (domain := business_domain(email)):
            names.setdefault(domain, Counter())[company.strip()] += 1
    found: dict[str, Taught] = {}
    for domain, spellings in names.items():
        keys = {company_key(name) for name in spellings}
        if len(keys) != 1 or "" in keys:
            continue
        (key,) = keys
        count = spellings.total()
        if count > 1 or says_the_same(domain, key):
            found[domain] = Taught(max(spellings, key=lambda name: spellings[name]), count)
    return found


def says_the_same(domain: str, key: str) -> bool:
    """Whether a domain and a company's key are one name.

    >>> says_the_same("acme-vertriebs.de", "acme vertriebs"), says_the_same("acme.co.uk", "acme"), says_the_same("a.com", "acme")
    (True, True, False)
    """
    name = "".join(letter for letter in key if letter.isalnum())
    return len(name) > 2 and name in {"".join(c for c in label if c.isalnum()) for label in domain.split(".")[:-1]}
