from odoo.tests import tagged

from ..bulk.common import BulkCommon
from .rpc_client import Client


@tagged("post_install", "-at_install")
class TestLogDefaults(BulkCommon):
    """No default of a client or of a user stands in what code writes in sudo and trusts later."""

    def setUp(self):
        super().setUp()
        self.user = self.user_sales_leads
        self.client = Client(self.env, self.user)
        self.survivor, self.absorbed = self._create_leads(2, email_from="dogholu@bulk.example.com")
        self.followed = self.env["res.partner"].create({"name": "دنبال‌شده"})
        self.followed.message_subscribe(self.user_vip.partner_id.ids)
        self.follower = self.followed.message_follower_ids
        self.changes = {
            "row": {
                "message_follower_ids": [[], self.follower.ids],
                "won_status": ["won", "pending"],
            },
            "partners": [],
        }
        self.forged = {
            "default_changes": self.changes,
            "default_user_id": self.user_sales_manager.id,
            "default_in_background": True,
            "default_is_single": True,
            "default_created_rows": {"message_follower_ids": self.follower.ids, "hidden_from": {}},
            "default_moved": {"1": {}},
            "default_state": "done",
            "default_reason": "forged",
            "default_absorbed_names": "forged",
            "default_undo_user_id": self.user_sales_manager.id,
            "default_value": "forged",
            "default_other_values": [{"text": "forged", "name": "forged"}],
        }

    def _press(self, window, button, leads, **context):
        """Open a window on leads and press its button, as a browser does."""
        context |= {"active_model": "crm.lead", "active_ids": leads.ids, "active_id": leads[0].id}
        windows = self.client.call(window, "create", [[{}]], context=context, keep=True)
        self.assertIsInstance(windows, list, windows)
        told = self.client.call(window, button, [windows], context=context, keep=True)
        self.assertFalse(self.client.crashes)
        return told

    def _get_bulk(self):
        return self.env["crm.lead.bulk"].search([], limit=1)

    def _assert_own(self, bulk):
        self.assertEqual((bulk.user_id, bulk.state), (self.user, "done"))
        self.assertFalse(bulk.in_background)
        self.assertFalse(bulk.line_ids.filtered(lambda line: line.reason == "forged"))

    def test_a_run_is_of_whoever_pressed_the_button(self):
        self._press(
            "crm.lead2opportunity.partner.mass",
            "action_mass_convert",
            self.survivor | self.absorbed,
            **self.forged,
        )
        bulk = self._get_bulk()
        self._assert_own(bulk)
        self.assertFalse(bulk.is_single)
        lines = bulk.line_ids.grouped("lead_id")
        self.assertEqual(lines[self.absorbed].merge_id, self.absorbed.absorbed_by_merge_id)
        self.assertFalse(lines[self.absorbed].changes)
        self.assertNotIn("won_status", lines[self.survivor].changes["row"])
        self._assert_merge(self.absorbed.absorbed_by_merge_id)
        # Undoing it, with the same context, takes away what the run made.
        told = self.client.call(
            "crm.lead.bulk", "action_undo", [bulk.ids], context=self.forged, keep=True
        )
        self.assertIsInstance(told, dict, told)
        undo = self._get_bulk()
        self.assertEqual(undo.kind, "undo")
        self._assert_own(undo)
        self.assertTrue(self.follower.exists())
        self.assertEqual(self.survivor.type, "lead")

    def test_one_lead_in_its_window(self):
        self._press("crm.lead2opportunity.partner", "action_apply", self.leads[0], **self.forged)
        self.assertEqual(self.leads[0].type, "opportunity")
        bulk = self._get_bulk()
        self.assertEqual(bulk.line_ids.lead_id, self.leads[0])
        self._assert_own(bulk)

    def _assert_merge(self, merge):
        self.assertEqual((merge.user_id, merge.state), (self.user, "done"))
        self.assertFalse(merge.undo_user_id)
        self.assertEqual(merge.absorbed_names, self.absorbed.name)
        self.assertNotIn("hidden_from", merge.created_rows)
        self.assertNotIn(self.follower.id, merge.created_rows["message_follower_ids"])
        self.assertNotIn("forged", str(merge.line_ids.mapped("other_values")))
        self.assertNotIn("forged", merge.line_ids.mapped("value"))

    def test_a_merge_tells_what_happened(self):
        self._press(
            "crm.merge.opportunity",
            "action_merge",
            self.survivor | self.absorbed,
            **self.forged,
        )
        merge = self.absorbed.absorbed_by_merge_id
        self._assert_merge(merge)
        self.client.call("crm.lead.merge", "action_undo", [merge.ids], keep=True)
        self.assertEqual(merge.state, "undone")
        self.assertTrue(self.follower.exists())

    def test_defaults_that_a_user_stores(self):
        stored = (
            ("crm.lead.bulk", "user_id", self.user_sales_manager.id),
            ("crm.lead.bulk", "in_background", True),
            ("crm.lead.bulk.line", "changes", self.changes),
            ("crm.lead.merge", "user_id", self.user_sales_manager.id),
        )
        for default in stored:
            self.client.call("ir.default", "set", [*default, True], keep=True)
        self.assertEqual(
            self.env["ir.default"].search_count([("user_id", "=", self.user.id)]), len(stored)
        )
        self._press(
            "crm.lead2opportunity.partner.mass",
            "action_mass_convert",
            self.survivor | self.absorbed,
        )
        bulk = self._get_bulk()
        self._assert_own(bulk)
        self.assertFalse(bulk.line_ids.grouped("lead_id")[self.absorbed].changes)
        self._assert_merge(self.absorbed.absorbed_by_merge_id)

    def test_a_list_of_ones_own_gives_nobody_elses_leads_away(self):
        """CRM > Teams > Opportunities has the user in its context, for records created there."""
        leads = self._create_leads(2, user_id=self.user_sales_salesman.id, email_from=False)
        self._press(
            "crm.lead2opportunity.partner.mass",
            "action_mass_convert",
            leads,
            default_user_id=self.user.id,
        )
        self.assertEqual(leads.mapped("type"), ["opportunity"] * 2)
        self.assertEqual(leads.user_id, self.user_sales_salesman)

    def test_followers_of_other_records_stay(self):
        """Whatever a log says."""
        self._press("crm.lead2opportunity.partner.mass", "action_mass_convert", self.leads[:2])
        line = self._get_bulk().line_ids[0]
        row = {**line.changes["row"], "message_follower_ids": [[], self.follower.ids]}
        line.changes = {**line.changes, "row": row}
        self.client.call("crm.lead.bulk", "action_undo", [line.bulk_id.ids], keep=True)
        self.assertEqual(line.lead_id.type, "lead")
        self.assertTrue(self.follower.exists())
