from odoo import models

from .mail_activity_type import IN_CALENDAR


class MailActivity(models.Model):
    """Calls and reminders stand in the calendar by day and hour, as meetings do (#144)."""

    _inherit = "mail.activity"  # pylint: disable=consider-merging-classes-inherited

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
