import datetime

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from ...tools.persian.jalali_text import ImpossibleDayError, parse
from .patch_dates import fill, get_pattern, is_jalali


class IrQwebFieldDate(models.AbstractModel):
    _inherit = "ir.qweb.field.date"

    @api.model
    def from_html(self, model, field, element):
        return super().from_html(model, field, to_gregorian(self.env, element, "date_format"))


class IrQwebFieldDatetime(models.AbstractModel):
    _inherit = "ir.qweb.field.datetime"

    @api.model
    def from_html(self, model, field, element):
        element = to_gregorian(self.env, element, "date_format", "time_format")
        return super().from_html(model, field, element)

    @api.model
    def value_to_html(self, value, options):
        """As in Odoo; a date in it is Jalali in a Persian text of whoever reads Jalali."""
        if value and not options.get("time_only") and is_jalali(self.env):
            names = ("date_format",) if options.get("date_only") else ("date_format", "time_format")
            pattern = options.get("format") or get_pattern(self.env, None, *names)
            moment = fields.Datetime.to_datetime(value)
            records = self.with_context(tz=options.get("tz_name") or self.env.context.get("tz"))
            day = fields.Datetime.context_timestamp(records, moment).date()
            kind = "date" if options.get("date_only") else "datetime"
            pattern = fill(self.env, pattern, day.isoformat(), None, kind)
            options = {**options, "format": pattern} if pattern else options
        return super().value_to_html(value, options)


def to_gregorian(env, element, *formats):
    """What was written with a Jalali day, or edited into one, as Odoo reads it back.

    :param element: an element of lxml.html, with a day that somebody has edited on a page
    :param formats: str, the names of the formats of a language that Odoo reads it by
    :returns: element, or another with the Gregorian day
    :raises ValidationError: there is no such day
    """
    lang = get_lang(env, env.user.lang)
    text = element.text_content().strip()
    if not is_jalali(env, lang.code):
        return element
    try:
        written = parse(text, fields.Date.context_today(env["base"]))
    except ImpossibleDayError as error:
        raise ValidationError(env._("There is no day “%(text)s”.", text=text)) from error
    if not written or not written.is_jalali:
        return element
    moment = datetime.datetime.combine(written.day, written.time or datetime.time())
    gregorian = element.makeelement(element.tag, dict(element.attrib))
    gregorian.text = moment.strftime(" ".join(lang[name] for name in formats))
    return gregorian


class CalendarEvent(models.Model):
    _inherit = "calendar.event"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_display_time(self, start, stop, zduration, zallday):
        text = super()._get_display_time(start, stop, zduration, zallday)
        if not is_jalali(self.env):
            return text
        timezone = self.env.context.get("tz") or self.env.user.partner_id.tz or "UTC"
        gregorian = self._get_date_formats()[0]
        for moment in (start, stop):
            day = fields.Datetime.to_datetime(moment).replace(tzinfo=pytz.utc)
            day = day.astimezone(pytz.timezone(timezone)).date()
            text = text.replace(day.strftime(gregorian), format_date(self.env, day))
        return text


class Deadline:
    """A day in the context of a message, whose text Odoo writes itself."""

    def __init__(self, day):
        self.day = day


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def action_notify(self):
        persian = self.filtered(lambda activity: is_jalali(self.env, activity.user_id.lang))
        res = super(MailActivity, self - persian).action_notify()
        # One at a time, so that its message knows the deadline.
        for activity in persian:
            deadline = Deadline(activity.date_deadline)
            super(MailActivity, activity.with_context(persian_deadline=deadline)).action_notify()
        return res


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"  # pylint: disable=consider-merging-classes-inherited

    def message_notify(self, **kwargs):
        deadline = self.env.context.get("persian_deadline")
        if kwargs.get("subtitles") and isinstance(deadline, Deadline) and is_jalali(self.env):
            written = deadline.day.strftime(get_lang(self.env).date_format)
            jalali = format_date(self.env, deadline.day)
            kwargs["subtitles"] = [text.replace(written, jalali) for text in kwargs["subtitles"]]
        return super().message_notify(**kwargs)
