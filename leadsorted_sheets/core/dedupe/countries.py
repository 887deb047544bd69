"""Countries as a comparison needs them: how each is written in a list, and how its phone numbers are built.

Numbering facts: ITU-T E.164 and the national numbering plans. A country that is not here
still compares: by the last nine digits of the number, without a check of its length.
"""

from __future__ import annotations

from typing import NamedTuple


class Numbering(NamedTuple):
    """`trunk` is dialled before a national number at home; lengths count what follows it."""

    calling: str
    trunk: str
    shortest: int
    longest: int


# fmt: off
_TABLE = """
US 1 1 10 10 usa|united states|united states of america|u.s.|u.s.a.|america
CA 1 1 10 10 canada|can
GB 44 0 9 10 uk|u.k.|united kingdom|great britain|england|scotland|wales|northern ireland
IE 353 0 7 9 ireland|eire
DE 49 0 6 11 germany|deutschland|ger|deu|allemagne
AT 43 0 7 12 austria|österreich|oesterreich
CH 41 0 9 9 switzerland|schweiz|suisse
FR 33 0 9 9 france|frankreich
BE 32 0 8 9 belgium|belgie|belgië|belgique
NL 31 0 9 9 netherlands|the netherlands|holland|nederland
LU 352 - 6 9 luxembourg
ES 34 - 9 9 spain|españa|espana|spanien
PT 351 - 9 9 portugal
IT 39 - 6 11 italy|italia|italien
SE 46 0 7 9 sweden|sverige
NO 47 - 8 8 norway|norge
DK 45 - 8 8 denmark|danmark
FI 358 0 6 11 finland|suomi
IS 354 - 7 9 iceland
PL 48 - 9 9 poland|polska
CZ 420 - 9 9 czechia|czech republic
SK 421 0 9 9 slovakia
HU 36 06 8 9 hungary
RO 40 0 9 9 romania
BG 359 0 8 9 bulgaria
GR 30 - 10 10 greece
HR 385 0 8 9 croatia
SI 386 0 8 8 slovenia
RS 381 0 8 9 serbia
EE 372 - 7 8 estonia
LV 371 - 8 8 latvia
LT 370 0 8 8 lithuania
UA 380 0 9 9 ukraine
RU 7 8 10 10 russia
TR 90 0 10 10 turkey|türkiye|turkiye
IL 972 0 8 9 israel
AE 971 0 8 9 united arab emirates|uae
SA 966 0 8 9 saudi arabia
EG 20 0 8 10 egypt
ZA 27 0 9 9 south africa
NG 234 0 8 10 nigeria
KE 254 0 9 10 kenya
GH 233 0 9 9 ghana
MA 212 0 9 9 morocco
IN 91 0 10 10 india|bharat
PK 92 0 9 10 pakistan
BD 880 0 8 10 bangladesh
LK 94 0 9 9 sri lanka
NP 977 0 8 10 nepal
CN 86 0 10 11 china
HK 852 - 8 8 hong kong
TW 886 0 8 9 taiwan
JP 81 0 9 10 japan
KR 82 0 8 10 south korea|korea
SG 65 - 8 8 singapore
MY 60 0 8 10 malaysia
ID 62 0 8 12 indonesia
PH 63 0 9 10 philippines
TH 66 0 8 9 thailand
VN 84 0 9 10 vietnam
AU 61 0 9 9 australia
NZ 64 0 8 10 new zealand
BR 55 0 10 11 brazil|brasil
MX 52 - 10 10 mexico|méxico
AR 54 0 10 11 argentina
CL 56 - 9 9 chile
CO 57 - 10 10 colombia
PE 51 0 8 9 peru
"""
# fmt: on


def _read() -> tuple[dict[str, Numbering], dict[str, Numbering], dict[str, str]]:
    by_country: dict[str, Numbering] = {}
    by_code: dict[str, Numbering] = {}
    names: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        iso, code, trunk, shortest, longest, written = line.split(" ", 5)
        plan = Numbering(code, trunk.strip("-"), int(shortest), int(longest))
        by_country[iso] = plan
        by_code.setdefault(code, plan)
        names |= dict.fromkeys((iso.casefold(), *written.split("|")), iso)
    return by_country, by_code, names


NUMBERING, BY_CALLING, _NAMES = _read()
"""Numbering by ISO 3166 alpha-2, and by calling code (North America shares one)."""


def country_key(text: str) -> str:
    """ISO 3166 alpha-2, or "" where the text names no country we know.

    >>> country_key("UK "), country_key("España"), country_key("Atlantis")
    ('GB', 'ES', '')
    """
    return _NAMES.get(text.strip().casefold(), "")


def country_of_domain(domain: str) -> str:
    """The country a mail domain is registered in, or "".

    >>> country_of_domain("acme.co.uk"), country_of_domain("acme.com")
    ('GB', '')
    """
    ending = domain.rpartition(".")[2]
    return "" if ending in {"co", "me", "io"} else _NAMES.get(ending, "") if len(ending) == 2 else ""
