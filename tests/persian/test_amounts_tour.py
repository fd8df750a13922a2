from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user


@tagged("post_install", "-at_install")
class TestAmountsTour(HttpCase):
    """Amounts and names as a salesperson in Persian sees them, in a browser of 1366 pixels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        rial = cls.env.ref("base.IRR")
        rial.write({"symbol": "ریال", "position": "before", "rounding": 1, "active": True})
        cls.company = cls.env["res.company"].create({"name": "شرکت", "currency_id": rial.id})
        cls.user = mail_new_test_user(
            cls.env,
            login="user_amounts",
            name="لیلا مدیر",
            lang="fa_IR",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            groups="sales_team.group_sale_manager,crm.group_use_lead",
        )
        cls.env["crm.lead"].search([("company_id", "=", False)]).active = False
        cls.env["crm.team"].search([("company_id", "=", False)]).active = False
        cls.team = cls.env["crm.team"].create(
            {"name": "تیم مبلغ", "company_id": cls.company.id, "member_ids": cls.user.ids}
        )
        cls.opportunity = cls._create_lead("فرصت با مبلغ بزرگ")

    @classmethod
    def _create_lead(cls, name, **values):
        return cls.env["crm.lead"].create(
            {
                "name": name,
                "type": "opportunity",
                "user_id": cls.user.id,
                "team_id": cls.team.id,
                "company_id": cls.company.id,
                "expected_revenue": 49500000000,
                **values,
            }
        )

    def test_amounts_without_toman(self):
        self.start_tour(
            "/odoo", "crm_lead_qualification_persian_amounts", login="user_amounts", timeout=120
        )

    def test_amounts_with_toman(self):
        self.user.shows_toman = True
        self.start_tour(
            "/odoo", "crm_lead_qualification_persian_toman", login="user_amounts", timeout=120
        )
        # Nothing but rials is stored.
        self.assertEqual(self.opportunity.expected_revenue, 49500000000)

    def test_no_amount_is_cut_at_1366_pixels(self):
        names = ["میز و صندلی کارگاه مرکزی سازه پردیس", "سوییچ 48-port PoE برای دفتر"]
        for name in names:
            lead = self._create_lead(name, contact_name="نرگس فرهادی", phone="+98 912 000 5678")
            lead.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.today(),
                user_id=self.user.id,
                summary="بازبینی شرایط پرداخت سه مرحله‌ای",
            )
            lead.tag_ids = self.env["crm.tag"].create({"name": f"برچسب {name}"})
            self._create_lead(name, type="lead", email_from=f"{lead.id}@example.com")
        self._create_lead("باخته").action_set_lost()
        customer = self.env["res.partner"].create({"name": "شرکت مهندسی سازه پردیس"})
        product = self.env["product.product"].create({"name": "سوییچ", "taxes_id": False})
        self.env["sale.order"].with_company(self.company).create(
            {
                "partner_id": customer.id,
                "company_id": self.company.id,
                "user_id": self.user.id,
                "order_line": [
                    Command.create({"product_id": product.id, "price_unit": 49500000000})
                ],
            }
        )
        self.start_tour(
            "/odoo", "crm_lead_qualification_persian_widths", login="user_amounts", timeout=120
        )

    def test_phone_numbers_dial(self):
        self.env["crm.phonecall"].create(
            {
                "name": "تماس",
                "partner_phone": "021 88776655 و 0912 000 5678",
                "user_id": self.user.id,
                "company_id": self.company.id,
                "state": "done",
            }
        )
        self.user.group_ids += self.env.ref("crm_lead_qualification.group_use_phonecalls")
        self.start_tour(
            "/odoo", "crm_lead_qualification_persian_phones", login="user_amounts", timeout=120
        )


@tagged("post_install", "-at_install")
class TestTelephoneTour(HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_lead_begins_with_whom_to_call(self):
        lead = self.env["crm.lead"].create({"name": "سرنخ", "type": "lead"})
        self.start_tour(
            f"/odoo/crm.lead/{lead.id}",
            "crm_lead_qualification_persian_telephone",
            login="admin",
            timeout=120,
        )
