from odoo import Command
from odoo.tests import HttpCase

from odoo.addons.mail.tests.common import mail_new_test_user


class PersianTourCase(HttpCase):
    """A salesperson who works in Persian, on a site with leads."""

    login = None
    groups = "sales_team.group_sale_salesman"

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env.ref("base.group_user").implied_ids = [
            Command.link(self.env.ref("crm.group_use_lead").id)
        ]
        self.user = mail_new_test_user(
            self.env, login=self.login, name="لیلا فروشنده", lang="fa_IR", groups=self.groups
        )
