import base64
import json
import os
import re
from pathlib import Path

from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

REPORT = "persian_crawl.json"
CRAWLED_MODULES = ["crm", "sale_crm", "crm_phonecall", "crm_lead_qualification"]
# What is written in Latin letters in Persian too.
NAMES = ["Odoo", "OdooBot", "Ringover", "Peppol", "English (US)", "Persian / فارسی"]
ACRONYMS = [
    *("CRM", "UTM", "SMS", "URL", "XLSX", "CSV", "EDI", "EAS", "GLN", "GSM7", "vCard"),
    *("UTC", "API", "2FA", "PDF"),
]
NOTATIONS = [
    r"https?://\S+|\b[\w-]+\.(?:com|ir)\b|[\w.+-]+@[\w.-]+",
    # Keys, the code of a language, and how a time is typed.
    r"CTRL\+K|\bFA\b|\bhh:mm\b",
    # What an emoji is typed as, and the numbers of quotations and examples.
    r":\w+:|\bS\d{5}\b|\bREF\d{4}\b",
    # Time zones as computers call them.
    r"\bAsia/Tehran\b",
]
ALLOWED = re.compile(
    "|".join([*NOTATIONS, *(rf"\b{re.escape(word)}(?!\w)" for word in NAMES + ACRONYMS)])
)
# Fewer screens or texts than this, and the crawl itself is what is broken.
LEAST_SCREENS, LEAST_TEXTS = 500, 1200


