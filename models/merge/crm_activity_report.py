from odoo import fields, models


class CrmActivityReport(models.Model):
    _inherit = "crm.activity.report"

    # The view of the database shows the lead's own.
    won_status = fields.Selection(selection_add=[("merged", "Merged")])
