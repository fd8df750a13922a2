import re

from odoo import api, models

from ...tools.persian.numbers import rewrite_number


class BaseImport(models.TransientModel):
    """Numbers in Persian writing are rewritten before Odoo looks at a column of numbers."""

    _inherit = "base_import.import"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _extract_header_types(self, preview_values, options):
        return super()._extract_header_types(
            self._rewrite_preview(preview_values, options), options
        )

    @api.model
    def _rewrite_preview(self, values, options):
        """Return the values of a column as Odoo recognises numbers, if all of them are numbers."""
        converter = self.env["ir.fields.converter"]
        if not all(isinstance(value, str) for value in values):
            return values
        if not any(map(converter._is_persian_number, values)):
            return values
        rewritten = [self._rewrite_number(value, options) for value in values]
        return values if None in rewritten else rewritten

    @api.model
    def _rewrite_number(self, value, options):
        """Return a number as Odoo's import reads it, None where it is none."""
        converter = self.env["ir.fields.converter"]
        if not converter._is_persian_number(value):
            return value
        # As Odoo does, for accountants.
        value = re.sub(r"^\((.*)\)$", r"-\1", value.strip())
        decimal_point = options.get("float_decimal_separator") or "."
        thousands_sep = options.get("float_thousand_separator")
        if converter._parse_persian_number(value, decimal_point, thousands_sep) is None:
            return None
        return rewrite_number(value, decimal_point, converter._get_currency_words())

    @api.model
    def _parse_float_from_data(self, data, index, name, options):
        """Leave what is no number to the conversion of its row, which says which row it is.

        Odoo refuses the whole column, for it does not know Persian digits.
        """
        lines = []
        for line in data:
            number = self._rewrite_number(line[index].strip(), options)
            if number is not None:
                line[index] = number
                lines.append(line)
        return super()._parse_float_from_data(lines, index, name, options)
