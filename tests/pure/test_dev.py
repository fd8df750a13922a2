"""`./dev`: what it says of a translation, and the clock of --at."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from devtools.addon import ROOT
from devtools.cli import parse
from devtools.clock import ensure_wall_clock
from devtools.translations import extra_problems, merge_translations, po_problems

POT = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#. module: crm_lead_qualification
#: code:addons/crm_lead_qualification/models/crm_lead.py:0
msgid "%(lead)s is lost."
msgstr ""

#. module: crm_lead_qualification
#: code:addons/crm_lead_qualification/models/crm_lead.py:0
msgid "Open the leads"
msgstr ""
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "fresh.pot").write_text(POT)
    i18n = tmp_path / "i18n"
    i18n.mkdir()
    merge_translations(i18n, tmp_path / "fresh.pot", check=False)
    return i18n


def check(folder, translations=None, check=True):
    file = folder / "fa.po"
    text = file.read_text()
    for term, translation in (translations or {}).items():
        text = text.replace(f'msgid "{term}"\nmsgstr ""', f'msgid "{term}"\nmsgstr "{translation}"')
    file.write_text(text)
    return merge_translations(folder, folder.parent / "fresh.pot", check=check)


COMPLETE = {"%(lead)s is lost.": "«%(lead)s» باخته است.", "Open the leads": "باز کردن سرنخ‌ها"}


def test_a_complete_translation_has_no_problem(folder):
    assert check(folder, COMPLETE) == []


def test_an_untranslated_term_is_a_problem(folder):
    (problem,) = check(folder, {"Open the leads": "باز کردن سرنخ‌ها"})
    assert problem.startswith("untranslated") and "is lost" in problem


def test_a_placeholder_that_is_translated_too_is_a_problem(folder):
    (problem,) = check(folder, {**COMPLETE, "%(lead)s is lost.": "«%(سرنخ)s» باخته است."})
    assert problem.startswith("other placeholders")


def test_arabic_letters_in_persian_are_a_problem(folder):
    (problem,) = check(folder, {**COMPLETE, "Open the leads": "بازکردن سرنخ‌هاي"})
    assert problem.startswith("Arabic")


def test_a_term_that_is_gone_is_stale_until_merged(folder):
    check(folder, COMPLETE)
    pot = folder.parent / "fresh.pot"
    pot.write_text(POT.replace("Open the leads", "Open its leads"))
    problems = check(folder)
    assert "stale: 'Open the leads'" in problems
    assert any("not up to date" in problem for problem in problems)
    assert check(folder, check=False) == ["untranslated: 'Open its leads'"]
    assert check(folder, {"Open its leads": "باز کردن سرنخ‌ها"}) == []


def test_a_check_writes_nothing(folder):
    (folder.parent / "fresh.pot").write_text(POT.replace("lost", "won"))
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert check(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


EXTRA = """
msgid ""
msgstr ""
"Project-Id-Version: crm_lead_qualification 19.0\\n"
"PO-Revision-Date: 2026-01-01 12:00+0000\\n"
"Last-Translator: Someone\\n"
"Language-Team: Persian\\n"
"Language: fa\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

#. module: web
#: code:addons/web/static/src/webclient/navbar/navbar.xml:0
msgid "Home Menu"
msgstr "منوی اصلی"
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("", "", None),
        ("Language: fa", "Language: ar", "the header must say Language: fa"),
        ("nplurals=2", "nplurals=1", "the header must say Plural-Forms"),
        ("#: code", "#, fuzzy\n#: code", "fuzzy"),
        ('msgid "Home', '#~ msgid "Old"\n#~ msgstr "کهنه"\n\nmsgid "Home', "obsolete"),
        ("#. module", EXTRA[EXTRA.index("#. module") :] + "\n#. module", "twice"),
        ("منوی اصلی", "منوی اصلی\\n", "a line break"),
        ("منوی اصلی", "", "untranslated"),
        ("منوی اصلی", "Home Menu", "still English"),
        ("#. module: web\n", "", "#. module"),
        ("#: code:addons/web/static/src/webclient/navbar/navbar.xml:0\n", "", "where it stands"),
        ("addons/web/", "addons/crm_lead_qualification/", "belongs into i18n/fa.po"),
    ],
)
def test_what_a_file_of_other_modules_terms_must_be(tmp_path, old, new, problem):
    file = tmp_path / "fa.po"
    file.write_text(EXTRA.replace(old, new, 1) if old else EXTRA)
    found = [*po_problems(file), *extra_problems(file)]
    if problem:
        assert any(problem in text for text in found), found
    else:
        assert found == []


