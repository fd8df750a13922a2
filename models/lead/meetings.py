from odoo import api, fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    meeting_count = fields.Integer("Number of Meetings", compute="_compute_meeting_count")

    @api.depends("calendar_event_ids")
    def _compute_meeting_count(self):
        """The number of meetings (features.md #162), whoever they belong to, as core's date is."""
        counts = dict(
            self.env["calendar.event"]
            .sudo()
            ._read_group([("opportunity_id", "in", self.ids)], ["opportunity_id"], ["__count"])
        )
        for lead in self:
            lead.meeting_count = counts.get(lead._origin, 0)
