from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    """What is sold with an opportunity: products, projects, customers (features.md #43, #44, #74)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    order_line_ids = fields.Many2many(
        "sale.order.line",
        string="Products",
        compute="_compute_order_line_ids",
        exportable=False,
        help="The lines of the quotations and orders that are not cancelled.",
    )
    project_count = fields.Integer("Number of Projects", compute="_compute_project_count")

    @api.depends("order_ids.order_line", "order_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_order_line_ids(self):
        """The lines that the user may read, of any number of opportunities in one search."""
        lines = self.env["sale.order.line"].search_fetch(
            [
                ("order_id.opportunity_id", "in", self.ids),
                ("state", "!=", "cancel"),
                ("display_type", "=", False),
                ("is_downpayment", "=", False),
            ],
            ["order_id"],
        )
        lines_by_lead = lines.grouped(lambda line: line.order_id.opportunity_id)
        for lead in self:
            lead.order_line_ids = lines_by_lead.get(lead._origin)

    # Projects, where `sale_project` is installed ------------------------------------------------

    def _get_projects(self):
        """The projects of the opportunity's orders (features.md #44).

        :returns: recordset of project.project, or None where there are no projects of orders, or
            the user has no right to them
        """
        orders = self.order_ids
        # That of the button on an order: many more than the users of projects may read the field
        # with the projects themselves.
        field = orders._fields.get("project_count")
        if field is None or not orders._has_field_access(field, "read"):
            return None
        return orders.project_ids

    @api.depends("order_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_project_count(self):
        for lead in self:
            lead.project_count = len(lead._get_projects() or ())

    def action_open_projects(self):
        """Open the projects of the opportunity's orders (features.md #44).

        :returns: dict, a window action; of one project, its tasks
        :raises UserError: there are no projects of orders here, or the user has no right to them
        """
        self.ensure_one()
        projects = self._get_projects()
        if projects is None:
            raise UserError(
                self.env._(
                    "There are no projects of orders here, or you may not see them. Ask your "
                    "administrator."
                )
            )
        if projects and len(projects) == 1:
            return projects.action_view_tasks()
        action = self.env["ir.actions.act_window"]._for_xml_id("project.open_view_project_all")
        return {**action, "domain": [("id", "in", projects.ids)], "context": {}}

    # Customers ------------------------------------------------------------------------------

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        """However a record is won: by the button, by its stage, or at its creation."""
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        nothing = {"is_won": False}
        self.filtered(
            lambda lead: (
                new_status_by_lead.get(lead.id, nothing)["is_won"]
                and not old_status_by_lead.get(lead.id, nothing)["is_won"]
            )
        )._make_customers()
        return result

    def _make_customers(self):
        """Count the contacts of won opportunities among the customers (features.md #74).

        Odoo waits for an invoice. Their organizations count too; whoever is a customer stays as
        they are.
        """
        partners = self.sudo().partner_id | self.sudo().organization_id
        partners |= partners.commercial_partner_id
        if "customer_rank" in partners._fields:
            partners.filtered(lambda partner: not partner.customer_rank).write({"customer_rank": 1})
