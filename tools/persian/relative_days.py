"""Relative days of domains ("today =1d": the first of this month), counted in Jalali months."""

import re

from .jalali import add_months, has_jalali, set_parts
from .jalali_text import FIRST_GREGORIAN_YEAR

CALENDAR_TERM = re.compile(r"([=+-])(\d+)([dmy])")
# Months in a year, and in a month.
MONTHS_IN = {"m": 1, "y": 12}
# What may be set here; a day beyond the end of its month is the last of it, as in Odoo.
SET_TO = {"d": range(1, 100), "m": range(1, 13), "y": range(1, FIRST_GREGORIAN_YEAR)}


def translate(text, evaluate):
    """Say in days what a text says in Jalali days of the month, months and years.

    :param text: str, as for Odoo's `date_utils.parse_date`
    :param evaluate: function of a str without such terms, returns a datetime.date, or a
        datetime.datetime in the reader's time zone
    :returns: str, of which Odoo makes the Jalali day; the same where nothing is to be said
    """
    terms = text.split()
    if not any(map(_is_jalali_term, terms)):
        return text
    if terms[0] not in ("today", "now"):
        terms.insert(0, "now")
    done = []
    for term in terms:
        if not _is_jalali_term(term):
            done.append(term)
            continue
        before = evaluate(" ".join(done))
        operator, number, unit = CALENDAR_TERM.fullmatch(term).groups()
        after = _move(before, operator, int(number), unit)
        if not after:
            # Odoo counts it in Gregorian, or says what is wrong with it.
            done.append(term)
            continue
        done.append(f"{after.toordinal() - before.toordinal():+d}d")
        if operator == "=" and terms[0] == "now":
            done.append("=0H")
    return " ".join(done)


def _is_jalali_term(term):
    match = CALENDAR_TERM.fullmatch(term)
    if not match:
        return False
    operator, number, unit = match.groups()
    if operator == "=":
        return int(number) in SET_TO[unit]
    return unit != "d"


def _move(value, operator, number, unit):
    """:returns: what value is; None where either day is of no Jalali year"""
    if not has_jalali(value):
        return None
    try:
        if operator == "=":
            after = set_parts(value, **{{"d": "day", "m": "month", "y": "year"}[unit]: number})
        else:
            months = number * MONTHS_IN[unit]
            after = add_months(value, -months if operator == "-" else months)
    except ValueError:
        return None
    return after if has_jalali(after) else None
