from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_concurrency import ConcurrencyCase
from .database_rows import find_rows_pointing

TOLD = "Somebody else is working on|It was merged into|is undone already|cannot be changed"


@tagged("post_install", "-at_install")
class TestLeadMergeConcurrency(ConcurrencyCase):
    """Two people merge, convert, write or undo at once: one wins, the other is told (#32, B1)."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            leads = env["crm.lead"].create(
                [{"name": f"همزمان {n}", "type": "lead", "team_id": False} for n in range(3)]
            )
            leads[1].message_post(body="پیام")
            self.ids = leads.ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {"active_test": False})
            env["crm.lead.merge"].search([("absorbed_names", "like", "همزمان")]).unlink()
            env["crm.lead"].browse(self.ids).exists().unlink()

    def _merge(self, *numbers):
        ids = [self.ids[number] for number in numbers]
        return lambda env: env["crm.lead"].browse(ids).merge_opportunity()

    def _assert_one_wins(self, outcomes):
        self._assert_done_or_told(outcomes)
        self.assertEqual(outcomes.count("done"), 1, outcomes)

    def _assert_done_or_told(self, outcomes):
        """Somebody has done it, and whoever has not was told why."""
        self.assertIn("done", outcomes)
        for outcome in outcomes:
            self.assertRegex(outcome, f"^done$|{TOLD}")

    def _read(self):
        """The leads as they are now, in an environment that is closed after the test."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return Environment(cr, SUPERUSER_ID, {})["crm.lead"].browse(self.ids)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_32_two_merges_that_share_a_record(self):
        outcomes = self._at_once(self._merge(0, 1), self._merge(1, 2))
        self._assert_one_wins(outcomes)
        leads = self._read()
        self.assertEqual(len(leads.filtered("absorbed_by_merge_id")), 1)
        self.assertEqual(
            len(leads.survived_merge_ids | leads.absorbed_by_merge_id), 1, "the other left no log"
        )

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_32_the_same_merge_twice(self):
        outcomes = self._at_once(*[self._merge(0, 1, 2)] * 3)
        self._assert_one_wins(outcomes)
        leads = self._read()
        self.assertEqual(leads[1:].survivor_id, leads[0])
        messages = leads.env["mail.message"].search([("body", "like", "پیام")])
        mine = messages.filtered(lambda m: m.model == "crm.lead" and m.res_id in self.ids)
        self.assertEqual(mine.mapped("res_id"), [self.ids[0]], "no orphan, no duplicate")

    def _open_window(self, env):
        """The window that converts the second lead."""
        windows = env["crm.lead2opportunity.partner"]
        return windows.create({"lead_id": self.ids[1], "name": "convert", "action": "nothing"})

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_32_a_merge_and_a_conversion(self):
        outcomes = self._at_once(
            self._merge(0, 1), lambda env: self._open_window(env).action_apply()
        )
        self._assert_done_or_told(outcomes)
        merged, converted = (outcome == "done" for outcome in outcomes)
        leads = self._read()
        self.assertEqual(leads[1].survivor_id, leads[0] if merged else leads.browse())
        # Both can be done one way alone: first converted, then merged as an opportunity.
        result = leads[0] if merged else leads[1]
        self.assertEqual(result.type, "opportunity" if converted else "lead", outcomes)

    @mute_logger("odoo.sql_db")
    def test_32_a_conversion_is_told_of_a_merge_that_is_going_on(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            # Without a lock the second would wait for the first.
            second.execute("SET LOCAL lock_timeout = '3s'")
            window = self._open_window(Environment(second, SUPERUSER_ID, {}))
            self._merge(0, 1)(Environment(first, SUPERUSER_ID, {}))
            with self.assertRaisesRegex(UserError, "Somebody else is working on"):
                window.action_apply()
            second.rollback()
        leads = self._read()
        self.assertEqual(leads[1].survivor_id, leads[0])
        self.assertEqual(leads.mapped("type"), ["lead"] * 3)

    @mute_logger("odoo.sql_db")
    def test_32_a_merge_is_told_of_a_conversion_that_is_going_on(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            second.execute("SET LOCAL lock_timeout = '3s'")
            leads = Environment(second, SUPERUSER_ID, {})["crm.lead"].browse(self.ids)
            self.assertEqual(leads.mapped("type"), ["lead"] * 3)
            self._open_window(Environment(first, SUPERUSER_ID, {})).action_apply()
            with self.assertRaisesRegex(UserError, "Somebody else is working on"):
                leads[:2].merge_opportunity()
            second.rollback()
        leads = self._read()
        self.assertFalse(leads.absorbed_by_merge_id)
        self.assertEqual(leads.mapped("type"), ["lead", "opportunity", "lead"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_32_a_merge_and_a_write(self):
        text = "همان لحظه"
        outcomes = self._at_once(
            self._merge(0, 1),
            lambda env: env["crm.lead"].browse(self.ids[1]).write({"referred": text}),
        )
        self._assert_done_or_told(outcomes)
        merged, written = (outcome == "done" for outcome in outcomes)
        leads = self._read()
        self.assertEqual(leads[1].survivor_id, leads[0] if merged else leads.browse())
        # Both can be done one way alone: first written, then merged with what was written.
        result = leads[0] if merged else leads[1]
        self.assertEqual(result.referred, text if written else False, outcomes)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_32_a_write_that_waits_for_a_merge_is_refused_after_it(self):
        outcome = self._call_during(
            self._merge(0, 1),
            lambda env: env["crm.lead"].browse(self.ids[1]).write({"referred": "همان لحظه"}),
        )
        self.assertRegex(outcome, "cannot be changed. It was merged into")
        leads = self._read()
        self.assertEqual(leads[1].survivor_id, leads[0])
        self.assertFalse(any(leads.mapped("referred")))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_32_a_merge_that_began_before_a_write_takes_along_what_was_written(self):
        with self.registry.cursor() as late:
            env = Environment(late, SUPERUSER_ID, {})
            self.assertFalse(env["crm.lead"].browse(self.ids[1]).referred)
            with self.registry.cursor() as cr:
                lead = Environment(cr, SUPERUSER_ID, {})["crm.lead"].browse(self.ids[1])
                lead.referred = "پیش از ادغام"
            retrying(lambda: self._merge(0, 1)(env), env)
        leads = self._read()
        self.assertEqual(leads[1].survivor_id, leads[0])
        self.assertEqual(leads[0].referred, "پیش از ادغام")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_32_a_write_that_began_before_the_merge_is_refused_after_it(self):
        with self.registry.cursor() as late:
            env = Environment(late, SUPERUSER_ID, {})
            lead = env["crm.lead"].browse(self.ids[1])
            self.assertFalse(lead.absorbed_by_merge_id)
            with self.registry.cursor() as cr:
                self._merge(0, 1)(Environment(cr, SUPERUSER_ID, {}))

            def write():
                lead.write({"referred": "دیر"})
                env.flush_all()

            with self.assertRaisesRegex(UserError, "cannot be changed"):
                retrying(write, env)
            late.rollback()
        self.assertFalse(self._read()[1].referred)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_b1_two_undo_at_once(self):
        with self.registry.cursor() as cr:
            merged = self._merge(0, 1, 2)(Environment(cr, SUPERUSER_ID, {}))
            merge_id = merged.survived_merge_ids.id

        def undo(env):
            env["crm.lead.merge"].browse(merge_id).action_undo()

        self._assert_one_wins(self._at_once(undo, undo))
        self.assertFalse(self._read().absorbed_by_merge_id)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_32_the_same_merge_in_another_order(self):
        self._assert_one_wins(self._at_once(self._merge(0, 1, 2), self._merge(2, 1, 0)))
        self._assert_whole(self._read())

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_32_a_merge_and_a_deletion(self):
        outcomes = self._at_once(
            self._merge(0, 1), lambda env: env["crm.lead"].browse(self.ids[1]).unlink()
        )
        self.assertIn("done", outcomes)
        for outcome in outcomes:
            if outcome != "done":
                self.assertRegex(outcome, TOLD + "|was deleted in the meantime")
        self._assert_whole(self._read().exists())

    @mute_logger("odoo.sql_db")
    def test_b1_the_second_is_told_while_the_first_is_undoing(self):
        with self.registry.cursor() as cr:
            merged = self._merge(0, 1)(Environment(cr, SUPERUSER_ID, {}))
            merge_id = merged.survived_merge_ids.id
        with self.registry.cursor() as first, self.registry.cursor() as second:
            # Without a lock the second would wait for the first.
            second.execute("SET LOCAL lock_timeout = '3s'")
            merge = Environment(second, SUPERUSER_ID, {})["crm.lead.merge"].browse(merge_id)
            self.assertTrue(merge.can_undo)
            Environment(first, SUPERUSER_ID, {})["crm.lead.merge"].browse(merge_id).action_undo()
            with self.assertRaisesRegex(UserError, "Somebody else is working on"):
                merge.action_undo()
            second.rollback()
        self.assertFalse(self._read().absorbed_by_merge_id)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_b1_undo_and_a_further_merge(self):
        with self.registry.cursor() as cr:
            merged = self._merge(0, 1)(Environment(cr, SUPERUSER_ID, {}))
            merge_id = merged.survived_merge_ids.id
        outcomes = self._at_once(
            lambda env: env["crm.lead.merge"].browse(merge_id).action_undo(), self._merge(0, 2)
        )
        self.assertIn("done", outcomes)
        for outcome in outcomes:
            if outcome != "done":
                self.assertRegex(outcome, TOLD + "|Undo that merge first")
        leads = self._read()
        self.assertEqual(bool(leads[1].absorbed_by_merge_id), outcomes[0] != "done")
        self.assertEqual(bool(leads[2].absorbed_by_merge_id), outcomes[1] == "done")
        self._assert_whole(leads)

    def _assert_whole(self, leads):
        """No orphan: what points to an absorbed record is its own."""
        absorbed = leads.filtered("absorbed_by_merge_id")
        self.assertEqual(set(absorbed.mapped("won_status")), {"merged"} if absorbed else set())
        pointing = find_rows_pointing(leads.env.cr, absorbed.ids)
        self.assertLessEqual(
            pointing.keys(), {("crm_lead_merge_line", "origin_id"), ("mail_followers", "res_id")}
        )
        messages = leads.env["mail.message"].search([("body", "like", "پیام")])
        mine = messages.filtered(lambda m: m.model == "crm.lead" and m.res_id in self.ids)
        self.assertLessEqual(len(mine), 1)
        self.assertLessEqual(set(mine.mapped("res_id")), set((leads - absorbed).ids))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_b1_undo_and_a_write_to_the_survivor(self):
        with self.registry.cursor() as cr:
            merged = self._merge(0, 1, 2)(Environment(cr, SUPERUSER_ID, {}))
            merge_id = merged.survived_merge_ids.id

        outcomes = self._at_once(
            lambda env: env["crm.lead.merge"].browse(merge_id).action_undo(),
            lambda env: env["crm.lead"].browse(self.ids[0]).write({"referred": "همان لحظه"}),
        )
        leads = self._read()
        self.assertIn("done", outcomes)
        if outcomes[1] == "done":
            self.assertEqual(leads[0].referred, "همان لحظه", "what was edited is never lost")
        if outcomes[0] == "done":
            self.assertTrue(all(leads.mapped("active")))
