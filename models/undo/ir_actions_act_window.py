from odoo import models


class IrActionsActWindow(models.Model):
    _inherit = "ir.actions.act_window"

    def _get_readable_fields(self):
        """What a window action may bring along: Odoo lets only one that closes a window have it."""
        return super()._get_readable_fields() | {"effect"}
