"""Functions of Odoo that write dates and read relative ones, in the calendar of the reader."""

import datetime
import re
from functools import wraps

from odoo import fields
from odoo.tools import date_utils, misc
from odoo.tools.misc import babel_locale_parse, get_lang, posix_to_ldml

from ...tools.persian.jalali import has_jalali
from ...tools.persian.jalali_pattern import fill_pattern, is_for_machines
from ...tools.persian.relative_days import translate
from .patching import replace_functions

ISO_DAY = "yyyy-MM-dd"


def is_jalali(env, lang_code=None):
    """Whether a text for an environment is Jalali.

    :param env: odoo.api.Environment, of any database
    :param lang_code: str, the code of the text's language
    :returns: bool
    """
    decide = getattr(env["res.users"], "_is_jalali", None)
    return bool(decide) and decide(lang_code)


def get_pattern(env, lang_code, *names):
    """The LDML pattern of formats of a language.

    :param names: str, date_format or time_format
    :returns: str
    """
    lang = get_lang(env, lang_code)
    locale = babel_locale_parse(lang.code)
    return " ".join(posix_to_ldml(lang[name], locale=locale) for name in names)


def fill(env, pattern, iso_day, lang_code, kind):
    """A pattern with the Jalali parts of a day in it.

    :param iso_day: str, as core writes the day in the reader's time zone
    :returns: str; None where the day stays Gregorian
    """
    # Where another addon has wrapped core's function, more may stand around the day.
    parts = re.search(r"(\d{4})-(\d\d)-(\d\d)", iso_day)
    day = parts and datetime.date(*map(int, parts.groups()))
    if not day or not has_jalali(day):
        return None
    locale = babel_locale_parse(get_lang(env, lang_code).code)
    return fill_pattern(pattern, day, locale, kind)


def wrap_format_date(core):
    @wraps(core)
    def format_date(env, value, lang_code=None, date_format=False):
        if value and not is_for_machines(date_format) and is_jalali(env, lang_code):
            pattern = date_format or get_pattern(env, lang_code, "date_format")
            day = core(env, value, lang_code, ISO_DAY)
            date_format = fill(env, pattern, day, lang_code, "date") or date_format
        return core(env, value, lang_code, date_format)

    return format_date


def wrap_format_datetime(core):
    @wraps(core)
    def format_datetime(env, value, tz=False, dt_format="medium", lang_code=None):
        if value and not is_for_machines(dt_format) and is_jalali(env, lang_code):
            pattern = dt_format
            if not pattern or pattern == "medium":
                pattern = get_pattern(env, lang_code, "date_format", "time_format")
            day = core(env, value, tz, ISO_DAY, lang_code)
            dt_format = fill(env, pattern, day, lang_code, "datetime") or dt_format
        return core(env, value, tz, dt_format, lang_code)

    return format_datetime


def wrap_parse_date(core):
    @wraps(core)
    def parse_date(value, env):
        if is_jalali(env):
            value = translate(value, lambda text: _localize(core(text, env), env))
        return core(value, env)

    return parse_date


def _localize(value, env):
    if isinstance(value, datetime.datetime):
        return fields.Datetime.context_timestamp(env["base"], value)
    return value


WRAPPERS = [
    (misc, "format_date", wrap_format_date),
    (misc, "format_datetime", wrap_format_datetime),
    (date_utils, "parse_date", wrap_parse_date),
]


def patch_date_functions():
    """Replace the functions, once in a process."""
    replace_functions(WRAPPERS)
