from odoo.tests import tagged

from ..common_tours import PersianTourCase


@tagged("post_install", "-at_install")
class TestLeadConvertTour(PersianTourCase):
    """The convert window merges, and converting back is refused at once, in Persian."""

    login = "user_convert_fa"

    def setUp(self):
        super().setUp()
        self.env.company.country_id = self.env.ref("base.ir")
        teams = self.env["crm.team"]
        self.team = teams.create({"name": "تیم آزمون", "member_ids": self.user.ids})

    def _create_leads(self, *values):
        defaults = {"type": "lead", "user_id": self.user.id, "team_id": self.team.id}
        return self.env["crm.lead"].create([{**defaults, **vals} for vals in values])

    def _merge(self, tour):
        values = {"email_from": "maryam@tour.example.com"}
        leads = self._create_leads(
            {"name": "نخستین تماس", "phone": "۰۹۱۲ ۵۵۵ ۰۱۰۱", **values},
            {"name": "تماس دوم", "phone": "0935 000 0202", **values},
        )
        self.start_tour(f"/odoo/crm.lead/{leads[0].id}", tour, login=self.user.login, timeout=120)
        self.assertEqual(leads.mapped("type"), ["lead", "lead"], "undone")
        self.assertEqual(leads.mapped("phone"), ["۰۹۱۲ ۵۵۵ ۰۱۰۱", "0935 000 0202"])
        merge = self.env["crm.lead.merge"].search([("survivor_id", "=", leads[0].id)])
        self.assertEqual((merge.state, merge.user_id), ("undone", self.user))

    def test_10_to_b2_the_window_merges_what_stands_side_by_side(self):
        self._merge("crm_lead_qualification_convert_merge")

    def test_10_it_does_on_a_phone_too(self):
        self.browser_size = "390x844"
        self._merge("crm_lead_qualification_convert_merge_small")

    def test_b7_what_stays_an_opportunity_says_so_before_it_asks(self):
        without = self.env["crm.team"].create(
            {"name": "تیم بی‌سرنخ", "use_leads": False, "use_opportunities": True}
        )
        stays, goes = self._create_leads(
            {"name": "می‌ماند", "type": "opportunity", "team_id": without.id},
            {"name": "برمی‌گردد", "type": "opportunity"},
        )
        for lead, tour in ((stays, "no_way_back"), (goes, "way_back")):
            self.start_tour(
                f"/odoo/crm.lead/{lead.id}",
                f"crm_lead_qualification_{tour}",
                login=self.user.login,
                timeout=120,
            )
        self.assertEqual((stays.type, goes.type), ("opportunity", "lead"))