@tagged("post_install", "-at_install")
class TestPersian(HttpCase):
    """No English and no Gregorian date on any screen of CRM for a manager who works in Persian.

    It wants a database without demo data, which `./dev test` has; `./dev test --stock
    tests/persian/test_persian.py` counts what Odoo without the addon leaves in English.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})

    def setUp(self):
        super().setUp()
        if self.env["ir.module.module"]._get("crm").demo:
            self.skipTest("Odoo's demo data are English: ./dev test has a database without them")
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env.ref("base.group_user").implied_ids = [
            Command.link(self.env.ref("crm.group_use_lead").id)
        ]
        self.env["res.users"].with_context(active_test=False).search([]).partner_id.name = "کاربر"
        self.user = mail_new_test_user(
            self.env,
            login="12345678",
            name="مدیر آزمون",
            lang="fa_IR",
            tz="Asia/Tehran",
            groups="base.group_system,sales_team.group_sale_manager",
        )
        self.team = self.env["crm.team"].create({"name": "تیم آزمون", "member_ids": self.user.ids})
        self._create_neutral_data()

    def _create_neutral_data(self):
        """A few records of everything, with names that no translation is asked for."""
        self.env.company.name = "شرکت آزمون"
        self.env["discuss.channel"].search([]).name = "گفتگو"
        # Where leads come from is a site's own data, without translations.
        for model, name in (("utm.source", "منبع"), ("utm.medium", "وسیله")):
            for record in self.env[model].with_context(active_test=False).search([]):
                record.name = f"{name} {record.id}"
        # What was said during the installation, in English.
        self.env["mail.message"].search([]).unlink()
        self.env["mail.alias"].search([]).alias_name = False
        env = self.env(user=self.user, context={"lang": "fa_IR"})
        customer = env["res.partner"].create({"name": "مشتری آزمون", "phone": "021 5550101"})
        values = {"user_id": self.user.id, "team_id": self.team.id, "contact_name": "نام آزمون"}
        contacts = (
            {"phone": "021 5550101", "email_from": "one@example.com"},
            {"phone": "021 5550101"},
            {"phone": "021 5550102", "partner_id": customer.id},
            {"phone": "021 5550104"},
            {"phone": "021 5550104"},
        )
        leads, opportunities = (
            env["crm.lead"].create(
                [
                    {"name": f"رکورد {number}", "type": kind, **values, **contact}
                    for number, contact in zip("۱۲۳۴۵", contacts, strict=True)
                ]
            )
            for kind in ("lead", "opportunity")
        )
        for days, *both in zip((-3, 0, 3), leads, opportunities, strict=False):
            for lead in both:
                lead.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=fields.Date.add(fields.Date.today(), days=days),
                    summary="کار آزمون",
                    user_id=self.user.id,
                )
        self._write_messages(leads | opportunities)
        opportunity = opportunities[0]
        call = {"name": "تماس آزمون", "opportunity_id": opportunity.id, "user_id": self.user.id}
        env["crm.phonecall"].create(call)
        # One for tomorrow stands in the calendar.
        later = fields.Datetime.add(fields.Datetime.now(), days=1)
        env["crm.phonecall"].create({**call, "date": later})
        env["calendar.event"].create(
            {
                "name": "جلسه آزمون",
                "opportunity_id": opportunity.id,
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.add(fields.Datetime.now(), hours=1),
            }
        )
        env["sale.order"].create({"partner_id": customer.id, "opportunity_id": opportunity.id})
        env["crm.lead"].create({"name": "باخته", "type": "opportunity", **values}).action_set_lost()
        (leads[3] | leads[4])._merge_opportunity(auto_unlink=True)

    def _write_messages(self, leads):
        """What is in a chatter after a night, some weeks and years; and what Odoo notes by itself."""
        now = fields.Datetime.now()
        for lead in leads:
            for days in (500, 40, 1, 0):
                letter = lead.message_post(
                    body="پیام آزمون", message_type="comment", subtype_xmlid="mail.mt_comment"
                )
                letter.sudo().date = fields.Datetime.subtract(now, days=days)
            lead.message_post_with_source(
                "crm_iap_enrich.mail_message_lead_enrich_notfound", subtype_xmlid="mail.mt_note"
            )

    def _crawl(self):
        """Walk through the screens in a browser.

        :returns: dict with the texts, each with where it was seen first, those of them that hold
            a Gregorian date, the screens, and what could not be opened
        """
        script = Path(__file__).with_name("persian_crawl.js").read_text()
        options = {"modules": CRAWLED_MODULES, "login": self.user.login, "report": REPORT}
        errors = []

        def note_error(message):
            errors.append(message)
            return "crawl failed" in message

        try:
            self.browser_js(
                "/odoo/action-crm.crm_lead_all_leads",
                f"{script}\ncrawlPersian({json.dumps(options)}).then("
                "() => console.log('test successful'),"
                "(error) => console.error('crawl failed: ' + error?.stack));",
                "odoo.isReady === true",
                login=self.user.login,
                timeout=600,
                error_checker=note_error,
            )
        except AssertionError as error:
            # Odoo's own message is the whole script, and does not say what the browser has said.
            said = "\n".join(dict.fromkeys(errors)) or "The crawl took too long."
            raise self.failureException(said) from error
        report = self.env["ir.attachment"].search([("name", "=", REPORT)], limit=1)
        return json.loads(base64.b64decode(report.datas))

    def test_no_english_and_no_gregorian_date_is_left(self):
        found = self._crawl()
        # Without the name of the database, and what holds foreign runs together.
        unseen = re.compile(f"{re.escape(self.cr.dbname)}|[\u2066-\u2069]")
        texts = [(unseen.sub("", text), where) for text, where in found["texts"]]
        english = [
            f"{text!r} in {where}"
            for text, where in texts
            if re.search("[A-Za-z]", ALLOWED.sub("", text))
        ]
        summary = (
            f"{len(texts)} texts on {len(found['screens'])} screens in Persian, "
            f"{len(english)} untranslated"
        )
        lines = [summary, *english, "", "Not opened:", *found["failures"], "", "Slowest:"]
        lines += [f"{ms} ms {where}" for ms, where in found["timings"][:20]]
        if path := os.environ.get("PERSIAN_REPORT"):
            Path(path).write_text("\n".join(lines))
            Path(path).with_suffix(".json").write_text(json.dumps(found, ensure_ascii=False))
        self.assertFalse(english, "\n".join(lines))
        if self.env["res.users"].with_user(self.user)._is_jalali("fa_IR"):
            self.assertFalse(found["gregorian"])
        self.assertFalse(found["failures"])
        self.assertGreater(len(found["screens"]), LEAST_SCREENS)
        self.assertGreater(len(texts), LEAST_TEXTS)
