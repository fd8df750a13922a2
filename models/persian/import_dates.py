import datetime

from odoo import fields, models

from odoo.addons.base_import.models.base_import import ImportValidationError

from ...tools.persian.jalali_text import ImpossibleDayError, clean, parse
from .patch_dates import is_jalali


class ImportColumn:
    """The texts of a column of dates, each read in the calendar that its year tells."""

    def __init__(self, rows, index, today):
        self.days, self.gregorian, self.impossible = {}, {}, {}
        for number, row in enumerate(rows):
            text = row[index]
            if not text or not isinstance(text, str):
                continue
            try:
                written = parse(text, today)
            except ImpossibleDayError as error:
                # What is Gregorian may be so in a format that Odoo knows better.
                kind = self.impossible if error.is_jalali else self.gregorian
                kind[number] = text
                continue
            if written:
                kind = self.days if written.is_jalali else self.gregorian
                kind[number] = written if written.is_jalali else text

    def find_mixture(self, rows, index):
        """:returns: tuple of str, a Jalali text and a Gregorian one; or None"""
        jalali = {**self.days, **self.impossible}
        if jalali and self.gregorian:
            return rows[min(jalali)][index].strip(), self.gregorian[min(self.gregorian)].strip()
        return None


class BaseImport(models.TransientModel):
    """Jalali dates in files of whoever writes Jalali."""

    _inherit = "base_import.import"  # pylint: disable=consider-merging-classes-inherited

    def execute_import(self, fields, columns, options, dryrun=False):
        """As in Odoo; the names of the columns go along for what is said about them."""
        names = {field: name for field, name in zip(fields, columns, strict=False) if field}
        records = self.with_context(persian_import_columns=names)
        return super(BaseImport, records).execute_import(fields, columns, options, dryrun=dryrun)

    def _try_match_date_time(self, preview_values, options):
        """A column of Jalali days may be mapped to a date, or to a date and time."""
        kinds = super()._try_match_date_time(preview_values, options)
        if kinds or not is_jalali(self.env):
            return kinds
        today = fields.Date.context_today(self)
        try:
            days = [
                parse(value, today)
                for value in preview_values
                if value and not isinstance(value, datetime.date)
            ]
        except ImpossibleDayError:
            return kinds
        if not days or not all(days):
            return kinds
        return ["datetime"] if any(day.time for day in days) else ["date", "datetime"]

    def _parse_date_from_data(self, data, index, name, field_type, options):
        """As in Odoo, after the Jalali days of the column are read.

        :raises ImportValidationError: the column mixes calendars, or a day is impossible
        """
        if not is_jalali(self.env):
            return super()._parse_date_from_data(data, index, name, field_type, options)
        column = ImportColumn(data, index, fields.Date.context_today(self))
        self._check_import_column(column, data, index, name, field_type)
        for number, text in column.gregorian.items():
            data[number][index] = clean(text)
        for number, written in column.days.items():
            # Odoo leaves what is a day already as it is.
            data[number][index] = written.day
        super()._parse_date_from_data(data, index, name, field_type, options)
        for number, written in column.days.items():
            moment = datetime.datetime.combine(written.day, written.time or datetime.time())
            is_day = field_type == "date"
            data[number][index] = fields.Date.to_string(moment) if is_day else str(moment)
        return None

    def _check_import_column(self, column, data, index, name, field_type):
        label = self.env.context.get("persian_import_columns", {}).get(name) or name
        if mixture := column.find_mixture(data, index):
            message = self.env._(
                "Column “%(column)s” has dates of two calendars: “%(jalali)s” is read as Jalali and "
                "“%(gregorian)s” as Gregorian. Write them all in one calendar, then import again.",
                column=label,
                jalali=mixture[0],
                gregorian=mixture[1],
            )
            raise ImportValidationError(message, field=name, field_type=field_type)
        for number, text in column.impossible.items():
            message = self.env._(
                "Column “%(column)s”, line %(line)d: there is no day “%(text)s”.",
                column=label,
                line=number + 1,
                text=text.strip(),
            )
            raise ImportValidationError(message, field=name, field_type=field_type)
