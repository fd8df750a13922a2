import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadMergeRelease(MergeCommon):
    """A merged record holds nobody up: what only it has can be deleted (features.md #32, B1)."""

    def _lose(self, lead, reason):
        lead.action_set_lost(lost_reason_id=reason.id)

    def _create_reason(self):
        return self.env["crm.lost.reason"].create({"name": "دلیل آزمون"})

    def test_a_stage(self):
        stage = self.env["crm.stage"].create({"name": "مرحلهٔ آزمون"})
        self.leads[1].write({"type": "opportunity", "stage_id": stage.id})
        merged = self._merge(self.leads)
        merged.stage_id = self.env["crm.stage"].search([("id", "!=", stage.id)], limit=1)
        stage.with_user(self.user_sales_manager).unlink()
        self.assertFalse(stage.exists())
        merged.with_user(self.user_sales_leads).action_undo_merge()
        self.env.flush_all()
        self.assertTrue(self.leads[1].active)
        self.assertTrue(self.leads[1].stage_id, "it comes back in the first stage")
        self.assertIn("Stage", "".join(merged.message_ids.mapped("body")))

    @mute_logger("odoo.sql_db")
    def test_a_live_record_holds_its_stage_as_in_core(self):
        stage = self.env["crm.stage"].create({"name": "مرحلهٔ آزمون"})
        self.leads[:2].write({"type": "opportunity", "stage_id": stage.id})
        self._merge(self.leads[1:])
        self.leads[1].stage_id = False
        with self.assertRaises(psycopg2.errors.ForeignKeyViolation), self.cr.savepoint():
            stage.unlink()
        self.assertEqual(self.lead.stage_id, stage)

    def test_a_stage_that_is_refused_stays_with_the_merged_record(self):
        """What is released with a refused deletion is rolled back with it."""
        stage = self.env["crm.stage"].create({"name": "مرحلهٔ آزمون"})
        self.leads[1].write({"type": "opportunity", "stage_id": stage.id})
        self._merge(self.leads)
        self.lead.stage_id = stage
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ForeignKeyViolation),
            self.cr.savepoint(),
        ):
            stage.unlink()
        self.assertEqual(self.leads[1].stage_id, stage)

    def test_a_lost_reason_and_the_loss(self):
        reason = self._create_reason()
        self._lose(self.leads[1], reason)
        self.assertEqual(self.leads[1].loss_ids.lost_reason_id, reason)
        merged = self._merge(self.leads)
        self.assertEqual(self.leads[1].lost_reason_id, reason)
        reason.with_user(self.user_sales_manager).unlink()
        self.assertFalse(reason.exists())
        self.assertEqual(len(self.leads[1].loss_ids), 1, "the loss stays, without its reason")
        merged.with_user(self.user_sales_leads).action_undo_merge()
        self.assertEqual(self.leads[1].won_status, "lost")
        self.assertFalse(self.leads[1].lost_reason_id)

    def test_a_loss_that_was_left_to_the_survivor(self):
        reason = self._create_reason()
        self._lose(self.leads[1], reason)
        merge = self._merge(self.leads).survived_merge_ids
        merge._delete_absorbed()
        self.assertTrue(self.lead.loss_ids.is_inherited)
        reason.unlink()
        self.assertFalse(self.lead.loss_ids.lost_reason_id)

    def test_a_field_of_the_site_itself(self):
        """Found in the registry: no list knows it."""
        self._add_field(
            "crm.lead", "x_tag_id", "many2one", relation="crm.tag", on_delete="restrict"
        )
        tag = self.env["crm.tag"].create({"name": "برچسب آزمون"})
        self.leads[1].x_tag_id = tag
        # The merge fills the survivor: it is emptied, so that only the merged record has it.
        self._merge(self.leads).x_tag_id = False
        tag.unlink()
        self.assertFalse(tag.exists())

    def test_teams_users_contacts_plans_and_companies(self):
        company = self.env["res.company"].create({"name": "شرکت آزمون"})
        user = self.env["res.users"].create({"name": "کاربر آزمون", "login": "released"})
        contact = self.env["res.partner"].create({"name": "مخاطب آزمون", "is_company": True})
        team = self.env["crm.team"].create({"name": "تیم آزمون"})
        plan = self.env["crm.recurring.plan"].create({"name": "برنامه", "number_of_months": 1})
        values = {
            "partner_id": contact.id,
            "organization_id": contact.id,
            "recurring_plan": plan.id,
            "recurring_revenue": 5,
        }
        self.leads[1].write({**values, "team_id": team.id, "user_id": user.id})
        merged = self._merge(self.leads, self.user_sales_manager)
        merged.write(dict.fromkeys((*values, "team_id", "user_id"), False))
        self.env["crm.lead.bulk"].create({"kind": "merge", "user_id": user.id})
        for record in (plan, contact, team, user, company):
            with self.subTest(model=record._name):
                record.unlink()
                self.assertFalse(record.exists())
        merged.with_user(self.user_sales_manager).action_undo_merge()
        self.assertTrue(self.leads[1].active)

    def test_a_bulk_run_of_a_user_who_was_deleted_ends(self):
        user = self.env["res.users"].create({"name": "کاربر آزمون", "login": "released"})
        bulk = self.env["crm.lead.bulk"].create(
            {"kind": "merge", "user_id": user.id, "state": "waiting", "in_background": True}
        )
        user.unlink()
        self.assertEqual(bulk._run_chunk(), 0)
        self.assertEqual(bulk.state, "cancelled")
