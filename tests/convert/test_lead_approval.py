from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from odoo.addons.mail.tests.common import mail_new_test_user

from ..common import QualificationCommon

TYPE = "crm_lead_qualification.mail_activity_type_qualification"


@tagged("post_install", "-at_install")
class TestLeadApproval(QualificationCommon):
    """A lead becomes an opportunity on approval, where the settings ask for it (features.md #37)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.config.settings"].create({"use_lead_approval": True}).execute()
        cls.leader = mail_new_test_user(
            cls.env,
            login="user_leader",
            name="سرگروه <script>alert(1)</script>",
            email="leader@test.example.com",
            groups="sales_team.group_sale_salesman_all_leads",
        )
        cls.team.user_id = cls.leader
        cls.lead.user_id = cls.user_sales_salesman
        cls.lead.team_id = cls.team
        cls.env.flush_all()

    def _activities(self, lead):
        return lead.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(TYPE)
        )

    def _ask(self, lead=None):
        lead = (lead or self.lead).with_user(self.user_sales_salesman)
        lead.action_ask_qualification()
        return lead

    # Off by default

    @users("user_sales_salesman")
    def test_37_off_by_default_every_salesperson_converts(self):
        self.env["ir.config_parameter"].sudo().search(
            [("key", "=", "crm_lead_qualification.lead_approval")]
        ).unlink()
        self.assertFalse(self.env["res.config.settings"].sudo().create({}).use_lead_approval)
        lead = self.lead.with_env(self.env)
        self.assertTrue(lead.can_qualify)
        self._open_window(lead, self.env.user, name="convert").action_apply()
        self.assertEqual(lead.type, "opportunity")

    # Who converts

    @users("user_sales_salesman")
    def test_37_a_salesperson_does_not_convert_by_any_way(self):
        lead = self.lead.with_env(self.env)
        self.assertFalse(lead.can_qualify)
        words = "is converted by the leader of its sales team or a sales manager"
        for way in (
            lambda: self._open_window(lead, self.env.user),
            lambda: lead.convert_opportunity(lead.partner_id),
            lambda: lead.write({"type": "opportunity"}),
            lambda: (
                self.env["crm.lead2opportunity.partner"]
                .with_context(active_model="crm.lead", active_ids=lead.ids)
                .create({"lead_id": lead.id, "name": "convert"})
                .action_apply()
            ),
        ):
            with self.assertRaisesRegex(UserError, words):
                way()
            self.assertEqual(lead.type, "lead")
        obstacles = lead._get_conversion_obstacles()
        self.assertIn(words, obstacles[lead])

    @users("user_sales_salesman")
    def test_37_not_by_merging_leads_into_an_opportunity_either(self):
        leads = self.lead.with_env(self.env)
        leads |= self.lead.copy({"type": "lead"}).with_env(self.env)
        window = (
            self.env["crm.merge.opportunity"]
            .with_context(active_model="crm.lead", active_ids=leads.ids)
            .create({"type": "opportunity"})
        )
        with self.assertRaisesRegex(UserError, "Ask for qualification"):
            window.action_merge()
        self.assertEqual(leads.mapped("type"), ["lead", "lead"])
        window.type = "lead"
        window.action_merge()
        self.assertEqual(leads.filtered("active").type, "lead")

    @users("user_sales_salesman")
    def test_37_a_client_cannot_say_that_it_is_merging(self):
        lead = self.lead.with_env(self.env).with_context(crm_lead_merge=True)
        with self.assertRaisesRegex(UserError, "Ask for qualification"):
            lead.write({"type": "opportunity"})
        self.assertEqual(lead.type, "lead")

    @users("user_sales_salesman")
    def test_37_not_by_merging_with_an_opportunity_made_for_it(self):
        lead = self.lead.with_env(self.env)
        opportunity = self.env["crm.lead"].create({"name": "خالی", "type": "opportunity"})
        records = lead | opportunity
        with self.assertRaisesRegex(UserError, "Ask for qualification"):
            records.merge_opportunity()
        window = (
            self.env["crm.merge.opportunity"]
            .with_context(active_model="crm.lead", active_ids=records.ids)
            .create({})
        )
        self.assertIn("Ask for qualification", window.left_out_text)
        with self.assertRaises(UserError):
            window.action_merge()
        self.assertEqual(records.mapped("type"), ["lead", "opportunity"])
        self.assertFalse(records.absorbed_by_merge_id)

    @users("user_leader", "user_sales_manager")
    def test_37_the_leader_and_a_manager_convert(self):
        lead = self.lead.copy({"type": "lead"}).with_env(self.env)
        self.assertTrue(lead.can_qualify)
        self._open_window(lead, self.env.user, name="convert").action_apply()
        self.assertEqual(lead.type, "opportunity")

    @users("user_leader")
    def test_37_the_leader_of_another_team_does_not(self):
        self.lead.team_id = False
        with self.assertRaisesRegex(UserError, "is converted by the leader"):
            self._open_window(self.lead, self.env.user)

    def test_37_programs_are_no_salespeople(self):
        lead = self.lead.with_user(self.user_sales_salesman).sudo()
        lead.convert_opportunity(lead.partner_id)
        self.assertEqual(lead.type, "opportunity")

    # Asking

    def test_37_the_leader_gets_one_activity(self):
        lead = self._ask()
        self.assertEqual(lead.qualification_user_id, self.user_sales_salesman)
        self.assertTrue(lead.qualification_date)
        (activity,) = self._activities(lead)
        self.assertEqual(activity.user_id, self.leader)
        self.assertIn(self.user_sales_salesman.name, activity.summary)
        words = f"asked already: by {self.user_sales_salesman.name}"
        with self.assertRaisesRegex(UserError, words):
            self._ask()
        self.assertEqual(len(self._activities(lead)), 1)
        with self.assertRaisesRegex(UserError, "is waiting for its qualification"):
            self._open_window(lead, self.user_sales_salesman)

    def test_37_without_a_leader_the_longest_serving_manager_of_the_company_gets_it(self):
        self.team.user_id = False
        self.lead.company_id = self.env.company
        managers = self.env.ref("sales_team.group_sale_manager").all_user_ids
        first, second = managers.filtered("active").sorted("id")[:2]
        other = self.lead.copy({"type": "lead"})
        self.assertEqual(self._activities(self._ask()).user_id, first)
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        first.write({"company_ids": company.ids, "company_id": company.id})
        self.env.flush_all()
        self.assertEqual(self._activities(self._ask(other)).user_id, second)

    def test_37_a_leader_who_may_not_open_the_lead_is_not_asked(self):
        self.leader.group_ids = self.env.ref("sales_team.group_sale_salesman")
        self.assertNotEqual(self._activities(self._ask()).user_id, self.leader)

    def test_37_nobody_to_ask_is_said(self):
        self.team.user_id = False
        self.env.ref("sales_team.group_sale_manager").all_user_ids.active = False
        with self.assertRaisesRegex(UserError, "There is nobody to ask"):
            self._ask()
        self.assertFalse(self.lead.qualification_user_id)

    def test_37_what_leads_nowhere_is_not_asked(self):
        with self.assertRaisesRegex(UserError, "You may convert .* yourself"):
            self.lead.with_user(self.leader).action_ask_qualification()
        with self.assertRaises(AccessError):
            self.lead.copy({"user_id": self.user_vip.id}).with_user(
                self.user_sales_salesman
            ).action_ask_qualification()
        self.lead.action_set_lost()
        with self.assertRaisesRegex(UserError, "is lost. Restore it first"):
            self._ask()

    # Answering

    def test_37_converting_approves(self):
        lead = self._ask()
        self._open_window(lead, self.leader, name="convert").action_apply()
        self.assertEqual(lead.type, "opportunity")
        self.assertFalse(lead.qualification_user_id or lead.qualification_date)
        self.assertFalse(self._activities(lead))
        bodies = " ".join(lead.sudo().message_ids.mapped("body"))
        self.assertIn("converted it.", bodies)
        self.assertNotIn("<script>", bodies)

    def test_37_refusing_says_why_and_tells_who_asked(self):
        lead = self._ask()
        window = (
            self.env["crm.lead.qualification.refuse"]
            .with_user(self.leader)
            .create({"lead_id": lead.id, "reason": "<script>alert(1)</script> بودجه ندارد"})
        )
        window.action_refuse()
        self.assertEqual(lead.type, "lead")
        self.assertFalse(lead.qualification_user_id)
        self.assertFalse(self._activities(lead))
        note = lead.sudo().message_ids.filtered("partner_ids")[:1]
        self.assertEqual(note.partner_ids, self.user_sales_salesman.partner_id)
        self.assertEqual(note.notified_partner_ids, self.user_sales_salesman.partner_id)
        self.assertIn("بودجه ندارد", note.body)
        self.assertNotIn("<script>", note.body)
        with self.assertRaisesRegex(UserError, "Nobody asks"):
            window.action_refuse()
        self._ask()
        self.assertEqual(len(self._activities(lead)), 1, "it may be asked again")

    def test_37_a_salesperson_does_not_answer(self):
        lead = self._ask()
        window = (
            self.env["crm.lead.qualification.refuse"]
            .with_user(self.user_sales_salesman)
            .create({"lead_id": lead.id, "reason": "خودم"})
        )
        with self.assertRaisesRegex(UserError, "is waiting for its qualification"):
            window.action_refuse()
        self.assertTrue(lead.qualification_user_id)

    # On the screen

    @users("user_sales_salesman")
    def test_37_the_form_offers_to_ask_in_place_of_converting(self):
        arch = etree.fromstring(self.env["crm.lead"].get_view(view_type="form")["arch"])
        convert = self.env.ref("crm.action_crm_lead2opportunity_partner").id
        (button,) = arch.xpath(f"//header/button[@name='{convert}']")
        self.assertIn("not can_qualify", button.get("invisible"))
        (button,) = arch.xpath("//header/button[@name='action_ask_qualification']")
        self.assertIn("or can_qualify", button.get("invisible"))

    def test_37_a_filter_shows_who_waits(self):
        arch = etree.fromstring(
            self.env["crm.lead"].get_view(
                self.env.ref("crm.view_crm_case_leads_filter").id, "search"
            )["arch"]
        )
        (node,) = arch.xpath("//filter[@name='waiting_for_qualification']")
        self.assertIn("qualification_user_id", node.get("domain"))
        domain = [("qualification_user_id", "!=", False), ("type", "=", "lead")]
        self.assertFalse(self.lead.search(domain))
        self._ask()
        self.assertEqual(self.lead.search(domain), self.lead)
