"""Names keep what somebody meant and get the capitals they have in print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.normalise.names import (
    PersonName,
    capitalised,
    split_full_name,
    why_no_name,
    without_courtesy,
)

# fmt: off
SPLIT = [
    # typed                             first               last                title     suffix    nickname
    ("Ann Smith",                       "Ann",              "Smith",            "",       "",       ""),
    ("ann smith",                       "Ann",              "Smith",            "",       "",       ""),
    ("ANN SMITH",                       "Ann",              "Smith",            "",       "",       ""),
    ("  Ann   Smith ",                  "Ann",              "Smith",            "",       "",       ""),
    ("Smith, Ann",                      "Ann",              "Smith",            "",       "",       ""),
    ("SMITH, ANN",                      "Ann",              "Smith",            "",       "",       ""),
    ("Ann SMITH",                       "Ann",              "Smith",            "",       "",       ""),
    ("SMITH Ann",                       "Ann",              "Smith",            "",       "",       ""),
    ("Jean-Luc DE LA TOUR",             "Jean-Luc",         "de la Tour",       "",       "",       ""),
    ("van der Berg, Ann",               "Ann",              "van der Berg",     "",       "",       ""),
    ("Ludwig van Beethoven",            "Ludwig",           "van Beethoven",    "",       "",       ""),
    ("LUDWIG VAN BEETHOVEN",            "Ludwig",           "van Beethoven",    "",       "",       ""),
    ("Oscar De La Hoya",                "Oscar",            "De La Hoya",       "",       "",       ""),
    ("Leonardo Di Caprio",              "Leonardo",         "Di Caprio",        "",       "",       ""),
    ("Van Morrison",                    "Van",              "Morrison",         "",       "",       ""),
    ("Ben Smith",                       "Ben",              "Smith",            "",       "",       ""),
    ("John Quincy Adams",               "John Quincy",      "Adams",            "",       "",       ""),
    ("J. R. R. Tolkien",                "J. R. R.",         "Tolkien",          "",       "",       ""),
    ("JP Morgan",                       "JP",               "Morgan",           "",       "",       ""),
    ("Dr. Ann Smith",                   "Ann",              "Smith",            "Dr.",    "",       ""),
    ("Mr John Smith",                   "John",             "Smith",            "Mr",     "",       ""),
    ("Herr Prof. Dr. Weber",            "",                 "Weber",            "Herr Prof. Dr.", "", ""),
    ("Mme Dupont",                      "",                 "Dupont",           "Mme",    "",       ""),
    ("Sr. Juan García",                 "Juan",             "García",           "Sr.",    "",       ""),
    ("John Smith Jr.",                  "John",             "Smith",            "",       "Jr.",    ""),
    ("John Smith, Jr.",                 "John",             "Smith",            "",       "Jr.",    ""),
    ("Smith, John, PhD",                "John",             "Smith",            "",       "PhD",    ""),
    ("John Smith III",                  "John",             "Smith",            "",       "III",    ""),
    ("John Smith, MD, PhD",             "John",             "Smith",            "",       "MD PhD", ""),
    ('Robert "Bob" Smith',              "Robert",           "Smith",            "",       "",       "Bob"),
    ("Robert (Bob) Smith",              "Robert",           "Smith",            "",       "",       "Bob"),
    ("Ann",                             "Ann",              "",                 "",       "",       ""),
    ("Otto Hoffmeister sen.",           "Otto",             "Hoffmeister",      "",       "sen.",   ""),
    ("Otto Hoffmeister sen",            "Otto",             "Hoffmeister",      "",       "sen.",   ""),
    ("Xaver Huber jun.",                "Xaver",            "Huber",            "",       "jun.",   ""),
    ("XAVER HUBER JUN.",                "Xaver",            "Huber",            "",       "jun.",   ""),
    ("Huber jun., Xaver",               "Xaver",            "Huber jun.",       "",       "",       ""),
    ("Huber, Xaver jun.",               "Xaver",            "Huber",            "",       "jun.",   ""),
    ("Hoffmeister sen.",                "",                 "Hoffmeister",      "",       "sen.",   ""),
    ("Otto Hoffmeister sen., MBA",      "Otto",             "Hoffmeister",      "",       "sen. MBA", ""),
    ("Jean Fils",                       "Jean",             "Fils",             "",       "",       ""),
    ("Amartya Kumar Sen",               "Amartya Kumar",    "Sen",              "",       "",       ""),
    ("AMARTYA SEN",                     "Amartya",          "Sen",              "",       "",       ""),
    ("Lucas Cranach d. Ä.",             "Lucas",            "Cranach",          "",       "d. Ä.",  ""),
    ("Hans Holbein d.J.",               "Hans",             "Holbein",          "",       "d. J.",  ""),
    ("Alexandre Dumas père",            "Alexandre",        "Dumas",            "",       "père",   ""),
    ("Alexandre Dumas Fils",            "Alexandre",        "Dumas",            "",       "fils",   ""),
    ("Juan García hijo",                "Juan",             "García",           "",       "hijo",   ""),
    ("John Smith jnr",                  "John",             "Smith",            "",       "Jr.",    ""),
    ("Nadine Vogt (sie/ihr)",           "Nadine",           "Vogt",             "",       "",       ""),
    ("Ann Ng (she/her/hers)",           "Ann",              "Ng",               "",       "",       ""),
    ("Sam Lee, they/them",              "Sam",              "Lee",              "",       "",       ""),
    ("Sam Lee [He / Him]",              "Sam",              "Lee",              "",       "",       ""),
    ("MEIER",                           "",                 "Meier",            "",       "",       ""),
    ("JP",                              "JP",               "",                 "",       "",       ""),
    ("王小明",                           "",                 "王小明",            "",       "",       ""),
    ("山田 太郎",                         "太郎",              "山田",              "",       "",       ""),
    ("Иван Петров",                     "Иван",             "Петров",           "",       "",       ""),
    ("Zoë Łukasz",                      "Zoë",              "Łukasz",           "",       "",       ""),
]


@pytest.mark.parametrize(("text", "name"), [(text, PersonName(*parts)) for text, *parts in SPLIT])
def test_a_full_name_is_split_as_it_was_meant(text, name):
    assert split_full_name(text) == name


def test_an_empty_cell_holds_no_name():
    assert split_full_name(" ") == PersonName(doubt="a placeholder")


@pytest.mark.parametrize(("text", "doubt"), [
    ("Ann & Bob Smith", "two people"), ("Ann and Bob Smith", "two people"), ("Ann und Bob", "two people"), ("Ann/Bob Smith", "two people"),
    ("Acme Ltd", "a company"), ("Acme GmbH", "a company"), ("ACME, INC.", "a company"), ("Acme AG", "a company"), ("ann@acme.com", "an e-mail address"),
    ("test", "a placeholder"), ("N/A", "a placeholder"), ("-", "a placeholder"), ("Unbekannt", "a placeholder"), ("12345", "no letters"),
])
def test_what_is_no_one_persons_name_is_kept_whole_and_says_so(text, doubt):
    assert split_full_name(text) == PersonName(last=text, doubt=doubt)


@pytest.mark.parametrize("text", ["Ann", "Anderson", "Sandy Brandt", "Rosa Sas", "BO SAS", "José Ortega y Gasset", "Ng", "Inci Agca", "Agnes Sand", "O'Brien", "Y"])
def test_an_ordinary_name_raises_no_doubt(text):
    assert why_no_name(text) == ""


@pytest.mark.parametrize(("text", "last"), [
    ("MCDONALD", "McDonald"), ("mcgee", "McGee"), ("MACDONALD", "MacDonald"), ("MACKENZIE", "MacKenzie"), ("MACIAS", "Macias"), ("MACHADO", "Machado"),
    ("MACK", "Mack"), ("O'BRIEN", "O'Brien"), ("o’neill", "O’Neill"), ("D'ANGELO", "D'Angelo"), ("DELL'ORTO", "Dell'Orto"),
    ("VAN DER BERG", "van der Berg"), ("VON HABSBURG", "von Habsburg"), ("DE LA CRUZ", "de la Cruz"), ("DI CAPRIO", "Di Caprio"),
    ("AL-RASHID", "al-Rashid"), ("SMITH-JONES", "Smith-Jones"), ("SAINT-EXUPÉRY", "Saint-Exupéry"), ("NG", "Ng"), ("LI", "Li"), ("DE", "De"),
    ("SMITH JR", "Smith Jr"), ("HUBER SEN.", "Huber sen."), ("SEN", "Sen"), ("smith iii", "Smith III"), ("ŁUKASZEWICZ", "Łukaszewicz"), ("MÜLLER", "Müller"),
    ("McKay", "McKay"), ("deVries", "deVries"), ("LaRue", "LaRue"), ("İNÖNÜ", "İNÖNÜ"), ("ИВАНОВ", "ИВАНОВ"), ("", ""),
])
def test_a_last_name_gets_the_capitals_it_has_in_print(text, last):
    assert capitalised(text, of="last") == last


@pytest.mark.parametrize(("text", "first"), [
    ("ANN", "Ann"), ("MACKENZIE", "Mackenzie"), ("JEAN-LUC", "Jean-Luc"), ("MARY ANN", "Mary Ann"), ("JP", "JP"), ("TJ", "TJ"), ("AL", "Al"), ("ED", "Ed"),
    ("j.r.", "J.R."), ("JEAN M.", "Jean M."), ("JoAnn", "JoAnn"),
])
def test_a_first_name_gets_the_capitals_it_has_in_print(text, first):
    assert capitalised(text, of="first") == first


@pytest.mark.parametrize(("text", "left"), [
    ("Mr John", "John"), ("Mrs. Smith", "Smith"), ("Herr Dr. Weber", "Dr. Weber"), ("Dr. Ann", "Dr. Ann"), ("Mr", "Mr"), ("Don", "Don"), ("M. Night", "M. Night"),
])
def test_only_a_form_of_address_is_taken_off(text, left):
    assert without_courtesy(text) == left
# fmt: on


@given(st.text(alphabet="aBcDéÉ -'.,LŁłßÖö&()\"王И", max_size=20))
def test_recasing_and_splitting_settle_at_once(text):
    once = capitalised(text)
    assert capitalised(once) == once
    first, last = split_full_name(text).columns
    assert (capitalised(first, of="first"), capitalised(last)) == (first, last) or split_full_name(text).doubt


@given(
    st.lists(st.sampled_from(["Ann", "Bob", "van", "de", "SMITH", "O'Brien", "王", "Jones"]), min_size=1, max_size=4)
)
def test_no_letter_of_a_name_is_lost_in_splitting(words):
    name = split_full_name(" ".join(words))
    kept = f"{name.first} {name.last} {name.title} {name.suffix} {name.nickname}"
    assert sorted(kept.casefold().split()) == sorted(" ".join(words).casefold().split())
