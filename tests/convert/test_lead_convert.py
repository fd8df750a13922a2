from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadConvert(QualificationCommon):
    """The convert window (features.md #8-#18)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "مریم رضائی",
                "email": "rezaei@new.example.com",
                "phone": "+98 21 5555 0100",
                "function": "مدیر عامل",
                "website": "https://new.example.com",
                "street": "بلوار کشاورز",
                "city": "کرج",
                "country_id": cls.country_ir.id,
            }
        )
        cls.other = cls.lead.copy({"email_from": "other@else.example.com", "phone": False})

    @users("user_sales_leads")
    def test_08_the_button_opens_the_convert_window(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm.action_crm_lead2opportunity_partner"
        )
        self.assertEqual(action["res_model"], "crm.lead2opportunity.partner")
        self.assertEqual(action["target"], "new")
        window = self._open_window(self.lead, self.env.user)
        self.assertEqual(window.lead_id, self.lead)

    @users("user_sales_leads")
    def test_09_the_window_offers_to_convert_or_to_merge(self):
        window = self._open_window(self.lead, self.env.user)
        self.assertEqual(window.name, "convert")
        self.assertEqual(
            [value for value, _label in window._fields["name"].selection], ["convert", "merge"]
        )

    @users("user_sales_leads")
    def test_10_merging_is_recommended_when_the_customer_is_known(self):
        twin = self.lead.copy({"type": "opportunity", "name": "همان مشتری"})
        window = self._open_window(self.lead, self.env.user)
        self.assertEqual(window.name, "merge")
        self.assertEqual(window.duplicated_lead_ids, self.lead | twin)

    @users("user_sales_leads")
    def test_36_merging_is_recommended_when_the_customer_has_a_record(self):
        """By the customer alone: the two leads have nothing else in common."""
        self.assertEqual(self._open_window(self.lead, self.env.user).name, "convert")
        customer = self.env["res.partner"].create({"name": "مشتری بی‌نشانی"})
        values = {"email_from": False, "phone": False, "partner_name": False}
        known = self.other.copy({"type": "opportunity", **values, "partner_id": customer.id})
        self.lead.partner_id = customer
        window = self._open_window(self.lead, self.env.user)
        self.assertEqual(window.name, "merge")
        self.assertEqual(window.duplicated_lead_ids, self.lead | known)

    @users("user_sales_leads")
    def test_11_salesperson_and_team_are_chosen_there(self):
        self._open_window(
            self.lead,
            self.env.user,
            user_id=self.user_vip.id,
            team_id=self.team_without_leads.id,
        ).action_apply()
        self.assertEqual(self.lead.user_id, self.user_vip)
        self.assertEqual(self.lead.team_id, self.team_without_leads)

    @users("user_sales_leads")
    def test_12_both_come_up_as_the_leads_own(self):
        # Not the team that core proposes for the salesperson, who is its member.
        other = self.env["crm.team"].sudo().create({"name": "تیم دیگر", "use_leads": True})
        self.lead.team_id = other
        window = self._open_window(self.lead, self.env.user)
        self.assertEqual(window.user_id, self.lead.user_id)
        self.assertEqual(window.team_id, other)

    @users("user_sales_leads")
    def test_12_a_team_without_salesperson_comes_up_too(self):
        self.lead.write({"user_id": False, "team_id": self.team.id})
        window = self._open_window(self.lead, self.env.user)
        self.assertFalse(window.user_id)
        self.assertEqual(window.team_id, self.team)

    @users("user_sales_leads")
    def test_12_choosing_another_salesperson_proposes_their_team(self):
        context = {
            "active_model": "crm.lead",
            "active_id": self.lead.id,
            "active_ids": self.lead.ids,
        }
        window = Form(self.env["crm.lead2opportunity.partner"].with_context(**context))
        window.user_id = self.user_vip
        self.assertEqual(window.team_id, self.team_without_leads)

    @users("user_sales_leads")
    def test_12_nothing_blanks_a_salesperson_or_a_team(self):
        window = self._open_window(self.lead, self.env.user)
        window.write({"user_id": False, "team_id": False})
        window.action_apply()
        self.assertEqual(self.lead.type, "opportunity")
        self.assertEqual(self.lead.user_id, self.user_sales_leads)
        self.assertEqual(self.lead.team_id, self.team)

    @users("user_sales_leads")
    def test_12_a_team_is_set_without_a_salesperson(self):
        self.lead.write({"user_id": False, "team_id": False})
        self._open_window(self.lead, self.env.user, team_id=self.team.id).action_apply()
        self.assertEqual(self.lead.team_id, self.team)
        self.assertFalse(self.lead.user_id)

    @users("user_sales_leads")
    def test_12_merging_into_an_opportunity_does_not_blank_them_either(self):
        opportunity = self.lead.copy({"type": "opportunity"})
        self.lead.write({"user_id": False, "team_id": False})
        window = self._open_window(self.lead, self.env.user)
        self.assertEqual(window.name, "merge")
        self.assertFalse(window.user_id or window.team_id)
        window.action_apply()
        self.assertTrue(opportunity.exists())
        self.assertEqual(opportunity.user_id, self.user_sales_leads)
        self.assertEqual(opportunity.team_id, self.team)

    @users("user_sales_leads")
    def test_13_the_channel_is_kept(self):
        other = self.env["crm.team"].sudo().create({"name": "کانال تلفن", "use_leads": True})
        for user in (self.user_sales_leads, self.env["res.users"]):
            lead = self.lead.copy(
                {"user_id": user.id, "email_from": f"{user.id}@x.example.com", "phone": False}
            )
            lead.team_id = other
            self._open_window(lead, self.env.user).action_apply()
            self.assertEqual(lead.type, "opportunity")
            self.assertEqual(lead.team_id, other)

    @users("user_sales_leads")
    def test_14_a_new_customer_is_made_of_the_leads_data(self):
        window = self._open_window(self.lead, self.env.user)
        self.assertEqual(window.action, "create")
        window.action_apply()
        customer = self.lead.partner_id
        self.assertEqual(customer.name, "مریم رضایی")
        self.assertEqual(customer.parent_id.name, "شرکت چاپ پارس")
        self.assertEqual(customer.email, "maryam@pars.example.com")
        self.assertEqual(customer.function, "مدیر خرید")

    @users("user_sales_leads")
    def test_15_an_existing_customer_is_linked_and_what_it_overwrites_is_kept(self):
        old = {
            name: self.lead[name]
            for name in (
                "email_from",
                "phone",
                "contact_name",
                "function",
                "website",
                "street",
                "city",
            )
        }
        self.flush_tracking()
        self._open_window(
            self.lead, self.env.user, action="exist", partner_id=self.customer.id
        ).action_apply()
        self.assertEqual(self.lead.partner_id, self.customer)
        self.assertEqual(self.lead.city, "کرج", "core copies the customer's data to the lead")
        changes = self._chatter_changes(self.lead)
        for name, value in old.items():
            self.assertNotEqual(self.lead[name], value, name)
            self.assertEqual(changes.get(name), (value, self.lead[name]), name)

    @users("user_sales_leads")
    def test_15_a_company_name_that_is_overwritten_is_kept(self):
        company = self.env["res.partner"].create({"name": "شرکت تازه", "is_company": True})
        self.flush_tracking()
        self._open_window(
            self.lead, self.env.user, action="exist", partner_id=company.id
        ).action_apply()
        self.assertEqual(
            self._chatter_changes(self.lead).get("partner_name"), ("شرکت چاپ پارس", "شرکت تازه")
        )

    @users("user_sales_leads")
    def test_16_without_linking_to_a_customer(self):
        customers = self.env["res.partner"].search_count([])
        self._open_window(self.lead, self.env.user, action="nothing").action_apply()
        self.assertEqual(self.lead.type, "opportunity")
        self.assertFalse(self.lead.partner_id)
        self.assertEqual(self.env["res.partner"].search_count([]), customers)
        self.assertEqual(self.lead.contact_name, "مریم رضایی")
        self.assertEqual(self.lead.phone, "۰۹۱۲۵۵۵۰۱۰۱", "what was typed stays as it was typed")

    @users("user_sales_leads")
    def test_16_the_choice_is_there_in_bulk_too(self):
        other = self.lead.copy({"email_from": "other@pars.example.com", "phone": False})
        window = (
            self.env["crm.lead2opportunity.partner.mass"]
            .with_context(
                active_model="crm.lead", active_id=self.lead.id, active_ids=(self.lead | other).ids
            )
            .create({"action": "nothing"})
        )
        window.action_mass_convert()
        for lead in self.lead | other:
            self.assertEqual(lead.type, "opportunity")
            self.assertFalse(lead.partner_id)

    @users("user_sales_leads")
    def test_16_a_customer_that_the_lead_has_stays(self):
        self.lead.partner_id = self.customer
        self._open_window(self.lead, self.env.user, action="nothing").action_apply()
        self.assertEqual(self.lead.partner_id, self.customer)

    @users("user_sales_leads")
    def test_17_it_becomes_the_opportunity_itself(self):
        action = self._open_window(self.lead, self.env.user).action_apply()
        self.assertEqual(action["res_model"], "crm.lead")
        self.assertEqual(action["res_id"], self.lead.id)
        self.assertEqual(self.lead.type, "opportunity")
        self.assertTrue(self.lead.date_conversion)

    @users("user_sales_leads")
    def test_17_a_window_without_active_records_converts_its_lead(self):
        """As a program opens it: core has nothing to convert then."""
        window = self.env["crm.lead2opportunity.partner"].create({"lead_id": self.lead.id})
        action = window.action_apply()
        self.assertEqual(action["res_id"], self.lead.id)
        self.assertEqual(self.lead.type, "opportunity")

    @users("user_sales_leads")
    def test_18_it_stands_in_the_first_stage_of_the_pipeline(self):
        self.lead.stage_id = False
        self._open_window(self.lead, self.env.user).action_apply()
        self.assertEqual(self.lead.stage_id, self.stage_team1_1)
        pipeline = self.env["crm.lead"].search([("type", "=", "opportunity")])
        self.assertIn(self.lead, pipeline)

    # What cannot be converted

    def _assert_refused(self, lead, words):
        with self.assertRaisesRegex(UserError, words):
            self._open_window(lead, self.env.user)
        before = lead.read(["type", "active", "stage_id", "date_conversion", "partner_id"])
        window = (
            self.env["crm.lead2opportunity.partner"]
            .with_context(active_model="crm.lead", active_id=self.other.id)
            .create({"lead_id": self.other.id})
        )
        # As when it changed while the window was open.
        window.lead_id = lead
        with self.assertRaisesRegex(UserError, words):
            window.action_apply()
        self.assertEqual(
            lead.read(["type", "active", "stage_id", "date_conversion", "partner_id"]), before
        )

    @users("user_sales_leads")
    def test_17_a_lost_lead_is_refused(self):
        self.lead.action_set_lost()
        self._assert_refused(self.lead, "is lost. Restore it first")

    @users("user_sales_leads")
    def test_17_an_archived_lead_is_refused(self):
        self.lead.probability = 50
        self.lead.action_archive()
        self.assertEqual(self.lead.won_status, "pending")
        self._assert_refused(self.lead, "is archived. Unarchive it first")

    @users("user_sales_leads")
    def test_17_a_won_lead_is_refused(self):
        self.lead.action_set_won()
        self._assert_refused(self.lead, "is won")

    @users("user_sales_leads")
    def test_17_an_opportunity_is_refused(self):
        self.lead.type = "opportunity"
        self._assert_refused(self.lead, "is an opportunity already")

    @users("user_sales_leads")
    def test_17_a_deleted_lead_is_refused(self):
        window = self._open_window(self.lead, self.env.user)
        lead = self.lead.sudo()
        # The window goes with its lead in the database: this is what the client still holds.
        window.lead_id = self.other
        window.invalidate_recordset()
        lead_of_window = window.lead_id
        window.flush_recordset()
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [lead_of_window.id])
        with self.assertRaises(UserError):
            lead_of_window._lock_or_refuse()
        self.assertEqual(lead.type, "lead")

    @users("user_sales_leads")
    def test_17_the_refusal_is_in_the_users_language(self):
        self.lead.action_set_lost()
        with self.assertRaisesRegex(UserError, "در وضعیت باخت"):
            self.env["crm.lead2opportunity.partner"].with_context(
                lang="fa_IR", active_model="crm.lead", active_id=self.lead.id
            ).create({})

    @users("user_sales_manager")
    def test_17_bulk_conversion_passes_over_what_it_cannot_convert(self):
        lost = self.lead.copy({"email_from": "lost@pars.example.com", "phone": False})
        lost.action_set_lost()
        window = (
            self.env["crm.lead2opportunity.partner.mass"]
            .with_context(
                active_model="crm.lead", active_id=lost.id, active_ids=(lost | self.lead).ids
            )
            .create({})
        )
        window.action_mass_convert()
        self.assertEqual(self.lead.type, "opportunity")
        self.assertEqual(lost.type, "lead")

    # Who may

    @users("user_sales_salesman")
    def test_17_a_salesperson_converts_their_own_leads_only(self):
        own = self.lead.sudo().copy({"user_id": self.env.uid}).with_env(self.env)
        own.sudo().email_from = "own@pars.example.com"
        self._open_window(own, self.env.user).action_apply()
        self.assertEqual(own.type, "opportunity")
        with self.assertRaises(AccessError):
            self._open_window(self.lead.with_env(self.env), self.env.user)

    @users("user_qualification_portal")
    def test_17_a_portal_user_cannot_convert(self):
        with self.assertRaises(AccessError):
            self._open_window(self.lead.with_env(self.env), self.env.user)

    def test_17_a_lead_of_another_company_is_out_of_reach(self):
        self._activate_multi_company()
        lead = self.lead.copy({"company_id": self.company_2.id, "user_id": False, "team_id": False})
        with self.assertRaises(AccessError):
            self._open_window(lead, self.user_sales_leads)

    def test_09_the_window_of_the_form_has_every_choice(self):
        arch = etree.fromstring(
            self.env["crm.lead2opportunity.partner"].get_view(view_type="form")["arch"]
        )
        for name in ("name", "user_id", "team_id", "action", "partner_id", "duplicated_lead_ids"):
            self.assertTrue(arch.xpath(f"//field[@name='{name}']"), name)
        choices = self.env["crm.lead2opportunity.partner"]._fields["action"].get_values(self.env)
        self.assertEqual(choices, ["create", "exist", "nothing"])
