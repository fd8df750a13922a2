from odoo import api, models


class CrmPhonecall(models.Model):
    _name = "crm.phonecall"
    # The mixin comes before what it searches for.
    _inherit = ["crm.search.mixin", "crm.phonecall"]

    @api.depends(
        *("name", "contact_name", "partner_name", "email_from", "partner_phone"),
        *("company_id.country_id", "partner_id.search_text", "opportunity_id.name"),
    )
    def _compute_search_text(self):
        return super()._compute_search_text()

    def _prepare_search_text(self):
        country = self.company_id.country_id
        return {
            # Of its lead no more than the name, which everybody reads who reads the call.
            "names": [self.name, self.contact_name, self.partner_name, self.opportunity_id.name],
            "texts": [self.email_from],
            "phones": [self.partner_phone],
            "region": (country or self.env["crm.lead"]._get_main_company().country_id).code,
            "others": [self.partner_id.search_text],
        }
