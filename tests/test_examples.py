"""The shipped messy lists: they are what their texts make of them, and hold every sin and trap they promise."""

import csv
import io
import re
import zipfile
from collections import Counter, defaultdict

import openpyxl
import pytest

from benchmarks.examples.make import EXAMPLES, Line, example_files, lines_of

TEXTS = {"messy1.csv": "crm_export", "messy2.xlsx": "trade_show", "messy3.csv": "bought_list"}
EMAIL = {"messy1.csv": 3, "messy2.xlsx": 3, "messy3.csv": 9}
PHONE = {"messy1.csv": 4, "messy2.xlsx": 4, "messy3.csv": 8}


def rows_of(name: str) -> list[list[object]]:
    """The rows as a spreadsheet program shows them."""
    path = EXAMPLES / name
    if name == "messy2.xlsx":
        sheet = openpyxl.load_workbook(path, data_only=True)["Scans"]
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    encoding, delimiter = ("cp1252", ";") if name == "messy1.csv" else ("utf-16", "\t")
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=delimiter))


ROWS = {name: rows_of(name) for name in TEXTS}
LEADS = {name: [line for line in lines_of(text) if line.kind == "lead"] for name, text in TEXTS.items()}


@pytest.mark.parametrize("name", ["messy1.csv", "messy3.csv", "truth.csv"])
def test_a_list_is_byte_for_byte_what_its_text_makes_of_it(name):
    assert (EXAMPLES / name).read_bytes() == example_files()[name]


def test_the_workbook_is_part_by_part_what_its_text_makes_of_it():
    assert _parts((EXAMPLES / "messy2.xlsx").read_bytes()) == _parts(example_files()["messy2.xlsx"])


def _parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_the_truth_names_every_row_that_is_a_lead_and_no_other():
    truth = list(csv.DictReader(io.StringIO((EXAMPLES / "truth.csv").read_text(encoding="utf-8"))))
    for name, leads in LEADS.items():
        listed = [(line["row"], line["person"]) for line in truth if line["file"] == name]
        assert [person for _, person in listed] == [lead.person for lead in leads]
        for (row, _), lead in zip(listed, leads, strict=True):
            assert _texts(ROWS[name][int(row) - 1])[:3] == _texts(lead.cells)[:3]


def _texts(cells) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]


def test_the_readme_counts_what_is_there():
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for name, leads in LEADS.items():
        assert re.search(rf"`{re.escape(name)}`.*\| {len(leads)} \|", readme)
    everybody = [lead.person for leads in LEADS.values() for lead in leads]
    assert f"| {len(everybody)} |" in readme
    assert f"hold {len(set(everybody))} people" in readme


