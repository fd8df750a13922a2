from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadDelete(QualificationCommon):
    """Who sees all documents may delete them, and is told what goes with them (features.md #58)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "شرکت دیگر"})

    def _is_delete_offered(self):
        arch = etree.fromstring(self.env["crm.lead"].get_view(view_type="form")["arch"])
        return arch.get("delete") != "False"

    @users("user_sales_leads")
    def test_58_all_documents_users_delete_leads(self):
        self.assertTrue(self._is_delete_offered())
        lead = self.lead.copy({"user_id": self.user_vip.id, "team_id": False})
        lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.user_vip.id)
        lead.message_post(body="یادداشت")
        lead.with_env(self.env).unlink()
        self.assertFalse(lead.exists())

    @users("user_sales_salesman")
    def test_58_own_documents_users_still_do_not(self):
        self.assertFalse(self._is_delete_offered())
        lead = self.lead.with_env(self.env)
        lead.sudo().user_id = self.env.user
        with self.assertRaises(AccessError):
            lead.unlink()
        with self.assertRaises(AccessError):
            lead.get_deletion_warning()

    @users("user_sales_leads")
    def test_58_not_the_records_of_another_company(self):
        hidden = self.lead.copy({"user_id": False, "team_id": False})
        hidden.company_id = self.other_company
        self.env.flush_all()
        with self.assertRaises(AccessError):
            hidden.with_env(self.env).get_deletion_warning()
        with self.assertRaises(AccessError):
            hidden.with_env(self.env).unlink()

    @users("user_sales_leads")
    def test_58_others_private_meetings_do_not_stand_in_the_way(self):
        meeting = (
            self.env["calendar.event"]
            .with_user(self.user_vip)
            .create(
                {
                    "name": "خصوصی",
                    "privacy": "private",
                    "start": "2026-07-12 08:00:00",
                    "stop": "2026-07-12 10:00:00",
                    "opportunity_id": self.lead.id,
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "res_id": self.lead.id,
                }
            )
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.lead.with_env(self.env).unlink()
        self.assertTrue(meeting.exists())
        self.assertFalse(meeting.sudo().opportunity_id or meeting.sudo().res_id)

    @users("user_sales_leads")
    def test_58_the_warning_counts_what_goes_and_what_loses_its_link(self):
        lead = self.lead.copy({"name": "<script>alert(1)</script>"}).with_env(self.env)
        messages = len(lead.message_ids)
        for number in range(2):
            lead.message_post(body=f"یادداشت {number}")
        lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.user_vip.id)
        self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"a", "res_model": "crm.lead", "res_id": lead.id}
        )
        self.env["crm.phonecall"].sudo().create({"name": "تماس", "opportunity_id": lead.id})
        partner = self.env["res.partner"].create({"name": "خریدار"})
        self.env["sale.order"].sudo().create({"partner_id": partner.id, "opportunity_id": lead.id})
        self.env.flush_all()
        warning = lead.get_deletion_warning()
        first, gone, left, last = warning.split("\n\n")
        self.assertEqual(first, "“<script>alert(1)</script>” will be deleted for good.")
        self.assertIn(f"messages and notes: {messages + 2}", gone)
        self.assertIn("activities: 1", gone)
        self.assertIn("attachments: 1", gone)
        self.assertIn("phone calls: 1", left)
        self.assertIn("quotations and orders: 1", left)
        self.assertIn("mark it as lost", last)
        lead.unlink()

    @users("user_sales_leads")
    def test_58_one_warning_for_many_records_in_as_many_queries(self):
        leads = self.lead.browse()
        for _number in range(8):
            leads |= self.lead.copy()
        leads = leads.with_env(self.env)

        def queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.get_deletion_warning()
            return self.env.cr.sql_log_count - before

        self.assertIn("8 records will be deleted", leads.get_deletion_warning())
        self.assertLessEqual(queries(leads), queries(leads[:2]))

    @users("user_sales_leads")
    def test_58_merged_records_stay_and_come_back(self):
        lead = self.lead.with_env(self.env)
        other = lead.copy({"type": "lead", "tag_ids": [Command.clear()]})
        (lead | other).merge_opportunity()
        merge = lead.survived_merge_ids
        self.assertIn("Records that were merged into it: 1.", lead.get_deletion_warning())
        lead.unlink()
        self.assertTrue(other.exists())
        self.assertEqual(other.absorbed_by_merge_id, merge)
        merge.sudo().with_user(self.user_sales_manager).action_undo()
        self.assertTrue(other.active)
