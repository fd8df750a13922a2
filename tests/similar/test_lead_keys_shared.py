from odoo.tests import tagged, users

from ..bulk.common import BulkCommon

SENDER = "no-reply@forms.example.com"
COMMON = "hello@many.example.com"


@tagged("post_install", "-at_install")
class TestLeadKeysShared(BulkCommon):
    """What many share, or a machine sends, tells nobody apart, whatever its kind (#19, B6)."""

    def _create_senders(self, count, email, **values):
        """Leads of different people, with different phones, from one address."""
        leads = self._create_leads(count, email_from=email, **values)
        for number, lead in enumerate(leads):
            lead.phone = f"0912777{number:04}"
        self.env.flush_all()
        return leads.with_env(self.env)

    def _assert_suggests_nothing(self, leads):
        """Every search and count agrees: the leads are shown, and nothing suggests a merge."""
        all_leads = self.env["crm.lead"]
        self.assertFalse(all_leads.search([("duplicate_lead_count", ">", 0)]) & leads)
        self.assertEqual(all_leads.search([("duplicate_lead_count", "=", 0)]) & leads, leads)
        groups = self.env["crm.lead.duplicate.group"].search([])
        self.assertFalse(groups.lead_ids & leads)
        for lead in leads:
            self.assertFalse(lead.similar_notice)
            self.assertEqual(lead._get_lead_duplicates(email=lead.email_from), lead)
            self.assertEqual(lead.duplicate_lead_ids, leads)
        self.assertEqual(set(leads.mapped("duplicate_lead_count")), {min(len(leads) - 1, 21)})
        similar = leads._find_similar()
        for others in similar.values():
            for kinds in others.values():
                # Of one domain they are, too.
                self.assertEqual(kinds, {"mailbox", "company"})
        self.assertFalse(self._open_mass_window(leads, self.env.user).duplicated_lead_ids)

    @users("user_sales_leads")
    def test_19_an_address_of_many_suggests_nothing(self):
        self._assert_suggests_nothing(self._create_senders(12, COMMON))

    @users("user_sales_leads")
    def test_19_an_address_of_few_does(self):
        leads = self._create_senders(11, COMMON)
        found = self.env["crm.lead"].search([("duplicate_lead_count", ">", 0)])
        self.assertLessEqual(leads, found)
        self.assertEqual(leads[0]._get_lead_duplicates(), leads)
        window = self._open_mass_window(leads[:2], self.env.user)
        self.assertEqual(window.duplicated_lead_ids, leads[:2])
        self.assertLessEqual(leads, self.env["crm.lead.duplicate.group"].search([]).lead_ids)

    @users("user_sales_leads")
    def test_19_the_address_of_a_machine_suggests_nothing(self):
        self._assert_suggests_nothing(self._create_senders(2, SENDER))

    @users("user_sales_leads")
    def test_19_the_contact_of_a_machine_suggests_nothing(self):
        """Odoo makes a contact of the sender, and gives it to all the leads that it sends."""
        sender = self.env["res.partner"].create({"name": "Website", "email": SENDER})
        leads = self._create_senders(3, SENDER)
        leads.partner_id = sender
        leads.invalidate_recordset()
        self.assertFalse(leads[0].similar_notice)
        self.assertEqual(leads[0]._get_lead_duplicates(partner=sender), leads[0])
        self.assertEqual(leads._find_similar()[leads[0]][leads[1].id], {"mailbox", "company"})

    @users("user_sales_leads")
    def test_19_a_customer_of_many_leads_is_one_customer(self):
        customer = self.env["res.partner"].create({"name": "مشتری پرکار"})
        leads = self._create_leads(14, partner_id=customer.id, email_from=False)
        leads = leads.with_env(self.env)
        self.assertEqual(leads[0].similar_notice, "Records that look like this one: 13.")
        self.assertEqual(leads[0]._get_lead_duplicates(), leads)
        self.assertLessEqual(leads, self.env["crm.lead"].search([("duplicate_lead_count", ">", 0)]))

    def test_b6_bulk_merging_makes_no_one_of_strangers(self):
        for email in (COMMON, SENDER):
            leads = self._create_senders(12, email)
            bulk = self.env["crm.lead.bulk"]._prepare("merge", leads)
            self.assertEqual(set(bulk.line_ids.mapped("state")), {"left_out"})
            bulk.action_run()
            bulk = self._convert(leads, self.user_sales_leads, deduplicate=True)
            self.assertEqual(bulk.done_count, 12)
            self.assertFalse(leads.absorbed_by_merge_id)
            self.assertEqual(set(leads.mapped("type")), {"opportunity"})

    def _import(self, emails):
        fields = ["name", "contact_name", "email_from"]
        rows = [[f"ردیف {n}", f"خریدار {n}", email] for n, email in enumerate(emails)]
        file = "\n".join(",".join(row) for row in [fields, *rows]).encode()
        wizard = (
            self.env["base_import.import"]
            .with_user(self.user_sales_manager)
            .create(
                {
                    "res_model": "crm.lead",
                    "file": file,
                    "file_name": "leads.csv",
                    "file_type": "text/csv",
                }
            )
        )
        options = {
            "quoting": '"',
            "separator": ",",
            "encoding": "utf-8",
            "has_headers": True,
            "skip": 0,
            "known_rows": "ask",
        }
        return wizard.execute_import(fields, fields, options, dryrun=True)

    def test_40_rows_of_an_address_of_many_are_not_known(self):
        for emails in ([COMMON] * 12, [SENDER] * 2):
            self.assertFalse(self._import(emails)["known_rows"])
        self.assertEqual(len(self._import([COMMON] * 11)["known_rows"]), 10)
        self._create_senders(12, COMMON)
        self._create_senders(1, SENDER)
        self.assertFalse(self._import([COMMON, SENDER])["known_rows"])
