from odoo import api, models


class CrmTeam(models.Model):
    """What the figures on the card of a team open (features.md #111 to #116)."""

    _inherit = "crm.team"  # pylint: disable=consider-merging-classes-inherited

    def _open_figure(self, figure, xml_id, **context):
        """A window action, as a list first, with the records that a figure of one team counts.

        :param figure: str, as for `_get_figure_domain`
        :param xml_id: str, of the action of Odoo that shows such records
        :returns: dict, a window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return {
            **action,
            "views": sorted(action["views"], key=lambda view: view[1] != "list"),
            "domain": list(self._get_figure_domain(figure)),
            "context": {
                "default_team_id": self.id,
                "search_default_team_id": self.ids,
                **context,
            },
        }

    @api.readonly
    def action_open_figure_leads(self):
        """Open the leads to qualify of a team (features.md #116).

        :returns: dict, a window action
        """
        action = "crm.crm_case_form_view_salesteams_lead"
        return self._open_figure("leads", action, default_type="lead")

    @api.readonly
    def action_open_figure_opportunities(self):
        """Open the open opportunities of a team (features.md #112).

        :returns: dict, a window action
        """
        action = "crm.crm_case_form_view_salesteams_opportunity"
        return self._open_figure("opportunities", action, default_type="opportunity")

    @api.readonly
    def action_open_figure_forecast(self):
        """Open the open opportunities of a team with what each adds to the forecast (#115).

        :returns: dict, a window action
        """
        action = self.action_open_figure_opportunities()
        forecast = self.env.ref("crm.crm_lead_view_tree_forecast").id
        name = self._fields["forecast_amount"]._description_string(self.env)
        views = [(forecast if kind == "list" else view, kind) for view, kind in action["views"]]
        return {**action, "name": name, "display_name": name, "views": views}

    @api.readonly
    def action_open_figure_late(self):
        """Open the leads and opportunities of a team with a late activity.

        :returns: dict, a window action
        """
        action = self._open_figure("late", "crm.crm_lead_action_my_activities")
        name = self._fields["late_activity_count"]._description_string(self.env)
        return {**action, "name": name, "display_name": name}

    @api.readonly
    def action_open_figure_quotations(self):
        """Open the quotations of a team (features.md #113).

        :returns: dict, a window action
        """
        return self._open_figure("quotations", "sale.action_quotations_salesteams", show_address=1)

    @api.readonly
    def action_open_figure_orders(self):
        """Open the sales orders of a team (features.md #114).

        :returns: dict, a window action
        """
        return self._open_figure("orders", "sale.action_orders_salesteams")

    @api.readonly
    def action_open_figure_invoices(self):
        """Open the paid invoices of this month of a team (features.md #116).

        :returns: dict, a window action
        """
        action = "sale.action_invoice_salesteams"
        return self._open_figure("invoices", action, default_move_type="out_invoice")

    def action_open_unassigned_leads(self):
        # Odoo counts leads with the opportunities, and opens opportunities alone.
        action = super().action_open_unassigned_leads()
        return {
            **action,
            "views": sorted(action["views"], key=lambda view: view[1] != "list"),
            "domain": [("team_id", "=", self.id), ("user_id", "=", False)],
        }

    def action_primary_channel_button(self):
        # A click on a card leads somewhere without a pipeline too (features.md #111).
        action = super().action_primary_channel_button()
        if action:
            return action
        if self.use_leads and self.env.user.has_group("crm.group_use_lead"):
            return self.action_open_figure_leads()
        return self.action_open_figure_orders() if self.use_quotations else False
