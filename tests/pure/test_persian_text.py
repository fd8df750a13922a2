"""Of the keys of names: one name is one key, however it was typed."""

import importlib.util
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

path = Path(__file__).resolve().parents[2] / "tools" / "persian_text.py"
spec = importlib.util.spec_from_file_location("pure_persian_text", path)
persian_text = importlib.util.module_from_spec(spec)
spec.loader.exec_module(persian_text)
fold, person_key, company_key = (
    persian_text.fold,
    persian_text.person_key,
    persian_text.company_key,
)

FUNCTIONS = (fold, person_key, company_key)
HALF_SPACE = "\u200c"
SPELLINGS = {
    "ی": "یيىئ",
    "ک": "کكڪ",
    "ا": "اآأإٱ",
    "ه": "هةەۀ",
    "و": "وؤ",
    **{str(digit): f"{digit}{'۰۱۲۳۴۵۶۷۸۹'[digit]}{'٠١٢٣٤٥٦٧٨٩'[digit]}" for digit in range(10)},
}
TITLES = ["", "آقای ", "آقای‌", "خانم ", "جناب آقای دکتر ", "سرکار خانم ", "مهندس ", "Mr. ", "Dr "]
COMPANY_PREFIXES = ["", "شرکت ", "شركت‌", "گروه صنعتی ", "شرکت بازرگانی ", "هلدینگ ", "موسسه "]
COMPANY_SUFFIXES = ["", " (سهامی خاص)", " سهامي عام", " با مسئولیت محدود", " Co., Ltd.", " LLC"]
# Words of the names themselves: none of them is a title, a legal form or a trade word.
WORDS = ["علی", "رضا", "محمدی", "کیان", "مهرگان", "آرمان", "هادی", "نوآوران", "ایده", "کاوه"]

# Plain st.text() hardly ever meets these together.
any_text = st.one_of(
    st.text(),
    st.text(st.characters(categories=["Cs", "Cf", "Cc", "Mn", "Me", "Lm", "Lo", "Nd", "Zs"])),
    st.lists(
        st.sampled_from([*WORDS, *TITLES, *COMPANY_PREFIXES, *COMPANY_SUFFIXES, "و", HALF_SPACE])
    ).map("".join),
)


@st.composite
def spelling(draw, name):
    """Draw one way in which `name`, a list of words, is typed."""
    separators = [draw(st.sampled_from([" ", "", HALF_SPACE, "  ", "\u00a0"])) for _word in name]
    typed = "".join(word + separator for word, separator in zip(name, separators, strict=True))
    letters = []
    for letter in typed:
        letters.append(draw(st.sampled_from(SPELLINGS.get(letter, letter))))
        letters.append(draw(st.sampled_from(["", "", "", "", "ـ", "\u064e", "\u200f"])))
    return "".join(letters).strip()


names = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4)


@settings(max_examples=150, deadline=None)
@given(any_text)
def test_a_key_of_a_key_is_the_key(text):
    for function in FUNCTIONS:
        assert function(function(text)) == function(text)
        assert isinstance(function(text), str)


def test_every_character_folds_once_for_all():
    # Every block with letters, the planes with only ideographs and private use aside.
    for code_point in (*range(0x20000), *range(0xE0000, 0xE0200)):
        folded = fold("a" + chr(code_point) + "b")
        assert fold(folded) == folded, hex(code_point)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    "text", [None, False, True, 7, b"x", [], "", " ", "\0", "\ud800", HALF_SPACE]
)
def test_nothing_has_no_key(function, text):
    assert function(text) == ""


@settings(max_examples=100, deadline=None)
@given(names.flatmap(lambda name: st.tuples(st.just(name), spelling(name), spelling(name))))
def test_spellings_of_a_name_have_one_key(drawn):
    name, first, second = drawn
    for function in (person_key, company_key):
        assert function(first) == function(second) == function("".join(name))


@settings(max_examples=100, deadline=None)
@given(
    names,
    st.sampled_from(TITLES),
    st.sampled_from(COMPANY_PREFIXES),
    st.sampled_from(COMPANY_SUFFIXES),
)
def test_what_says_nothing_changes_no_key(name, title, prefix, suffix):
    typed = " ".join(name)
    assert person_key(title + typed) == person_key(typed) != ""
    assert company_key(prefix + typed + suffix) == company_key(typed) != ""


@settings(max_examples=100, deadline=None)
@given(names, names)
def test_different_names_have_different_keys(name, other):
    for function in (person_key, company_key):
        same = "".join(name) == "".join(other)
        assert (function(" ".join(name)) == function(" ".join(other))) == same


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  كتابي\u200cها،  ٱلف ", "کتابیها الف"),
        ("۱۲٣４", "1234"),
        ("مـحـمّـد", "محمد"),
        ("مؤسسة رضائی", "موسسه رضایی"),
        ("José STRAßE", "jose strasse"),
        ("O'Brien-Smith", "o brien smith"),
        ("ﻋﻠﯽ", "علی"),
        ("🌹 علی 🌹", "علی"),
        ("a\ud800b\0c", "a b c"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("جناب آقای دکتر علی‌رضا احمدی", "علیرضااحمدی"),
        ("سركار خانم مهندس زهرا اکبري", "زهرااکبری"),
        ("خانم‌محمدی", "محمدی"),
        ("خان محمدی", "خانمحمدی"),
        ("آقا محمدی", "اقامحمدی"),
        ("Mr. Ali  AHMADI", "aliahmadi"),
        ("Ahmadi, Dr.", "ahmadi"),
        ("دکتر", ""),
        ("مهن دس", ""),
        ("آقای مهندس", ""),
        ("علی", "علی"),
        ("دو", ""),
        ("1234567", ""),
        ("میرزا آقا", "میرزااقا"),
    ],
)
def test_person_key(text, key):
    assert person_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("شرکت بازرگانی پارس (سهامی خاص)", "پارس"),
        ("گروه صنعتي پارس", "پارس"),
        ("شرکت تولیدی و صنعتی پارس", "پارس"),
        ("پارس با مسئوليت محدود", "پارس"),
        ("مؤسسه پارس", "پارس"),
        ("Pars Trading Co., Ltd.", "pars"),
        ("Smith & Co", "smith"),
        ("Smith and Co", "smith"),
        ("Pars L.L.C.", "pars"),
        ("گروه", "گروه"),
        ("شرکت گروه (سهامی خاص)", "گروه"),
        ("شرکت", "شرکت"),
        ("شرکت سهامی خاص", "شرکتسهامیخاص"),
        ("پارس گروه نو", "پارسگروهنو"),
        ("و", "و"),
        ("و گروه", "وگروه"),
        ("...", ""),
    ],
)
def test_company_key(text, key):
    assert company_key(text) == key


def test_a_folded_text_has_no_marks_and_no_format_characters():
    text = fold("".join(map(chr, range(0x3000))))
    assert not {unicodedata.category(letter) for letter in text} & {"Mn", "Me", "Cf", "Cc", "Po"}
    assert all(digit in "0123456789" for digit in text if unicodedata.category(digit) == "Nd")
