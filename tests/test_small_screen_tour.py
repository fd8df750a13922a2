from odoo.tests import tagged

from .common_tours import PersianTourCase


@tagged("post_install", "-at_install")
class TestSmallScreenTour(PersianTourCase):
    """A lead and an opportunity on a telephone, in Persian."""

    login = "user_small_fa"

    browser_size = "390x844"
    touch_enabled = True

    def test_145_my_activities_are_cards_by_their_days(self):
        lead = self.env["crm.lead"].create(
            {"name": "تجهیز دفتر وکالت", "type": "opportunity", "user_id": self.user.id}
        )
        lead.activity_schedule("mail.mail_activity_data_call", user_id=self.user.id)
        self.start_tour(
            "/odoo/action-crm.crm_lead_action_my_activities",
            "crm_lead_qualification_small_activities",
            login=self.user.login,
            timeout=90,
        )

    def test_whom_to_call_stands_on_the_first_screen(self):
        values = {
            "user_id": self.user.id,
            "contact_name": "مریم رضایی",
            "email_from": "maryam@small.example.com",
            "phone": "0912 555 0101",
        }
        # Two of one person, so that the notice of them is there too.
        leads = self.env["crm.lead"].create(
            [
                {"name": "تجهیز دفتر وکالت", "type": "lead", **values},
                {"name": "مبلمان دفتر وکالت", "type": "opportunity", **values},
            ]
        )
        for lead in leads:
            with self.subTest(lead.type):
                self.start_tour(
                    f"/odoo/crm.lead/{lead.id}",
                    "crm_lead_qualification_small_screen",
                    login=self.user.login,
                    timeout=90,
                )
