import gc

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..merge.common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadOrganization(MergeCommon):
    """A lead has a person, an organization, or both (features.md #39, #172)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Partner = cls.env["res.partner"]
        cls.company_pars, cls.company_aria = Partner.create(
            [
                {"name": "چاپ پارس", "is_company": True, "email": "info@pars.example.com"},
                {"name": "آریا", "is_company": True},
            ]
        )
        cls.person = Partner.create({"name": "مریم رضایی", "email": "maryam@mail.example.com"})
        cls.employee = Partner.create({"name": "بابک", "parent_id": cls.company_pars.id})

    def _new_lead(self, **values):
        return self._create({"type": "lead", **values})

    # The form --------------------------------------------------------------------------------

    def test_39_both_are_set_on_the_form(self):
        leads = self.env["crm.lead"].with_user(self.user_sales_leads)
        with Form(leads.with_context(default_type="lead"), "crm.crm_lead_view_form") as form:
            form.name = "هر دو"
            form.partner_id = self.person
            form.organization_id = self.company_aria
        lead = form.record
        self.assertEqual(lead.type, "lead")
        self.assertEqual(lead.partner_id, self.person)
        self.assertEqual(lead.organization_id, self.company_aria)
        self.assertEqual(lead.partner_name, "آریا")
        self.assertEqual(lead.contact_name, "مریم رضایی")
        self.assertFalse(self.person.parent_id, "A lead does not move a contact")

    def test_39_organization_alone(self):
        lead = self._new_lead(organization_id=self.company_aria.id)
        self.assertFalse(lead.partner_id)
        self.assertEqual(lead.partner_name, "آریا")
        lead.organization_id = self.company_pars
        self.assertEqual(lead.partner_name, "چاپ پارس")

    def test_39_company_comes_with_its_employee(self):
        lead = self._new_lead(partner_id=self.employee.id)
        self.assertEqual(lead.organization_id, self.company_pars)
        lead.partner_id = self.company_aria
        self.assertEqual(lead.organization_id, self.company_aria)

    def test_39_person_of_no_company_leaves_the_organization(self):
        lead = self._new_lead(organization_id=self.company_aria.id)
        lead.partner_id = self.person
        self.assertEqual(lead.organization_id, self.company_aria)

    def test_39_another_companys_organization_is_refused(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        self.company_aria.company_id = company
        with self.assertRaises(UserError):
            self._new_lead(organization_id=self.company_aria.id, company_id=self.env.company.id)

    def test_39_contact_made_from_the_form_belongs_there(self):
        lead = self._new_lead(organization_id=self.company_aria.id)
        self.assertEqual(lead.commercial_partner_id, self.company_aria)
        own = self._new_lead(partner_id=self.company_aria.id)
        self.assertFalse(own.commercial_partner_id, "As core has it for a company itself")

    def test_172_change_is_told_in_the_chatter(self):
        lead = self._new_lead()
        self.flush_tracking()
        lead.organization_id = self.company_aria
        self.assertIn("organization_id", self._chatter_changes(lead))

    def test_39_leads_of_before_are_filled(self):
        lead = self._new_lead(partner_id=self.employee.id)
        other = self._new_lead(partner_id=self.person.id)
        (lead | other).flush_recordset()
        self.cr.execute("UPDATE crm_lead SET organization_id = NULL")
        (lead | other).invalidate_recordset()
        self.env["crm.lead"]._fill_columns()
        self.assertEqual(lead.organization_id, self.company_pars)
        self.assertFalse(other.organization_id)

    # Conversion ------------------------------------------------------------------------------

    def test_39_new_customer_belongs_to_the_organization(self):
        lead = self._new_lead(
            organization_id=self.company_aria.id,
            contact_name="زهرا",
            email_from="zahra@aria.example.com",
        )
        window = self._open_window(lead, self.user_sales_leads, name="convert", action="create")
        self.assertEqual(window.commercial_partner_id, self.company_aria)
        window.action_apply()
        self.assertEqual(lead.partner_id.name, "زهرا")
        self.assertEqual(lead.partner_id.parent_id, self.company_aria)
        self.assertEqual(lead.organization_id, self.company_aria)
        self.assertEqual(self.env["res.partner"].search_count([("name", "=", "آریا")]), 1)

    def test_39_customer_without_a_name_is_the_organization(self):
        lead = self._new_lead(organization_id=self.company_aria.id)
        self._open_window(
            lead, self.user_sales_leads, name="convert", action="create"
        ).action_apply()
        self.assertEqual(lead.partner_id, self.company_aria)

    def test_39_conversion_in_bulk_does_the_same(self):
        leads = self._create(
            *(
                {
                    "type": "lead",
                    "organization_id": self.company_aria.id,
                    "contact_name": name,
                    "email_from": f"{number}@aria.example.com",
                }
                for number, name in enumerate(["زهرا", False])
            )
        )
        leads._convert_together("create", self.env["res.partner"], self.env["crm.stage"])
        self.assertEqual(leads[0].partner_id.parent_id, self.company_aria)
        self.assertEqual(leads[0].type, "opportunity")
        self.assertEqual(self.env["res.partner"].search_count([("name", "=", "آریا")]), 1)

    def test_39_conversion_in_bulk_stays_set_based(self):
        self.assertFalse(self.env["crm.lead"]._is_extended("_create_customer"))

    def test_39_existing_customer_keeps_the_organization(self):
        lead = self._new_lead(organization_id=self.company_aria.id, contact_name="مریم")
        window = self._open_window(
            lead,
            self.user_sales_leads,
            name="convert",
            action="exist",
            partner_id=self.person.id,
        )
        window.action_apply()
        self.assertEqual(lead.partner_id, self.person)
        self.assertEqual(lead.organization_id, self.company_aria)

    # Similar records and merging --------------------------------------------------------------

    def test_39_organization_is_a_weak_key(self):
        one = self._new_lead(organization_id=self.company_aria.id)
        other = self._new_lead(partner_id=self.company_aria.id)
        key = f"company:{self.company_aria.id}"
        self.assertIn(key, one.match_keys.splitlines())
        self.assertIn(key, other.match_keys.splitlines())
        one.organization_id = self.company_pars
        self.assertNotIn(key, one.match_keys.splitlines())

    def test_39_merge_fills_and_undo_gives_back(self):
        survivor, absorbed = self.leads[:2]
        absorbed.organization_id = self.company_aria
        self._merge(self.leads)
        self.assertEqual(survivor.organization_id, self.company_aria)
        survivor.action_undo_merge()
        self.assertFalse(survivor.organization_id)
        self.assertEqual(absorbed.organization_id, self.company_aria)

    def test_39_organizations_of_many_leads_take_no_query_more(self):
        def count(number):
            leads = self._create(*({"type": "lead"} for _number in range(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            # An environment that is collected half-way has its user read once more.
            gc.collect()
            before = self.env.cr.sql_log_count
            leads.with_context(tracking_disable=True).write({"partner_id": self.employee.id})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertEqual(count(2), count(20))

    def test_39_export(self):
        lead = self._new_lead(partner_id=self.employee.id)
        rows = lead.export_data(["partner_id/name", "organization_id/name"])["datas"]
        self.assertEqual(rows, [["بابک", "چاپ پارس"]])

    def test_39_a_new_card_keeps_its_company(self):
        """With a contact's e-mail beside it, too."""
        leads = self.env["crm.lead"].with_user(self.user_sales_leads)
        leads = leads.with_context(default_type="opportunity")
        for email in (False, "kasi@pars.example.com"):
            with Form(leads, "crm.quick_create_opportunity_form") as form:
                form.commercial_partner_id = self.company_pars
                form.name = "کارت تازه"
                if email:
                    form.email_from = email
            self.assertEqual(form.record.organization_id, self.company_pars)
            self.assertEqual(form.record.partner_name, "چاپ پارس")
            self.assertEqual(bool(form.record.partner_id), not email)
