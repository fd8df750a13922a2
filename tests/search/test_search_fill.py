import importlib.util
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import SQL

from .common import SearchCase

MODELS = ("res.partner", "crm.lead", "crm.phonecall")


@tagged("post_install", "-at_install")
class TestSearchFill(SearchCase):
    """Records that are there when the addon is installed or upgraded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Numbers of demo data are read in the country that the tests' company is in.
        cls.env["crm.lead"]._fill_search_texts(again=True)

    def _empty(self):
        self.env.flush_all()
        for model in MODELS:
            table = SQL.identifier(self.env[model]._table)
            self.env.cr.execute(
                SQL("UPDATE %s SET search_text = NULL, write_date = '2020-01-01'", table)
            )
        self.env.invalidate_all()

    def _read_texts(self):
        return {
            model: dict(
                self.env.execute_query(
                    SQL("SELECT id, search_text FROM %s", SQL.identifier(self.env[model]._table))
                )
            )
            for model in MODELS
        }

    def _has_index(self, model):
        name = f"{self.env[model]._table}_search_text_index"
        rows = self.env.execute_query(
            SQL("SELECT indexdef FROM pg_indexes WHERE indexname = %s", name)
        )
        return bool(rows) and "gin_trgm_ops" in rows[0][0]

    def test_records_that_are_there_are_filled_in_parts(self):
        self.lead.partner_id = self.call.partner_id = self.customer
        self.env.flush_all()
        texts = self._read_texts()
        self._empty()
        for model in MODELS:
            self.env[model]._fill_search_text(size=3)
            self.assertTrue(self._has_index(model))
        self.assertEqual(self._read_texts(), texts)
        # Nobody has written them.
        for model in MODELS:
            records = self.env[model].with_context(active_test=False).search([])
            self.assertEqual({str(date.year) for date in records.mapped("write_date")}, {"2020"})

    def test_an_installation_writes_each_row_once(self):
        """A row that is written twice leaves two behind."""
        self._empty()
        self.env.cr.execute("UPDATE crm_lead SET match_keys = NULL, organization_id = NULL")
        before = self._count_rows_written()
        with self.assertLogs("odoo.addons.crm_lead_qualification.tools.fill") as logs:
            self.env["crm.lead"]._fill_columns(size=3)
        written = self._count_rows_written()
        for model in MODELS:
            records = self.env[model].with_context(active_test=False)
            count = records.search_count([])
            self.assertEqual(written[records._table] - before[records._table], count)
            # The memory is that of a part.
            parts = [line for line in logs.output if f" of {model}: " in line]
            self.assertEqual(len(parts), -(-count // 3))
            self.assertNotIn(None, self._read_texts()[model].values())
        self.assertIn("phone:+989127770001", self.lead.sudo().match_keys)

    def _count_rows_written(self):
        tables = [self.env[model]._table for model in MODELS]
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT relname, n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)",
                    tables,
                )
            )
        )

    def test_an_upgrade_fills_what_is_empty_and_all_for_another_version(self):
        texts = self._read_texts()
        self._empty()
        self.env["crm.lead"]._upgrade_search_texts()
        self.assertEqual(self._read_texts(), texts)
        self.env.cr.execute("UPDATE crm_lead SET search_text = 'old'")
        self.env["crm.lead"]._upgrade_search_texts()
        self.assertNotEqual(self._read_texts(), texts)
        self.env["ir.config_parameter"].set_param("crm_lead_qualification.search_text_version", "0")
        self.env["crm.lead"]._upgrade_search_texts()
        self.assertEqual(self._read_texts(), texts)

    def test_an_upgrade_of_an_earlier_release_makes_the_columns_first(self):
        """Else Odoo would compute all records at once, in memory."""
        path = Path(__file__).parents[2] / "migrations" / "19.0.2.0.0" / "pre-migration.py"
        spec = importlib.util.spec_from_file_location("search_migration", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.assertEqual(script.SEARCHED, tuple(self.env[model]._table for model in MODELS))

    def test_the_index_serves(self):
        for model in MODELS:
            self.assertTrue(self._has_index(model))
            self.env.cr.execute("SET LOCAL enable_seqscan = off")
            domain = [("display_name", "ilike", "عليرضا 09127770001")]
            query = self.env[model].with_context(active_test=False)._search(domain)
            plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            self.assertIn("search_text_index", "\n".join(line for (line,) in plan))
