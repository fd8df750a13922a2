from odoo.exceptions import LockError, UserError
from odoo.tests import tagged

from ...models.bulk import crm_lead_bulk
from .common import UndoCommon


@tagged("post_install", "-at_install")
class TestLeadBulkUndoSince(UndoCommon):
    """What happened between a run and its undoing, and while it is being undone (B1, B6)."""

    def _create_twins(self):
        """A lead and its duplicate, which a run merges into it."""
        return self._create_leads(2, email_from="dogholu@bulk.example.com")

    def _quote(self, lead):
        """Hold an opportunity: with a quotation it becomes no lead again."""
        values = {"partner_id": lead.partner_id.id, "opportunity_id": lead.id}
        order = self.env["sale.order"].create(values)
        self.env.flush_all()
        return order

    # What a contact writes --------------------------------------------------------------------

    def _convert_to_known(self, lead):
        values = {"name": "مشتری قدیمی", "email": lead.email_from, "phone": "02122222222"}
        known = self.env["res.partner"].create(values)
        bulk = self._convert(lead)
        self.assertEqual(lead.partner_id, known)
        return known, bulk

    def test_b6_what_the_customer_has_written_since_goes_with_it(self):
        lead = self.leads[0]
        lead.phone = "02111111111"
        email = lead.email_from
        known, bulk = self._convert_to_known(lead)
        known.write({"phone": "02133333333", "email": "digar@bulk.example.com"})
        self.env.flush_all()
        self.assertEqual((lead.phone, lead.email_from), ("02133333333", "digar@bulk.example.com"))
        _body, undo = self._press_undo(bulk)
        self.assertFalse(lead.partner_id)
        self.assertEqual((lead.phone, lead.email_from), ("02111111111", email))
        self.assertFalse(undo.problem_ids)
        self.assertEqual(known.phone, "02133333333")

    def test_b6_what_somebody_has_written_on_the_record_stays(self):
        lead = self.leads[0]
        lead.phone = "02111111111"
        known, bulk = self._convert_to_known(lead)
        lead.with_user(self.user_sales_leads).phone = "02144444444"
        self.env.flush_all()
        # Odoo writes it on the customer too.
        self.assertEqual(known.phone, lead.phone)
        _body, undo = self._press_undo(bulk)
        self.assertFalse(lead.partner_id)
        self.assertEqual(lead.phone, "02144444444")
        self.assertIn("Phone", self._get_line(undo, lead).reason)

    # What holds a record ----------------------------------------------------------------------

    def test_b6_a_record_gets_back_that_it_had_no_team(self):
        lead = self._create_leads(1, team_id=False, user_id=False, email_from=False)
        bulk = self._convert(lead, team_id=self.team_without_leads.id)
        self.assertEqual(lead.team_id, self.team_without_leads)
        body, undo = self._press_undo(bulk)
        self.assertIn("Opportunities that become leads again: 1.", body)
        self.assertFalse(undo.problem_ids)
        self.assertEqual((lead.type, lead.team_id.id), ("lead", False))

    def test_b6_what_was_merged_into_a_record_that_stays_is_left_there(self):
        survivor, absorbed = self._create_twins()
        bulk = self._convert(survivor | absorbed)
        self.assertTrue(absorbed.absorbed_by_merge_id)
        order = self._quote(survivor)
        body, undo = self._press_undo(bulk)
        self.assertNotIn("Merges that are undone", body)
        self.assertIn("Left out: 2.", body)
        self.assertEqual(set(undo.line_ids.mapped("state")), {"left_out"})
        for line in undo.line_ids:
            self.assertIn("quotations", line.reason)
        self.assertEqual(survivor.type, "opportunity")
        self.assertTrue(absorbed.absorbed_by_merge_id)
        order.unlink()
        self._press_undo(bulk)
        self.assertEqual((survivor.type, absorbed.type), ("lead", "lead"))
        self.assertFalse(absorbed.absorbed_by_merge_id)

    def test_b6_held_after_it_was_planned(self):
        self.patch(crm_lead_bulk, "AT_ONCE", 0)
        survivor, absorbed = self._create_twins()
        bulk = self._convert(survivor | absorbed)
        bulk._run_chunk()
        body, undo = self._press_undo(bulk)
        self.assertIn("Merges that are undone: 1.", body)
        self._quote(survivor)
        while undo.state == "waiting":
            undo._run_chunk()
        self.assertEqual(set(undo.line_ids.mapped("state")), {"left_out"})
        self.assertTrue(absorbed.absorbed_by_merge_id)

    def test_b6_the_background_says_why_in_the_language_of_who_asked(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["ir.module.module"]._load_module_terms(["crm_lead_qualification"], ["fa_IR"])
        self.user_sales_manager.lang = "fa_IR"
        bulk = self._convert(self.leads[:3])
        self.patch(crm_lead_bulk, "AT_ONCE", 0)
        _body, undo = self._press_undo(bulk)
        won, lost, hidden = self.leads[:3]
        lost.write({"active": False, "probability": 0})
        won.action_set_won()
        self.env["ir.rule"].create(
            {
                "name": "Read only",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": f"[('id', '!=', {hidden.id})]",
                "perm_read": False,
            }
        )
        self.env.flush_all()
        self.assertNotEqual(undo.env.lang, "fa_IR")
        while undo.state == "waiting":
            undo._run_chunk()
        self.assertEqual(len(undo.problem_ids), 3)
        for line in undo.problem_ids:
            self.assertRegex(line.reason, "[آ-ی]")
            # Its name is in Persian anyway.
            self.assertNotRegex(line.reason, "[A-Za-z]")

    # What is gone -----------------------------------------------------------------------------

    def test_b6_nothing_is_offered_for_what_was_deleted(self):
        bulk = self._convert(self.leads)
        self.leads[0].unlink()
        self.assertTrue(bulk.can_undo)
        self._press_undo(bulk)
        self.assertFalse(bulk.can_undo)

    def test_b6_a_customer_that_is_not_there_any_more_is_not_archived_again(self):
        bulk = self._convert(self.leads)
        deleted, archived, *_others = self.leads.mapped("partner_id")
        archived.action_archive()
        deleted.unlink()
        self.env.flush_all()
        body, undo = self._press_undo(bulk)
        self.assertIn("New customers that are archived again: 2.", body)
        self.assertIn("New customers that were archived again: 2.", undo.summary)

    # One after the other ----------------------------------------------------------------------

    def test_b6_a_run_that_is_being_undone_is_not_deleted(self):
        bulk = self._convert(self.leads).with_user(self.user_sales_manager)
        self.patch(crm_lead_bulk, "AT_ONCE", 0)
        _body, undo = self._press_undo(bulk)
        with self.assertRaisesRegex(UserError, "being undone"):
            bulk.unlink()
        while undo.state == "waiting":
            undo._run_chunk()
        bulk.unlink()
        self.assertFalse(bulk.exists())

    def test_b6_many_merges_are_undone_in_the_background(self):
        bulk = self._convert(self._create_twins())
        self.patch(crm_lead_bulk, "MERGES_AT_ONCE", 0)
        _body, undo = self._press_undo(bulk)
        self.assertEqual((undo.state, undo.in_background), ("waiting", True))

    def test_b6_what_failed_is_undone_once_more_and_nothing_else(self):
        bulk = self._convert(self.leads)
        order = self._quote(self.leads[0])
        self.leads[3].unlink()
        _body, undo = self._press_undo(bulk)
        self.assertEqual(undo.left_out_count, 2)
        self._get_line(undo, self.leads[0]).write({"state": "failed"})
        order.unlink()
        action = undo.with_user(self.user_sales_manager).action_retry()
        again = self.env["crm.lead.bulk"].browse(action["res_id"])
        self.assertEqual((again.kind, again.state), ("undo", "draft"))
        self.assertEqual(again.line_ids.mapped("lead_name"), self.leads[0].mapped("name"))
        again = again.with_user(self.user_sales_manager)
        for button in ("action_leave_out", "action_put_back"):
            with self.assertRaisesRegex(UserError, "as a whole"):
                getattr(again.line_ids, button)()
        again.action_run()
        self.assertEqual(self.leads[0].type, "lead")

    def test_b6_whoever_changes_a_plan_writes_the_request(self):
        """So that the database refuses whoever still sees it as it was."""
        action = self._open_mass_window(self.leads).action_preview()
        bulk = self.env["crm.lead.bulk"].browse(action["res_id"])
        self.env.flush_all()
        # Made by an earlier request.
        self.env.cr.execute(
            "UPDATE crm_lead_bulk SET write_date = write_date - interval '1 hour' WHERE id = %s",
            [bulk.id],
        )
        self.env.invalidate_all()

        def read_version():
            self.env.flush_all()
            self.env.cr.execute("SELECT ctid FROM crm_lead_bulk WHERE id = %s", [bulk.id])
            return self.env.cr.fetchone()

        version = read_version()
        bulk.line_ids[0].with_user(self.user_sales_manager).action_leave_out()
        self.assertNotEqual(read_version(), version)

        def refuse(*_args, **_kwargs):
            raise LockError("Cannot grab a lock on records")

        self.patch(type(bulk), "lock_for_update", refuse)
        for call in (bulk.action_run, bulk.line_ids[1].action_leave_out):
            with self.assertRaisesRegex(UserError, "started already"):
                call()
