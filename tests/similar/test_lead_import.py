from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ...models.similar.known_rows import KnownRows
from ..common import QualificationCommon

FIELDS = ("name", "contact_name", "email_from", "phone")


@tagged("post_install", "-at_install")
class TestLeadImport(QualificationCommon):
    """Importing a file of leads: rows that are known are told before they are created (#40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir

    def _import(self, *rows, known_rows="ask", test=False, names=FIELDS, **options):
        """Import rows of a CSV file as the browser does."""
        lines = ["\t".join(names)] + ["\t".join(row) for row in rows]
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "crm.lead",
                "file": "\n".join(lines).encode(),
                "file_type": "text/csv",
                "file_name": "سرنخ‌ها.csv",
            }
        )
        return self._execute(wizard, known_rows, test, names, **options)

    def _execute(self, wizard, known_rows="ask", test=False, names=FIELDS, **options):
        options = {
            "quoting": '"',
            "separator": "\t",
            "encoding": "utf-8",
            "has_headers": True,
            "skip": 0,
            "known_rows": known_rows,
            **options,
        }
        return wizard.execute_import(list(names), list(names), options, dryrun=test)

    def _get_rows(self, result):
        return {row["row"]: row["message"] for row in result["known_rows"]}

    def _count(self):
        return self.env["crm.lead"].sudo().with_context(active_test=False).search_count([])

    known = ("دوباره مریم", "مریم رضایی", "", "۰۹۱۲ ۵۵۵ ۰۱۰۱")
    new = ("تازه", "سارا نو", "sara@new.example.com", "۰۹۳۵۱۱۱۲۲۳۳")

    @users("user_sales_leads")
    def test_40_a_test_says_which_rows_are_known(self):
        before = self._count()
        result = self._import(self.new, self.known, test=True)
        self.assertFalse(result["messages"])
        rows = self._get_rows(result)
        # As a spreadsheet counts them, the line of the titles too.
        self.assertEqual(rows, {3: f"Row 3 looks like “{self.lead.display_name}” (Same phone)."})
        self.assertEqual(self._count(), before)

    @users("user_sales_leads")
    def test_40_persian_digits_and_spellings_of_an_email_are_one(self):
        rows = [
            ("الف", "", "MARYAM@pars.example.com", ""),
            ("ب", "", "", "0098-912-555-0101"),
            ("پ", "", '"مریم" <maryam@pars.example.com>', "+98 912 555 0101"),
            ("ت", "", "maryam@another.example.com", "۰۹۱۲۵۵۵۰۱۰۲"),
        ]
        result = self._import(*rows, known_rows="create", test=True)
        self.assertEqual(set(self._get_rows(result)), {2, 3, 4})
        self.assertIn("Same e-mail", self._get_rows(result)[2])
        self.assertIn("created all the same", self._get_rows(result)[2])

    @users("user_sales_leads")
    def test_40_nothing_is_imported_before_the_user_has_chosen(self):
        before = self._count()
        result = self._import(self.new, self.known)
        self.assertFalse(result["ids"])
        self.assertIn("Nothing was imported", result["messages"][0]["message"])
        self.assertEqual(set(self._get_rows(result)), {3})
        self.assertEqual(self._count(), before)

    @users("user_sales_leads")
    def test_40_a_file_of_strangers_is_just_imported(self):
        result = self._import(self.new)
        self.assertEqual(len(result["ids"]), 1)
        self.assertFalse(result["messages"] or result["known_rows"])

    @users("user_sales_leads")
    def test_40_known_rows_are_skipped(self):
        before = self._count()
        result = self._import(self.known, self.new, known_rows="skip")
        self.assertEqual(self.env["crm.lead"].browse(result["ids"]).mapped("name"), ["تازه"])
        self.assertEqual(self._count(), before + 1)
        self.assertIn("It is skipped.", self._get_rows(result)[2])
        nothing = self._import(self.known, known_rows="skip")
        self.assertEqual((nothing["ids"], nothing["messages"]), ([], []))

    @users("user_sales_leads")
    def test_40_known_rows_are_created_anyway(self):
        result = self._import(self.known, self.new, known_rows="create")
        names = self.env["crm.lead"].browse(result["ids"]).mapped("name")
        self.assertEqual(names, ["دوباره مریم", "تازه"])
        self.assertEqual(set(self._get_rows(result)), {2})

    @users("user_sales_leads")
    def test_40_known_rows_are_merged_and_the_merge_can_be_undone(self):
        self.lead.contact_name = False
        before = self._count()
        result = self._import(self.known, self.new, known_rows="merge")
        self.assertEqual(result["ids"][0], self.lead.id, "the oldest survives")
        lead = self.lead.with_env(self.env)
        self.assertEqual(lead.contact_name, "مریم رضایی", "what was empty is filled")
        self.assertEqual(lead.name, "سفارش ۲۰ میز اداری")
        self.assertEqual(self._count(), before + 2, "the merged record is kept")
        self.assertIn("The two are merged.", self._get_rows(result)[2])
        lead.action_undo_merge()
        self.assertFalse(lead.contact_name)
        created = lead.search([("name", "=", "دوباره مریم")])
        self.assertEqual(created.phone, "۰۹۱۲ ۵۵۵ ۰۱۰۱")

    @users("user_sales_leads")
    def test_40_a_test_merges_nothing(self):
        before = self._count()
        result = self._import(self.known, known_rows="merge", test=True)
        self.assertIn("The two are merged.", self._get_rows(result)[2])
        self.assertEqual(self._count(), before)
        self.assertFalse(self.lead.survived_merge_ids)

    @users("user_sales_leads")
    def test_40_rows_of_one_file_are_told_apart(self):
        rows = [
            ("یکم", "", "", "۰۹۱۲۰۰۰۱۱۲۲"),
            ("دوم", "", "two@x.example.com", ""),
            ("سوم", "", "TWO@x.example.com", "0912 000 1122"),
            ("چهارم", "", "", "+989120001122"),
        ]
        result = self._import(*rows, known_rows="merge", test=True)
        self.assertEqual(set(self._get_rows(result)), {4, 5})
        self.assertIn("looks like row 2 of this file", self._get_rows(result)[4])
        result = self._import(*rows, known_rows="skip")
        self.assertEqual(self.env["crm.lead"].browse(result["ids"]).mapped("name"), ["یکم", "دوم"])

    @users("user_sales_leads")
    def test_40_rows_of_one_file_are_merged(self):
        rows = [self.known, ("یکم", "", "", "۰۹۱۲۰۰۰۱۱۲۲"), ("دوم", "", "a@x.com", "09120001122")]
        result = self._import(*rows, known_rows="merge")
        first, second, third = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(first, self.lead)
        self.assertEqual(second, third)
        self.assertEqual(second.email_from, "a@x.com")

    @users("user_sales_leads")
    def test_40_a_test_in_batches_remembers_the_rows_before(self):
        rows = [self.new, ("ب", "", "", "09120001122"), ("پ", "", "", "۰۹۳۵۱۱۱۲۲۳۳")]
        first = self._import(*rows, test=True, limit=1)
        self.assertEqual(first["nextrow"], 1)
        wizard = self.env["base_import.import"].search([], order="id desc", limit=1)
        second = self._execute(wizard, test=True, skip=1, limit=1)
        self.assertFalse(second["known_rows"])
        third = self._execute(wizard, "merge", test=True, skip=2, limit=1)
        self.assertEqual(
            self._get_rows(third),
            {4: "Row 4 looks like row 2 of this file (Same phone). The two are merged."},
        )
        again = self._execute(wizard, test=True, skip=2, limit=1)
        self.assertFalse(again["known_rows"], "a test that begins here knows nothing before")

    @users("user_sales_leads")
    def test_40_a_number_of_many_makes_no_row_known(self):
        rows = [(f"کارمند {number}", "", "", "09120007777") for number in range(12)]
        result = self._import(*rows, test=True)
        self.assertFalse(result["known_rows"])

    @users("user_sales_leads")
    def test_40_updates_are_not_flagged(self):
        names = ["id", "name", "phone"]
        row = ("crm_inbox_test_lead", "نام", "09125550101")
        result = self._import(row, known_rows="create", names=names)
        self.assertTrue(result["known_rows"], "an id that nothing has yet is a new record")
        result = self._import(row, known_rows="skip", names=names)
        self.assertFalse(result["known_rows"])
        self.assertEqual(len(result["ids"]), 1)
        result = self._import(
            (str(self.lead.id), "نام تازه", "09125550101"), names=[".id", "name", "phone"]
        )
        self.assertEqual(result["ids"], self.lead.ids)
        self.assertEqual(self.lead.name, "نام تازه")

    @users("user_sales_salesman")
    def test_40_a_colleagues_record_is_known_without_its_name(self):
        with self.assertRaises(AccessError):
            self.lead.with_env(self.env).read(["name"])
        result = self._import(self.known, known_rows="merge", test=True)
        (message,) = self._get_rows(result).values()
        self.assertIn("a record of somebody else", message)
        self.assertNotIn(self.lead.name, message)
        self.assertIn("cannot be merged", message)
        result = self._import(self.known, known_rows="merge")
        self.assertNotEqual(result["ids"], self.lead.ids)
        self.assertFalse(self.lead.survived_merge_ids)
        self.assertFalse(self._import(self.known, known_rows="skip")["ids"])

    def test_40_another_company_is_known_but_not_merged(self):
        self._activate_multi_company()
        self.lead.sudo().write(
            {"company_id": self.company_2.id, "team_id": False, "user_id": False}
        )
        self.env = self.env(
            user=self.user_sales_manager,
            context={"allowed_company_ids": self.company_main.ids},
        )
        result = self._import(self.known, known_rows="merge", test=True)
        self.assertIn("a record of somebody else", self._get_rows(result)[2])

    def test_40_two_companies_are_not_merged(self):
        self._activate_multi_company()
        self.lead.write({"company_id": self.company_2.id, "team_id": False, "user_id": False})
        companies = self.company_main | self.company_2
        self.user_sales_manager.company_ids = companies
        self.env = self.env(
            user=self.user_sales_manager, context={"allowed_company_ids": companies.ids}
        )
        names = [*FIELDS, "company_id"]
        row = (*self.known, self.company_main.name)
        result = self._import(row, known_rows="merge", names=names)
        self.assertIn(self.lead.name, self._get_rows(result)[2])
        self.assertIn("cannot be merged", self._get_rows(result)[2])
        self.assertNotEqual(result["ids"], self.lead.ids)
        self.assertFalse(self.lead.survived_merge_ids)

    @users("user_sales_leads")
    def test_40_a_lost_record_is_known_and_reported_before_it_is_created(self):
        self.lead.action_set_lost()
        self.assertTrue(self._import(self.known, test=True)["known_rows"])
        result = self._import(self.known, known_rows="merge")
        survivor = self.env["crm.lead"].browse(result["ids"])
        self.assertTrue(survivor.active, "an open record is never swallowed by a lost one")
        self.assertEqual(self.lead.won_status, "merged")

    @users("user_sales_leads")
    def test_40_odoos_own_merge_is_used_where_it_was_chosen(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "crm_lead_qualification.merge_survivor", "most_advanced"
        )
        before = self._count()
        result = self._import(self.known, known_rows="merge")
        self.assertTrue(self.env["crm.lead"].browse(result["ids"]).exists())
        self.assertEqual(self._count(), before)

    @users("user_sales_leads")
    def test_40_a_choice_that_does_not_exist_is_refused(self):
        with self.assertRaisesRegex(UserError, "ask, skip, create, merge"):
            self._import(self.known, known_rows="burn")

    @users("user_sales_leads")
    def test_40_a_won_record_is_known_and_stays(self):
        self.lead.action_set_won()
        result = self._import(self.known, known_rows="merge")
        self.assertIn("cannot be merged", self._get_rows(result)[2])
        self.assertNotEqual(result["ids"], self.lead.ids)

    @users("user_sales_leads")
    def test_40_files_to_upload_stay_with_their_rows(self):
        """What the browser uploads goes to the records by their order."""
        wizard = self.env["base_import.import"]
        names = {"image": ["known.png", "new.png"]}
        extracted = {"return_value": names}
        with patch.object(type(wizard), "_extract_binary_filenames", **extracted):
            result = self._import(self.known, self.new, known_rows="skip")
        self.assertEqual(len(result["ids"]), 1)
        self.assertEqual(result["binary_filenames"], {"image": ["new.png"]})

    @users("user_sales_leads")
    def test_40_errors_of_the_file_come_first(self):
        before = self._count()
        names = [*FIELDS, "type"]
        rows = [(*self.known, "lead"), (*self.new, "چیز دیگر")]
        for known_rows in ("ask", "skip", "merge"):
            result = self._import(*rows, known_rows=known_rows, names=names)
            self.assertFalse(result["ids"])
            self.assertTrue(any(m["type"] == "error" for m in result["messages"]))
        self.assertEqual(self._count(), before)

    @users("user_sales_leads")
    def test_40_a_row_that_fails_is_named(self):
        """One that only the database refuses makes Odoo load the rows one by one."""
        rows = [(*self.known, ""), (*self.new, ""), ("خراب", "", "", "", "200")]
        names = [*FIELDS, "probability"]
        result = self._import(*rows, known_rows="skip", names=names)
        self.assertFalse(result["ids"])
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [2])
        self.assertEqual(set(self._get_rows(result)), {2})

    @users("user_sales_leads")
    def test_40_without_the_option_an_import_is_odoos(self):
        result = self._import(self.known, known_rows=None)
        self.assertEqual(len(result["ids"]), 1)
        self.assertNotIn("known_rows", result)
        leads = self.env["crm.lead"].with_context(known_rows="skip")
        self.assertEqual(len(leads.load(list(FIELDS), [list(self.known)])["ids"]), 1)

    @users("user_sales_leads")
    def test_40_other_models_do_not_ask(self):
        wizard = self.env["base_import.import"].create(
            {"res_model": "res.partner", "file": b"name\nA", "file_type": "text/csv"}
        )
        result = self._execute(wizard, names=["name"], test=True)
        self.assertNotIn("known_rows", result)

    @users("user_sales_leads")
    def test_40_any_text_is_taken(self):
        script = "<script>alert(1)</script>"
        self.lead.name = script
        result = self._import(
            (script, script, script, "0912-555-0101 " + "۱" * 3000), test=True, known_rows="skip"
        )
        self.assertFalse(result["messages"])
        result = self._import(self.known, test=True)
        self.assertIn(script, self._get_rows(result)[2])

    @users("user_sales_leads")
    def test_b8_the_queries_do_not_grow_with_the_rows(self):
        def count(number):
            data_list = [
                {
                    "values": {
                        "name": str(i),
                        "phone": f"0912333{i:04}" if i else "۰۹۱۲۵۵۵۰۱۰۱",
                        "email_from": f"{i // 2}@many.example.com",
                    },
                    "info": {"rows": {"from": i, "to": i}},
                }
                for i in range(number)
            ]
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            known = KnownRows("create")
            self.env["crm.lead"]._find_known_rows(known, data_list)
            self.assertGreaterEqual(len(known.found), number // 2)
            return self.cr.sql_log_count - before

        count(2)
        self.assertEqual(count(10), count(1000))

    @users("user_sales_leads")
    def test_40_the_messages_are_persian(self):
        self.env["res.lang"].sudo()._activate_lang("fa_IR")
        self.env = self.env(context={"lang": "fa_IR"})
        result = self._import(self.known, known_rows="skip", test=True)
        self.assertIn("ردیف 2", self._get_rows(result)[2])
        self.assertIn("تلفن یکسان", self._get_rows(result)[2])


@tagged("post_install", "-at_install")
class TestLeadCapture(QualificationCommon):
    """What captures leads by itself: they are found as similar at once (#47)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir

    def _assert_known(self, captured, kind):
        similar = captured._find_similar()[captured]
        self.assertIn(kind, similar.get(self.lead.id, ()))
        self.assertIn(captured, self.lead.duplicate_lead_ids)
        self.assertTrue(captured.with_user(self.user_sales_leads).similar_notice)

    def test_47_a_lead_from_a_letter_is_known_at_once(self):
        captured = self.env["crm.lead"].browse(
            self.env["crm.lead"]
            .message_new(
                {
                    "subject": "استعلام قیمت",
                    "from": '"مریم رضایی" <Maryam@Pars.example.com>',
                    "author_id": False,
                    "body": "سلام",
                },
                {"type": "lead", "team_id": self.team.id},
            )
            .id
        )
        self._assert_known(captured, "email")

    def test_47_a_lead_from_a_form_is_known_at_once(self):
        """A website's form creates its record as a program does: in sudo, with what was typed."""
        captured = (
            self.env["crm.lead"]
            .with_user(self.env.ref("base.public_user"))
            .sudo()
            .create(
                {
                    "name": "فرم وب‌سایت",
                    "type": "lead",
                    "phone": "۰۹۱۲-۵۵۵-۰۱۰۱",
                    "contact_name": "مریم",
                    "team_id": self.team.id,
                    "user_id": False,
                }
            )
            .with_user(self.env.user)
        )
        self._assert_known(captured, "phone")
