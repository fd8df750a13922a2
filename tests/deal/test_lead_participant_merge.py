from odoo.tests import tagged

from ..merge.common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadParticipantMerge(MergeCommon):
    """The same contact twice, by a merge of leads or of contacts: nothing is lost (#51, #32)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["res.partner"].create(
            [{"name": f"همراه {number}", "email": "p@example.com"} for number in range(1, 4)]
        )
        cls.first, cls.second, cls.third = cls.people

    def _participate(self, lead, person, **values):
        return self.env["crm.lead.participant"].create(
            {"lead_id": lead.id, "partner_id": person.id, **values}
        )

    def _get_lines(self, merged):
        lines = merged.merge_line_ids
        return lines.filtered(lambda line: line.field_name.startswith("participant_ids."))

    # Merging leads ---------------------------------------------------------------------------

    def test_role_and_note_are_united(self):
        kept = self._participate(self.lead, self.first)
        self._participate(self.leads[1], self.first, role="buyer")
        self._participate(self.leads[2], self.first, role="user", note="تصمیم با اوست")
        merged = self._merge(self.leads)
        self.assertEqual((kept.role, kept.note), ("buyer", "تصمیم با اوست"))
        line = self._get_lines(merged).with_user(self.user_sales_leads)
        self.assertEqual(len(line), 1)
        self.assertIn("همراه 1", line.label)
        self.assertIn("تصمیم با اوست", line.chosen)
        self.assertIn("End user", line.others)
        merged.action_undo_merge()
        self.assertEqual((kept.role, kept.note), (False, False))
        self.assertEqual(self.leads[2].participant_ids.role, "user")

    def test_what_the_survivor_says_stays_and_the_rest_is_told(self):
        kept = self._participate(self.lead, self.first, role="buyer", note="اول")
        self._participate(self.leads[1], self.first, role="user", note="دوم")
        merged = self._merge(self.leads)
        self.assertEqual((kept.role, kept.note), ("buyer", "اول"))
        line = self._get_lines(merged)
        self.assertIn("دوم", line.others)
        self.assertIn(self.leads[1].name, line.others)

    def test_what_was_edited_since_is_kept(self):
        kept = self._participate(self.lead, self.first)
        self._participate(self.leads[1], self.first, role="buyer", note="دوم")
        merged = self._merge(self.leads)
        kept.note = "ویرایش"
        merged.action_undo_merge()
        self.assertEqual((kept.role, kept.note), (False, "ویرایش"))

    def test_of_two_absorbed_records_one_moves(self):
        """The row that moves to the survivor takes what its twin says, and gives it back."""
        moved = self._participate(self.leads[1], self.first)
        self._participate(self.leads[2], self.first, role="buyer")
        merged = self._merge(self.leads)
        self.assertEqual((moved.lead_id, moved.role), (merged, "buyer"))
        merged.action_undo_merge()
        self.assertEqual((moved.lead_id, moved.role), (self.leads[1], False))

    def test_nothing_is_told_where_nothing_is_said(self):
        self._participate(self.lead, self.first, role="buyer")
        self._participate(self.leads[1], self.first)
        self._participate(self.leads[2], self.first, role="buyer")
        self.assertFalse(self._get_lines(self._merge(self.leads)))

    def test_in_bulk_with_retention_at_once(self):
        self.env["res.config.settings"].create(
            {"is_merge_final": True, "merge_retention_days": 0}
        ).set_values()
        others = self._create({}, {})
        self._set_ages(others)
        rows = [self._participate(lead, self.first) for lead in (self.lead, others[0])]
        for lead in (self.leads[1], others[1]):
            self._participate(lead, self.first, role="buyer")
        user = self.user_sales_leads
        self.env["crm.lead"].with_user(user)._merge_in_bulk(
            [self.leads.with_user(user), others.with_user(user)]
        )
        self.assertEqual([row.role for row in rows], ["buyer", "buyer"])
        self.assertFalse(self.leads[1].exists())
        self.assertEqual(len(self._get_lines(self.lead | others[0])), 2)

    # Merging contacts ------------------------------------------------------------------------

    def _merge_contacts(self, contacts, destination):
        self.env["base.partner.merge.automatic.wizard"]._merge(contacts.ids, destination)
        self.env.flush_all()

    def test_contacts_that_take_part_in_one_lead(self):
        kept = self._participate(self.lead, self.first, note="اول")
        self._participate(self.lead, self.second, role="buyer", note="دوم")
        other = self._participate(self.leads[1], self.second)
        self._participate(self.leads[2], self.second)
        self._participate(self.leads[2], self.third, role="user")
        self._merge_contacts(self.people, self.first)
        self.assertEqual(self.lead.participant_ids, kept)
        self.assertEqual((kept.role, kept.note), ("buyer", "اول"))
        self.assertIn("دوم", self.lead.message_ids[0].body)
        self.assertEqual(other.partner_id, self.first)
        self.assertEqual(self.leads[2].participant_ids.partner_id, self.first)
        self.assertEqual(self.leads[2].participant_ids.role, "user")
        self.assertFalse((self.second | self.third).exists())

    def test_contacts_of_a_merged_record(self):
        self._participate(self.lead, self.first)
        self._participate(self.leads[1], self.first)
        self._participate(self.leads[1], self.second)
        twin = self._participate(self.leads[2], self.second)
        merged = self._merge(self.leads)
        self.assertEqual(twin.lead_id, self.leads[2])
        self._merge_contacts(self.first | self.second, self.first)
        self.assertEqual(merged.participant_ids.partner_id, self.first)
        self.assertEqual(twin.partner_id, self.first)
        merged.action_undo_merge()
        self.assertTrue(self.leads[1].active)

    def test_an_organization_that_was_merged_away(self):
        old, new = self.env["res.partner"].create(
            [{"name": "پارس قدیم", "is_company": True}, {"name": "پارس نو", "is_company": True}]
        )
        self.lead.organization_id = old
        self.leads[1].partner_id = old
        absorbed = self._create({"organization_id": old.id})
        survivor = self._create({})
        self._set_ages(survivor | absorbed)
        self._merge(survivor | absorbed)
        survivor.write({"organization_id": False})
        self.assertEqual(self.lead.partner_name, "پارس قدیم")
        self._merge_contacts(old | new, new)
        self.assertEqual(self.lead.organization_id, new)
        self.assertEqual(self.lead.partner_name, "پارس نو")
        for lead in self.lead | self.leads[1] | survivor:
            keys = lead.sudo().match_keys.splitlines()
            self.assertIn(f"company:{new.id}", keys)
            self.assertNotIn(f"company:{old.id}", keys)
        rows = self.env["crm.lead.match.key"].sudo()
        self.assertFalse(rows.search([("kind", "=", "company"), ("value", "=", str(old.id))]))
