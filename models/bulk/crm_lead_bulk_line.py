from odoo import fields, models


class CrmLeadBulkLine(models.Model):
    """A record of a bulk run: what will happen to it, and then what did (features.md B6)."""

    _name = "crm.lead.bulk.line"
    _inherit = ["crm.log.mixin"]
    _description = "Record of a bulk run on leads"
    _order = "bulk_id, sequence, id"

    bulk_id = fields.Many2one("crm.lead.bulk", required=True, index=True, ondelete="cascade")
    # Its place in the list, whatever becomes of it.
    sequence = fields.Integer(readonly=True)
    # Records that are merged into one go together.
    group = fields.Integer(readonly=True)
    # What is done in one transaction.
    part = fields.Integer(readonly=True)
    lead_id = fields.Many2one(
        "crm.lead", "Record", index="btree_not_null", readonly=True, ondelete="set null"
    )
    # Kept when the record is deleted.
    lead_name = fields.Char("Name", readonly=True)
    is_selected = fields.Boolean("Selected", readonly=True, default=True)
    is_excluded = fields.Boolean("Taken out of the plan", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "To do"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("left_out", "Left out"),
        ],
        "Status",
        default="waiting",
        required=True,
        readonly=True,
    )
    outcome = fields.Selection(
        [
            ("convert", "Becomes an opportunity"),
            ("keep", "Stays what it is"),
            ("absorb", "Is merged into another"),
            ("undo", "Its merge is undone"),
            ("revert", "Becomes a lead again"),
            ("restore", "Becomes what it was"),
        ],
        readonly=True,
    )
    survivor_id = fields.Many2one(
        "crm.lead", index="btree_not_null", readonly=True, ondelete="set null"
    )
    survivor_name = fields.Char("Merged into", readonly=True)
    customer = fields.Selection(
        [
            ("none", "Without a customer"),
            ("kept", "Its own customer"),
            ("linked", "A customer that is there already"),
            ("created", "A new customer"),
            ("joined", "A new contact of a company that is there"),
            ("nobody", "Without a customer: it names nobody"),
            ("archived", "Its new customer is archived again"),
            ("stays", "Its new customer stays"),
        ],
        readonly=True,
    )
    customer_name = fields.Char("Name of the Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    merge_id = fields.Many2one(
        "crm.lead.merge", index="btree_not_null", readonly=True, ondelete="set null"
    )
    reason = fields.Char(readonly=True)

    def action_open_lead(self):
        """Open the record of the line, or what it was merged into.

        :returns: dict, a window action
        """
        self.ensure_one()
        return self.lead_id._get_final_survivor().redirect_lead_opportunity_view()
