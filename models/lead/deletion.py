from odoo import api, models

from ...tools.server_context import is_on


class CrmLead(models.Model):
    """What goes with a record that is deleted, told before it happens (features.md #58)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def unlink(self):
        """Odoo takes meetings off the record as the user, and another's private one refuses it."""
        if is_on(self.env, "keep_absorbed"):
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
        if count := merged.search_count([("absorbed_by_merge_id.survivor_id", "in", self.ids)]):
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
        """What is deleted with the records of self.

        :returns: list of tuple: the name of a model, a domain, and a name for people
        """
        of_lead = [("model", "=", self._name), ("res_id", "in", self.ids)]
        with_model = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        notes = [*of_lead, ("message_type", "!=", "user_notification")]
        domains = {"mail.message": notes, "mail.activity": with_model, "ir.attachment": with_model}
        labels = [
            self.env._("messages and notes"),
            self.env._("activities"),
            self.env._("attachments"),
        ]
        return [
            (model, domain, label)
            for (model, domain), label in zip(domains.items(), labels, strict=True)
        ]

    def _get_left_without_link(self):
        """What stays when the records of self are deleted, but leads to nothing then.

        :returns: list of tuple as `_get_deleted_with` gives it
        """
        of_lead = [("opportunity_id", "in", self.ids)]
        labels = [
            self.env._("meetings"),
            self.env._("phone calls"),
            self.env._("quotations and orders"),
        ]
        models_ = ["calendar.event", "crm.phonecall", "sale.order"]
        return [(model, of_lead, label) for model, label in zip(models_, labels, strict=True)]

    @api.model
    def _format_counted(self, kinds):
        """How many records there are of each kind, in a line; empty when there are none.

        :param kinds: list of tuple as `_get_deleted_with` gives it
        :returns: str
        """
        counts = [
            (label, self.env[model].sudo().with_context(active_test=False).search_count(domain))
            for model, domain, label in kinds
        ]
        return " · ".join(f"{label}: {count}" for label, count in counts if count)
