from odoo import Command
from odoo.tests import Form, tagged, users

from odoo.addons.mail.tests.common import mail_new_test_user

from ..common import QualificationCommon

MAIL = """From: Customer <new@customer.example.com>
To: {to}
Subject: {subject}
Message-ID: <{subject}@customer.example.com>
Content-Type: text/plain

Hello
"""


@tagged("post_install", "-at_install")
class TestLeadFallback(QualificationCommon):
    """What comes in without a team is somebody's (features.md #174)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = mail_new_test_user(
            cls.env,
            login="user_operator",
            name="اپراتور پیش‌فرض",
            email="operator@test.example.com",
            groups="sales_team.group_sale_salesman",
            notification_type="inbox",
        )
        cls._set_fallback(cls.operator)
        cls.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", False)

    @classmethod
    def _set_fallback(cls, user):
        cls.env["res.config.settings"].create({"fallback_user_id": user.id}).execute()

    def _create(self, number=1, **values):
        neither = {"type": "lead", "user_id": False, "team_id": False}
        return self.env["crm.lead"].create(
            [{"name": f"ورودی {index}", **neither, **values} for index in range(number)]
        )

    def test_174_neither_team_nor_salesperson_goes_to_the_fallback_one(self):
        leads = self._create(3)
        self.assertEqual(leads.user_id, self.operator)
        self.assertTrue(all(leads.mapped("date_open")))
        opportunity = self._create(type="opportunity")
        self.assertEqual(opportunity.user_id, self.operator)

    def test_174_their_own_team_comes_with_them(self):
        self.team.member_ids += self.operator
        lead = self._create()
        self.assertEqual((lead.user_id, lead.team_id), (self.operator, self.team))

    def test_174_they_are_told_as_of_any_assignment(self):
        lead = self._create()
        self.assertIn(self.operator.partner_id, lead.message_partner_ids)
        letter = self.env["mail.message"].search(
            [
                ("model", "=", "crm.lead"),
                ("res_id", "=", lead.id),
                ("message_type", "=", "user_notification"),
            ]
        )
        self.assertEqual(letter.notified_partner_ids, self.operator.partner_id)
        self.assertIn("You have been assigned", letter.subject)

    def test_174_what_is_given_stays(self):
        self.assertFalse(self._create(team_id=self.team.id).user_id)
        self.assertEqual(self._create(user_id=self.user_vip.id).user_id, self.user_vip)
        lead = self.env["crm.lead"].with_user(self.user_sales_leads).create({"name": "خودم"})
        self.assertEqual(lead.user_id, self.user_sales_leads)

    def test_174_nobody_is_set_and_nobody_gets_it(self):
        self._set_fallback(self.env["res.users"])
        self.assertFalse(self._create().user_id)

    def test_174_letters_and_imports_are_somebodys_too(self):
        alias = self.env["mail.alias"].create(
            {
                "alias_name": "neither.test",
                "alias_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "alias_domain_id": self.env.company.alias_domain_id.id,
                "alias_defaults": "{'type': 'lead', 'team_id': False}",
            }
        )
        mail = MAIL.format(to=alias.alias_full_name, subject="fallback-letter")
        self.env["mail.thread"].message_process("crm.lead", mail)
        leads = self.env["crm.lead"]
        lead = leads.search([("name", "=", "fallback-letter")])
        self.assertEqual(
            (lead.user_id, lead.email_from),
            (self.operator, '"Customer" <new@customer.example.com>'),
        )
        leads.with_user(self.user_sales_leads).load(
            ["name", "user_id/.id", "team_id/.id"], [["fallback-import", "", ""]]
        )
        self.assertEqual(leads.search([("name", "=", "fallback-import")]).user_id, self.operator)

    @users("user_sales_leads")
    def test_174_what_a_user_leaves_empty_in_the_form_too(self):
        form = Form(self.env["crm.lead"].with_context(default_type="lead"))
        form.name = "خالی"
        form.user_id = self.env["res.users"]
        form.team_id = self.env["crm.team"]
        self.assertEqual(form.save().user_id, self.operator)

    @users("user_sales_salesman")
    def test_174_a_form_stays_readable_for_whom_sees_their_own_alone(self):
        values = {"name": "خالی", "type": "lead", "user_id": False, "team_id": False}
        (saved,) = self.env["crm.lead"].web_save(values, {"name": {}, "user_id": {}})
        self.assertEqual((saved["name"], saved["user_id"]), ("خالی", False))
        self.assertEqual(self.env["crm.lead"].create(values).sudo().user_id, self.operator)

    def test_174_who_left_gets_nothing(self):
        self.operator.active = False
        self.assertFalse(self._create().user_id)
        self.operator.active = True
        self.operator.unlink()
        self.assertFalse(self._create().user_id)
        self.assertFalse(self.env["res.config.settings"].create({}).fallback_user_id)

    def test_174_another_companys_records_are_not_for_them(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        customer = self.env["res.partner"].create({"name": "مشتری", "company_id": company.id})
        lead = self._create(company_id=company.id, partner_id=customer.id)
        self.assertEqual(lead.company_id, company)
        self.assertFalse(lead.user_id)
        self.operator.company_ids = [Command.link(company.id)]
        lead = self._create(company_id=company.id, partner_id=customer.id)
        self.assertEqual(lead.user_id, self.operator)

    def test_174_it_costs_what_assigning_the_records_at_once_costs(self):
        def queries(number, assign):
            leads = self._create(number, user_id=self.user_vip.id)
            leads.write({"user_id": False, "team_id": False})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            assign(leads)
            self.env.flush_all()
            self.assertEqual(leads.user_id, self.operator)
            return self.env.cr.sql_log_count - before

        def by_odoo(leads):
            leads.write({"user_id": self.operator.id})

        def by_us(leads):
            leads._assign_fallback_salesperson()

        queries(2, by_us)
        extra = queries(2, by_us) - queries(2, by_odoo)
        self.assertLessEqual(queries(12, by_us) - queries(12, by_odoo), extra)

    def test_174_rule_based_assignment_comes_first_and_leaves_the_rest(self):
        self.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", True)
        self.env["crm.team"].search([]).assignment_domain = "[('name', '=', 'برای تیم')]"
        self.team.assignment_domain = "[('name', '=', 'برای تیم')]"
        taken, left = self._create(name="برای تیم"), self._create(name="برای هیچ‌کس")
        self.assertFalse((taken | left).user_id, "the rules come first")
        self.env.flush_all()
        self.env["crm.team"]._cron_assign_leads(force_quota=True, creation_delta_days=0)
        self.assertTrue(taken.team_id)
        self.assertNotEqual(taken.user_id, self.operator)
        self.assertEqual(left.user_id, self.operator)
