from odoo import models

from ...tools.batch import is_as_core

RESTORED = "crm_lead_qualification.restored"
# What is put off, or found for many records at once.
RESTORING = ("action_restore", "_compute_probabilities", "write")


class CrmLead(models.Model):
    """What Odoo writes to each restored record by itself, written by value."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def action_restore(self):
        data = self.env.cr.precommit.data
        if RESTORED in data or not is_as_core(self, RESTORING):
            return super().action_restore()
        values = data[RESTORED] = {}
        try:
            result = super().action_restore()
        finally:
            data.pop(RESTORED, None)
        self._write_by_value("probability", values)
        return result

    def write(self, vals):
        values = self.env.cr.precommit.data.get(RESTORED)
        if values is not None and "probability" in vals:
            if len(self) == 1 and vals.keys() == {"probability"}:
                values[self] = vals["probability"]
                return True
            # What is written now comes after what waits.
            for lead in self:
                values.pop(lead, None)
        return super().write(vals)

    def _compute_probabilities(self):
        data = self.env.cr.precommit.data
        # Called by hand, it writes to each record; from the ORM, to the cache.
        by_hand = not (self._ids and self.env.is_protected(self._fields["probability"], self[:1]))
        if RESTORED not in data or not by_hand:
            return super()._compute_probabilities()
        found, _unused = self._pls_get_naive_bayes_probabilities()
        values = {lead: found[lead.id] for lead in self if lead.id in found}
        automated = [lead for lead in values if lead.active and lead.is_automated_probability]
        self._write_by_value("automated_probability", values)
        restored = data.pop(RESTORED)
        try:
            self._write_by_value(
                "probability", {lead: lead.automated_probability for lead in automated}
            )
        finally:
            data[RESTORED] = restored
        return None
