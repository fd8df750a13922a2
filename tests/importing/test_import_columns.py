from odoo.tests import tagged, users

from .common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportColumns(ImportCommon):
    """Several columns for one field, and rows without a name, lose nothing (#40)."""

    @users("user_sales_leads")
    def test_40_further_phones_are_kept_in_the_notes(self):
        both, one, other, none = self._get_created(
            self._import(
                "Lead,Phone,Mobile,Notes,Mobile 2",
                "one,021 5550101,0912 555 0199,said hello,",
                "two,021 5550102,,,",
                "three,,0912 555 0198,,<b>0912</b>",
                "four,,,said nothing,",
            )
        )
        self.assertEqual(both.phone, "021 5550101")
        self.assertEqual(both.description, "<p>said hello<br>mobile: 0912 555 0199</p>")
        self.assertEqual((one.phone, bool(one.description)), ("021 5550102", False))
        self.assertEqual(other.phone, "0912 555 0198", "the first that the row has")
        self.assertEqual(other.description, "<p>mobile 2: &lt;b&gt;0912&lt;/b&gt;</p>")
        self.assertEqual((none.phone, none.description), (False, "<p>said nothing</p>"))

    @users("user_sales_leads")
    def test_40_notes_of_a_record_that_is_updated_stay(self):
        self.lead.description = "<p>what we know</p>"
        result = self._import(
            "Number,Phone,Mobile",
            f"{self.lead.id},021 5550101,0912 555 0199",
            chosen={0: ".id"},
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self.lead.phone, "021 5550101 0912 555 0199", "as Odoo joins them")
        self.assertEqual(self.lead.description, "<p>what we know</p>")

    @users("user_sales_leads")
    def test_40_phones_of_a_customer_are_kept(self):
        partner = self._get_created(
            self._import(
                "Full name,Telephone,Mobile", "Mina,021 5550101,0912 555 0199", model="res.partner"
            ),
            "res.partner",
        )
        self.assertEqual((partner.name, partner.phone), ("Mina", "021 5550101"))
        self.assertEqual(partner.comment, "<p>mobile: 0912 555 0199</p>")

    @users("user_sales_leads")
    def test_40_a_first_name_comes_first(self):
        for line, row in (
            ("First name,Last name", "Mina,Azad"),
            ("Last name,First name", "Azad,Mina"),
        ):
            lead = self._get_created(self._import(f"Lead,{line}", f"one,{row}"))
            self.assertEqual((lead.name, lead.contact_name), ("one", "Mina Azad"))

    @users("user_sales_leads")
    def test_40_a_row_of_a_person_is_called_after_them(self):
        leads = self._get_created(
            self._import(
                "Full name,Company,Mail,Mobile",
                "Mina Azad,Pars,mina@x.example.com,0912 555 0199",
                ",Pars Two,two@x.example.com,",
                ",,three@x.example.com,",
                ",,,0912 555 0198",
            )
        )
        self.assertEqual(
            leads.mapped("name"), ["Mina Azad", "Pars Two", "three@x.example.com", "0912 555 0198"]
        )
        self.assertEqual(leads[0].contact_name, "Mina Azad")

    @users("user_sales_leads")
    def test_40_a_row_of_a_customer_is_called_after_them(self):
        customer = self.env["res.partner"].create({"name": "Unique Customer"})
        lead = self._get_created(
            self._import("Contact,Lead,Mobile", f"{customer.name},,0912 555 0199")
        )
        self.assertEqual((lead.partner_id, lead.name), (customer, "Unique Customer"))

    @users("user_sales_leads")
    def test_40_a_row_of_a_company_is_that_company(self):
        company, person = self._get_created(
            self._import(
                "Company name,Full name,City",
                "Pars,,Shiraz",
                "Pars,Mina,Shiraz",
                model="res.partner",
            ),
            "res.partner",
        )
        self.assertEqual((company.name, company.is_company), ("Pars", True))
        self.assertEqual((person.name, person.is_company), ("Mina", False))
        self.assertEqual(person.company_name, "Pars")
