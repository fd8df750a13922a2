from odoo.exceptions import AccessError
from odoo.tests import Form, tagged, users

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadDuplicateGroup(QualificationCommon):
    """CRM > Leads > Duplicates: every group of records that share a key (features.md #40, B8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir
        cls.twins = cls.env["crm.lead"].create(
            [
                {
                    "name": f"همان شماره {number}",
                    "phone": phone,
                    "user_id": cls.user_sales_leads.id,
                    "team_id": cls.team.id,
                }
                for number, phone in enumerate(("0098 912 555 0101", "+98 912 555 0101"))
            ]
        )
        cls.leads = cls.lead | cls.twins

    def _get_group(self):
        groups = self.env["crm.lead.duplicate.group"].search([("kind", "=", "phone")])
        return groups.filtered(lambda group: self.lead in group.lead_ids)

    @users("user_sales_leads")
    def test_40_a_group_has_its_records_and_its_reason(self):
        group = self._get_group()
        self.assertEqual(group.lead_ids, self.leads)
        self.assertEqual(group.lead_count, 3)
        self.assertEqual(group.value, "+989125550101")

    @users("user_sales_leads")
    def test_40_the_largest_comes_first(self):
        counts = self.env["crm.lead.duplicate.group"].search([]).mapped("lead_count")
        self.assertEqual(counts, sorted(counts, reverse=True))

    @users("user_sales_leads")
    def test_40_a_customer_is_shown_by_name(self):
        customer = self.env["res.partner"].create({"name": "مشتری گروه"})
        (self.leads).partner_id = customer
        groups = self.env["crm.lead.duplicate.group"].search([("kind", "=", "partner")])
        self.assertIn("مشتری گروه", groups.mapped("value"))

    @users("user_sales_leads")
    def test_40_an_office_number_is_shown_as_a_number(self):
        self.leads.write({"phone": "021-88776655", "contact_name": "مریم رضایی"})
        self.assertEqual(self._get_group().value, "+982188776655")

    @users("user_sales_leads")
    def test_40_it_opens_its_records_to_compare_and_merge(self):
        action = self._get_group().action_open()
        self.assertEqual(action["res_model"], "crm.merge.opportunity")
        window = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual({*window.opportunity_ids}, {*self.leads.with_env(self.env)})

    @users("user_sales_leads")
    def test_b4_a_group_is_dismissed_as_a_whole(self):
        group = self._get_group()
        with self.assertQueryCount(20):
            group.action_dismiss()
        self.assertFalse(self._get_group())
        self.assertEqual(self.lead._get_dismissed(), self.twins)

    @users("user_sales_leads")
    def test_40_another_company_is_another_group(self):
        self._activate_multi_company()
        self.twins[1].write({"team_id": False, "user_id": False})
        self.twins[1].company_id = self.company_2
        self.env.flush_all()
        self.assertEqual(self._get_group().lead_ids, self.leads - self.twins[1])

    @users("user_sales_salesman")
    def test_40_who_sees_only_their_own_has_no_list_of_all(self):
        with self.assertRaises(AccessError):
            self.env["crm.lead.duplicate.group"].search([])

    @users("user_sales_leads")
    def test_40_nobody_writes_a_group(self):
        with self.assertRaises(AccessError):
            self._get_group().write({"kind": "email"})
