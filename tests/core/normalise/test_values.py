"""Companies, websites, countries, regions, cities, postcodes, titles and lists, a table each."""

import pytest

from leadsorted_sheets.core.normalise.cities import read_city
from leadsorted_sheets.core.normalise.companies import company, company_key, read_company
from leadsorted_sheets.core.normalise.countries import country_code, country_name, read_country
from leadsorted_sheets.core.normalise.industries import read_industry
from leadsorted_sheets.core.normalise.people import WHY_COURTESY, WHY_PARTED, WHY_PRONOUNS, read_name
from leadsorted_sheets.core.normalise.picks import choices, read_flag, read_tags
from leadsorted_sheets.core.normalise.postcodes import read_postcode, spelt
from leadsorted_sheets.core.normalise.regions import read_region, region
from leadsorted_sheets.core.normalise.streets import read_street
from leadsorted_sheets.core.normalise.synonyms import SOURCES
from leadsorted_sheets.core.normalise.titles import job_title, read_title, seniority
from leadsorted_sheets.core.normalise.verdict import Verdict
from leadsorted_sheets.core.normalise.websites import domain, read_website, website


# fmt: off
@pytest.mark.parametrize(("typed", "shown", "key"), [
    ("Acme Ltd",                "Acme Ltd",                "acme"),
    ("Acme ltd",                "Acme Ltd.",               "acme"),
    ("Acme inc",                "Acme Inc.",               "acme"),
    ("Acme, Inc.",              "Acme, Inc.",              "acme"),
    ("Müller gmbh",             "Müller GmbH",             "muller"),
    ("Foo gmbh & co kg",        "Foo GmbH & Co. KG",       "foo"),
    ("ACME TRADING GMBH",       "Acme Trading GmbH",       "acmetrading"),
    ("acme trading",            "Acme Trading",            "acmetrading"),
    ("BARNES AND NOBLE",        "Barnes and Noble",        "barnesnoble"),
    ("IBM",                     "IBM",                     "ibm"),
    ("ibm",                     "IBM",                     "ibm"),
    ("IBM DEUTSCHLAND GMBH",    "IBM Deutschland GmbH",    "ibmdeutschland"),
    ("AT&T INC.",               "AT&T Inc.",               "att"),
    ("JOHN'S PIZZA",            "John's Pizza",            "johnspizza"),
    ("NVIDIA Corp.",            "NVIDIA Corp.",            "nvidia"),
    ("eBay",                    "eBay",                    "ebay"),
    ("Nestlé SA",               "Nestlé SA",               "nestle"),
    ("FIRMA SP. Z O.O.",        "Firma Sp. z o.o.",        "firma"),
    ("ST ELOWEN'S HOSPICE",     "St Elowen's Hospice",     "stelowenshospice"),
    ("JUNE'S JAM",              "June's Jam",              "junesjam"),
    ("LUNAR BAGEL CO LLC",      "Lunar Bagel Co LLC",      "lunarbagelco"),
    ("MCCARTHY'S",              "McCarthy's",              "mccarthys"),
    ("JB'S DINER",              "JB's Diner",              "jbsdiner"),
    ("MACHINE TOOLS",           "Machine Tools",           "machinetools"),
    ("VD BAU GMBH",             "VD Bau GmbH",             "vdbau"),
    ("KVH LOGISTIK",            "KVH Logistik",            "kvhlogistik"),
    ("AOK BAYERN",              "AOK Bayern",              "aokbayern"),
    ("NYC TAXI",                "NYC Taxi",                "nyctaxi"),
    ("GmbH",                    "GmbH",                    "gmbh"),
    ("株式会社",                 "株式会社",                 "株式会社"),
])
def test_a_company_is_shown_as_in_print_and_keyed_without_its_form(typed, shown, key):
    assert (company(typed), company_key(typed)) == (shown, key)
    assert company(shown) == shown


@pytest.mark.parametrize(("typed", "message"), [
    ("ann@acme.com", '"ann@acme.com" looks like an e-mail address, not like a company. Left as it is.'),
    ("n/a", '"n/a" looks like a placeholder, not like a company. Left as it is.'),
])
def test_what_is_no_company_is_kept_and_flagged(typed, message):
    assert (read_company(typed).value, read_company(typed).doubt.message) == (typed, message)


