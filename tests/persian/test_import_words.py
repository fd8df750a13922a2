from odoo.tests import tagged, users

from ..importing.common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportWords(ImportCommon):
    """Columns with Persian titles find their fields, whatever the keyboard (#40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.user_sales_leads.lang = "fa_IR"
        cls.env = cls.env(context={**cls.env.context, "lang": "fa_IR"})
        cls.env.company.country_id = cls.country_ir

    @users("user_sales_leads")
    def test_40_a_file_as_people_write_it(self):
        self.assertEqual(
            self._suggest("سرنخ,نام و نام خانوادگی,موبایل,شماره تماس,ایمیل,شرکت,شهر"),
            {
                "سرنخ": "name",
                "نام و نام خانوادگی": "contact_name",
                "موبایل": "phone",
                "شماره تماس": "phone",
                "ایمیل": "email_from",
                "شرکت": "partner_name",
                "شهر": "city",
            },
        )

    @users("user_sales_leads")
    def test_40_spellings_of_a_title_are_one(self):
        for spellings, field in (
            ("شماره تماس,شماره‌تماس,شمارهٔ تماس,شماره تماس *,شماره تماس (اجباری)", "phone"),
            ("تلفن همراه,تلفن‌همراه,تلفن ۲,تلفن/موبایل", "phone"),
            ("ایمیل,ايميل,ای‌میل,آدرس ايميل,پست الكترونيك", "email_from"),
            ("شرکت,شركت,نام شرکت,نام شركت", "partner_name"),
            ("نام,نام و نام‌خانوادگی,نام و نام خانوادگي,نام مخاطب", "contact_name"),
            ("کد پستی,كد پستي,کدپستی", "zip"),
            ("سمت,موقعیت شغلی", "function"),
            ("استان", "state_id"),
            ("وب‌سایت,وب سایت,سایت", "website"),
            ("آدرس,نشانی", "street"),
            ("توضیحات,یادداشت‌ها", "description"),
        ):
            for title in spellings.split(","):
                with self.subTest(title):
                    self.assertEqual(self._suggest(title), {title: field})

    @users("user_sales_leads")
    def test_40_a_name_is_the_persons_or_what_is_left(self):
        self.assertEqual(self._suggest("نام,سرنخ"), {"نام": "contact_name", "سرنخ": "name"})
        self.assertEqual(
            self._suggest("نام,نام مخاطب"), {"نام": "name", "نام مخاطب": "contact_name"}
        )
        self.assertEqual(
            self._suggest("نام خانوادگی,نام"),
            {"نام خانوادگی": "contact_name", "نام": "contact_name"},
        )

    @users("user_sales_leads")
    def test_40_customers(self):
        suggested = self._suggest(
            "نام,موبایل,پست الکترونیکی,نام شرکت,نشانی,شناسه ملی,کد مشتری,سمت", "res.partner"
        )
        self.assertEqual(
            list(suggested.values()),
            ["name", "phone", "email", "company_name", "street", "vat", "ref", "function"],
        )

    @users("user_sales_leads")
    def test_40_a_file_of_people_is_imported(self):
        lead = self._get_created(
            self._import(
                "نام خانوادگی,نام,تلفن ثابت,موبايل,شركت",
                "رضایی,مریم,۰۲۱۸۸۷۷۶۶۵۵,۰۹۱۲۵۵۵۰۱۹۹,پخش نمونه",
            )
        )
        self.assertEqual((lead.name, lead.contact_name), ("مریم رضایی", "مریم رضایی"))
        self.assertEqual((lead.partner_name, lead.phone), ("پخش نمونه", "۰۲۱۸۸۷۷۶۶۵۵"))
        self.assertEqual(lead.description, "<p>موبايل: ۰۹۱۲۵۵۵۰۱۹۹</p>")

    def test_40_a_word_means_one_thing(self):
        """Of one meaning alone: which of two would win, nobody could say."""
        wizard = self.env["base_import.import"]
        seen = {}
        for meaning, words in wizard._get_import_words().items():
            for word in {"".join(word.split()) for word in words}:
                self.assertNotIn(word, seen, (word, meaning))
                seen[word] = meaning
