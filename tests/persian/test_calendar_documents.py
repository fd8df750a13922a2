import datetime
import io
import json

import openpyxl
from freezegun import freeze_time

from odoo import http
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

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


@tagged("post_install", "-at_install")
class TestCalendarPrograms(HttpCase):
    """Whoever looks sees Jalali months; machines read what they have always read."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang(FA)
        groups = "sales_team.group_sale_salesman_all_leads,base.group_allow_export"
        self.seller = new_test_user(self.env, "asking_seller", groups, lang=FA, tz="Asia/Tehran")
        self.lead = self.env["crm.lead"].create(
            {"name": "Asked for", "date_deadline": "2026-11-28", "user_id": self.seller.id}
        )
        self.context = {"lang": FA, "tz": "Asia/Tehran"}
        self.authenticate(self.seller.login, self.seller.login)

    def _group(self, ask):
        kwargs = {
            "domain": [("id", "=", self.lead.id)],
            "groupby": ["date_deadline:month"],
            "aggregates": ["__count"],
            "context": self.context,
        }
        (group,) = ask("crm.lead", "formatted_read_group", [], kwargs)
        return list(group["date_deadline:month"])

    def _ask_as_web_client(self, model, method, args, kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)

    def _ask_by_rpc(self, *args):
        login = self.seller.login
        return self.xmlrpc_object.execute_kw(self.env.cr.dbname, self.seller.id, login, *args)

    def test_the_web_client_gets_jalali_groups(self):
        self.assertEqual(self._group(self._ask_as_web_client), ["2026-11-22", "آذر 1405"])

    def test_programs_get_gregorian_groups(self):
        self.assertEqual(self._group(self._ask_by_rpc), ["2026-11-01", "نوامبر 2026"])

    def test_an_export_stays_gregorian(self):
        data = {
            "model": "crm.lead",
            "fields": [{"name": "date_deadline", "label": "Day", "type": "date"}],
            "ids": self.lead.ids,
            "domain": [],
            "groupby": ["date_deadline:month"],
            "import_compat": False,
            "context": self.context,
        }
        response = self.url_open(
            "/web/export/xlsx",
            data={"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)},
        )
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        cells = [cell.value for row in sheet.rows for cell in row]
        self.assertTrue([cell for cell in cells if "نوامبر 2026" in str(cell)])
        self.assertIn(datetime.datetime(2026, 11, 28), cells)


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
