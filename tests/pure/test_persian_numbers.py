"""Of numbers as people type them on Persian and Arabic keyboards."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

# As a package, for the modules import their neighbours.
root = Path(__file__).resolve().parents[2]
if "pure_tools" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "pure_tools",
        root / "tools" / "__init__.py",
        submodule_search_locations=[str(root / "tools")],
    )
    sys.modules["pure_tools"] = importlib.util.module_from_spec(spec)
numbers = importlib.import_module("pure_tools.persian.numbers")

# The browser's parser reads the same file (static/tests/persian/numbers.test.js).
CASES = json.loads((root / "static" / "tests" / "persian" / "numbers_cases.json").read_text())
CURRENCIES = {"float": None, "integer": None, "monetary": numbers.CURRENCY_WORDS}


def read(kind, text):
    value = numbers.parse_number(text, currency_words=CURRENCIES[kind])
    if kind == "integer" and value is not None:
        return value if value.is_integer() and abs(value) < 2**31 else None
    return value


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    # Percentages and times are typed on screens alone.
    [(case["as"], case["text"], case["value"]) for case in CASES if case["as"] in CURRENCIES],
)
def test_both_parsers_read_the_same(kind, text, expected):
    assert read(kind, text) == expected


def test_the_cases_are_persian_and_of_every_kind():
    assert {case["as"] for case in CASES} >= {"integer", "percentage", "float_time", *CURRENCIES}
    assert all(numbers.is_persian_number(case["text"], True) for case in CASES)


@pytest.mark.parametrize(
    "text", ["1,000", "12abc", "5 USD", "-1.5", "", "1\u00a0000", "\u200e5", "−5"]
)
def test_latin_writing_is_left_to_odoo_where_nobody_works_in_persian(text):
    assert not numbers.is_persian_number(text)


def test_a_decimal_sign_is_written_as_the_language_does():
    assert numbers.rewrite_number("۱٬۲۳۴٫۵", decimal_point=",") == "1234,5"
    assert numbers.parse_number("۱.۲۳۴٫۵", ",", ".") == 1234.5
    assert numbers.parse_number("۱٬۲۳۴,۵", ",", ".") == 1234.5


def test_a_currency_of_the_site_is_read_and_another_is_not():
    assert numbers.parse_number("۵۰۰ تومان", currency_words={"تومان"}) == 500
    assert numbers.parse_number("۵۰۰ تومان", currency_words={"ریال"}) is None


def test_a_currency_may_be_the_end_of_another():
    # The order of a set of them is another in each process.
    for words in (["$", "R$"], ["R$", "$"], ["r$", "$"]):
        folded = [numbers.fold_currency(word) for word in words]
        assert numbers.parse_number("۵۰ R$", currency_words=folded) == 50
        assert numbers.parse_number("R$ ۵۰", currency_words=folded) == 50


@given(st.integers(-(10**12), 10**12))
def test_every_whole_number_is_read_as_iranians_write_it(number):
    persian = f"{number:,}".translate(str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬"))
    assert numbers.parse_number(persian) == number
    assert numbers.parse_number(persian.replace("٬", "\u202f")) == number


@given(st.text(alphabet="۰۱۲3٬٫،.,-−/٪ \u200f\u00a0ریالa", max_size=8))
def test_no_text_without_a_digit_becomes_a_number(text):
    value = numbers.parse_number(text, currency_words=numbers.CURRENCY_WORDS)
    if not any(character in "۰۱۲3" for character in text):
        assert value is None
