from datetime import datetime, time, timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, tagged
from odoo.tools.sql import SQL

from odoo.addons.mail.tests.common import mail_new_test_user

from ...tools.persian.jalali import from_date, start_of, to_date


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
            groups="sales_team.group_sale_salesman",
        )
        self.today = fields.Date.today()
        self.year = from_date(self.today)[0]

    def _create_opportunities(self, *names):
        return self.env["crm.lead"].create(
            [{"name": name, "type": "opportunity", "user_id": self.user.id} for name in names]
        )

    def _at_noon(self, day):
        """:returns: datetime, in the middle of a day for any browser nearby"""
        return datetime.combine(day, time(12))

    def test_dates_are_typed_and_picked(self):
        lead = self._create_opportunities("فرصت آزمون")
        self.start_tour(
            f"/odoo/crm.lead/{lead.id}", "crm_lead_qualification_jalali_fields", login="user_jalali"
        )
        self.assertEqual(lead.date_deadline, to_date(self.year, 2, 20))

    def _create_on(self, **days):
        """Opportunities by their names, created at noon of a day."""
        leads = self._create_opportunities(*days)
        leads.expected_revenue = 1000
        self.env.flush_all()
        for lead in leads:
            moment = self._at_noon(days[lead.name])
            self.env.cr.execute(
                SQL("UPDATE crm_lead SET create_date = %s WHERE id = %s", moment, lead.id)
            )

    def test_periods_are_filtered(self):
        """The bounds of a month and of a season."""
        month = start_of(self.today, "month")
        autumn = to_date(self.year, 7)
        self._create_on(
            **{
                "آغاز این ماه": month,
                "پایان ماه پیش": month - timedelta(days=1),
                "میان پاییز": to_date(self.year, 8, 15),
                "پایان تابستان": autumn - timedelta(days=1),
            }
        )
        self.start_tour(
            "/odoo/action-crm.crm_lead_action_pipeline?view_type=list",
            "crm_lead_qualification_jalali_filters",
            login="user_jalali",
        )

    def test_a_bar_of_a_month_is_clicked(self):
        month = start_of(self.today, "month")
        self._create_on(**{"آغاز این ماه": month, "پایان ماه پیش": month - timedelta(days=1)})
        self.start_tour(
            "/odoo/action-crm.crm_lead_action_pipeline?view_type=graph",
            "crm_lead_qualification_jalali_graph",
            login="user_jalali",
        )

    def test_a_meeting_is_dragged_in_the_month(self):
        month = start_of(self.today, "month")
        start = self._at_noon(month + timedelta(days=9))
        meeting = self.env["calendar.event"].create(
            {
                "name": "جلسه آزمون",
                "start": start,
                "stop": start + timedelta(hours=1),
                "user_id": self.user.id,
                "partner_ids": [Command.set(self.user.partner_id.ids)],
            }
        )
        self.start_tour(
            "/odoo/calendar", "crm_lead_qualification_jalali_calendar", login="user_jalali"
        )
        self.assertEqual(meeting.start, self._at_noon(month + timedelta(days=11)))
