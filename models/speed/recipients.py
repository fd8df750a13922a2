from odoo import models


class MailFollowers(models.Model):
    """Who is notified of the messages of a batch, looked up for all of them."""

    _inherit = "mail.followers"  # pylint: disable=consider-merging-classes-inherited

    def _get_recipient_data(self, records, message_type, subtype_id, pids=None):
        answers = None
        if records and records._name == "crm.lead" and not pids:
            answers = records._ask_together(
                "recipients",
                (message_type, subtype_id),
                lambda leads: super(MailFollowers, self)._get_recipient_data(
                    leads, message_type, subtype_id, pids
                ),
            )
        if answers is None:
            return super()._get_recipient_data(records, message_type, subtype_id, pids)
        return {records.id: answers[records.id]}
