from odoo import api, models


class CrmRecurringPlan(models.Model):
    _inherit = "crm.recurring.plan"

    @api.model
    def _add_quarterly(self):
        """A plan of three months, unless the site has one (features.md #152)."""
        plans = self.with_context(active_test=False)
        if not plans.search_count([("number_of_months", "=", 3)], limit=1):
            plan = self.create({"name": "Quarterly", "number_of_months": 3})
            self.env["ir.model.data"]._update_xmlids(
                [
                    {
                        "xml_id": "crm_lead_qualification.crm_recurring_plan_quarterly",
                        "record": plan,
                        "noupdate": True,
                    }
                ]
            )
