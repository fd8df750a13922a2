from odoo import api, models


class CrmLead(models.Model):
    """What goes with a record that is deleted, told before it happens (features.md #58)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def unlink(self):
        """Odoo takes meetings off the record as the user, and another's private one refuses it."""
        if self.env.context.get("keep_absorbed"):
            return super().unlink()
        self.check_access("unlink")
        meetings = self.env["calendar.event"].sudo()
        meetings.search([("res_model", "=", self._name), ("res_id", "in", self.ids)]).write(
            {"res_id": False, "res_model_id": False}
        )
        return super().unlink()

    @api.readonly
    def get_deletion_warning(self):
        """What the question before a deletion says (features.md #58).

        Counted whoever it belongs to: it goes, or loses its link, whoever may read it.

        :returns: str, a line each: what is deleted, what goes with it, what stays without a link
        :raises AccessError: the user may not delete the records
        """
        self.check_access("unlink")
        if len(self) == 1:
            first = self.env._("“%(lead)s” will be deleted for good.", lead=self.display_name)
        else:
            first = self.env._("%(count)s records will be deleted for good.", count=len(self))
        lines = [first]
        gone = self._format_counted(self._get_deleted_with())
        if gone:
            lines.append(self.env._("What goes with it: %(counts)s.", counts=gone))
        left = self._format_counted(self._get_left_without_link())
        if left:
            lines.append(self.env._("What stays, without its link to it: %(counts)s.", counts=left))
        merged = self.with_context(active_test=False).sudo()
        if count := merged.search_count([("merge_id.survivor_id", "in", self.ids)]):
            lines.append(
                self.env._(
                    "Records that were merged into it: %(count)s. They stay in the archive; undoing "
                    "the merge under CRM > Reporting > Merges brings them back, but not what they "
                    "gave to it.",
                    count=count,
                )
            )
        lines.append(
            self.env._("To keep it out of the way without losing it, mark it as lost instead.")
        )
        return "\n\n".join(lines)

    def _get_deleted_with(self):
        """Domains of what is deleted with the records of self.

        :returns: dict, the name of a model to a domain
        """
        of_lead = [("model", "=", self._name), ("res_id", "in", self.ids)]
        with_model = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return {
            "mail.message": [*of_lead, ("message_type", "!=", "user_notification")],
            "mail.activity": with_model,
            "ir.attachment": with_model,
        }

    def _get_left_without_link(self):
        """Domains of what stays when the records of self are deleted, but leads to nothing then.

        :returns: dict, the name of a model to a domain
        """
        of_lead = [("opportunity_id", "in", self.ids)]
        return {"calendar.event": of_lead, "crm.phonecall": of_lead, "sale.order": of_lead}

    @api.model
    def _format_counted(self, domains):
        """How many records there are of each domain, in a line; empty when there are none.

        :param domains: dict, the name of a model to a domain
        :returns: str
        """
        counts = {
            model: self.env[model].sudo().with_context(active_test=False).search_count(domain)
            for model, domain in domains.items()
        }
        counts = {model: count for model, count in counts.items() if count}
        return self.env["crm.lead.merge"]._format_counts(counts)
