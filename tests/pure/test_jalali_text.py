"""Days as people write them."""

import datetime
import importlib
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# As a package, for the modules import their neighbours.
if "pure_tools" not in sys.modules:
    folder = ROOT / "tools"
    spec = importlib.util.spec_from_file_location(
        "pure_tools", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    sys.modules["pure_tools"] = importlib.util.module_from_spec(spec)
jalali = importlib.import_module("pure_tools.persian.jalali")
jalali_text = importlib.import_module("pure_tools.persian.jalali_text")
parse, ImpossibleDayError = jalali_text.parse, jalali_text.ImpossibleDayError

TODAY = datetime.date(2026, 11, 28)


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
        "15-دی-1405",
        "15 / دی / 1405",
        "15.دی.1405",
        "15/دی",
        "دی 15",
        "دی 15، 1405",
        "1405-دی-15",
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
        ("1405/10/15 14.30", (14, 30)),
        ("1405.10.15 14.30", (14, 30)),
        ("2027-01-05 14.30", (14, 30)),
        ("1405/10/15 ساعت 14:30", (14, 30)),
        ("۱۴۰۵/۱۰/۱۵، ساعت ۱۴:۳۰", (14, 30)),
        ("15-دی-1405 14.30", (14, 30)),
        ("15 دی 1405 2:30 بعدازظهر", (14, 30)),
        ("15 دی 1405 2:30 بعد از ظهر", (14, 30)),
        ("15 دی 1405 ساعت 2:30 عصر", (14, 30)),
        ("15 دی 1405 8:05 صبح", (8, 5)),
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


@pytest.mark.parametrize(
    "text",
    [
        *("", "دی", "15", "15 آبانه 1405", "12:30", "09121234567", "1405", "405/10/15"),
        # A year of one digit, and numbers that are no more than beside each other.
        *("1-2-3", "12/5/3", "3/5/12", "12 11 10", "12 11/10"),
    ],
)
def test_other_texts_are_no_days(text):
    assert parse(text, today=TODAY) is None


def test_a_short_day_behind_a_year_that_is_no_day():
    assert parse("99/5/3").day == jalali.to_date(1399, 5, 3)


@pytest.mark.parametrize("filler", [" ", "\u200f ", "،", " , ", "1 "])
def test_long_texts_are_given_up_at_once(filler):
    # Patterns that try each split of the spaces take minutes for it.
    spaces = filler * 2000
    assert parse(f"1{spaces}1{spaces}x", today=TODAY) is None
    assert parse(f"x{spaces}12:30{spaces}x", today=TODAY) is None


def test_a_year_is_gregorian_where_jalali_ends():
    assert parse("2321-03-21").day == jalali.LAST_DAY + datetime.timedelta(days=1)
    assert parse("1700-01-01").is_jalali is False


def test_spaces_around_a_day_do_not_count():
    assert parse(f"  1405{' ' * 100}/ 10 /\t15 ").day == datetime.date(2027, 1, 5)


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("1405/10/15", True),
        ("15/10/1405", True),
        ("14051015", True),
        ("15 دی", True),
        ("15 دی 05", True),
        ("05/10/15", False),
        ("051015", False),
        ("01/02/27 10:00", False),
    ],
)
def test_numbers_alone_are_not_certain(text, is_certain):
    assert parse(text, TODAY).is_certain == is_certain


@pytest.mark.parametrize(
    ("text", "year", "is_certain"),
    [
        ("12/31/26", 1412, False),
        ("15012027", 1501, False),
        ("15012027 08:00", 1501, False),
        ("14051315", 1405, True),
        ("1404/12/30", 1404, True),
        ("0001-01-01", 1, True),
        ("0000-00-00", 0, True),
    ],
)
def test_impossible_days_tell_their_year(text, year, is_certain):
    with pytest.raises(ImpossibleDayError) as refused:
        parse(text)
    assert (refused.value.year, refused.value.is_certain) == (year, is_certain)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("۰۵/۱۰/۱۵", "%y/%m/%d"),
        ("05 - 10 - 15", "%y - %m - %d"),
        ("051015", "%y%m%d"),
        ("05/10/15 14:30", "%y/%m/%d %H:%M"),
        ("05/10/15 02:30:10 PM", "%y/%m/%d %I:%M:%S %p"),
        ("05/10/15 14.30", "%y/%m/%d %H.%M"),
        ("05.10.15", "%y.%m.%d"),
        ("05/10/15 ساعت 14:30", "%y/%m/%d ساعت %H:%M"),
    ],
)
def test_the_format_of_short_years(text, found):
    assert jalali_text.find_format(text) == found


def test_a_dot_between_the_numbers_of_a_day_is_no_time():
    for text in ("1405 10.15", "15 10.1405"):
        written = parse(text)
        assert (written.day, written.time) == (datetime.date(2027, 1, 5), None)


def test_a_day_without_a_year_needs_one():
    assert parse("15 دی") is None
