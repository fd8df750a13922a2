from odoo import api, fields, models


class CrmLeadLoss(models.Model):
    """One time that a record was lost: why, where, and what became of it (features.md #76-#84).

    Written by `crm.lead` alone; nobody has the right to write it. Odoo keeps the reason on the
    record, and erases it when the record is restored.
    """

    _name = "crm.lead.loss"
    _inherit = ["crm.log.mixin"]
    _description = "Lost lead or opportunity"
    _order = "date desc, id desc"
    _rec_name = "lead_id"

    lead_id = fields.Many2one(
        "crm.lead", "Record", required=True, index=True, readonly=True, ondelete="cascade"
    )
    type = fields.Selection(
        [("lead", "Lead"), ("opportunity", "Opportunity")], required=True, readonly=True
    )
    date = fields.Datetime("Lost on", required=True, index=True, readonly=True)
    lost_reason_id = fields.Many2one(
        "crm.lost.reason", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    stage_id = fields.Many2one("crm.stage", "Lost in stage", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    # As it was: a computed field would have the loss written when its record is merged.
    company_id = fields.Many2one("res.company", index=True, readonly=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.currency_id,
    )
    expected_revenue = fields.Monetary(readonly=True)
    # Losing sets the probability to 0, and what Odoo works out cannot bring back what somebody said.
    is_probability_manual = fields.Boolean("Probability was set by hand", readonly=True)
    # Of what was set by hand alone, so that its average would say nothing.
    probability = fields.Float("Probability before", readonly=True, aggregator=None)
    note = fields.Html("Closing Note", readonly=True)
    recovered_date = fields.Datetime("Recovered on", readonly=True)
    recovered_user_id = fields.Many2one("res.users", "Recovered by", readonly=True)
    state = fields.Selection(
        [("lost", "Lost"), ("recovered", "Recovered"), ("won", "Won after recovery")],
        "Status",
        required=True,
        readonly=True,
    )
    # Of a record that was merged into this one and deleted: what becomes of this one does not
    # change it.
    is_inherited = fields.Boolean("Of a merged record", readonly=True)
    # Numbers to be added up in the analysis: what was won was recovered too.
    recovered_count = fields.Integer("Recovered", compute="_compute_counts", store=True)
    won_count = fields.Integer("Won after recovery", compute="_compute_counts", store=True)

    @api.depends("state")
    def _compute_counts(self):
        for loss in self:
            loss.recovered_count = int(loss.state != "lost")
            loss.won_count = int(loss.state == "won")

    @api.model
    def _fill(self):
        """Remember what was lost before there were these rows (features.md #84).

        What was restored before cannot be known any more.
        """
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO crm_lead_loss (
                lead_id, type, date, lost_reason_id, stage_id, team_id, user_id, company_id,
                currency_id, expected_revenue, state, recovered_count, won_count,
                create_uid, create_date, write_uid, write_date
            )
            SELECT lead.id, lead.type, coalesce(lead.date_closed, lead.write_date),
                   lead.lost_reason_id,
                   CASE WHEN lead.type = 'opportunity' THEN lead.stage_id END,
                   lead.team_id, lead.user_id, lead.company_id,
                   coalesce(company.currency_id, %(currency)s), lead.expected_revenue,
                   'lost', 0, 0, 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
              FROM crm_lead lead
              LEFT JOIN res_company company ON company.id = lead.company_id
             WHERE lead.won_status = 'lost'
               AND NOT EXISTS (SELECT FROM crm_lead_loss loss WHERE loss.lead_id = lead.id)
            """,
            {"currency": self.env.company.currency_id.id},
        )
        self.env.invalidate_all()

    def action_open_lead(self):
        """Open the record that was lost.

        :returns: dict, a window action
        """
        self.ensure_one()
        return self.lead_id.redirect_lead_opportunity_view()
