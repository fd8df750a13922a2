import datetime

from freezegun import freeze_time
from lxml import html

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import format_date, format_datetime
from odoo.tools.date_utils import parse_date

from odoo.addons.base.models import ir_qweb_fields
from odoo.addons.mail.wizard import mail_activity_schedule

FA, EN = "fa_IR", "en_US"
DAY = datetime.date(2026, 11, 28)
# 8 Azar in Tehran.
MOMENT = datetime.datetime(2026, 11, 28, 21, 30)


class CalendarTextsCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        group = "sales_team.group_sale_salesman_all_leads"
        cls.persian = new_test_user(
            cls.env, "persian user", group, lang=FA, tz="Asia/Tehran", email="fa@example.com"
        )
        cls.english = new_test_user(
            cls.env, "english user", group, lang=EN, tz="Asia/Tehran", email="en@example.com"
        )
        cls.fa = cls.env(user=cls.persian, context={"lang": FA, "tz": "Asia/Tehran"})
        cls.en = cls.env(user=cls.english, context={"lang": EN, "tz": "Asia/Tehran"})


@tagged("post_install", "-at_install")
class TestCalendarTexts(CalendarTextsCase):
    """Dates in texts that the server writes, in the language of the reader."""

    def test_format_date(self):
        for value in (DAY, "2026-11-28"):
            self.assertEqual(format_date(self.fa, value), "1405/09/07")
            self.assertEqual(format_date(self.en, value), "11/28/2026")
            self.assertEqual(format_date(self.en, value, lang_code=FA), "1405/09/07")
            self.assertEqual(format_date(self.fa, value, lang_code=EN), "11/28/2026")
        # A moment is of the day that it is for the reader.
        self.assertEqual(format_date(self.fa, MOMENT), "1405/09/08")
        self.assertEqual(format_date(self.fa, False), "")

    def test_formats(self):
        for pattern, text in {
            "MMMM yyyy": "آذر 1405",
            "yyyy": "1405",
            "d LLLL Y": "7 آذر 1405",
            "EEEE": "شنبه",
            "long": "7 آذر 1405",
            "full": "شنبه 7 آذر 1405",
        }.items():
            self.assertEqual(format_date(self.fa, DAY, date_format=pattern), text)

    def test_formats_of_the_server_stay(self):
        self.assertEqual(format_date(self.fa, DAY, date_format="yyyy-MM-dd"), "2026-11-28")
        pattern = "yyyy-MM-dd HH:mm:ss"
        self.assertEqual(
            format_datetime(self.fa, MOMENT, tz="UTC", dt_format=pattern), "2026-11-28 21:30:00"
        )
        self.assertEqual(fields.Date.to_string(DAY), "2026-11-28")

    def test_format_datetime(self):
        self.assertEqual(format_datetime(self.fa, MOMENT), "1405/09/08 01:00:00")
        self.assertEqual(
            format_datetime(self.fa, MOMENT, tz="America/New_York"), "1405/09/07 16:30:00"
        )
        self.assertEqual(format_datetime(self.fa, MOMENT, dt_format="MMMM y"), "آذر 1405")
        self.assertEqual(format_datetime(self.en, MOMENT, lang_code=FA), "1405/09/08 01:00:00")
        self.assertEqual(format_datetime(self.en, MOMENT), "11/29/2026 01:00:00 AM")

    def test_last_days_of_esfand(self):
        for day, text in (
            ("2025-03-20", "1403/12/30"),
            ("2025-03-21", "1404/01/01"),
            ("2026-03-20", "1404/12/29"),
            ("2026-03-21", "1405/01/01"),
        ):
            self.assertEqual(format_date(self.fa, day), text)

    def test_modules_have_it_by_name(self):
        self.assertEqual(ir_qweb_fields.format_date(self.fa, DAY), "1405/09/07")
        self.assertEqual(mail_activity_schedule.format_date(self.fa, DAY), "1405/09/07")

    def test_whoever_chose_gregorian_reads_gregorian(self):
        self.persian.calendar_system = "gregorian"
        self.assertEqual(format_date(self.fa, DAY), "2026/11/28")
        self.assertEqual(format_datetime(self.fa, MOMENT), "2026/11/29 01:00:00")

    def test_days_of_no_jalali_year(self):
        self.assertEqual(format_date(self.fa, datetime.date(26, 1, 5)), "0026/01/05")

    def _render(self, env, field, value, **options):
        return str(env[f"ir.qweb.field.{field}"].value_to_html(value, options))

    def test_qweb_fields(self):
        self.assertEqual(self._render(self.fa, "date", DAY), "1405/09/07")
        self.assertEqual(self._render(self.fa, "date", DAY, format="MMMM y"), "آذر 1405")
        self.assertEqual(self._render(self.fa, "datetime", MOMENT), "1405/09/08 01:00:00")
        self.assertEqual(
            self._render(self.fa, "datetime", "2026-11-28 21:30:00", hide_seconds=True),
            "1405/09/08 01:00",
        )
        self.assertEqual(self._render(self.fa, "datetime", MOMENT, date_only=True), "1405/09/08")
        self.assertEqual(self._render(self.fa, "datetime", MOMENT, time_only=True), "01:00:00")
        self.assertEqual(
            self._render(self.fa, "datetime", MOMENT, tz_name="America/New_York", format="d MMMM"),
            "7 آذر",
        )
        self.assertEqual(self._render(self.en, "datetime", MOMENT, date_only=True), "11/29/2026")

    def test_days_that_are_edited_on_a_page(self):
        for text, day in (("1405/09/07", DAY), ("2026/11/28", DAY), ("۷ آذر ۱۴۰۵", DAY)):
            element = html.fromstring(f"<span>{text}</span>")
            read = self.fa["ir.qweb.field.date"].from_html(None, None, element)
            self.assertEqual(read, fields.Date.to_string(day))
        element = html.fromstring("<span>1405/09/08 01:00:00</span>")
        read = self.fa["ir.qweb.field.datetime"].from_html(None, None, element)
        self.assertEqual(read, fields.Datetime.to_string(MOMENT))
        with self.assertRaises(ValidationError):
            element = html.fromstring("<span>1404/12/30</span>")
            self.fa["ir.qweb.field.date"].from_html(None, None, element)
        element = html.fromstring("<span>11/28/2026</span>")
        read = self.en["ir.qweb.field.date"].from_html(None, None, element)
        self.assertEqual(read, "2026-11-28")

    def test_mail_templates_write_for_their_reader(self):
        template = self.env["mail.template"].create(
            {
                "model_id": self.env["ir.model"]._get("crm.lead").id,
                "lang": "{{ object.lang_code }}",
                "body_html": """<p t-out="format_date(object.date_deadline)"/>
                    <p t-out="format_datetime(object.date_closed, tz='UTC', dt_format='MMMM')"/>""",
            }
        )
        languages = {code: self.env["res.lang"]._get_data(code=code).id for code in (FA, EN)}
        for lang, texts in {FA: ("1405/09/07", "آذر"), EN: ("11/28/2026", "November")}.items():
            lead = self.env["crm.lead"].create(
                {
                    "name": "Reader",
                    "lang_id": languages[lang],
                    "date_deadline": DAY,
                    "date_closed": MOMENT,
                }
            )
            body = template._render_field("body_html", lead.ids, compute_lang=True)[lead.id]
            for text in texts:
                self.assertIn(text, body)

    def test_activity_is_notified_in_the_language_of_its_user(self):
        lead = self.env["crm.lead"].create({"name": "Notified"})
        for user, text, not_here in (
            (self.persian, "1405/09/07", "2026/11/28"),
            (self.english, "11/28/2026", "1405"),
        ):
            lead.activity_schedule(
                "mail.mail_activity_data_todo", date_deadline=DAY, user_id=user.id
            )
            notified = self.env["mail.mail"].search([("recipient_ids", "=", user.partner_id.id)])
            body = " ".join(notified.mapped("body_html"))
            self.assertIn(text, body)
            self.assertNotIn(not_here, body)

    def test_invitations(self):
        event = self.env["calendar.event"].create(
            {"name": "Visit", "start": MOMENT, "stop": MOMENT + datetime.timedelta(hours=2)}
        )
        times = [
            event.with_env(env).sudo().get_display_time_tz("Asia/Tehran")
            for env in (self.fa, self.en)
        ]
        self.assertIn("1405/09/08", times[0])
        self.assertNotIn("2026", times[0])
        self.assertIn("11/29/2026", times[1])

    def test_a_long_event(self):
        event = self.env["calendar.event"].create(
            {"name": "Fair", "start": MOMENT, "stop": MOMENT + datetime.timedelta(days=2)}
        )
        text = event.with_env(self.fa).sudo().get_display_time_tz("Asia/Tehran")
        self.assertIn("1405/09/08", text)
        self.assertIn("1405/09/10", text)


