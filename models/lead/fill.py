from odoo import api, models

from ...tools.fill import PART, fill_columns


class CrmLead(models.Model):
    """What the addon stores of leads that were there before it."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _prepare_columns(self):
        """What is computed and stored of leads, beside what Odoo stores.

        :returns: dict, the name of a field to the list of its values, as the database takes them, in
            the order of the leads
        """
        return {}

    @api.model
    def _fill_columns(self, size=PART):
        """Store all columns of all leads at once, so that each row is written a single time.

        :param size: int, leads read at once
        """
        names = list(self.browse()._prepare_columns())
        fill_columns(self, names, lambda leads: leads._prepare_columns(), size=size)
