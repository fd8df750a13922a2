"""One word for one thing: every translation is held beside docs/glossary.csv."""

import csv
import re
from pathlib import Path

import polib
import pytest

ADDON = Path(__file__).parents[2]
GLOSSARY = ADDON / "docs/glossary.csv"
FILES = ["i18n/fa.po", "i18n_extra/fa.po"]


def read_glossary():
    """:returns: list of dict: english, persian, never, where, elsewhere (see TRANSLATING.md)"""
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_problems(entries, rows):
    """Yield a sentence for each text that goes against a row."""
    for entry in entries:
        text = re.sub("<[^>]*>", " ", entry.msgstr)
        term = entry.msgid.strip(" :.…").lower()
        for row in rows:
            where = not row["where"] or re.search(row["where"], entry.msgid, re.IGNORECASE)
            wrong = where and re.search(row["never"], text)
            if wrong:
                yield f"{entry.msgid!r} says «{wrong[0]}»: {row['english']} is {row['persian']}"
            allowed = row["persian"].split("، ")
            if term in row["english"].split(", ") and text.strip(" :.…") not in allowed:
                yield f"{entry.msgid!r} is «{text}»: {row['english']} is {row['persian']}"


@pytest.mark.parametrize("name", FILES)
def test_every_entry_says_what_the_glossary_says(name):
    entries = polib.pofile(str(ADDON / name))
    assert len(entries) > 500
    problems = list(find_problems(entries, read_glossary()))
    assert not problems, "\n".join(problems)


def test_a_wrong_word_is_found():
    rows = read_glossary()
    wrong = {"Leads": "سرنخ ها", "Website": "تارنما", "Your leads": "سرنخ‌های شما در فهرست"}
    for msgid, msgstr in wrong.items():
        assert list(find_problems([polib.POEntry(msgid=msgid, msgstr=msgstr)], rows)), msgid
    right = polib.POEntry(msgid="Leads", msgstr="سرنخ‌ها")
    assert not list(find_problems([right], rows))


def test_the_glossary_can_be_read():
    rows = read_glossary()
    assert len(rows) > 50
    terms = [term for row in rows for term in row["english"].split(", ")]
    assert len(terms) == len({*terms})
    for row in rows:
        re.compile(row["never"])
        re.compile(row["where"])
        assert not any(re.search(row["never"], word) for word in row["persian"].split("، "))
