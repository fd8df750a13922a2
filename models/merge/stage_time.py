from odoo import models
from odoo.tools import SQL


class CrmLead(models.Model):
    """The time in stages of merged records: each one's own, though the chatter is one (#32)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _compute_duration_tracking(self):
        """Odoo reads it from the chatter, where a survivor has the changes of others too."""
        merged = self.filtered(
            lambda lead: lead._origin.absorbed_by_merge_id or lead._origin.survived_merge_ids
        )
        result = super(CrmLead, self - merged)._compute_duration_tracking()
        if merged:
            trackings = merged._origin._get_own_stage_changes()
            for lead in merged:
                own = trackings.get(lead._origin.id, [])
                lead.duration_tracking = lead._get_duration_from_tracking(own)
        return result

    def _get_own_stage_changes(self):
        """The changes of stage of merged records, wherever their messages are now.

        :returns: dict, a lead's id to a list of dict as `_get_duration_from_tracking` takes them
        """
        # The first merge that moved a message took it from the record that it belongs to.
        owners = {}
        merges = (self.sudo().survived_merge_ids | self.sudo().absorbed_by_merge_id).filtered(
            "moved"
        )
        for merge in merges.sorted("id"):
            if merge.state == "done":
                for lead_id, rows in merge.moved.items():
                    for message_id in rows.get("mail.message.res_id", ()):
                        owners.setdefault(message_id, int(lead_id))
        field = self.env["ir.model.fields"]._get(self._name, self._track_duration_field)
        self.env["mail.tracking.value"].flush_model()
        self.env["mail.message"].flush_model()
        changes = {}
        for message_id, lead_id, date, old_value in self.env.execute_query(
            SQL(
                """
                SELECT message.id, message.res_id, value.create_date, value.old_value_integer
                  FROM mail_tracking_value value
                  JOIN mail_message message ON message.id = value.mail_message_id
                 WHERE value.field_id = %s
                   AND message.model = %s
                   AND (message.res_id = ANY(%s) OR message.id = ANY(%s))
                 ORDER BY value.id
                """,
                field.id,
                self._name,
                self.ids,
                list(owners),
            )
        ):
            changes.setdefault(owners.get(message_id, lead_id), []).append(
                {"create_date": date, "old_value_integer": old_value}
            )
        return changes
