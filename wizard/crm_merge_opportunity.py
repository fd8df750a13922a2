from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

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
    mergeable_ids = fields.Many2many("crm.lead", compute="_compute_preview")
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
    line_ids = fields.One2many(
        "crm.merge.opportunity.line",
        "wizard_id",
        "Fields with several values",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
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
            wizard.mergeable_ids = mergeable
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
    def _compute_line_ids(self):
        for wizard in self:
            mergeable = wizard.opportunity_ids._origin._get_merge_preview()
            # What was chosen already stays chosen when a record is added or taken out.
            conflicts = mergeable._find_conflicts()
            origins = conflicts | {
                line.field_name: line.origin_id._origin
                for line in wizard.line_ids
                if line.origin_id != line.default_origin_id and line.origin_id._origin in mergeable
            }
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "field_name": name,
                            "origin_id": origins[name].id,
                            "default_origin_id": origin.id,
                        }
                    )
                    for name, origin in conflicts.items()
                ),
            ]

    def _get_choices(self, leads):
        """Whose value was chosen for each field.

        :param leads: crm.lead, the records that are merged
        :returns: dict, the name of a field to the id of a record
        :raises UserError: a choice is none of the window's
        """
        for line in self.line_ids:
            if line.origin_id not in leads or not leads._is_mergeable_field(line.field_name):
                raise UserError(
                    self.env._(
                        "A value was chosen of a record that is not merged any more. Close this "
                        "window, select the records anew, and choose again."
                    )
                )
        return {line.field_name: line.origin_id.id for line in self.line_ids}

    def action_merge(self):
        """Merge as the window says (features.md #28).

        :returns: dict, a window action with the result
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
        return merged.with_env(self.env).redirect_lead_opportunity_view()


class CrmMergeOpportunityLine(models.TransientModel):
    """A field of which the records to be merged say different things (features.md B2)."""

    _name = "crm.merge.opportunity.line"
    _description = "Field with several values in a merge"

    wizard_id = fields.Many2one("crm.merge.opportunity", required=True, ondelete="cascade")
    field_name = fields.Char(required=True)
    label = fields.Char("Field", compute="_compute_texts")
    origin_id = fields.Many2one("crm.lead", "From", required=True, ondelete="cascade")
    # What came up by itself, to tell a choice from it.
    default_origin_id = fields.Many2one("crm.lead", ondelete="cascade")
    candidate_ids = fields.Many2many("crm.lead", compute="_compute_texts")
    value = fields.Text(compute="_compute_texts")
    others = fields.Text("Other values", compute="_compute_texts")

    @api.depends("field_name", "origin_id", "wizard_id.opportunity_ids")
    def _compute_texts(self):
        for line in self:
            leads = line.wizard_id.mergeable_ids._origin
            name = line.field_name if leads._is_mergeable_field(line.field_name) else False
            # An empty value is no choice.
            line.candidate_ids = leads.browse(
                lead.id for lead in leads if name and lead._get_field_text(name)
            )
            line.label = leads._get_merge_label(name) if name else False
            origin = line.origin_id._origin & leads
            chosen = origin._get_field_text(name) if name and origin else False
            line.value = leads._format_value(name, chosen)
            line.others = leads._format_values_of(
                name,
                [
                    (text, lead.name)
                    for lead in leads
                    if name and (text := lead._get_field_text(name)) and text != chosen
                ],
            )
