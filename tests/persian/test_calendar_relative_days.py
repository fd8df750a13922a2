import datetime

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools.date_utils import parse_date

from .test_calendar_texts import DAY, CalendarTextsCase


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

    @freeze_time("2026-11-28 10:00:00")
    def test_what_odoo_refuses_is_refused(self):
        for env in (self.fa, self.en):
            for text in ("today =13m", "today -1d =13m"):
                with self.assertRaisesRegex(ValueError, "Invalid term '=13m'"):
                    parse_date(text, env)
            self.assertEqual(parse_date("today =0m", env), DAY)
            self.assertEqual(parse_date("today -1500y", env), datetime.date(526, 11, 28))
