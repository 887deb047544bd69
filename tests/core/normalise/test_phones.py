"""Numbers are written as the whole world dials them, or left alone and flagged."""

import random

import phonenumbers
import pytest

from leadsorted_sheets.core.normalise.numbering import country_of, is_valid, plain
from leadsorted_sheets.core.normalise.phones import (
    WHY_INTERNATIONAL,
    WHY_SEVERAL,
    Home,
    home_of,
    read_phone,
    read_phones,
    written,
)
from leadsorted_sheets.core.normalise.verdict import Verdict

BRITAIN, AMERICA, GERMANY = Home("GB", "Preferences"), Home("US", "the row's country"), Home("DE", "most of the list")
NOWHERE = Home()
FROM_GB = f"{WHY_INTERNATIONAL} (GB from Preferences)"
FROM_US = f"{WHY_INTERNATIONAL} (US from the row's country)"
FROM_DE = f"{WHY_INTERNATIONAL} (DE from most of the list)"


def moved(*others):
    return tuple(("Other phones", other, WHY_SEVERAL) for other in others)


# fmt: off
@pytest.mark.parametrize(("typed", "home", "verdict"), [
    ("+442079460018",                NOWHERE, None),
    ("+442079460018;ext=123",        NOWHERE, None),
    ("+44 20 7946 0018",             NOWHERE, Verdict("+442079460018", WHY_INTERNATIONAL)),
    ("+44 (0)20 7946 0018",          NOWHERE, Verdict("+442079460018", WHY_INTERNATIONAL)),
    ("+39 (0)6 6982",                NOWHERE, Verdict("+39066982", WHY_INTERNATIONAL)),
    ("0044 20 7946 0018",            NOWHERE, Verdict("+442079460018", WHY_INTERNATIONAL)),
    ("0044 20 7946 0018",            AMERICA, Verdict("+442079460018", WHY_INTERNATIONAL)),
    ("011 44 20 7946 0018",          AMERICA, Verdict("+442079460018", FROM_US)),
    ("020 7946 0018",                BRITAIN, Verdict("+442079460018", FROM_GB)),
    ("2079460018",                   BRITAIN, Verdict("+442079460018", FROM_GB)),
    (2079460018,                     BRITAIN, Verdict("+442079460018", FROM_GB)),
    (442079460018,                   BRITAIN, Verdict("+442079460018", FROM_GB)),
    ("442079460018.0",               BRITAIN, Verdict("+442079460018", FROM_GB)),
    ("'020 7946 0018",               BRITAIN, Verdict("+442079460018", FROM_GB)),
    ("Tel: 020 7946 0018",           BRITAIN, Verdict("+442079460018", FROM_GB)),
    ("07400 123456 (mobile)",        BRITAIN, Verdict("+447400123456", FROM_GB)),
    ("020 7946 0018 ext. 123",       BRITAIN, Verdict("+442079460018;ext=123", FROM_GB)),
    ("020 7946 0018 x123",           BRITAIN, Verdict("+442079460018;ext=123", FROM_GB)),
    ("(212) 555-0123",               AMERICA, Verdict("+12125550123", FROM_US)),
    ("1-212-555-0123",               AMERICA, Verdict("+12125550123", FROM_US)),
    ("07123 456789",                 BRITAIN, Verdict("+447123456789", FROM_GB)),
    ("492214710130",                 GERMANY, Verdict("+492214710130", FROM_DE)),
    (492214710130,                   GERMANY, Verdict("+492214710130", FROM_DE)),
    ("491701234567",                 GERMANY, Verdict("+491701234567", FROM_DE)),
    ("1-800-FLOWERS",                AMERICA, Verdict("+18003569377", FROM_US)),
    ("030/901820",                   GERMANY, Verdict("+4930901820", FROM_DE)),
    ("030 901820-0",                 GERMANY, Verdict("+49309018200", FROM_DE)),
    ("020 7946 0018 / 07400 123456", BRITAIN, Verdict("+442079460018", WHY_SEVERAL, beside=moved("+447400123456"))),
    ("020 7946 0018; 020 7946 0018", BRITAIN, Verdict("+442079460018", WHY_SEVERAL)),
    ("(416) 555-0123",               Home("CA", "the row's country"), Verdict("+14165550123", f"{WHY_INTERNATIONAL} (CA from the row's country)")),
])
def test_a_number_is_written_internationally_and_says_where_its_country_is_from(typed, home, verdict):
    assert read_phone(typed, home) == verdict


