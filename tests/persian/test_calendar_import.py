import datetime
import io

import openpyxl
from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.base_import.models.base_import import ImportValidationError

from .test_calendar_texts import CalendarTextsCase

OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "encoding": "utf-8",
    "date_format": "",
    "datetime_format": "",
}
FIELDS = ["name", "date_deadline"]
COLUMNS = ["نام", "تاریخ بستن"]


@tagged("post_install", "-at_install")
class TestCalendarImport(CalendarTextsCase):
    """Jalali days in files."""

    def _make(self, env, content, file_type="text/csv"):
        return env["base_import.import"].create(
            {"res_model": "crm.lead", "file": content, "file_name": "f", "file_type": file_type}
        )

    def _import(self, *dates, env=None, field="date_deadline", **options):
        lines = [",".join(COLUMNS), *(f'Row {row},"{text}"' for row, text in enumerate(dates))]
        wizard = self._make(env or self.fa, "\n".join(lines).encode())
        return wizard.execute_import(["name", field], COLUMNS, {**OPTIONS, **options})

    def _read(self, result, field="date_deadline"):
        self.assertFalse(result["messages"])
        return [str(value) for value in self.env["crm.lead"].browse(result["ids"]).mapped(field)]

    @freeze_time("2026-11-28 10:00:00")
    def test_days_in_all_forms(self):
        texts = ["۱۴۰۵/۱۰/۱۵", "1405-10-15", "15/10/1405", "15 دی 1405", "۱۵ دي", "05/10/15"]
        result = self._import(*texts, "14051015", "15-دی-1405")
        self.assertEqual(
            [lead["date_deadline"] for lead in self._rows(result)], [datetime.date(2027, 1, 5)] * 8
        )

    def _rows(self, result):
        self.assertFalse(result["messages"])
        return self.env["crm.lead"].browse(result["ids"]).read(["date_deadline"])

    def test_moments_are_of_the_time_zone_of_the_user(self):
        texts = ["۱۴۰۵/۱۰/۱۵ ۱۴:۳۰", "15-دی-1405 14.30", "1405/10/15 ساعت 2:30 عصر", "1405/10/16"]
        result = self._import(*texts, field="date_closed")
        self.assertEqual(
            self._read(result, "date_closed"),
            ["2027-01-05 11:00:00"] * 3 + ["2027-01-05 20:30:00"],
        )

    def test_gregorian_days_are_read_beside(self):
        self.assertEqual(self._read(self._import("2027-01-05")), ["2027-01-05"])
        self.assertEqual(self._read(self._import("۲۰۲۷-۰۱-۰۶")), ["2027-01-06"])
        options = {"date_format": "%m/%d/%Y"}
        self.assertEqual(self._read(self._import("10/15/2026", **options)), ["2026-10-15"])

    def test_two_calendars_in_a_column_are_asked_about(self):
        result = self._import("1405/10/15", "1405/10/16", "2027-01-05")
        self.assertNotIn("ids", result)
        message = result["messages"][0]["message"]
        for text in ("تاریخ بستن", "1405/10/15", "2027-01-05"):
            self.assertIn(text, message)

    def test_impossible_days_are_refused(self):
        # The format that Odoo finds in the column knows a day in the year 1404 of another calendar.
        result = self._import("1403/12/30", "1404/12/30", date_format="%Y/%m/%d")
        self.assertNotIn("ids", result)
        message = result["messages"][0]["message"]
        self.assertIn("1404/12/30", message)
        self.assertIn("2", message)
        self.assertEqual(self._read(self._import("1403/12/30")), ["2025-03-20"])

    def test_a_format_that_is_chosen_is_kept(self):
        for text, date_format in (
            ("01/02/27", "%d/%m/%y"),
            ("02/01/27", "%m/%d/%y"),
            ("01022027", "%d%m%Y"),
            ("۰۱/۰۲/۲۷", "%d/%m/%y"),
        ):
            result = self._import(text, date_format=date_format)
            self.assertEqual(self._read(result), ["2027-02-01"])
        for text, date_format in (("12/31/26", "%m/%d/%y"), ("31122026", "%d%m%Y")):
            result = self._import(text, date_format=date_format)
            self.assertEqual(self._read(result), ["2026-12-31"])
        formats = {"date_format": "", "datetime_format": "%d/%m/%y %H:%M"}
        result = self._import("01/02/27 10:00", field="date_closed", **formats)
        self.assertEqual(self._read(result, "date_closed"), ["2027-02-01 06:30:00"])

    def test_a_format_does_not_change_what_is_certain(self):
        result = self._import("1405/10/15", "15 دی 1405", "15 دی 05", date_format="%d/%m/%y")
        self.assertEqual(self._read(result), ["2027-01-05"] * 3)
        result = self._import("05/10/15", date_format="%y/%m/%d")
        self.assertEqual(self._read(result), ["2027-01-05"])
        result = self._import("15101405", date_format="%d%m%Y")
        self.assertIn("15101405", result["messages"][0]["message"])

    def test_a_year_that_says_no_day_is_of_no_calendar(self):
        """Odoo says that it is wrong: there is no question about calendars."""
        for text, other in (("0000-00-00", "2027-01-05"), ("0001-01-01", "2027-01-05")):
            result = self._import(other, text)
            english = self._import(other, text, env=self.en)
            self.assertFalse(result.get("ids"))
            self.assertEqual(
                [message.get("rows") for message in result["messages"]],
                [message.get("rows") for message in english["messages"]],
            )
            self.assertNotIn(other, result["messages"][0]["message"])

    def test_names_of_columns_in_the_context_are_not_trusted(self):
        env = self.fa["base"].with_context(persian_import_columns=5).env
        rows = [["1405/10/15"], ["2027-01-05"]]
        with self.assertRaises(ImportValidationError) as refused:
            env["base_import.import"]._parse_date_from_data(
                rows, 0, "date_deadline", "date", dict(OPTIONS)
            )
        self.assertIn("date_deadline", str(refused.exception))

    def _preview(self, *texts, env=None, **options):
        options = {**OPTIONS, **options}
        content = "\n".join([",".join(COLUMNS), *(f"Row,{text}" for text in texts)]).encode()
        preview = self._make(env or self.fa, content).parse_preview(options)
        return preview["header_types"][1], preview["options"]

    def test_short_years_are_recognised_and_their_format_is_shown(self):
        kinds, options = self._preview("05/10/15", "۰۵/۱۰/۱۶")
        self.assertEqual((kinds, options["date_format"]), (["date", "datetime"], "%y/%m/%d"))
        kinds, options = self._preview("05/10/15 14:30")
        self.assertEqual((kinds, options["datetime_format"]), (["datetime"], "%y/%m/%d %H:%M"))
        # Neither what the user has chosen, nor what is no Jalali day.
        options = self._preview("05/10/15", date_format="%d/%m/%y")[1]
        self.assertEqual(options["date_format"], "%d/%m/%y")
        self.assertEqual(self._preview("12/31/26")[1]["date_format"], "%m/%d/%y")
        options = self._preview("05/10/15", env=self.en)[1]
        self.assertNotEqual(options["date_format"], "%y/%m/%d")

    def test_spreadsheets(self):
        book = openpyxl.Workbook()
        rows = [COLUMNS, ["a", "۱۴۰۵/۱۰/۱۵"], ["b", 14051015], ["c", datetime.date(2027, 1, 5)]]
        for row in rows:
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        wizard = self._make(self.fa, content.getvalue(), kind)
        result = wizard.execute_import(FIELDS, COLUMNS, dict(OPTIONS))
        self.assertEqual(
            [row["date_deadline"] for row in self._rows(result)], [datetime.date(2027, 1, 5)] * 3
        )

    def test_the_column_is_recognised(self):
        content = "\n".join([",".join(COLUMNS), "a,۱۵ دی ۱۴۰۵", "b,۱۶ دی ۱۴۰۵"]).encode()
        preview = self._make(self.fa, content).parse_preview(dict(OPTIONS))
        self.assertEqual(preview["header_types"][1], ["date", "datetime"])
        english = self._make(self.en, content).parse_preview(dict(OPTIONS))
        self.assertNotIn("date", english["header_types"][1])

    def test_nothing_changes_in_english(self):
        result = self._import("15 دی 1405", env=self.en)
        self.assertIn("contains incorrect values", result["messages"][0]["message"])
        self.assertEqual(self._read(self._import("2027-01-05", env=self.en)), ["2027-01-05"])
