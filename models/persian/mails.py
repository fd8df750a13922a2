"""E-mails in Persian: they go to somebody else than whoever sends them."""

import re

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from .amounts import MINUS, NBSP, writes_unit_last
from .calendar_choice import CALENDAR_READER, CalendarReader

# As Odoo shortens an amount: 6.6G.
SHORT_NUMBER = re.compile(r"(-?)(\d+(?:\.\d+)?)([kMGT]?)")
# Right-to-left isolate, and its end: an e-mail has no direction of its own.
RLI, PDI = "\u2067", "\u2069"


class MailRenderMixin(models.AbstractModel):
    _inherit = "mail.render.mixin"

    def _render_template(self, *args, **kwargs):
        """As in Odoo; the site has chosen the calendar of what it sends, unless a reader is known."""
        records = self
        if not isinstance(self.env.context.get(CALENDAR_READER), CalendarReader):
            records = self.with_context(**{CALENDAR_READER: CalendarReader()})
        return super(MailRenderMixin, records)._render_template(*args, **kwargs)


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    def _action_send_to_user(self, user, *args, **kwargs):
        """As in Odoo, in the calendar of its reader."""
        records = self.with_context(**{CALENDAR_READER: CalendarReader(user)})
        return super(DigestDigest, records)._action_send_to_user(user, *args, **kwargs)

    def _get_persian_date(self):
        """The day of a digest in Persian.

        :returns: str, or False in another language, where Odoo writes it
        """
        if not writes_unit_last(self.env):
            return False
        return format_date(self.env, fields.Date.today(), date_format="long")

    @api.model
    def _format_currency_amount(self, amount, currency_id):
        """As in Odoo; in Persian in words: 6.6 میلیارد ریال."""
        text = super()._format_currency_amount(amount, currency_id)
        short = SHORT_NUMBER.fullmatch(str(amount))
        if not short or not writes_unit_last(self.env):
            return text
        minus, number, unit = short.groups()
        # What is above a thousand billions is said in billions.
        value = float(number) * (1000 if unit == "T" else 1)
        number = formatLang(self.env, value, digits=0 if value.is_integer() else 1)
        words = self._get_short_words(number).get(unit, number)
        parts = [(MINUS if minus else "") + words, currency_id.symbol or ""]
        return RLI + NBSP.join(filter(None, parts)).replace(" ", NBSP) + PDI

    @api.model
    def _get_short_words(self, number):
        """:returns: dict, a unit of Odoo's to the number in it, in words"""
        billion = self.env._("%s billion", number)
        return {
            "k": self.env._("%s thousand", number),
            "M": self.env._("%s million", number),
            "G": billion,
            "T": billion,
        }
