from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm.tests.common import INCOMING_EMAIL

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadTeam(QualificationCommon):
    """Leads can be switched off for one team, and then it gets none (features.md #5)."""

    @users("user_sales_manager")
    def test_05_a_record_created_there_without_a_type_is_an_opportunity(self):
        record = self.env["crm.lead"].create(
            {"name": "RPC", "team_id": self.team_without_leads.id, "user_id": False}
        )
        self.assertEqual(record.type, "opportunity")
        record = self.env["crm.lead"].create({"name": "RPC", "team_id": self.team.id})
        self.assertEqual(record.type, "lead", "in another team it is still a lead")
        record = self.env["crm.lead"].create({"name": "RPC", "team_id": False, "user_id": False})
        self.assertEqual(record.type, "lead", "without a team it is still a lead")

    @users("user_vip")
    def test_05_a_member_of_that_team_creates_opportunities(self):
        record = self.env["crm.lead"].create({"name": "بدون تیم و نوع"})
        self.assertEqual(record.team_id, self.team_without_leads)
        self.assertEqual(record.type, "opportunity")
        record_id, _name = self.env["crm.lead"].name_create("ایجاد سریع")
        record = self.env["crm.lead"].browse(record_id)
        self.assertEqual(record.type, "opportunity", "quick create")
        with Form(self.env["crm.lead"]) as form:
            form.name = "فرم"
        self.assertEqual(form.record.type, "opportunity", "the form")
        self.assertEqual(form.record.team_id, self.team_without_leads)

    @users("user_sales_manager")
    def test_05_a_form_opened_for_that_team_makes_an_opportunity(self):
        leads = self.env["crm.lead"].with_context(default_team_id=self.team_without_leads.id)
        with Form(leads) as form:
            form.name = "فرم"
        self.assertEqual(form.record.type, "opportunity")

    @users("user_vip")
    def test_05_a_lead_of_its_member_has_no_team(self):
        """CRM > Leads > New, by somebody whose only team has none."""
        with Form(self.env["crm.lead"].with_context(default_type="lead")) as form:
            form.name = "از منوی سرنخ‌ها"
        self.assertEqual(form.record.type, "lead")
        self.assertFalse(form.record.team_id)

    @users("user_sales_manager")
    def test_05_a_lead_stays_in_its_team_when_given_to_a_member_of_that_team(self):
        lead = self.lead.with_env(self.env)
        lead.user_id = self.user_vip
        self.assertEqual(lead.team_id, self.team)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_05_an_email_to_its_alias_makes_an_opportunity(self):
        for defaults in (self.team_without_leads.alias_defaults, None):
            if not defaults:
                # As an alias has it that was edited by hand.
                self.team_without_leads.alias_id.alias_defaults = {
                    "type": "lead",
                    "team_id": self.team_without_leads.id,
                }
            subject = f"درخواست قیمت {bool(defaults)}"
            record = self.format_and_process(
                INCOMING_EMAIL,
                "customer@unknown.example.com",
                f"vip.test@{self.alias_domain}",
                subject=subject,
                target_model="crm.lead",
            )
            self.assertEqual(record.type, "opportunity")
            self.assertEqual(record.team_id, self.team_without_leads)

    @users("user_sales_manager")
    def test_05_an_import_without_a_type_makes_opportunities(self):
        result = self.env["crm.lead"].load(
            ["name", "team_id"],
            [["ردیف یک", self.team_without_leads.name], ["ردیف دو", self.team.name]],
        )
        self.assertFalse(result["messages"])
        records = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(records.mapped("type"), ["opportunity", "lead"])

    @users("user_sales_manager")
    def test_05_an_imported_lead_is_refused_with_its_row(self):
        before = self.env["crm.lead"].search_count([])
        result = self.env["crm.lead"].load(
            ["name", "type", "team_id"], [["ردیف یک", "Lead", self.team_without_leads.name]]
        )
        self.assertIn(self.team_without_leads.name, result["messages"][0]["message"])
        self.assertEqual(self.env["crm.lead"].search_count([]), before)

    @users("user_sales_manager")
    def test_05_giving_a_lead_to_it_is_refused(self):
        lead = self.lead.with_env(self.env)
        with self.assertRaisesRegex(ValidationError, self.team_without_leads.name):
            lead.team_id = self.team_without_leads
        with self.assertRaisesRegex(ValidationError, self.team_without_leads.name):
            lead.create({"name": "x", "type": "lead", "team_id": self.team_without_leads.id})
        opportunity = lead.create(
            {
                "name": "x",
                "type": "opportunity",
                "team_id": self.team_without_leads.id,
                "user_id": self.user_vip.id,
            }
        )
        with self.assertRaisesRegex(ValidationError, self.team_without_leads.name):
            opportunity.type = "lead"

    @users("user_sales_manager")
    def test_05_an_opportunity_may_be_given_to_it(self):
        lead = self.lead.with_env(self.env)
        lead.type = "opportunity"
        lead.team_id = self.team_without_leads
        self.assertEqual(lead.team_id, self.team_without_leads)

    def test_05_a_program_that_captures_a_lead_there_loses_nothing(self):
        record = (
            self.env["crm.lead"]
            .with_user(self.user_vip)
            .sudo()
            .create({"name": "x", "type": "lead", "team_id": self.team_without_leads.id})
        )
        self.assertEqual(record.type, "opportunity")
        self.assertEqual(record.team_id, self.team_without_leads)

    @users("user_sales_manager")
    def test_05_leads_that_are_there_stay_and_can_be_edited(self):
        lead, team = self.lead.with_env(self.env), self.team.with_env(self.env)
        self.assertFalse(team.remaining_lead_warning)
        team.use_leads = False
        self.assertEqual(lead.team_id, team)
        lead.write({"name": "نام تازه", "team_id": team.id, "type": "lead"})
        self.assertEqual(lead.name, "نام تازه")

    @users("user_sales_manager")
    def test_05_the_team_says_how_many_stayed_and_opens_them(self):
        team = self.team.with_env(self.env)
        team.use_leads = False
        leads = self.env["crm.lead"].search([("team_id", "=", team.id), ("type", "=", "lead")])
        self.assertIn(self.lead, leads)
        with Form(team) as form:
            self.assertIn(f": {len(leads)}.", form.remaining_lead_warning)
        action = team.action_open_remaining_leads()
        self.assertEqual(self.env["crm.lead"].search(action["domain"]), leads)
        leads.with_context(active_test=False).unlink()
        team.invalidate_recordset()
        self.assertFalse(team.remaining_lead_warning)

    @users("user_sales_salesman")
    def test_05_the_team_counts_only_what_the_user_may_see(self):
        self.lead.copy({"user_id": self.env.uid, "team_id": self.team.id})
        self.team.use_leads = False
        warning = self.team.with_env(self.env).remaining_lead_warning
        self.assertIn(": 1.", warning)

    def test_05_the_lead_form_and_list_do_not_offer_the_team(self):
        for view_type, xpath in (
            (
                "form",
                "//group[@name='lead_priority']/preceding-sibling::group[1]/field[@name='team_id']",
            ),
            ("list", "//field[@name='team_id']"),
        ):
            view = self.env["crm.lead"].get_view(
                view_type=view_type,
                view_id=self.env.ref("crm.crm_case_tree_view_leads").id
                if view_type == "list"
                else None,
            )
            (field,) = etree.fromstring(view["arch"]).xpath(xpath)
            for company in (self.env.company.id, False):
                domain = safe_eval(field.get("domain"), {"company_id": company})
                offered = self.env["crm.team"].search(domain)
                self.assertIn(self.team, offered)
                self.assertNotIn(self.team_without_leads, offered)

    def test_05_rule_based_assignment_brings_it_opportunities(self):
        self.team_without_leads.crm_team_member_ids.assignment_max = 30
        lead = self.env["crm.lead"].create(
            {"name": "بی‌صاحب", "type": "lead", "team_id": False, "user_id": False}
        )
        self.team_without_leads._allocate_leads_deduplicate(lead)
        self.assertEqual(lead.team_id, self.team_without_leads)
        self.assertEqual(lead.type, "opportunity")

    def test_05_with_the_setting_off_nothing_is_refused(self):
        self._switch_leads(False)
        lead = (
            self.env["crm.lead"]
            .with_user(self.user_vip)
            .create({"name": "x", "type": "lead", "team_id": self.team_without_leads.id})
        )
        self.assertEqual(lead.type, "lead")

    @users("user_sales_manager")
    def test_05_teams_are_looked_up_once_for_a_batch(self):
        leads = self.env["crm.lead"]
        leads._get_default_types([{}])
        for size in (1, 100):
            self.env.invalidate_all()
            with self.assertQueryCount(5):
                leads._get_default_types([{"name": str(number)} for number in range(size)])

    def test_05_the_message_takes_any_name(self):
        self.team_without_leads.name = "<script>alert('%s')</script>"
        with self.assertRaises(ValidationError) as caught:
            self.lead.with_user(self.user_sales_manager).team_id = self.team_without_leads
        self.assertIn("<script>alert('%s')</script>", str(caught.exception))
