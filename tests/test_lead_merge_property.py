import json
import os
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from . import merge_world
from .database_rows import (
    changed_columns,
    compare_rows,
    find_pointers,
    find_rows_pointing,
    read_counters,
    read_rows,
)
from .merge_world import MergeWorld

# MERGE_EXAMPLES=500 draws as many others; without it, they are the same at every run.
EXAMPLES = int(os.environ.get("MERGE_EXAMPLES", "0"))
ROUNDS = settings(
    max_examples=EXAMPLES or 30,
    derandomize=not EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# What a merge does to the row of a record that it absorbs.
OF_ABSORBED = {"active", "won_status", "merge_id", "match_keys"}
# What is computed from the record that a row points to.
DERIVED = {"res_name"}
# What merge and undo leave behind: their log, and what they tell in the chatter.
LOG = {"crm_lead_merge", "crm_lead_merge_line"}
CHATTER = ("mail_message_id", "message_id")
ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")
# Fields that hold one value: the survivor's own, or the first that there is.
FILLED = (
    *("contact_name", "partner_name", "function", "phone", "email_from", "website", "referred"),
    *("reveal_id", "expected_revenue", "color", "date_deadline", "date_automation_last"),
    *("source_id", "medium_id", "campaign_id", "lang_id", "partner_id", "user_id"),
)


@tagged("post_install", "-at_install")
class TestLeadMergeProperty(MergeWorld):
    """Any records, any user: nothing is lost in a merge, and it can be undone (#32, B1, B3)."""

    @contextmanager
    def _example(self):
        """An example of Hypothesis, of which nothing stays."""
        savepoint = self.cr.savepoint()
        try:
            yield
        finally:
            self.env.cr.precommit.clear()
            self.env.cr.postcommit.clear()
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def _settle(self):
        """Write everything that a request writes before it ends: the chatter's tracking too."""
        self.env.flush_all()
        self.cr.flush()
        return read_rows(self.cr)

    # What must hold -------------------------------------------------------------------------

    def _assert_nothing_lost(self, before, after, survivor, absorbed):
        """Every row is as it was, but for the record that it points to."""
        difference = compare_rows(before, after)
        pointers = {}
        for table, column, _model_column in find_pointers(self.cr):
            pointers.setdefault(table, set()).add(column)
        for table, (gone, _new, changed) in difference.items():
            if table == "crm_lead_match_key":
                continue
            self.assertFalse(gone, f"{table}: rows are gone")
            for row, row_after in changed:
                names = changed_columns(row, row_after) - DERIVED
                if table != "crm_lead":
                    self.assertLessEqual(names, pointers.get(table, set()), f"{table}: {row}")
                    moved_to = {row_after[name] for name in names}
                    self.assertEqual(moved_to, {survivor.id}, f"{table}: {row_after}")
                elif row["id"] != survivor.id:
                    self.assertIn(row["id"], absorbed.ids)
                    self.assertLessEqual(names, OF_ABSORBED)

    def _assert_nothing_points(self, survivor, absorbed):
        """Rows still at an absorbed record are its own, or the survivor has the same."""
        stay = {
            ("crm_tag_rel", "lead_id"),  # values of the record itself; the survivor has them too
            ("crm_lead_merge_line", "origin_id"),
            ("ir_model_data", "res_id"),  # the name of that very record
            ("crm_lead_match_dismissal", "lead_id"),
            ("crm_lead_match_dismissal", "other_id"),
        }
        for (table, column), rows in find_rows_pointing(self.cr, absorbed.ids).items():
            if table == "mail_followers":
                partners = survivor.sudo().message_follower_ids.partner_id.ids
                self.assertLessEqual({row["partner_id"] for row in rows}, set(partners))
            else:
                self.assertIn((table, column), stay, rows)

    def _assert_undone(self, before, after, leads):
        """Row for row what it was, but for the log and the chatter."""
        difference = compare_rows(before, after)
        told = {
            row["id"]
            for row in difference.get("mail_message", ((), (), ()))[1]
            if row["model"] == "crm.lead" and row["res_id"] in leads.ids
        }
        for table, (gone, new, changed) in difference.items():
            self.assertFalse(gone, f"{table}: rows are gone")
            for row, row_after in changed:
                names = changed_columns(row, row_after)
                what = {name: (row[name], row_after[name]) for name in names}
                self.fail(f"{table} {row['id']}: {what}")
            if table in LOG:
                continue
            if table == "mail_message":
                self.assertEqual({row["id"] for row in new}, told)
                continue
            strange = [
                row for row in new if not told.intersection(row.get(name) for name in CHATTER)
            ]
            self.assertFalse(strange, f"{table}: rows are new")

    # The merge ------------------------------------------------------------------------------

    @ROUNDS
    @given(specs=st.lists(merge_world.lead, min_size=2, max_size=8), level=merge_world.level)
    def test_32_b1_any_merge_loses_nothing_and_is_undone(self, specs, level):
        with self._example():
            user = self.users[level]
            leads = self.build(specs, user)
            before = self._settle()
            counters = read_counters(self.cr)
            merged = leads.with_user(user).merge_opportunity().with_env(self.env)
            after = self._settle()
            absorbed = leads - merged
            self._assert_survivor_before(before, leads, merged)
            self._assert_nothing_lost(before, after, merged, absorbed)
            self._assert_nothing_points(merged, absorbed)
            merged.with_user(user).action_undo_merge()
            self._assert_undone(before, self._settle(), leads)
            self.assertEqual(read_counters(self.cr), counters)

    def _assert_survivor_before(self, before, leads, merged):
        """An open record before others, then the oldest, then the lowest number (#29)."""
        rows = [row for row in self._rows_of(before, "crm_lead") if row["id"] in leads.ids]
        oldest = min(rows, key=lambda row: (not row["active"], row["create_date"], row["id"]))
        self.assertEqual(merged.id, oldest["id"])

    def _rows_of(self, reading, wanted):
        return [json.loads(text) for table, text in reading if table == wanted]
