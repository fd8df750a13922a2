from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    """Opportunities of a team that makes no quotations (features.md #103)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    can_quote = fields.Boolean(
        compute="_compute_can_quote",
        help="Whether the sales team makes quotations; without a team, everybody may.",
    )

    @api.depends("team_id.use_quotations")
    def _compute_can_quote(self):
        for lead in self:
            lead.can_quote = not lead.team_id or lead.team_id.sudo().use_quotations

    def _check_can_quote(self):
        """Refuse a new quotation for an opportunity of a team that makes none.

        :raises UserError: there is one
        """
        for lead in self.filtered(lambda lead: not lead.can_quote):
            raise UserError(
                self.env._(
                    "The sales team “%(team)s” of “%(lead)s” makes no quotations. Give the "
                    "opportunity to another team, or ask a sales manager to tick Quotations in the "
                    "form of this team.",
                    team=lead.team_id.sudo().name,
                    lead=lead.name,
                )
            )

    def action_sale_quotations_new(self):
        """As in sale_crm (features.md #103).

        :raises UserError: the sales team makes no quotations
        """
        self._check_can_quote()
        return super().action_sale_quotations_new()

    def action_new_quotation(self):
        """As in sale_crm, which calls it from the window that asks for a customer too.

        :raises UserError: the sales team makes no quotations
        """
        self._check_can_quote()
        return super().action_new_quotation()

    def action_view_sale_quotation(self):
        action = super().action_view_sale_quotation()
        if not self.can_quote:
            action["context"] = {**action["context"], "create": False}
        return action
