from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadMergeRedirect(MergeCommon):
    """What is made for a merged record goes to its survivor when it is made (features.md #32)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "مشتری آزمون"})
        # In two steps: the survivor of the absorbed record was absorbed itself.
        middle = cls._merge_as(cls.leads[1:])
        cls.survivor = cls._merge_as(cls.lead | middle)
        cls.absorbed = cls.leads[2]

    @classmethod
    def _merge_as(cls, leads):
        return leads.with_user(cls.user_sales_leads).merge_opportunity().with_env(cls.env)

    def _as(self, model, user=None):
        return self.env[model].with_user(user or self.user_sales_leads)

    def test_a_quotation_is_confirmed(self):
        user = self.user_sales_leads
        user.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        order = self._as("sale.order").create(
            {"partner_id": self.customer.id, "opportunity_id": self.absorbed.id}
        )
        self.assertEqual(order.opportunity_id, self.survivor)
        product = self.env["product.product"].create({"name": "میز"})
        order.order_line = [
            Command.create({"product_id": product.id, "product_uom_qty": 1, "price_unit": 9000})
        ]
        self.survivor.company_id = order.company_id
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertIn(order, self.survivor.order_ids)

    def test_a_quotation_of_another_tab_by_its_defaults(self):
        context = self.survivor._prepare_opportunity_quotation_context()
        context |= {
            "default_opportunity_id": self.absorbed.id,
            "default_partner_id": self.customer.id,
        }
        order = self._as("sale.order").with_context(**context).create({})
        self.assertEqual(order.opportunity_id, self.survivor)

    def test_a_quotation_is_confirmed_where_the_survivor_was_deleted(self):
        self.survivor.unlink()
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "opportunity_id": self.absorbed.id}
        )
        self.assertEqual(order.opportunity_id, self.absorbed)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_what_is_written_there(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order.with_user(self.user_sales_manager).write({"opportunity_id": self.absorbed.id})
        self.assertEqual(order.opportunity_id, self.survivor)

    def test_a_meeting(self):
        now = fields.Datetime.now()
        meeting = self._as("calendar.event").create(
            {
                "name": "جلسه",
                "start": now,
                "stop": now,
                "opportunity_id": self.absorbed.id,
                "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "res_id": self.absorbed.id,
            }
        )
        self.assertEqual(meeting.opportunity_id, self.survivor)
        self.assertEqual(meeting.res_id, self.survivor.id)
        self.assertEqual(set(meeting.activity_ids.mapped("res_id")), {self.survivor.id})

    def test_a_call(self):
        call = self._as("crm.phonecall").create(
            {"name": "تماس", "opportunity_id": self.absorbed.id}
        )
        self.assertEqual(call.opportunity_id, self.survivor)

    def test_an_activity(self):
        activity = self._as("mail.activity").create(
            {
                "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "res_id": self.absorbed.id,
                "summary": "پیگیری",
            }
        )
        self.assertEqual(activity.res_id, self.survivor.id)
        self.assertEqual(activity.res_name, self.survivor.name)
        self.absorbed.activity_schedule("mail.mail_activity_data_todo")
        self.assertEqual(len(self.survivor.activity_ids), 2)
        self.assertFalse(self.absorbed.activity_ids)

    def test_an_attachment_made_and_moved(self):
        values = {"name": "x", "raw": b"x"}
        made = self._as("ir.attachment").create(
            {**values, "res_model": "crm.lead", "res_id": self.absorbed.id}
        )
        moved = self._as("ir.attachment").create(
            {**values, "res_model": "crm.lead", "res_id": self.survivor.id}
        )
        other = self._as("ir.attachment").create(
            {**values, "res_model": "res.partner", "res_id": self.customer.id}
        )
        # The number alone: of one it is a lead's, of the other it is not.
        (moved | other).sudo().write({"res_id": self.absorbed.id})
        self.assertEqual((made | moved).mapped("res_id"), [self.survivor.id] * 2)
        self.assertEqual(other.sudo().res_id, self.absorbed.id)

    def test_a_message_and_a_follower(self):
        message = self.absorbed.with_user(self.user_sales_leads).message_post(body="سلام")
        note = self.absorbed._message_log(body="یادداشت")
        self.assertEqual((message.res_id, note.res_id), (self.survivor.id, self.survivor.id))
        self.survivor.message_subscribe(self.customer.ids)
        self.absorbed.message_subscribe((self.customer | self.user_vip.partner_id).ids)
        self.assertLessEqual(
            self.customer | self.user_vip.partner_id, self.survivor.message_partner_ids
        )
        self.assertNotIn(self.user_vip.partner_id, self.absorbed.message_partner_ids)

    def test_a_reference_of_the_site_itself(self):
        kinds = "[('crm.lead', 'Lead'), ('res.partner', 'Contact')]"
        self._add_field("res.partner", "x_about", "reference", selection=kinds)
        self._add_field("res.partner", "x_lead_id", "many2one", relation="crm.lead")
        first, second = self.env["res.partner"].create(
            [
                {"name": "a", "x_about": f"crm.lead,{self.absorbed.id}"},
                {"name": "b", "x_lead_id": self.absorbed.id},
            ]
        )
        self.assertEqual(first.x_about, self.survivor)
        self.assertEqual(second.x_lead_id, self.survivor)
        second.x_about = f"res.partner,{first.id}"
        self.assertEqual(second.x_about, first)

    def test_what_stays_by_design(self):
        with self.assertRaises(UserError):
            self.env["crm.lead.participant"].create(
                {"lead_id": self.absorbed.id, "partner_id": self.customer.id}
            )
        with self.assertRaises(UserError):
            self.env["crm.lead.note"].create({"lead_id": self.absorbed.id, "body": "x"})
        name = self.env["ir.model.data"].create(
            {"name": "x_absorbed", "model": "crm.lead", "res_id": self.absorbed.id}
        )
        self.assertEqual(name.res_id, self.absorbed.id)

    # Rights ----------------------------------------------------------------------------------

    def test_whoever_may_not_see_the_survivor(self):
        """What core says of a record that one may not see; of a number it asks nothing."""
        salesman = self.user_sales_salesman
        hidden, absorbed = self._create({}, {"user_id": salesman.id})
        self._set_ages(hidden | absorbed)
        self._merge_as(hidden | absorbed)
        # Whoever follows a record can open it, and followers come along.
        hidden.message_unsubscribe(salesman.partner_id.ids)
        absorbed.with_user(salesman).check_access("read")
        self.assertFalse(hidden.with_user(salesman).has_access("read"))
        other = self._create({"name": "رکوردی دیگر"})
        values = {
            "mail.activity": {"res_model_id": self.env["ir.model"]._get_id("crm.lead")},
            "ir.attachment": {"res_model": "crm.lead", "name": "x", "raw": b"x"},
            "mail.message": {"model": "crm.lead", "body": "x"},
        }
        for model, vals in values.items():
            for lead in (other, absorbed):
                with self.subTest(model=model, lead=lead.name), self.assertRaises(AccessError):
                    self._as(model, salesman).create({**vals, "res_id": lead.id})
        for lead in (other, absorbed):
            with self.assertRaises(AccessError):
                lead.with_user(salesman).message_post(body="x")
            with self.assertRaises(AccessError):
                lead.with_user(salesman).message_subscribe(self.customer.ids)
        file = self._as("ir.attachment", salesman).create({"name": "x", "raw": b"x"})
        for lead in (other, absorbed):
            with self.assertRaises(AccessError):
                file.write({"res_model": "crm.lead", "res_id": lead.id})
        # A meeting with somebody else's opportunity is core's own liberty, and no more than that.
        now = fields.Datetime.now()
        for lead in (other, absorbed):
            meeting = self._as("calendar.event", salesman).with_context(dont_notify=True)
            vals = {"name": "x", "start": now, "stop": now, "opportunity_id": lead.id}
            with self.assertRaises(AccessError):
                # Core tells the opportunity of it.
                meeting.create(vals)

    # Cost ------------------------------------------------------------------------------------

    def test_many_take_one_query_more(self):
        def count(leads):
            vals_list = [{"model": "crm.lead", "res_id": lead.id, "body": "x"} for lead in leads]
            self.env["mail.message"].create(vals_list[:1])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["mail.message"]._redirect_values(vals_list)
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(self._create({}, {})), 1)
        self.assertEqual(count(self._create(*({} for _number in range(50)))), 1)

    def test_models_without_leads_are_not_looked_at(self):
        countries = self.env["res.country.state"]
        self.assertEqual(countries._get_columns_redirected(), ())
        self.assertTrue(self.env["sale.order"]._get_columns_redirected())
