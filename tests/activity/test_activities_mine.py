from datetime import timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged, users
from odoo.tools.safe_eval import safe_eval

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestActivitiesMine(QualificationCommon):
    """What My Activities shows: mine, on what is open (features.md #145)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.user_sales_leads)
        cls.other = cls.lead.copy({"name": "سفارش صندلی", "type": "opportunity"})

    def _plan(self, lead, days, user=None, **values):
        return lead.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self.today + timedelta(days=days),
            user_id=(user or self.user_sales_leads).id,
            automated=False,
            **values,
        )

    def _read_screen(self, *filters):
        """What the client reads for the list, with its own filter and those that are named."""
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_action_my_activities")
        search_view = self.env["crm.lead"].get_view(action["search_view_id"][0], "search")
        arch = self.env["ir.ui.view"].sudo().browse(search_view["id"])._get_combined_arch()
        domain, context = Domain(safe_eval(action["domain"])), {}
        for name in ("assigned_to_me", *filters):
            node = arch.xpath(f"//filter[@name='{name}']")[0]
            domain &= Domain(safe_eval(node.get("domain"), {"uid": self.env.uid}))
            context |= safe_eval(node.get("context") or "{}")
        names = ("name", "my_activity_name", "my_activity_icon", "my_activity_date_deadline")
        found = (
            self.env["crm.lead"]
            .with_context(**context)
            .web_search_read(
                list(domain), {name: {} for name in names}, order="my_activity_date_deadline, id"
            )
        )
        return {row["name"]: row for row in found["records"]}

    @users("user_sales_leads")
    def test_145_what_stands_beside_my_deadline_is_mine(self):
        self._plan(self.lead, -5, self.user_sales_manager, summary="تماس دیرشده دیگری")
        mine = self._plan(self.lead, 3, summary="پیگیری من")
        self._plan(self.lead, 5, summary="پیگیری بعدی من")
        self._plan(self.other, -5, self.user_sales_manager)
        screen = self._read_screen()
        self.assertNotIn(self.other.name, screen)
        row = screen[self.lead.name]
        self.assertEqual(row["my_activity_name"], "پیگیری من")
        self.assertEqual(row["my_activity_icon"], mine.icon)
        self.assertEqual(row["my_activity_date_deadline"], mine.date_deadline)
        self.assertNotIn(self.lead.name, self._read_screen("activities_overdue"))

    @users("user_sales_leads")
    def test_145_without_a_summary_it_is_called_by_its_kind(self):
        activity = self._plan(self.lead, 3)
        row = self._read_screen()[self.lead.name]
        self.assertEqual(row["my_activity_name"], activity.activity_type_id.name)

    @users("user_sales_leads")
    def test_145_what_is_lost_or_archived_does_not_come_up(self):
        self._plan(self.lead, 1)
        self._plan(self.other, 1)
        self.assertLessEqual({self.lead.name, self.other.name}, set(self._read_screen()))
        self.other.action_set_lost()
        self.lead.action_archive()
        self.assertFalse({self.lead.name, self.other.name} & set(self._read_screen()))
        # Asked for, they do.
        self.assertIn(self.lead.name, self._read_screen("inactive"))

    @users("user_sales_leads")
    def test_124_what_was_done_on_a_lost_one_stays_in_sight(self):
        self._plan(self.other, 1, summary="تماس تمام‌شده").with_env(self.env).action_done()
        self.other.action_set_lost()
        self.assertNotIn(self.other.name, self._read_screen())
        self.assertIn(self.other.name, self._read_screen("activities_done"))

    @users("user_sales_leads")
    def test_145_queries_do_not_grow(self):
        counts = []
        for size in (3, 30):
            leads = self.lead.create([{"name": f"فرصت {i}"} for i in range(size)])
            self._plan(leads, 2)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._read_screen()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
