"""Relative days of domains ("today =1d": the first of this month), counted in Jalali months."""

import re

from .jalali import add_months, set_parts
from .jalali_text import FIRST_GREGORIAN_YEAR

CALENDAR_TERM = re.compile(r"([=+-])(\d+)([dmy])")
# Months in a year, and in a month.
MONTHS_IN = {"m": 1, "y": 12}


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
        return unit != "y" or int(number) < FIRST_GREGORIAN_YEAR
    return unit != "d"


def _move(value, operator, number, unit):
    if operator == "=":
        return set_parts(value, **{{"d": "day", "m": "month", "y": "year"}[unit]: number})
    months = number * MONTHS_IN[unit]
    return add_months(value, -months if operator == "-" else months)
