from hypothesis import given
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from . import merge_world
from .common import MergeCommon
from .database_rows import changed_columns, compare_rows
from .merge_invariants import MergeInvariants, rounds

# What people edit after a merge, and two values of each that nothing else has.
EDITED = {
    "phone": ["0935 000 0202", "021 1111 2222"],
    "referred": ["کسی دیگر", False],
    "expected_revenue": [77, 88.25],
    "color": [9, 10],
    "street": ["خیابان دیگر", "کوچهٔ دیگر"],
    "description": ["<p>تازه</p>", "<p>تازه‌تر</p>"],
    "date_deadline": ["2030-01-01", "2031-01-01"],
    "name": ["نام دیگر", "نامی دیگر"],
}
ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")
UNITS = {"street": ADDRESS}
# What people delete after a merge: a table, and its model.
DELETED = {
    "crm_phonecall": "crm.phonecall",
    "mail_activity": "mail.activity",
    "ir_attachment": "ir.attachment",
    "mail_message": "mail.message",
}


@tagged("post_install", "-at_install")
class TestLeadMergeChains(MergeInvariants):
    """Merges on merges: undone in the right order, everything is as it was (features.md B1)."""

    @rounds(12)
    @given(
        specs=st.lists(merge_world.leads(), min_size=3, max_size=6),
        picks=st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=4), min_size=1, max_size=4),
        order=st.lists(st.integers(0, 3), max_size=4),
    )
    def test_b1_any_chain_is_undone_last_first(self, specs, picks, order):
        with self._example():
            user = self.user_sales_leads
            leads = self.build(specs, user)
            readings = [self._settle()]
            merges = self.env["crm.lead.merge"]
            for pick in [*picks, range(6)]:
                left = leads.filtered(lambda lead: not lead.absorbed_by_merge_id)
                chosen = left.browse({left[number % len(left)].id for number in pick})
                if len(chosen) > 1:
                    merged = chosen.with_user(user).merge_opportunity()
                    merges |= merged.sudo().survived_merge_ids.sorted("id")[-1:].with_env(self.env)
                    readings.append(self._settle())
            self.assertEqual(len(leads.filtered(lambda lead: not lead.absorbed_by_merge_id)), 1)
            for number in order:
                self._undo_too_early(merges, number)
            while merges:
                self._undo_too_early(merges, 0)
                merges[-1].with_user(user).action_undo()
                merges = merges[:-1]
                self._assert_undone(readings[len(merges)], self._settle(), leads)

    def _undo_too_early(self, merges, number):
        """Undo a merge on which a later one stands, if one does: refused, and nothing changes."""
        merge = merges[number % len(merges)]
        later = merges.filtered(lambda m: m.id > merge.id)
        if merge.survivor_id in (later.survivor_id | later.absorbed_ids):
            before = self._settle()
            with self.assertRaisesRegex(UserError, "Undo that merge first"), self.cr.savepoint():
                merge.with_user(self.user_sales_leads).action_undo()
            self.assertEqual(compare_rows(before, self._settle()), {})

    @rounds(12)
    @given(
        specs=st.lists(merge_world.leads(), min_size=2, max_size=5),
        edits=st.dictionaries(st.sampled_from(sorted(EDITED)), st.integers(0, 1), max_size=4),
        deleted=st.sets(st.sampled_from(sorted(DELETED))),
    )
    def test_b1_edits_and_deletions_in_between_stay_and_the_rest_comes_back(
        self, specs, edits, deleted
    ):
        with self._example():
            user = self.user_sales_leads
            leads = self.build(specs, user)
            before = self._settle()
            merged = leads.with_user(user).merge_opportunity()
            self._settle()
            values = {name: EDITED[name][number] for name, number in edits.items()}
            merged.write(values)
            self._date_later(merged)
            gone = [self._delete_moved(merged.sudo(), table) for table in sorted(deleted)]
            edited_row = self._rows_of(self._settle(), merged)[0]
            merged.action_undo_merge()
            after = self._settle()
            self._assert_only_gone(before, after, gone)
            rows, undone = (
                {row["id"]: row for row in self._rows_of(reading, leads)}
                for reading in (before, after)
            )
            self._assert_edited(rows[merged.id], edited_row, undone[merged.id], edits)
            for lead in leads - merged:
                # The customer's new phone is a key of the customer's other records too.
                self.assertLessEqual(
                    changed_columns(rows[lead.id], undone[lead.id]), {"match_keys", "search_text"}
                )
            self._assert_computed(leads.filtered(lambda lead: lead.id == merged.id))
            note = merged.sudo().message_ids[0].body
            self.assertEqual("Deleted or moved on since the merge" in note, any(gone), note)

    def _date_later(self, lead):
        """A write after the merge has a later date; a test has one and the same all the time."""
        self.env.flush_all()
        self.cr.execute(
            "UPDATE crm_lead SET write_date = write_date + interval '1 hour' WHERE id = %s",
            [lead.id],
        )
        lead.invalidate_recordset(["write_date"])

    def _delete_moved(self, merged, table):
        """Delete a row that the merge brought along.

        :returns: tuple of the table's name and the number of the row; None if there is none
        """
        model = DELETED[table]
        key = {"crm_phonecall": "opportunity_id"}.get(table, "res_id")
        moved = merged.survived_merge_ids.moved.values()
        ids = [number for rows in moved for number in rows.get(f"{model}.{key}", ())]
        if not ids:
            return None
        self.env[model].sudo().browse(ids[0]).unlink()
        return table, ids[0]

    def _assert_only_gone(self, before, after, gone):
        difference = compare_rows(before, after)
        for table in DELETED:
            rows = difference[table].gone if table in difference else []
            found = [(table, row["id"]) for row in rows]
            self.assertEqual(found, [row for row in gone if row and row[0] == table])
            changed = difference[table].changed if table in difference else []
            self.assertFalse(changed, table)

    def _assert_edited(self, row, edited, undone, edits):
        """What was edited is as it was edited, the rest as it was before the merge."""
        kept = {part for name in edits for part in UNITS.get(name, (name,))}
        computed = {
            name
            for name, field in self.env["crm.lead"]._fields.items()
            if field.store and field.compute and field.readonly
        }
        # An automatic probability follows the edits.
        for name in row.keys() - computed - {"write_date", "write_uid", "probability"}:
            if name in edits:
                self.assertEqual(undone[name], edited[name], name)
            elif name not in kept:
                self.assertEqual(undone[name], row[name], name)


