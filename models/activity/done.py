from odoo import api, fields, models
from odoo.fields import Domain

DONE = Domain("active", "=", False)


class CrmLead(models.Model):
    """What was completed on a record, by whom and when (features.md #124)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    done_activity_name = fields.Char(
        "Last Completed Activity",
        compute="_compute_done_activity",
        exportable=False,
        groups="base.group_user",
    )
    done_activity_user_id = fields.Many2one(
        "res.users",
        "Completed by",
        compute="_compute_done_activity",
        search="_search_done_activity_user_id",
        exportable=False,
        groups="base.group_user",
        help="Who marked the last completed activity as done.",
    )
    done_activity_date = fields.Date(
        "Completed on",
        compute="_compute_done_activity",
        search="_search_done_activity_date",
        exportable=False,
        groups="base.group_user",
        help="The day on which the last activity was completed.",
    )

    @api.depends("activity_ids.active")
    @api.depends_context("uid")
    def _compute_done_activity(self):
        """The last completed activity of any number of records, in one search.

        A search of the user's own, so that nobody reads of an activity that rules hide.
        """
        done = self.env["mail.activity"].search_fetch(
            DONE & Domain("res_model", "=", self._name) & Domain("res_id", "in", self._origin.ids),
            ["res_id", "summary", "activity_type_id", "done_user_id", "date_done"],
            order="date_done DESC, write_date DESC, id DESC",
        )
        last = {}
        for activity in done:
            last.setdefault(activity.res_id, activity)
        for lead in self:
            activity = last.get(lead._origin.id, done.browse())
            lead.done_activity_name = activity.display_name
            lead.done_activity_user_id = activity.done_user_id
            lead.done_activity_date = activity.date_done

    @api.model
    def _search_activity_user_id(self, operator, operand):
        """With the filter Done, "My Activities" are those that are completed as well."""
        domain = super()._search_activity_user_id(operator, operand)
        if (
            not self.env.context.get("show_done_activities")
            or domain is NotImplemented
            or (operator == "in" and False in operand)
        ):
            return domain
        mine = Domain("user_id", operator, operand) | Domain("done_user_id", operator, operand)
        return domain | Domain("activity_ids", "any", DONE & mine)

    @api.model
    def _search_done_activity_user_id(self, operator, value):
        return self._search_done_activities("done_user_id", operator, value)

    @api.model
    def _search_done_activity_date(self, operator, value):
        return self._search_done_activities("date_done", operator, value)

    @api.model
    def _search_done_activities(self, name, operator, value):
        """Records with any completed activity like that, not the last one alone."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == "in" and False in value:
            nothing = ~Domain("activity_ids", "any", DONE)
            rest = [item for item in value if item is not False]
            return nothing | self._search_done_activities(name, "in", rest) if rest else nothing
        return Domain("activity_ids", "any", DONE & Domain(name, operator, value))

    def action_open_done_activities(self):
        """Open all completed activities of the record (features.md #124).

        :returns: dict, a window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_lead_qualification.action_done_activities"
        )
        return {
            **action,
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id), *DONE],
        }
