from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools.misc import format_decimalized_amount

FA, EN = "fa_IR", "en_US"


class MailsCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        cls.rial = cls.env.ref("base.IRR")
        cls.rial.write({"symbol": "ریال", "position": "after", "active": True})

    def _make_user(self, lang, **values):
        name = f"mails_{lang}_{'_'.join(values)}"
        group = "base.group_user,account.group_account_invoice"
        return new_test_user(
            self.env, name, group, lang=lang, email=f"{name}@example.com", **values
        )


@tagged("post_install", "-at_install")
class TestDigest(MailsCase):
    """The digest tells amounts and its day in the words of its reader."""

    def _format(self, lang, amount, currency):
        digests = self.env["digest.digest"].with_context(lang=lang)
        text = digests._format_currency_amount(format_decimalized_amount(amount), currency)
        return text.replace("\u2067", "").replace("\u2069", "").replace("\xa0", " ")

    def test_amounts_are_told_in_words(self):
        for amount, text in (
            (950, "950 ریال"),
            (54_500, "54.5 هزار ریال"),
            (-2_000_000, "\u200e-2 میلیون ریال"),
            (6_640_000_000, "6.6 میلیارد ریال"),
            (1_234_000_000_000, "1,200 میلیارد ریال"),
            (0, "0 ریال"),
        ):
            self.assertEqual(self._format(FA, amount, self.rial), text)
        dollar = self.env.ref("base.USD")
        dollar.write({"symbol": "$", "position": "before"})
        self.assertEqual(self._format(FA, 54_500, dollar), "54.5 هزار $")
        self.assertEqual(self._format(EN, 54_500, dollar), "$54.5k")
        self.assertEqual(self._format(EN, 54_500, self.rial), "54.5kریال")

    def _send(self, user):
        """:returns: str, the e-mail that a user gets"""

        def compute(digests):
            digests.kpi_account_total_revenue_value = 6_640_000_000

        name = "_compute_kpi_account_total_revenue_value"
        self.patch(self.env.registry["digest.digest"], name, compute)
        company = self.env["res.company"].create({"name": "شرکت", "currency_id": self.rial.id})
        user.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        digest = self.env["digest.digest"].create(
            {
                "name": "Digest",
                "user_ids": user.ids,
                "kpi_account_total_revenue": True,
                "company_id": company.id,
            }
        )
        digest.action_send()
        mails = self.env["mail.mail"].search([("email_to", "ilike", user.email)])
        self.assertEqual(len(mails), 1)
        return mails.body_html

    @freeze_time("2026-11-28 10:00:00")
    def test_in_the_email(self):
        mail = self._send(self._make_user(FA))
        self.assertIn("6.6\xa0میلیارد\xa0ریال", mail)
        self.assertIn("7 آذر 1405", mail)
        self.assertNotIn("November", mail)

    @freeze_time("2026-11-28 10:00:00")
    def test_in_the_calendar_of_its_reader(self):
        mail = self._send(self._make_user(FA, calendar_system="gregorian"))
        self.assertNotIn("1405", mail)
        self.assertIn("2026", mail)

    @freeze_time("2026-11-28 10:00:00")
    def test_in_english_it_is_odoos(self):
        mail = self._send(self._make_user(EN))
        self.assertIn("6.6Gریال", mail)
        self.assertIn("November 28, 2026", mail)


@tagged("post_install", "-at_install")
class TestMailCalendar(MailsCase):
    """What the site sends is in the calendar of the site, whoever has written it."""

    def _write(self, user):
        template = self.env["mail.template"].create(
            {
                "name": "Day",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "lang": FA,
                "body_html": '<p t-out="format_date(datetime.date(2026, 11, 28))"/>',
                "subject": "{{ format_date(datetime.date(2026, 11, 28)) }}",
            }
        )
        records = template.with_user(user).with_context(lang=user.lang)
        partner_id = self.env.user.partner_id.id
        return [
            records._render_field(name, [partner_id], compute_lang=True)[partner_id]
            for name in ("body_html", "subject")
        ]

    def test_the_choice_of_the_writer_does_not_matter(self):
        user = self._make_user(FA, calendar_system="gregorian")
        for text in self._write(user):
            self.assertIn("1405/09/07", text)

    def test_that_of_the_site_does(self):
        self.env["res.config.settings"].create({"calendar_system": "gregorian"}).execute()
        user = self._make_user(FA, calendar_system="jalali")
        for text in self._write(user):
            self.assertIn("2026/11/28", text)

    def test_tracked_days_too(self):
        user = self._make_user(FA, calendar_system="gregorian")
        partner = self.env.user.partner_id
        message = partner.message_post(body="Changed")
        self.env["mail.tracking.value"].create(
            {
                "field_id": self.env["ir.model.fields"]._get("crm.lead", "date_deadline").id,
                "mail_message_id": message.id,
                "new_value_datetime": fields.Datetime.to_datetime("2026-11-28"),
            }
        )
        values = partner.with_user(user)._notify_by_email_prepare_rendering_context(
            message.with_user(user), force_email_lang=FA
        )
        self.assertEqual(values["tracking_values"][0][2], "1405/09/07")
