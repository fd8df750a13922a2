"""Jalali days, months, seasons and years, their patterns and relative days."""

import datetime
import importlib
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
folder = ROOT / "tools"
# As a package, for the modules import their neighbours.
if "pure_tools" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "pure_tools", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    sys.modules["pure_tools"] = importlib.util.module_from_spec(spec)
jalali = importlib.import_module("pure_tools.persian.jalali")
pattern_tools = importlib.import_module("pure_tools.persian.jalali_pattern")
fill_pattern, is_for_machines = pattern_tools.fill_pattern, pattern_tools.is_for_machines
translate = importlib.import_module("pure_tools.persian.relative_days").translate

DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 28)


def icu_year_starts():
    """:returns: dict, the first day of each Jalali year from 1300 to 1501"""
    text = (ROOT / "tests/persian/icu_year_starts.txt").read_text().strip()
    return {
        year: datetime.date(year + 621, 3, 20 + int(digit)) for year, digit in enumerate(text, 1300)
    }


def test_every_day_is_that_of_icu():
    starts, count = icu_year_starts(), 0
    for year in range(1300, 1501):
        day = starts[year]
        for month in range(1, 13):
            length = 31 if month < 7 else 30
            if month == 12:
                length = (starts[year + 1] - day).days
            assert jalali.month_length(year, month) == length
            for number in range(1, length + 1):
                assert jalali.from_date(day) == (year, month, number)
                assert jalali.to_date(year, month, number) == day
                day += DAY
                count += 1
    assert count == 73414


def test_years_that_are_jalali_have_ends():
    assert jalali.from_date(jalali.FIRST_DAY) == (1, 1, 1)
    assert jalali.from_date(jalali.LAST_DAY)[:2] == (jalali.LAST_YEAR, 12)
    assert jalali.from_date(jalali.LAST_DAY + DAY) == (jalali.LAST_YEAR + 1, 1, 1)
    assert not jalali.has_jalali(datetime.date(622, 3, 21))
    assert jalali.has_jalali(datetime.datetime(1405, 10, 15, 8))
    assert jalali.has_jalali(jalali.LAST_DAY)
    assert not jalali.has_jalali(datetime.date(2321, 3, 21))
    assert not jalali.has_jalali(datetime.date(9999, 12, 31))


@pytest.mark.parametrize(
    ("granularity", "offset", "start"),
    [
        ("month", 0, (1405, 9, 1)),
        ("month", 4, (1406, 1, 1)),
        ("month", -9, (1404, 12, 1)),
        ("quarter", 0, (1405, 7, 1)),
        ("quarter", 2, (1406, 1, 1)),
        ("year", 0, (1405, 1, 1)),
        ("year", -1, (1404, 1, 1)),
    ],
)
def test_start_of_a_period(granularity, offset, start):
    day = jalali.to_date(1405, 9, 7)
    assert jalali.from_date(jalali.start_of(day, granularity, offset)) == start
    moment = datetime.datetime(day.year, day.month, day.day, 17, 30)
    begun = jalali.start_of(moment, granularity, offset)
    assert begun == datetime.datetime.combine(jalali.to_date(*start), datetime.time())


def test_last_days_of_esfand():
    for year, length in ((1403, 30), (1404, 29)):
        last = jalali.to_date(year, 12, length)
        assert jalali.start_of(last, "month") == jalali.to_date(year, 12, 1)
        assert jalali.start_of(last + DAY, "year") == last + DAY
        with pytest.raises(ValueError):
            jalali.to_date(year, 12, length + 1)


def test_months_are_added_within_the_month():
    assert jalali.add_months(jalali.to_date(1405, 6, 31), 1) == jalali.to_date(1405, 7, 30)
    assert jalali.add_months(jalali.to_date(1403, 12, 30), 12) == jalali.to_date(1404, 12, 29)
    assert jalali.add_months(jalali.to_date(1405, 1, 31), -1) == jalali.to_date(1404, 12, 29)
    moment = datetime.datetime(2026, 11, 28, 8, 15, tzinfo=datetime.UTC)
    assert jalali.add_months(moment, 1) == moment + 30 * DAY


@pytest.mark.parametrize(
    ("granularity", "label"),
    [
        ("hour", "17:00 7 آذر"),
        ("day", "7 آذر 1405"),
        ("month", "آذر 1405"),
        ("quarter", "پاییز 1405"),
        ("year", "1405"),
    ],
)
def test_labels(granularity, label):
    assert jalali.label(datetime.datetime(2026, 11, 28, 17), granularity) == label