@pytest.mark.parametrize(("text", "second"), [("2027-03-20T21:00", 0), ("2027-03-20T21:00:07", 7)])
def test_at_takes_a_time_in_utc(text, second):
    options = parse(["test", "--at", text, "-k", "x"])
    assert options.at == datetime(2027, 3, 20, 21, 0, second, tzinfo=UTC)
    assert options.rest == ["-k", "x"]


@pytest.mark.parametrize("text", ["21:00", "2027-02-30T21:00", "2027-03-20 21:00", "tomorrow"])
def test_at_refuses_what_is_no_time(text, capsys):
    with pytest.raises(SystemExit):
        parse(["test", "--at", text])
    assert "write it as 2027-03-20T21:00, in UTC" in capsys.readouterr().err


# What the clock of --at must leave alone: sleeping, waiting, the dates of files.
CLOCK = """
import os, sys, tempfile, threading, time
before, ticks = time.time(), time.monotonic()
time.sleep(0.2)
threading.Event().wait(0.2)
threading.Condition().acquire(timeout=0.2)
slept = time.monotonic() - ticks
with tempfile.NamedTemporaryFile() as file:
    written = os.stat(file.name).st_mtime
print(before, time.time() - before, slept, ticks, written)
"""


def test_the_shifted_clock_goes_on_and_nothing_else_is_shifted():
    offset = 10 * 365 * 86400
    env = {**os.environ, "LD_PRELOAD": str(ensure_wall_clock())}
    now, ticks = datetime.now(UTC).timestamp(), time.monotonic()
    for back in (offset, -offset):
        text = subprocess.check_output(  # noqa: S603
            [sys.executable, "-c", CLOCK],
            env={**env, "WALL_CLOCK_OFFSET": str(back)},
            text=True,
        )
        shifted, passed, slept, shifted_ticks, written = map(float, text.split())
        assert abs(shifted - now - back) < 60
        assert 0.4 < passed < 5
        assert 0.4 < slept < 5
        assert abs(shifted_ticks - ticks) < 60
        assert abs(written - now) < 60


def test_the_stopped_clock_stands_still_and_nothing_else_does():
    stopped = 1_800_000_000
    env = {**os.environ, "LD_PRELOAD": str(ensure_wall_clock())}
    text = subprocess.check_output(  # noqa: S603
        [sys.executable, "-c", CLOCK],
        env={**env, "WALL_CLOCK_STOPPED": str(stopped)},
        text=True,
    )
    before, passed, slept, _ticks, written = map(float, text.split())
    assert abs(before - stopped) < 0.01
    # What makes numbers of the time would wait for ever.
    assert 0 < passed < 0.01
    assert 0.4 < slept < 5
    assert abs(written - datetime.now(UTC).timestamp()) < 60


def test_each_picture_of_the_pages_is_made_by_the_command():
    script = (ROOT / "devtools" / "screenshots.js").read_text()
    table = script.partition("const PICTURES = {")[2].partition("\n};")[0]
    made = set(re.findall(r"^    (?:async )?(\w+)[(:]", table, re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "static" / "description" / "index.html"]
    shown = {name for page in pages for name in re.findall(r"(\w+)\.png", page.read_text())}
    there = {path.stem for path in (ROOT / "static" / "description").glob("*.png")}
    assert made == shown == there - {"icon"}
