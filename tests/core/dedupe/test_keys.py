"""What each cell is compared by; and a column read at once gives what its cells give one by one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadsorted_sheets.core.dedupe import keys
from leadsorted_sheets.core.dedupe.keys import Line, Mailbox

_CELLS = st.one_of(
    st.text(max_size=30),
    st.text("ab.@+-_%9 ÉİΣ\0<>;", max_size=30),
    st.from_regex(r"[A-Za-z.+]{1,8}@(gmial|gmail|acme|example)\.(com|de)", fullmatch=True),
)


@given(st.lists(_CELLS, max_size=8))
@example(["Ann@x.de", "bob@x.de\0carl@x.de"])
@example([f"{'a' * 260}@x.de", "info@acme.de", "noemail@example.com"])
def test_plain_addresses_of_a_column_are_the_mailboxes_of_its_cells(column: list[str]) -> None:
    together = [
        (box,) if box else keys.mailboxes(text) for text, box in zip(column, keys.plain_mailboxes(column), strict=True)
    ]
    assert together == [keys.mailboxes(text) for text in column]


FOLDED: list[tuple[str, str, str]] = [
    ("nothing", "", ""),
    ("plain", "Ann O'Neil 2", "ann o'neil 2"),
    ("as long as can be", "A" * 120, "a" * 120),
    ("too long", "A" * 121, "a" * 120),
    ("too long, with accents", "É" * 121, "e" * 120),
    ("accents", "Müller ÀÇÉÎÑÕ", "muller aceino"),
    ("accents apart from their letters", "Mu\u0308ller", "muller"),
    ("letters of their own", "ßøłæœđðþı", "ssolaeoeddthi"),
    ("capitals of their own", "ẞØŁÆŒĐÐÞİ", "ssolaeoeddthi"),
    ("a ligature", "ﬁn", "fin"),
    ("another script", "Σοφία", "σοφια"),
    ("mojibake", "MÃ¼ller", "muller"),
    ("mojibake of a sign", "1Âª", "1a"),
    ("mojibake of a sign and a letter", "JosÃ© 1Âª", "jose 1a"),
    ("no mojibake: Portuguese", "JOÃO Ângela", "joao angela"),
    ("no mojibake: other letters beside it", "JOÃO Łódź", "joao lodz"),
]


@pytest.mark.parametrize(("text", "folded"), [row[1:] for row in FOLDED], ids=[row[0] for row in FOLDED])
def test_a_text_is_folded(text: str, folded: str) -> None:
    assert keys.folded(text) == folded


def box(local: str, domain: str = "x.de", *, free: bool = False, role: bool = False) -> Mailbox:
    return Mailbox(f"{local}@{domain}", local, domain, free, role)


LONG = "a" * 249
MAILBOXES: list[tuple[str, str, bool, Mailbox | None]] = [
    # a cell, whether it is a plain address and no more, and its mailbox
    ("nothing", "", False, None),
    ("a word", "n/a", False, None),
    ("plain", "Ann.Lee_9%b-c@X-y.de", True, box("ann.lee_9%b-c", "x-y.de")),
    ("blanks around", " ann@x.de\n", False, box("ann")),
    ("254 letters", f"{LONG}@x.de", True, box(LONG)),
    ("254 letters and blanks", f"  {LONG}@x.de  ", False, box(LONG)),
    ("255 letters", f"a{LONG}@x.de", True, None),
    ("dots around the domain", "ann@.x.de.-", True, box("ann")),
    ("brackets", "Ann <ann@x.de>", False, box("ann")),
    ("brackets and dots", "<.-'ann.-'@.-x.de.->", False, box("ann")),
    ("a link", "mailto:Ann@x.de", False, box("ann")),
    ("a letter with an accent", "zoé@x.de", False, box("zoé")),
    ("no mailbox", "@x.de", True, None),
    ("no domain", "ann@", True, None),
    ("a domain without a dot", "ann@acme", True, None),
    ("two at signs", "ann@bob@x.de", False, None),
    ("the first of two", "ann@x.de, bob@x.de", False, box("ann")),
    ("a tag", "ann+crm+may@x.de", True, box("ann")),
    ("a tag and no more", "+crm@x.de", True, box("+crm")),
    ("dots", "a.n.n@x.de", True, box("a.n.n")),
    ("dots at Gmail", "a.n.n@gmail.com", True, box("ann", "gmail.com", free=True)),
    ("only dots at Gmail", "..@gmail.com", True, None),
    ("dots and a tag at the older Gmail", "a.nn+x.y@googlemail.com", True, box("ann", "gmail.com", free=True)),
    ("a slip in the domain", "a.nn@gmial.com", True, box("ann", "gmail.com", free=True)),
    ("a slip in the ending", "a.nn@hotmail.con", True, box("a.nn", "hotmail.com", free=True)),
    ("free", "ann@web.de", True, box("ann", "web.de", free=True)),
    ("a role", "info@acme.de", True, box("info", "acme.de", role=True)),
    ("a role, tagged, at a free provider", "info+a@web.de", True, box("info", "web.de", free=True, role=True)),
    ("a placeholder's domain", "ann@example.com", True, None),
    ("a placeholder", "NoEmail@acme.de", True, None),
    ("a placeholder with a tag", "test+1@acme.de", True, None),
    ("somebody's name at a free provider", "test@web.de", True, box("test", "web.de", free=True)),
]  # fmt: skip
_OF = [row[1:] for row in MAILBOXES]


@pytest.mark.parametrize(("text", "plain", "found"), _OF, ids=[row[0] for row in MAILBOXES])
def test_a_cell_names_a_mailbox(text: str, plain: bool, found: Mailbox | None) -> None:
    assert keys.mailbox(text) == found
    assert list(keys.plain_mailboxes([text])) == [found if plain else None]
    if text.count("@") < 2:
        assert keys.mailboxes(text) == ((found,) if found else ())


def test_plain_mailboxes_are_found_in_a_column_at_once() -> None:
    column = [row[1] for row in MAILBOXES] + ["\udcff", "ann@x.de"]
    found = [row[3] if row[2] else None for row in MAILBOXES]
    assert list(keys.plain_mailboxes(column)) == [*found, None, box("ann")]
    assert list(keys.plain_mailboxes([*column, "bob@x.de\0"])) == [None] * (len(column) + 1)
    assert list(keys.plain_mailboxes([])) == []


PADDED = "ann@x.de;" + " " * 3984
SEVERAL_MAILBOXES: list[tuple[str, str, tuple[Mailbox, ...]]] = [
    ("three, one of them twice", "ann@x.de; bob@x.de / Ann@X.de|<cid@x.de>", (box("ann"), box("bob"), box("cid"))),
    ("dots and quotes", "'ann'@.x.de-, -bob.@x.de.", (box("ann"), box("bob"))),
    ("one of two is none", "n@a, Bob@x.de", (box("bob"),)),
    ("neither is one", "n@a, n@b", ()),
    ("up to four thousand letters", f"{PADDED}bob@x.d", (box("ann"), box("bob", "x.d"))),
    ("no more than four thousand letters", f"{PADDED} bob@x.d", (box("ann"),)),
]


@pytest.mark.parametrize(
    ("text", "found"), [row[1:] for row in SEVERAL_MAILBOXES], ids=[row[0] for row in SEVERAL_MAILBOXES]
)
def test_a_cell_names_several_mailboxes_once_each(text: str, found: tuple[Mailbox, ...]) -> None:
    assert keys.mailboxes(text) == found


LONDON, MOBILE, NEW_YORK = Line("079460018", "442"), Line("700900123", "447"), Line("125550123", "12")
LINES: list[tuple[str, str, str, Line | None]] = [
    # a cell, the lead's country, and the line
    ("nothing", "", "GB", None),
    ("words", "call me", "GB", None),
    ("with the calling code", "+44 20 7946 0018", "US", LONDON),
    ("with the calling code and a zero", "+44 (0)20 7946-0018", "US", LONDON),
    ("with 00", "0044 20 7946 0018", "US", LONDON),
    ("with 011", "011 44 20 7946 0018", "US", LONDON),
    ("with 011, eleven digits in all: Sheffield", "0114 496 0018", "GB", Line("144960018", "441")),
    ("with 011, twelve digits in all", "011 49 (0)30 9018", "US", Line("49309018", "")),
    ("at home", "020 7946 0018", "GB", LONDON),
    ("at home, no zero", "20 7946 0018", "GB", LONDON),
    ("a decimal", "2079460018.0", "GB", LONDON),
    ("a decimal with the calling code", "442079460018.0", "GB", LONDON),
    ("a decimal with a plus", "+442079460018.0", "GB", LONDON),
    ("a decimal behind a label", " Tel 2079460018.0 ", "GB", LONDON),
    ("a label", "Tel.: 020 7946 0018", "GB", LONDON),
    ("a label and the calling code", "Tel.: +44 20 7946 0018", "US", LONDON),
    ("a word behind it", "020 7946 0018 (office)", "GB", LONDON),
    ("a mark behind the plus", "+:44 20 7946 0018", "US", LONDON),
    ("a word within", "020 7946 - then 0018", "GB", LONDON),
    ("a word within and the calling code", "+44 20 7946 - then 0018", "US", LONDON),
    ("marks", "+44\xa0(20).7946/00_18*\u202c", "US", LONDON),
    ("dashes and quotes", "'020\u20107946\u20110\u20120\u20131\u202f8\t\u202d", "GB", LONDON),
    *((f"an extension: {mark}", f"020 7946 0018 {mark} 12", "GB", LONDON) for mark in ("ext", "ext.", "Extension", "x", "#", "poste", "DW", "Durchwahl")),
    ("an extension without blanks", "+442079460018x123456 ", "US", LONDON),
    ("digits of another script", "+４４２０７９４６００１８", "GB", None),
    ("digits of another script at home", "０２０７９４６００１８", "GB", None),
    ("five digits", "34567", "DE", None),
    ("six digits", "345678", "DE", Line("49345678", "")),
    ("seventeen digits", "+998 12 3698 7412 5896", "GB", Line("874125896", "99812369")),
    ("eighteen digits", "+998 12 3698 7412 58963", "GB", None),
    ("zeros", "000-000-0000", "US", None),
    ("one digit all along", "(555) 555-5555", "US", None),
    ("one digit at the end", "212 555 5555", "US", None),
    ("a run of digits", "+1 212 123 4567", "US", None),
    ("a run across zero", "+1 212 890 1234", "US", None),
    ("a run downwards", "+1 212 987 6543", "US", None),
    ("no run", "+1 212 123 4568", "US", Line("121234568", "12")),
    ("a run before the end", "+44 1234567 018", "US", Line("234567018", "441")),
    ("North America with its code", "+1 212 555 0123", "GB", NEW_YORK),
    ("North America at home", "(212) 555-0123", "US", NEW_YORK),
    ("North America with a one", "1 212 555 0123", "US", NEW_YORK),
    ("North America with its code, too short", "+1 212 5550", "GB", None),
    ("a code of three digits", "+353 1 679 0012", "GB", Line("316790012", "35")),
    ("a code of three digits and a zero", "+353 (0)1 679 0012", "GB", Line("316790012", "35")),
    ("a code of three digits, too short", "+353 16790", "GB", None),
    ("a zero that belongs to the number", "+39 06 6982 0123", "GB", Line("669820123", "390")),
    ("a code that is not known", "+998 71 236 0012", "GB", Line("712360012", "998")),
    ("a code that is not known, eight digits", "+998 71236", "GB", Line("99871236", "")),
    ("a code that is not known, seven digits", "+998 7123", "GB", None),
    ("with the code, two digits too few", "+44 2079460", "GB", None),
    ("with the code, a digit too few", "+44 20794601", "GB", Line("420794601", "4")),
    ("with the code, a digit too many", "+44 20794600181", "GB", Line("794600181", "4420")),
    ("with the code, two digits too many", "+44 207946001812", "GB", None),
    ("no country", "020 7946 0018", "", Line("079460018", "")),
    ("no country, seven digits", "7946018", "", Line("7946018", "")),
    ("no country, zero and six digits", "0794602", "", Line("794602", "")),
    ("no country, six digits", "794601", "", None),
    ("a trunk of two digits", "06 1 429 0012", "HU", Line("614290012", "3")),
    ("no trunk", "912 340 678", "ES", Line("912340678", "34")),
    ("no trunk, with the code", "34912340678", "ES", Line("912340678", "34")),
    ("the shortest behind a zero", "0345678", "DE", Line("49345678", "")),
    ("a zero that is needed", "034567", "DE", Line("49034567", "")),
    ("starts like the code, as long as the shortest", "449460018", "GB", Line("449460018", "44")),
    ("starts like the code, as long as the longest", "4494600181", "GB", Line("494600181", "444")),
    ("starts like the code, too short", "44946001", "GB", Line("44946001", "")),
    ("starts like the code, in an area that does: Emden, or a plus was lost", "4921 1234590", "DE", Line("211234590", "")),
    ("the same with its zero", "04921 1234590", "DE", Line("211234590", "4949")),
    ("Berlin without its plus, or an area that starts like the code", "49309018201", "DE", Line("309018201", "")),
    ("Berlin with its plus", "+49309018201", "DE", Line("309018201", "49")),
    ("the code and too little behind it, in range as it is", "4912345", "DE", Line("494912345", "")),
    ("the code and the shortest", "44794600181", "GB", Line("794600181", "44")),
    ("the code and the longest", "447700900123", "GB", MOBILE),
    ("the code and more than the longest", "4477009001234", "GB", Line("009001234", "")),
    ("at home, too short", "9460018", "GB", Line("9460018", "")),
    ("at home, too short behind a zero", "09460018", "GB", Line("9460018", "")),
    ("at home, far too short", "946001", "GB", None),
    ("at home, too long", "442079460018", "US", Line("079460018", "")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "country", "found"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_a_cell_names_a_phone_line(text: str, country: str, found: Line | None) -> None:
    assert keys.line(text, country) == found
    assert keys.lines(text, country) == ((found,) if found else ())


ROW_OF_BLANKS = " " * 979
SEVERAL_LINES: list[tuple[str, str, str, tuple[Line, ...]]] = [
    ("a stroke", "020 7946 0018 / 07700 900123", "GB", (LONDON, MOBILE)),
    ("a stroke within a number", "020/7946/0018 x 12", "GB", (LONDON,)),
    ("or", "07700 900123 or 020 7946 0018", "GB", (MOBILE, LONDON)),
    ("marks, one line twice", "+44 20 7946 0018;020 7946 0018,07700900123|(212) 555-0123\n+1 212 555 0123", "GB", (LONDON, MOBILE, Line("125550123", "442"), NEW_YORK)),
    ("one of two is none", "n/a or none; 07700 900123", "GB", (MOBILE,)),
    ("neither is one", "n/a or none at all", "GB", ()),
    ("sixteen letters are one line", "+44,20,7946,0018", "GB", (LONDON,)),
    ("seventeen letters may be two", "22850012,22850013", "NO", (Line("722850012", "4"), Line("722850013", "4"))),
    ("up to a thousand letters", f"020 7946 0018;{ROW_OF_BLANKS}7946018", "", (Line("079460018", ""), Line("7946018", ""))),
    ("no more than a thousand letters", f"020 7946 0018; {ROW_OF_BLANKS}7946018", "", (Line("079460018", ""),)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "country", "found"), [row[1:] for row in SEVERAL_LINES], ids=[row[0] for row in SEVERAL_LINES]
)
def test_a_cell_names_several_phone_lines_once_each(text: str, country: str, found: tuple[Line, ...]) -> None:
    assert keys.lines(text, country) == found


MARKS = "".join(chr(code) for code in range(32, 127) if not chr(code).isalnum() and chr(code) not in "'.")
XS = " ".join("x" * (len(MARKS) - 1))
PLACES: list[tuple[str, str, str, str, str, str]] = [
    # a cell as a company, a city, a job title and a street
    ("nothing", "", "", "", "", ""),
    ("only marks", f"{MARKS}'.", "", "", "", ""),
    ("a word", "Acme", "acme", "acme", "acme", "acme"),
    ("accents and blanks", "  Münch \t\n\xa0Bräu ", "munch brau", "munch brau", "munch brau", "munch brau"),
    ("what is dropped", "O'Neil’s S.A.P.", "oneils sap", "oneils sap", "oneils sap", "oneils sap"),
    ("what is a space", "a-b/c&d–e—f(g)", "a b c d f g", "a b c d e f g", "a b c d e f g", "a b c d e f g"),
    ("every mark", "x".join(MARKS), XS, XS, XS, XS),
    ("a legal form", "The Acme Foods Co., L.L.C.", "acme foods", "the acme foods co llc", "the acme foods co llc", "the acme foods co llc"),
    ("nothing but legal forms", "Co. KG", "co kg", "co kg", "co kg", "co kg"),
    ("another name of a city", "MUNICH", "munich", "munchen", "munich", "munich"),
    ("another name of two words", "New-York  City", "new york city", "new york", "new york city", "new york city"),
    ("a city and more", "Munich, Bavaria", "munich bavaria", "munich bavaria", "munich bavaria", "munich bavaria"),
    ("a street", "12 North Main Street, Apt. 4", "12 north main street apt 4", "12 north main street apt 4", "12 north main street apt 4", "12 n main st apt 4"),
    ("a German street", "Lange Straße 5", "lange strasse 5", "lange strasse 5", "lange strasse 5", "lange st 5"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "company", "city", "title", "street"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_a_company_a_city_a_title_and_a_street_are_words(
    text: str, company: str, city: str, title: str, street: str
) -> None:
    found = keys.company_key(text), keys.city_key(text), keys.title_key(text), keys.street_key(text)
    assert found == (company, city, title, street)


SITES: list[tuple[str, str, str]] = [
    ("nothing", "", ""),
    ("a domain", " Acme.co.uk ", "acme.co.uk"),
    ("www", "WWW.acme.de", "acme.de"),
    ("www twice", "www.www.de", "www.de"),
    ("a page", "HTTPS://www.Acme.de/about/us", "acme.de"),
    ("blanks around a page", " http://acme.de ", "acme.de"),
    ("a question", "acme.de?a=b/c", "acme.de"),
    ("a place on the page", "acme.de#top", "acme.de"),
    ("a port", "http://acme.de:8080/", "acme.de"),
    ("a page that names another", "http://acme.de/to/http://birch.de", "acme.de"),
    ("no domain", "http://", ""),
    ("no dot", "acme", ""),
    ("no dot in the domain", "acme/about.html", ""),
    ("two words", "our acme.de", ""),
    ("a person's page", "https://www.linkedin.com/in/ann", ""),
    ("a mail provider", "gmail.com", ""),
]


@pytest.mark.parametrize(("text", "site"), [row[1:] for row in SITES], ids=[row[0] for row in SITES])
def test_a_website_is_the_companys_own_domain(text: str, site: str) -> None:
    assert keys.site_key(text) == site


CODES: list[tuple[str, str, str, str]] = [
    # a cell as a postcode and as a number
    ("nothing", "", "", ""),
    ("only marks", " .-/", "", ""),
    ("letters and a space", "sw1a 1aa", "SW1A1AA", "sw1a1aa"),
    ("a decimal", "02139.0", "02139", "02139"),
    ("dots and strokes", "D-10.115/0", "D101150", "d101150"),
    ("four digits", "1010", "1010", ""),
    ("four digits as a decimal", "1010.0", "1010", ""),
    ("five digits", "10115", "10115", "10115"),
    ("one digit all along", "11-111", "11111", ""),
    ("accents", "é12345", "É12345", "e12345"),
    ("twenty letters", "12345678901234567890", "12345678901234567890", "12345678901234567890"),
    ("twenty-one letters", "123456789012345678901", "12345678901234567890", "123456789012345678901"),
    ("a decimal of twenty letters", "123456789012345678.0", "123456789012345678", "123456789012345678"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "postcode", "number"), [row[1:] for row in CODES], ids=[row[0] for row in CODES])
def test_a_postcode_and_a_number_are_letters_and_digits(text: str, postcode: str, number: str) -> None:
    assert (keys.postcode_key(text), keys.number_key(text)) == (postcode, number)


BORN: list[tuple[str, list[str], list[str]]] = [
    # a column of dates of birth; 3/4 tells of itself neither day nor month first
    ("nothing", [], []),
    ("no dates", ["", "n/a", "May 1971-06", "12", "3/4/80", "1971-06"], ["", "", "", "", "", ""]),
    ("a year", ["1971", "in 1971"], ["1971", "1971"]),
    ("eight digits", ["19710624", "19710624 00:00"], ["19710624", "19710624"]),
    ("the year first", ["1971-06-24", "1971-6-4", "1971/06/24 10:30:00"], ["19710624", "19710604", "19710624"]),
    ("the year last", ["4.6.1971", "24.12.1990 10:30"], ["19710604", "19901224"]),
    ("up to forty letters", ["x" * 32 + "19710624", "x" * 33 + "19710624"], ["19710624", ""]),
    ("placeholders", ["1900-01-01", "01.01.1970", "11/11/1111", "00000000", "1111"], ["", "", "", "", ""]),
    ("near placeholders", ["1900-01-02", "02.01.1970"], ["19000102", "19700102"]),
    ("no evidence: days first", ["3/4/1980"], ["19800403"]),
    ("evidence for days", ["3/4/1980", "13/4/1980"], ["19800403", "19800413"]),
    ("evidence for months", ["3/4/1980", "4/13/1980"], ["19800304", "19800413"]),
    ("evidence for both: days first", ["3/4/1980", "4/14/1980", "13/4/1980"], ["19800403", "19800414", "19800413"]),
    ("more for months", ["3/4/1980", "4/14/1980", "4/15/1980", "13/4/1980"], ["19800304", "19800414", "19800415", "19800413"]),
    ("months first, a day that can be no month", ["4/14/1980", "4/15/1980", "13/12/1980"], ["19800414", "19800415", "19801213"]),
    ("days first, a twelfth", ["12/13/1980", "13/4/1980"], ["19801213", "19800413"]),
    ("twelve is no evidence for days", ["12/4/1980", "4/13/1980"], ["19801204", "19800413"]),
    ("twelve is no evidence for months", ["3/4/1980", "4/12/1980"], ["19800403", "19801204"]),
    ("thirty-one is evidence for months", ["3/4/1980", "1/31/1980"], ["19800304", "19800131"]),
    ("thirty-two is no evidence for months", ["3/4/1980", "1/32/1980"], ["19800403", "19800132"]),
    ("the year first is no evidence", ["3/4/1980", "4/13/1980", "1971-06-24"], ["19800304", "19800413", "19710624"]),
    ("a short year is no evidence for days", ["3/4/1980", "4/13/1980", "24/4/80"], ["19800304", "19800413", ""]),
    ("a short year is no evidence for months", ["3/4/1980", "4/24/80"], ["19800403", ""]),
    ("two numbers are no evidence", ["3/4/1980", "4/13", "13"], ["19800403", "", ""]),
]  # fmt: skip


@pytest.mark.parametrize(("column", "found"), [row[1:] for row in BORN], ids=[row[0] for row in BORN])
def test_a_column_of_dates_of_birth_tells_days_from_months(column: list[str], found: list[str]) -> None:
    assert keys.birth_keys(column) == found