@pytest.mark.parametrize(("typed", "home", "message"), [
    ("12345",          BRITAIN, '"12345" is not a phone number in GB. Left as it is.'),
    ("n/a",            NOWHERE, '"n/a" is not a phone number. Left as it is.'),
    ("+1 555 010 0199", AMERICA, '"+1 555 010 0199" is not a phone number. Left as it is.'),
    ("call 020 7946 0018 before six", BRITAIN, '"call 020 7946 0018 before six" is not a phone number in GB. Left as it is.'),
    ("4.91701E+11",    GERMANY, 'A spreadsheet has shortened this number to "4.91701E+11": its last digits are lost. Get it from where the list came from. Left as it is.'),
    (491701000000,     GERMANY, '"491701000000" looks like a number that a spreadsheet has rounded. Get it from where the list came from. Left as it is.'),
    (12.5,             BRITAIN, '"12.5" is not a phone number. Left as it is.'),
    ("1234567890",     BRITAIN, '"1234567890" looks like a placeholder, not like a phone number. Left as it is.'),
    ("+1 111 111 1111", AMERICA, '"+1 111 111 1111" looks like a placeholder, not like a phone number. Left as it is.'),
    ("5555555555",     NOWHERE, '"5555555555" looks like a placeholder, not like a phone number. Left as it is.'),
    ("0123456789",     Home("FR", "the row's country"), '"0123456789" looks like a placeholder, not like a phone number. Left as it is.'),
    ("+44 1234 567890", NOWHERE, '"+44 1234 567890" looks like a placeholder, not like a phone number. Left as it is.'),
    ("+441234567890",  BRITAIN, '"+441234567890" looks like a placeholder, not like a phone number. Left as it is.'),
    ("+44 (0)1234 567890", BRITAIN, '"+44 (0)1234 567890" looks like a placeholder, not like a phone number. Left as it is.'),
    ("0044 1234567890", BRITAIN, '"0044 1234567890" looks like a placeholder, not like a phone number. Left as it is.'),
    ("0987654321",     GERMANY, '"0987654321" looks like a placeholder, not like a phone number. Left as it is.'),
    ("9876543210",     Home("IN", "the row's country"), '"9876543210" looks like a placeholder, not like a phone number. Left as it is.'),
    (True,             BRITAIN, '"yes" is not a phone number. Left as it is.'),
])
def test_what_is_no_number_is_kept_and_flagged(typed, home, message):
    verdict = read_phone(typed, home)
    assert (verdict.value, verdict.why, verdict.doubt.severity, verdict.doubt.message) == (typed, "", "warning", message)


