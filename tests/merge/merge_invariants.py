"""What must hold after any merge, and after any undoing: nothing is lost."""

import os
from contextlib import closing, contextmanager

from hypothesis import HealthCheck, Phase, settings

from . import merge_links
from .database_rows import (
    changed_columns,
    compare_rows,
    count_writes,
    find_pointers,
    find_rows_pointing,
    read_rows,
    rows_of,
)
from .merge_world import MergeWorld

# MERGE_EXAMPLES=500 draws as many others; without it, they are the same at every run.
EXAMPLES = int(os.environ.get("MERGE_EXAMPLES", "0"))


def rounds(examples):
    """Settings of a property that is tried with so many examples."""
    return settings(
        max_examples=EXAMPLES or examples,
        derandomize=not EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# Of which some may stand once at a lead.
SINGLE = ("crm_lead_participant", *merge_links.TABLES)
# What a merge does to the row of a record that it absorbs.
OF_ABSORBED = {"active", "won_status", "absorbed_by_merge_id", "match_keys"}
# What is computed from the record that a row points to.
DERIVED = {"res_name"}
# What is united where a contact takes part twice, if the survivor's row lacks it.
UNITED = {"crm_lead_participant": {"role", "note"}}
# What is inside JSON is told where it leads to, not by its column.
IN_JSON = {"res_partner": {"x_company_lead_id"}, "crm_lead": {"lead_properties"}}
# What is computed from the time and from all other leads.
OF_THE_MOMENT = {"day_open", "day_close", "date_last_stage_update", "automated_probability"}
# What merge and undo leave behind: their log, and what they tell in the chatter.
LOG = {"crm_lead_merge", "crm_lead_merge_line"}
CHATTER = ("mail_message_id", "message_id")


class MergeInvariants(MergeWorld):
    """Examples of Hypothesis on a real database, and assertions about its rows."""

    def setUp(self):
        super().setUp()
        self._known_rows = {}
        self._pointers = find_pointers(self.cr)

    @contextmanager
    def _example(self):
        """An example of Hypothesis, of which nothing stays."""
        savepoint = self.cr.savepoint()
        counts = count_writes(self.cr)
        try:
            yield
        finally:
            self.env.cr.precommit.clear()
            self.env.cr.postcommit.clear()
            savepoint.close(rollback=True)
            # What was not written is the same in the next example.
            self._known_rows = {
                table: known
                for table, known in self._known_rows.items()
                if known[0] == counts.get(table)
            }
            self.env.invalidate_all(flush=False)

    def _settle(self):
        """Write everything that a request writes before it ends: the chatter's tracking too."""
        self.env.flush_all()
        self.cr.flush()
        return read_rows(self.cr, self._known_rows)

    # What must hold -------------------------------------------------------------------------

    def _assert_nothing_lost(self, before, after, survivor, absorbed):
        """Every row is as it was, but for the record that it points to."""
        difference = compare_rows(before, after)
        pointers = {}
        for table, column, _model_column in self._pointers:
            pointers.setdefault(table, set()).add(column)
        for table, (gone, _new, changed) in difference.items():
            if table == "crm_lead_match_key":
                continue
            self.assertFalse(gone, f"{table}: rows are gone")
            for row, row_after in changed:
                names = changed_columns(row, row_after) - DERIVED
                for name in names & UNITED.get(table, set()):
                    self.assertIn(row[name], (None, ""), f"{table}: {row}")
                names -= UNITED.get(table, set())
                if row["id"] not in (survivor.id, *absorbed.ids) or table != "crm_lead":
                    names -= IN_JSON.get(table, set())
                if not names:
                    continue
                if table != "crm_lead":
                    self.assertLessEqual(names, pointers.get(table, set()), f"{table}: {row}")
                    moved_to = {row_after[name] for name in names}
                    self.assertEqual(moved_to, {survivor.id}, f"{table}: {row_after}")
                elif row["id"] != survivor.id:
                    self.assertIn(row["id"], absorbed.ids)
                    self.assertLessEqual(names, OF_ABSORBED)

    def _assert_nothing_points(self, after, survivor, absorbed):
        """Rows still at an absorbed record are its own, or the survivor has the same."""
        stay = {
            ("crm_tag_rel", "lead_id"),  # values of the record itself; the survivor has them too
            ("crm_lead_loss", "lead_id"),
            ("crm_lead_merge_line", "origin_id"),
            ("ir_model_data", "res_id"),  # the name of that very record
            ("crm_lead_match_dismissal", "lead_id"),
            ("crm_lead_match_dismissal", "other_id"),
        }
        for (table, column), rows in find_rows_pointing(
            self.cr, absorbed.ids, self._pointers
        ).items():
            if table == "mail_followers":
                partners = survivor.sudo().message_follower_ids.partner_id.ids
                self.assertLessEqual({row["partner_id"] for row in rows}, set(partners))
            elif table in SINGLE:
                for row in rows:
                    self._assert_stays(table, row, rows_of(after, table), survivor.id)
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
        # A salesperson whom the merge made one is told by mail.
        sent = {
            row["id"]
            for row in difference.get("mail_mail", ((), (), ()))[1]
            if row["mail_message_id"] in told
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
                row
                for row in new
                if not told.intersection(row.get(name) for name in CHATTER)
                and row.get("mail_mail_id") not in sent
            ]
            self.assertFalse(strange, f"{table}: rows are new")

    def _rows_of(self, reading, leads):
        """The rows of leads in the order of a merge (#29).

        An open record comes before others, then the oldest, then the lowest number.
        """
        rows = rows_of(reading, "crm_lead")
        return sorted(
            (row for row in rows if row["id"] in leads.ids),
            key=lambda row: (not row["active"], row["create_date"], row["id"]),
        )

    def _assert_computed(self, leads):
        """What is computed and stored is what would be computed now."""
        names = {
            name
            for name, field in leads._fields.items()
            if field.store and field.compute and field.readonly and field.column_type
        } - OF_THE_MOMENT
        stored = leads.with_context(prefetch_fields=False).read(sorted(names), load=None)
        with closing(self.cr.savepoint()):
            for name in names:
                self.env.add_to_compute(leads._fields[name], leads)
            computed = leads.read(sorted(names), load=None)
        self.assertEqual(stored, computed)
