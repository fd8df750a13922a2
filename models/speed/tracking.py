from odoo import models

from ...tools.batch import remember


class CrmLead(models.Model):
    """The values that records had before they were written, read once and not at every write."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _track_prepare(self, fields_iter):
        names = self._track_get_fields().intersection(fields_iter)
        # As Odoo keeps them: None for a record that is not tracked. The first value counts.
        known = self.env.cr.precommit.data.get(f"mail.tracking.{self._name}", {})
        unknown = self
        if known and names:
            unknown = self.browse(
                [
                    record_id
                    for record_id in self._ids
                    if (values := known.get(record_id, {})) is not None
                    and not names <= values.keys()
                ]
            ).with_prefetch(self._prefetch_ids)
        return super(CrmLead, unknown)._track_prepare(names)

    def _mail_track_order_fields(self, tracked_fields):
        return remember(
            self,
            "_mail_track_order_fields",
            tuple(tracked_fields),
            lambda: super(CrmLead, self)._mail_track_order_fields(tracked_fields),
        )
