from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged

FA, EN = "fa_IR", "en_US"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-28 10:00:00")
class TestJournalGraphs(TransactionCase):
    """The graphs of journals tell Jalali days: Saturday, 7 Azar 1405, is today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        account = cls.env["account.account"].create(
            {"name": "Bank", "code": "BNK987", "account_type": "asset_cash"}
        )
        cls.bank = cls.env["account.journal"].create(
            {"name": "Bank", "code": "BNK98", "type": "bank", "default_account_id": account.id}
        )
        cls.sale = cls.env["account.journal"].create(
            {"name": "Sales", "code": "SAL98", "type": "sale"}
        )

    def _get_bank_points(self, lang):
        [graph] = self.bank.with_context(lang=lang)._get_bank_cash_graph_data()[self.bank.id]
        return [(point["x"], point["name"]) for point in graph["values"]]

    def _get_labels(self, lang):
        [graph] = self.sale.with_context(lang=lang)._get_sale_purchase_graph_data()[self.sale.id]
        return [bar["label"] for bar in graph["values"]]

    def test_days_of_a_bank(self):
        points = self._get_bank_points(FA)
        self.assertEqual(points[0], ("7 آبان", "7 آبان 1405"))
        self.assertEqual(points[-1], ("2 آذر", "2 آذر 1405"))
        self.assertEqual(self._get_bank_points(EN)[0], ("29 Oct", "29 October 2026"))

    def test_days_to_come(self):
        self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "date": "2026-12-30", "amount": 5, "payment_ref": "x"}
        )
        self.assertIn(("9 دی", "9 دی 1405"), self._get_bank_points(FA))

    def test_weeks_of_sales(self):
        labels = self._get_labels(FA)
        self.assertEqual(
            [labels[1], *labels[3:5]], ["30 آبان - 6 آذر", "14 - 20 آذر", "21 - 27 آذر"]
        )

    def test_a_gregorian_site(self):
        self.env["res.config.settings"].create({"calendar_system": "gregorian"}).execute()
        self.assertEqual(self._get_bank_points(FA)[0][1], "29 اکتبر 2026")
        self.assertIn("نوامبر", self._get_labels(FA)[1])
