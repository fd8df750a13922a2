from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools.server_context import Merge
from .common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadMergeUndo(MergeCommon):
    """A merge can be undone, completely, any day later (features.md B1)."""

    def _undo(self, merged, user=None):
        return merged.with_user(user or self.user_sales_leads).action_undo_merge()

    def test_b1_everything_is_as_it_was(self):
        tag = self.env["crm.tag"].create({"name": "برچسب"})
        one = self.leads[1]
        one.write({"phone": "0935 000 0202", "tag_ids": tag, "function": False, "referred": "معرف"})
        self.env.flush_all()
        names = ["name", "type", "stage_id", "phone", "tag_ids", "referred", "active", "won_status"]
        names += ["create_date", "write_date", "date_closed", "message_ids", "user_id", "priority"]
        before = self.leads.read(names)
        merged = self._merge(self.leads, phone=one.id)
        self.assertEqual(merged.tag_ids, tag)
        action = self._undo(merged)
        self.leads.invalidate_recordset()
        after = self.leads.read(names)
        for old, new in zip(before, after, strict=True):
            # The notes of the merge and its undoing come on top.
            self.assertLessEqual(set(old.pop("message_ids")), set(new.pop("message_ids")))
            self.assertEqual(old, new)
        found = self.env["crm.lead"].with_context(**action["context"]).search(action["domain"])
        self.assertEqual(found, self.leads)

    def test_b1_what_was_edited_since_is_kept_and_reported(self):
        self.leads[1].write({"referred": "معرف", "website": "https://pars.example.org"})
        self.lead.website = False
        merged = self._merge(self.leads)
        self.assertEqual(merged.referred, "معرف")
        merged.referred = "کسی دیگر"
        self._undo(merged)
        self.assertEqual(self.lead.referred, "کسی دیگر")
        self.assertFalse(self.lead.website)
        self.assertEqual(self.leads[1].referred, "معرف")
        note = self.lead.message_ids[0].body
        self.assertIn("Edited since the merge, and kept as it is now: Referred By.", note)

    def test_b1_what_was_deleted_since_is_reported(self):
        calls = self.env["crm.phonecall"].create(
            [{"name": str(number), "opportunity_id": self.leads[1].id} for number in range(2)]
        )
        merged = self._merge(self.leads)
        calls[0].unlink()
        self._undo(merged)
        self.assertEqual(calls[1].opportunity_id, self.leads[1])
        self.assertIn(
            "Deleted or moved on since the merge: Phonecall: 1", self.lead.message_ids[0].body
        )

    def test_b1_what_came_after_the_merge_stays_with_the_survivor(self):
        merged = self._merge(self.leads)
        message = merged.message_post(body="بعد از ادغام")
        self._undo(merged)
        self.assertEqual(message.res_id, self.lead.id)

    def test_b1_a_stage_that_is_gone_is_left_alone(self):
        stage = self.env["crm.stage"].create({"name": "موقت", "team_ids": self.team.ids})
        self.lead.write({"type": "opportunity", "stage_id": stage.id})
        self.leads[2].stage_id = self.stage_team1_2
        merged = self._merge(self.leads)
        self.assertEqual(merged.stage_id, self.stage_team1_2)
        stage.unlink()
        self._undo(merged)
        self.assertEqual(self.lead.stage_id, self.stage_team1_2)
        self.assertIn("kept as it is now: Stage", self.lead.message_ids[0].body)

    def test_b1_chains_are_undone_last_first(self):
        first = self._merge(self.leads[1:])
        self._set_ages(self.leads)
        second = self._merge(self.lead | first)
        self.assertEqual(second, self.lead)
        with self.assertRaisesRegex(UserError, "Undo that merge first"):
            self.leads[2].absorbed_by_merge_id.with_user(self.user_sales_leads).action_undo()
        self._undo(second)
        self.assertEqual(self.leads[2].survivor_id, first)
        self._undo(first)
        self.assertFalse(self.leads.absorbed_by_merge_id)
        self.assertTrue(all(self.leads.mapped("active")))

    def test_b1_merges_into_one_record_are_undone_last_first(self):
        self._merge(self.leads[:2])
        merged = self._merge(self.lead | self.leads[2])
        with self.assertRaisesRegex(UserError, "Undo that merge first"):
            self.leads[1].absorbed_by_merge_id.with_user(self.user_sales_leads).action_undo()
        # Together they are undone in the right order.
        merged.survived_merge_ids.with_user(self.user_sales_leads).action_undo()
        self.assertFalse(self.leads.absorbed_by_merge_id)

    def test_b1_twice_is_refused(self):
        merged = self._merge(self.leads)
        merge = merged.survived_merge_ids.with_user(self.user_sales_leads)
        merge.action_undo()
        with self.assertRaisesRegex(UserError, "is undone already"):
            merge.action_undo()
        with self.assertRaisesRegex(UserError, "no merge to undo"):
            self._undo(merged)

    def test_b1_a_survivor_that_was_deleted_does_not_keep_the_others_away(self):
        merged = self._merge(self.leads)
        merge = merged.survived_merge_ids
        merged.unlink()
        self.assertEqual(merge.survivor_name, "سفارش ۲۰ میز اداری")
        merge.with_user(self.user_sales_manager).action_undo()
        self.assertTrue(all(self.leads[1:].mapped("active")))

    def test_b1_from_the_absorbed_record_too(self):
        self._merge(self.leads)
        self.assertTrue(self.leads[1].with_user(self.user_sales_leads).can_undo_merge)
        self._undo(self.leads[1])
        self.assertFalse(self.leads.absorbed_by_merge_id)

    def test_b1_a_salesperson_undoes_their_own_merges_and_a_manager_all(self):
        merged = self._merge(self.leads, self.user_sales_manager)
        merge = merged.survived_merge_ids
        self.assertFalse(merge.with_user(self.user_sales_leads).can_undo)
        self.assertTrue(merge.with_user(self.user_sales_manager).can_undo)
        with self.assertRaisesRegex(AccessError, "They can undo it, or a sales manager"):
            self._undo(merged)
        self._undo(merged, self.user_sales_manager)
        merged = self._merge(self.leads)
        self._undo(merged, self.user_sales_manager)
        self.assertEqual(merged.survived_merge_ids[0].undo_user_id, self.user_sales_manager)

    def test_b1_who_cannot_read_the_survivor_cannot_read_the_merge(self):
        merged = self._merge(self.leads)
        merge = merged.survived_merge_ids
        own = self.user_sales_salesman
        for records in (merge, merge.line_ids):
            with self.assertRaises(AccessError):
                records.with_user(own).read(["display_name"])
            with self.assertRaises(AccessError):
                records.with_user(self.user_portal).read(["display_name"])
        with self.assertRaises(AccessError):
            merge.with_user(own).action_undo()
        merged.user_id = own
        merge.with_user(own).read(["absorbed_names", "moved_text"])

    def test_b1_another_company_reads_nothing(self):
        self._activate_multi_company()
        self.lead.company_id = self.company_main
        merge = self._merge(self.leads).survived_merge_ids
        self.user_sales_manager_mc.company_ids = self.company_2
        with self.assertRaises(AccessError):
            merge.with_user(self.user_sales_manager_mc).read(["absorbed_names"])

    def test_b1_nobody_forges_a_merge(self):
        merge = self._merge(self.leads).survived_merge_ids.with_user(self.user_sales_manager)
        with self.assertRaises(AccessError):
            merge.write({"state": "undone"})
        with self.assertRaises(AccessError):
            merge.create({"survivor_id": self.lead.id})
        with self.assertRaises(AccessError):
            merge.unlink()
        with self.assertRaises(AccessError):
            merge.line_ids.write({"value": "دیگر"})
        with self.assertRaises(AccessError):
            merge.read(["moved", "changes"])

    def test_b1_nobody_says_that_a_record_was_merged(self):
        merge = self._merge(self.leads[:2]).survived_merge_ids
        lead = self.leads[2].with_user(self.user_sales_manager)
        with self.assertRaisesRegex(AccessError, "through Action > Merge"):
            lead.write({"absorbed_by_merge_id": merge.id})
        with self.assertRaisesRegex(AccessError, "through Action > Merge"):
            lead.create({"name": "x", "absorbed_by_merge_id": merge.id})
        with self.assertRaises(UserError):
            self.leads[1].with_user(self.user_sales_manager).write({"absorbed_by_merge_id": False})

    def test_b1_no_default_says_that_a_record_was_merged(self):
        merge = self._merge(self.leads[:2]).survived_merge_ids
        leads = self.env["crm.lead"].with_user(self.user_sales_manager)
        with self.assertRaisesRegex(AccessError, "through Action > Merge"):
            leads.with_context(default_absorbed_by_merge_id=merge.id).create({"name": "x"})

    def test_b1_another_company_never_reads_a_merge_whose_survivor_is_gone(self):
        self._activate_multi_company()
        self.lead.company_id = self.company_main
        merged = self._merge(self.leads)
        merge = merged.survived_merge_ids
        merged.unlink()
        self.user_sales_manager_mc.company_ids = self.company_2
        for records in (merge, merge.line_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.user_sales_manager_mc).read(["display_name"])

    def test_b1_a_deleted_survivor_with_tags_of_others_does_not_stand_in_the_way(self):
        self.leads[1].tag_ids = self.env["crm.tag"].create({"name": "برچسب"})
        merged = self._merge(self.leads)
        merge = merged.survived_merge_ids
        merged.unlink()
        merge.with_user(self.user_sales_manager).action_undo()
        self.assertTrue(all(self.leads[1:].mapped("active")))

    def test_b1_what_is_computed_follows_what_comes_back(self):
        self.leads[2].write({"expected_revenue": 1000, "probability": 10})
        merged = self._merge(self.leads)
        merged.probability = 50
        self.assertEqual(merged.prorated_revenue, 500)
        self._undo(merged)
        self.assertEqual((self.lead.expected_revenue, self.lead.prorated_revenue), (0, 0))

    def test_b1_an_address_is_not_torn(self):
        self.lead.write({"street": False, "city": False, "country_id": False})
        self.leads[1].write({"street": "چهارباغ", "city": "اصفهان", "zip": "81"})
        merged = self._merge(self.leads)
        merged.city = "شیراز"
        self._undo(merged)
        self.assertEqual((self.lead.street, self.lead.city), ("چهارباغ", "شیراز"))

    def test_b1_the_conversion_of_the_convert_window_is_undone_too(self):
        window = self._open_window(self.lead, self.user_sales_leads)
        window.write({"name": "merge", "duplicated_lead_ids": [Command.set(self.leads[1].ids)]})
        window.action_apply()
        self.assertEqual(self.lead.type, "opportunity")
        self._undo(self.lead)
        self.assertEqual(self.leads[:2].mapped("type"), ["lead", "lead"])
        self.assertFalse(self.lead.partner_id)

    def test_b1_at_once_does_not_take_the_convert_window_along(self):
        self.env["res.config.settings"].create(
            {"is_merge_final": True, "merge_retention_days": 0}
        ).set_values()
        window = self._open_window(self.leads[1], self.user_sales_leads)
        window.write({"name": "merge", "duplicated_lead_ids": [Command.set(self.lead.ids)]})
        self.assertEqual(window.action_apply()["res_id"], self.lead.id)

    def test_32_what_is_put_on_an_absorbed_record_is_not_deleted_with_it(self):
        merge = self._merge(self.leads).survived_merge_ids
        file = self.env["ir.attachment"].create(
            {"name": "x", "res_model": "crm.lead", "res_id": self.leads[1].id, "raw": b"x"}
        )
        merge._delete_absorbed()
        self.assertEqual(file.res_id, self.lead.id)

    def test_32_a_merged_record_is_no_further_opportunity_of_its_contact(self):
        contact = self.env["res.partner"].create({"name": "مشتری"})
        self.leads.write({"partner_id": contact.id, "type": "opportunity"})
        self._merge(self.leads)
        self.assertEqual(contact.with_user(self.user_sales_leads).opportunity_count, 1)

    def test_32_a_field_of_others_stops_no_merge_and_is_not_told_to_all(self):
        self.leads[1].reveal_id = "راز"
        self.patch(self.env["crm.lead"]._fields["reveal_id"], "groups", "base.group_system")
        merged = self._merge(self.leads)
        self.assertNotIn("راز", "".join(merged.message_ids.mapped("body")))
        self.assertEqual(self.leads[1].sudo().reveal_id, "راز")

    def test_32_an_absorbed_record_opens_without_access_to_its_survivor(self):
        own = self.user_sales_salesman
        self.leads[1].user_id = own
        self._merge(self.leads)
        absorbed = self.leads[1].with_user(own)
        self.env.invalidate_all()
        # Unlike the view's list of fields, its arch has none that this user may not read.
        arch = etree.fromstring(absorbed.get_view(view_type="form")["arch"])
        nodes = arch.xpath("//field[not(ancestor::field)]")
        values = absorbed.web_read({node.get("name"): {} for node in nodes})[0]
        self.assertFalse(values["can_undo_merge"])
        self.assertIn(self.lead.name, values["merged_text"])

    def test_b3_a_field_of_others_is_not_told(self):
        self.leads[1].referred = "معرف"
        merged = self._merge(self.leads)
        line = merged.merge_line_ids.filtered(lambda line: line.field_name == "referred")
        self.assertIn("معرف", line.with_user(self.user_sales_leads).chosen)
        self.patch(self.env["crm.lead"]._fields["referred"], "groups", "base.group_system")
        line.invalidate_recordset()
        self.assertFalse(line.with_user(self.user_sales_leads).chosen)

    def test_b1_absorbed_records_are_deleted_after_the_days_of_the_settings(self):
        merge = self._merge(self.leads).survived_merge_ids
        absorbed = self.leads[1:]
        merges = self.env["crm.lead.merge"]
        self.assertEqual(merges._gc_absorbed(), (0, 0), "never, by default")
        settings = self.env["res.config.settings"].create(
            {"is_merge_final": True, "merge_retention_days": 30}
        )
        settings.set_values()
        self.assertEqual(merges._gc_absorbed(), (0, 0))
        merge.date = fields.Datetime.subtract(merge.date, days=31)
        self.assertEqual(merges._gc_absorbed(), (1, 0))
        self.assertFalse(absorbed.exists())
        self.assertTrue(merge.line_ids, "the origins stay")
        self.assertFalse(merge.can_undo)
        with self.assertRaisesRegex(UserError, "were deleted for good"):
            merge.with_user(self.user_sales_manager).action_undo()

    def test_b1_or_at_once(self):
        self.env["res.config.settings"].create(
            {"is_merge_final": True, "merge_retention_days": 0}
        ).set_values()
        merged = self._merge(self.leads)
        self.assertFalse(self.leads[1:].exists())
        self.assertEqual(merged.survived_merge_ids.state, "final")

    def test_b1_settings_show_what_is_set(self):
        settings = self.env["res.config.settings"].create(
            {"is_merge_final": True, "merge_retention_days": 7, "merge_maximum": 20}
        )
        settings.set_values()
        again = self.env["res.config.settings"].create({})
        self.assertEqual(
            (again.is_merge_final, again.merge_retention_days, again.merge_maximum), (True, 7, 20)
        )
        self.assertEqual(again.merge_survivor, "oldest")
        again.is_merge_final = False
        again.set_values()
        self.assertIsNone(self.env["crm.lead.merge"]._get_retention_days())

    def test_17_a_convert_window_that_is_open_says_what_happened(self):
        window = self._open_window(self.leads[1], self.user_sales_leads)
        self._merge(self.leads)
        with self.assertRaisesRegex(UserError, "It was merged into .* You find everything there"):
            window.action_apply()

    def test_b1_a_merge_of_the_convert_window_is_undone_too(self):
        window = self._open_window(self.lead, self.user_sales_leads)
        window.write({"name": "merge", "duplicated_lead_ids": [Command.set(self.leads[1:].ids)]})
        merged = self.env["crm.lead"].browse(window.action_apply()["res_id"])
        self.assertEqual(merged, self.lead)
        self.assertEqual(self.leads[1:].survivor_id, self.lead)
        self._undo(merged)
        self.assertEqual(self.leads.mapped("type"), ["lead", "lead", "opportunity"])

    def test_b4_pairs_said_apart_by_a_merge_are_forgotten_with_it(self):
        other = self._create({"phone": "0935 000 0202"})
        other.with_context(similar_to=self.leads[1].id).action_not_duplicate()
        merged = self._merge(self.leads)
        self.assertIn(merged, other._get_dismissed())
        self._undo(merged)
        self.assertEqual(other._get_dismissed(), self.leads[1])

    def test_b8_the_queries_do_not_grow_with_what_is_moved(self):
        small, large = self._create({}, {}), self._create({}, {})
        self.env["mail.message"].create(
            [
                {"model": "crm.lead", "res_id": large[1].id, "body": str(number)}
                for number in range(100)
            ]
        )
        counts = []
        self._merge(self._create({}, {}))  # what is read once a process
        for leads in (small, large):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._merge(leads)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_32_what_came_in_during_the_merge_is_moved_later(self):
        first = self._merge(self.leads[1:])
        self._merge(self.lead | first)
        late = self.lead._message_log(body="در همان لحظه")
        late.flush_recordset()
        # Of a transaction that saw no merge.
        self.env.cr.execute(
            "UPDATE mail_message SET res_id = %s WHERE id = %s", [self.leads[2].id, late.id]
        )
        late.invalidate_recordset()
        merges = self.env["crm.lead.merge"]
        merges.search([]).sweep_date = fields.Datetime.now()
        merges._gc_stragglers()
        self.assertEqual(late.res_id, self.lead.id)
        self.assertEqual(merges._gc_stragglers(), (0, 0))
        self._undo(self.lead)
        self._undo(first)
        late.invalidate_recordset()
        self.assertEqual(late.res_id, self.leads[2].id)

    def test_b1_each_merge_of_a_window_remembers_its_own_changes(self):
        """What is edited between two merges in one context belongs to neither."""
        twins = self._create({"name": "یکی"}, {"name": "دیگری"})
        merging = {"crm_lead_merge": Merge()}
        merged = self.leads.with_context(**merging).merge_opportunity().with_env(self.env)
        self.lead.referred = "پس از ادغام"
        self.env.flush_all()
        twins.with_context(**merging).merge_opportunity()
        merged.survived_merge_ids.action_undo()
        self.assertEqual(self.lead.referred, "پس از ادغام")
