import datetime

from freezegun import freeze_time

from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from ...models.persian.patch_dates import is_jalali
from ..common_documents import DocumentsMixin

FA, EN = "fa_IR", "en_US"


@tagged("post_install", "-at_install")
class TestCalendarDocuments(HttpCase):
    """Jalali days where customers and whole teams read them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        cls.customers = {
            lang: new_test_user(
                cls.env, f"customer_{lang}", "base.group_portal", lang=lang, tz="Asia/Tehran"
            )
            for lang in (FA, EN)
        }

    def _order(self, lang):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customers[lang].partner_id.id,
                "date_order": datetime.datetime(2026, 11, 28, 10),
                "validity_date": "2026-12-30",
                "state": "sent",
            }
        )
        order.state = "sent"
        return order

    def test_the_portal_page_of_a_quotation(self):
        for lang, here, not_here in (
            (FA, ["1405/09/07", "1405/10/09"], "2026/11/28"),
            (EN, ["11/28/2026", "12/30/2026"], "1405/09/07"),
        ):
            order = self._order(lang)
            login = self.customers[lang].login
            self.authenticate(login, login)
            page = self.url_open(order.get_portal_url()).text
            for text in here:
                self.assertIn(text, page)
            self.assertNotIn(not_here, page)
            listed = self.url_open("/my/quotes").text
            self.assertIn(here[0], listed)

    def test_the_report_of_a_quotation(self):
        report = self.env["ir.actions.report"]
        for lang, here in ((FA, "1405/10/09"), (EN, "12/30/2026")):
            order = self._order(lang)
            html = report._render_qweb_html("sale.action_report_saleorder", order.ids)[0].decode()
            self.assertIn(here, html)

    def test_tracked_days_in_an_email(self):
        lead = self.env["crm.lead"].create({"name": "Tracked"})
        message = lead.message_post(body="Changed")
        self.env["mail.tracking.value"].create(
            {
                "field_id": self.env["ir.model.fields"]._get("crm.lead", "date_deadline").id,
                "mail_message_id": message.id,
                "new_value_datetime": "2026-11-28",
            }
        )
        for lang, text in ((FA, "1405/09/07"), (EN, "2026-11-28")):
            values = lead._notify_by_email_prepare_rendering_context(message, force_email_lang=lang)
            self.assertEqual(values["tracking_values"][0][2], text)
        # The browser writes them itself.
        formatted = message.with_context(lang=FA).tracking_value_ids._tracking_value_format()
        self.assertEqual(formatted[0]["newValue"], "2026-11-28")

    def test_an_export_stays_gregorian(self):
        lead = self.env["crm.lead"].create({"name": "Exported", "date_deadline": "2026-11-28"})
        seller = new_test_user(
            self.env,
            "exporting",
            "sales_team.group_sale_salesman_all_leads,base.group_allow_export",
            lang=FA,
        )
        self.assertTrue(is_jalali(self.env(user=seller, context={"lang": FA})))
        data = lead.with_user(seller).with_context(lang=FA).export_data(["name", "date_deadline"])
        self.assertEqual(data["datas"], [["Exported", datetime.date(2026, 11, 28)]])


@tagged("post_install", "-at_install")
class TestCalendarMonth(DocumentsMixin, TransactionCase):
    @freeze_time("2026-11-28 10:00:00")
    def test_this_month_of_a_team(self):
        """An invoice of 5 November is of Aban, and of this month in English alone."""
        self.env["res.lang"]._activate_lang(FA)
        self._set_up_documents()
        team = self.env["crm.team"].create({"name": "Month", "company_id": False})
        group = "sales_team.group_sale_manager,account.group_account_invoice"
        for day, price in (("2026-11-05", 30), ("2026-11-23", 100)):
            self._make_invoice(team, self.env.user, price, invoice_date=day)
        for lang, amount in ((FA, 100), (EN, 130)):
            user = new_test_user(self.env, f"manager_{lang}", group, lang=lang, tz="Asia/Tehran")
            own = team.with_user(user).with_context(lang=lang, tz="Asia/Tehran")
            self.assertEqual((own.invoiced, own.invoice_amount), (amount, amount))
            found = self.env["account.move"].search(own.action_open_figure_invoices()["domain"])
            self.assertEqual(sum(found.mapped("amount_untaxed_signed")), amount)
