from odoo import models

from ...tools.server_context import ON, is_on


class MailActivity(models.Model):
    """The activity of a planned call: completed or removed there, the call goes along (#65)."""

    _inherit = "mail.activity"  # pylint: disable=consider-merging-classes-inherited

    def _action_done(self, feedback=False, attachment_ids=None):
        calls = self._get_planned_calls()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if feedback:
            calls.filtered(lambda call: not call.description).write({"description": feedback})
        calls.write({"state": "done"})
        return result

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id"):
            calls = self._get_planned_calls()
            calls.filtered(lambda call: call.user_id.id != vals["user_id"]).write(
                {"user_id": vals["user_id"]}
            )
        return result

    def unlink(self):
        calls = self._get_planned_calls()
        events = calls.activity_id.calendar_event_id
        result = super().unlink()
        calls.write({"state": "cancel"})
        # As when a record is deleted: the event would stand there for a call that is cancelled.
        if not is_on(self.env, "is_removing_event"):
            events.unlink()
        return result

    def unlink_w_meeting(self):
        """As core's, which removes the event itself."""
        activities = self.with_context(is_removing_event=ON)
        return super(MailActivity, activities).unlink_w_meeting()

    def _get_planned_calls(self):
        return self.env["crm.phonecall"]._get_planned([("activity_id", "in", self.ids)])
