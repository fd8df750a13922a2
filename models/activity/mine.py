from odoo import api, fields, models


class CrmLead(models.Model):
    """My own next activity, also where somebody else's comes before it (features.md #145)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    my_activity_name = fields.Char(
        "My Next Activity",
        compute="_compute_my_activity",
        exportable=False,
        groups="base.group_user",
    )
    my_activity_icon = fields.Char(
        "Icon of my next activity",
        compute="_compute_my_activity",
        exportable=False,
        groups="base.group_user",
    )

    @api.depends(
        *("activity_ids.user_id", "activity_ids.date_deadline", "activity_ids.summary"),
        "activity_ids.activity_type_id.icon",
    )
    @api.depends_context("uid", "lang")
    def _compute_my_activity(self):
        """The one whose deadline is `my_activity_date_deadline`."""
        for lead in self:
            mine = lead.activity_ids.filtered(lambda activity: activity.user_id == self.env.user)
            lead.my_activity_name = mine[:1].display_name
            lead.my_activity_icon = mine[:1].icon
