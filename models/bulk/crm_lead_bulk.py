from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# More groups than these are left to the background: a request has two minutes.
AT_ONCE = 500
# Undoing one takes as long as much else.
MERGES_AT_ONCE = 50


class CrmLeadBulk(models.Model):
    """A request to do something with many leads at once (features.md #54, B6).

    What will happen is planned first, a line a lead, and can be looked at; the same lines are then
    worked off, at once or in the background. Written by the methods here alone.
    """

    _name = "crm.lead.bulk"
    _inherit = ["crm.log.mixin"]
    _description = "Bulk run on leads"
    _order = "id desc"

    kind = fields.Selection(
        [
            ("convert", "Convert to opportunities"),
            ("merge", "Merge duplicates"),
            ("undo", "Undo a run"),
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
    # One lead, converted in its own window: remembered so that the toast can undo it.
    is_single = fields.Boolean(readonly=True)
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

    def _start(self):
        """Do what is planned: at once when it is little, in the background otherwise."""
        self.write({"state": "waiting", "start_date": fields.Datetime.now()})
        ((groups, merges),) = self.env["crm.lead.bulk.line"]._read_group(
            [("bulk_id", "=", self.id), ("state", "=", "waiting")],
            aggregates=["group:count_distinct", "merge_id:count_distinct"],
        )
        if groups > AT_ONCE or merges > MERGES_AT_ONCE:
            self._start_in_background()
        else:
            while self.state == "waiting":
                self._run_chunk()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if "waiting" in self.mapped("state"):
            raise UserError(self.env._("It is still running. Stop it first, then delete it."))
        if self.sudo().search_count(
            [("origin_id", "in", self.ids), ("state", "=", "waiting")], limit=1
        ):
            raise UserError(
                self.env._("It is being undone at this moment. Delete it when that has ended.")
            )

    @api.autovacuum
    def _gc_previews(self):
        """Forget previews that nobody ran, and conversions of one lead: their toast is long gone.

        :returns: tuple of two int: previews that were deleted, and those that remain
        """
        day = fields.Datetime.now() - timedelta(days=1)
        domain = Domain("create_date", "<", day)
        domain &= Domain("state", "=", "draft") | Domain("is_single", "=", True)
        previews = self.sudo().search(domain, limit=1000)
        previews.unlink()
        return len(previews), self.sudo().search_count(domain)
