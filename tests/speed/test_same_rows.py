from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import RandomWork, SpeedCommon

SEEDS = range(16)


@tagged("post_install", "-at_install")
class TestSameRows(SpeedCommon):
    """Whatever is done for many records together writes the rows that Odoo writes by itself."""

    def test_random_work_writes_the_rows_of_core(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self._check_same(lambda seed=seed: RandomWork(self, seed).run())

    def test_converting_in_bulk_writes_the_rows_of_one_after_the_other(self):
        """As the window for one lead does, opened on each.

        What differs is left out: bulk conversion tells salespersons once of all that they get, makes
        one customer of leads with one address and one company of leads that name the same one, and
        keeps the name of a person on a lead that has its customer already. Nothing is merged, for
        the window for one lead asks with which records.
        """
        customers = [self.env["res.partner"]] * 6 + list(self.followers)
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"In bulk {number}",
                    "type": "lead",
                    "user_id": self.user_sales_manager.id,
                    "team_id": self.team_followed.id,
                    "contact_name": customer.name or f"Person {number}",
                    "partner_name": f"Company {number}" if number % 2 else False,
                    "email_from": f"bulk{number}@speed.example.com",
                    "partner_id": customer.id,
                    "city": "Tehran",
                }
                for number, customer in enumerate(customers)
            ]
        )

        def convert_each():
            for lead in leads:
                window = self._open_window(
                    lead, self.user_sales_manager, name="convert", force_assignment=False
                )
                window.action_apply()
                self.flush_tracking()

        self._check_same(
            lambda: self._convert(leads, user_ids=False, force_assignment=False, deduplicate=False),
            convert_each,
        )

    def test_converting_in_bulk_writes_the_messages_of_core(self):
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"In bulk {number}",
                    "type": "lead",
                    "contact_name": f"Person {number}",
                    "partner_name": ["Company A", "Company B", False][number % 3],
                    # Two of them are one person, and two know a customer.
                    "email_from": f"bulk{number // 2 if number < 2 else number}@speed.example.com",
                    "partner_id": self.followers[number % 2].id if number > 5 else False,
                    "city": "Tehran",
                }
                for number in range(8)
            ]
        )
        for deduplicate in (True, False):
            with self.subTest(deduplicate=deduplicate):
                self._check_same(
                    lambda deduplicate=deduplicate: self._convert(leads, deduplicate=deduplicate)
                )

    def test_what_core_writes_is_the_same_twice(self):
        for seed in SEEDS[:3]:
            with self.subTest(seed=seed), freeze_time("2026-11-28 10:00:00"):
                first, second = (
                    self._read_written_by_core(lambda seed=seed: RandomWork(self, seed).run())
                    for _time in range(2)
                )
                self.assertEqual(first, second)

    def test_hooks_of_other_addons_are_asked_for_each_record(self):
        subtype = self.env.ref("crm.mt_lead_won")
        asked = []

        def choose(lead, *_args):
            asked.append(lead)
            return subtype if lead.priority == "2" else lead.env["mail.message.subtype"]

        model = self.registry["crm.lead"]
        with (
            patch.object(model, "_creation_subtype", choose),
            patch.object(model, "_track_subtype", choose),
        ):
            for seed in SEEDS[:4]:
                with self.subTest(seed=seed):
                    self._check_same(lambda seed=seed: RandomWork(self, seed).run())
        self.assertTrue(asked)

    def test_another_addon_that_posts_in_its_own_way_gets_each_message(self):
        model = self.registry["crm.lead"]
        for name in ("message_post", "_message_log"):
            core = getattr(model, name)

            def post(lead, core=core, **kwargs):
                message = core(lead, **kwargs)
                message.sudo().subject = f"Posted for {lead.name}"
                return message

            with (
                patch.object(model, name, post),
                self.assertLogs("odoo.addons.crm_lead_qualification.tools.batch", "DEBUG") as logs,
            ):
                self._check_same(lambda: RandomWork(self, 1).run())
            self.assertIn("one record after the other", "\n".join(logs.output))

    def test_another_addon_that_chooses_teams_is_asked_each_time(self):
        teams = [self.team, self.team_followed]
        asked = []

        def choose(_teams, user_id=False, domain=False):
            asked.append(user_id)
            return teams[len(asked) % 2]

        leads = self.env["crm.lead"].with_user(self.user_sales_manager)
        values = {"name": "In turn", "type": "lead", "user_id": self.user_sales_manager.id}
        with patch.object(self.registry["crm.team"], "_get_default_team_id", choose):
            created = leads.create([dict(values) for _number in range(4)])
        self.assertEqual(len(asked), 4)
        self.assertEqual(created.team_id, self.team | self.team_followed)
