from odoo.tests import tagged

from .common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadMergeSince(MergeCommon):
    """What happened between a merge and its undoing (features.md B1)."""

    def _get_last_note(self, lead):
        return lead.message_ids.sorted("id")[-1].body

    def test_b1_what_a_contact_wrote_meanwhile_goes_with_it(self):
        partner = self.env["res.partner"].create(
            {"name": "S", "email": "s@s.example.com", "phone": "09120000001"}
        )
        one = self._create({"email_from": "x@x.example.com", "phone": "09129999999"})
        two = self._create({"partner_id": partner.id})
        self._set_ages(one | two)
        self._merge(one | two)
        self.assertEqual(one.partner_id, partner)
        partner.write({"email": "new@s.example.com", "phone": "09120000009"})
        self.env.flush_all()
        self.assertEqual((one.email_from, one.phone), ("new@s.example.com", "09120000009"))
        one.action_undo_merge()
        self.env.invalidate_all()
        self.assertFalse(one.partner_id)
        self.assertEqual((one.email_from, one.phone), ("x@x.example.com", "09129999999"))
        self.assertEqual(one.email_normalized, "x@x.example.com")
        self.assertEqual(one.phone_sanitized, "+989129999999")
        self.assertEqual(two.partner_id, partner)
        self.assertNotIn("kept", self._get_last_note(one))

    def test_b1_what_somebody_wrote_meanwhile_is_kept_and_told(self):
        partner = self.env["res.partner"].create({"name": "S", "phone": "09120000001"})
        one = self._create({"phone": "09129999999"})
        two = self._create({"partner_id": partner.id})
        self._set_ages(one | two)
        self._merge(one | two)
        # Odoo writes it on the contact too.
        one.phone = "09127777777"
        self.env.flush_all()
        self.assertEqual(partner.phone, "09127777777")
        one.action_undo_merge()
        self.env.invalidate_all()
        self.assertEqual(one.phone, "09127777777")
        self.assertIn("Phone", self._get_last_note(one))

    def test_b1_what_a_deletion_emptied_was_not_edited(self):
        team = self.env["crm.team"].create({"name": "تیم گذرا", "company_id": False})
        one = self._create({"user_id": False, "team_id": False})
        two = self._create({"user_id": self.user_sales_leads.id, "team_id": team.id})
        self._set_ages(one | two)
        self._merge(one | two)
        self.assertEqual((one.user_id, one.team_id), (self.user_sales_leads, team))
        team.unlink()
        self.env.invalidate_all()
        one.with_user(self.user_sales_leads).action_undo_merge()
        self.env.invalidate_all()
        self.assertFalse(one.user_id | one.team_id.user_id)
        self.assertFalse(one.team_id)
        self.assertEqual(two.user_id, self.user_sales_leads)
        self.assertFalse(two.team_id)
        self.assertNotIn("kept", self._get_last_note(one))
