from odoo.tests import tagged, users

from .common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportHeaders(ImportCommon):
    """The columns of a file find their fields by what people call them (#40)."""

    def _remember(self, column, field, model="crm.lead"):
        self.env["base_import.mapping"].create(
            {"res_model": model, "column_name": column, "field_name": field}
        )

    @users("user_sales_leads")
    def test_40_english_words_are_known(self):
        for words, field in (
            ("Lead,Deal name,Subject", "name"),
            ("Full name,Contact person,FULL NAME *", "contact_name"),
            ("Company,company name,Organisation name", "partner_name"),
            ("Mobile,Phone number,Telephone,Cell,Phone no.,Phone 2,Mobile (required)", "phone"),
            ("Mail,E-mail,E-mail address,Email Address", "email_from"),
            ("City,Town", "city"),
            ("Address,Street address", "street"),
            ("Postal code,ZIP code", "zip"),
            ("Province,State", "state_id"),
            ("Website,Web page", "website"),
            ("Job title,Position", "function"),
            ("Notes,Comments", "description"),
        ):
            for word in words.split(","):
                with self.subTest(word):
                    self.assertEqual(self._suggest(word), {word: field})

    @users("user_sales_leads")
    def test_40_customers_have_words_of_their_own(self):
        suggested = self._suggest(
            "Full name,Mobile,Mail,Company,Address,Tax number,Customer code", "res.partner"
        )
        self.assertEqual(
            list(suggested.values()),
            ["name", "phone", "email", "company_name", "street", "vat", "ref"],
        )

    @users("user_sales_leads")
    def test_40_no_field_gets_two_columns_unless_they_belong_together(self):
        self.assertEqual(
            self._suggest("Mail,E-mail address"), {"Mail": "email_from", "E-mail address": None}
        )
        self.assertEqual(self._suggest("Phone,Mobile"), {"Phone": "phone", "Mobile": "phone"})
        self.assertEqual(
            self._suggest("First name,Surname"),
            {"First name": "contact_name", "Surname": "contact_name"},
        )

    @users("user_sales_leads")
    def test_40_what_may_be_two_things_takes_what_is_left(self):
        self.assertEqual(self._suggest("Name"), {"Name": "name"})
        self.assertEqual(self._suggest("Name,Lead"), {"Name": "contact_name", "Lead": "name"})
        self.assertEqual(
            self._suggest("Name,Last name"), {"Name": "contact_name", "Last name": "contact_name"}
        )
        self.assertEqual(self._suggest("Company")["Company"], "partner_name")
        self.assertEqual(
            self._suggest("Company,Company Name"),
            {"Company": "company_id", "Company Name": "partner_name"},
        )

    @users("user_sales_leads")
    def test_40_what_was_chosen_before_comes_first(self):
        self._remember("mobile", "referred")
        self._remember("company", "function")
        self.assertEqual(
            self._suggest(" Mobile ,Company,Phone"),
            {" Mobile ": "referred", "Company": "function", "Phone": "phone"},
        )
        self._remember("phone", "a_field_that_went")
        self.assertEqual(self._suggest("Phone"), {"Phone": "phone"})

    @users("user_sales_leads")
    def test_40_two_columns_that_were_joined_before_are_so_again(self):
        self._remember("remark one", "description")
        self._remember("remark two", "description")
        self.assertEqual(set(self._suggest("Remark one,Remark two").values()), {"description"})

    @users("user_sales_leads")
    def test_40_labels_come_before_words(self):
        self.assertEqual(
            self._suggest("Person,Contact Name"), {"Person": None, "Contact Name": "contact_name"}
        )

    @users("user_sales_leads")
    def test_40_names_of_fields_and_paths_are_odoos(self):
        self.assertEqual(
            list(self._suggest("id,name,contact_name,user_id/id,tag_ids,company_id").values()),
            ["id", "name", "contact_name", "user_id/id", "tag_ids", "company_id"],
        )

    @users("user_sales_leads")
    def test_40_a_field_that_keeps_nothing_is_not_suggested(self):
        """Odoo has a field of this label that is only searched in."""
        self.assertFalse(self.env["crm.lead"]._fields["phone_mobile_search"].store)
        self.assertEqual(self._suggest("Phone Number"), {"Phone Number": "phone"})
        self.assertEqual(self._suggest("Customer Company"), {"Customer Company": None})

    @users("user_sales_leads")
    def test_40_the_column_that_is_left_out_is_told(self):
        preview = self._preview(
            self._upload("E-mail,Name,Mail", "a@x.example.com,b,c@x.example.com")
        )
        self.assertEqual(preview["left_out"], {2: "email_from"})
        preview = self._preview(self._upload("Phone,Mobile,Nothing of ours", "1,2,3"))
        self.assertFalse(preview["left_out"])

    @users("user_sales_leads")
    def test_40_other_models_are_odoos(self):
        wizard = self._upload("Name,Lead,Mobile", "x,y,z", model="crm.tag")
        preview = self._preview(wizard)
        self.assertEqual(preview["matches"], {0: ["name"]})
        self.assertNotIn("left_out", preview)
