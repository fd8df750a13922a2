from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged, users

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadMergeLosses(MergeCommon):
    """What a merge of stock Odoo loses, line by line, and ours does not (features.md #32)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls.leads[1]

    def _line(self, name):
        return self.lead.merge_line_ids.filtered(lambda line: line.field_name == name)

    def test_32_the_survivors_own_address(self):
        fuller = {"street": "چهارباغ", "street2": "پلاک ۷", "city": "اصفهان", "zip": "81"}
        self.one.write({**fuller, "country_id": self.country_ir.id})
        self._merge(self.leads)
        self.assertEqual((self.lead.street, self.lead.city), ("خیابان ولیعصر", "تهران"))
        self.assertFalse(self.lead.street2)
        self.assertIn("چهارباغ", self._line("street").others)

    def test_32_a_fuller_address_that_agrees_is_taken(self):
        self.lead.write({"street": False, "city": False})
        self.one.write({"street": "چهارباغ", "city": "اصفهان", "country_id": self.country_ir.id})
        self._merge(self.leads)
        self.assertEqual((self.lead.street, self.lead.city), ("چهارباغ", "اصفهان"))
        self.assertEqual(self._line("street").origin_id, self.one)

    def test_32_properties(self):
        definition = [
            {"name": "size", "string": "متراژ", "type": "char"},
            {"name": "floor", "string": "طبقه", "type": "integer"},
        ]
        self.team.lead_properties_definition = definition
        self.lead.lead_properties = {"size": "۸۰", "floor": False}
        self.one.lead_properties = {"size": "۱۲۰", "floor": 3}
        merged = self._merge(self.leads)
        self.assertEqual(merged.lead_properties["size"], "۸۰")
        self.assertEqual(merged.lead_properties["floor"], 3)
        self.assertIn("۱۲۰", self._line("lead_properties.متراژ").others)
        merged.action_undo_merge()
        self.assertFalse(self.lead.lead_properties["floor"])
        self.assertEqual(self.one.lead_properties["floor"], 3)

    def test_32_properties_when_the_team_changes(self):
        self.team.lead_properties_definition = [{"name": "a", "string": "الف", "type": "char"}]
        self.lead.lead_properties = {"a": "مقدار"}
        leads = self.leads.with_user(self.user_sales_manager)
        leads._merge_opportunity(team_id=self.team_without_leads.id, user_id=self.user_vip.id)
        self.assertEqual(self.lead.team_id, self.team_without_leads)
        self.assertEqual(self._line("lead_properties.الف").others.count("مقدار"), 1)
        self.lead.with_user(self.user_sales_manager).action_undo_merge()
        self.assertEqual(self.lead.lead_properties["a"], "مقدار")

    def test_32_done_activities(self):
        activity = self.one.activity_schedule("mail.mail_activity_data_call", summary="تماس")
        waiting = self.one.activity_schedule("mail.mail_activity_data_todo", summary="بعدی")
        activity.action_done()
        self.assertFalse(activity.active)
        merged = self._merge(self.leads)
        self.assertEqual((activity | waiting).mapped("res_id"), [merged.id, merged.id])
        self.assertEqual(waiting.res_name, merged.name)
        merged.action_undo_merge()
        self.assertEqual((activity | waiting).mapped("res_id"), [self.one.id, self.one.id])
        self.assertEqual(waiting.res_name, self.one.name)

    def test_32_archived_meetings(self):
        meeting = self.env["calendar.event"].create(
            {
                "name": "جلسه",
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now(),
                "opportunity_id": self.one.id,
                "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "res_id": self.one.id,
                "active": False,
            }
        )
        merged = self._merge(self.leads)
        self.assertEqual((meeting.opportunity_id, meeting.res_id), (merged, merged.id))

    def test_32_scheduled_messages(self):
        message = self.env["mail.scheduled.message"].create(
            {
                "author_id": self.env.user.partner_id.id,
                "model": "crm.lead",
                "res_id": self.one.id,
                "body": "یادآوری",
                "scheduled_date": fields.Datetime.now() + timedelta(days=1),
            }
        )
        self.assertEqual(self._merge(self.leads).id, message.res_id)

    def test_32_notifications_and_stars(self):
        message = self.one.message_post(
            body="سلام",
            partner_ids=self.user_sales_manager.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        notifications = message.notification_ids
        message.with_user(self.user_sales_manager).toggle_message_starred()
        self.assertTrue(notifications)
        merged = self._merge(self.leads)
        self.assertEqual(message.res_id, merged.id)
        self.assertEqual(message.notification_ids, notifications)
        self.assertIn(self.user_sales_manager.partner_id, message.starred_partner_ids)

    def test_32_followers_who_have_been_silent(self):
        silent, both = self.env["res.partner"].create([{"name": "بی‌صدا"}, {"name": "هر دو"}])
        self.one.message_subscribe((silent | both).ids)
        self.lead.message_subscribe(both.ids)
        merged = self._merge(self.leads)
        self.assertLessEqual(silent | both, merged.message_partner_ids)
        merged.action_undo_merge()
        self.assertNotIn(silent, self.lead.message_partner_ids)
        self.assertLessEqual(silent | both, self.one.message_partner_ids)

    def test_32_colour_and_customer_and_language(self):
        customer = self.env["res.partner"].create({"name": "مشتری"})
        french = self.env["res.lang"]._activate_lang("fr_FR")
        self.one.write({"color": 5, "partner_id": customer.id, "lang_id": french.id})
        merged = self._merge(self.leads)
        self.assertEqual((merged.color, merged.partner_id), (5, customer))
        self.assertEqual(merged.lang_id, french)
        self.assertEqual(merged.contact_name, "مریم رضایی", "the customer overwrites nothing")

    def test_32_a_second_customer_is_told(self):
        one, two = self.env["res.partner"].create([{"name": "مشتری یک"}, {"name": "مشتری دو"}])
        self.lead.partner_id, self.one.partner_id = one, two
        self._merge(self.leads)
        self.assertEqual(self.lead.partner_id, one)
        self.assertIn("مشتری دو", self._line("partner_id").others)
        self.assertEqual(self.one.partner_id, two)

    @users("user_sales_leads")
    def test_32_orders_that_the_user_cannot_read(self):
        order = (
            self.env["sale.order"]
            .sudo()
            .create(
                {
                    "partner_id": self.env["res.partner"].create({"name": "خریدار"}).id,
                    "opportunity_id": self.one.id,
                    "user_id": self.user_sales_manager.id,
                }
            )
        )
        self.env["ir.rule"].sudo().search(
            [("model_id.model", "=", "sale.order"), ("domain_force", "=", "[(1,'=',1)]")]
        ).domain_force = "[('user_id', '=', user.id)]"
        self.assertFalse(self.env["sale.order"].search([("id", "=", order.id)]))
        merged = self._merge(self.leads)
        self.assertEqual(order.opportunity_id, merged)

    def test_32_phone_calls(self):
        call = self.env["crm.phonecall"].create({"name": "تماس", "opportunity_id": self.one.id})
        self.assertEqual(self._merge(self.leads), call.opportunity_id)

    def test_32_copied_addresses_and_the_position_by_themselves(self):
        bare = self._create({"email_cc": "cc@only.example.com", "function": "مدیر"})
        self.lead.function = False
        merged = self._merge(self.lead | bare)
        self.assertEqual(merged.email_cc, "cc@only.example.com")
        self.assertEqual(merged.function, "مدیر")

    def test_32_recurring_revenue_without_the_group(self):
        plan = self.env["crm.recurring.plan"].create({"name": "ماهانه", "number_of_months": 1})
        self.one.write({"recurring_revenue": 500, "recurring_plan": plan.id})
        self.assertFalse(self.user_sales_leads.has_group("crm.group_use_recurring_revenues"))
        merged = self._merge(self.leads)
        self.assertEqual((merged.recurring_revenue, merged.recurring_plan), (500, plan))

    def test_32_a_revenue_keeps_its_plan(self):
        monthly, yearly = self.env["crm.recurring.plan"].create(
            [
                {"name": "ماهانه", "number_of_months": 1},
                {"name": "سالانه", "number_of_months": 12},
            ]
        )
        self.one.write({"recurring_plan": monthly.id})
        self.leads[2].write({"recurring_revenue": 500, "recurring_plan": yearly.id})
        self.lead.write({"recurring_revenue": 900, "recurring_plan": False})
        merged = self._merge(self.leads)
        self.assertEqual(merged.recurring_revenue, 900)
        self.assertFalse(merged.recurring_plan)
        self.assertIn("سالانه", self._line("recurring_revenue").others)

    def test_32_priority(self):
        self.lead.priority, self.one.priority = "1", "3"
        self._merge(self.leads)
        self.assertEqual(self.lead.priority, "3")
        self.assertIn("Medium", self._line("priority").others)

    def test_32_dates_and_author_are_told_and_kept(self):
        author = mail_new_test_user(self.env, login="q_author", groups="base.group_user")
        self.env.cr.execute(
            "UPDATE crm_lead SET date_open = '2025-03-01', date_conversion = '2025-04-01', "
            "date_closed = '2025-05-01', create_uid = %s WHERE id = %s",
            [author.id, self.one.id],
        )
        self.one.invalidate_recordset()
        before = self.one.read(["date_open", "date_conversion", "date_closed", "create_uid"])
        self._merge(self.leads)
        self.assertEqual(
            self.one.read(["date_open", "date_conversion", "date_closed", "create_uid"]), before
        )
        body = "".join(self.lead.message_ids.mapped("body"))
        for text in (author.name, "03/01/2025", "04/01/2025", "05/01/2025"):
            self.assertIn(text, body)

    def test_32_the_lost_flag_and_reason(self):
        reason = self.env["crm.lost.reason"].create({"name": "گران بود"})
        self.one.action_set_lost(lost_reason_id=reason.id)
        merged = self._merge(self.leads)
        self.assertEqual(merged.won_status, "pending")
        self.assertEqual(self._line("lost_reason_id").others.count("گران بود"), 1)
        self.assertIn("گران بود", "".join(self.lead.message_ids.mapped("body")))
        merged.action_undo_merge()
        self.assertEqual((self.one.won_status, self.one.lost_reason_id), ("lost", reason))

    def test_32_a_file_of_a_field_stays_with_its_record(self):
        # As a binary field of another module stores it.
        file = self.env["ir.attachment"].create(
            {
                "name": "x_scan",
                "res_model": "crm.lead",
                "res_id": self.one.id,
                "res_field": "x_scan",
                "raw": b"one",
            }
        )
        self._merge(self.leads)
        self.assertEqual(file.res_id, self.one.id)

    def test_32_a_salesperson_is_not_blanked_by_a_lead_without_one(self):
        self.lead.write({"user_id": False, "team_id": False})
        window = self._open_window(self.lead, self.user_sales_manager)
        window.write({"name": "merge", "duplicated_lead_ids": [Command.set(self.leads[2].ids)]})
        window.action_apply()
        self.assertEqual(self.lead.user_id, self.user_sales_leads)
        self.assertEqual(self.lead.team_id, self.team)
