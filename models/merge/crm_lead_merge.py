from odoo import api, fields, models
from odoo.tools import format_list

from ...tools.server_context import is_on
from .relation_mover import RelationMover


class CrmLeadMerge(models.Model):
    """A merge of leads: what was merged into what, by whom, and all that it takes to undo it.

    Written by `crm.lead` and by the methods here alone; nobody has the right to write it.
    """

    _name = "crm.lead.merge"
    _inherit = ["crm.log.mixin"]
    _description = "Merge of leads"
    _order = "id desc"
    _rec_name = "survivor_name"

    survivor_id = fields.Many2one(
        "crm.lead", index="btree_not_null", readonly=True, ondelete="set null"
    )
    survivor_name = fields.Char(compute="_compute_survivor_name", store=True, readonly=True)
    # As the survivor's, wherever it moves; kept when it is deleted.
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, readonly=True
    )
    absorbed_ids = fields.One2many(
        "crm.lead",
        "absorbed_by_merge_id",
        "Merged records",
        readonly=True,
        context={"active_test": False},
    )
    absorbed_names = fields.Char("Names of the merged records", readonly=True)
    absorbed_count = fields.Integer("Number of merged records", readonly=True)
    user_id = fields.Many2one(
        "res.users", "Merged by", default=lambda self: self.env.user, readonly=True
    )
    date = fields.Datetime(default=lambda self: self.env.cr.now(), readonly=True)
    state = fields.Selection(
        [("done", "Merged"), ("undone", "Undone"), ("final", "Final")],
        "Status",
        default="done",
        required=True,
        readonly=True,
        help="Final: the merged records were deleted for good, so it cannot be undone.",
    )
    undo_user_id = fields.Many2one("res.users", "Undone by", readonly=True)
    undo_date = fields.Datetime("Undone on", readonly=True)
    line_ids = fields.One2many("crm.lead.merge.line", "merge_id", "Origins", readonly=True)
    moved_text = fields.Char("Moved", compute="_compute_moved_text")
    can_undo = fields.Boolean(compute="_compute_can_undo")

    # For undoing it. The numbers of rows tell nothing to people, and something to the curious.
    moved = fields.Json("Moved rows", groups="base.group_system", readonly=True)
    changes = fields.Json(groups="base.group_system", readonly=True)
    created_rows = fields.Json(groups="base.group_system", readonly=True)

    @api.depends("survivor_id.name")
    def _compute_survivor_name(self):
        for merge in self.filtered("survivor_id"):
            # Kept when the record is deleted.
            merge.survivor_name = merge.survivor_id.name

    @api.depends("survivor_id.company_id")
    def _compute_company_id(self):
        for merge in self.filtered("survivor_id"):
            merge.company_id = merge.survivor_id.company_id

    @api.depends("survivor_name")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_display_name(self):
        """Named by its survivor, to those who may read it: names are read in sudo."""
        readable = self.sudo(False).filtered("id")._filtered_access("read")
        for merge in self:
            merge.display_name = (
                merge.survivor_name
                if merge.sudo(False) in readable
                else self.env._("Merge %(number)s", number=merge._origin.id or "")
            )

    @api.depends("moved")
    @api.depends_context("lang")
    def _compute_moved_text(self):
        leads = self.env["crm.lead"]
        for merge in self:
            rows = {}
            for rows_by_key in (merge.sudo().moved or {}).values():
                for key, numbers in rows_by_key.items():
                    model = leads._get_model_of_relation(key)
                    rows.setdefault(model, set()).update(numbers)
            counts = {model: len(numbers) for model, numbers in rows.items()}
            merge.moved_text = self._format_counts(counts)

    @api.model
    def _format_counts(self, counts):
        """Numbers of records by their model, in a line.

        :param counts: dict, the name of a model to a number
        :returns: str
        """
        names = self.env["crm.lead"]._name_models(counts)
        return " · ".join(
            f"{names.get(model, model)}: {count}" for model, count in sorted(counts.items())
        )

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        manager = self.env.user.has_group("sales_team.group_sale_manager")
        for merge in self:
            merge.can_undo = merge.state == "done" and (manager or merge.user_id == self.env.user)

    # Writing it -----------------------------------------------------------------------------

    def _move_to_survivors(self, groups):
        """Let everything that points to the records of a group point to its survivor.

        What the user cannot read moves too.

        :param groups: list of crm.lead, one a log, each in the order of its merge
        """
        moved = RelationMover(self.env).move(
            {lead.id: group[0].id for group in groups for lead in group[1:]}
        )
        for log, group in zip(self, groups, strict=True):
            log.moved = {lead.id: moved[lead.id] for lead in group[1:]}

    def _write_logs(self, groups, texts):
        """Remember what was merged and where its values came from.

        :param groups: list of crm.lead, one a log, each in the order of its merge
        :param texts: list of dict as `_get_merge_texts` gave it before
        """
        lines = []
        for log, leads, texts_of_leads in zip(self, groups, texts, strict=True):
            survivor, absorbed = leads[0], leads[1:]
            log.write(
                {
                    "absorbed_names": format_list(self.env, absorbed.sudo().mapped("name")),
                    "absorbed_count": len(absorbed),
                }
            )
            lines += [
                {**vals, "merge_id": log.id}
                for vals in survivor._prepare_merge_lines(texts_of_leads)
            ]
        lines += self._prepare_stayed_lines(groups)
        self.env["crm.lead.merge.line"].create(lines)
        # Core's callers still use the merged records: autovacuum deletes them later.
        if self._get_retention_days() == 0 and not is_on(self.env, "keep_absorbed"):
            for log in self:
                log._delete_absorbed()

    def _write_changes(self, before):
        """Remember what the rows of the merged leads were and became.

        :param before: dict as `_get_merge_snapshot` gave it before the merges
        """
        leads = self.env["crm.lead"]
        changes_of = leads.sudo().browse(before)._find_row_changes(before)
        for log in self:
            came_along = {
                row
                for rows in (log.moved or {}).values()
                for row in rows.get("mail.followers.res_id", ())
            }
            changes, created = {}, dict(log.created_rows or {})
            for lead in log.survivor_id | log.absorbed_ids:
                changed, old = changes_of[lead.id], before[lead.id]
                changed = leads._complete_synced(changed, old)
                for name in ("tag_ids", "message_follower_ids"):
                    rows = changed.pop(name, ([], []))
                    if lead == log.survivor_id:
                        created[name] = sorted(set(rows[1]) - set(rows[0]) - came_along)
                changes[str(lead.id)] = changed
            log.write({"changes": changes, "created_rows": created})

    def _add_created(self, name, value):
        """Remember what else the merge made, so that undoing it takes that away.

        :param name: str, a key of `created_rows`
        :param value: a list or a dict for JSON
        """
        self.created_rows = {**(self.created_rows or {}), name: value}

    # Actions --------------------------------------------------------------------------------

    def action_open_survivor(self):
        """Open the record that everything went to (features.md #32).

        :returns: dict, a window action
        """
        self.ensure_one()
        return self.survivor_id._get_final_survivor().redirect_lead_opportunity_view()
