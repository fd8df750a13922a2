from odoo.tests import tagged

from ..bulk.common import BulkCommon


@tagged("post_install", "-at_install")
class TestLeadCompany(BulkCommon):
    """Leads of one company are converted in bulk, and it becomes one contact (#55, B6)."""

    NAMES = ("شرکت همکار", "شركت  همكار", "شرکت همکار.")

    def _create_of(self, *values):
        leads = self._create_leads(len(values))
        for lead, vals in zip(leads, values, strict=True):
            lead.write(vals)
        return leads

    def _find_companies(self):
        companies = self.env["res.partner"].search([("is_company", "=", True)], order="id")
        return companies.filtered(lambda partner: "همک" in partner.name.replace("ك", "ک"))

    def _convert_all(self, leads, action="each_exist_or_create", **values):
        return self._convert(leads, action=action, deduplicate=False, **values)

    def test_many_domains_of_one_name_are_many_companies(self):
        """Each domain its own; what has none goes to the first."""
        leads = self._create_of(
            *(
                {"partner_name": "همکار", "email_from": f"a@{domain}"}
                for domain in ("", "x.ir", "y.ir")
            ),
            {"partner_name": "همکار", "email_from": "b@y.ir"},
            {"partner_name": "همکار", "email_from": False},
        )
        leads[0].email_from = False
        named = {lead: lead._get_company_named() for lead in leads}
        keys = [key for key, _partner in leads._find_companies(named).values()]
        self.assertEqual([keys.index(key) for key in keys], [0, 0, 2, 2, 0])

    def test_three_leads_make_one_company(self):
        for action in ("each_exist_or_create", "create"):
            with self.subTest(action=action), self.cr.savepoint():
                leads = self._create_of(*({"partner_name": name} for name in self.NAMES))
                bulk = self._convert_all(leads, action)
                self.assertEqual(set(bulk.line_ids.mapped("state")), {"done"})
                self.assertEqual(len(self._find_companies()), 1)
                self.assertEqual(len(leads.partner_id), 3)
                self.assertEqual(leads.partner_id.parent_id, self._find_companies())
                self.assertEqual(bulk.line_ids.mapped("customer"), ["created", "joined", "joined"])
                self.assertIn("New customers: 1.", bulk.summary)
                self.assertIn("New contacts of a company that is there: 2.", bulk.summary)
                leads.partner_id.unlink()
                self._find_companies().unlink()

    def test_leads_that_name_nobody_but_the_company(self):
        values = {"contact_name": False, "email_from": False}
        leads = self._create_of(*({"partner_name": name, **values} for name in self.NAMES))
        bulk = self._convert_all(leads)
        self.assertEqual(leads.partner_id, self._find_companies())
        self.assertEqual(len(leads.partner_id), 1)
        self.assertEqual(bulk.line_ids.mapped("customer"), ["created", "linked", "linked"])

    def test_one_that_exists_is_used(self):
        company = self.env["res.partner"].create({"name": "شركت همكار", "is_company": True})
        leads = self._create_of(*({"partner_name": name} for name in self.NAMES))
        bulk = self._convert_all(leads)
        self.assertEqual(self._find_companies(), company)
        self.assertEqual(leads.partner_id.parent_id, company)
        self.assertEqual(bulk.line_ids.mapped("customer"), ["joined"] * 3)

    def test_two_domains_are_two_companies_and_a_free_mailbox_is_none(self):
        emails = (
            *("a@one.example.com", "b@two.example.com", "c@gmail.com", "d@one.example.com"),
            "e@gmail.com",
        )
        leads = self._create_of(
            *({"partner_name": self.NAMES[0], "email_from": email} for email in emails)
        )
        self._convert_all(leads)
        first, second, third, fourth, fifth = (lead.partner_id.parent_id for lead in leads)
        self.assertEqual(len(self._find_companies()), 2)
        self.assertNotEqual(first, second)
        self.assertEqual(first, fourth)
        self.assertIn(third, first | second)
        self.assertEqual(third, fifth)

    def test_one_that_exists_with_another_domain_is_not_used(self):
        values = {"name": "شرکت همکار", "is_company": True}
        other, own = self.env["res.partner"].create(
            [
                {**values, "email": "info@other.example.com"},
                {**values, "email": "info@one.example.com"},
            ]
        )
        leads = self._create_of(
            {"partner_name": self.NAMES[1], "email_from": "a@one.example.com"},
            {"partner_name": self.NAMES[1], "email_from": "a@third.example.com"},
        )
        self._convert_all(leads)
        self.assertEqual(leads[0].partner_id.parent_id, own)
        self.assertNotIn(leads[1].partner_id.parent_id, own | other)

    def test_of_another_company_of_the_site_none_is_used(self):
        elsewhere = self.env["res.company"].create({"name": "شرکت دیگر"})
        theirs = self.env["res.partner"].create(
            {"name": "شرکت همکار", "is_company": True, "company_id": elsewhere.id}
        )
        (lead,) = self._create_of({"partner_name": self.NAMES[0]})
        self._convert_all(lead)
        self.assertTrue(lead.partner_id.parent_id)
        self.assertNotEqual(lead.partner_id.parent_id, theirs)

    def test_a_person_of_that_name_is_no_company(self):
        person = self.env["res.partner"].create({"name": "شرکت همکار", "is_company": False})
        (lead,) = self._create_of({"partner_name": self.NAMES[0]})
        self._convert_all(lead)
        self.assertNotEqual(lead.partner_id.parent_id, person)

    def test_the_queries_do_not_grow_with_the_leads(self):
        def count(number):
            leads = self._create_of(
                *({"partner_name": f"شرکت {number}-{n % (number // 2)}"} for n in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads._find_companies({lead: lead._get_company_named() for lead in leads})
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertEqual(count(20), count(4))

    def test_those_that_share_a_company_are_done_in_one_part(self):
        """Two workers at once would each make it: also through another that shares an e-mail."""
        bulk = self.env["crm.lead.bulk"]
        keys = [("a", "x"), ("b",), ("c", "y"), ("d", "y"), ("a", "y"), ()]
        self.assertEqual(bulk._find_first_sharing(keys), [0, 1, 0, 0, 0, 5])

    def test_an_addon_with_its_own_way_to_make_a_customer(self):
        """Asked a lead at a time, and told the company all the same."""
        leads = self._create_of(*({"partner_name": name} for name in self.NAMES))
        customers = leads._create_customers_one_by_one()
        self.assertEqual(len(self._find_companies()), 1)
        self.assertEqual(
            {customer.parent_id for customer in customers.values()}, {self._find_companies()}
        )
