from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# So long the button of the toast takes back what was said.
MINUTES = 10


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
        return (found.lead_id | found.other_id).with_env(self.env) - self._origin

    @api.depends_context("similar_to", "similar_to_phonecall", "uid")
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
        """Say that these are not the record which the context names: for everybody (B4).

        :raises UserError: the context names none that the user may read
        :raises AccessError: the user may not change one of them
        """
        self._write_dismissals(self._get_lead_to_dismiss(), dismissed=True)

    def action_maybe_duplicate(self):
        """Take back that these are not the record which the context names (B4).

        :raises UserError: the context names none that the user may read
        :raises AccessError: the user may not change one of them
        """
        self._write_dismissals(self._get_lead_to_dismiss(), dismissed=False)

    def action_undo_not_duplicates(self):
        """Take back that the user has just told these records apart from each other (B4).

        :raises AccessError: the user may not change one of them
        """
        leads = self.exists()
        leads.check_access("write")
        since = fields.Datetime.now() - timedelta(minutes=MINUTES)
        dismissals = self.env["crm.lead.match.dismissal"]
        recent = dismissals.sudo().search(
            [
                ("lead_id", "in", leads.ids),
                ("other_id", "in", leads.ids),
                ("create_uid", "=", self.env.uid),
                ("create_date", ">=", since),
            ]
        )
        # What was said before stays said: the last time has a date of its own.
        last = max(recent.mapped("create_date"), default=False)
        dismissals._write_pairs(
            [(pair.lead_id.id, pair.other_id.id) for pair in recent if pair.create_date == last],
            dismissed=False,
        )

    def _get_lead_to_dismiss(self):
        """The record which the context names; a call that is still to become one is none.

        :raises UserError: there is none
        """
        lead = self._get_lead_of_context()._origin
        if not lead:
            raise UserError(
                self.env._(
                    "There is no record here to tell these apart from. Open the similar records "
                    "of a lead or an opportunity, and press the button there."
                )
            )
        return lead

    def _write_dismissals(self, lead, dismissed):
        # Whoever may not change them has no say in it either.
        (lead | self).check_access("write")
        self.env["crm.lead.match.dismissal"]._write_pairs(
            [(lead.id, other.id) for other in self], dismissed
        )

    def _merge_dependences(self, opportunities):
        """What was said not to be the merged records is not the result either (B4)."""
        result = super()._merge_dependences(opportunities)
        others = opportunities._get_dismissed() - self
        if others:
            others -= self._get_dismissed()
            others.sudo()._write_dismissals(self.sudo(), dismissed=True)
        if log := self._get_merge_log():
            log._add_created("dismissed", others.ids)
        return result
