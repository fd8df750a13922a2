from odoo import api, fields, models

# What the web client offers to plan by day and hour in the calendar, beside core's meetings.
IN_CALENDAR = ("phonecall", "reminder")


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    # Planned in the calendar, a reminder announces itself (see `action_create_calendar_event`).
    category = fields.Selection(
        selection_add=[("reminder", "Reminder")], ondelete={"reminder": "set default"}
    )

    @api.model
    def _suggest_email_after_call(self):
        """After a call, suggest an e-mail, unless the site has decided (features.md #136)."""
        call = self.env.ref("mail.mail_activity_data_call", raise_if_not_found=False)
        email = self.env.ref("mail.mail_activity_data_email", raise_if_not_found=False)
        if (
            call
            and email
            and email.active
            and email.res_model in (False, call.res_model)
            and call.chaining_type == "suggest"
            and not call.suggested_next_type_ids
        ):
            call.suggested_next_type_ids = email
