from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmPhonecall(models.Model):
    _name = "crm.phonecall"
    # The mixin comes before what it searches for.
    _inherit = ["crm.search.mixin", "crm.phonecall"]

    @api.depends(
        *("name", "contact_name", "partner_name", "email_from", "partner_phone"),
        *("company_id.country_id", "partner_id.search_text"),
    )
    def _compute_search_text(self):
        return super()._compute_search_text()

    def _prepare_search_text(self):
        country = self.company_id.country_id
        return {
            "names": [self.name, self.contact_name, self.partner_name],
            "texts": [self.email_from],
            "phones": [self.partner_phone],
            "region": (country or self.env["crm.lead"]._get_main_company().country_id).code,
            "others": [self.partner_id.search_text],
        }

    @api.model
    def _get_search_domain(self, terms):
        """Also the calls of leads that are found, as far as the user may read these."""
        calls = super()._get_search_domain(terms)
        leads = self.env["crm.lead"]
        if not leads.has_access("read"):
            return calls
        found = leads._get_search_domain(terms)

        def to_sql(model, alias, _query):
            # Each by its own index: in one condition they would read all calls.
            of_calls = model._search(calls, active_test=False, bypass_access=True)
            of_leads = model._search(
                Domain("opportunity_id", "any", found), active_test=False, bypass_access=True
            )
            return SQL(
                "%s IN (%s UNION ALL %s)",
                SQL.identifier(alias, "id"),
                of_calls.select(),
                of_leads.select(),
            )

        def is_found(call):
            lead = call.opportunity_id
            return bool(
                call.filtered_domain(calls)
                or (lead and lead.has_access("read") and lead.filtered_domain(found))
            )

        return Domain.custom(to_sql=to_sql, predicate=is_found)
