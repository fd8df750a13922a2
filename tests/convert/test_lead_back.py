from lxml import etree

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged, users

from ..common import QualificationCommon

KEPT = ["stage_id", "team_id", "user_id", "expected_revenue", "date_deadline", "probability"]


@tagged("post_install", "-at_install")
class TestLeadBack(QualificationCommon):
    """An opportunity is turned back into a lead (features.md B7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "شرکت دیگر"})
        cls.opportunity = cls.lead
        cls.opportunity.convert_opportunity(cls.env["res.partner"])
        cls.opportunity.write(
            {
                "stage_id": cls.stage_team1_2.id,
                "expected_revenue": 250000,
                "date_deadline": "2027-03-20",
                "probability": 37.5,
            }
        )

    def _values(self, leads):
        self.env.flush_all()
        leads.invalidate_recordset()
        return leads.read(KEPT)

    def _assert_there_and_back(self, opportunity):
        before = self._values(opportunity)
        opportunity.action_convert_to_lead()
        self.assertEqual(opportunity.type, "lead")
        self.assertFalse(opportunity.date_conversion)
        self.assertEqual(self._values(opportunity), before)
        self._open_window(opportunity, self.env.user, name="convert").action_apply()
        self.assertEqual(opportunity.type, "opportunity")
        self.assertTrue(opportunity.date_conversion)
        self.assertEqual(self._values(opportunity), before)

    @users("user_sales_leads")
    def test_b7_what_the_pipeline_says_comes_back_with_the_next_conversion(self):
        self._assert_there_and_back(self.opportunity.with_env(self.env))

    @users("user_sales_leads")
    def test_b7_an_automated_probability_comes_back_too(self):
        opportunity = self.opportunity.with_env(self.env)
        opportunity.action_set_automated_probability()
        self._assert_there_and_back(opportunity)

    @users("user_sales_manager")
    def test_b7_the_team_and_its_stage_stay_where_the_salesperson_is_no_member(self):
        opportunity = self.opportunity.with_env(self.env)
        # A member of another team, which takes leads and opportunities.
        self.team_without_leads.use_leads = True
        opportunity.user_id = self.user_vip
        opportunity.write({"team_id": self.team.id, "stage_id": self.stage_team1_2.id})
        self.assertEqual(opportunity.stage_id.team_ids, self.team)
        self._assert_there_and_back(opportunity)
        self.assertEqual(opportunity.team_id, self.team)

    @users("user_sales_salesman")
    def test_b7_a_salesperson_turns_back_their_own(self):
        opportunity = self.opportunity.with_env(self.env)
        with self.assertRaisesRegex(UserError, f"may not change “#{opportunity.id}”"):
            opportunity.action_convert_to_lead()
        self.assertEqual(opportunity.sudo().type, "opportunity")
        opportunity.sudo().user_id = self.env.user
        opportunity.action_convert_to_lead()
        self.assertEqual(opportunity.type, "lead")

    @users("user_sales_leads")
    def test_b7_the_chatter_says_what_is_kept(self):
        opportunity = self.opportunity.with_env(self.env)
        opportunity.stage_id.sudo().name = "<script>alert(1)</script>"
        opportunity.action_convert_to_lead()
        note = opportunity.message_ids.filtered(lambda message: "back to a lead" in message.body)
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertEqual(note.author_id, self.env.user.partner_id)
        self.assertNotIn("<script>", note.body)
        self.assertIn("&lt;script&gt;", note.body)
        for text in ("250,000", "03/20/2027"):
            self.assertIn(text, note.body)
        self.assertEqual(self._chatter_changes(opportunity)["type"], ("Opportunity", "Lead"))

    @users("user_sales_leads")
    def test_b7_one_opens_its_form_and_many_the_list_of_leads(self):
        opportunity = self.opportunity.with_env(self.env)
        action = opportunity.action_convert_to_lead()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", opportunity.id))
        self.assertEqual(action["context"], {"default_type": "lead"})
        opportunity.convert_opportunity(opportunity.partner_id)
        opportunities = opportunity | opportunity.copy({"type": "opportunity"})
        action = opportunities.action_convert_to_lead()
        self.assertEqual(opportunities.mapped("type"), ["lead", "lead"])
        self.assertEqual(opportunities.search(action["domain"]), opportunities.sorted())

    @users("user_sales_leads")
    def test_b7_the_menu_action_of_the_list_does_it_in_bulk(self):
        opportunities = self.opportunity | self.opportunity.copy({"type": "opportunity"})
        server_action = self.env.ref("crm_lead_qualification.action_convert_to_lead")
        bound = self.env["ir.actions.actions"].get_bindings("crm.lead")["action"]
        self.assertIn(server_action.id, [action["id"] for action in bound])
        server_action.sudo(False).with_context(
            active_model="crm.lead", active_ids=opportunities.ids
        ).run()
        self.assertEqual(opportunities.mapped("type"), ["lead", "lead"])

    @users("user_sales_leads")
    def test_b7_the_form_of_an_opportunity_has_the_button_where_leads_are_on(self):
        def buttons():
            arch = etree.fromstring(self.env["crm.lead"].get_view(view_type="form")["arch"])
            return arch.xpath("//header/button[@name='action_convert_to_lead']")

        # One that asks, and one for what stays an opportunity.
        button, refused = buttons()
        self.assertTrue(button.get("confirm"))
        self.assertFalse(refused.get("confirm"))
        self.assertNotIn("highlight", button.get("class", ""))
        self._switch_leads(False)
        self.env.user.sudo().group_ids -= self.group_use_lead
        self.assertFalse(buttons())

    def test_b7_the_number_of_queries_does_not_grow_with_the_records(self):
        def queries(number):
            opportunities = self.opportunity.browse()
            for _number in range(number):
                opportunities |= self.opportunity.copy({"type": "opportunity"})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            opportunities.action_convert_to_lead()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertLessEqual(queries(12), queries(4))

    def test_b7_the_analysis_of_activities_counts_it_among_the_leads(self):
        self.opportunity.message_post(
            body="گفتگو",
            mail_activity_type_id=self.env.ref("mail.mail_activity_data_call").id,
        )
        self.opportunity.action_convert_to_lead()
        self.env.flush_all()
        row = self.env["crm.activity.report"].search([("lead_id", "=", self.opportunity.id)])
        self.assertEqual(row.lead_type, "lead")
        self.assertFalse(row.date_conversion)

    # What cannot be turned back

    def _assert_refused(self, opportunity, words):
        other = self.opportunity.copy({"type": "opportunity", "name": "بی‌مانع"})
        other = other.with_env(opportunity.env)
        other.team_id = self.team
        with self.assertRaisesRegex(UserError, words):
            opportunity.action_convert_to_lead()
        action = (other | opportunity).action_convert_to_lead()
        self.assertEqual(other.type, "lead", "one that stays stops no other")
        lines = self.env["crm.lead.bulk"].browse(action["res_id"]).problem_ids
        self.assertEqual(lines.lead_id, opportunity)
        self.assertRegex(lines.reason, words)

    @users("user_sales_leads")
    def test_b7_every_obstacle_is_named(self):
        opportunity = self.opportunity.with_env(self.env)
        lead = opportunity.copy({"type": "lead", "name": "یک سرنخ"})
        won = opportunity.copy({"type": "opportunity", "name": "یک برد"})
        won.action_set_won()
        lost = opportunity.copy({"type": "opportunity", "name": "یک باخت"})
        lost.action_set_lost()
        archived = opportunity.copy({"type": "opportunity", "name": "بایگانی", "probability": 20})
        archived.action_archive()
        obstacles = (opportunity | lead | won | lost | archived)._get_back_to_lead_obstacles()
        self.assertEqual(list(obstacles), [lead, won, lost, archived])
        for record, words in (
            (lead, "“یک سرنخ” is a lead already"),
            (won, "“یک برد” is won"),
            (lost, "“یک باخت” is lost. Restore it first"),
            (archived, "“بایگانی” is archived. Unarchive it first"),
        ):
            self.assertIn(words, obstacles[record])
            self._assert_refused(record, words)

    @users("user_sales_leads")
    def test_b7_a_merged_one_is_refused(self):
        opportunity = self.opportunity.with_env(self.env)
        other = opportunity.copy({"type": "opportunity", "name": "همان فرصت"})
        (opportunity | other).merge_opportunity()
        self._assert_refused(other, "“همان فرصت” is not there any more. It was merged into")

    @users("user_sales_leads")
    def test_b7_quotations_hold_it_in_the_pipeline_even_cancelled_and_of_other_companies(self):
        order = (
            self.env["sale.order"]
            .sudo()
            .create(
                {
                    "partner_id": self.env["res.partner"].sudo().create({"name": "خریدار"}).id,
                    "company_id": self.other_company.id,
                }
            )
        )
        opportunity = self.opportunity.with_env(self.env)
        opportunity.sudo().write({"name": "با پیش‌فاکتور", "company_id": False})
        order.opportunity_id = opportunity
        order._action_cancel()
        self.assertFalse(self.env["sale.order"].search([("id", "=", order.id)]))
        self.env.flush_all()
        self._assert_refused(opportunity, "“با پیش‌فاکتور” has quotations or orders")
        order.opportunity_id = False
        opportunity.action_convert_to_lead()
        self.assertEqual(opportunity.type, "lead")

    @users("user_sales_leads")
    def test_b7_a_team_without_leads_gets_none_back(self):
        opportunity = self.opportunity.with_env(self.env)
        opportunity.team_id = self.team_without_leads
        opportunity.name = "تیم بی‌سرنخ"
        self._assert_refused(opportunity, "Leads are switched off for the sales team “تیم آزمون")

    @users("user_sales_leads")
    def test_b7_with_leads_switched_off_there_is_nothing_to_turn_back_into(self):
        self._switch_leads(False)
        self.env.user.sudo().group_ids -= self.group_use_lead
        with self.assertRaisesRegex(UserError, "Leads are switched off, so “"):
            self.opportunity.with_env(self.env).action_convert_to_lead()
        self.assertEqual(self.opportunity.type, "opportunity")

    @users("user_sales_leads")
    def test_b7_a_record_of_another_company_is_neither_changed_nor_named(self):
        hidden = self.opportunity.copy(
            {"name": "پنهان", "type": "opportunity", "user_id": False, "team_id": False}
        )
        hidden.company_id = self.other_company
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, f"“#{hidden.id}”") as caught:
            hidden.with_env(self.env).action_convert_to_lead()
        self.assertNotIn("پنهان", str(caught.exception))

    @users("user_sales_leads")
    def test_b7_nothing_chosen_is_refused(self):
        with self.assertRaisesRegex(UserError, "Choose the opportunities"):
            self.env["crm.lead"].action_convert_to_lead()

    @users("user_sales_leads")
    def test_b7_a_merge_of_what_was_turned_back_can_still_be_undone(self):
        opportunity = self.opportunity.with_env(self.env)
        other = opportunity.copy({"type": "lead", "tag_ids": [Command.clear()]})
        (opportunity | other).merge_opportunity()
        opportunity.action_convert_to_lead()
        opportunity.action_undo_merge()
        self.assertTrue(other.active)
        self.assertEqual((opportunity.type, other.type), ("lead", "lead"))
