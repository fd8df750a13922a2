"""Jalali days, months, seasons and years, and texts and patterns of them."""

import datetime
import importlib
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
folder = ROOT / "tools"
spec = importlib.util.spec_from_file_location(
    "pure_tools", folder / "__init__.py", submodule_search_locations=[str(folder)]
)
sys.modules["pure_tools"] = importlib.util.module_from_spec(spec)
jalali = importlib.import_module("pure_tools.persian.jalali")
parse = importlib.import_module("pure_tools.persian.jalali_text").parse
ImpossibleDayError = importlib.import_module("pure_tools.persian.jalali_text").ImpossibleDayError
fill_pattern = importlib.import_module("pure_tools.persian.jalali_pattern").fill_pattern
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
    # Those who type a year mean a Gregorian one from here on.
    assert not jalali.has_jalali(parse("2321-03-21").day)
    assert parse("2321-03-21").day == jalali.LAST_DAY + DAY
    assert parse("1700-01-01").is_jalali is False
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
    "text",
    [
        "۱۴۰۵/۱۰/۱۵",
        "١٤٠٥/١٠/١٥",
        "1405-10-15",
        "1405.10.15",
        "1405٫10٫15",
        "1405، 10، 15",
        "1405 10 15",
        "15/10/1405",
        "15-10-1405",
        "05/10/15",
        "۰۵/۱۰/۱۵",
        "14051015",
        "051015",
        "15 دی 1405",
        "15 دي 1405",
        "۱۵ دی ماه ۱۴۰۵",
        "۱۵ دی‌ماه سال ۱۴۰۵",
        "15دی 05",
        "15 دی، 1405",
        "15 دی",
        "سه‌شنبه 15 دی 1405",
        "\u200f۱۴۰۵/۱۰/۱۵\u200e ",
        "2027-01-05",
        "۲۰۲۷/۰۱/۰۵",
        "5/1/2027",
    ],
)
def test_a_day_is_read(text):
    written = parse(text, today=TODAY)
    assert (written.day, written.time) == (datetime.date(2027, 1, 5), None)
    assert written.is_jalali == ("2027" not in text and "۲۰۲۷" not in text)


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_known_by_name(month):
    for name in (jalali.MONTHS[month - 1], jalali.MONTHS[month - 1].replace("ی", "ي")):
        assert parse(f"1 {name} 1405").day == jalali.to_date(1405, month, 1)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("1405/10/15 14:30", (14, 30)),
        ("۱۴۰۵/۱۰/۱۵ ۱۴:۳۰:۱۵", (14, 30, 15)),
        ("1405-10-15T08:05:00", (8, 5)),
        ("15 دی 1405، 2:30 ب.ظ", (14, 30)),
        ("15 دی 1405 12:05 ق.ظ.", (0, 5)),
        ("1405/10/15 2:30 PM", (14, 30)),
    ],
)
def test_a_time_is_read_behind_a_day(text, time):
    written = parse(text)
    assert (written.day, written.time) == (datetime.date(2027, 1, 5), datetime.time(*time))


@pytest.mark.parametrize(("digits", "year"), [("05", 1405), ("70", 1470), ("71", 1371)])
def test_two_digits_are_a_year_of_a_life(digits, year):
    assert parse(f"{digits}/01/01").day == jalali.to_date(year, 1, 1)


@pytest.mark.parametrize(
    ("text", "is_jalali"),
    [
        ("1404/12/30", True),
        ("1405/13/01", True),
        ("1405/07/31", True),
        ("1405/00/10", True),
        ("31 مهر 1405", True),
        ("0784/07/23", True),
        ("1405/10/15 25:00", True),
        ("1405/10/15 13:00 PM", True),
        ("2026-02-30", False),
    ],
)
def test_impossible_days_are_refused(text, is_jalali):
    with pytest.raises(ImpossibleDayError) as refused:
        parse(text)
    assert refused.value.is_jalali == is_jalali


@pytest.mark.parametrize("text", ["", "دی", "15", "15 آبانه 1405", "12:30", "09121234567", "1405"])
def test_other_texts_are_no_days(text):
    assert parse(text, today=TODAY) is None


def test_a_day_without_a_year_needs_one():
    assert parse("15 دی") is None


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


@pytest.mark.parametrize("text", ["today", "now -3d", "today +1w", "=monday", "=2026y", "-2H"])
def test_other_relative_days_stay(text):
    assert translate(text, evaluate) == text
