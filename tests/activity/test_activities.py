from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ...hooks import post_init_hook
from ..common import QualificationCommon

TODAY = date(2026, 3, 10)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 09:00:00")
class TestActivities(QualificationCommon):
    """My activities: snoozed, rescheduled, planned in the calendar, completed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_sales_leads.tz = "Asia/Tehran"
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.email = cls.env.ref("mail.mail_activity_data_email")
        cls.reminder = cls.env.ref("crm_lead_qualification.mail_activity_type_reminder")
        cls.other = cls.lead.copy({"name": "سفارش صندلی", "type": "opportunity"})

    def _plan(self, lead, days, user=None, **values):
        """An activity of the user's, so many days from today."""
        return lead.activity_schedule(
            **{
                "activity_type_id": self.call.id,
                "summary": f"پیگیری {days}",
                "date_deadline": TODAY + timedelta(days=days),
                "user_id": (user or self.user_sales_leads).id,
                "automated": False,
                **values,
            }
        )

    def _create_opportunities(self, count):
        return self.env["crm.lead"].create(
            [{"name": f"فرصت {i}", "user_id": self.user_sales_leads.id} for i in range(count)]
        )

    def _open_reschedule(self, leads):
        action = leads.action_reschedule_my_next()
        return self.env[action["res_model"]].browse(action["res_id"])

    # Snooze ---------------------------------------------------------------------------------

    @users("user_sales_leads")
    def test_148_the_next_activity_moves_by_seven_days(self):
        first = self._plan(self.lead, 3)
        second = self._plan(self.lead, 5)
        theirs = self._plan(self.lead, 1, self.user_sales_manager)
        action = self.lead.with_env(self.env).action_snooze_my_next()
        self.assertEqual(first.date_deadline, TODAY + timedelta(days=10))
        self.assertEqual(second.date_deadline, TODAY + timedelta(days=5))
        self.assertEqual(theirs.date_deadline, TODAY + timedelta(days=1))
        self.assertIn("03/20/2026", action["params"]["message"])
        self.assertEqual(action["params"]["next"]["type"], "ir.actions.act_window_close")

    @users("user_sales_leads")
    def test_148_a_late_one_moves_from_today(self):
        late = self._plan(self.lead, -20)
        self.lead.with_env(self.env).action_snooze_my_next()
        self.assertEqual(late.date_deadline, TODAY + timedelta(days=7))

    @users("user_sales_leads")
    @freeze_time("2026-03-10 21:30:00")
    def test_148_today_is_that_of_the_user(self):
        """In Tehran it is one o'clock of the next day."""
        late = self._plan(self.lead, 0)
        self.lead.with_env(self.env).action_snooze_my_next()
        self.assertEqual(late.date_deadline, TODAY + timedelta(days=8))

    @users("user_sales_leads")
    def test_148_many_at_once_and_who_has_none_is_said(self):
        one = self._plan(self.lead, 2)
        two = self._plan(self.other, -2)
        without = self._create_opportunities(1)
        self._plan(without, 2, self.user_sales_manager)
        leads = (self.lead | self.other | without).with_env(self.env)
        message = leads.action_snooze_my_next()["params"]["message"]
        self.assertEqual(one.date_deadline, TODAY + timedelta(days=9))
        self.assertEqual(two.date_deadline, TODAY + timedelta(days=7))
        self.assertIn("2 activities", message)
        self.assertIn("03/17/2026 to 03/19/2026", message)
        self.assertIn("no activity planned there: 1.", message)

    @users("user_sales_leads")
    def test_148_none_of_mine_is_refused(self):
        self._plan(self.lead, 2, self.user_sales_manager)
        lead = self.lead.with_env(self.env)
        for action in (lead.action_snooze_my_next, lead.action_reschedule_my_next):
            with self.assertRaisesRegex(UserError, "Plan one first"):
                action()

    @users("user_sales_leads")
    def test_148_queries_do_not_grow(self):
        counts = []
        for size in (1, 3, 30):
            leads = self._create_opportunities(size)
            self._plan(leads, 2)
            leads = leads.with_env(self.env)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads.action_snooze_my_next()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2], counts)

    # Reschedule -----------------------------------------------------------------------------

    @users("user_sales_leads")
    def test_149_a_new_day_for_many(self):
        late = self._plan(self.lead, -5) | self._plan(self.other, -1)
        without = self._create_opportunities(1)
        wizard = self._open_reschedule((self.lead | self.other | without).with_env(self.env))
        self.assertEqual(wizard.activity_ids, late.with_env(self.env))
        self.assertEqual(wizard.date_deadline, TODAY)
        with Form(wizard) as form:
            form.date_deadline = TODAY + timedelta(days=4)
        message = wizard.action_reschedule()["params"]["message"]
        self.assertEqual(set(late.mapped("date_deadline")), {TODAY + timedelta(days=4)})
        self.assertIn("2 activities were rescheduled to 03/14/2026", message)
        self.assertIn("no activity planned there: 1.", message)

    @users("user_sales_leads")
    def test_149_a_day_that_is_over_is_refused(self):
        late = self._plan(self.lead, -5)
        wizard = self._open_reschedule(self.lead.with_env(self.env))
        wizard.date_deadline = TODAY - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "03/09/2026 is over"):
            wizard.action_reschedule()
        self.assertEqual(late.date_deadline, TODAY - timedelta(days=5))

    @users("user_sales_leads")
    def test_149_what_was_done_or_removed_meanwhile_is_left_out(self):
        leads = self._create_opportunities(3)
        done, removed, left = (self._plan(lead, -1) for lead in leads)
        wizard = self._open_reschedule(leads.with_env(self.env))
        done.action_done()
        removed.unlink()
        message = wizard.action_reschedule()["params"]["message"]
        self.assertEqual(left.date_deadline, TODAY)
        self.assertEqual(done.date_deadline, TODAY - timedelta(days=1))
        self.assertIn("done or removed meanwhile: 2.", message)
        left.action_done()
        with self.assertRaisesRegex(UserError, "Nothing is left"):
            wizard.action_reschedule()

    @users("user_sales_salesman")
    def test_149_activities_of_others_are_not_moved(self):
        """A salesperson with own documents names an activity that the rules hide."""
        theirs = self._plan(self.lead, -1)
        with self.assertRaises(AccessError):
            theirs.with_env(self.env).check_access("write")
        mine = self._plan(self.other, -1, self.user_sales_salesman)
        wizard = self._open_reschedule(self.other.with_env(self.env))
        with self.assertRaises(AccessError):
            wizard.activity_ids = [Command.link(theirs.id)]
        # As if the activity had been handed on, and its record with it, in the meantime.
        wizard.sudo().activity_ids = [Command.link(theirs.id)]
        wizard.invalidate_recordset()
        wizard.action_reschedule()
        self.assertEqual(mine.date_deadline, TODAY)
        self.assertEqual(theirs.date_deadline, TODAY - timedelta(days=1))

    @users("user_sales_leads")
    def test_149_an_activity_in_the_calendar_keeps_its_hour(self):
        activity = self._plan_in_calendar(self.lead)
        event = activity.calendar_event_id
        wizard = self._open_reschedule(self.lead.with_env(self.env))
        wizard.date_deadline = TODAY + timedelta(days=9)
        wizard.with_context(tz="Asia/Tehran").action_reschedule()
        self.assertEqual(activity.date_deadline, TODAY + timedelta(days=9))
        self.assertEqual(event.start, datetime(2026, 3, 19, 6, 30))
        self.assertEqual(event.stop, datetime(2026, 3, 19, 7, 30))

    # Calendar -------------------------------------------------------------------------------

    def _plan_in_calendar(self, lead, kind=None, **values):
        """Through the dialog and the calendar, as the browser does it."""
        wizard = (
            self.env["mail.activity.schedule"]
            .with_context(active_model="crm.lead", active_ids=lead.ids)
            .create(
                {
                    "activity_type_id": (kind or self.call).id,
                    "res_model": "crm.lead",
                    "res_ids": str(lead.ids),
                    **values,
                }
            )
        )
        action = wizard.action_create_calendar_event()
        self._create_event(action, datetime(2026, 3, 12, 6, 30))
        return self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)], order="id desc", limit=1
        )

    def _create_event(self, action, start):
        event = self.env["calendar.event"].with_context(
            **action["context"], tz="Asia/Tehran", no_mail_to_attendees=True
        )
        return event.create({"start": start, "stop": start + timedelta(hours=1)})

    @users("user_sales_leads")
    def test_144_a_call_stands_in_the_calendar_and_stays_a_call(self):
        call = self._plan_in_calendar(self.other, summary="پرسش از قیمت")
        event = call.calendar_event_id
        self.assertEqual(event.start, datetime(2026, 3, 12, 6, 30))
        self.assertEqual(event.name, "پرسش از قیمت: سفارش صندلی")
        self.assertEqual(event.opportunity_id, self.other)
        self.assertEqual(call.activity_type_id, self.call)
        self.assertEqual(call.date_deadline, date(2026, 3, 12))
        self.assertEqual(self.other.activity_ids, call)

    @users("user_sales_leads")
    def test_144_a_call_moves_with_its_event(self):
        call = self._plan_in_calendar(self.other)
        call.calendar_event_id.with_context(tz="Asia/Tehran").write(
            {"start": datetime(2026, 3, 15, 21, 0), "stop": datetime(2026, 3, 15, 22, 0)}
        )
        self.assertEqual(call.date_deadline, date(2026, 3, 16))

    @users("user_sales_leads")
    def test_144_a_second_event_is_a_second_call(self):
        call = self._plan_in_calendar(self.other)
        second = self._create_event(
            call.action_create_calendar_event(), datetime(2026, 3, 13, 6, 30)
        )
        self.assertEqual(second.activity_ids.activity_type_id, self.call)
        self.assertEqual(second.activity_ids.res_id, self.other.id)
        self.assertEqual(len(self.other.activity_ids), 2)

    @users("user_sales_leads")
    def test_144_the_dialogs_offer_the_calendar_for_calls(self):
        for model, xmlid in (
            ("mail.activity.schedule", "mail.mail_activity_schedule_view_form"),
            ("mail.activity", "mail.mail_activity_view_form_popup"),
        ):
            arch = self.env[model].get_view(self.env.ref(xmlid).id)["arch"]
            self.assertIn("activity_category not in ['phonecall', 'reminder']", arch)

    @users("user_sales_leads")
    def test_132_a_reminder_announces_itself(self):
        self.assertEqual(self.reminder.category, "reminder")
        self.assertFalse(self.reminder.res_model)
        reminder = self._plan_in_calendar(self.other, self.reminder)
        self.assertEqual(reminder.activity_type_id, self.reminder)
        self.assertEqual(reminder.calendar_event_id.alarm_ids.alarm_type, "notification")

    def test_132_when_the_category_goes_its_types_stay(self):
        kind = self.env["mail.activity.type"].create({"name": "زنگ", "category": "reminder"})
        field = self.env["ir.model.fields"]._get("mail.activity.type", "category")
        field.selection_ids.filtered(lambda item: item.value == "reminder")._process_ondelete()
        self.assertEqual(kind.category, "default")

    # Suggestion -----------------------------------------------------------------------------

    def test_136_an_email_is_suggested_after_a_call(self):
        self.call.suggested_next_type_ids = False
        post_init_hook(self.env)
        self.assertEqual(self.call.suggested_next_type_ids, self.email)
        next_form = Form(
            self.env["mail.activity"].with_context(default_previous_activity_type_id=self.call.id)
        )
        self.assertTrue(next_form.has_recommended_activities)

    def test_136_what_the_site_has_decided_stays(self):
        todo = self.env.ref("mail.mail_activity_data_todo")
        self.call.suggested_next_type_ids = todo
        post_init_hook(self.env)
        self.assertEqual(self.call.suggested_next_type_ids, todo)
        self.call.triggered_next_type_id = todo
        self.call.chaining_type = "trigger"
        post_init_hook(self.env)
        self.assertEqual(self.call.chaining_type, "trigger")
        self.assertEqual(self.call.triggered_next_type_id, todo)
        self.assertFalse(self.call.suggested_next_type_ids)

    # List -----------------------------------------------------------------------------------

    def test_126_the_clock_shows_in_both_lists(self):
        for xmlid in ("crm.crm_case_tree_view_oppor", "crm.crm_case_tree_view_leads"):
            arch = self.env.ref(xmlid)._get_combined_arch()
            clock = arch.xpath("//field[@name='activity_ids'][@widget='list_activity']")
            self.assertEqual([node.get("optional") for node in clock], ["show"], xmlid)

    @users("user_sales_leads")
    def test_147_to_149_the_row_has_the_buttons_of_the_manual(self):
        view = self.env.ref("crm.crm_lead_view_list_activities")
        arch = self.env["crm.lead"].get_view(view.id)["arch"]
        self.assertNotIn("mail_activity_mixin_list_reschedule_dropdown", arch)
        for name in ("action_snooze_my_next", "action_reschedule_my_next"):
            self.assertEqual(arch.count(f'name="{name}"'), 2)
        # The pipeline's own list keeps core's.
        view = self.env.ref("crm.crm_case_tree_view_oppor")
        arch = self.env["crm.lead"].get_view(view.id)["arch"]
        self.assertIn("mail_activity_mixin_list_reschedule_dropdown", arch)
