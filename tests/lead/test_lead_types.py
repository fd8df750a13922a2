from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged, users

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadTypes(QualificationCommon):
    """Which type a record gets, and whose setting counts (features.md #4, #5)."""

    def test_05_with_the_setting_off_everything_is_an_opportunity(self):
        self._switch_leads(False)
        record = (
            self.env["crm.lead"]
            .with_user(self.user_vip)
            .create({"name": "x", "team_id": self.team.id})
        )
        self.assertEqual(record.type, "opportunity")

    @users("user_sales_manager")
    def test_05_the_salesperson_given_decides(self):
        leads = self.env["crm.lead"]
        record = leads.create({"name": "x", "user_id": self.user_vip.id})
        self.assertEqual((record.type, record.team_id), ("opportunity", self.team_without_leads))
        record = leads.with_context(default_user_id=self.user_vip.id).create({"name": "x"})
        self.assertEqual((record.type, record.team_id), ("opportunity", self.team_without_leads))
        records = leads.create(
            [
                {"name": "x", "user_id": user.id}
                for user in (self.user_vip, self.user_sales_leads, self.user_vip)
            ]
        )
        self.assertEqual(records.mapped("type"), ["opportunity", "lead", "opportunity"])

    @users("user_vip")
    def test_05_without_a_team_or_a_salesperson_it_is_a_lead(self):
        record = self.env["crm.lead"].create({"name": "x", "team_id": False})
        self.assertEqual((record.type, record.team_id), ("lead", self.env["crm.team"]))
        record = self.env["crm.lead"].create({"name": "x", "user_id": False})
        self.assertEqual((record.type, record.team_id), ("lead", self.env["crm.team"]))

    @users("user_vip")
    def test_05_a_member_of_two_teams_creates_leads_in_the_one_with_leads(self):
        self.env["ir.config_parameter"].sudo().set_param("sales_team.membership_multi", True)
        self.team_without_leads.sequence = 1
        self.team.sequence = 2
        self.team.member_ids |= self.user_vip
        record = self.env["crm.lead"].create({"name": "x"})
        self.assertEqual((record.type, record.team_id), ("lead", self.team))

    @users("user_vip")
    def test_05_the_type_of_the_context_is_a_type_given(self):
        record = self.env["crm.lead"].with_context(default_type="lead").create({"name": "x"})
        self.assertEqual((record.type, record.team_id), ("lead", self.env["crm.team"]))

    def test_05_a_program_with_the_team_in_its_context_loses_nothing_either(self):
        leads = self.env["crm.lead"].with_user(self.user_vip).sudo()
        record = leads.with_context(default_team_id=self.team_without_leads.id).create(
            {"name": "x", "type": "lead"}
        )
        self.assertEqual((record.type, record.team_id), ("opportunity", self.team_without_leads))

    @users("user_sales_manager")
    def test_05_a_batch_with_and_without_types(self):
        records = self.env["crm.lead"].create(
            [
                {"name": "1", "type": "lead", "team_id": self.team.id},
                {"name": "2", "team_id": self.team_without_leads.id},
                {"name": "3", "type": "opportunity", "team_id": self.team.id},
                {"name": "4", "team_id": self.team.id},
            ]
        )
        self.assertEqual(records.mapped("type"), ["lead", "opportunity", "opportunity", "lead"])

    def test_05_the_values_given_are_left_alone(self):
        values = {"name": "x", "type": "lead", "team_id": self.team_without_leads.id}
        self.env["crm.lead"].with_user(self.user_vip).sudo().create([values])
        self.assertEqual(values["type"], "lead")

    @users("user_sales_manager")
    def test_05_a_lead_that_stayed_may_not_move_to_another_such_team(self):
        lead, team = self.lead.with_env(self.env), self.team.with_env(self.env)
        team.use_leads = False
        with self.assertRaisesRegex(ValidationError, self.lead.name):
            lead.team_id = self.team_without_leads

    def test_05_who_may_not_read_teams_and_groups_is_no_matter(self):
        teams = (self.team | self.team_without_leads).with_user(self.user_portal)
        self.assertEqual(teams._filter_without_leads().ids, self.team_without_leads.ids)

    def test_04_the_setting_counts_through_another_group_too(self):
        self._switch_leads(False)
        between = self.env["res.groups"].create(
            {"name": "x", "implied_ids": [Command.link(self.group_use_lead.id)]}
        )
        self.env.ref("base.group_user").implied_ids = [Command.link(between.id)]
        self.assertTrue(self.env["crm.team"].create({"name": "x"}).use_leads)

    @users("user_sales_manager")
    def test_04_it_is_the_setting_that_counts_not_the_user(self):
        self._switch_leads(False)
        self.assertTrue(self.env.user.has_group("crm.group_use_lead"), "by themselves")
        self.assertFalse(self.env["crm.team"].create({"name": "x"}).use_leads)

    @users("user_sales_manager")
    def test_05_the_form_says_it_while_the_tick_is_taken_out(self):
        with Form(self.team.with_env(self.env)) as form:
            self.assertFalse(form.remaining_lead_warning)
            form.use_leads = False
            leads = self.env["crm.lead"].search_count(
                [("team_id", "=", self.team.id), ("type", "=", "lead")]
            )
            self.assertIn(f": {leads}.", form.remaining_lead_warning)

    @users("user_sales_manager")
    def test_05_opportunities_do_not_count_as_leads_that_stayed(self):
        team = self.team.with_env(self.env)
        self.lead.copy({"type": "opportunity"})
        team.use_leads = False
        leads = self.env["crm.lead"].search([("team_id", "=", team.id), ("type", "=", "lead")])
        self.assertIn(f": {len(leads)}.", team.remaining_lead_warning)
        action = team.action_open_remaining_leads()
        self.assertEqual(self.env["crm.lead"].search(action["domain"]), leads)
        self.assertEqual(action["xml_id"], "crm.crm_lead_all_leads")
        self.assertEqual(action["context"], {"default_type": "lead", "create": False})

    def test_05_rule_based_assignment_leaves_the_rest_alone(self):
        customer = self.env["res.partner"].create({"name": "x"})
        lead, elsewhere, opportunity = self.env["crm.lead"].create(
            [
                {
                    "name": str(i),
                    "type": kind,
                    "team_id": False,
                    "user_id": False,
                    "partner_id": partner,
                }
                for i, (kind, partner) in enumerate(
                    (("lead", customer.id), ("lead", False), ("opportunity", False))
                )
            ]
        )
        self.team._allocate_leads_deduplicate(elsewhere)
        self.assertEqual((elsewhere.type, elsewhere.team_id), ("lead", self.team))
        self.team_without_leads._allocate_leads_deduplicate(lead | opportunity)
        self.assertEqual(lead.partner_id, customer)
        self.assertTrue(lead.date_conversion)
        self.assertFalse(opportunity.date_conversion, "it was one already")

    def test_05_rule_based_assignment_keeps_the_cache_of_duplicates(self):
        lead = self.lead.copy({"user_id": False, "team_id": False})
        result = self.team_without_leads._allocate_leads_deduplicate(
            lead, duplicates_cache={lead: lead}
        )
        self.assertEqual(result["assigned"], set(lead.ids))

    def test_05_a_default_that_the_site_has_set_counts(self):
        self.env["ir.default"].set("crm.lead", "type", "opportunity")
        record = self.env["crm.lead"].with_user(self.user_sales_leads).create({"name": "x"})
        self.assertEqual(record.type, "opportunity")

    def test_05_leads_that_stayed_can_still_be_merged(self):
        self.team.use_leads = False
        other = self.lead.copy({"team_id": False, "user_id": False, "type": "lead"})
        other.stage_id = self.stage_gen_1
        merged = (self.lead | other).with_user(self.user_sales_manager).merge_opportunity()
        self.assertEqual((merged.type, merged.team_id), ("lead", self.team))

    def test_05_rule_based_assignment_goes_on_over_leads_that_stayed(self):
        self.team.use_leads = False
        other = self.lead.copy({"team_id": False, "user_id": False, "type": "lead"})
        other.stage_id = self.stage_gen_1
        third = self.env["crm.team"].create({"name": "تیم سوم", "use_leads": True})
        result = third._allocate_leads_deduplicate(other)
        self.assertEqual(len(result["merged"]), 1)
