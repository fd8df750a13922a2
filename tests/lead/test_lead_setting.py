from lxml import etree

from odoo.tests import tagged, users
from odoo.tools.safe_eval import safe_eval

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadSetting(QualificationCommon):
    """The stage before the pipeline, and the setting that gives it (features.md #1-#4, #6, #7)."""

    def _set_leads(self, on):
        self.env["res.config.settings"].create({"group_use_lead": on}).execute()

    def _menu_is_shown(self, user):
        menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        return self.env.ref("crm.crm_menu_leads").id in menus

    @users("user_sales_leads")
    def test_01_a_lead_is_held_apart_from_the_opportunities(self):
        lead = self.lead.with_env(self.env)
        opportunity = lead.copy({"type": "opportunity"})
        for action, inside, outside in (
            ("crm.crm_lead_all_leads", lead, opportunity),
            ("crm.crm_lead_action_pipeline", opportunity, lead),
        ):
            domain = self.env["ir.actions.act_window"]._for_xml_id(action)["domain"]
            found = lead.search(safe_eval(domain, {"uid": self.env.uid}))
            self.assertIn(inside, found)
            self.assertNotIn(outside, found)

    def test_02_a_setting_enables_leads(self):
        self._set_leads(False)
        self.assertNotIn(self.group_use_lead, self.env.ref("base.group_user").implied_ids)
        self._set_leads(True)
        self.assertIn(self.group_use_lead, self.env.ref("base.group_user").implied_ids)

    def test_03_enabling_adds_leads_to_the_menu(self):
        self.user_vip.group_ids -= self.group_use_lead
        self._set_leads(False)
        self.assertFalse(self._menu_is_shown(self.user_vip))
        self._set_leads(True)
        self.assertTrue(self._menu_is_shown(self.user_vip))

    def test_04_once_enabled_leads_apply_to_all_teams(self):
        self._set_leads(False)
        self.assertFalse(self.team.use_leads)
        late = self.env["crm.team"].create({"name": "پیش از روشن‌کردن"})
        self.assertFalse(late.use_leads, "the setting is off")
        self._set_leads(True)
        self.assertTrue(self.team.use_leads)
        self.assertTrue(late.use_leads)

    @users("user_sales_manager")
    def test_04_a_team_created_later_follows_the_setting(self):
        team = self.env["crm.team"].create({"name": "تیم تازه", "alias_name": "taze.test"})
        self.assertTrue(team.use_leads)
        self.assertIn("'type': 'lead'", team.alias_defaults, "its e-mails become leads as well")
        chosen = self.env["crm.team"].create({"name": "بدون سرنخ", "use_leads": False})
        self.assertFalse(chosen.use_leads, "what the user chose stays")

    def test_04_a_team_without_pipeline_gets_no_leads_by_default(self):
        team = self.env["crm.team"].create({"name": "وب‌سایت", "use_opportunities": False})
        self.assertFalse(team.use_leads)
        team = self.env["crm.team"].create(
            {"name": "وب‌سایت", "use_opportunities": False, "use_leads": True}
        )
        self.assertTrue(team.use_leads, "what the user chose stays")

    @users("user_sales_salesman")
    def test_06_a_lead_opens_from_crm_leads(self):
        lead = self.lead.sudo().copy({"user_id": self.env.uid}).with_env(self.env)
        action = self.env.ref("crm.crm_menu_leads").sudo().action
        self.assertEqual(action.res_model, "crm.lead")
        self.assertIn("form", action.view_mode)
        view = lead.get_view(view_type="form")
        names = {node.get("name") for node in etree.fromstring(view["arch"]).iter("field")}
        names = sorted(names & lead._fields.keys())
        specification = {name: {} for name in names if not lead._fields[name].relational}
        self.assertEqual(lead.web_read(specification)[0]["name"], lead.name)

    @users("user_sales_salesman")
    def test_07_the_form_of_a_lead_has_the_convert_button_in_its_header(self):
        arch = etree.fromstring(self.env["crm.lead"].get_view(view_type="form")["arch"])
        action = self.env.ref("crm.action_crm_lead2opportunity_partner")
        (button,) = arch.xpath(f"//header/button[@name='{action.id}']")
        self.assertIn("type == 'opportunity' or not active", button.get("invisible"))