@pytest.mark.parametrize(("typed", "address", "host"), [
    ("acme.com", "https://acme.com", "acme.com"), ("WWW.Acme.com/", "https://www.acme.com", "acme.com"), ("http://acme.com/About", "http://acme.com/About", "acme.com"),
    ("https://acme.co.uk:8080/a?b=c", "https://acme.co.uk:8080/a?b=c", "acme.co.uk"), ("https:/acme.com", "https://acme.com", "acme.com"), ("müller.de", "https://müller.de", "müller.de"),
    ("ann@acme.com", None, ""), ("ask Ann", None, ""), ("acme", None, ""), ("n/a", None, ""), ("ftp://acme.com", None, ""), ("http://", None, ""),
])
def test_a_website_is_an_address_that_opens(typed, address, host):
    assert (website(typed), domain(typed)) == (address, host)
    assert read_website(address or "https://acme.com") is None


@pytest.mark.parametrize(("typed", "code"), [
    ("GB", "GB"), ("uk", "GB"), ("U.K.", "GB"), ("England", "GB"), ("Great Britain", "GB"), ("usa", "US"), ("United States of America", "US"), ("Deutschland", "DE"), ("DEU", "DE"),
    ("Germany (DE)", "DE"), ("Holland", "NL"), ("The Netherlands", "NL"), ("Pays-Bas", "NL"), ("España", "ES"), ("espana", "ES"), ("Österreich", "AT"), ("Szwajcaria", "CH"), ("Côte d’Ivoire", "CI"),
    ("日本", "JP"), ("Georgia", "GE"), ("Kosovo", "XK"), ("Czechia", "CZ"), ("Atlantis", None), ("44", None), ("", None), ("EU", None),
])
def test_a_country_is_known_by_whatever_name(typed, code):
    assert country_code(typed) == code


def test_a_country_is_written_as_its_code_and_named_in_a_language():
    assert (read_country("DE"), read_country("Germany").value, read_country(49).value) == (None, "DE", 49)
    assert (country_name("FR"), country_name("FR", "de"), country_name("ZZ")) == ("France", "Frankreich", "ZZ")


@pytest.mark.parametrize(("typed", "country", "written"), [
    ("California", "US", "CA"), ("calif.", "US", "CA"), ("US-CA", "US", "CA"), ("ca", "US", "CA"), ("District of Columbia", "US", "DC"), ("Québec", "CA", "QC"), ("new south wales", "AU", "NSW"),
    ("Bavaria", "DE", "Bayern"), ("BY", "DE", "Bayern"), ("NRW", "DE", "Nordrhein-Westfalen"), ("Tyrol", "AT", "Tirol"), ("Zürich", "CH", "ZH"), ("Genève", "CH", "GE"), ("São Paulo", "BR", "SP"),
    ("Kent", "GB", None), ("Narnia", "US", None), ("California", "", None),
])
def test_a_region_is_written_as_its_country_writes_it(typed, country, written):
    assert region(typed, country) == written
    assert written is None or read_region(written, country) is None


@pytest.mark.parametrize(("typed", "country", "written"), [
    ("sw1a1aa", "GB", "SW1A 1AA"), ("SW1A  1AA", "GB", "SW1A 1AA"), ("k1a0b1", "CA", "K1A 0B1"), ("1234ab", "NL", "1234 AB"), ("021341234", "US", "02134-1234"), ("02134", "US", "02134"), ("D-10115", "DE", "10115"),
    ("00950", "PL", "00-950"), ("11455", "SE", "114 55"), ("somewhere", "GB", "somewhere"), ("10115", "", "10115"),
])
def test_a_postcode_is_written_as_its_country_writes_it(typed, country, written):
    assert spelt(typed, country) == written
    assert spelt(written, country) == written


def test_an_eaten_zero_is_only_suggested():
    verdict = read_postcode(2134, "US")
    assert (verdict.value, verdict.doubt.severity, verdict.doubt.suggestion) == ("2134", "review", "02134")
    assert read_postcode(2134, "AU") == Verdict("2134", "postcode: kept as text, so that no program drops its zeros")


@pytest.mark.parametrize(("typed", "written"), [("FRANKFURT AM MAIN", "Frankfurt am Main"), ("saint-denis", "Saint-Denis"), ("NYC", None), ("London", None), ("’s-Hertogenbosch", None), (7, None)])
def test_a_city_has_capitals_as_on_a_map(typed, written):
    assert read_city(typed) == (Verdict(written, "city: capitals as on a map") if written else None)


