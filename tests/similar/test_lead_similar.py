import random

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadSimilar(QualificationCommon):
    """Similar records: found by every key, explained, true for this user (#19-#21, #35, B4, B5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir

    def _create(self, **values):
        return (
            self.env["crm.lead"]
            .sudo()
            .create(
                {
                    "name": "رکورد دیگر",
                    "type": "opportunity",
                    "team_id": self.team.id,
                    "user_id": self.user_sales_leads.id,
                    **values,
                }
            )
            .with_env(self.env)
        )

    def _assert_similar(self, other, kinds):
        """`other` is the only record similar to the lead, for exactly these reasons."""
        similar = self.lead.with_env(self.env)._find_similar()[self.lead]
        self.assertEqual(similar.get(other.id), kinds)

    @users("user_sales_leads")
    def test_19_found_by_an_email_in_any_spelling(self):
        for email in (
            "MARYAM@Pars.Example.com",
            '"مریم" <maryam@pars.example.com>',
            "info@other.example.org, maryam@pars.example.com",
        ):
            other = self._create(email_from=email)
            self.assertIn("email", self.lead._find_similar()[self.lead][other.id], email)

    @users("user_sales_leads")
    def test_19_found_by_a_copied_address(self):
        other = self._create(email_from="boss@x.example.org", email_cc="maryam@pars.example.com")
        self._assert_similar(other, {"email"})

    @users("user_sales_leads")
    def test_19_found_by_a_phone_in_any_spelling(self):
        for phone in (
            "+98 912 555 0101",
            "00989125550101",
            "0912-555-0101",
            "٠٩١٢٥٥٥٠١٠١",
            "۰۲۱۸۸۷۷۶۶۵۵ داخلی ۱۲ - ۰۹۱۲۵۵۵۰۱۰۱",
        ):
            other = self._create(phone=phone)
            self._assert_similar(other, {"phone"})
            self.assertEqual(other.phone, phone, "what was typed stays as it was typed")

    @users("user_sales_leads")
    def test_19_found_by_the_customer_and_its_data(self):
        company = self.env["res.partner"].create({"name": "شرکت مادر", "is_company": True})
        customer = self.env["res.partner"].create(
            {"name": "مریم", "parent_id": company.id, "email": "personal@home.example.org"}
        )
        self.lead.partner_id = customer
        colleague = self.env["res.partner"].create({"name": "همکار", "parent_id": company.id})
        self._assert_similar(self._create(partner_id=colleague.id), {"company"})
        same = self._create(partner_id=customer.id)
        self.assertIn("partner", self.lead._find_similar()[self.lead][same.id])
        both = {"email", "company"}
        self._assert_similar(self._create(email_from="personal@home.example.org"), both)
        customer.email = "new@fresh.example.org"
        self._assert_similar(self._create(email_from="new@fresh.example.org"), both)

    @users("user_sales_leads")
    def test_19_found_by_the_company_and_by_names(self):
        self._assert_similar(self._create(email_from="sales@pars.example.com"), {"company"})
        # Arabic letters, no half-space, no prefix
        named = self._create(contact_name="مريم رضايي", partner_name="چاپ پارس")
        self._assert_similar(named, {"name"})
        self._assert_similar(self._create(contact_name="مریم رضایی", partner_name="دیگری"), None)

    @users("user_sales_leads")
    def test_19_a_free_mailbox_is_no_company(self):
        self.lead.email_from = "maryam@gmail.com"
        self._assert_similar(self._create(email_from="ali@gmail.com"), None)

    @users("user_sales_leads")
    def test_19_nothing_is_hidden_because_there_are_many(self):
        others = self.env["crm.lead"].create(
            [{"name": str(number), "email_from": "maryam@pars.example.com"} for number in range(30)]
        )
        self.assertEqual(self.lead.with_env(self.env).duplicate_lead_count_text, "20+")
        self.assertEqual(self.lead.with_env(self.env).duplicate_lead_ids, others | self.lead)

    def _assert_suggests(self, others, suggested):
        """Notice, filter, group and core's look-up agree on what of `others` is suggested."""
        leads = self.lead | others
        filtered = self.env["crm.lead"].search([("duplicate_lead_count", ">", 0)])
        rest = self.env["crm.lead"].search([("duplicate_lead_count", "=", 0)])
        self.assertFalse(filtered & rest)
        groups = self.env["crm.lead.duplicate.group"].search([]).lead_ids
        for lead in leads.with_env(self.env):
            strong = suggested if lead in suggested else lead
            self.assertEqual(bool(lead.similar_notice), lead in suggested, lead.name)
            self.assertEqual(lead in filtered, lead in suggested, lead.name)
            self.assertEqual(lead in rest, lead not in suggested, lead.name)
            self.assertEqual(lead in groups, lead in suggested, lead.name)
            self.assertEqual(lead._get_lead_duplicates(), strong, lead.name)
            self.assertEqual(lead.duplicate_lead_count, len(others), "all are shown")

    @users("user_sales_leads")
    def test_19_a_number_of_many_is_shown_but_suggests_nothing(self):
        self.lead.write({"email_from": False, "partner_name": False})
        values = {"phone": "+98 912 555 0101"}
        others = self.env["crm.lead"].create([{"name": str(i), **values} for i in range(10)])
        self._assert_suggests(others, self.lead | others)
        others |= self.env["crm.lead"].create({"name": "one too many", **values})
        self.env.invalidate_all()
        self._assert_suggests(others, self.env["crm.lead"])
        form = Form(self.env["crm.lead"])
        form.name = "سرنخ تازه"
        form.phone = values["phone"]
        self.assertFalse(form.similar_notice, "while typing too")

    @users("user_sales_leads")
    def test_19_namesakes_behind_a_switchboard_are_two_people(self):
        self.lead.write({"email_from": False, "phone": "021-88776655", "partner_name": False})
        values = {"phone": "۰۲۱۸۸۷۷۶۶۵۵"}
        namesake = self._create(contact_name="مريم رضايي", **values)
        colleagues = self.env["crm.lead"].create(
            [
                {"name": name, "contact_name": name, **values}
                for name in ("علی", "سارا", "نرگس", "رضا")
            ]
        )
        others = namesake | colleagues
        self._assert_suggests(others, self.lead | namesake)
        others |= self.env["crm.lead"].create({"name": "one too many", **values})
        self.env.invalidate_all()
        self._assert_suggests(others, self.env["crm.lead"])
        self.assertEqual(self.lead._find_similar()[self.lead][namesake.id], {"office"})

    @users("user_sales_leads")
    def test_19_an_extension_of_a_switchboard_is_a_persons(self):
        self.env["crm.lead"].create(
            [{"name": str(number), "phone": "02188776655"} for number in range(7)]
        )
        self.lead.write({"email_from": False, "phone": "02188776655 داخلی 12"})
        other = self._create(phone="+982188776655 ext 12")
        self._assert_similar(other, {"phone"})
        self._assert_suggests(other, self.lead | other)

    @users("user_sales_leads")
    def test_19_an_office_phone_is_a_persons_only_with_the_name(self):
        self.lead.write({"email_from": False, "phone": "021-88776655"})
        office = {"phone": "۰۲۱۸۸۷۷۶۶۵۵"}
        self._assert_similar(self._create(contact_name="علی محمدی", **office), {"office"})
        self._assert_similar(
            self._create(contact_name="Maryam Rezaei", **office), {"office", "phone"}
        )
        extension = self._create(phone="۰۲۱۸۸۷۷۶۶۵۵ داخلی ۱۲")
        self._assert_similar(extension, None)

    @users("user_sales_leads")
    def test_19_keys_follow_what_changes(self):
        other = self._create(phone="02122334455")
        self._assert_similar(other, None)
        other.phone = "09125550101"
        self._assert_similar(other, {"phone"})
        other.phone = False
        self._assert_similar(other, None)

    @users("user_sales_manager")
    def test_40_an_import_is_keyed_too(self):
        result = self.env["crm.lead"].load(
            ["name", "phone"], [["از فایل", "0098 912 555 0101"], ["دیگری", "02100000000"]]
        )
        self.assertFalse(result["messages"])
        self._assert_similar(self.env["crm.lead"].browse(result["ids"][0]), {"phone"})

    @users("user_sales_salesman")
    def test_20_the_count_is_what_the_user_may_open(self):
        own = self._create(user_id=self.env.uid, phone="09125550101")
        self.assertEqual(self.lead.with_user(self.user_sales_leads).duplicate_lead_count, 1)
        self.assertEqual(own.duplicate_lead_count, 0, "the other one is a colleague's")
        self.assertIn("Somebody else has a record", own.similar_notice)
        self.assertNotIn(self.lead.name, own.similar_notice)
        self.assertEqual(own.duplicate_lead_ids, own)
        found = self.env["crm.lead"].search([("duplicate_lead_count", ">", 0)])
        self.assertIn(own, found, "the filter agrees with the notice")
        self.assertNotIn(self.lead, found)
        with self.assertRaises(AccessError):
            self.env["crm.lead.match.key"].search([])
        with self.assertRaises(AccessError):
            self.env["crm.lead.match.dismissal"].search([])

    def test_20_another_company_is_out_of_sight(self):
        self._activate_multi_company()
        other = self._create(
            company_id=self.company_2.id, team_id=False, user_id=False, phone="+989125550101"
        )
        self.assertTrue(other.company_id)
        self.user_sales_leads.company_ids |= self.company_2
        one = self.user_sales_leads.company_id.ids
        lead = self.lead.with_user(self.user_sales_leads).with_context(allowed_company_ids=one)
        self.assertEqual(lead.duplicate_lead_count, 0)
        self.assertIn("Somebody else has a record", lead.similar_notice)
        both = lead.with_context(allowed_company_ids=self.user_sales_leads.company_ids.ids)
        self.assertEqual(both.duplicate_lead_count, 1)
        self.assertEqual(both.similar_notice, "Records that look like this one: 1.")

    @users("user_sales_leads")
    def test_20_each_lead_has_a_count_of_its_own(self):
        strangers = self._create(phone="09120000001") | self._create(phone="09120000002")
        # By two keys it is still one record.
        twin = self._create(phone="09125550101", email_from="maryam@pars.example.com")
        leads = strangers[0] | self.lead | twin | strangers[1]
        self.assertEqual(leads.with_env(self.env).mapped("duplicate_lead_count"), [0, 1, 1, 0])

    @users("user_sales_leads")
    def test_21_the_button_opens_exactly_these_with_their_reasons(self):
        weak = self._create(email_from="sales@pars.example.com")
        strong = self._create(phone="09125550101")
        lead = self.lead.with_env(self.env)
        action = lead.action_show_potential_duplicates()
        self.assertEqual([mode for _view, mode in action["views"]], ["kanban", "list", "form"])
        records = lead.with_context(**action["context"]).search(action["domain"])
        self.assertEqual(records.ids, [lead.id, strong.id, weak.id], "the strong ones first")
        self.assertEqual(
            records.mapped("similar_reasons"), ["The record itself", "Same phone", "Same company"]
        )
        for view_id, mode in action["views"]:
            lead.get_view(view_id=view_id, view_type=mode)

    @users("user_sales_leads")
    def test_21_lost_and_archived_ones_are_there(self):
        lost = self._create(phone="09125550101")
        lost.action_set_lost()
        self.assertFalse(lost.active)
        self.assertIn(lost, self.lead.with_env(self.env).duplicate_lead_ids)
        self.assertEqual(self.lead.with_env(self.env).duplicate_lead_count, 1)
        self.assertEqual(lost.won_status, "lost")

    @users("user_sales_leads")
    def test_35_merging_is_suggested_on_leads_and_opportunities(self):
        lead = self.lead.with_env(self.env)
        self.assertFalse(lead.similar_notice)
        other = self._create(phone="09125550101")
        lead.invalidate_recordset()
        for record in (lead, other):
            self.assertEqual(record.similar_notice, "Records that look like this one: 1.")

    @users("user_sales_leads")
    def test_35_a_company_alone_suggests_nothing(self):
        self._create(email_from="sales@pars.example.com")
        self.assertFalse(self.lead.with_env(self.env).similar_notice)

    @users("user_sales_leads")
    def test_47_a_known_phone_is_shown_while_typing(self):
        before = self.env["crm.lead"].search_count([])
        form = Form(self.env["crm.lead"].with_context(default_type="lead"))
        form.name = "سرنخ تازه"
        self.assertFalse(form.similar_notice)
        form.phone = "۰۹۱۲ ۵۵۵ ۰۱۰۱"
        self.assertEqual(form.similar_notice, "Records that look like this one: 1.")
        self.assertEqual(form.duplicate_lead_count, 1)
        self.assertEqual(self.env["crm.lead"].search_count([]), before, "nothing is saved yet")
        known = Form(self.lead.with_env(self.env))
        known.phone = "۰۹۱۲ ۵۵۵ ۰۱۰۱"
        self.assertEqual(known.duplicate_lead_count, 0, "it is not similar to itself")

    @users("user_sales_leads")
    def test_10_every_detector_agrees(self):
        others = (
            self._create(phone="+989125550101")
            | self._create(email_from="Maryam@pars.example.com")
            | self._create(phone="۰۹۱۲۵۵۵۰۱۰۱", type="lead")
        )
        lead = self.lead.with_env(self.env)
        self.assertEqual(lead.duplicate_lead_ids, others | lead)
        self.assertEqual(lead._get_lead_duplicates(), others | lead)
        window = self._open_window(lead, self.env.user)
        self.assertEqual(window.name, "merge")
        self.assertEqual(window.duplicated_lead_ids, others | lead)
        shown = window.duplicated_lead_ids.with_context(similar_to=lead.id)
        self.assertIn("Same phone", shown.mapped("similar_reasons"))

    @users("user_sales_leads")
    def test_b4_not_a_duplicate_is_remembered_for_everybody(self):
        other = self._create(phone="09125550101")
        lead = self.lead.with_env(self.env)
        other.with_context(similar_to=lead.id).action_not_duplicate()
        for user in (self.user_sales_leads, self.user_sales_manager):
            pairs = ((lead, other), (other, lead))
            for one, two in ((first.with_user(user), second) for first, second in pairs):
                self.assertFalse(one.duplicate_lead_count)
                self.assertFalse(one.similar_notice)
                self.assertNotIn(two, one._get_lead_duplicates())
                self.assertNotIn(one, one.search([("duplicate_lead_count", ">", 0)]))
        action = lead.action_show_potential_duplicates()
        found = lead.with_context(**action["context"]).search(action["domain"])
        self.assertEqual(found, other | lead, "it can still be found there")
        open_ones = found.filtered_domain([("is_not_duplicate", "=", False)])
        self.assertEqual(open_ones, lead)
        # Twice is once.
        other.with_context(similar_to=lead.id).action_not_duplicate()
        other.with_context(similar_to=lead.id).action_maybe_duplicate()
        self.assertEqual(lead.duplicate_lead_ids, lead | other)

    @users("user_sales_leads")
    def test_b4_not_a_duplicate_outlives_a_merge(self):
        other = self._create(phone="09125550101")
        twin = self._create(phone="09125550101")
        lead = self.lead.with_env(self.env)
        other.with_context(similar_to=twin.id).action_not_duplicate()
        merged = (lead | twin).merge_opportunity()
        self.assertIn(merged, other._get_dismissed())

    @users("user_sales_salesman")
    def test_b4_only_who_may_change_both_has_a_say(self):
        own = self._create(user_id=self.env.uid, phone="09125550101")
        # What may not be read is not there.
        with self.assertRaisesRegex(UserError, "no record here"):
            own.with_context(similar_to=self.lead.id).action_not_duplicate()
        with self.assertRaises(AccessError):
            self.lead.with_env(self.env).with_context(similar_to=own.id).action_not_duplicate()

    @users("user_sales_leads")
    def test_40_possible_duplicates_are_a_filter(self):
        twin = self._create(phone="09125550101")
        alone = self._create(phone="02100000000")
        leads = self.env["crm.lead"]
        found = leads.search([("duplicate_lead_count", ">", 0)])
        self.assertLessEqual(self.lead | twin, found)
        self.assertNotIn(alone, found)
        self.assertIn(alone, leads.search([("duplicate_lead_count", "=", 0)]))

    @users("user_sales_leads")
    def test_b8_the_queries_do_not_grow_with_the_records(self):
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": str(number),
                    "phone": f"0912555{number // 2:04}",
                    "email_from": "a@b.example",
                }
                for number in range(60)
            ]
        )
        self.env.flush_all()
        # The rules of access are read once a process.
        leads.mapped("duplicate_lead_count")
        for records in (leads[:1], leads):
            for field in ("duplicate_lead_count", "similar_notice"):
                self.env.invalidate_all()
                with self.assertQueryCount(1):
                    records.mapped(field)

    def test_b5_existing_leads_get_their_keys(self):
        other = self._create(phone="09125550101")
        self.env.flush_all()
        leads = self.lead | other
        self.env.cr.execute("UPDATE crm_lead SET match_keys = NULL WHERE id IN %s", [leads._ids])
        self.env.cr.execute("DELETE FROM crm_lead_match_key WHERE lead_id IN %s", [leads._ids])
        self.env.invalidate_all()
        self.env["crm.lead"]._fill_match_keys(size=1)
        self._assert_similar(other, {"phone"})

    def test_b5_any_text_is_taken(self):
        """It stays as it was typed, and is a key where it has letters to recognise a name by."""
        letters = random.Random(5).choices("ابپتدرسشکم", k=5000)  # noqa: S311
        names = ("contact_name", "partner_name")
        everywhere = (*names, "phone", "email_from", "email_cc")
        for text, fields, kinds in (
            ("<script>alert(1)</script>", everywhere, {"name"}),
            ("a:b\nc", everywhere, {"name"}),
            ("\u200c" * 300, everywhere, None),
            ("۱" * 5000, everywhere, None),
            ("😀", everywhere, None),
            # An index of the database takes no value as long as this.
            ("".join(letters), names, {"name"}),
        ):
            with self.subTest(text=text[:30]):
                values = dict.fromkeys(fields, text)
                one, other = self._create(**values), self._create(**values)
                self.env.flush_all()
                self.assertEqual({name: other[name] for name in values}, values)
                self.assertEqual(one._find_similar()[one].get(other.id), kinds)
                typed = self.env["crm.lead"].new(values)
                similar = dict.fromkeys((one | other).ids, kinds) if kinds else {}
                self.assertEqual(typed._find_similar()[typed], similar, "while it is typed")

    def test_b4_reasons_are_translated(self):
        other = self._create(phone="09125550101")
        shown = other.with_context(similar_to=self.lead.id, lang="fa_IR")
        self.assertEqual(shown.similar_reasons, "تلفن یکسان")
        other.email_from = self.lead.email_from
        shown.invalidate_recordset(["similar_reasons"])
        for reason in ("ایمیل یکسان", "تلفن یکسان", "شرکت یکسان"):
            self.assertIn(reason, shown.similar_reasons)


@tagged("post_install", "-at_install")
class TestLeadSimilarSchema(QualificationCommon):
    def test_b8_the_keys_have_their_indexes(self):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'crm_lead_match_key'"
        )
        definitions = " ".join(row[0] for row in self.env.cr.fetchall())
        for columns in ("(lead_id, kind, value)", "(kind, value, lead_id)"):
            self.assertIn(columns, definitions)

    def test_b4_a_pair_is_kept_once(self):
        other = self.lead.copy()
        pairs = self.env["crm.lead.match.dismissal"]
        pairs.create({"lead_id": self.lead.id, "other_id": other.id})
        self.assertEqual(self.lead._get_dismissed(), other)
        self.assertEqual(other._get_dismissed(), self.lead)
        other.unlink()
        self.assertFalse(pairs.search([("lead_id", "=", self.lead.id)]))
