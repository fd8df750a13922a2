from odoo import api, models

from ...tools.persian.numbers import (
    CURRENCY_WORDS,
    fold_currency,
    is_persian_number,
    parse_number,
    to_latin_digits,
)

INTEGERS = range(-(2**31), 2**31)


class IrFieldsConverter(models.AbstractModel):
    """Numbers of imported text in Persian writing; what is in Latin writing is Odoo's."""

    _inherit = "ir.fields.converter"

    @api.model
    def _is_persian_number(self, text):
        """Tell whether a text is to be read as Persian writing, by itself or by its reader."""
        return is_persian_number(text, is_persian=(self.env.lang or "").startswith("fa"))

    @api.model
    def _get_currency_words(self):
        """Return what may stand beside an amount: rials, and the currencies of the site."""
        cache = self.env.cr.cache.setdefault("crm_lead_qualification.currency_words", {})
        if "words" not in cache:
            currencies = self.env["res.currency"].sudo().search_fetch([], ["name", "symbol"])
            names = [*currencies.mapped("name"), *currencies.mapped("symbol")]
            cache["words"] = CURRENCY_WORDS.union(fold_currency(name) for name in names if name)
        return cache["words"]

    @api.model
    def _parse_persian_number(self, text, decimal_point=None, thousands_sep=None):
        """Return a number in Persian writing as a float, None if it is none.

        :param str text: a number as typed
        :param str decimal_point: beside ٫; without one, that of the user's language
        :param str thousands_sep: beside ٬; likewise
        """
        lang = self.env["res.lang"]._get_data(code=self.env.lang)
        decimal_point = decimal_point or lang.decimal_point or "."
        thousands_sep = thousands_sep or lang.thousands_sep or ""
        return parse_number(text, decimal_point, thousands_sep, self._get_currency_words())

    @api.model
    def _get_number_error(self, value):
        text = self.env._("“%(value)s” cannot be read as a number for the field “%%(field)s”.")
        return self._format_import_error(ValueError, text, {"value": value})

    @api.model
    def _str_to_integer(self, model, field, value, savepoint):
        if self._is_persian_number(value):
            number = self._parse_persian_number(value)
            if number is None or not number.is_integer() or int(number) not in INTEGERS:
                raise self._get_number_error(value)
            return int(number), []
        return super()._str_to_integer(model, field, value, savepoint)

    @api.model
    def _str_to_float(self, model, field, value, savepoint):
        if self._is_persian_number(value):
            number = self._parse_persian_number(value)
            if number is None:
                raise self._get_number_error(value)
            return number, []
        return super()._str_to_float(model, field, value, savepoint)

    # Odoo has it as another name of its own method, which would pass ours by.
    _str_to_monetary = _str_to_float

    @api.model
    def _str_to_boolean(self, model, field, value, savepoint):
        # Odoo takes what it does not know for true, «۰» as well.
        return super()._str_to_boolean(model, field, to_latin_digits(value), savepoint)

    @api.model
    def _str_to_properties(self, model, field, value, savepoint):
        for item in value if isinstance(value, list) else ():
            text = item.get("value")
            is_number = item.get("type") in ("integer", "float") and isinstance(text, str)
            if is_number and self._is_persian_number(text):
                number = self._parse_persian_number(text)
                # What is no number stays, for Odoo to refuse.
                item["value"] = text if number is None else f"{number:.15g}"
        return super()._str_to_properties(model, field, value, savepoint)
