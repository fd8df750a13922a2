"""Days as people write them, Jalali or Gregorian, in Persian, Arabic or Latin digits."""

import datetime
import re

from .jalali import MONTHS, from_date, to_date

# A year from here on is Gregorian, one before it Jalali: 1700 AP is the year 2321.
FIRST_GREGORIAN_YEAR = 1700
# Two digits are a year of this century up to here (1470: 64 years from 1405, more than anybody
# plans), and of the last one from here on: people are born in 1371, nothing happens in 1471.
LAST_YEAR_OF_CENTURY = 70
FIRST_YEAR = 1200

DIGITS = {ord(c): str(i % 10) for i, c in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "آ": "ا", "أ": "ا"})
# Direction marks and joiners are not seen, so nobody knows that they are there.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Longer than any day with its weekday and time; texts of all kinds are tried as days.
LONGEST = 60
SEPARATOR = r"( ?[-/.٫،, ] ?)"
NUMBERS = re.compile(rf"(\d{{1,4}}){SEPARATOR}(\d{{1,2}}){SEPARATOR}(\d{{1,4}})")
DIGITS_ALONE = re.compile(r"(\d{4}|\d\d)(\d\d)(\d\d)")
YEAR = r"(?:[\s،,/.-]+(?:سال\s+)?(?P<year>\d{4}|\d\d))?"
# A month by its name, between the day and the year as a rule.
NAMED = [
    re.compile(pattern)
    for pattern in (
        rf"(?P<day>\d{{1,2}})[\s/.-]*(?P<name>[^\W\d_]+)(?:\s+ماه)?{YEAR}",
        rf"(?P<name>[^\W\d_]+)\s+(?P<day>\d{{1,2}}){YEAR}",
        r"(?P<year>\d{4})[\s/.-]+(?P<name>[^\W\d_]+)[\s/.-]+(?P<day>\d{1,2})",
    )
]
MORNING = r"ق\.?\s?ظ\.?|(?:قبل|پیش)\s?از\s?ظهر|صبح|am"
AFTERNOON = r"ب\.?\s?ظ\.?|بعد\s?از\s?ظهر|عصر|pm"
TIME = re.compile(
    r"[\s،,T]+(?:ساعت\s*)?(?P<hour>\d{1,2})(?P<separator>[:.])(?P<minute>\d{1,2})"
    rf"(?::(?P<second>\d{{1,2}})(?:\.\d+)?)?\s*(?:(?P<morning>{MORNING})|(?P<afternoon>{AFTERNOON}))?$",
    re.IGNORECASE,
)
WEEKDAY = re.compile(r"(?:شنبه|(?:یک|دو|سه|چهار|پنج)\s?شنبه|جمعه)[\s،,]+")
MONTH_NUMBERS = {name.translate(LETTERS): number for number, name in enumerate(MONTHS, 1)}
MONTH_NUMBERS |= {"امرداد": 5}


class ImpossibleDayError(ValueError):
    """A text is written as a day, but there is no such day.

    `year` is the one that is written, `is_jalali` tells of which calendar. `is_certain` is as in
    `Written`, and False as well for eight digits that end in a Gregorian year.
    """

    def __init__(self, text, year, is_certain):
        super().__init__(text)
        self.year, self.is_certain = year, is_certain
        self.is_jalali = year < FIRST_GREGORIAN_YEAR


class Written:
    """A day that somebody has written.

    `day` is a datetime.date, `time` a datetime.time or None, and `is_jalali` tells the calendar.
    `is_certain` is False where neither a year of four digits nor the name of a month says so:
    these numbers may be meant in another order.
    """

    def __init__(self, day, time, is_jalali, is_certain):
        self.day, self.time, self.is_jalali, self.is_certain = day, time, is_jalali, is_certain


