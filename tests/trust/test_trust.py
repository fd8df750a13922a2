from contextlib import suppress
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ..merge.common import MergeCommon


@tagged("post_install", "-at_install")
class TestTrust(MergeCommon):
    """Each way in that was found, by itself; test_canary.py looks for them all."""

    # Names

    def test_name_tells_nothing_that_the_user_may_not_read(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.user_portal.partner_id.id, "opportunity_id": self.lead.id}
        )
        order.message_subscribe(self.user_portal.partner_id.ids)
        order = order.with_user(self.user_portal)
        told = order.web_read({"opportunity_id": {"fields": {"display_name": {}}}})
        self.assertEqual(told[0]["opportunity_id"]["display_name"], self.lead.name)

    def test_name_of_a_merge_is_told_to_its_readers(self):
        self.leads[2].write({"user_id": self.user_sales_salesman.id})
        self.leads[2].message_unsubscribe(self.user_sales_salesman.partner_id.ids)
        self._merge(self.leads)
        absorbed = self.leads[2].with_user(self.user_sales_salesman)
        self.assertNotIn(self.lead.name, absorbed.merged_text)
        self.assertFalse(absorbed.survivor_id)
        self.assertNotIn(self.lead.name, absorbed.absorbed_by_merge_id.sudo().display_name)
        absorbed = self.leads[2].with_user(self.user_sales_leads)
        self.assertIn(self.lead.name, absorbed.merged_text)
        self.assertEqual(absorbed.survivor_id, self.lead)
        self.assertEqual(absorbed.absorbed_by_merge_id.display_name, self.lead.name)

    # Companies

    def test_a_merge_is_read_where_its_survivor_is(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        merge = self._merge(self.leads).survived_merge_ids
        self.assertEqual(merge.company_id, self.lead.company_id)
        self.lead.write({"company_id": company.id, "team_id": False, "user_id": False})
        self.assertEqual(merge.company_id, company)
        merges = self.env["crm.lead.merge"].with_user(self.user_sales_leads)
        self.assertFalse(merges.search([("id", "=", merge.id)]))
        with self.assertRaises(AccessError):
            merge.with_user(self.user_sales_leads).line_ids.read(["chosen"])
        self.lead.unlink()
        self.assertEqual(merge.company_id, company, "it stays hidden without its survivor")

    # Calls

    def test_planning_a_call_makes_nobody_a_follower_of_a_hidden_lead(self):
        user = self.user_sales_salesman
        calls = self.env["crm.phonecall"].with_user(user)
        vals = {"name": "x", "date": fields.Datetime.now() + timedelta(days=1)}
        with self.assertRaises(AccessError):
            calls.create({**vals, "opportunity_id": self.lead.id})
        call = calls.create(vals)
        with self.assertRaises(AccessError):
            call.write({"opportunity_id": self.lead.id})
        self.assertNotIn(user.partner_id, self.lead.message_partner_ids)

    def test_a_follower_logs_a_call_and_plans_none(self):
        user = self.user_sales_salesman
        self.lead.message_subscribe(user.partner_id.ids)
        calls = self.env["crm.phonecall"].with_user(user)
        vals = {"name": "x", "opportunity_id": self.lead.id}
        call = calls.create({**vals, "state": "done"})
        self.assertEqual(call.opportunity_id, self.lead)
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        with self.assertRaisesRegex(AccessError, "may not plan a call"):
            calls.create({**vals, "date": tomorrow})
        with self.assertRaisesRegex(AccessError, "may not plan a call"):
            call.write({"state": "open", "date": tomorrow})

    def test_giving_a_planned_call_away_lets_nobody_in(self):
        user = self.user_sales_salesman
        self.lead.user_id = user
        call = (
            self.env["crm.phonecall"]
            .with_user(user)
            .create(
                {
                    "name": "x",
                    "opportunity_id": self.lead.id,
                    "date": fields.Datetime.now() + timedelta(days=1),
                }
            )
        )
        self.lead.user_id = self.user_sales_leads
        # It is still theirs to move and to hold.
        call.date += timedelta(days=1)
        other = self.user_vip
        self.env.flush_all()
        # A request would end here.
        with self.assertRaisesRegex(AccessError, "may not plan a call"), self.cr.savepoint():
            call.user_id = other
        self.assertNotIn(other.partner_id, self.lead.message_partner_ids)
        call.action_hold()
        self.assertFalse(call.activity_id.active)

    # Personal notes

    def test_a_merge_gives_nobody_a_note_to_read(self):
        author, other = self.user_sales_manager, self.user_sales_salesman
        reader = self.user_vip
        with_note, theirs = self.leads[1], self.lead
        with_note.message_unsubscribe(self.user_sales_leads.partner_id.ids)
        theirs.message_unsubscribe(self.user_sales_leads.partner_id.ids)
        with_note.user_id = author
        with_note.message_subscribe(reader.partner_id.ids)
        theirs.user_id = other
        theirs.message_subscribe(self.user_sales_leads.partner_id.ids)
        notes = self.env["crm.lead.note"]
        note = notes.with_user(author).create({"lead_id": with_note.id, "body": "محرمانه"})
        written = note.write_date
        survivors_note = notes.with_user(other).create({"lead_id": theirs.id, "body": "دیگر"})
        merged = (with_note | theirs).with_user(author).merge_opportunity().with_env(self.env)
        self.assertEqual(merged, theirs)
        self.assertEqual(note.lead_id, merged)

        def readers(note):
            found = self.env["res.users"]
            for user in author | other | reader | self.user_sales_leads:
                found |= user if note.with_user(user)._filtered_access("read") else found
            return found

        self.assertEqual(readers(note), author | reader)
        self.assertEqual(readers(survivors_note), other | self.user_sales_leads)
        with self.assertRaises(AccessError):
            note.with_user(other).read(["body"])
        # Whoever comes to the record later reads them, as ever.
        late = self.user_sales_leads.copy({"login": "late"})
        merged.message_subscribe(late.partner_id.ids)
        self.assertTrue(note.with_user(late)._filtered_access("read"))
        merged.with_user(author).action_undo_merge()
        self.env.invalidate_all()
        self.assertEqual(note.lead_id, with_note)
        self.assertFalse((note | survivors_note).sudo().hidden_from_ids)
        self.assertEqual(note.write_date, written)

    # What only code says

    @users("user_sales_leads")
    def test_nobody_says_that_a_record_was_merged(self):
        lead = self.lead.with_env(self.env)
        merge = self._merge(self.leads[1:]).survived_merge_ids
        forged = (
            {"won_status": "merged"},
            {"absorbed_by_merge_id": merge.id},
            {"match_keys": "phone:1"},
        )
        for vals in forged:
            with self.assertRaises(AccessError):
                lead.write(vals)
        for vals in forged[1:]:
            with self.assertRaises(AccessError):
                lead.create({"name": "x", **vals})
        with self.assertRaises(AccessError):
            lead.with_context(default_absorbed_by_merge_id=merge.id).create({"name": "x"})
        # Computed anew, whatever it was created with.
        created = lead.create({"name": "x", "won_status": "merged"})
        created |= lead.with_context(default_won_status="merged").create({"name": "x"})
        self.assertEqual(created.mapped("won_status"), ["pending"] * 2)
        self.assertEqual((lead.won_status, lead.absorbed_by_merge_id.id), ("pending", False))

    @users("user_sales_leads")
    def test_a_choice_that_the_window_does_not_have(self):
        leads = self.leads.with_env(self.env)
        windows = self.env["crm.merge.opportunity"].with_context(active_ids=leads.ids)
        for name, origin in (
            ("no_such_field", leads[1]),
            ("create_uid", leads[1]),
            ("city", self.env["crm.lead"].create({"name": "بیرون"})),
        ):
            window = windows.create({"choices": {name: [origin.id, leads[0].id]}})
            told = window.web_read({"comparison": {}})[0]["comparison"]
            self.assertEqual({column["id"] for column in told["columns"]}, {*leads.ids})
            with self.assertRaisesRegex(UserError, "choose again"):
                window.action_merge()
        self.assertFalse(any(lead.absorbed_by_merge_id for lead in leads))

    # Groups of duplicates

    @users("user_sales_leads")
    def test_a_group_is_the_same_after_its_keys_were_written_anew(self):
        twins = self._create(*[{"email_from": "twin@group.example"}] * 2).with_env(self.env)
        twins.flush_recordset()
        groups = self.env["crm.lead.duplicate.group"]
        group = groups.search([("lead_count", "=", 2)]).filtered(
            lambda group: group.value == "twin@group.example"
        )
        self.assertEqual(len(group), 1)
        twins[0].email_from = "other@group.example"
        twins.flush_recordset()
        with self.assertRaisesRegex(UserError, "no duplicates any more"):
            group.action_open()
        twins[0].email_from = "twin@group.example"
        twins.flush_recordset()
        self.env.invalidate_all()
        self.assertEqual(group.lead_ids, twins)
        for button in ("action_open", "action_merge_in_bulk", "action_dismiss"):
            getattr(group, button)()

    def test_a_group_of_another_company_tells_nothing(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        values = {"email_from": "secret@group.example", "company_id": company.id}
        self._create(*[{**values, "user_id": False, "team_id": False}] * 2)
        self.env.flush_all()
        groups = self.env["crm.lead.duplicate.group"]
        group = groups.search([]).filtered(lambda group: group.value == "secret@group.example")
        self.assertEqual(group.company_id, company)
        self.env.invalidate_all()
        stranger = group.with_user(self.user_sales_leads)
        self.assertFalse(stranger.exists())
        for names in (["value"], ["lead_ids"], ["display_name"], ["owners"], ["reasons"]):
            with self.subTest(names), suppress(UserError):
                for row in stranger.read(names):
                    self.assertFalse(any(row[name] for name in names))
