from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ...tools.server_context import ON

# What the user chose, in the convert window and here alike.
OPTIONS = (
    "team_id",
    "stage_id",
    "user_ids",
    "force_assignment",
    "deduplicate",
    "action",
    "partner_id",
    "merge_opportunities",
)


class CrmLeadBulk(models.Model):
    """What people do with a run: start it, stop it, go on with it, and look at it (B6)."""

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    can_run = fields.Boolean(compute="_compute_can_run")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_can_run(self):
        manager = self.env.user.has_group("sales_team.group_sale_manager")
        for bulk in self:
            bulk.can_run = manager or bulk.user_id == self.env.user

    def _check_requester(self):
        """A request is its author's, and the sales manager's.

        :raises AccessError: it is somebody else's
        """
        self.check_access("read")
        if not all(bulk.can_run for bulk in self):
            raise AccessError(
                self.env._("Only whoever asked for it, or a sales manager, can do this.")
            )

    def action_run(self):
        """Do what the preview shows, or go on with what was stopped (features.md B6).

        :returns: dict, an action that offers to undo it, and shows what went wrong
        :raises UserError: it is running or done already
        :raises AccessError: it is somebody else's
        """
        self.ensure_one()
        self._check_requester()
        bulk = self.sudo()
        bulk._lock_in_state("draft", "cancelled")
        bulk._start()
        # The form that it was started from is read anew, or opened where its problems stand.
        action = {"type": "ir.actions.act_window_close"}
        return self._offer_undo(self.action_open() if self.problem_ids else action)

    def _lock_in_state(self, *states):
        """Let nobody else start or change it until this transaction ends.

        :param states: str, choices of `state`
        :raises UserError: it is in none of these, or somebody else is at it
        """
        try:
            self._lock_state()
            is_right = self.state in states
        except LockError:
            is_right = False
        if not is_right:
            raise UserError(
                self.env._("This has been started already. Reload the page to see its progress.")
            )

    def action_cancel(self):
        """Stop a run; what is done stays done, and the rest can be gone on with later.

        :raises AccessError: it is somebody else's
        """
        self.ensure_one()
        self._check_requester()
        if self.state == "waiting":
            self.sudo().write({"state": "cancelled", "end_date": fields.Datetime.now()})

    def _lock_state(self):
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state"])

    def action_open(self):
        """Open the request: its preview, its progress or its result.

        :returns: dict, a window action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _open_result(self):
        """Where a run leads to: its one opportunity, all of them, or what went wrong.

        :returns: dict, a window action
        """
        if self.state != "done" or self.failed_count or self.left_out_count:
            return self._offer_undo(self.action_open())
        results = self.line_ids.lead_id._get_final_survivor()
        if len(results) == 1:
            return self._offer_undo(results.redirect_lead_opportunity_view())
        return self._offer_undo(self.action_open_results())

    def action_open_failed(self):
        """Show the records that failed, to be selected again (features.md B6).

        :returns: dict, a window action
        """
        self.ensure_one()
        failed = self.line_ids.filtered(lambda line: line.state == "failed")
        return self._open_leads(failed.lead_id, self.env._("Records that failed"))

    def action_open_results(self):
        """Show the records that came of it.

        :returns: dict, a window action
        """
        self.ensure_one()
        done = self.line_ids.filtered(lambda line: line.state == "done")
        return self._open_leads(done.lead_id._get_final_survivor(), self.env._("What came of it"))

    def action_retry(self):
        """Plan the records that failed once more, with the same choices, and show it.

        :returns: dict, a window action with the preview
        :raises AccessError: it is somebody else's
        """
        self.ensure_one()
        self._check_requester()
        failed = self.line_ids.filtered(lambda line: line.state == "failed" and line.is_selected)
        bulk = self.sudo()
        options = {name: bulk[name] for name in OPTIONS}
        if self.kind == "undo":
            options["origin_id"] = bulk.origin_id
        values = bulk._convert_to_write(options)
        again = self.with_context(undo_failed=ON)._prepare(self.kind, failed.lead_id, **values)
        return again.with_env(self.env).action_open()

    def _open_leads(self, leads, name):
        types = set(leads.mapped("type"))
        xmlid = "crm.crm_lead_all_leads" if types == {"lead"} else "crm.crm_lead_opportunities"
        action = leads._list_records(name, [("id", "in", leads.ids)], xmlid)
        empty = Markup('<p class="o_view_nocontent_neutral_face">%s</p>')
        text = self.env._("There is nothing left here: the records were deleted.")
        return {**action, "help": empty % text}
