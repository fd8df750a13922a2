from odoo import api, models


class MergePartnerAutomatic(models.TransientModel):
    """Contacts that are merged by Odoo's own window, and the leads that know them."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Odoo repoints rows by statements, of which computed fields know nothing."""
        self.env["crm.lead.participant"]._merge_partners(src_partners, dst_partner)
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        of_organization = leads.search([("organization_id", "in", src_partners.ids)])
        of_customer = leads.search([("partner_id", "in", src_partners.ids)])
        calls = self.env["crm.phonecall"].sudo().with_context(active_test=False)
        calls = calls.search([("partner_id", "in", src_partners.ids)])
        result = super()._update_foreign_keys(src_partners, dst_partner)
        of_organization.modified(["organization_id"])
        # Survivors are recognised by what was merged into them, too.
        concerned = of_organization | of_customer
        concerned |= concerned.absorbed_by_merge_id.survivor_id._get_final_survivor()
        self.env.add_to_compute(leads._fields["match_keys"], concerned)
        for records in (of_customer, calls):
            records.invalidate_recordset(["partner_id"], flush=False)
            records._store_search_text()
        return result