@pytest.mark.parametrize(("typed", "written"), [
    ("WALDSTR. 60", "Waldstr. 60"), ("AM WASSERTURM 1", "Am Wasserturm 1"), ("UNTER DEN LINDEN 5", "Unter den Linden 5"), ("410 SE STARK ST", "410 SE Stark St"), ("5 S 2ND ST", "5 S 2nd St"),
    ("222 W LAKE ST", "222 W Lake St"), ("NDSM-PLEIN 28", "NDSM-Plein 28"), ("RUE DU VELO 1", "Rue du Velo 1"), ("9 RUE DE L'ÉGLISE", "9 Rue de l'Église"), ("1 THE QUAY", "1 The Quay"), ("O'CONNELL STREET 12A", "O'Connell Street 12A"),
    ("KING'S ROAD", "King's Road"), ("C/ DE LA PALMA 14", "C/ de la Palma 14"), ("UL. DŁUGA 17", "Ul. Długa 17"), ("P3 14", None), ("Waldstr. 60", None), ("hauptstr. 1", None), ("ул. МИРА", None), (7, None),
])
def test_a_street_in_capitals_gets_those_of_a_sign(typed, written):
    assert read_street(typed) == (Verdict(written, "street: capitals as on a sign") if written else None)
    assert read_street(written) is None


@pytest.mark.parametrize(("typed", "written"), [
    ("FOOD PRODUCTION", "Food Production"), ("BAKERIES", "Bakeries"), ("IT SERVICES", "IT Services"), ("OIL AND GAS", "Oil and Gas"), ("FMCG", None), ("IT", None), ("Retail", None), ("retail", None), (7, None),
])
def test_an_industry_in_capitals_gets_ordinary_ones(typed, written):
    assert read_industry(typed) == (Verdict(written, "industry: ordinary capitals") if written else None)


@pytest.mark.parametrize(("typed", "written", "level"), [
    ("sr. vp sales", "Senior VP Sales", "VP"), ("HEAD OF MARKETING", "Head of Marketing", "Director"), ("ceo", "CEO", "C-level"), ("Founder & CEO", "Founder & CEO", "Owner"), ("Sales Mgr", "Sales Manager", "Manager"),
    ("it manager", "IT Manager", "Manager"), ("GESCHÄFTSFÜHRER", "Geschäftsführer", "C-level"), ("Vice President", "Vice President", "VP"), ("President", "President", "C-level"), ("Directeur commercial", "Directeur commercial", "Director"),
    ("Vertriebsleiterin", "Vertriebsleiterin", "Manager"), ("Praktikant", "Praktikant", "Junior"), ("jr developer", "Junior Developer", "Junior"), ("Senior Engineer", "Senior Engineer", "Senior"), ("iOS developer", "iOS developer", "Staff"),
    ("Poet", "Poet", None), ("Personal Assistant to the CEO", "Personal Assistant to the CEO", "Staff"), ("Assistant Manager", "Assistant Manager", "Manager"),
])
def test_a_job_title_is_written_modestly_and_shows_its_seniority(typed, written, level):
    assert (job_title(typed), seniority(typed)) == (written, level)
    assert read_title(written) is None


@pytest.mark.parametrize(("typed", "value"), [("yes", "yes"), ("Ja", "yes"), ("oui", "yes"), ("Sí", "yes"), ("x", "yes"), ("1", "yes"), (1, "yes"), (True, "yes"), ("no", None), ("Nein", None), ("não", None), (0, None), (False, None), ("maybe", "maybe")])
def test_a_flag_is_yes_or_blank(typed, value):
    verdict = read_flag(typed)
    assert (verdict.value if verdict else typed) == value
    assert (verdict is not None and verdict.doubt is not None) == (value == "maybe")


@pytest.mark.parametrize(("typed", "tags"), [("vip; Berlin", "vip; Berlin"), ("vip, Berlin|VIP", "vip; Berlin"), ("vip;;berlin;", "vip; berlin"), ("a/b", "a/b"), (";", None)])
def test_tags_stand_apart_and_once_each(typed, tags):
    verdict = read_tags(typed)
    assert (verdict.value if verdict else typed) == tags


STATUSES = choices(["New", "Contacted", "Qualified", "Closed Won"], {"New": ("neu",), "Nurture": ("later",)}, where="in the list Statuses in Settings")


