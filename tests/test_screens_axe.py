import base64
import json
import os
import unittest
from datetime import timedelta
from pathlib import Path

from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common_documents import DocumentsMixin

REPORT = "axe_screens.json"
# What stock Odoo shows so, whether this addon is there or not: a rule of axe-core, the elements, and
# what they are. All is Odoo's own markup, or its colours on it.
EXCEPTIONS = [
    ("aria-allowed-attr", ".o_cp_searchview", "the search bar"),
    ("aria-command-name", ".o_cp_searchview", "the search bar"),
    ("aria-required-parent", ".o_cp_searchview", "the search bar"),
    ("role-img-alt", ".o_cp_searchview", "the search bar"),
    ("target-size", ".o_cp_searchview", "the search bar"),
    ("button-name", ".o_control_panel_navigation", "the buttons for views and for the search"),
    ("button-name", ".o-form-buttonbox .o_button_more", "on a phone, more buttons of a form"),
    ("button-name", ".o_optional_columns_dropdown", "the menu of a list's columns"),
    ("label", ".o_list_record_selector", "the tick boxes of a list"),
    ("aria-required-parent", ".o_notebook_headers", "the tabs of a form"),
    ("aria-allowed-attr", ".o_tag", "tags"),
    ("aria-allowed-attr", ".o-autocomplete--input", "the input for tags"),
    ("aria-allowed-attr", ".o_select_menu", "an input to choose from few"),
    ("autocomplete-valid", ".o_select_menu", "an input to choose from few"),
    ("label", ".o_field_many2one_avatar_leader_user", "the salesperson in Odoo's windows"),
    ("image-alt", ".o_avatar", "avatars"),
    ("target-size", ".o_priority", "stars"),
    ("role-img-alt", ".o-mail-ActivityButton", "the clock of a record"),
    ("role-img-alt", ".o-mail-Chatter", "the chatter"),
    ("image-alt", ".o-mail-Chatter", "the chatter"),
    ("aria-prohibited-attr", ".o-mail-Chatter", "the chatter"),
    ("aria-command-name", ".o-mail-Chatter", "the chatter"),
    ("color-contrast", ".oe_title .opacity-50", "words between the amounts above a form"),
    ("color-contrast", ".o_form_label", "on a phone, the labels of a form"),
    ("color-contrast", ".o_setting_box .text-muted", "the explanation of a setting"),
    ("color-contrast", ".o_pivot", "the titles of a pivot table"),
    ("scrollable-region-focusable", ".o_pivot", "a pivot table on a phone"),
    ("target-size", ".crm_team_kanban_bottom", "what stands below the card of a team"),
]


