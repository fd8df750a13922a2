from odoo import api, models

# What a lead is called whose row has no name for it, the first that there is.
NAMES = ("contact_name", "partner_name", "partner_id", "email_from", "phone")


class CrmLead(models.Model):
    """Files of people have no column for what the lead is called; Odoo refuses their rows (#40)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _load_records_create(self, vals_list):
        if self.env.context.get("import_file"):
            nameless = [vals for vals in vals_list if not vals.get("name")]
            partners = self.env["res.partner"].browse(
                {vals["partner_id"] for vals in nameless if vals.get("partner_id")}
            )
            names = {partner.id: partner.display_name for partner in partners}
            for vals in nameless:
                name = next((vals[field] for field in NAMES if vals.get(field)), False)
                vals["name"] = names.get(name, name)
        return super()._load_records_create(vals_list)
