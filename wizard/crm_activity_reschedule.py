from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CrmActivityReschedule(models.TransientModel):
    """A new day for activities, one or many (features.md #149)."""

    _name = "crm.activity.reschedule"
    _description = "Reschedule activities"

    date_deadline = fields.Date("New Due Date", required=True, default=fields.Date.context_today)
    activity_ids = fields.Many2many("mail.activity", string="What moves", readonly=True)
    # What was removed meanwhile leaves no trace but this number.
    activity_count = fields.Integer(readonly=True)
    without_count = fields.Integer(readonly=True)

    def action_reschedule(self):
        """Move the activities to the new day; one in the calendar keeps its hour.

        What was done or removed since the window was opened is left out.

        :returns: dict, a notification that says what was moved
        :raises UserError: the day is over, or nothing is left to move
        :raises AccessError: as mail.activity says
        """
        self.ensure_one()
        if self.date_deadline < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(date)s is over. Choose today or a later day.",
                    date=format_date(self.env, self.date_deadline),
                )
            )
        activities = self.activity_ids.filtered("active")
        if not activities:
            raise UserError(
                self.env._(
                    "Nothing is left to reschedule: it was done or removed meanwhile. Discard "
                    "this window and load the list anew."
                )
            )
        activities.date_deadline = self.date_deadline
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": " ".join(self._get_sentences(len(activities))),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_sentences(self, count):
        """What was moved and what was not.

        :param count: int, how many activities were moved
        :returns: list of str
        """
        date = format_date(self.env, self.date_deadline)
        sentences = [
            self.env._("Rescheduled to %(date)s.", date=date)
            if count == 1
            else self.env._(
                "%(count)s activities were rescheduled to %(date)s.", count=count, date=date
            )
        ]
        if (left_out := self.activity_count - count) > 0:
            sentences.append(
                self.env._(
                    "Left out, as they were done or removed meanwhile: %(count)s.", count=left_out
                )
            )
        if self.without_count:
            sentences.append(self.env["crm.lead"]._get_without_text(self.without_count))
        return sentences
