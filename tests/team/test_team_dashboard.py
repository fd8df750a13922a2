from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users
from odoo.tools.safe_eval import safe_eval

from ..common import QualificationCommon
from ..common_documents import DocumentsMixin

FIGURES = {
    "leads": "open_lead_count",
    "late": "late_activity_count",
    "opportunities": "open_opportunity_count",
    "forecast": "open_opportunity_count",
    "quotations": "quotation_count",
    "orders": "order_count",
    "invoices": "invoice_count",
}


@tagged("post_install", "-at_install")
class TestTeamDashboard(DocumentsMixin, QualificationCommon):
    """The card of a team: its figures, their links and its target (features.md #111 to #117)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.env.company.currency_id
        cls.foreign = cls.env.ref("base.EUR")
        if cls.currency == cls.foreign:
            cls.foreign = cls.env.ref("base.USD")
        cls.foreign.active = True
        cls._set_up_documents()
        cls.teams = cls.env["crm.team"].create(
            [
                {"name": "تیم داشبورد", "company_id": False, "use_leads": True},
                {
                    "name": "تیم بدون قیف فروش",
                    "company_id": False,
                    "use_opportunities": False,
                },
            ]
        )
        cls.seller, cls.other = cls.user_sales_salesman, cls.user_sales_leads

    # What is counted ------------------------------------------------------------------------

    @classmethod
    def _lead(cls, team=None, **values):
        return cls.env["crm.lead"].create(
            {
                "name": "فرصت",
                "type": "opportunity",
                "team_id": (team or cls.teams[0]).id,
                "user_id": cls.other.id,
                **values,
            }
        )

    @classmethod
    def _order(cls, price, team=None, user=None, **values):
        return cls._make_order(team or cls.teams[0], user or cls.other, price, **values)

    @classmethod
    def _invoice(cls, price, team=None, user=None, **values):
        return cls._make_invoice(team or cls.teams[0], user or cls.other, price, **values)

    @classmethod
    def _late(cls, lead, days=2):
        return lead.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.today() - timedelta(days=days),
            user_id=cls.other.id,
        )

    def _look(self, team=None, user=None):
        """The team as its card reads it."""
        self.env.flush_all()
        self.env.invalidate_all()
        return (team or self.teams[0]).with_user(user or self.user_sales_manager)

    def _assert_links(self, team):
        """Each figure opens as many records as it says, of this team alone."""
        for figure, field in FIGURES.items():
            action = getattr(team, f"action_open_figure_{figure}")()
            records = team.env[action["res_model"]].with_context(**action["context"])
            records = records.search(action["domain"])
            self.assertEqual(len(records), team[field], figure)
            self.assertEqual(action["views"][0][1], "list", figure)
            if records:
                self.assertEqual(records.team_id, team, figure)

    # Row 111 --------------------------------------------------------------------------------

    def test_111_every_team_has_a_card(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_team.crm_team_action_pipeline"
        )
        shown = self.env["crm.team"].search(safe_eval(action["domain"] or "[]"))
        self.assertLessEqual(self.teams, shown)

    def test_111_a_card_without_a_pipeline_leads_somewhere(self):
        team = self._look(self.teams[1])
        self.assertEqual(team.action_primary_channel_button()["res_model"], "sale.order")
        self.teams[1].use_leads = True
        self.assertEqual(team.action_primary_channel_button()["context"]["default_type"], "lead")
        self.teams[1].write({"use_leads": False, "use_quotations": False})
        self.assertFalse(team.action_primary_channel_button())

    def test_111_a_team_with_nothing_shows_zeros(self):
        """Beside a team that has something of everything: the cards are read together."""
        self._lead(type="lead")
        self._late(self._lead(expected_revenue=100, probability=50))
        self._order(100)
        self._order(200, confirm=True)
        self._invoice(300)
        busy, empty = teams = self._look(self.teams)
        amounts = ("open_opportunity", "forecast", "quotation", "order", "invoice")
        for field in {*FIGURES.values(), *(f"{amount}_amount" for amount in amounts)}:
            self.assertGreater(busy[field], 0, field)
            self.assertEqual(empty[field], 0, field)
        for team in teams:
            self._assert_links(team)

    # Rows 112, 115 and 116: leads and opportunities --------------------------------------------

    def test_112_open_opportunities_with_their_amount(self):
        self._lead(expected_revenue=1000, probability=50)
        self._lead(expected_revenue=300, probability=10)
        self._lead(expected_revenue=70).action_set_won()
        self._lead(expected_revenue=7).action_set_lost()
        self._lead(expected_revenue=7).active = False
        self._lead(team=self.teams[1], expected_revenue=5)
        team = self._look()
        self.assertEqual(team.open_opportunity_count, 2)
        self.assertEqual(team.open_opportunity_amount, 1300)
        self.assertEqual(team.forecast_amount, 530, "#115: by their probability")
        self.assertEqual(team.open_lead_count, 0)
        self._assert_links(team)

    def test_112_merged_records_are_counted_once(self):
        leads = self._lead(expected_revenue=10) | self._lead(expected_revenue=20)
        self._late(leads[0])
        self._late(leads[1])
        leads.merge_opportunity()
        team = self._look()
        self.assertEqual(team.open_opportunity_count, 1)
        self.assertEqual(team.late_activity_count, 1)
        self._assert_links(team)

    def test_115_the_list_of_the_forecast_adds_up_to_it(self):
        self._lead(expected_revenue=1000, probability=50)
        self._lead(expected_revenue=300, probability=10)
        team = self._look()
        action = team.action_open_figure_forecast()
        leads = team.env["crm.lead"].search(action["domain"])
        self.assertEqual(sum(leads.mapped("prorated_revenue")), team.forecast_amount)
        view = self.env["crm.lead"].get_view(action["views"][0][0], "list")
        self.assertIn('name="prorated_revenue"', view["arch"])

    def test_116_leads_to_qualify(self):
        self._lead(type="lead")
        self._lead(type="lead").action_set_lost()
        self._lead()
        team = self._look()
        self.assertEqual(team.open_lead_count, 1)
        self.assertEqual(team.open_opportunity_count, 1)
        self._assert_links(team)

    def test_116_with_leads_off_there_is_no_figure_of_leads(self):
        self._late(self._lead(type="lead"))
        for on in (True, False):
            self._switch_leads(on)
            self.user_sales_manager.group_ids = [Command.unlink(self.group_use_lead.id)]
            team = self._look()
            view = team.get_view(
                self.env.ref("sales_team.crm_team_view_kanban_dashboard").id, "kanban"
            )
            self.assertEqual("action_open_figure_leads" in view["arch"], on)
            self.assertEqual(team.late_activity_count, int(on))
            self._assert_links(team)

    def test_late_activities_are_those_that_should_have_been_done(self):
        late, today = self._lead(), self._lead(type="lead")
        self._late(late)
        self._late(late, days=5)
        self._late(today, days=0)
        self._late(self._lead()).action_done()
        team = self._look()
        self.assertEqual(team.late_activity_count, 1, "a record is counted once")
        self._assert_links(team)

    def test_unassigned_records_open_as_they_are_counted(self):
        self._lead(user_id=False)
        self._lead(user_id=False, type="lead")
        team = self._look()
        action = team.action_open_unassigned_leads()
        self.assertEqual(
            team.env["crm.lead"].search_count(action["domain"]), team.lead_unassigned_count
        )
        self.assertEqual(team.lead_unassigned_count, 2)

    # Rows 113, 114 and 116: documents ----------------------------------------------------------

    def test_113_and_114_quotations_and_orders(self):
        self._order(100)
        self._order(200, state="sent")
        self._order(40).action_cancel()
        self._order(7000, confirm=True)
        self._order(5, team=self.teams[1])
        team = self._look()
        self.assertEqual((team.quotation_count, team.quotation_amount), (2, 300))
        self.assertEqual((team.order_count, team.order_amount), (1, 7000))
        self._assert_links(team)

    def test_116_invoices_of_this_month(self):
        today = fields.Date.today()
        self._invoice(500)
        self._invoice(100, move_type="out_refund")
        self._invoice(30, paid=False)
        self._invoice(9, invoice_date=today.replace(day=1) - timedelta(days=1))
        self._invoice(5, team=self.teams[1])
        team = self._look()
        self.assertEqual((team.invoice_count, team.invoice_amount), (2, 400))
        self.assertEqual(team.invoice_amount, team.invoiced, "as in Odoo's own field")
        self._assert_links(team)

    # Who sees what ------------------------------------------------------------------------------

    def test_own_documents_alone_are_counted_for_who_sees_no_others(self):
        for user in (self.seller, self.other):
            lead = self._lead(user_id=user.id, expected_revenue=10)
            self._late(lead)
            self._order(100, user=user)
            self._order(100, user=user, confirm=True)
            self._invoice(1000, user=user)
        for user, share in ((self.seller, 1), (self.other, 2)):
            team = self._look(user=user)
            for figure in ("late", "opportunities", "quotations", "orders", "invoices"):
                self.assertEqual(team[FIGURES[figure]], share, (user.login, figure))
            self.assertEqual(team.invoice_amount, 1000 * share)
            self._assert_links(team)

    def test_an_employee_without_access_to_documents_sees_zeros(self):
        self._lead()
        self._order(100)
        self._invoice(100)
        employee = self.env["res.users"].create(
            {
                "name": "کارمند",
                "login": "dashboard_employee",
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        team = self._look(user=employee)
        for field in FIGURES.values():
            self.assertEqual(team[field], 0, field)

    def test_companies_and_currencies(self):
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.foreign.id,
                "name": fields.Date.today(),
                "rate": 4,
                "company_id": self.env.company.id,
            }
        )
        company = self.env["res.company"].create(
            {"name": "شرکت دیگر", "currency_id": self.foreign.id}
        )
        self._lead(expected_revenue=100, probability=50, company_id=self.env.company.id)
        self._lead(expected_revenue=40, probability=50, company_id=company.id, user_id=False)
        manager = self.user_sales_manager
        manager.company_ids += company
        team = self._look().with_context(allowed_company_ids=self.env.company.ids)
        self.assertEqual((team.open_opportunity_count, team.open_opportunity_amount), (1, 100))
        self._assert_links(team)
        both = team.with_context(allowed_company_ids=[self.env.company.id, company.id])
        rate = self.foreign._convert(
            40, self.currency, company, fields.Date.context_today(self.env.user)
        )
        self.assertEqual(both.dashboard_currency_id, self.currency)
        self.assertEqual(both.open_opportunity_count, 2)
        self.assertAlmostEqual(both.open_opportunity_amount, 100 + rate, 2)
        self.assertAlmostEqual(both.forecast_amount, 50 + rate / 2, 2)
        self._assert_links(both)
        theirs = team.with_context(allowed_company_ids=company.ids)
        self.assertEqual(theirs.dashboard_currency_id, self.foreign)
        self.assertEqual((theirs.open_opportunity_count, theirs.open_opportunity_amount), (1, 40))

    def test_an_order_in_a_foreign_currency_is_converted(self):
        self.env["res.currency.rate"].create(
            {"currency_id": self.foreign.id, "name": fields.Date.today(), "rate": 4}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "ارزی", "currency_id": self.foreign.id}
        )
        self._order(100)
        order = self._order(400, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, self.foreign)
        team = self._look()
        self.assertEqual((team.quotation_count, team.quotation_amount), (2, 200))

    # Row 117: the target ------------------------------------------------------------------------

    @users("user_sales_manager")
    def test_117_a_manager_sets_the_target(self):
        team = self.teams[0].with_env(self.env)
        team.invoiced_target = 5000
        self.assertEqual(team.invoiced_target, 5000)
        with self.assertRaises(ValidationError):
            team.invoiced_target = -1

    def test_117_a_salesperson_cannot_set_it(self):
        for user in (self.seller, self.other):
            with self.assertRaises(AccessError):
                self.teams[0].with_user(user).invoiced_target = 5000
            arch = self._look(user=user).get_view(
                self.env.ref("sales_team.crm_team_view_kanban_dashboard").id, "kanban"
            )["arch"]
            self.assertNotIn("edit_max_value", arch)
            self.assertIn("team_target", arch)

    # A constant number of queries -----------------------------------------------------------------

    def test_the_number_of_queries_does_not_grow_with_the_teams(self):
        more = self.env["crm.team"].create(
            [{"name": f"تیم {number}", "company_id": False} for number in range(20)]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "ارزی", "currency_id": self.foreign.id}
        )
        for team in self.teams | more:
            self._late(self._lead(team=team, expected_revenue=1))
            self._order(1, team=team, pricelist_id=pricelist.id)
        names = [*FIGURES.values(), "forecast_amount", "quotation_amount", "invoice_amount"]

        def count(teams):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            teams.with_user(self.user_sales_manager).read(names)
            return self.cr.sql_log_count - before

        count(more)
        few, many = count(self.teams), count(self.teams | more)
        self.assertEqual(few, many)
        self.assertLess(many, 30)

    # Row 103: the tick of quotations ---------------------------------------------------------------

    def test_103_a_new_team_makes_quotations(self):
        self.assertEqual(self.teams.mapped("use_quotations"), [True, True])
        self.assertIn('name="use_quotations"', self.teams.get_view(view_type="form")["arch"])

    @users("user_sales_manager")
    def test_103_without_the_tick_no_quotation_is_made_for_an_opportunity(self):
        lead = self._lead(partner_id=self.partner.id).with_env(self.env)
        self.assertTrue(lead.can_quote)
        self.assertEqual(lead.action_sale_quotations_new()["res_model"], "sale.order")
        lead.team_id.use_quotations = False
        self.assertFalse(lead.can_quote)
        for method in ("action_sale_quotations_new", "action_new_quotation"):
            with self.assertRaisesRegex(UserError, "makes no quotations"):
                getattr(lead, method)()
        lead.partner_id = False
        with self.assertRaisesRegex(UserError, "makes no quotations"):
            lead.action_sale_quotations_new()
        self.assertFalse(lead.action_view_sale_quotation()["context"]["create"])
        lead.team_id = False
        self.assertTrue(lead.can_quote, "without a team everybody may")

    def test_103_the_buttons_follow_the_tick(self):
        arch = self.env["crm.lead"].get_view(view_type="form")["arch"]
        self.assertIn("(not can_quote)", arch)
        card = self.env["crm.team"].get_view(
            self.env.ref("sales_team.crm_team_view_kanban_dashboard").id, "kanban"
        )["arch"]
        self.assertIn("not use_quotations", card)
