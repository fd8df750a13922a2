import io

from openpyxl import Workbook

from odoo.tests import tagged

from ..common import QualificationCommon

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = ("name", "expected_revenue", "probability", "color")


@tagged("post_install", "-at_install")
class TestPersianNumberImport(QualificationCommon):
    """Files with numbers from Persian keyboards are read, and nothing in them becomes 0."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.env = cls.env(context={**cls.env.context, "lang": "fa_IR"})

    def _import(self, content, file_type="text/csv", names=NAMES, **options):
        wizard = self.env["base_import.import"].create(
            {"res_model": "crm.lead", "file": content, "file_type": file_type, "file_name": "x"}
        )
        options = {
            "quoting": '"',
            "separator": ";",
            "encoding": "utf-8",
            "has_headers": True,
            "float_thousand_separator": ",",
            "float_decimal_separator": ".",
            **options,
        }
        return wizard.execute_import(list(names), list(names), options)

    def _import_csv(self, *rows, names=NAMES, **options):
        lines = [";".join(row) for row in [names, *rows]]
        return self._import("\n".join(lines).encode(), names=names, **options)

    def _read(self, result):
        self.assertFalse(result["messages"])
        return [
            (lead.expected_revenue, lead.probability, lead.color)
            for lead in self.env["crm.lead"].browse(result["ids"])
        ]

    rows = (
        ("یک", "۲٬۵۰۰٬۰۰۰٬۰۰۰", "۵۵", "۳"),
        ("دو", "۲,۵۰۰ ریال", "۱۲٫۵", "٤"),
        ("سه", "IRR ۲۵۰۰٫۵", "\u200e۱۰", "۰"),
        ("چهار", "ريال −۵۰۰", "0", "5"),
        ("پنج", "(۵۰۰)", "12.5", "-۱"),
    )
    values = [(2500000000, 55, 3), (2500, 12.5, 4), (2500.5, 10, 0), (-500, 0, 5), (-500, 12.5, -1)]

    def test_a_csv_file_is_read(self):
        self.assertEqual(self._read(self._import_csv(*self.rows)), self.values)

    def test_an_excel_file_is_read(self):
        book = Workbook()
        for row in [NAMES, *self.rows, ("شش", 7.5, "۲۰", 8)]:
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        result = self._import(content.getvalue(), XLSX)
        self.assertEqual(self._read(result), [*self.values, (7.5, 20, 8)])

    def test_whoever_works_in_english_may_import_persian_digits(self):
        self.env = self.env(context={**self.env.context, "lang": "en_US"})
        self.assertEqual(self._read(self._import_csv(*self.rows)), self.values)

    def test_the_separators_of_the_file_hold_for_persian_digits_too(self):
        separators = {"float_thousand_separator": ".", "float_decimal_separator": ","}
        rows = [("یک", "۱.۵۰۰.۰۰۰", "۱۲,۵", ""), ("دو", "۱٬۵۰۰٫۵", "۱۲٫۵", "")]
        read = self._read(self._import_csv(*rows, **separators))
        self.assertEqual(read, [(1500000, 12.5, 0), (1500.5, 12.5, 0)])

    def test_what_cannot_be_read_is_an_error_of_its_row(self):
        before = self.env["crm.lead"].search_count([])
        bad = ["۱۲الف", "۱۲/۵", "۱٬۵", "۵۰۰ تومان", "صد", "۱۲ ۵"]
        rows = [("خوب", "۵۰۰", "۵۵", "۳"), *[("بد", text, "۵۵", "۳") for text in bad]]
        result = self._import_csv(*rows, ("بد", "۵", "۱۲٪", "۳"), ("بد", "۵", "۵", "۲٫۵"))
        self.assertFalse(result["ids"])
        self.assertEqual(self.env["crm.lead"].search_count([]), before)
        told = {message["rows"]["from"]: message["message"] for message in result["messages"]}
        self.assertEqual(sorted(told), [1, 2, 3, 4, 5, 6, 7, 8])
        for number, text in enumerate([*bad, "۱۲٪", "۲٫۵"], start=1):
            self.assertIn(text, told[number])

    def test_a_currency_of_the_site_may_stand_beside_an_amount(self):
        self.env["res.currency"].create({"name": "IRT", "symbol": "تومان"})
        read = self._read(self._import_csv(("یک", "۵۰۰ تومان", "۵", "۱")))
        self.assertEqual(read, [(500, 5, 1)])

    def test_a_persian_zero_is_false(self):
        rows = [("یک", "۱"), ("دو", "۰"), ("سه", "٠")]
        result = self._import_csv(*rows, names=["name", "active"])
        self.assertFalse(result["messages"])
        leads = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(leads.mapped("active"), [True, False, False])

    def test_a_column_of_persian_numbers_is_taken_for_numbers(self):
        find = self.env["base_import.import"]._extract_header_types
        self.assertEqual(find(["۲٬۵۰۰", "۱۲٫۵ ریال", ""], {}), ["float", "monetary"])
        self.assertIn("integer", find(["۲٬۵۰۰", "۱۲"], {}))
        self.assertNotIn("float", find(["۲٬۵۰۰", "میز"], {}))

    def test_latin_numbers_are_read_as_before(self):
        options = {"float_thousand_separator": ",", "float_decimal_separator": "."}
        result = self._import_csv(("یک", "1,500.5", "12.5", "3"), **options)
        self.assertEqual(self._read(result), [(1500.5, 12.5, 3)])
        result = self._import_csv(("دو", "abc", "1", "1"), **options)
        self.assertIn("abc", result["messages"][0]["message"])

    def test_properties_are_read(self):
        self.team.lead_properties_definition = [
            {"name": "a1", "type": "integer", "string": "تعداد"},
            {"name": "b2", "type": "float", "string": "نرخ"},
        ]
        load = self.env["crm.lead"].load
        names = ["name", "team_id/.id", "lead_properties.a1", "lead_properties.b2"]
        result = load(names, [["یک", str(self.team.id), "۱٬۲۳۴", "۲٫۵"]])
        self.assertFalse(result["messages"])
        lead = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(dict(lead.lead_properties), {"a1": 1234, "b2": 2.5})
        self.assertTrue(load(names, [["دو", str(self.team.id), "۱۲الف", ""]])["messages"])
