from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..uninstalling import uninstall
from .common import MergeCommon

LOGGER = "odoo.addons.crm_lead_qualification.models.merge.retention"


@tagged("post_install", "-at_install")
class TestLeadMergeRetention(MergeCommon):
    """What the vacuum does with merged records, and what uninstalling leaves (features.md B1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.merges = cls.env["crm.lead.merge"]
        # Those of the demo data are swept.
        cls.merges.search([]).sweep_date = False

    def _merge_pairs(self, number):
        merges = self.merges
        for _number in range(number):
            leads = self._create({}, {})
            self._set_ages(leads)
            merges |= self._merge(leads).survived_merge_ids
        return merges

    def _hold(self, lead):
        """Let a record of another addon hold a lead: a table with a foreign key of its own."""
        self.env.cr.execute(
            "CREATE TABLE x_holder (lead_id int REFERENCES crm_lead ON DELETE RESTRICT)"
        )
        self.env.cr.execute("INSERT INTO x_holder VALUES (%s)", [lead.id])

    # Retention -------------------------------------------------------------------------------

    @mute_logger("odoo.sql_db", LOGGER)
    def test_one_that_cannot_be_deleted_stops_no_other(self):
        self.env["res.config.settings"].create(
            {"is_merge_final": True, "merge_retention_days": 30}
        ).set_values()
        self.merges.search([]).date = fields.Datetime.now()
        merges = self._merge_pairs(4)
        merges.date = fields.Datetime.now() - timedelta(days=31)
        held, others = merges[0], merges[1:]
        self._hold(held.absorbed_ids)
        # The first of each run is the one that is held: with a limit of one nobody else had a turn.
        self.assertEqual(self.merges._gc_absorbed(limit=1), (0, 3))
        self.assertEqual(self.merges._gc_absorbed(limit=2), (2, 1))
        self.assertEqual(self.merges._gc_absorbed(limit=2), (1, 0))
        self.assertEqual(set(others.mapped("state")), {"final"})
        self.assertEqual(held.state, "done")
        self.assertTrue(held.absorbed_ids)
        self.assertTrue(held.changes, "it can be undone still")
        # The next day, after those that were never tried.
        held.failed_date -= timedelta(days=1)
        late = self._merge_pairs(1)
        late.date = fields.Datetime.now() - timedelta(days=31)
        self.assertEqual(self.merges._gc_absorbed(limit=1), (1, 1))
        self.assertEqual(late.state, "final")
        self.env.cr.execute("DROP TABLE x_holder")
        self.assertEqual(self.merges._gc_absorbed(), (1, 0))
        self.assertEqual(held.state, "final")

    def test_it_is_logged(self):
        self.env["res.config.settings"].create(
            {"is_merge_final": True, "merge_retention_days": 30}
        ).set_values()
        merge = self._merge_pairs(1)
        merge.date = fields.Datetime.now() - timedelta(days=31)
        self._hold(merge.absorbed_ids)
        with mute_logger("odoo.sql_db"), self.assertLogs(LOGGER, "WARNING") as logs:
            self.merges._gc_absorbed()
        self.assertIn(f"merge {merge.id} ", logs.output[0])

    # Stragglers ------------------------------------------------------------------------------

    def _commit_late(self, lead):
        """A message of a transaction that did not see the merge."""
        message = self.lead._message_log(body="همان لحظه")
        message.flush_recordset()
        self.env.cr.execute(
            "UPDATE mail_message SET res_id = %s WHERE id = %s", [lead.id, message.id]
        )
        message.invalidate_recordset()
        return message

    def test_a_straggler_is_moved_when_an_hour_has_passed(self):
        merge = self._merge_pairs(1)
        message = self._commit_late(merge.absorbed_ids)
        self.assertEqual(self.merges._gc_stragglers(), (0, 0))
        self.assertEqual(message.res_id, merge.absorbed_ids.id)
        merge.sweep_date -= timedelta(hours=2)
        self.assertEqual(self.merges._gc_stragglers(), (1, 0))
        self.assertEqual(message.res_id, merge.survivor_id.id)
        self.assertEqual(self.merges._gc_stragglers(), (0, 0), "once")

    def test_bounded(self):
        merges = self._merge_pairs(3)
        merges.sweep_date = fields.Datetime.now()
        self.assertEqual(self.merges._gc_stragglers(limit=2), (2, 1))
        self.assertEqual(self.merges._gc_stragglers(limit=2), (1, 0))

    def test_a_later_merge_that_was_swept_before(self):
        first = self._merge(self.leads[1:])
        last = self._merge(self.lead | first)
        last.survived_merge_ids.sweep_date = False
        first.survived_merge_ids.sweep_date = fields.Datetime.now()
        message = self._commit_late(self.leads[2])
        self.merges._gc_stragglers()
        self.assertEqual(message.res_id, self.lead.id)

    def test_a_thousand_merges_of_which_nothing_moves(self):
        """Two runs, with as many queries as for a few merges."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO crm_lead_merge (survivor_id, survivor_name, state, date, sweep_date)
                 SELECT %s, 'x', 'done', now() AT TIME ZONE 'UTC' - interval '1 day',
                        CASE WHEN number > 1000
                             THEN now() AT TIME ZONE 'UTC' - interval '1 hour' END
                   FROM generate_series(1, 2000) number
            """,
            [self.lead.id],
        )
        for result, queries in (((500, 500), 10), ((500, 0), 9), ((0, 0), 2)):
            with self.subTest(result), self.assertQueryCount(queries):
                self.assertEqual(self.merges._gc_stragglers(), result)
                self.env.flush_all()

    # Uninstalling ----------------------------------------------------------------------------

    def test_uninstalling_leaves_a_trace(self):
        first = self._merge(self.leads[1:])
        merged = self._merge(self.lead | first)
        gone = self._merge_pairs(1)
        alone = gone.absorbed_ids
        gone.survivor_id.unlink()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["ir.module.module"]._load_module_terms(["crm_lead_qualification"], ["fa_IR"])
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        company.partner_id.lang = "fa_IR"
        self.env.ref("base.main_company").partner_id.lang = "en_US"
        vals = {"company_id": company.id, "user_id": False, "team_id": False}
        theirs = self._create(vals, vals)
        self._set_ages(theirs)
        theirs.sudo().merge_opportunity()
        uninstall(self)
        for lead, survivor in ((self.leads[1], self.lead), (self.leads[2], first)):
            body = lead.message_ids[0].body
            self.assertIn(survivor.name, body)
            self.assertIn(f'data-oe-id="{merged.id}"', body, "the link leads to where it is")
            self.assertIn("It was merged into", body)
        self.assertIn("It was merged into", alone.message_ids[0].body)
        self.assertIn("ادغام", theirs[1].message_ids[0].body)
        self.assertNotIn("It was merged into", "".join(merged.message_ids.mapped("body")))

    def test_the_trace_is_left_in_batches(self):
        merges = self._merge_pairs(3)
        self.merges._leave_trace(size=2)
        for lead in merges.absorbed_ids:
            self.assertIn(lead.absorbed_by_merge_id.survivor_name, lead.message_ids[0].body)

    # A survivor that was deleted -------------------------------------------------------------

    def test_opening_what_was_deleted_says_so(self):
        merge = self._merge_pairs(1)
        absorbed = merge.absorbed_ids
        merge.survivor_id.unlink()
        for action in (merge.action_open_survivor, absorbed.action_open_survivor):
            with self.assertRaisesRegex(UserError, "the record was deleted"):
                action()
        call = self.env["crm.phonecall"].create({"name": "تماس"})
        with self.assertRaisesRegex(UserError, "the record was deleted"):
            call.action_open_opportunity()
