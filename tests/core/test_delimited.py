"""Delimited text: what goes out comes back, and what others wrote is read for what it is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.delimited import (
    MAX_CELL,
    Damaged,
    Delimited,
    Dialect,
    decoded,
    guarded,
    read_delimited,
    unguarded,
    write_delimited,
)
from leadsorted_sheets.errors import NotATable

GERMAN = "Name;Ort\r\nJürgen Müller;Köln\r\nBjörn Weiß;Düsseldorf\r\n"
POLISH = "Imię;Miasto\r\nMałgorzata Ząbek;Łódź\r\nPaweł Wójcik;Gdańsk\r\n"
CZECH = "Jméno;Město\r\nJiří Dvořák;Plzeň\r\nTomáš Procházka;Ústí\r\n"
FRENCH = "Prénom;Société\r\nHélène;Crédit Général\r\nFrançois;Hôtel du Château\r\n"
MIXED = (
    "Name;City\r\nJürgen Müller;Köln\r\nFrançois Lefèvre;Besançon\r\nJosé Muñoz;Málaga\r\nJoão Conceição;Brasília\r\n"
)
GREEK = "Όνομα;Πόλη\r\nΓιώργος Παπαδόπουλος;Αθήνα\r\nΜαρία Νικολάου;Θεσσαλονίκη\r\n" * 5

# text, as its bytes come, what it is read as
ENCODINGS = (
    (GERMAN, "utf-8", "utf-8"),
    (GERMAN, "utf-8-sig", "utf-8-sig"),
    (GERMAN, "utf-16", "utf-16"),
    (GERMAN, "utf-16-le", "utf-16-le"),
    (GERMAN, "utf-16-be", "utf-16-be"),
    (GERMAN, "utf-32", "utf-32"),
    (GERMAN, "utf-32-be", "utf-32-be"),
    (GERMAN, "cp1252", "cp1252"),
    (GERMAN, "latin-1", "cp1252"),
    (GERMAN, "mac_roman", "mac_roman"),
    (FRENCH, "cp1252", "cp1252"),
    (FRENCH, "mac_roman", "mac_roman"),
    (MIXED, "cp1252", "cp1252"),
    (MIXED, "mac_roman", "mac_roman"),
    (POLISH, "cp1250", "cp1250"),
    (CZECH, "cp1250", "cp1250"),
    (CZECH, "utf-8", "utf-8"),
    (GREEK, "utf-16", "utf-16"),
    ("Name\r\nIt’s – €5\r\n", "cp1252", "cp1252"),
    ("Name,City\r\n", "ascii", "utf-8"),
)


@pytest.mark.parametrize(("text", "stored_as", "read_as"), ENCODINGS)
def test_the_encoding_is_told_from_the_bytes(text: str, stored_as: str, read_as: str) -> None:
    found = decoded(text.encode(stored_as))
    assert (found.text, found.encoding, found.broken) == (text.replace("\r\n", "\n"), read_as, False)


def test_an_encoding_told_by_its_words_alone_is_said_aloud() -> None:
    assert decoded(GERMAN.encode("cp1252")).notes == (
        "Read as Windows-1252, going by its words; the file does not say. Check names with accents.",
    )


def test_a_script_that_no_western_encoding_writes_is_recognised() -> None:
    assert decoded(GREEK.encode("cp1253")).text == GREEK.replace("\r\n", "\n")


def test_an_encoding_can_be_named() -> None:
    assert decoded("Łódź".encode("cp1250"), encoding="cp1250").text == "Łódź"
    with pytest.raises(NotATable, match=r"no encoding is called 'klingon'. Name one such as utf-8"):
        decoded(b"a,b", encoding="klingon")


def read(text: str | bytes) -> Delimited:
    return read_delimited(text if isinstance(text, bytes) else text.encode())


# what is in the file, the delimiter, the rows
SPELLINGS = (
    ("a,b\n1,2\n", ",", [["a", "b"], ["1", "2"]]),
    ("a;b\n1,5;2\n", ";", [["a", "b"], ["1,5", "2"]]),
    ("a\tb\n1, x\t2\n", "\t", [["a", "b"], ["1, x", "2"]]),
    ("a|b\n1|2\n", "|", [["a", "b"], ["1", "2"]]),
    ("sep=;\na;b\n1,0;2,0\n", ";", [["a", "b"], ["1,0", "2,0"]]),
    ("SEP=\t\r\na\tb\r\n", "\t", [["a", "b"]]),
    ("a\nb\n", ",", [["a"], ["b"]]),
    ("a,b\r\n1,2\r3,4\n5,6", ",", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    ("\n\na,b\n\n\n1,2\n\n", ",", [["a", "b"], ["1", "2"]]),
    ("a,b,c\n1\n1,2,3,4\n,,\n", ",", [["a", "b", "c"], ["1"], ["1", "2", "3", "4"], ["", "", ""]]),
    ('"a","b"\n"1","x, y"\n', ",", [["a", "b"], ["1", "x, y"]]),
    ('a,"b, c",d\n"e",f,g\nh,i,"j"\n', ",", [["a", "b, c", "d"], ["e", "f", "g"], ["h", "i", "j"]]),
    ('a,"x ""y"" z"\n""\n', ",", [["a", 'x "y" z'], [""]]),
    ('a,"two\r\nlines"\nb,c\n', ",", [["a", "two\nlines"], ["b", "c"]]),
    ('a, "b"\n', ",", [["a", ' "b"']]),
    ('a,"b" \n', ",", [["a", "b"]]),
    ('"Bob" Smith,1\n5" pipe,2\n', ",", [['"Bob" Smith', "1"], ['5" pipe', "2"]]),
    ('"Smith, Bob" Jr.,1\n', ",", [['"Smith, Bob" Jr.', "1"]]),
    ('a,"he said \\"hi\\", ok"\n"c:\\\\temp",2\n', ",", [["a", 'he said "hi", ok'], ["c:\\temp", "2"]]),
    ('a,"ends in \\"\nb,c\n', ",", [["a", "ends in \\"], ["b", "c"]]),
    ("'a','b, c'\n'd','e'\n", ",", [["a", "b, c"], ["d", "e"]]),
    ("a,b\n'tis,O'Neil\n", ",", [["a", "b"], ["'tis", "O'Neil"]]),
    ("a,b\n'=1+1,'+44 20\n", ",", [["a", "b"], ["=1+1", "+44 20"]]),
    ("My leads, sorted by hand, by me\nname;email;phone\nAnn;a@x.de;1\nBob;b@x.de;2\n", ";",
     [["My leads, sorted by hand, by me"], ["name", "email", "phone"], ["Ann", "a@x.de", "1"], ["Bob", "b@x.de", "2"]]),
    ("", ",", []),
    ("\n\r\n", ",", []),
)  # fmt: skip


@pytest.mark.parametrize(("text", "delimiter", "rows"), SPELLINGS)
def test_rows_are_read_in_any_spelling(text: str, delimiter: str, rows: list[list[str]]) -> None:
    found = read(text)
    assert (found.dialect.delimiter, found.rows, found.damaged) == (delimiter, rows, ())


def test_each_row_knows_its_line_in_the_file() -> None:
    assert read('a,b\n\n"x\ny",2\nc,d\n').lines == [1, 3, 5]
    assert read("sep=,\na,b\n\n1,2\n").lines == [2, 4]


OPEN = "begins a quotation that is never closed. Close it, or take the quotation mark out."

UNCLOSED = (
    ('a,b\n"x,1\ny,2\n', [["a", "b"], ["y", "2"]], (Damaged(2, OPEN, ('"x', "1")),)),
    ('a,b\n"x,1\n"y",2\n"z",3\n', [["a", "b"], ["y", "2"], ["z", "3"]], (Damaged(2, OPEN, ('"x', "1")),)),
    ('a,b\ny,"2', [["a", "b"]], (Damaged(2, OPEN, ("y", '"2')),)),
)


@pytest.mark.parametrize(("text", "rows", "damaged"), UNCLOSED)
def test_a_quotation_that_never_closes_costs_its_own_line(
    text: str, rows: list[list[str]], damaged: tuple[Damaged, ...]
) -> None:
    found = read(text)
    assert (found.rows, found.damaged) == (rows, damaged)


def test_many_unclosed_quotations_take_no_longer_than_one() -> None:
    started = time.process_time()
    found = read('x,"y\n' + '","\n' * 200_000)
    assert (
        time.process_time() - started < 20
    )  # under 1 s on a quiet machine; reading on from each quotation takes hours
    assert len(found.rows) + len(found.damaged) > 100_000


@pytest.mark.parametrize("cell", ["x" * 10_000_000, '"' + "x\n" * 5_000_000 + '"', '"' + "x" * (MAX_CELL + 1) + '"'])
def test_a_cell_of_megabytes_costs_its_own_row(cell: str) -> None:
    found = read(f"a,b\n{cell},1\ny,2\n")
    assert found.rows == [["a", "b"], ["y", "2"]]
    assert [(row.line, row.reason[:40], row.cells[1]) for row in found.damaged] == [
        (2, "has a cell of more than 1,000,000 charac", "1")
    ]


def test_nuls_are_taken_out_and_counted() -> None:
    found = read(b"a,b\nx\0y,\0" + b"2\n")
    assert (found.rows, found.notes) == ([["a", "b"], ["xy", "2"]], ("2 NUL characters were taken out.",))


def test_a_line_with_bytes_that_are_not_text_is_kept_aside() -> None:
    text = "name,city\n" + "Jürgen,Köln\n" * 9
    found = read(text.encode() + "Zoë,Łódź\n".encode() + b"M\xfcller,Bonn\n")
    assert (len(found.rows), found.damaged) == (
        11,
        (
            Damaged(
                12,
                "holds bytes that are not utf-8 text. Save the file as UTF-8 and import it again.",
                ("Müller", "Bonn"),
            ),
        ),
    )


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x7fELF\x02\x01\x01" + b"\x00\x03\x05\xff" * 500])
def test_a_binary_file_is_no_table(data: bytes) -> None:
    with pytest.raises(NotATable, match=r"leads.csv: it is not text but a binary file. Give a CSV or .xlsx file"):
        read_delimited(data, "leads.csv")


GUARD = (
    ("=1+1", "'=1+1"),
    ("+1+1", "'+1+1"),
    ("-1+1", "'-1+1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    ("+44 20 7946 0018", "'+44 20 7946 0018"),
    ("+442079460018", "+442079460018"),
    ("-5", "-5"),
    ("-1,234.50", "-1,234.50"),
    ("--", "'--"),
    ("'=1", "''=1"),
    ("'tis", "'tis"),
    ("a=1", "a=1"),
    ("", ""),
)


@pytest.mark.parametrize(("text", "written"), GUARD)
def test_risky_text_is_guarded_and_comes_back(text: str, written: str) -> None:
    assert (guarded(text), unguarded(written)) == (written, text)


def test_rows_are_written_as_rfc_4180_has_them() -> None:
    rows = [["Name", "Note"], ["Ann, Bob", 'say "hi"'], ["=A1", "+442079460018"], ["", " x"], ["two\nlines", "a;b"]]
    assert write_delimited(rows, Dialect("utf-8")) == (
        b'Name,Note\r\n"Ann, Bob","say ""hi"""\r\n"\'=A1",+442079460018\r\n," x"\r\n"two\nlines","a;b"\r\n'
    )
    assert write_delimited([["=A1", "é"]], Dialect("cp1252", ";", guard=False)) == b'"=A1";\xe9\r\n'


