import datetime

from odoo import models
from odoo.tools import format_date, format_datetime

from .calendar_choice import CALENDAR_READER, CalendarReader
from .patch_dates import is_jalali


class ReaderLanguage:
    """The language of an e-mail, in the context of what is written into it."""

    def __init__(self, code):
        self.code = code


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"  # pylint: disable=consider-merging-classes-inherited

    def _notify_by_email_prepare_rendering_context(self, message, *args, **kwargs):
        lang = kwargs.get("force_email_lang") or self.env.lang
        records = self
        # They go to several, so that the site has chosen their calendar, unless a reader is known.
        if not isinstance(self.env.context.get(CALENDAR_READER), CalendarReader):
            records = self.with_context(**{CALENDAR_READER: CalendarReader()})
        if is_jalali(records.env, lang):
            records = records.with_context(persian_reader=ReaderLanguage(lang))
        return super(MailThread, records)._notify_by_email_prepare_rendering_context(
            message, *args, **kwargs
        )


class MailTrackingValue(models.Model):
    _inherit = "mail.tracking.value"

    def _format_display_value(self, field_type, new=True):
        """As in Odoo, which leaves dates to the browser; in an e-mail there is none."""
        values = super()._format_display_value(field_type, new=new)
        reader = self.env.context.get("persian_reader")
        if field_type not in ("date", "datetime") or not isinstance(reader, ReaderLanguage):
            return values
        moments = self.mapped("new_value_datetime" if new else "old_value_datetime")
        write = format_date if field_type == "date" else format_datetime
        return [
            write(self.env, _plain(moment, field_type), lang_code=reader.code) if moment else value
            for moment, value in zip(moments, values, strict=True)
        ]


def _plain(moment, field_type):
    """A tracked day is kept as its midnight, in no time zone."""
    if field_type == "date" and isinstance(moment, datetime.datetime):
        return moment.date()
    return moment
