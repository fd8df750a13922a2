"""The provinces of Iran, and what other lists call them."""

import importlib.util
import sys
from pathlib import Path

import polib
import pytest

# As a package, for the modules import their neighbours.
root = Path(__file__).resolve().parents[2]
if "pure_tools" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "pure_tools",
        root / "tools" / "__init__.py",
        submodule_search_locations=[str(root / "tools")],
    )
    sys.modules["pure_tools"] = importlib.util.module_from_spec(spec)
provinces = importlib.import_module("pure_tools.persian.provinces")
PROVINCES, find_province = provinces.PROVINCES, provinces.find_province


def test_there_are_31_and_each_is_called_its_own_name():
    assert sorted(PROVINCES) == [f"{number:02}" for number in range(31)]
    for number, names in PROVINCES.items():
        assert [find_province(name) for name in names] == [number] * 2


@pytest.mark.parametrize(
    ("spelling", "number"),
    [
        ("استان اذربايجان شرقي", "03"),
        ("استان چهارمحال  بختياري", "14"),
        ("استان کهکيلويه  وبويراحمد", "17"),
        ("استان سيستان وبلوچستان", "11"),
        ("خراسان‌رضوی", "09"),
        ("TEHRAN PROVINCE", "23"),
        ("Province of Sistan & Baluchestan", "11"),
        ("کشورها", None),
        ("", None),
        (None, None),
    ],
)
def test_other_lists_spell_them_otherwise(spelling, number):
    assert find_province(spelling) == number


def test_the_translation_says_the_same():
    entries = {entry.msgid: entry.msgstr for entry in polib.pofile(str(root / "i18n/fa.po"))}
    for english, persian in PROVINCES.values():
        assert entries[english] == persian
