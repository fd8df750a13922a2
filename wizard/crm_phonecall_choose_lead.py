from odoo import api, fields, models


class CrmPhonecallChooseLead(models.TransientModel):
    """Records of the caller that are there already, before a call becomes a further one (#66)."""

    _name = "crm.phonecall.choose.lead"
    _description = "Choose the lead of a phone call"

    phonecall_id = fields.Many2one(
        "crm.phonecall", "Phone call", required=True, readonly=True, ondelete="cascade"
    )
    lead_type = fields.Selection(
        [("lead", "Lead"), ("opportunity", "Opportunity")], required=True, default="opportunity"
    )
    similar_ids = fields.Many2many("crm.lead", compute="_compute_similar_ids")

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("phonecall_id")
    def _compute_similar_ids(self):
        for window in self:
            window.similar_ids = window.phonecall_id._find_similar_leads()

    def action_create(self):
        """Make a new lead or opportunity although the caller is known (features.md #66).

        :returns: dict, a window action
        """
        self.ensure_one()
        return self.phonecall_id._create_lead(self.lead_type).redirect_lead_opportunity_view()
