from odoo import api, models

from ...tools.persian.jalali import start_of
from .patch_dates import is_jalali


class CrmTeam(models.Model):
    """This month is the month of whoever looks."""

    _inherit = "crm.team"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_month_start(self, today):
        if is_jalali(self.env):
            return start_of(today, "month")
        return super()._get_month_start(today)

    @api.depends_context("uid", "lang")
    def _compute_invoice_figures(self):
        return super()._compute_invoice_figures()

    @api.depends_context("uid", "lang")
    def _compute_invoiced(self):
        if not is_jalali(self.env):
            return super()._compute_invoiced()
        # As Odoo's own query, which the target is compared with: it knows no record rules.
        invoices = self.env["account.move"].sudo()
        domain = self._get_figure_domain("invoices")
        rows = invoices._read_group(domain, ["team_id"], ["amount_untaxed_signed:sum"])
        amounts = {team.id: amount for team, amount in rows}
        for team in self:
            team.invoiced = amounts.get(team._origin.id, 0.0)
        return None
