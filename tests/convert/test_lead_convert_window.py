from datetime import datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged, users
from odoo.tools import format_date

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadConvertWindow(QualificationCommon):
    """What the convert window keeps, and which lead it is about (features.md #12, #15-#17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.state_ir = cls.env["res.country.state"].create(
            {"name": "تهران", "code": "THX", "country_id": cls.country_ir.id}
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "مریم رضائی",
                "street": "بلوار کشاورز",
                "street2": "طبقه دوم",
                "zip": "3134567890",
                "city": "کرج",
                "state_id": cls.env["res.country.state"]
                .create({"name": "البرز", "code": "ALX", "country_id": cls.env.ref("base.tr").id})
                .id,
                "country_id": cls.env.ref("base.tr").id,
            }
        )

    @users("user_sales_leads")
    def test_15_every_part_of_the_address_is_kept(self):
        self.lead.with_context(tracking_disable=True).write(
            {"street2": "پلاک ۱", "zip": "1987654321", "state_id": self.state_ir.id}
        )
        names = ("street", "street2", "zip", "city", "state_id", "country_id")

        def value(name):
            return self.lead[name].display_name if name.endswith("_id") else self.lead[name]

        old = {name: value(name) for name in names}
        self.flush_tracking()
        self._open_window(
            self.lead, self.env.user, action="exist", partner_id=self.customer.id
        ).action_apply()
        changes = self._chatter_changes(self.lead)
        for name in names:
            self.assertNotEqual(value(name), old[name], name)
            self.assertEqual(changes.get(name), (old[name], value(name)), name)

    @users("user_sales_leads")
    def test_17_an_opportunity_is_refused_with_its_date(self):
        self._force_create_date(self.lead.sudo(), datetime(2020, 1, 15))
        self.lead.sudo().write({"type": "opportunity"})
        for date in (datetime(2020, 1, 15, 12), datetime(2021, 3, 20, 12)):
            if date.year == 2021:
                self.lead.sudo().date_conversion = date
            with self.assertRaisesRegex(UserError, f"since {format_date(self.env, date)}"):
                self._open_window(self.lead, self.env.user)

    def _force_create_date(self, lead, date):
        self.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s", [date, lead.id])
        lead.invalidate_recordset(["create_date"])

    @users("user_sales_leads")
    def test_17_a_deleted_lead_is_refused_as_such(self):
        lead = self.lead.copy().with_env(self.env)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [lead.id])
        with self.assertRaisesRegex(UserError, "was deleted in the meantime"):
            lead._lock_or_refuse()

    @users("user_sales_leads")
    def test_b4_a_record_that_was_told_apart_does_not_come_up(self):
        lead = self.lead.with_env(self.env)
        twin = lead.copy({"name": "کس دیگر"})
        self.assertEqual(self._open_window(lead, self.env.user).name, "merge")
        # As from the cards of similar records.
        context = lead.action_show_potential_duplicates()["context"]
        twin.with_context(**context).action_not_duplicate()
        window = self._open_window(lead, self.env.user)
        self.assertEqual(window.name, "convert")
        self.assertNotIn(twin, window.duplicated_lead_ids)

    def test_16_help(self):
        help = self.env["crm.lead2opportunity.partner"].fields_get(["action"])["action"]["help"]
        self.assertIn("stays without one", help)

    @users("user_sales_leads")
    def test_12_without_a_team_that_of_the_salesperson_comes_up(self):
        self.lead.team_id = False
        window = self._open_window(self.lead, self.env.user)
        self.assertEqual(window.user_id, self.user_sales_leads)
        self.assertEqual(window.team_id, self.team)

    @users("user_sales_leads")
    def test_17_the_lead_of_the_context_is_refused(self):
        other = self.lead.copy({"email_from": "other@else.example.com"})
        self.lead.action_set_lost()
        windows = self.env["crm.lead2opportunity.partner"]
        for context in ({}, {"active_id": other.id}):
            with self.assertRaisesRegex(UserError, "is lost. Restore it first"):
                windows.with_context(default_lead_id=self.lead.id, **context).create({})

    @users("user_sales_leads")
    def test_17_active_records(self):
        first = self.lead.copy({"email_from": "1@else.example.com", "phone": False})
        second = self.lead.copy({"email_from": "2@else.example.com", "phone": False})
        windows = self.env["crm.lead2opportunity.partner"]
        window = windows.with_context(active_ids=second.ids).create({"lead_id": first.id})
        self.assertEqual(window.action_apply()["res_id"], first.id)
        self.assertEqual((first.type, second.type), ("opportunity", "lead"))
        window = windows.with_context(active_ids=(second | self.lead).ids).create(
            {"lead_id": self.lead.id}
        )
        window.action_apply()
        self.assertEqual((second.type, self.lead.type), ("opportunity", "opportunity"))

    @users("user_sales_leads")
    def test_12_what_is_chosen_counts_when_merging(self):
        self.lead.copy({"type": "opportunity"})
        self._open_window(
            self.lead,
            self.env.user,
            name="merge",
            user_id=self.user_vip.id,
            team_id=self.team_without_leads.id,
        ).action_apply()
        self.assertEqual(self.lead.user_id, self.user_vip)
        self.assertEqual(self.lead.team_id, self.team_without_leads)

    @users("user_sales_leads")
    def test_12_merging_keeps_those_of_the_opportunity(self):
        # Not the team that core proposes for the salesperson, who is its member.
        team = self.env["crm.team"].sudo().create({"name": "تیم دیگر", "use_leads": True})
        opportunity = self.lead.copy({"type": "opportunity", "team_id": team.id})
        third = self.lead.copy({"type": "lead"})
        third.write({"user_id": self.user_vip.id, "team_id": False})
        self.lead.write({"user_id": False, "team_id": False})
        window = self._open_window(self.lead, self.env.user)
        self.assertEqual(window.name, "merge")
        window.write({"user_id": False, "team_id": False})
        window.action_apply()
        self.assertEqual(opportunity.survivor_id, self.lead)
        self.assertEqual(self.lead.user_id, self.user_sales_leads)
        self.assertEqual(self.lead.team_id, team)

    @users("user_sales_leads")
    def test_12_merging_keeps_those_of_the_lead_itself(self):
        opportunity = self.lead.copy({"type": "opportunity"})
        opportunity.write({"user_id": False, "team_id": False})
        window = self._open_window(self.lead, self.env.user, name="merge")
        window.write(
            {
                "user_id": False,
                "team_id": False,
                "duplicated_lead_ids": [Command.set(opportunity.ids)],
            }
        )
        window.action_apply()
        self.assertEqual(opportunity.survivor_id, self.lead)
        self.assertEqual(self.lead.user_id, self.user_sales_leads)
        self.assertEqual(self.lead.team_id, self.team)

    @users("user_sales_leads")
    def test_12_merging_into_an_opportunity_keeps_its_team_and_stage(self):
        """Nobody has chosen the team that came up with the lead."""
        team = self.env["crm.team"].sudo().create({"name": "تیم دیگر", "use_leads": True})
        stage = self.env["crm.stage"].sudo().create({"name": "مرحلهٔ تیم", "team_ids": team.ids})
        values = {"user_id": False, "team_id": team.id, "stage_id": stage.id}
        opportunity = self.lead.copy({"type": "opportunity", **values})
        opportunity.write(values)
        self._make_older(opportunity)
        self.lead.user_id = False
        before = opportunity.read(["team_id", "stage_id", "type"])
        of_lead = self.lead.read(["team_id", "stage_id", "type"])
        self.assertNotEqual(self.lead.team_id, team)
        window = self._open_window(self.lead, self.env.user, name="merge")
        window.duplicated_lead_ids = opportunity
        self.assertFalse(window.user_id)
        self.assertEqual(window.team_id, self.lead.team_id)
        window.action_apply()
        self.assertEqual(self.lead.survivor_id, opportunity)
        self.assertEqual((opportunity.team_id, opportunity.stage_id), (team, stage))
        opportunity.action_undo_merge()
        self.assertEqual(opportunity.read(["team_id", "stage_id", "type"]), before)
        self.assertEqual(self.lead.read(["team_id", "stage_id", "type"]), of_lead)

    @users("user_sales_leads")
    def test_12_a_team_that_was_chosen_counts_without_a_salesperson(self):
        opportunity = self.lead.copy({"type": "opportunity"})
        opportunity.write({"user_id": False, "team_id": self.team.id})
        self._make_older(opportunity)
        self.lead.user_id = False
        window = self._open_window(self.lead, self.env.user, name="merge")
        window.write(
            {
                "duplicated_lead_ids": [Command.set(opportunity.ids)],
                "team_id": self.team_without_leads.id,
                "user_id": False,
            }
        )
        window.action_apply()
        self.assertEqual(opportunity.team_id, self.team_without_leads)

    def _make_older(self, lead):
        lead.flush_recordset()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = create_date - interval '1 day' WHERE id = %s",
            [lead.id],
        )
        lead.invalidate_recordset(["create_date"])

    @users("user_sales_leads")
    def test_16_nothing_is_linked_even_when_a_customer_was_chosen_before(self):
        self._open_window(
            self.lead, self.env.user, action="nothing", partner_id=self.customer.id
        ).action_apply()
        self.assertEqual(self.lead.type, "opportunity")
        self.assertFalse(self.lead.partner_id)

    @users("user_sales_leads")
    def test_15_the_language_is_kept(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        fr = self.env["res.lang"]._lang_get("fr_FR")
        en = self.env["res.lang"]._lang_get("en_US")
        self.lead.lang_id = fr
        self.customer.sudo().lang = "en_US"
        self.flush_tracking()
        self._open_window(
            self.lead, self.env.user, action="exist", partner_id=self.customer.id
        ).action_apply()
        self.assertEqual(self.lead.lang_id, en)
        self.assertIn("lang_id", self._chatter_changes(self.lead))

    @users("user_sales_leads")
    def test_17_active_records_of_another_model_are_no_matter(self):
        w = self.env["crm.lead2opportunity.partner"].with_context(
            active_model="res.partner", active_id=99999999
        )
        w.create({"lead_id": self.lead.id}).action_apply()
        self.assertEqual(self.lead.type, "opportunity")
