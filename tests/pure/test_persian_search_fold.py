"""Of the fold that every search goes through: Persian spellings are alike, and nothing else changes."""

import importlib.util
import json
import sys
import unicodedata
from hashlib import sha256
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
search_fold = importlib.import_module("pure_tools.persian.search_fold")
search_sql = importlib.import_module("pure_tools.persian.search_sql")
fold = importlib.import_module("pure_tools.persian_text").fold

# The browser's fold reads the same file (static/tests/persian/search.test.js).
CASES = json.loads((root / "static" / "tests" / "persian" / "fold_cases.json").read_text())
ARABIC = [
    chr(code_point)
    for first, last in search_fold.BLOCKS
    for code_point in range(first, last + 1)
    if unicodedata.category(chr(code_point)) != "Cn"
]
persian_text = st.text(st.one_of(st.sampled_from(ARABIC), st.sampled_from("\u200c\u200f aé%_\\")))


def test_the_browser_reads_what_the_table_says():
    becomes = {
        character: folded
        for folded, characters in CASES["becomes"].items()
        for character in characters
    }
    assert becomes == {chr(code_point): text for code_point, text in search_fold.TABLE.items()}


@pytest.mark.parametrize(("text", "folded"), CASES["texts"].items())
def test_texts_of_the_browser(text, folded):
    assert search_fold.search_fold(text) == folded


def test_letters_become_what_they_become_in_names():
    """One table: what two names have in common, two searches have."""
    for character in ARABIC:
        category = unicodedata.category(character)
        if category[0] in "LMN" or category == "Cf":
            assert search_fold.search_fold(character).strip() == fold(character), ascii(character)


def test_all_diacritics_and_signs_that_are_not_seen_go():
    kept = [
        ascii(character)
        for character in ARABIC
        if unicodedata.category(character) in ("Mn", "Cf") and search_fold.search_fold(character)
    ]
    assert not kept


def test_punctuation_and_symbols_stay():
    for character in "،؛؟٪٫٬۔﴾﴿﷽؋":
        assert search_fold.search_fold(character) == character


def test_other_scripts_stay():
    text = "".join(map(chr, [*range(0x600), *range(0x900, 0x200B), *range(0x2070, 0xD800)]))
    assert search_fold.search_fold(text) == text


@given(st.one_of(st.text(), persian_text))
def test_folding_again_changes_nothing(text):
    folded = search_fold.search_fold(text)
    assert search_fold.search_fold(folded) == folded


@given(persian_text, persian_text)
def test_a_part_of_a_text_is_a_part_of_what_it_becomes(one, two):
    folded = search_fold.search_fold
    assert folded(one + two) == folded(one) + folded(two)


def test_the_version_is_raised_where_the_functions_return_something_else():
    """Indexes stand on what they return; an upgrade builds them anew only for another version."""
    digest = sha256(repr(sorted(search_fold.TABLE.items())).encode()).hexdigest()[:12]
    assert (search_sql.VERSION, digest) == (1, "c0a105787fcb")