@tagged("post_install", "-at_install")
@unittest.skipUnless(os.environ.get("AXE"), "./dev test brings axe-core and says where it is")
class TestScreensAxe(DocumentsMixin, HttpCase):
    """Nobody is kept from using our screens: what axe-core finds there, in Persian."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env.ref("base.group_user").implied_ids = [
            Command.link(self.env.ref("crm.group_use_lead").id)
        ]
        groups = "base.group_system,sales_team.group_sale_manager"
        self.user = mail_new_test_user(
            self.env, login="user_axe_fa", name="لیلا مدیر", lang="fa_IR", groups=groups
        )
        self.team = self.env["crm.team"].create({"name": "تیم آزمون", "member_ids": self.user.ids})
        self._set_up_documents()
        self.env.company.country_id = self.env.ref("base.ir")
        self.leads, self.opportunity, self.lost, self.call = self._create_records()

    def _create_records(self):
        """Records of one person, one of them late, one lost; a call without a lead."""
        values = {
            "user_id": self.user.id,
            "team_id": self.team.id,
            "contact_name": "مریم رضایی",
            "partner_name": "شرکت چاپ پارس",
            "email_from": "maryam@axe.example.com",
            "phone": "۰۹۱۲۵۵۵۰۱۰۱",
            "tag_ids": self.env["crm.tag"].create({"name": "چاپگر", "color": 3}).ids,
        }
        leads = self.env["crm.lead"].create(
            [{"name": f"سرنخ {number}", "type": "lead", **values} for number in range(1, 4)]
        )
        opportunity, lost = self.env["crm.lead"].create(
            [
                {"type": "opportunity", "expected_revenue": 49_500_000, **values, "name": name}
                for name in ("فرصت یکم", "فرصت باخته")
            ]
        )
        for record, days in ((leads[0], -3), (opportunity, 2)):
            record.activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=fields.Date.today() + timedelta(days=days),
                user_id=self.user.id,
            )
        reason = self.env["crm.lost.reason"].create({"name": "گران بود"})
        lost.action_set_lost(lost_reason_id=reason.id)
        call = self.env["crm.phonecall"].create(
            {
                "name": "تماس بدون سرنخ",
                "user_id": self.user.id,
                "contact_name": "رعنا نیکو",
                "partner_phone": "+98 912 555 0202",
                "date": fields.Datetime.now() + timedelta(days=1),
                "state": "open",
            }
        )
        return leads, opportunity, lost, call

    def _get_screens(self):
        """:returns: list of dict, as axe_screens.js takes them"""
        ours = "crm_lead_qualification"
        leads, some = self.leads.ids, self.leads.ids[:2]

        def window(name, action, ids, **values):
            context = {"active_model": "crm.lead", "active_id": ids[0], "active_ids": ids}
            return {"name": name, "action": action, "context": context, "window": True, **values}

        pipeline = "crm.crm_lead_action_pipeline"
        calls = "crm_phonecall.crm_case_categ_phone_incoming0"
        return [
            {"name": "leads", "action": "crm.crm_lead_all_leads"},
            {"name": "pipeline", "action": pipeline, "view": "kanban"},
            {"name": "list of opportunities", "action": pipeline, "view": "list"},
            {
                "name": "lead",
                "action": "crm.crm_lead_all_leads",
                "view": "form",
                "record": leads[0],
            },
            {
                "name": "opportunity",
                "action": pipeline,
                "view": "form",
                "record": self.opportunity.id,
            },
            window("convert window", "crm.action_crm_lead2opportunity_partner", leads[:1]),
            window("merge window", "crm.action_merge_opportunities", leads),
            window("lost window", "crm.crm_lead_lost_action", leads[:1]),
            window("recover window", f"{ours}.action_crm_lead_recover", self.lost.ids),
            window(
                "preview of a bulk run",
                "crm.action_crm_send_mass_convert",
                some,
                press=[".modal [name=action_preview]"],
            ),
            {"name": "duplicates", "action": f"{ours}.crm_lead_duplicate_group_action"},
            {"name": "bulk runs", "action": f"{ours}.crm_lead_bulk_action"},
            {"name": "my activities", "action": "crm.crm_lead_action_my_activities"},
            {"name": "calls", "action": calls},
            {"name": "call", "action": calls, "view": "form", "record": self.call.id},
            {"name": "teams", "action": "sales_team.crm_team_action_pipeline"},
            *(
                {"name": f"losses: {view}", "action": f"{ours}.crm_lead_loss_action", "view": view}
                for view in ("graph", "pivot", "list")
            ),
            {
                "name": "settings",
                "action": "crm.crm_config_settings_action",
                "root": ".app_settings_block[data-key='crm']",
            },
        ]

    def _look(self):
        axe = Path(os.environ["AXE"]).read_text()
        script = Path(__file__).with_name("axe_screens.js").read_text()
        exceptions = [{"rule": rule, "selector": selector} for rule, selector, _why in EXCEPTIONS]
        screens = self._get_screens()
        options = json.dumps({"screens": screens, "exceptions": exceptions, "report": REPORT})
        self.browser_js(
            "/odoo/action-crm.crm_lead_all_leads",
            f"{axe}\n{script}\nlookWithAxe({options}).then(() => console.log('test successful'),"
            "(error) => console.error('looking failed: ' + error?.stack));",
            "odoo.isReady === true",
            login=self.user.login,
            timeout=300,
            error_checker=lambda message: "looking failed" in message,
        )
        report = self.env["ir.attachment"].search([("name", "=", REPORT)], limit=1)
        found = json.loads(base64.b64decode(report.datas))
        report.unlink()
        self.assertEqual(found["seen"], [screen["name"] for screen in screens])
        for fault in found["faults"]:
            with self.subTest(screen=fault["name"], rule=fault["rule"]):
                self.fail("{target}\n{html}\n{failureSummary}".format(**fault))

    def test_screens_of_a_desktop(self):
        self.browser_size = "1366x768"
        self._look()

    def test_screens_of_a_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self._look()
