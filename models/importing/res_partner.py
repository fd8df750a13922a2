from odoo import api, models


class ResPartner(models.Model):
    """A row of a file that names a company and no person is that company (features.md #40)."""

    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _load_records_create(self, vals_list):
        if self.env.context.get("import_file"):
            for vals in vals_list:
                if vals.get("company_name") and not vals.get("name"):
                    vals.update(name=vals.pop("company_name"), is_company=True)
        return super()._load_records_create(vals_list)
