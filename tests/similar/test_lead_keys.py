from contextlib import suppress

from odoo.tests import tagged

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadKeys(QualificationCommon):
    """Keys of similar leads are rows of another table: they bear leads that are gone (B5)."""

    def _get_rows(self, *leads):
        self.env.cr.execute(
            "SELECT lead_id FROM crm_lead_match_key WHERE lead_id = ANY(%s)",
            [[lead.id for lead in leads]],
        )
        return {lead_id for (lead_id,) in self.env.cr.fetchall()}

    def _roll_back(self, deed):
        """Roll back to a savepoint as Odoo does where demo data fail: nothing is forgotten."""
        # Not assertRaises: Odoo's forgets everything.
        with suppress(ZeroDivisionError), self.env.cr.savepoint(flush=False):
            deed()
            raise ZeroDivisionError

    def test_b5_leads_that_were_rolled_back_have_no_keys(self):
        created = []
        values = {"name": "x", "email_from": "gone@gone.example.com"}
        self._roll_back(lambda: created.append(self.env["crm.lead"].create(values)))
        # Reading them would tell Odoo that they are gone.
        self.env.flush_all()
        self.assertFalse(self._get_rows(*created))
        self.assertFalse(created[0].exists())

    def test_b5_leads_changed_before_a_roll_back_keep_their_keys(self):
        self.env.flush_all()
        self._roll_back(lambda: self.lead.copy().write({"phone": "09125550909"}))
        self.lead.email_from = "new@new.example.com"
        self.env.flush_all()
        self.assertEqual(self._get_rows(self.lead), {self.lead.id})

    def test_b5_a_contact_of_leads_that_were_rolled_back_may_change(self):
        contact = self.env["res.partner"].create({"name": "x", "email": "old@x.example.com"})
        created = []
        self._roll_back(
            lambda: created.append(
                self.env["crm.lead"].create({"name": "x", "partner_id": contact.id})
            )
        )
        contact.email = "new@x.example.com"
        self.env.flush_all()
        self.assertFalse(self._get_rows(*created))

    def test_b5_leads_deleted_while_their_keys_wait_have_none(self):
        lead, other = self.lead.copy(), self.lead.copy()
        self.env.flush_all()
        field = lead._fields["match_keys"]
        (lead | other).email_from = "late@late.example.com"
        self.assertIn(lead.id, self.env.transaction.tocompute[field])
        lead.unlink()
        self.env.flush_all()
        self.assertEqual(self._get_rows(lead, other), {other.id})

    def test_b5_leads_deleted_by_a_statement_while_their_keys_wait_have_none(self):
        lead, other = self.lead.copy(), self.lead.copy()
        self.env.flush_all()
        (lead | other).email_from = "late@late.example.com"
        # As PostgreSQL does where what a lead belongs to is deleted.
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [lead.id])
        self.env.flush_all()
        self.assertEqual(self._get_rows(lead, other), {other.id})

    def test_b5_keys_can_be_read_by_nobody(self):
        for user in (self.user_sales_manager, self.user_portal, self.env.ref("base.user_admin")):
            for name in ("crm.lead.match.key", "crm.lead.match.dismissal"):
                for right in ("read", "write", "create", "unlink"):
                    self.assertFalse(self.env[name].with_user(user).has_access(right))
