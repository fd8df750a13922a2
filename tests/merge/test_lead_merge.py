from markupsafe import Markup

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadMerge(MergeCommon):
    """Merging: the oldest survives and receives everything (features.md #24-#34)."""

    def test_24_any_reasonable_number_of_records(self):
        leads = self.leads | self._create(*({"name": str(number)} for number in range(9)))
        merged = self._merge(leads)
        self.assertEqual(len(merged.survived_merge_ids.absorbed_ids), 11)

    def test_24_more_than_the_limit_are_refused(self):
        self.env["ir.config_parameter"].set_param("crm_lead_qualification.merge_maximum", "2")
        with self.assertRaisesRegex(UserError, "At most 2 records are merged at once"):
            self._merge(self.leads)
        self.assertFalse(self.leads.absorbed_by_merge_id)

    def test_24_fewer_than_two_are_refused(self):
        with self.assertRaises(UserError):
            self._merge(self.lead)

    def test_29_the_record_created_first_survives(self):
        self.assertEqual(self._merge(self.leads[::-1]), self.lead)

    def test_29_of_the_same_age_the_lowest_number_survives(self):
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2026-01-01' WHERE id IN %s", [self.leads._ids]
        )
        self.leads.invalidate_recordset()
        self.assertEqual(self._merge(self.leads[::-1]), min(self.leads, key=lambda lead: lead.id))

    def test_29_a_lost_record_never_swallows_an_open_one(self):
        reason = self.env["crm.lost.reason"].create({"name": "گران"})
        self.lead.action_set_lost(lost_reason_id=reason.id)
        merged = self._merge(self.leads)
        self.assertEqual(merged, self.leads[1])
        self.assertTrue(merged.active)
        self.assertEqual(merged.won_status, "pending")
        self.assertFalse(merged.lost_reason_id)

    def test_29_an_archived_record_never_swallows_an_open_one(self):
        self.lead.active = False
        self.assertEqual(self._merge(self.leads), self.leads[1])

    def test_29_lost_ones_among_themselves_stay_lost(self):
        self.leads.action_set_lost()
        merged = self._merge(self.leads)
        self.assertEqual(merged, self.lead)
        self.assertEqual(merged.won_status, "lost")

    def test_29_website_visitors_still_get_their_most_promising_lead(self):
        self.assertEqual(self.leads._sort_by_confidence_level(reverse=True)[0], self.leads[2])

    def test_29_the_setting_leaves_merging_to_odoo(self):
        self.env["ir.config_parameter"].set_param(
            "crm_lead_qualification.merge_survivor", "most_advanced"
        )
        merged = self._merge(self.leads)
        self.assertEqual(merged, self.leads[2])
        self.assertFalse((self.leads - merged).exists())
        self.assertFalse(merged.survived_merge_ids)

    def test_30_a_lead_and_an_opportunity_give_an_opportunity(self):
        merged = self._merge(self.leads)
        self.assertEqual(merged.type, "opportunity")
        self.assertEqual(merged.date_conversion, self.env.cr.now())
        self.assertTrue(merged.stage_id)

    def test_30_leads_give_a_lead(self):
        self.assertEqual(self._merge(self.leads[:2]).type, "lead")

    def test_31_leads_give_an_opportunity_when_asked(self):
        merged = self._merge(self.leads[:2], type="opportunity")
        self.assertEqual(merged.type, "opportunity")
        self.assertTrue(merged.stage_id)

    def test_30_the_furthest_stage_of_an_open_opportunity_counts(self):
        near, far = self.stage_team1_1, self.stage_team1_2
        lost, other = self._create(
            {"type": "opportunity", "stage_id": self.stage_gen_1.id}, {"type": "opportunity"}
        )
        lost.action_set_lost()
        self.leads[1].stage_id = far  # a lead's stage says nothing
        self.leads[2].stage_id, other.stage_id = near, near
        self.assertEqual(self._merge(self.leads[1:] | lost | other).stage_id, near)

    def test_32_absorbed_records_are_kept_and_lead_to_the_survivor(self):
        absorbed = self.leads - self.lead
        self._merge(self.leads)
        self.assertEqual(absorbed.exists(), absorbed)
        self.assertEqual(absorbed.mapped("won_status"), ["merged", "merged"])
        self.assertFalse(any(absorbed.mapped("active")))
        self.assertEqual(absorbed.survivor_id, self.lead)
        self.assertIn(self.lead.name, absorbed[0].merged_text)
        self.assertEqual(absorbed[0].action_open_survivor()["res_id"], self.lead.id)

    def test_32_absorbed_records_are_frozen(self):
        absorbed = self.leads[1]
        self._merge(self.leads)
        for values in ({"name": "دیگر"}, {"active": True}, {"stage_id": self.stage_team1_2.id}):
            with self.assertRaisesRegex(UserError, "cannot be changed.*undo the merge"):
                absorbed.with_user(self.user_sales_manager).write(values)
        absorbed.message_bounce = 3  # Odoo counts on

    def test_32_no_filter_counts_absorbed_records(self):
        self._merge(self.leads)
        leads = self.env["crm.lead"].with_context(active_test=False)
        for status in ("won", "lost", "pending"):
            found = leads.search([("won_status", "=", status)])
            self.assertFalse(found & (self.leads - self.lead))
        frequencies = (
            "SELECT variable, value, won_count, lost_count FROM crm_lead_scoring_frequency"
        )
        self.env.cr.execute(frequencies)
        before = self.env.cr.fetchall()
        self._merge(self._create({}, {"type": "lead"}))
        self.env.flush_all()
        self.env.cr.execute(frequencies)
        self.assertEqual(self.env.cr.fetchall(), before, "a merged record is not a lost one")

    def test_32_a_letter_to_an_absorbed_record_lands_on_the_survivor(self):
        absorbed = self.leads[1]
        self._merge(self.leads)
        message = absorbed.message_post(body="پاسخ مشتری", message_type="email")
        self.assertEqual((message.model, message.res_id), ("crm.lead", self.lead.id))

    def test_32_a_reply_by_mail_lands_on_the_survivor(self):
        sent = self.leads[1].message_post(
            body="پیشنهاد", subtype_xmlid="mail.mt_comment", message_type="comment"
        )
        self._merge(self.leads)
        mail = (
            "From: kian@reply.example.com\nTo: catchall@test.mycompany.com\nSubject: Re: پیشنهاد\n"
            f"Message-Id: <reply-1@reply.example.com>\nIn-Reply-To: {sent.message_id}\n"
            f"References: {sent.message_id}\nContent-Type: text/plain; charset=utf-8\n\nقبول است"
        )
        self.env["mail.thread"].message_process("crm.lead", mail.encode())
        self.assertIn("قبول است", self.lead.message_ids[0].body)

    def test_33_the_summary_is_complete_and_escaped(self):
        absorbed = self._create(
            {
                "name": "<script>alert(1)</script>",
                "function": "مدیر خرید",
                "email_cc": "cc@summary.example.com",
            }
        )
        self._merge(self.lead | absorbed)
        body = self.lead.message_ids.filtered(lambda m: "crm_lead_merge_summary" in (m.body or ""))
        self.assertEqual(len(body), 1)
        self.assertNotIn("<script>", body.body)
        for text in ("مدیر خرید", "cc@summary.example.com"):
            self.assertIn(text, body.body)

    def test_34_empty_fields_are_filled_and_others_kept_with_their_origin(self):
        one, two = self.leads[1:]
        one.write({"referred": "آقای رضایی", "phone": "0935 000 0202"})
        two.write({"expected_revenue": 7000, "referred": "دیگری"})
        merged = self._merge(self.leads)
        self.assertEqual(merged.referred, "آقای رضایی")
        self.assertEqual(merged.expected_revenue, 7000)
        self.assertEqual(merged.phone, "۰۹۱۲۵۵۵۰۱۰۱")
        lines = {line.field_name: line for line in merged.merge_line_ids}
        self.assertEqual(lines["referred"].origin_id, one)
        self.assertIn("دیگری", lines["referred"].others)
        self.assertEqual(lines["expected_revenue"].origin_id, two)
        self.assertEqual(lines["phone"].origin_id, self.lead)
        self.assertIn("0935 000 0202", lines["phone"].others)
        self.assertNotIn("city", lines, "nobody else had a say in it")

    def test_34_what_can_be_united_is(self):
        tags = self.env["crm.tag"].create([{"name": "الف"}, {"name": "ب"}])
        one = self.leads[1]
        self.lead.write({"tag_ids": tags[0], "email_cc": "a@cc.example.com", "priority": "1"})
        one.write(
            {
                "tag_ids": tags[1],
                "email_cc": "B <b@cc.example.com>, A@cc.example.com",
                "priority": "3",
                "description": "<p>دوم</p>",
            }
        )
        merged = self._merge(self.leads)
        self.assertEqual(merged.tag_ids, tags)
        self.assertEqual(merged.email_cc, "a@cc.example.com, B <b@cc.example.com>")
        self.assertEqual(merged.priority, "3")
        self.assertIn("دوم", merged.description)

    def test_b2_the_user_chooses_another_value(self):
        self.leads[1].phone = "0935 000 0202"
        merged = self._merge(self.leads, phone=self.leads[1].id)
        self.assertEqual(merged.phone, "0935 000 0202")
        line = merged.merge_line_ids.filtered(lambda line: line.field_name == "phone")
        self.assertEqual(line.origin_id, self.leads[1])
        self.assertIn("۰۹۱۲۵۵۵۰۱۰۱", line.others)

    def test_b2_a_choice_of_a_stranger_is_no_choice(self):
        stranger = self._create({"phone": "0935 000 0202"})
        self.leads[1].phone = "0936 000 0303"
        merged = self._merge(self.leads, phone=stranger.id)
        self.assertEqual(merged.phone, "۰۹۱۲۵۵۵۰۱۰۱")

    def test_12_a_salesperson_and_their_team_stay_together(self):
        opportunity = self.leads[2]
        opportunity.write({"user_id": self.user_vip.id, "team_id": self.team_without_leads.id})
        self.lead.write({"user_id": False, "team_id": self.team.id})
        self.leads[1].user_id = False
        merged = self._merge(self.leads, self.user_sales_manager)
        self.assertEqual((merged.user_id, merged.team_id), (self.user_vip, self.team_without_leads))

    def test_26_a_won_record_is_refused(self):
        self.leads[2].action_set_won()
        with self.assertRaisesRegex(UserError, "It is won"):
            self._merge(self.leads)
        self.assertFalse(self.leads.absorbed_by_merge_id)

    def test_26_a_record_of_another_company_is_refused(self):
        self._activate_multi_company()
        self.lead.company_id = self.company_main
        self.leads[1].write({"team_id": False, "user_id": False, "company_id": self.company_2.id})
        with self.assertRaisesRegex(UserError, "belongs to another company"):
            self._merge(self.leads, self.user_sales_manager_mc)

    def test_26_an_absorbed_record_is_refused(self):
        self._merge(self.leads[:2])
        with self.assertRaisesRegex(UserError, "It was merged into"):
            self._merge(self.leads)

    def test_26_a_record_that_was_deleted_is_refused_as_such(self):
        leads = self.leads.browse(self.leads.ids)
        self.leads[1].unlink()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "was deleted in the meantime"):
            self._merge(leads)
        self.assertTrue(self.leads[2].active)

    @users("user_sales_salesman")
    def test_26_who_may_not_change_a_record_does_not_merge_it(self):
        own = self._create({"user_id": self.env.uid, "team_id": False})
        with self.assertRaises(AccessError):
            (own | self.lead).with_env(self.env).merge_opportunity()
        self.assertTrue(own.active)

    def test_26_a_portal_user_merges_nothing(self):
        with self.assertRaises(AccessError):
            self._merge(self.leads, self.user_portal)

    def test_10_the_customer_is_not_changed(self):
        customer = self.env["res.partner"].create(
            {"name": "کیان", "email": "own@customer.example.com", "phone": "021 8877 0000"}
        )
        self.leads[1].partner_id = customer
        self.leads[1].write({"email_from": "own@customer.example.com", "phone": "021 8877 0000"})
        merged = self._merge(self.leads)
        self.assertEqual(merged.partner_id, customer)
        self.assertEqual(merged.email_from, "maryam@pars.example.com")
        self.assertEqual(customer.email, "own@customer.example.com")
        self.assertEqual(customer.phone, "021 8877 0000")

    def test_10_what_a_lead_is_filled_with_is_not_written_to_its_customer(self):
        customer = self.env["res.partner"].create(
            {"name": "کیان", "email": "own@customer.example.com", "phone": "021 8877 0000"}
        )
        self.lead.partner_id = customer
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET email_from = NULL, phone = NULL WHERE id = %s", [self.lead.id]
        )
        self.lead.invalidate_recordset()
        self.leads[1].write({"email_from": "new@lead.example.com", "phone": "0935 000 0202"})
        merged = self._merge(self.leads)
        self.assertEqual(merged.email_from, "new@lead.example.com")
        self.assertEqual(customer.email, "own@customer.example.com")
        self.assertEqual(customer.phone, "021 8877 0000")

    def test_47_what_was_absorbed_since_stands_for_its_survivor(self):
        first, second, third = self._create(
            *[{"type": "lead", "team_id": False, "user_id": False}] * 3
        )
        self._set_ages(first | second | third)
        (first | second).merge_opportunity()
        self.team._allocate_leads_deduplicate(third, duplicates_cache={third: second | third})
        self.assertEqual(third.survivor_id, first)

    def test_19_the_survivor_is_found_by_the_keys_of_the_absorbed(self):
        self.leads[1].phone = "0935 000 0202"
        self._merge(self.leads)
        other = self._create({"phone": "+98 935 000 0202"})
        self.assertEqual(list(other._find_similar()[other]), [self.lead.id])
        self.assertFalse(self.lead.duplicate_lead_ids & self.leads[1:])

    def test_47_assignment_merges_and_keeps(self):
        twin = self._create({"type": "lead", "team_id": False, "user_id": False})
        third = self._create({"type": "lead", "team_id": False, "user_id": False})
        twin.write({"email_from": "twin@assign.example.com", "phone": "0935 111 2222"})
        third.phone = "0935 111 2222"
        self._set_ages(twin | third)
        self.team.write({"assignment_domain": "[]", "assignment_optout": False})
        self.team._allocate_leads()
        self.assertEqual((twin | third).exists(), twin | third)
        self.assertEqual(third.survivor_id, twin)

    def test_33_messages_keep_their_subjects_and_files_their_names(self):
        one = self.leads[1]
        message = one.message_post(body=Markup("<p>متن</p>"), subject="موضوع")
        file = self.env["ir.attachment"].create(
            {"name": "قرارداد.pdf", "res_model": "crm.lead", "res_id": one.id, "raw": b"x"}
        )
        merged = self._merge(self.leads)
        self.assertEqual((message.res_id, message.subject), (merged.id, "موضوع"))
        self.assertEqual((file.res_id, file.name), (merged.id, "قرارداد.pdf"))

    def test_32_what_a_user_cannot_read_comes_along(self):
        stranger = mail_new_test_user(self.env, login="q_stranger", groups="base.group_user")
        private = self.env["calendar.event"].create(
            {
                "name": "خصوصی",
                "privacy": "private",
                "user_id": stranger.id,
                "partner_ids": [Command.set(stranger.partner_id.ids)],
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now(),
                "opportunity_id": self.leads[1].id,
            }
        )
        merged = self._merge(self.leads)
        self.assertEqual(private.opportunity_id, merged)
        shown = private.with_user(self.user_sales_leads)
        shown.invalidate_recordset()
        self.assertNotEqual(shown.name, "خصوصی", "nobody sees more of it than before")

    def test_47_assignment_does_not_stop_at_another_company(self):
        self._activate_multi_company()
        here, there = self._create(
            *[{"type": "lead", "team_id": False, "user_id": False, "phone": "+98 935 111 2222"}] * 2
        )
        here.company_id, there.company_id = self.company_main, self.company_2
        self.assertIn(there.id, here._find_similar()[here])
        self.team.write({"assignment_domain": "[]", "assignment_optout": False})
        self.team._allocate_leads()
        self.assertFalse((here | there).absorbed_by_merge_id)

    def test_26_a_client_cannot_say_that_everything_is_checked(self):
        """The context of a merge that is going on is no client's."""
        earlier = self._merge(self.leads[:2])
        log = earlier.survived_merge_ids
        moved = log.moved
        won = self._create({"type": "opportunity"})
        won.action_set_won()
        forged = {won.id: log.id, self.leads[2].id: log.id}
        leads = (self.leads[2] | won).with_user(self.user_sales_leads)
        with self.assertRaisesRegex(UserError, "cannot be merged"):
            leads.with_context(crm_lead_merge={"log_ids": forged}).merge_opportunity()
        self.assertEqual(log.moved, moved)
        self.assertFalse(won.absorbed_by_merge_id)
