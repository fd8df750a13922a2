from odoo import Command, api, fields, models

from ..tools.server_context import Merge


class CrmMergeOpportunity(models.TransientModel):
    """The merge window: what will happen, before it happens (features.md #24-#31, B2)."""

    _name = "crm.merge.opportunity"
    _inherit = ["crm.lead.comparison", "crm.merge.opportunity"]
    _compared_by = ("opportunity_ids",)

    type = fields.Selection(
        [("lead", "Lead"), ("opportunity", "Opportunity")],
        "Result",
        compute="_compute_type",
        # What is merged depends on the rights of the user.
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    # Every record of the window, those that were unticked too.
    compared_ids = fields.Many2many(
        "crm.lead",
        "crm_merge_opportunity_compared_rel",
        compute="_compute_compared_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        context={"active_test": False},
    )

    @api.model
    def default_get(self, fields):
        """All the records that were selected: core drops won ones without a word (#26)."""
        result = super().default_get(fields)
        leads = self._get_selected()
        if leads and "opportunity_ids" in fields and not leads._is_merge_as_in_odoo():
            result["opportunity_ids"] = [Command.set(leads.ids)]
            origins = leads._get_merge_preview()._find_origins()
            result |= {
                name: origins[name][name].id
                for name in ("user_id", "team_id")
                if name in fields and name in origins
            }
        return result

    @api.model
    def _get_selected(self):
        return self.env["crm.lead"].browse(self.env.context.get("active_ids", ())).exists()

    def _get_merged(self):
        return self.opportunity_ids

    @api.depends("opportunity_ids")
    def _compute_type(self):
        for wizard in self:
            mergeable = wizard.opportunity_ids._origin._get_merge_preview()
            if not wizard.type or "opportunity" in mergeable.mapped("type"):
                wizard.type = mergeable._get_merged_type() if mergeable else False

    def action_merge(self):
        """Merge as the window says (features.md #28).

        :returns: dict, a client action that says what was merged, with a button to undo it, and
            goes on to the result (`params.next`)
        :raises UserError: fewer than two records are left, or one changed since
        """
        self.ensure_one()
        if self.opportunity_ids._is_merge_as_in_odoo():
            return super().action_merge()
        leads = self.opportunity_ids._get_merge_preview()
        choices = self._get_choices(leads)
        if self.type:
            choices["type"] = self.type
        merged = leads.with_context(crm_lead_merge=Merge(choices))._merge_opportunity(
            user_id=self.user_id.id, team_id=self.team_id.id
        )
        return merged.with_env(self.env)._get_merged_action()
