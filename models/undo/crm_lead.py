from datetime import timedelta

from odoo import api, fields, models

from ...tools.server_context import ON

# A loss that was undone at once never was one; later it was, and is recovered.
MINUTES = 10


class CrmLead(models.Model):
    """What was just done is taken back by the button of the toast that tells it (#17, #75)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _add_undo(self, action, message, leads, method):
        """Let the client say what was done, with a button that undoes it.

        :param action: dict of an action, or anything else where there is none
        :param message: str, a whole sentence
        :param leads: the records of any model that were done something with
        :param method: str, the name of a public method of theirs, which asks for the rights itself
        :returns: dict, the action with its effect
        """
        if not isinstance(action, dict):
            action = {"type": "ir.actions.act_window_close"}
        return {
            **action,
            "effect": {
                "type": "crm_lead_undo_notification",
                "message": message,
                "model": leads._name,
                "ids": leads.ids,
                "method": method,
            },
        }

    def action_undo_lost(self):
        """Take back that records were just marked as lost: in the stage where they were (#75).

        Of the loss nothing is remembered, where the user made it a few minutes ago.

        :raises UserError: none of them is lost any more
        :raises AccessError: the user may not change one of them
        """
        leads = self.exists()
        leads.check_access("write")
        since = fields.Datetime.now() - timedelta(minutes=MINUTES)
        losses = leads._get_open_losses().filtered(
            lambda loss: loss.create_uid == self.env.user and loss.create_date >= since
        )
        leads.with_context(keep_lost_stage=ON).action_restore()
        losses.unlink()