SINS = (
    ("a line above the header", "messy1.csv", 0, r"^WinVertrieb"),
    ("a total below", "messy1.csv", 0, r"^Summe$"),
    ("a sum in the total", "messy1.csv", 13, r"^\d{3}\.\d{3},\d\d$"),
    ("a remark at the end", "messy1.csv", 0, r"^\* Datensätze"),
    ("an e-mail with mailto:", "messy1.csv", 3, r"^mailto:"),
    ("a mistyped domain", "messy1.csv", 3, r"@gmial\.com$"),
    ("an e-mail in capitals", "messy1.csv", 3, r"^[A-Z@.]+$"),
    ("two e-mails in one cell", "messy1.csv", 3, r"@.+; .+@"),
    ("an e-mail that is none", "messy1.csv", 3, r"\(at\)"),
    ("a placeholder e-mail", "messy1.csv", 3, r"^noemail@example\.com$"),
    ("an office mailbox", "messy1.csv", 3, r"^info@"),
    ("a tagged e-mail", "messy1.csv", 3, r"\+bikes@"),
    ("two phones in one cell", "messy1.csv", 4, r"\d / 0\d"),
    ("a phone with an extension", "messy1.csv", 4, r" x204$"),
    ("a phone with a German extension", "messy1.csv", 4, r" DW 12$"),
    ("a placeholder phone", "messy1.csv", 4, r"^000-000-0000$"),
    ("a phone with (0)", "messy1.csv", 4, r"^\+49 \(0\)"),
    ("a phone with 00", "messy1.csv", 4, r"^0049"),
    ("a name in capitals", "messy1.csv", 2, r"^[A-Z]+ [A-Z]+$"),
    ("LAST, First", "messy1.csv", 2, r"^BRANDT, Heinz$"),
    ("a name in small letters", "messy1.csv", 2, r"^tom hargreaves$"),
    ("a title", "messy1.csv", 2, r"^Prof\. Dr\. "),
    ("junior", "messy1.csv", 2, r" Jr$"),
    ("two people in one cell", "messy1.csv", 2, r"^Ann & Bob "),
    ("letters in a wrong encoding", "messy1.csv", 2, r"^JÃ¼rgen "),
    ("a company in capitals", "messy1.csv", 1, r"^SANITÄR "),
    ("a German legal form", "messy1.csv", 1, r"GmbH & Co\. KG$"),
    ("a Spanish legal form", "messy1.csv", 1, r"S\.L\.$"),
    ("a Polish legal form", "messy1.csv", 1, r"Sp\. z o\.o\.$"),
    ("a status in German", "messy1.csv", 10, r"^kontaktiert$"),
    ("a status in French", "messy1.csv", 10, r"^à rappeler$"),
    ("a status in Spanish", "messy1.csv", 10, r"^Contactado$"),
    ("a status in Dutch", "messy1.csv", 10, r"^Nieuw$"),
    ("a status in Polish", "messy1.csv", 10, r"^Nowy$"),
    ("an owner who has left", "messy1.csv", 11, r"^D\. Vogel$"),
    ("an owner by first name", "messy1.csv", 11, r"^Ann$"),
    ("a day with dots", "messy1.csv", 12, r"^\d\d\.\d\d\.\d{4}$"),
    ("a moment in UTC", "messy1.csv", 12, r"Z$"),
    ("a day that never was", "messy1.csv", 12, r"^31\.02\."),
    ("German figures", "messy1.csv", 13, r"^\d+\.\d{3},\d\d$"),
    ("figures one cannot be sure of", "messy1.csv", 13, r"^4\.000$"),
    ("a note of two lines", "messy1.csv", 15, r".\n."),
    ("a formula in a note", "messy1.csv", 15, r"^=HYPERLINK\("),
    ("a formula for a name", "messy1.csv", 2, r"^=1\+1$"),
    ("a note that starts with a minus", "messy1.csv", 15, r"^-10%"),
    ("a note that starts with an at sign", "messy1.csv", 15, r"^@everyone"),
    ("a note that starts with a tab", "messy1.csv", 15, r"^\t"),
    ("a wish not to be contacted", "messy1.csv", 15, r"^DO NOT CONTACT"),
    ("a country as on a car", "messy1.csv", 8, r"^D$"),
    ("a country in its own language", "messy1.csv", 8, r"^España$"),
    ("a part of a country", "messy1.csv", 8, r"^Scotland$"),
    ("a title over the whole sheet", "messy2.xlsx", 0, r"^CARGO BIKE EXPO"),
    ("headings over the headings", "messy2.xlsx", 0, r"^Contact$"),
    ("a day as a number", "messy2.xlsx", 9, r"^46302$"),
    ("a day as a date", "messy2.xlsx", 9, r"^2026-10-06"),
    ("a day in words", "messy2.xlsx", 9, r"^14 Oct 2026$"),
    ("a phone as a number", "messy2.xlsx", 4, r"^441614960121$"),
    ("a phone that lost its digits", "messy2.xlsx", 4, r"^4\.96991E\+11$"),
    ("an error cell", "messy2.xlsx", 6, r"^#N/A$"),
    ("a formula cell", "messy2.xlsx", 6, r"^www\.holmbroed\.example$"),
    ("an owner only the scanner knows", "messy2.xlsx", 12, r"^Zoltan$"),
    ("an opt-out", "messy2.xlsx", 13, r"^yes$"),
    ("tags with other separators", "messy2.xlsx", 14, r"^fleet, courier$"),
    ("a job title with its letters", "messy2.xlsx", 2, r"^sr\. vp "),
    ("a name in another script", "messy2.xlsx", 0, r"^Анастасия$"),
    ("a name with a picture", "messy2.xlsx", 1, r"🚲"),
    ("a total below the scans", "messy2.xlsx", 0, r"^Total scans$"),
    ("a postcode without its zero", "messy3.csv", 6, r"^2138$"),
    ("a phone without its zero", "messy3.csv", 8, r"^536491043$"),
    ("a phone that became a float", "messy3.csv", 8, r"^\d+\.0$"),
    ("a phone with a letter", "messy3.csv", 8, r"O"),
    ("a phone and no country", "messy3.csv", 8, r"^5550173$"),
    ("a day that could be either", "messy3.csv", 13, r"^03/04/2026$"),
    ("a range for a figure", "messy3.csv", 11, r"^11-50$"),
    ("an e-mail where the name should be", "messy3.csv", 0, r"@"),
)