def test_quotes_are_written_with_a_backslash_where_the_dialect_asks_for_it() -> None:
    rows = [['say "hi", Bob', "c:\\temp,"], ["a", "b"]]
    data = write_delimited(rows, Dialect("utf-8", backslash=True))
    assert data == b'"say \\"hi\\", Bob","c:\\\\temp,"\r\na,b\r\n'
    assert read_delimited(data).rows == rows


texts = st.text(
    st.one_of(
        st.sampled_from("\"',;|\t\n\\=+-@ a5\ufeff"),
        st.characters(blacklist_characters="\0\r", blacklist_categories=["Cs"]),
    ),
    max_size=12,
)
tables = st.lists(st.lists(texts, min_size=1, max_size=5), max_size=6)
dialects = st.builds(Dialect, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from([",", ";", "\t", "|"]))


@given(tables, dialects)
def test_what_is_written_is_read_again(rows: list[list[str]], dialect: Dialect) -> None:
    data = write_delimited(rows, dialect)
    assert read_delimited(data, delimiter=dialect.delimiter, encoding=dialect.encoding).rows == rows


@given(st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_is_written_is_read_again_by_a_reader_who_has_to_guess(rows: list[list[str]]) -> None:
    assert read_delimited(write_delimited(rows)).rows == rows


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    try:
        found = read_delimited(data)
    except NotATable:
        return
    assert len(found.rows) == len(found.lines)


def test_a_hundred_thousand_rows_are_split_in_well_under_a_second() -> None:
    line = "L-7K3QZ9M2XA,John,Smith,Acme Ltd,CEO,john.smith@example.com,+442079460018,Web,New,Ann,12,Hot,Call,2026-03-04\r\n"
    data = line.encode() * 100_000
    started = time.process_time()
    rows = read_delimited(data).rows
    assert (len(rows), len(rows[0])) == (100_000, 14)
    assert time.process_time() - started < 10  # about 0.3 s on a quiet machine; anything quadratic takes minutes
