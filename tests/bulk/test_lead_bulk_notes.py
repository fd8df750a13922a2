from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import html2plaintext

from .common import BulkCommon


@tagged("post_install", "-at_install")
class TestLeadBulkNotes(BulkCommon):
    """The notes of many records, written together."""

    def _read_notes(self, leads):
        self.env.flush_all()
        messages = self.env["mail.message"].search(
            [("model", "=", "crm.lead"), ("res_id", "in", leads.ids), ("body", "ilike", "Note")],
            order="id",
        )
        return [
            (message.res_id, html2plaintext(message.body), message.subject or "")
            for message in messages
        ]

    def _write_notes(self):
        note_id = self.env.ref("mail.mt_note").id
        with self.leads._collecting_notes(True):
            for lead in self.leads:
                lead.message_post(body="Note 1", subtype_id=note_id, message_type="notification")
                lead._message_log(body="Note 2")

    def test_every_note_of_a_record_is_written(self):
        self._write_notes()
        for lead in self.leads:
            self.assertEqual(
                [body for _id, body, _subject in self._read_notes(lead)],
                ["Note 1", "Note 2"],
            )

    def test_another_addon_gets_each_note(self):
        model = self.registry["crm.lead"]
        core = model.message_post

        def post(lead, **kwargs):
            message = core(lead, **kwargs)
            message.sudo().subject = f"Posted for {lead.name}"
            return message

        with patch.object(model, "message_post", post):
            self._write_notes()
        for lead in self.leads:
            self.assertEqual(self._read_notes(lead)[0][2], f"Posted for {lead.name}")

    def test_a_savepoint_in_between(self):
        """It clears the data of the transaction; what was written before it is written."""
        with self.leads._collecting_notes(True):
            self.leads[0]._message_log(body="Note 1")
            self.cr.precommit.data.clear()
        self.assertEqual(len(self._read_notes(self.leads)), 1)
