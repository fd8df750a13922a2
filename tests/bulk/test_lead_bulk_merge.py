from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BulkCommon


@tagged("post_install", "-at_install")
class TestLeadBulkMerge(BulkCommon):
    """Duplicates are merged in bulk, shown before, and the whole run is undone (B6, #19)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twins = cls._create_leads(3, email_from="dogholu@bulk.example.com")
        cls.pair = cls._create_leads(2, phone="۰۹۱۲۵۵۵۹۹۸۸")
        cls.pair[0].email_from = cls.pair[1].email_from = False
        cls.user = cls.user_sales_leads

    def _get_groups(self, leads):
        groups = self.env["crm.lead.duplicate.group"].with_user(self.user).search([])
        return groups.filtered(lambda group: group.lead_ids & leads)

    def _preview(self, leads):
        action = self._get_groups(leads).action_merge_in_bulk()
        return self.env["crm.lead.bulk"].with_user(self.user).browse(action["res_id"])

    def test_chosen_groups(self):
        bulk = self._preview(self.twins)
        self.assertEqual(bulk.line_ids.lead_id, self.twins)
        self.assertFalse(self.twins.absorbed_by_merge_id)
        bulk.action_run()
        self.assertEqual(self.twins[1:].absorbed_by_merge_id.survivor_id, self.twins[0])
        self.assertEqual(len(self.twins.absorbed_by_merge_id), 1)
        self.assertFalse(self.pair.absorbed_by_merge_id)
        self.assertEqual(self.twins[0].type, "lead")

    def test_all_groups(self):
        groups = self.env["crm.lead.duplicate.group"].with_user(self.user)
        bulk = self.env["crm.lead.bulk"].browse(groups.action_merge_in_bulk()["res_id"])
        bulk.with_user(self.user).action_run()
        self.assertEqual(len((self.twins | self.pair).absorbed_by_merge_id), 2)

    def test_group_by_two_keys_is_one(self):
        """A record that shares its e-mail with one and its phone with another: one result."""
        self.twins[2].phone = self.pair[0].phone
        bulk = self._preview(self.twins)
        bulk.action_run()
        everything = self.twins | self.pair
        self.assertEqual(len(everything.filtered("active")), 1)
        self.assertEqual(len(everything.absorbed_by_merge_id), 1)

    def test_several_opportunities_are_left_alone_unless_asked(self):
        """They may be different deals of one customer."""
        self.twins[:2].write({"type": "opportunity"})
        bulk = self._preview(self.twins)
        self.assertEqual(set(bulk.line_ids.mapped("state")), {"left_out"})
        self.assertIn("several opportunities", bulk.line_ids[0].reason)
        bulk.action_toggle_opportunities()
        self.assertEqual(set(bulk.line_ids.mapped("state")), {"waiting"})
        bulk.action_run()
        self.assertEqual(self.twins.filtered("active"), self.twins[0])

    def test_lost_and_won_stay(self):
        self.twins[1].action_set_lost()
        self.pair[0].action_set_won()
        bulk = self._preview(self.twins | self.pair)
        self.assertEqual(bulk.line_ids.lead_id, self.twins[0] | self.twins[2])
        self.assertFalse(bulk.problem_ids, "what cannot be merged does not come up at all")
        bulk.action_run()
        self.assertFalse(self.twins[1].absorbed_by_merge_id | self.pair.absorbed_by_merge_id)
        self.assertEqual(self.twins[2].absorbed_by_merge_id.survivor_id, self.twins[0])

    def test_told_apart_by_somebody(self):
        """B4"""
        self.env["crm.lead.match.dismissal"]._write_pairs([self.twins[1:].ids], dismissed=True)
        bulk = self._preview(self.twins)
        self.assertEqual(set(bulk.line_ids.mapped("state")), {"left_out"})
        self.assertIn("not duplicates", bulk.line_ids[0].reason)

    def test_more_than_the_maximum(self):
        self.env["ir.config_parameter"].set_param("crm_lead_qualification.merge_maximum", "2")
        bulk = self._preview(self.twins | self.pair)
        states = self._get_states(bulk)
        self.assertEqual({states[lead] for lead in self.twins}, {"left_out"})
        self.assertEqual({states[lead] for lead in self.pair}, {"waiting"})

    def test_one_group_fails(self):
        bulk = self._preview(self.twins | self.pair)
        self.env.cr.execute(
            "ALTER TABLE crm_lead ADD CONSTRAINT a_rule_of_the_site CHECK "
            f"(id <> {self.twins[1].id} OR active)"
        )
        bulk.action_run()
        self.assertFalse(self.twins.absorbed_by_merge_id)
        self.assertEqual(set(self.twins.mapped("active")), {True})
        self.assertEqual(self.pair[1].absorbed_by_merge_id.survivor_id, self.pair[0])
        self.assertEqual(bulk.failed_count, 3)

    def test_undo_the_run(self):
        """B1"""
        before = {lead: lead.sudo()._get_merge_snapshot()[lead.id] for lead in self.twins}
        bulk = self._preview(self.twins | self.pair)
        bulk.action_run()
        self.assertTrue(bulk.can_undo)
        self.pair[0].name = "تغییر پس از ادغام"
        undo = self.env["crm.lead.bulk"].browse(bulk.action_undo()["res_id"])
        self.assertEqual(undo.origin_id, bulk)
        self.assertEqual(undo.state, "done")
        self.assertEqual(undo.done_count, 2)
        self.assertFalse((self.twins | self.pair).absorbed_by_merge_id)
        for lead, row in before.items():
            now = lead.sudo()._get_merge_snapshot()[lead.id]
            self.assertEqual({**now, "write_date": 0}, {**row, "write_date": 0})
        self.assertEqual(self.pair[0].name, "تغییر پس از ادغام")
        self.env.invalidate_all()
        self.assertFalse(bulk.can_undo)
        with self.assertRaisesRegex(UserError, "nothing to undo"):
            bulk.action_undo()

    def test_undo_of_one_fails(self):
        """One that was merged on: told, and the others are undone."""
        bulk = self._preview(self.twins | self.pair)
        bulk.action_run()
        (self.lead | self.pair[0])._merge_opportunity()
        undo = self.env["crm.lead.bulk"].browse(bulk.action_undo()["res_id"])
        self.assertEqual((undo.done_count, undo.failed_count), (1, 1))
        self.assertTrue(undo.problem_ids.reason)
        self.assertFalse(self.twins.absorbed_by_merge_id)

    def test_only_its_author_or_a_manager_undoes_it(self):
        bulk = self._preview(self.twins)
        bulk.action_run()
        with self.assertRaisesRegex(AccessError, "sales manager"):
            bulk.with_user(self.user_vip).action_undo()
        bulk.with_user(self.user_sales_manager).action_undo()
        self.assertFalse(self.twins.absorbed_by_merge_id)

    def test_relations_of_a_run_stay_with_their_record(self):
        """What was done with a record is a fact: a merge does not move it."""
        bulk = self._preview(self.twins)
        bulk.action_run()
        self.assertEqual(bulk.line_ids.lead_id, self.twins)
        self.assertEqual(bulk.line_ids.mapped("outcome"), ["keep", "absorb", "absorb"])

    def test_a_run_of_which_the_survivor_was_deleted(self):
        """What is left can be undone; opening what is gone says so."""
        bulk = self._preview(self.twins)
        bulk.action_run()
        name = self.twins[0].name
        self.twins[0].unlink()
        for line in bulk.line_ids:
            with self.assertRaisesRegex(UserError, "the record was deleted"):
                line.action_open_lead()
        results = bulk.action_open_results()
        self.assertEqual(results["domain"], [("id", "in", [])])
        self.assertIn("the records were deleted", results["help"])
        action = bulk.action_undo()
        undo = self.env["crm.lead.bulk"].with_user(self.user).browse(action["res_id"])
        self.assertEqual(undo.line_ids.mapped("lead_name"), [name])
        self.assertEqual(undo.line_ids.state, "done")
        self.assertTrue(all(self.twins[1:].mapped("active")))
        self.assertIn(undo.line_ids.action_open_lead()["res_id"], self.twins[1:].ids)
