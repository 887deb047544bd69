"""Numbers are read by the evidence of their column, and a currency is never lost in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.normalise.numbers import (
    WHY_COLUMN,
    WHY_LOWER_END,
    WHY_NUMBER,
    WHY_PERCENT,
    currency_of,
    read_column,
    read_currency,
)
from leadsorted_sheets.core.normalise.verdict import Verdict


# fmt: off
@pytest.mark.parametrize(("typed", "number"), [
    ("1200", 1200), ("1.200,50", 1200.5), ("1,200.50", 1200.5), ("1 200,50", 1200.5), ("1'200.50", 1200.5), ("1.234.567", 1234567), ("1,234,567", 1234567),
    ("12,34,567", 1234567), ("12,5", 12.5), ("0.5", 0.5), ("0,500", 0.5), (".5", 0.5), ("-5", -5), ("(500)", -500), ("€ 1.200,50", 1200.5), ("1.200,50 €", 1200.5),
    ("EUR 1200", 1200), ("1200EUR", 1200), ("€ -5", -5), ("€5,-", 5), ("12k", 12000), ("1.5m", 1500000), ("1,5 Mio. €", 1500000), ("2bn", 2 * 10**9), ("1234.567", 1234.567),
])
def test_a_number_of_one_reading_needs_no_evidence(typed, number):
    assert read_column([]).read(typed) == Verdict(number, WHY_NUMBER)


@pytest.mark.parametrize(("column", "typed", "number"), [
    (["1,5"], "1.234", 1234), (["1.5"], "1.234", 1.234), (["1.200,50"], "€ 1.234", 1234), (["1,200.50"], "1,234", 1234), (["1.234.567"], "1.234", 1234),
])
def test_a_number_of_two_readings_is_read_by_its_column(column, typed, number):
    assert read_column(column).read(typed) == Verdict(number, WHY_COLUMN)


@pytest.mark.parametrize(("column", "why_not"), [([], "nothing else in the column shows which"), (["1,5", "1.5"], "the rest of the column shows both"), (["7"], "nothing else in the column shows which")])
def test_without_evidence_a_person_decides(column, why_not):
    verdict = read_column(column).read("1.234")
    assert (verdict.value, verdict.doubt.severity) == ("1.234", "review")
    assert verdict.doubt.message == f'"1.234" is 1.234 or 1234, and {why_not}. Left as it is until you decide.'


@pytest.mark.parametrize(("typed", "message"), [
    ("much", '"much" is not a number. Left as it is.'), ("1.2.3", '"1.2.3" is not a number. Left as it is.'), ("-", '"-" is not a number. Left as it is.'), ("10-20", '"10-20" is not a number. Left as it is.'),
    (True, '"yes" is not a number. Left as it is.'), ("$5", '"$5" is not in EUR. Left as it is.'), ("5 USD", '"5 USD" is not in EUR. Left as it is.'),
])
def test_what_is_no_number_of_this_column_is_kept_and_flagged(typed, message):
    verdict = read_column([], currency="EUR").read(typed)
    assert (verdict.value, verdict.doubt.severity, verdict.doubt.message) == (typed, "warning", message)


@pytest.mark.parametrize(("typed", "number", "why"), [
    ("11-50", 11, WHY_LOWER_END), ("1,001-5,000", 1001, WHY_LOWER_END), ("1.001–5.000", 1001, WHY_LOWER_END), ("51 to 200", 51, WHY_LOWER_END), ("500+", 500, WHY_LOWER_END),
    ("10,000+", 10000, WHY_LOWER_END), ("5k+", 5000, WHY_LOWER_END), ("200 employees", 200, WHY_LOWER_END), ("200", 200, WHY_NUMBER),
])
def test_a_range_of_employees_means_its_lower_end(typed, number, why):
    assert read_column([], ranges=True).read(typed) == Verdict(number, why)


@pytest.mark.parametrize(("typed", "part"), [("50%", 0.5), ("50 %", 0.5), ("50", 0.5), (50, 0.5), ("12,5%", 0.125)])
def test_a_percentage_is_a_part_of_one(typed, part):
    assert read_column([], percent=True).read(typed) == Verdict(part, WHY_PERCENT)


@pytest.mark.parametrize("typed", [0, 0.5, 1])
def test_a_part_of_one_stays(typed):
    assert read_column([], percent=True).read(typed) is None


@pytest.mark.parametrize(("text", "code"), [("€5", "EUR"), ("5 zł", "PLN"), ("CHF 5", "CHF"), ("US$ 5", "USD"), ("$5", ""), ("5", ""), ("five", "")])
def test_a_currency_is_known_by_its_sign_where_only_one_has_it(text, code):
    assert currency_of(text) == code


@pytest.mark.parametrize(("typed", "code"), [("eur", "EUR"), ("€", "EUR"), ("zł", "PLN"), ("GBP", None), ("gold", None)])
def test_a_currency_is_written_as_its_code(typed, code):
    verdict = read_currency(typed)
    assert (verdict.value if verdict else typed) == (code or typed)
    assert (verdict is not None and verdict.doubt is not None) == (typed == "gold")
# fmt: on


def test_a_column_of_several_currencies_keeps_their_signs():
    column = read_column(["€5", "$7", "9"])
    assert column.read("€5").doubt.message == '"€5" stands among other currencies. Left as it is.'
    assert column.read("9") == Verdict(9, WHY_NUMBER)
    assert read_column(["$5", "5 USD"]).read("$5") == Verdict(5, WHY_NUMBER)


@given(
    st.lists(
        st.one_of(
            st.from_regex(r"[€$(-]?[0-9]{1,3}([.,' ][0-9]{1,3}){0,2}[k)€%]?", fullmatch=True), st.integers(0, 999)
        ),
        max_size=8,
    ),
    st.booleans(),
)
def test_reading_a_column_again_reads_nothing_new(cells, ranges):
    after = _read(cells, ranges)
    assert _read(after, ranges) == after


def _read(cells, ranges):
    reader = read_column(cells, ranges=ranges)
    return [verdict.value if (verdict := reader.read(cell)) else cell for cell in cells]
