# Parallel connections are the point here.
# pylint: disable=invalid-commit
import threading

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestLeadConvertConcurrency(BaseCase):
    """Two people convert the same lead at once: one customer, and the second is told.

    Each works on a connection of their own, so this commits, and cleans up after itself.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            lead = env["crm.lead"].create(
                {
                    "name": "دو نفر همزمان",
                    "type": "lead",
                    "team_id": False,
                    "contact_name": "مشتری همزمان",
                    "email_from": "at-once@concurrency.example.com",
                }
            )
            self.lead_id = lead.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {"active_test": False})
            env["crm.lead2opportunity.partner"].search([("lead_id", "=", self.lead_id)]).unlink()
            env["crm.lead"].browse(self.lead_id).exists().unlink()
            self._customers(env).unlink()

    def _customers(self, env):
        return env["res.partner"].search([("email", "=", "at-once@concurrency.example.com")])

    def _open_window(self, env):
        return env["crm.lead2opportunity.partner"].create(
            {"lead_id": self.lead_id, "name": "convert", "action": "create"}
        )

    def _assert_converted_once(self):
        with self.registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            lead = env["crm.lead"].browse(self.lead_id)
            self.assertEqual(lead.type, "opportunity")
            self.assertEqual(len(self._customers(env)), 1)
            self.assertEqual(lead.partner_id, self._customers(env))

    def test_17_the_second_is_told_while_the_first_is_at_it(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            window = self._open_window(Environment(second, SUPERUSER_ID, {}))
            self._open_window(Environment(first, SUPERUSER_ID, {})).action_apply()
            with self.assertRaisesRegex(UserError, "Somebody else is working on"):
                window.action_apply()
            second.rollback()
            first.commit()
        self._assert_converted_once()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_17_the_second_is_told_when_the_first_has_done_it(self):
        with self.registry.cursor() as second:
            env = Environment(second, SUPERUSER_ID, {})
            # The second has read the lead, and has the window open.
            window_id = self._open_window(env).id
            second.commit()
            self.assertEqual(env["crm.lead"].browse(self.lead_id).type, "lead")
            with self.registry.cursor() as first:
                self._open_window(Environment(first, SUPERUSER_ID, {})).action_apply()

            def apply():
                return env["crm.lead2opportunity.partner"].browse(window_id).action_apply()

            # As the server calls it: a conflict of transactions is tried again.
            with self.assertRaisesRegex(UserError, "is an opportunity already"):
                retrying(apply, env)
            second.rollback()
        self._assert_converted_once()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_17_of_many_at_once_one_converts(self):
        people, outcomes = 4, []
        barrier = threading.Barrier(people)

        def convert():
            with self.registry.cursor() as cr:
                env = Environment(cr, SUPERUSER_ID, {})
                window_id = self._open_window(env).id
                cr.commit()

                def apply():
                    env["crm.lead2opportunity.partner"].browse(window_id).action_apply()

                barrier.wait(timeout=30)
                try:
                    retrying(apply, env)
                    cr.commit()
                    outcomes.append("converted")
                except UserError as error:
                    cr.rollback()
                    outcomes.append(str(error))

        threads = [threading.Thread(target=convert) for _person in range(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        self.assertEqual(len(outcomes), people, outcomes)
        self.assertEqual(outcomes.count("converted"), 1, outcomes)
        for outcome in outcomes:
            if outcome != "converted":
                self.assertRegex(outcome, "Somebody else is working on|is an opportunity already")
        self._assert_converted_once()
