"""Jalali periods as groups of records: which are empty, and which records they hold."""

import datetime

import pytz

from odoo import fields

from ...tools.persian.jalali import LAST_DAY, has_jalali, start_of


def period_domain(path, start, granularity, is_date, timezone=None):
    """The records of a Jalali month, quarter or year.

    :param path: str, the path of a field or property
    :param start: datetime.date or naive datetime.datetime
    :param granularity: str, a key of `jalali.PERIODS`
    :param is_date: bool, whether dates without a time are stored there
    :param timezone: str, of start, where moments are stored in UTC
    :returns: list, a domain
    """
    bounds = start, start_of(start, granularity, 1)
    if timezone in pytz.all_timezones_set:
        zone = pytz.timezone(timezone)
        bounds = [zone.localize(bound).astimezone(pytz.utc) for bound in bounds]
    to_string = fields.Date.to_string if is_date else fields.Datetime.to_string
    first, end = (to_string(bound) for bound in bounds)
    return ["&", (path, ">=", first), (path, "<", end)]


def fill_periods(groups, granularity, is_date, empty, fill):
    """The groups of `_read_group` with the periods between them that have no records.

    :param groups: list of tuples, whose first value is what a period begins with, or False
    :param granularity: str, a key of `jalali.PERIODS`
    :param is_date: bool, whether the periods begin with a date; a naive datetime otherwise
    :param empty: tuple, what stands behind the first value of an empty group
    :param fill: dict, what `_web_read_group_fill_temporal` takes: fill_from, fill_to, min_groups
    :returns: list of tuples; None where what is to be filled lies in no Jalali year
    """
    by_start = {}
    for group in groups:
        by_start.setdefault(group[0], []).append(group)
    existing = sorted(start for start in by_start if start)
    bounds = [fields.Date.to_date(bound) for bound in (fill.get("fill_from"), fill.get("fill_to"))]
    if not all(map(has_jalali, filter(None, bounds))):
        return None
    first, last = (bound and start_of(bound, granularity) for bound in bounds)
    if not is_date:
        first, last = (
            bound and datetime.datetime.combine(bound, datetime.time()) for bound in (first, last)
        )
    # One date that is far away (a typing error, in most cases) stays alone.
    periods = [start for start in existing if has_jalali(start)]
    periods = [start for start in periods if start == start_of(start, granularity)]
    first, last = first or next(iter(periods), None), last or next(reversed(periods), None)
    first, last = first or last, last or first
    if not first:
        return groups
    if fill.get("min_groups"):
        last = max(last, start_of(first, granularity, fill["min_groups"] - 1))
    last = min(last, type(last)(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day))
    wanted = []
    while first <= last:
        wanted.append(first)
        first = start_of(first, granularity, 1)
    filled = []
    for start in sorted({*existing, *wanted}):
        filled += by_start.get(start) or [(start, *empty)]
    # Records without a date, last as in Odoo.
    return filled + by_start.get(False, [])
