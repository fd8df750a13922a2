from markupsafe import Markup

from odoo import models
from odoo.tools import format_list


class CrmLeadMerge(models.Model):
    """What the chatter says of an undone merge (features.md B1)."""

    _inherit = "crm.lead.merge"  # pylint: disable=consider-merging-classes-inherited

    def _log_undo(self, survivor, absorbed, kept, missing):
        """Tell in the chatter that the merge was undone, and what could not be as it was."""
        leads = self.env["crm.lead"]
        names = format_list(self.env, absorbed.mapped("name"))
        lines = [self.env._("The merge was undone. There again: %(records)s.", records=names)]
        deleted = self.absorbed_count - len(absorbed)
        if deleted:
            lines.append(
                self.env._(
                    "Deleted since the merge: %(count)s of the merged records (%(records)s). What "
                    "came from there stays here.",
                    count=deleted,
                    records=self.absorbed_names,
                )
            )
        if kept:
            labels = [leads._get_merge_label(name) for name in dict.fromkeys(kept)]
            lines.append(
                self.env._(
                    "Edited since the merge, and kept as it is now: %(fields)s.",
                    fields=format_list(self.env, labels),
                )
            )
        if missing:
            counts = {}
            for key, rows in missing.items():
                model = leads._get_model_of_relation(key)
                counts[model] = counts.get(model, 0) + len(rows)
            lines.append(
                self.env._(
                    "Deleted or moved on since the merge: %(records)s.",
                    records=self._format_counts(counts),
                )
            )
        body = Markup("<br/>").join(lines)
        for lead in survivor:
            lead.with_user(self.env.uid).sudo().message_post(
                body=body, subtype_xmlid="mail.mt_note"
            )
        back = self.env._("A merge was undone: this record is there again.")
        absorbed.with_user(self.env.uid).sudo()._message_log_batch(
            bodies=dict.fromkeys(absorbed.ids, back)
        )
