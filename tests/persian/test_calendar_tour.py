from datetime import datetime, time, timedelta

import pytz

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools.sql import SQL

from odoo.addons.mail.tests.common import mail_new_test_user

from ...tools.persian.jalali import from_date, start_of, to_date

TEHRAN = pytz.timezone("Asia/Tehran")


@tagged("post_install", "-at_install")
class TestCalendarTour(HttpCase):
    """What a salesperson does with dates in the browser, in Persian."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.user = mail_new_test_user(
            self.env,
            login="user_jalali",
            name="لیلا فروشنده",
            lang="fa_IR",
            tz="Asia/Tehran",
            groups="sales_team.group_sale_salesman",
        )
        self.today = datetime.now(TEHRAN).date()
        self.year = from_date(self.today)[0]

    def _create_opportunities(self, *names):
        return self.env["crm.lead"].create(
            [{"name": name, "type": "opportunity", "user_id": self.user.id} for name in names]
        )

    def _at(self, day, hour):
        """:returns: datetime in UTC, naive, of an hour in Tehran"""
        moment = TEHRAN.localize(datetime.combine(day, time(hour)))
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    def test_dates_are_typed_and_picked(self):
        lead = self._create_opportunities("فرصت آزمون")
        self.start_tour(
            f"/odoo/crm.lead/{lead.id}", "crm_lead_qualification_jalali_fields", login="user_jalali"
        )
        self.assertEqual(lead.date_deadline, to_date(self.year, 2, 20))

    def test_periods_are_filtered(self):
        """The bounds of a month and of a season, by the hour of the user's clock."""
        month = start_of(self.today, "month")
        autumn = to_date(self.year, 7)
        created = {
            "آغاز این ماه": self._at(month, 0),
            "پایان ماه پیش": self._at(month - timedelta(days=1), 23),
            "میان پاییز": self._at(to_date(self.year, 8, 15), 12),
            "پایان تابستان": self._at(autumn - timedelta(days=1), 23),
        }
        for lead in self._create_opportunities(*created):
            self.env.cr.execute(
                SQL(
                    "UPDATE crm_lead SET create_date = %s WHERE id = %s",
                    created[lead.name],
                    lead.id,
                )
            )
        self.start_tour(
            "/odoo/action-crm.crm_lead_action_pipeline?view_type=list",
            "crm_lead_qualification_jalali_filters",
            login="user_jalali",
        )

    def test_a_meeting_is_dragged_in_the_month(self):
        month = start_of(self.today, "month")
        start = self._at(month + timedelta(days=9), 10)
        meeting = self.env["calendar.event"].create(
            {
                "name": "جلسه آزمون",
                "start": start,
                "stop": start + timedelta(hours=1),
                "user_id": self.user.id,
                "partner_ids": [fields.Command.set(self.user.partner_id.ids)],
            }
        )
        self.start_tour("/odoo/calendar", "crm_lead_qualification_jalali_calendar", login="user_jalali")
        self.assertEqual(meeting.start, self._at(month + timedelta(days=11), 10))
