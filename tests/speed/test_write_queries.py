from unittest.mock import patch

from odoo.tests import tagged

from ...tools import batch
from .common import SpeedCommon


@tagged("post_install", "-at_install")
class TestWriteQueries(SpeedCommon):
    """Queries of what writes many leads: how many each further lead costs.

    Nobody follows: an e-mail is written to each follower, about each lead.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team_followed.message_unsubscribe(cls.team_followed.message_partner_ids.ids)

    def _prepare_values(self, count, **values):
        return [
            {
                "name": f"Many {number}",
                "type": "lead",
                "email_from": f"many{number}@speed.example.com",
                "phone": f"0912555{number:04}",
                **values,
            }
            for number in range(count)
        ]

    def _count_each(self, call):
        """The queries of each further lead: of 40 beside 20.

        :param call: function that gets leads, or how many
        """
        self._count_queries(lambda: call(20))
        return (self._count_queries(lambda: call(40)) - self._count_queries(lambda: call(20))) / 20

    def test_creating_costs_at_most_a_query_a_lead(self):
        leads = self.env["crm.lead"].with_user(self.user_sales_manager)
        each = self._count_each(lambda count: leads.create(self._prepare_values(count)))
        self.assertLess(each, 0.2)

    def test_creating_one_costs_no_query_more_than_one_by_one(self):
        leads = self.env["crm.lead"].with_user(self.user_sales_manager)

        def create():
            return leads.create(self._prepare_values(1))

        self._count_queries(create)
        with patch.object(batch, "find_foreign", lambda records, names: {"core"}):
            by_core = self._count_queries(create)
        self.assertLessEqual(self._count_queries(create), by_core)

    def test_loading_costs_at_most_a_query_a_lead(self):
        leads = self.env["crm.lead"].with_user(self.user_sales_manager)

        def load(count):
            rows = [
                [values["name"], values["email_from"], values["phone"]]
                for values in self._prepare_values(count)
            ]
            result = leads.load(["name", "email_from", "phone"], rows)
            self.assertFalse(result["messages"])

        self.assertLess(self._count_each(load), 0.2)

    def test_losing_and_restoring_cost_the_same_for_any_number(self):
        leads = self.env["crm.lead"].create(self._prepare_values(40, user_id=self.env.uid))
        self.flush_tracking()
        leads = leads.with_user(self.user_sales_manager)

        def lose(count):
            self._lose(leads[:count])

        self.assertLess(self._count_each(lose), 0.2)
        lose(40)
        self.flush_tracking()
        self.assertLess(self._count_each(lambda count: leads[:count].action_restore()), 0.2)
        self.assertEqual(set(leads.mapped("won_status")), {"lost"})

    def test_converting_costs_at_most_two_queries_a_lead(self):
        leads = self.env["crm.lead"].create(self._prepare_values(40))
        # Odoo asks six times for each contact of a new company; others cost next to nothing.
        for number, lead in enumerate(leads):
            lead.write(
                {
                    "contact_name": f"Person {number}",
                    "partner_name": f"Company {number}" if number % 4 == 0 else False,
                }
            )
        for deduplicate in (True, False):
            with self.subTest(deduplicate=deduplicate):
                each = self._count_each(
                    lambda count, deduplicate=deduplicate: self._convert(
                        leads[:count], deduplicate=deduplicate
                    )
                )
                self.assertLess(each, 2)
