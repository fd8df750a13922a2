import re

import polib
from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import get_translation

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
