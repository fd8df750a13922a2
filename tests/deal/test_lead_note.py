from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from ..merge.common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadNote(MergeCommon):
    """Personal notes: their author, the salesperson and the followers (features.md #157)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.message_partner_ids = False
        # Neither salesperson nor follower, but with the right to see every lead.
        cls.author = cls.user_vip
        cls.user_admin_sales = mail_new_test_user(
            cls.env,
            login="user_admin_sales",
            groups="sales_team.group_sale_manager,base.group_system,base.group_erp_manager",
        )
        cls.note = cls._write_note(cls.lead, cls.author)

    @classmethod
    def _write_note(cls, lead, user, body="فقط برای ما"):
        return (
            cls.env["crm.lead.note"].with_user(user).create({"lead_id": lead.id, "body": body})
        ).with_env(cls.env)

    def _assert_reads(self, user, reads, note=None):
        """By each way: reading, searching, counting, and the list on the lead."""
        note = (note or self.note).with_user(user)
        self.env.invalidate_all()
        if reads:
            self.assertTrue(note.read(["body"]))
        else:
            with self.assertRaises(AccessError):
                note.read(["body"])
        self.assertEqual(bool(note.search([("id", "=", note.id)])), reads)
        self.assertEqual(note.search_count([("body", "ilike", "فقط")]), int(reads))
        self.assertEqual(
            [count for _lead, count in note._read_group([], ["lead_id"], ["__count"])],
            [1] if reads else [],
        )

    # Who reads -------------------------------------------------------------------------------

    def test_157_author_and_salesperson_read(self):
        self._assert_reads(self.author, True)
        self._assert_reads(self.user_sales_leads, True)

    def test_157_managers_and_administrators_do_not(self):
        for user in (
            self.user_sales_manager,
            self.user_admin_sales,
            self.env.ref("base.user_admin"),
        ):
            with self.subTest(user=user.login):
                self._assert_reads(user, False)

    def test_157_followers_do(self):
        for user in (self.user_sales_manager, self.user_sales_salesman):
            with self.subTest(user=user.login):
                self._assert_reads(user, False)
                self.lead.message_subscribe(user.partner_id.ids)
                self._assert_reads(user, True)
                self.lead.message_unsubscribe(user.partner_id.ids)
                self._assert_reads(user, False)

    def test_157_portal_followers_do_not(self):
        self.lead.message_subscribe(self.user_portal.partner_id.ids)
        with self.assertRaises(AccessError):
            self.note.with_user(self.user_portal).read(["body"])

    def test_157_new_salesperson_reads(self):
        self.lead.user_id = self.user_sales_salesman
        self._assert_reads(self.user_sales_salesman, True)

    def test_157_not_found_through_the_lead(self):
        leads = self.env["crm.lead"].with_user(self.user_sales_manager)
        domain = [("id", "=", self.lead.id), ("personal_note_ids.body", "ilike", "فقط")]
        self.assertFalse(leads.search(domain))
        self.assertTrue(leads.with_user(self.author).search(domain))

    def test_157_list_on_the_form_shows_what_one_may_read(self):
        mine = self._write_note(self.lead, self.user_sales_manager, "یادداشت مدیر")
        ids = {}
        for user in (self.author, self.user_sales_leads, self.user_sales_manager):
            self.env.invalidate_all()
            (values,) = self.lead.with_user(user).web_read(
                {"personal_note_ids": {"fields": {"body": {}}}}
            )
            ids[user] = {note["id"] for note in values["personal_note_ids"]}
        self.assertEqual(ids[self.author], set(self.note.ids))
        self.assertEqual(ids[self.user_sales_leads], set((self.note | mine).ids))
        self.assertEqual(ids[self.user_sales_manager], set(mine.ids))

    def test_157_not_exported_to_others(self):
        lead = self.lead.with_user(self.user_sales_manager)
        self.user_sales_manager.group_ids += self.env.ref("base.group_allow_export")
        self.env.invalidate_all()
        rows = lead.export_data(["name", "personal_note_ids/body"])["datas"]
        self.assertNotIn("فقط", str(rows))

    def test_157_companies(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        self.lead.with_context(tracking_disable=True).write({"team_id": False, "user_id": False})
        self.lead.company_id = company
        self._assert_reads(self.author, False)

    # Who writes ------------------------------------------------------------------------------

    def test_157_written_on_the_form(self):
        lead = self.lead.with_user(self.user_sales_leads)
        with (
            Form(lead, "crm.crm_lead_view_form") as form,
            form.personal_note_ids.new() as note,
        ):
            note.body = "<p>یادم باشد</p><script>alert(1)</script>"
        note = self.lead.personal_note_ids - self.note
        self.assertEqual(note.user_id, self.user_sales_leads)
        self.assertEqual(note.body, "<p>یادم باشد</p>")

    def test_157_only_the_author_changes_or_deletes(self):
        self.lead.message_subscribe(self.user_sales_salesman.partner_id.ids)
        for user in (self.user_sales_leads, self.user_sales_salesman, self.user_admin_sales):
            note = self.note.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    note.body = "دستکاری"
                with self.assertRaises(AccessError):
                    note.unlink()
                with self.assertRaises(AccessError):
                    self.lead.with_user(user).write(
                        {"personal_note_ids": [Command.delete(self.note.id)]}
                    )
        self.note.with_user(self.author).body = "بهتر"
        self.note.with_user(self.author).unlink()

    def test_157_rule_holds_without_our_words(self):
        """The record rule refuses, not only the sentence before it."""
        for operation in ("write", "unlink"):
            for user in (self.user_sales_leads, self.user_admin_sales):
                self.assertFalse(self.note.with_user(user).has_access(operation))
            self.assertTrue(self.note.with_user(self.author).has_access(operation))

    def test_157_nobody_writes_in_anothers_name(self):
        notes = self.env["crm.lead.note"].with_user(self.author)
        values = {"lead_id": self.lead.id, "body": "جعلی", "user_id": self.user_sales_leads.id}
        with self.assertRaises(AccessError):
            notes.create(values)
        with self.assertRaises(AccessError):
            notes.with_context(default_user_id=self.user_sales_leads.id).create(
                {"lead_id": self.lead.id, "body": "جعلی"}
            )
        with self.assertRaises(AccessError):
            self.note.with_user(self.author).user_id = self.user_sales_leads
        with self.assertRaises(AccessError):
            self.note.with_user(self.author).lead_id = self.leads[1]

    def test_157_no_note_on_a_lead_that_one_cannot_read(self):
        with self.assertRaises(AccessError):
            self._write_note(self.lead, self.user_sales_salesman)

    # Merging ---------------------------------------------------------------------------------

    def test_157_merge_moves_them_and_undo_gives_them_back(self):
        survivor, absorbed = self.leads[:2]
        moved = self._write_note(absorbed, self.user_sales_manager, "از دومی")
        date = moved.create_date
        self._merge(self.leads)
        self.assertEqual(moved.lead_id, survivor)
        self.assertEqual(moved.user_id, self.user_sales_manager)
        self.assertEqual(moved.create_date, date)
        self.assertEqual(survivor.personal_note_ids, self.note | moved)
        with self.assertRaises(UserError):
            self._write_note(absorbed, self.author)
        survivor.action_undo_merge()
        self.assertEqual(moved.lead_id, absorbed)
        self.assertEqual(survivor.personal_note_ids, self.note)

    def test_157_told_before_a_deletion(self):
        self.assertIn("personal notes: 1", self.lead.get_deletion_warning())

    # Followers with own documents --------------------------------------------------------------

    def test_157_follower_opens_the_record_and_only_reads(self):
        lead = self.lead.with_user(self.user_sales_salesman)
        with self.assertRaises(AccessError):
            lead.read(["name"])
        self.lead.message_subscribe(self.user_sales_salesman.partner_id.ids)
        self.assertTrue(lead.read(["name"]))
        self.assertIn(lead, lead.search([("type", "=", "lead")]))
        self.assertTrue(Form(lead, "crm.crm_lead_view_form").name)
        for forbidden in (
            lambda: lead.write({"name": "x"}),
            lead.unlink,
            lead.action_set_lost,
            (lead | self.leads[1]).merge_opportunity,
        ):
            with self.assertRaises(AccessError):
                forbidden()
        self.lead.message_unsubscribe(self.user_sales_salesman.partner_id.ids)
        self.assertNotIn(lead, lead.search([("type", "=", "lead")]), "in the same transaction")
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            lead.read(["name"])

    def test_157_followed_records_can_be_looked_up_by_index(self):
        """A subselect beside `user_id = ...` would make PostgreSQL read all leads."""
        self.lead.message_subscribe(self.user_sales_salesman.partner_id.ids)
        leads = self.env["crm.lead"].with_user(self.user_sales_salesman)
        query = leads._search([]).select()
        self.assertNotIn("mail_followers", query.code)
        self.assertIn((self.lead.id,), query.params)

    def test_157_many_followed_records(self):
        """Each lead is asked whether it is followed, and nobody reads more than before."""
        self.leads[:2].message_subscribe(self.user_sales_salesman.partner_id.ids)
        leads = self.env["crm.lead"].with_user(self.user_sales_salesman)
        few = leads.search([])
        self.assertLess(self.leads[:2], few)
        self.env.cr.cache.clear()
        with patch("odoo.addons.crm_lead_qualification.models.lead.follower.MOST_BY_ID", 1):
            self.assertIn("EXISTS", leads._search([]).select().code)
            self.assertEqual(leads.search([]), few)
            self.leads[0].message_unsubscribe(self.user_sales_salesman.partner_id.ids)
            self.assertEqual(leads.search([]), few - self.leads[0])

    def test_157_a_merge_moves_what_is_followed(self):
        leads = self.env["crm.lead"].with_user(self.user_sales_salesman)
        self.leads[1].message_subscribe(self.user_sales_salesman.partner_id.ids)
        self.assertNotIn(self.lead, leads.search([]))
        survivor = self._merge(self.leads)
        self.assertEqual(survivor, self.lead)
        self.assertIn(self.lead, leads.search([]), "in the same transaction")

    def test_157_search_of_followers_stays_as_it_is(self):
        partner = self.user_sales_salesman.partner_id
        self.lead.message_subscribe(partner.ids)
        leads = self.env["crm.lead"]
        for domain in (
            [("message_partner_ids", "in", partner.ids)],
            [("message_partner_ids", "=", partner.id)],
            [("message_partner_ids.name", "=", partner.name)],
        ):
            self.assertEqual(leads.search(domain), self.lead, domain)
        others = leads.search([("message_partner_ids", "not in", partner.ids)])
        self.assertNotIn(self.lead, others)
        self.assertIn(self.leads[1], others)

    def test_157_follower_opens_a_merged_record(self):
        survivor = self._merge(self.leads)
        survivor.message_subscribe(self.user_sales_salesman.partner_id.ids)
        lead = survivor.with_user(self.user_sales_salesman)
        self.assertTrue(Form(lead, "crm.crm_lead_view_form").name)
        self.assertEqual(lead.survived_merge_ids, survivor.survived_merge_ids)
        self.assertEqual(len(lead.merge_line_ids), len(survivor.merge_line_ids))

    def test_157_companies_hold_for_followers_too(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        lead = self._create({"company_id": company.id, "user_id": False, "team_id": False})
        lead.message_subscribe(self.user_sales_salesman.partner_id.ids)
        with self.assertRaises(AccessError):
            lead.with_user(self.user_sales_salesman).read(["name"])
