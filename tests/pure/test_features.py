"""docs/features.md says what the product does, row by row, and names tests that prove it."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FEATURES = ROOT / "docs" / "features.md"
# Of these each row names a test; the others say what is Odoo's, and what is not there.
WITHOUT_TESTS = {"Not built", "Left to Odoo"}

ROW = re.compile(r"\| (#\d+|B\d+) \| (.*) \|")
NAMED_TEST = re.compile(r"`(\w+)\.(test_\w+)`")
NUMBER = r"(?:#\d+|#?B\d+)\b"
# “(features.md #29, B1)”, “features.md #24-#31”, “(#54, B6)”, “by phone: #19”, or a text's beginning.
REFERENCE = re.compile(
    rf'(?:features\.md\s+(?:#\s+)?|[("“]|:\s+)({NUMBER}(?:(?:,\s+|-|\s+to\s+|\s+and\s+){NUMBER})*)'
)
# The terms of translations have comments with numbers of their own.
NOT_READ = {".git", "i18n", "i18n_extra"}


def read_rows(text):
    """The rows of the file.

    :returns: list of tuples of three str, section, number and the rest of the row
    """
    rows, section = [], None
    for line in text.splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif match := ROW.fullmatch(line):
            rows.append((section, *match.groups()))
    return rows


def find_tests(folder):
    """The tests below a folder, wherever they are: (class, method) to its file."""
    tests = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                for item in node.body:
                    if isinstance(item, ast.FunctionDef) and item.name.startswith("test"):
                        assert (node.name, item.name) not in tests, (path, node.name)
                        tests[node.name, item.name] = path
    return tests


def read_number_of(method):
    """The rows that a test is named after: 'test_80_and_81_both' gives #80 and #81."""
    numbers = []
    for word in method.split("_")[1:]:
        if word.isdecimal():
            numbers.append(f"#{int(word)}")
        elif re.fullmatch(r"b\d+", word):
            numbers.append(word.upper())
        elif word not in ("to", "and"):
            break
    return numbers


def find_references(text):
    """The numbers of rows that a text refers to.

    :returns: list of str; of a range its ends
    """
    return [
        number
        for match in REFERENCE.finditer(text)
        for number in re.findall(NUMBER, match.group(1))
    ]


@pytest.fixture(scope="module")
def rows():
    return read_rows(FEATURES.read_text())


@pytest.fixture(scope="module")
def tests():
    return find_tests(ROOT / "tests")


def test_a_number_is_one_row(rows):
    counts = Counter(number for _section, number, _text in rows)
    assert len(counts) > 150
    assert [number for number, count in counts.items() if count > 1] == []


def test_each_row_names_a_test(rows):
    without = [
        number
        for section, number, text in rows
        if section not in WITHOUT_TESTS and not NAMED_TEST.search(text)
    ]
    assert without == []


def test_each_named_test_is_there(tests):
    named = NAMED_TEST.findall(FEATURES.read_text())
    assert len(named) > 200
    assert [".".join(test) for test in named if test not in tests] == []


def test_a_row_with_tests_named_after_it_names_one_of_them(rows, tests):
    """So that tests of another row do not slip in when a row is edited."""
    after = {}
    for test in tests:
        for number in read_number_of(test[1]):
            after.setdefault(number, set()).add(test)
    wrong = [
        number
        for section, number, text in rows
        if number in after and not after[number].intersection(NAMED_TEST.findall(text))
    ]
    assert wrong == []


def test_tests_are_named_after_rows(rows, tests):
    known = {number for _section, number, _text in rows}
    assert [test for test in tests if set(read_number_of(test[1])) - known] == []


def test_each_number_that_is_referred_to_is_a_row(rows):
    known = {number for _section, number, _text in rows}
    unknown, found = [], Counter()
    for path in sorted(ROOT.rglob("*")):
        place = path.relative_to(ROOT)
        if place.parts[0] in NOT_READ or path == Path(__file__).resolve():
            continue
        if path.suffix in (".py", ".js", ".xml", ".md", ".txt") and path.is_file():
            numbers = find_references(path.read_text())
            found.update(numbers)
            unknown += [(str(place), number) for number in numbers if number not in known]
    assert unknown == []
    # Fewer, and it is this test that does not find them.
    assert sum(found.values()) > 300
    assert len(found) > 60


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ('"""A new day for activities (features.md #149)."""', ["#149"]),
        ("(features.md #24-#31, B2)", ["#24", "#31", "B2"]),
        ("known (features.md\n    #20, #40)", ["#20", "#40"]),
        ("(features.md #111 to #117)", ["#111", "#117"]),
        ("# known\n# (features.md\n# #5); in", ["#5"]),
        ("stops no other (#54, B6).", ["#54", "B6"]),
        ('"""#13, #55: not the team"""', ["#13", "#55"]),
        ('"""B8: customers"""', ["B8"]),
        ("goes on (#B6)", ["#B6"]),
        ("looks for them by phone as well: #19, #47.", ["#19", "#47"]),
        ('team.forecast_amount, 530, "#115: by their probability"', ["#115"]),
        ("a colour (#714B67), #12 on its own, and B12", []),
    ],
)
def test_references_are_recognised(text, numbers):
    assert find_references(text) == numbers


def test_the_rows_that_a_test_is_named_after():
    assert read_number_of("test_80_and_81_both_searches") == ["#80", "#81"]
    assert read_number_of("test_24_to_b1_three_records") == ["#24", "B1"]
    assert read_number_of("test_05_the_form_2_times") == ["#5"]
    assert read_number_of("test_what_was_completed") == []
