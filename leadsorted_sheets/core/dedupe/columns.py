"""Which column of a list says what. A lead tab's fields and any stranger's headers are read by the same table.

A role may have several columns (Phone and Mobile, Email and Other emails). Columns without a role
take no part in comparing; nothing is ever written by role.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Literal, TypeAlias, get_args

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, Error, Formula, shown
from leadsorted_sheets.core.dedupe.countries import country_key

Role: TypeAlias = Literal[
    "name", "first", "middle", "last", "email", "phone", "company", "website", "house", "street", "city", "region", "postcode",
    "country", "born", "birth year", "birth month", "birth day", "number",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)
Texts: TypeAlias = Mapping[Role, Sequence[Sequence[str]]]
"""For each role its columns, each a text per row ("" for blank)."""

# fmt: off
_HEADERS: dict[Role, str] = {
    "name": "name|full name|fullname|contact|contact name|person|person name|lead name|customer name|client name|"
            "namen|nombre completo|nom complet|nome completo|nome e cognome|volledige naam|ansprechpartner|kontakt",
    "first": "first name|firstname|first|given name|givenname|given|forename|fname|vorname|prenom|prénom|nombre|nome|voornaam|"
             "förnamn|fornavn|imię|imie|fname c1|first name first|name first",
    "middle": "middle name|middlename|middle|middle initial|second name|zweiter vorname|fname c2|name middle",
    "last": "last name|lastname|last|surname|family name|familyname|lname|nachname|familienname|nom|nom de famille|apellido|"
            "apellidos|cognome|sobrenome|apelido|achternaam|efternamn|etternavn|nazwisko|lname c1|name last",
    "email": "email|e mail|email address|e mail address|emailaddress|mail|work email|personal email|primary email|business email|"
             "company email|contact email|email 1|email 2|email 3|secondary email|other email|other emails|additional emails|"
             "e mail adresse|email adresse|correo|correo electronico|courriel|adresse email|posta elettronica|e post|epost",
    "phone": "phone|phone number|telephone|telephone number|tel|tel no|mobile|mobile phone|mobile number|cell|cell phone|cellphone|"
             "work phone|home phone|business phone|direct phone|direct dial|company phone|contact number|phone 1|phone 2|phone 3|"
             "other phone|other phones|primary phone|telefon|telefonnummer|handy|mobil|mobilnummer|telefono|teléfono|movil|móvil|"
             "téléphone|portable|cellulare|celular|telefoon|mobiel",
    "company": "company|company name|organisation|organization|organisation name|organization name|org|account|account name|business|"
               "business name|employer|firm|site name|shop|store|school|agency|firma|unternehmen|empresa|entreprise|société|societe|azienda|bedrijf|företag",
    "website": "website|web site|web|url|homepage|company website|domain|company domain|site web|sitio web",
    "house": "street number|house number|house no|address number|hausnummer|huisnummer",
    "street": "street|address|street address|address 1|address line 1|address1|addr|addr line1|mailing street|billing street|strasse|straße|"
              "anschrift|adresse|calle|direccion|dirección|rue|indirizzo|via|endereço|rua|straat|adres|postal address|residence",
    "city": "city|town|suburb|locality|place|mailing city|billing city|ort|stadt|wohnort|ciudad|ville|citta|città|cidade|plaats|stad|birth place",
    "region": "state|region|province|county|state province|state region|bundesland|land kreis|provincia|comunidad|departement|regione|estado",
    "postcode": "postcode|post code|postal code|postalcode|zip|zip code|zipcode|plz|postleitzahl|codigo postal|código postal|code postal|cap|cep|postnummer|postcode fake",
    "country": "country|country region|nation|land|país|pais|pays|paese|country code",
    "born": "date of birth|dob|birth date|birthdate|birthday|born|geburtsdatum|geburtstag|fecha de nacimiento|date de naissance|data di nascita|data de nascimento|geboortedatum",
    "birth year": "by|birth year|year of birth|yob|geburtsjahr",
    "birth month": "bm|birth month|month of birth",
    "birth day": "bd|birth day|day of birth",
    "number": "ssn|soc sec id|social security|social security number|national id|national insurance number|nino|tax id|tax number|tin|"
              "vat|vat number|vat id|ust id|ustid|nif|cif|siret|siren|passport|passport number|driver license|drivers license|"
              "customer number|customer no|customer id|account number|member number|membership number|kundennummer|external ids",
}
# fmt: on
_ROLE_OF: dict[str, Role] = {spelt: role for role, spellings in _HEADERS.items() for spelt in spellings.split("|")}
_NEVER = frozenset({"other phones", "other emails"})


def role_of(header: str) -> Role | None:
    """What a column says, by its header in any case and punctuation.

    >>> role_of("E-Mail_Address"), role_of("firstName"), role_of("Deal value")
    ('email', 'first', None)
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header.strip())
    return _ROLE_OF.get(" ".join(re.split(r"[\W_]+", words.casefold())).strip())


def roles_of(headers: Iterable[str]) -> dict[Role, list[str]]:
    """The columns of each role, in the order of the sheet; what stands first counts as the main one.

    A list that has surnames in a column "Name" beside a first name is read that way.
    """
    roles: dict[Role, list[str]] = {}
    for header in headers:
        if role := role_of(header):
            roles.setdefault(role, []).append(header)
    if "first" in roles and "last" not in roles and "name" in roles and len(roles["name"]) == 1:
        roles["last"] = roles.pop("name")
    return roles


def texts_of(rows: Sequence[Row], headers: Iterable[str]) -> Texts:
    """The cells of rows by role. A formula's value is never an input, nor is an error: both count as blank."""
    return _texts(headers, lambda name: [_text(row.get(name)) for row in rows])


def texts_of_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Texts:
    """The cells of a plain table by role; a short row counts as blank at its end."""
    place = {name: n for n, name in reversed(list(enumerate(header)))}
    narrowest = min(map(len, rows), default=0)

    def column(name: str) -> list[str]:
        at = place[name]
        if at < narrowest:
            return list(map(itemgetter(at), rows))
        return [row[at] if at < len(row) else "" for row in rows]

    return _texts(dict.fromkeys(header), column)


def home_country(texts: Texts) -> str:
    """The country most rows name, by ISO 3166; US where none is named."""
    named = Counter(country_key(text) for column in texts.get("country", ()) for text in column if text)
    named.pop("", None)
    return min(named, key=lambda country: (-named[country], country), default="US")


def _texts(headers: Iterable[str], column: Callable[[str], list[str]]) -> Texts:
    texts: dict[Role, list[list[str]]] = {
        role: [column(name) for name in names] for role, names in roles_of(headers).items()
    }
    houses = texts.pop("house", None)
    if houses and "street" in texts:
        texts["street"][0] = [
            f"{number} {street}".strip() for number, street in zip(houses[0], texts["street"][0], strict=True)
        ]
    parts = [texts.pop(part, [[]])[0] for part in ("birth year", "birth month", "birth day")]
    if parts[0] and "born" not in texts:
        months, days = parts[1] or [""] * len(parts[0]), parts[2] or [""] * len(parts[0])
        texts["born"] = [["-".join(date) if date[0] else "" for date in zip(parts[0], months, days, strict=True)]]
    return texts


def _text(cell: Cell) -> str:
    if type(cell) is str:
        return cell
    return "" if cell is None or isinstance(cell, (Formula, Error)) else shown(cell)
