from odoo.tests import tagged

from ..common_tours import PersianTourCase


@tagged("post_install", "-at_install")
class TestLeadDuplicatesTour(PersianTourCase):
    """The list of duplicates, and many records side by side, in the browser and in Persian."""

    login = "user_duplicates_fa"
    groups = "sales_team.group_sale_salesman_all_leads"

    def setUp(self):
        super().setUp()
        self.env.company.country_id = self.env.ref("base.ir")
        # What else is in the database, demo data for example, is nobody's duplicate.
        self.env["crm.lead"].search([]).action_archive()

    def _create_leads(self, *values):
        return self.env["crm.lead"].create(
            [{"type": "lead", "user_id": self.user.id, **vals} for vals in values]
        )

    def _create_chain(self):
        return self._create_leads(
            {"name": "نخستین تماس", "email_from": "maryam@tour.example.com"},
            {
                "name": "تماس دوم",
                "email_from": "maryam@tour.example.com",
                "phone": "0935 000 0202",
            },
            {"name": "تماس سوم", "phone": "+98 935 000 0202"},
        )

    def test_19_to_b4_a_row_is_merged_compared_and_told_apart(self):
        leads = self._create_chain()
        self.start_tour(
            "/odoo", "crm_lead_qualification_duplicates", login=self.user.login, timeout=120
        )
        self.assertFalse(leads.absorbed_by_merge_id, "undone")
        merge = self.env["crm.lead.merge"].search([("survivor_id", "=", leads[0].id)])
        self.assertEqual(merge.state, "undone")
        self.assertFalse(leads[1]._get_dismissed(), "taken back")

    def test_19_a_card_is_merged_on_a_phone(self):
        self.browser_size = "390x844"
        leads = self._create_chain()
        self.start_tour(
            "/odoo/duplicates",
            "crm_lead_qualification_duplicates_small",
            login=self.user.login,
            timeout=120,
        )
        self.assertEqual(leads[1:].absorbed_by_merge_id.survivor_id, leads[0])

    def test_b2_more_records_than_stand_beside_each_other(self):
        leads = self._create_leads(
            *[
                {
                    "name": f"تماس {number}",
                    "phone": f"0935 000 000{number}",
                    "email_from": "maryam@tour.example.com",
                }
                for number in range(8)
            ]
        )
        self.start_tour(
            f"/odoo/crm.lead/{leads[0].id}",
            "crm_lead_qualification_compare_pages",
            login=self.user.login,
            timeout=120,
        )
        absorbed = leads.filtered("absorbed_by_merge_id")
        self.assertEqual(absorbed, leads - leads[0] - leads[6])
        self.assertEqual(leads[0].phone, "0935 000 0007")
