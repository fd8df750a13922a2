# Parallel connections are the point here.
# pylint: disable=invalid-commit
from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestLeadConvertConcurrency(ConcurrencyCase):
    """Two people convert the same lead at once: one customer, and the second is told.

    Each works on a connection of their own, so this commits, and cleans up after itself.
    """

    def setUp(self):
        super().setUp()
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
        outcomes = self._at_once(*[lambda env: self._open_window(env).action_apply()] * 4)
        self.assertEqual(outcomes.count("done"), 1, outcomes)
        for outcome in outcomes:
            if outcome != "done":
                self.assertRegex(outcome, "Somebody else is working on|is an opportunity already")
        self._assert_converted_once()
