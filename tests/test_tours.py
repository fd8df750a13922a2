from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common_documents import DocumentsMixin
from .common_tours import PersianTourCase


@tagged("post_install", "-at_install")
class TestTours(DocumentsMixin, PersianTourCase):
    """What a salesperson does in the browser, in Persian."""

    login = "user_qualification_fa"

    def setUp(self):
        super().setUp()
        self.team = self.env["crm.team"].create({"name": "تیم آزمون", "member_ids": self.user.ids})

    def _create_leads(self, *values):
        return self.env["crm.lead"].create(
            [
                {"type": "lead", "user_id": self.user.id, "team_id": self.team.id, **vals}
                for vals in values
            ]
        )

    def test_06_to_18_a_lead_becomes_an_opportunity(self):
        customer = self.env["res.partner"].create(
            {"name": "بازرگانی آزمون", "is_company": True, "street": "خیابان نو", "city": "شیراز"}
        )
        new, existing, without = self._create_leads(
            {"name": "سرنخ مشتری تازه", "contact_name": "زهرا کریمی"},
            {"name": "سرنخ مشتری موجود", "street": "خیابان قدیم", "city": "تهران"},
            {"name": "سرنخ بی‌مشتری", "contact_name": "رهگذر"},
        )
        self.start_tour("/web/login", "crm_lead_qualification_convert", timeout=120)
        for lead in new | existing | without:
            self.assertEqual(lead.type, "opportunity", lead.name)
        self.assertEqual(new.partner_id.name, "زهرا کریمی")
        self.assertEqual(existing.partner_id, customer)
        self.assertFalse(without.partner_id)

    def test_19_to_24_a_known_caller_is_found_and_merged(self):
        self.env.company.country_id = self.env.ref("base.ir")
        other = self._create_leads(
            {"name": "همان تماس‌گیرنده", "phone": "+98 912 555 0101"},
            {"name": "شماره اشتباه", "phone": "00989125550101"},
        )[1]
        self.start_tour(
            "/odoo", "crm_lead_qualification_similar", login=self.user.login, timeout=120
        )
        left = self.env["crm.lead"].search([("name", "in", ["تماس تازه", "همان تماس‌گیرنده"])])
        self.assertEqual(len(left), 1)
        self.assertTrue(other.exists())
        self.assertIn(left, other._get_dismissed())

    def test_24_to_b1_three_records_are_merged_and_there_again(self):
        self.env.company.country_id = self.env.ref("base.ir")
        leads = self._create_leads(
            {"name": "نخستین تماس", "phone": "۰۹۱۲ ۵۵۵ ۰۱۰۱", "contact_name": "مریم"},
            {"name": "تماس دوم", "phone": "0935 000 0202", "contact_name": "مریم"},
            {"name": "تماس سوم", "city": "شیراز"},
        )
        self.start_tour("/odoo", "crm_lead_qualification_merge", login=self.user.login, timeout=120)
        self.assertTrue(all(leads.mapped("active")))
        self.assertEqual(leads.mapped("phone")[:2], ["۰۹۱۲ ۵۵۵ ۰۱۰۱", "0935 000 0202"])
        merge = self.env["crm.lead.merge"].search([("survivor_id", "=", leads[0].id)])
        self.assertEqual((merge.state, merge.user_id), ("undone", self.user))

    def _compare(self, tour):
        """Two records of one person; the tour merges the younger and undoes it."""
        self.env.company.country_id = self.env.ref("base.ir")
        values = {"email_from": "maryam@tour.example.com"}
        leads = self._create_leads(
            {"name": "نخستین تماس", "phone": "۰۹۱۲ ۵۵۵ ۰۱۰۱", **values},
            {"name": "تماس دوم", "phone": "0935 000 0202", **values},
        )
        self.start_tour(f"/odoo/crm.lead/{leads[0].id}", tour, login=self.user.login, timeout=120)
        self.assertTrue(all(leads.mapped("active")))
        self.assertEqual(leads.mapped("phone"), ["۰۹۱۲ ۵۵۵ ۰۱۰۱", "0935 000 0202"])
        merge = self.env["crm.lead.merge"].search([("survivor_id", "=", leads[0].id)])
        self.assertEqual((merge.state, merge.user_id), ("undone", self.user))
        return leads

    def test_35_to_b4_two_are_compared_merged_and_told_apart(self):
        one, two = self._compare("crm_lead_qualification_compare")
        self.assertIn(two, one._get_dismissed())

    def test_35_two_are_compared_and_merged_on_a_phone(self):
        self.browser_size = "390x844"
        self._compare("crm_lead_qualification_compare_small")

    def test_35_two_are_compared_and_merged_by_the_keyboard(self):
        self._compare("crm_lead_qualification_compare_keys")

    def test_54_to_b6_leads_are_converted_in_bulk_and_one_fails(self):
        one, two, three, bad = self._create_leads(
            {"name": "گروهی یک", "email_from": "yeki@bulk.example.com"},
            {"name": "گروهی دو", "email_from": "yeki@bulk.example.com"},
            {"name": "گروهی سه", "contact_name": "کاوه"},
            {"name": "گروهی خراب", "contact_name": "نگار"},
        )
        self.env.cr.execute(
            "ALTER TABLE crm_lead ADD CONSTRAINT a_rule_of_the_site CHECK "
            f"(id <> {bad.id} OR type = 'lead')"
        )
        self.start_tour("/odoo", "crm_lead_qualification_bulk", login=self.user.login, timeout=120)
        self.assertEqual((one | three).mapped("type"), ["opportunity"] * 2)
        self.assertEqual(two.absorbed_by_merge_id.survivor_id, one)
        self.assertEqual(bad.type, "lead")

    def test_b6_a_run_is_undone_after_a_question(self):
        leads = self._create_leads(
            {"name": "گروهی یک", "contact_name": "کاوه"},
            {"name": "گروهی دو", "contact_name": "نگار"},
        )
        windows = self.env["crm.lead2opportunity.partner.mass"].with_user(self.user)
        windows.with_context(active_ids=leads.ids).create({}).action_mass_convert()
        bulk = self.env["crm.lead.bulk"].search([], limit=1)
        customers = leads.partner_id
        self.assertEqual((bulk.user_id, len(customers)), (self.user, 2))
        self.start_tour(
            f"/odoo/bulk-runs/{bulk.id}",
            "crm_lead_qualification_bulk_undo",
            login=self.user.login,
            timeout=120,
        )
        self.assertEqual(leads.mapped("type"), ["lead", "lead"])
        self.assertFalse(customers.filtered("active"))

    def test_40_known_rows_of_a_file_are_skipped(self):
        self.env.company.country_id = self.env.ref("base.ir")
        known = self._create_leads({"name": "همان تماس‌گیرنده", "phone": "+98 912 555 0101"})
        self.start_tour(
            "/odoo", "crm_lead_qualification_import", login=self.user.login, timeout=120
        )
        names = ["تماس تازه", "تماس دوباره", "همان"]
        created = self.env["crm.lead"].search([("name", "in", names)])
        self.assertEqual(created.mapped("name"), ["تماس تازه"])
        self.assertEqual((created.contact_name, created.phone), ("سارا نو", "۰۹۳۵۱۱۱۲۲۳۳"))
        self.assertEqual(created.description, "<p>شماره تماس: ۰۲۱۸۸۷۷۶۶۵۵</p>")
        self.assertTrue(known.active)

    def test_40_known_rows_of_a_file_are_merged(self):
        self.env.company.country_id = self.env.ref("base.ir")
        known = self._create_leads({"name": "همان تماس‌گیرنده", "phone": "+98 912 555 0101"})
        self.start_tour(
            "/odoo", "crm_lead_qualification_import_merge", login=self.user.login, timeout=120
        )
        self.assertEqual(known.survived_merge_ids.absorbed_ids.name, "تماس دوباره")

    def test_a_search_that_finds_nothing_says_so(self):
        self._create_leads({"name": "سرنخی که هست"})
        self.start_tour(
            "/odoo", "crm_lead_qualification_empty_result", login=self.user.login, timeout=120
        )

    def test_58_whoever_sees_all_documents_deletes_with_a_warning(self):
        self.user.group_ids = [
            Command.link(self.env.ref("sales_team.group_sale_salesman_all_leads").id)
        ]
        leads = self._create_leads(
            {"name": "حذف از فرم"}, {"name": "حذف از لیست"}, {"name": "می‌ماند"}
        )
        for lead in leads:
            lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.user.id)
        opportunity = self._create_leads({"name": "حذف از کانبان", "type": "opportunity"})
        self.start_tour(
            "/odoo", "crm_lead_qualification_delete", login=self.user.login, timeout=120
        )
        self.assertEqual((leads | opportunity).exists(), leads[2])

    def test_62_to_68_a_call_becomes_a_lead_and_the_next_one_is_planned(self):
        self.env.company.country_id = self.env.ref("base.ir")
        self.user.tz = "Asia/Tehran"
        self.start_tour(
            "/odoo", "crm_lead_qualification_phonecall", login=self.user.login, timeout=120
        )
        lead = self.env["crm.lead"].search([("name", "=", "قیمت بیست میز")])
        self.assertEqual(lead.type, "lead")
        planned, made = lead.phonecall_ids
        self.assertEqual((made.state, planned.state), ("done", "open"))
        event = planned.activity_id.calendar_event_id
        theirs = planned.with_context(tz=self.user.tz)
        local = fields.Datetime.context_timestamp(theirs, event.start)
        self.assertEqual((local.hour, local.minute), (10, 0))
        self.assertEqual(local.date(), fields.Date.context_today(theirs) + timedelta(days=1))

    def test_75_to_85_two_are_lost_with_a_new_reason_and_recovered(self):
        self.user.group_ids = [
            Command.link(self.env.ref("sales_team.group_sale_salesman_all_leads").id),
            Command.link(self.env.ref("sale.group_discount_per_so_line").id),
        ]
        self.env["crm.stage"].search([]).sequence = 50
        first, second = self.env["crm.stage"].create(
            [
                {"name": "مرحله نخست", "sequence": 1, "team_ids": self.team.ids},
                {"name": "مرحله دوم", "sequence": 2, "team_ids": self.team.ids},
            ]
        )
        customer = self.env["res.partner"].create({"name": "مشتری آزمون"})
        values = {"type": "opportunity", "stage_id": second.id, "partner_id": customer.id}
        leads = self._create_leads({"name": "باختنی یک", **values}, {"name": "باختنی دو", **values})
        leads[0].probability = 30
        product = self.env["product.product"].create({"name": "میز آزمون", "list_price": 100})
        self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "opportunity_id": leads[1].id,
                "user_id": self.user.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        ).action_cancel()
        self.start_tour(
            "/odoo", "crm_lead_qualification_recover", login=self.user.login, timeout=120
        )
        self.assertEqual(leads.stage_id, first)
        self.assertEqual((leads[0].probability, leads[1].is_automated_probability), (30, True))
        self.assertEqual(leads.loss_ids.lost_reason_id.name, "جابه‌جایی دفتر")
        self.assertEqual(leads.loss_ids.mapped("state"), ["recovered"] * 2)
        self.assertEqual(len(leads.activity_ids), 2)
        new = leads.order_ids.filtered(lambda order: order.state == "draft")
        self.assertEqual(new.order_line.mapped("discount"), [10])
        self.assertEqual(new.opportunity_id, leads)

    def test_110_to_117_a_manager_sets_a_target_and_opens_each_figure(self):
        self._set_up_documents()
        self.user.group_ids = [Command.link(self.env.ref("sales_team.group_sale_manager").id)]
        late = self._create_leads(
            {"name": "سرنخ داشبورد"},
            {"name": "فرصت داشبورد", "type": "opportunity", "expected_revenue": 900},
        )[1]
        late.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.today() - timedelta(days=2),
            user_id=self.user.id,
        )
        self._make_order(self.team, self.user, 100, client_order_ref="پیش‌فاکتور داشبورد")
        self._make_order(self.team, self.user, 200, confirm=True)
        self._make_invoice(self.team, self.user, 1000)
        self.env["crm.team"].create(
            {"name": "تیم بدون قیف فروش", "use_opportunities": False, "company_id": False}
        )
        self.start_tour(
            "/odoo", "crm_lead_qualification_dashboard", login=self.user.login, timeout=120
        )
        self.assertEqual(self.team.invoiced_target, 5000)
