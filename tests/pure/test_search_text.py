"""Of the text in which a record is searched, and of what a search looks for in it."""

import importlib.util
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
module = importlib.import_module("pure_tools.search_text")
search_text, search_terms = module.search_text, module.search_terms
fold = importlib.import_module("pure_tools.persian_text").fold

TEXT = search_text(
    names=["علي‌رضا كريمي", "پارس تجارت, علي‌رضا كريمي", "سفارش 1404/12/01"],
    texts=["Ali.R@Pars-Co.example.com", "C-102"],
    phones=["۰۹۱۲ ۷۷۷ ۰۰۰۱", "021-88776655 داخلی 12"],
    region="IR",
)


def is_found(typed, text=TEXT):
    return all(any(spelling in text for spelling in term) for term in search_terms(typed))


@pytest.mark.parametrize(
    "typed",
    [
        *("علی رضا", "علی‌رضا", "علیرضا", "عليرضا كريمي", "عَلی رضا کریمی", "علـــی", "رضا علی"),
        *("کریمی تجارت", "پارس‌تجارت", "پارستجارت علیرضا", "تجارت، علی"),
        *(
            "ali.r@pars-co.example.com",
            "ALI.R@PARS",
            "@pars-co.example",
            "ali pars",
            "c-102",
            "102",
            "c102",
        ),
        *("09127770001", "0912 777 0001", "0912-777-0001", "۰۹۱۲۷۷۷۰۰۰۱", "٠٩١٢ ٧٧٧ ٠٠٠١"),
        *("+98 912 777 0001", "+989127770001", "0098 912 777 0001", "989127770001", "9127770001"),
        *(
            "+98 (0) 912 777 0001",
            "+98 (0)9127770001",
            "۷۷۷ ۰۰۰۱",
            "777 0001",
            "7770001",
            "0912777",
        ),
        *("98912777", "+98912777", "0098912", "کریمی 0912 777 0001", "0912 777 0001 کریمی"),
        *("021 88776655", "88776655", "+98 21 8877 6655", "02188776655 داخلی 12", "88776655 12"),
        *("1404/12/01", "۱۴۰۴ ۱۲ ۰۱"),
    ],
)
def test_every_spelling_is_found(typed):
    assert search_terms(typed)
    assert is_found(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("کریمیان", "علی رضایی", "پارس صنعت", "ali@pars-co.example.com"),
        *("0912 777 0002", "0912 778 0001", "777 0912 0001", "0001 777", "+1 912 777 0001"),
    ],
)
def test_what_is_not_there_is_not_found(typed):
    assert not is_found(typed)


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "\\", "، ؟", "\u200c", "@", "🙂"])
def test_a_text_without_letters_looks_for_nothing(typed):
    assert search_terms(typed) == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [("10200 20", ["کابل 20 متری 10200"]), ("۱۴۰۴ ۱۴۰۵", ["قرارداد 1405", "پیش‌نویس 1404"])],
)
def test_two_short_numbers_are_two(typed, names):
    assert is_found(typed, search_text(names=names))


@pytest.mark.parametrize(
    "typed",
    [
        *("0912 777", "021 8877", "+98 91277", "(+98) 91277", "88 77 66 55", "8877 66 55"),
        *("912 777 0001", "98765 43210"),
    ],
)
def test_what_can_be_nothing_but_a_phone_is_one_number(typed):
    assert len(search_terms(typed)) == 1


def test_groups_of_a_number_are_one_number():
    text = search_text(names=["بلوک 0001"], phones=["09123335555", "0777 123"])
    assert not is_found("0912 777 0001", text)
    assert is_found("0912 333 5555", text)


def test_a_line_that_another_one_has_in_it_is_left_out():
    lines = search_text(names=["پارس", "پارس تجارت"], others=["پارس\nc102"]).split("\n")
    assert sorted(lines) == sorted(["پارستجارت", "c102"])


def test_a_foreign_number_is_found_as_it_is_dialled():
    text = search_text(phones=["+1 201 555 0123", "+44 20 7946 0123"], region="IR")
    for typed in ("2015550123", "0012015550123", "020 7946 0123", "+44 20 7946 0123"):
        assert is_found(typed, text)


def test_what_is_no_number_is_found_by_its_digits():
    assert is_found("1234", search_text(phones=["12-34"]))


@given(st.lists(st.text(max_size=20), max_size=4), st.data())
def test_a_part_of_a_name_is_found_in_it(names, data):
    """Whatever Odoo finds, as a part of one name, is found here."""
    text = search_text(names=names)
    for name in names:
        start = data.draw(st.integers(0, len(name)))
        part = name[start : data.draw(st.integers(start, len(name)))]
        # A part of a character that folds to nothing by itself is a part of no word.
        if fold(part) and fold(part) in fold(name):
            assert is_found(part, text)


@given(st.text(), st.text(), st.one_of(st.none(), st.text(max_size=3)))
def test_nothing_raises_and_terms_are_safe_in_a_pattern(typed, phone, region):
    search_text([typed, None, False, 3], [phone], [phone, None], region, [typed, None])
    for term in search_terms(typed):
        for spelling in term:
            assert spelling
            assert not {*"%_\\\n"} & {*spelling}
