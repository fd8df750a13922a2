from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged, users
from odoo.tools.safe_eval import safe_eval

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestActivitiesDone(QualificationCommon):
    """What was completed, by whom and when (features.md #124)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planned = cls._plan(cls.lead, "مانده")
        cls.call = cls._plan(cls.lead, "تماس نخست")
        cls.other = cls.lead.copy({"name": "سفارش صندلی", "type": "opportunity"})

    @classmethod
    def _plan(cls, lead, summary, user=None):
        return lead.activity_schedule(
            "mail.mail_activity_data_call",
            summary=summary,
            user_id=(user or cls.user_sales_leads).id,
            automated=False,
        )

    def _find_done(self):
        """What My Activities shows with its own filter and the filter Done."""
        arch = self.env.ref("crm.view_crm_case_my_activities_filter").sudo()._get_combined_arch()
        done = arch.xpath("//filter[@name='activities_done']")[0]
        mine = arch.xpath("//filter[@name='assigned_to_me']")[0]
        action = self.env.ref("crm.crm_lead_action_my_activities").sudo()
        domain = Domain.AND(
            Domain(safe_eval(text, {"uid": self.env.uid}))
            for text in (action.domain, mine.get("domain"), done.get("domain"))
        )
        return self.env["crm.lead"].with_context(**safe_eval(done.get("context"))).search(domain)

    @users("user_sales_leads")
    def test_what_was_completed_by_whom_and_when(self):
        lead = self.lead.with_env(self.env)
        self.assertFalse(lead.done_activity_name)
        self.call.with_env(self.env).action_done()
        self.assertEqual(lead.done_activity_name, "تماس نخست")
        self.assertEqual(lead.done_activity_user_id, self.user_sales_leads)
        self.assertEqual(lead.done_activity_date, fields.Date.today())

    @users("user_sales_leads")
    def test_the_last_one_counts(self):
        older = self._plan(self.lead, "دیروز")
        older.with_user(self.user_sales_manager).action_done()
        older.date_done = fields.Date.subtract(fields.Date.today(), days=1)
        self.call.with_env(self.env).action_done()
        self.assertEqual(self.lead.with_env(self.env).done_activity_name, "تماس نخست")

    @users("user_sales_leads")
    def test_the_filter_shows_records_with_something_done(self):
        self.assertNotIn(self.lead, self._find_done())
        self.call.with_env(self.env).action_done()
        self._plan(self.other, "مانده")
        found = self._find_done()
        self.assertIn(self.lead, found)
        self.assertNotIn(self.other, found)
        self.planned.with_env(self.env).action_done()
        self.assertIn(self.lead, self._find_done(), "though nothing is planned any more")

    @users("user_sales_leads")
    def test_who_completed_is_searched(self):
        self.call.with_user(self.user_sales_manager).action_done()
        Lead = self.env["crm.lead"]
        manager, user = self.user_sales_manager, self.user_sales_leads
        self.assertIn(self.lead, Lead.search([("done_activity_user_id", "=", manager.id)]))
        self.assertNotIn(self.lead, Lead.search([("done_activity_user_id", "=", user.id)]))
        self.assertIn(self.lead, Lead.search([("done_activity_user_id", "!=", user.id)]))
        self.assertIn(self.other, Lead.search([("done_activity_user_id", "=", False)]))
        self.assertNotIn(self.lead, Lead.search([("done_activity_user_id", "=", False)]))

    @users("user_sales_salesman")
    def test_a_record_that_rules_hide_stays_hidden(self):
        self.call.action_done()
        self.assertNotIn(self.lead, self._find_done())
        mine = self.other.sudo()
        mine.user_id = self.env.user
        theirs = self._plan(mine, "تمام", self.user_sales_leads)
        theirs.with_user(self.user_sales_leads).action_done()
        self.assertNotIn(self.other, self._find_done())
        self._plan(mine, "تمام", self.env.user).with_env(self.env).action_done()
        self.assertIn(self.other, self._find_done())
        self.assertEqual(self.other.with_env(self.env).done_activity_name, "تمام")

    @users("user_sales_leads")
    def test_an_absorbed_record_does_not_come_up(self):
        self.call.action_done()
        done = self._plan(self.other, "تمام")
        done.action_done()
        (self.lead | self.other).with_env(self.env)._merge_opportunity()
        # A straggler that somebody planned on the absorbed record.
        done.sudo().write({"res_id": self.other.id})
        found = self._find_done()
        self.assertIn(self.lead, found)
        self.assertTrue(self.other.absorbed_by_merge_id)
        self.assertNotIn(self.other, found)

    @users("user_sales_leads")
    def test_the_button_opens_all_of_them(self):
        self.call.action_done()
        action = self.lead.with_env(self.env).action_open_done_activities()
        self.assertEqual(self.env["mail.activity"].search(action["domain"]), self.call)

    @users("user_sales_leads")
    def test_queries_do_not_grow(self):
        counts = []
        for size in (1, 3, 30):
            leads = self.env["crm.lead"].create(
                [{"name": f"فرصت {i}", "user_id": self.env.uid} for i in range(size)]
            )
            self._plan(leads, "تمام").action_archive()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads.web_read({"done_activity_name": {}, "done_activity_date": {}})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2], counts)

    # Who -------------------------------------------------------------------------------------

    def test_whoever_marks_it_done_is_noted(self):
        self.call.with_user(self.user_sales_manager).action_done()
        self.assertEqual(self.call.done_user_id, self.user_sales_manager)
        self.call.with_user(self.user_sales_leads).action_archive()
        self.assertEqual(self.call.done_user_id, self.user_sales_manager)
        self.call.action_unarchive()
        self.assertFalse(self.call.done_user_id)

    @users("user_sales_leads")
    def test_nobody_says_it_of_another(self):
        call = self.call.with_env(self.env)
        with self.assertRaises(AccessError):
            call.write({"active": False, "done_user_id": self.user_sales_manager.id})
        forged = {
            "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
            "res_id": self.lead.id,
            "active": False,
        }
        activities = self.env["mail.activity"]
        with self.assertRaises(AccessError):
            activities.create({**forged, "done_user_id": self.user_sales_manager.id})
        with self.assertRaises(AccessError):
            activities.with_context(default_done_user_id=self.user_sales_manager.id).create(forged)

    def test_what_was_done_before_the_installation_is_filled(self):
        silent = self._plan(self.other, "بی‌پیام")
        self.call.with_user(self.user_sales_manager).action_done()
        silent.with_user(self.user_sales_leads).action_archive()
        self.env.flush_all()
        ids = (self.call | silent | self.planned).ids
        self.env.cr.execute(
            "UPDATE mail_activity SET done_user_id = NULL, write_uid = %s WHERE id = ANY(%s)",
            (self.user_sales_leads.id, ids),
        )
        self.env["mail.activity"]._fill_done_users()
        self.env.invalidate_all()
        self.assertEqual(self.call.done_user_id, self.user_sales_manager)
        self.assertEqual(silent.done_user_id, self.user_sales_leads)
        self.assertFalse(self.planned.done_user_id)
