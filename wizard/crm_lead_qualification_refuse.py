from odoo import fields, models


class CrmLeadQualificationRefuse(models.TransientModel):
    """Why a lead does not become an opportunity (features.md #37)."""

    _name = "crm.lead.qualification.refuse"
    _description = "Refuse the qualification of a lead"

    lead_id = fields.Many2one("crm.lead", required=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_refuse(self):
        """Refuse, and tell whoever asked.

        :returns: dict, an action that closes the window
        :raises UserError: as `crm.lead._refuse_qualification` says
        """
        self.ensure_one()
        self.lead_id._refuse_qualification(self.reason)
        return {"type": "ir.actions.act_window_close"}
