from datetime import datetime

import pytz

from odoo import models

from .mail_activity_type import IN_CALENDAR


class MailActivity(models.Model):
    """Calls and reminders stand in the calendar by day and hour, as meetings do (#144)."""

    _inherit = "mail.activity"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        """In the calendar, an activity keeps its hour on the new day of its user (#149).

        Core adds days to the hour in Greenwich, counted in the time zone of whoever writes: the
        event would land on a neighbouring day, or an hour off after a change of the clocks.
        """
        if self.env.context.get("calendar_event_meeting_update"):
            return super().write(vals)
        moved = self._get_timed_by_user() if "date_deadline" in vals else self.browse()
        result = True
        if others := self - moved:
            result = super(MailActivity, others).write(vals)
        if moved:
            # Core's own switch: the events are moved here.
            moved_only = moved.with_context(calendar_event_meeting_update=True)
            result = super(MailActivity, moved_only).write(vals)
            moved._move_events()
        elif vals.get("user_id"):
            self._take_day_from_event()
        return result

    def _get_timed_by_user(self):
        """Those with an hour in the calendar that belong to this addon: of leads, and of calls.

        :returns: mail.activity
        """
        timed = self.filtered(lambda activity: activity.calendar_event_id.start).filtered(
            lambda activity: not activity.calendar_event_id.allday
        )
        ours = timed.filtered(
            lambda activity: (
                activity.res_model == "crm.lead" or activity.activity_category in IN_CALENDAR
            )
        )
        planned = (timed - ours)._get_planned_calls().activity_id
        return ours | timed.browse(planned.ids)

    def _get_event_start(self):
        """When the event starts, on the clock of whoever has the activity to do.

        Core counts by that clock what is late; whoever has none is in Greenwich.

        :returns: datetime, with its time zone
        """
        timezone = pytz.timezone(self.user_id.sudo().tz or "UTC")
        return pytz.utc.localize(self.calendar_event_id.start).astimezone(timezone)

    def _move_events(self):
        """Bring the events to the days of their activities, each at its hour."""
        for activity in self:
            start = activity._get_event_start()
            if start.date() != activity.date_deadline:
                moved = datetime.combine(activity.date_deadline, start.time())
                # Where the clocks skip that hour, it is as much later as they are put forward.
                moved = start.tzinfo.localize(moved).astimezone(pytz.utc)
                moved = moved.replace(tzinfo=None)
                event = activity.calendar_event_id.with_context(mail_activity_meeting_update=True)
                event.write({"start": moved, "stop": moved + (event.stop - event.start)})

    def _take_day_from_event(self):
        """The event was moved, or somebody else has the activity now: its day may be another."""
        for activity in self._get_timed_by_user():
            day = activity._get_event_start().date()
            if day != activity.date_deadline:
                activity.with_context(calendar_event_meeting_update=True).date_deadline = day

    def action_create_calendar_event(self):
        """Plan the activity in the calendar (features.md #144).

        :returns: dict, a window action of the calendar
        """
        action = super().action_create_calendar_event()
        if self.activity_category in IN_CALENDAR and not self.calendar_event_id:
            action["context"].update(self._prepare_calendar_defaults())
        return action

    def _prepare_calendar_defaults(self):
        """What the event of a call or a reminder has beside that of a meeting.

        :returns: dict, defaults for the context of the calendar
        """
        self.ensure_one()
        # A meeting is named as its record is; of a call, the calendar says that it is one.
        name = self.summary or self.activity_type_id.name
        if self.res_name:
            name = self.env._("%(activity)s: %(record)s", activity=name, record=self.res_name)
        defaults = {
            "default_name": name,
            "default_res_id": self.res_id,
            "default_res_model": self.res_model,
        }
        alarm = self.env.ref("calendar.alarm_notif_1", raise_if_not_found=False)
        if self.activity_category == "reminder" and alarm:
            defaults["default_alarm_ids"] = alarm.ids
        return defaults
