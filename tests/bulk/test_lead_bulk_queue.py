from odoo.tests import tagged

from ...models.bulk import crm_lead_bulk, plan
from .common import BulkCommon


@tagged("post_install", "-at_install")
class TestLeadBulkQueue(BulkCommon):
    """Where queue_job is installed, its workers share a bulk run (B6)."""

    def test_a_job_a_part(self):
        if "queue.job" not in self.env:
            self.skipTest("queue_job is not installed")
        # It is there where the database has it.
        from odoo.addons.queue_job.tests.common import (  # noqa: PLC0415
            trap_jobs,
        )

        self.patch(crm_lead_bulk, "AT_ONCE", 1)
        self.patch(plan, "PART", 2)
        leads = self._create_leads(5)
        with trap_jobs() as trap:
            bulk = self._convert(leads, deduplicate=False, user_ids=self.user_sales_salesman.ids)
            parts = sorted(set(bulk.line_ids.mapped("part")))
            self.assertEqual(len(parts), 3)
            trap.assert_jobs_count(3)
            self.assertEqual(bulk.state, "waiting")
            trap.perform_enqueued_jobs()
        self.assertEqual(bulk.state, "done")
        self.assertEqual(set(leads.mapped("type")), {"opportunity"})
        messages = self.env["mail.message"].search(
            [("model", "=", bulk._name), ("res_id", "=", bulk.id)]
        )
        self.assertEqual(messages.partner_ids, bulk.user_id.partner_id)
        # The cron finds nothing left to do, and does nothing twice.
        dates = leads.mapped("date_conversion")
        self.assertEqual(bulk._run_chunk(), 0)
        self.assertEqual(leads.mapped("date_conversion"), dates)
