from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.bulk import crm_lead_bulk, plan
from .common import UndoCommon


@tagged("post_install", "-at_install")
class TestLeadBulkUndo(UndoCommon):
    """A run is undone as a whole; what was changed or used since is kept and listed (B1, B6)."""

    def _read_rows(self, leads):
        self.env.flush_all()
        return leads.sudo()._get_merge_snapshot()

    # As it was ------------------------------------------------------------------------------

    def test_b6_everything_is_as_it_was(self):
        team = self.env["crm.team"].create({"name": "تیم مذاکره", "member_ids": self.sellers.ids})
        stage = self.env["crm.stage"].create({"name": "مذاکره", "team_ids": team.ids})
        known = self.env["res.partner"].create(
            {"name": "مشتری قدیمی", "email": self.leads[1].email_from, "phone": "02188776655"}
        )
        self.leads[2].write({"partner_name": "شرکت تازه", "user_id": False, "probability": 17})
        twin = self._create_leads(1, email_from=self.leads[0].email_from, contact_name="دیگری")
        deal = self._create_leads(1, type="opportunity", user_id=False, email_from=False)
        leads = self.leads | twin | deal
        before = self._read_rows(leads)
        bulk = self._convert(
            leads,
            team_id=team.id,
            stage_id=stage.id,
            user_ids=self.sellers.ids,
            force_assignment=True,
        )
        made = leads.partner_id - known
        made |= made.parent_id
        self.assertEqual(len(made), 5)
        self.assertNotEqual(self._read_rows(leads), before)
        self.env.invalidate_all()
        body, undo = self._press_undo(bulk)
        self.assertIn("Opportunities that become leads again: 4.", body)
        self.assertIn("Records that become what they were: 1.", body)
        self.assertIn("Merges that are undone: 1.", body)
        self.assertIn("New customers that are archived again: 4.", body)
        self.assertEqual((undo.state, undo.failed_count, undo.left_out_count), ("done", 0, 0))
        self.assertFalse(undo.problem_ids)
        self.assertEqual(self._read_rows(leads), before)
        self.assertFalse(made.filtered("active"))
        self.assertTrue(known.active)
        self.assertIn("Opportunities that became leads again: 4.", undo.summary)
        self.assertIn("New customers that were archived again: 4.", undo.summary)
        self.assertIn("undone", leads[0].message_ids[0].body)
        self.assertFalse(bulk.can_undo)
        with self.assertRaisesRegex(UserError, "nothing to undo"):
            bulk.with_user(bulk.user_id).action_undo()
        # It can be done again, and nothing of it is in the way.
        again = self._convert(leads)
        self.assertEqual(again.failed_count + again.left_out_count, 0)

    def test_b6_turning_back_to_leads_is_undone_too(self):
        deals = self._create_leads(3, type="opportunity")
        before = self._read_rows(deals)
        deals.with_user(self.user_sales_leads).action_convert_to_lead()
        bulk = self._get_last_bulk()
        self.assertEqual(set(deals.mapped("type")), {"lead"})
        deals[2].with_user(self.user_sales_leads).action_set_lost()
        _body, undo = self._press_undo(bulk)
        self.assertEqual(deals.mapped("type"), ["opportunity", "opportunity", "lead"])
        self.assertEqual(self._read_rows(deals[:2]), {i: before[i] for i in deals[:2].ids})
        self.assertIn("lost", self._get_line(undo, deals[2]).reason)

    def test_b6_the_toast_after_a_run_offers_it(self):
        window = self._open_mass_window(self.leads)
        effect = window.action_mass_convert()["effect"]
        self.assertIn("Leads that became opportunities: 4.", effect["message"])
        self.assertEqual((effect["model"], effect["method"]), ("crm.lead.bulk", "action_ask_undo"))
        bulk = self.env[effect["model"]].browse(effect["ids"])
        self._press_undo(bulk)
        self.assertEqual(set(self.leads.mapped("type")), {"lead"})
        # From a preview, too.
        bulk = self.env["crm.lead.bulk"].browse(
            self._open_mass_window(self.leads).action_preview()["res_id"]
        )
        action = bulk.with_user(self.user_sales_manager).action_run()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertEqual(action["effect"]["ids"], bulk.ids)

    # What has changed since -----------------------------------------------------------------

    def test_b6_what_was_edited_since_stays_field_by_field(self):
        bulk = self._convert(
            self.leads, user_ids=self.user_sales_salesman.ids, force_assignment=True
        )
        given, moved, valued, plain = self.leads
        # The run itself has not touched the stages.
        stages = self.env["crm.stage"].search([("team_ids", "=", False), ("is_won", "=", False)])
        given.write({"user_id": self.user_sales_manager.id, "team_id": self.team.id})
        moved.stage_id = stages[-1]
        valued.expected_revenue = 700
        self.env.flush_all()
        _body, undo = self._press_undo(bulk)
        self.assertEqual(self.leads.mapped("type"), ["lead", "opportunity", "lead", "lead"])
        self.assertEqual(given.user_id, self.user_sales_manager)
        self.assertEqual((moved.stage_id, moved.user_id), (stages[-1], self.user_sales_leads))
        self.assertEqual((valued.expected_revenue, plain.user_id), (700, self.user_sales_leads))
        self.assertIn("Salesperson", self._get_line(undo, given).reason)
        self.assertIn("Stage", self._get_line(undo, moved).reason)
        self.assertEqual(undo.problem_ids.lead_id, given | moved)
        self.assertIn("Salesperson", given.message_ids[0].body)

    def test_b6_a_record_with_a_quotation_stays(self):
        bulk = self._convert(self.leads)
        lead = self.leads[0]
        self.env["sale.order"].create({"partner_id": lead.partner_id.id, "opportunity_id": lead.id})
        self.env.flush_all()
        body, undo = self._press_undo(bulk)
        self.assertIn("Left out: 1.", body)
        self.assertEqual(lead.type, "opportunity")
        self.assertTrue(lead.partner_id.active)
        self.assertEqual(set(self.leads[1:].mapped("type")), {"lead"})
        line = undo.problem_ids
        self.assertEqual((line.lead_id, line.state), (lead, "left_out"))
        self.assertIn("quotations", line.reason)
        # When it is gone, the rest can be undone.
        lead.order_ids.unlink()
        self.assertTrue(bulk.can_undo)
        self._press_undo(bulk)
        self.assertEqual(lead.type, "lead")

    def test_b6_a_customer_that_is_used_or_changed_since_stays(self):
        self.leads[3].partner_name = "شرکت تازه"
        bulk = self._convert(self.leads)
        used, changed, written, person = self.leads.mapped("partner_id")
        company = person.parent_id
        self.assertTrue(company)
        other = self._create_leads(1, email_from=False, partner_id=used.id)
        written.message_post(body="یادداشت", message_type="comment")
        colleague = self.env["res.partner"].create({"name": "همکار", "parent_id": company.id})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = write_date + interval '1 hour' WHERE id = %s",
            [changed.id],
        )
        self.env.invalidate_all()
        body, undo = self._press_undo(bulk)
        self.assertIn("New customers that stay, for somebody uses or has changed them: 3.", body)
        self.assertIn("New customers that are archived again: 1.", body)
        self.assertTrue(all((used | changed | written | company | colleague).mapped("active")))
        self.assertFalse(person.active)
        self.assertEqual(other.partner_id, used)
        self.assertEqual(set(self.leads.mapped("type")), {"lead"})
        self.assertFalse(self.leads.partner_id)
        reasons = [self._get_line(undo, lead).reason for lead in self.leads]
        for reason, text in zip(
            reasons,
            ("in use: Lead", "changed it since", "in use: Message", "has contacts"),
            strict=True,
        ):
            self.assertIn(text, reason)

    def test_b6_what_was_deleted_or_merged_since_is_listed(self):
        bulk = self._convert(self.leads)
        deleted, merged, *_others = self.leads
        name = deleted.name
        deleted.unlink()
        older = self._create_leads(1, email_from=False)
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2020-01-01' WHERE id = %s", [older.id]
        )
        older.invalidate_recordset()
        (older | merged)._merge_opportunity()
        _body, undo = self._press_undo(bulk)
        self.assertEqual(undo.problem_ids.mapped("state"), ["left_out", "left_out"])
        self.assertEqual(undo.problem_ids.mapped("lead_name"), [name, merged.name])
        self.assertEqual(merged.absorbed_by_merge_id.survivor_id, older)
        self.assertEqual(set(self.leads[2:].mapped("type")), {"lead"})

    # Rights ---------------------------------------------------------------------------------

    def test_b6_what_the_user_may_not_write_is_listed_and_left(self):
        mine = self._create_leads(2, user_id=self.user_sales_salesman.id)
        bulk = self._convert(mine, self.user_sales_salesman, user_ids=self.user_vip.ids)
        self.assertEqual(mine.user_id, self.user_sales_salesman)
        mine[0].user_id = self.user_sales_leads
        mine[0].message_unsubscribe(self.user_sales_salesman.partner_id.ids)
        self.env.flush_all()
        _body, undo = self._press_undo(bulk)
        self.assertEqual(mine.mapped("type"), ["opportunity", "lead"])
        self.assertTrue(mine[0].partner_id.active)
        self.assertEqual(undo.problem_ids.lead_id, mine[0])
        self.assertEqual(undo.problem_ids.lead_name, f"#{mine[0].id}")
        rule = {
            "name": "Read only",
            "model_id": self.env["ir.model"]._get_id("crm.lead"),
            "domain_force": f"[('id', '!=', {mine[1].id})]",
            "perm_read": False,
        }
        bulk = self._convert(mine[1], self.user_sales_salesman)
        self.env["ir.rule"].create(rule)
        _body, undo = self._press_undo(bulk)
        self.assertEqual(mine[1].type, "opportunity")
        self.assertIn("You may not change", undo.problem_ids.reason)

    def test_b6_only_its_author_or_a_manager_undoes_it(self):
        bulk = self._convert(self.leads, self.user_sales_leads)
        self.assertFalse(bulk.with_user(self.user_vip).can_undo)
        for method in ("action_ask_undo", "action_undo"):
            with self.assertRaisesRegex(AccessError, "sales manager"):
                getattr(bulk.with_user(self.user_vip), method)()
        with self.assertRaises(AccessError):
            bulk.line_ids.with_user(self.user_sales_leads).read(["changes"])
        self._press_undo(bulk, self.user_sales_manager)
        self.assertEqual(set(self.leads.mapped("type")), {"lead"})

    def test_b6_where_leads_need_approval_nobody_gets_an_opportunity_by_undoing(self):
        deals = self._create_leads(2, type="opportunity")
        deals.with_user(self.user_sales_leads).action_convert_to_lead()
        bulk = self._get_last_bulk()
        self.env["ir.config_parameter"].set_param("crm_lead_qualification.lead_approval", "True")
        self.team.user_id = self.user_sales_manager
        _body, undo = self._press_undo(bulk)
        self.assertEqual(set(deals.mapped("type")), {"lead"})
        self.assertEqual(undo.left_out_count, 2)

    # Many -----------------------------------------------------------------------------------

    def test_b6_many_are_undone_in_the_background_and_told_once(self):
        self.patch(crm_lead_bulk, "AT_ONCE", 1)
        self.patch(plan, "PART", 2)
        before = self._read_rows(self.leads)
        bulk = self._convert(self.leads, deduplicate=False)
        while bulk.state == "waiting":
            bulk._run_chunk()
        self.env.flush_all()
        _body, undo = self._press_undo(bulk)
        self.assertEqual(undo.state, "waiting")
        self.assertFalse(bulk.can_undo, "it is being undone")
        undo._run_chunk()
        # Killed and started again: what is done is done.
        types = self.leads.mapped("type")
        self.assertEqual(set(types), {"lead", "opportunity"})
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_lead_qualification.crm_lead_bulk_cron").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(undo.state, "done")
        self.assertEqual(self._read_rows(self.leads), before)
        messages = self.env["mail.message"].search(
            [("model", "=", undo._name), ("res_id", "=", undo.id)]
        )
        self.assertEqual(messages.partner_ids, bulk.user_id.partner_id)
        self.assertEqual(len(messages), 1)

    def test_b8_undoing_takes_the_same_queries_for_any_number(self):
        counts = []
        for number in (10, 10, 20):
            leads = self._create_leads(number, email_from=False)
            bulk = self._convert(leads, user_ids=self.sellers.ids, force_assignment=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            bulk.with_user(bulk.user_id).action_undo()
            self.env.cr.flush()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(set(leads.mapped("type")), {"lead"})
        # The first has the caches to fill; a statement takes so many rows and no more.
        self.assertLess(counts[2] - counts[1], 5)
