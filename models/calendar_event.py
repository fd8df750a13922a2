from odoo import models


class CalendarEvent(models.Model):
    """The event of a planned call: moved or removed in the calendar, the call goes along (#144)."""

    _inherit = "calendar.event"

    def write(self, vals):
        names = set(vals)
        result = super().write(vals)
        if not names.isdisjoint({"start", "stop", "user_id"}):
            self._get_planned_calls()._take_from_calendar()
        return result

    def unlink(self):
        calls = self._get_planned_calls()
        result = super().unlink()
        calls.write({"state": "cancel"})
        return result

    def _get_planned_calls(self):
        return self.env["crm.phonecall"]._get_planned(
            [("activity_id.calendar_event_id", "in", self.ids)]
        )
