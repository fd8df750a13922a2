from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from .common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadMergeWindow(MergeCommon):
    """The merge window shows what will happen, and the user may choose (features.md #24-#31, B2)."""

    def _open(self, leads, user=None):
        """The window as Action > Merge opens it."""
        wizards = self.env["crm.merge.opportunity"].with_user(user or self.env.user)
        leads = leads.with_env(wizards.env)
        return Form(
            wizards.with_context(
                active_model="crm.lead", active_ids=leads.ids, active_id=leads[:1].id
            )
        )

    @users("user_sales_leads")
    def test_25_salesperson_and_team_come_up_as_they_will_be(self):
        window = self._open(self.leads)
        self.assertEqual(window.user_id, self.user_sales_leads)
        self.assertEqual(window.team_id, self.team)

    @users("user_sales_leads")
    def test_25_another_salesperson_can_be_chosen(self):
        window = self._open(self.leads)
        window.user_id = self.user_vip
        result = window.save().action_merge()
        self.assertEqual(result["params"]["next"]["res_id"], self.lead.id)
        self.assertEqual(self.lead.user_id, self.user_vip)

    @users("user_sales_leads")
    def test_26_all_are_listed_and_why_one_is_left_out(self):
        self.leads[2].action_set_won()
        window = self._open(self.leads)
        self.assertEqual(len(window.opportunity_ids), 3)
        self.assertIn("It is won", window.left_out_text)
        self.assertIn(self.leads[2].name, window.left_out_text)
        window.save().action_merge()
        self.assertEqual(self.leads[1].survivor_id, self.lead)
        self.assertFalse(self.leads[2].absorbed_by_merge_id)

    @users("user_sales_leads")
    def test_27_another_record_can_be_added(self):
        other = self._create({"phone": "0935 000 0202"})
        window = self._open(self.leads[:2])
        window.opportunity_ids.add(other.with_env(self.env))
        self.assertIn("phone", window.choices)
        window.save().action_merge()
        self.assertEqual(other.survivor_id, self.lead)

    @users("user_sales_leads")
    def test_29_it_says_which_record_survives_and_why(self):
        self.assertIn("it is the oldest", self._open(self.leads).survivor_text)
        self.lead.action_set_lost()
        text = self._open(self.leads).survivor_text
        self.assertIn("the oldest one that is open", text)
        self.assertIn(self.leads[1].name, text)

    @users("user_sales_leads")
    def test_28_with_one_record_there_is_nothing_to_merge(self):
        self.assertIn("at least two", self._open(self.lead).survivor_text)

    @users("user_sales_leads")
    def test_31_two_leads_can_become_an_opportunity(self):
        window = self._open(self.leads[:2])
        self.assertEqual(window.type, "lead")
        window.type = "opportunity"
        window.save().action_merge()
        self.assertEqual(self.lead.type, "opportunity")

    @users("user_sales_leads")
    def test_30_with_an_opportunity_the_result_is_one(self):
        window = self._open(self.leads)
        self.assertTrue(window.has_opportunity)
        self.assertEqual(window.type, "opportunity")

    def _get_rows(self, window):
        return {row["name"]: row for row in window.comparison["rows"]}

    @users("user_sales_leads")
    def test_b2_a_choice_a_conflict_and_none_where_they_agree(self):
        self.leads[1].write({"phone": "+98 912 555 0101", "contact_name": "مريم رضايي"})
        self.leads[2].write({"phone": "0935 000 0202"})
        window = self._open(self.leads)
        rows = self._get_rows(window)
        self.assertEqual(rows["phone"]["kind"], "choice")
        self.assertNotEqual(rows["contact_name"]["kind"], "choice", "the same in other letters")
        self.assertEqual(rows["phone"]["default"], self.lead.id)
        self.assertEqual(
            list(rows["phone"]["values"].values()),
            ["۰۹۱۲۵۵۵۰۱۰۱", "+98 912 555 0101", "0935 000 0202"],
        )
        self.assertEqual(rows["phone"]["label"], "Phone")
        wizard = window.save()
        self.assertEqual(wizard.choices["phone"], [self.lead.id, self.lead.id])
        self.assertNotIn("contact_name", wizard.choices)

    def _choose(self, window, name, lead):
        """As the radio button does, in a field that nobody sees."""
        choices = {**window.choices, name: [lead.id, window.choices[name][1]]}
        window._values["choices"] = choices

    @users("user_sales_leads")
    def test_b2_another_value_is_chosen(self):
        self.leads[2].write({"phone": "0935 000 0202"})
        window = self._open(self.leads)
        self._choose(window, "phone", self.leads[2])
        window.save().action_merge()
        self.assertEqual(self.lead.phone, "0935 000 0202")

    @users("user_sales_leads")
    def test_b2_a_choice_stays_when_a_record_is_added(self):
        self.leads[1].write({"phone": "0935 000 0202"})
        other = self._create({"phone": "0936 000 0303"})
        window = self._open(self.leads[:2])
        self._choose(window, "phone", self.leads[1])
        window.opportunity_ids.add(other.with_env(self.env))
        window.save().action_merge()
        self.assertEqual(self.lead.phone, "0935 000 0202")
        self.assertEqual(other.survivor_id, self.lead)

    @users("user_sales_leads")
    def test_b2_a_choice_goes_with_its_record(self):
        self.leads[1].write({"phone": "0935 000 0202"})
        self.leads[2].write({"phone": "0936 000 0303"})
        window = self._open(self.leads)
        self._choose(window, "phone", self.leads[1])
        window.opportunity_ids.remove(id=self.leads[1].id)
        self.assertEqual(window.choices["phone"], [self.lead.id, self.lead.id])
        columns = {column["id"]: column["merged"] for column in window.comparison["columns"]}
        self.assertEqual(
            columns, {self.lead.id: True, self.leads[1].id: False, self.leads[2].id: True}
        )
        window.save().action_merge()
        self.assertEqual(self.lead.phone, "۰۹۱۲۵۵۵۰۱۰۱")
        self.assertFalse(self.leads[1].absorbed_by_merge_id)

    @users("user_sales_leads")
    def test_b2_what_is_chosen_is_checked(self):
        stranger = self._create({"phone": "0936 000 0303"})
        wizard = self._open(self.leads).save()
        for choices in (
            {"phone": [stranger.id, self.lead.id]},
            {"phone": ["x", 1]},
            {"no_such_field": [self.lead.id, self.lead.id]},
            {"active": [self.lead.id, self.lead.id]},
        ):
            wizard.choices = choices
            with self.assertRaisesRegex(UserError, "select the records anew"):
                wizard.action_merge()
        for nonsense in ([1, 2], "phone", {"phone": 7}, {"phone": [1]}):
            wizard.choices = nonsense
            self.assertEqual(wizard._get_choices(self.leads), {})

    @users("user_sales_leads")
    def test_b2_what_came_up_by_itself_is_no_choice(self):
        self.lead.phone = "0937 000 0404"
        self.leads[1].phone = "0935 000 0202"
        self.leads[2].phone = "0936 000 0303"
        window = self._open(self.leads[1:])
        window.opportunity_ids.add(self.lead.with_env(self.env))
        window.save().action_merge()
        self.assertEqual(self.lead.phone, "0937 000 0404")

    @users("user_sales_leads")
    def test_26_a_record_that_is_left_out_does_not_decide_the_company(self):
        self.leads[0].action_set_won()
        self.leads[0].sudo().company_id = self.env["res.company"].sudo().create({"name": "دیگر"})
        mergeable = self.leads.sudo()._get_merge_preview()
        self.assertEqual(mergeable, self.leads[1:])

    @users("user_sales_leads")
    def test_b2_it_says_what_comes_along(self):
        self.env["crm.phonecall"].create({"name": "تماس", "opportunity_id": self.leads[1].id})
        self.assertIn("Phonecall: 1", self._open(self.leads).moved_text)

    @users("user_sales_leads")
    def test_32_in_odoos_own_way_the_window_is_odoos_own(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "crm_lead_qualification.merge_survivor", "most_advanced"
        )
        self.leads[1].action_set_won()
        window = self._open(self.leads)
        self.assertFalse(window.can_preview)
        wizard = window.save()
        self.assertEqual(wizard.opportunity_ids, self.leads[0] | self.leads[2])
        wizard.action_merge()
        self.assertFalse(self.lead.exists())

    @users("user_sales_salesman")
    def test_26_what_the_user_may_not_change_is_left_out(self):
        own = self._create({"user_id": self.env.uid, "team_id": False}, {"user_id": self.env.uid})
        self.env["ir.rule"].sudo().create(
            {
                "name": "read all",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": "[(1, '=', 1)]",
                "groups": [Command.link(self.env.ref("sales_team.group_sale_salesman").id)],
                "perm_write": False,
                "perm_create": False,
                "perm_unlink": False,
            }
        )
        window = self._open(own | self.lead)
        self.assertIn("You may not change it", window.left_out_text)
        window.save().action_merge()
        self.assertFalse(self.lead.absorbed_by_merge_id)
        self.assertEqual(own[1].survivor_id, own[0])
