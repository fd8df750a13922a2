from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from ..uninstalling import keep_registry


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

    def test_the_settings_say_what_the_database_lacks(self):
        """Where the database has refused the function, an administrator reads how to allow it."""
        keep_registry(self)
        self.env.ref("base.user_admin").lang = "fa_IR"
        url = "/odoo/action-crm.crm_config_settings_action"
        tour = "crm_lead_qualification_persian_search_settings"
        self.start_tour(url, f"{tour}_complete", login="admin", timeout=60)
        self.env["persian.search"]._uninstall()
        self.start_tour(url, f"{tour}_missing", login="admin", timeout=60)
