from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user


@tagged("post_install", "-at_install")
class TestNumbersTour(HttpCase):
    """Numbers that a manager types on a Persian keyboard, in a browser."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.user = mail_new_test_user(
            self.env,
            login="user_numbers_fa",
            name="لیلا مدیر",
            lang="fa_IR",
            groups="sales_team.group_sale_manager",
        )
        self.team = self.env["crm.team"].create({"name": "تیم آزمون", "member_ids": self.user.ids})
        self.other = self.env["crm.lead"].create(
            {
                "name": "فرصت دیگر",
                "type": "opportunity",
                "user_id": self.user.id,
                "team_id": self.team.id,
                "expected_revenue": 7,
            }
        )

    def test_forms_cards_filters_and_the_target_read_persian(self):
        self.start_tour(
            "/odoo",
            "crm_lead_qualification_persian_numbers",
            login=self.user.login,
            timeout=120,
        )
        lead = self.env["crm.lead"].search([("name", "=", "فرصت عددی")])
        self.assertEqual((lead.expected_revenue, lead.probability), (2500000000, 55))
        self.assertEqual(self.team.invoiced_target, 5000)

    def test_a_cell_of_an_order_reads_persian(self):
        customer = self.env["res.partner"].create({"name": "مشتری آزمون"})
        product = self.env["product.product"].create({"name": "میز آزمون", "list_price": 100})
        order = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": self.user.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        self.start_tour(
            f"/odoo/sale.order/{order.id}",
            "crm_lead_qualification_persian_cells",
            login=self.user.login,
            timeout=120,
        )
        self.assertEqual(order.order_line.product_uom_qty, 12.5)