@pytest.mark.parametrize(("sin", "name", "column", "pattern"), SINS)
def test_every_sin_is_there(sin, name, column, pattern):
    assert any(len(row) > column and re.search(pattern, _texts(row)[column]) for row in ROWS[name])


def test_no_date_of_the_bought_list_settles_which_way_round_they_are():
    dates = [row[13] for row in ROWS["messy3.csv"][1:] if row[13]]
    assert 5 < len(dates) < 15
    assert all(int(part) <= 12 for date in dates for part in str(date).split("/")[:2])


def test_the_first_list_has_a_blank_line_its_header_twice_and_one_row_twice():
    rows = [tuple(row) for row in ROWS["messy1.csv"]]
    header = next(row for row in rows if row[0] == "Kd-Nr")
    assert rows.count(header) == 2
    assert any(not any(row) for row in rows)
    assert [row[0] for row, count in Counter(row for row in rows if row[0].isdigit()).items() if count == 2] == [
        "10053"
    ]


def test_three_rows_of_the_workbook_are_hidden():
    sheet = openpyxl.load_workbook(EXAMPLES / "messy2.xlsx")["Scans"]
    assert [row for row, shape in sheet.row_dimensions.items() if shape.hidden] == _hidden(lines_of("trade_show"))
    assert len(_hidden(lines_of("trade_show"))) == 3


def _hidden(lines) -> list[int]:
    return [row for row, line in enumerate(lines, 1) if line.hidden]


ONE_PERSON = (
    ("a nickname", "robert-whitfield", r"Robert", r"Bob"),
    ("a Spanish nickname", "jose-ramirez", r"José", r"Pepe"),
    ("a married name", "sophie-lambert", r"Lambert$", r"Roux"),
    ("accents lost", "lukasz-wojcik", r"Łukasz", r"Lukasz"),
    ("an umlaut written out", "jonas-krueger", r"Krüger", r"krueger"),
    ("another spelling of the company", "joost-de-wit", r"Bloemen & Co", r"Bloemen en Co"),
    ("first and last name swapped", "grace-liu", r"grace LIU", r"^Liu$"),
)


@pytest.mark.parametrize(("how", "person", "here", "there"), ONE_PERSON)
def test_one_person_is_in_the_lists_in_two_ways(how, person, here, there):
    rows = [lead.cells for leads in LEADS.values() for lead in leads if lead.person == person]
    assert len(rows) > 1
    assert any(re.search(here, cell) for row in rows for cell in row)
    assert any(re.search(there, cell) for row in rows for cell in row)


SHARED = (
    ("a couple on one landline", "heinz-brandt", "gisela-brandt"),
    ("father and son", "xaver-huber", "xaver-huber-jun"),
    ("a baker's office mailbox", "petra-lindner", "yusuf-aydin"),
    ("the council's switchboard", "malcolm-grieve", "sam-otieno"),
    ("brother and sister a letter apart", "daniel-moreau", "danielle-moreau"),
    ("namesakes in one company", "david-jones-courier", "david-jones-books"),
    ("a placeholder", "yilmaz", "jansen"),
)


@pytest.mark.parametrize(("how", "one", "other"), SHARED)
def test_two_people_share_a_phone_or_a_mailbox(how, one, other):
    shared = defaultdict(set)
    for name, leads in LEADS.items():
        for lead in leads:
            for contact in _contacts(name, lead):
                shared[contact].add(lead.person)
    assert any({one, other} <= people for people in shared.values())


def _contacts(name: str, lead: Line) -> list[str]:
    email, phone = lead.cells[EMAIL[name]].lower(), re.sub(r"\D", "", lead.cells[PHONE[name]])
    return [contact for contact in (email, phone[-8:]) if contact]


def test_nobody_real_is_in_the_lists():
    """Every mailbox is in a domain that cannot exist, a made-up one at a free provider, or a placeholder."""
    free = r"(gmail\.com|gmial\.com|gmx\.de|web\.de|t-online\.de|outlook\.com|hotmail\.co\.uk|yahoo\.co\.uk)"
    placeholders = {"noemail@example.com", "test@test.com", "unknown", "n/a"}
    for name, leads in LEADS.items():
        for lead in leads:
            for email in filter(None, lead.cells[EMAIL[name]].lower().split("; ")):
                assert email in placeholders or re.search(rf"[@)](.+\.example|{free})$", email), email
