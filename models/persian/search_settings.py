from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    persian_search_missing = fields.Char(compute="_compute_persian_search_missing")
    persian_search_statement = fields.Char(compute="_compute_persian_search_missing")

    def _compute_persian_search_missing(self):
        reason, statement = self.env["persian.search"]._get_missing() or (False, False)
        self.persian_search_missing = reason
        self.persian_search_statement = statement
