from ast import literal_eval
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged, users

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.web.controllers.utils import clean_action

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadUndo(QualificationCommon):
    """What a window has done is taken back by the toast that tells it (#17, #75)."""

    def _press_undo(self, action, user=None):
        """What the button of the toast calls, with nothing but what the client got."""
        with self.assertNoLogs("odoo.addons.web.controllers.utils"):
            effect = clean_action(action, self.env)["effect"]
        self.assertEqual(effect["type"], "crm_lead_undo_notification")
        leads = self.env[effect["model"]].with_user(user or self.env.user).browse(effect["ids"])
        return effect["message"], getattr(leads, effect["method"])()

    def _lose(self, leads):
        window = self.env["crm.lead.lost"].create({"lead_ids": [Command.set(leads.ids)]})
        return window.action_lost_reason_apply()

    @users("user_sales_leads")
    def test_17_a_conversion_is_undone_from_its_toast(self):
        lead = self.lead.with_env(self.env)
        action = self._open_window(lead, self.env.user).action_apply()
        self.assertEqual(action["res_id"], lead.id)
        self.assertEqual(lead.type, "opportunity")
        with self.assertRaises(UserError):
            self._press_undo(action, self.user_sales_salesman)
        self.assertEqual(lead.type, "opportunity")
        message, _result = self._press_undo(action)
        self.assertEqual(message, f"“{lead.name}” is an opportunity now.")
        self.assertEqual(lead.type, "lead")

    @users("user_sales_leads")
    def test_17_everything_is_as_it_was_and_the_new_customer_goes(self):
        lead = self.lead.with_env(self.env)
        self.env.flush_all()
        before = lead.sudo()._get_merge_snapshot()
        window = self._open_window(lead, self.env.user)
        window.team_id = self.team_without_leads
        window.user_id = self.user_vip
        action = window.action_apply()
        customer = lead.partner_id
        company = customer.parent_id
        self.assertTrue(customer and company)
        self.assertEqual(lead.team_id, self.team_without_leads)
        _message, result = self._press_undo(action)
        self.assertEqual((result["res_model"], result["res_id"]), ("crm.lead", lead.id))
        self.assertEqual(lead.sudo()._get_merge_snapshot(), before)
        self.assertFalse((customer | company).filtered("active"))
        # The list of bulk runs is one of bulk runs.
        runs = self.env.ref("crm_lead_qualification.crm_lead_bulk_action").sudo()
        self.assertFalse(self.env["crm.lead.bulk"].search(literal_eval(runs.domain)))

    @users("user_sales_leads")
    def test_17_a_customer_that_is_used_since_stays_and_that_is_said(self):
        lead = self.lead.with_env(self.env)
        action = self._open_window(lead, self.env.user).action_apply()
        customer = lead.partner_id
        lead.copy({"name": "دیگری", "type": "opportunity", "partner_id": customer.id})
        _message, result = self._press_undo(action)
        self.assertEqual(lead.type, "lead")
        self.assertTrue(customer.active)
        self.assertIn(customer.name, result["params"]["message"])
        self.assertEqual(result["params"]["next"]["res_id"], lead.id)

    @users("user_sales_leads")
    def test_17_what_holds_it_in_the_pipeline_is_said(self):
        lead = self.lead.with_env(self.env)
        action = self._open_window(lead, self.env.user).action_apply()
        self.env["sale.order"].sudo().create(
            {"partner_id": lead.partner_id.id, "opportunity_id": lead.id}
        )
        with self.assertRaisesRegex(UserError, "quotations"):
            self._press_undo(action)
        self.assertEqual(lead.type, "opportunity")

    @users("user_sales_leads")
    def test_17_what_cannot_be_undone_is_not_offered(self):
        lead = self.lead.with_env(self.env)
        lead.team_id.sudo().use_leads = False
        self.assertNotIn("effect", self._open_window(lead, self.env.user).action_apply())

    @users("user_sales_leads")
    def test_17_a_merge_of_the_convert_window_is_undone_from_its_toast(self):
        lead = self.lead.with_env(self.env)
        twin = lead.copy({"name": "همزاد"})
        action = self._open_window(lead, self.env.user, name="merge").action_apply()
        self.assertFalse((lead & twin.survivor_id) and twin.active)
        self._press_undo(action)
        self.assertEqual((lead | twin).mapped("type"), ["lead", "lead"])
        self.assertTrue(lead.active and twin.active)

    @users("user_sales_leads")
    def test_75_a_loss_is_undone_from_its_toast(self):
        stages = self.env["crm.stage"].search([("is_won", "=", False)], limit=2)
        lead = self.lead.with_env(self.env)
        lead.write({"type": "opportunity", "stage_id": stages[1].id})
        action = self._lose(lead)
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertFalse(lead.active)
        with self.assertRaises(AccessError):
            self._press_undo(action, self.user_sales_salesman)
        message, _result = self._press_undo(action)
        self.assertEqual(message, f"“{lead.name}” is lost.")
        self.assertEqual((lead.active, lead.stage_id), (True, stages[1]))
        self.assertTrue(lead.probability)
        self.assertFalse(lead.loss_ids, "it never was")
        with self.assertRaisesRegex(UserError, "nothing to restore"):
            self._press_undo(action)

    @users("user_sales_leads")
    def test_75_a_loss_of_long_ago_or_of_another_stays_a_fact(self):
        leads = self.lead.with_env(self.env) | self.lead.copy({"name": "دیگری"}).with_env(self.env)
        old, others = leads
        self._lose(old)
        others.with_user(self.user_sales_manager).action_set_lost()
        self.env.flush_all()
        past = fields.Datetime.now() - timedelta(hours=1)
        self.env.cr.execute(
            "UPDATE crm_lead_loss SET create_date = %s WHERE lead_id = %s", [past, old.id]
        )
        self.env.invalidate_all()
        leads.action_undo_lost()
        self.assertTrue(all(leads.mapped("active")))
        self.assertEqual(leads.loss_ids.mapped("state"), ["recovered"] * 2)

    @users("user_sales_leads")
    def test_75_several_are_counted(self):
        leads = self.lead.with_env(self.env) | self.lead.copy({"name": "دیگری"}).with_env(self.env)
        message, _result = self._press_undo(self._lose(leads))
        self.assertEqual(message, "Records marked as lost: 2.")
        self.assertTrue(all(leads.mapped("active")))


