import datetime
import logging

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...tools.persian import jalali
from ...tools.persian.jalali_sql import PREFIX, function_name, function_names
from ..uninstalling import uninstall


@tagged("post_install", "-at_install")
class TestCalendarFunctions(TransactionCase):
    """The functions in PostgreSQL."""

    def _truncate(self, granularity, first, last):
        function = SQL.identifier(function_name(granularity))
        return self.env.execute_query(
            SQL(
                "SELECT day::date, %s(day)::date FROM "
                "generate_series(%s::timestamp, %s::timestamp, interval '1 day') day",
                function,
                first,
                last,
            )
        )

    def test_every_day_is_that_of_python(self):
        for granularity in jalali.PERIODS:
            rows = self._truncate(granularity, jalali.to_date(1300, 1), jalali.to_date(1501, 1))
            self.assertEqual(len(rows), 73415)
            wrong = [day for day, start in rows if jalali.start_of(day, granularity) != start]
            self.assertFalse(wrong[:3])

    def test_days_far_away(self):
        for first, last in (
            (jalali.FIRST_DAY, datetime.date(630, 1, 1)),
            (datetime.date(1405, 1, 1), datetime.date(1406, 12, 31)),
            (datetime.date(2315, 1, 1), jalali.LAST_DAY),
        ):
            for granularity in jalali.PERIODS:
                rows = self._truncate(granularity, first, last)
                self.assertEqual(
                    [jalali.start_of(row[0], granularity) for row in rows], [r[1] for r in rows]
                )
        rows = self._truncate("month", "5000-02-03", "5000-02-03")
        self.assertEqual(rows[0][1], datetime.date(5000, 2, 1))

    def test_they_may_be_indexed_and_run_in_parallel(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT provolatile, proparallel FROM pg_proc WHERE proname = ANY(%s)",
                function_names(),
            )
        )
        self.assertEqual(rows, [("i", "s")] * 4)

    def _find_functions(self):
        rows = self.env.execute_query(
            SQL("SELECT proname FROM pg_proc WHERE proname LIKE %s", f"{PREFIX}%")
        )
        return {name for (name,) in rows}

    def test_older_versions_are_dropped(self):
        old = f"{PREFIX}_month_0"
        self.env.cr.execute(
            SQL(
                "CREATE FUNCTION %s(timestamp) RETURNS timestamp LANGUAGE sql AS 'SELECT $1'",
                SQL.identifier(old),
            )
        )
        self.assertIn(old, self._find_functions())
        self.env["res.lang"].init()
        self.assertEqual(self._find_functions(), set(function_names()))

    def test_what_is_built_on_them_goes_with_them(self):
        old = f"{PREFIX}_year_0"
        self.env.cr.execute(
            SQL(
                "CREATE FUNCTION %s(timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE "
                "AS 'SELECT $1'",
                SQL.identifier(old),
            )
        )
        for number, name in enumerate((old, function_name("year"))):
            self.env.cr.execute(
                SQL(
                    "CREATE INDEX %s ON crm_lead (%s(create_date))",
                    SQL.identifier(f"jalali_index_{number}"),
                    SQL.identifier(name),
                )
            )
        logger = "odoo.addons.crm_lead_qualification.models.persian.jalali_functions"
        for drop, name in (
            (self.env["res.lang"].init, "jalali_index_0"),
            (lambda: uninstall(self), "jalali_index_1"),
        ):
            # By its number: Odoo gives its name to another level.
            with self.assertLogs(logger, logging.INFO) as logs:
                drop()
            self.assertIn(name, "\n".join(logs.output))
        self.assertFalse(self._find_functions())

    def test_uninstalling_drops_them(self):
        self.assertTrue(self._find_functions())
        uninstall(self)
        self.assertFalse(self._find_functions())
