import re

from odoo import models
from odoo.fields import Domain

from ...tools.persian_text import fold


class MailThreadPhone(models.AbstractModel):
    _inherit = "mail.thread.phone"

    def _search_phone_mobile_search(self, operator, value):
        """A number is found whatever digits it was typed in, there and here (features.md #64).

        Core compares what was typed, character by character; the sanitized number has Latin
        digits alone.
        """
        result = super()._search_phone_mobile_search(operator, value)
        if not isinstance(value, str) or operator not in ("ilike", "like"):
            return result
        if any(letter.isalpha() for letter in value):
            return result
        # With "0" or "00" a number is dialled, and neither is in E.164.
        digits = re.sub(r"\D", "", fold(value)).lstrip("0")
        if len(digits) < self._phone_search_min_length:
            return result
        return Domain(result) | Domain("phone_sanitized", "like", digits)
