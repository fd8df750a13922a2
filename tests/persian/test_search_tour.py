from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user


@tagged("post_install", "-at_install")
class TestSearchTour(HttpCase):
    """A salesperson who types into the search boxes, in a browser."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env.company.country_id = self.env.ref("base.ir")
        self.env.ref("base.group_user").implied_ids = [
            Command.link(self.env.ref("crm.group_use_lead").id),
            Command.link(self.env.ref("crm_lead_qualification.group_use_phonecalls").id),
        ]
        self.user = mail_new_test_user(
            self.env,
            login="user_search_fa",
            name="لیلا جستجو",
            lang="fa_IR",
            groups="sales_team.group_sale_salesman,base.group_partner_manager",
        )
        # What an Arabic keyboard stores.
        person = {
            "contact_name": "علي‌رضا كريمي",
            "partner_name": "پارس آرا",
            "email_from": "a.karimi@pars.example.com",
            "user_id": self.user.id,
        }
        self.env["crm.lead"].create(
            [
                {"name": "سرنخ جستجو", "type": "lead", "phone": "۰۹۱۲ ۷۷۷ ۰۰۰۱", **person},
                {"name": "سرنخ دیگر", "type": "lead", "user_id": self.user.id},
                {"name": "فرصت جستجو", "type": "opportunity", "phone": "+989127770001", **person},
                {"name": "فرصت دیگر", "type": "opportunity", "user_id": self.user.id},
            ]
        )
        self.env["crm.phonecall"].create(
            [
                {
                    "name": "تماس جستجو",
                    "partner_phone": "0912-777-0001",
                    "direction": "in",
                    # The menu shows those that were held.
                    "state": "done",
                    **person,
                },
                {
                    "name": "تماس بی‌ربط",
                    "direction": "in",
                    "state": "done",
                    "user_id": self.user.id,
                },
            ]
        )
        self.env["res.partner"].create(
            [
                # The menu shows those to whom something was sold.
                {"customer_rank": 1, **values}
                for values in (
                    {"name": "علي‌رضا كريمي", "phone": "09127770001", "ref": "C-1405/7"},
                    {"name": "مشتری دیگر"},
                )
            ]
        )

    def test_every_spelling_is_typed_and_found(self):
        self.start_tour(
            "/odoo", "crm_lead_qualification_persian_search", login=self.user.login, timeout=180
        )
