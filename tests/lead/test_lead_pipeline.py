from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL


@tagged("post_install", "-at_install")
class TestLeadPipeline(TransactionCase):
    """A column of the pipeline is read in its order, not sorted out of the table."""

    def test_a_column_is_read_through_its_index(self):
        leads = self.env["crm.lead"].with_user(self.env.ref("base.user_admin"))
        stage = self.env["crm.stage"].search([], limit=1)
        column = [("type", "=", "opportunity"), ("stage_id", "=", stage.id)]
        query = leads._search(column, order=leads._order, limit=80).select()
        # A table of few rows is read and sorted in no time: PostgreSQL is asked for the other way.
        for way in ("seqscan", "bitmapscan", "sort"):
            self.env.cr.execute(SQL("SET LOCAL %s = off", SQL.identifier(f"enable_{way}")))
        plan = "\n".join(line for (line,) in self.env.execute_query(SQL("EXPLAIN %s", query)))
        self.assertIn("using crm_lead_pipeline_index", plan)
        self.assertNotIn("Sort", plan)
