from odoo import api, models
from odoo.tools import SQL, make_identifier, sql


class CrmPhonecall(models.Model):
    """What an uninstallation has to take back by itself."""

    _inherit = "crm.phonecall"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _drop_indexes(self):
        """Drop this addon's indexes on columns of other addons: the columns stay, and Odoo keeps both."""
        indexed = {
            "calendar.event": ["phonecall_id"],
            "crm.phonecall": ["opportunity_id", "partner_id", "user_id"],
        }
        names = [
            sql.make_index_name(self.env[model]._table, field)
            for model, fields in indexed.items()
            for field in fields
        ]
        # Of `mail.thread.phone`.
        names += [
            make_identifier(f"{self._table}_{field}_partial_{kind}")
            for field in self._phone_get_number_fields()
            for kind in ("gin_idx", "tgm")
        ]
        for name in names:
            self.env.cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(name)))
