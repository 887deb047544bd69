"""Surnames that landed under First name, found by what else the row says.

    "Lucía Ortega" | "Molina" in Spain     two surnames: the first of them is no given name
    "Meier" | blank, with k.meier@…        the address names the surname

Only what is certain: "María José" stays two given names, for Ortega is on the list of common
surnames (or in the address, behind the first name) and José is not.
"""

from __future__ import annotations

import re
import unicodedata

WHY_TWO_SURNAMES = "name: the first of two surnames stood under First name"
WHY_ADDRESS = "name: the surname, as the e-mail address says"


def moved(first: str, last: str, *, email: str, country: str) -> tuple[str, str, str] | None:
    """First name, last name and the reason, where a surname has to move; None where nothing does. `country` is alpha-2.

    >>> moved("Lucía Ortega", "Molina", email="", country="ES")
    ('Lucía', 'Ortega Molina', 'name: the first of two surnames stood under First name')
    >>> moved("María José", "Molina", email="", country="ES"), moved("Lucía Ortega", "Molina", email="", country="US")
    (None, None)
    >>> moved("Meier", "", email="k.meier@acme.de", country="DE"), moved("Ann", "", email="ann@acme.com", country="GB")
    (('', 'Meier', 'name: the surname, as the e-mail address says'), None)
    """
    words = first.split(" ")
    if not last:
        is_surname = len(words) == 1 and first.isalpha() and _is_behind_an_initial(_plain(first), email)
        return ("", first, WHY_ADDRESS) if is_surname else None
    if len(words) != 2 or " " in last or not (words[0].isalpha() and words[1].isalpha()):
        return None
    given, surname = _plain(words[0]), _plain(words[1])
    named = _plain(email.partition("@")[0]) in (f"{given}.{surname}", f"{given}_{surname}", f"{given}-{surname}")
    if named + (country in _TWO_SURNAMES) + (surname in _SURNAMES) < 2 or surname in _GIVEN_TOO:
        return None
    return words[0], f"{words[1]} {last}", WHY_TWO_SURNAMES


def _is_behind_an_initial(word: str, email: str) -> bool:
    name = _plain(email.partition("@")[0])
    return len(word) > 2 and re.fullmatch(rf"[a-z][._-]{re.escape(word)}", name) is not None


def _plain(text: str) -> str:
    low = text.casefold()
    if low.isascii():
        return low
    return "".join(letter for letter in unicodedata.normalize("NFKD", low) if not unicodedata.combining(letter))


# fmt: off
_TWO_SURNAMES = frozenset((
    "ES", "MX", "AR", "CO", "PE", "CL", "VE", "EC", "GT", "CU", "BO", "DO", "HN", "PY", "SV", "NI", "CR", "PA", "UY", "PR", "PT", "BR", "AO", "MZ",
))
_SURNAMES = frozenset((
    "garcia", "rodriguez", "gonzalez", "fernandez", "lopez", "martinez", "sanchez", "perez", "gomez", "jimenez", "hernandez", "ruiz", "diaz", "moreno", "munoz", "alvarez",
    "romero", "gutierrez", "alonso", "navarro", "torres", "dominguez", "ramos", "vazquez", "vasquez", "ramirez", "gil", "serrano", "molina", "morales", "suarez", "ortega", "delgado", "castro",
    "ortiz", "rubio", "nunez", "medina", "garrido", "cortes", "castillo", "lozano", "guerrero", "cano", "mendez", "cruz", "gallego", "herrera", "marquez", "pena", "flores", "cabrera",
    "campos", "vega", "fuentes", "carrasco", "caballero", "reyes", "aguilar", "herrero", "montero", "hidalgo", "gimenez", "ibanez", "ferrer", "duran", "vargas", "benitez", "mora", "arias", "carmona",
    "roman", "soto", "velasco", "rojas", "contreras", "espinoza", "silva", "sepulveda", "valenzuela", "araya", "guzman", "salazar", "mendoza", "quispe", "mamani", "acosta", "sosa", "rios", "peralta",
    "santos", "ferreira", "pereira", "oliveira", "costa", "rodrigues", "martins", "jesus", "sousa", "souza", "fernandes", "goncalves", "gomes", "lopes", "marques", "alves", "almeida", "ribeiro",
    "pinto", "carvalho", "teixeira", "moreira", "correia", "mendes", "nunes", "soares", "vieira", "monteiro", "cardoso", "rocha", "neves", "coelho", "lima", "barbosa", "araujo", "melo", "nascimento",
))
"""The most common surnames of Spain, Portugal and Latin America (their statistics offices' lists), without accents."""

_GIVEN_TOO = frozenset((
    "jesus", "cruz", "reyes", "santos", "roman", "alonso", "gil", "flores", "jose", "maria", "juan", "luis", "carlos", "antonio", "manuel", "pedro", "miguel", "angel", "paula", "clara", "luisa", "isabel",
    "carmen", "pilar", "dolores", "mercedes", "teresa", "elena", "lucia", "rosa", "ana", "javier", "francisco", "fernando", "alberto", "eduardo", "ignacio", "ramon", "andres", "pablo", "rafael", "enrique",
))
# fmt: on
