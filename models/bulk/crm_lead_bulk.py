from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# More groups than these are left to the background: a request has two minutes.
AT_ONCE = 500
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
    """A request to do something with many leads at once (features.md #54, B6).

    What will happen is planned first, a line a lead, and can be looked at; the same lines are then
    worked off, at once or in the background. Written by the methods here alone.
    """

    _name = "crm.lead.bulk"
    _description = "Bulk run on leads"
    _order = "id desc"

    kind = fields.Selection(
        [
            ("convert", "Convert to opportunities"),
            ("merge", "Merge duplicates"),
            ("undo", "Undo merges"),
            ("revert", "Convert back to leads"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("draft", "Preview"),
            ("waiting", "Running"),
            ("done", "Done"),
            ("cancelled", "Stopped"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Requested by",
        default=lambda self: self.env.user,
        readonly=True,
        # Required would keep the user from being deleted.
        ondelete="set null",
    )
    # The companies that were switched on: what is done later is done as the user saw it.
    company_ids = fields.Many2many(
        "res.company", default=lambda self: self.env.companies, readonly=True
    )
    in_background = fields.Boolean(readonly=True)
    start_date = fields.Datetime("Started on", readonly=True)
    end_date = fields.Datetime("Ended on", readonly=True)
    line_ids = fields.One2many("crm.lead.bulk.line", "bulk_id", "Records", readonly=True)
    origin_id = fields.Many2one(
        "crm.lead.bulk", "Undoes", index="btree_not_null", readonly=True, ondelete="set null"
    )

    # Options, with the names that they have in the convert window.
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    user_ids = fields.Many2many("res.users", string="Salespersons", readonly=True)
    force_assignment = fields.Boolean("Force assignment", readonly=True)
    deduplicate = fields.Boolean("Merge with existing records", readonly=True)
    action = fields.Selection(
        lambda self: (
            self.env["crm.lead2opportunity.partner.mass"]
            ._fields["action"]
            ._description_selection(self.env)
        ),
        "Customer",
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", "Customer to link", readonly=True)
    merge_opportunities = fields.Boolean(
        "Merge opportunities too",
        readonly=True,
        help="Otherwise records among which there are several opportunities are left alone: these "
        "may be different deals of one customer.",
    )

    # Progress: counted, so that a run and the button that stops it never write the same row.
    problem_ids = fields.One2many(
        "crm.lead.bulk.line",
        "bulk_id",
        "Failed and left out",
        domain=[("state", "in", ("failed", "left_out"))],
        readonly=True,
    )
    line_count = fields.Integer("Number of records", compute="_compute_counts")
    done_count = fields.Integer("Done", compute="_compute_counts")
    failed_count = fields.Integer("Failed", compute="_compute_counts")
    left_out_count = fields.Integer("Left out", compute="_compute_counts")
    waiting_count = fields.Integer("To do", compute="_compute_counts")
    to_do_count = fields.Integer("Records of the plan", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")
    summary = fields.Text(compute="_compute_summary")
    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends("kind", "line_count")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for bulk in self:
            bulk.display_name = f"{kinds[bulk.kind]} ({bulk.line_count})"

    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = {}
        for bulk, state, count in self.env["crm.lead.bulk.line"]._read_group(
            [("bulk_id", "in", self.ids)], ["bulk_id", "state"], ["__count"]
        ):
            counts[bulk.id, state] = count
        for bulk in self:
            of_bulk = {
                state: counts.get((bulk._origin.id, state), 0)
                for state in ("waiting", "done", "failed", "left_out")
            }
            bulk.line_count = sum(of_bulk.values())
            bulk.done_count = of_bulk["done"]
            bulk.failed_count = of_bulk["failed"]
            bulk.left_out_count = of_bulk["left_out"]
            bulk.waiting_count = of_bulk["waiting"]
            bulk.to_do_count = to_do = bulk.line_count - bulk.left_out_count
            bulk.progress = 100 * (to_do - bulk.waiting_count) / to_do if to_do else 100

    @api.depends("line_ids.state")
    @api.depends_context("lang")
    def _compute_summary(self):
        tallies = self._tally_lines()
        for bulk in self:
            bulk.summary = "\n".join(self._summarise(tallies[bulk._origin.id]))

    @api.depends("kind", "state", "user_id")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        manager = self.env.user.has_group("sales_team.group_sale_manager")
        lines = self.env["crm.lead.bulk.line"].sudo()
        merged = lines._read_group(
            [("bulk_id", "in", self.ids), ("merge_id.state", "=", "done")], ["bulk_id"]
        )
        merged_ids = {bulk.id for (bulk,) in merged}
        for bulk in self:
            bulk.can_undo = (
                bulk._origin.id in merged_ids
                and bulk.state in ("done", "cancelled")
                and bulk.kind in ("convert", "merge")
                and (manager or bulk.user_id == self.env.user)
            )

    # Making one -----------------------------------------------------------------------------

    @api.model
    def _prepare(self, kind, leads, **options):
        """A request with its plan, as a preview; nothing has happened yet.

        :param kind: str, a choice of `kind`
        :param leads: crm.lead, what the user chose, with the user's rights
        :param options: values of the fields under Options
        :returns: crm.lead.bulk, in sudo
        :raises AccessError: the user may not see bulk runs at all
        """
        self.check_access("read")
        bulk = self.sudo().create({**options, "kind": kind})
        bulk._write_plan(bulk._plan(kind, leads, bulk))
        return bulk

    def _write_plan(self, plan):
        self.env["crm.lead.bulk.line"].create([{**vals, "bulk_id": self.id} for vals in plan])

    def _start(self):
        """Do what is planned: at once when it is little, in the background otherwise."""
        self.write({"state": "waiting", "start_date": fields.Datetime.now()})
        ((groups,),) = self.env["crm.lead.bulk.line"]._read_group(
            [("bulk_id", "=", self.id), ("state", "=", "waiting")],
            aggregates=["group:count_distinct"],
        )
        if groups > AT_ONCE:
            self._start_in_background()
        else:
            while self.state == "waiting":
                self._run_chunk()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if "waiting" in self.mapped("state"):
            raise UserError(self.env._("It is still running. Stop it first, then delete it."))

    @api.autovacuum
    def _gc_previews(self):
        """Forget previews that nobody ran.

        :returns: tuple of two int: previews that were deleted, and those that remain
        """
        day = fields.Datetime.now() - timedelta(days=1)
        domain = [("state", "=", "draft"), ("create_date", "<", day)]
        previews = self.sudo().search(domain, limit=1000)
        previews.unlink()
        return len(previews), self.sudo().search_count(domain)

    # Actions --------------------------------------------------------------------------------

    def _check_requester(self):
        """A request is its author's, and the sales manager's.

        :raises AccessError: it is somebody else's
        """
        self.check_access("read")
        manager = self.env.user.has_group("sales_team.group_sale_manager")
        if any(bulk.user_id != self.env.user for bulk in self) and not manager:
            raise AccessError(
                self.env._("Only whoever asked for it, or a sales manager, can do this.")
            )

    def action_run(self):
        """Do what the preview shows, or go on with what was stopped (features.md B6).

        :returns: dict, a window action with the result
        :raises UserError: it is running or done already
        :raises AccessError: it is somebody else's
        """
        self.ensure_one()
        self._check_requester()
        bulk = self.sudo()
        bulk._lock_state()
        bulk._check_state("draft", "cancelled")
        bulk._start()
        return self.action_open()

    def _check_state(self, *states):
        if self.state not in states:
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
            return self.action_open()
        results = self.line_ids.lead_id._get_final_survivor()
        if len(results) == 1:
            return results.redirect_lead_opportunity_view()
        return self.action_open_results()

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
        return self._prepare(self.kind, failed.lead_id, **values).with_env(self.env).action_open()

    def action_toggle_opportunities(self):
        """Plan anew, with or without groups of several opportunities.

        :raises UserError: it was started already
        :raises AccessError: it is somebody else's
        """
        self.ensure_one()
        self._check_requester()
        bulk = self.sudo()
        bulk._lock_state()
        bulk._check_state("draft")
        leads = self.line_ids.lead_id
        bulk.merge_opportunities = not bulk.merge_opportunities
        bulk.line_ids.unlink()
        bulk._write_plan(bulk._plan("merge", leads, bulk))

    def _open_leads(self, leads, name):
        types = set(leads.mapped("type"))
        xmlid = "crm.crm_lead_all_leads" if types == {"lead"} else "crm.crm_lead_opportunities"
        action = leads._list_records(name, [("id", "in", leads.ids)], xmlid)
        empty = Markup('<p class="o_view_nocontent_neutral_face">%s</p>')
        text = self.env._("There is nothing left here: the records were deleted.")
        return {**action, "help": empty % text}

    def action_undo(self):
        """Undo every merge of the run, each by itself, the last one first (features.md B1, B6).

        :returns: dict, a window action with the request that undoes it
        :raises UserError: there is nothing to undo
        :raises AccessError: it is somebody else's
        """
        self.ensure_one()
        self._check_requester()
        if not self.can_undo:
            raise UserError(self.env._("There is no merge to undo here any more."))
        undo = self._prepare("undo", self.line_ids.lead_id, origin_id=self.id)
        undo._start()
        return undo.with_env(self.env).action_open()