@tagged("post_install", "-at_install")
class TestLeadMergeBetween(MergeCommon):
    """What happens between a merge and its undoing is kept, and told (features.md B1)."""

    def _undo(self, merged):
        merged.survived_merge_ids[0].with_user(self.user_sales_manager).action_undo()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_b1_a_survivor_that_was_deleted_leaves_tags_and_pairs_behind(self):
        tag = self.env["crm.tag"].create({"name": "برچسب"})
        other = self._create({})
        self.leads[1].tag_ids = tag
        other.with_context(similar_to=self.leads[1].id).action_not_duplicate()
        merge = self._merge(self.leads).survived_merge_ids
        self.lead.unlink()
        merge.with_user(self.user_sales_manager).action_undo()
        self.assertEqual(self.leads[1].tag_ids, tag)
        self.assertEqual(other._get_dismissed(), self.leads[1])

    def test_b1_an_absorbed_record_that_was_deleted_is_reported(self):
        message = self.leads[1].message_post(body="پیام")
        merged = self._merge(self.leads)
        self.leads[1].unlink()
        self._undo(merged)
        self.assertTrue(self.leads[2].active)
        self.assertEqual(message.res_id, self.lead.id, "it stays where it is found")
        self.assertIn("همان مشتری، سرنخ", self.lead.message_ids[0].body)

    def test_32_an_absorbed_record_keeps_what_its_customer_changes(self):
        self.leads[:2].partner_id = self.contact_1
        self.contact_1.phone = "0935 000 0202"
        self._merge(self.leads)
        self.contact_1.write({"phone": "021 1111 2222", "email": "new@pars.example.com"})
        self.assertEqual(self.lead.phone, "021 1111 2222")
        self.assertEqual(self.leads[1].phone, "0935 000 0202")
        self.assertNotEqual(self.leads[1].email_from, "new@pars.example.com")
        self._undo(self.lead)
        self.assertEqual(self.lead.phone, "021 1111 2222")
        self.assertEqual(self.leads[1].phone, "0935 000 0202")

    def test_b1_a_tag_added_and_one_removed_since_stay_so(self):
        tags = self.env["crm.tag"].create([{"name": str(number)} for number in range(3)])
        self.lead.tag_ids = tags[0]
        self.leads[1].tag_ids = tags[1]
        merged = self._merge(self.leads)
        merged.tag_ids = [Command.link(tags[2].id), Command.unlink(tags[0].id)]
        self._undo(merged)
        self.assertEqual(self.lead.tag_ids, tags[2])
        self.assertEqual(self.leads[1].tag_ids, tags[1])

    def test_29_an_open_record_gets_no_reason_of_a_lost_one(self):
        reason = self.env["crm.lost.reason"].create({"name": "گران"})
        self.lead.probability = 0
        self.leads[1].action_set_lost(lost_reason_id=reason.id)
        merged = self._merge(self.leads)
        self.assertTrue(merged.active)
        self.assertFalse(merged.lost_reason_id)

    def test_32_time_in_stages_is_each_records_own(self):
        first, second = self.stage_team1_1, self.stage_team1_2
        leads = self._create(*[{"type": "opportunity", "stage_id": first.id}] * 3)
        self._set_ages(leads)
        self.flush_tracking()
        for stage in (second, first):
            leads[1].stage_id = stage
            self.flush_tracking()
        before = [lead.duration_tracking.keys() for lead in leads]
        self.assertEqual(before[1], {str(first.id), str(second.id)})
        middle = self._merge(leads[1:])
        self._merge(leads[0] | middle)
        leads.invalidate_recordset()
        self.assertEqual([lead.duration_tracking.keys() for lead in leads], before)
        self._undo(leads[0])
        self._undo(middle)
        self.assertEqual([lead.duration_tracking.keys() for lead in leads], before)
