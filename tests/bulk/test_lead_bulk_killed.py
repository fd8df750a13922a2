# A worker of its own needs data that are committed; they are in a database that is dropped again.
# pylint: disable=invalid-commit
import random
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from odoo import sql_db
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, config

from ...bench.kill import UNDONE, KilledRun
from ...models.bulk.plan import PART

# Enough for every worker to be killed after a part and before the end.
LEADS = 6 * PART
KILLS = 2


@tagged("post_install", "-at_install")
class TestLeadBulkKilled(BaseCase):
    """A real worker is killed in the middle of a run, and another goes on (B6)."""

    def setUp(self):
        super().setUp()
        self.name = f"{get_db_name()}_killed"
        self.odoo = [sys.executable, "-m", "odoo"]
        self.options = ["-c", config["config"], "-d", self.name]
        self._drop_database()
        self.addCleanup(self._drop_database)
        # A database that somebody is connected to is not copied.
        sql_db.close_db(get_db_name())
        self._on_server(
            SQL(
                "CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY",
                SQL.identifier(self.name),
                SQL.identifier(get_db_name()),
            )
        )

    def _drop_database(self):
        sql_db.close_db(self.name)
        self._on_server(SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(self.name)))

    def _on_server(self, query):
        with closing(sql_db.db_connect("postgres").cursor()) as cr:
            # Whole databases are made and dropped outside of transactions.
            cr._cnx.autocommit = True
            cr.execute(query)

    def _get_number(self, query):
        with closing(sql_db.db_connect(self.name).cursor()) as cr:
            cr.execute(query)
            [number] = cr.fetchone()
            cr.commit()
        return number

    def _wake_workers(self):
        self._on_server(SQL("SELECT pg_notify('cron_trigger', %s)", self.name))

    def _ask(self, call):
        script = (Path(__file__).parent / "killed_request.py").read_text()
        asked = subprocess.run(  # noqa: S603
            [*self.odoo, "shell", *self.options, "--no-http"],
            input=f"{script}\n{call}\n",
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertFalse(asked.returncode, asked.stderr[-3000:])

    def test_b6_a_killed_run_goes_on_and_does_nothing_twice(self):
        self._ask(f"ask(env, {LEADS})")
        self._run_killed()
        # Undoing it is a run like any other.
        self._ask("ask_undo(env)")
        self._run_killed(UNDONE)

    def _run_killed(self, wrong=None):
        """Work off the request that waits with workers that are killed, and look at the end.

        :param wrong: dict as for `KilledRun.find_wrong`
        """
        seed = random.randrange(1_000_000)  # noqa: S311
        with tempfile.TemporaryFile("w+") as log:
            run = KilledRun(
                self._get_number,
                self._wake_workers,
                [*self.odoo, *self.options],
                seed,
                stdout=log,
                stderr=log,
            )
            most = run.waiting()
            try:
                run.run(KILLS)
            except RuntimeError:
                log.seek(0)
                self.fail(log.read()[-3000:])
        *killed, end = run.left
        self.assertEqual(end, 0)
        self.assertTrue(all(most > left > 0 for left in killed), killed)
        self.assertFalse(run.find_wrong(wrong), f"seed {seed}, {killed} were left")