@pytest.mark.parametrize(("typed", "entry"), [
    ("New", "New"), (" new", "New"), ("CLOSED-WON", "Closed Won"), ("Neu", "New"), ("Contcted", "Contacted"), ("Qualifed", "Qualified"),
    ("Unqualified", None), ("not qualified", None), ("later", None), ("xyz", None), (7, None),
])
def test_a_value_is_spelt_as_its_list_spells_it(typed, entry):
    verdict = STATUSES.read(typed)
    assert (None if verdict and verdict.doubt else verdict.value if verdict else typed) == entry


@pytest.mark.parametrize(("typed", "source"), [
    ("Messe / Event", "Trade show / event"), ("Trade show", "Trade show / event"), ("MESSE", "Trade show / event"), ("Expo", "Trade show / event"), ("Salon professionnel", "Trade show / event"),
    ("Feria / evento", "Trade show / event"), ("Exposição", "Trade show / event"), ("Fiera", "Trade show / event"), ("Vakbeurs", "Trade show / event"), ("Targi", "Trade show / event"),
    ("Telefonisch", "Phone call"), ("Webformular", "Website form"), ("Z polecenia", "Referral"), ("Instagram DM", "Social media"), ("Showroom", "Walk-in"), ("Meta Ads", "Paid ads"),
    ("Outbound call", "Cold outreach"), ("Fachhändler", "Partner"), ("Ausschreibung", None), ("tender", None), ("podcast", None), ("Flyer", None),
])
def test_a_source_is_known_in_eight_languages(typed, source):
    verdict = choices(SOURCES, SOURCES, where="on the Sources tab").read(typed)
    assert (None if verdict.doubt else verdict.value) == source


def test_no_word_means_two_sources():
    words = [word for entry in SOURCES.values() for word in dict.fromkeys(entry)]
    assert sorted(words) == sorted(set(words))


def test_an_unknown_value_is_flagged_for_the_whole_list():
    doubt = STATUSES.read("xyz").doubt
    assert (doubt.of_the_list, doubt.severity, doubt.message) == (True, "warning", '"xyz" is not in the list Statuses in Settings. Left as it is. Add it there, or choose one that is.')


@pytest.mark.parametrize(("typed", "other", "parting", "verdict"), [
    ("John",            "Smith", False, None),
    ("Mary Ann",        "Smith", False, None),
    ("Mr John",         "Smith", False, Verdict("John", WHY_COURTESY)),
    ("JOHN",            "Smith", False, Verdict("John", "name: capitals as in print")),
    ("Smith, John",     None,    False, Verdict("John", WHY_PARTED, beside=(("Last name", "Smith", WHY_PARTED),))),
    ("DR. DOROTHY",     None,    False, Verdict("Dr. Dorothy", "name: capitals as in print")),
    ("Marc R",          None,    False, None),
    ("Ann (she/her)",   "Smith", False, Verdict("Ann", WHY_PRONOUNS)),
    ("ANN they/them",   "Smith", False, Verdict("Ann", WHY_PRONOUNS)),
    ("Ann Smith (sie/ihr)", None, True, Verdict("Ann", WHY_PRONOUNS, beside=(("Last name", "Smith", WHY_PARTED),))),
    ("John Smith",      None,    True,  Verdict("John", WHY_PARTED, beside=(("Last name", "Smith", WHY_PARTED),))),
    ("Dr. JOHN SMITH",  None,    True,  Verdict("Dr. John", WHY_PARTED, beside=(("Last name", "Smith", WHY_PARTED),))),
])
def test_a_name_is_read_beside_the_other(typed, other, parting, verdict):
    assert read_name(typed, other, which="first", parting=parting) == verdict


@pytest.mark.parametrize(("typed", "severity", "message"), [
    ("Mary Ann",     "review",  '"Mary Ann" may be a first and a last name in one cell. Left as it is until you decide.'),
    ("Ann & Bob",    "review",  '"Ann & Bob" is more than one person. Left as it is until you decide.'),
    ("ann@acme.com", "warning", '"ann@acme.com" is an e-mail address, not a name. Left as it is.'),
    ("Acme GmbH",    "warning", '"Acme GmbH" looks like a company, not like a name. Left as it is.'),
    ("unknown",      "warning", '"unknown" is a placeholder, not a name. Left as it is.'),
    ("4711",         "warning", '"4711" is not a name. Left as it is.'),
    (4711,           "warning", '"4711" is not a name. Left as it is.'),
])
def test_what_may_be_no_name_is_kept_and_flagged(typed, severity, message):
    verdict = read_name(typed, None, which="first", parting=False)
    assert (verdict.value, verdict.doubt.severity, verdict.doubt.message) == (typed, severity, message)
# fmt: on
