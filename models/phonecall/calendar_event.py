from odoo import api, fields, models

from ...tools.server_context import get_claimed_record
from ..activity.mail_activity_type import IN_CALENDAR


class CalendarEvent(models.Model):
    """Calls in the calendar, planned from an activity or as a call itself (#144)."""

    _inherit = "calendar.event"

    # Of the meetings that were made from a call: deleting one would read all events.
    phonecall_id = fields.Many2one(index="btree_not_null")

    @api.model_create_multi
    def create(self, vals_list):
        """A second event from a call's calendar is a call too: core makes it a meeting (#144)."""
        origin = get_claimed_record(self.env, "mail.activity", "orig_activity_ids")
        is_second = origin.calendar_event_id and origin.activity_category in IN_CALENDAR
        events = super().create(vals_list)
        if is_second:
            kind = origin.activity_type_id
            (events.activity_ids - origin).filtered(
                lambda activity: kind.res_model in (False, activity.res_model)
            ).activity_type_id = kind
        events.activity_ids._take_day_from_event()
        return events

    def write(self, vals):
        """A planned call is moved by moving its event."""
        names = set(vals)
        result = super().write(vals)
        if not names.isdisjoint({"start", "stop", "user_id"}):
            self._get_planned_calls()._take_from_calendar()
        return result

    def _sync_activities(self, fields):
        """An activity is due on the day of whoever has it to do, not of whoever moves the event."""
        # Core's switch against going round in circles, which core itself never sets.
        events = self.with_context(calendar_event_meeting_update=True)
        result = super(CalendarEvent, events)._sync_activities(fields)
        is_day_given = self.env.context.get("mail_activity_meeting_update")
        if not is_day_given and not {"start", "user_id"}.isdisjoint(fields):
            self.activity_ids._take_day_from_event()
        return result

    def unlink(self):
        """A planned call is cancelled by removing its event."""
        calls = self._get_planned_calls()
        result = super().unlink()
        calls.write({"state": "cancel"})
        return result

    def _get_planned_calls(self):
        return self.env["crm.phonecall"]._get_planned(
            [("activity_id.calendar_event_id", "in", self.ids)]
        )
