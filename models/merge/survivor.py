from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.server_context import get_merge
from ..undo.rows import SYNCED


class CrmLead(models.Model):
    """What a survivor shows of its merges: the records, the origins, the way back (B1, B3)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    merged_count = fields.Integer("Merged records", compute="_compute_merged_count")
    merge_line_ids = fields.One2many(
        "crm.lead.merge.line", string="Origins", compute="_compute_merge_line_ids"
    )
    can_undo_merge = fields.Boolean(compute="_compute_merge_to_undo")
    merged_from_text = fields.Char(compute="_compute_merge_to_undo")
    # For the question before undoing it.
    undo_merge_names = fields.Char(compute="_compute_merge_to_undo")

    @api.depends("survived_merge_ids.absorbed_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_merged_count(self):
        counts = {}
        absorbed = self.env["crm.lead"].with_context(active_test=False)
        for merge, count in absorbed._read_group(
            [("absorbed_by_merge_id.survivor_id", "in", self.ids)],
            ["absorbed_by_merge_id"],
            ["__count"],
        ):
            survivor = merge.sudo().survivor_id.id
            counts[survivor] = counts.get(survivor, 0) + count
        for lead in self:
            lead.merged_count = counts.get(lead._origin.id, 0)

    @api.depends("survived_merge_ids.state", "survived_merge_ids.line_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_merge_line_ids(self):
        for lead in self:
            merges = lead.survived_merge_ids.filtered(lambda merge: merge.state != "undone")
            lead.merge_line_ids = merges.line_ids

    def _get_merge_to_undo(self):
        """The merge that the button undoes: the one that took this record away, or its last one."""
        self.ensure_one()
        merges = self.survived_merge_ids.filtered(lambda merge: merge.state == "done")
        return self.absorbed_by_merge_id or merges[:1]

    @api.depends("absorbed_by_merge_id.state", "survived_merge_ids.state")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_merge_to_undo(self):
        for lead in self:
            # Whoever may open an absorbed record need not be able to read its survivor.
            merge = lead.sudo()._get_merge_to_undo().sudo(False)._filtered_access("read")
            lead.can_undo_merge = merge.can_undo
            lead.undo_merge_names = merge.absorbed_names
            is_survivor = bool(merge) and merge.survivor_id == lead._origin
            lead.merged_from_text = is_survivor and self.env._(
                "Merged from %(count)s records: this one, %(names)s",
                count=merge.absorbed_count + 1,
                names=merge.absorbed_names,
            )

    def _get_merged_action(self):
        """What a client does after a merge: tell of it, offer to undo it, open the survivor.

        :returns: dict, a client action
        """
        self.ensure_one()
        merge = self._get_merge_to_undo()
        return {
            "type": "ir.actions.client",
            "tag": "crm_lead_merged",
            "params": {
                "merge_id": merge.id if merge.can_undo else False,
                "message": self.env._(
                    "Merged into “%(survivor)s”: %(names)s",
                    survivor=self.name,
                    names=merge.absorbed_names,
                ),
                "next": self.redirect_lead_opportunity_view() | {"views": [(False, "form")]},
            },
        }

    def write(self, vals):
        edited = SYNCED.keys() & vals.keys()
        if edited and not get_merge(self.env):
            self._note_edited(edited)
        return super().write(vals)

    def _note_edited(self, names):
        """Remember of survivors that somebody has written what their contact writes otherwise.

        :param names: set of str, fields of SYNCED
        """
        merges = self.env["crm.lead.merge"].sudo()
        for merge in merges.search([("survivor_id", "in", self.ids), ("state", "=", "done")]):
            known = set((merge.created_rows or {}).get("edited", ()))
            if not names <= known:
                merge._add_created("edited", sorted(names | known))

    def action_undo_merge(self):
        """Undo the merge that took this record away, or the last one of a survivor (B1).

        :returns: dict, a window action with the records that are there again
        :raises UserError: there is none, or as `crm.lead.merge.action_undo` says
        :raises AccessError: as `crm.lead.merge.action_undo` says
        """
        merge = self._get_merge_to_undo()
        if not merge:
            raise UserError(self.env._("There is no merge to undo here any more."))
        return merge.action_undo()

    def action_open_survivor(self):
        """Open the record that an absorbed one was merged into.

        :returns: dict, a window action
        """
        return self._get_final_survivor().redirect_lead_opportunity_view()

    def action_open_merged(self):
        """Open the records that were merged into this one.

        :returns: dict, a window action
        """
        self.ensure_one()
        domain = [("absorbed_by_merge_id.survivor_id", "=", self.id)]
        return self._list_records(self.env._("Merged records"), domain)
