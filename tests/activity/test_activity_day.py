from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytz
from freezegun import freeze_time

from odoo.tests import tagged

from ..merge.common import MergeCommon

# At each of these it is another day somewhere, or the clocks are about to change.
MOMENTS = [
    "2027-01-15 12:00:00",  # noon
    "2027-01-15 21:00:00",  # evening in Greenwich, night in Tehran
    "2027-01-15 23:30:00",  # half an hour to midnight
    "2027-03-20 21:00:00",  # first minutes of the Iranian new year
    "2030-03-20 12:00:00",  # last day of an Iranian leap year
    "2026-12-31 23:30:00",  # last minutes of the year
    "2027-03-28 00:30:00",  # clocks go forward in Europe
    "2027-03-14 06:30:00",  # clocks go forward in America
    "2027-10-30 23:30:00",  # clocks go back in Europe
]
ZONES = ["Asia/Tehran", "Europe/Berlin", "America/New_York", False]
# Of whoever moves it, as a client sends it: none by XML-RPC and in scheduled actions.
SENT_ZONES = [None, "Asia/Tehran", "America/Los_Angeles", "Pacific/Auckland"]
# Each zone of a user with each that is sent, and both with each moment.
CASES = [
    (moment, zone, SENT_ZONES[(i + j) % len(SENT_ZONES)])
    for i, moment in enumerate(MOMENTS)
    for j, zone in enumerate(ZONES)
]


