from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_contact_opportunities_domain(self):
        """The opportunities that a contact's button counts: a merged one is no further one."""
        domain = super()._get_contact_opportunities_domain()
        return list(Domain(domain) & Domain("merge_id", "=", False))
