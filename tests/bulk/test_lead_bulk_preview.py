from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.bulk import crm_lead_bulk, plan
from .common import BulkCommon


@tagged("post_install", "-at_install")
class TestLeadBulkPreview(BulkCommon):
    """A preview says in numbers and names what it will do, and rows are taken out of it (B6)."""

    def _preview(self, leads, user=None, **values):
        action = self._open_mass_window(leads, user, **values).action_preview()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.user_sales_manager)
            .browse(action["res_id"])
        )

    def _get_line(self, bulk, lead):
        return bulk.line_ids.filtered(lambda line: line.lead_id == lead)

    def _get_outcomes(self, bulk):
        return {
            line.lead_id: line.outcome if line.state == "waiting" else line.state
            for line in bulk.line_ids
        }

    # Numbers --------------------------------------------------------------------------------

    def test_b6_the_title_tells_what_was_selected_from_what_came_along(self):
        twin = self._create_leads(1, email_from=self.leads[0].email_from)
        bulk = self._preview(self.leads)
        self.assertEqual(
            bulk.display_name, "Convert to opportunities (4 selected and 1 of their duplicates)"
        )
        twin.unlink()
        bulk = self._preview(self.leads)
        self.assertEqual(bulk.display_name, "Convert to opportunities (4)")

    def test_b6_what_is_done_is_told_in_the_past(self):
        twin = self._create_leads(1, email_from=self.leads[0].email_from)
        bulk = self._preview(self.leads | twin)
        self.assertIn("Leads that become opportunities: 4.", bulk.summary)
        self.assertIn("Records that are merged into another: 1, into 1.", bulk.summary)
        bulk.action_run()
        self.assertIn("Leads that became opportunities: 4.", bulk.summary)
        self.assertIn("Records that were merged into another: 1, into 1.", bulk.summary)
        for word in ("become", "are merged", "Still"):
            self.assertNotIn(word, bulk.summary)

    def test_b6_half_a_run_is_told_in_both_tenses(self):
        self.patch(crm_lead_bulk, "AT_ONCE", 1)
        self.patch(plan, "PART", 2)
        bulk = self._convert(self.leads, deduplicate=False)
        bulk._run_chunk()
        done = bulk.done_count
        self.assertTrue(0 < done < 4)
        lines = bulk.summary.split("\n")
        middle = lines.index("Still to be done:")
        self.assertIn(f"Leads that became opportunities: {done}.", lines[:middle])
        self.assertIn(f"Leads that become opportunities: {4 - done}.", lines[middle:])

    # Taking rows out ------------------------------------------------------------------------

    def test_b6_a_row_is_taken_out_and_put_back(self):
        bulk = self._preview(self.leads, user_ids=self.sellers.ids, force_assignment=True)
        places = bulk.line_ids.mapped("lead_id.id")
        plan_before = bulk.line_ids.read(["lead_id", "user_id", "outcome", "group", "state"])
        line = self._get_line(bulk, self.leads[1])
        self.assertFalse(line.action_leave_out())
        self.assertEqual(self._get_line(bulk, self.leads[1]).state, "left_out")
        self.assertIn("Taken out of the plan: 1.", bulk.summary)
        self.assertIn("Leads that become opportunities: 3.", bulk.summary)
        self.assertEqual(bulk.line_ids.mapped("lead_id.id"), places)
        # Those who take turns go on without it.
        users = [other.user_id for other in bulk.line_ids - line]
        self.assertEqual(users, [self.sellers[0], self.sellers[1], self.sellers[0]])
        self._get_line(bulk, self.leads[1]).action_put_back()
        self.assertEqual(
            bulk.line_ids.read(["lead_id", "user_id", "outcome", "group", "state"]), plan_before
        )
        self._get_line(bulk, self.leads[1]).action_leave_out()
        bulk.action_run()
        self.assertEqual(self.leads[1].type, "lead")
        self.assertFalse(self.leads[1].partner_id)
        self.assertEqual(set((self.leads - self.leads[1]).mapped("type")), {"opportunity"})
        with self.assertRaisesRegex(UserError, "started already"):
            self._get_line(bulk, self.leads[1]).action_put_back()

    def test_b6_without_the_survivor_another_one_takes_its_place(self):
        twins = self._create_leads(2, email_from=self.leads[0].email_from)
        first = self.leads[0]
        bulk = self._preview(first | twins)
        self.assertEqual(
            self._get_outcomes(bulk), {first: "convert", twins[0]: "absorb", twins[1]: "absorb"}
        )
        action = self._get_line(bulk, first).action_leave_out()
        self.assertIn(f"merged into “{first.name}”", action["params"]["message"])
        self.assertIn(f"merged into “{twins[0].name}” now", action["params"]["message"])
        self.assertEqual(
            self._get_outcomes(bulk), {first: "left_out", twins[0]: "convert", twins[1]: "absorb"}
        )
        action = self._get_line(bulk, twins[0]).action_leave_out()
        self.assertIn(f"“{twins[1].name}” was to be merged", action["params"]["message"])
        self.assertEqual(self._get_outcomes(bulk)[twins[1]], "convert")
        bulk.action_run()
        self.assertFalse((first | twins).absorbed_by_merge_id)
        self.assertEqual((first | twins).mapped("type"), ["lead", "lead", "opportunity"])

    def test_b6_a_duplicate_that_nobody_selected_is_taken_out(self):
        twin = self._create_leads(1, email_from=self.leads[0].email_from)
        bulk = self._preview(self.leads[0])
        self._get_line(bulk, twin).action_leave_out()
        bulk.action_run()
        self.assertFalse(twin.absorbed_by_merge_id)
        self.assertEqual((self.leads[0].type, twin.type), ("opportunity", "lead"))

    def test_b6_of_a_merge_of_two_nothing_is_left_without_one(self):
        twins = self._create_leads(2, email_from="dogholu@bulk.example.com")
        groups = self.env["crm.lead.duplicate.group"].with_user(self.user_sales_leads).search([])
        group = groups.filtered(lambda group: twins <= group.lead_ids)
        action = group.action_merge_in_bulk()
        bulk = self.env["crm.lead.bulk"].with_user(self.user_sales_leads).browse(action["res_id"])
        told = self._get_line(bulk, twins[0]).action_leave_out()
        self.assertIn(f"“{twins[1].name}” is left out too", told["params"]["message"])
        self.assertEqual(bulk.to_do_count, 0)
        self._get_line(bulk, twins[0]).action_put_back()
        self.assertEqual(self._get_outcomes(bulk), {twins[0]: "keep", twins[1]: "absorb"})

    def test_b6_only_who_may_run_it_takes_rows_out(self):
        bulk = self._preview(self.leads, self.user_sales_leads)
        self.assertTrue(bulk.can_run)
        other = bulk.with_user(self.user_vip)
        self.assertFalse(other.can_run)
        line = self._get_line(bulk, self.leads[0])
        with self.assertRaisesRegex(AccessError, "sales manager"):
            line.with_user(self.user_vip).action_leave_out()
        with self.assertRaises(AccessError):
            line.with_user(self.user_sales_salesman).action_leave_out()
        with self.assertRaises(AccessError):
            line.write({"is_excluded": True})
        self.assertEqual(bulk.waiting_count, 4)
        line.with_user(self.user_sales_manager).action_leave_out()
        self.assertEqual(bulk.waiting_count, 3)

    def test_b6_taking_out_takes_the_same_queries_for_any_number(self):
        counts = []
        for number in (8, 40):
            bulk = self._preview(self._create_leads(number, email_from=False))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            bulk.line_ids[2].action_leave_out()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    # Customers ------------------------------------------------------------------------------

    def test_14_no_customer_is_called_after_a_subject(self):
        """The preview names the new customers, and marks leads that name nobody."""
        values = {"contact_name": False, "phone": False}
        named = {
            "خریدار": {"contact_name": "خریدار", "email_from": False},
            "شرکت بی‌نام": {"partner_name": "شرکت بی‌نام", "email_from": False},
            "نگار": {"email_from": '"نگار" <negar@names.example.com>'},
            "only@names.example.com": {"email_from": "only@names.example.com"},
            False: {"email_from": False},
        }
        leads = self.env["crm.lead"].union(
            *(
                self._create_leads(1, name="تست تلفن تکراری", **{**values, **vals})
                for vals in named.values()
            )
        )
        for action in ("create", "each_exist_or_create"):
            with self.subTest(action=action), self.env.cr.savepoint() as savepoint:
                bulk = self._preview(leads, action=action, deduplicate=False)
                names = [self._get_line(bulk, lead).customer_name for lead in leads]
                self.assertEqual(names, list(named))
                self.assertEqual(self._get_line(bulk, leads[-1]).customer, "nobody")
                self.assertIn("for they name nobody: 1.", bulk.summary)
                bulk.action_run()
                self.assertEqual(set(leads.mapped("type")), {"opportunity"})
                self.assertEqual([lead.partner_id.name for lead in leads], list(named))
                savepoint.rollback()

    def test_14_another_addon_that_creates_customers_gets_no_subject_either(self):
        leads = self._create_leads(1, contact_name=False, email_from=False)
        leads |= self._create_leads(1, contact_name=False, email_from="one@names.example.com")
        self.patch(type(leads), "_is_extended", lambda *_args: True)
        bulk = self._preview(leads, action="create", deduplicate=False)
        bulk.action_run()
        self.assertFalse(leads[0].partner_id)
        self.assertEqual(leads[1].partner_id.name, bulk.line_ids[1].customer_name)
