from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from ..models.merge.relation_mover import RelationMover
from ..tools.server_context import Merge


class CrmMergeOpportunity(models.TransientModel):
    """The merge window: what will happen, before it happens (features.md #24-#31, B2)."""

    _inherit = "crm.merge.opportunity"

    can_preview = fields.Boolean(compute="_compute_preview")
    survivor_id = fields.Many2one("crm.lead", compute="_compute_preview")
    survivor_text = fields.Char(compute="_compute_preview")
    left_out_text = fields.Text(compute="_compute_preview")
    moved_text = fields.Char("Comes along", compute="_compute_preview")
    can_merge = fields.Boolean(compute="_compute_preview")
    has_opportunity = fields.Boolean(compute="_compute_preview")
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
    comparison = fields.Json(compute="_compute_comparison")
    untied_text = fields.Char(compute="_compute_comparison")
    # The name of a field to two ids: whose value was chosen, and whose came up by itself.
    choices = fields.Json(
        compute="_compute_choices", compute_sudo=False, store=True, readonly=False
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

    @api.depends("opportunity_ids")
    def _compute_preview(self):
        for wizard in self:
            leads = wizard.opportunity_ids._origin
            obstacles = leads._get_merge_obstacles() if leads else {}
            mergeable = leads._get_merge_preview()
            survivor = mergeable[:1]
            wizard.can_preview = not leads._is_merge_as_in_odoo()
            wizard.can_merge = len(mergeable) > 1
            wizard.survivor_id = survivor
            wizard.survivor_text = wizard._get_survivor_text(mergeable)
            wizard.left_out_text = "\n".join(
                self.env._("“%(record)s”: %(reason)s", record=lead.name, reason=reason)
                for lead, reason in obstacles.items()
            )
            counts = RelationMover(leads.env).count(mergeable[1:].ids) if wizard.can_preview else {}
            wizard.moved_text = self.env["crm.lead.merge"]._format_counts(counts)
            wizard.has_opportunity = "opportunity" in mergeable.mapped("type")

    def _get_survivor_text(self, mergeable):
        """Which record survives, and why, in a sentence."""
        survivor = mergeable[:1]
        if len(mergeable) < 2:
            return self.env._("Choose at least two records that can be merged.")
        values = {"survivor": survivor.name, "date": format_date(self.env, survivor.create_date)}
        if min(mergeable.mapped("create_date")) < survivor.create_date:
            return self.env._(
                "Everything goes to “%(survivor)s”, created on %(date)s: the oldest one that is open.",
                **values,
            )
        return self.env._(
            "Everything goes to “%(survivor)s”, created on %(date)s: it is the oldest.", **values
        )

    @api.depends("opportunity_ids")
    def _compute_type(self):
        for wizard in self:
            mergeable = wizard.opportunity_ids._origin._get_merge_preview()
            if not wizard.type or "opportunity" in mergeable.mapped("type"):
                wizard.type = mergeable._get_merged_type() if mergeable else False

    @api.depends("opportunity_ids")
    def _compute_compared_ids(self):
        for wizard in self:
            wizard.compared_ids |= wizard.opportunity_ids

    @api.depends("opportunity_ids", "compared_ids")
    @api.depends_context("similar_to")
    def _compute_comparison(self):
        """The table for the client, of what the user may read."""
        for wizard in self:
            compared = (wizard.compared_ids._origin | wizard.opportunity_ids._origin).exists()
            compared = compared._filtered_access("read")
            mergeable = (wizard.opportunity_ids._origin & compared)._get_merge_preview()
            anchor = compared._get_lead_of_context() & compared or mergeable[:1]
            shown = anchor | mergeable | compared._sort_for_merge()
            is_ours = not compared._is_merge_as_in_odoo()
            wizard.comparison = is_ours and shown._get_comparison(mergeable, anchor)
            wizard.untied_text = is_ours and wizard._get_untied_text(mergeable)

    def _get_untied_text(self, mergeable):
        """A warning when the records may be of different people."""
        untied = mergeable._find_untied() if len(mergeable) > 1 else mergeable.browse()
        if not untied:
            return False
        return self.env._(
            "Nothing strong ties these records to “%(record)s”: %(untied)s. They share no e-mail, "
            "phone or customer. Merge them only if you know that they are the same.",
            record=mergeable[0].name,
            untied=format_list(self.env, untied.mapped("name")),
        )

    @api.depends("opportunity_ids")
    def _compute_choices(self):
        for wizard in self:
            mergeable = wizard.opportunity_ids._origin._get_merge_preview()
            # What was chosen already stays chosen when a record is added or taken out.
            chosen = {
                name: origin_id
                for name, (origin_id, default_id) in wizard._read_choices().items()
                if origin_id != default_id and origin_id in mergeable.ids
            }
            wizard.choices = {
                name: [chosen.get(name, origin.id), origin.id]
                for name, origin in mergeable._find_conflicts().items()
            }

    def _read_choices(self):
        """The choices, of which a client may send anything.

        :returns: dict, a str to a list of two
        """
        choices = self.choices if isinstance(self.choices, dict) else {}
        return {
            name: pair
            for name, pair in choices.items()
            if isinstance(pair, list) and len(pair) == 2
        }

    def _get_choices(self, leads):
        """Whose value was chosen for each field.

        :param leads: crm.lead, the records that are merged
        :returns: dict, the name of a field to the id of a record
        :raises UserError: a choice is none of the window's
        """
        choices = {name: origin_id for name, (origin_id, _id) in self._read_choices().items()}
        for name, origin_id in choices.items():
            if origin_id not in leads.ids or not leads._is_mergeable_field(name):
                raise UserError(
                    self.env._(
                        "A value was chosen of a record that is not merged any more. Close this "
                        "window, select the records anew, and choose again."
                    )
                )
        return choices

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
