from odoo.tests import tagged, users

from ..common import QualificationCommon

ADDRESS = "maryam.r@gmail.com"


@tagged("post_install", "-at_install")
class TestLeadKeysTyped(QualificationCommon):
    """Keys are the same however something was typed, and whoever typed it (#19, B5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.main_company = cls.env["res.company"]._get_main_company()
        cls.main_company.country_id = cls.country_ir
        cls.us_company = cls.env["res.company"].create(
            {"name": "US Branch", "country_id": cls.env.ref("base.us").id}
        )
        cls.user_sales_leads.company_ids |= cls.us_company
        cls.user_sales_manager.company_ids |= cls.us_company

    def _create(self, **values):
        return self.env["crm.lead"].create(
            {"name": "رکورد", "team_id": False, "user_id": False, **values}
        )

    def _assert_matches(self, lead, other, kind):
        self.env.flush_all()
        self.assertIn(kind, lead._find_similar()[lead].get(other.id, ()))

    @users("user_sales_leads")
    def test_b5_an_address_as_it_is_pasted(self):
        lead = self._create(email_from=ADDRESS)
        for text in (
            f"\u200f{ADDRESS}",
            f"\u202a{ADDRESS}\u202c",
            f"{ADDRESS}.",
            f"{ADDRESS}،",
            f"«{ADDRESS}»",
            f"({ADDRESS})",
            f"«{ADDRESS}».",
            f"مریم رضایی ({ADDRESS})",
            f"boss@x.example.org، {ADDRESS}",
        ):
            with self.subTest(text=text):
                other = self._create(email_from=text)
                self._assert_matches(lead, other, "email")
                self.assertIn(lead, other._get_lead_duplicates())
                # As core's windows and its assignment ask.
                found = self.env["crm.lead"]._get_lead_duplicates(email=text)
                self.assertLessEqual(lead | other, found)
                if "boss" not in text:
                    self.assertNotIn("email_from", (lead | other)._find_conflicts())
                self.assertEqual(other.email_from, text, "what was typed stays as it was typed")
                other.sudo().unlink()

    @users("user_sales_leads")
    def test_b2_two_texts_without_an_address_are_two(self):
        one, two = self._create(email_from="ندارد"), self._create(email_from="بعدا می‌پرسم")
        self.assertIn("email_from", (one | two)._find_conflicts())

    @users("user_sales_leads")
    def test_b5_an_extension_of_a_mobile_tells_nothing(self):
        lead = self._create(phone="09127654321")
        other = self._create(phone="۰۹۱۲۷۶۵۴۳۲۱ داخلی ۱۲")
        self._assert_matches(lead, other, "phone")
        self.assertNotIn("phone", (lead | other)._find_conflicts())

    @users("user_sales_leads")
    def test_b5_the_key_of_a_phone_does_not_depend_on_who_writes(self):
        lead = self._create(phone="09127654321", contact_name="x")
        self.assertFalse(lead.company_id)
        other = self._create(phone="+989127654321")
        abroad = lead.with_context(allowed_company_ids=self.us_company.ids)
        self.assertEqual(abroad.env.company, self.us_company)
        abroad.write({"contact_name": "z"})
        self._assert_matches(lead, other, "phone")
        # A new record that is written there, too.
        new = self.env(context=abroad.env.context)["crm.lead"].create(
            {"name": "رکورد", "team_id": False, "user_id": False, "phone": "۰۹۱۲۷۶۵۴۳۲۱"}
        )
        self._assert_matches(lead, new, "phone")
        self.assertNotIn("phone", (abroad | other.with_env(abroad.env))._find_conflicts())

    @users("user_sales_leads")
    def test_b5_while_typing_neither(self):
        self._create(phone="09127654321")
        leads = self.env["crm.lead"].with_context(allowed_company_ids=self.us_company.ids)
        typed = leads.new(
            {"name": "تازه", "user_id": False, "company_id": False, "phone": "۰۹۱۲ ۷۶۵ ۴۳۲۱"}
        )
        self.assertFalse(typed.company_id)
        self.assertEqual(typed.similar_notice, "Records that look like this one: 1.")

    @users("user_sales_leads")
    def test_b5_the_lead_then_its_company_then_the_database(self):
        us = self.env.ref("base.us")
        lead = self._create(phone="x")
        self.assertEqual(lead._get_phone_region(), "IR")
        lead.sudo().company_id = self.us_company
        self.assertEqual(lead._get_phone_region(), "US")
        lead.country_id = self.country_ir
        self.assertEqual(lead._get_phone_region(), "IR")
        self.assertEqual(self._create(country_id=us.id)._get_phone_region(), "US")

    def test_64_the_contact_of_a_call_does_not_depend_on_who_asks(self):
        contact = self.env["res.partner"].create(
            {"name": "مریم", "phone": "09127654321", "country_id": self.country_ir.id}
        )
        call = self.env["crm.phonecall"].create({"name": "تماس", "partner_phone": "۰۹۱۲۷۶۵۴۳۲۱"})
        call.company_id = False
        for company in (self.main_company, self.us_company):
            self.assertEqual(call.with_company(company)._find_contact(), contact)

    @users("user_sales_manager")
    def test_40_rows_of_a_file_neither(self):
        leads = self.env["crm.lead"].with_context(allowed_company_ids=self.us_company.ids)
        data = [{"values": {"name": "x", "phone": "09127654321"}, "info": {"rows": {"from": 0}}}]
        self.assertIn(("phone", "+989127654321"), leads._get_keys_of_rows(data)[0])
