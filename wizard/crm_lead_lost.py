from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import is_html_empty


class CrmLeadLost(models.TransientModel):
    _inherit = "crm.lead.lost"

    is_reason_required = fields.Boolean(compute="_compute_is_reason_required")
    notice = fields.Html("Left out", compute="_compute_notice")

    def _compute_is_reason_required(self):
        self.is_reason_required = self.env["crm.lead"]._is_lost_reason_required()

    @api.depends("lead_ids")
    def _compute_notice(self):
        """What is left out, told before (features.md #75)."""
        for wizard in self:
            reasons = wizard.lead_ids._get_losing_obstacles().values()
            wizard.notice = Markup("<br/>").join(reasons) if reasons else False

    def action_lost_reason_apply(self):
        """Mark as lost what can be lost; the closing note stays with the loss (#75-#77).

        :returns: dict, an action that closes the window and offers to undo it
        :raises UserError: nothing is left to be lost, or the reason is missing
        """
        self.ensure_one()
        leads = self.lead_ids
        if self.is_reason_required and not self.lost_reason_id:
            raise UserError(leads._get_reason_missing_text())
        obstacles = leads._get_losing_obstacles()
        leads -= leads.browse().union(*obstacles)
        if obstacles and not leads:
            raise UserError("\n".join(obstacles.values()))
        self.write({"lead_ids": [Command.set(leads.ids)]})
        result = super().action_lost_reason_apply()
        if not is_html_empty(self.lost_feedback):
            leads._get_open_losses().note = self.lost_feedback
        if len(leads) == 1:
            message = self.env._("“%(lead)s” is lost.", lead=leads.display_name)
        else:
            message = self.env._("Records marked as lost: %(count)s.", count=len(leads))
        return leads._add_undo(result, message, leads, "action_undo_lost")
