"""Arithmetic of the Jalali (Solar Hijri) calendar.

The calendar itself is persiantools': it agrees with ICU, and so with browsers, on every day from
1300 to 1500 AP (tests/pure/test_jalali.py). Here are the periods that records are grouped by.
"""

import datetime

from persiantools.jdatetime import MONTH_NAMES_FA, JalaliDate

MONTHS = tuple(MONTH_NAMES_FA[1:])
SEASONS = ("بهار", "تابستان", "پاییز", "زمستان")
# How many months the periods have that begin on another day than Gregorian ones.
PERIODS = {"month": 1, "quarter": 3, "year": 12}
WEEK = datetime.timedelta(days=7)
# Beyond, a day stays Gregorian: a year that is typed is Gregorian from 1700 on, and what is shown
# has to be read back as the same day. The functions in SQL need an end too.
LAST_YEAR = 1699
FIRST_DAY, LAST_DAY = datetime.date(622, 3, 22), datetime.date(2321, 3, 20)


def has_jalali(value):
    """:returns: bool, whether a date or datetime lies in the years that are Jalali here"""
    return FIRST_DAY <= _to_day(value) <= LAST_DAY


def from_date(day):
    """The Jalali year, month and day of a Gregorian day.

    :param day: datetime.date or datetime.datetime
    :returns: tuple of three int
    """
    jalali = JalaliDate(_to_day(day))
    return jalali.year, jalali.month, jalali.day


def to_date(year, month, day=1):
    """The Gregorian day of a Jalali one.

    :returns: datetime.date
    :raises ValueError: there is no such day
    """
    return JalaliDate(year, month, day).to_gregorian()


def month_length(year, month):
    """:returns: int, the number of days of a Jalali month"""
    return JalaliDate.days_in_month(month, year)


def start_of(value, granularity, offset=0):
    """The first day of the month, quarter or year that a day is in.

    :param value: datetime.date, or datetime.datetime (naive; midnight comes back)
    :param granularity: str, a key of PERIODS
    :param offset: int, how many periods later
    :returns: what value is
    """
    year, month, _day = from_date(value)
    length = PERIODS[granularity]
    months = (year * 12 + month - 1) // length * length + offset * length
    first = to_date(months // 12, months % 12 + 1)
    if isinstance(value, datetime.datetime):
        return datetime.datetime.combine(first, datetime.time())
    return first


def add_months(value, months):
    """The same day some Jalali months later, or the last day of a month that is shorter.

    :param value: datetime.date or datetime.datetime, whose time and time zone stay
    :param months: int
    :returns: what value is
    """
    year, month, day = from_date(value)
    return set_parts(value, year=year, month=month + months, day=day)


def set_parts(value, year=None, month=None, day=None):
    """The same time on another Jalali day.

    :param value: datetime.date or datetime.datetime
    :param year: int, None for that of value; so for the others
    :param month: int; beyond 12 it is of a later year
    :param day: int; beyond the end of the month it is its last
    :returns: what value is
    """
    parts = from_date(value)
    year, month, day = (
        part if wanted is None else wanted
        for part, wanted in zip(parts, (year, month, day), strict=True)
    )
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    new = to_date(year, month, min(day, month_length(year, month)))
    if isinstance(value, datetime.datetime):
        return value.replace(year=new.year, month=new.month, day=new.day)
    return new


def week_number(first):
    """The number of a week in its Jalali year; the first is that with the first of Farvardin.

    :param first: datetime.date or datetime.datetime, the day that the week begins with
    :returns: tuple of int: year, number
    """
    first = _to_day(first)
    year = from_date(first + WEEK - datetime.timedelta(days=1))[0]
    return year, -((to_date(year, 1) - first) // WEEK) + 1


def label(value, granularity):
    """What a group of records is called.

    :param value: datetime.date or datetime.datetime, what the group begins with
    :param granularity: str: hour, day, week, month, quarter or year
    :returns: str, in Persian, with Latin digits
    """
    year, month, day = from_date(value)
    name = MONTHS[month - 1]
    if granularity == "week":
        year, number = week_number(value)
        return f"هفته {number} سال {year}"
    return {
        "hour": f"{value:%H}:00 {day} {name}",
        "day": f"{day} {name} {year}",
        "month": f"{name} {year}",
        "quarter": f"{SEASONS[(month - 1) // 3]} {year}",
        "year": str(year),
    }[granularity]


def _to_day(value):
    return value.date() if isinstance(value, datetime.datetime) else value
