"""Of foreign runs in a Persian text."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

root = Path(__file__).resolve().parents[2]
if "pure_tools" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "pure_tools",
        root / "tools" / "__init__.py",
        submodule_search_locations=[str(root / "tools")],
    )
    sys.modules["pure_tools"] = importlib.util.module_from_spec(spec)
isolate = importlib.import_module("pure_tools.persian.isolate")

# The browser marks the same (static/tests/persian/foreign_runs.test.js).
CASES = json.loads((root / "static" / "tests" / "persian" / "isolate_cases.json").read_text())


def bare(text):
    """Return a text without our marks."""
    return text.replace(isolate.LRI, "").replace(isolate.PDI, "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_cases(case):
    assert isolate.isolate_foreign(case["text"]) == case["shown"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A number may follow, which a Latin word would pull to its other side.
        ("Azure Interior", "⟦Azure Interior⟧"),
        ("به info@acme.com، 0912", "به ⟦info@acme.com⟧، 0912"),
        ("نام (Azure Interior)", "نام (⟦Azure Interior⟧)"),
        ("021 88776655 و 0912 000 5678", "⟦021 88776655⟧ و ⟦0912 000 5678⟧"),
        # What is Persian, or a date, is in order by itself.
        ("سرنخ آزمون", "سرنخ آزمون"),
        ("4 آذر 1405، 1405/09/04", "4 آذر 1405، 1405/09/04"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_in_a_sentence(text, told):
    marked = isolate.isolate_foreign(text, in_sentence=True)
    assert marked == told.replace("⟦", isolate.LRI).replace("⟧", isolate.PDI)


@given(
    st.text(alphabet="ab1۲ -()[]+.,/:«»،\nسک\u200c", max_size=30),
    st.booleans(),
)
def test_nothing_but_marks_is_added_and_they_are_paired(text, in_sentence):
    marked = isolate.isolate_foreign(text, in_sentence)
    assert bare(marked) == text
    for line in marked.split("\n"):
        marks = [character for character in line if character in (isolate.LRI, isolate.PDI)]
        assert marks == [isolate.LRI, isolate.PDI] * (len(marks) // 2)
    assert isolate.isolate_foreign(marked, in_sentence) == marked or isolate.LRI not in marked
