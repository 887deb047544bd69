"""Every column gets one field, and says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.headers import PSEUDO, REPEATABLE
from leadsorted_sheets.core.schema import LEADS
from leadsorted_sheets.errors import NoLeadColumns, WrongUsage
from leadsorted_sheets.intake import Mapped, RawTable, mapped, read_table


def table(text: str) -> RawTable:
    return read_table(text.encode(), "list.csv")


def fields(columns: tuple[Mapped, ...]) -> list[str | None]:
    return [f"({column.field})" if column.own else column.field for column in columns]


PEOPLE = "ana.ng@x.org,+44 20 7946 0018\nbo.li@x.org,+44 20 7946 0019\ncy.oz@x.org,020 7946 0020\n"

# the file, what becomes of its columns (the user's own in brackets)
COLUMNS = (
    ("Name,E-Mail,Shoe size\nAna Ng,a@x.org,42\n", ["Full name", "Email", "(Shoe size)"]),
    # one slip of the pen
    ("Surnmae,Comapny name,Telephon\nNg,Acme,1\n", ["Last name", "Company", "Phone"]),
    ("Email,Telephonee\na@x.org,b@x.org\n", ["Email", "Second email"]),
    ("Email,Companions\na@x.org,Bo\n", ["Email", "(Companions)"]),
    # values decide where the header does not
    (f"How to write,How to call\n{PEOPLE}", ["Email", "Phone"]),
    ("Email,Their page\na@x.org,https://x.org\n", ["Email", "Website"]),
    ("Email,Account opened\na@x.org,2026-01-02\n", ["Email", "(Account opened)"]),
    # values contradict the header
    ("Name,Phone\nAna Ng,a@x.org\nBo Li,b@x.org\n", ["Full name", "Email"]),
    ("Email,Phone\n+44 20 7946 0018,a@x.org\n020 7946 0019,b@x.org\n", ["Phone", "Email"]),
    ("Contact,Email\na@x.org,b@x.org\n", ["Second email", "Email"]),
    ("Owner,Email\na@x.org,b@x.org\n", ["Owner", "Email"]),
    ("Name,URL\nAna Ng,https://www.linkedin.com/in/ana\n", ["Full name", "(URL)"]),
    ("Email,Notes\na@x.org,see x.org\n", ["Email", "Notes"]),
    # rows counted, other systems' ids
    ("No.,Email\n1,a@x.org\n2,b@x.org\n", [None, "Email"]),
    ("No.,Email\n4711,a@x.org\n815,b@x.org\n", ["Foreign ID", "Email"]),
    ("Lead ID,Deal ID,Email\nL-7K3QZ9M2XA,D-1,a@x.org\n", ["Foreign ID", "Foreign ID", "Email"]),
    # two for one field
    ("Date,Email\n1.2.26,a@x.org\n", ["Created", "Email"]),
    ("Date,Created,Email\n1.2.26,2.2.26,a@x.org\n", ["(Date)", "Created", "Email"]),
    ("Company,Firm,Email\nAcme,Beta,a@x.org\n", ["Company", "(Firm)", "Email"]),
    ("Anrede,Name,E-Mail\nFrau,Ana Ng,a@x.org\n", ["(Anrede)", "Full name", "Email"]),
    ("Company,Email\nAcme GmbH - Ana Ng,a@x.org\nBeta Ltd - Bo Li,b@x.org\n", ["Company - Person", "Email"]),
    ("Company,Email\nMarks - Spencer,a@x.org\nBeta,b@x.org\n", ["Company", "Email"]),
    # no header at all
    ("1,Ana,Ng,ana.ng@x.org,020 7946 0018\n2,Bo,Li,bo.li@x.org,020 7946 0019\n", [None, "First name", "Last name", "Email", "Phone"]),
    ("Ana Ng,Acme Ltd,ana@x.org,GB\nBo Li,Beta GmbH,bo@x.org,Germany\n", ["Full name", "Company", "Email", "Country"]),
    ("ana@x.org,New,Hot,blue\nbo@x.org,Contacted,Cold,red\n", ["Email", "Status", "Rating", "(Column 4)"]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COLUMNS)
def test_columns_become_fields(text: str, expected: list[str | None]) -> None:
    assert fields(mapped(table(text))) == expected


def test_the_preview_says_what_why_and_shows_three_values() -> None:
    text = "No.,Naem,Vorname,Mobil,Emial,Colour\n1,Ng,Ana,1,ana@x.org,red\n2,Li,Bo,,bo@x.org,\n3,Oz,Cy,2,cy@x.org,green\n4,Ek,Di,3,d@x.org,blue\n"
    assert mapped(table(text)) == (
        Mapped("No.", None, "left out", "it only counts the rows", samples=("1", "2", "3")),
        Mapped("Naem", "Naem", "own", "no column of ours goes by that name; it stays your own", own=True, samples=("Ng", "Li", "Oz")),
        Mapped("Vorname", "First name", "synonym", "is German for First name", samples=("Ana", "Bo", "Cy")),
        Mapped("Mobil", "Mobile", "synonym", "is German for Mobile", samples=("1", "2", "3")),
        Mapped("Emial", "Email", "values", "100% of its values are e-mail addresses", samples=("ana@x.org", "bo@x.org", "cy@x.org")),
        Mapped("Colour", "Colour", "own", "no column of ours goes by that name; it stays your own", own=True, samples=("red", "green", "blue")),
    )  # fmt: skip


WHY = (
    ("Email,Telephon\na@x.org,1\n", 1, "alike", "reads nearly like 'telephone', which is Phone"),
    (
        "Name,Phone\nAna Ng,a@x.org\n",
        1,
        "values",
        "is our own name for it, but 100% of its values are e-mail addresses",
    ),
    ("Email,Mail\na@x.org,b@x.org\n", 1, "synonym", "also means Email, which 'Email' has already"),
    (
        "Company,Firm,Email\nA,B,a@x.org\n",
        1,
        "own",
        "also means Company, which 'Company' has already; it stays your own",
    ),
    (
        "Date,Email\n1.2.26,a@x.org\n",
        0,
        "synonym",
        "is English for Date, and no other column says when the lead was created",
    ),
    ("Email,Colour\na@x.org,\n", 1, "own", "it is blank; it stays your own"),
)


@pytest.mark.parametrize(("text", "column", "how", "why"), WHY)
def test_a_decision_gives_its_reason(text: str, column: int, how: str, why: str) -> None:
    found = mapped(table(text))[column]
    assert (found.how, found.why) == (how, why)


TEXT = "Name,Mail,Who\nAna Ng,a@x.org,Bo\n"

# what the user says, what was saved, what becomes of it
SAID = (
    ({}, {}, ["Full name", "Email", "(Who)"]),
    ({"Who": "Owner"}, {}, ["Full name", "Email", "Owner"]),
    ({"who": "owner"}, {}, ["Full name", "Email", "Owner"]),
    ({"Who": "Zuständig"}, {}, ["Full name", "Email", "Owner"]),
    ({"Name": "Company"}, {}, ["Company", "Email", "(Who)"]),
    ({"Name": ""}, {}, ["(Name)", "Email", "(Who)"]),
    ({"Who": "Email"}, {}, ["Full name", "Second email", "Email"]),
    ({"Who": "Full name"}, {}, ["(Name)", "Email", "Full name"]),
    ({}, {"who": "Owner"}, ["Full name", "Email", "Owner"]),
    ({}, {"name": ""}, ["(Name)", "Email", "(Who)"]),
    ({"Who": "Source"}, {"who": "Owner"}, ["Full name", "Email", "Source"]),
)


@pytest.mark.parametrize(("maps", "saved", "expected"), SAID)
def test_the_user_is_heard_first_then_what_was_saved(
    maps: dict[str, str], saved: dict[str, str], expected: list[str]
) -> None:
    assert fields(mapped(table(TEXT), maps=maps, saved=saved)) == expected


def test_a_column_of_the_users_that_is_called_like_ours_keeps_apart() -> None:
    assert fields(mapped(table("Email,Company\na@x.org,Acme\n"), maps={"Company": "own"})) == ["Email", "(Company (2))"]


def test_a_field_we_do_not_have_is_refused() -> None:
    with pytest.raises(
        WrongUsage, match=r'--map "Who=Shoe": there is no column called .Shoe.\. Choose from: First name, Last'
    ):
        mapped(table(TEXT), maps={"Who": "Shoe"})


def test_a_table_without_anybody_in_it_is_refused() -> None:
    with pytest.raises(NoLeadColumns, match=r"list.csv: no column looks like a name, .* \(found 'Item', 'Price'\)"):
        mapped(table("Item,Price\nHammer,5\n"))


headers = st.sampled_from(["Email", "E-Mail", "Mail", "Name", "Vorname", "Phone", "Mobil", "Company", "Firm", "ID", "Date", "Created", "Notes", "Who", "No.", "Salutation"])  # fmt: skip
values = st.sampled_from(["a@x.org", "+44 20 7946 0018", "Ana Ng", "1", "2", "", "https://x.org", "2026-01-02"])


@given(st.lists(headers, min_size=2, max_size=7), st.data())
def test_no_two_columns_end_in_one_place(names: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.lists(values, min_size=len(names), max_size=len(names)), min_size=1, max_size=4))
    text = "\n".join(
        ",".join(row) for row in ([*names, "First name", "Last name"], *[[*row, "Zoe", "Ek"] for row in rows])
    )
    found = mapped(table(text))
    single = [column.field for column in found if column.field and (column.own or column.field not in REPEATABLE)]
    assert len(single) == len(set(single))
    assert {column.field for column in found if not column.own} <= {*LEADS.fields, *PSEUDO, None}
    assert not {column.field for column in found if column.own} & set(LEADS.fields)
