import re

import polib
from markupsafe import Markup

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import get_translation

from odoo.addons.mail.tests.common import mail_new_test_user

from ...tools.persian.isolate import LRI, PDI
from ...tools.settings import ADDON

FA = "fa_IR"
BLANK = re.compile(r"(?<!%)%\((\w+)\)([sd])")
NAME = "48-port PoE"
SHOWN = f"{LRI}{NAME}{PDI}"


@tagged("post_install", "-at_install")
class TestForeignRuns(TransactionCase):
    """Names and numbers in our Persian sentences keep their order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)

    def test_in_every_sentence(self):
        entries = [
            entry
            for entry in polib.pofile(file_path(f"{ADDON}/i18n/fa.po"))
            if "odoo-python" in entry.comment and BLANK.search(entry.msgid)
        ]
        self.assertGreater(len(entries), 50)
        for entry in entries:
            args = {name: NAME if kind == "s" else 7 for name, kind in BLANK.findall(entry.msgid)}
            count = sum(kind == "s" for _name, kind in BLANK.findall(entry.msgstr))
            text = get_translation(ADDON, FA, entry.msgid, args)
            self.assertEqual((text.count(NAME), text.count(SHOWN)), (count, count), text)

    def test_in_a_message_that_somebody_reads(self):
        lead = self.env["crm.lead"].create({"name": NAME, "type": "lead"})
        with self.assertRaisesRegex(UserError, f"«{SHOWN}»"):
            lead.with_context(lang=FA).action_convert_to_lead()

    def test_lists_of_names(self):
        text = get_translation(ADDON, FA, "“%(lead)s” is archived.", {"lead": ["سرنخ", NAME]})
        self.assertIn(SHOWN, text)

    def test_nothing_else_is_touched(self):
        def say(lang, module, lead):
            return get_translation(module, lang, "“%(lead)s”", {"lead": lead})

        self.assertEqual(say("en_US", ADDON, NAME), f"“{NAME}”")
        self.assertEqual(say("fr_FR", ADDON, NAME), f"“{NAME}”")
        self.assertEqual(say(FA, "crm", NAME), f"“{NAME}”")
        self.assertEqual(say(FA, ADDON, "سرنخ"), "“سرنخ”")
        self.assertEqual(say(FA, ADDON, 12), "“12”")
        self.assertEqual(say(FA, ADDON, Markup("<b>48-port</b>")), "“<b>48-port</b>”")


@tagged("post_install", "-at_install")
class TestForeignRunsTour(HttpCase):
    """Messages, activities and events as a salesperson in Persian reads them."""

    def test_what_people_have_written_is_shown_in_order(self):
        self.env["res.lang"]._activate_lang(FA)
        user = mail_new_test_user(
            self.env,
            login="user_texts",
            name="لیلا فروشنده",
            lang=FA,
            groups="sales_team.group_sale_salesman",
        )
        name = f"سوییچ {NAME} برای دفتر"
        body = Markup("<p>%s</p><p>Ready, 48 ports.</p>") % name
        values = {"type": "opportunity", "user_id": user.id, "phone": "0912 000 5678"}
        lead, _similar = self.env["crm.lead"].create(
            [{"name": title, **values} for title in ("فرصت", "فرصت همانند")]
        )
        messages = [
            lead.message_post(body=body, message_type=kind) for kind in ("comment", "email")
        ]
        activity = lead.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.today(),
            user_id=user.id,
            summary=name,
            note=body,
        )
        now = fields.Datetime.now().replace(minute=0, second=0)
        self.env["calendar.event"].create(
            {
                "name": name,
                "start": now,
                "stop": fields.Datetime.add(now, hours=1),
                "user_id": user.id,
                "partner_ids": user.partner_id.ids,
            }
        )
        self.start_tour(
            f"/odoo/action-crm.crm_lead_action_pipeline/{lead.id}",
            "crm_lead_qualification_persian_texts",
            login=user.login,
            timeout=120,
        )
        for stored in (*(message.body for message in messages), activity.note, activity.summary):
            self.assertNotRegex(stored, f"[{LRI}{PDI}]")
