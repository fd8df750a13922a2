from odoo.tests import tagged

from .common_tours import PersianTourCase


@tagged("post_install", "-at_install")
class TestKeyboardTour(PersianTourCase):
    """The main jobs without a mouse, in Persian."""

    login = "user_keys_fa"

    def setUp(self):
        super().setUp()
        team = self.env["crm.team"].create({"name": "تیم آزمون", "member_ids": self.user.ids})
        self.leads = self.env["crm.lead"].create(
            [
                {
                    "name": name,
                    "type": "lead",
                    "user_id": self.user.id,
                    "team_id": team.id,
                    "contact_name": name,
                }
                for name in ("سرنخ یکم", "سرنخ دوم")
            ]
        )

    def _start(self, url, tour):
        self.start_tour(url, tour, login=self.user.login, timeout=120)

    def test_54_the_inbox(self):
        self.leads.email_from = "maryam@keys.example.com"
        self._start("/odoo/action-crm.crm_lead_all_leads", "crm_lead_qualification_keys_inbox")
        self.assertEqual(self.leads.mapped("won_status"), ["pending"] * 2)
        self.assertFalse(self.leads.loss_ids)

    def test_54_keys_of_others_and_the_mouse(self):
        self._start("/odoo/action-crm.crm_lead_all_leads", "crm_lead_qualification_keys_of_others")
        self.assertFalse(self.leads.loss_ids)

    def test_54_an_empty_inbox(self):
        self.env["crm.lead"].search([("type", "=", "lead")]).action_archive()
        losses = self.env["crm.lead.loss"].search([])
        self._start("/odoo/action-crm.crm_lead_all_leads", "crm_lead_qualification_keys_empty")
        self.assertEqual(self.env["crm.lead.loss"].search([]), losses)

    def test_17_a_conversion_and_its_undo(self):
        lead = self.leads[0]
        self._start(f"/odoo/crm.lead/{lead.id}", "crm_lead_qualification_keys_convert")
        self.assertEqual(lead.type, "lead")
        self.assertFalse(lead.partner_id)
        made = self.env["res.partner"].with_context(active_test=False)
        customer = made.search([("name", "=", lead.contact_name)])
        self.assertTrue(customer, "it was converted")
        self.assertFalse(customer.active, "and its new customer is archived")

    def test_66_a_call_becomes_a_lead(self):
        self._start(
            "/odoo/action-crm_phonecall.crm_case_categ_phone_incoming0",
            "crm_lead_qualification_keys_call",
        )
        lead = self.env["crm.lead"].search([("contact_name", "=", "rana")])
        self.assertEqual(lead.type, "lead")
        self.assertEqual(lead.phonecall_ids.direction, "in")
