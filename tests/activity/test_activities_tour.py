from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user


@tagged("post_install", "-at_install")
class TestActivitiesTour(HttpCase):
    """My activities in the browser, in Persian."""

    def test_124_to_149_my_activities(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        user = mail_new_test_user(
            self.env,
            login="user_activities_fa",
            name="لیلا فروشنده",
            lang="fa_IR",
            tz="Asia/Tehran",
            groups="sales_team.group_sale_salesman",
        )
        today = fields.Date.context_today(user.with_user(user))
        days = {"فرصت آینده": 2, "فرصت معوق": -3, "فرصت تمام": 0}
        summaries = ("پیگیری آینده 48-port PoE سوییچ", "پیگیری دیرشده", "تماس تمام‌شده")
        activities = self.env["mail.activity"]
        for (name, number), summary in zip(days.items(), summaries, strict=True):
            lead = self.env["crm.lead"].create(
                {"name": name, "type": "opportunity", "user_id": user.id}
            )
            activities |= lead.activity_schedule(
                "mail.mail_activity_data_call",
                summary=summary,
                user_id=user.id,
                date_deadline=today + timedelta(days=number),
            )
        activities[2].with_user(user).action_done()
        # Somebody else is late, on the same record.
        self.env["crm.lead"].search([("name", "=", "فرصت آینده")]).activity_schedule(
            "mail.mail_activity_data_call",
            summary="تماس دیگری",
            user_id=self.env.ref("base.user_admin").id,
            date_deadline=today - timedelta(days=5),
        )
        warning = self.env["mail.activity.type"].create(
            {"name": "هشدار قرارداد", "decoration_type": "warning", "icon": "fa-warning"}
        )
        self.env["crm.lead"].search([("name", "=", "فرصت معوق")]).activity_schedule(
            activity_type_id=warning.id,
            user_id=self.env.ref("base.user_admin").id,
            date_deadline=today + timedelta(days=9),
        )
        lost = self.env["crm.lead"].create(
            {"name": "فرصت باخته", "type": "opportunity", "user_id": user.id}
        )
        lost.activity_schedule("mail.mail_activity_data_call", user_id=user.id)
        lost.action_set_lost()
        calls = self.env["crm.phonecall"].create(
            [
                {
                    "name": f"تماس {number} بدون سرنخ",
                    "user_id": user.id,
                    "contact_name": "رعنا نیکو",
                    "partner_phone": "+98 912 555 0202",
                    "date": fields.Datetime.now() + timedelta(days=number),
                    "state": "open",
                }
                for number in range(1, 5)
            ]
        )
        calls[1].partner_phone = "۰۲۱ ۸۸۷۷۶۶۵۵ و ۰۹۱۲ ۵۵۵ ۰۲۰۳"
        self.start_tour("/odoo", "crm_lead_qualification_activities", login=user.login, timeout=120)
        # Snoozed once, and once more with the other.
        self.assertEqual(activities[0].date_deadline, today + timedelta(days=16))
        self.assertEqual(activities[1].date_deadline, today + timedelta(days=7))
