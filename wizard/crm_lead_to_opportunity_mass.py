from odoo import models


class CrmLead2opportunityPartnerMass(models.TransientModel):
    _inherit = "crm.lead2opportunity.partner.mass"

    def _get_lead_of_window(self):
        """None: one lead that cannot be converted does not stop the others, it is passed over."""
        return self.env["crm.lead"]
