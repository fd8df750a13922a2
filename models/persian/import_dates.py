import datetime

from odoo import fields, models

from odoo.addons.base_import.models.base_import import ImportValidationError

from ...tools.persian.jalali_text import ImpossibleDayError, clean, find_format, parse
from .patch_dates import is_jalali

# What programs write where there is no day: of neither calendar.
NO_YEARS = (0, 1)


def is_year_first(*formats):
    """:returns: bool, whether formats of dates, those that are chosen, begin with the year"""
    return all(text.startswith(("%y", "%Y")) for text in formats if text)


class ImportColumn:
    """The texts of a column of dates, each read in the calendar that its year tells.

    A text that does not tell it is Jalali unless the user has chosen a format of another order.
    """

    def __init__(self, rows, index, today, formats=()):
        self.days, self.gregorian, self.impossible, self.no_days = {}, {}, {}, {}
        self.is_year_first = is_year_first(*formats)
        for number, row in enumerate(rows):
            text = row[index]
            if not text or not isinstance(text, str):
                continue
            try:
                written = parse(text, today)
            except ImpossibleDayError as error:
                # What is Gregorian may be so in a format that Odoo knows better.
                kind = self.impossible if self._is_jalali(error) else self.gregorian
                kind = self.no_days if error.year in NO_YEARS else kind
                kind[number] = text
                continue
            if written:
                is_jalali = self._is_jalali(written)
                kind = self.days if is_jalali else self.gregorian
                kind[number] = written if is_jalali else text

    def _is_jalali(self, found):
        return found.is_jalali and (found.is_certain or self.is_year_first)

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
        days = self._read_jalali_preview(preview_values) if is_jalali(self.env) else {}
        has_time = any(day.time for day in days.values())
        kinds = ["datetime"] if has_time else ["date", "datetime"]
        short = [text for text, day in days.items() if not day.is_certain]
        formats = options.get("date_format"), options.get("datetime_format")
        if short and is_year_first(*formats) and all(day.is_jalali for day in days.values()):
            # Odoo would find another order in them. The user sees the format, and may change it.
            name = "datetime_format" if has_time else "date_format"
            options[name] = options.get(name) or find_format(short[0])
            return kinds
        return super()._try_match_date_time(preview_values, options) or (days and kinds) or []

    def _read_jalali_preview(self, preview_values):
        """The first texts of a column as days of any calendar.

        :returns: dict of str to Written, empty where one of them is no day
        """
        today = fields.Date.context_today(self)
        texts = [text for text in preview_values if text and not isinstance(text, datetime.date)]
        try:
            days = {text: parse(text, today) for text in texts}
        except ImpossibleDayError:
            return {}
        return days if all(days.values()) else {}

    def _parse_date_from_data(self, data, index, name, field_type, options):
        """As in Odoo, after the Jalali days of the column are read.

        :raises ImportValidationError: the column mixes calendars, or a day is impossible
        """
        if not is_jalali(self.env):
            return super()._parse_date_from_data(data, index, name, field_type, options)
        formats = [options.get("date_format")]
        if field_type == "datetime":
            formats.append(options.get("datetime_format"))
        column = ImportColumn(data, index, fields.Date.context_today(self), formats)
        self._check_import_column(column, data, index, name, field_type)
        for number, text in (column.gregorian | column.no_days).items():
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
        names = self.env.context.get("persian_import_columns")
        label = (isinstance(names, dict) and names.get(name)) or name
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