def parse(text, today=None):
    """Read a day, with a time behind it or without.

    «۱۴۰۵/۱۰/۱۵», 1405-10-15, 15.10.1405, 05/10/15, 14051015, «15 دی 1405», «15-دی-1405», «۱۵ دي»
    (of the year of today), 2027-01-05: its year tells the calendar. The time: 14:30, 14.30,
    «ساعت 2:30 عصر». static/src/persian/calendar/parse.js reads them in the fields of a screen.

    :param text: str
    :param today: datetime.date, for days without a year; None: they are refused
    :returns: Written, or None: the text is not a day
    :raises ImpossibleDayError: it is written as a day, but there is no such day
    """
    plain = clean(text).translate(LETTERS)
    if len(plain) > LONGEST:
        return None
    parts, plain, time = _split(plain, today)
    if not parts:
        return None
    *parts, is_certain = parts
    year = parts[0]
    try:
        if year < FIRST_YEAR:
            raise ValueError(f"nobody means the year {year}")
        is_jalali = year < FIRST_GREGORIAN_YEAR
        day = to_date(*parts) if is_jalali else datetime.date(*parts)
        return Written(day, _read_time(time) if time else None, is_jalali, is_certain)
    except ValueError as error:
        ends_in_year = re.fullmatch(r"\d{8}", plain) and int(plain[4:]) >= FIRST_GREGORIAN_YEAR
        raise ImpossibleDayError(text, year, is_certain and not ends_in_year) from error


def clean(text):
    """:returns: str, in Latin digits and with single spaces, without what is not seen"""
    return re.sub(r"\s+", " ", INVISIBLE.sub("", text).translate(DIGITS)).strip()


def find_format(text):
    """The format of what `parse` reads without being certain: the year, then month and day.

    :param text: str, with a time or without
    :returns: str, as for strptime
    """
    plain = clean(text)
    _parts, day, time = _split(plain, None)
    separator = re.match(r"\d+(\D*)", day)
    day = (separator[1] if separator else "").join(("%y", "%m", "%d"))
    if not time:
        return day
    half = time["morning"] or time["afternoon"]
    before = plain[time.start() : time.start("hour")]
    hour = f"{'%I' if half else '%H'}{time['separator']}%M"
    return f"{day}{before}{hour}{':%S' if time['second'] else ''}{' %p' if half else ''}"


def _split(text, today):
    """:returns: tuple: parts as of `_read_parts`, the text of the day, and a match of TIME or None"""
    # The day first: a dot may stand between its numbers too.
    if parts := _read_parts(text, today):
        return parts, text, None
    time = TIME.search(text)
    day = text[: time.start()].strip() if time else text
    return time and _read_parts(day, today), day, time


def _read_parts(text, today):
    """:returns: tuple: int year, month, day; bool, whether they are certain; or None"""
    text = WEEKDAY.sub("", text, count=1)
    if match := NUMBERS.fullmatch(text):
        return _read_numbers(match)
    if match := DIGITS_ALONE.fullmatch(text):
        year, month, day = match.groups()
        return _read_year(year), int(month), int(day), len(year) == 4
    match = next(filter(None, (pattern.fullmatch(text) for pattern in NAMED)), None)
    month = match and MONTH_NUMBERS.get(match["name"].removesuffix("ماه"))
    if not month or not (match["year"] or today):
        return None
    year = _read_year(match["year"]) if match["year"] else from_date(today)[0]
    return year, month, int(match["day"]), True


def _read_numbers(match):
    first, before, month, after, last = match.groups()
    # Whichever has more than two digits is the year.
    year, day = (last, first) if len(last) > 2 else (first, last)
    if len(year) not in (2, 4) or len(day) > 2:
        return None
    is_certain = len(year) == 4
    # Three short numbers with spaces are anything, and the last one is a year of one digit where
    # the first may be a day.
    is_loose = not (before.strip() and after.strip()) or (len(last) == 1 and int(first) <= 31)
    if is_loose and not is_certain:
        return None
    return _read_year(year), int(month), int(day), is_certain


def _read_year(digits):
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1400 if year <= LAST_YEAR_OF_CENTURY else 1300)


def _read_time(match):
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["morning"] or match["afternoon"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"no hour of half a day: {hour}")
        hour = hour % 12 + (12 if match["afternoon"] else 0)
    return datetime.time(hour, minute, second)
