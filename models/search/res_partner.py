from odoo import api, models


class ResPartner(models.Model):
    _name = "res.partner"
    # The mixin comes before what it searches for.
    _inherit = ["crm.search.mixin", "res.partner"]

    @api.depends(
        *("complete_name", "company_name", "email", "phone", "ref", "vat", "company_registry"),
        *("country_id", "company_id.country_id"),
    )
    def _compute_search_text(self):
        return super()._compute_search_text()

    def _prepare_search_text(self):
        country = self.country_id or self.company_id.country_id
        return {
            "names": [self.complete_name, self.company_name],
            "texts": [self.email, self.ref, self.vat, self.company_registry],
            "phones": [self.phone],
            "region": (country or self.env["crm.lead"]._get_main_company().country_id).code,
        }

    @api.model
    def _get_fields_searched(self):
        return {"complete_name", "email", "ref", "vat", "company_registry"}