@tagged("post_install", "-at_install")
class TestActivityDay(MergeCommon):
    """What is in the calendar keeps its hour, on the clock of whoever has it to do (#144, #149)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.user_sales_leads

    def _plan(self, when, **values):
        calls = self.env["crm.phonecall"].with_user(self.user)
        return calls.create(
            {"name": "پیگیری", "opportunity_id": self.lead.id, "date": when, **values}
        )

    def _local(self, moment, zone=None):
        """A moment on the clock of the user."""
        zone = pytz.timezone(zone or self.user.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)

    @contextmanager
    def _at(self, moment, zone, sent):
        """At a moment, with a user of some zone; the time and the context of whoever moves it."""
        self.user.tz = zone
        # An environment keeps the zone that it has seen first: a request has one of its own.
        context = {"of_user": zone, **({"tz": sent} if sent else {})}
        with self.subTest(moment, zone=zone, sent=sent), freeze_time(moment):
            yield datetime.fromisoformat(moment), context

    def test_144_a_day_moved_by_seven_moves_the_call_by_seven(self):
        for case in CASES:
            with self._at(*case) as (now, context):
                when = now + timedelta(days=1)
                call = self._plan(when)
                activity = call.activity_id.with_user(self.user).with_context(**context)
                self.assertEqual(activity.date_deadline, self._local(when).date())
                activity.date_deadline += timedelta(days=7)
                moved = self._local(when) + timedelta(days=7)
                self.assertEqual(self._local(call.date), moved)
                event = activity.calendar_event_id
                self.assertEqual(event.start, call.date)
                self.assertEqual(event.stop - event.start, timedelta(minutes=30))
                self.assertEqual(activity.date_deadline, moved.date())

    def test_144_an_event_moved_moves_the_day_of_its_user(self):
        for case in CASES:
            with self._at(*case) as (now, context):
                call = self._plan(now + timedelta(days=1))
                event = call.activity_id.calendar_event_id.with_user(self.user_sales_manager)
                for hours in (4, 8):
                    start = now + timedelta(days=1, hours=hours)
                    event.with_context(**context).write(
                        {"start": start, "stop": start + timedelta(minutes=30)}
                    )
                    self.assertEqual(call.date, start)
                    self.assertEqual(call.activity_id.date_deadline, self._local(start).date())
                self.assertEqual(event.start, start)

    def test_148_a_snoozed_call_is_seven_days_later(self):
        for case in CASES:
            with self._at(*case) as (now, context):
                call = self._plan(now + timedelta(hours=1))
                before = self._local(call.date)
                (self.lead.activity_ids - call.activity_id).unlink()
                lead = self.lead.with_user(self.user).with_context(**context)
                today = self._local(now, context.get("tz"))
                lead.action_snooze_my_next()
                after = max(before.date(), today.date()) + timedelta(days=7)
                self.assertEqual(call.activity_id.date_deadline, after)
                self.assertEqual(self._local(call.date), datetime.combine(after, before.time()))

    @freeze_time("2027-01-15 21:00:00")
    def test_144_somebody_elses_day_is_another(self):
        self.user.tz, self.user_sales_manager.tz = "Asia/Tehran", "America/New_York"
        for change in ("call", "activity"):
            call = self._plan(datetime(2027, 1, 16, 21))
            self.assertEqual(call.activity_id.date_deadline, date(2027, 1, 17))
            (call if change == "call" else call.activity_id).user_id = self.user_sales_manager
            self.assertEqual(call.activity_id.date_deadline, date(2027, 1, 16), change)
            self.assertEqual(call.date, datetime(2027, 1, 16, 21))

    @freeze_time("2027-03-20 21:00:00")
    def test_149_a_meeting_of_a_lead_keeps_its_hour(self):
        self.user.tz = "Europe/Berlin"
        # At half past midnight in Berlin, before the clocks go forward there.
        start = datetime(2027, 3, 23, 23, 30)
        event = self.env["calendar.event"].create(
            {
                "name": "جلسه",
                "start": start,
                "stop": start + timedelta(hours=1),
                "user_id": self.user.id,
                "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "res_id": self.lead.id,
            }
        )
        activity = event.activity_ids
        self.assertEqual(activity.activity_category, "meeting")
        self.assertEqual(activity.date_deadline, date(2027, 3, 24))
        activity.with_user(self.user).date_deadline = date(2027, 3, 31)
        self.assertEqual(event.start, datetime(2027, 3, 30, 22, 30))
        self.assertEqual(event.stop, datetime(2027, 3, 30, 23, 30))

    @freeze_time("2027-03-20 21:00:00")
    def test_149_an_hour_that_the_clocks_skip_is_on_its_day(self):
        self.user.tz = "Europe/Berlin"
        call = self._plan(datetime(2027, 3, 27, 1, 30))
        call.activity_id.with_user(self.user).date_deadline = date(2027, 3, 28)
        # 02:30 is not on that day: the clocks go from 02:00 to 03:00.
        self.assertEqual(self._local(call.date), datetime(2027, 3, 28, 3, 30))
        self.assertEqual(call.activity_id.date_deadline, date(2027, 3, 28))

    @freeze_time("2027-01-15 12:00:00")
    def test_149_a_whole_day_has_no_time_zone(self):
        self.user.tz = "America/New_York"
        call = self._plan(datetime(2027, 1, 20, 12))
        activity, event = call.activity_id, call.activity_id.calendar_event_id
        event.with_user(self.user).write(
            {"allday": True, "start_date": "2027-01-21", "stop_date": "2027-01-21"}
        )
        activity.with_user(self.user).date_deadline = date(2027, 1, 25)
        self.assertEqual(event.start_date, date(2027, 1, 25))
        self.assertEqual(event.stop_date, date(2027, 1, 25))

    @freeze_time("2027-01-15 21:00:00")
    def test_meetings_of_others_are_cores(self):
        """In the zone that is sent, as Odoo has it: neither a lead nor a call."""
        self.user.tz = "America/New_York"
        partner = self.env["res.partner"].create({"name": "رعنا"})
        start = datetime(2027, 1, 20, 21)
        event = self.env["calendar.event"].with_context(tz="Asia/Tehran")
        event = event.create(
            {
                "name": "جلسه",
                "start": start,
                "stop": start + timedelta(hours=1),
                "user_id": self.user.id,
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": partner.id,
            }
        )
        self.assertEqual(event.activity_ids.date_deadline, date(2027, 1, 21))
        event.activity_ids.date_deadline = date(2027, 1, 28)
        self.assertEqual(event.start, datetime(2027, 1, 27, 21))

    @freeze_time("2027-01-15 21:00:00")
    def test_82_an_activity_after_a_recovery_is_not_late_at_once(self):
        self.user.tz, self.user_sales_manager.tz = "Asia/Tehran", "America/New_York"
        lead = self.lead.with_user(self.user_sales_manager).with_context(tz="America/New_York")
        lead._plan_recovery_activities(self.env.ref("mail.mail_activity_data_call"), 0, False)
        activity = self.lead.activity_ids
        self.assertEqual(activity.user_id, self.user)
        self.assertEqual(activity.date_deadline, date(2027, 1, 16))
        self.assertEqual(activity.state, "today")