@tagged("post_install", "-at_install")
class TestRelativeDays(CalendarTextsCase):
    """Relative days in domains, for whoever looks."""

    @freeze_time("2026-11-28 10:00:00")
    def test_this_month_and_year(self):
        for text, day in {
            "today =1d": "2026-11-22",
            "today =1d +1m": "2026-12-22",
            "today =1d -1m": "2026-10-23",
            "today =1m =1d": "2026-03-21",
            "today -7d": "2026-11-21",
        }.items():
            self.assertEqual(parse_date(text, self.fa).isoformat(), day)
        self.assertEqual(parse_date("today =1d", self.en).isoformat(), "2026-11-01")
        self.assertEqual(parse_date("=1d", self.fa), datetime.datetime(2026, 11, 21, 20, 30))
        self.assertEqual(parse_date("2026-11-28", self.fa), DAY)

    @freeze_time("2026-11-21 21:00:00")
    def test_this_month_has_begun_where_the_user_is(self):
        self.assertEqual(parse_date("=1d", self.fa), datetime.datetime(2026, 11, 21, 20, 30))
        self.assertEqual(parse_date("today =1d", self.fa).isoformat(), "2026-11-22")
        new_york = self.fa["base"].with_context(tz="America/New_York").env
        self.assertEqual(parse_date("today =1d", new_york).isoformat(), "2026-10-23")

    @freeze_time("2026-11-28 10:00:00")
    def test_a_filter(self):
        self.env["crm.lead"].search([]).active = False
        leads = self.env["crm.lead"].create(
            [
                {"name": day, "date_deadline": day, "user_id": False}
                for day in ("2026-11-21", "2026-11-22", "2026-11-02")
            ]
        )
        domain = [("date_deadline", ">=", "today =1d"), ("date_deadline", "<", "today +1d")]
        self.assertEqual(self.fa["crm.lead"].search(domain).ids, leads[1].ids)
        self.assertEqual(set(self.en["crm.lead"].search(domain).ids), set(leads.ids))
        self.assertEqual(leads.with_env(self.fa).filtered_domain(domain).ids, leads[1].ids)
