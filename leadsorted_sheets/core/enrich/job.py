"""What a job title says: how senior somebody is, and in which part of the company."""

from __future__ import annotations

import functools
import re

from leadsorted_sheets.core.normalise.titles import seniority

__all__ = ["function", "seniority"]


@functools.lru_cache(maxsize=1 << 14)
def function(title: str) -> str:
    """The part of the company a title names; "" where it does not say, or names two.

    >>> [function(title) for title in ("VP Sales", "Head of IT", "Leiter Einkauf", "CFO", "CEO", "Sales and Marketing Manager", "Poet")]
    ['Sales', 'IT', 'Purchasing', 'Finance', 'Management', '', '']
    """
    low = title.casefold()
    found = [name for name, pattern in _FUNCTIONS if pattern.search(low)]
    if len(found) == 1:
        return found[0]
    return "Management" if not found and _MANAGEMENT.search(low) else ""


# fmt: off
_FUNCTIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((name, re.compile(rf"\b(?:{words})\b")) for name, words in (
    ("Sales", r"sales|account (?:manager|executive)|business development|cro|cso|sdr|bdr|key account|kam|vertrieb\w*|verkauf\w*|commercial\w*|ventes|ventas|vendite|vendas|verkoop\w*|sprzedaż\w*"),
    ("Marketing", r"marketing\w*|cmo|brand|seo|growth|content|communications?|public relations|pr|werbung|mercadotecnia"),
    ("Finance", r"financ\w*|finanz\w*|cfo|account(?:ant|ing|s)|controll(?:er|ing)|treasurer|buchhalt\w*|comptab\w*|contab\w*|boekhoud\w*|księgow\w*"),
    ("IT", r"it|cto|cio|ciso|software|developer|devops|system administrator|sysadmin|informati\w*|data (?:engineer|scientist|analyst)|edv|entwickl\w*|informatyk\w*"),
    ("Human resources", r"hr|chro|human resources|people (?:operations|manager|partner)|talent|recruit\w*|personal(?:leiter\w*|wesen)|ressources humaines|recursos humanos|risorse umane|kadr\w*"),
    ("Purchasing", r"purchas\w*|procurement|buyer|sourcing|einkauf\w*|einkäufer\w*|achat\w*|acheteu\w*|compras|acquisti|inkoop\w*|zakup\w*"),
    ("Operations", r"operations?|coo|logistic\w*|logistik\w*|supply chain|production|produktion\w*|plant manager|facilit\w*|warehouse|betriebsleit\w*"),
    ("Legal", r"legal|lawyer|counsel|attorney|jurist\w*|rechts\w*|juridique|abogad\w*|avvocat\w*|compliance"),
    ("Engineering", r"engineer(?:ing)?|ingenieur\w*|r&d|research|forschung\w*|technik\w*|mechanic\w*|ingénieur\w*|ingenier\w*"),
    ("Product", r"product (?:manager|owner|management|lead)|cpo|produktmanag\w*"),
    ("Customer service", r"customer (?:service|success|support|care)|support|helpdesk|kundendienst|kundenservice|service client"),
))
# fmt: on
_MANAGEMENT = re.compile(
    r"\b(?:ceo|founder|co-founder|owner|president|managing director|managing partner|general manager|geschäftsführer\w*|"
    r"inhaber\w*|gründer\w*|pdg|gérant\w*|directeur général|gerente general|director general|amministratore delegato|eigenaar|prezes)\b"
)
