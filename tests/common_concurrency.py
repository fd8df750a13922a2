# Parallel connections are the point here.
# pylint: disable=invalid-commit
import threading

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
