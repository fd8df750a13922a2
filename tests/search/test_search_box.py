from odoo.fields import Domain
from odoo.tests import Form, tagged

from .common import SPELLINGS, SearchCase


@tagged("post_install", "-at_install")
class TestSearchBox(SearchCase):
    """One box finds a person by all that is known of them, in any spelling."""

    def test_every_spelling_is_found_in_every_box(self):
        for view, record in self.found.items():
            for text in SPELLINGS:
                with self.subTest(view=view, text=text):
                    found = self._search_box(view, text)
                    self.assertIn(record, found.with_env(self.env))

    def test_nothing_else_is_found(self):
        others = self.other | self.env["crm.lead"].search([("contact_name", "=", False)])
        for text in ("علیرضا کریمی", "0912 777 0001", "a.karimi@pars.example.com"):
            found = self._search_box("leads", text).with_env(self.env)
            self.assertEqual(found & (self.lead | self.opportunity), self.lead | self.opportunity)
            self.assertFalse(found & others, text)

    def test_core_finds_no_more(self):
        """Whatever the fields of Odoo's boxes find by a part of them is found."""
        fields = {
            "leads": ("name", "contact_name", "partner_name", "email_from"),
            "customers": ("complete_name", "email", "ref"),
            "calls": ("name", "contact_name", "partner_name"),
        }
        for view, names in fields.items():
            record = self.found[view]
            for name in names:
                for text in (record[name], record[name][1:-1], record[name].upper()):
                    with self.subTest(view=view, field=name, text=text):
                        found = self._search_box(view, text)
                        self.assertIn(record, found.with_env(self.env))

    def test_a_customer_is_found_by_the_reference_and_so_are_its_records(self):
        self.lead.partner_id = self.customer
        self.call.partner_id = self.customer
        for view in ("customers", "leads", "calls"):
            found = self._search_box(view, "c-1405/7").with_env(self.env)
            self.assertIn(self.found[view], found)

    def test_wildcards_are_letters_of_no_name(self):
        lead = self.env["crm.lead"].create({"name": "100% of_ten a\\b", "user_id": self.user.id})
        for text in ("100%", "of_ten", "a\\b", "100% of_ten"):
            self.assertIn(lead.id, self._search_box("leads", text).ids, text)
        for text in ("1%9", "a\\z", "of_ten %z"):
            self.assertNotIn(lead.id, self._search_box("leads", text).ids, text)

    def test_whoever_chooses_a_record_finds_it(self):
        """The fields of forms and windows to choose a customer, a lead or a call."""
        for text in SPELLINGS:
            for record in (self.lead, self.customer, self.call):
                names = record.with_user(self.manager).name_search(text, limit=None)
                self.assertIn(record.id, dict(names), (record, text))
        domain = [("partner_id", "ilike", "عليرضا كريمي")]
        self.lead.partner_id = self.customer
        self.assertIn(self.lead, self.env["crm.lead"].search(domain))

    def test_what_is_not_found_is_the_rest(self):
        leads = self.env["crm.lead"].with_context(active_test=False)
        for text in ("علیرضا كريمي", "۷۷۷ ۰۰۰۱", "%"):
            found = leads.search([("display_name", "ilike", text)])
            rest = leads.search([("display_name", "not ilike", text)])
            self.assertEqual(found | rest, leads.search([]))
            self.assertFalse(found & rest)

    def test_other_operators_are_of_odoo(self):
        for operator, text in (("=", "سفارش میز"), ("like", "میز"), ("=ilike", "سفارش%")):
            self.assertIn(self.lead, self.env["crm.lead"].search([("display_name", operator, text)]))
            # Not by what the name does not say.
            domain = [("display_name", operator, "پارس آرا")]
            self.assertNotIn(self.lead, self.env["crm.lead"].search(domain))

    def test_records_in_memory_are_found_alike(self):
        records = self.lead | self.opportunity | self.other
        for text in (*SPELLINGS, "علوی", "میز", "nobody", "%"):
            for operator in ("ilike", "not ilike"):
                domain = Domain("display_name", operator, text)
                found = self.env["crm.lead"].search(domain & Domain("id", "in", records.ids))
                self.assertEqual(records.filtered_domain(domain), found.sorted("id"), text)
        call = self.call
        call.partner_id = self.customer
        self.assertEqual(call.filtered_domain([("partner_id", "ilike", "عليرضا 0912777")]), call)
        self.assertFalse(call.filtered_domain([("partner_id", "ilike", "کریمیان")]))

    def test_what_is_written_is_found_at_once(self):
        lead = self.lead
        for values, text in (
            ({"contact_name": "زهرا یزدان‌پناه"}, "یزدان پناه"),
            ({"phone": "0935 111 22 33"}, "۰۹۳۵۱۱۱۲۲۳۳"),
            ({"email_from": "zahra@yazd.example.com"}, "zahra@yazd"),
            ({"partner_id": self.customer.id}, "C-1405/7"),
        ):
            lead.write(values)
            self.assertIn(lead, self._search_box("leads", text).with_env(self.env))
        self.customer.ref = "D-8"
        self.customer.parent_id.name = "هوراند صنعت"
        for view in ("leads", "customers"):
            for text in ("d-8", "هوراند‌صنعت"):
                self.assertIn(self.found[view].id, self._search_box(view, text).ids, (view, text))
        self.assertFalse(self._search_box("customers", "C-1405/7"))

    def test_a_form_and_an_import_are_found(self):
        with Form(self.env["crm.lead"]) as form:
            form.name = "سرنخ فرم"
            form.phone = "۰۹۳۶۴۴۴۵۵۶۶"
        self.assertTrue(self._search_box("leads", "936 444 5566"))
        result = self.env["crm.lead"].load(["name", "contact_name"], [["ورودی", "مُهَندِس نوري‌زاده"]])
        self.assertEqual(self._search_box("leads", "نوری زاده").ids, result["ids"])

    def test_a_call_is_found_by_its_lead(self):
        call = self.env["crm.phonecall"].create(
            {"name": "پیگیری", "direction": "out", "opportunity_id": self.other.id}
        )
        for text in ("كس ديگر", "رضا علوي", "0912 777 0002"):
            self.assertIn(call.id, self._search_box("calls", text).ids)
            self.assertEqual(call.filtered_domain([("display_name", "ilike", text)]), call)
        self.assertFalse(call.filtered_domain([("display_name", "ilike", "کریمی")]))

    def test_contacts_that_are_merged_are_found_at_their_records(self):
        other = self.env["res.partner"].create({"name": "پیشین", "ref": "OLD-1"})
        self.lead.partner_id = self.call.partner_id = other
        self.env.flush_all()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (other | self.customer).ids, self.customer
        )
        for view in ("leads", "calls"):
            self.assertIn(self.found[view].id, self._search_box(view, "C-1405/7").ids)

    def test_a_merged_record_is_found_as_its_survivor(self):
        self.other.email_from = "only@other.example.com"
        leads = self.opportunity | self.other
        self.opportunity.email_from = False
        survivor = leads.with_user(self.manager).merge_opportunity()
        self.assertIn(survivor.id, self._search_box("leads", "only@other.example.com").ids)
        survivor.action_undo_merge()
        self.env.flush_all()
        self.assertEqual(self._search_box("leads", "only@other.example.com").ids, self.other.ids)
        self.assertIn(self.opportunity.id, self._search_box("leads", "سفارش صندلي").ids)

    def test_a_search_costs_as_many_queries_whatever_is_typed(self):
        leads = self.env["crm.lead"].with_user(self.manager)
        for text in ("میز", *SPELLINGS):
            domain = self._get_box_domain("leads", text)
            self.env.flush_all()
            leads.search(domain, limit=80)
            with self.assertQueryCount(1):
                leads.search(domain, limit=80)

    def test_computing_costs_as_many_queries_for_many_records(self):
        partners = self.env["res.partner"].create([{"name": f"مشتری {n}"} for n in range(40)])
        leads = self.env["crm.lead"].create(
            [{"name": f"سرنخ {n}", "partner_id": p.id} for n, p in enumerate(partners)]
        )

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.add_to_compute(records._fields["search_text"], records)
            before = self.env.cr.sql_log_count
            records._recompute_recordset(["search_text"])
            return self.env.cr.sql_log_count - before

        count(leads)
        self.assertEqual(count(leads), count(leads[:2]))
        self.assertEqual(count(partners), count(partners[:2]))