@tagged("post_install", "-at_install")
class TestLeadInboxTour(HttpCase):
    """The leads as a mailbox, in Persian: the clicks, the keys and the toasts."""

    def test_54_two_clicks_to_an_opportunity_and_the_keys(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env.company.country_id = self.env.ref("base.ir")
        self.env.ref("base.group_user").implied_ids = [
            Command.link(self.env.ref("crm.group_use_lead").id)
        ]
        user = mail_new_test_user(
            self.env,
            login="user_inbox_fa",
            name="لیلا فروشنده",
            lang="fa_IR",
            groups="sales_team.group_sale_salesman",
        )
        team = self.env["crm.team"].create({"name": "تیم آزمون", "member_ids": user.ids})
        values = {"type": "lead", "user_id": user.id, "team_id": team.id}
        who = {"contact_name": "مریم", "partner_name": "چاپ پارس", "phone": "09125550101"}
        first = self.env["crm.lead"].create({"name": "سرنخ یکم", **who, **values})
        second = self.env["crm.lead"].create({"name": "سرنخ دوم", **values})
        self.start_tour("/odoo", "crm_lead_qualification_inbox", login=user.login, timeout=120)
        self.assertEqual((first | second).mapped("type"), ["lead", "lead"])
        self.assertTrue(second.active)
        self.assertFalse(second.loss_ids)
