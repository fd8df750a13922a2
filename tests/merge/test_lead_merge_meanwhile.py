import json
from contextlib import closing

import psycopg2
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from . import merge_world
from .database_rows import Difference, changed_columns, compare_rows, find_rows_pointing
from .merge_invariants import CHATTER, LOG, OF_THE_MOMENT, MergeInvariants, rounds

DELETED = ["team", "stage", "user", "contact", "reason", "source", "tag", "plan"]
MADE = ["message", "letter", "activity", "meeting", "attachment", "call", "order", "scheduled"]
actions = st.one_of(
    st.tuples(st.just("delete"), st.sampled_from(DELETED), st.integers(0, 2)),
    st.tuples(st.just("unite"), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("make"), st.sampled_from(MADE), st.integers(0, 7)),
)
# What is computed from all of a lead, and what says when and by whom it was written.
FOLLOWING = OF_THE_MOMENT | {"match_keys", "search_text", "probability", "write_date", "write_uid"}


@tagged("post_install", "-at_install")
class TestLeadMergeMeanwhile(MergeInvariants):
    """Whatever happens between a merge and its undoing: that stays, the rest comes back (B1)."""

    @rounds(30)
    @given(
        specs=st.lists(merge_world.leads(("mine", "nobody", "other")), min_size=2, max_size=5),
        happening=st.lists(actions, min_size=1, max_size=4),
    )
    def test_b1_what_happens_meanwhile_stays_and_the_rest_comes_back(self, specs, happening):
        with self._example():
            leads = self.build(specs, self.user_sales_leads)
            possible = self._try_before(happening, leads)
            before = self._settle()
            merged = leads.with_user(self.user_sales_leads).merge_opportunity().with_env(self.env)
            merge = merged.survived_merge_ids[0]
            after_merge = self._settle()
            held = self._find_held(leads - merged)
            for action, was_possible in zip(happening, possible, strict=True):
                done = self._try(action, leads - merged)
                self.assertTrue(done or not was_possible, f"a merge holds up: {action}")
            happened = self._settle()
            for place, count in self._find_held(leads - merged).items():
                self.assertLessEqual(count, held.get(place, 0), f"made there: {place}")
            merge.with_user(self.user_sales_manager).action_undo()
            after = self._settle()
            self.assertEqual(merge.state, "undone")
            self._assert_only_what_happened(
                compare_rows(before, after), compare_rows(after_merge, happened), leads
            )
            self._assert_keys(leads)

    # What happens ---------------------------------------------------------------------------

    def _try_before(self, happening, leads):
        """Whether each of several things could be done, one after the other, without a merge."""
        with closing(self.cr.savepoint()):
            done = [self._try(action, leads) for action in happening]
        self.env.invalidate_all(flush=False)
        return done

    def _try(self, action, absorbed):
        """Do something as an administrator does.

        :returns: bool, whether Odoo lets it be done
        """
        try:
            with mute_logger("odoo.sql_db", "odoo.models.unlink"), self.cr.savepoint():
                getattr(self, f"_do_{action[0]}")(absorbed, *action[1:])
                self.env.flush_all()
        except (UserError, psycopg2.IntegrityError):
            self.env.transaction.clear()
            return False
        return True

    def _do_delete(self, _absorbed, kind, number):
        records = {
            "team": self.teams,
            "stage": self.stages,
            "user": self.user_vip,
            "contact": self.people,
            "reason": self.lost_reason,
            "source": self.records["source_id"],
            "tag": self.tags,
            "plan": self.records["recurring_plan"],
        }[kind].with_env(self.env)
        records[number % len(records)].exists().unlink()

    def _do_unite(self, _absorbed, source, destination):
        people = self.people.with_env(self.env)
        source, destination = people[source].exists(), people[destination].exists()
        if source and destination and source != destination:
            wizard = self.env["base.partner.merge.automatic.wizard"]
            wizard._merge((source | destination).ids, destination)

    def _do_make(self, absorbed, kind, number):
        lead = absorbed[number % len(absorbed)]
        if self.contact_1.exists():
            model, vals = self._prepare_related(kind, lead, number)
            self.env[model].with_context(**merge_world.QUIET).create(vals)

    # What must hold -------------------------------------------------------------------------

    def _find_held(self, absorbed):
        found = find_rows_pointing(self.cr, absorbed.ids, self._pointers)
        return {place: len(rows) for place, rows in found.items()}

    def _assert_only_what_happened(self, undone, happened, leads):
        """What differs from before the merge is what somebody did meanwhile, and the log.

        :param undone: dict as `compare_rows` gives it, from before the merge to after its undoing
        :param happened: the same, of what was done between the two
        """
        told = {
            row["id"]
            for row in undone.get("mail_message", ((), (), ()))[1]
            if row["model"] == "crm.lead" and row["res_id"] in leads.ids
        }
        for table, difference in undone.items():
            if table == "crm_lead_match_key":
                continue
            of_table = happened.get(table, Difference([], [], []))
            done = [self._get_key(row) for row in of_table.gone]
            for row in difference.gone:
                self.assertIn(self._get_key(row), done, f"{table}: is gone")
            if table not in LOG:
                self._assert_new(table, difference.new, of_table.new, told)
            self._assert_changed(table, difference.changed, of_table.changed, leads)

    def _assert_new(self, table, rows, made, told):
        """Rows are new because somebody made them, or because the chatter tells of the merge."""
        made = [self._get_key(row) for row in made]
        for row in rows:
            about = told.intersection(row.get(name) for name in (*CHATTER, "mail_message_id"))
            if not about and row.get("id") not in told and not row.get("mail_mail_id"):
                self.assertIn(self._get_key(row), made, f"{table}: is new")

    def _assert_changed(self, table, changed, happened, leads):
        """Rows have other values where somebody changed them, or deleted what they pointed to."""
        columns = {row["id"]: changed_columns(row, row_after) for row, row_after in happened}
        for row, row_after in changed:
            names = changed_columns(row, row_after) - columns.get(row["id"], set())
            if table == "crm_lead" and row["id"] in columns:
                names -= FOLLOWING
            if table == "crm_lead" and row["id"] in leads.ids:
                # Keys and what is searched follow the contacts, those of merged records with their undoing.
                names -= self._find_emptied(row, row_after, names) | {"match_keys", "search_text"}
            if table == "crm_lead_participant" and self._takes_part_already(row, row_after):
                # The contacts of two rows became one, and it is there once.
                names -= {"lead_id"}
            what = {name: (row[name], row_after[name]) for name in names}
            self.assertFalse(what, f"{table} {row['id']}")

    def _takes_part_already(self, row, row_after):
        """Whether the contact of a row takes part in the lead that the row was of, by another."""
        domain = [
            ("lead_id", "=", row["lead_id"]),
            ("partner_id", "=", row_after["partner_id"]),
            ("id", "!=", row["id"]),
        ]
        return bool(self.env["crm.lead.participant"].sudo().search_count(domain))

    def _assert_keys(self, leads):
        """Keys are what is computed of a record as it is now."""
        rows = self.env["crm.lead.match.key"].sudo().search([("lead_id", "in", leads.ids)])
        found = {(row.lead_id, row.kind, row.value) for row in rows}
        self.assertEqual(
            found, {(lead, *key) for lead in leads for key in lead._prepare_match_keys()}
        )

    def _get_key(self, row):
        """What tells a row apart: its number, or all of a row of two."""
        return row.get("id") or json.dumps(row, sort_keys=True)

    def _find_emptied(self, row, row_after, names):
        """Columns of a lead whose record was deleted meanwhile, and what follows from them."""
        emptied = {
            name
            for name in names
            if self.env["crm.lead"]._fields[name].type == "many2one"
            and row[name]
            and not self._is_there(name, row[name])
            # An opportunity comes back in the first stage.
            and (row_after[name] is None or name == "stage_id")
        }
        return emptied | FOLLOWING if emptied else emptied

    def _is_there(self, name, number):
        table = self.env[self.env["crm.lead"]._fields[name].comodel_name]._table
        self.cr.execute(SQL("SELECT FROM %s WHERE id = %s", SQL.identifier(table), number))
        return bool(self.cr.rowcount)
