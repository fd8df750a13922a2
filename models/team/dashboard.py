from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CrmTeam(models.Model):
    """What the card of a team shows, and the records behind each figure (features.md #111 to #117).

    As in Odoo's own counters of a team, a user's figures are of the records that this user may
    see: with "own documents only" these are their own. One domain serves a figure and the list
    that its link opens (links.py), so that they cannot disagree.
    """

    _inherit = "crm.team"  # pylint: disable=consider-merging-classes-inherited

    dashboard_currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_dashboard_currency_id",
        help="That of the team's company, or of yours when the team serves all companies.",
    )
    open_lead_count = fields.Integer("Leads to qualify", compute="_compute_open_leads")
    open_opportunity_count = fields.Integer("Open opportunities", compute="_compute_open_leads")
    open_opportunity_amount = fields.Monetary(
        "Expected revenue of open opportunities",
        compute="_compute_open_leads",
        currency_field="dashboard_currency_id",
    )
    forecast_amount = fields.Monetary(
        "Forecasted revenue",
        compute="_compute_open_leads",
        currency_field="dashboard_currency_id",
        help="Expected revenue of the open opportunities, each by its probability.",
    )
    late_activity_count = fields.Integer(
        "Late activities",
        compute="_compute_late_activity_count",
        help="Leads and opportunities with an activity that should have been done before today.",
    )
    quotation_count = fields.Integer("Number of quotations", compute="_compute_sale_figures")
    quotation_amount = fields.Monetary(
        "Untaxed total of quotations",
        compute="_compute_sale_figures",
        currency_field="dashboard_currency_id",
    )
    order_count = fields.Integer("Sales orders", compute="_compute_sale_figures")
    order_amount = fields.Monetary(
        "Untaxed total of sales orders",
        compute="_compute_sale_figures",
        currency_field="dashboard_currency_id",
    )
    invoice_count = fields.Integer("Invoices of this month", compute="_compute_invoice_figures")
    invoice_amount = fields.Monetary(
        "Invoiced this month",
        compute="_compute_invoice_figures",
        currency_field="dashboard_currency_id",
        help="Untaxed total of the invoices of this month that are paid, less credit notes. What "
        "you may not see is not counted.",
    )

    @api.constrains("invoiced_target")
    def _check_invoiced_target(self):
        if any(team.invoiced_target < 0 for team in self):
            raise ValidationError(
                self.env._("The target of a sales team is zero or more. Zero means no target.")
            )

    # The records behind the figures -----------------------------------------------------------

    def _get_figure_domain(self, figure):
        """The records of the teams of self that a figure counts.

        What was merged, lost or archived is inactive, and so in none of them.

        :param figure: str: leads, opportunities, late, quotations, orders or invoices
        :returns: Domain
        """
        leads, today = self.env["crm.lead"], fields.Date.context_today(self)
        # With the setting off there are no leads to speak of.
        types = ["lead", "opportunity"] if self._default_use_leads() else ["opportunity"]
        domains = {
            "leads": [("type", "=", "lead"), ("won_status", "=", "pending")],
            "opportunities": [("type", "=", "opportunity"), ("won_status", "=", "pending")],
            "late": [("type", "in", types), ("activity_state", "=", "overdue")],
            "quotations": leads._get_lead_quotation_domain(),
            "orders": leads._get_lead_sale_order_domain(),
            # As for `invoiced`, Odoo's own field behind the target, which knows no record rules.
            "invoices": [
                ("move_type", "in", ["out_invoice", "out_refund", "out_receipt"]),
                ("payment_state", "in", ["in_payment", "paid", "reversed"]),
                ("state", "=", "posted"),
                ("date", ">=", fields.Date.to_string(self._get_month_start(today))),
                ("date", "<=", fields.Date.to_string(today)),
            ],
        }
        return Domain("team_id", "in", self.ids) & Domain(domains[figure])

    @api.model
    def _get_month_start(self, today):
        """The day that "this month" begins with; another calendar may have another.

        :param today: datetime.date
        :returns: datetime.date
        """
        return today.replace(day=1)

    def _read_figures(self, model, figures, groupby=(), aggregates=()):
        """Rows of `_read_group` by team, for the records of some figures.

        :param figures: list of str, as for `_get_figure_domain`
        :returns: list of tuples: team, the values of groupby, count, the values of aggregates
        """
        records = self.env[model]
        # Every employee can read teams, and not every one the documents of sales.
        if not self.ids or not records.has_access("read"):
            return []
        domain = Domain.OR(self._get_figure_domain(figure) for figure in figures)
        return records._read_group(domain, ["team_id", *groupby], ["__count", *aggregates])

    # The figures ------------------------------------------------------------------------------

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_dashboard_currency_id(self):
        for team in self:
            company = team.company_id or self.env.company
            team.dashboard_currency_id = company.sudo().currency_id

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_open_leads(self):
        totals = _Totals(self)
        rows = self._read_figures(
            "crm.lead",
            ["leads", "opportunities"],
            ["type", "company_id"],
            ["expected_revenue:sum", "prorated_revenue:sum"],
        )
        for team, kind, company, count, expected, prorated in rows:
            totals.add(team, kind, count)
            totals.add_amount(team, f"{kind} expected", expected, company)
            totals.add_amount(team, f"{kind} prorated", prorated, company)
        for team in self:
            team.open_lead_count = totals[team, "lead"]
            team.open_opportunity_count = totals[team, "opportunity"]
            team.open_opportunity_amount = totals[team, "opportunity expected"]
            team.forecast_amount = totals[team, "opportunity prorated"]

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_late_activity_count(self):
        totals = _Totals(self)
        for team, count in self._read_figures("crm.lead", ["late"]):
            totals.add(team, "late", count)
        for team in self:
            team.late_activity_count = totals[team, "late"]

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sale_figures(self):
        totals = _Totals(self)
        rows = self._read_figures(
            "sale.order",
            ["quotations", "orders"],
            ["state", "company_id", "currency_id"],
            ["amount_untaxed:sum"],
        )
        for team, state, company, currency, count, amount in rows:
            kind = "quotation" if state in ("draft", "sent") else "order"
            totals.add(team, kind, count)
            totals.add_amount(team, f"{kind} amount", amount, company, currency)
        for team in self:
            team.quotation_count = totals[team, "quotation"]
            team.quotation_amount = totals[team, "quotation amount"]
            team.order_count = totals[team, "order"]
            team.order_amount = totals[team, "order amount"]

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_invoice_figures(self):
        totals = _Totals(self)
        rows = self._read_figures(
            "account.move", ["invoices"], ["company_id"], ["amount_untaxed_signed:sum"]
        )
        for team, company, count, amount in rows:
            totals.add(team, "count", count)
            totals.add_amount(team, "amount", amount, company)
        for team in self:
            team.invoice_count = totals[team, "count"]
            team.invoice_amount = totals[team, "amount"]


class _Totals(dict):
    """Sums by team and name; amounts in the currency of the team's card, at the rate of today."""

    def __init__(self, teams):
        super().__init__()
        self.env = teams.env
        self.currencies = {team._origin.id: team.dashboard_currency_id for team in teams}

    def __getitem__(self, key):
        team, name = key
        return self.get((team._origin.id, name), 0)

    def add(self, team, name, value):
        self[team.id, name] = self.get((team.id, name), 0) + (value or 0)

    def add_amount(self, team, name, amount, company, currency=None):
        """Add an amount in a currency, or else in that of its company (none: the user's)."""
        company = company or self.env.company
        currency = currency or company.sudo().currency_id
        # Looked up once for each pair: the rate is a computed field, and stays in the cache.
        rate = currency._get_conversion_rate(currency, self.currencies[team.id], company)
        self.add(team, name, (amount or 0) * rate)