def test_seasons_begin_with_their_months():
    labels = [jalali.label(jalali.to_date(1405, month), "quarter") for month in range(1, 13)]
    names = ["بهار"] * 3 + ["تابستان"] * 3 + ["پاییز"] * 3 + ["زمستان"] * 3
    assert labels == [f"{name} 1405" for name in names]


def test_weeks_are_counted_from_farvardin():
    # 1 Farvardin 1405 is a Saturday, of 1404 a Friday.
    assert jalali.week_number(datetime.date(2026, 3, 21)) == (1405, 1)
    assert jalali.week_number(datetime.date(2026, 3, 14)) == (1404, 53)
    assert jalali.week_number(datetime.date(2025, 3, 15)) == (1404, 1)
    assert jalali.label(datetime.date(2026, 11, 28), "week") == "هفته 37 سال 1405"


@pytest.mark.parametrize(
    ("pattern", "filled"),
    [
        ("yyyy/MM/dd", "1405/09/07"),
        ("y", "1405"),
        ("yy", "05"),
        ("MMMM yyyy", "آذر 1405"),
        ("d LLLL Y", "7 آذر 1405"),
        ("EEEE d MMM", "EEEE 7 آذر"),
        ("QQQ yyyy", "پاییز 1405"),
        ("Q", "3"),
        ("D", "253"),
        ("w", "37"),
        ("G", "ه.ش."),
        ("HH:mm:ss zzz", "HH:mm:ss zzz"),
    ],
)
def test_patterns_get_the_jalali_parts(pattern, filled):
    assert fill_pattern(pattern, TODAY, "fa_IR") == filled


@pytest.mark.parametrize(
    ("pattern", "is_machine"),
    [
        ("yyyy-MM-dd", True),
        ("y-MM-dd", True),
        ("YYYY-MM-dd", True),
        ("yyyyMMdd", True),
        ("yyyy-MM-dd HH:mm:ss", True),
        ("yyyy-MM-dd HH:mm", True),
        ("Y-MM-dd\nHH:mm:ss", True),
        ("yyyyMMdd'T'HHmmss'Z'", True),
        ("yyyy-MM-dd'T'HH:mm:ss", True),
        ("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", True),
        ("yyyy-MM-dd'T'HH:mm:ssXXX", True),
        ("yyyyMMdd_HHmmss", True),
        ("yyyy/MM/dd", False),
        ("yyyy/MM/dd HH:mm:ss", False),
        ("yy-MM-dd", False),
        ("dd-MM-yyyy", False),
        ("MMMM yyyy", False),
        ("yyyy", False),
        ("medium", False),
        (False, False),
    ],
)
def test_formats_of_machines_are_known(pattern, is_machine):
    assert is_for_machines(pattern) == is_machine


def test_named_patterns_are_those_of_the_locale():
    assert fill_pattern("full", TODAY, "fa_IR") == "EEEE 7 آذر 1405"
    assert fill_pattern("long", TODAY, "fa_IR", "datetime").startswith("7 آذر 1405")
    assert "H:mm" in fill_pattern("short", TODAY, "fa_IR", "datetime")


def evaluate(text):
    """What is left to Odoo: days alone."""
    base, *terms = text.split()
    value = TODAY if base == "today" else datetime.datetime(2026, 11, 28, 17, 30)
    for term in terms:
        if term == "=0H":
            value = value.replace(hour=0, minute=0)
        else:
            assert term.endswith("d")
            value += int(term[:-1]) * DAY
    return value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today =1d", (1405, 9, 1)),
        ("today =1m =1d", (1405, 1, 1)),
        ("today -1m =1d", (1405, 8, 1)),
        ("today +1m", (1405, 10, 7)),
        ("today -1y", (1404, 9, 7)),
        ("today =1404y =12m =30d", (1404, 12, 29)),
        ("=1d", (1405, 9, 1)),
    ],
)
def test_relative_days_are_jalali(text, day):
    value = evaluate(translate(text, evaluate))
    assert jalali.from_date(value) == day
    if not text.startswith("today"):
        assert (value.hour, value.minute) == (0, 0)


@pytest.mark.parametrize(
    "text",
    [
        *("today", "now -3d", "today +1w", "=monday", "=2026y", "-2H"),
        # What Odoo refuses, or does nothing for.
        *("today =13m", "today =0m", "today =0d", "today =0y"),
    ],
)
def test_other_relative_days_stay(text):
    assert translate(text, evaluate) == text


@pytest.mark.parametrize("term", ["-1500y", "+1500y", "+9000y", "+99999999y", "-18000m"])
def test_days_of_no_jalali_year_are_left_to_odoo(term):
    assert translate(f"today {term}", evaluate) == f"today {term}"
    assert translate(f"today =1d {term}", evaluate) == f"today -6d {term}"
