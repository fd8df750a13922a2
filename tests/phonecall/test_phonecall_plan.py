from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..merge.common import MergeCommon


@tagged("post_install", "-at_install")
class TestPhonecallPlan(MergeCommon):
    """Planned calls stand in the calendar and among the activities (features.md #65, #144)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.user_sales_leads
        cls.user.tz = "Asia/Tehran"
        cls.tomorrow = fields.Datetime.now().replace(microsecond=0) + timedelta(days=1)
        cls.call_type = cls.env.ref("mail.mail_activity_data_call")

    def _plan(self, user=None, **values):
        calls = self.env["crm.phonecall"].with_user(user or self.user)
        values = {"opportunity_id": self.lead.id, "date": self.tomorrow, **values}
        return calls.create({"name": "پیگیری", **values})

    def test_144_planned_call_stands_in_the_calendar(self):
        call = self._plan()
        activity = call.activity_id
        event = activity.calendar_event_id
        self.assertEqual(event.start, self.tomorrow)
        self.assertEqual(event.stop, self.tomorrow + timedelta(minutes=30))
        self.assertEqual(event.user_id, self.user)
        self.assertEqual(event.partner_ids, self.user.partner_id)
        self.assertIn("پیگیری", event.name)
        self.assertEqual(activity.activity_type_id, self.call_type)
        self.assertEqual((activity.res_model, activity.res_id), ("crm.lead", self.lead.id))
        self.assertEqual(self.lead.activity_ids, activity, "and no meeting besides")
        # A call is no meeting of the opportunity.
        self.assertFalse(event.opportunity_id)

    def test_144_the_calendar_speaks_the_language_of_who_calls(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.user.lang = "fa_IR"
        call = self._plan(user=self.user_sales_manager, user_id=self.user.id)
        self.assertNotEqual(call.env.lang, "fa_IR")
        self.assertEqual(call.activity_id.calendar_event_id.name, "تماس: پیگیری")

    def test_144_a_call_that_goes_on_now_is_not_planned(self):
        call = self._plan(date=fields.Datetime.now())
        held = self._plan(state="done")
        self.assertFalse((call | held).activity_id)

    def test_144_day_of_the_activity_is_the_users_own(self):
        with freeze_time("2026-03-01 12:00:00"):
            # Half past eleven in the evening in Greenwich is the next day in Tehran.
            call = self._plan(date="2026-03-10 23:30:00")
        self.assertEqual(str(call.activity_id.date_deadline), "2026-03-11")

    def test_144_moving_one_moves_the_others(self):
        call = self._plan()
        activity, event = call.activity_id, call.activity_id.calendar_event_id
        later = self.tomorrow + timedelta(days=2)
        call.date = later
        self.assertEqual(event.start, later)
        event.with_user(self.user).write(
            {"start": self.tomorrow, "stop": self.tomorrow + timedelta(minutes=45)}
        )
        self.assertEqual(call.date, self.tomorrow)
        deadline = activity.date_deadline
        activity.with_user(self.user).with_context(tz="Asia/Tehran").date_deadline = (
            deadline + timedelta(days=7)
        )
        self.assertEqual(call.date, self.tomorrow + timedelta(days=7))

    def test_144_length_given_in_the_calendar_stays(self):
        for duration in (0, 20):
            call = self._plan(duration=duration)
            event = call.activity_id.calendar_event_id.with_user(self.user)
            event.stop = self.tomorrow + timedelta(minutes=45)
            # Each is a request of its own: core computes an event's duration at the end of it.
            self.env.flush_all()
            later = self.tomorrow + timedelta(days=1)
            event.write({"start": later, "stop": later + timedelta(minutes=45)})
            self.env.flush_all()
            activity = call.activity_id.with_user(self.user).with_context(tz="Asia/Tehran")
            activity.date_deadline += timedelta(days=7)
            self.assertEqual(call.date, later + timedelta(days=7))
            self.assertEqual(event.stop - event.start, timedelta(minutes=45))
            self.assertEqual(call.duration, 45 if duration else 0)
            # From the call, its own duration counts.
            call.duration = 10
            self.assertEqual(event.stop - event.start, timedelta(minutes=10))

    def test_144_somebody_elses_call(self):
        call = self._plan(user_id=self.user_sales_manager.id)
        event = call.activity_id.calendar_event_id
        self.assertEqual(event.partner_ids, self.user_sales_manager.partner_id)
        call.user_id = self.user
        self.assertEqual(event.user_id, self.user)
        self.assertEqual(event.partner_ids, self.user.partner_id)
        self.assertEqual(call.activity_id.user_id, self.user)
        call.activity_id.user_id = self.user_sales_manager
        self.assertEqual(call.user_id, self.user_sales_manager)
        self.assertEqual(event.user_id, self.user_sales_manager)

    def test_144_whoever_was_invited_stays_when_the_call_changes_hands(self):
        guest = self.env["res.partner"].create({"name": "همکار"})
        call = self._plan()
        event = call.activity_id.calendar_event_id
        event.with_user(self.user).partner_ids |= guest
        call.user_id = self.user_sales_manager
        self.assertEqual(event.partner_ids, guest | self.user_sales_manager.partner_id)
        self.assertEqual(event.attendee_ids.partner_id, event.partner_ids)

    def test_144_the_customer_is_not_invited(self):
        partner = self.env["res.partner"].create({"name": "رعنا", "email": "r@niko.example.com"})
        before = self.env["mail.mail"].sudo().search_count([])
        call = self._plan(opportunity_id=False, partner_id=partner.id)
        self.assertEqual(call.activity_id.res_model, "res.partner")
        self.assertIn("رعنا", call.activity_id.calendar_event_id.location)
        call.date = self.tomorrow + timedelta(days=1)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)

    def test_144_of_a_stranger_too(self):
        call = self._plan(opportunity_id=False, contact_name="ناشناس", partner_phone="0935")
        self.assertEqual(call.activity_id.user_id, self.user)
        self.assertFalse(call.activity_id.res_model)
        # It goes along when the call becomes a lead, and the call is still to come.
        lead = self.env["crm.lead"].browse(call.action_create_lead()["res_id"])
        self.assertEqual(call.state, "open")
        lead.invalidate_recordset()
        self.assertEqual(lead.activity_ids, call.activity_id)
        self.assertEqual(call.activity_id.calendar_event_id.res_id, lead.id)

    def test_144_an_open_window_has_no_part_in_it(self):
        context = {"active_model": "crm.lead", "active_id": self.lead.id}
        calls = self.env["crm.phonecall"].with_user(self.user).with_context(**context)
        call = calls.create({"name": "x", "contact_name": "ناشناس", "date": self.tomorrow})
        event = call.activity_id.calendar_event_id
        self.assertFalse(event.res_id)
        self.assertFalse(event.res_model)
        self.assertFalse(event.opportunity_id)

    def test_65_holding_completes_the_activity(self):
        call = self._plan(description="گفت هفته بعد")
        activity = call.activity_id
        call.action_hold()
        self.assertFalse(activity.active)
        self.assertEqual(activity.feedback, "گفت هفته بعد")
        self.assertIn("گفت هفته بعد", self.lead.message_ids[0].body)
        self.assertLessEqual(call.date, fields.Datetime.now(), "it was made earlier than planned")

    def test_65_holding_many_says_of_each_what_was_said(self):
        calls = self._plan(description="اول") | self._plan(description="دوم") | self._plan()
        activities = calls.activity_id
        calls.action_hold()
        self.assertFalse(any(activities.mapped("active")))
        self.assertEqual(activities.mapped("feedback"), ["اول", "دوم", False])

    def test_65_completing_the_activity_holds_the_call(self):
        call = self._plan()
        call.activity_id.with_user(self.user).action_feedback(feedback="خوب بود")
        self.assertEqual(call.state, "done")
        self.assertEqual(call.description, "خوب بود")
        self.assertTrue(call.date_closed)

    def test_65_removing_one_cancels_the_call(self):
        for remove in (
            lambda call: call.activity_id.with_user(self.user).unlink_w_meeting(),
            lambda call: call.activity_id.calendar_event_id.with_user(self.user).unlink(),
        ):
            call = self._plan()
            remove(call)
            self.assertEqual(call.state, "cancel")
            self.assertFalse(self.lead.activity_ids)

    def test_65_cancelling_removes_both(self):
        for cancel in (
            lambda call: call.write({"state": "cancel"}),
            lambda call: call.write({"active": False}),
            lambda call: call.with_user(self.user_sales_manager).unlink(),
        ):
            call = self._plan()
            activity, event = call.activity_id, call.activity_id.calendar_event_id
            cancel(call)
            self.assertFalse(activity.exists())
            self.assertFalse(event.exists())

    def test_65_without_anybody_responsible_nothing_is_planned(self):
        call = self._plan()
        activity = call.activity_id
        call.user_id = False
        self.assertFalse(activity.exists())
        call.user_id = self.user_sales_manager
        self.assertEqual(call.activity_id.user_id, self.user_sales_manager)

    def test_65_not_reached_stays_planned(self):
        call = self._plan()
        call.action_not_reached()
        self.assertEqual(call.state, "pending")
        self.assertTrue(call.activity_id.active)

    def test_65_next_call_comes_up_tomorrow_at_ten(self):
        call = self._plan(date=fields.Datetime.now(), contact_name="رعنا", email_from="r@x.example")
        window = self.env["crm.phonecall2phonecall"].with_user(self.user)
        window = window.with_context(active_id=call.id, active_ids=call.ids)
        with freeze_time("2026-03-01 12:00:00"):
            form = Form(window)
            # 10:00 in Tehran
            self.assertEqual(str(form.date), "2026-03-02 06:30:00")
            form.date = "2026-02-28 10:00:00"
            with self.assertRaisesRegex(UserError, "Choose a later date and hour"):
                form.save().action_schedule()
        form = Form(window)
        action = form.save().action_schedule()
        following = self.env["crm.phonecall"].browse(action["res_id"])
        self.assertEqual(following.opportunity_id, self.lead)
        self.assertEqual(following.contact_name, "رعنا")
        self.assertEqual(following.email_from, "r@x.example")
        self.assertEqual(following.state, "open")
        self.assertTrue(following.activity_id.calendar_event_id)

    def test_65_meeting_with_the_caller(self):
        partner = self.env["res.partner"].create({"name": "بی‌ایمیل"})
        self.lead.partner_id = partner
        call = self._plan(date=fields.Datetime.now())
        context = call.action_make_meeting()["context"]
        self.assertEqual(context["default_opportunity_id"], self.lead.id)
        self.assertIn(partner.id, context["default_partner_ids"])
        event = self.env["calendar.event"].with_user(self.user).with_context(**context)
        event = event.create({"start": self.tomorrow, "stop": self.tomorrow})
        self.assertEqual(event.phonecall_id, call)
        self.assertEqual(event.opportunity_id, self.lead)

    def test_147_call_of_an_activity(self):
        activity = self.lead.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.user.id, summary="تماس اول"
        )
        action = self.lead.with_user(self.user).action_log_call()
        self.assertFalse(action["res_id"])
        form = Form(
            self.env["crm.phonecall"].with_user(self.user).with_context(**action["context"]),
            view=self.env.ref("crm_lead_qualification.crm_phonecall_view_form_log"),
        )
        self.assertEqual(form.name, "تماس اول")
        # What a telephone dials
        self.assertTrue(form.partner_phone.isascii())
        form.description = "قبول کرد"
        call = form.save()
        self.assertTrue(activity.active)
        call.action_hold()
        self.assertFalse(activity.active)
        self.assertEqual(call.opportunity_id, self.lead)
        # A planned one comes up itself.
        planned = self._plan()
        self.assertEqual(self.lead.with_user(self.user).action_log_call()["res_id"], planned.id)

    def test_147_not_reached_leaves_the_event_where_it_is(self):
        activity = self.lead.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.user.id, summary="تماس اول"
        )
        event = self.env["calendar.event"].with_user(self.user)
        event = event.with_context(**activity.action_create_calendar_event()["context"]).create(
            {"start": self.tomorrow, "stop": self.tomorrow + timedelta(hours=1)}
        )
        for button in ("action_not_reached", "action_hold"):
            action = self.lead.with_user(self.user).action_log_call()
            calls = self.env["crm.phonecall"].with_user(self.user).with_context(**action["context"])
            view = self.env.ref("crm_lead_qualification.crm_phonecall_view_form_log")
            call = Form(calls.browse(action["res_id"]) or calls, view=view).save()
            self.assertEqual(event.start, self.tomorrow)
            getattr(call, button)()
            if button == "action_not_reached":
                self.assertEqual(event.start, self.tomorrow)
                self.assertTrue(activity.active)
        self.assertLessEqual(call.date, fields.Datetime.now())
        self.assertFalse(activity.active)

    def test_147_somebody_elses_activity_is_not_completed(self):
        lead = self.env["crm.lead"].create({"name": "x", "user_id": self.user_sales_manager.id})
        activity = lead.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.user_sales_manager.id
        )
        with self.assertRaises(AccessError):
            self._plan(
                self.user_sales_salesman,
                opportunity_id=False,
                activity_id=activity.id,
                date=fields.Datetime.now(),
            )

    def test_calls_move_with_a_merge_and_come_back(self):
        self.leads[1].user_id = self.user
        call = self._plan(opportunity_id=self.leads[1].id)
        activity, event = call.activity_id, call.activity_id.calendar_event_id
        merged = self._merge(self.leads)
        self.assertEqual(merged, self.lead)
        self.assertEqual(call.opportunity_id, self.lead)
        self.assertEqual((activity.res_id, event.res_id), (self.lead.id, self.lead.id))
        self.assertEqual((call.state, call.date), ("open", self.tomorrow))
        merged.with_user(self.user).action_undo_merge()
        self.env.invalidate_all()
        self.assertEqual(call.opportunity_id, self.leads[1])
        self.assertEqual((activity.res_id, event.res_id), (self.leads[1].id, self.leads[1].id))
        self.assertEqual((call.state, call.activity_id), ("open", activity))

    def test_many_calls_are_planned_together(self):
        """What a calendar event costs is Odoo's; ours is the same for any number of calls."""
        counts = []
        for number in (5, 5, 20):
            calls = self.env["crm.phonecall"].create(
                [{"name": str(index), "state": "pending"} for index in range(number)]
            )
            self.env.flush_all()
            before = self.cr.sql_log_count
            calls._synchronize_plan()
            calls.write({"state": "cancel"})
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[1])

    def test_deleting_the_lead_takes_the_plan_along(self):
        lead = self.env["crm.lead"].create({"name": "x", "user_id": self.user.id})
        call = self._plan(opportunity_id=lead.id)
        event = call.activity_id.calendar_event_id
        lead.with_user(self.user).unlink()
        self.assertFalse(event.exists())
        self.assertEqual(call.state, "cancel")
        self.assertTrue(call.exists())
        self.assertFalse(call.opportunity_id)

    def test_access_of_tags_and_markup(self):
        call = self._plan(name="<script>alert(1)</script>", tag_ids=[Command.create({"name": "b"})])
        self.assertNotIn("<script>", call.activity_id.calendar_event_id.description or "")
        call.action_hold()
        self.assertNotIn("<script>", self.lead.message_ids[0].body)
