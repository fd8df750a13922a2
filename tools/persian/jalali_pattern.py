"""LDML patterns, whose dates are Gregorian, as patterns of one Jalali day."""

import datetime
import re

from babel import Locale
from babel.dates import tokenize_pattern, untokenize_pattern

from .jalali import MONTHS, SEASONS, from_date, to_date, week_number

ERAS = ("ه.ش.", "هجری شمسی")
# What machines read, in any language: ISO 8601, iCalendar and their like.
MACHINE_DAY = r"(?:[yYu]|[yYu]{4})(-?)MM\1dd"
MACHINE_TIME = r"HH:?mm(?::?ss)?(?:[.,]S+)?(?:[ZXx]+|'Z')?"
MACHINE = re.compile(rf"{MACHINE_DAY}(?:(?:[ \n]|'?T'?|'_'|_)?{MACHINE_TIME})?")


def is_for_machines(pattern):
    """Whether a pattern stays Gregorian in every calendar.

    A language may have such a one as its own format: then it is not asked here.

    :param pattern: str, an LDML pattern, or a false value: that of the language
    :returns: bool
    """
    return bool(pattern) and bool(MACHINE.fullmatch(pattern))


def fill_pattern(pattern, day, locale, kind="date"):
    """Write the Jalali parts of a day into a pattern, and leave weekday and time as they are.

    :param pattern: str, an LDML pattern; or short, medium, long or full
    :param day: datetime.date, or datetime.datetime in the reader's time zone
    :param locale: babel.Locale, or the code of one
    :param kind: str, date or datetime, what such a name means
    :returns: str, an LDML pattern
    """
    pattern = resolve_pattern(pattern, Locale.parse(locale), kind)
    tokens = []
    for part, value in tokenize_pattern(pattern):
        text = part == "field" and write_field(day, *value)
        tokens.append(("chars", text) if text else (part, value))
    return untokenize_pattern(tokens)


def resolve_pattern(pattern, locale, kind):
    """The pattern of a locale that a name stands for; other patterns are what they are."""
    if pattern not in ("short", "medium", "long", "full"):
        return pattern
    date = locale.date_formats[pattern].pattern
    if kind == "date":
        return date
    joint = str(locale.datetime_formats[pattern])
    return joint.replace("{0}", locale.time_formats[pattern].pattern).replace("{1}", date)


def write_field(day, symbol, length):
    """:returns: str, or None: the field is no part of a calendar's date"""
    year, month, number = from_date(day)
    if symbol == "G":
        return ERAS[length == 4]
    if symbol in "ML" and length > 2:
        return MONTHS[month - 1]
    if symbol in "Qq" and length > 2:
        return SEASONS[(month - 1) // 3]
    if symbol in "yYu":
        year = week_number(_first_of_week(day))[0] if symbol == "Y" else year
        # Two letters are two digits of it.
        return f"{year % 100:02}" if length == 2 else f"{year:0{length}}"
    numbers = {
        "M": month,
        "L": month,
        "Q": (month + 2) // 3,
        "q": (month + 2) // 3,
        "d": number,
        "D": day.toordinal() - to_date(year, 1).toordinal() + 1,
        "w": week_number(_first_of_week(day))[1],
    }
    return f"{numbers[symbol]:0{length}}" if symbol in numbers else None


def _first_of_week(day):
    """The Saturday that a week of Persian calendars begins with."""
    return datetime.date.fromordinal(day.toordinal() - (day.weekday() + 2) % 7)
