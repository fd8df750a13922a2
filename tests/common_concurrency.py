# Parallel connections are the point here.
# pylint: disable=invalid-commit
import threading
import time

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name


class ConcurrencyCase(BaseCase):
    """People at work at once, each on a connection of their own.

    This commits: a test cleans up after itself.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())

    def _at_once(self, *calls):
        """Make calls at once, each as the server would: a conflict of transactions is tried again.

        :param calls: functions of an Environment
        :returns: list of what became of each: 'done', or the text of the UserError
        """
        outcomes = [None] * len(calls)
        barrier = threading.Barrier(len(calls))

        def work(number, call):
            with self.registry.cursor() as cr:
                env = Environment(cr, SUPERUSER_ID, {})
                # Everybody sees the database as it was when they began.
                cr.execute("SELECT 1")
                barrier.wait(timeout=30)
                try:
                    retrying(lambda: call(env), env)
                    cr.commit()
                    outcomes[number] = "done"
                except UserError as error:
                    cr.rollback()
                    outcomes[number] = str(error)

        threads = [
            threading.Thread(target=work, args=(number, call)) for number, call in enumerate(calls)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return outcomes

    def _call_during(self, going_on, call):
        """Make a call while another has done its work and is not committed yet.

        :param going_on: function of an Environment
        :param call: function of an Environment; when it waits for the other, the other is committed
        :returns: str, what became of it, as `_at_once` says it
        """
        outcomes = []
        thread = threading.Thread(target=lambda: outcomes.extend(self._at_once(call)))
        with self.registry.cursor() as cr:
            going_on(Environment(cr, SUPERUSER_ID, {}))
            cr.flush()
            thread.start()
            self._wait_for_blocked(thread)
        thread.join(timeout=60)
        return outcomes[0]

    def _wait_for_blocked(self, thread):
        with self.registry.cursor() as cr:
            for _attempt in range(300):
                cr.execute(
                    "SELECT FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if cr.rowcount or not thread.is_alive():
                    return
                # What is going on is read once a transaction.
                cr.rollback()
                time.sleep(0.1)
        self.fail("Nobody waits, and nobody is done")