@pytest.mark.parametrize(("typed", "home", "suggestion", "message"), [
    ("020 7946 0018", NOWHERE, None, '"020 7946 0018" has no country code, and no country is known for it. It could be +442079460018 (GB), +3902079460018 (IT), +912079460018 (IN). Left as it is until you decide.'),
    ("492214710130",  NOWHERE, "+492214710130", '"492214710130" has no country code, and no country is known for it. It could be +492214710130 (DE). Left as it is until you decide.'),
    ("020 7946 0018", Home(seen=("GB", "US")), "+442079460018", '"020 7946 0018" has no country code, and no country is known for it. It could be +442079460018 (GB). Left as it is until you decide.'),
    ("07 62 48 99 95", Home("US", "Preferences", ("US", "FR")), "+33762489995", '"07 62 48 99 95" is not a number in US. It could be +33762489995 (FR). Left as it is until you decide.'),
    ("491701234567", BRITAIN, "+491701234567", '"491701234567" is not a number in GB. It could be +491701234567 (DE). Left as it is until you decide.'),
    ("442079460018", GERMANY, None, '"442079460018" is a number in two countries. It could be +49442079460018 (DE), +442079460018 (GB). Left as it is until you decide.'),
    ("030 901820/21", GERMANY, None, '"030 901820/21" may hold two numbers. Left as it is until you decide.'),
])
def test_what_may_be_several_things_is_for_a_person_to_decide(typed, home, suggestion, message):
    verdict = read_phone(typed, home)
    assert (verdict.value, verdict.doubt.severity, verdict.doubt.suggestion, verdict.doubt.message) == (typed, "review", suggestion, message)


@pytest.mark.parametrize(("counts", "preferred", "override", "country", "known_from"), [
    ({"DE": 8, "GB": 2}, "GB", "",   "DE", "most of the list"),
    ({"DE": 7, "GB": 3}, "GB", "",   "GB", "Preferences"),
    ({"DE": 4},          "GB", "",   "GB", "Preferences"),
    ({"DE": 8},          "GB", "FR", "FR", "the option given"),
    ({"DE": 4},          "",   "",   "",   ""),
    ({},                 "",   "",   "",   ""),
])
def test_home_is_the_option_then_the_list_then_preferences(counts, preferred, override, country, known_from):
    home = home_of(counts, preferred=preferred, override=override)
    assert (home.country, home.known_from) == (country, known_from)
    assert home.of_row("US") == Home("US", "the row's country", home.seen)
# fmt: on


def test_other_phones_are_read_one_by_one():
    assert read_phones("020 7946 0018, 07400 123456", BRITAIN) == Verdict("+442079460018; +447400123456", FROM_GB)
    assert read_phones("1234567890; 020 7946 0018", BRITAIN) == Verdict("1234567890; +442079460018", FROM_GB)
    assert read_phones("+44 20 7946 0018", NOWHERE) == Verdict("+442079460018", WHY_INTERNATIONAL)
    assert read_phones("+442079460018; ask Ann", BRITAIN) is None
    assert read_phones("+442079460018;ext=12; +447400123456", BRITAIN) is None


def test_the_short_way_says_what_phonenumbers_says_or_nothing():
    chance = random.Random(20260601)
    heard = 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for text in _spellings(region, chance):
            for country in (region, "GB", "US", ""):
                quick = plain(text, country)
                if quick is not None:
                    heard += 1
                    assert (text, country, quick) == (text, country, is_valid(text, country))
    assert heard > 20_000


def _spellings(region, chance):
    """The package's example numbers of every type in several spellings, some with a digit or two changed or added."""
    for kind in (0, 1, 3, 4, 6):  # fixed, mobile, free, premium, shared
        number = phonenumbers.example_number_for_type(region, kind)
        if number is None:
            continue
        abroad, spaced, national = (phonenumbers.format_number(number, form) for form in (0, 1, 2))
        for form in (
            abroad,
            spaced,
            national,
            abroad[1:],
            f"00{abroad[1:]}",
            spaced.replace(" ", " (0)", 1),
            national.replace(" ", "/", 1),
        ):
            letters = list(form)
            for _ in range(chance.randint(0, 2)):
                at = chance.randrange(1, len(letters))
                letters[at] = chance.choice("0123456789") if letters[at].isdigit() else letters[at]
            yield "".join(letters)
            yield form + chance.choice("0123456789")


def test_every_example_number_of_the_world_is_read_at_home():
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = phonenumbers.example_number(region)
        international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert written(international, "") == e164
        assert phonenumbers.COUNTRY_CODE_TO_REGION_CODE[number.country_code][0] == country_of(e164)
