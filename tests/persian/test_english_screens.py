import base64
import json
import re
from pathlib import Path

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

ADDON = "crm_lead_qualification"
REPORT = "english_screens.json"
# What is another text a moment later, or at another address.
PASSING = re.compile(r"\b(?:now|\d+ (?:second|minute)s? ago|in \d+ \w+)\b|\b[a-z_]*\d{3,}\b")


@tagged("post_install", "-at_install")
class TestEnglishScreens(HttpCase):
    """A user in English sees the same with the Persian rooms of the web client and without."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.user = mail_new_test_user(
            self.env,
            login="user_english",
            name="English User",
            lang="en_US",
            groups="base.group_partner_manager,sales_team.group_sale_manager",
        )
        today = fields.Date.today()
        self.lead = self.env["crm.lead"].create(
            {
                "name": "48-port PoE",
                "type": "opportunity",
                "user_id": self.user.id,
                "contact_name": "Ms Smith",
                "email_from": "smith@example.com",
                "phone": "+1 555 0100",
                "expected_revenue": 1234567.5,
                "date_deadline": today,
            }
        )
        self.lead.activity_schedule(date_deadline=today, user_id=self.user.id)
        now = fields.Datetime.now()
        self.env["calendar.event"].create(
            {
                "name": "Meeting",
                # It is going on both times: the calendar tells what is to come and what is over.
                "start": fields.Datetime.subtract(now, hours=1),
                "stop": fields.Datetime.add(now, hours=1),
                "user_id": self.user.id,
                "partner_ids": self.user.partner_id.ids,
            }
        )

    def _get_screens(self):
        pipeline = "crm.crm_lead_action_pipeline"
        views = ("kanban", "list", "calendar", "pivot", "graph", "activity")
        screens = [{"name": view, "action": pipeline, "view": view} for view in views]
        others = {
            "form": (pipeline, "form"),
            "forecast": ("crm.crm_lead_action_forecast", "kanban"),
            "calendar of meetings": ("calendar.action_calendar_event", "calendar"),
            "teams": ("sales_team.crm_team_action_pipeline", "kanban"),
        }
        for name, (action, view) in others.items():
            screens.append({"name": name, "action": action, "view": view})
        for screen in screens:
            if screen["view"] == "form":
                screen["record"] = self.lead.id
        return screens

    def _read_screens(self):
        """:returns: dict, the name of a screen to list of str, what stands on it"""
        script = Path(__file__).with_name("english_screens.js").read_text()
        options = json.dumps({"screens": self._get_screens(), "report": REPORT})
        self.browser_js(
            "/odoo/action-crm.crm_lead_action_pipeline",
            f"{script}\nreadEnglish({options}).then(() => console.log('test successful'),"
            "(error) => console.error('reading failed: ' + error?.stack));",
            "odoo.isReady === true",
            login=self.user.login,
            timeout=180,
            error_checker=lambda message: "reading failed" in message,
        )
        report = self.env["ir.attachment"].search([("name", "=", REPORT)], limit=1)
        found = json.loads(base64.b64decode(report.datas))
        report.unlink()
        return {name: [PASSING.sub("…", line) for line in lines] for name, lines in found.items()}

    def test_persian_rooms_change_no_screen(self):
        with_rooms = self._read_screens()
        self.assertGreater(len(with_rooms), 15)
        for folder in ("static/src/persian", "static/lib"):
            self.env["ir.asset"].create(
                {
                    "name": f"Without {folder}",
                    "bundle": "web.assets_backend",
                    "directive": "remove",
                    "path": f"{ADDON}/{folder}/**/*",
                    "sequence": 100,
                }
            )
        self.env.registry.clear_cache("assets")
        without = self._read_screens()
        self.assertEqual(list(with_rooms), list(without))
        for name, lines in with_rooms.items():
            with self.subTest(screen=name):
                self.assertGreater(len(lines), 20)
                self.assertEqual(lines, without[name])
