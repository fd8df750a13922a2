from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    """Similar records of which somebody has said that they are not the same (features.md B4)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    is_not_duplicate = fields.Boolean(
        "Not a duplicate",
        compute="_compute_is_not_duplicate",
        compute_sudo=True,
        search="_search_is_not_duplicate",
    )

    def _get_dismissed(self):
        """The records of which somebody said that they are not the same as this one.

        :returns: crm.lead, whatever the user may read
        """
        pairs = self.env["crm.lead.match.dismissal"].sudo()
        found = pairs.search(["|", ("lead_id", "in", self.ids), ("other_id", "in", self.ids)])
        return (found.lead_id | found.other_id).with_env(self.env) - self

    @api.depends_context("similar_to")
    def _compute_is_not_duplicate(self):
        dismissed = self._get_lead_of_context()._get_dismissed()
        for lead in self:
            lead.is_not_duplicate = lead in dismissed

    @api.model
    def _search_is_not_duplicate(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self._get_lead_of_context()._get_dismissed().ids)

    def action_not_duplicate(self):
        """Say that these are not the record which the context names: for everybody (B4)."""
        self._write_dismissals(dismissed=True)

    def action_maybe_duplicate(self):
        """Take back that these are not the record which the context names (B4)."""
        self._write_dismissals(dismissed=False)

    def _write_dismissals(self, dismissed):
        lead = self._get_lead_of_context()
        # Whoever may not change them has no say in it either.
        (lead | self).check_access("write")
        self.env["crm.lead.match.dismissal"]._write_pairs(
            [(lead.id, other.id) for other in self if lead], dismissed
        )

    def _merge_dependences(self, opportunities):
        """What was said not to be the merged records is not the result either (B4)."""
        result = super()._merge_dependences(opportunities)
        others = opportunities._get_dismissed() - self - self._get_dismissed()
        others.sudo().with_context(similar_to=self.id)._write_dismissals(dismissed=True)
        log = self._get_merge_log()
        log.created_rows = {**(log.created_rows or {}), "dismissed": others.ids}
        return result
