from collections import Counter, defaultdict
from contextlib import contextmanager

from odoo import models

from ...tools.batch import is_as_core

# Notes of a bulk run that are still to be written, in the data of its transaction.
NOTES = "crm_lead_qualification.bulk_notes"
# What is passed over, or called for many records at once.
NOTING = ("message_post", "_message_log", "_message_log_batch")


class CrmLead(models.Model):
    """The chatter of a bulk run: Odoo writes a note at a time, here all of them are one batch."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @contextmanager
    def _collecting_notes(self, many):
        """Notes that are written here are written together at its end.

        :param many: bool, False: each is written by itself, as in Odoo
        """
        data = self.env.cr.precommit.data
        if not many or NOTES in data or not is_as_core(self, NOTING):
            yield
            return
        notes = data[NOTES] = []
        try:
            yield
        finally:
            data.pop(NOTES, None)
        self._write_notes(notes)

    def _collect_note(self, **kwargs):
        notes = self.env.cr.precommit.data.get(NOTES)
        if notes is None or kwargs.keys() - {"body", "author_id", "tracking_value_ids"}:
            return False
        notes.append((self, kwargs))
        return True

    def _message_log(self, **kwargs):
        if self._collect_note(**kwargs):
            return self.env["mail.message"]
        return super()._message_log(**kwargs)

    def message_post(self, **kwargs):
        """A note that notifies nobody, such as the summary of a merge, is a note like the others."""
        rest = dict(kwargs)
        note_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        is_note = rest.pop("subtype_id", None) == note_id
        is_note &= rest.pop("message_type", None) == "notification"
        if is_note and len(self) == 1 and self._collect_note(**rest):
            return self.env["mail.message"]
        return super().message_post(**kwargs)

    def _write_notes(self, notes):
        """Write notes with changed values, as `_message_log` writes one.

        :param notes: list of (crm.lead, dict of the arguments of `_message_log`)
        """
        # A batch has one note a record: a second one of the same record comes in the next.
        batches, written = defaultdict(dict), Counter()
        for lead, kwargs in notes:
            author_id = kwargs.get("author_id")
            batches[written[lead.id], author_id][lead.id] = kwargs
            written[lead.id] += 1
        values = []
        for (_number, author_id), kwargs_by_id in sorted(batches.items(), key=lambda b: b[0][0]):
            leads = self.browse(kwargs_by_id)
            messages = leads._message_log_batch(
                {lead_id: kwargs.get("body", "") for lead_id, kwargs in kwargs_by_id.items()},
                author_id=author_id,
            )
            for message, kwargs in zip(messages, kwargs_by_id.values(), strict=True):
                for _command, _id, vals in kwargs.get("tracking_value_ids") or ():
                    values.append({**vals, "mail_message_id": message.id})
        self.env["mail.tracking.value"].sudo().create(values)
