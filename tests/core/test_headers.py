"""Headers in eight languages and a dozen products are matched to our columns, and to nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.headers import (
    PSEUDO,
    REPEATABLE,
    HeaderMatch,
    dutch,
    english,
    french,
    german,
    header_key,
    italian,
    known_headers,
    match_headers,
    polish,
    portuguese,
    products,
    spanish,
    without_unit,
)
from leadsorted_sheets.core.schema import LEADS

LANGUAGES = (english, german, french, spanish, italian, portuguese, dutch, polish)


def fields(text: str) -> str:
    return "; ".join(match.field or "-" for match in match_headers(text.split("; ")))


# headers as they stand in a file, the fields they stand for
TABLES = (
    ("First Name; LAST_NAME; e-mail address; Phone Number; company name", "First name; Last name; Email; Phone; Company"),
    ("firstName; lastName; jobTitle; zipCode", "First name; Last name; Job title; Postcode"),
    ("Email*; Phone (optional); Company:", "Email; Phone; Company"),
    ("Lead Email; Contact Phone; Customer City", "Email; Phone; City"),
    # a word that depends on its neighbours
    ("Name; Email", "Full name; Email"),
    ("Vorname; Name", "First name; Last name"),
    ("Prénom; Nom; Société", "First name; Last name; Company"),
    ("Nom; Courriel", "Full name; Email"),
    ("Nombre; Apellidos", "First name; Last name"),
    ("Nome; Cognome", "First name; Last name"),
    ("Naam; Telefoon", "Full name; Phone"),
    ("Name; Given Name; Family Name", "Full name; First name; Last name"),
    ("Nombre; Ciudad; Estado", "Full name; City; Region"),
    ("Nombre; Empresa; Estado", "Full name; Company; Status"),
    ("Customer; First name; Last name", "Company; First name; Last name"),
    ("Client; Company", "Full name; Company"),
    ("Stage; Email", "Status; Email"),
    ("Stage; Status", "-; Status"),
    # one field, several headers
    ("Work email; Email; Personal email", "Second email; Email; Second email"),
    ("Phone; Mobile; Home phone; Direct phone", "Phone; Mobile; Second phone; Second phone"),
    ("Email; Email (2)", "Email; Second email"),
    ("Notes; Comments", "Notes; -"),
    ("ID; Salesforce ID; HubSpot ID", "Foreign ID; Foreign ID; Foreign ID"),
    # the day a lead came in, whatever it came by
    ("Scanned on; Email", "Created; Email"),
    ("Submitted at; Email", "Created; Email"),
    ("Date added; Email", "Created; Email"),
    ("Imported on; Email", "Created; Email"),
    ("Connected On; Email", "Created; Email"),
    ("Captured on; Email", "Created; Email"),
    ("Erfasst am; E-Mail", "Created; Email"),
    ("Hinzugefügt am; E-Mail", "Created; Email"),
    ("Gescannt am; E-Mail", "Created; Email"),
    ("Hinzugefuegt am; E-Mail", "Created; Email"),
    ("Importiert am; E-Mail", "Created; Email"),
    ("Scanné le; E-mail", "Created; Email"),
    ("Ajouté le; E-mail", "Created; Email"),
    ("Date d'envoi; E-mail", "Created; Email"),
    ("Escaneado el; Correo", "Created; Email"),
    ("Importado el; Correo", "Created; Email"),
    ("Scansionato il; Email", "Created; Email"),
    ("Importato il; Email", "Created; Email"),
    ("Digitalizado em; Email", "Created; Email"),
    ("Adicionado em; Email", "Created; Email"),
    ("Gescand op; E-mail", "Created; Email"),
    ("Geïmporteerd op; E-mail", "Created; Email"),
    ("Zeskanowano; E-mail", "Created; Email"),
    ("Data importu; E-mail", "Created; Email"),
    # a unit says how, not what
    ("Kd-Nr; Wert (EUR)", "Foreign ID; Deal value"),
    ("Budget [USD]; Email", "Budget; Email"),
    ("Deal value EUR; Budget in k€", "Deal value; Budget"),
    ("Montant (k€ HT); E-mail", "Deal value; Email"),
    ("Created (UTC); Employees (FTE)", "Created; Employees"),
    ("Erstellt am (TT.MM.JJJJ); Score (%)", "Created; Score"),
    ("Wert; Wert (EUR); Wert (USD)", "Deal value; -; -"),
    ("Wert (EUR); Wert (USD)", "Deal value; -"),
    ("Phone (work); Phone (mobile); Phone (home)", "Phone; Mobile; Second phone"),
    ("Email (work); Email (opt in); Company (DE)", "Email; -; -"),
    # languages
    ("Anrede; Firma; Ansprechpartner; Straße/Nr.; PLZ; Ort; Land; Tel.; Handy; E-Mail-Adresse; Bemerkungen",
     "Salutation; Company; Full name; Street; Postcode; City; Country; Phone; Mobile; Email; Notes"),
    ("Strasse; Naechster Schritt; Lead-Quelle; Zuständig; Wiedervorlage; Lfd. Nr.",
     "Street; Next action; Source; Owner; Next action due; Row number"),
    ("Civilité; Raison sociale; Fonction; Tél. mobile; Code postal; Ville; Pays; Secteur d'activité; Commercial",
     "Salutation; Company; Job title; Mobile; Postcode; City; Country; Industry; Owner"),
    ("Correo electrónico; Teléfono; Móvil; Cargo; Código postal; País; Observaciones",
     "Email; Phone; Mobile; Job title; Postcode; Country; Notes"),
    ("Ragione sociale; Referente; Cellulare; CAP; Città; Provincia; Fonte", "Company; Full name; Mobile; Postcode; City; Region; Source"),
    ("Razão social; Contato; Celular; CEP; Cidade; UF; Origem", "Company; Full name; Mobile; Postcode; City; Region; Source"),
    ("Bedrijfsnaam; Contactpersoon; E-mailadres; Telefoonnummer; Woonplaats; Tussenvoegsel",
     "Company; Full name; Email; Phone; City; Last name prefix"),
    ("Imię; Nazwisko; Firma; Stanowisko; Telefon komórkowy; Kod pocztowy; Miejscowość; Źródło",
     "First name; Last name; Company; Job title; Mobile; Postcode; City; Source"),
    # products
    ("Record ID; First Name; Last Name; Email; Phone Number; Contact owner; Lead Status; Create Date; Associated Company",
     "Foreign ID; First name; Last name; Email; Phone; Owner; Status; Created; Company"),
    ("Salutation; First Name; Last Name; Title; Company / Account; Lead Source; Lead Owner; State/Province; Zip/Postal Code; Email Opt Out",
     "Salutation; First name; Last name; Job title; Company; Source; Owner; Region; Postcode; Do not contact"),
    ("Lead - Title; Person - Name; Organization - Name; Person - Email - Work; Person - Phone - Mobile; Lead - Owner; Lead - Value",
     "Deal; Full name; Company; Email; Mobile; Owner; Deal value"),
    ("First Name; Last Name; URL; Email Address; Company; Position; Connected On",
     "First name; Last name; Website; Email; Company; Job title; Created"),
    ("Email Address; FNAME; LNAME; MEMBER_RATING; OPTIN_TIME; CC; TIMEZONE; TAGS",
     "Email; First name; Last name; Rating; Created; Country; Time zone; Tags"),
    ("Name; E-mail 1 - Value; E-mail 2 - Value; Phone 1 - Value; Organization 1 - Name; Address 1 - City; Group Membership",
     "Full name; Email; Second email; Phone; Company; City; Tags"),
    ("First Name; Company; Business Street; Business City; Business Postal Code; E-mail Address; E-mail 2 Address; Business Phone; Mobile Phone; Web Page",
     "First name; Company; Street; City; Postcode; Email; Second email; Phone; Mobile; Website"),
    ("full_name; email; phone_number; created_time; campaign_name; platform", "Full name; Email; Phone; Created; Campaign; Source"),
    ("First_Name; Last_Name; Lead_Source; Lead_Status; No_of_Employees; Zip_Code; Designation",
     "First name; Last name; Source; Status; Employees; Postcode; Job title"),
    # nothing of ours
    ("Shoe size; Photo; Birthday; Annual Revenue; Fax", "-; -; -; -; -"),
    ("; #; ", "-; Row number; -"),
)  # fmt: skip


@pytest.mark.parametrize(("headers", "expected"), TABLES)
def test_headers_are_matched(headers: str, expected: str) -> None:
    assert fields(headers) == expected


def test_every_column_of_ours_matches_its_own_name() -> None:
    assert match_headers(LEADS.fields) == tuple(
        HeaderMatch(name, name, "exact", "is our own name for it") for name in LEADS.fields
    )


def test_a_match_says_why() -> None:
    assert [match.why for match in match_headers(("Nachname", "FNAME", "email", "E-Mail", "Name", "Wert (EUR)"))] == [
        "is German for Last name",
        "is Mailchimp's name for First name",
        "is our own name for it",
        "also means Email, which 'email' has already",
        "means Full name beside First name and Last name",
        "is German for Deal value, in EUR",
    ]


# a header, what is left of it, its unit
UNITS = (
    ("Wert (EUR)", "Wert", "EUR"),
    ("Budget [k€]", "Budget", "k€"),
    ("Umsatz in T€", "Umsatz", "T€"),
    ("Amount, USD", "Amount", "USD"),
    ("Value $", "Value", "$"),
    ("Value ($ thousands)", "Value", "$ thousands"),
    ("Wartość (tys. zł)", "Wartość", "tys. zł"),
    ("Valore (€ IVA esclusa)", "Valore", "€ IVA esclusa"),
    ("Created (CET)", "Created", "CET"),
    ("Wert", "Wert", ""),
    ("(EUR)", "(EUR)", ""),
    ("EUR", "EUR", ""),
    ("Phone (work)", "Phone (work)", ""),
    ("Do not call (try)", "Do not call (try)", ""),
    ("Deal value (EUR) *", "Deal value *", "EUR"),
)


@pytest.mark.parametrize(("header", "plain", "unit"), UNITS)
def test_a_header_is_taken_apart_from_its_unit(header: str, plain: str, unit: str) -> None:
    assert without_unit(header) == (plain, unit)


def test_the_lists_name_only_fields_there_are() -> None:
    named = {field for language in LANGUAGES for field, _ in language.WORDS} | {row[1] for row in products.WORDS}
    assert named - set(LEADS.fields) - set(PSEUDO) == set()
    assert set(PSEUDO) - named == set()
    assert set(PSEUDO) >= REPEATABLE


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_no_language_gives_one_header_two_meanings(language: object) -> None:
    words = [(header_key(word), field) for field, text in language.WORDS for word in text.split("; ")]  # type: ignore[attr-defined]  # all have it
    meanings: dict[str, set[str]] = {}
    for key, field in words:
        meanings.setdefault(key, set()).add(field)
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}


def test_every_word_of_the_lists_is_found_under_its_field() -> None:
    known = known_headers()
    rows = [row for language in LANGUAGES for row in language.WORDS] + [row[1:] for row in products.WORDS]
    missed = {
        (word, field, known.get(header_key(word)))
        for field, words in rows
        for word in words.split("; ")
        if known.get(header_key(word)) != field
    }
    assert missed == set()


KEYS = (
    ("E-Mail-Adresse", "emailadresse"),
    ("  email ADRESSE ", "emailadresse"),
    ("Straße", "strasse"),
    ("Ulica / Łódź", "ulicalodz"),
    ("N° de téléphone", "nodetelephone"),
    ("Téléphone", "telephone"),
    ("电话", "电话"),
    ("%", "%"),
    ("", ""),
)


@pytest.mark.parametrize(("header", "key"), KEYS)
def test_case_accents_and_punctuation_do_not_count(header: str, key: str) -> None:
    assert header_key(header) == key


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(sorted(LEADS.fields)),
            st.sampled_from(["Name", "Mobil", "ID", "Email (2)"]),
        )
    )
)
def test_a_field_is_given_once_and_every_header_gets_an_answer(headers: list[str]) -> None:
    found = match_headers(headers)
    taken = [match.field for match in found if match.field and match.field not in REPEATABLE]
    assert [match.header for match in found] == headers
    assert len(taken) == len(set(taken))
